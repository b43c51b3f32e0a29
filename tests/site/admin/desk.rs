//! A day of those who run the site: what needs a person first, how it has done, one search, and each list as
//! CSV.

use holdfast::config::Config;

use crate::common::{GOOD_CARD, Site, Visitor};

fn staffed(config: &mut Config) {
    config.site.admins = vec!["root@example.org".into()];
    config.site.support = vec!["sue@example.org".into()];
    // Whatever is free on the machine of the test.
    config.storage.least_free_mb = 0;
}

/// What needs a person: each kind with how many, in their order.
async fn needs(who: &mut Visitor) -> Vec<(String, String)> {
    let page = who.get("/admin").await;
    page.is(200, "What needs a person");
    let rows = page.body.split("data-need=\"").skip(1).map(|row| {
        let (kind, rest) = row.split_once('"').unwrap();
        let count = rest.split("data-count=\"").nth(1).unwrap().split('"').next().unwrap();
        (kind.to_owned(), count.to_owned())
    });
    rows.collect()
}

/// Today's figure of a tile.
async fn today(who: &mut Visitor, figure: &str) -> String {
    let page = who.get("/admin").await;
    let tile = page.body.split(&format!("data-figure=\"{figure}\"")).nth(1).unwrap();
    tile.split("data-today>").nth(1).unwrap().split('<').next().unwrap().to_owned()
}

#[tokio::test]
async fn what_needs_a_person_comes_first_and_leads_to_where_it_is_dealt_with() {
    let site = Site::start_with(staffed).await;
    let (mut ann, mut ben) = (site.user("ann").await, site.user("ben").await);
    let (mut root, mut sue) = (site.user("root").await, site.user("sue").await);
    root.get("/admin").await.is(200, "data-needs=\"0\"").is(200, "Nothing needs a person now");
    let ticket = ann.list("Row 1", "10").await;
    ben.post(&format!("{ticket}/report"), &[("reason", "Forged")]).await.sent_to();
    let order = ben.buy(&ticket, "10").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    let problem = [("reason", "not_as_described"), ("text", "It is another row")];
    ben.post(&format!("{order}/problem"), &problem).await.sent_to();
    ann.post(&format!("{order}/messages/admins"), &[]).await.sent_to();
    let expect = [("claims", "1"), ("messages", "1"), ("reports", "1")];
    let expect = expect.map(|(kind, count)| (kind.to_owned(), count.to_owned()));
    for who in [&mut root, &mut sue] {
        assert_eq!(needs(who).await, expect);
    }
    let page = root.get("/admin").await;
    page.is(200, "href=\"/admin/claims\"").is(200, "href=\"/admin/reports\"");
    page.is(200, "The oldest since");
    // The list goes by since when, and has each order once.
    let claims = root.get("/admin/claims").await;
    assert_eq!(claims.body.matches("data-order-id").count(), 1, "{}", claims.body);
    assert_eq!(ann.get("/admin").await.status, 404);
    // After a restart it is the same; with a full disk that comes first.
    let full = |config: &mut Config| {
        staffed(config);
        config.storage.least_free_mb = u64::MAX / (1024 * 1024);
    };
    let site = site.restart_with(full).await;
    let mut root = site.visitor();
    root.sign_in("root").await;
    let mut found = needs(&mut root).await;
    assert_eq!(found.remove(0).0, "disk");
    assert_eq!(found, expect);
    root.language = Some("de".into());
    root.get("/admin").await.is(200, "1 Problem wartet auf eine Entscheidung");
}

#[tokio::test]
async fn figures_of_the_days_are_there_after_a_restart() {
    let site = Site::start_with(staffed).await;
    let (mut ann, mut ben) = (site.user("ann").await, site.user("ben").await);
    let mut root = site.user("root").await;
    for (title, price) in [("Row 1", "10"), ("Row 2", "5.50")] {
        let ticket = ann.list(title, price).await;
        let order = ben.buy(&ticket, price).await.sent_to();
        ben.pay(&order, GOOD_CARD).await.sent_to();
    }
    ann.list("Row 3", "10").await;
    let expect = [
        ("listings", "3"),
        ("sales", "2"),
        ("sold", "€15.50"),
        ("sign_ups", "3"),
        ("run_outs", "0"),
    ];
    for (figure, count) in expect {
        assert_eq!(today(&mut root, figure).await, count, "{figure}");
    }
    let times = |page: String| {
        page.lines().last().unwrap().split(',').nth(12).unwrap().parse::<u64>().unwrap()
    };
    let csv = root.get("/admin/days.csv").await;
    let lines: Vec<_> = csv.body.lines().collect();
    assert_eq!(lines.len(), 31, "{}", csv.body);
    assert!(lines[30].contains(",3,3,2,0,2,15.50,0.00,0,0.00,EUR,"), "{}", lines[30]);
    let answered = times(csv.body);
    assert!(answered > 10, "{answered}");
    let site = site.restart_with(staffed).await;
    let mut root = site.visitor();
    root.sign_in("root").await;
    for (figure, count) in expect {
        assert_eq!(today(&mut root, figure).await, count, "{figure}");
    }
    // A stop writes them down.
    assert!(times(root.get("/admin/days.csv").await.body) >= answered);
    let page = root.get("/admin").await;
    for part in
        ["<title id=\"sales-title\">Sales</title>", "<desc id=\"sales-described\">", "Day by day"]
    {
        page.is(200, part);
    }
}

#[tokio::test]
async fn one_search_leads_to_whatever_they_were_told() {
    let site = Site::start_with(staffed).await;
    let (mut ann, mut ben) = (site.user("ann").await, site.user("ben").await);
    let (mut root, mut sue) = (site.user("root").await, site.user("sue").await);
    site.user("anton").await;
    let ticket = ann.list("Row 1", "10").await;
    let order = ben.buy(&ticket, "10").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    let last = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    let (ticket, order) = (last(&ticket), last(&order));
    let tables = site.market.tables();
    let paid = tables.order(order.parse().unwrap()).unwrap().unwrap();
    let event = tables.ticket(ticket.parse().unwrap()).unwrap().unwrap().event.to_string();
    let charge = paid.paid.unwrap().charge;
    let at_provider = tables.charge(charge).unwrap().unwrap().stripe_id.clone();
    let at = |list: &str, id: &str| format!("/admin/{list}?q={id}");
    let one = [
        (order.clone(), at("orders", &order)),
        (format!("  {}  ", order.to_uppercase()), at("orders", &order)),
        (ticket.clone(), at("tickets", &ticket)),
        (event.clone(), at("events", &event)),
        (paid.buyer.to_string(), at("users", &paid.buyer.to_string())),
        ("ben@example.org".to_owned(), at("users", &paid.buyer.to_string())),
        ("BEN@Exam".to_owned(), at("users", &paid.buyer.to_string())),
        (charge.to_string(), at("orders", &order)),
        (at_provider.unwrap().to_string(), at("orders", &order)),
        ("the band".to_owned(), at("events", &event)),
    ];
    for (sought, expect) in one {
        let path = format!("/admin/search?q={}", crate::common::encode(&sought));
        for who in [&mut root, &mut sue] {
            assert_eq!(who.get(&path).await.sent_to(), expect, "{sought}");
            who.get(&expect).await.is(200, "data-");
        }
        assert_eq!(ann.get(&path).await.status, 404);
    }
    // Several: by kind, each with where it stands, and nothing to be done there.
    let page = root.get("/admin/search?q=zz").await;
    page.is(200, "data-found=\"0\"");
    let page = root.get("/admin/search?q=ann@").await.sent_to();
    assert!(page.starts_with("/admin/users?q="), "{page}");
    ann.list("Row 2", "10").await;
    let problem = [("reason", "not_as_described"), ("text", "It is another row")];
    ben.post(&format!("/orders/{order}/problem"), &problem).await.sent_to();
    let page = root.get(&format!("/admin/search?q={order}")).await;
    page.is(200, "<h2>Orders</h2>").is(200, "<h2>Problems</h2>");
    assert!(!page.body.contains("method=\"post\" action=\"/admin"), "{}", page.body);
    for sought in ["nothing+of+the+kind", "", "0", "%27%22%3Czzzz%3E"] {
        root.get(&format!("/admin/search?q={sought}")).await.is(200, "data-found=\"0\"");
    }
    // Each of their pages has it in its head, and no other page has.
    root.get("/admin/users").await.is(200, "action=\"/admin/search\"");
    assert!(!root.get("/account").await.body.contains("/admin/search"));
    assert!(!ann.get("/admin/users").await.body.contains("/admin/search"));
    // Who was looked for is in the audit list.
    let list = root.get(&format!("/admin/audit?q={}", paid.buyer)).await;
    list.is(200, "sue@example.org").is(200, "/admin/search");
}

#[tokio::test]
async fn every_list_is_to_be_had_as_csv_and_no_cell_of_it_is_a_formula() {
    let site = Site::start_with(staffed).await;
    let (mut ann, mut ben) = (site.user("ann").await, site.user("ben").await);
    let (mut root, mut sue) = (site.user("root").await, site.user("sue").await);
    let bad = ann.list("=HYPERLINK(\"http://x\")", "10").await;
    for n in 0..120 {
        ann.list(&format!("Seat {n}, left"), "10").await;
    }
    let order = ben.buy(&bad, "10").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    let lists = [
        "users",
        "orders",
        "orders/paid",
        "events",
        "tickets",
        "tickets/disputed",
        "claims",
        "disputes",
        "reports",
        "webhooks",
        "mail",
        "payouts",
        "payments",
        "days",
        "audit",
        "money/sellers",
    ];
    for list in lists {
        let path = format!("/admin/{list}.csv");
        let answer = root.get(&path).await;
        answer.is(200, "");
        let kind = answer.header("content-type").unwrap();
        assert!(kind.starts_with("text/csv"), "{list}: {kind}");
        let mut reader = answer.body.lines();
        let columns = reader.next().unwrap().split(',').count();
        assert!(columns > 3, "{list}");
        assert!(answer.body.ends_with("\r\n"), "{list}");
        assert!(!answer.body.contains(",=") && !answer.body.contains("\n="), "{list}");
        let may = if list == "audit" { 403 } else { 200 };
        assert_eq!(sue.get(&path).await.status, may, "{list}");
        assert_eq!(ann.get(&path).await.status, 404, "{list}");
    }
    // More than is read at once, the newest first, as the list has them; and what is sought in it.
    let tickets = root.get("/admin/tickets.csv?q=seat").await.body;
    assert_eq!(tickets.lines().count(), 121, "{tickets}");
    assert!(tickets.contains(",\"Seat 7, left\","), "{tickets}");
    let one = root.get("/admin/users.csv?q=ben@example.org").await.body;
    assert_eq!(one.lines().count(), 2, "{one}");
    let sold = root.get("/admin/orders/paid.csv").await.body;
    assert_eq!(sold.lines().count(), 2, "{sold}");
    assert!(sold.contains("\"'=HYPERLINK(\"\"http://x\"\")\""), "{sold}");
    assert!(sold.contains(",10.00,") && sold.contains(",EUR,"), "{sold}");
    // Who takes them away stands in the audit list.
    let ben = one.lines().nth(1).unwrap().split(',').next().unwrap().to_owned();
    root.get(&format!("/admin/audit?q={ben}")).await.is(200, "/admin/users.csv");
}
