//! How sold tickets come to their buyers: a file that does not come in time is reminded of twice, and then
//! its order is refunded once, whenever the site crashes.

use std::time::Duration;

use holdfast::{
    actors::CommandError,
    domain::{
        CancelReason, Deed, DomainEvent, FileKind, FileTerms, Handover, MailAbout, MailEvent,
        OrderStatus, PasswordHash, TicketFile, TicketStatus,
        rules::{
            event::EventCommand,
            handover::{FileByRefusal, by_file},
            ticket::{NewListing, TicketRefusal},
        },
    },
    harness::TestMarket,
    payments::scripted::Verb,
    types::{FileId, OrderId, Reason, TicketId, UserId},
};

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

fn file() -> TicketFile {
    TicketFile { id: FileId::new(), kind: FileKind::Pdf, bytes: 100, digest: [7; 32] }
}

/// A ticket for an event in 30 days, which comes so.
async fn listed(market: &TestMarket, seller: UserId, handover: Handover) -> TicketId {
    let ticket = TicketId::new();
    let listing = NewListing { handover: Some(handover), ..market.listing(seller, "49.50") };
    market.market.list(ticket, listing).await.unwrap();
    ticket
}

/// By a file, 24 hours before.
fn by_its_file() -> Handover {
    Handover::File(FileTerms { by: None, hours_before: 24 })
}

async fn sold(market: &TestMarket, ticket: TicketId) -> OrderId {
    let order = market.buy(market.user().await, ticket).await.unwrap();
    market.pay(order).await.unwrap();
    order
}

fn mails(market: &TestMarket, about: &MailAbout) -> Vec<UserId> {
    let entries = market.journal.entries();
    let events = entries.iter().flat_map(|entry| &entry.events);
    let queued = events.filter_map(|event| match event {
        DomainEvent::Mail(_, MailEvent::Queued(to, of)) if of == about => Some(*to),
        _ => None,
    });
    queued.collect()
}

fn refunded(market: &TestMarket, order: OrderId) -> bool {
    let reason = CancelReason::Refunded;
    matches!(market.order(order).status, OrderStatus::Cancelled { reason: of, .. } if of == reason)
}

fn refunds(market: &TestMarket) -> usize {
    market.gateway.ledger().iter().filter(|line| line.what == Verb::Refund).count()
}

#[tokio::test(start_paused = true)]
async fn a_file_that_does_not_come_is_reminded_of_twice_and_its_order_refunded_once() {
    let market = TestMarket::start().await;
    let seller = market.user().await;
    let ticket = listed(&market, seller, by_its_file()).await;
    let order = sold(&market, ticket).await;
    let due = MailAbout::FileDue(order);
    // 72 hours before it is too late, and 24.
    for (passes, told) in
        [(26 * DAY - HOUR, 0), (2 * HOUR, 1), (2 * DAY - 2 * HOUR, 1), (2 * HOUR, 2)]
    {
        market.pass(passes).await;
        assert_eq!(mails(&market, &due), vec![seller; told]);
    }
    market.pass(DAY - 2 * HOUR).await;
    assert!(market.order(order).refund.is_none(), "it is not too late");
    let market = market.crash().await;
    market.pass(2 * HOUR).await;
    market.until("it is refunded", |m| refunded(m, order)).await;
    let refund = market.order(order).refund.clone().unwrap();
    assert_eq!((refund.by, refund.relist), (UserId::SITE, false));
    assert_eq!(market.ticket(ticket).status, TicketStatus::Withdrawn);
    assert_eq!(mails(&market, &MailAbout::FileOverdue(order)), [seller]);
    let buyer = market.order(order).buyer;
    assert_eq!(mails(&market, &MailAbout::OrderRefunded(order)), [buyer]);
    let market = market.crash().await;
    market.pass(3 * DAY).await;
    assert_eq!((mails(&market, &due).len(), refunds(&market)), (2, 1));
    assert!(market.market.tables().catalog().awaited_files.is_empty());
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn what_comes_in_time_or_otherwise_stays_bought() {
    let market = TestMarket::start().await;
    let seller = market.user().await;
    let in_time = listed(&market, seller, by_its_file()).await;
    let others = Handover::OTHERS.map(|handover| listed(&market, seller, handover));
    let mut tickets = vec![in_time, market.list(seller, "10").await];
    for other in others {
        tickets.push(other.await);
    }
    let mut orders = vec![];
    for ticket in &tickets {
        orders.push(sold(&market, *ticket).await);
    }
    market.pass(28 * DAY + 23 * HOUR).await;
    market.market.attach(in_time, seller, file()).await.unwrap();
    market.pass(3 * DAY).await;
    for order in &orders {
        assert!(matches!(market.order(*order).status, OrderStatus::Completed { .. }));
    }
    let of_first = MailAbout::FileDue(orders[0]);
    assert_eq!(mails(&market, &of_first).len(), 2, "until it came");
    for order in &orders[1..] {
        assert_eq!(mails(&market, &MailAbout::FileDue(*order)), []);
    }
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn who_buys_late_is_not_sold_what_cannot_come() {
    let market = TestMarket::start().await;
    let (seller, buyer) = (market.user().await, market.user().await);
    let [ticket, late] = [
        listed(&market, seller, by_its_file()).await,
        listed(&market, seller, by_its_file()).await,
    ];
    // After the second reminder: it is told once, by the mail of the sale.
    market.pass(28 * DAY + HOUR).await;
    let order = sold(&market, late).await;
    market.pass(22 * HOUR).await;
    assert_eq!(mails(&market, &MailAbout::FileDue(order)), []);
    assert_eq!(mails(&market, &MailAbout::TicketSold(order)), [seller]);
    // Who would have to pay in the last 15 minutes could get nothing for it.
    market.pass(50 * Duration::from_secs(60)).await;
    let refused = Err(CommandError::Refused(TicketRefusal::FileOverdue));
    assert_eq!(market.buy(buyer, ticket).await, refused);
    // Once the file is there, it is for sale again.
    market.market.attach(ticket, seller, file()).await.unwrap();
    let order = market.buy(buyer, ticket).await.unwrap();
    market.pay(order).await.unwrap();
    market.pass(DAY).await;
    assert!(matches!(market.order(order).status, OrderStatus::Completed { .. }));
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn what_is_postponed_without_a_date_waits_for_one() {
    let market = TestMarket::start().await;
    let seller = market.user().await;
    let ticket = listed(&market, seller, by_its_file()).await;
    let order = sold(&market, ticket).await;
    let event = market.ticket(ticket).event;
    let known = market.market.tables().event(event).unwrap().unwrap();
    let refund_until = market.now() + 20 * DAY;
    let postpone = |to| EventCommand::Postpone { to, refund_until };
    let deed = Deed { by: seller, reason: Reason::parse("The singer is ill").unwrap() };
    let change = |command| market.market.change_event(event, command, deed.clone(), false);
    change(postpone(None)).await.unwrap();
    market.pass(31 * DAY).await;
    assert!(market.order(order).refund.is_none());
    let mut plan = known.plan();
    plan.starts_at = market.now() + 3 * DAY;
    change(EventCommand::Change(plan)).await.unwrap();
    market.pass(HOUR).await;
    assert!(market.order(order).refund.is_none());
    market.pass(2 * DAY).await;
    market.until("it is refunded", |m| refunded(m, order)).await;
    market.assert_sound();
}

#[test]
fn by_when_a_file_can_be_promised() {
    let starts_at = holdfast::harness::STARTED_AT + 30 * DAY;
    let now = holdfast::harness::STARTED_AT;
    let due = starts_at - DAY;
    for (by, expect) in [
        (None, None),
        (Some(now), Some(FileByRefusal::Past)),
        (Some(now + HOUR), None),
        (Some(due), None),
        (Some(due + HOUR), Some(FileByRefusal::TooLate(due))),
    ] {
        let got = by_file(by, 24, starts_at, now);
        let expect = match expect {
            Some(refusal) => Err(refusal),
            None => Ok(Handover::File(FileTerms { by, hours_before: 24 })),
        };
        assert_eq!(got, expect, "{by:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn who_has_deleted_their_account_is_not_told_and_the_buyer_has_the_money_back() {
    let market = TestMarket::start().await;
    let seller = market.user().await;
    let ticket = listed(&market, seller, by_its_file()).await;
    let order = sold(&market, ticket).await;
    let password = PasswordHash("no password fits this".into());
    market.market.delete_account(seller, password).await.unwrap();
    market.pass(29 * DAY + HOUR).await;
    market.until("it is refunded", |m| refunded(m, order)).await;
    for about in [MailAbout::FileDue(order), MailAbout::FileOverdue(order)] {
        assert_eq!(mails(&market, &about), []);
    }
    market.assert_sound();
}
