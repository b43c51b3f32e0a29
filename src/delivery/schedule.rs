use std::{fmt::Display, time::Duration};

use super::{Queued, Undelivered};
use crate::types::{BackOff, Timestamp, jitter};

/// When a delivery is tried again, and when no more.
///
/// Jitter makes a wait longer by up to a tenth, and never shorter. It follows from the delivery's id
/// and its failures, so what failed together does not come back together, and a delivery is due at
/// the same time whoever computes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// The waits after failures.
    pub waits: Waits,
    /// For how long it is tried.
    pub tried_for: Duration,
    /// The longest wait of one whose destination takes nothing: its circuit breaker finds out
    /// whether it does again.
    pub unusable_wait_max: Duration,
}

/// The waits after failures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waits {
    /// Each twice the one before.
    Doubling(BackOff),
    /// One after the other; after the last it is given up.
    Listed(&'static [Duration]),
}

impl Waits {
    fn after(&self, failures: u32) -> Option<Duration> {
        match self {
            Self::Doubling(back_off) => Some(back_off.wait(failures)),
            Self::Listed(waits) => waits.get(usize::try_from(failures).ok()?).copied(),
        }
    }

    fn longest(&self) -> Duration {
        match self {
            Self::Doubling(back_off) => back_off.max,
            Self::Listed(waits) => waits.iter().max().copied().unwrap_or_default(),
        }
    }
}

impl Schedule {
    /// Whether what is to be delivered since then is given up instead of being tried at that time.
    #[must_use]
    pub fn is_over(&self, since: Timestamp, at: Timestamp) -> bool {
        at.since(since) >= self.tried_for
    }

    /// When a delivery that has just failed once more is tried again; never, if none. A destination
    /// that wants to be spared is, for as long as the longest wait at the most.
    #[must_use]
    pub fn again_at<T, S>(
        &self,
        id: &impl Display,
        queued: &Queued<T>,
        why: &Undelivered<S>,
        now: Timestamp,
    ) -> Option<Timestamp> {
        let wait = self.waits.after(queued.failures)?;
        let wait = match why {
            Undelivered::Refused(_) => return None,
            Undelivered::NotNow { retry_after, .. } => {
                wait.max(retry_after.unwrap_or_default().min(self.waits.longest()))
            }
            Undelivered::Unusable(_) => wait.min(self.unusable_wait_max),
        };
        let at = now + wait + jitter(wait / 10, id, queued.failures);
        (!self.is_over(queued.since, at)).then_some(at)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const START: Timestamp = Timestamp::from_millis(1_795_348_800_000);
    const SECOND: Duration = Duration::from_secs(1);
    const MINUTE: Duration = Duration::from_secs(60);
    const HOUR: Duration = Duration::from_secs(3600);

    const DOUBLING: Schedule = Schedule {
        waits: Waits::Doubling(BackOff { first: MINUTE, max: Duration::from_secs(4 * 3600) }),
        tried_for: Duration::from_secs(3 * 24 * 3600),
        unusable_wait_max: Duration::from_secs(15 * 60),
    };
    const LISTED: Schedule = Schedule {
        waits: Waits::Listed(&[
            Duration::from_secs(5),
            Duration::from_secs(300),
            Duration::from_secs(1800),
        ]),
        tried_for: Duration::from_secs(5 * 24 * 3600),
        unusable_wait_max: HOUR,
    };

    fn queued(failures: u32) -> Queued<()> {
        Queued { since: START, failures, not_before: START, item: () }
    }

    fn not_now(retry_after: Option<Duration>) -> Undelivered {
        Undelivered::NotNow { said: "no".into(), retry_after }
    }

    fn unusable() -> Undelivered {
        Undelivered::Unusable("no".into())
    }

    fn wait(schedule: Schedule, id: u32, failures: u32, why: &Undelivered) -> Option<Duration> {
        let at = schedule.again_at(&id, &queued(failures), why, START)?;
        Some(at.since(START))
    }

    /// A wait is as long as it should be, and up to a tenth longer.
    #[test]
    fn waits() {
        let after = |wait| not_now(Some(wait));
        for (schedule, failures, why, expect) in [
            (DOUBLING, 0, not_now(None), Some(MINUTE)),
            (DOUBLING, 1, not_now(None), Some(2 * MINUTE)),
            (DOUBLING, 7, not_now(None), Some(128 * MINUTE)),
            (DOUBLING, 8, not_now(None), Some(4 * HOUR)),
            (DOUBLING, u32::MAX, not_now(None), Some(4 * HOUR)),
            (DOUBLING, 0, unusable(), Some(MINUTE)),
            (DOUBLING, 9, unusable(), Some(15 * MINUTE)),
            (DOUBLING, 0, Undelivered::Refused("no".into()), None),
            (DOUBLING, 0, after(SECOND), Some(MINUTE)),
            (DOUBLING, 0, after(HOUR), Some(HOUR)),
            (DOUBLING, 0, after(Duration::MAX), Some(4 * HOUR)),
            (LISTED, 0, not_now(None), Some(5 * SECOND)),
            (LISTED, 2, not_now(None), Some(30 * MINUTE)),
            (LISTED, 3, not_now(None), None),
            (LISTED, 3, unusable(), None),
            (LISTED, 1, after(HOUR), Some(30 * MINUTE)),
        ] {
            for id in 0..20 {
                let wait = wait(schedule, id, failures, &why);
                let fits = match (wait, expect) {
                    (Some(wait), Some(least)) => least <= wait && wait < least * 11 / 10,
                    (wait, expect) => wait == expect,
                };
                assert!(fits, "{failures} {why:?}: {wait:?} for {expect:?}");
            }
        }
    }

    #[test]
    fn giving_up() {
        let least = DOUBLING.tried_for - 4 * HOUR;
        for (age, is_tried) in [
            (least - HOUR, true),
            // For one of this age no jitter is left.
            (least, false),
            (least + HOUR, false),
        ] {
            for id in 0..20 {
                let again = DOUBLING.again_at(&id, &queued(8), &not_now(None), START + age);
                assert_eq!(again.is_some(), is_tried, "{age:?}");
            }
        }
        assert!(!DOUBLING.is_over(START, START + DOUBLING.tried_for - SECOND));
        assert!(DOUBLING.is_over(START, START + DOUBLING.tried_for));
    }

    proptest! {
        #[test]
        fn waits_grow_until_they_are_the_longest(id: u32, failures in 0_u32..40) {
            for schedule in [DOUBLING, LISTED] {
                let [first, next] = [failures, failures + 1].map(|n| wait(schedule, id, n, &not_now(None)));
                let Some(next) = next else { continue };
                prop_assert!(first.unwrap() < next || next >= schedule.waits.longest());
            }
        }

        /// However long it goes on, it ends: by the last wait or by the time.
        #[test]
        fn each_comes_to_an_end(id: u32, whys in proptest::collection::vec(0_u8..3, 1..50)) {
            for schedule in [DOUBLING, LISTED] {
                let (mut now, mut tries) = (START, 0);
                for why in whys.iter().cycle() {
                    let why = match why {
                        0 => not_now(None),
                        1 => not_now(Some(HOUR)),
                        _ => unusable(),
                    };
                    tries += 1;
                    let Some(at) = schedule.again_at(&id, &queued(tries - 1), &why, now) else { break };
                    prop_assert!(now < at && !schedule.is_over(START, at));
                    now = at;
                }
                prop_assert!(tries <= 300, "{tries}");
            }
        }
    }
}
