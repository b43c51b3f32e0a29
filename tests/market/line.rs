//! The line: what is free is the next one's in the entry that frees it, who asked before comes
//! before, and nobody is overlooked.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use holdfast::{
    actors::CommandError,
    domain::{
        Deed, Details, DomainEvent, OrderStatus, Reservation, SeatsWish, TicketEvent, TicketStatus,
        WaitlistEvent, WaitlistStatus,
        rules::{
            ticket::{NewListing, TicketRefusal},
            waitlist::{LET_PASS_MAX, WAITLIST_MAX, WaitlistRefusal, decide_waitlist},
        },
    },
    harness::{TestMarket, default_settings},
    payments::scripted::cards,
    storage::CommitFault,
    types::{
        ChargeId, EventId, OrderId, Price, Reason, Seat, SeatRow, Section, TicketId, UserId,
        WaitlistId,
    },
};

const MINUTE: Duration = Duration::from_secs(60);
/// How long a turn lasts.
const TURN: Duration = Duration::from_secs(300);
/// Until what ends then is recorded.
const SOON: Duration = Duration::from_millis(50);

fn status(market: &TestMarket, user: UserId, ticket: TicketId) -> Option<WaitlistStatus> {
    let entry = market.market.tables().waitlist_entry(WaitlistId::of(ticket, user)).unwrap();
    entry.map(|entry| entry.status)
}

/// The order by which a ticket is held for somebody in their turn.
fn turn(market: &TestMarket, user: UserId, ticket: TicketId) -> Option<OrderId> {
    match status(market, user, ticket)? {
        WaitlistStatus::Served(order) => Some(order),
        _ => None,
    }
}

fn holder(market: &TestMarket, ticket: TicketId) -> Option<UserId> {
    market.ticket(ticket).status.reservation().map(|held| held.buyer)
}

struct Held {
    market: TestMarket,
    ticket: TicketId,
    seller: UserId,
    holder: UserId,
    order: OrderId,
}

/// A market with a ticket that somebody holds.
async fn held() -> Held {
    let market = TestMarket::start().await;
    let seller = market.user().await;
    let ticket = market.list(seller, "49.50").await;
    let holder = market.user().await;
    let order = market.buy(holder, ticket).await.unwrap();
    Held { market, ticket, seller, holder, order }
}

async fn ask(
    market: &TestMarket,
    user: UserId,
    ticket: TicketId,
) -> Result<(), CommandError<WaitlistRefusal>> {
    market.market.wait_for(user, ticket).await
}

async fn waiting(market: &TestMarket, ticket: TicketId, count: usize) -> Vec<UserId> {
    let mut users = vec![];
    for _ in 0..count {
        let user = market.user().await;
        ask(market, user, ticket).await.unwrap();
        market.pass(Duration::from_millis(1)).await;
        users.push(user);
    }
    users
}

#[tokio::test(start_paused = true)]
async fn however_a_hold_ends_the_next_has_it_in_the_same_entry() {
    enum End {
        RunsOut,
        Cancelled,
        Declined,
        Refunded,
    }
    for end in [End::RunsOut, End::Cancelled, End::Declined, End::Refunded] {
        let Held { market, ticket, seller, order, .. } = held().await;
        let users = waiting(&market, ticket, 2).await;
        ask(&market, users[0], ticket).await.unwrap();
        assert_eq!(status(&market, users[0], ticket), Some(WaitlistStatus::Waiting));
        match end {
            End::RunsOut => market.pass(15 * MINUTE).await,
            End::Cancelled => market.cancel(order).await.unwrap(),
            End::Declined => {
                for _ in 0..default_settings().max_attempts {
                    market.pay_with(order, cards::declined()).await.unwrap();
                }
            }
            End::Refunded => {
                market.pay(order).await.unwrap();
                let waits = Some(WaitlistStatus::Waiting);
                assert_eq!(status(&market, users[0], ticket), waits, "it is sold");
                let reason = Reason::parse("The band is ill").unwrap();
                market.market.refund(order, seller, reason, true).await.unwrap();
            }
        }
        market.until("it is their turn", |m| turn(m, users[0], ticket).is_some()).await;
        let theirs = turn(&market, users[0], ticket).unwrap();
        assert_eq!(holder(&market, ticket), Some(users[0]));
        let held = market.order(theirs);
        assert_eq!(held.expires_at, held.created_at + TURN);
        let entries = market.journal.entries();
        let with = entries.iter().find(|entry| {
            let is_served = |e: &DomainEvent| {
                matches!(e, DomainEvent::WaitlistEntry(_, WaitlistEvent::Served(_)))
            };
            entry.events.iter().any(is_served)
        });
        let frees = |event: &DomainEvent| {
            use TicketEvent::{ReservationExpired, ReservationReleased, Returned};
            matches!(
                event,
                DomainEvent::Ticket(
                    _,
                    ReservationExpired { .. } | ReservationReleased { .. } | Returned { .. }
                )
            )
        };
        assert!(with.unwrap().events.iter().any(frees), "{with:?}");
        assert_eq!(status(&market, users[1], ticket), Some(WaitlistStatus::Waiting));
        // It is theirs as any hold is.
        market.pay(theirs).await.unwrap();
        assert_eq!(status(&market, users[0], ticket), Some(WaitlistStatus::Over));
        assert_eq!(market.ticket(ticket).status.word(), "sold");
        market.assert_sound();
        market.market.kill().await;
    }
}

#[tokio::test(start_paused = true)]
async fn who_lets_it_pass_goes_to_the_end_and_twice_is_out() {
    let Held { market, ticket, order, .. } = held().await;
    let users = waiting(&market, ticket, 3).await;
    market.cancel(order).await.unwrap();
    let mut had = vec![];
    for _ in 0..users.len() * usize::from(LET_PASS_MAX) {
        let now = holder(&market, ticket).unwrap();
        had.push(users.iter().position(|user| *user == now).unwrap());
        // Every second one is cancelled: that lets it pass, too.
        match had.len() % 2 {
            0 => market.cancel(turn(&market, now, ticket).unwrap()).await.unwrap(),
            _ => market.pass(TURN + SOON).await,
        }
    }
    assert_eq!(had, [0, 1, 2, 0, 1, 2]);
    assert_eq!(market.ticket(ticket).status, TicketStatus::Available);
    for user in &users {
        assert_eq!(status(&market, *user, ticket), Some(WaitlistStatus::Out));
    }
    // They can stand there again.
    let other = market.buy(market.user().await, ticket).await.unwrap();
    ask(&market, users[0], ticket).await.unwrap();
    market.cancel(other).await.unwrap();
    assert_eq!(holder(&market, ticket), Some(users[0]));
    market.assert_sound();
}

/// The last one who lets it pass does not have it again at once, and nobody is kept from buying it.
#[tokio::test(start_paused = true)]
async fn what_the_only_one_lets_pass_is_free() {
    let Held { market, ticket, order, .. } = held().await;
    let users = waiting(&market, ticket, 1).await;
    market.cancel(order).await.unwrap();
    market.pass(TURN + SOON).await;
    assert_eq!(market.ticket(ticket).status, TicketStatus::Available);
    assert_eq!(status(&market, users[0], ticket), Some(WaitlistStatus::Waiting));
    let other = market.buy(market.user().await, ticket).await.unwrap();
    market.cancel(other).await.unwrap();
    assert_eq!(holder(&market, ticket), Some(users[0]));
    market.assert_sound();
}

/// A hold whose timer is late is over all the same: who presses Buy then is not before the line.
#[tokio::test(start_paused = true)]
async fn nobody_who_presses_buy_is_before_the_line() {
    for together in [false, true] {
        let Held { market, ticket, order, .. } = held().await;
        let (anna, ben) = (market.user().await, market.user().await);
        ask(&market, anna, ticket).await.unwrap();
        let expiry = DomainEvent::Ticket(ticket, TicketEvent::ReservationExpired(order));
        let (is_late, timer) = (Arc::new(AtomicBool::new(true)), expiry);
        let refuses = is_late.clone();
        market.journal.fault(move |entry| {
            match entry.events.contains(&timer) && refuses.load(Ordering::Relaxed) {
                true => CommitFault::Refuse,
                false => CommitFault::None,
            }
        });
        market.pass(15 * MINUTE + SOON).await;
        is_late.store(false, Ordering::Relaxed);
        let bought = match together {
            false => market.buy(ben, ticket).await.map(drop),
            true => {
                market.buy_together(ben, &[ticket]).await.map(drop).map_err(|error| match error {
                    CommandError::Refused(refusal) => CommandError::Refused(refusal.why),
                    CommandError::Unavailable(error) => CommandError::Unavailable(error),
                })
            }
        };
        let Err(CommandError::Refused(why)) = bought else { panic!("{bought:?}") };
        assert!(matches!(why, TicketRefusal::Held(_)), "{why:?}");
        market.until("it is her turn", |m| holder(m, ticket) == Some(anna)).await;
        market.assert_sound();
        market.market.kill().await;
    }
}

/// Who lets a ticket go does not have it again in the same instant because they wait for any seat.
#[tokio::test(start_paused = true)]
async fn what_somebody_lets_go_is_the_next_ones_and_not_theirs() {
    let Held { market, ticket, holder: first, order, .. } = held().await;
    let event = market.ticket(ticket).event;
    wish(&market, first, event, 1, None).await.unwrap();
    market.pass(Duration::from_millis(1)).await;
    let second = market.user().await;
    wish(&market, second, event, 1, None).await.unwrap();
    market.cancel(order).await.unwrap();
    assert_eq!(holder(&market, ticket), Some(second));
    market.pass(TURN + SOON).await;
    assert_eq!(holder(&market, ticket), Some(first), "they are still the first");
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn nobody_has_what_is_not_free() {
    // Withdrawn with the refund.
    let Held { market, ticket, seller, order, .. } = held().await;
    let anna = market.user().await;
    ask(&market, anna, ticket).await.unwrap();
    market.pay(order).await.unwrap();
    let reason = Reason::parse("The band is ill").unwrap();
    market.market.refund(order, seller, reason, false).await.unwrap();
    market.pass(5 * MINUTE).await;
    assert_eq!(status(&market, anna, ticket), Some(WaitlistStatus::Waiting));
    market.market.kill().await;

    // The event starts while it is held.
    let market = TestMarket::start().await;
    let seller = market.user().await;
    let ticket = TicketId::new();
    let mut listing = market.listing(seller, "49.50");
    listing.event_starts_at = market.now() + 10 * MINUTE;
    if let Some(holdfast::domain::EventEvent::Created { starts_at, .. }) = &mut listing.new_event {
        *starts_at = listing.event_starts_at;
    }
    market.market.list(ticket, listing).await.unwrap();
    market.buy(market.user().await, ticket).await.unwrap();
    let anna = market.user().await;
    ask(&market, anna, ticket).await.unwrap();
    market.pass(20 * MINUTE).await;
    assert_eq!(market.ticket(ticket).status, TicketStatus::Available);
    assert_eq!(status(&market, anna, ticket), Some(WaitlistStatus::Waiting));
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn who_is_at_a_limit_is_passed_over_and_keeps_their_place() {
    let Held { market, ticket, seller, order, .. } = held().await;
    let users = waiting(&market, ticket, 2).await;
    let mut theirs = vec![];
    for _ in 0..default_settings().limits.live_max {
        let other = market.list(seller, "5").await;
        theirs.push(market.buy(users[0], other).await.unwrap());
    }
    market.cancel(order).await.unwrap();
    assert_eq!(holder(&market, ticket), Some(users[1]), "the first holds too many");
    assert_eq!(status(&market, users[0], ticket), Some(WaitlistStatus::Waiting));
    market.cancel(theirs[0]).await.unwrap();
    market.pass(TURN + SOON).await;
    assert_eq!(holder(&market, ticket), Some(users[0]), "they still are before the other");
    // A closed account has no turn.
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn a_place_ends_when_it_is_given_up_or_its_ticket_bought() {
    let Held { market, ticket, order, .. } = held().await;
    let users = waiting(&market, ticket, 3).await;
    let place = WaitlistId::of(ticket, users[0]);
    market.market.stop_waiting(users[0], place).await.unwrap();
    let entries = market.journal.entries().len();
    market.market.stop_waiting(users[0], place).await.unwrap();
    assert_eq!(market.journal.entries().len(), entries);
    market.cancel(order).await.unwrap();
    assert_eq!(holder(&market, ticket), Some(users[1]));
    let theirs = turn(&market, users[1], ticket).unwrap();
    assert_eq!(
        ask(&market, users[1], ticket).await,
        Err(CommandError::Refused(WaitlistRefusal::HeldByYou(theirs)))
    );
    // Who gives up their place in their turn has the hold all the same, and the line goes on after.
    market.market.stop_waiting(users[1], WaitlistId::of(ticket, users[1])).await.unwrap();
    market.cancel(theirs).await.unwrap();
    assert_eq!(holder(&market, ticket), Some(users[2]));
    assert_eq!(status(&market, users[1], ticket), Some(WaitlistStatus::Over));
    market.assert_sound();
}

/// However the two commits lie in time: who asks while the hold ends has it, or hears that it is
/// free.
#[tokio::test(start_paused = true)]
async fn who_asks_while_the_hold_ends_has_it() {
    let mut refused = 0;
    for (ask_takes, free_takes) in [(0, 0), (0, 50), (50, 0), (30, 60), (60, 30), (50, 50)] {
        for delay in [0, 1, 10, 29, 30, 31, 50, 59, 60, 61, 70] {
            let Held { market, ticket, order, .. } = held().await;
            let anna = market.user().await;
            market.journal.fault(move |entry| {
                let slow = |millis| CommitFault::Slow(Duration::from_millis(millis));
                let of = |event: &DomainEvent| match event {
                    DomainEvent::WaitlistEntry(_, WaitlistEvent::Asked { .. }) => {
                        Some(slow(ask_takes))
                    }
                    DomainEvent::Ticket(_, TicketEvent::ReservationReleased { .. }) => {
                        Some(slow(free_takes))
                    }
                    _ => None,
                };
                entry.events.iter().find_map(of).unwrap_or(CommitFault::None)
            });
            let later = async {
                market.pass(Duration::from_millis(delay)).await;
                ask(&market, anna, ticket).await
            };
            let (cancelled, asked) = tokio::join!(market.cancel(order), later);
            cancelled.unwrap();
            market.pass(Duration::from_millis(5)).await;
            match asked {
                Ok(()) => {
                    let said = format!("{ask_takes} {free_takes} {delay}");
                    assert_eq!(holder(&market, ticket), Some(anna), "{said}");
                }
                Err(error) => {
                    assert_eq!(error, CommandError::Refused(WaitlistRefusal::Free));
                    refused += 1;
                }
            }
            market.assert_sound();
            market.market.kill().await;
        }
    }
    assert!((1..66).contains(&refused), "{refused}");
}

#[tokio::test(start_paused = true)]
async fn places_and_turns_survive_a_crash() {
    let Held { market, ticket, order, .. } = held().await;
    let users = waiting(&market, ticket, 3).await;
    let market = market.crash().await;
    market.cancel(order).await.unwrap();
    assert_eq!(holder(&market, ticket), Some(users[0]));
    let market = market.crash().await;
    assert_eq!(holder(&market, ticket), Some(users[0]));
    market.pass(TURN + SOON).await;
    market.until("the next has it", |m| holder(m, ticket) == Some(users[1])).await;
    let market = market.crash().await;
    market.pay(turn(&market, users[1], ticket).unwrap()).await.unwrap();
    assert_eq!(status(&market, users[2], ticket), Some(WaitlistStatus::Waiting));
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn refusals() {
    let Held { market, ticket, seller, holder, order } = held().await;
    let (anna, now) = (market.user().await, market.now());
    let free = TicketStatus::Available;
    let reservation = Reservation { order, buyer: holder, expires_at: now + MINUTE };
    let reserved = TicketStatus::Reserved(reservation);
    let selling = TicketStatus::Selling { reservation, charge: ChargeId::new() };
    let sold = TicketStatus::Sold { order, buyer: holder, at: now };
    let over = TicketStatus::Reserved(Reservation { expires_at: now, ..reservation });
    let asked = Ok(Some(WaitlistEvent::Asked(ticket, anna)));
    let (none, by_anna) = (false, true);
    for (status, user, waits, expect) in [
        (reserved, anna, none, asked.clone()),
        (selling, anna, none, asked),
        (reserved, anna, by_anna, Ok(None)),
        (reserved, seller, none, Err(WaitlistRefusal::OwnTicket)),
        (reserved, holder, none, Err(WaitlistRefusal::HeldByYou(order))),
        (selling, holder, none, Err(WaitlistRefusal::HeldByYou(order))),
        (free, anna, none, Err(WaitlistRefusal::Free)),
        (over, anna, by_anna, Err(WaitlistRefusal::Free)),
        (sold, anna, by_anna, Err(WaitlistRefusal::Sold)),
        (TicketStatus::Withdrawn, anna, none, Err(WaitlistRefusal::Withdrawn)),
    ] {
        let mut record = market.ticket(ticket).as_ref().clone();
        record.status = status;
        assert_eq!(decide_waitlist(Some(&record), user, waits, now), expect, "{status:?}");
        record.event_starts_at = now;
        if user != seller {
            let late = decide_waitlist(Some(&record), user, waits, now);
            assert_eq!(late, Err(WaitlistRefusal::EventStarted), "{status:?}");
        }
    }
    assert_eq!(decide_waitlist(None, anna, none, now), Err(WaitlistRefusal::NotListed));
}

#[tokio::test(start_paused = true)]
async fn one_user_stands_in_fifty_lines_at_most() {
    let Held { market, ticket, order, .. } = held().await;
    let (seller, anna) = (market.user().await, market.user().await);
    let mut orders = vec![];
    for _ in 0..WAITLIST_MAX {
        let other = market.list(seller, "20").await;
        orders.push(market.buy(market.user().await, other).await.unwrap());
        ask(&market, anna, other).await.unwrap();
    }
    let refused = Err(CommandError::Refused(WaitlistRefusal::TooMany));
    assert_eq!(ask(&market, anna, ticket).await, refused);
    let event = market.ticket(ticket).event;
    assert_eq!(wish(&market, anna, event, 1, None).await, refused);
    // What is sold is not counted, and waited for all the same.
    market.pay(orders[0]).await.unwrap();
    ask(&market, anna, ticket).await.unwrap();
    assert_eq!(market.market.tables().catalog().places_of(anna).count(), WAITLIST_MAX + 1);
    market.cancel(order).await.unwrap();
    assert_eq!(holder(&market, ticket), Some(anna));
    market.assert_sound();
}

async fn wish(
    market: &TestMarket,
    user: UserId,
    event: EventId,
    quantity: u8,
    at_most: Option<u32>,
) -> Result<(), CommandError<WaitlistRefusal>> {
    let at_most = at_most.map(|minor| Price::from_minor(minor).unwrap());
    let wish = SeatsWish { event, quantity, at_most, section: None };
    market.market.wait_for_seats(user, wish).await
}

/// Lists a ticket for an event at a price, for a seat of row 7 or for none.
async fn list(market: &TestMarket, event: EventId, price: &str, seat: Option<u32>) -> TicketId {
    let seller = market.user().await;
    let mut listing = NewListing { event, new_event: None, ..market.listing(seller, price) };
    if let Some(seat) = seat {
        listing.details = Details {
            section: Section::parse("Block B").ok(),
            row: SeatRow::parse("7").ok(),
            seat: Seat::parse(&seat.to_string()).ok(),
            ..Details::default()
        };
    }
    let ticket = TicketId::new();
    market.market.list(ticket, listing).await.unwrap();
    ticket
}

fn orders_of(market: &TestMarket, user: UserId) -> Vec<OrderId> {
    market.market.tables().catalog().open_orders_of(user).collect()
}

#[tokio::test(start_paused = true)]
async fn what_is_listed_and_fits_is_the_next_ones() {
    let Held { market, ticket, .. } = held().await;
    let event = market.ticket(ticket).event;
    let [pair, cheap, any] = [market.user().await, market.user().await, market.user().await];
    wish(&market, pair, event, 2, Some(6000)).await.unwrap();
    market.pass(Duration::from_millis(1)).await;
    wish(&market, cheap, event, 1, Some(2000)).await.unwrap();
    market.pass(Duration::from_millis(1)).await;
    wish(&market, any, event, 1, None).await.unwrap();

    // Who waits for two does not hold up who waits for one.
    let first = list(&market, event, "55", Some(4)).await;
    assert_eq!(holder(&market, first), Some(any));
    let [single] = orders_of(&market, any)[..] else { panic!("one") };
    market.pay(single).await.unwrap();
    let second = list(&market, event, "60", Some(9)).await;
    assert_eq!(holder(&market, second), None, "one of two, and too dear for the other");
    let third = list(&market, event, "59", Some(12)).await;
    let orders = orders_of(&market, pair);
    assert_eq!(orders.len(), 2, "one entry, one purchase");
    assert_eq!(market.order(orders[0]).purchase(), &*market.order(orders[1]).together);
    for ticket in [second, third] {
        assert_eq!(holder(&market, ticket), Some(pair));
    }
    // One is paid with the other.
    market.pay(market.order(orders[0]).purchase()[0]).await.unwrap();
    for ticket in [second, third] {
        assert_eq!(market.ticket(ticket).status.word(), "sold");
    }
    // A price that is cut makes it fit.
    let dear = list(&market, event, "30", None).await;
    assert_eq!(market.ticket(dear).status, TicketStatus::Available);
    let (seller, title) = (market.ticket(dear).seller, market.ticket(dear).title.clone());
    let price = Price::from_minor(2000).unwrap();
    market.market.edit(dear, seller, (title, price, None), None).await.unwrap();
    assert_eq!(holder(&market, dear), Some(cheap));
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn seats_side_by_side_come_before_cheaper_ones() {
    let Held { market, ticket, .. } = held().await;
    let event = market.ticket(ticket).event;
    // At a limit, so that what is listed stays free for now.
    let mut tickets = vec![];
    for (price, seat) in [("10", 2), ("30", 6), ("12", 9), ("31", 5)] {
        tickets.push(list(&market, event, price, Some(seat)).await);
    }
    let pair = market.user().await;
    let fits = wish(&market, pair, event, 2, None).await;
    assert_eq!(fits, Err(CommandError::Refused(WaitlistRefusal::SeatsFree)));
    wish(&market, pair, event, 2, Some(1100)).await.unwrap();
    let last = list(&market, event, "11", Some(3)).await;
    assert_eq!((holder(&market, last), holder(&market, tickets[0])), (Some(pair), Some(pair)));

    // The last that comes makes four of which two are side by side.
    let other = TestMarket::start().await;
    let seller = other.user().await;
    let first = other.list(seller, "10").await;
    let event = other.ticket(first).event;
    let buyer = other.user().await;
    let order = other.buy(buyer, first).await.unwrap();
    let mut orders = vec![];
    for (price, seat) in [("10", 2), ("30", 6), ("31", 5)] {
        let ticket = list(&other, event, price, Some(seat)).await;
        orders.push((ticket, other.buy(buyer, ticket).await.unwrap()));
    }
    let pair = other.user().await;
    wish(&other, pair, event, 2, None).await.unwrap();
    other.cancel(orders[0].1).await.unwrap();
    assert_eq!(holder(&other, orders[0].0), None, "one is not two");
    let (six, five) = (orders[1], orders[2]);
    other.cancel(six.1).await.unwrap();
    assert_eq!(holder(&other, six.0), Some(pair));
    assert_eq!(holder(&other, orders[0].0), Some(pair), "no seats stand together");
    let [of_pair, _] = orders_of(&other, pair)[..] else { panic!("two") };
    other.market.cancel_together(of_pair).await.unwrap();
    other.cancel(five.1).await.unwrap();
    assert_eq!((holder(&other, six.0), holder(&other, five.0)), (Some(pair), Some(pair)));
    assert_eq!(holder(&other, orders[0].0), None);
    other.cancel(order).await.unwrap();
    market.assert_sound();
    other.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn a_purchase_in_turn_passes_as_one() {
    let Held { market, ticket, .. } = held().await;
    let event = market.ticket(ticket).event;
    let (anna, ben) = (market.user().await, market.user().await);
    wish(&market, anna, event, 2, None).await.unwrap();
    market.pass(Duration::from_millis(1)).await;
    wish(&market, ben, event, 2, None).await.unwrap();
    let tickets = [list(&market, event, "10", None).await, list(&market, event, "10", None).await];
    assert!(tickets.iter().all(|ticket| holder(&market, *ticket) == Some(anna)));
    // One of two dropped: that one is free, and the place is kept with the other.
    let [one, other] = orders_of(&market, anna)[..] else { panic!("two") };
    market.cancel(one).await.unwrap();
    let place = WaitlistId::of_event(event, anna);
    let status = |m: &TestMarket| m.market.tables().waitlist_entry(place).unwrap().unwrap().status;
    assert!(matches!(status(&market), WaitlistStatus::Served(_)));
    market.pass(TURN + SOON).await;
    assert!(!market.order(other).status.is_open());
    assert_eq!(status(&market), WaitlistStatus::Waiting);
    for ticket in tickets {
        assert_eq!(holder(&market, ticket), Some(ben), "both are free, and two is what he wants");
    }
    market.assert_sound();
}

/// Each of many stands in line for each of some tickets, in their order; those who are served pay, or
/// let it pass, and nobody has two.
#[tokio::test(start_paused = true)]
async fn many_in_line_are_served_in_their_order() {
    let many = match std::env::var_os("HOLDFAST_LONG").is_some() {
        true => 10_000,
        false => 1_000,
    };
    let Held { market, ticket, .. } = held().await;
    let event = market.ticket(ticket).event;
    let mut users = vec![];
    for _ in 0..many {
        users.push(market.user().await);
        wish(&market, users[users.len() - 1], event, 1, None).await.unwrap();
        market.pass(Duration::from_millis(1)).await;
    }
    let mut tickets = vec![];
    for _ in 0..100 {
        tickets.push(list(&market, event, "10", None).await);
    }
    let place = |user: UserId| users.iter().position(|of| *of == user).unwrap();
    let served = |m: &TestMarket| -> Vec<usize> {
        let entries = m.journal.entries();
        let buyers = entries.iter().flat_map(|entry| &entry.events).filter_map(|e| match e {
            DomainEvent::Ticket(id, TicketEvent::Reserved(held)) if *id != ticket => {
                Some(place(held.buyer))
            }
            _ => None,
        });
        buyers.collect()
    };
    assert_eq!(served(&market), (0..100).collect::<Vec<_>>());
    // Every third one pays; what the others let pass is the next one's each time.
    for (n, user) in users[..100].iter().enumerate() {
        if n % 3 == 0 {
            market.pay(orders_of(&market, *user)[0]).await.unwrap();
        }
    }
    market.pass(TURN + SOON).await;
    market
        .until("all have it", |m| {
            tickets.iter().all(|t| holder(m, *t).is_some() || m.ticket(*t).status.word() == "sold")
        })
        .await;
    let had = served(&market);
    assert_eq!(had, (0..166).collect::<Vec<_>>(), "66 of 100 went on");
    // The audit looks at each entry: at no instant was one free while somebody waited.
    market.assert_sound();
}

/// What is for sale of an event that is merged into another is had by who waits for that.
#[tokio::test(start_paused = true)]
async fn what_a_merge_brings_goes_to_the_line() {
    let Held { market, ticket, .. } = held().await;
    let into = market.ticket(ticket).event;
    let free = market.list(market.user().await, "10").await;
    let from = market.ticket(free).event;
    let anna = market.user().await;
    wish(&market, anna, into, 1, None).await.unwrap();
    let admin = market.user().await;
    let deed = Deed { by: admin, reason: Reason::parse("Twice the same").unwrap() };
    market.market.merge_events(from, into, deed).await.unwrap();
    market.until("it is hers", |market| holder(market, free) == Some(anna)).await;
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn who_waits_for_a_merged_event_waits_for_the_other() {
    let Held { market, ticket, .. } = held().await;
    let from = market.ticket(ticket).event;
    let into = market.ticket(market.list(market.user().await, "10").await).event;
    let first = market.market.tables().catalog().tickets_of(into).next().unwrap().id;
    let anna = market.user().await;
    wish(&market, anna, from, 1, None).await.unwrap();
    let admin = market.user().await;
    let deed = Deed { by: admin, reason: Reason::parse("Twice the same").unwrap() };
    market.market.merge_events(from, into, deed).await.unwrap();
    let listed = list(&market, into, "10", None).await;
    assert_eq!(holder(&market, listed), Some(anna));
    assert_eq!(holder(&market, first), None, "it was for sale before");
    market.assert_sound();
    let order = orders_of(&market, anna)[0];
    assert!(matches!(market.order(order).status, OrderStatus::Created));
}
