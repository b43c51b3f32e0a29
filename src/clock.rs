//! The only source of time.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::time::Instant;

use crate::types::Timestamp;

/// Tells wall-clock time. Cheap to copy; every part of a market has the same one.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that starts somewhere and moves with tokio's, so that tests which pause tokio's
    /// time decide about this one too.
    Tokio {
        /// What it showed at the start.
        started_at: Timestamp,
        /// Tokio's time at the start.
        start: Instant,
    },
}

impl Clock {
    /// The longest that a timer sleeps before it looks at the clock again, so that it is not late
    /// by more than this after the machine's clock was set or the machine was suspended.
    const NAP_MAX: Duration = Duration::from_secs(60);

    /// A clock that moves with tokio's.
    #[must_use]
    pub fn following_tokio(started_at: Timestamp) -> Self {
        Self::Tokio { started_at, start: Instant::now() }
    }

    /// What time it is.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
            }
            Self::Tokio { started_at, start } => *started_at + start.elapsed(),
        }
    }

    /// Returns at the first moment at which [`Clock::now`] has reached `deadline`.
    pub async fn sleep_until(&self, deadline: Timestamp) {
        loop {
            let now = self.now();
            if now >= deadline {
                return;
            }
            tokio::time::sleep(deadline.since(now).min(Self::NAP_MAX)).await;
        }
    }
}
