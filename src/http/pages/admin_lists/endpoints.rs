use super::{AdminList, Cells, ListHead, columns, name_of};
use crate::{
    domain::{WebhookEndpoint, WebhookEndpointStatus},
    http::{Edge, presenters},
    reads::walk::{ListPlace, Stretch, Walk, Way},
    storage::StorageError,
    types::{Language, WebhookEndpointId},
    views::{AdminKind, AdminRow},
};

/// The webhook endpoints that take nothing, or are left alone because of that, the oldest first; any other
/// by its id.
#[derive(Default)]
pub(crate) struct Endpoints;

impl AdminList for Endpoints {
    type Id = WebhookEndpointId;

    const COLUMNS: &'static [&'static str] =
        &["id", "status", "url", "owner", "owner_email", "failing_since", "waiting"];
    const WAY: Way = Way::Up;

    fn head(&self, t: Language) -> ListHead {
        ListHead {
            title: t.admin_endpoints().into(),
            path: "/admin/webhooks".into(),
            hint: t.admin_endpoints_hint().into(),
        }
    }

    fn walked(
        &self,
        edge: &Edge,
        _: &str,
        walk: Walk<ListPlace>,
        limit: usize,
    ) -> Result<Stretch<ListPlace, WebhookEndpointId>, StorageError> {
        let walk = walk.by(|from| from.key(WebhookEndpointId::from_bytes));
        let catalog = edge.market.tables().catalog();
        let failing = walk.along(catalog.webhooks.failing().range(walk.range()));
        let failing = presenters::stretch_of(failing.take(limit + 1).copied().collect(), limit);
        Ok(failing.by(|(at, id)| ListPlace::at(at, *id.as_bytes())).of_those(|(_, id)| id))
    }

    fn cells(&self, edge: &Edge, id: Self::Id) -> Result<Option<Cells>, StorageError> {
        let Some(endpoint) = edge.market.tables().webhook_endpoint(id)? else { return Ok(None) };
        let waiting = edge.market.tables().catalog().webhooks.waiting_count(id);
        Ok(Some(vec![
            id.to_string(),
            status(&endpoint).to_owned(),
            endpoint.url.as_str().to_owned(),
            endpoint.owner.to_string(),
            columns::email(edge, endpoint.owner)?,
            columns::at(endpoint.failing_since),
            waiting.to_string(),
        ]))
    }

    fn row(
        &self,
        edge: &Edge,
        t: Language,
        id: WebhookEndpointId,
    ) -> Result<Option<AdminRow>, StorageError> {
        let Some(endpoint) = edge.market.tables().webhook_endpoint(id)? else { return Ok(None) };
        let waiting = edge.market.tables().catalog().webhooks.waiting_count(id);
        let mut lines = vec![t.admin_endpoint_of(&name_of(edge, t, endpoint.owner)?, waiting)];
        if let Some(since) = endpoint.failing_since {
            let since = t.exact_moment(since, &edge.config.site.time_zone);
            lines.push(t.admin_endpoint_failing(&since));
        }
        let status = status(&endpoint);
        let badge = match status {
            "on" => ("available", t.admin_endpoint_on()),
            "off" => ("cancelled", t.admin_endpoint_off()),
            _ => ("withdrawn", t.admin_endpoint_deleted()),
        };
        Ok(Some(AdminRow {
            kind: AdminKind::Found,
            id: id.to_string(),
            title: endpoint.url.as_str().into(),
            links: vec![(format!("/admin/users?q={}", endpoint.owner), t.admin_users())],
            deeds: vec![],
            status,
            badge,
            lines,
            action: None,
        }))
    }
}

fn status(endpoint: &WebhookEndpoint) -> &'static str {
    match endpoint.status {
        WebhookEndpointStatus::On(_) => "on",
        WebhookEndpointStatus::Off(..) => "off",
        WebhookEndpointStatus::Deleted(_) => "deleted",
    }
}
