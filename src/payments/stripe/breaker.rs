//! When Stripe is not asked at all, because it has not answered lately: pure, the time is handed in.

use std::time::Duration;

use tokio::time::Instant;

use crate::types::BackOff;

/// So many requests in a row without an answer, and the next are not sent.
const FAILURES_MAX: u32 = 5;
/// The longest wait before one is sent to see is so many times the first.
const WAIT_TIMES_MAX: u32 = 6;
/// The one that was sent to see may have been given up by whoever sent it: then this frees its
/// place.
const PROBE_MAX: Duration = Duration::from_secs(15);

/// Spares those who wait for Stripe while it does not answer, and Stripe while it recovers.
#[derive(Debug)]
pub(super) struct Breaker {
    /// The waits before one is sent to see.
    waits: BackOff,
    failures: u32,
    open: Option<OpenBreaker>,
}

#[derive(Debug, Clone, Copy)]
struct OpenBreaker {
    /// When one is sent to see; or, while one is on its way, the next.
    until: Instant,
    is_probing: bool,
    /// How many were sent to see in vain.
    probes: u32,
}

/// What is worth a line in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BreakerChange {
    Opened,
    Closed,
}

impl Breaker {
    /// One that is closed, and waits so long at first when it opens.
    pub(super) fn new(wait: Duration) -> Self {
        let waits = BackOff { first: wait, max: wait * WAIT_TIMES_MAX };
        Self { waits, failures: 0, open: None }
    }

    /// Whether a request may be sent now.
    pub(super) fn admits(&mut self, now: Instant) -> bool {
        let Some(open) = &mut self.open else { return true };
        let admits = now >= open.until;
        if admits {
            (open.until, open.is_probing) = (now + PROBE_MAX, true);
        }
        admits
    }

    /// A request was answered, be it by a refusal.
    pub(super) fn answered(&mut self) -> Option<BreakerChange> {
        self.failures = 0;
        self.open.take().map(|_| BreakerChange::Closed)
    }

    /// A request was not answered.
    pub(super) fn failed(&mut self, now: Instant) -> Option<BreakerChange> {
        self.failures = self.failures.saturating_add(1);
        let probes = match self.open {
            None if self.failures >= FAILURES_MAX => 0,
            Some(OpenBreaker { is_probing: true, probes, .. }) => probes + 1,
            // One that was sent before it opened says nothing new.
            None | Some(_) => return None,
        };
        let until = now + self.waits.wait(probes);
        let was = self.open.replace(OpenBreaker { until, is_probing: false, probes });
        was.is_none().then_some(BreakerChange::Opened)
    }

    pub(super) fn is_closed(&self) -> bool {
        self.open.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WAIT: Duration = Duration::from_secs(5);

    #[derive(Debug, Clone, Copy)]
    enum BreakerStep {
        Fails,
        Answers,
        /// It is asked whether a request may be sent.
        Admits(bool),
        /// Milliseconds pass.
        Passes(u64),
    }
    use BreakerStep::{Admits, Answers, Fails, Passes};

    #[track_caller]
    fn check(history: &[BreakerStep]) {
        let mut breaker = Breaker::new(WAIT);
        let mut now = Instant::now();
        for (at, then) in history.iter().enumerate() {
            match *then {
                Fails => drop(breaker.failed(now)),
                Answers => drop(breaker.answered()),
                Admits(expect) => {
                    assert_eq!(breaker.admits(now), expect, "step {at} of {history:?}");
                }
                Passes(millis) => now += Duration::from_millis(millis),
            }
        }
    }

    #[test]
    fn histories() {
        check(&[Fails, Fails, Fails, Fails, Admits(true)]);
        check(&[Fails, Fails, Fails, Fails, Fails, Admits(false)]);
        check(&[Fails, Fails, Fails, Fails, Answers, Fails, Admits(true)]);
        let opened = [Fails; 5];
        let after = |more: &[BreakerStep]| [&opened[..], more].concat();
        check(&after(&[Passes(4_999), Admits(false), Passes(1), Admits(true), Admits(false)]));
        // Those that were under way when it opened do not keep it open for longer.
        check(&after(&[Passes(4_000), Fails, Passes(1_000), Admits(true)]));
        check(&after(&[Passes(5_000), Admits(true), Answers, Admits(true), Admits(true)]));
        check(&after(&[
            Passes(5_000),
            Admits(true),
            Fails,
            Passes(9_999),
            Admits(false),
            Passes(1),
            Admits(true),
        ]));
        // A late answer to one that was sent before it opened is as good as any.
        check(&after(&[Answers, Admits(true)]));
        // A probe that nobody waits for any more.
        check(&after(&[Passes(5_000), Admits(true), Passes(14_999), Admits(false), Passes(1)]));
        check(&after(&[Passes(5_000), Admits(true), Passes(15_000), Admits(true), Admits(false)]));
        // It closes for good: it takes five failures anew.
        check(&after(&[Answers, Fails, Fails, Fails, Fails, Admits(true), Fails, Admits(false)]));
    }

    #[test]
    fn the_wait_doubles_up_to_half_a_minute() {
        let (mut breaker, mut now) = (Breaker::new(WAIT), Instant::now());
        for _ in 0..5 {
            breaker.failed(now);
        }
        for seconds in [5, 10, 20, 30, 30] {
            now += Duration::from_secs(seconds);
            assert!(!breaker.admits(now - Duration::from_millis(1)), "before {seconds} s");
            assert!(breaker.admits(now), "after {seconds} s");
            assert_eq!(breaker.failed(now), None);
        }
    }

    #[test]
    fn it_says_when_it_opens_and_when_it_closes() {
        let (mut breaker, now) = (Breaker::new(WAIT), Instant::now());
        assert_eq!(breaker.answered(), None);
        let opened: Vec<_> = (0..7).filter_map(|_| breaker.failed(now)).collect();
        assert_eq!(opened, [BreakerChange::Opened]);
        assert!(!breaker.is_closed());
        assert_eq!(breaker.answered(), Some(BreakerChange::Closed));
        assert_eq!(breaker.answered(), None);
        assert!(breaker.is_closed());
    }
}
