//! How many answers took how long. Pure.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Up to how many milliseconds each part of the histogram goes; what took longer is in a last one.
const UP_TO_MS: [u32; 15] = [1, 2, 3, 5, 7, 10, 15, 25, 50, 100, 250, 500, 1000, 5000, 30_000];

/// How many answers took how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Histogram([u64; UP_TO_MS.len() + 1]);

impl Histogram {
    /// Counts one.
    pub fn add(&mut self, took: Duration) {
        let ms = took.as_millis();
        let at = UP_TO_MS.partition_point(|up_to| u128::from(*up_to) < ms);
        if let Some(count) = self.0.get_mut(at) {
            *count += 1;
        }
    }

    /// How many there were.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.iter().sum()
    }

    /// Within how many milliseconds so many in a hundred were answered; none if there was nothing to answer.
    #[must_use]
    pub fn within_ms(&self, percent: u64) -> Option<u32> {
        let wanted = (self.count() * percent).div_ceil(100);
        let mut so_far = 0;
        let at = self.0.iter().position(|count| {
            so_far += count;
            so_far >= wanted && so_far > 0
        })?;
        // What took longer than all of them: at least as long as the last.
        UP_TO_MS.get(at).or(UP_TO_MS.last()).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn within_how_long() {
        let mut times = Histogram::default();
        assert_eq!(times.within_ms(50), None);
        for ms in [0, 1, 2, 2, 4, 9, 40, 70, 800, 90_000] {
            times.add(Duration::from_millis(ms));
        }
        let expect = [(50, 5), (80, 100), (90, 1000), (95, 30_000), (100, 30_000)];
        for (percent, ms) in expect {
            assert_eq!(times.within_ms(percent), Some(ms), "{percent}");
        }
        assert_eq!(times.count(), 10);
    }
}
