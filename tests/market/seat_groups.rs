//! Seats that a seller does not sell singly: whoever presses, and whatever ends, they go as their
//! seller lets them.

use std::time::Duration;

use holdfast::{
    actors::{CommandError, purchase::TogetherRefusal},
    domain::{
        SeatsGo, SeatsWish, TicketStatus, WaitlistStatus,
        rules::{
            order::OrderRefusal,
            ticket::{NewListing, TicketRefusal},
            waitlist::WaitlistRefusal,
        },
    },
    harness::TestMarket,
    types::{EventId, Seat, TicketId, UserId, WaitlistId},
};
use proptest::prelude::*;

const HOLD: Duration = Duration::from_secs(900);
/// How long a turn is.
const TURN: Duration = Duration::from_secs(300);

/// So many seats of a new seller's.
async fn seats(market: &TestMarket, count: u8, how: SeatsGo) -> Vec<TicketId> {
    let seller = market.user().await;
    listed(market, market.listing(seller, "24"), count, Some(how)).await
}

async fn listed(
    market: &TestMarket,
    listing: NewListing,
    count: u8,
    how: Option<SeatsGo>,
) -> Vec<TicketId> {
    let first = TicketId::new();
    let seats = (1..=count).map(|seat| Seat::parse(&seat.to_string()).ok()).collect();
    market.market.list_seats(first, listing, seats, how).await.unwrap();
    (0..count).map(|place| first.sibling(place)).collect()
}

fn free(market: &TestMarket, tickets: &[TicketId]) -> usize {
    let is_free = |id: &&TicketId| market.ticket(**id).status == TicketStatus::Available;
    tickets.iter().filter(is_free).count()
}

fn refused<T: std::fmt::Debug>(result: Result<T, CommandError<TogetherRefusal>>) -> TicketRefusal {
    match result {
        Err(CommandError::Refused(TogetherRefusal { why, .. })) => why,
        other => panic!("{other:?}"),
    }
}

fn wish(event: EventId, quantity: u8) -> SeatsWish {
    SeatsWish { event, quantity, at_most: None, section: None }
}

fn turn(market: &TestMarket, event: EventId, user: UserId) -> bool {
    let entry = market.market.tables().waitlist_entry(WaitlistId::of_event(event, user)).unwrap();
    matches!(entry.unwrap().status, WaitlistStatus::Served(_))
}

#[tokio::test(start_paused = true)]
async fn what_goes_only_together_is_had_whole_or_not_at_all() {
    let market = TestMarket::start().await;
    let seats = seats(&market, 4, SeatsGo::Together).await;
    let buyer = market.user().await;
    let alone = market.buy(buyer, seats[2]).await.unwrap_err();
    assert_eq!(alone, CommandError::Refused(TicketRefusal::GoTogether(4)));
    for some in [&seats[..1], &seats[..3], &seats[1..]] {
        let refusal = refused(market.buy_together(buyer, some).await);
        assert_eq!(refusal, TicketRefusal::GoTogether(4));
    }
    assert_eq!(free(&market, &seats), 4);
    let orders = market.buy_together(buyer, &seats).await.unwrap();
    // Whoever holds them drops none of them.
    let dropped = market.cancel(orders[1]).await;
    assert_eq!(dropped, Err(CommandError::Refused(OrderRefusal::GoTogether(4))));
    market.market.cancel_together(orders[0]).await.unwrap();
    assert_eq!(free(&market, &seats), 4);
    // What its seller takes back is none of them any more.
    let seller = market.ticket(seats[0]).seller;
    market.market.withdraw(seats[0], seller).await.unwrap();
    market.buy_together(buyer, &seats[1..]).await.unwrap();
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn no_seat_is_left_alone() {
    let market = TestMarket::start().await;
    let seats = seats(&market, 4, SeatsGo::NotOneAlone).await;
    let (one, other) = (market.user().await, market.user().await);
    for alone in [&[1][..], &[2], &[0, 1, 2], &[1, 2], &[0, 2]] {
        let wanted: Vec<_> = alone.iter().map(|place| seats[*place]).collect();
        let refusal = match &wanted[..] {
            [ticket] => match market.buy(one, *ticket).await {
                Err(CommandError::Refused(why)) => why,
                other => panic!("{other:?}"),
            },
            several => refused(market.buy_together(one, several).await),
        };
        assert_eq!(refusal, TicketRefusal::OneLeftAlone, "{alone:?}");
    }
    let orders = market.buy_together(one, &seats[..2]).await.unwrap();
    // To drop the first would leave it alone; the second has neighbours.
    let dropped = market.cancel(orders[0]).await;
    assert_eq!(dropped, Err(CommandError::Refused(OrderRefusal::OneLeftAlone)));
    market.cancel(orders[1]).await.unwrap();
    assert_eq!(free(&market, &seats), 3);
    // The first has no other any more: to give it up is everybody's right.
    market.buy_together(other, &seats[1..]).await.unwrap();
    market.cancel(orders[0]).await.unwrap();
    market.buy(one, seats[0]).await.unwrap();
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn a_thousand_press_for_four_that_go_only_together() {
    let market = TestMarket::start().await;
    let seats = seats(&market, 4, SeatsGo::Together).await;
    let mut buyers = vec![];
    for _ in 0..1000 {
        buyers.push(market.user().await);
    }
    // Some press for all, some for fewer, some for one.
    let presses = buyers.iter().enumerate().map(async |(n, buyer)| match n % 4 {
        0 => market.buy(*buyer, seats[n % 3]).await.is_ok().then_some((*buyer, false)),
        1 => market
            .buy_together(*buyer, &seats[n % 3..])
            .await
            .is_ok()
            .then_some((*buyer, n % 3 == 0)),
        _ => market.buy_together(*buyer, &seats).await.is_ok().then_some((*buyer, true)),
    });
    let had: Vec<_> = futures_util::future::join_all(presses).await.into_iter().flatten().collect();
    let [(buyer, true)] = had[..] else { panic!("{had:?}") };
    for ticket in &seats {
        assert_eq!(market.ticket(*ticket).status.reservation().unwrap().buyer, buyer);
    }
    market.pass(HOLD).await;
    market.until("all are free", |market| free(market, &seats) == 4).await;
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn the_line_has_seats_as_they_go() {
    let market = TestMarket::start().await;
    let mine = seats(&market, 3, SeatsGo::Together).await;
    let event = market.ticket(mine[0]).event;
    let holder = market.user().await;
    let orders = market.buy_together(holder, &mine).await.unwrap();
    let (one, two, three) = (market.user().await, market.user().await, market.user().await);
    let wait =
        async |user, quantity| market.market.wait_for_seats(user, wish(event, quantity)).await;
    for (user, quantity) in [(one, 1), (two, 2), (three, 3)] {
        wait(user, quantity).await.unwrap();
        market.pass(Duration::from_millis(1)).await;
    }
    // For one of them alone nobody waits.
    let refusal = market.market.wait_for(one, mine[1]).await;
    assert_eq!(refusal, Err(CommandError::Refused(WaitlistRefusal::GoTogether(3))));
    market.market.cancel_together(orders[0]).await.unwrap();
    assert!(turn(&market, event, three), "who asked for three has all three");
    assert!(!turn(&market, event, one) && !turn(&market, event, two), "though they asked before");

    // Of four whose seller leaves none alone, one has one. Two of the other three would leave the
    // third alone: they wait until there are four again.
    let listing =
        NewListing { event, new_event: None, ..market.listing(market.user().await, "20") };
    let others = listed(&market, listing, 4, Some(SeatsGo::NotOneAlone)).await;
    let held = |user: UserId| {
        let is_theirs = |id: &&TicketId| {
            market.ticket(**id).status.reservation().is_some_and(|held| held.buyer == user)
        };
        others.iter().filter(is_theirs).count()
    };
    assert_eq!((held(one), held(two), free(&market, &others)), (1, 0, 3));
    assert!(turn(&market, event, one) && !turn(&market, event, two));
    market.pass(TURN).await;
    market.until("two have two", |_| held(two) == 2).await;
    assert_eq!(free(&market, &others), 2);
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn nobody_lists_what_nobody_could_have() {
    let market = TestMarket::start().await;
    let (first, listing) = (TicketId::new(), market.listing(market.user().await, "24"));
    let list =
        |count, how| market.market.list_seats(first, listing.clone(), vec![None; count], Some(how));
    let refusal = Err(CommandError::Refused(TicketRefusal::TooManySeats(4)));
    assert_eq!(list(5, SeatsGo::Together).await, refusal);
    assert_eq!(market.market.tables().catalog().events_count(), 0);
    list(5, SeatsGo::NotOneAlone).await.unwrap();
    market.assert_sound();
}

#[derive(Debug, Clone)]
enum Step {
    Press(u8, Vec<u8>),
    Drop(u8, u8),
    GiveUp(u8),
    Wait(u8, u8),
    Pass(u16),
    Withdraw(u8),
    Crash,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let places = proptest::collection::btree_set(0_u8..5, 1..4);
    let step = prop_oneof![
        4 => (0_u8..4, places).prop_map(|(who, of)| Step::Press(who, of.into_iter().collect())),
        2 => (0_u8..4, 0_u8..4).prop_map(|(who, nth)| Step::Drop(who, nth)),
        1 => (0_u8..4).prop_map(Step::GiveUp),
        1 => (0_u8..4, 1_u8..4).prop_map(|(who, count)| Step::Wait(who, count)),
        2 => (0_u16..1200).prop_map(Step::Pass),
        1 => (0_u8..5).prop_map(Step::Withdraw),
        1 => Just(Step::Crash),
    ];
    proptest::collection::vec(step, 1..30)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever four buyers do with five seats, the auditor finds nothing.
    #[test]
    fn whatever_happens_seats_go_as_their_seller_lets_them(
        steps in steps(),
        how in prop_oneof![Just(SeatsGo::Together), Just(SeatsGo::NotOneAlone)],
    ) {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().start_paused(true).build().unwrap();
        runtime.block_on(history(steps, how));
    }
}

async fn history(steps: Vec<Step>, how: SeatsGo) {
    let mut market = TestMarket::start().await;
    let count = if how == SeatsGo::Together { 4 } else { 5 };
    let seats = seats(&market, count, how).await;
    let event = market.ticket(seats[0]).event;
    let mut buyers = vec![];
    for _ in 0..4 {
        buyers.push(market.user().await);
    }
    let mut orders: [Vec<_>; 4] = Default::default();
    for step in steps {
        match step {
            Step::Press(who, of) => {
                let of: Vec<_> =
                    of.iter().filter_map(|place| seats.get(usize::from(*place))).collect();
                let of: Vec<_> = match how {
                    // Else it would hardly ever be right.
                    SeatsGo::Together if of.len() > 1 => seats.clone(),
                    _ => of.into_iter().copied().collect(),
                };
                if let Ok(held) = market.buy_together(buyers[usize::from(who)], &of).await {
                    orders[usize::from(who)].extend(held);
                }
            }
            Step::Drop(who, nth) => {
                let of = &orders[usize::from(who)];
                if let Some(order) = of.len().checked_sub(1 + usize::from(nth)) {
                    let _ = market.cancel(of[order]).await;
                }
            }
            Step::GiveUp(who) => {
                if let Some(order) = orders[usize::from(who)].last() {
                    let _ = market.market.cancel_together(*order).await;
                }
            }
            Step::Wait(who, quantity) => {
                let wish = wish(event, quantity);
                let _ = market.market.wait_for_seats(buyers[usize::from(who)], wish).await;
            }
            Step::Pass(seconds) => market.pass(Duration::from_secs(seconds.into())).await,
            Step::Withdraw(place) => {
                if let Some(ticket) = seats.get(usize::from(place)) {
                    let seller = market.ticket(*ticket).seller;
                    let _ = market.market.withdraw(*ticket, seller).await;
                }
            }
            Step::Crash => market = market.crash().await,
        }
    }
    market.assert_sound();
    market.market.kill().await;
}
