//! Tickets that are bought together, over HTTP.

use holdfast::{audit::Auditor, storage::journal, types::TicketId};

use crate::common::{Answer, GOOD_CARD, Site, Visitor};

const DECLINED: &str = "4000000000000002";

/// Four seats of one row, by one form.
async fn row(seller: &mut Visitor, price: &str) -> (String, Vec<String>) {
    let first = seller.list_row(price, "4").await;
    let page = seller.get(&first).await;
    let at = page.body.find("/events/").unwrap();
    let event = page.body[at..].split('"').next().unwrap();
    let event = event.split('/').take(3).collect::<Vec<_>>().join("/");
    // Their seller sees them, and cannot hold them.
    let own = seller.event(&event).await;
    own.is(200, "data-seat-run=\"4\"").is(200, "These are yours");
    assert!(hidden(&own, "ticket").is_empty(), "{}", own.body);
    let page = Visitor::at(seller.address).event(&event).await;
    let tickets = hidden(&page, "ticket");
    assert_eq!(tickets.len(), 4, "{}", page.body);
    (event, tickets)
}

fn id_of(path: &str) -> TicketId {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

fn hidden(page: &Answer, name: &str) -> Vec<String> {
    let before = format!("name=\"{name}\" value=\"");
    let parts = page.body.split(&before).skip(1);
    parts.map(|part| part.split('"').next().unwrap().to_owned()).collect()
}

fn wanted<'a>(tickets: &'a [String], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    tickets.iter().map(|ticket| ("ticket", ticket.as_str())).chain(more.iter().copied()).collect()
}

/// Stops a site and checks every invariant over what it leaves.
async fn sound(site: Site) {
    let folder = site.stop().await;
    let data = folder.path().join("data");
    let mut auditor = Auditor::default();
    let read = journal::replay(&journal::folder_in(&data), |sequence, entry| {
        auditor.entry(sequence, &entry);
        Ok(())
    });
    read.unwrap();
    let (_, findings) = auditor.finish();
    assert!(findings.is_empty(), "{findings:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_seats_by_one_press_and_one_card() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let (event, tickets) = row(&mut anna, "24").await;
    ben.get(&event).await;
    let more = [("each", "24"), ("quantity", "2")];
    let purchase = ben.post(&format!("{event}/buy"), &wanted(&tickets, &more)).await.sent_to();
    assert!(purchase.starts_with("/purchases/"), "{purchase}");
    let page = ben.get(&purchase).await;
    page.is(200, "Seat 4").is(200, "Seat 5");
    assert_eq!(page.attr("data-purchase-status"), Some("created"));
    assert_eq!(page.body.matches("data-order-id").count(), 2);
    assert!(page.body.contains("48.00"), "{}", page.body);

    // Its first order leads there, too, and the second.
    let first = purchase.replace("purchases", "orders");
    assert_eq!(ben.get(&first).await.sent_to(), purchase);
    let orders: Vec<_> =
        page.body.split("data-order-id=\"").skip(1).map(|part| part[..36].to_owned()).collect();
    let second = format!("/orders/{}", orders[1]);
    assert_eq!(ben.get(&second).await.sent_to(), purchase);
    // Nobody else sees it.
    assert_eq!(anna.get(&purchase).await.status, 404);

    ben.pay(&purchase, "1").await.is(422, "card_number");
    ben.pay(&purchase, DECLINED).await.is(402, "declined");
    assert_eq!(ben.pay(&purchase, GOOD_CARD).await.sent_to(), purchase);
    let page = ben.get(&purchase).await;
    assert_eq!(page.attr("data-purchase-status"), Some("completed"));
    page.is(200, "They are yours.");
    for order in &orders {
        let page = ben.get(&format!("/orders/{order}")).await;
        assert_eq!(page.attr("data-order-status"), Some("completed"));
        page.is(200, &purchase);
        ben.get(&format!("/orders/{order}/receipt")).await.is(200, "24");
    }
    sound(site).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_or_none_and_others_that_stand_together() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let mut cleo = site.user("cleo").await;
    let (event, tickets) = row(&mut anna, "24").await;
    let buy = format!("{event}/buy");
    // The second seat is taken; the first two that stand together are the third and the fourth.
    cleo.buy(&format!("/tickets/{}", tickets[1]), "24").await.sent_to();
    let more = [("each", "24"), ("quantity", "2")];
    let purchase = ben.post(&buy, &wanted(&tickets, &more)).await.sent_to();
    ben.get(&purchase).await.is(200, "Seat 6").is(200, "Seat 7");
    // Pressed again, it is the same one.
    assert_eq!(ben.post(&buy, &wanted(&tickets, &more)).await.sent_to(), purchase);
    // Three that stand together are not there any more, and none is held.
    let more = [("each", "24"), ("quantity", "3")];
    let mut dora = site.user("dora").await;
    let page = dora.post(&buy, &wanted(&tickets, &more)).await;
    page.is(409, "None of the tickets is held for you.").is(409, "Row 7 · Seat 5: ");
    dora.get("/orders").await.is(200, "You have no orders here");
    sound(site).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_the_form_is_said() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let (event, tickets) = row(&mut anna, "24").await;
    let buy = format!("{event}/buy");
    for (fields, status) in [
        (wanted(&tickets[..2], &[("price", "47")]), 409),
        (wanted(&tickets[..2], &[("price", "much")]), 422),
        (wanted(&tickets[..2], &[("each", "24"), ("quantity", "3")]), 422),
        (wanted(&tickets[..2], &[("each", "24"), ("quantity", "0")]), 422),
        (vec![("price", "24")], 422),
        (vec![("ticket", "none"), ("price", "24")], 404),
        (wanted(&[tickets[0].clone(), tickets[0].clone()], &[("price", "48")]), 404),
    ] {
        let answer = ben.post(&buy, &fields).await;
        assert_eq!(answer.status, status, "{fields:?}: {}", answer.body);
    }
    // One's own, and another event's.
    let own = wanted(&tickets[..2], &[("price", "48")]);
    assert_eq!(anna.post(&buy, &own).await.status, 403);
    let other = format!("/events/{}/buy", holdfast::types::EventId::new());
    assert_eq!(ben.post(&other, &own).await.status, 404);
    assert_eq!(ben.post(&buy, &own).await.status, 303);
    sound(site).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_is_left_out_and_all_are_given_back() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let (event, tickets) = row(&mut anna, "24").await;
    let buy = format!("{event}/buy");
    let three = wanted(&tickets[..3], &[("price", "72")]);
    let purchase = ben.post(&buy, &three).await.sent_to();
    let drop = format!("{purchase}/drop");
    assert_eq!(ben.post(&drop, &[("ticket", &tickets[1])]).await.sent_to(), purchase);
    assert_eq!(ben.post(&drop, &[("ticket", &tickets[3])]).await.status, 404);
    let page = ben.get(&purchase).await;
    assert!(page.body.contains("48.00") && !page.body.contains("72.00"), "{}", page.body);
    let free = ben.get(&format!("/tickets/{}", tickets[1])).await;
    assert_eq!(free.attr("data-ticket-status"), Some("available"));
    // The first has gone, too, and the purchase is paid by what is left.
    assert_eq!(ben.post(&drop, &[("ticket", &tickets[0])]).await.sent_to(), purchase);
    ben.pay(&purchase, "1").await.is(422, "card_number");
    ben.pay(&purchase, DECLINED).await.is(402, "declined");
    ben.cancel(&purchase).await.sent_to();
    let page = ben.get(&purchase).await;
    assert_eq!(page.attr("data-purchase-status"), Some("cancelled"));
    for ticket in &tickets {
        let page = ben.get(&format!("/tickets/{ticket}")).await;
        assert_eq!(page.attr("data-ticket-status"), Some("available"), "{ticket}");
    }
    sound(site).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn seats_go_only_together_if_their_seller_says_so() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let first = anna.list_row_that_goes("24", "3", "together").await.sent_to();
    anna.get(&first).await.is(200, "Only together: all, or none.");
    // The ticket's page holds all of them by one press.
    let page = ben.get(&first).await;
    page.is(200, "These 3 seats go only together").is(200, "Buy all for €72.00");
    let tickets = hidden(&page, "ticket");
    let event = page.body.split("action=\"/events/").nth(1).unwrap();
    let event = format!("/events/{}", event.split('/').next().unwrap());
    // So does the event's, in one row.
    let row = ben.event(&event).await;
    assert_eq!(row.attr("data-seat-run"), Some("3"));
    row.is(200, "Seats 4 to 6").is(200, "only together").is(200, "for all 3");
    assert_eq!((hidden(&row, "ticket"), row.field("price")), (tickets.clone(), Some("72.00")));
    // Fewer are refused by whatever way they are asked for, and nobody waits for one alone.
    ben.buy(&first, "24").await.is(409, "These 3 seats go only together");
    let two = wanted(&tickets[..2], &[("price", "48")]);
    ben.post(&format!("{event}/buy"), &two).await.is(409, "None of the tickets is held for you.");
    ben.post(&format!("{first}/line"), &[]).await.is(409, "go only together");
    let all = wanted(&tickets, &[("price", "72.00")]);
    let purchase = ben.post(&format!("{event}/buy"), &all).await.sent_to();
    let dropped = ben.post(&format!("{purchase}/drop"), &[("ticket", &tickets[1])]).await;
    dropped.is(409, "give up all of them, or none");
    ben.pay(&purchase, GOOD_CARD).await.sent_to();
    ben.get(&purchase).await.is(200, "They are yours.");
    sound(site).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn none_is_left_alone_if_their_seller_says_so() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let first = anna.list_row_that_goes("24", "4", "not_one_alone").await.sent_to();
    // The first can be had by itself; the second would leave it alone.
    let page = ben.get(&first).await;
    page.is(200, "Buy for €24.00");
    let second = id_of(&first).sibling(1);
    let beside = ben.get(&format!("/tickets/{second}")).await;
    beside.is(200, "with its neighbours: 2 seats").is(200, "Buy all for €48.00");
    assert_eq!(hidden(&beside, "ticket"), [id_of(&first).to_string(), second.to_string()]);
    let at = page.body.find("/events/").unwrap();
    let event: Vec<_> = page.body[at..].split('"').next().unwrap().split('/').take(3).collect();
    let event = event.join("/");
    let row = ben.event(&event).await;
    row.is(200, "no seat is left alone");
    let counts: Vec<_> = row.body.split("<option value=\"").skip(1).collect();
    let counts: Vec<_> = counts.iter().map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(counts[..3], ["1", "2", "4"], "not three");
    let tickets = hidden(&row, "ticket");
    let three = wanted(&tickets, &[("each", "24"), ("quantity", "3")]);
    let buy = format!("{event}/buy");
    ben.post(&buy, &three).await.is(409, "one seat alone");
    ben.buy(&format!("/tickets/{}", tickets[1]), "24").await.is(409, "one seat alone");
    let two = wanted(&tickets, &[("each", "24"), ("quantity", "2")]);
    let purchase = ben.post(&buy, &two).await.sent_to();
    // The first would be alone; the second is not.
    let drop = format!("{purchase}/drop");
    ben.post(&drop, &[("ticket", &tickets[0])]).await.is(409, "one seat alone");
    ben.post(&drop, &[("ticket", &tickets[1])]).await.sent_to();
    sound(site).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn how_seats_go_is_one_of_three_and_possible() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let answer = anna.list_row_that_goes("24", "4", "sideways").await;
    answer.is(422, "seats_go-error");
    let answer = anna.list_row_that_goes("24", "5", "together").await;
    answer.is(409, "Nobody can hold more than 4 tickets at a time").is(409, "seats_go-error");
    assert!(answer.body.contains("<option value=\"together\" selected"), "{}", answer.body);
    assert_eq!(site.market.tables().catalog().events_count(), 0);
    // Of one alone it means nothing.
    let alone = anna.list_row_that_goes("24", "1", "together").await.sent_to();
    let mut ben = site.user("ben").await;
    ben.buy(&alone, "24").await.sent_to();
    sound(site).await;
}
