//! What holds in every state, and what happens in some.

use holdfast::domain::rules::waitlist::LET_PASS_MAX;
use stateright::Property;

use super::world::{BUYERS, Line, OrderIs, PlaceIs, TICKETS, World};

pub const FREE: &str = "no ticket is free while somebody waits who could have it";
pub const IN_TURN: &str = "whoever asked first comes first";

pub fn all() -> Vec<Property<Line>> {
    vec![
        always(FREE, |line, world| {
            (0..BUYERS).filter(|buyer| waits(world, *buyer)).all(|buyer| {
                let could = |t: usize| world.owns[t].is_none() && !world.excused[t][buyer];
                !line.wish(buyer).is_in(std::array::from_fn(could))
            })
        }),
        always(IN_TURN, |_, world| !world.broken.out_of_turn),
        always("whoever lets it pass goes to the end", |_, world| !world.broken.jumped),
        always("nobody has again at once what they let go", |_, world| !world.broken.again),
        always("whoever is passed over may not hold it", |_, world| !world.broken.passed_over),
        always("an order goes on if and only if it has its ticket", |_, world| {
            !world.broken.astray
        }),
        always(
            "it is somebody's turn if and only if they hold what they waited for",
            |_, world| {
                (0..BUYERS).all(|buyer| {
                    let PlaceIs::Served(had) = world.places[buyer].is else { return true };
                    world.owns.iter().flatten().any(|own| {
                        (own.buyer, own.together) == (buyer, had) && own.is != OrderIs::Sold
                    })
                })
            },
        ),
        always("nobody holds more than they may", |line, world| {
            (0..BUYERS).all(|buyer| world.held_by(buyer) <= line.held_max)
        }),
        always("nobody waits for a ticket that they hold", |_, world| {
            !(waits(world, 0) && holds(world, 0, 0))
        }),
        always("nobody lets it pass once too often", |_, world| {
            world.places.iter().all(|place| place.let_pass < LET_PASS_MAX)
        }),
        sometimes("two have their turn", |_, world| {
            world.places.iter().filter(|place| is_served(place.is)).count() == 2
        }),
        sometimes("somebody has two tickets in their turn", |_, world| {
            world.places.iter().any(|place| place.is == PlaceIs::Served([true; TICKETS]))
        }),
        sometimes("all wait", |_, world| (0..BUYERS).all(|buyer| waits(world, buyer))),
        sometimes("somebody has their second turn", |_, world| {
            world.places.iter().any(|place| is_served(place.is) && place.let_pass == 1)
        }),
        sometimes("somebody is put out", |_, world| {
            world.places.iter().any(|place| place.is == PlaceIs::Out)
        }),
        sometimes("it is free, and who has let it pass waits", |_, world| {
            (0..BUYERS).any(|buyer| {
                let place = world.places[buyer];
                place.is == PlaceIs::Waiting
                    && place.let_pass == 1
                    && world.excused.iter().any(|by| by[buyer])
            })
        }),
        sometimes("who has lost it by no fault of theirs waits before who has it", |_, world| {
            (0..BUYERS).any(|buyer| {
                let before = |other: usize| world.places[other].rank < world.places[buyer].rank;
                is_served(world.places[buyer].is)
                    && (0..BUYERS).any(|other| waits(world, other) && before(other))
            })
        }),
        sometimes("what was had in a turn is sold", |_, world| {
            let is_sold = |t: usize| world.owns[t].is_some_and(|own| own.is == OrderIs::Sold);
            (0..TICKETS).all(is_sold) && world.places.iter().any(|place| place.let_pass == 1)
        }),
        sometimes(
            "a deadline has passed while it is being sold, and somebody waits",
            |_, world| {
                let late =
                    world.owns.iter().flatten().any(|own| own.late && own.is == OrderIs::Selling);
                late && (0..BUYERS).any(|buyer| waits(world, buyer))
            },
        ),
        sometimes("somebody is passed over", |line, world| {
            line.held_max == 1
                && (0..BUYERS).any(|buyer| {
                    waits(world, buyer)
                        && world.held_by(buyer) == 1
                        && world.excused.iter().any(|by| by[buyer])
                })
        }),
    ]
}

fn always(name: &'static str, holds: fn(&Line, &World) -> bool) -> Property<Line> {
    Property::always(name, holds)
}

fn sometimes(name: &'static str, happens: fn(&Line, &World) -> bool) -> Property<Line> {
    Property::sometimes(name, happens)
}

fn waits(world: &World, buyer: usize) -> bool {
    world.places[buyer].is == PlaceIs::Waiting
}

fn is_served(place: PlaceIs) -> bool {
    matches!(place, PlaceIs::Served(_))
}

fn holds(world: &World, buyer: usize, t: usize) -> bool {
    world.owns[t].is_some_and(|own| own.buyer == buyer && own.is != OrderIs::Sold)
}
