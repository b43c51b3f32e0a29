//! Numbers, amounts, dates and times as a language writes them.

use super::Language;
use crate::types::{Currency, Day, Price, PriceError, Timestamp, ZoneName};

impl Language {
    /// A price as it is typed, without its currency: `49.50`.
    pub(crate) fn decimal(self, price: Price, currency: Currency) -> String {
        self.number(price.decimal(currency))
    }

    /// A price with its currency, such as `€1,249.50`.
    pub(crate) fn amount(self, price: Price, currency: Currency) -> String {
        self.amount_of_minor(price.minor().into(), currency)
    }

    /// So many minor units with their currency, as people write them: `€1,249.50`, `CHF 20.00`,
    /// `1.249,50 €`, `€ 1.249,50`. Its spaces are non-breaking. `live.js` puts other digits into such an amount.
    pub(crate) fn amount_of_minor(self, minor: u64, currency: Currency) -> String {
        let (decimal, sign) = (currency.decimal(minor), currency.sign());
        let (whole, fraction) = decimal.split_once('.').unwrap_or((&decimal, ""));
        let mut digits = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                digits.push(self.thousands_mark());
            }
            digits.push(digit);
        }
        if !fraction.is_empty() {
            digits.push(self.decimal_mark());
            digits.push_str(fraction);
        }
        match self {
            Self::English if sign.ends_with(char::is_alphabetic) => {
                format!("{sign}\u{a0}{digits}")
            }
            Self::English => format!("{sign}{digits}"),
            Self::Dutch => format!("{sign}\u{a0}{digits}"),
            Self::German | Self::French | Self::Spanish | Self::Italian => {
                format!("{digits}\u{a0}{sign}")
            }
        }
    }

    fn decimal_mark(self) -> char {
        match self {
            Self::English => '.',
            Self::German | Self::French | Self::Spanish | Self::Dutch | Self::Italian => ',',
        }
    }

    fn thousands_mark(self) -> char {
        match self {
            Self::English => ',',
            Self::French => '\u{202f}',
            Self::German | Self::Spanish | Self::Dutch | Self::Italian => '.',
        }
    }

    /// So many per cent.
    pub(crate) fn percent(self, whole: u64) -> String {
        let space = match self {
            Self::English | Self::German | Self::French | Self::Spanish => "\u{a0}",
            Self::Dutch | Self::Italian => "",
        };
        self.number(whole.to_string()) + space + "%"
    }

    /// A number that is written with a point.
    pub(crate) fn number(self, written: String) -> String {
        written.replace('.', self.decimal_mark().encode_utf8(&mut [0; 4]))
    }

    /// What stands between a name and what is said of it.
    pub(crate) fn colon(self) -> &'static str {
        match self {
            Self::French => "\u{a0}: ",
            Self::English | Self::German | Self::Spanish | Self::Dutch | Self::Italian => ": ",
        }
    }

    /// A price that somebody typed who reads this language.
    ///
    /// # Errors
    /// As of [`Price::typed`].
    pub(crate) fn typed_price(self, typed: &str, currency: Currency) -> Result<Price, PriceError> {
        Price::typed(typed, currency, self.decimal_mark())
    }

    /// A day and a time with the day of the week, such as `Sat 1 May 2027, 20:00`.
    pub(crate) fn date_and_time(self, at: Timestamp, zone: &ZoneName) -> String {
        format!("{} {}", self.weekday(at, zone), self.moment(at, zone))
    }

    /// The same without the year, for what is near: `Sat 1 May, 20:00`.
    pub(crate) fn near_date_and_time(self, at: Timestamp, zone: &ZoneName) -> String {
        let (weekday, date) = (self.weekday(at, zone), self.date(at, zone));
        format!("{weekday} {date}, {}", self.time(at, zone))
    }

    /// A moment without the day of the week: `1 May 2027, 20:00`.
    pub(crate) fn moment(self, at: Timestamp, zone: &ZoneName) -> String {
        let date = self.with_year(self.date(at, zone), at, zone);
        format!("{date}, {}", self.time(at, zone))
    }

    /// A day: `1 May 2027`.
    pub(crate) fn day(self, at: Timestamp, zone: &ZoneName) -> String {
        match self {
            Self::English => at.format("%-d %B %Y", zone),
            _ => self.with_year(self.date(at, zone), at, zone),
        }
    }

    /// A day as a date field sends it, as one reads it; anything else as it was typed.
    pub(crate) fn typed_day(self, typed: &str) -> String {
        let mark = match self {
            Self::English => return typed.to_owned(),
            Self::German => ".",
            Self::Dutch => "-",
            Self::French | Self::Spanish | Self::Italian => "/",
        };
        match Day::parse(typed) {
            Ok(day) => day.to_string().rsplit('-').collect::<Vec<_>>().join(mark),
            Err(_) => typed.to_owned(),
        }
    }

    /// A time of the day: `20:00`.
    pub(crate) fn time(self, at: Timestamp, zone: &ZoneName) -> String {
        match self {
            Self::German => at.format("%H:%M\u{a0}Uhr", zone),
            Self::Spanish => at.format("%-H:%M", zone),
            Self::English | Self::French | Self::Dutch | Self::Italian => at.format("%H:%M", zone),
        }
    }

    /// A day of the week, as it stands before a date.
    fn weekday(self, at: Timestamp, zone: &ZoneName) -> &'static str {
        let days = match self {
            Self::English => "Sun Mon Tue Wed Thu Fri Sat",
            Self::German => "So., Mo., Di., Mi., Do., Fr., Sa.,",
            Self::French => "dim. lun. mar. mer. jeu. ven. sam.",
            Self::Spanish => "dom, lun, mar, mié, jue, vie, sáb,",
            Self::Dutch => "zo ma di wo do vr za",
            Self::Italian => "dom lun mar mer gio ven sab",
        };
        let day = at.format("%w", zone).parse().unwrap_or_default();
        days.split(' ').nth(day).unwrap_or_default()
    }

    /// A day without its year.
    fn date(self, at: Timestamp, zone: &ZoneName) -> String {
        let months = match self {
            Self::English => "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
            Self::German => {
                "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
            }
            Self::French => {
                "janvier février mars avril mai juin juillet août septembre octobre novembre \
                 décembre"
            }
            Self::Spanish => {
                "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre \
                 diciembre"
            }
            Self::Dutch => {
                "januari februari maart april mei juni juli augustus september oktober november \
                 december"
            }
            Self::Italian => {
                "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre \
                 novembre dicembre"
            }
        };
        let number: usize = at.format("%-m", zone).parse().unwrap_or(1);
        let month = months.split(' ').nth(number.saturating_sub(1)).unwrap_or_default();
        match (self, at.format("%-d", zone)) {
            (Self::German, day) => format!("{day}. {month}"),
            (Self::Spanish, day) => format!("{day} de {month}"),
            (Self::French, day) if day == "1" => format!("1er {month}"),
            (Self::English | Self::French | Self::Dutch | Self::Italian, day) => {
                format!("{day} {month}")
            }
        }
    }

    fn with_year(self, date: String, at: Timestamp, zone: &ZoneName) -> String {
        let year = at.format("%Y", zone);
        match self {
            Self::Spanish => format!("{date} de {year}"),
            _ => format!("{date} {year}"),
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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
            (
                Language::French,
                [
                    "sam. 1er mai 2027, 20:00",
                    "sam. 1er mai, 20:00",
                    "1er mai 2027, 20:00",
                    "1er mai 2027",
                    "20:00",
                ],
            ),
            (
                Language::Spanish,
                [
                    "sáb, 1 de mayo de 2027, 20:00",
                    "sáb, 1 de mayo, 20:00",
                    "1 de mayo de 2027, 20:00",
                    "1 de mayo de 2027",
                    "20:00",
                ],
            ),
            (
                Language::Dutch,
                [
                    "za 1 mei 2027, 20:00",
                    "za 1 mei, 20:00",
                    "1 mei 2027, 20:00",
                    "1 mei 2027",
                    "20:00",
                ],
            ),
            (
                Language::Italian,
                [
                    "sab 1 maggio 2027, 20:00",
                    "sab 1 maggio, 20:00",
                    "1 maggio 2027, 20:00",
                    "1 maggio 2027",
                    "20:00",
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
        let shown = Language::ALL.map(|t| t.typed_day("2027-05-01"));
        let days =
            ["2027-05-01", "01.05.2027", "01/05/2027", "01/05/2027", "01-05-2027", "01/05/2027"];
        assert_eq!(shown, days);
        for (typed, t) in ["tomorrow", ""].into_iter().flat_map(|d| Language::ALL.map(|t| (d, t))) {
            assert_eq!(t.typed_day(typed), typed);
        }
    }

    #[test]
    fn what_a_field_has_reads_back() {
        let euro: Currency = "EUR".parse().unwrap();
        let price = Price::from_minor(123_450).unwrap();
        for language in Language::ALL {
            let shown = if language == Language::English { "1234.50" } else { "1234,50" };
            assert_eq!(language.decimal(price, euro), shown);
            for other in Language::ALL {
                assert_eq!(other.typed_price(shown, euro), Ok(price), "{shown}");
            }
        }
        let (dinar, price) = ("KWD".parse().unwrap(), Price::from_minor(1230).unwrap());
        for language in Language::ALL {
            assert_eq!(language.typed_price(&language.decimal(price, dinar), dinar), Ok(price));
        }
    }

    #[test]
    fn amounts() {
        for (code, minor, english, german, french, dutch) in [
            ("EUR", 4500, "€45.00", "45,00\u{a0}€", "45,00\u{a0}€", "€\u{a0}45,00"),
            ("EUR", 7, "€0.07", "0,07\u{a0}€", "0,07\u{a0}€", "€\u{a0}0,07"),
            (
                "USD",
                123_450,
                "$1,234.50",
                "1.234,50\u{a0}$",
                "1\u{202f}234,50\u{a0}$",
                "$\u{a0}1.234,50",
            ),
            (
                "GBP",
                99_999_999,
                "£999,999.99",
                "999.999,99\u{a0}£",
                "999\u{202f}999,99\u{a0}£",
                "£\u{a0}999.999,99",
            ),
            ("JPY", 5000, "¥5,000", "5.000\u{a0}¥", "5\u{202f}000\u{a0}¥", "¥\u{a0}5.000"),
            ("JPY", 500, "¥500", "500\u{a0}¥", "500\u{a0}¥", "¥\u{a0}500"),
            ("CHF", 2000, "CHF\u{a0}20.00", "20,00\u{a0}CHF", "20,00\u{a0}CHF", "CHF\u{a0}20,00"),
            (
                "CAD",
                100_000,
                "CA$1,000.00",
                "1.000,00\u{a0}CA$",
                "1\u{202f}000,00\u{a0}CA$",
                "CA$\u{a0}1.000,00",
            ),
            (
                "KWD",
                1_234_560,
                "KWD\u{a0}1,234.560",
                "1.234,560\u{a0}KWD",
                "1\u{202f}234,560\u{a0}KWD",
                "KWD\u{a0}1.234,560",
            ),
        ] {
            let currency: Currency = code.parse().unwrap();
            for (t, amount) in [
                (Language::English, english),
                (Language::German, german),
                (Language::French, french),
                (Language::Spanish, german),
                (Language::Dutch, dutch),
                (Language::Italian, german),
            ] {
                assert_eq!(t.amount_of_minor(minor, currency), amount);
            }
        }
    }

    proptest! {
        #[test]
        fn an_amounts_digits_are_its_minor_units(minor: u64) {
            for (currency, language) in Currency::all().flat_map(|c| Language::ALL.map(|t| (c, t))) {
                let amount = language.amount_of_minor(minor, currency);
                let digits: String = amount.chars().filter(char::is_ascii_digit).collect();
                prop_assert_eq!(digits.parse(), Ok(minor), "{}", amount);
                prop_assert!(amount.contains(currency.sign()) && !amount.contains(' '));
            }
        }

        #[test]
        fn an_amount_that_is_typed_as_it_is_shown_is_that_price(minor in 1..=Price::MINOR_MAX) {
            for (currency, language) in Currency::all().flat_map(|c| Language::ALL.map(|t| (c, t))) {
                // Of some currencies only every tenth or hundredth minor unit can be paid.
                let price = Price::from_minor(minor.next_multiple_of(100).min(99_999_900)).unwrap();
                let amount = language.amount(price, currency);
                prop_assert_eq!(language.typed_price(&amount, currency), Ok(price), "{}", amount);
            }
        }
    }
}
