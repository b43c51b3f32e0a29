//! Histories of the pure machines, checked entry by entry.

use std::time::Duration;

use holdfast::{
    domain::{
        Deed, Details, EventEvent, OrderStatus, TicketStatus,
        rules::{
            order::OrderCommand,
            prices::PriceRules,
            ticket::{NewListing, TicketCommand},
        },
    },
    payments::machine::ProviderCall,
    types::{
        BuyerFee, Category, ChargeId, City, Currency, EventId, EventName, Fees, OrderId, Price,
        Reason, SellerFee, TicketId, Timestamp, Title, UserId, Venue, ZoneName,
    },
};

use super::world::{MAX_ATTEMPTS, World};
use crate::common::dice::{Seed, plan};

const NEVER: Timestamp = Timestamp::from_millis(i64::MAX);
const HOLD: Duration = Duration::from_secs(900);
/// How many tickets are on the market at once; more are listed as these are sold or withdrawn.
const LIVE: usize = 8;

struct Cast {
    users: Vec<UserId>,
    live: Vec<TicketId>,
    tickets: Vec<TicketId>,
    /// The latest of each, and all.
    orders: Vec<OrderId>,
    charges: Vec<ChargeId>,
}

fn recent<T>(of: &[T]) -> &[T] {
    &of[of.len().saturating_sub(30)..]
}

fn price(world: &mut World) -> Price {
    Price::from_minor(u32::try_from(world.dice.below(3)).unwrap() + 1).unwrap()
}

fn step(world: &mut World, cast: &mut Cast) {
    let user = world.dice.pick(&cast.users).unwrap();
    let ticket = world.dice.pick(&cast.live);
    let order = world.dice.pick(recent(&cast.orders));
    let charge = world.dice.pick(recent(&cast.charges));
    match (world.dice.below(100), ticket, order, charge) {
        (0..5, ..) if cast.live.len() < LIVE => list(world, cast, user),
        (5..8, Some(ticket), ..) => {
            let title = Title::parse("Other").unwrap();
            let price = price(world);
            let (details, rules) = (None, PriceRules::NONE);
            let edit =
                TicketCommand::Edit { by: user, title, price, details, rules, if_version: None };
            world.ask_ticket(ticket, &edit);
        }
        (8, Some(ticket), ..) => {
            world.ask_ticket(ticket, &TicketCommand::Withdraw(user));
        }
        (9..25, Some(ticket), known, _) => {
            let again = known.filter(|_| world.dice.percent(10));
            let order = again.unwrap_or_else(|| OrderId::from_bytes(world.dice.bytes()));
            let fees = Fees {
                buyer: BuyerFee::new("50".parse().unwrap(), Currency::EUR),
                seller: SellerFee::new("5".parse().unwrap(), Currency::EUR),
            };
            let saw = fees.buyer.total(world.ticket(ticket).unwrap().price).unwrap();
            let price = if world.dice.percent(80) { saw } else { price(world) };
            let (buyer, hold) = (user, HOLD);
            let command = TicketCommand::Reserve { order, buyer, price, fees, hold };
            world.ask_ticket(ticket, &command);
            if again.is_none() && world.order(order).is_some() {
                cast.orders.push(order);
            }
        }
        (25..30, Some(ticket), Some(order), _) => {
            world.ask_ticket(ticket, &TicketCommand::Expire { order });
        }
        (30..45, _, Some(order), known) => {
            let again = known.filter(|id| world.charge(*id).is_some_and(|c| c.order == order));
            let charge = again.filter(|_| world.dice.percent(50));
            let charge = charge.unwrap_or_else(|| ChargeId::from_bytes(world.dice.bytes()));
            // A charge that is settled is answered by its outcome, before the machine is asked.
            if world.charge(charge).is_none_or(|charge| charge.status.is_unfinished()) {
                let max_attempts = MAX_ATTEMPTS;
                world.tell_order(order, &OrderCommand::Pay { charge, max_attempts });
                cast.charges.push(charge);
            }
        }
        (45..47, _, Some(order), _) => world.tell_order(order, &OrderCommand::Cancel),
        (47, _, Some(order), _) => {
            let reason = Reason::parse("The concert is off").unwrap();
            let relist = world.dice.percent(50);
            world.tell_order(
                order,
                &OrderCommand::Refund { relist, deed: Deed { by: user, reason } },
            );
        }
        (48..50, _, _, Some(charge)) => {
            // A message that was on its way for long.
            let known = world.charge(charge).filter(|c| c.stripe_id.is_some()).cloned();
            if let Some(known) = known {
                world.tell_order(known.order, &OrderCommand::Authorised(charge));
            }
        }
        (50, _, _, Some(charge)) => world.cancel_in_dashboard(charge),
        (51..95, ..) => bustle(world),
        (95..97, ..) => world.reconcile(&cast.orders, &cast.charges),
        (97, ..) if world.dice.percent(20) => world.crash(),
        _ => {
            let seconds = world.dice.below(200);
            world.now = world.now + Duration::from_secs(seconds);
        }
    }
    let sold = |world: &World, id| match world.ticket(id).unwrap().status {
        TicketStatus::Sold { .. } | TicketStatus::Withdrawn => true,
        TicketStatus::Available | TicketStatus::Reserved(_) | TicketStatus::Selling { .. } => false,
    };
    cast.live.retain(|id| !sold(world, *id));
}

fn list(world: &mut World, cast: &mut Cast, seller: UserId) {
    let ticket = TicketId::from_bytes(world.dice.bytes());
    let listing = NewListing {
        event: EventId::from_bytes(world.dice.bytes()),
        category: Category::Other,
        new_event: Some(EventEvent::Created {
            name: EventName::parse("The Test Band").unwrap(),
            venue: Venue::parse("Town Hall").unwrap(),
            city: City::parse("Berlin").unwrap(),
            starts_at: NEVER,
            zone: ZoneName::parse("Europe/Berlin").unwrap(),
            created_by: seller,
        }),
        event_starts_at: NEVER,
        event_ends_at: None,
        seller,
        title: Title::parse("Seat").unwrap(),
        price: price(world),
        details: Details::default(),
        file: None,
        group: None,
        handover: None,
    };
    world.ask_ticket(ticket, &TicketCommand::List(Box::new(listing), PriceRules::NONE));
    if world.ticket(ticket).is_some() {
        cast.live.push(ticket);
        cast.tickets.push(ticket);
    }
}

/// Some message arrives, or some payment goes on.
fn bustle(world: &mut World) {
    let waiting = world.to_tickets.iter().filter(|(_, queue)| !queue.is_empty());
    let waiting = waiting.map(|(id, _)| *id).collect::<Vec<_>>();
    let payments = world.payments.keys().copied().collect::<Vec<_>>();
    match world.dice.below(3) {
        0 => {
            if let Some(ticket) = world.dice.pick(&waiting) {
                world.deliver_to(ticket);
            }
        }
        1 => {
            if let Some((order, command)) = world.to_orders.pop_front() {
                world.tell_order(order, &command);
            }
        }
        _ => {
            if let Some(charge) = world.dice.pick(&payments) {
                world.step_payment(charge);
            }
        }
    }
}

/// Without trouble, all that is under way comes to an end.
fn settle(world: &mut World, cast: &Cast) {
    world.trouble = 0;
    for _ in 0..100 {
        world.now = world.now + HOLD / 2;
        for ticket in &cast.tickets {
            if let Some(held) = world.ticket(*ticket).unwrap().status.reservation().copied() {
                world.ask_ticket(*ticket, &TicketCommand::Expire { order: held.order });
            }
        }
        world.reconcile(&cast.orders, &cast.charges);
        for _ in 0..500 {
            bustle(world);
        }
        let open = cast.orders.iter().any(|id| world.order(*id).unwrap().status.is_open());
        if !open && world.payments.is_empty() && world.to_orders.is_empty() {
            return;
        }
    }
    let open = cast.orders.iter().map(|id| world.order(*id).unwrap());
    let open = open.filter(|order| order.status.is_open()).collect::<Vec<_>>();
    let of = open
        .iter()
        .map(|o| (world.ticket(o.ticket), o.status.charge_under_way().map(|c| world.charge(c))));
    panic!("these are never settled: {open:#?} {:#?}", of.collect::<Vec<_>>());
}

#[test]
fn the_machines_keep_every_promise() {
    let (seeds, steps) = plan(1000);
    let mut totals = [0, 0, 0];
    for seed in seeds {
        let _again = Seed { seed, test: "the_machines_keep_every_promise" };
        let mut world = World::new(seed);
        let mut cast =
            Cast { users: vec![], live: vec![], tickets: vec![], orders: vec![], charges: vec![] };
        for _ in 0..6 {
            cast.users.push(UserId::from_bytes(world.dice.bytes()));
        }
        for _ in 0..steps {
            step(&mut world, &mut cast);
        }
        settle(&mut world, &cast);
        let (history, findings) = world.auditor.finish();
        assert!(findings.is_empty(), "{findings:#?}");
        for id in &cast.orders {
            let order = world.order(*id).unwrap();
            let of_it = |charge| world.charge(charge).is_some_and(|charge| charge.order == *id);
            let count =
                |call| world.ledger.iter().filter(|line| line.1 == call && of_it(line.0)).count();
            let expect = usize::from(matches!(order.status, OrderStatus::Completed { .. }));
            assert_eq!(
                count(ProviderCall::Capture) - count(ProviderCall::Refund),
                expect,
                "{order:?}"
            );
        }
        totals[0] += history.orders;
        totals[1] += history.completed;
        totals[2] += history.charges;
    }
    println!("orders, completed ones, charges: {totals:?}");
    assert!(totals[1] > 0 && totals[1] < totals[0], "nothing much happened: {totals:?}");
}
