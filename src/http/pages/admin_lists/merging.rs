//! Two events that are one: which of them stays is chosen from a list, and asked for once more.

use std::{cmp::Reverse, sync::Arc};

use axum::http::request::Parts;

use super::{
    AdminList, ListHead, act,
    events::{counts, place_and_time, row, why_not},
    look, reason,
};
use crate::{
    domain::{Event, rules::event::APART_MAX},
    http::{Admin, Edge, Form, HttpError, HttpResult, Id},
    reads::search::{self, Query},
    storage::StorageError,
    types::{EventId, Language},
    usecases::admin,
    views::{AdminAction, AdminRow},
};

/// What an event can be merged into.
struct Others(Arc<Event>);

/// The events into which one can be merged, the most alike first.
pub(crate) async fn merge_form(admin: Admin, Id(id): Id<EventId>, parts: Parts) -> HttpResult {
    let event = admin.edge.market.tables().event(id)?.ok_or(HttpError::NotFound)?;
    look(&Others(event), &admin, &parts)
}

/// Merges an event into the one that was chosen.
pub(crate) async fn merge(admin: Admin, Id(id): Id<EventId>, form: Form) -> HttpResult {
    let event = admin.edge.market.tables().event(id)?.ok_or(HttpError::NotFound)?;
    // What is no id is an unknown one.
    let into = form.get("into").trim().parse::<EventId>().ok();
    let shown = into.unwrap_or(id);
    let deed = async |into, reason| {
        admin::merge_events(&admin.edge.market, admin.caller(), id, into, reason).await
    };
    act(&Others(event), &admin, shown, &form, |_| Some(into), deed, why_not).await
}

impl AdminList for Others {
    type Id = EventId;

    fn head(&self, t: Language) -> ListHead {
        ListHead {
            title: t.admin_merge_title(self.0.name.as_str()),
            path: format!("/admin/events/{}/merge", self.0.id),
            hint: t.admin_merge_hint(&place_and_time(t, &self.0)),
        }
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
            path: self.head(t).path,
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
