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
    reads::{
        search::{self, Query},
        walk::{ListPlace, Stretch, Walk},
    },
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

/// Whether one event could be the other.
fn may_be_merged(own: &Event, other: &Event) -> bool {
    let apart = other.starts_at.as_millis().abs_diff(own.starts_at.as_millis());
    other.id != own.id && other.merged.is_none() && u128::from(apart) <= APART_MAX.as_millis()
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

    /// Those that are most like it, on one page: who misses one looks for it by its words.
    fn walked(
        &self,
        edge: &Edge,
        sought: &str,
        _: Walk<ListPlace>,
        limit: usize,
    ) -> Result<Stretch<ListPlace, EventId>, StorageError> {
        let own = &self.0;
        let catalog = edge.market.tables().catalog();
        let words = |event: &Event| {
            search::words(&format!("{} {} {}", event.name, event.venue, event.city))
        };
        let own_words = words(own);
        let query = Query::parse(sought);
        let near = catalog.events_near(&query, own.starts_at, APART_MAX);
        let near = near.filter(|event| may_be_merged(own, event));
        let mut found: Vec<_> = near
            .map(|event| {
                let alike = words(event).intersection(&own_words).count();
                (Reverse(alike), event.starts_at, event.id)
            })
            .collect();
        found.sort_unstable();
        let placed = |(_, at, id): (_, _, EventId)| (ListPlace::at(at, *id.as_bytes()), id);
        Ok(Stretch { found: found.into_iter().take(limit).map(placed).collect(), more: None })
    }

    fn by_id(&self, edge: &Edge, id: EventId) -> Vec<EventId> {
        let catalog = edge.market.tables().catalog();
        let event = catalog.event(id).filter(|event| may_be_merged(&self.0, event));
        event.map(|event| event.id).into_iter().collect()
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
