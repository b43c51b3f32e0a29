use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Deed, Intervention, TicketFile};
use crate::types::{
    Category, City, EventId, EventName, TicketId, Timestamp, UserId, Venue, ZoneName,
};

/// How often an event can be changed: what it was before each change is kept.
pub const EVENT_CHANGES_MAX: usize = 32;

/// What people attend: a concert, a match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Which event.
    pub id: EventId,
    /// What it is called.
    pub name: EventName,
    /// Where it is.
    pub venue: Venue,
    /// The venue's city.
    pub city: City,
    /// When it starts; from then on its tickets are not traded.
    pub starts_at: Timestamp,
    /// The zone in which its times are shown.
    pub zone: ZoneName,
    /// Who typed it in.
    pub created_by: UserId,
    /// Who of those who run the site has renamed it last, and why, if one has.
    pub renamed: Option<Intervention>,
    /// The event that it turned out to be, if it was there twice.
    pub merged: Option<Merged>,
    /// How many public events there were about it (`domain/public.rs`).
    pub version: u32,
    /// What kind of thing it is.
    pub category: Category,
    /// When it ends, if that is known.
    pub ends_at: Option<Timestamp>,
    /// Whether it takes place as it was announced.
    pub status: EventStatus,
    /// What was changed of it, oldest first: at most [`EVENT_CHANGES_MAX`].
    pub changes: Vec<EventChange>,
    /// As long as those whom it concerns are still being told what has become of it.
    pub telling: Option<Telling>,
    /// What somebody has put in its poster's stead, if anybody has.
    pub picture: Option<EventPicture>,
}

/// An event's picture, in the two sizes in which it is shown. It lies beside the tickets' files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventPicture {
    /// Where it stands by itself.
    pub large: TicketFile,
    /// In lists.
    pub small: TicketFile,
}

impl EventPicture {
    /// Both.
    pub fn files(&self) -> [TicketFile; 2] {
        [self.large, self.small]
    }
}

/// What people go by: what an event is called, where and when it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventPlan {
    /// What it is called.
    pub name: EventName,
    /// Where it is.
    pub venue: Venue,
    /// The venue's city.
    pub city: City,
    /// When it starts.
    pub starts_at: Timestamp,
    /// When it ends, if that is known.
    pub ends_at: Option<Timestamp>,
    /// The zone in which these times are shown.
    pub zone: ZoneName,
}

/// That an event was to be otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventChange {
    /// As it was until then.
    pub was: EventPlan,
    /// Who changed it, why and when.
    pub how: Intervention,
}

/// Whether an event takes place as it was announced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventStatus {
    /// It does.
    Scheduled,
    /// It takes place at another time.
    Postponed(Postponement),
    /// It does not take place.
    Cancelled(Cancellation),
}

/// That an event was postponed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Postponement {
    /// The first moment at which buyers cannot give their tickets back any more.
    pub refund_until: Timestamp,
    /// Whether it is known when it takes place: else its start is when it was to be.
    pub has_date: bool,
    /// Who postponed it, why and when.
    pub how: Intervention,
}

impl Postponement {
    /// The last moment at which buyers can give their tickets back: it is on the day that was set.
    pub fn last_moment(&self) -> Timestamp {
        self.refund_until - Duration::from_millis(1)
    }
}

/// That an event was cancelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancellation {
    /// Who cancelled it, why and when.
    pub how: Intervention,
    /// How many of its orders were refunded since.
    pub refunded: u32,
}

/// How far those whom an event concerns have been told of what became of it at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Telling {
    /// When that was.
    pub of: Timestamp,
    /// Who has to do with its tickets up to this one knows.
    pub after: Option<TicketId>,
}

/// What an event is called and where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventWords {
    /// What it is called.
    pub name: EventName,
    /// Where it is.
    pub venue: Venue,
    /// The venue's city.
    pub city: City,
}

/// That an event was merged into another: its tickets are the other's from then on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// Into which.
    pub into: EventId,
    /// Who of those who run the site has done that, and why.
    pub how: Intervention,
}

named! {
    /// What happens to an event that people attend.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum EventEvent {
        /// Somebody typed it in, listing the first ticket for it.
        Created {
            /// What it is called.
            name: EventName,
            /// Where it is.
            venue: Venue,
            /// The venue's city.
            city: City,
            /// When it starts.
            starts_at: Timestamp,
            /// The zone in which its times are shown.
            zone: ZoneName,
            /// Who typed it in.
            created_by: UserId,
        } = "EventCreated",
        /// Those who run the site have put right what it is called and where it is.
        Renamed(EventWords, Deed) = "EventRenamed",
        /// Those who run the site have found it to be this other one, which stays.
        Merged(EventId, Deed) = "EventMerged",
        /// It is of this kind: said with its birth, or put right with a [`Renamed`](Self::Renamed),
        /// which says by whom and why. One of which it was never said is [`Category::Other`].
        Categorised(Category) = "EventCategorised",
        /// It is to be so from now on, of which those whom it concerns are told.
        Changed(EventPlan, Deed) = "EventChanged",
        /// It is postponed; where its new date is known, in one entry with that.
        Postponed {
            /// The first moment at which buyers cannot give their tickets back any more.
            refund_until: Timestamp,
            /// Whether the new date is known.
            has_date: bool,
            /// Who does it, and why.
            deed: Deed,
        } = "EventPostponed",
        /// It does not take place.
        Cancelled(Deed) = "EventCancelled",
        /// Who has to do with its tickets up to this one was told of the latest; with all of them, if
        /// none is named.
        Told(Option<TicketId>) = "EventTold",
        /// An order of it was refunded after it was cancelled: in one entry with that.
        RefundCounted = "EventRefundCounted",
        /// It ends then: said with its birth.
        Ends(Timestamp) = "EventEnds",
        /// Somebody has put this picture in its poster's stead; none: its poster is shown again.
        Pictured(Option<EventPicture>, UserId) = "EventPictured",
    }
    pub(super) fn name;
}

impl Event {
    /// What people go by.
    pub fn plan(&self) -> EventPlan {
        let Self { name, venue, city, starts_at, ends_at, zone, .. } = self;
        EventPlan {
            name: name.clone(),
            venue: venue.clone(),
            city: city.clone(),
            starts_at: *starts_at,
            ends_at: *ends_at,
            zone: zone.clone(),
        }
    }

    /// What people went by at a moment, if that was something else.
    pub fn plan_then(&self, at: Timestamp) -> Option<&EventPlan> {
        let change = self.changes.iter().find(|change| change.how.at > at)?;
        Some(&change.was).filter(|was| **was != self.plan())
    }

    /// When it was to start before, if that was another time.
    pub fn started_before(&self) -> Option<Timestamp> {
        let before = self.changes.iter().map(|change| change.was.starts_at);
        before.rev().find(|before| *before != self.starts_at)
    }

    /// Who changed, postponed or cancelled it at a moment, and why.
    pub fn done_at(&self, at: Timestamp) -> Option<&Intervention> {
        let changes = self.changes.iter().map(|change| &change.how);
        let postponed = self.postponement().map(|it| &it.how);
        let cancelled = self.cancellation().map(|it| &it.how);
        changes.chain(postponed).chain(cancelled).find(|how| how.at == at)
    }

    /// When it is over, as far as anybody has said; none as long as nobody knows when it takes place.
    pub fn over_at(&self) -> Option<Timestamp> {
        let has_date = self.postponement().is_none_or(|postponement| postponement.has_date);
        has_date.then_some(self.ends_at.unwrap_or(self.starts_at))
    }

    /// That it was cancelled, if it was.
    pub fn cancellation(&self) -> Option<&Cancellation> {
        match &self.status {
            EventStatus::Cancelled(cancellation) => Some(cancellation),
            EventStatus::Scheduled | EventStatus::Postponed(_) => None,
        }
    }

    /// That it was postponed, if it was.
    pub fn postponement(&self) -> Option<&Postponement> {
        match &self.status {
            EventStatus::Postponed(postponement) => Some(postponement),
            EventStatus::Scheduled | EventStatus::Cancelled(_) => None,
        }
    }

    fn keep_what_was(&mut self, deed: &Deed, at: Timestamp) {
        self.changes.push(EventChange { was: self.plan(), how: deed.done(at) });
    }

    fn is_to_be_told(&mut self, of: Timestamp) {
        self.telling = Some(Telling { of, after: None });
    }

    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        record: &mut Option<Self>,
        id: EventId,
        event: &EventEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        if let EventEvent::Created { name, venue, city, starts_at, zone, created_by } = event {
            if record.is_some() {
                return Err("there already");
            }
            *record = Some(Self {
                id,
                name: name.clone(),
                venue: venue.clone(),
                city: city.clone(),
                starts_at: *starts_at,
                zone: zone.clone(),
                created_by: *created_by,
                renamed: None,
                merged: None,
                version: 0,
                category: Category::Other,
                ends_at: None,
                status: EventStatus::Scheduled,
                changes: vec![],
                telling: None,
                picture: None,
            });
            return Ok(());
        }
        let Some(record) = record else { return Err("not there") };
        if record.merged.is_some() {
            return Err("merged into another");
        }
        match event {
            EventEvent::Created { .. } => return Err("there already"),
            EventEvent::Renamed(words, deed) => {
                record.keep_what_was(deed, at);
                let EventWords { name, venue, city } = words.clone();
                (record.name, record.venue, record.city) = (name, venue, city);
                record.renamed = Some(deed.done(at));
            }
            EventEvent::Categorised(category) => record.category = *category,
            EventEvent::Changed(..) | EventEvent::Postponed { .. } | EventEvent::Cancelled(_)
                if record.cancellation().is_some() =>
            {
                return Err("cancelled");
            }
            EventEvent::Changed(plan, deed) => {
                record.keep_what_was(deed, at);
                if let EventStatus::Postponed(postponement) = &mut record.status {
                    postponement.has_date |= record.starts_at != plan.starts_at;
                }
                let EventPlan { name, venue, city, starts_at, ends_at, zone } = plan.clone();
                (record.name, record.venue, record.city) = (name, venue, city);
                (record.starts_at, record.ends_at, record.zone) = (starts_at, ends_at, zone);
                record.is_to_be_told(at);
            }
            EventEvent::Postponed { refund_until, has_date, deed } => {
                record.status = EventStatus::Postponed(Postponement {
                    refund_until: *refund_until,
                    has_date: *has_date,
                    how: deed.done(at),
                });
                record.is_to_be_told(at);
            }
            EventEvent::Cancelled(deed) => {
                let how = deed.done(at);
                record.status = EventStatus::Cancelled(Cancellation { how, refunded: 0 });
                record.is_to_be_told(at);
            }
            EventEvent::Told(after) => match (&mut record.telling, after) {
                (Some(telling), Some(ticket)) => telling.after = Some(*ticket),
                (Some(_), None) => record.telling = None,
                (None, _) => return Err("told"),
            },
            EventEvent::RefundCounted => match &mut record.status {
                EventStatus::Cancelled(cancellation) => cancellation.refunded += 1,
                EventStatus::Scheduled | EventStatus::Postponed(_) => return Err("not cancelled"),
            },
            EventEvent::Ends(at) => record.ends_at = Some(*at),
            EventEvent::Pictured(picture, _) => record.picture = *picture,
            EventEvent::Merged(into, _) if *into == id => {
                return Err("the event itself");
            }
            EventEvent::Merged(into, deed) => {
                record.merged = Some(Merged { into: *into, how: deed.done(at) });
            }
        }
        Ok(())
    }
}
