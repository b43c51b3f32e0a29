//! "Tell me when it is free." Who asked is told in the very entry that frees the ticket.
//!
//! Asking needs no actor, and so keeps none from selling: however many want to be told of a ticket,
//! its mailbox hears nothing of them. A wish can therefore be committed while the entry that frees
//! its ticket is on its way already. Each side looks again after its own commit
//! ([`Market::tell_the_overlooked`]): whichever becomes visible last finds the other.

use std::time::Duration;

use tokio::sync::Mutex;

use super::{CommandError, Market, Unavailable};
use crate::{
    domain::{DomainEvent, Ticket, TicketEvent, TicketStatus, WishEvent},
    storage::{CommitError, StorageError, Tables},
    types::{OrderId, TicketId, Timestamp, UserId, WishId},
};

/// How many tickets one user can wait for.
pub const WISHES_MAX: usize = 50;
/// How many are told in one entry, which may have 64 KiB; those who asked first.
pub const TOLD_AT_ONCE_MAX: usize = 100;
/// For how long pages say that a ticket is free, as long as it is, to who was told so.
pub const NOTICE_LASTS: Duration = Duration::from_secs(15 * 60);

/// Users whose ids agree in their last bits ask one after the other.
const LANES: usize = 64;

/// See the module.
pub(super) struct Wishes {
    lanes: [Mutex<()>; LANES],
    /// Those who were overlooked are told by one at a time, and so once.
    telling: Mutex<()>,
}

impl Default for Wishes {
    fn default() -> Self {
        Self { lanes: std::array::from_fn(|_| Mutex::default()), telling: Mutex::default() }
    }
}

/// Why somebody cannot wait for a ticket. Nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WishRefusal {
    /// There is no such ticket.
    #[error("there is no such ticket")]
    NotListed,
    /// It is their own.
    #[error("this is your own ticket")]
    OwnTicket,
    /// They hold it.
    #[error("you hold this ticket")]
    HeldByYou {
        /// By this order.
        order: OrderId,
    },
    /// There is nothing to wait for.
    #[error("the ticket is free")]
    Free,
    /// It is sold.
    #[error("the ticket is sold")]
    Sold,
    /// Its seller took it back.
    #[error("the ticket was withdrawn by its seller")]
    Withdrawn,
    /// Its event has started.
    #[error("the event has started")]
    EventStarted,
    /// They wait for as many as one can.
    #[error("you wait for {WISHES_MAX} tickets already")]
    TooMany,
}

/// What of a user's wishes matters to one more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wishing {
    /// Whether they wait for this ticket already.
    pub for_this: bool,
    /// For how many tickets they wait that may still be sold.
    pub in_all: usize,
}

/// What follows when somebody asks to be told of a ticket; nothing if they wait for it already.
///
/// # Errors
/// When there is nothing to wait for, or they wait for too much.
pub fn decide_wish(
    ticket: Option<&Ticket>,
    user: UserId,
    wishing: Wishing,
    now: Timestamp,
) -> Result<Option<WishEvent>, WishRefusal> {
    let ticket = ticket.ok_or(WishRefusal::NotListed)?;
    if ticket.seller == user {
        return Err(WishRefusal::OwnTicket);
    }
    if now >= ticket.event_starts_at {
        return Err(WishRefusal::EventStarted);
    }
    match ticket.status.at(now) {
        TicketStatus::Available => Err(WishRefusal::Free),
        TicketStatus::Sold { .. } => Err(WishRefusal::Sold),
        TicketStatus::Withdrawn => Err(WishRefusal::Withdrawn),
        TicketStatus::Reserved(held) | TicketStatus::Selling { reservation: held, .. }
            if held.buyer == user =>
        {
            Err(WishRefusal::HeldByYou { order: held.order })
        }
        _ if wishing.for_this => Ok(None),
        _ if wishing.in_all >= WISHES_MAX => Err(WishRefusal::TooMany),
        _ => Ok(Some(WishEvent::Asked { ticket: ticket.id, user })),
    }
}

/// The tickets that these events leave free, and did not find so.
fn freed_by(events: &[DomainEvent]) -> Vec<TicketId> {
    let mut freed = vec![];
    for event in events {
        let DomainEvent::Ticket(id, event) = event else { continue };
        match event {
            TicketEvent::ReservationReleased { .. }
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

/// The tickets that an entry leaves free, if it has told all who were known to wait: whoever is
/// found to wait for one now has asked meanwhile.
pub(super) fn told_all_by(entry: &[DomainEvent]) -> Vec<TicketId> {
    let told = entry.iter().filter(|event| matches!(event, DomainEvent::Wish(_, WishEvent::Told)));
    if told.count() < TOLD_AT_ONCE_MAX { freed_by(entry) } else { vec![] }
}

/// What these events mean for wishes: who waits for a ticket that is free now is told, and who
/// holds it now wants nothing more.
///
/// # Errors
/// When a record cannot be read.
pub(super) fn that_follow(
    tables: &Tables,
    now: Timestamp,
    events: &[DomainEvent],
) -> Result<Vec<DomainEvent>, StorageError> {
    let mut follow = vec![];
    for event in events {
        let DomainEvent::Ticket(id, TicketEvent::Reserved(held)) = event else { continue };
        if tables.catalog().wish_of(held.buyer, *id).is_some() {
            follow.push(DomainEvent::Wish(WishId::of(*id, held.buyer), WishEvent::Dropped));
        }
    }
    for id in freed_by(events) {
        let is_over = tables
            .ticket(id)?
            .is_none_or(|ticket| now >= ticket.event_starts_at || ticket.recalled.is_some());
        if !is_over {
            follow.extend(told(tables, id));
        }
    }
    Ok(follow)
}

/// Those who wait for a ticket are told, as many as one entry takes.
fn told(tables: &Tables, ticket: TicketId) -> Vec<DomainEvent> {
    let catalog = tables.catalog();
    let waiting = catalog.waiting_for(ticket).take(TOLD_AT_ONCE_MAX);
    waiting.map(|user| DomainEvent::Wish(WishId::of(ticket, user), WishEvent::Told)).collect()
}

impl Market {
    /// Has a user told when a ticket is free; done already if they wait for it.
    ///
    /// # Errors
    /// When there is nothing to wait for, or something is out of order.
    pub async fn ask_to_be_told(
        &self,
        user: UserId,
        ticket: TicketId,
    ) -> Result<(), CommandError<WishRefusal>> {
        let _alone = self.wishes.lanes[lane(user)].lock().await;
        let now = self.clock().now();
        let record = self.tables().ticket(ticket)?;
        let asked = decide_wish(record.as_deref(), user, self.wishing(user, ticket, now), now);
        let Some(asked) = asked.map_err(CommandError::Refused)? else { return Ok(()) };
        let wish = WishId::of(ticket, user);
        self.commit_entry(now, vec![DomainEvent::Wish(wish, asked)]).await?;
        self.tell_the_overlooked(ticket).await;
        Ok(())
    }

    /// Lets a user hear no more of a ticket; done already if they do not wait to.
    ///
    /// # Errors
    /// When something is out of order.
    pub async fn stop_telling(&self, user: UserId, ticket: TicketId) -> Result<(), Unavailable> {
        let _alone = self.wishes.lanes[lane(user)].lock().await;
        if self.tables().catalog().wish_of(user, ticket).is_none() {
            return Ok(());
        }
        let dropped = DomainEvent::Wish(WishId::of(ticket, user), WishEvent::Dropped);
        self.commit_entry(self.clock().now(), vec![dropped]).await?;
        Ok(())
    }

    fn wishing(&self, user: UserId, ticket: TicketId, now: Timestamp) -> Wishing {
        let catalog = self.tables().catalog();
        let waiting = || catalog.wanted_by(user).filter(|wanted| wanted.told_at.is_none());
        Wishing {
            for_this: waiting().any(|wanted| wanted.ticket == ticket),
            in_all: waiting().filter(|wanted| catalog.is_traded(wanted.ticket, now)).count(),
        }
    }

    /// Tells who waits for a ticket although it is free. It may fail: the next round tries again.
    pub(super) async fn tell_the_overlooked(&self, ticket: TicketId) {
        let now = self.clock().now();
        let overlooked = || self.tables().catalog().is_free_but_untold(ticket, now);
        if !overlooked() {
            return;
        }
        let _alone = self.wishes.telling.lock().await;
        if overlooked() {
            note(self.commit_entry(now, told(self.tables(), ticket)).await);
        }
    }

    /// Tells who was overlooked, or came after the first [`TOLD_AT_ONCE_MAX`], and ends the wishes
    /// of those who were told long enough: once a round.
    pub(super) async fn tend_wishes(&self) {
        let now = self.clock().now();
        let free: Vec<_> = self.tables().catalog().free_but_untold(now).collect();
        for ticket in free {
            self.tell_the_overlooked(ticket).await;
        }
        let told: Vec<_> = self.tables().catalog().told_until(now - NOTICE_LASTS).collect();
        for told in told.chunks(TOLD_AT_ONCE_MAX) {
            let over = told.iter().map(|wish| DomainEvent::Wish(*wish, WishEvent::Dropped));
            note(self.commit_entry(now, over.collect()).await);
        }
    }
}

fn lane(user: UserId) -> usize {
    usize::from(user.as_bytes()[15]) % LANES
}

/// The journal has told of what is wrong with it.
fn note<T>(committed: Result<T, CommitError>) {
    if let Err(error) = committed {
        tracing::debug!(%error, "wishes could not be tended; the next round tries again");
    }
}
