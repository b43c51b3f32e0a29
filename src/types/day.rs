use std::fmt;

use jiff::{ToSpan as _, civil::Date};
use serde::{Deserialize, Serialize};

use super::{Timestamp, ZoneName};

/// A day of the calendar, such as 2026-12-31. When it begins depends on where one is.
/// It is stored as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Day(Date);

impl Day {
    /// Reads a day as `<input type="date">` sends it.
    ///
    /// # Errors
    /// When it is no day, or one out of range.
    pub fn parse(typed: &str) -> Result<Self, DayError> {
        let typed = typed.trim();
        // jiff reads more than days: a time behind one, say.
        let is_plain = typed.len() == 10 && typed.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let date: Option<Date> = typed.parse().ok().filter(|_| is_plain);
        date.filter(|date| (1970..=9000).contains(&date.year())).map(Self).ok_or(DayError)
    }

    /// The day that it is at a moment, in a zone.
    #[must_use]
    pub fn of(at: Timestamp, zone: &ZoneName) -> Self {
        Self(at.jiff().to_zoned(zone.zone()).date())
    }

    /// Its year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// In which quarter of the year it is, the first being 0.
    #[must_use]
    pub fn quarter(self) -> usize {
        match self.0.month() {
            ..=3 => 0,
            4..=6 => 1,
            7..=9 => 2,
            _ => 3,
        }
    }

    /// The first day of its month.
    #[must_use]
    pub(super) fn month_begins(self) -> Self {
        Self(self.0.first_of_month())
    }

    /// The first day of the month after its own.
    #[must_use]
    pub(super) fn month_after(self) -> Self {
        Self(self.0.last_of_month()).next()
    }

    /// The day after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.tomorrow().unwrap_or(self.0))
    }

    /// The day before it.
    #[must_use]
    pub fn before(self) -> Self {
        Self(self.0.yesterday().unwrap_or(self.0))
    }

    /// The first and the last day of the weekend that comes next; from this day on, if it is in one.
    #[must_use]
    pub fn weekend(self) -> (Self, Self) {
        let to_sunday = 6 - i32::from(self.0.weekday().to_monday_zero_offset());
        let after = |days: i32| Self(self.0.saturating_add(days.days()));
        (after((to_sunday - 1).max(0)), after(to_sunday))
    }

    /// Its first moment in a zone.
    #[must_use]
    pub fn begins(self, zone: &ZoneName) -> Timestamp {
        first_moment(self.0, zone)
    }

    /// The first moment in a zone that is not in it any more.
    #[must_use]
    pub fn ends(self, zone: &ZoneName) -> Timestamp {
        first_moment(self.next().0, zone)
    }
}

fn first_moment(date: Date, zone: &ZoneName) -> Timestamp {
    let zoned = date.to_zoned(zone.zone());
    // A day of the years that `parse` takes is in range in every zone.
    Timestamp::from_millis(zoned.map_or(0, |zoned| zoned.timestamp().as_millisecond()))
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

impl TryFrom<String> for Day {
    type Error = DayError;

    fn try_from(text: String) -> Result<Self, DayError> {
        Self::parse(&text)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Something typed is no day of the form `2026-12-31`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Write the day as 2026-12-31.")]
pub struct DayError;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parse() {
        for (typed, expect) in [
            ("2026-12-31", Some("2026-12-31")),
            (" 2028-02-29 ", Some("2028-02-29")),
            ("2026-02-29", None),
            ("31.12.2026", None),
            ("2026-12-31T20:00", None),
            ("20261231", None),
            ("-00001-1-1", None),
            ("9999-12-31", None),
            ("", None),
            ("tomorrow", None),
        ] {
            assert_eq!(Day::parse(typed).ok().map(|d| d.to_string()).as_deref(), expect, "{typed}");
        }
    }

    #[test]
    fn a_weekend_comes_or_is() {
        for (day, first, last) in [
            ("2026-11-30", "2026-12-05", "2026-12-06"),
            ("2026-12-04", "2026-12-05", "2026-12-06"),
            ("2026-12-05", "2026-12-05", "2026-12-06"),
            ("2026-12-06", "2026-12-06", "2026-12-06"),
            ("2026-12-30", "2027-01-02", "2027-01-03"),
        ] {
            let (from, to) = Day::parse(day).unwrap().weekend();
            assert_eq!(
                (from.to_string().as_str(), to.to_string().as_str()),
                (first, last),
                "{day}"
            );
        }
    }

    #[test]
    fn a_day_begins_and_ends_by_the_clocks_of_its_place() {
        for (day, zone, begins, ends) in [
            ("2026-12-31", "UTC", "2026-12-31T00:00:00.000Z", "2027-01-01T00:00:00.000Z"),
            ("2026-12-31", "Europe/Berlin", "2026-12-30T23:00:00.000Z", "2026-12-31T23:00:00.000Z"),
            // Summer time begins, and the day has 23 hours.
            ("2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"),
            // Midnight does not exist there on that day.
            (
                "2018-11-04",
                "America/Sao_Paulo",
                "2018-11-04T03:00:00.000Z",
                "2018-11-05T02:00:00.000Z",
            ),
        ] {
            let (day, zone) = (Day::parse(day).unwrap(), ZoneName::parse(zone).unwrap());
            assert_eq!(day.begins(&zone).rfc3339(), begins, "{day} {zone}");
            assert_eq!(day.ends(&zone).rfc3339(), ends, "{day} {zone}");
            assert_eq!(Day::of(day.begins(&zone), &zone), day);
            assert!(Day::of(day.ends(&zone), &zone) > day);
        }
    }
}
