//! Events change: who has bought, sells or runs the site sees what was and what is.

use std::time::Duration;

use crate::common::{GOOD_CARD, Site, Still, Visitor};
use holdfast::{
    config::Config,
    types::{Day, EventId, TicketId, ZoneName},
};

const WHY: (&str, &str) = ("reason", "The <singer> is ill");

/// As the event is that [`Visitor::list`] lists tickets for, but for its start.
fn changed(starts_at: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![
        ("event_name", "The Test Band"),
        ("venue", "Town Hall"),
        ("city", "Berlin"),
        ("starts_at", starts_at),
        ("ends_at", "2031-06-03T18:00"),
        ("time_zone", "Europe/Berlin"),
        WHY,
    ]
}

async fn site() -> (Site, Visitor) {
    let site =
        Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await;
    let root = site.user("root").await;
    (site, root)
}

fn event_of(site: &Site, ticket: &str) -> EventId {
    let id: TicketId = ticket.rsplit('/').next().unwrap().parse().unwrap();
    site.market.tables().ticket(id).unwrap().unwrap().event
}

/// A ticket that the one has sold to the other, its event's pages, and the order.
async fn sold(site: &Site, seller: &mut Visitor, buyer: &mut Visitor) -> (String, String, String) {
    let ticket = seller.list("Row 5", "49.50").await;
    let order = buyer.buy(&ticket, "49.50").await.sent_to();
    buyer.pay(&order, GOOD_CARD).await.sent_to();
    (format!("/events/{}", event_of(site, &ticket)), ticket, order)
}

#[tokio::test]
async fn a_moved_event_says_what_was_and_what_is_wherever_it_is_named() {
    let (site, mut root) = site().await;
    let (mut ann, mut ben) = (site.user("ann").await, site.user("ben").await);
    let (event, ticket, order) = sold(&site, &mut ann, &mut ben).await;
    let change = format!("{event}/change");
    root.get(&change).await.is(200, "value=\"The Test Band\"").is(200, "Change this event");
    let before = site.entries();
    root.post(&change, &changed("2020-06-01T20:00")).await.is(422, "This is in the past");
    let wrong = [("ends_at", "2031-05-01T10:00")];
    let late: Vec<_> =
        changed("2031-06-01T20:00").into_iter().filter(|field| field.0 != "ends_at").collect();
    root.post(&change, &[&late[..], &wrong].concat()).await.is(422, "ends after it starts");
    root.post(&change, &[("event_name", "<b>")]).await.is(422, "value=\"&lt;b&gt;\"");
    assert_eq!(site.entries(), before, "none of that changed anything");

    let page = root.post(&change, &changed("2031-06-01T20:00")).await.sent_to();
    let page = site.visitor().get(&page).await;
    page.is(200, "What was changed").is(200, "The &lt;singer&gt; is ill");
    page.is(200, "Sun 1 Jun 2031, 20:00").is(200, "Tue 3 Jun 2031, 18:00");
    page.is(200, "https://schema.org/EventRescheduled").is(200, "previousStartDate");
    page.is(200, "\"endDate\":\"2031-06-03T18:00:00+02:00\"");
    for path in [order.clone(), format!("{order}/receipt")] {
        let page = ben.get(&path).await;
        page.is(200, "The event was changed after you had ordered")
            .is(200, "Sun 1 Jun 2031, 20:00");
        assert!(page.attr("data-event-was").is_some(), "{}", page.body);
    }
    let calendar = ben.get(&format!("{order}/calendar.ics")).await;
    calendar.is(200, "DTSTART;TZID=Europe/Berlin:20310601T200000");
    calendar.is(200, "DTEND;TZID=Europe/Berlin:20310603T180000");
    // Who orders it afterwards has ordered it so.
    ann.until(&ticket, |page| page.body.contains("1 Jun 2031")).await;
    let late = [("event_id", event.trim_start_matches("/events/")), ("title", "Row 6")];
    let late = ann.post("/tickets", &[&late[..], &[("price", "10")]].concat()).await.sent_to();
    let order = ben.buy(&late, "10").await.sent_to();
    let page = ben.get(&order).await;
    assert!(!page.body.contains("after you had ordered"), "{}", page.body);

    // Everybody has a mail; in it is what was, and what is.
    let mails =
        root.until("/admin/mail", |page| page.body.matches("Event news").count() == 2).await;
    assert!(mails.body.contains("ann@example.org") && mails.body.contains("ben@example.org"));
    let page = root.get(&format!("/admin/events?q={}", event.trim_start_matches("/events/"))).await;
    page.is(200, "Changed by root@example.org");
}

#[tokio::test]
async fn who_made_an_event_changes_it_until_somebody_else_has_a_ticket() {
    let (site, _root) = site().await;
    let (mut ann, mut ben) = (site.user("ann").await, site.user("ben").await);
    let ticket = ann.list("Row 5", "49.50").await;
    let event = format!("/events/{}", event_of(&site, &ticket));
    let change = format!("{event}/change");
    ann.event(&event).await.is(200, &change);
    assert!(!ben.event(&event).await.body.contains(&change));
    assert_eq!(ben.get(&change).await.status, 404);
    ann.post(&change, &changed("2031-06-01T20:00")).await.sent_to();
    ben.buy(&ticket, "49.50").await.sent_to();
    let page = ann.post(&change, &changed("2031-06-02T20:00")).await;
    page.is(409, "Somebody else sells, holds or has bought");
    assert!(
        !page.body.contains("<button class=\"primary\" type=\"submit\">Change"),
        "{}",
        page.body
    );
    assert!(!ann.event(&event).await.body.contains(&change));
}

#[tokio::test]
async fn a_cancelled_event_is_refunded_with_progress_to_see() {
    let (site, mut root) = site().await;
    let (mut ann, mut ben) = (site.user("ann").await, site.user("ben").await);
    let (event, _, order) = sold(&site, &mut ann, &mut ben).await;
    let left = [("event_id", event.trim_start_matches("/events/")), ("title", "Row 6")];
    let left = ann.post("/tickets", &[&left[..], &[("price", "10")]].concat()).await.sent_to();
    let cancel = format!("{event}/cancel");
    root.get(&cancel).await.is(200, "1 paid order is refunded; 1 listed tickets");
    let before = site.entries();
    root.post(&cancel, &[WHY]).await.is(422, "Tick this");
    assert_eq!(ben.post(&cancel, &[WHY, ("confirm", "yes")]).await.status, 404);
    ann.post(&cancel, &[WHY, ("confirm", "yes")]).await.is(409, "Somebody else");
    assert_eq!(site.entries(), before, "none of that changed anything");
    assert_eq!(root.post(&cancel, &[WHY, ("confirm", "yes")]).await.sent_to(), cancel);
    let page = root.until(&cancel, |page| page.attr("data-refunded") == Some("1")).await;
    page.is(200, "Refunded 1 of 1.").is(200, "This event is cancelled");
    root.until(&cancel, |page| page.body.contains("All that was paid has gone back")).await;
    let page = ben.get(&order).await;
    page.is(200, "This order was refunded").is(200, "The &lt;singer&gt; is ill");
    page.is(200, "This event is cancelled");
    assert_eq!(page.attr_of(&order, "data-order-reason"), Some("refunded"));
    let page = site.visitor().event(&event).await;
    page.is(200, "data-event-state=\"cancelled\"").is(200, "https://schema.org/EventCancelled");
    page.is(200, "name=\"robots\" content=\"noindex\"");
    assert!(!page.body.contains("data-count=") && !page.body.contains("No tickets here"));
    assert!(root.event(&event).await.body.contains(&format!("href=\"{cancel}\"")));
    ben.buy(&left, "10").await.is(409, "cancelled");
    let late = [("event_id", event.trim_start_matches("/events/")), ("title", "Row 7")];
    ann.post("/tickets", &[&late[..], &[("price", "10")]].concat()).await.is(409, "cancelled");
    root.post(&format!("{event}/change"), &changed("2031-06-01T20:00")).await.is(409, "cancelled");
    assert_eq!(root.get(&format!("{event}/postpone")).await.sent_to(), cancel);
    root.post(&format!("{event}/refunds"), &[]).await.sent_to();
}

#[tokio::test(flavor = "current_thread")]
async fn what_was_bought_for_a_postponed_event_goes_back_until_the_day_that_was_set() {
    let time = Still::now();
    let admin = |config: &mut Config| {
        config.site.admins = vec!["root@example.org".into()];
    };
    let site = Site::start_by(time.clock, admin).await;
    let mut root = site.user("root").await;
    let (mut ann, mut ben) = (site.user("ann").await, site.user("ben").await);
    let (event, _, order) = sold(&site, &mut ann, &mut ben).await;
    let (_, _, second) = sold(&site, &mut ann, &mut ben).await;
    let give_back = format!("{order}/give-back");
    ben.post(&give_back, &[]).await.is(403, "Only the seller");
    time.pass(Duration::from_secs(1)).await;
    let postpone = format!("{event}/postpone");
    let day = Day::of(
        time.clock.now() + Duration::from_secs(24 * 3600),
        &ZoneName::parse("Europe/Berlin").unwrap(),
    );
    let day = day.to_string();
    root.post(&postpone, &[WHY, ("refund_until", "soon")]).await.is(422, "Enter a day");
    root.post(&postpone, &[WHY, ("refund_until", "2020-01-01")]).await.is(422, "in the past");
    root.post(&postpone, &[WHY, ("refund_until", &day)]).await.sent_to();
    let page = site.visitor().event(&event).await;
    page.is(200, "This event is postponed").is(200, "The new date is not known yet");
    page.is(200, "https://schema.org/EventPostponed");
    ann.get(&order).await.is(200, "This event is postponed");
    assert_eq!(ann.post(&give_back, &[]).await.status, 404, "its buyer alone");
    let page = ben.get(&order).await;
    page.is(200, &give_back).is(200, "That cannot be undone");
    // What is bought now was bought for what is said now.
    time.pass(Duration::from_secs(1)).await;
    let late = [("event_id", event.trim_start_matches("/events/")), ("title", "Row 7")];
    let late = ann.post("/tickets", &[&late[..], &[("price", "10")]].concat()).await.sent_to();
    let late = ben.buy(&late, "10").await.sent_to();
    ben.pay(&late, GOOD_CARD).await.sent_to();
    ben.post(&format!("{late}/give-back"), &[]).await.is(403, "Only the seller");

    assert_eq!(ben.post(&give_back, &[]).await.sent_to(), order);
    let page = ben.get(&order).await;
    page.is(200, "This order was refunded").is(200, "The &lt;singer&gt; is ill");
    let before = site.entries();
    assert_eq!(ben.post(&give_back, &[]).await.sent_to(), order, "twice is once");
    assert_eq!(site.entries(), before);
    let postpone = format!("/events/{}/postpone", event_of_order(&site, &second));
    let dated = [WHY, ("refund_until", &day), ("starts_at", "2032-01-01T20:00")];
    root.post(&postpone, &dated).await.sent_to();
    ben.get(&second).await.is(200, "2032").is(200, "give-back");
    time.pass(Duration::from_secs(72 * 3600)).await;
    let page = ben.get(&second).await;
    assert!(!page.body.contains("give-back"), "{}", page.body);
    let page = ben.post(&format!("{second}/give-back"), &[]).await;
    page.is(403, "The time to give this ticket back is over");
}

fn event_of_order(site: &Site, order: &str) -> EventId {
    let id = order.rsplit('/').next().unwrap().parse().unwrap();
    let tables = site.market.tables();
    let ticket = tables.order(id).unwrap().unwrap().ticket;
    tables.ticket(ticket).unwrap().unwrap().event
}
