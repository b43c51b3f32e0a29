//! What holds of alerts.

use super::Auditor;
use crate::{
    domain::{Alert, AlertEvent, Key},
    types::{AlertId, Timestamp},
};

impl Auditor {
    /// Nobody is told more often than they want, nor of the same twice.
    pub(super) fn alert_tells(&mut self, id: AlertId, event: &AlertEvent, at: Timestamp) {
        let AlertEvent::Told(until) = event else { return };
        let Some(alert) = self.record::<Alert>(Key::Alert(id)) else { return };
        if alert.due_at().is_some_and(|due_at| at < due_at) {
            self.find(format!("alert {id} tells sooner than it may"));
        }
        if *until <= alert.told_until || at <= *until {
            self.find(format!("alert {id} tells of what is no news"));
        }
    }
}
