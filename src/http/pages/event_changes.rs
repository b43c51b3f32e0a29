//! The forms by which an event is changed, postponed or cancelled, and how far the refunds of a
//! cancelled one are.

use std::sync::Arc;

use super::{event_form::zone_of, go_to, mistyped, not_done};
use crate::{
    domain::{
        Event, EventPlan,
        rules::event::{EventCommand, EventRefusal},
    },
    http::{
        Form, HttpError, HttpResult, Id, SignedIn, presenters, refused,
        uploads::{FileRefusal, Sent, pictured},
    },
    texts::Tell,
    types::{City, Day, EventId, EventName, Language, Reason, Timestamp, Venue, ZoneName},
    usecases::{RefusalCode as _, events, policy},
    views::{self, CancelledEvent, EventDeed, EventForm, FieldErrors, TypedEvent},
};
use axum::{
    extract::{FromRequest as _, Request},
    response::{IntoResponse as _, Response},
};

/// How many late refunds are named.
const LATE_SHOWN: usize = 20;

/// How a browser writes the time in a field.
const LOCAL: &str = "%Y-%m-%dT%H:%M";

/// The form to change an event.
pub(crate) async fn change_form(user: SignedIn, Id(id): Id<EventId>) -> HttpResult {
    form(&user, id, EventDeed::Change)
}

/// The form to postpone one.
pub(crate) async fn postpone_form(user: SignedIn, Id(id): Id<EventId>) -> HttpResult {
    form(&user, id, EventDeed::Postpone)
}

/// The form to cancel one; of one that is cancelled, how far its refunds are.
pub(crate) async fn cancel_form(user: SignedIn, Id(id): Id<EventId>) -> HttpResult {
    form(&user, id, EventDeed::Cancel)
}

/// Changes an event.
pub(crate) async fn change(user: SignedIn, Id(id): Id<EventId>, sent: Form) -> HttpResult {
    let read = |typed: &mut Typed<'_>, event: &Event| {
        let name = typed.read("event_name", EventName::parse);
        let venue = typed.read("venue", Venue::parse);
        let city = typed.read("city", City::parse);
        let zone = typed.read("time_zone", zone_of)?;
        let starts_at = typed.time("starts_at", &zone, event.starts_at);
        let ends_at = typed.end(&zone, event.ends_at);
        let plan = EventPlan {
            name: name?,
            venue: venue?,
            city: city?,
            starts_at: starts_at?,
            ends_at: ends_at?,
            zone,
        };
        Some(EventCommand::Change(plan))
    };
    act(&user, id, &sent, EventDeed::Change, read).await
}

/// Postpones one.
pub(crate) async fn postpone(user: SignedIn, Id(id): Id<EventId>, sent: Form) -> HttpResult {
    let read = |typed: &mut Typed<'_>, event: &Event| {
        let to = match typed.sent.get("starts_at").trim() {
            "" => Some(None),
            _ => {
                let starts_at = typed.time("starts_at", &event.zone, event.starts_at);
                let ends_at = typed.end(&event.zone, None);
                starts_at.zip(ends_at).map(Some)
            }
        };
        let day = Day::parse(typed.sent.get("refund_until")).ok();
        if day.is_none() {
            typed.wrong("refund_until", typed.language.day_missing());
        }
        Some(EventCommand::Postpone { to: to?, refund_until: day?.ends(&event.zone) })
    };
    act(&user, id, &sent, EventDeed::Postpone, read).await
}

/// Cancels one.
pub(crate) async fn cancel(user: SignedIn, Id(id): Id<EventId>, sent: Form) -> HttpResult {
    let read = |typed: &mut Typed<'_>, _: &Event| {
        if typed.sent.get("confirm").is_empty() {
            typed.wrong("confirm", typed.language.cancel_event_unticked());
            return None;
        }
        Some(EventCommand::Cancel)
    };
    act(&user, id, &sent, EventDeed::Cancel, read).await
}

/// Has the refunds of a cancelled event tried again.
pub(crate) async fn refunds_again(user: SignedIn, Id(id): Id<EventId>) -> HttpResult {
    user.edge.market.tables().event(id)?.ok_or(HttpError::NotFound)?;
    events::retry_refunds(&user.edge.market, user.caller())?;
    go_to(&format!("/events/{id}/cancel"))
}

/// Puts a picture in the stead of its poster.
pub(crate) async fn attach_picture(
    user: SignedIn,
    Id(id): Id<EventId>,
    request: Request,
) -> Result<Response, Response> {
    events::changeable(&user.edge.market, user.caller(), id).map_err(HttpError::from)?;
    // Only now is the file let in.
    let sent = Sent::from_request(request, &user.edge).await?;
    let received = match sent.file {
        Ok(Some(file)) => pictured(&user.edge, file).await?,
        Ok(None) => Err(FileRefusal::Missing),
        Err(refusal) => Err(refusal),
    };
    let picture = match received {
        Ok(picture) => picture,
        Err(refusal) => return Ok(not_pictured(&user, id, &refusal)?),
    };
    let answer = events::picture(&user.edge.market, user.caller(), id, picture).await;
    Ok(pictured_so(&user, id, refused(answer)?)?)
}

/// Has its poster be shown again.
pub(crate) async fn remove_picture(user: SignedIn, Id(id): Id<EventId>) -> HttpResult {
    let answer = events::remove_picture(&user.edge.market, user.caller(), id).await;
    pictured_so(&user, id, refused(answer)?)
}

/// The event's page, with the picture that it has now; or why it has no other.
fn pictured_so(user: &SignedIn, id: EventId, answer: Result<(), EventRefusal>) -> HttpResult {
    let event = user.edge.market.tables().event(id)?.ok_or(HttpError::NotFound)?;
    match answer {
        Ok(()) => go_to(&views::event_path(id, event.name.as_str())),
        Err(refusal) => {
            let why = user.language().event_not_changed(&refusal).to_owned();
            let none = FieldErrors::new();
            let shown = page(user, &event, EventDeed::Change, as_it_is(&event), none, Some(why))?;
            not_done(refusal.code(), shown)
        }
    }
}

fn not_pictured(user: &SignedIn, id: EventId, refusal: &FileRefusal) -> HttpResult {
    let t = user.language();
    let why = match refusal {
        FileRefusal::Missing | FileRefusal::Several => t.choose_a_picture().to_owned(),
        FileRefusal::Unfit(_) => t.no_picture().to_owned(),
        refusal => refusal.message(&user.context()),
    };
    let event = user.edge.market.tables().event(id)?.ok_or(HttpError::NotFound)?;
    let errors = [("picture", why)].into_iter().collect();
    let shown = page(user, &event, EventDeed::Change, as_it_is(&event), errors, None)?;
    not_done(refusal.code(), shown)
}

/// What somebody has typed of an event, and what is wrong with it.
struct Typed<'a> {
    language: Language,
    sent: &'a Form,
    errors: FieldErrors,
}

impl Typed<'_> {
    fn wrong(&mut self, name: &'static str, message: &str) {
        self.errors.insert(name, message.to_owned());
    }

    fn read<T, E: Tell>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let t = self.language;
        parse(self.sent.get(name)).map_err(|error| self.wrong(name, &error.tell(t))).ok()
    }

    /// The time that was typed; as it was, if that is how it was shown: a field knows no seconds.
    fn time(&mut self, name: &'static str, zone: &ZoneName, was: Timestamp) -> Option<Timestamp> {
        match self.sent.get(name).trim() == was.format(LOCAL, zone) {
            true => Some(was),
            false => self.read(name, |typed| Timestamp::parse_local(typed, zone)),
        }
    }

    fn end(&mut self, zone: &ZoneName, was: Option<Timestamp>) -> Option<Option<Timestamp>> {
        match (self.sent.get("ends_at").trim(), was) {
            ("", _) => Some(None),
            (_, Some(was)) => self.time("ends_at", zone, was).map(Some),
            (_, None) => {
                self.read("ends_at", |typed| Timestamp::parse_local(typed, zone)).map(Some)
            }
        }
    }
}

async fn act(
    user: &SignedIn,
    id: EventId,
    sent: &Form,
    deed: EventDeed,
    read: impl FnOnce(&mut Typed<'_>, &Event) -> Option<EventCommand>,
) -> HttpResult {
    let (market, t) = (&user.edge.market, user.language());
    let (event, ..) = events::changeable(market, user.caller(), id)?;
    let mut typed = Typed { language: t, sent, errors: FieldErrors::new() };
    let command = read(&mut typed, &event);
    let reason = typed.read("reason", Reason::parse);
    let mut errors = typed.errors;
    let (Some(command), Some(reason)) = (command, reason) else {
        return mistyped(page(user, &event, deed, typed_in(sent), errors, None)?);
    };
    match refused(events::change(market, user.caller(), id, command, reason).await)? {
        Ok(()) => match deed {
            EventDeed::Cancel => go_to(&format!("/events/{id}/cancel")),
            EventDeed::Change | EventDeed::Postpone => {
                let event = market.tables().event(id)?.ok_or(HttpError::NotFound)?;
                go_to(&views::event_path(id, event.name.as_str()))
            }
        },
        Err(refusal) => {
            let why = t.event_not_changed(&refusal);
            let field = match refusal {
                EventRefusal::StartPast => Some("starts_at"),
                EventRefusal::EndUnfit => Some("ends_at"),
                EventRefusal::RefundsPast => Some("refund_until"),
                _ => None,
            };
            errors.extend(field.map(|field| (field, why.to_owned())));
            let event = market.tables().event(id)?.ok_or(HttpError::NotFound)?;
            let shown = page(user, &event, deed, typed_in(sent), errors, Some(why.to_owned()))?;
            not_done(refusal.code(), shown)
        }
    }
}

fn form(user: &SignedIn, id: EventId, deed: EventDeed) -> HttpResult {
    let (event, ..) = events::changeable(&user.edge.market, user.caller(), id)?;
    if event.cancellation().is_some() {
        return match deed {
            EventDeed::Cancel => progress(user, &event),
            EventDeed::Change | EventDeed::Postpone => go_to(&format!("/events/{id}/cancel")),
        };
    }
    let typed = match deed {
        EventDeed::Change => as_it_is(&event),
        EventDeed::Postpone | EventDeed::Cancel => TypedEvent::default(),
    };
    page(user, &event, deed, typed, FieldErrors::new(), None)
}

fn as_it_is(event: &Event) -> TypedEvent {
    let local = |at: Timestamp| at.format(LOCAL, &event.zone);
    TypedEvent {
        event_name: event.name.to_string(),
        venue: event.venue.to_string(),
        city: event.city.to_string(),
        starts_at: local(event.starts_at),
        ends_at: event.ends_at.map_or_else(String::new, local),
        time_zone: event.zone.to_string(),
        ..TypedEvent::default()
    }
}

fn typed_in(sent: &Form) -> TypedEvent {
    let field = |name| sent.get(name).to_owned();
    TypedEvent {
        event_name: field("event_name"),
        venue: field("venue"),
        city: field("city"),
        starts_at: field("starts_at"),
        ends_at: field("ends_at"),
        time_zone: field("time_zone"),
        refund_until: field("refund_until"),
        reason: field("reason"),
    }
}

fn page(
    user: &SignedIn,
    event: &Arc<Event>,
    deed: EventDeed,
    typed: TypedEvent,
    errors: FieldErrors,
    notice: Option<String>,
) -> HttpResult {
    let market = &user.edge.market;
    let is_open = events::may_change(market, user.caller(), event)?;
    let counts = market.tables().catalog().counts_of(event.id);
    let others = (!is_open).then(|| user.language().event_others_tickets().to_owned());
    let page = EventForm {
        event: presenters::event_line(event),
        deed,
        typed,
        errors,
        notice: notice.or(others),
        is_open,
        sold: counts.sold,
        listed: counts.available + counts.held,
    };
    Ok(views::event_form(&user.context(), &page).into_response())
}

fn progress(user: &SignedIn, event: &Arc<Event>) -> HttpResult {
    let Some(cancellation) = event.cancellation() else { return Err(HttpError::NotFound) };
    let tables = user.edge.market.tables();
    let mut late = vec![];
    for overdue in &user.edge.market.unsettled().overdue {
        let Some(order) = tables.order(overdue.order)?.filter(|order| order.is_refunding()) else {
            continue;
        };
        let Some(ticket) = tables.ticket(order.ticket)? else { continue };
        if tables.event_of(&ticket)?.is_some_and(|of| of.id == event.id) {
            late.push((order.id, overdue.since));
        }
    }
    let counts = tables.catalog().counts_of(event.id);
    let refunded = usize::try_from(cancellation.refunded).unwrap_or(usize::MAX);
    let late_count = late.len();
    late.truncate(LATE_SHOWN);
    let page = CancelledEvent {
        event: presenters::event_line(event),
        reason: (&cancellation.how.reason).into(),
        refunded,
        all: refunded.saturating_add(counts.sold),
        listed: counts.available + counts.held,
        is_telling: event.telling.is_some(),
        late,
        late_count,
        is_admin: policy::admin(user.caller()).is_ok(),
        may_unpicture: event.picture.is_some()
            && events::may_change(&user.edge.market, user.caller(), event)?,
    };
    Ok(views::cancelled_event(&user.context(), &page).into_response())
}
