//! Who is told of tickets that come on sale, by what these are for.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::Bound,
    sync::Arc,
};

use super::{Catalog, browse::FURTHEST_ZONE};
use crate::{
    domain::{Alert, AlertTopic, rules::alerts::is_to_come},
    types::{AlertId, EventId, Timestamp, UserId, ZoneName},
};

/// The index: alerts that have not ended.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Alerts {
    all: BTreeMap<AlertId, Arc<Alert>>,
    by_user: HashMap<UserId, BTreeSet<AlertId>>,
    by_group: HashMap<Box<str>, BTreeSet<AlertId>>,
}

/// Alerts that may have news at the same time.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AlertGroup {
    /// All that there are.
    All,
    /// Those about what has this key: an event that stays, a venue, or any search.
    About(Box<str>),
}

/// The key of all searches: which of them find something only looking tells.
const SEARCHES: &str = "search";

impl Alerts {
    /// A user's alerts, the oldest first.
    pub fn of_user(&self, user: UserId) -> impl Iterator<Item = &Arc<Alert>> {
        let ids = self.by_user.get(&user).into_iter().flatten();
        let mut alerts: Vec<_> = ids.filter_map(|id| self.all.get(id)).collect();
        alerts.sort_by_key(|alert| (alert.asked_at, alert.id));
        alerts.into_iter()
    }

    /// One of them; none if it has ended.
    pub fn get(&self, id: AlertId) -> Option<&Arc<Alert>> {
        self.all.get(&id)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// Those of a group after one, in the order of their ids: so many at the most.
    pub fn after(
        &self,
        group: &AlertGroup,
        after: Option<AlertId>,
        limit: usize,
    ) -> Vec<Arc<Alert>> {
        let range = (after.map_or(Bound::Unbounded, Bound::Excluded), Bound::Unbounded);
        match group {
            AlertGroup::All => {
                self.all.range(range).map(|(_, it)| it.clone()).take(limit).collect()
            }
            AlertGroup::About(key) => {
                let ids = self.by_group.get(key).into_iter().flat_map(|ids| ids.range(range));
                ids.filter_map(|id| self.all.get(id).cloned()).take(limit).collect()
            }
        }
    }

    fn insert(&mut self, alert: &Arc<Alert>, key: Box<str>) {
        self.all.insert(alert.id, alert.clone());
        self.by_user.entry(alert.user).or_default().insert(alert.id);
        self.by_group.entry(key).or_default().insert(alert.id);
    }

    fn remove(&mut self, alert: &Alert, key: &str) {
        self.all.remove(&alert.id);
        if let Some(ids) = self.by_user.get_mut(&alert.user) {
            ids.remove(&alert.id);
            if ids.is_empty() {
                self.by_user.remove(&alert.user);
            }
        }
        if let Some(ids) = self.by_group.get_mut(key) {
            ids.remove(&alert.id);
            if ids.is_empty() {
                self.by_group.remove(key);
            }
        }
    }
}

impl Catalog {
    /// Takes in a changed alert.
    pub(super) fn update_alert(&mut self, old: Option<&Alert>, new: &Arc<Alert>) {
        if let Some(old) = old {
            let key = self.alert_key(&old.topic);
            self.alerts.remove(old, &key);
        }
        if !new.is_over {
            let key = self.alert_key(&new.topic);
            self.alerts.insert(new, key);
        }
    }

    /// Who is told of an event that was merged is told of the other.
    pub(super) fn merge_alerts(&mut self, from: EventId) {
        let of_event = |event| Box::from(AlertTopic::Event(event).key());
        let Some(ids) = self.alerts.by_group.remove(&of_event(from)) else { return };
        let stays = self.event_that_stays(from).map_or(from, |stays| stays.id);
        self.alerts.by_group.entry(of_event(stays)).or_default().extend(ids);
    }

    /// The alert by which a user is told of just this, if there is one.
    #[must_use]
    pub fn alert_about(&self, user: UserId, topic: &AlertTopic) -> Option<&Arc<Alert>> {
        let key = |topic: &AlertTopic| match topic {
            AlertTopic::Search(_) => topic.key().into(),
            AlertTopic::Event(_) | AlertTopic::Venue(..) => self.alert_key(topic),
        };
        let wanted = key(topic);
        self.alerts.of_user(user).find(|alert| key(&alert.topic) == wanted)
    }

    /// Those who may be told when a ticket for an event comes on sale.
    #[must_use]
    pub fn alerted_by(&self, event: EventId) -> Vec<AlertGroup> {
        let Some(event) = self.event_that_stays(event) else { return vec![] };
        let of_venue = AlertTopic::Venue(event.venue.clone(), event.city.clone());
        let keys = [AlertTopic::Event(event.id).key(), of_venue.key(), SEARCHES.to_owned()];
        let keys = keys.into_iter().map(Box::from);
        keys.filter(|key| self.alerts.by_group.contains_key(key)).map(AlertGroup::About).collect()
    }

    /// Whether an alert has nothing to tell any more: its event has started or is cancelled, its last
    /// day is over, or it is about an event that was merged into another about which there is one.
    #[must_use]
    pub fn has_run_out(&self, alert: &Alert, now: Timestamp) -> bool {
        match &alert.topic {
            AlertTopic::Event(id) => self.event_that_stays(*id).is_none_or(|stays| {
                let other = AlertId::of(alert.user, &AlertTopic::Event(stays.id).key());
                let is_double = other != alert.id && self.alerts.all.contains_key(&other);
                is_double || is_to_come(stays, now).is_err()
            }),
            AlertTopic::Venue(..) => false,
            AlertTopic::Search(search) => {
                let last = search.to.map(|to| to.ends(&ZoneName::utc()) + FURTHEST_ZONE);
                last.is_some_and(|last| last <= now)
            }
        }
    }

    fn alert_key(&self, topic: &AlertTopic) -> Box<str> {
        match topic {
            AlertTopic::Event(id) => {
                let stays = self.event_that_stays(*id).map_or(*id, |stays| stays.id);
                AlertTopic::Event(stays).key().into()
            }
            AlertTopic::Venue(..) => topic.key().into(),
            AlertTopic::Search(_) => SEARCHES.into(),
        }
    }
}
