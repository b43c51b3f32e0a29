//! Histories of the whole market: actors, commits, a provider, and all that can go wrong.

use std::{sync::Arc, time::Duration};

use holdfast::{
    actors::{CommandError, Market, purchase::Wanted},
    domain::{
        BorneBy, ClaimReason, Deed, Details, SeatsWish, Side,
        rules::{
            claim::ClaimCommand,
            conversation::NewMessage,
            ticket::{NewListing, TicketRefusal},
        },
    },
    harness::{TestMarket, price},
    payments::scripted::{Fault, Scripted, cards},
    storage::CommitFault,
    types::{ChargeId, MessageText, OrderId, Reason, Seat, TicketId, Title, UserId, WaitlistId},
};
use tokio::{task::JoinSet, time::timeout};

use crate::common::dice::{Dice, Seed, plan};

/// A call is answered within its deadline, and a little.
const ANSWERED: Duration = Duration::from_secs(10);
const LATE_MAX_SECONDS: u64 = 60;

struct Cast {
    sellers: Vec<UserId>,
    buyers: Vec<UserId>,
    tickets: Vec<TicketId>,
    orders: Vec<OrderId>,
    charges: Vec<ChargeId>,
}

/// What goes wrong from now on, by a chance of its own.
fn trouble(market: &TestMarket, seed: u64) {
    let mut dice = Dice::new(seed);
    market.journal.fault(move |_| match dice.below(100) {
        0..4 => CommitFault::Refuse,
        4 => CommitFault::CommitThenUnknown,
        5 => CommitFault::UnknownFirst,
        _ => CommitFault::None,
    });
    let mut dice = Dice::new(!seed);
    market.gateway.fault(move |_| {
        let (millis, secs) = (dice.below(12_000), dice.below(LATE_MAX_SECONDS));
        match dice.below(100) {
            0..5 => Fault::Refuse,
            5..10 => Fault::AnswerLost,
            10..20 => Fault::Slow(Duration::from_millis(millis)),
            20..25 => Fault::Late(Duration::from_secs(secs)),
            _ => Fault::None,
        }
    });
}

fn step(
    dice: &mut Dice,
    cast: &mut Cast,
    market: &Arc<Market>,
    gateway: &Scripted,
    calls: &mut JoinSet<()>,
) {
    let ticket = dice.pick(&cast.tickets).unwrap();
    let buyer = dice.pick(&cast.buyers).unwrap();
    let recent = &cast.orders[cast.orders.len().saturating_sub(20)..];
    let order = dice.pick(recent);
    let market = market.clone();
    macro_rules! call {
        ($call:expr) => {
            calls.spawn(async move {
                let answer = timeout(ANSWERED, $call).await;
                assert!(answer.is_ok(), "a call was never answered");
            })
        };
    }
    match (dice.below(100), order) {
        (0..5, _) => {
            let by = dice.pick(&cast.sellers).unwrap();
            let (title, minor) = (Title::parse("Seat").unwrap(), dice.below(3) + 1);
            let details = dice.percent(50).then(|| seat(dice));
            call!(market.edit(ticket, by, (title, price(&minor.to_string()), details), None));
        }
        (5, _) => {
            let by = dice.pick(&cast.sellers).unwrap();
            call!(market.withdraw(ticket, by));
        }
        (6..18, _) => {
            let mut wanted: Vec<Wanted> = vec![];
            for _ in 0..dice.below(4) + 1 {
                let ticket = dice.pick(&cast.tickets).unwrap();
                if wanted.iter().all(|other| other.ticket != ticket) {
                    let order = OrderId::from_bytes(dice.bytes());
                    let price = market.tables().ticket(ticket).unwrap().unwrap().price;
                    wanted.push(Wanted { ticket, order, price });
                    cast.orders.push(order);
                }
            }
            call!(market.reserve_together(&wanted, buyer));
        }
        (18, Some(order)) => {
            call!(market.cancel_together(order));
        }
        (19, Some(order)) if dice.percent(60) => {
            let Some(of) = market.tables().order(order).unwrap() else { return };
            let (by, text) = (of.buyer, MessageText::parse("It never came").unwrap());
            let deed = Deed { by, reason: Reason::parse("Looked at").unwrap() };
            let command = match dice.below(6) {
                0 => {
                    let new = NewMessage { by, side: Side::Buyer, text: Some(text), file: None };
                    call!(market.write(order, new));
                    return;
                }
                1 | 2 => ClaimCommand::Open(ClaimReason::NotReceived, text),
                3 => ClaimCommand::Answer(text),
                4 => ClaimCommand::Uphold(BorneBy::Site, deed),
                _ => ClaimCommand::Withdraw,
            };
            call!(market.claim(order, command));
        }
        (19, Some(order)) => {
            let (by, relist) = (dice.pick(&cast.sellers).unwrap(), dice.percent(50));
            call!(market.refund(order, by, Reason::parse("No show").unwrap(), relist));
        }
        (20..45, known) => {
            let again = known.filter(|_| dice.percent(10));
            let order = again.unwrap_or_else(|| OrderId::from_bytes(dice.bytes()));
            cast.orders.push(order);
            let seen = market.tables().ticket(ticket).unwrap().unwrap().price;
            call!(market.reserve(ticket, order, buyer, seen));
        }
        (45..85, Some(order)) => {
            let again = dice.pick(&cast.charges).filter(|_| dice.percent(10));
            let charge = again.unwrap_or_else(|| ChargeId::from_bytes(dice.bytes()));
            cast.charges.push(charge);
            let card = if dice.percent(70) { cards::good() } else { cards::declined() };
            call!(market.pay(order, charge, card));
        }
        (85..90, Some(order)) => {
            call!(market.cancel(order));
        }
        (90..94, _) => {
            if let (true, Some(of)) = (dice.percent(50), market.tables().ticket(ticket).unwrap()) {
                let quantity = 1 + dice.below(2) as u8;
                let wish = SeatsWish { event: of.event, quantity, at_most: None, section: None };
                call!(market.wait_for_seats(buyer, wish));
            } else {
                call!(market.wait_for(buyer, ticket));
            }
        }
        (94, _) => {
            call!(market.stop_waiting(buyer, WaitlistId::of(ticket, buyer)));
        }
        _ => {
            let recent = &cast.charges[cast.charges.len().saturating_sub(10)..];
            if let Some(charge) = dice.pick(recent) {
                // Where the provider asks the buyer itself.
                if dice.percent(70) {
                    gateway.buyer_pays(charge);
                }
                if dice.percent(70) {
                    market.look_at_charge(charge);
                }
            }
        }
    }
}

/// One of a few seats, in one of its forms, or none.
fn seat(dice: &mut Dice) -> Details {
    let typed = ["", "", "5", "05", "Seat 5", "6", "A6", "a 06"];
    Details { seat: Seat::parse(dice.pick(&typed).unwrap()).ok(), ..Details::default() }
}

fn assert_nobody_holds_too_much(market: &TestMarket, buyers: &[UserId]) {
    let max = market.market.settings().limits.live_max;
    for &buyer in buyers {
        let held = market.market.tables().catalog().held_by(buyer, market.now()).count();
        assert!(held <= max, "{buyer} holds {held}");
    }
}

async fn history(seed: u64, steps: u64) -> (usize, usize) {
    let mut dice = Dice::new(seed);
    let mut market = TestMarket::start().await;
    market.gateway.set_late_arrival(Duration::from_secs(LATE_MAX_SECONDS));
    let mut cast =
        Cast { sellers: vec![], buyers: vec![], tickets: vec![], orders: vec![], charges: vec![] };
    for _ in 0..3 {
        cast.sellers.push(market.user().await);
        cast.buyers.extend([market.user().await, market.user().await]);
    }
    if dice.percent(50) {
        market.gateway.ask_the_buyer_itself();
    }
    trouble(&market, dice.roll());
    let mut calls = JoinSet::new();
    for number in 0..steps {
        // A new ticket now and then, so that there is always something to buy.
        if number % 12 == 0 {
            let (seller, ticket) = (dice.pick(&cast.sellers).unwrap(), TicketId::new());
            let listing = market.listing(seller, "2");
            let listing = match cast.tickets.first().map(|first| market.ticket(*first)) {
                Some(first) => NewListing {
                    event: first.event,
                    new_event: None,
                    details: seat(&mut dice),
                    ..listing
                },
                None => listing,
            };
            let is_listed = loop {
                match market.market.list(ticket, listing.clone()).await {
                    Ok(()) => break true,
                    Err(CommandError::Refused(TicketRefusal::SeatListed(_))) => break false,
                    Err(_) => market.pass(Duration::from_millis(100)).await,
                }
            };
            cast.tickets.extend(is_listed.then_some(ticket));
            let old = cast.tickets.len().saturating_sub(8);
            cast.tickets.drain(..old);
        }
        step(&mut dice, &mut cast, &market.market, &market.gateway, &mut calls);
        assert_nobody_holds_too_much(&market, &cast.buyers);
        match dice.below(1000) {
            0..500 => {}
            500..800 => tokio::task::yield_now().await,
            800..950 => market.pass(Duration::from_millis(dice.below(3000))).await,
            950..995 => market.pass(Duration::from_secs(dice.below(120))).await,
            _ => {
                calls.abort_all();
                while calls.join_next().await.is_some() {}
                market = market.crash().await;
                trouble(&market, dice.roll());
            }
        }
        while let Some(done) = calls.try_join_next() {
            done.unwrap();
        }
    }
    while let Some(done) = calls.join_next().await {
        done.unwrap();
    }
    market.journal.fault(|_| CommitFault::None);
    market.gateway.fault(|_| Fault::None);
    market.pass(Duration::from_secs(LATE_MAX_SECONDS)).await;
    market.until_settled().await;
    // What was still on its way to the provider has arrived.
    market.pass(Duration::from_secs(2 * LATE_MAX_SECONDS)).await;
    assert_eq!(market.market.running().await, Ok([0, 0, 0, 0]), "actors of what is settled");
    let totals = market.assert_sound();
    market.market.kill().await;
    (totals.orders, totals.completed)
}

#[tokio::test(start_paused = true)]
async fn the_market_keeps_every_promise() {
    let (seeds, steps) = plan(500);
    let (mut orders, mut completed) = (0, 0);
    for seed in seeds {
        let _again = Seed { seed, test: "the_market_keeps_every_promise" };
        let history = history(seed, steps).await;
        orders += history.0;
        completed += history.1;
    }
    println!("{orders} orders, {completed} of them completed");
    assert!(completed > 0 && completed < orders, "nothing much happened");
}
