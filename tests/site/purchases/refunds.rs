//! The money goes back: by the seller until the event starts, by those who run the site always.

use std::time::Duration;

use crate::common::{GOOD_CARD, Site, Visitor};
use holdfast::{
    actors::{CommandError, order::PayOutcome},
    domain::{CancelReason, OrderStatus, TicketStatus, rules::order::OrderRefusal},
    harness::TestMarket,
    payments::scripted::{Fault, GatewayCall, Verb},
    types::Reason,
};

async fn site() -> Site {
    Site::start_with(|config| config.site.admins = vec!["Root@example.org".into()]).await
}

/// A ticket that the one has sold to the other, and the order.
async fn sold(seller: &mut Visitor, buyer: &mut Visitor) -> (String, String) {
    let ticket = seller.list("Row 5, seat 12", "49.50").await;
    let order = buyer.buy(&ticket, "49.50").await.sent_to();
    assert_eq!(buyer.pay(&order, GOOD_CARD).await.sent_to(), order);
    (ticket, order)
}

#[tokio::test]
async fn a_seller_gives_the_money_back_and_sells_the_ticket_again() {
    let site = site().await;
    let (mut anna, mut ben, mut cleo) =
        (site.user("anna").await, site.user("ben").await, site.user("cleo").await);
    let (ticket, order) = sold(&mut anna, &mut ben).await;
    anna.get("/selling").await.is(200, &format!("href=\"{order}\""));
    anna.get(&order).await.is(200, "Your sale").is(200, "Refund this order");
    let page = ben.get(&order).await;
    page.is(200, "It is yours.");
    assert!(!page.body.contains("/refund"), "a buyer refunds nothing: {}", page.body);

    let path = format!("{order}/refund");
    let before = site.entries();
    ben.post(&path, &[("reason", "I want it")]).await.is(403, "Only the seller");
    assert_eq!(cleo.post(&path, &[("reason", "for fun")]).await.status, 404);
    assert!(site.visitor().post(&path, &[]).await.sent_to().starts_with("/signin"));
    anna.post(&path, &[("reason", " ")]).await.is(422, "Enter something here");
    let hostile = "<b>off</b>\u{202e}";
    anna.post(&path, &[("reason", hostile)]).await.is(422, "&lt;b&gt;off&lt;/b&gt;");
    assert_eq!(site.entries(), before, "none of that changed anything");

    let fields = [("reason", "The <concert> is off"), ("relist", "yes")];
    assert_eq!(anna.post(&path, &fields).await.sent_to(), order);
    for (reader, says) in [(&mut ben, "This order was refunded"), (&mut anna, "Refunded:")] {
        let page = reader.get(&order).await;
        page.is(200, says).is(200, "The &lt;concert&gt; is off");
        assert_eq!(page.attr_of(&order, "data-order-status"), Some("cancelled"));
        assert_eq!(page.attr_of(&order, "data-order-reason"), Some("refunded"));
    }
    let before = site.entries();
    assert_eq!(anna.post(&path, &fields).await.sent_to(), order, "twice is once");
    assert_eq!(site.entries(), before);
    let page = site.visitor().get(&ticket).await;
    assert_eq!(page.attr_of(&ticket, "data-ticket-status"), Some("available"));
    let again = cleo.buy(&ticket, "49.50").await.sent_to();
    assert_eq!(cleo.pay(&again, GOOD_CARD).await.sent_to(), again);
    site.stop().await;
}

#[tokio::test]
async fn whoever_runs_the_site_refunds_and_the_ticket_is_withdrawn() {
    let site = site().await;
    let (mut anna, mut ben, mut root) =
        (site.user("anna").await, site.user("ben").await, site.user("root").await);
    let ticket = anna.list("Row 5", "10").await;
    let unpaid = ben.buy(&ticket, "10.00").await.sent_to();
    assert_eq!(root.get(&unpaid).await.status, 404, "an unpaid order is its buyer's alone");
    let unpaid_refund = root.post(&format!("{unpaid}/refund"), &[("reason", "no")]).await;
    assert_eq!(unpaid_refund.status, 404);
    assert_eq!(ben.pay(&unpaid, GOOD_CARD).await.sent_to(), unpaid);
    root.get(&unpaid).await.is(200, "An order").is(200, "Refund this order");
    let refund = root.post(&format!("{unpaid}/refund"), &[("reason", "a fraud")]).await;
    assert_eq!(refund.sent_to(), unpaid);
    let page = anna.get(&ticket).await;
    assert_eq!(page.attr_of(&ticket, "data-ticket-status"), Some("withdrawn"));
    ben.get(&unpaid).await.is(200, "a fraud");
    site.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_refund_that_the_provider_does_not_answer_is_asked_for_until_it_does() {
    let mut market = TestMarket::start().await;
    let (seller, buyer) = (market.user().await, market.user().await);
    let ticket = market.list(seller, "49.50").await;
    let order = market.buy(buyer, ticket).await.unwrap();
    let reason = Reason::parse("The concert is off").unwrap();
    let refund = |market: &TestMarket| {
        let (market, reason) = (market.market.clone(), reason.clone());
        async move { market.refund(order, seller, reason, false).await }
    };
    let unpaid = refund(&market).await;
    assert_eq!(unpaid, Err(CommandError::Refused(OrderRefusal::NotPaid)));
    assert_eq!(market.pay(order).await, Ok(PayOutcome::Completed));
    market.gateway.fault(|asked: GatewayCall| match asked.verb {
        Verb::Refund => Fault::Refuse,
        _ => Fault::None,
    });
    let unknown = refund(&market).await;
    assert!(matches!(unknown, Err(CommandError::Unavailable(_))), "{unknown:?}");
    assert!(market.order(order).is_refunding(), "it is not forgotten");
    market = market.crash().await;
    market.pass(Duration::from_secs(600)).await;
    assert!(market.order(order).is_refunding());
    market.gateway.fault(|_| Fault::None);
    market.until_settled().await;
    let reason = match market.order(order).status {
        OrderStatus::Cancelled { reason, .. } => reason,
        status => panic!("{status:?}"),
    };
    assert_eq!(reason, CancelReason::Refunded);
    assert_eq!(market.ticket(ticket).status, TicketStatus::Withdrawn);
    assert_eq!(market.assert_sound().kept_minor, 0);
}

#[tokio::test]
async fn what_was_refunded_is_called_so_by_everybody() {
    let site = site().await;
    let (mut anna, mut ben, mut root) =
        (site.user("anna").await, site.user("ben").await, site.user("root").await);
    let badge = |word: &str| format!("<span class=\"badge cancelled\">{word}</span>");
    for (relist, says) in [
        (None, "It was sold, and the order was refunded: the ticket is withdrawn."),
        (Some("yes"), "You are selling this ticket."),
    ] {
        let (ticket, order) = sold(&mut anna, &mut ben).await;
        let relist = relist.map(|yes| ("relist", yes));
        let fields: Vec<_> = [("reason", "The concert is off")].into_iter().chain(relist).collect();
        anna.post(&format!("{order}/refund"), &fields).await.sent_to();
        ben.until(&order, |page| page.attr_of(&order, "data-order-status") == Some("cancelled"))
            .await
            .is(200, &badge("Refunded"));
        anna.get(&order).await.is(200, &badge("Refunded"));
        anna.get(&ticket).await.is(200, says);
        let id = order.rsplit('/').next().unwrap();
        root.get(&format!("/admin/orders?q={id}")).await.is(200, &badge("Refunded"));
    }
    let list = ben.get("/orders").await;
    list.is(200, &badge("Refunded"));
    assert!(!list.body.contains("Cancelled"), "{}", list.body);
    // What its buyer cancelled is that, and who has withdrawn a ticket is told so.
    let ticket = anna.list("Row 6", "10").await;
    let order = ben.buy(&ticket, "10").await.sent_to();
    ben.cancel(&order).await.sent_to();
    ben.get(&order).await.is(200, &badge("Cancelled"));
    anna.post(&format!("{ticket}/withdraw"), &[]).await.sent_to();
    anna.get(&ticket).await.is(200, "You have withdrawn this ticket.");
    // What those who run the site have removed, its seller has not.
    let ticket = anna.list("Row 7", "10").await;
    let remove = format!("/admin{ticket}/remove");
    root.post(&remove, &[("reason", "Forged")]).await.sent_to();
    anna.get(&ticket).await.is(200, "The people who run this site have removed this ticket.");
}

#[tokio::test]
async fn orders_are_found_by_seller_and_once_they_are_paid() {
    let site = site().await;
    let (mut anna, mut ben, mut root) =
        (site.user("anna").await, site.user("ben").await, site.user("root").await);
    let (_, paid) = sold(&mut anna, &mut ben).await;
    let (_, refunded) = sold(&mut anna, &mut ben).await;
    anna.post(&format!("{refunded}/refund"), &[("reason", "Off")]).await.sent_to();
    let held = anna.list("Row 6", "10").await;
    let open = ben.buy(&held, "10").await.sent_to();
    let orders = [("paid", &paid), ("refunded", &refunded), ("open", &open)];
    for (path, expect) in [
        ("/admin/orders", &["open"][..]),
        ("/admin/orders?q=anna@", &["paid", "refunded", "open"]),
        ("/admin/orders?q=ben@", &["paid", "refunded", "open"]),
        ("/admin/orders/paid", &["paid", "refunded"]),
        ("/admin/orders/paid?q=anna@", &["paid", "refunded"]),
        ("/admin/orders/paid?q=ben@", &["paid", "refunded"]),
        ("/admin/orders/paid?q=root@", &[]),
    ] {
        let page = root.get(path).await;
        let is_there = |order: &str| page.body.contains(order.rsplit('/').next().unwrap());
        let found: Vec<_> =
            orders.iter().filter(|(_, order)| is_there(order)).map(|(name, _)| *name).collect();
        assert_eq!(found, expect, "{path}");
    }
}
