use super::{AdminList, Cells, ListHead, act, name_of, reason, text};
use crate::{
    domain::{Event, EventWords, rules::event::EventRefusal},
    http::{Admin, Edge, Form, HttpError, HttpResult, Id},
    reads::{
        search::Query,
        walk::{ListPlace, Stretch, Walk, Way},
    },
    storage::StorageError,
    types::{Category, City, EventId, EventName, Language, Venue, isolated},
    usecases::admin,
    views::{AdminAction, AdminField, AdminKind, AdminRow, FieldErrors, event_path},
};

/// The events that are not merged into others, soonest first.
#[derive(Default)]
pub(crate) struct Events;

/// Puts right what an event is called, where it is, and of which category.
pub(crate) async fn rename(admin: Admin, Id(id): Id<EventId>, form: Form) -> HttpResult {
    admin.edge.market.tables().event(id)?.ok_or(HttpError::NotFound)?;
    let t = admin.language();
    let read = |errors: &mut FieldErrors| {
        let name = text(t, &form, "name", errors);
        let venue = text(t, &form, "venue", errors);
        let city = text(t, &form, "city", errors);
        let category = match form.sent("category") {
            None => None,
            Some(tag) => {
                let category = Category::of_tag(tag);
                if category.is_none() {
                    errors.insert("category", t.not_of_the_list().into());
                }
                Some(category?)
            }
        };
        Some((EventWords { name: name?, venue: venue?, city: city? }, category))
    };
    let deed = async |(words, category), reason| {
        let (market, caller) = (&admin.edge.market, admin.caller());
        admin::rename_event(market, caller, id, words, category, reason).await
    };
    act(&Events, &admin, id, &form, read, deed, why_not).await
}

/// Why an event is not renamed or merged.
pub(super) fn why_not(t: Language, refusal: &EventRefusal) -> &'static str {
    t.event_not_changed(refusal)
}

impl AdminList for Events {
    type Id = EventId;

    const COLUMNS: &'static [&'static str] = &[
        "id",
        "status",
        "name",
        "venue",
        "city",
        "category",
        "starts_at",
        "time_zone",
        "available",
        "held",
        "sold",
        "listed",
        "created_by",
        "merged_into",
    ];

    const WAY: Way = Way::Up;

    fn head(&self, t: Language) -> ListHead {
        ListHead {
            title: t.admin_events().into(),
            path: "/admin/events".into(),
            hint: t.admin_events_hint().into(),
        }
    }

    fn walked(
        &self,
        edge: &Edge,
        sought: &str,
        walk: Walk<ListPlace>,
        limit: usize,
    ) -> Result<Stretch<ListPlace, EventId>, StorageError> {
        let walk = walk.by(|from| from.key(EventId::from_bytes));
        let catalog = edge.market.tables().catalog();
        let found = catalog.events_like(&Query::parse(sought), None, walk, limit);
        let found = found.by(|(at, id)| ListPlace::at(at, *id.as_bytes()));
        Ok(found.of_those(|(_, id)| id))
    }

    /// One that was merged is found with the one that it is now.
    fn by_id(&self, edge: &Edge, id: EventId) -> Vec<EventId> {
        let catalog = edge.market.tables().catalog();
        let stays = catalog.event_that_stays(id).map(|event| event.id);
        [id].into_iter().chain(stays.filter(|stays| *stays != id)).collect()
    }

    fn cells(&self, edge: &Edge, id: Self::Id) -> Result<Option<Cells>, StorageError> {
        let Some(event) = edge.market.tables().event(id)? else { return Ok(None) };
        let counts = edge.market.tables().catalog().counts_of(id);
        let merged = event.merged.as_ref().map(|merged| merged.into.to_string());
        Ok(Some(vec![
            id.to_string(),
            status(edge, &event).to_owned(),
            event.name.to_string(),
            event.venue.to_string(),
            event.city.to_string(),
            event.category.tag().to_owned(),
            event.starts_at.rfc3339(),
            event.zone.to_string(),
            counts.available.to_string(),
            counts.held.to_string(),
            counts.sold.to_string(),
            counts.listed.to_string(),
            event.created_by.to_string(),
            merged.unwrap_or_default(),
        ]))
    }

    fn row(&self, edge: &Edge, t: Language, id: EventId) -> Result<Option<AdminRow>, StorageError> {
        let Some(event) = edge.market.tables().event(id)? else { return Ok(None) };
        let action = AdminAction {
            summary: t.admin_rename(),
            question: t.admin_rename_ask().into(),
            path: format!("/admin/events/{id}/rename"),
            hidden: None,
            fields: vec![
                field("name", t.field_event_name(), event.name.as_str(), EventName::MAX),
                field("venue", t.field_venue(), event.venue.as_str(), Venue::MAX),
                field("city", t.field_city(), event.city.as_str(), City::MAX),
                category(t, event.category),
                reason(t),
            ],
            button: t.admin_rename_button(),
        };
        let merge = (format!("/admin/events/{id}/merge"), t.admin_merge_link());
        let stays = event.merged.is_none();
        let row = row(edge, t, &event, stays.then_some(merge), stays.then_some(action))?;
        Ok(Some(row))
    }
}

fn field(name: &'static str, label: &'static str, value: &str, max: usize) -> AdminField {
    AdminField { name, label, value: value.into(), max, choices: vec![], error: None }
}

fn category(t: Language, category: Category) -> AdminField {
    let choices = Category::ALL.map(|category| (category.tag(), category.name(t))).into();
    AdminField { choices, ..field("category", t.category(), category.tag(), 0) }
}

/// How many of an event's tickets stand where.
pub(super) fn counts(edge: &Edge, t: Language, id: EventId) -> String {
    let counts = edge.market.tables().catalog().counts_of(id);
    t.admin_event_counts(counts.available, counts.held, counts.sold, counts.listed)
}

/// What kind of event it is, where and when.
pub(super) fn place_and_time(t: Language, event: &Event) -> String {
    let starts_at = t.date_and_time(event.starts_at, &event.zone);
    let (venue, city) = (isolated(event.venue.as_str()), isolated(event.city.as_str()));
    format!("{} · {venue}, {city} · {starts_at} ({})", event.category.name(t), event.zone)
}

/// Where it stands, in one word.
fn status(edge: &Edge, event: &Event) -> &'static str {
    match event.merged {
        Some(_) => "merged",
        None if event.cancellation().is_some() => "cancelled",
        None if event.starts_at > edge.market.clock().now() => "coming",
        None => "started",
    }
}

/// An event, with what can be done about it.
pub(super) fn row(
    edge: &Edge,
    t: Language,
    event: &Event,
    link: Option<(String, &'static str)>,
    action: Option<AdminAction>,
) -> Result<AdminRow, StorageError> {
    let id = event.id;
    let zone = &edge.config.site.time_zone;
    let mut lines = vec![
        place_and_time(t, event),
        counts(edge, t, id),
        t.admin_typed_in_by(&name_of(edge, t, event.created_by)?),
    ];
    if let Some(merged) = &event.merged {
        let into = edge.market.tables().event(merged.into)?;
        let into = into.map_or_else(String::new, |into| into.name.to_string());
        let (by, at) = (name_of(edge, t, merged.how.by)?, t.exact_moment(merged.how.at, zone));
        lines.push(t.admin_merged_by(&into, &by, &at, merged.how.reason.as_str()));
        let left = edge.market.tables().catalog().counts_of(id).listed;
        if left > 0 {
            lines.push(t.admin_still_moving(left));
        }
    }
    let status = status(edge, event);
    let badge = match status {
        "merged" => ("withdrawn", t.admin_event_merged()),
        "cancelled" => ("cancelled", t.event_cancelled()),
        "coming" => ("available", t.admin_event_coming()),
        _ => ("sold", t.admin_event_started()),
    };
    if let Some(how) = &event.renamed {
        let (by, at) = (name_of(edge, t, how.by)?, t.exact_moment(how.at, zone));
        lines.push(t.admin_renamed_by(&by, &at, how.reason.as_str()));
    }
    let is_renaming = |how| event.renamed.as_ref() == Some(how);
    for change in event.changes.iter().filter(|change| !is_renaming(&change.how)) {
        let (by, at) = (name_of(edge, t, change.how.by)?, t.exact_moment(change.how.at, zone));
        lines.push(t.admin_changed_by(&by, &at, change.how.reason.as_str()));
    }
    let postponed = event.postponement().map(|it| (t.event_postponed(), &it.how));
    let cancelled = event.cancellation().map(|it| (t.event_cancelled(), &it.how));
    for (what, how) in postponed.into_iter().chain(cancelled) {
        let (by, at) = (name_of(edge, t, how.by)?, t.exact_moment(how.at, zone));
        lines.push([what, t.colon(), &t.admin_changed_by(&by, &at, how.reason.as_str())].concat());
    }
    let own = (event_path(id, event.name.as_str()), t.admin_event_link());
    let change = (format!("/events/{id}/change"), t.change_this_event());
    let change = event.merged.is_none().then_some(change);
    Ok(AdminRow {
        kind: AdminKind::Event,
        id: id.to_string(),
        title: (&event.name).into(),
        links: vec![own],
        deeds: change.into_iter().chain(link).collect(),
        status,
        badge,
        lines,
        action,
    })
}
