//! The model: durable records, what actors have in memory, the provider, and what can happen next.
//!
//! The frame is the one of the second edition: a decider reads, decides, and later commits one entry
//! over several records. An entry is a conflict if one of the records that it rests on has changed.

use stateright::{Model, Property};

use super::{
    properties,
    real::{PaymentStep, ProviderCall, Scene, intent_of, next_step, plan},
};

pub const TICKETS: usize = 4;
pub const PURCHASES: usize = 2;

/// What of the protocol is left out, to see that its absence is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutation {
    None,
    /// An entry is committed although what it rests on has changed.
    NoVersionCheck,
    /// The hold ends in one entry, the order in the next.
    ExpiryInTwo,
    /// A sale starts however late it is.
    NoDeadlineCheck,
    /// The money is captured while the tickets are only held.
    CaptureWithoutSelling,
    /// Of a payment for several the whole goes back for the one that is asked back.
    RefundOfTheWhole,
}

#[derive(Debug, Clone)]
pub struct Market {
    /// Which tickets each of the two buyers wants, together.
    pub wants: [[bool; TICKETS]; PURCHASES],
    /// How many decisions may be under way at once.
    pub drafts_max: usize,
    /// How many requests to the provider may go wrong.
    pub losses: u8,
    /// How often the server may be killed.
    pub crashes: u8,
    /// How often somebody changes a payment in the provider's dashboard.
    pub meddling: u8,
    pub mutation: Mutation,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TicketIs {
    Available,
    Reserved(usize),
    Selling(usize),
    Sold(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrderIs {
    NotThere,
    Created,
    Paying,
    /// Its charge has failed, by no fault of the buyer.
    Between,
    Completed,
    /// Completed, and to be given back.
    Refunding,
    Cancelled(Over),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Over {
    Buyer,
    Expired,
    Declined,
    Refunded,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChargeIs {
    NotThere,
    Created,
    Authorised,
    Completed,
    Refunded,
    Failed,
    Voided,
}

/// What is durable.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Records {
    pub tickets: [TicketIs; TICKETS],
    /// By purchase and ticket.
    pub orders: [[OrderIs; TICKETS]; PURCHASES],
    /// By purchase and ticket: all of a purchase are parts of one payment.
    pub charges: [[ChargeIs; TICKETS]; PURCHASES],
}

/// What the provider says of a payment, or of one part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProviderHas {
    Nothing,
    Authorised,
    Captured,
    Voided,
    Declined,
    Refunded,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Known {
    Nothing,
    Unknown,
    Told(ProviderHas),
}

/// What a payment's actor has in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Paying {
    pub known: Known,
    /// Whether the card is at hand.
    pub card: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    Declined,
    Interrupted,
    NotCaptured,
}

/// What an entry is for; each names its purchase, and those about one ticket alone name that, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Intent {
    Hold(usize),
    Begin(usize),
    Cancel(usize),
    AskRefund(usize, usize),
    Expire(usize),
    Sell(usize),
    Sold(usize),
    Fail(usize, Why),
    Voided(usize),
    LateRefund(usize),
    Refunded(usize, usize),
}

/// A record's new value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Write {
    Ticket(usize, TicketIs),
    Order(usize, usize, OrderIs),
    Charge(usize, usize, ChargeIs),
}

/// A decision that is not committed yet.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Draft {
    pub intent: Intent,
    /// Whether it was decided after the deadline.
    pub late: bool,
    /// Whether a record that it rests on has changed since.
    pub stale: bool,
    reads: u32,
    pub writes: Vec<Write>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct World {
    pub records: Records,
    /// Whose deadline has passed.
    pub late: [bool; PURCHASES],
    pub drafts: Vec<Draft>,
    /// By charge. Until a purchase is settled its first one's actor has all of them.
    pub paying: [[Option<Paying>; TICKETS]; PURCHASES],
    /// The payments.
    pub provider: [ProviderHas; PURCHASES],
    /// What of them went back.
    pub back: [[bool; TICKETS]; PURCHASES],
    /// A request to authorise that was given up and may arrive still.
    pub on_its_way: [bool; PURCHASES],
    pub losses: u8,
    pub crashes: u8,
    pub meddling: u8,
    /// Seen on the way here: a payment was changed behind our back; a sale started too late; a
    /// record went back.
    pub meddled: [bool; PURCHASES],
    pub sold_late: bool,
    pub went_back: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Decide(Intent),
    Commit(Intent),
    Ask(usize, usize, Outcome),
    /// A payment's actor has nothing more to do.
    Rest(usize, usize),
    /// The reconciler starts a payment's actor.
    Resume(usize, usize),
    Arrive(usize),
    NeverArrive(usize),
    DeadlinePasses(usize),
    Crash,
    CaptureInDashboard(usize),
    VoidInDashboard(usize),
}

/// What becomes of a request to the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Answered,
    Declined,
    AnswerLost,
    RequestLost,
    /// It is given up, and may arrive later.
    Delayed,
}

impl Intent {
    pub fn purchase(self) -> usize {
        match self {
            Self::Hold(p) | Self::Begin(p) | Self::Cancel(p) | Self::AskRefund(p, _) => p,
            Self::Expire(p) | Self::Sell(p) | Self::Sold(p) | Self::Fail(p, _) => p,
            Self::Voided(p) | Self::LateRefund(p) | Self::Refunded(p, _) => p,
        }
    }

    /// Whether it is about this ticket of its purchase.
    fn is_of(self, t: usize) -> bool {
        match self {
            Self::AskRefund(_, of) | Self::Refunded(_, of) => of == t,
            _ => true,
        }
    }

    /// Whether this payment's actor decides it: one thing at a time.
    fn is_of_payment(self, p: usize, t: usize) -> bool {
        let is_of_people = matches!(
            self,
            Self::Hold(_)
                | Self::Begin(_)
                | Self::Cancel(_)
                | Self::AskRefund(..)
                | Self::Expire(_)
        );
        !is_of_people && self.purchase() == p && self.is_of(t)
    }

    /// The records that it rests on: tickets, orders, charges.
    fn reads(self) -> (bool, bool, bool) {
        match self {
            Self::Hold(_) | Self::Cancel(_) | Self::Expire(_) => (true, true, false),
            Self::Begin(_) => (false, true, true),
            Self::AskRefund(..) => (false, true, false),
            Self::Voided(_) | Self::LateRefund(_) => (false, false, true),
            Self::Sell(_) | Self::Sold(_) | Self::Fail(..) | Self::Refunded(..) => {
                (true, true, true)
            }
        }
    }
}

impl OrderIs {
    pub fn is_open(self) -> bool {
        matches!(self, Self::Created | Self::Paying | Self::Between)
    }

    pub fn is_paid(self) -> bool {
        matches!(self, Self::Completed | Self::Refunding)
    }
}

impl ChargeIs {
    pub fn is_unfinished(self) -> bool {
        matches!(self, Self::Created | Self::Authorised)
    }
}

impl Write {
    fn bit(self) -> u32 {
        match self {
            Self::Ticket(t, _) => ticket_bit(t),
            Self::Order(p, t, _) => order_bit(p, t),
            Self::Charge(p, t, _) => charge_bit(p, t),
        }
    }

    /// Whether a record may become this.
    fn goes_on(self, was: &Records) -> bool {
        use OrderIs::{Between, Cancelled, Completed, Created, NotThere, Paying, Refunding};
        match self {
            Self::Ticket(..) => true,
            Self::Order(p, t, now) => matches!(
                (was.orders[p][t], now),
                (NotThere, Created)
                    | (Created, Paying)
                    | (Paying, Between | Completed)
                    | (Completed, Refunding)
                    | (Completed | Refunding, Cancelled(Over::Refunded))
                    | (Created | Paying | Between, Cancelled(Over::Buyer | Over::Expired))
                    | (Paying, Cancelled(Over::Declined))
            ),
            Self::Charge(p, t, now) => {
                use ChargeIs::{
                    Authorised, Completed, Created, Failed, NotThere, Refunded, Voided,
                };
                matches!(
                    (was.charges[p][t], now),
                    (NotThere, Created)
                        | (Created, Authorised)
                        | (Authorised, Completed)
                        | (Created | Authorised, Failed | Voided | Refunded)
                        | (Completed, Refunded)
                )
            }
        }
    }
}

impl Records {
    fn write(&mut self, write: Write) {
        match write {
            Write::Ticket(t, now) => self.tickets[t] = now,
            Write::Order(p, t, now) => self.orders[p][t] = now,
            Write::Charge(p, t, now) => self.charges[p][t] = now,
        }
    }

    fn changes(&self, after: &Self) -> Vec<Write> {
        let tickets = (0..TICKETS)
            .filter(|t| self.tickets[*t] != after.tickets[*t])
            .map(|t| Write::Ticket(t, after.tickets[t]));
        let orders = pairs()
            .filter(|(p, t)| self.orders[*p][*t] != after.orders[*p][*t])
            .map(|(p, t)| Write::Order(p, t, after.orders[p][t]));
        let charges = pairs()
            .filter(|(p, t)| self.charges[*p][*t] != after.charges[*p][*t])
            .map(|(p, t)| Write::Charge(p, t, after.charges[p][t]));
        tickets.chain(orders).chain(charges).collect()
    }
}

/// Every purchase and ticket.
pub fn pairs() -> impl Iterator<Item = (usize, usize)> {
    (0..PURCHASES * TICKETS).map(|n| (n / TICKETS, n % TICKETS))
}

fn ticket_bit(t: usize) -> u32 {
    1 << t
}
fn order_bit(p: usize, t: usize) -> u32 {
    1 << (TICKETS + p * TICKETS + t)
}
fn charge_bit(p: usize, t: usize) -> u32 {
    1 << (TICKETS + (PURCHASES + p) * TICKETS + t)
}

impl World {
    /// What the provider says of a part of a payment.
    pub fn told(&self, p: usize, t: usize) -> ProviderHas {
        match self.back[p][t] {
            true => ProviderHas::Refunded,
            false => self.provider[p],
        }
    }
}

impl Market {
    pub fn tickets_of(&self, p: usize) -> impl Iterator<Item = usize> + '_ {
        (0..TICKETS).filter(move |t| self.wants[p][*t])
    }

    /// Whether nothing of a purchase is under way; what is settled stays so until somebody asks.
    pub fn is_settled(&self, world: &World, p: usize) -> bool {
        let records = &world.records;
        world.paying[p].iter().all(Option::is_none)
            && !world.on_its_way[p]
            && records.charges[p].iter().all(|charge| !charge.is_unfinished())
            && self.tickets_of(p).all(|t| {
                let order = records.orders[p][t];
                !order.is_open() && order != OrderIs::Refunding
            })
            && world.drafts.iter().all(|draft| draft.intent.purchase() != p)
    }

    /// The charge by which the provider knows the payment.
    pub fn first_of(&self, p: usize) -> Option<usize> {
        self.tickets_of(p).next()
    }

    fn scene<'a>(&'a self, world: &'a World) -> Scene<'a> {
        Scene { wants: &self.wants, late: &world.late, mutation: self.mutation }
    }

    /// What people and timers may come to want; whether it may be is for the machines to say.
    fn wishes(&self, world: &World, p: usize, intents: &mut Vec<Intent>) {
        let orders = || self.tickets_of(p).map(|t| world.records.orders[p][t]);
        if orders().all(|order| order == OrderIs::NotThere) {
            intents.push(Intent::Hold(p));
        }
        if orders().any(|order| order == OrderIs::Created) {
            intents.push(Intent::Begin(p));
        }
        if orders().any(OrderIs::is_open) {
            intents.push(Intent::Cancel(p));
            if world.late[p] {
                intents.push(Intent::Expire(p));
            }
        }
        for t in self.tickets_of(p).filter(|t| world.records.orders[p][*t] == OrderIs::Completed) {
            intents.push(Intent::AskRefund(p, t));
        }
    }

    fn reads(&self, world: &World, intent: Intent) -> u32 {
        let (tickets, orders, charges) = intent.reads();
        let p = intent.purchase();
        let mut reads = 0;
        for t in self.tickets_of(p).filter(|t| intent.is_of(*t)) {
            reads |= u32::from(tickets) * ticket_bit(t);
            reads |= u32::from(orders) * order_bit(p, t);
            reads |= u32::from(charges) * charge_bit(p, t);
            // Whoever takes what a late timer has not ended yet ends it, with all that goes with it.
            if let (Intent::Hold(_), TicketIs::Reserved(q)) = (intent, world.records.tickets[t]) {
                let of_it = self.tickets_of(q).map(|t| ticket_bit(t) | order_bit(q, t));
                reads |= of_it.fold(0, |bits, bit| bits | bit);
            }
        }
        reads
    }

    fn decide(&self, mut world: World, intent: Intent) -> Option<World> {
        let after = plan(self.scene(&world), &world.records, intent)?;
        let writes = world.records.changes(&after);
        let reads = self.reads(&world, intent);
        let late = world.late[intent.purchase()];
        world.drafts.push(Draft { intent, late, stale: false, reads, writes });
        world.drafts.sort_by_key(|draft| draft.intent);
        Some(world)
    }

    fn commit(&self, mut world: World, intent: Intent) -> Option<World> {
        let at = world.drafts.iter().position(|draft| draft.intent == intent)?;
        let draft = world.drafts.remove(at);
        if draft.stale && self.mutation != Mutation::NoVersionCheck {
            return Some(world);
        }
        let p = intent.purchase();
        let written = draft.writes.iter().fold(0, |bits, write| bits | write.bit());
        world.went_back |= draft.writes.iter().any(|write| !write.goes_on(&world.records));
        world.sold_late |= draft.late
            && draft.writes.iter().any(|w| matches!(w, Write::Ticket(_, TicketIs::Selling(_))));
        for write in draft.writes {
            world.records.write(write);
        }
        for other in &mut world.drafts {
            if other.reads & written != 0 {
                other.stale = true;
                if self.mutation != Mutation::NoVersionCheck {
                    // It will come to nothing, whatever it was.
                    (other.reads, other.late) = (0, false);
                    other.writes.clear();
                }
            }
        }
        // Effects: whom it concerns is told, if they are there; the reconciler knows by the records.
        match intent {
            Intent::Begin(_) => {
                let first = self.first_of(p)?;
                world.paying[p][first] = Some(Paying { known: Known::Nothing, card: true });
            }
            Intent::AskRefund(_, t) => {
                world.paying[p][t] = Some(Paying { known: Known::Nothing, card: false });
            }
            _ => {}
        }
        Some(world)
    }

    fn ask(&self, mut world: World, (p, t): (usize, usize), outcome: Outcome) -> Option<World> {
        use ProviderHas::{Authorised, Captured, Declined, Nothing, Voided};

        let (PaymentStep::Call(call) | PaymentStep::Retry(call)) =
            next_step(self.scene(&world), &world.records, world.paying[p][t]?, (p, t))
        else {
            return None;
        };
        // Until it is settled it is one payment; then each part is by itself.
        let is_whole = world.records.charges[p][t].is_unfinished();
        let mut after = world.clone();
        match (call, world.told(p, t)) {
            (ProviderCall::Authorise, Nothing) if outcome == Outcome::Declined => {
                after.provider[p] = Declined;
            }
            (ProviderCall::Authorise, Nothing) => after.provider[p] = Authorised,
            (ProviderCall::Capture, Authorised) => after.provider[p] = Captured,
            (ProviderCall::Void, Authorised) => after.provider[p] = Voided,
            (ProviderCall::Refund, Captured) => {
                let is_whole = is_whole || self.mutation == Mutation::RefundOfTheWhole;
                for of in self.tickets_of(p).filter(|of| is_whole || *of == t) {
                    after.back[p][of] = true;
                }
            }
            _ => {}
        }
        let known = match outcome {
            Outcome::Answered | Outcome::Declined => {
                world = after;
                let told = world.told(p, t);
                // "No such payment" is not final while a request may still arrive.
                match told == Nothing && world.on_its_way[p] {
                    true => Known::Unknown,
                    false => Known::Told(told),
                }
            }
            Outcome::AnswerLost => {
                world = after;
                Known::Unknown
            }
            Outcome::RequestLost => Known::Unknown,
            Outcome::Delayed => {
                world.on_its_way[p] = true;
                Known::Unknown
            }
        };
        let is_lost = !matches!(outcome, Outcome::Answered | Outcome::Declined);
        let paying = world.paying[p][t].as_mut()?;
        paying.known = known;
        // The card is used once.
        paying.card &= is_lost || call != ProviderCall::Authorise;
        world.losses -= u8::from(is_lost);
        Some(world)
    }

    fn payment(&self, world: &World, (p, t): (usize, usize), actions: &mut Vec<Action>) {
        let records = &world.records;
        let is_unfinished = records.charges[p][t].is_unfinished();
        let Some(paying) = world.paying[p][t] else {
            // What is not settled is in the hands of the first one's actor.
            let is_its = is_unfinished && self.first_of(p) == Some(t);
            if is_its || records.orders[p][t] == OrderIs::Refunding {
                actions.push(Action::Resume(p, t));
            }
            return;
        };
        if world.drafts.iter().any(|draft| draft.intent.is_of_payment(p, t)) {
            return;
        }
        let step = next_step(self.scene(world), records, paying, (p, t));
        if let Some(intent) = intent_of(&step, (p, t)) {
            actions.push(Action::Decide(intent));
            return;
        }
        let (PaymentStep::Call(call) | PaymentStep::Retry(call)) = step else {
            // Of a failed charge the orders were told in the entry that says so.
            actions.push(Action::Rest(p, t));
            return;
        };
        actions.push(Action::Ask(p, t, Outcome::Answered));
        let begins = call == ProviderCall::Authorise && world.provider[p] == ProviderHas::Nothing;
        if begins {
            actions.push(Action::Ask(p, t, Outcome::Declined));
        }
        if world.losses > 0 {
            actions.push(Action::Ask(p, t, Outcome::AnswerLost));
            actions.push(Action::Ask(p, t, Outcome::RequestLost));
            if begins && !world.on_its_way[p] {
                actions.push(Action::Ask(p, t, Outcome::Delayed));
            }
        }
    }
}

impl Model for Market {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        vec![World {
            records: Records {
                tickets: [TicketIs::Available; TICKETS],
                orders: [[OrderIs::NotThere; TICKETS]; PURCHASES],
                charges: [[ChargeIs::NotThere; TICKETS]; PURCHASES],
            },
            late: [false; PURCHASES],
            drafts: vec![],
            paying: [[None; TICKETS]; PURCHASES],
            provider: [ProviderHas::Nothing; PURCHASES],
            back: [[false; TICKETS]; PURCHASES],
            on_its_way: [false; PURCHASES],
            losses: self.losses,
            crashes: self.crashes,
            meddling: self.meddling,
            meddled: [false; PURCHASES],
            sold_late: false,
            went_back: false,
        }]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        let mut intents = vec![];
        for p in 0..PURCHASES {
            self.wishes(world, p, &mut intents);
            self.tickets_of(p).for_each(|t| self.payment(world, (p, t), actions));
            let held = self.tickets_of(p).any(|t| world.records.orders[p][t].is_open());
            if held && !world.late[p] {
                actions.push(Action::DeadlinePasses(p));
            }
            if world.on_its_way[p] {
                actions.extend([Action::Arrive(p), Action::NeverArrive(p)]);
            }
            if world.meddling > 0 && world.provider[p] == ProviderHas::Authorised {
                actions.extend([Action::CaptureInDashboard(p), Action::VoidInDashboard(p)]);
            }
        }
        intents.retain(|intent| world.drafts.iter().all(|draft| draft.intent != *intent));
        actions.extend(intents.into_iter().map(Action::Decide));
        if world.drafts.len() >= self.drafts_max {
            actions.retain(|action| !matches!(action, Action::Decide(_)));
        }
        actions.extend(world.drafts.iter().map(|draft| Action::Commit(draft.intent)));
        if world.crashes > 0 {
            actions.push(Action::Crash);
        }
    }

    fn next_state(&self, world: &World, action: Action) -> Option<World> {
        let before = world;
        let mut world = world.clone();
        match action {
            Action::Decide(intent) => return self.decide(world, intent),
            Action::Commit(intent) => return self.commit(world, intent),
            Action::Ask(p, t, outcome) => {
                return self.ask(world, (p, t), outcome).filter(|after| after != before);
            }
            Action::Rest(p, t) => world.paying[p][t] = None,
            Action::Resume(p, t) => {
                world.paying[p][t] = Some(Paying { known: Known::Nothing, card: false });
            }
            Action::Arrive(p) => {
                world.on_its_way[p] = false;
                if world.provider[p] == ProviderHas::Nothing {
                    world.provider[p] = ProviderHas::Authorised;
                }
            }
            Action::NeverArrive(p) => world.on_its_way[p] = false,
            Action::DeadlinePasses(p) => world.late[p] = true,
            Action::Crash => {
                world.crashes -= 1;
                world.drafts.clear();
                world.paying = [[None; TICKETS]; PURCHASES];
            }
            Action::CaptureInDashboard(p) | Action::VoidInDashboard(p) => {
                world.meddling -= 1;
                world.meddled[p] = true;
                world.provider[p] = match action {
                    Action::CaptureInDashboard(_) => ProviderHas::Captured,
                    _ => ProviderHas::Voided,
                };
            }
        }
        Some(world)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        properties::all()
    }
}
