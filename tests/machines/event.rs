//! What may become of an event, and what its record is after it.

use std::time::Duration;

use holdfast::{
    domain::{
        Deed, EVENT_CHANGES_MAX, Event, EventEvent, EventPicture, EventPlan, EventStatus, FileKind,
        TicketFile,
        rules::event::{
            EventCommand::{self, Cancel, Change, Postpone},
            EventRefusal, LASTS_MAX, decide_event, decide_picture,
        },
    },
    types::{
        City, EventId, EventName, FileId, Reason, TicketId, Timestamp, UserId, Venue, ZoneName,
    },
};

pub const NOW: Timestamp = Timestamp::from_millis(1_795_348_800_000);
const HOUR: Duration = Duration::from_secs(3600);

fn deed() -> Deed {
    let reason = Reason::parse("The singer is ill").unwrap();
    Deed { by: UserId::from_bytes([b'r'; 16]), reason }
}

fn id() -> EventId {
    EventId::from_bytes([b'e'; 16])
}

pub fn apply(
    event: Option<Event>,
    what: &EventEvent,
    at: Timestamp,
) -> Result<Event, &'static str> {
    let mut event = event;
    Event::apply(&mut event, id(), what, at).map_err(|illegal| illegal.state)?;
    Ok(event.unwrap())
}

/// In 10 hours.
pub fn event() -> Event {
    let created = EventEvent::Created {
        name: EventName::parse("The Test Band").unwrap(),
        venue: Venue::parse("Town Hall").unwrap(),
        city: City::parse("Berlin").unwrap(),
        starts_at: NOW + 10 * HOUR,
        zone: ZoneName::utc(),
        created_by: UserId::from_bytes([b'm'; 16]),
    };
    apply(None, &created, NOW).unwrap()
}

fn to(starts_at: Timestamp, ends_at: Option<Timestamp>) -> EventPlan {
    EventPlan { starts_at, ends_at, ..event().plan() }
}

#[test]
fn what_may_become_of_an_event() {
    let later = NOW + 20 * HOUR;
    let changed = |plan: &EventPlan| EventEvent::Changed(plan.clone(), deed());
    let postponed =
        |has_date| EventEvent::Postponed { refund_until: later, has_date, deed: deed() };
    let cancelled = apply(Some(event()), &EventEvent::Cancelled(deed()), NOW).unwrap();
    let postpone = |to, refund_until| Postpone { to, refund_until };
    let plan = to(later, Some(later + 48 * HOUR));
    let past = to(NOW, None);
    let started = EventPlan { name: EventName::parse("Other").unwrap(), ..event().plan() };
    for (is, command, now, expect) in [
        (event(), Change(event().plan()), NOW, Ok(vec![])),
        (event(), Change(plan.clone()), NOW, Ok(vec![changed(&plan)])),
        (event(), Change(past), NOW, Err(EventRefusal::StartPast)),
        // What has started can still be called something else.
        (event(), Change(started.clone()), later, Ok(vec![changed(&started)])),
        (event(), Change(to(later, Some(later))), NOW, Err(EventRefusal::EndUnfit)),
        (
            event(),
            Change(to(later, Some(later + LASTS_MAX + HOUR))),
            NOW,
            Err(EventRefusal::EndUnfit),
        ),
        (event(), postpone(None, later), NOW, Ok(vec![postponed(false)])),
        (
            event(),
            postpone(Some((later, Some(later + 48 * HOUR))), later),
            NOW,
            Ok(vec![changed(&plan), postponed(true)]),
        ),
        (event(), postpone(None, NOW), NOW, Err(EventRefusal::RefundsPast)),
        (event(), Cancel, later, Ok(vec![EventEvent::Cancelled(deed())])),
        (cancelled.clone(), Cancel, NOW, Ok(vec![])),
        (cancelled.clone(), Change(plan.clone()), NOW, Err(EventRefusal::Cancelled)),
        (cancelled, postpone(None, later), NOW, Err(EventRefusal::Cancelled)),
    ] {
        let command: EventCommand = command;
        assert_eq!(decide_event(&is, &command, deed(), now), expect, "{command:?}");
    }
}

#[test]
fn an_event_is_changed_so_often_and_can_be_cancelled_then() {
    let mut is = event();
    for n in 0..EVENT_CHANGES_MAX {
        let plan = to(NOW + HOUR * (20 + u32::try_from(n).unwrap()), None);
        let [changed] = &decide_event(&is, &Change(plan), deed(), NOW).unwrap()[..] else {
            panic!()
        };
        is = apply(Some(is), changed, NOW).unwrap();
    }
    let once_more = decide_event(&is, &Change(to(NOW + HOUR, None)), deed(), NOW);
    assert_eq!(once_more, Err(EventRefusal::ChangedTooOften));
    assert!(decide_event(&is, &Cancel, deed(), NOW).is_ok());
}

#[test]
fn a_record_says_what_was_then_and_what_is_now() {
    let (first, second) = (to(NOW + 30 * HOUR, None), to(NOW + 40 * HOUR, None));
    let at = |hours| NOW + hours * HOUR;
    let is = apply(Some(event()), &EventEvent::Changed(first.clone(), deed()), at(1)).unwrap();
    let is = apply(Some(is), &EventEvent::Changed(second, deed()), at(3)).unwrap();
    assert_eq!(is.plan_then(NOW), Some(&event().plan()));
    assert_eq!(is.plan_then(at(1)), Some(&first));
    assert_eq!(is.plan_then(at(2)), Some(&first));
    assert_eq!(is.plan_then(at(3)), None);
    assert_eq!(is.telling.unwrap().of, at(3), "of the latest");
    // Back to what it was is no change to who had ordered then.
    let is = apply(Some(is), &EventEvent::Changed(event().plan(), deed()), at(4)).unwrap();
    assert_eq!(is.plan_then(NOW), None);
    assert_eq!(is.plan_then(at(1)), Some(&first));
}

#[test]
fn what_cannot_happen_to_an_event() {
    let cancelled = apply(Some(event()), &EventEvent::Cancelled(deed()), NOW).unwrap();
    let told = apply(Some(cancelled.clone()), &EventEvent::Told(None), NOW).unwrap();
    let ticket = TicketId::from_bytes([b't'; 16]);
    for (is, what, state) in [
        (&cancelled, EventEvent::Cancelled(deed()), "cancelled"),
        (&cancelled, EventEvent::Changed(event().plan(), deed()), "cancelled"),
        (&told, EventEvent::Told(Some(ticket)), "told"),
        (&event(), EventEvent::RefundCounted, "not cancelled"),
    ] {
        assert_eq!(apply(Some(is.clone()), &what, NOW), Err(state), "{what:?}");
    }
    let is = apply(Some(cancelled), &EventEvent::RefundCounted, NOW).unwrap();
    let EventStatus::Cancelled(cancellation) = is.status else { panic!() };
    assert_eq!(cancellation.refunded, 1);
}

#[test]
fn a_date_that_was_open_is_known_once_the_event_is_moved() {
    let postponed =
        EventEvent::Postponed { refund_until: NOW + 20 * HOUR, has_date: false, deed: deed() };
    let is = apply(Some(event()), &postponed, NOW).unwrap();
    assert!(!is.postponement().unwrap().has_date);
    let renamed = EventPlan { venue: Venue::parse("Old Hall").unwrap(), ..event().plan() };
    let is = apply(Some(is), &EventEvent::Changed(renamed, deed()), NOW).unwrap();
    assert!(!is.postponement().unwrap().has_date);
    let moved = to(NOW + 30 * HOUR, None);
    let is = apply(Some(is), &EventEvent::Changed(moved, deed()), NOW).unwrap();
    assert!(is.postponement().unwrap().has_date);
    assert_eq!(is.started_before(), Some(NOW + 10 * HOUR));
}

#[test]
fn a_picture_is_put_on_and_taken_off_whatever_becomes_of_the_event() {
    let by = UserId::from_bytes([b'm'; 16]);
    let file = |id| {
        let (id, kind) = (FileId::from_bytes([id; 16]), FileKind::Jpeg);
        TicketFile { id, kind, bytes: 9, digest: [0; 32] }
    };
    let picture = Some(EventPicture { large: file(1), small: file(2) });
    let pictured = EventEvent::Pictured(picture, by);
    let bare = EventEvent::Pictured(None, by);
    let is = apply(Some(event()), &pictured, NOW).unwrap();
    assert_eq!(is.picture, picture);
    let cancelled = apply(Some(is.clone()), &EventEvent::Cancelled(deed()), NOW).unwrap();
    let merged = EventEvent::Merged(EventId::from_bytes([b'o'; 16]), deed());
    let merged = apply(Some(is.clone()), &merged, NOW).unwrap();
    for (event, to, expect) in [
        (&event(), picture, Ok(Some(pictured))),
        (&event(), None, Ok(None)),
        (&is, picture, Ok(None)),
        (&is, None, Ok(Some(bare.clone()))),
        (&cancelled, None, Ok(Some(bare.clone()))),
        (&merged, None, Err(EventRefusal::MergedAway)),
    ] {
        assert_eq!(decide_picture(event, to, by), expect, "{to:?}");
    }
    assert_eq!(apply(Some(is), &bare, NOW).unwrap().picture, None);
    assert_eq!(apply(Some(merged), &bare, NOW), Err("merged into another"));
}
