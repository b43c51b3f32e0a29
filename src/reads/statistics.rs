//! How much has happened: since a moment of the day that it is, and in all. For those who run the
//! site.
//!
//! It is counted as entries are applied, and the snapshots hold what it came to. **Invariant:**
//! nothing is decided by it.

use std::{collections::BTreeMap, ops::AddAssign};

use serde::{Deserialize, Serialize};

use super::{Applied, Projection};
use crate::{
    domain::{
        DomainEvent, Entry, Order, OrderEvent, Record as _, TicketEvent, UserEvent, ledger::Sums,
    },
    types::{Day, OrderId, Price, Timestamp, ZoneName},
};

/// Days begin at whole quarters of an hour everywhere, by the clocks of Nepal and of Chatham, too.
const QUARTER_MS: i64 = 15 * 60 * 1000;

/// How many quarters in which something happened are kept: those of more than a year.
const QUARTERS_MAX: usize = 400 * 24 * 4;

/// How often what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Accounts that were made.
    pub sign_ups: u64,
    /// Tickets that were listed.
    pub listings: u64,
    /// Tickets that were held for a buyer.
    pub holds: u64,
    /// Those of them whose time ran out.
    pub run_outs: u64,
    /// Orders that were paid.
    pub sales: u64,
    /// What was paid for them, the site's fees included, in minor units.
    pub sold_minor: u64,
    /// What of it was the site's fees.
    pub fees_minor: u64,
    /// Orders whose money went back.
    pub refunds: u64,
    /// How much that was.
    pub refunded_minor: u64,
    /// What went to the accounts of the books, those of all sellers together, in minor units.
    pub books: Sums,
}

impl Tally {
    /// What a committed entry adds.
    pub fn of_applied(applied: &Applied<'_>) -> Self {
        let order = |id| {
            let records = applied.changes.iter().filter_map(|change| Order::in_row(&change.new));
            records.map(AsRef::as_ref).find(|order| order.id == id)
        };
        let before = |key| {
            let mut changes = applied.changes.iter();
            changes.find(|change| change.new.key() == key).and_then(|change| change.old.clone())
        };
        Self::of_entry(applied.entry, order, Sums::of_entry(applied.entry, before))
    }

    /// What an entry adds, in which these are the orders, and which comes to this in the books.
    pub fn of_entry<'a>(
        entry: &Entry,
        order: impl Fn(OrderId) -> Option<&'a Order>,
        books: Sums,
    ) -> Self {
        let mut tally = Self { books, ..Self::default() };
        for event in &entry.events {
            match event {
                DomainEvent::User(_, UserEvent::Created { .. }) => tally.sign_ups += 1,
                DomainEvent::Ticket(_, TicketEvent::Created { .. }) => tally.listings += 1,
                DomainEvent::Ticket(_, TicketEvent::Reserved(_)) => tally.holds += 1,
                DomainEvent::Order(_, OrderEvent::Expired) => tally.run_outs += 1,
                DomainEvent::Order(id, OrderEvent::Completed(_)) => {
                    let order = order(*id);
                    tally.sales += 1;
                    tally.sold_minor += minor(order.map(|order| order.price));
                    tally.fees_minor += minor(order.and_then(|order| order.fee));
                }
                DomainEvent::Order(id, OrderEvent::Refunded(_)) => {
                    tally.refunds += 1;
                    tally.refunded_minor += minor(order(*id).map(|order| order.price));
                }
                _ => {}
            }
        }
        tally
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, more: Self) {
        self.sign_ups += more.sign_ups;
        self.listings += more.listings;
        self.holds += more.holds;
        self.run_outs += more.run_outs;
        self.sales += more.sales;
        self.sold_minor += more.sold_minor;
        self.fees_minor += more.fees_minor;
        self.refunds += more.refunds;
        self.refunded_minor += more.refunded_minor;
        self.books += more.books;
    }
}

fn minor(price: Option<Price>) -> u64 {
    price.map_or(0, |price| price.minor().into())
}

/// What was counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statistics {
    total: Tally,
    quarters: BTreeMap<Quarter, Tally>,
}

/// A quarter of an hour: how many have begun since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter(pub i64);

impl Quarter {
    /// The one in which a moment is.
    pub fn of(at: Timestamp) -> Self {
        Self(at.as_millis().div_euclid(QUARTER_MS))
    }
}

impl Projection for Statistics {
    fn apply(&mut self, applied: &Applied<'_>) {
        self.add(Tally::of_applied(applied), Quarter::of(applied.at()));
    }
}

impl Statistics {
    /// Takes in what was counted before, in a quarter or in all.
    pub fn set(&mut self, quarter: Option<Quarter>, tally: Tally) {
        match quarter {
            Some(quarter) => _ = self.quarters.insert(quarter, tally),
            None => self.total = tally,
        }
    }

    /// Adds what has happened in a quarter.
    pub fn add(&mut self, tally: Tally, quarter: Quarter) {
        if tally == Tally::default() {
            return;
        }
        self.total += tally;
        *self.quarters.entry(quarter).or_default() += tally;
        if self.quarters.len() > QUARTERS_MAX {
            self.quarters.pop_first();
        }
    }

    /// What there would be, in the quarters of these and in all, once they were added; with those that
    /// would be too old to be kept then.
    pub fn with<'a>(
        &self,
        more: impl IntoIterator<Item = (&'a Quarter, &'a Tally)>,
    ) -> (Vec<(Quarter, Option<Tally>)>, Tally) {
        let (mut quarters, mut total, mut fresh) = (vec![], self.total, 0);
        for (quarter, tally) in more.into_iter().filter(|(_, tally)| **tally != Tally::default()) {
            total += *tally;
            let before = self.quarters.get(quarter).copied();
            fresh += usize::from(before.is_none());
            let mut sum = before.unwrap_or_default();
            sum += *tally;
            quarters.push((*quarter, Some(sum)));
        }
        let too_many = (self.quarters.len() + fresh).saturating_sub(QUARTERS_MAX);
        let mut oldest: Vec<_> = self.quarters.keys().take(too_many).copied().collect();
        oldest.extend(quarters.iter().map(|(quarter, _)| *quarter));
        oldest.sort_unstable();
        oldest.dedup();
        for old in oldest.into_iter().take(too_many) {
            quarters.retain(|(quarter, _)| *quarter != old);
            quarters.push((old, None));
        }
        (quarters, total)
    }

    /// What has happened in each quarter that is kept, by when that began.
    pub fn quarters(&self) -> impl Iterator<Item = (Timestamp, &Tally)> {
        let begins = |quarter: &Quarter| Timestamp::from_millis(quarter.0 * QUARTER_MS);
        self.quarters.iter().map(move |(quarter, tally)| (begins(quarter), tally))
    }

    /// What has happened in all.
    pub fn total(&self) -> Tally {
        self.total
    }

    /// What has happened on each of so many days in a zone, today the last: 96 quarters a day at the most
    /// are looked at, and 100 where clocks are set back. A day has the hours that it has there.
    pub fn days(&self, now: Timestamp, days: usize, zone: &ZoneName) -> Vec<(Day, Tally)> {
        let last = Day::of(now, zone);
        let mut all: Vec<_> =
            std::iter::successors(Some(last), |day| Some(day.before())).take(days).collect();
        all.reverse();
        let of = |day: Day| {
            let end = Timestamp::from_millis(day.ends(zone).as_millis() - 1);
            (day, self.since(day.begins(zone), end.min(now)))
        };
        all.into_iter().map(of).collect()
    }

    /// What has happened from a day's first moment until now.
    pub fn since(&self, midnight: Timestamp, now: Timestamp) -> Tally {
        let mut tally = Tally::default();
        let first = Quarter::of(midnight);
        let quarters = first..=Quarter::of(now).max(first);
        self.quarters.range(quarters).for_each(|(_, more)| tally += *more);
        tally
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(quarter: i64) -> Timestamp {
        Timestamp::from_millis(quarter * QUARTER_MS + 1)
    }

    /// One thing in each quarter: so a day comes to as many as it has quarters there.
    #[test]
    fn days_have_the_hours_that_they_have_in_their_zone() {
        for (zone, last, expect) in [
            ("UTC", "2026-03-30", [96, 96, 96]),
            ("Europe/Berlin", "2026-03-30", [96, 92, 96]),
            ("Europe/Berlin", "2026-10-26", [96, 100, 96]),
            // By half an hour.
            ("Australia/Lord_Howe", "2026-04-06", [96, 98, 96]),
            ("Asia/Kathmandu", "2026-03-30", [96, 96, 96]),
        ] {
            let zone = ZoneName::parse(zone).unwrap();
            let day = Day::parse(last).unwrap();
            let now = Timestamp::from_millis(day.ends(&zone).as_millis() - 1);
            let mut statistics = Statistics::default();
            for quarter in Quarter::of(now).0 - 1000..=Quarter::of(now).0 + 50 {
                statistics.add(Tally { sales: 1, ..Tally::default() }, Quarter(quarter));
            }
            let days = statistics.days(now, 3, &zone);
            let sales: Vec<_> = days.iter().map(|(_, tally)| tally.sales).collect();
            assert_eq!(sales, expect, "{zone} {last}");
            assert_eq!(days[2].0, day);
            // Today so far.
            let noon = Timestamp::from_millis(day.begins(&zone).as_millis() + 12 * 3_600_000 - 1);
            assert_eq!(statistics.days(noon, 1, &zone)[0].1.sales, 48, "{zone}");
        }
    }

    #[test]
    fn a_day_is_what_it_is_by_the_clocks_and_no_older() {
        let mut statistics = Statistics::default();
        let one = Tally { holds: 1, ..Tally::default() };
        let all = i64::try_from(QUARTERS_MAX).unwrap() + 1000;
        for n in 0..all {
            let (quarters, total) = statistics.with([(&Quarter(n), &one)]);
            statistics.add(one, Quarter(n));
            assert_eq!(total, statistics.total());
            for (quarter, tally) in quarters {
                assert_eq!(tally, statistics.quarters.get(&quarter).copied());
            }
        }
        let since = |quarter| Timestamp::from_millis(quarter * QUARTER_MS);
        assert_eq!(statistics.total().holds, u64::try_from(all).unwrap());
        assert_eq!(statistics.since(since(all - 96), at(all - 1)).holds, 96);
        assert_eq!(statistics.since(since(all - 1), at(all - 1)).holds, 1);
        assert_eq!(statistics.since(since(all), at(all)).holds, 0);
        assert_eq!(statistics.quarters.len(), QUARTERS_MAX);
        // A clock that was wrong once spoils no day.
        statistics.add(one, Quarter(900_000));
        statistics.add(one, Quarter(all));
        assert_eq!(statistics.since(since(all), at(all + 1)).holds, 1);
        // Nor does one that goes back over midnight.
        assert_eq!(statistics.since(at(all + 2), at(all + 1)).holds, 0);
    }
}
