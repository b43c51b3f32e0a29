//! Pure: how often something has been done, in token buckets.

use std::{collections::HashMap, hash::Hash, time::Duration};

use crate::types::Timestamp;

/// How often something may be done: so many times at once, and as time passes so many more in each
/// such while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rate {
    pub(super) times: u32,
    pub(super) per: Duration,
}

/// A bucket for each key: full of tokens at first, each of which is one time, and refilled
/// steadily. Of each only the moment is kept at which it is full again (the "generic cell rate
/// algorithm"), in microseconds since 1970; one that is full need not be kept at all.
pub(super) struct Buckets<K> {
    full_at: HashMap<K, i64>,
    buckets_max: usize,
}

impl<K: Hash + Eq> Buckets<K> {
    /// For so many keys. Beyond that the buckets that are soonest full are forgotten: of who does
    /// most, most is known.
    pub(super) fn new(buckets_max: usize) -> Self {
        Self { full_at: HashMap::new(), buckets_max }
    }

    /// Takes a token.
    ///
    /// # Errors
    /// How long until there is one, if there is none.
    pub(super) fn take(&mut self, key: K, rate: Rate, now: Timestamp) -> Result<(), Duration> {
        let (now, per) = (micros_of(now), micros(rate.per));
        let full_at = self.full_at.get(&key).copied();
        // After the clock was set back, no bucket is emptier than empty.
        let taken = full_at.map_or(now, |at| at.clamp(now, now + per)) + token(rate);
        if taken > now + per {
            let wait = u64::try_from(taken - now - per).unwrap_or_default();
            return Err(Duration::from_micros(wait));
        }
        if full_at.is_none() && self.full_at.len() >= self.buckets_max {
            self.make_room(now);
        }
        self.full_at.insert(key, taken);
        Ok(())
    }

    /// How many tokens a bucket has, and how long until it is full.
    pub(super) fn left(&self, key: &K, rate: Rate, now: Timestamp) -> (u32, Duration) {
        let (now, per) = (micros_of(now), micros(rate.per));
        let full_at = self.full_at.get(key).map_or(now, |at| (*at).clamp(now, now + per));
        let missing = (full_at - now) / token(rate) + i64::from((full_at - now) % token(rate) > 0);
        let left = i64::from(rate.times).saturating_sub(missing).max(0);
        let until_full = u64::try_from(full_at - now).unwrap_or_default();
        (u32::try_from(left).unwrap_or(u32::MAX), Duration::from_micros(until_full))
    }

    /// Gives back a token that was taken.
    pub(super) fn give_back(&mut self, key: &K, rate: Rate) {
        if let Some(full_at) = self.full_at.get_mut(key) {
            *full_at -= token(rate);
        }
    }

    /// Whether a bucket is not full.
    pub(super) fn is_used(&self, key: &K, now: Timestamp) -> bool {
        self.full_at.get(key).is_some_and(|at| *at > micros_of(now))
    }

    /// Forgets what is full, and as many more as it takes for an eighth to be free: so it is seldom
    /// that all must be looked through.
    fn make_room(&mut self, now: i64) {
        self.full_at.retain(|_, at| *at > now);
        let mut excess = self.full_at.len().saturating_sub(self.buckets_max * 7 / 8);
        if excess == 0 {
            return;
        }
        let mut times: Vec<i64> = self.full_at.values().copied().collect();
        let (_, soonest, _) = times.select_nth_unstable(excess - 1);
        let soonest = *soonest;
        self.full_at.retain(|_, at| {
            let goes = *at <= soonest && excess > 0;
            excess -= usize::from(goes);
            !goes
        });
    }
}

/// What one time costs. A microsecond at least, or nothing would ever be too often.
fn token(rate: Rate) -> i64 {
    (micros(rate.per) / i64::from(rate.times.max(1))).max(1)
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX / 4)
}

fn micros_of(time: Timestamp) -> i64 {
    time.as_millis().saturating_mul(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp::from_millis(1_800_000_000_000);
    /// A token in 20 seconds.
    const RATE: Rate = Rate { times: 3, per: Duration::from_secs(60) };

    fn seconds(n: u64) -> Duration {
        Duration::from_secs(n)
    }

    #[test]
    fn so_many_at_once_and_then_one_by_one() {
        let mut buckets = Buckets::new(10);
        for _ in 0..3 {
            assert_eq!(buckets.take("anna", RATE, NOON), Ok(()));
        }
        assert_eq!(buckets.take("anna", RATE, NOON), Err(seconds(20)));
        assert_eq!(buckets.take("ben", RATE, NOON), Ok(()), "others are others");
        // Asking in vain costs nothing.
        assert_eq!(buckets.take("anna", RATE, NOON + seconds(19)), Err(seconds(1)));
        assert_eq!(buckets.take("anna", RATE, NOON + seconds(20)), Ok(()));
        assert_eq!(buckets.take("anna", RATE, NOON + seconds(20)), Err(seconds(20)));
        // After the whole while it is as at first, and no more than that however long it was.
        for at in [NOON + seconds(80), NOON + seconds(10_000)] {
            for _ in 0..3 {
                assert_eq!(buckets.take("anna", RATE, at), Ok(()));
            }
            assert_eq!(buckets.take("anna", RATE, at), Err(seconds(20)));
        }
    }

    #[test]
    fn what_is_given_back_was_not_taken() {
        let mut buckets = Buckets::new(10);
        for _ in 0..100 {
            assert_eq!(buckets.take("anna", RATE, NOON), Ok(()));
            buckets.give_back(&"anna", RATE);
        }
        assert!(!buckets.is_used(&"anna", NOON));
        buckets.give_back(&"nobody", RATE);
        assert!(!buckets.is_used(&"nobody", NOON));
        assert_eq!(buckets.take("anna", RATE, NOON), Ok(()));
        assert!(buckets.is_used(&"anna", NOON + seconds(19)));
        assert!(!buckets.is_used(&"anna", NOON + seconds(20)));
    }

    #[test]
    fn what_is_left_is_known() {
        let mut buckets = Buckets::new(10);
        assert_eq!(buckets.left(&"anna", RATE, NOON), (3, seconds(0)));
        for left in [2, 1, 0] {
            assert_eq!(buckets.take("anna", RATE, NOON), Ok(()));
            let wait = seconds(20 * u64::from(3 - left));
            assert_eq!(buckets.left(&"anna", RATE, NOON), (left, wait));
        }
        assert_eq!(buckets.left(&"anna", RATE, NOON + seconds(19)), (0, seconds(41)));
        assert_eq!(buckets.left(&"anna", RATE, NOON + seconds(20)), (1, seconds(40)));
        assert_eq!(buckets.left(&"anna", RATE, NOON + seconds(60)), (3, seconds(0)));
    }

    #[test]
    fn a_clock_that_is_set_back_locks_nobody_out() {
        let mut buckets = Buckets::new(10);
        for _ in 0..3 {
            assert_eq!(buckets.take("anna", RATE, NOON), Ok(()));
        }
        let yesterday = NOON - seconds(86_400);
        assert_eq!(buckets.take("anna", RATE, yesterday), Err(seconds(20)));
    }

    #[test]
    fn a_hundred_thousand_are_remembered_and_the_busiest_of_them_longest() {
        let mut buckets = Buckets::new(100_000);
        for busy in 1_000_000..1_000_100 {
            for _ in 0..3 {
                assert_eq!(buckets.take(busy, RATE, NOON), Ok(()));
            }
        }
        for one in 0..300_000 {
            assert_eq!(buckets.take(one, RATE, NOON), Ok(()), "those who are new may");
            assert!(buckets.full_at.len() <= 100_000);
        }
        assert!(buckets.full_at.len() > 80_000, "not more are forgotten than must be");
        assert!((1_000_000..1_000_100).all(|busy| buckets.take(busy, RATE, NOON).is_err()));
        // What is full again goes first.
        let later = NOON + seconds(21);
        for one in 0..80_000 {
            assert_eq!(buckets.take(-one - 1, RATE, later), Ok(()));
        }
        assert!((1_000_000..1_000_100).all(|busy| buckets.is_used(&busy, later)));
        assert!((1..=80_000).all(|one| buckets.is_used(&-one, later)));
    }

    #[test]
    fn as_often_as_one_likes() {
        let mut buckets = Buckets::new(10);
        let rate = Rate { times: u32::MAX, per: seconds(60) };
        for _ in 0..10_000 {
            assert_eq!(buckets.take("anna", rate, NOON), Ok(()));
        }
    }
}
