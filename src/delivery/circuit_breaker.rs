use std::{fmt::Display, time::Duration};

use super::Undelivered;
use crate::types::{BackOff, Timestamp};

/// The wait before the log is told again that a destination takes nothing.
const TOLD_AGAIN: Duration = Duration::from_secs(3600);

/// A destination's circuit breaker: one that takes nothing is left alone, for longer and longer, and
/// then one delivery at a time finds out whether it does again.
#[derive(Debug, Default)]
pub struct CircuitBreaker(Option<Trouble>);

/// What is wrong with a destination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Since when.
    pub since: Timestamp,
    /// What it, or the network, said last.
    pub said: Box<str>,
    /// Until when it is left alone.
    pub until: Timestamp,
    failures: u32,
    told_at: Option<Timestamp>,
}

/// What is worth a line in the log.
#[derive(Debug, PartialEq, Eq)]
pub enum Turn<'a> {
    /// The destination takes nothing: at first, and once an hour.
    Opened(&'a Trouble),
    /// It takes what it is given again.
    Closed,
}

impl CircuitBreaker {
    /// What is wrong, if anything is.
    #[must_use]
    pub fn trouble(&self) -> Option<&Trouble> {
        self.0.as_ref()
    }

    /// How many deliveries may be under way, where there is room for so many.
    #[must_use]
    pub fn places(&self, at_once: usize, now: Timestamp) -> usize {
        match &self.0 {
            None => at_once,
            Some(trouble) if now < trouble.until => 0,
            Some(_) => 1,
        }
    }

    /// Takes note of what the destination has said. Deliveries that were under way when it came into
    /// trouble are one failure.
    pub fn learn<T, S: Display>(
        &mut self,
        result: &Result<T, Undelivered<S>>,
        back_off: BackOff,
        now: Timestamp,
    ) -> Option<Turn<'_>> {
        let Err(Undelivered::Unusable(said)) = result else {
            return self.0.take().map(|_| Turn::Closed);
        };
        let begins =
            || Trouble { since: now, said: "".into(), until: now, failures: 0, told_at: None };
        let trouble = self.0.get_or_insert_with(begins);
        trouble.said = said.to_string().into();
        if now >= trouble.until {
            trouble.until = now + back_off.wait(trouble.failures);
            trouble.failures += 1;
        }
        if trouble.told_at.is_some_and(|told| now.since(told) < TOLD_AGAIN) {
            return None;
        }
        trouble.told_at = Some(now);
        Some(Turn::Opened(trouble))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::from_millis(1_795_348_800_000);
    const MINUTE: Duration = Duration::from_secs(60);
    const BACK_OFF: BackOff = BackOff { first: MINUTE, max: Duration::from_secs(15 * 60) };

    fn down() -> Result<(), Undelivered> {
        Err(Undelivered::Unusable("down".into()))
    }

    #[test]
    fn a_destination_in_trouble_is_left_alone_for_longer_and_longer() {
        let (mut breaker, mut now, mut waits) = (CircuitBreaker::default(), START, vec![]);
        assert_eq!(breaker.places(4, now), 4);
        for _ in 0..6 {
            breaker.learn(&down(), BACK_OFF, now);
            let seen = breaker.trouble().unwrap().clone();
            breaker.learn(&down(), BACK_OFF, now);
            assert_eq!(breaker.trouble(), Some(&seen), "one failure");
            assert_eq!((seen.since, &*seen.said), (START, "down"));
            assert_eq!(breaker.places(4, seen.until - Duration::from_millis(1)), 0);
            assert_eq!(breaker.places(4, seen.until), 1);
            waits.push(seen.until.since(now).as_secs() / 60);
            now = seen.until;
        }
        assert_eq!(waits, [1, 2, 4, 8, 15, 15]);
    }

    #[test]
    fn whatever_it_says_to_one_delivery_it_is_there_again() {
        let refused: Result<(), Undelivered> = Err(Undelivered::Refused("no such user".into()));
        for usable in [Ok(()), refused, Err(Undelivered::not_now("greylisted".into()))] {
            let mut breaker = CircuitBreaker::default();
            assert_eq!(breaker.learn(&usable, BACK_OFF, START), None);
            breaker.learn(&down(), BACK_OFF, START);
            assert_eq!(breaker.learn(&usable, BACK_OFF, START), Some(Turn::Closed));
            assert_eq!((breaker.trouble(), breaker.places(4, START)), (None, 4));
        }
    }

    #[test]
    fn the_log_is_told_at_first_and_once_an_hour() {
        let mut breaker = CircuitBreaker::default();
        let told = (0..=120).filter(|minutes| {
            breaker.learn(&down(), BACK_OFF, START + *minutes * MINUTE).is_some()
        });
        assert_eq!(told.collect::<Vec<_>>(), [0, 60, 120]);
    }
}
