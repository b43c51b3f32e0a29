//! Prices in order, of which those within bounds are counted without being walked.

use std::ops::RangeInclusive;

use crate::types::Price;

/// How many stand in one run at the most: a price comes and goes within one.
const RUN_MAX: usize = 256;

/// Prices in order, as often as each is there.
#[derive(Debug, Clone, Default)]
pub(super) struct SortedPrices {
    /// None is empty; each is in order, and so is one after the other.
    runs: Vec<Vec<Price>>,
}

impl SortedPrices {
    /// With this once more.
    pub(super) fn add(&mut self, price: Price) {
        let at = self.run_at(price).min(self.runs.len().saturating_sub(1));
        let Some(run) = self.runs.get_mut(at) else { return self.runs.push(vec![price]) };
        run.insert(run.partition_point(|of| *of < price), price);
        if run.len() > RUN_MAX {
            let rest = run.split_off(RUN_MAX / 2);
            self.runs.insert(at + 1, rest);
        }
    }

    /// With this once less, if it is there.
    pub(super) fn remove(&mut self, price: Price) {
        let at = self.run_at(price);
        let Some(run) = self.runs.get_mut(at) else { return };
        let place = run.partition_point(|of| *of < price);
        if run.get(place) == Some(&price) {
            run.remove(place);
        }
        if run.is_empty() {
            self.runs.remove(at);
        }
    }

    /// The least.
    pub(super) fn least(&self) -> Option<Price> {
        self.runs.first()?.first().copied()
    }

    /// The least of those within bounds, and how many these are; none if there are none.
    pub(super) fn within(&self, bounds: &RangeInclusive<Price>) -> Option<(Price, usize)> {
        let (lowest, highest) = (*bounds.start(), *bounds.end());
        let least = {
            let run = self.runs.get(self.run_at(lowest))?;
            *run.get(run.partition_point(|of| *of < lowest))?
        };
        let many = self.count(|of| of <= highest).checked_sub(self.count(|of| of < lowest))?;
        (many > 0).then_some((least, many))
    }

    /// The first run that may have this price: the first that does not end below it.
    fn run_at(&self, price: Price) -> usize {
        self.runs.partition_point(|run| run.last().is_some_and(|last| *last < price))
    }

    /// How many are so, of which the first ones are.
    fn count(&self, is_so: impl Fn(Price) -> bool) -> usize {
        let whole = self.runs.partition_point(|run| run.last().is_some_and(|last| is_so(*last)));
        let rest = self.runs.get(whole).map_or(0, |run| run.partition_point(|of| is_so(*of)));
        self.runs[..whole].iter().map(Vec::len).sum::<usize>() + rest
    }
}

/// Whatever way they came by.
impl PartialEq for SortedPrices {
    fn eq(&self, other: &Self) -> bool {
        self.runs.iter().flatten().eq(other.runs.iter().flatten())
    }
}

impl Eq for SortedPrices {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// They are what a plain list of them would be.
        #[test]
        fn they_are_counted_as_if_they_were_walked(
            steps in prop::collection::vec((1_u32..400, prop::bool::weighted(0.6)), 0..3000),
            bounds in prop::collection::vec((0_u32..420, 0_u32..420), 1..20),
        ) {
            let price = |minor: u32| Price::from_minor(minor.max(1)).unwrap();
            let (mut sorted, mut plain) = (SortedPrices::default(), vec![]);
            for (minor, is_new) in steps {
                match is_new {
                    true => {
                        sorted.add(price(minor));
                        plain.push(price(minor));
                    }
                    false => {
                        sorted.remove(price(minor));
                        if let Some(at) = plain.iter().position(|of| *of == price(minor)) {
                            plain.remove(at);
                        }
                    }
                }
                prop_assert!(sorted.runs.iter().all(|run| (1..=RUN_MAX).contains(&run.len())));
            }
            plain.sort_unstable();
            prop_assert_eq!(sorted.runs.concat(), plain.clone());
            prop_assert_eq!(sorted.least(), plain.first().copied());
            for (lowest, highest) in bounds {
                let bounds = price(lowest)..=price(highest);
                let within: Vec<_> = plain.iter().filter(|of| bounds.contains(of)).collect();
                let expect = within.first().map(|least| (**least, within.len()));
                prop_assert_eq!(sorted.within(&bounds), expect, "{:?}", bounds);
            }
        }
    }
}
