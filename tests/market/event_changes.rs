//! What becomes of events: who has to do with one is told once, what is cancelled is not traded, and
//! every order of it is refunded once, whenever the site crashes.

use std::{collections::BTreeMap, time::Duration};

use holdfast::{
    actors::CommandError,
    domain::{
        CancelReason, Deed, DomainEvent, EventPlan, MailAbout, MailEvent, OrderStatus, SeatsWish,
        TicketStatus,
        rules::{
            event::{EventCommand, EventRefusal},
            order::OrderRefusal,
            ticket::{NewListing, TicketRefusal},
        },
    },
    harness::TestMarket,
    payments::scripted::{Fault, Verb, cards},
    types::{ChargeId, EventId, OrderId, Price, Reason, TicketId, Timestamp, UserId},
};

const SECOND: Duration = Duration::from_secs(1);
const DAY: Duration = Duration::from_secs(24 * 3600);

fn deed(by: UserId) -> Deed {
    Deed { by, reason: Reason::parse("The singer is ill").unwrap() }
}

async fn change(market: &TestMarket, event: EventId, command: EventCommand) {
    let by = market.user().await;
    market.market.change_event(event, command, deed(by), false).await.unwrap();
}

fn plan(market: &TestMarket, event: EventId) -> EventPlan {
    market.market.tables().event(event).unwrap().unwrap().plan()
}

fn starts_at(market: &TestMarket, event: EventId, starts_at: Timestamp) -> EventCommand {
    EventCommand::Change(EventPlan { starts_at, ..plan(market, event) })
}

/// Another ticket for the event of this one.
async fn beside(market: &TestMarket, ticket: TicketId, seller: UserId) -> TicketId {
    let (id, known) = (TicketId::new(), market.ticket(ticket));
    let (event, event_starts_at) = (known.event, known.event_starts_at);
    let new = market.listing(seller, "49.50");
    let listing = NewListing { event, new_event: None, event_starts_at, ..new };
    market.market.list(id, listing).await.unwrap();
    id
}

async fn bought(market: &TestMarket, ticket: TicketId) -> OrderId {
    let order = market.buy(market.user().await, ticket).await.unwrap();
    market.pay(order).await.unwrap();
    order
}

fn reason_of_end(market: &TestMarket, order: OrderId) -> Option<CancelReason> {
    match market.order(order).status {
        OrderStatus::Cancelled { reason, .. } => Some(reason),
        _ => None,
    }
}

fn refunded(market: &TestMarket, event: EventId) -> u32 {
    let event = market.market.tables().event(event).unwrap().unwrap();
    event.cancellation().map_or(0, |cancellation| cancellation.refunded)
}

/// How many mails about an event were queued for each person and change.
fn news(market: &TestMarket) -> BTreeMap<(UserId, Timestamp), usize> {
    let mut news = BTreeMap::new();
    for event in market.journal.entries().iter().flat_map(|entry| &entry.events) {
        if let DomainEvent::Mail(_, MailEvent::Queued(to, MailAbout::EventNews(_, of))) = event {
            *news.entry((*to, *of)).or_default() += 1;
        }
    }
    news
}

fn is_told(market: &TestMarket, event: EventId) -> bool {
    market.market.tables().event(event).unwrap().unwrap().telling.is_none()
}

struct Sold {
    market: TestMarket,
    event: EventId,
    tickets: Vec<TicketId>,
    paid: Vec<OrderId>,
    held: OrderId,
}

/// An event of which eight tickets are sold, one is held, and one is for sale.
async fn sold() -> Sold {
    let market = TestMarket::start().await;
    let seller = market.user().await;
    let mut tickets = vec![market.list(seller, "49.50").await];
    for _ in 1..10 {
        tickets.push(beside(&market, tickets[0], seller).await);
    }
    let mut paid = vec![];
    for ticket in &tickets[..8] {
        paid.push(bought(&market, *ticket).await);
    }
    let held = market.buy(market.user().await, tickets[8]).await.unwrap();
    Sold { event: market.ticket(tickets[0]).event, market, tickets, paid, held }
}

#[tokio::test(start_paused = true)]
async fn every_order_of_a_cancelled_event_is_refunded_once_and_nothing_is_traded() {
    let Sold { market, event, tickets, paid, held } = sold().await;
    let buyer = market.user().await;
    change(&market, event, EventCommand::Cancel).await;
    // From this instant on, whatever has been done about its tickets yet.
    let refused = Err(CommandError::Refused(TicketRefusal::EventCancelled));
    assert_eq!(market.buy(buyer, tickets[9]).await, refused);
    let by_site = OrderRefusal::Cancelled(CancelReason::Admin);
    let CommandError::Refused(refusal) = market.pay(held).await.unwrap_err() else { panic!() };
    assert!([OrderRefusal::EventCancelled, by_site].contains(&refusal), "{refusal}");
    let known = market.ticket(tickets[0]);
    let (of, event_starts_at) = (known.event, known.event_starts_at);
    let new = market.listing(buyer, "10");
    let listing = NewListing { event: of, new_event: None, event_starts_at, ..new };
    let listed = market.market.list(TicketId::new(), listing).await;
    assert_eq!(listed, Err(CommandError::Refused(TicketRefusal::EventCancelled)));

    market.until("all are refunded", |market| refunded(market, event) == 8).await;
    market.until_settled().await;
    for order in paid {
        assert_eq!(reason_of_end(&market, order), Some(CancelReason::Refunded));
        let refund = market.order(order).refund.clone().unwrap();
        assert_eq!(refund.reason.as_str(), "The singer is ill");
    }
    assert_eq!(reason_of_end(&market, held), Some(CancelReason::Admin));
    for ticket in tickets {
        assert_eq!(market.ticket(ticket).status, TicketStatus::Withdrawn);
    }
    let refunds = market.gateway.ledger().iter().filter(|line| line.what == Verb::Refund).count();
    assert_eq!(refunds, 8);
    assert!(market.market.tables().catalog().cancelled_with_tickets().is_empty());
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn refunds_go_on_after_a_crash_wherever_that_was() {
    for entries in 0..60 {
        let Sold { market, event, paid, .. } = sold().await;
        let begun = market.journal.entries().len();
        // Every other answer is lost: the refund was made, and we do not know.
        let mut number = 0;
        market.gateway.fault(move |call| match call.verb {
            Verb::Refund => {
                number += 1;
                if number % 2 == 0 { Fault::AnswerLost } else { Fault::None }
            }
            _ => Fault::None,
        });
        change(&market, event, EventCommand::Cancel).await;
        market
            .until("so much is committed", |market| {
                market.journal.entries().len() >= begun + 2 + entries
                    || refunded(market, event) == 8
            })
            .await;
        let market = market.crash().await;
        market.until("all are refunded", |market| refunded(market, event) == 8).await;
        market.until_settled().await;
        for order in paid {
            assert_eq!(reason_of_end(&market, order), Some(CancelReason::Refunded));
        }
        let refunds = market.gateway.ledger();
        assert_eq!(refunds.iter().filter(|line| line.what == Verb::Refund).count(), 8);
        assert!(news(&market).values().all(|mails| *mails == 1), "{:?}", news(&market));
        market.assert_sound();
    }
}

/// A cancel that comes some milliseconds before, while or after a payment is authorised and captured.
#[tokio::test(start_paused = true)]
async fn a_payment_beside_a_cancel_is_voided_or_sold_and_refunded() {
    let mut ends = BTreeMap::new();
    for wait in 0..60 {
        let market = TestMarket::start().await;
        market.gateway.fault(|_| Fault::Slow(Duration::from_millis(20)));
        let ticket = market.list(market.user().await, "49.50").await;
        let order = market.buy(market.user().await, ticket).await.unwrap();
        let event = market.ticket(ticket).event;
        let paying = {
            let market = market.market.clone();
            tokio::spawn(async move { market.pay(order, ChargeId::new(), cards::good()).await })
        };
        market.pass(Duration::from_millis(wait)).await;
        change(&market, event, EventCommand::Cancel).await;
        let _ = paying.await.unwrap();
        market.until("it is over", |market| reason_of_end(market, order).is_some()).await;
        market.until_settled().await;
        *ends.entry(format!("{:?}", reason_of_end(&market, order))).or_insert(0) += 1;
        assert_eq!(market.ticket(ticket).status, TicketStatus::Withdrawn);
        market.assert_sound();
    }
    assert_eq!(ends.len(), 2, "both come about: {ends:?}");
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_does_not_answer_is_not_asked_for_all_refunds_at_once() {
    let market = TestMarket::start().await;
    let seller = market.user().await;
    let first = market.list(seller, "10").await;
    let event = market.ticket(first).event;
    bought(&market, first).await;
    for _ in 0..99 {
        let ticket = beside(&market, first, seller).await;
        bought(&market, ticket).await;
    }
    market.gateway.fault(|call| match call.verb {
        Verb::Refund => Fault::Refuse,
        _ => Fault::None,
    });
    change(&market, event, EventCommand::Cancel).await;
    market.pass(600 * SECOND).await;
    let under_way = market.market.tables().catalog().refunding.len();
    assert!((64..80).contains(&under_way), "{under_way}");
    // Those that are overdue do not hold up the others.
    market.pass(3600 * SECOND).await;
    assert_eq!(market.market.tables().catalog().refunding.len(), 100);
    market.gateway.fault(|_| Fault::None);
    market.market.retry_refunds();
    market.until("all are refunded", |market| refunded(market, event) == 100).await;
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn a_moved_event_takes_its_tickets_along_and_holds_go_on() {
    let Sold { market, event, tickets, held, .. } = sold().await;
    let until = market.order(held).expires_at;
    market.pass(SECOND).await;
    let later = plan(&market, event).starts_at + 7 * DAY;
    change(&market, event, starts_at(&market, event, later)).await;
    market.until("all are told", |market| is_told(market, event)).await;
    for ticket in &tickets {
        assert_eq!(market.ticket(*ticket).event_starts_at, later);
    }
    assert_eq!(market.order(held).expires_at, until);
    market.pay(held).await.unwrap();
    let order = market.order(held);
    let record = market.market.tables().event(event).unwrap().unwrap();
    assert_eq!(record.plan_then(order.created_at).unwrap().starts_at, later - 7 * DAY);
    assert_eq!(record.plan_then(market.now()), None);
    // Tickets are traded until it starts now, and no longer.
    market.pass(33 * DAY).await;
    bought(&market, tickets[9]).await;
    let coming = market.market.tables().catalog().coming_events(market.now(), 9).len();
    assert_eq!(coming, 1);
    let soon = market.now() + SECOND;
    change(&market, event, starts_at(&market, event, soon)).await;
    market.until("all are told", |market| is_told(market, event)).await;
    market.pass(2 * SECOND).await;
    let late = market.market.tables().catalog().coming_events(market.now(), 9).len();
    assert_eq!(late, 0);
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn what_is_listed_by_who_saw_the_old_start_is_for_the_new_one() {
    let market = TestMarket::start().await;
    let seller = market.user().await;
    let first = market.list(seller, "10").await;
    let event = market.ticket(first).event;
    let before = market.ticket(first).event_starts_at;
    change(&market, event, starts_at(&market, event, before + DAY)).await;
    let new = market.listing(seller, "10");
    let listing = NewListing { event, new_event: None, event_starts_at: before, ..new };
    let late = TicketId::new();
    market.market.list(late, listing).await.unwrap();
    assert_eq!(market.ticket(late).event_starts_at, before + DAY);
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn everybody_is_told_once_of_each_change_however_many_they_are() {
    let market = TestMarket::start().await;
    let seller = market.user().await;
    let first = market.list(seller, "10").await;
    let event = market.ticket(first).event;
    let mut people = vec![seller];
    for _ in 0..100 {
        let other = market.user().await;
        beside(&market, first, other).await;
        people.push(other);
    }
    let holder = market.user().await;
    market.buy(holder, first).await.unwrap();
    people.push(holder);
    for _ in 0..250 {
        let waits = market.user().await;
        market.market.wait_for(waits, first).await.unwrap();
        people.push(waits);
        let at_most = Price::from_minor(1).ok();
        let wish = SeatsWish { event, quantity: 1, at_most, section: None };
        let waits = market.user().await;
        market.market.wait_for_seats(waits, wish).await.unwrap();
        people.push(waits);
    }
    let begun = market.journal.entries().len();
    let later = plan(&market, event).starts_at + DAY;
    change(&market, event, starts_at(&market, event, later)).await;
    market.until("it has begun", |market| market.journal.entries().len() > begun + 3).await;
    let market = market.crash().await;
    market.until("all are told", |market| is_told(market, event)).await;
    let told = news(&market);
    let mut who: Vec<_> = told.keys().map(|(user, _)| *user).collect();
    who.sort_unstable();
    people.sort_unstable();
    assert_eq!(who, people);
    assert!(told.values().all(|mails| *mails == 1));
    let largest = market.journal.entries().iter().map(|entry| entry.events.len()).max();
    assert!(largest < Some(300), "{largest:?}");
    market.pass(SECOND).await;
    change(&market, event, EventCommand::Cancel).await;
    market.until("all are told", |market| is_told(market, event)).await;
    assert_eq!(news(&market).len(), 2 * people.len());
    market.until_settled().await;
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn who_made_an_event_changes_it_while_nobody_elses_ticket_hangs_on_it() {
    let market = TestMarket::start().await;
    let maker = market.user().await;
    let first = market.list(maker, "10").await;
    let event = market.ticket(first).event;
    let own = beside(&market, first, maker).await;
    let mut start = plan(&market, event).starts_at;
    let mut try_it = async |market: &TestMarket| {
        start = start + DAY;
        let command = starts_at(market, event, start);
        market.market.change_event(event, command, deed(maker), true).await
    };
    assert_eq!(try_it(&market).await, Ok(()));
    let refused = Err(CommandError::Refused(EventRefusal::OthersTickets));
    let other = market.user().await;
    let others = beside(&market, first, other).await;
    assert_eq!(try_it(&market).await, refused);
    market.market.withdraw(others, other).await.unwrap();
    assert_eq!(try_it(&market).await, Ok(()));
    market.until("all are told", |market| is_told(market, event)).await;
    let held = market.buy(other, own).await.unwrap();
    assert_eq!(try_it(&market).await, refused, "who holds it wants what was announced");
    market.cancel(held).await.unwrap();
    assert_eq!(try_it(&market).await, Ok(()));
    market.until("all are told", |market| is_told(market, event)).await;
    bought(&market, own).await;
    assert_eq!(try_it(&market).await, refused, "it is its buyer's");
    market.assert_sound();
}

/// Whichever comes first: the other is refused, or comes after.
#[tokio::test(start_paused = true)]
async fn a_hold_beside_a_change_by_the_maker_is_for_what_its_buyer_saw_or_refuses_the_change() {
    for turn in 0..20 {
        let market = TestMarket::start().await;
        let maker = market.user().await;
        let ticket = market.list(maker, "10").await;
        let event = market.ticket(ticket).event;
        let buyer = market.user().await;
        let cancel = market.market.change_event(event, EventCommand::Cancel, deed(maker), true);
        let (held, cancelled) = match turn % 2 {
            0 => tokio::join!(market.buy(buyer, ticket), cancel),
            _ => {
                let (cancelled, held) = tokio::join!(cancel, market.buy(buyer, ticket));
                (held, cancelled)
            }
        };
        let is_held = held.is_ok();
        assert_ne!(is_held, cancelled.is_ok(), "{held:?} {cancelled:?}");
        market.assert_sound();
    }
}
