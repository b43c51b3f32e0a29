use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Day, Timestamp, ZoneName};

/// A month of the calendar, such as 2026-11. When it begins depends on where one is.
/// It is stored as the day on which it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Month(Day);

impl Month {
    /// Reads a month as `<input type="month">` sends it.
    ///
    /// # Errors
    /// When it is no month, or one out of range.
    pub fn parse(typed: &str) -> Result<Self, MonthError> {
        Day::parse(&format!("{}-01", typed.trim())).map(Self).map_err(|_| MonthError)
    }

    /// The month that it is at a moment, in a zone.
    #[must_use]
    pub fn of(at: Timestamp, zone: &ZoneName) -> Self {
        Self(Day::of(at, zone).month_begins())
    }

    /// The month after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.month_after())
    }

    /// The first moment in a zone that is not in it any more.
    #[must_use]
    pub fn ends(self, zone: &ZoneName) -> Timestamp {
        self.0.month_after().begins(zone)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.0.to_string();
        f.write_str(day.strip_suffix("-01").unwrap_or(&day))
    }
}

/// Something typed is no month of the form `2026-12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Write the month as 2026-12.")]
pub struct MonthError;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parse() {
        for typed in ["2026-12", "2026-01", " 2028-02 "] {
            assert_eq!(Month::parse(typed).unwrap().to_string(), typed.trim());
        }
        for typed in ["2026-13", "2026", "2026-1", "2026-12-01", "12.2026", ""] {
            assert_eq!(Month::parse(typed), Err(MonthError), "{typed}");
        }
    }

    #[test]
    fn a_month_ends_by_the_clocks_of_where_one_is() {
        let berlin: ZoneName = "Europe/Berlin".parse().unwrap();
        let at = |text: &str| Timestamp::parse_local(text, &ZoneName::utc()).unwrap();
        for (moment, zone, month, ends) in [
            ("2026-12-31T22:59:59", &berlin, "2026-12", "2026-12-31T23:00:00"),
            ("2026-12-31T23:00:00", &berlin, "2027-01", "2027-01-31T23:00:00"),
            ("2026-12-31T23:00:00", &ZoneName::utc(), "2026-12", "2027-01-01T00:00:00"),
            ("2028-02-29T12:00:00", &ZoneName::utc(), "2028-02", "2028-03-01T00:00:00"),
        ] {
            let of = Month::of(at(moment), zone);
            assert_eq!((of.to_string().as_str(), of.ends(zone)), (month, at(ends)));
        }
    }
}
