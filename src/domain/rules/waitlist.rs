//! The line: who may wait for what, and whose turn it is.
//!
//! Who waits for a ticket, or for seats of an event, stands in one line, in the order of asking.
//! What an entry leaves free that fits is held for the next of them by that very entry (`serve`):
//! at no instant could anybody else have had it. Who lets it pass goes to the end.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
    time::Duration,
};

use super::{
    BrokenRule, Facts, Refusal, Unreadable,
    holding::{HoldLimits, may_hold},
    seat_groups::{Places, may_take},
    ticket::{TicketCommand, decide, free},
};
use crate::{
    domain::{
        DomainEvent, OrderEvent, SeatGroup, SeatsGo, SeatsWish, Ticket, TicketEvent, TicketStatus,
        WaitlistEntry, WaitlistEvent, Wish,
    },
    types::{
        BuyerFee, EventId, Fees, OrderId, Price, TicketId, Timestamp, UserId, WaitlistId, seat_key,
        seat_number,
    },
};

/// How many lines one user can stand in.
pub const WAITLIST_MAX: usize = 50;
/// How many stand in one line: it is walked when something is free.
pub const LINE_MAX: usize = 10_000;
/// How often somebody lets their turn pass before they stand in the line no more.
pub const LET_PASS_MAX: u8 = 2;
/// How many in one entry may not hold what would be theirs, as they stand; then it is free for all.
pub const PASSED_OVER_MAX: usize = 256;
/// Of so many tickets for sale, the cheapest, those are chosen that somebody has who waits for
/// several.
pub const CHOSEN_AMONG_MAX: usize = 200;

refusals! {
    /// Why somebody cannot stand in a line. Nothing has changed.
    pub enum WaitlistRefusal {
        NotListed = "there is no such ticket",
        NoEvent = "there is no such event",
        OwnTicket = "this is your own ticket",
        /// By this order.
        HeldByYou(OrderId) = "you hold this ticket",
        Free = "the ticket is free",
        SeatsFree = "there are such tickets for sale",
        Sold = "the ticket is sold",
        Withdrawn = "the ticket was withdrawn by its seller",
        EventStarted = "the event has started",
        EventCancelled = "the event is cancelled",
        /// So many.
        GoTogether(usize) = "these {0} seats go only together",
        TooManySeats = "nobody may hold so many tickets at once",
        TooMany = "you stand in {WAITLIST_MAX} lines already",
        LineFull = "there are {LINE_MAX} in this line already",
    }
}

impl Refusal for WaitlistRefusal {
    fn of(broken: BrokenRule) -> Option<Self> {
        match broken {
            BrokenRule::WaitlistFull => Some(Self::TooMany),
            BrokenRule::LineFull => Some(Self::LineFull),
            BrokenRule::SeatsFree => Some(Self::SeatsFree),
            _ => None,
        }
    }
}

/// How a turn is, as a self-hoster has set it. It travels with what is proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineTerms {
    /// For how long it lasts.
    pub hold: Duration,
    /// What the site takes of a sale.
    pub fees: Fees,
    /// What one buyer may hold.
    pub limits: HoldLimits,
}

/// What follows when somebody wants to wait for a ticket; nothing if they do already. That they do
/// not stand in too many lines, and this is not too long, are rules.
///
/// # Errors
/// When there is nothing to wait for.
pub fn decide_waitlist(
    ticket: Option<&Ticket>,
    user: UserId,
    waits_already: bool,
    now: Timestamp,
) -> Result<Option<WaitlistEvent>, WaitlistRefusal> {
    let ticket = ticket.ok_or(WaitlistRefusal::NotListed)?;
    if ticket.seller == user {
        return Err(WaitlistRefusal::OwnTicket);
    }
    if now >= ticket.event_starts_at {
        return Err(WaitlistRefusal::EventStarted);
    }
    if let Some(SeatGroup { how: SeatsGo::Together, size, .. }) = ticket.group {
        return Err(WaitlistRefusal::GoTogether(size.into()));
    }
    match ticket.status.at(now) {
        TicketStatus::Available => Err(WaitlistRefusal::Free),
        TicketStatus::Sold { .. } => Err(WaitlistRefusal::Sold),
        TicketStatus::Withdrawn => Err(WaitlistRefusal::Withdrawn),
        TicketStatus::Reserved(held) | TicketStatus::Selling { reservation: held, .. }
            if held.buyer == user =>
        {
            Err(WaitlistRefusal::HeldByYou(held.order))
        }
        _ if waits_already => Ok(None),
        _ => Ok(Some(WaitlistEvent::Asked(ticket.id, user))),
    }
}

/// Somebody who waits, as the line knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InLine {
    /// By which entry.
    pub id: WaitlistId,
    /// Since when: with the entry's id this is their place in the line.
    pub asked_at: Timestamp,
    /// Who.
    pub user: UserId,
    /// For which ticket; none for any that fits.
    pub ticket: Option<TicketId>,
    /// For how many.
    pub quantity: usize,
    /// What they would pay for each at the most.
    at_most: Option<Price>,
    /// Where, as it is compared.
    section: Option<Box<str>>,
}

/// A place in a line: those that compare less come before.
pub type Place = (Timestamp, WaitlistId);

impl InLine {
    /// Somebody's place; none if they do not wait.
    #[must_use]
    pub fn of(entry: &WaitlistEntry) -> Option<Self> {
        use crate::domain::WaitlistStatus::Waiting;

        let WaitlistEntry { id, asked_at, user, .. } = *entry;
        (entry.status == Waiting).then(|| match &entry.wish {
            Wish::Ticket(ticket) => {
                let ticket = Some(*ticket);
                Self { id, asked_at, user, ticket, quantity: 1, at_most: None, section: None }
            }
            Wish::Seats(seats) => Self::for_seats(id, asked_at, user, seats),
        })
    }

    /// The place of somebody who waits for seats.
    #[must_use]
    pub fn for_seats(id: WaitlistId, asked_at: Timestamp, user: UserId, wish: &SeatsWish) -> Self {
        let SeatsWish { quantity, at_most, section, .. } = wish;
        let section = section.as_ref().map(|section| seat_key(section.as_str()).into());
        let quantity = usize::from(*quantity);
        Self { id, asked_at, user, ticket: None, quantity, at_most: *at_most, section }
    }

    /// Where they stand.
    #[must_use]
    pub fn place(&self) -> Place {
        (self.asked_at, self.id)
    }

    fn fits(&self, offer: &Offer) -> bool {
        self.ticket.is_none_or(|ticket| ticket == offer.ticket)
            && self.at_most.is_none_or(|at_most| offer.total <= at_most)
            && !offer.not_for.contains(&Some(self.user))
            && (self.section.as_deref()).is_none_or(|section| section == &*offer.section)
    }

    /// Which of these tickets they would have: seats side by side before others, and then the
    /// cheapest. Those that a seller has grouped go as they are to go, and with no others. None if
    /// there are not enough that fit.
    #[must_use]
    pub fn choose(&self, offers: &[Offer]) -> Option<Vec<TicketId>> {
        let wanted = self.quantity;
        if wanted == 0 || offers.len() < wanted {
            return None;
        }
        let mut by_seat: Vec<_> = offers.iter().filter(|offer| self.fits(offer)).collect();
        if by_seat.len() < wanted {
            return None;
        }
        by_seat.sort_by_key(|offer| (&offer.section, &offer.row, offer.seat, offer.total));
        let mut by_group = by_seat.clone();
        by_group.retain(|offer| offer.group.is_some());
        by_group.sort_by_key(|offer| offer.place());
        let rows = by_seat.windows(wanted).filter(|run| are_side_by_side(run));
        let groups = by_group.windows(wanted).filter(|run| are_of_one_group(run));
        let runs = rows.chain(groups).filter(|run| may_be_taken(run, offers));
        let cost = |run: &[&Offer]| run.iter().map(|offer| u64::from(offer.total.minor())).sum();
        let cheapest = runs.min_by_key(|run| -> u64 { cost(run) }).map(<[_]>::to_vec);
        let chosen = cheapest.unwrap_or_else(|| {
            by_seat.retain(|offer| offer.group.is_none());
            by_seat.sort_by_key(|offer| (offer.total, offer.ticket));
            by_seat.truncate(wanted);
            by_seat
        });
        (chosen.len() == wanted).then(|| chosen.into_iter().map(|offer| offer.ticket).collect())
    }
}

fn are_side_by_side(run: &[&Offer]) -> bool {
    run.windows(2).all(|pair| {
        let [one, next] = pair else { return false };
        (&one.section, &one.row) == (&next.section, &next.row)
            && one.seat.zip(next.seat).is_some_and(|(one, next)| next == one + 1)
    })
}

fn are_of_one_group(run: &[&Offer]) -> bool {
    let mut firsts = run.iter().map(|offer| offer.place().map(|(first, _)| first));
    firsts.next().flatten().is_some_and(|first| firsts.all(|other| other == Some(first)))
}

/// Whether the groups that these are of let them go, without what else is on offer.
fn may_be_taken(run: &[&Offer], offers: &[Offer]) -> bool {
    run.iter().all(|offer| {
        let (Some(group), Some((first, _))) = (offer.group, offer.place()) else { return true };
        let of_group = |offer: &Offer| {
            offer.place().filter(|(other, _)| *other == first).map(|(_, place)| place)
        };
        let free: Places = offers.iter().filter_map(of_group).collect();
        let taken: Places = run.iter().filter_map(|offer| of_group(offer)).collect();
        may_take(group.how, &free, &taken).is_ok()
    })
}

/// A ticket that somebody who waits could have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Which ticket.
    pub ticket: TicketId,
    /// What a buyer pays for it.
    pub total: Price,
    /// Who cannot have it: its seller, and who has let it go just now.
    pub not_for: [Option<UserId>; 2],
    section: String,
    row: String,
    seat: Option<u32>,
    group: Option<SeatGroup>,
}

impl Offer {
    /// A ticket as it would be offered.
    #[must_use]
    pub fn of(ticket: &Ticket, fee: BuyerFee, let_go_by: Option<UserId>) -> Self {
        let details = &ticket.details;
        let key = |typed: Option<&str>| typed.map(seat_key).unwrap_or_default();
        Self {
            ticket: ticket.id,
            total: fee.shown(ticket.price),
            not_for: [Some(ticket.seller), let_go_by],
            section: key(details.section.as_ref().map(|section| section.as_str())),
            row: key(details.row.as_ref().map(|row| row.as_str())),
            seat: details.seat.as_ref().and_then(|seat| seat_number(seat.as_str())),
            group: ticket.group,
        }
    }

    /// The first of its group, and its place there.
    fn place(&self) -> Option<(TicketId, u8)> {
        self.group.map(|group| (group.first(self.ticket), group.place))
    }
}

/// The tickets that these events leave free, and did not find so: new ones, too.
pub(super) fn freed_by(events: &[DomainEvent]) -> Vec<TicketId> {
    let mut freed = vec![];
    for event in events {
        let DomainEvent::Ticket(id, event) = event else { continue };
        match event {
            TicketEvent::Created { .. }
            | TicketEvent::ReservationReleased { .. }
            | TicketEvent::ReservationExpired { .. }
            | TicketEvent::Returned { relist: true, .. } => freed.push(*id),
            TicketEvent::Reserved(_) | TicketEvent::Withdrawn | TicketEvent::Removed { .. } => {
                freed.retain(|of| of != id);
            }
            _ => {}
        }
    }
    freed
}

/// What becomes of the places by which what an order holds was had, when the order ends.
pub(super) fn follow_turns(
    facts: &impl Facts,
    events: &mut Vec<DomainEvent>,
) -> Result<(), Unreadable> {
    let mut followed: BTreeMap<WaitlistId, WaitlistEvent> = BTreeMap::new();
    for event in events.iter() {
        let DomainEvent::Order(id, what) = event else { continue };
        let (is_sold, is_ended) = (matches!(what, OrderEvent::Completed { .. }), ends(what));
        if !is_sold && !is_ended {
            continue;
        }
        let Some(order) = facts.order(*id)? else { continue };
        let Some(first) = order.purchase().first() else { continue };
        let Some(entry) = facts.served_by(*first) else { continue };
        if is_sold {
            followed.insert(entry, WaitlistEvent::Dropped);
            continue;
        }
        let mut is_held = false;
        for other in order.purchase() {
            let is_open = facts.order(*other)?.is_some_and(|order| order.status.is_open());
            is_held |= is_open && !ends_in(events, *other);
        }
        if is_held || followed.contains_key(&entry) {
            continue;
        }
        let let_pass = facts.waitlist_entry(entry)?.map_or(0, |entry| entry.let_pass);
        let what = match what {
            OrderEvent::CancelledBySite { .. } => WaitlistEvent::Kept,
            _ if let_pass + 1 >= LET_PASS_MAX => WaitlistEvent::PutOut,
            _ => WaitlistEvent::LetPass,
        };
        followed.insert(entry, what);
    }
    events
        .extend(followed.into_iter().map(|(entry, what)| DomainEvent::WaitlistEntry(entry, what)));
    Ok(())
}

fn ends(event: &OrderEvent) -> bool {
    matches!(
        event,
        OrderEvent::Expired | OrderEvent::Cancelled { .. } | OrderEvent::CancelledBySite { .. }
    )
}

/// Whether these events end an order.
pub(super) fn ends_in(events: &[DomainEvent], order: OrderId) -> bool {
    let is_it = |event: &DomainEvent| matches!(event, DomainEvent::Order(id, what) if *id == order && ends(what));
    events.iter().any(is_it)
}

/// Has those who are next hold what these events leave free, or make cheaper.
pub(super) fn serve(
    facts: &impl Facts,
    now: Timestamp,
    terms: &LineTerms,
    events: &mut Vec<DomainEvent>,
) -> Result<(), Unreadable> {
    let mut by_event: BTreeMap<EventId, OnOffer> = BTreeMap::new();
    for id in offered_by(events) {
        let Some(ticket) = ticket_after(facts, events, id, now)? else { continue };
        let event = facts.event_that_stays(ticket.event).map_or(ticket.event, |it| it.id);
        if facts.has_line(event, id) {
            by_event.entry(event).or_default().add(facts, events, ticket, (terms, now))?;
        }
    }
    let mut turns = Turns { now, terms, served: HashSet::new(), passed_over: 0 };
    for (event, mut on_offer) in by_event {
        if facts.wants_several(event) {
            for id in facts.for_sale(event, CHOSEN_AMONG_MAX) {
                let Some(ticket) = ticket_after(facts, events, id, now)? else { continue };
                on_offer.add(facts, events, ticket, (terms, now))?;
            }
        }
        turns.give(facts, event, on_offer, events)?;
    }
    Ok(())
}

/// What those who wait could have of an event.
#[derive(Default)]
struct OnOffer {
    tickets: BTreeMap<TicketId, Ticket>,
    offers: Vec<Offer>,
}

impl OnOffer {
    /// Adds a ticket, if somebody can have it, with those that it is grouped with.
    fn add(
        &mut self,
        facts: &impl Facts,
        events: &[DomainEvent],
        ticket: Ticket,
        (terms, now): (&LineTerms, Timestamp),
    ) -> Result<(), Unreadable> {
        // It has come with one that it is grouped with.
        if self.tickets.contains_key(&ticket.id) {
            return Ok(());
        }
        let mut seats = vec![];
        for id in grouped_with(&ticket) {
            match id == ticket.id {
                true => seats.push(ticket.clone()),
                false => seats.extend(ticket_after(facts, events, id, now)?),
            }
        }
        // What comes of a hold that is over shows once its end is recorded.
        let is_over =
            |seat: &Ticket| seat.status != TicketStatus::Available && free(seat, now).is_ok();
        if seats.iter().any(is_over) {
            return Ok(());
        }
        for seat in seats {
            if !self.tickets.contains_key(&seat.id)
                && let Some(offer) = offer(facts, events, &seat, terms, now)?
            {
                self.offers.push(offer);
                self.tickets.insert(seat.id, seat);
            }
        }
        Ok(())
    }
}

/// A ticket, and those that its seller has grouped it with.
pub(super) fn grouped_with(ticket: &Ticket) -> Vec<TicketId> {
    match ticket.group {
        Some(group) => group.seats(ticket.id).map(|(_, id)| id).collect(),
        None => vec![ticket.id],
    }
}

struct Turns<'a> {
    now: Timestamp,
    terms: &'a LineTerms,
    /// Nobody has two turns in one entry: what they hold is counted as it was before.
    served: HashSet<UserId>,
    passed_over: usize,
}

impl Turns<'_> {
    fn give(
        &mut self,
        facts: &impl Facts,
        event: EventId,
        OnOffer { tickets, mut offers }: OnOffer,
        events: &mut Vec<DomainEvent>,
    ) -> Result<(), Unreadable> {
        let mut after = None;
        while !offers.is_empty() && self.passed_over < PASSED_OVER_MAX {
            let Some((next, chosen)) = facts.next_in_line(event, &offers, after) else { break };
            after = Some(next.place());
            let wanted = offers.iter().filter(|offer| chosen.contains(&offer.ticket));
            let wanted = wanted.filter_map(|it| Some((tickets.get(&it.ticket)?, it.total)));
            let what = match self.hold(facts, &next, &wanted.collect::<Vec<_>>())? {
                Some((first, held)) => {
                    self.served.insert(next.user);
                    events.extend(held);
                    offers.retain(|offer| !chosen.contains(&offer.ticket));
                    WaitlistEvent::Served(first)
                }
                None => {
                    self.passed_over += 1;
                    WaitlistEvent::PassedOver
                }
            };
            events.push(DomainEvent::WaitlistEntry(next.id, what));
        }
        Ok(())
    }

    /// The first order, and all that holds these tickets for somebody; none if they may not.
    fn hold(
        &self,
        facts: &impl Facts,
        who: &InLine,
        wanted: &[(&Ticket, Price)],
    ) -> Result<Option<(OrderId, Vec<DomainEvent>)>, Unreadable> {
        let (buyer, now) = (who.user, self.now);
        let is_gone = facts.is_banned(buyer) || facts.is_deleted(buyer);
        if is_gone || self.served.contains(&buyer) {
            return Ok(None);
        }
        if Price::sum(wanted.iter().map(|(_, price)| *price)).is_err() {
            return Ok(None);
        }
        let (mut orders, mut held) = (vec![], vec![]);
        let mut fresh = 0..;
        for (ticket, price) in wanted {
            let standing = facts.standing(buyer, ticket.id, now)?;
            if may_hold(&standing, wanted.len() - 1, &self.terms.limits, now).is_err() {
                return Ok(None);
            }
            let mut order = OrderId::in_turn(who.id, now, 0);
            // In the same millisecond they may have had another turn.
            for n in fresh.by_ref() {
                order = OrderId::in_turn(who.id, now, n);
                if facts.order(order)?.is_none() {
                    break;
                }
            }
            let LineTerms { hold, fees, .. } = *self.terms;
            let command = TicketCommand::Reserve { order, buyer, price: *price, fees, hold };
            let Ok(reserved) = decide(ticket.id, Some(ticket), &command, now) else {
                return Ok(None);
            };
            orders.push(order);
            held.extend(reserved);
        }
        let Some(first) = orders.first().copied() else { return Ok(None) };
        if orders.len() > 1 {
            let together: Box<[_]> = orders.clone().into();
            held.extend(orders.into_iter().map(|order| {
                DomainEvent::Order(order, OrderEvent::MadeTogether(together.clone()))
            }));
        }
        Ok(Some((first, held)))
    }
}

/// What is free now, costs less, is for another event, or has its file.
fn offered_by(events: &[DomainEvent]) -> Vec<TicketId> {
    let mut offered = freed_by(events);
    for event in events {
        let DomainEvent::Ticket(
            id,
            TicketEvent::Updated { .. }
            | TicketEvent::Described(_)
            | TicketEvent::Moved { .. }
            | TicketEvent::FileAttached(_),
        ) = event
        else {
            continue;
        };
        if !offered.contains(id) {
            offered.push(*id);
        }
    }
    offered
}

/// A ticket as these events leave it.
fn ticket_after(
    facts: &impl Facts,
    events: &[DomainEvent],
    id: TicketId,
    now: Timestamp,
) -> Result<Option<Ticket>, Unreadable> {
    let mut ticket = facts.ticket(id)?.map(Arc::unwrap_or_clone);
    for event in events {
        if let DomainEvent::Ticket(of, event) = event
            && *of == id
        {
            Ticket::apply(&mut ticket, id, event, now).map_err(|e| Unreadable(e.to_string()))?;
        }
    }
    Ok(ticket)
}

/// A ticket as it is offered to the line; none if nobody can have it.
fn offer(
    facts: &impl Facts,
    events: &[DomainEvent],
    ticket: &Ticket,
    terms: &LineTerms,
    now: Timestamp,
) -> Result<Option<Offer>, Unreadable> {
    let is_free = ticket.status == TicketStatus::Available && ticket.recalled.is_none();
    let is_overdue = ticket.file_due_at().is_some_and(|due| now + terms.hold >= due);
    if !is_free || is_overdue || now >= ticket.event_starts_at {
        return Ok(None);
    }
    let let_go = events.iter().find_map(|event| match event {
        DomainEvent::Ticket(
            id,
            TicketEvent::ReservationReleased(order) | TicketEvent::ReservationExpired(order),
        ) if *id == ticket.id => Some(*order),
        _ => None,
    });
    let let_go_by = match let_go {
        Some(order) => facts.order(order)?.map(|order| order.buyer),
        None => None,
    };
    Ok(Some(Offer::of(ticket, terms.fees.buyer, let_go_by)))
}
