//! Numbers, amounts, dates and times as a language writes them.

use super::Language;
use crate::types::{Currency, Day, Price, PriceError, Timestamp, ZoneName};

/// German names of days (from Sunday on) and months; the English ones are jiff's.
const TAGE: [&str; 7] = ["So.", "Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa."];
const MONATE: &str =
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember";

impl Language {
    /// A price without its currency, such as `49.50`.
    pub(crate) fn decimal(self, price: Price, currency: Currency) -> String {
        self.number(price.decimal(currency))
    }

    /// A price with its currency, such as `49.50 EUR`.
    pub(crate) fn amount(self, price: Price, currency: Currency) -> String {
        format!("{} {currency}", self.decimal(price, currency))
    }

    /// A number that is written with a point.
    pub(crate) fn number(self, written: String) -> String {
        match self {
            Self::English => written,
            Self::German => written.replace('.', ","),
        }
    }

    /// A price that somebody typed who reads this language.
    ///
    /// # Errors
    /// As of [`Price::typed`].
    pub(crate) fn typed_price(self, typed: &str, currency: Currency) -> Result<Price, PriceError> {
        let decimal_mark = match self {
            Self::English => '.',
            Self::German => ',',
        };
        Price::typed(typed, currency, decimal_mark)
    }

    /// A day and a time with the day of the week, such as `Sat 1 May 2027, 20:00`.
    pub(crate) fn date_and_time(self, at: Timestamp, zone: &ZoneName) -> String {
        match self {
            Self::English => at.format("%a %-d %b %Y, %H:%M", zone),
            Self::German => {
                format!("{}, {}", tag(at, zone), self.moment(at, zone))
            }
        }
    }

    /// The same without the year, for what is near: `Sat 1 May, 20:00`.
    pub(crate) fn near_date_and_time(self, at: Timestamp, zone: &ZoneName) -> String {
        match self {
            Self::English => at.format("%a %-d %b, %H:%M", zone),
            Self::German => format!(
                "{}, {}. {}, {}",
                tag(at, zone),
                at.format("%-d", zone),
                monat(at, zone),
                self.time(at, zone)
            ),
        }
    }

    /// A moment without the day of the week: `1 May 2027, 20:00`.
    pub(crate) fn moment(self, at: Timestamp, zone: &ZoneName) -> String {
        match self {
            Self::English => at.format("%-d %b %Y, %H:%M", zone),
            Self::German => format!("{}, {}", self.day(at, zone), self.time(at, zone)),
        }
    }

    /// A day: `1 May 2027`.
    pub(crate) fn day(self, at: Timestamp, zone: &ZoneName) -> String {
        match self {
            Self::English => at.format("%-d %B %Y", zone),
            Self::German => {
                let (day, year) = (at.format("%-d", zone), at.format("%Y", zone));
                format!("{day}. {} {year}", monat(at, zone))
            }
        }
    }

    /// A day as a date field sends it, as one reads it; anything else as it was typed.
    pub(crate) fn typed_day(self, typed: &str) -> String {
        match (self, Day::parse(typed)) {
            (Self::German, Ok(day)) => {
                let day = day.to_string();
                day.rsplit('-').collect::<Vec<_>>().join(".")
            }
            (Self::English | Self::German, _) => typed.to_owned(),
        }
    }

    /// A time of the day: `20:00`.
    pub(crate) fn time(self, at: Timestamp, zone: &ZoneName) -> String {
        match self {
            Self::English => at.format("%H:%M", zone),
            Self::German => at.format("%H:%M\u{a0}Uhr", zone),
        }
    }

    /// A deadline: a time of the day, with its day if that is not today, and how far the clocks
    /// there are from UTC. So it is one moment, also for who is elsewhere, and in the night in which
    /// clocks go back.
    pub(crate) fn deadline(self, at: Timestamp, now: Timestamp, zone: &ZoneName) -> String {
        let shown = match Day::of(at, zone) == Day::of(now, zone) {
            true => self.time(at, zone),
            false => self.near_date_and_time(at, zone),
        };
        format!("{shown}\u{a0}({})", offset(at, zone))
    }

    /// A moment in full, where nothing else says by which clocks: `1 May 2027, 20:00 (UTC+2)`.
    pub(crate) fn exact_moment(self, at: Timestamp, zone: &ZoneName) -> String {
        format!("{}\u{a0}({})", self.moment(at, zone), offset(at, zone))
    }
}

/// How far a zone's clocks are from UTC: `UTC+5:45`.
fn offset(at: Timestamp, zone: &ZoneName) -> String {
    let offset = at.format("%:z", zone);
    match offset.trim_end_matches(":00") {
        "+00" | "-00" => "UTC".into(),
        whole => format!(
            "UTC{}",
            whole.replacen("+0", "+", 1).replacen("-0", "\u{2212}", 1).replace('-', "\u{2212}")
        ),
    }
}

fn tag(at: Timestamp, zone: &ZoneName) -> &'static str {
    let day: usize = at.format("%w", zone).parse().unwrap_or_default();
    TAGE[day % TAGE.len()]
}

fn monat(at: Timestamp, zone: &ZoneName) -> &'static str {
    let month: usize = at.format("%-m", zone).parse().unwrap_or(1);
    MONATE.split(' ').nth(month.saturating_sub(1)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        let zone = ZoneName::parse("Europe/Berlin").unwrap();
        let at = Timestamp::parse_local("2027-05-01T20:00", &zone).unwrap();
        for (language, expect) in [
            (
                Language::English,
                [
                    "Sat 1 May 2027, 20:00",
                    "Sat 1 May, 20:00",
                    "1 May 2027, 20:00",
                    "1 May 2027",
                    "20:00",
                ],
            ),
            (
                Language::German,
                [
                    "Sa., 1. Mai 2027, 20:00\u{a0}Uhr",
                    "Sa., 1. Mai, 20:00\u{a0}Uhr",
                    "1. Mai 2027, 20:00\u{a0}Uhr",
                    "1. Mai 2027",
                    "20:00\u{a0}Uhr",
                ],
            ),
        ] {
            assert_eq!(language.date_and_time(at, &zone), expect[0]);
            assert_eq!(language.near_date_and_time(at, &zone), expect[1]);
            assert_eq!(language.moment(at, &zone), expect[2]);
            assert_eq!(language.day(at, &zone), expect[3]);
            assert_eq!(language.time(at, &zone), expect[4]);
        }
    }

    #[test]
    fn a_deadline_is_one_moment() {
        let berlin = ZoneName::parse("Europe/Berlin").unwrap();
        // Clocks go back from 3 to 2 o'clock at 01:00 UTC.
        let back = Timestamp::parse_local("2026-10-25T01:00", &ZoneName::utc()).unwrap();
        let minutes = |n: u64| std::time::Duration::from_secs(n * 60);
        let now = back - minutes(5);
        for (t, before, after) in [
            (Language::English, "02:55\u{a0}(UTC+2)", "02:10\u{a0}(UTC+1)"),
            (Language::German, "02:55\u{a0}Uhr\u{a0}(UTC+2)", "02:10\u{a0}Uhr\u{a0}(UTC+1)"),
        ] {
            assert_eq!(t.deadline(now, now, &berlin), before);
            assert_eq!(t.deadline(back + minutes(10), now, &berlin), after);
        }
        let tomorrow = now + minutes(24 * 60);
        for (zone, expect) in [
            ("UTC", "Mon 26 Oct, 00:55\u{a0}(UTC)"),
            ("Asia/Kathmandu", "Mon 26 Oct, 06:40\u{a0}(UTC+5:45)"),
            ("America/St_Johns", "Sun 25 Oct, 22:25\u{a0}(UTC\u{2212}2:30)"),
            ("America/New_York", "Sun 25 Oct, 20:55\u{a0}(UTC\u{2212}4)"),
            ("Pacific/Kiritimati", "Mon 26 Oct, 14:55\u{a0}(UTC+14)"),
        ] {
            let zone = ZoneName::parse(zone).unwrap();
            assert_eq!(Language::English.deadline(tomorrow, now, &zone), expect);
        }
        let shown = Language::English.exact_moment(back, &berlin);
        assert_eq!(shown, "25 Oct 2026, 02:00\u{a0}(UTC+1)");
    }

    #[test]
    fn days_that_were_typed() {
        for (typed, english, german) in [
            ("2027-05-01", "2027-05-01", "01.05.2027"),
            ("tomorrow", "tomorrow", "tomorrow"),
            ("", "", ""),
        ] {
            assert_eq!(Language::English.typed_day(typed), english);
            assert_eq!(Language::German.typed_day(typed), german);
        }
    }

    #[test]
    fn what_is_shown_as_a_price_reads_back() {
        let euro: Currency = "EUR".parse().unwrap();
        let price = Price::from_minor(123_450).unwrap();
        for (language, shown) in [(Language::English, "1234.50"), (Language::German, "1234,50")] {
            assert_eq!(language.decimal(price, euro), shown);
            assert_eq!(language.amount(price, euro), format!("{shown} EUR"));
            for other in Language::ALL {
                assert_eq!(other.typed_price(shown, euro), Ok(price), "{shown}");
            }
        }
        let (dinar, price) = ("KWD".parse().unwrap(), Price::from_minor(1230).unwrap());
        for language in Language::ALL {
            assert_eq!(language.typed_price(&language.decimal(price, dinar), dinar), Ok(price));
        }
    }
}
