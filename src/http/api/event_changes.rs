//! What becomes of events: by who runs the site, or by who made one while nobody else's ticket hangs
//! on it.

use axum::{Json, extract::Request};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    account::refuse_file,
    body::{JsonBody, Reader, sent},
    caller::{ApiCaller, Bearer, Changes},
    model::EventJson,
    orders::parse_reason,
};
use crate::{
    domain::{
        Event, EventPlan,
        rules::event::{EventCommand, EventRefusal},
    },
    http::{
        HttpError, HttpResult, Id, refused,
        uploads::{FileRefusal, pictured, receive},
    },
    texts::Tell,
    types::{City, Day, EventId, EventName, Timestamp, Venue, ZoneName},
    usecases::{RefusalCode as _, events},
};

/// What is to be changed of an event. What is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct ChangedEvent {
    #[schema(min_length = 1, max_length = 120)]
    name: Option<String>,
    #[schema(min_length = 1, max_length = 120)]
    venue: Option<String>,
    #[schema(min_length = 1, max_length = 80)]
    city: Option<String>,
    /// By the clocks where it is: `2026-12-31T20:00`.
    #[schema(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$")]
    starts_at: Option<String>,
    /// By the same clocks; null if that is not known any more.
    #[serde(default, deserialize_with = "sent")]
    #[schema(value_type = Option<String>, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$")]
    ends_at: Option<Option<String>>,
    /// Of these clocks, such as `Europe/Berlin`.
    #[schema(max_length = 64)]
    time_zone: Option<String>,
    /// For all to read whom it concerns.
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// How an event is postponed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct PostponedEvent {
    /// When it starts instead, by the clocks where it is: `2026-12-31T20:00`; left out if that is not
    /// known yet.
    #[schema(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$")]
    starts_at: Option<String>,
    /// When it ends then, if that is known.
    #[schema(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$")]
    ends_at: Option<String>,
    /// The last day, where it is, on which buyers may give their tickets back.
    #[schema(format = Date)]
    refund_until: String,
    /// For all to read whom it concerns.
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// Why an event is cancelled.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CancelledEvent {
    /// For all to read whom it concerns.
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// The form that an event's picture comes with.
#[derive(Debug, ToSchema)]
#[allow(dead_code, reason = "it is for the document; the form is read as it comes")]
pub(crate) struct PictureForm {
    /// A JPEG, PNG or WebP.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

impl Reader<'_> {
    /// What is said; if nothing is, as it was.
    fn or_as_it_was<T: Clone, E: Tell>(
        &mut self,
        pointer: &str,
        said: Option<&str>,
        was: &T,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        match said {
            Some(said) => self.read(pointer, parse(said)),
            None => Some(was.clone()),
        }
    }
}

impl ChangedEvent {
    fn read(&self, who: &ApiCaller, event: &Event) -> HttpResult<EventCommand> {
        let (was, mut reader) = (event.plan(), Reader::new(who));
        let name = reader.or_as_it_was("/name", self.name.as_deref(), &was.name, EventName::parse);
        let venue = reader.or_as_it_was("/venue", self.venue.as_deref(), &was.venue, Venue::parse);
        let city = reader.or_as_it_was("/city", self.city.as_deref(), &was.city, City::parse);
        let zone =
            reader.or_as_it_was("/timeZone", self.time_zone.as_deref(), &was.zone, ZoneName::parse);
        let local = |typed: &str| Timestamp::parse_local(typed, zone.as_ref().unwrap_or(&was.zone));
        let starts_at =
            reader.or_as_it_was("/startsAt", self.starts_at.as_deref(), &was.starts_at, local);
        let ends_at = match &self.ends_at {
            None => Some(was.ends_at),
            Some(None) => Some(None),
            Some(Some(typed)) => reader.read("/endsAt", local(typed)).map(Some),
        };
        let read = (name, venue, city, starts_at, ends_at, zone.clone());
        match read {
            (Some(name), Some(venue), Some(city), Some(starts_at), Some(ends_at), Some(zone)) => {
                let plan = EventPlan { name, venue, city, starts_at, ends_at, zone };
                Ok(EventCommand::Change(plan))
            }
            _ => Err(reader.wrongs.refused()),
        }
    }
}

impl PostponedEvent {
    fn read(&self, who: &ApiCaller, event: &Event) -> HttpResult<EventCommand> {
        let mut reader = Reader::new(who);
        let mut time = |pointer, typed: Option<&str>| match typed {
            None => Some(None),
            Some(typed) => {
                reader.read(pointer, Timestamp::parse_local(typed, &event.zone)).map(Some)
            }
        };
        let starts_at = time("/startsAt", self.starts_at.as_deref());
        let ends_at = time("/endsAt", self.ends_at.as_deref());
        let day = Day::parse(&self.refund_until).ok();
        if day.is_none() {
            reader.wrongs.add("/refundUntil", who.language.day_missing());
        }
        if matches!((starts_at, ends_at), (Some(None), Some(Some(_)))) {
            reader.wrongs.add("/endsAt", who.language.event_not_changed(&EventRefusal::EndUnfit));
        }
        reader.wrongs.none()?;
        let (Some(starts_at), Some(ends_at), Some(day)) = (starts_at, ends_at, day) else {
            return Err(HttpError::NotFound);
        };
        let to = starts_at.map(|starts_at| (starts_at, ends_at));
        Ok(EventCommand::Postpone { to, refund_until: day.ends(&event.zone) })
    }
}

/// Changes what an event is called, where and when it is. Everybody whom it concerns is told.
#[utoipa::path(
    patch,
    path = "/events/{id}",
    tag = "events",
    params(("id" = String, Path, format = Uuid)),
    request_body = ChangedEvent,
    responses((status = 200, body = EventJson)),
    security(("token" = ["sell"]), ("token" = ["admin"])),
)]
pub(super) async fn change(
    who: Bearer<Changes>,
    Id(id): Id<EventId>,
    JsonBody { said, .. }: JsonBody<ChangedEvent>,
) -> HttpResult<Json<EventJson>> {
    let read = |who: &ApiCaller, event: &Event| said.read(who, event);
    act(&who, id, &said.reason, read).await
}

/// Postpones an event; buyers may give their tickets back until the day that is said.
#[utoipa::path(
    post,
    path = "/events/{id}/postpone",
    tag = "events",
    params(("id" = String, Path, format = Uuid)),
    request_body = PostponedEvent,
    responses((status = 200, body = EventJson)),
    security(("token" = ["sell"]), ("token" = ["admin"])),
)]
pub(super) async fn postpone(
    who: Bearer<Changes>,
    Id(id): Id<EventId>,
    JsonBody { said, .. }: JsonBody<PostponedEvent>,
) -> HttpResult<Json<EventJson>> {
    let read = |who: &ApiCaller, event: &Event| said.read(who, event);
    act(&who, id, &said.reason, read).await
}

/// Cancels an event, which is not undone: every order is refunded. Done already if it is cancelled.
#[utoipa::path(
    post,
    path = "/events/{id}/cancel",
    tag = "events",
    params(("id" = String, Path, format = Uuid)),
    request_body = CancelledEvent,
    responses((status = 200, body = EventJson)),
    security(("token" = ["sell"]), ("token" = ["admin"])),
)]
pub(super) async fn cancel(
    who: Bearer<Changes>,
    Id(id): Id<EventId>,
    JsonBody { said, .. }: JsonBody<CancelledEvent>,
) -> HttpResult<Json<EventJson>> {
    act(&who, id, &said.reason, |_, _| Ok(EventCommand::Cancel)).await
}

async fn act(
    who: &Bearer<Changes>,
    id: EventId,
    reason: &str,
    read: impl FnOnce(&ApiCaller, &Event) -> HttpResult<EventCommand>,
) -> HttpResult<Json<EventJson>> {
    let market = &who.edge.market;
    let (event, ..) = events::changeable(market, who.caller(), id)?;
    let reason = parse_reason(who, reason)?;
    let command = read(who, &event)?;
    done(who, id, refused(events::change(market, who.caller(), id, command, reason).await)?)
}

/// Puts a picture in the stead of an event's poster. It is made small, and keeps nothing but its dots.
#[utoipa::path(
    post,
    path = "/events/{id}/picture",
    tag = "events",
    params(("id" = String, Path, format = Uuid)),
    request_body(content = PictureForm, content_type = "multipart/form-data"),
    responses((status = 200, body = EventJson)),
    security(("token" = ["sell"]), ("token" = ["admin"])),
)]
pub(super) async fn picture(
    who: Bearer<Changes>,
    Id(id): Id<EventId>,
    request: Request,
) -> HttpResult<Json<EventJson>> {
    let market = &who.edge.market;
    events::changeable(market, who.caller(), id)?;
    // Only now is the file let in.
    let (parts, body) = request.into_parts();
    let came = receive(&who.edge, who.owner().id, who.client, &parts.headers, body).await?;
    let picture = match came.file {
        Ok(Some(file)) => pictured(&who.edge, file).await?,
        Ok(None) => Err(FileRefusal::Missing),
        Err(refusal) => Err(refusal),
    };
    let picture = picture.map_err(|refusal| refuse_file(&who, &refusal))?;
    done(&who, id, refused(events::picture(market, who.caller(), id, picture).await)?)
}

/// Has an event's poster be shown again; done already if it is.
#[utoipa::path(
    delete,
    path = "/events/{id}/picture",
    tag = "events",
    params(("id" = String, Path, format = Uuid)),
    responses((status = 200, body = EventJson)),
    security(("token" = ["sell"]), ("token" = ["admin"])),
)]
pub(super) async fn remove_picture(
    who: Bearer<Changes>,
    Id(id): Id<EventId>,
) -> HttpResult<Json<EventJson>> {
    done(&who, id, refused(events::remove_picture(&who.edge.market, who.caller(), id).await)?)
}

/// An event that something was done about, or why that was not.
fn done(
    who: &ApiCaller,
    id: EventId,
    done: Result<(), EventRefusal>,
) -> HttpResult<Json<EventJson>> {
    match done {
        Ok(()) => {
            let event = who.edge.market.tables().event(id)?.ok_or(HttpError::NotFound)?;
            Ok(Json(EventJson::of(&who.edge, &event)))
        }
        Err(refusal) => {
            let why = who.language.event_not_changed(&refusal).to_owned();
            Err(HttpError::Refused(refusal.code(), why))
        }
    }
}
