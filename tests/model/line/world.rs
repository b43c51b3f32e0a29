//! What is durable of two tickets, of whom they are, and of who waits; and what can happen next.

use stateright::{Model, Property};

use super::{
    properties,
    real::{Step, Told, entry},
};

pub const TICKETS: usize = 2;
pub const BUYERS: usize = 3;

/// What of the line is left out, to see that its absence is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutation {
    None,
    /// What an entry leaves free is free for all.
    NobodyServed,
    /// The last in the line is served before the first.
    LastFirst,
}

/// The first buyer waits for the first ticket, the others for so many seats.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    pub seats: [u8; BUYERS - 1],
    /// How many one buyer may hold.
    pub held_max: usize,
    /// Whether each buyer presses Buy for one thing only.
    pub is_picky: bool,
    pub mutation: Mutation,
}

/// What somebody wishes for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    Ticket(usize),
    Seats(u8),
}

/// Which tickets.
pub type Tickets = [bool; TICKETS];

/// An order that goes on, or is paid. Its ticket is what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Own {
    pub buyer: usize,
    pub is: OrderIs,
    /// For what the orders were that were made together.
    pub together: Tickets,
    pub late: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrderIs {
    Held,
    /// Within an action: a payment for it has begun.
    Paying,
    Selling,
    Sold,
    /// Within an action: its money is to go back.
    Refunding,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlaceIs {
    NotThere,
    Waiting,
    /// They hold what they waited for, by the order of this purchase.
    Served(Tickets),
    Out,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    pub is: PlaceIs,
    /// Where they stand, or stood before it was their turn.
    pub rank: u8,
    pub let_pass: u8,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct World {
    /// By ticket; one that is nobody's is for sale.
    pub owns: [Option<Own>; TICKETS],
    pub places: [Place; BUYERS],
    /// Of a ticket that is free, who may wait all the same: who has let it go or was passed over in
    /// the entry that freed it, and who has come back into the line since: they wait for what becomes
    /// free from then on.
    pub excused: [[bool; BUYERS]; TICKETS],
    pub broken: Broken,
}

/// What was seen in an entry, and should not have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Broken {
    /// An order went on without its ticket, or a ticket was held without it.
    pub astray: bool,
    /// Somebody had what one before them could have had.
    pub out_of_turn: bool,
    /// Somebody was passed over who may have held it.
    pub passed_over: bool,
    /// Somebody let it pass, and was not the last then.
    pub jumped: bool,
    /// Somebody has again at once what they let go.
    pub again: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Hold(usize, Tickets),
    /// The purchase that this ticket is of is paid: the money is held ready.
    Sell(usize),
    /// Its card is declined.
    Decline(usize),
    Sold(usize),
    /// Its money is not to be had, and the sale is given up.
    Abandon(usize),
    /// The money for one ticket goes back.
    Refund(usize),
    /// One ticket is let go.
    Drop(usize),
    /// All that was held with it.
    Cancel(usize),
    CancelBySite(usize),
    DeadlinePasses(usize),
    Expire(usize),
    Wait(usize),
    WaitNoMore(usize),
}

impl Line {
    pub fn wish(&self, buyer: usize) -> Wish {
        match buyer.checked_sub(1) {
            None => Wish::Ticket(0),
            Some(n) => Wish::Seats(self.seats[n]),
        }
    }

    /// What somebody may buy at once.
    fn purchases(&self, buyer: usize) -> &'static [Tickets] {
        match (self.wish(buyer), self.is_picky) {
            (Wish::Ticket(_), _) => &[[true, false]],
            (Wish::Seats(1), true) => &[[false, true]],
            (Wish::Seats(1), false) => &[[true, false], [false, true]],
            (Wish::Seats(_), true) => &[[true, true]],
            (Wish::Seats(_), false) => &[[true, true], [false, true]],
        }
    }
}

impl Wish {
    pub fn quantity(self) -> usize {
        match self {
            Self::Ticket(_) => 1,
            Self::Seats(quantity) => quantity.into(),
        }
    }

    /// Whether these are all that is wished for.
    pub fn is_in(self, tickets: Tickets) -> bool {
        match self {
            Self::Ticket(t) => tickets[t],
            Self::Seats(quantity) => {
                tickets.iter().filter(|there| **there).count() >= usize::from(quantity)
            }
        }
    }
}

impl World {
    /// The tickets that are still of the purchase that this one is of.
    pub fn purchase(&self, t: usize) -> Tickets {
        let own = self.owns[t];
        std::array::from_fn(|of| {
            let other = self.owns[of];
            own.zip(other).is_some_and(|(own, other)| {
                (own.buyer, own.together) == (other.buyer, other.together)
            })
        })
    }

    /// How many are held for somebody.
    pub fn held_by(&self, buyer: usize) -> usize {
        let is_held = |own: &Own| own.buyer == buyer && own.is != OrderIs::Sold;
        self.owns.iter().flatten().filter(|own| is_held(own)).count()
    }

    /// What an entry has made of it, looked at by what was told.
    fn followed_by(&self, line: &Line, mut next: Self, told: &Told) -> Self {
        for buyer in 0..BUYERS {
            let (was, is) = (self.places[buyer], next.places[buyer]);
            let has_come_back = matches!(was.is, PlaceIs::Served(_)) && is.is == PlaceIs::Waiting;
            for t in 0..TICKETS {
                let is_free = next.owns[t].is_none();
                let is_freed = is_free && self.owns[t].is_some();
                let is_excused = told.let_go[t][buyer] || told.passed_over[buyer];
                next.excused[t][buyer] = is_free
                    && (self.excused[t][buyer] || has_come_back || (is_freed && is_excused));
            }
            if has_come_back && !told.by_site[buyer] {
                let is_behind = |other: usize| next.places[other].rank > is.rank;
                let came_with = |other: usize| matches!(self.places[other].is, PlaceIs::Served(_));
                next.broken.jumped |=
                    (0..BUYERS).any(|other| is_behind(other) && !came_with(other));
            }
            if let (PlaceIs::Waiting, PlaceIs::Served(had)) = (was.is, is.is) {
                next.broken.out_of_turn |= self.could_have_had(line, buyer, had, told);
                next.broken.again |= (0..TICKETS).any(|t| had[t] && told.let_go[t][buyer]);
            }
            let held = self.held_by(buyer) + line.wish(buyer).quantity();
            next.broken.passed_over |= told.passed_over[buyer] && held <= line.held_max;
        }
        next
    }

    /// Whether somebody who stood before this buyer could have had what they have.
    fn could_have_had(&self, line: &Line, served: usize, had: Tickets, told: &Told) -> bool {
        (0..BUYERS).any(|buyer| {
            let place = self.places[buyer];
            let is_before = place.is == PlaceIs::Waiting && place.rank < self.places[served].rank;
            let is_done = told.served[buyer] || told.passed_over[buyer];
            let for_them = std::array::from_fn(|t| had[t] && !told.let_go[t][buyer]);
            is_before && !is_done && line.wish(buyer).is_in(for_them)
        })
    }
}

impl Line {
    fn after(&self, world: &World, steps: &[Step]) -> Option<World> {
        steps.iter().try_fold(world.clone(), |world, step| {
            let (next, told) = entry(self, &world, *step)?;
            Some(world.followed_by(self, next, &told))
        })
    }

    fn of_purchase(&self, world: &World, t: usize, own: Own, actions: &mut Vec<Action>) {
        let purchase = world.purchase(t);
        let is_first = purchase.iter().position(|there| *there) == Some(t);
        let is_of_several = purchase.iter().filter(|there| **there).count() > 1;
        match own.is {
            OrderIs::Held => {
                actions.push(Action::CancelBySite(t));
                if is_of_several {
                    actions.push(Action::Drop(t));
                }
                if own.late {
                    actions.push(Action::Expire(t));
                }
                if is_first {
                    actions.extend([Action::Cancel(t), Action::Sell(t), Action::Decline(t)]);
                }
            }
            OrderIs::Selling if is_first => {
                actions.extend([Action::Sold(t), Action::Abandon(t)]);
            }
            OrderIs::Sold => actions.push(Action::Refund(t)),
            _ => {}
        }
        if is_first && !own.late && own.is != OrderIs::Sold {
            actions.push(Action::DeadlinePasses(t));
        }
    }
}

impl Model for Line {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        vec![World {
            owns: [None; TICKETS],
            places: [Place { is: PlaceIs::NotThere, rank: 0, let_pass: 0 }; BUYERS],
            excused: [[false; BUYERS]; TICKETS],
            broken: Broken::default(),
        }]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        for buyer in 0..BUYERS {
            let wanted = self.purchases(buyer).iter();
            actions.extend(wanted.map(|tickets| Action::Hold(buyer, *tickets)));
            match world.places[buyer].is {
                PlaceIs::NotThere | PlaceIs::Out => actions.push(Action::Wait(buyer)),
                PlaceIs::Waiting => actions.push(Action::WaitNoMore(buyer)),
                PlaceIs::Served(_) => {}
            }
        }
        for t in 0..TICKETS {
            if let Some(own) = world.owns[t] {
                self.of_purchase(world, t, own, actions);
            }
        }
    }

    fn next_state(&self, world: &World, action: Action) -> Option<World> {
        match action {
            Action::Hold(buyer, tickets) => self.after(world, &[Step::Hold(buyer, tickets)]),
            Action::Sell(t) => self.after(world, &[Step::Pay(t), Step::Authorised(t)]),
            Action::Decline(t) => self.after(world, &[Step::Pay(t), Step::Declined(t)]),
            Action::Sold(t) => self.after(world, &[Step::Captured(t)]),
            Action::Abandon(t) => self.after(world, &[Step::NotCaptured(t)]),
            Action::Refund(t) => self.after(world, &[Step::AskRefund(t), Step::Refunded(t)]),
            Action::Drop(t) => self.after(world, &[Step::Drop(t)]),
            Action::Cancel(t) => self.after(world, &[Step::Cancel(t)]),
            Action::CancelBySite(t) => self.after(world, &[Step::CancelBySite(t)]),
            Action::Expire(t) => self.after(world, &[Step::Expire(t)]),
            Action::Wait(buyer) => self.after(world, &[Step::Wait(buyer)]),
            Action::WaitNoMore(buyer) => self.after(world, &[Step::WaitNoMore(buyer)]),
            Action::DeadlinePasses(t) => {
                let (mut next, purchase) = (world.clone(), world.purchase(t));
                let own = next.owns.iter_mut().zip(purchase).filter(|(_, there)| *there);
                own.filter_map(|(own, _)| own.as_mut()).for_each(|own| own.late = true);
                Some(next)
            }
        }
    }

    fn properties(&self) -> Vec<Property<Self>> {
        properties::all()
    }
}
