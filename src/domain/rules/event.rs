//! What may become of events.

use std::time::Duration;

use super::{BrokenRule, Refusal};
use crate::{
    domain::{Deed, EVENT_CHANGES_MAX, Event, EventEvent, EventPicture, EventPlan, EventWords},
    types::{Category, Timestamp, UserId},
};

/// How far apart two events may start that are one: somebody has mistaken a day, or a zone.
pub const APART_MAX: Duration = Duration::from_secs(24 * 3600);

/// How long an event lasts at the most.
pub const LASTS_MAX: Duration = Duration::from_secs(366 * 24 * 3600);

/// What is to become of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventCommand {
    /// It is to be so.
    Change(EventPlan),
    /// It takes place at another time.
    Postpone {
        /// Then, and until then if that is known; none if that is not known yet.
        to: Option<(Timestamp, Option<Timestamp>)>,
        /// Until when buyers may give their tickets back.
        refund_until: Timestamp,
    },
    /// It does not take place.
    Cancel,
}

refusals! {
    /// Why an event is not changed or merged. Nothing has changed.
    pub enum EventRefusal {
        NotThere = "there is no such event",
        NoOther = "there is no such event to merge it into",
        Itself = "an event cannot be merged into itself",
        MergedAway = "the event was merged into another already",
        OtherMergedAway = "the other event was merged into another itself",
        /// More than [`APART_MAX`].
        Apart = "the events start further apart than a day",
        Cancelled = "the event is cancelled",
        StartPast = "the event would have started already",
        /// It would be over before it starts, or last longer than [`LASTS_MAX`].
        EndUnfit = "the event cannot end then",
        RefundsPast = "the time to give tickets back would be over already",
        ChangedTooOften = "the event was changed {EVENT_CHANGES_MAX} times already",
        OthersTickets = "somebody else's ticket hangs on the event",
    }
}

/// Whether an event may end then that starts then.
pub fn may_end(starts_at: Timestamp, ends_at: Option<Timestamp>) -> Result<(), EventRefusal> {
    let fits = |ends_at| starts_at < ends_at && ends_at <= starts_at + LASTS_MAX;
    if ends_at.is_none_or(fits) { Ok(()) } else { Err(EventRefusal::EndUnfit) }
}

/// What follows when an event is to be changed, postponed or cancelled; nothing if it is so already.
///
/// # Errors
/// When it cannot be.
pub fn decide_event(
    event: &Event,
    command: &EventCommand,
    deed: Deed,
    now: Timestamp,
) -> Result<Vec<EventEvent>, EventRefusal> {
    if event.merged.is_some() {
        return Err(EventRefusal::MergedAway);
    }
    match (command, event.cancellation()) {
        (EventCommand::Cancel, Some(_)) => Ok(vec![]),
        (EventCommand::Cancel, None) => Ok(vec![EventEvent::Cancelled(deed)]),
        (_, Some(_)) => Err(EventRefusal::Cancelled),
        (EventCommand::Change(plan), None) => change(event, plan.clone(), deed, now),
        (EventCommand::Postpone { refund_until, .. }, None) if *refund_until <= now => {
            Err(EventRefusal::RefundsPast)
        }
        (EventCommand::Postpone { to, refund_until }, None) => {
            let mut events = match *to {
                Some((starts_at, ends_at)) => {
                    let plan = EventPlan { starts_at, ends_at, ..event.plan() };
                    change(event, plan, deed.clone(), now)?
                }
                None => vec![],
            };
            let (refund_until, has_date) = (*refund_until, to.is_some());
            events.push(EventEvent::Postponed { refund_until, has_date, deed });
            Ok(events)
        }
    }
}

fn change(
    event: &Event,
    plan: EventPlan,
    deed: Deed,
    now: Timestamp,
) -> Result<Vec<EventEvent>, EventRefusal> {
    if plan == event.plan() {
        return Ok(vec![]);
    }
    if plan.starts_at != event.starts_at && plan.starts_at <= now {
        return Err(EventRefusal::StartPast);
    }
    may_end(plan.starts_at, plan.ends_at)?;
    has_room(event)?;
    Ok(vec![EventEvent::Changed(plan, deed)])
}

fn has_room(event: &Event) -> Result<(), EventRefusal> {
    let has_room = event.changes.len() < EVENT_CHANGES_MAX;
    if has_room { Ok(()) } else { Err(EventRefusal::ChangedTooOften) }
}

/// What follows when an event is to be called this, and be of this category, if one is named.
///
/// # Errors
/// When it is another's now.
pub fn decide_rename(
    event: &Event,
    words: EventWords,
    category: Option<Category>,
    deed: Deed,
) -> Result<Vec<EventEvent>, EventRefusal> {
    if event.merged.is_some() {
        return Err(EventRefusal::MergedAway);
    }
    let EventWords { name, venue, city } = &words;
    let is_called_so = (name, venue, city) == (&event.name, &event.venue, &event.city);
    let category = category.filter(|category| *category != event.category);
    if is_called_so && category.is_none() {
        return Ok(vec![]);
    }
    has_room(event)?;
    let renamed = EventEvent::Renamed(words, deed);
    Ok([Some(renamed), category.map(EventEvent::Categorised)].into_iter().flatten().collect())
}

/// What follows when an event is to have this picture, or its poster again; nothing if it is so already.
///
/// # Errors
/// When it is another's now.
pub fn decide_picture(
    event: &Event,
    picture: Option<EventPicture>,
    by: UserId,
) -> Result<Option<EventEvent>, EventRefusal> {
    match event.merged {
        Some(_) => Err(EventRefusal::MergedAway),
        None => Ok((event.picture != picture).then_some(EventEvent::Pictured(picture, by))),
    }
}

/// What follows when an event is to be merged into another.
pub fn decide_merge(
    event: &Event,
    into: &Event,
    deed: Deed,
) -> Result<Option<EventEvent>, EventRefusal> {
    if event.merged.as_ref().is_some_and(|merged| merged.into == into.id) {
        return Ok(None);
    }
    if event.id == into.id {
        return Err(EventRefusal::Itself);
    }
    if event.merged.is_some() {
        return Err(EventRefusal::MergedAway);
    }
    if into.merged.is_some() {
        return Err(EventRefusal::OtherMergedAway);
    }
    if [event, into].iter().any(|event| event.cancellation().is_some()) {
        return Err(EventRefusal::Cancelled);
    }
    let (earlier, later) =
        (event.starts_at.min(into.starts_at), event.starts_at.max(into.starts_at));
    if later.since(earlier) > APART_MAX {
        return Err(EventRefusal::Apart);
    }
    Ok(Some(EventEvent::Merged(into.id, deed)))
}

impl Refusal for EventRefusal {
    fn of(broken: BrokenRule) -> Option<Self> {
        (broken == BrokenRule::OthersTickets).then_some(Self::OthersTickets)
    }
}
