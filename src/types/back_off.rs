use std::{fmt::Display, time::Duration};

use blake2::{Blake2s256, Digest as _};

/// How long to wait before what has failed is tried again: each wait is twice the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackOff {
    /// The first wait.
    pub first: Duration,
    /// The longest.
    pub max: Duration,
}

impl BackOff {
    /// The wait after a failure before which there were so many others.
    #[must_use]
    pub fn wait(&self, failures: u32) -> Duration {
        self.first.saturating_mul(2_u32.saturating_pow(failures)).min(self.max)
    }
}

/// A share of a span, from nothing to just under all of it, so that what failed together does not
/// come back together. The same id and number of failures give the same share.
#[must_use]
pub fn jitter(span: Duration, id: &impl Display, failures: u32) -> Duration {
    let hash = Blake2s256::digest(format!("{failures} {id}"));
    let share = u16::from_le_bytes([hash[0], hash[1]]);
    span.saturating_mul(share.into()) / (1 << u16::BITS)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn waits_double_up_to_the_longest(first in 1_u64..100_000, max in 1_u64..10_000_000, failures: u32) {
            let [first, max] = [first, max].map(Duration::from_millis);
            let back_off = BackOff { first, max };
            prop_assert_eq!(back_off.wait(0), first.min(max));
            let (wait, next) = (back_off.wait(failures), back_off.wait(failures.saturating_add(1)));
            prop_assert!(next == (wait * 2).min(max) || failures == u32::MAX, "{wait:?} {next:?}");
            prop_assert!(wait <= max);
        }

        #[test]
        fn jitter_is_a_share_of_the_span(millis: u64, id: u128, failures: u32) {
            let span = Duration::from_millis(millis);
            let share = jitter(span, &id, failures);
            prop_assert!(share <= span && (share < span || millis == 0), "{share:?} of {span:?}");
            prop_assert_eq!(share, jitter(span, &id, failures));
        }
    }

    #[test]
    fn jitter_spreads_what_failed_together() {
        let span = Duration::from_secs(100);
        let mut tenths = [0; 10];
        for id in 0..1000 {
            tenths[usize::try_from(jitter(span, &id, 3).as_secs() / 10).unwrap()] += 1;
        }
        assert!(tenths.iter().all(|ids| (60..=140).contains(ids)), "{tenths:?}");
        assert_ne!(jitter(span, &1, 0), jitter(span, &1, 1), "each try has its own");
    }
}
