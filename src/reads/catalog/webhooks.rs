//! Webhooks: the endpoints that there are, what waits for each, and what was settled since the start.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
    time::Duration,
};

use crate::{
    domain::{WebhookDelivery, WebhookEndpoint, WebhookEndpointStatus, WebhookStatus},
    reads::walk::Walk,
    types::{Timestamp, UserId, WebhookDeliveryId, WebhookEndpointId},
};

/// For how long deliveries are shown and kept.
pub const WEBHOOKS_KEPT: Duration = Duration::from_secs(30 * 24 * 3600);

/// How many deliveries of an endpoint are remembered here; the snapshots have all of them.
const LOG_MAX: usize = 20_000;

/// Since when an endpoint takes nothing, or is left alone because of that.
fn failing_since(endpoint: &WebhookEndpoint) -> Option<Timestamp> {
    match endpoint.status {
        WebhookEndpointStatus::On(_) => endpoint.failing_since,
        WebhookEndpointStatus::Off(why, at) => why.is_told().then_some(at),
        WebhookEndpointStatus::Deleted(_) => None,
    }
}

/// A delivery, by a time.
type Place = (Timestamp, WebhookDeliveryId);

/// The index.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Webhooks {
    /// Those that are not deleted.
    endpoints: BTreeMap<WebhookEndpointId, Arc<WebhookEndpoint>>,
    by_owner: HashMap<UserId, BTreeSet<WebhookEndpointId>>,
    /// That are on, and are told of everything.
    of_everything: BTreeSet<WebhookEndpointId>,
    on: usize,
    /// Those that take nothing, or that are left alone because of that, by since when.
    failing: BTreeSet<(Timestamp, WebhookEndpointId)>,
    deliveries: HashMap<WebhookEndpointId, EndpointDeliveries>,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct EndpointDeliveries {
    /// By when they are to be sent.
    waiting: BTreeSet<Place>,
    /// By when they began to wait: those that wait, and those that were settled since the start.
    log: BTreeSet<Place>,
}

impl Webhooks {
    /// Takes in a changed endpoint.
    pub(super) fn update_endpoint(
        &mut self,
        old: Option<&WebhookEndpoint>,
        new: &Arc<WebhookEndpoint>,
    ) {
        if let Some(since) = old.and_then(failing_since) {
            self.failing.remove(&(since, new.id));
        }
        self.failing.extend(failing_since(new).map(|since| (since, new.id)));
        let is_on = |endpoint: &WebhookEndpoint| usize::from(endpoint.is_on());
        self.on = self.on + is_on(new) - old.map_or(0, is_on);
        match new.is_on() && new.is_of_everything {
            true => self.of_everything.insert(new.id),
            false => self.of_everything.remove(&new.id),
        };
        if !new.is_deleted() {
            self.endpoints.insert(new.id, new.clone());
            self.by_owner.entry(new.owner).or_default().insert(new.id);
            return;
        }
        self.endpoints.remove(&new.id);
        self.deliveries.remove(&new.id);
        if let Some(of_owner) = self.by_owner.get_mut(&new.owner) {
            of_owner.remove(&new.id);
            if of_owner.is_empty() {
                self.by_owner.remove(&new.owner);
            }
        }
    }

    /// Takes in a changed delivery.
    pub(super) fn update_delivery(&mut self, old: Option<&WebhookDelivery>, new: &WebhookDelivery) {
        let of_endpoint = self.deliveries.entry(new.endpoint).or_default();
        if let Some(WebhookDelivery { id, status: WebhookStatus::Waiting(due), .. }) = old {
            of_endpoint.waiting.remove(&(*due, *id));
        }
        if let WebhookStatus::Waiting(due) = new.status {
            of_endpoint.waiting.insert((due, new.id));
        }
        let log = &mut of_endpoint.log;
        log.insert((new.queued_at, new.id));
        let is_old = |place: &Place| place.0 + WEBHOOKS_KEPT < new.queued_at;
        while log.len() > LOG_MAX || log.first().is_some_and(is_old) {
            log.pop_first();
        }
    }

    /// An endpoint that is not deleted.
    pub fn endpoint(&self, id: WebhookEndpointId) -> Option<&Arc<WebhookEndpoint>> {
        self.endpoints.get(&id)
    }

    /// Somebody's endpoints, oldest first.
    pub fn of_owner(&self, owner: UserId) -> impl Iterator<Item = &Arc<WebhookEndpoint>> {
        let ids = self.by_owner.get(&owner).into_iter().flatten();
        ids.filter_map(|id| self.endpoints.get(id))
    }

    /// Those that are on, and are told of everything.
    pub fn of_everything(&self) -> impl Iterator<Item = &Arc<WebhookEndpoint>> {
        self.of_everything.iter().filter_map(|id| self.endpoints.get(id))
    }

    /// Those that take nothing, or that are left alone because of that, by since when.
    pub fn failing(&self) -> &BTreeSet<(Timestamp, WebhookEndpointId)> {
        &self.failing
    }

    /// Whether anything is sent to anybody.
    pub fn is_any_on(&self) -> bool {
        self.on > 0
    }

    /// The endpoints that are on and for which something waits: those for which it has been due
    /// longest come first.
    pub fn destinations(&self) -> Vec<WebhookEndpointId> {
        let due = self.deliveries.iter().filter_map(|(id, of_endpoint)| {
            let (due, _) = of_endpoint.waiting.first()?;
            self.endpoints.get(id).filter(|endpoint| endpoint.is_on())?;
            Some((*due, *id))
        });
        let mut due: Vec<_> = due.collect();
        due.sort_unstable();
        due.into_iter().map(|(_, id)| id).collect()
    }

    /// What waits for an endpoint, and until when: the next first.
    pub fn waiting_for(&self, id: WebhookEndpointId) -> impl Iterator<Item = Place> + '_ {
        self.deliveries.get(&id).into_iter().flat_map(|of_endpoint| &of_endpoint.waiting).copied()
    }

    /// How much waits for an endpoint.
    pub fn waiting_count(&self, id: WebhookEndpointId) -> usize {
        self.deliveries.get(&id).map_or(0, |of_endpoint| of_endpoint.waiting.len())
    }

    /// How much waits for all of them.
    pub fn waiting_in_all(&self) -> usize {
        self.deliveries.values().map(|of_endpoint| of_endpoint.waiting.len()).sum()
    }

    /// The deliveries of an endpoint by when they began to wait, as far as this knows of them.
    pub fn log_along(
        &self,
        id: WebhookEndpointId,
        walk: Walk<Place>,
    ) -> impl Iterator<Item = Place> + '_ {
        let log = self.deliveries.get(&id).map(|of_endpoint| &of_endpoint.log);
        log.into_iter().flat_map(move |log| walk.along(log.range(walk.range()))).copied()
    }
}
