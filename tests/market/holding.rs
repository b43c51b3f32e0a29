//! What one buyer may hold: so many tickets at once, and none for a while that they let go twice.

use std::time::Duration;

use super::common::{
    Site,
    time::{HOLD, clock, pass},
};
use holdfast::{
    actors::{CommandError, Settings},
    domain::{
        CancelReason, OrderStatus, TicketStatus,
        rules::{holding::HoldLimits, ticket::TicketRefusal},
    },
    harness::{TestMarket, default_settings},
    payments::scripted::{Fault, Verb, cards},
    storage::CommitFault,
    types::{OrderId, TicketId, UserId},
};
use tokio::task::JoinSet;

const SECOND: Duration = Duration::from_secs(1);
const COOLDOWN: Duration = Duration::from_secs(900);

async fn tickets(market: &TestMarket, count: usize) -> Vec<TicketId> {
    let seller = market.user().await;
    let mut tickets = vec![];
    for _ in 0..count {
        tickets.push(market.list(seller, "10").await);
    }
    tickets
}

fn refusal<T: std::fmt::Debug>(result: Result<T, CommandError<TicketRefusal>>) -> TicketRefusal {
    match result {
        Err(CommandError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

/// One buyer presses Buy on all of them at once: four are held, and all others are told so.
async fn press_all_at_once(market: &TestMarket, buyer: UserId, tickets: &[TicketId]) {
    let mut running = JoinSet::new();
    for &ticket in tickets {
        let (market, price) = (market.market.clone(), market.ticket(ticket).price);
        running.spawn(async move { market.reserve(ticket, OrderId::new(), buyer, price).await });
    }
    let mut held = 0;
    for answer in running.join_all().await {
        match answer {
            Ok(()) => held += 1,
            refused => assert!(matches!(
                refusal(refused),
                TicketRefusal::TooManyHeld { held: 4, max: 4, .. }
            ),),
        }
    }
    assert_eq!(held, 4);
    let reserved = tickets.iter().filter(|id| market.ticket(**id).status.reservation().is_some());
    assert_eq!(reserved.count(), 4);
}

#[tokio::test(start_paused = true)]
async fn of_fifty_tickets_at_once_a_buyer_holds_four() {
    let market = TestMarket::start().await;
    market.journal.fault(|_| CommitFault::Slow(Duration::from_millis(3)));
    for _ in 0..50 {
        let tickets = tickets(&market, 50).await;
        press_all_at_once(&market, UserId::new(), &tickets).await;
    }
    assert_eq!(market.assert_sound().orders, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_fifty_tickets_at_once_on_many_threads_a_buyer_holds_four() {
    let market = TestMarket::start().await;
    market.journal.fault(|_| CommitFault::Slow(Duration::from_millis(1)));
    for _ in 0..20 {
        let tickets = tickets(&market, 50).await;
        press_all_at_once(&market, UserId::new(), &tickets).await;
    }
    assert_eq!(market.assert_sound().orders, 80);
}

#[tokio::test(start_paused = true)]
async fn one_who_presses_and_goes_away_holds_no_more() {
    let market = TestMarket::start().await;
    let (tickets, buyer) = (tickets(&market, 50).await, UserId::new());
    market.journal.fault(|_| CommitFault::Slow(Duration::from_millis(3)));
    for &ticket in &tickets {
        let (site, price) = (market.market.clone(), market.ticket(ticket).price);
        let pressed =
            tokio::spawn(async move { site.reserve(ticket, OrderId::new(), buyer, price).await });
        // The connection closes before the ticket's actor has decided.
        market.pass(Duration::from_millis(1)).await;
        pressed.abort();
    }
    market.pass(SECOND).await;
    let reserved = tickets.iter().filter(|id| market.ticket(**id).status.reservation().is_some());
    assert_eq!(reserved.count(), 4);
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn a_buy_that_hangs_holds_up_nobody() {
    let market = TestMarket::start().await;
    let (tickets, buyer) = (tickets(&market, 50).await, UserId::from_bytes([200; 16]));
    let stuck = tickets[0];
    market.journal.fault(move |entry| {
        let is_stuck = entry.events.iter().any(
            |event| matches!(event, holdfast::domain::DomainEvent::Ticket(id, _) if *id == stuck),
        );
        if is_stuck { CommitFault::HangFirst } else { CommitFault::None }
    });
    let hung = {
        let (market, price) = (market.market.clone(), market.ticket(stuck).price);
        tokio::spawn(async move { market.reserve(stuck, OrderId::new(), buyer, price).await })
    };
    tokio::task::yield_now().await;
    let began = market.now();
    for (n, &ticket) in (1..40).zip(&tickets[1..]) {
        market.buy(UserId::from_bytes([n; 16]), ticket).await.unwrap();
    }
    // Nor the buyer themselves: what counts is what is committed.
    for &ticket in &tickets[41..45] {
        market.buy(buyer, ticket).await.unwrap();
    }
    let one_more = market.buy(buyer, tickets[45]).await;
    assert!(matches!(
        one_more,
        Err(CommandError::Refused(TicketRefusal::TooManyHeld { held: 4, .. }))
    ));
    assert_eq!(market.now(), began, "nobody has waited");
    assert!(matches!(hung.await.unwrap(), Err(CommandError::Unavailable(_))));
    market.market.kill().await;
}

#[tokio::test(start_paused = true)]
async fn a_place_is_free_once_a_hold_is_over_and_after_a_restart_as_before() {
    let mut market = TestMarket::start().await;
    let (tickets, buyer) = (tickets(&market, 12).await, market.user().await);
    let price = market.ticket(tickets[0]).price;
    let mut orders = vec![];
    for &ticket in &tickets[..4] {
        orders.push(market.buy(buyer, ticket).await.unwrap());
        market.pass(SECOND).await;
    }
    let full = |market: &TestMarket, first: OrderId| TicketRefusal::TooManyHeld {
        held: 4,
        max: 4,
        until: Some(market.order(first).expires_at),
    };
    assert_eq!(refusal(market.buy(buyer, tickets[4]).await), full(&market, orders[0]));
    // What is held already is not refused by itself.
    assert_eq!(market.market.reserve(tickets[0], orders[0], buyer, price).await, Ok(()));
    let again = refusal(market.buy(buyer, tickets[0]).await);
    assert_eq!(again, TicketRefusal::HeldByYou(orders[0]));
    market.buy(market.user().await, tickets[11]).await.unwrap();

    market = market.crash().await;
    assert_eq!(refusal(market.buy(buyer, tickets[4]).await), full(&market, orders[0]));
    assert_eq!(market.market.reserve(tickets[0], orders[0], buyer, price).await, Ok(()));

    // Cancelled, paid and run out: each makes one place.
    market.cancel(orders[0]).await.unwrap();
    orders.push(market.buy(buyer, tickets[4]).await.unwrap());
    assert_eq!(refusal(market.buy(buyer, tickets[5]).await), full(&market, orders[1]));
    market.pay(orders[1]).await.unwrap();
    orders.push(market.buy(buyer, tickets[5]).await.unwrap());
    assert_eq!(refusal(market.buy(buyer, tickets[6]).await), full(&market, orders[2]));
    market.pass(market.order(orders[2]).expires_at.since(market.now())).await;
    orders.push(market.buy(buyer, tickets[6]).await.unwrap());
    assert_eq!(refusal(market.buy(buyer, tickets[7]).await), full(&market, orders[3]));

    market = market.crash().await;
    assert_eq!(refusal(market.buy(buyer, tickets[7]).await), full(&market, orders[3]));
    market.until_settled().await;
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn a_ticket_that_is_being_paid_for_is_held_beyond_its_deadline() {
    let settings =
        Settings { limits: HoldLimits { live_max: 1, cooldown: COOLDOWN }, ..default_settings() };
    let market = TestMarket::start_with(settings).await;
    let (tickets, buyer) = (tickets(&market, 2).await, market.user().await);
    let order = market.buy(buyer, tickets[0]).await.unwrap();
    market.gateway.fault(|asked| match asked.verb {
        Verb::Capture => Fault::Slow(HOLD + 60 * SECOND),
        _ => Fault::None,
    });
    let paid = market.pay(order).await;
    assert!(matches!(paid, Err(CommandError::Unavailable(_))), "{paid:?}");
    market.pass(HOLD).await;
    assert!(matches!(market.ticket(tickets[0]).status, TicketStatus::Selling { .. }));
    let full = TicketRefusal::TooManyHeld { held: 1, max: 1, until: None };
    assert_eq!(refusal(market.buy(buyer, tickets[1]).await), full);
    market.gateway.fault(|_| Fault::None);
    market.until_settled().await;
    market.buy(buyer, tickets[1]).await.unwrap();
}

/// Holds the ticket and lets it run out; gives when it did.
async fn let_go(
    market: &TestMarket,
    buyer: UserId,
    ticket: TicketId,
) -> holdfast::types::Timestamp {
    let order = market.buy(buyer, ticket).await.unwrap();
    let at = market.order(order).expires_at;
    market.pass(at.since(market.now())).await;
    at
}

#[tokio::test(start_paused = true)]
async fn who_lets_a_ticket_go_twice_waits_for_it() {
    let mut market = TestMarket::start().await;
    let (tickets, buyer) = (tickets(&market, 2).await, market.user().await);
    let ticket = tickets[0];
    let_go(&market, buyer, ticket).await;
    // Once is nothing. Whether the end is recorded yet makes no difference.
    let second = let_go(&market, buyer, ticket).await;
    let cooling = |run_outs, last| TicketRefusal::CoolingDown { run_outs, until: last + COOLDOWN };
    assert_eq!(refusal(market.buy(buyer, ticket).await), cooling(2, second));
    market.until_settled().await;
    assert_eq!(refusal(market.buy(buyer, ticket).await), cooling(2, second));
    // It is about this buyer and this ticket.
    let other = market.buy(buyer, tickets[1]).await.unwrap();
    market.cancel(other).await.unwrap();
    let theirs = market.buy(market.user().await, ticket).await.unwrap();
    market.cancel(theirs).await.unwrap();

    market = market.crash().await;
    assert_eq!(refusal(market.buy(buyer, ticket).await), cooling(2, second));
    let until = second + COOLDOWN;
    market.pass(until.since(market.now()) - Duration::from_millis(1)).await;
    assert_eq!(refusal(market.buy(buyer, ticket).await), cooling(2, second));
    market.pass(Duration::from_millis(1)).await;
    assert_eq!(market.now(), until);
    // And again after each that runs out.
    let third = let_go(&market, buyer, ticket).await;
    assert_eq!(refusal(market.buy(buyer, ticket).await), cooling(3, third));
    market = market.crash().await;
    market.until_settled().await;
    assert_eq!(refusal(market.buy(buyer, ticket).await), cooling(3, third));
    market.assert_sound();
}

/// Who cancels in time and takes the ticket again holds it for no longer than who lets it run out.
#[tokio::test(start_paused = true)]
async fn holds_add_up_however_they_end() {
    let mut market = TestMarket::start().await;
    let (tickets, buyer) = (tickets(&market, 1).await, market.user().await);
    let (began, mut cancelled) = (market.now(), 0);
    let until = loop {
        match market.buy(buyer, tickets[0]).await {
            Ok(order) => {
                market.pass(HOLD / 10).await;
                market.cancel(order).await.unwrap();
                cancelled += 1;
                assert!(cancelled <= 20, "for ever");
                if cancelled == 7 {
                    market = market.crash().await;
                }
            }
            Err(refused) => match refusal::<OrderId>(Err(refused)) {
                TicketRefusal::CoolingDown { run_outs: 2, until } => break until,
                other => panic!("{other:?}"),
            },
        }
    };
    assert_eq!((cancelled, market.now().since(began)), (20, 2 * HOLD));
    assert_eq!(until, market.now() + COOLDOWN);
    // It is others' turn.
    let theirs = market.buy(market.user().await, tickets[0]).await.unwrap();
    market.cancel(theirs).await.unwrap();
    market.pass(COOLDOWN).await;
    market.buy(buyer, tickets[0]).await.unwrap();
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn what_is_cancelled_or_declined_at_once_does_not_count() {
    let market = TestMarket::start().await;
    let (tickets, buyer) = (tickets(&market, 1).await, market.user().await);
    let ticket = tickets[0];
    let_go(&market, buyer, ticket).await;
    for _ in 0..3 {
        let order = market.buy(buyer, ticket).await.unwrap();
        market.cancel(order).await.unwrap();
        let order = market.buy(buyer, ticket).await.unwrap();
        for _ in 0..3 {
            market.pay_with(order, cards::declined()).await.unwrap();
        }
        let failed = matches!(
            market.order(order).status,
            OrderStatus::Cancelled { reason: CancelReason::PaymentFailed, .. }
        );
        assert!(failed, "{:?}", market.order(order));
    }
    let_go(&market, buyer, ticket).await;
    assert!(matches!(
        refusal(market.buy(buyer, ticket).await),
        TicketRefusal::CoolingDown { run_outs: 2, .. }
    ));
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn without_a_cooldown_nobody_waits() {
    let limits = HoldLimits { cooldown: Duration::ZERO, ..default_settings().limits };
    let market = TestMarket::start_with(Settings { limits, ..default_settings() }).await;
    let (tickets, buyer) = (tickets(&market, 1).await, market.user().await);
    for _ in 0..5 {
        let_go(&market, buyer, tickets[0]).await;
    }
}

#[tokio::test]
async fn the_page_says_what_is_held_until_when_and_where_to_go() {
    let site = Site::start_with(|config| {
        config.orders.max_live_per_user = 2;
        config.site.time_zone = "Asia/Tokyo".parse().unwrap();
    })
    .await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let first = anna.list("Row <1>", "10").await;
    let second = anna.list("Row 2", "10").await;
    let third = anna.list("Row 3", "10").await;
    let held = ben.buy(&first, "10").await.sent_to();
    let other = ben.buy(&second, "10").await.sent_to();
    let before = site.entries();
    let answer = ben.buy(&third, "10").await;
    answer
        .is(409, "You hold 2 tickets already, and nobody can hold more than 2 at a time.")
        .is(409, &format!("href=\"{held}\""))
        .is(409, "Row &lt;1&gt;, The Test Band")
        .is(409, &format!("href=\"{other}\""));
    let page = ben.get(&held).await;
    let until = page.attr_of(&held, "data-expires-at").unwrap();
    let written: holdfast::types::Timestamp = parse(until);
    let tokyo = "Asia/Tokyo".parse().unwrap();
    answer
        .is(409, &format!("role=\"alert\" tabindex=\"-1\" autofocus data-expires-at=\"{until}\""))
        .is(409, &written.format("%H:%M", &tokyo));
    assert_eq!(answer.attr_of(&third, "data-ticket-status"), Some("available"));
    assert_eq!(site.entries(), before, "nothing was held");
    ben.cancel(&held).await.sent_to();
    ben.buy(&third, "10").await.sent_to();
}

fn parse(rfc3339: &str) -> holdfast::types::Timestamp {
    let parsed: jiff::Timestamp = rfc3339.parse().unwrap();
    holdfast::types::Timestamp::from_millis(parsed.as_millisecond())
}

#[tokio::test]
async fn the_page_says_from_when_a_ticket_may_be_had_again() {
    let site = Site::start_by(clock(), |_| {}).await;
    let (mut anna, mut ben, mut cleo) =
        (site.user("anna").await, site.user("ben").await, site.user("cleo").await);
    let ticket = anna.list("Row 5", "10").await;
    for _ in 0..2 {
        let order = ben.buy(&ticket, "10").await.sent_to();
        pass(HOLD).await;
        ben.until(&order, |page| page.attr_of(&order, "data-order-reason") == Some("expired"))
            .await;
    }
    let answer = ben.buy(&ticket, "10").await;
    answer
        .is(409, "Twice as long as one has for it, this ticket was held for you.")
        .is(409, "You can buy it again from")
        .is(409, "role=\"alert\" tabindex=\"-1\" autofocus data-expires-at=")
        .is(409, "See other tickets for this event");
    cleo.buy(&ticket, "10").await.sent_to();
}
