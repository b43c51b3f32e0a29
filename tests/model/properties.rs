//! What holds in every state, and what happens in some.

use stateright::Property;

use super::world::{
    ChargeIs, Draft, Goal, Intent, Known, Market, OrderIs, Over, PURCHASES, ProviderHas, TICKETS,
    TicketIs, World,
};

pub const HELD: &str = "an order is open if and only if it holds its ticket";
pub const SOLD: &str = "a ticket has at most one completed order, and is sold to it";
pub const TOGETHER: &str = "tickets bought together are held, sold and let go together";
pub const MONEY: &str = "money is taken only for tickets that are being sold or are sold";
pub const SETTLED: &str = "once a purchase is settled, it is paid if and only if it is completed";
pub const ON_TIME: &str = "no sale starts after its deadline";
pub const FORWARD: &str = "no order and no charge goes back";

pub fn all() -> Vec<Property<Market>> {
    vec![
        always(HELD, |_, world| {
            pairs().all(|(p, t)| {
                let holds = match world.records.tickets[t] {
                    TicketIs::Reserved(by) | TicketIs::Selling(by) => by == p,
                    TicketIs::Available | TicketIs::Sold(_) => false,
                };
                world.records.orders[p][t].is_open() == holds
            })
        }),
        always(SOLD, |_, world| {
            pairs().all(|(p, t)| {
                let is_its = world.records.tickets[t] == TicketIs::Sold(p);
                world.records.orders[p][t].is_paid() == is_its
            })
        }),
        always(TOGETHER, |market, world| {
            (0..PURCHASES).all(|p| {
                let of = |t: usize| {
                    let ticket = world.records.tickets[t];
                    let of_it = [TicketIs::Reserved(p), TicketIs::Selling(p), TicketIs::Sold(p)];
                    (world.records.orders[p][t], of_it.contains(&ticket).then_some(ticket))
                };
                let mut tickets = market.tickets_of(p).map(of);
                let first = tickets.next();
                tickets.all(|other| Some(other) == first)
            })
        }),
        always(MONEY, |market, world| (0..PURCHASES).all(|p| money(market, world, p))),
        always(SETTLED, |market, world| {
            (0..PURCHASES).all(|p| !market.is_settled(world, p) || settled_well(market, world, p))
        }),
        always(ON_TIME, |_, world| !world.sold_late),
        always(FORWARD, |_, world| !world.went_back),
        sometimes("two tickets are sold together", |market, world| {
            market.wants[0] == [true; TICKETS]
                && world.records.tickets == [TicketIs::Sold(0); TICKETS]
        }),
        sometimes("a ticket is sold to the other buyer after a refund", |_, world| {
            pairs().any(|(p, t)| {
                world.records.orders[p][t] == OrderIs::Cancelled(Over::Refunded)
                    && world.records.orders[1 - p][t].is_paid()
            })
        }),
        sometimes("a purchase expires", |_, world| over(world, Over::Expired)),
        sometimes("a buyer cancels", |_, world| over(world, Over::Buyer)),
        sometimes("a card is declined", |_, world| over(world, Over::Declined)),
        sometimes("a late authorisation is voided", |market, world| {
            ended(market, world, Over::Expired, ChargeIs::Voided)
        }),
        sometimes("what was captured all the same is refunded", |market, world| {
            ended(market, world, Over::Expired, ChargeIs::Refunded)
        }),
        sometimes("a refund's answer is lost", |_, world| {
            (0..PURCHASES).any(|p| {
                let unknown = world.paying[p].is_some_and(|paying| {
                    (paying.goal, paying.known) == (Goal::Refund, Known::Unknown)
                });
                unknown && world.provider[p] == ProviderHas::Refunded
            })
        }),
        sometimes("a decision meets a conflict", |_, world| {
            world.drafts.iter().any(|draft| draft.stale)
        }),
        sometimes("a deadline passes between a sale's decision and its entry", |_, world| {
            let sale = |draft: &Draft| matches!(draft.intent, Intent::Sell(p) if world.late[p]);
            world.drafts.iter().any(|draft| sale(draft) && !draft.late && !draft.stale)
        }),
        sometimes("a sale goes on past its deadline", |_, world| {
            pairs().any(|(p, t)| world.late[p] && world.records.tickets[t] == TicketIs::Selling(p))
        }),
    ]
}

fn always(name: &'static str, holds: fn(&Market, &World) -> bool) -> Property<Market> {
    Property::always(name, holds)
}

fn sometimes(name: &'static str, happens: fn(&Market, &World) -> bool) -> Property<Market> {
    Property::sometimes(name, happens)
}

/// Captured minus refunded is 0 or the price. It is the price only while the sale is settled or being
/// settled: every ticket `Selling` for it (the capture was asked for, its answer or its entry is
/// still to come) or sold to it, a refund having been asked for or not. The one exception is a
/// capture behind our back: it is not ours to prevent, and [`SETTLED`] says that it goes back.
fn money(market: &Market, world: &World, p: usize) -> bool {
    let records = &world.records;
    let for_it = |ticket| ticket == TicketIs::Selling(p) || ticket == TicketIs::Sold(p);
    let paid = market.tickets_of(p).any(|t| records.orders[p][t].is_paid());
    let asked_back = market.tickets_of(p).all(|t| records.orders[p][t] == OrderIs::Refunding);
    match world.provider[p] {
        ProviderHas::Captured => {
            market.tickets_of(p).all(|t| for_it(records.tickets[t])) || world.meddled[p]
        }
        ProviderHas::Refunded => !paid || asked_back,
        ProviderHas::Nothing => !paid && (records.charges[p] != ChargeIs::Authorised),
        ProviderHas::Authorised | ProviderHas::Voided | ProviderHas::Declined => !paid,
    }
}

/// The provider, the charge and the orders say the same.
fn settled_well(market: &Market, world: &World, p: usize) -> bool {
    let completed = market.tickets_of(p).all(|t| world.records.orders[p][t].is_paid());
    match (world.provider[p], world.records.charges[p]) {
        (ProviderHas::Captured, ChargeIs::Completed) => completed,
        (ProviderHas::Nothing, ChargeIs::NotThere | ChargeIs::Failed | ChargeIs::Voided)
        | (ProviderHas::Voided, ChargeIs::Failed | ChargeIs::Voided)
        | (ProviderHas::Declined, ChargeIs::Failed)
        | (ProviderHas::Refunded, ChargeIs::Refunded) => !completed,
        _ => false,
    }
}

fn pairs() -> impl Iterator<Item = (usize, usize)> {
    (0..PURCHASES * TICKETS).map(|n| (n / TICKETS, n % TICKETS))
}

fn over(world: &World, why: Over) -> bool {
    pairs().any(|(p, t)| world.records.orders[p][t] == OrderIs::Cancelled(why))
}

fn ended(market: &Market, world: &World, why: Over, charge: ChargeIs) -> bool {
    (0..PURCHASES).any(|p| {
        world.records.charges[p] == charge
            && market.tickets_of(p).all(|t| world.records.orders[p][t] == OrderIs::Cancelled(why))
    })
}
