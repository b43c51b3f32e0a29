//! What those who run the site may do about events.

use std::time::Duration;

use super::Refusal;
use crate::{
    domain::{Deed, Event, EventEvent, EventWords},
    types::Category,
};

/// How far apart two events may start that are one: somebody has mistaken a day, or a zone.
pub const APART_MAX: Duration = Duration::from_secs(24 * 3600);

refusals! {
    /// Why an event is not renamed or merged. Nothing has changed.
    pub enum EventRefusal {
        NotThere = "there is no such event",
        NoOther = "there is no such event to merge it into",
        Itself = "an event cannot be merged into itself",
        MergedAway = "the event was merged into another already",
        OtherMergedAway = "the other event was merged into another itself",
        /// More than [`APART_MAX`].
        Apart = "the events start further apart than a day",
    }
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
    let renamed = EventEvent::Renamed(words, deed);
    Ok([Some(renamed), category.map(EventEvent::Categorised)].into_iter().flatten().collect())
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
    let (earlier, later) =
        (event.starts_at.min(into.starts_at), event.starts_at.max(into.starts_at));
    if later.since(earlier) > APART_MAX {
        return Err(EventRefusal::Apart);
    }
    Ok(Some(EventEvent::Merged(into.id, deed)))
}

impl Refusal for EventRefusal {}
