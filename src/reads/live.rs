//! What changes about tickets, for those who look at them at this moment.
//!
//! The tables tell the [`Hub`] of every ticket that a committed entry has changed. That costs one
//! atomic read while nobody looks, and a lock and a map's entry while somebody does; it never
//! waits. [`Hub::run`] tells the readers, in rounds: the first change is told at once, and those
//! that come within the pause after it wait for its end, each ticket's last state alone. So the
//! work of a second is bounded by how many look, and not by how much changes.
//!
//! **Invariant:** a reader subscribes first and reads the tables after, so that it misses nothing.

use std::{
    collections::{HashMap, hash_map::Entry},
    fmt,
    hash::Hash,
    str::FromStr,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use parking_lot::Mutex;
use tokio::{
    sync::{Notify, broadcast},
    time::Instant,
};
use tokio_util::bytes::Bytes;

use uuid::Uuid;

use super::{Applied, Projection};
use crate::{
    domain::{Change, Row, Ticket, TicketStatus, WaitlistEntry, WaitlistStatus, Wish},
    types::{EventId, TicketId, Timestamp, WaitlistId},
};

/// How many rounds a reader may be behind; one that is further is dropped, and begins anew.
pub const ROUNDS_BEHIND_MAX: usize = 16;

/// The pause after a round: this, and [`PAUSE_EACH`] for each stream that was told something, so
/// that those who look leave the processor to those who buy.
const PAUSE: Duration = Duration::from_millis(20);
const PAUSE_EACH: Duration = Duration::from_micros(15);
/// The longest pause. Telling ten thousand takes about 100 ms more, and all of it is to be done in
/// 250 ms.
const PAUSE_MAX: Duration = Duration::from_millis(140);

/// The least time between two rounds in which readers of [`Topic::Seen`] hear that something was
/// listed, or is for sale again: each wakes them all, whatever they see.
const NEWS_PAUSE: Duration = Duration::from_secs(4);

/// What a reader looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Every ticket.
    All,
    /// The tickets that somebody says they see, of whatever event: what nobody sees wakes nobody.
    Seen,
    /// The events that somebody says they see: how many of their tickets are left.
    Offers,
    /// An event's tickets.
    Event(EventId),
    /// One ticket.
    Ticket(TicketId),
    /// The lines in which somebody says they stand.
    Lines,
}

/// A line: for a ticket, or for seats of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineId(Uuid);

impl LineId {
    /// The line of this id, a ticket's or an event's.
    #[must_use]
    pub fn of(id: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(id))
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(self) -> [u8; 16] {
        self.0.into_bytes()
    }

    fn of_wish(wish: &Wish) -> Self {
        match wish {
            Wish::Ticket(ticket) => Self::of(*ticket.as_bytes()),
            Wish::Seats(seats) => Self::of(*seats.event.as_bytes()),
        }
    }
}

impl fmt::Display for LineId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for LineId {
    type Err = uuid::Error;

    fn from_str(id: &str) -> Result<Self, uuid::Error> {
        id.parse().map(Self)
    }
}

/// A place that somebody had in a line, and has no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftPlace {
    /// By which entry.
    pub id: WaitlistId,
    /// Since when.
    pub asked_at: Timestamp,
}

/// A ticket that has changed.
#[derive(Debug)]
pub struct ChangedTicket {
    ticket: Arc<Ticket>,
    message: OnceLock<Bytes>,
}

impl ChangedTicket {
    /// What its readers are sent. The first of them writes it, for all.
    pub fn message(&self, write: impl FnOnce(&Ticket) -> Bytes) -> Bytes {
        self.message.get_or_init(|| write(&self.ticket)).clone()
    }
}

/// What has changed since the round before, as it is now.
#[derive(Debug, Default)]
pub struct Round {
    changes: HashMap<TicketId, Arc<ChangedTicket>>,
    /// The events of which that may be so, and what their readers are sent.
    offers: HashMap<EventId, OnceLock<Bytes>>,
    /// None where nothing is counted anew.
    counts: Option<OnceLock<Bytes>>,
    /// The lines that have moved, and what their readers are sent.
    lines: HashMap<LineId, (Vec<LeftPlace>, OnceLock<Bytes>)>,
}

impl Round {
    /// What its readers are sent of how many tickets there are, if they are to hear of it: an
    /// event's with each round, those of what they see when something was listed. The first writes it.
    pub fn counts(&self, write: impl FnOnce() -> Bytes) -> Option<Bytes> {
        self.counts.as_ref().map(|counts| counts.get_or_init(write).clone())
    }
}

/// What the next round will tell.
#[derive(Debug, Default)]
struct PendingRound {
    tickets: HashMap<TicketId, Arc<Ticket>>,
    has_new: bool,
    lines: HashMap<LineId, Vec<LeftPlace>>,
}

/// Whether readers of [`Topic::Seen`] are still to hear that something was listed, and from when on
/// they may.
#[derive(Debug)]
struct News {
    waits: bool,
    not_before: Instant,
}

impl News {
    /// Whether this round tells it.
    fn is_due(&mut self, has_new: bool) -> bool {
        self.waits |= has_new;
        let now = Instant::now();
        let is_due = self.waits && now >= self.not_before;
        if is_due {
            *self = Self { waits: false, not_before: now + NEWS_PAUSE };
        }
        is_due
    }
}

/// Where the tables tell what has changed, and readers hear of it.
#[derive(Debug)]
pub struct Hub {
    /// Made with a topic's first reader, removed with its last; none once the hub is closed.
    topics: Mutex<Option<Topics>>,
    readers: AtomicUsize,
    readers_max: AtomicUsize,
    came_back: AtomicUsize,
    /// For the next round.
    pending: Mutex<PendingRound>,
    has_changed: Notify,
}

#[derive(Debug, Default)]
struct Topics {
    senders: HashMap<Topic, broadcast::Sender<Arc<Round>>>,
    /// How many readers of [`Topic::Seen`] see each.
    seen: HashMap<TicketId, usize>,
    /// How many readers of [`Topic::Offers`] see each.
    seen_events: HashMap<EventId, usize>,
    /// How many readers of [`Topic::Lines`] stand in each.
    stood_in: HashMap<LineId, usize>,
}

impl Topics {
    fn has(&self, topic: Topic, ticket: TicketId) -> bool {
        match topic {
            Topic::Seen => self.seen.contains_key(&ticket),
            topic => self.senders.contains_key(&topic),
        }
    }
}

impl Default for Hub {
    fn default() -> Self {
        Self {
            topics: Mutex::new(Some(Topics::default())),
            readers: AtomicUsize::new(0),
            readers_max: AtomicUsize::new(usize::MAX),
            came_back: AtomicUsize::new(0),
            pending: Mutex::default(),
            has_changed: Notify::new(),
        }
    }
}

/// The hub is shared: what follows it is a handle.
impl Projection for &Hub {
    fn apply(&mut self, applied: &Applied<'_>) {
        for Change { old, new } in applied.changes {
            match new {
                Row::Ticket(ticket) => {
                    let comes_back = old.is_some() && comes_on_sale(old.as_ref(), ticket);
                    self.came_back.fetch_add(usize::from(comes_back), Ordering::Relaxed);
                    self.publish(ticket, comes_on_sale(old.as_ref(), ticket));
                }
                Row::WaitlistEntry(entry) => {
                    if let Some(Row::WaitlistEntry(old)) = old {
                        self.left(old, entry);
                    }
                }
                Row::Event(event) if event.merged.is_some() => self.end(event.id),
                _ => {}
            }
        }
    }
}

/// Whether a ticket is for sale by a change, and was not before: lists that came without it lack it.
fn comes_on_sale(old: Option<&Row>, new: &Ticket) -> bool {
    let is_for_sale = |ticket: &Ticket| ticket.status == TicketStatus::Available;
    let was = matches!(old, Some(Row::Ticket(old)) if is_for_sale(old));
    is_for_sale(new) && !was
}

impl Hub {
    /// How many tickets were for sale again after they were held or sold, since the start.
    pub fn came_back(&self) -> usize {
        self.came_back.load(Ordering::Relaxed)
    }

    /// Lets in no more readers than this.
    pub fn set_readers_max(&self, readers_max: usize) {
        self.readers_max.store(readers_max, Ordering::Relaxed);
    }

    /// How many readers there are.
    pub fn readers(&self) -> usize {
        self.readers.load(Ordering::Relaxed)
    }

    /// Takes note of a ticket that has just become visible as it is, and whether it was not for sale
    /// before and is now. Never waits for a reader.
    pub fn publish(&self, ticket: &Arc<Ticket>, is_new: bool) {
        // A reader who is not counted yet has not looked at the tables yet either: their lock has
        // been released since the change.
        if self.readers() == 0 {
            return;
        }
        let mut pending = self.pending.lock();
        pending.has_new |= is_new;
        pending.tickets.insert(ticket.id, ticket.clone());
        if pending.tickets.len() == 1 {
            self.has_changed.notify_one();
        }
    }

    /// Takes note of a place that somebody had in a line, if they have it no more.
    fn left(&self, old: &WaitlistEntry, new: &WaitlistEntry) {
        let stood = old.status == WaitlistStatus::Waiting;
        let stays = new.status == WaitlistStatus::Waiting && new.asked_at == old.asked_at;
        if !stood || stays || self.readers() == 0 {
            return;
        }
        let left = LeftPlace { id: old.id, asked_at: old.asked_at };
        let mut pending = self.pending.lock();
        pending.lines.entry(LineId::of_wish(&old.wish)).or_default().push(left);
        self.has_changed.notify_one();
    }

    /// A new reader, of what they see or of the whole topic; none if there are too many, or the hub
    /// is closed.
    pub fn subscribe(
        self: &Arc<Self>,
        topic: Topic,
        seen: Option<Box<[TicketId]>>,
    ) -> Option<Subscription> {
        let topic = match (topic, &seen) {
            (Topic::All, Some(_)) => Topic::Seen,
            (topic, _) => topic,
        };
        let mut topics = self.topics.lock();
        let topics = topics.as_mut()?;
        if self.readers() >= self.readers_max.load(Ordering::Relaxed) {
            return None;
        }
        self.readers.fetch_add(1, Ordering::SeqCst);
        for id in seen.iter().flatten().filter(|_| topic == Topic::Seen) {
            *topics.seen.entry(*id).or_default() += 1;
        }
        let sender = topics.senders.entry(topic);
        let sender = sender.or_insert_with(|| broadcast::Sender::new(ROUNDS_BEHIND_MAX));
        let (rounds, events, lines) = (Some(sender.subscribe()), Box::default(), Box::default());
        Some(Subscription { rounds, topic, seen, events, lines, hub: self.clone() })
    }

    /// A new reader, of the lines in which they stand; none if there are too many, or the hub is
    /// closed.
    pub fn subscribe_to_lines(self: &Arc<Self>, lines: Box<[LineId]>) -> Option<Subscription> {
        let mut subscription = self.subscribe(Topic::Lines, Some(Box::default()))?;
        if let Some(topics) = self.topics.lock().as_mut() {
            lines.iter().for_each(|id| *topics.stood_in.entry(*id).or_default() += 1);
        }
        subscription.lines = lines;
        Some(subscription)
    }

    /// A new reader, of what is left of the events that they see; none if there are too many, or the
    /// hub is closed.
    pub fn subscribe_to_events(self: &Arc<Self>, events: Box<[EventId]>) -> Option<Subscription> {
        let mut subscription = self.subscribe(Topic::Offers, Some(Box::default()))?;
        if let Some(topics) = self.topics.lock().as_mut() {
            events.iter().for_each(|id| *topics.seen_events.entry(*id).or_default() += 1);
        }
        subscription.events = events;
        Some(subscription)
    }

    /// Tells the readers what changes, for as long as it is polled.
    pub async fn run(&self) {
        let mut news = News { waits: false, not_before: Instant::now() };
        loop {
            tokio::select! {
                () = self.has_changed.notified() => {}
                () = tokio::time::sleep_until(news.not_before), if news.waits => {}
            }
            let told = self.tell(&mut news);
            tokio::time::sleep(pause_after(told)).await;
        }
    }

    /// Ends every stream; there are no more from now on.
    pub fn close(&self) {
        *self.topics.lock() = None;
    }

    /// Ends the streams of an event that was merged into another: who comes back is sent there.
    pub fn end(&self, event: EventId) {
        if let Some(topics) = self.topics.lock().as_mut() {
            topics.senders.remove(&Topic::Event(event));
        }
    }

    /// One round; gives how many readers it was told to.
    fn tell(&self, news: &mut News) -> usize {
        let PendingRound { tickets, has_new, lines } = std::mem::take(&mut *self.pending.lock());
        let mut rounds: HashMap<Topic, Round> = HashMap::new();
        let senders: Vec<_> = {
            let topics = self.topics.lock();
            let Some(topics) = topics.as_ref() else { return 0 };
            for (id, ticket) in tickets {
                if topics.seen_events.contains_key(&ticket.event) {
                    let round = rounds.entry(Topic::Offers).or_default();
                    round.offers.entry(ticket.event).or_default();
                }
                let of = [Topic::All, Topic::Seen, Topic::Event(ticket.event), Topic::Ticket(id)];
                let change = Arc::new(ChangedTicket { ticket, message: OnceLock::new() });
                for topic in of.into_iter().filter(|topic| topics.has(*topic, id)) {
                    let round = rounds.entry(topic).or_default();
                    round.changes.insert(id, change.clone());
                    if matches!(topic, Topic::Event(_)) {
                        round.counts.get_or_insert_default();
                    }
                }
            }
            for (id, left) in lines.into_iter().filter(|(id, _)| topics.stood_in.contains_key(id)) {
                let round = rounds.entry(Topic::Lines).or_default();
                round.lines.insert(id, (left, OnceLock::new()));
            }
            if news.is_due(has_new) {
                for topic in [Topic::Seen, Topic::Offers] {
                    rounds.entry(topic).or_default().counts = Some(OnceLock::new());
                }
            }
            let sender = |(topic, round)| Some((topics.senders.get(&topic)?.clone(), round));
            rounds.into_iter().filter_map(sender).collect()
        };
        // An error is a topic whose last reader has just gone.
        let told = senders.into_iter().map(|(to, round)| to.send(Arc::new(round)).unwrap_or(0));
        told.sum()
    }
}

fn pause_after(told: usize) -> Duration {
    let each = PAUSE_EACH.saturating_mul(u32::try_from(told).unwrap_or(u32::MAX));
    PAUSE.saturating_add(each).min(PAUSE_MAX)
}

/// A reader's place in the hub, which is free again when this is dropped.
#[derive(Debug)]
pub struct Subscription {
    /// None only while it is dropped.
    rounds: Option<broadcast::Receiver<Arc<Round>>>,
    topic: Topic,
    seen: Option<Box<[TicketId]>>,
    events: Box<[EventId]>,
    lines: Box<[LineId]>,
    hub: Arc<Hub>,
}

impl Subscription {
    /// The next round; none once the hub is closed, or this reader is too far behind.
    pub async fn next(&mut self) -> Option<Arc<Round>> {
        self.rounds.as_mut()?.recv().await.ok()
    }

    /// What of a round this reader is told: each ticket that they see is looked up, however much
    /// has changed.
    pub fn told<'a>(&self, round: &'a Round) -> Vec<&'a ChangedTicket> {
        match &self.seen {
            None => round.changes.values().map(AsRef::as_ref).collect(),
            Some(seen) => {
                seen.iter().filter_map(|id| Some(round.changes.get(id)?.as_ref())).collect()
            }
        }
    }

    /// The events of a round of which this reader is told what is left. The first of them writes it,
    /// for all.
    pub fn told_of_events<'a>(
        &'a self,
        round: &'a Round,
        write: impl Fn(EventId) -> Bytes + 'a,
    ) -> impl Iterator<Item = Bytes> + 'a {
        self.events.iter().filter_map(move |id| {
            let message = round.offers.get(id)?;
            Some(message.get_or_init(|| write(*id)).clone())
        })
    }
}

impl Subscription {
    /// The lines of a round that this reader stands in and that have moved. The first of them writes
    /// it, for all.
    pub fn told_of_lines<'a>(
        &'a self,
        round: &'a Round,
        write: impl Fn(LineId, &[LeftPlace]) -> Bytes + 'a,
    ) -> impl Iterator<Item = Bytes> + 'a {
        self.lines.iter().filter_map(move |id| {
            let (left, message) = round.lines.get(id)?;
            Some(message.get_or_init(|| write(*id, left)).clone())
        })
    }
}

/// One reader less of something that is seen.
fn forget<K: Eq + Hash>(seen: &mut HashMap<K, usize>, key: K) {
    if let Entry::Occupied(mut count) = seen.entry(key) {
        *count.get_mut() -= 1;
        if *count.get() == 0 {
            count.remove();
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut topics = self.hub.topics.lock();
        // Under the lock, so that whoever is the last sees that nobody is left.
        self.rounds = None;
        self.hub.readers.fetch_sub(1, Ordering::SeqCst);
        let Some(topics) = topics.as_mut() else { return };
        for id in self.seen.iter().flatten().filter(|_| self.topic == Topic::Seen) {
            forget(&mut topics.seen, *id);
        }
        self.events.iter().for_each(|id| forget(&mut topics.seen_events, *id));
        self.lines.iter().for_each(|id| forget(&mut topics.stood_in, *id));
        if topics.senders.get(&self.topic).is_some_and(|sender| sender.receiver_count() == 0) {
            topics.senders.remove(&self.topic);
        }
    }
}

#[cfg(test)]
mod tests;
