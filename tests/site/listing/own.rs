//! What a seller has listed: where it stands, what it comes to, several changed at once, and all of it
//! taken away.

use super::{form, id_of};
use crate::common::{Answer, GOOD_CARD, Site, Visitor};
use holdfast::{domain::FileKind, files::samples};
use hyper::body::Bytes;

/// The tickets that a page lists.
fn listed(page: &Answer) -> Vec<String> {
    let ids = page.body.split("data-ticket-id=\"").skip(1);
    ids.map(|rest| format!("/tickets/{}", rest.split('"').next().unwrap())).collect()
}

/// What the tabs count, in their order.
fn counts(page: &Answer) -> Vec<usize> {
    let tabs = page.body.split("data-tab=\"").skip(1);
    tabs.filter_map(|tab| {
        let (_, count) = tab[..tab.find("</a>").unwrap()].split_once("<span class=\"muted\">")?;
        count.split('<').next().unwrap().parse().ok()
    })
    .collect()
}

fn id(ticket: &str) -> &str {
    ticket.rsplit('/').next().unwrap()
}

async fn attach(visitor: &mut Visitor, ticket: &str) {
    let mut body =
        b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n"
            .to_vec();
    body.extend(samples::file(FileKind::Pdf, 1));
    body.extend(b"\r\n--x--\r\n");
    let kind = Some("multipart/form-data; boundary=x");
    visitor.send("POST", &format!("{ticket}/attach"), kind, Bytes::from(body)).await.sent_to();
}

/// Four tickets of one seller: free, free with a file, held, sold; and one that is withdrawn.
async fn five(anna: &mut Visitor, ben: &mut Visitor) -> [String; 5] {
    let mut tickets = vec![];
    for (title, price) in
        [("Free", "10"), ("Filed", "20"), ("Held", "30"), ("Sold", "40"), ("Gone", "50")]
    {
        tickets.push(anna.list(title, price).await);
    }
    attach(anna, &tickets[1]).await;
    ben.buy(&tickets[2], "30").await.sent_to();
    let order = ben.buy(&tickets[3], "40").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    anna.post(&format!("{}/withdraw", tickets[4]), &[]).await.sent_to();
    tickets.try_into().unwrap()
}

#[tokio::test]
async fn a_seller_sees_where_each_listing_stands_and_what_all_come_to() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let [free, filed, held, sold, gone] = five(&mut anna, &mut ben).await;
    let all = anna.get("/selling").await;
    assert_eq!(listed(&all), [&gone, &sold, &held, &filed, &free].map(String::clone));
    assert_eq!(counts(&all), [2, 1, 1, 3]);
    assert_eq!((all.attr("data-asked"), all.attr("data-sold")), (Some("60.00"), Some("40.00")));
    for (tab, tickets) in [
        ("for_sale", &[&filed, &free][..]),
        ("held", &[&held]),
        ("sold", &[&sold]),
        ("file_missing", &[&sold, &held, &free]),
    ] {
        let page = anna.get(&format!("/selling?show={tab}")).await;
        assert_eq!(
            listed(&page),
            tickets.iter().map(|it| (*it).clone()).collect::<Vec<_>>(),
            "{tab}"
        );
        page.is(200, &format!("data-tab=\"{tab}\" aria-current=\"page\""));
    }
    let held = anna.get("/selling?show=held").await;
    assert!(!held.body.contains("type=\"checkbox\""), "what is held cannot be changed");
    assert_eq!(listed(&ben.get("/selling").await), Vec::<String>::new());
}

#[tokio::test]
async fn tabs_are_turned_as_the_whole_list_is() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    for n in 0..12 {
        let seat = (n * 10 + 1).to_string();
        let fields = form(&[("quantity", "10"), ("row", "1"), ("seat", &seat)]);
        anna.post("/tickets", &fields).await.sent_to();
    }
    let (mut path, mut seen) = ("/selling?show=for_sale".to_owned(), vec![]);
    for size in [50, 50, 20] {
        let page = anna.get(&path).await;
        assert_eq!(listed(&page).len(), size);
        assert_eq!(counts(&page)[0], 120);
        seen.extend(listed(&page));
        let Some((_, next)) = page.body.split_once("rel=\"next\" href=\"") else { break };
        path = next[..next.find('"').unwrap()].replace("&amp;", "&");
        assert!(path.starts_with("/selling?show=for_sale&after="), "{path}");
    }
    let sorted = |mut all: Vec<String>| {
        all.sort();
        all.dedup();
        all.len()
    };
    assert_eq!(sorted(seen), 120, "each once");
}

#[tokio::test]
async fn several_are_changed_at_once_and_what_is_not_says_why() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let [free, filed, held, sold, _] = five(&mut anna, &mut ben).await;
    let price =
        |ticket: &str| site.market.tables().ticket(id_of(ticket)).unwrap().unwrap().price.minor();
    let chosen = |tickets: &[&String]| -> Vec<(&'static str, String)> {
        tickets.iter().map(|ticket| ("ticket", id(ticket).to_owned())).collect()
    };
    let post = async |visitor: &mut Visitor, path: &str, fields: Vec<(&'static str, String)>| {
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        visitor.post(path, &fields).await
    };
    let before = site.entries();
    let with = |tickets: &[&String], more: &[(&'static str, &str)]| {
        let more = more.iter().map(|(name, value)| (*name, (*value).to_owned()));
        chosen(tickets).into_iter().chain(more).collect::<Vec<_>>()
    };
    // Nothing is chosen, or no price typed, or one that is none: nothing is changed.
    for (fields, says) in [
        (with(&[], &[("price", "15")]), "Choose the tickets to change first."),
        (with(&[&free], &[("price", "x")]), "Write the price"),
        (with(&[&free], &[]), "data-ticket-id"),
    ] {
        post(&mut anna, "/selling/price", fields).await.is(422, says);
    }
    post(&mut anna, "/selling/withdraw", vec![]).await.is(422, "Choose the tickets");
    // Not one of them is, if one is somebody else's.
    let theirs = ben.list("Theirs", "5").await;
    let before = (before + 1, site.entries());
    assert_eq!(before.0, before.1);
    for path in ["/selling/price", "/selling/withdraw"] {
        let fields = with(&[&free, &theirs], &[("price", "15")]);
        post(&mut anna, path, fields).await.is(403, "Only its seller can change this ticket.");
    }
    assert_eq!(site.entries(), before.1);

    let fields = with(&[&free, &filed, &free], &[("price", "15"), ("show", "for_sale")]);
    let to = post(&mut anna, "/selling/price", fields).await.sent_to();
    assert_eq!(to, "/selling?show=for_sale&done=repriced");
    anna.get(&to).await.is(200, "The new price is asked for all that you chose.");
    assert_eq!((price(&free), price(&filed), price(&held)), (1500, 1500, 3000));

    let fields = with(&[&free, &held, &sold], &[("price", "16")]);
    let some = post(&mut anna, "/selling/price", fields).await;
    some.is(409, "1 done, 2 not:").is(409, &format!("data-not-done=\"{}\"", id(&held)));
    some.is(409, "It cannot be changed while it is held")
        .is(409, &format!("data-not-done=\"{}\"", id(&sold)));
    assert_eq!((price(&free), price(&held), price(&sold)), (1600, 3000, 4000));

    let fields = with(&[&filed, &held], &[]);
    let some = post(&mut anna, "/selling/withdraw", fields).await;
    some.is(409, "1 done, 1 not:");
    let all = anna.get("/selling").await;
    assert_eq!(all.attr_of(&filed, "data-ticket-status"), Some("withdrawn"));
    assert_eq!(all.attr_of(&held, "data-ticket-status"), Some("reserved"));
    let to = post(&mut anna, "/selling/withdraw", with(&[&free], &[])).await.sent_to();
    assert_eq!(to, "/selling?done=all_withdrawn");
}

#[tokio::test]
async fn a_capped_price_is_refused_for_each_that_it_is_too_high_for() {
    let site = Site::start_with(|config| {
        config.market.max_markup_percent = Some("10".parse().unwrap());
    })
    .await;
    let mut anna = site.user("anna").await;
    let [cheap, dear] = {
        let of = |face_value| form(&[("price", "10"), ("face_value", face_value)]);
        [anna.post("/tickets", &of("10")).await, anna.post("/tickets", &of("40")).await]
            .map(|answer| answer.sent_to())
    };
    let fields = [("ticket", id(&cheap)), ("ticket", id(&dear)), ("price", "40")];
    let some = anna.post("/selling/price", &fields).await;
    some.is(422, "1 done, 1 not:").is(422, &format!("data-not-done=\"{}\"", id(&cheap)));
    assert_eq!(anna.get(&format!("{dear}/edit")).await.field("price"), Some("40.00"));
}

#[tokio::test]
async fn all_listings_are_taken_away_as_csv() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let empty = anna.get("/selling/listings.csv").await;
    assert_eq!((empty.status, empty.body.lines().count()), (200, 1), "its columns alone");
    for n in 0..6 {
        let seat = (n * 10 + 1).to_string();
        let fields = form(&[("quantity", "10"), ("row", "1"), ("seat", &seat)]);
        anna.post("/tickets", &fields).await.sent_to();
    }
    let nasty = [("title", "=1+1, \"quoted\""), ("section", "@Block"), ("price", "12.50")];
    let nasty = anna.post("/tickets", &form(&nasty)).await.sent_to();
    let csv = anna.get("/selling/listings.csv").await;
    assert!(csv.header("content-type").unwrap().starts_with("text/csv"));
    assert!(csv.header("content-disposition").unwrap().starts_with("attachment"));
    let rows: Vec<_> = csv.body.split_terminator("\r\n").collect();
    assert_eq!(rows.len(), 62);
    let last = rows[61];
    assert!(
        last.starts_with(&format!("{},available,The Test Band,Town Hall,Berlin,2099-", id(&nasty)))
    );
    assert!(last.contains(",\"'=1+1, \"\"quoted\"\"\",'@Block,,,12.50,EUR,,,"), "{last}");
    assert_eq!(ben.get("/selling/listings.csv").await.body.lines().count(), 1, "one's own alone");
}
