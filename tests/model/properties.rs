//! What holds in every state, and what happens in some.

use stateright::Property;

use super::world::{
    ChargeIs, Draft, Intent, Known, Market, OrderIs, Over, PURCHASES, ProviderHas, TicketIs, World,
    pairs,
};

pub const HELD: &str = "an order is open if and only if it holds its ticket";
pub const SOLD: &str = "a ticket has at most one completed order, and is sold to it";
pub const TOGETHER: &str = "tickets bought together are held, sold and let go together";
pub const MONEY: &str = "money is taken and kept only for tickets that are being sold or are sold";
pub const SETTLED: &str = "once a purchase is settled, a ticket is paid if and only if it is sold";
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
                    let of_it = [TicketIs::Reserved(p), TicketIs::Selling(p)];
                    (
                        once_sold(world.records.orders[p][t]),
                        of_it.contains(&ticket).then_some(ticket),
                    )
                };
                let mut tickets = market.tickets_of(p).map(of);
                let first = tickets.next();
                tickets.all(|other| Some(other) == first)
            })
        }),
        always(MONEY, |market, world| {
            (0..PURCHASES).all(|p| market.tickets_of(p).all(|t| money(world, (p, t))))
        }),
        always(SETTLED, |market, world| {
            let well = |p: usize| market.tickets_of(p).all(|t| settled_well(world, p, t));
            (0..PURCHASES).all(|p| !market.is_settled(world, p) || well(p))
        }),
        always(ON_TIME, |_, world| !world.sold_late),
        always(FORWARD, |_, world| !world.went_back),
        sometimes("two tickets are sold together", |market, world| {
            market.tickets_of(0).all(|t| world.records.tickets[t] == TicketIs::Sold(0))
        }),
        sometimes(
            "one ticket is given back, and what was bought with it stays sold",
            |_, world| {
                parts(world, |order| order == OrderIs::Cancelled(Over::Refunded))
                    && parts(world, |order| order == OrderIs::Completed)
            },
        ),
        sometimes("two tickets go back at once, each by itself", |_, world| {
            world.paying[0].iter().flatten().count() == 2
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
            pairs().any(|(p, t)| {
                let unknown = world.paying[p][t].is_some_and(|it| it.known == Known::Unknown);
                unknown && world.back[p][t] && world.records.orders[p][t] == OrderIs::Refunding
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

/// Of each ticket's part of a payment, captured minus refunded is 0 or its price. It is the price only
/// while the sale is settled or being settled: the ticket `Selling` for it (the capture was asked for,
/// its answer or its entry is still to come) or sold to it, a refund having been asked for or not. The
/// one exception is a capture behind our back: it is not ours to prevent, and [`SETTLED`] says that it
/// goes back.
fn money(world: &World, (p, t): (usize, usize)) -> bool {
    let (ticket, order) = (world.records.tickets[t], world.records.orders[p][t]);
    match world.told(p, t) {
        ProviderHas::Captured => {
            ticket == TicketIs::Selling(p) || ticket == TicketIs::Sold(p) || world.meddled[p]
        }
        ProviderHas::Refunded => !order.is_paid() || order == OrderIs::Refunding,
        ProviderHas::Nothing => {
            !order.is_paid() && (world.records.charges[p][t] != ChargeIs::Authorised)
        }
        ProviderHas::Authorised | ProviderHas::Voided | ProviderHas::Declined => !order.is_paid(),
    }
}

/// The provider, the charge and the order say the same.
fn settled_well(world: &World, p: usize, t: usize) -> bool {
    let is_paid = world.records.orders[p][t].is_paid();
    match (world.told(p, t), world.records.charges[p][t]) {
        (ProviderHas::Captured, ChargeIs::Completed) => is_paid,
        (ProviderHas::Nothing, ChargeIs::NotThere | ChargeIs::Failed | ChargeIs::Voided)
        | (ProviderHas::Voided, ChargeIs::Failed | ChargeIs::Voided)
        | (ProviderHas::Declined, ChargeIs::Failed)
        | (ProviderHas::Refunded, ChargeIs::Refunded) => !is_paid,
        _ => false,
    }
}

/// Once it is paid, each order of a purchase goes on by itself.
fn once_sold(order: OrderIs) -> OrderIs {
    match order {
        OrderIs::Refunding | OrderIs::Cancelled(Over::Refunded) => OrderIs::Completed,
        order => order,
    }
}

/// Whether it is so of one of the tickets that were bought together.
fn parts(world: &World, is_so: fn(OrderIs) -> bool) -> bool {
    world.records.orders[0].iter().any(|order| is_so(*order))
}

fn over(world: &World, why: Over) -> bool {
    pairs().any(|(p, t)| world.records.orders[p][t] == OrderIs::Cancelled(why))
}

fn ended(market: &Market, world: &World, why: Over, charge: ChargeIs) -> bool {
    (0..PURCHASES).any(|p| {
        market.tickets_of(p).all(|t| {
            let records = &world.records;
            (records.charges[p][t], records.orders[p][t]) == (charge, OrderIs::Cancelled(why))
        })
    })
}
