//! Two events that are one: which of them stays is chosen from a list, and asked for once more.

use std::{cmp::Reverse, sync::Arc};

use axum::{extract::State, http::request::Parts, response::Response};

use super::{
    AdminList, act,
    events::{counts, place_and_time, row, why_not},
    list, reason, said,
};
use crate::{
    domain::{Event, rules::event::APART_MAX},
    http::{
        Edge, HttpError,
        error::refused,
        form::{Form, Id},
        visitor::Admin,
    },
    reads::search::{self, Query},
    storage::StorageError,
    types::{EventId, Language},
    usecases::admin,
    views::{AdminAction, AdminRow},
};

/// What an event can be merged into.
struct Others(Arc<Event>);

/// The events into which one can be merged, the most alike first.
pub(crate) async fn merge_form(
    State(edge): State<Edge>,
    admin: Admin,
    Id(id): Id<EventId>,
    parts: Parts,
) -> Result<Response, HttpError> {
    let event = edge.market.tables().event(id)?.ok_or(HttpError::NotFound)?;
    list(&Others(event), &edge, &admin, &Form::of_query(&parts))
}

/// Merges an event into the one that was chosen.
pub(crate) async fn merge(
    State(edge): State<Edge>,
    admin: Admin,
    Id(id): Id<EventId>,
    form: Form,
) -> Result<Response, HttpError> {
    let event = edge.market.tables().event(id)?.ok_or(HttpError::NotFound)?;
    let t = admin.visitor().language();
    // What is no id is an unknown one.
    let into = form.get("into").trim().parse::<EventId>().ok();
    let shown = into.unwrap_or(id);
    act(
        &Others(event),
        (&edge, &admin),
        shown,
        &form,
        |_| Some(into),
        async |into, reason| {
            let merged = admin::merge_events(&edge.market, admin.caller(), id, into, reason).await;
            Ok(refused(merged)?.map_err(said(|refusal| why_not(t, *refusal))))
        },
    )
    .await
}

impl AdminList for Others {
    type Id = EventId;

    fn title(&self, t: Language) -> String {
        t.admin_merge_title(self.0.name.as_str())
    }

    fn path(&self) -> String {
        format!("/admin/events/{}/merge", self.0.id)
    }

    fn hint(&self, t: Language) -> String {
        t.admin_merge_hint(&place_and_time(t, &self.0))
    }

    /// Those that it can be, or one by its id.
    fn find(&self, edge: &Edge, sought: &str) -> Result<Vec<EventId>, StorageError> {
        let own = &self.0;
        let catalog = edge.market.tables().catalog();
        let may_be = |event: &&Arc<Event>| {
            let apart = event.starts_at.as_millis().abs_diff(own.starts_at.as_millis());
            event.id != own.id
                && event.merged.is_none()
                && u128::from(apart) <= APART_MAX.as_millis()
        };
        if let Ok(id) = sought.parse() {
            return Ok(catalog
                .event(id)
                .filter(may_be)
                .map(|event| event.id)
                .into_iter()
                .collect());
        }
        let words = |event: &Event| {
            search::words(&format!("{} {} {}", event.name, event.venue, event.city))
        };
        let own_words = words(own);
        let found = catalog.events_like(&Query::parse(sought));
        let mut found: Vec<_> = found
            .into_iter()
            .filter_map(|id| catalog.event(id).filter(may_be))
            .map(|event| (Reverse(words(event).intersection(&own_words).count()), event.id))
            .collect();
        found.sort_by_key(|(alike, _)| *alike);
        Ok(found.into_iter().map(|(_, id)| id).collect())
    }

    fn row(&self, edge: &Edge, t: Language, id: EventId) -> Result<Option<AdminRow>, StorageError> {
        let Some(into) = edge.market.tables().event(id)? else { return Ok(None) };
        let from = &self.0;
        let action = AdminAction {
            summary: t.admin_merge(),
            question: t.admin_merge_ask(
                from.name.as_str(),
                &counts(edge, t, from.id),
                into.name.as_str(),
                &counts(edge, t, id),
            ),
            path: self.path(),
            hidden: Some(("into", id.to_string())),
            fields: vec![reason(t)],
            button: t.admin_merge_button(),
        };
        row(edge, t, &into, None, from.merged.is_none().then_some(action)).map(Some)
    }

    fn done(&self, _: EventId) -> String {
        format!("/admin/events?q={}", self.0.id)
    }
}
