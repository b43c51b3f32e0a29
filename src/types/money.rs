use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::amount::{self, Numeral};

/// The currency of a site: one for all its prices (`site.currency`).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency([u8; 3]);

/// The currencies that Stripe charges with no decimals and with three, by
/// <https://docs.stripe.com/currencies#zero-decimal>; all others here have two.
const ZERO_DECIMALS: &[&str] = &[
    "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF",
    "XOF", "XPF",
];
const THREE_DECIMALS: &[&str] = &["BHD", "JOD", "KWD", "OMR", "TND"];
const TWO_DECIMALS: &[&str] = &[
    "AED", "ALL", "AMD", "ARS", "AUD", "AZN", "BAM", "BBD", "BDT", "BND", "BOB", "BRL", "BSD",
    "BWP", "BYN", "BZD", "CAD", "CHF", "CNY", "COP", "CRC", "CVE", "CZK", "DKK", "DOP", "DZD",
    "EGP", "ETB", "EUR", "FJD", "GBP", "GEL", "GIP", "GTQ", "GYD", "HKD", "HNL", "HUF", "IDR",
    "ILS", "INR", "ISK", "JMD", "KES", "KGS", "KHR", "KZT", "LAK", "LBP", "LKR", "LSL", "MAD",
    "MDL", "MKD", "MMK", "MNT", "MOP", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN",
    "NIO", "NOK", "NPR", "NZD", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "QAR", "RON", "RSD",
    "SAR", "SCR", "SEK", "SGD", "THB", "TJS", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX",
    "USD", "UYU", "UZS", "WST", "XCD", "YER", "ZAR", "ZMW",
];

impl Currency {
    /// The euro.
    pub const EUR: Self = Self(*b"EUR");

    /// How many decimals a price in this currency has: 0, 2 or 3.
    #[must_use]
    pub fn decimals(self) -> usize {
        match self.code() {
            code if ZERO_DECIMALS.contains(&code) => 0,
            code if THREE_DECIMALS.contains(&code) => 3,
            _ => 2,
        }
    }

    /// So many minor units as a decimal string with all decimals, such as `49.50`.
    #[must_use]
    pub fn decimal(self, minor: u64) -> String {
        let decimals = self.decimals();
        let mut digits = format!("{minor:0>width$}", width = decimals + 1);
        if decimals > 0 {
            digits.insert(digits.len() - decimals, '.');
        }
        digits
    }

    /// How many of them may be other than 0: Stripe takes krónur and Ugandan shillings in
    /// hundredths, but whole ones alone, and no thousandths of anything,
    /// <https://docs.stripe.com/currencies#special-cases>.
    fn decimals_used(self) -> usize {
        match (self.code(), self.decimals()) {
            ("ISK" | "UGX", _) => 0,
            (_, decimals) => decimals.min(2),
        }
    }

    /// The least that amounts in this currency differ by, in minor units.
    pub(super) fn step(self) -> u32 {
        match self.decimals() - self.decimals_used() {
            0 => 1,
            1 => 10,
            _ => 100,
        }
    }

    /// What stands beside its amounts where people read them: `€`, or the code where no sign is
    /// known everywhere.
    #[must_use]
    pub fn sign(&self) -> &str {
        amount::shown_sign(self.code()).unwrap_or_else(|| self.code())
    }

    /// The ISO 4217 code, such as `EUR`.
    #[must_use]
    pub fn code(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or("???")
    }
}

#[cfg(test)]
impl Currency {
    /// Every one that there is.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let codes = [ZERO_DECIMALS, TWO_DECIMALS, THREE_DECIMALS].concat();
        codes.into_iter().filter_map(|code| code.parse().ok())
    }
}

impl FromStr for Currency {
    type Err = CurrencyError;

    fn from_str(code: &str) -> Result<Self, CurrencyError> {
        let upper = code.to_ascii_uppercase();
        let all = [ZERO_DECIMALS, TWO_DECIMALS, THREE_DECIMALS].concat();
        let known = all.into_iter().find(|known| *known == upper).ok_or(CurrencyError)?;
        known.as_bytes().try_into().map(Self).map_err(|_| CurrencyError)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Not the code of a currency that can be charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a currency that can be charged; use its ISO 4217 code, such as EUR or USD")]
pub struct CurrencyError;

/// What a ticket costs, in minor units (cents) of the site's currency: from 1 to
/// [`Price::MINOR_MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Price(u32);

impl Price {
    /// Stripe charges eight digits at most, <https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts>.
    pub const MINOR_MAX: u32 = 99_999_999;
    /// The lowest price.
    pub const MIN: Self = Self(1);
    /// The highest.
    pub const MAX: Self = Self(Self::MINOR_MAX);

    /// The price of so many minor units.
    ///
    /// # Errors
    /// When it is nothing, or more than can be charged.
    pub fn from_minor(minor: u32) -> Result<Self, PriceError> {
        match minor {
            0 => Err(PriceError::NotPositive),
            1..=Self::MINOR_MAX => Ok(Self(minor)),
            _ => Err(PriceError::TooLarge),
        }
    }

    /// What several come to together.
    ///
    /// # Errors
    /// When that is nothing, or more than can be charged.
    pub fn sum(prices: impl IntoIterator<Item = Self>) -> Result<Self, PriceError> {
        // Beyond what can be charged, by how much does not matter.
        Self::from_minor(prices.into_iter().fold(0, |sum, price| sum.saturating_add(price.0)))
    }

    /// Reads a decimal string such as `49.50`, and whatever else is clear: [`Price::typed`].
    ///
    /// # Errors
    /// As there.
    pub fn parse(typed: &str, currency: Currency) -> Result<Self, PriceError> {
        Self::typed(typed, currency, '.')
    }

    /// Reads what somebody typed who is shown decimals behind a `decimal_mark`: with a point or a
    /// comma, separated thousands, the currency's sign, digits of their script. The mark decides
    /// only where a currency has three decimals.
    ///
    /// # Errors
    /// When it is no number, may be two of them, is not above 0, too large, or has more decimals
    /// than the currency.
    pub fn typed(typed: &str, currency: Currency, decimal_mark: char) -> Result<Self, PriceError> {
        let typed = amount::trimmed(typed);
        if typed.is_empty() {
            return Err(PriceError::Empty);
        }
        let amount = amount::bare(typed, currency.code());
        let (decimals, used) = (currency.decimals(), currency.decimals_used());
        if let Some(rest) = amount.strip_prefix(['-', '\u{2212}'])
            && amount::numeral(amount::trimmed(rest)).is_some()
        {
            return Err(PriceError::NotPositive);
        }
        let (whole, fraction) = match amount::numeral(amount).ok_or(PriceError::NotANumber)? {
            Numeral::Plain(whole, fraction) => (whole, fraction),
            Numeral::Either { whole, rest, .. } if used == 0 => (whole + &rest, String::new()),
            Numeral::Either { whole, rest, mark } if decimals == 3 && mark == decimal_mark => {
                (whole, rest)
            }
            Numeral::Either { whole, rest, .. } => {
                let thousands = format!("{whole}{rest}").parse().unwrap_or(u32::MAX);
                return Err(PriceError::Ambiguous { thousands });
            }
        };
        if fraction.len() > decimals || fraction.trim_end_matches('0').len() > used {
            return Err(PriceError::TooManyDecimals { decimals: used });
        }
        let minor = format!("{whole}{fraction:0<decimals$}");
        minor.parse().map_err(|_| PriceError::TooLarge).and_then(Self::from_minor)
    }

    /// In minor units.
    #[must_use]
    pub fn minor(self) -> u32 {
        self.0
    }

    /// As a decimal string with all the currency's decimals, such as `49.50`: what
    /// [`Price::parse`] reads.
    #[must_use]
    pub fn decimal(self, currency: Currency) -> String {
        currency.decimal(self.0.into())
    }
}

/// Why something typed is no price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PriceError {
    /// Nothing was typed.
    #[error("Enter a price.")]
    Empty,
    /// Not of the form `49.50`.
    #[error("Write the price in digits with a point, such as 49.50.")]
    NotANumber,
    /// Such as `1.234`, which some write for a little more than 1.
    #[error("It is not clear whether {thousands} is meant.")]
    Ambiguous {
        /// What it is if its mark separates thousands.
        thousands: u32,
    },
    /// Zero or less.
    #[error("The price must be more than 0.")]
    NotPositive,
    /// More than can be charged.
    #[error("This price is more than can be charged.")]
    TooLarge,
    /// Fractions that the currency does not have.
    #[error("This currency has {decimals} decimals: the price has more.")]
    TooManyDecimals {
        /// How many there may be.
        decimals: usize,
    },
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn currency(code: &str) -> Currency {
        code.parse().unwrap()
    }

    #[test]
    fn decimal() {
        for (code, minor, expect) in [
            ("EUR", 0, "0.00"),
            ("EUR", 5, "0.05"),
            ("EUR", 4_950, "49.50"),
            ("KWD", 7, "0.007"),
            ("JPY", 0, "0"),
            ("JPY", 500, "500"),
        ] {
            assert_eq!(currency(code).decimal(minor), expect);
        }
    }

    #[test]
    fn parse() {
        for (typed, code, expect) in [
            ("49.50", "EUR", Ok(4950)),
            (" 49.5 ", "EUR", Ok(4950)),
            ("49", "EUR", Ok(4900)),
            ("0.01", "EUR", Ok(1)),
            ("007", "EUR", Ok(700)),
            ("999999.99", "EUR", Ok(Price::MINOR_MAX)),
            ("500", "JPY", Ok(500)),
            ("1.23", "KWD", Ok(1230)),
            ("1.230", "KWD", Ok(1230)),
            ("5000", "UGX", Ok(500_000)),
            ("5.00", "ISK", Ok(500)),
            ("", "EUR", Err(PriceError::Empty)),
            ("0", "EUR", Err(PriceError::NotPositive)),
            ("0.00", "EUR", Err(PriceError::NotPositive)),
            ("-1", "EUR", Err(PriceError::NotPositive)),
            ("1e9", "EUR", Err(PriceError::NotANumber)),
            ("NaN", "EUR", Err(PriceError::NotANumber)),
            ("inf", "EUR", Err(PriceError::NotANumber)),
            ("+5", "EUR", Err(PriceError::NotANumber)),
            ("49.", "EUR", Err(PriceError::NotANumber)),
            (".5", "EUR", Ok(50)),
            ("1.2.3", "EUR", Err(PriceError::NotANumber)),
            ("49.999", "EUR", Err(PriceError::Ambiguous { thousands: 49_999 })),
            ("0.999", "EUR", Err(PriceError::TooManyDecimals { decimals: 2 })),
            ("1234.567", "EUR", Err(PriceError::TooManyDecimals { decimals: 2 })),
            ("500.5", "JPY", Err(PriceError::TooManyDecimals { decimals: 0 })),
            ("5.50", "ISK", Err(PriceError::TooManyDecimals { decimals: 0 })),
            ("0.01", "UGX", Err(PriceError::TooManyDecimals { decimals: 0 })),
            ("1.234", "KWD", Err(PriceError::TooManyDecimals { decimals: 2 })),
            ("1000000", "EUR", Err(PriceError::TooLarge)),
            ("99999999999999999999999999", "EUR", Err(PriceError::TooLarge)),
        ] {
            let got = Price::parse(typed, currency(code)).map(Price::minor);
            assert_eq!(got, expect, "{typed:?} {code}");
        }
    }

    #[test]
    fn as_people_type_them() {
        let unclear = |thousands| Err(PriceError::Ambiguous { thousands });
        for (typed, code, expect) in [
            ("49,50", "EUR", Ok(4950)),
            ("49,5", "EUR", Ok(4950)),
            ("49.50 €", "EUR", Ok(4950)),
            ("€49.50", "EUR", Ok(4950)),
            ("€\u{a0}49,50", "EUR", Ok(4950)),
            ("49,50 EUR", "EUR", Ok(4950)),
            ("eur 49", "EUR", Ok(4900)),
            ("49 Euro", "EUR", Ok(4900)),
            ("49,-", "EUR", Ok(4900)),
            ("49,– €", "EUR", Ok(4900)),
            ("US$ 49.50", "USD", Ok(4950)),
            ("$1,234.50", "USD", Ok(123_450)),
            ("49 kr", "SEK", Ok(4900)),
            ("Fr. 1'234.50", "CHF", Ok(123_450)),
            ("1.000,00", "EUR", Ok(100_000)),
            ("1,000.00", "EUR", Ok(100_000)),
            ("1\u{202f}234,5", "EUR", Ok(123_450)),
            ("1 234", "EUR", Ok(123_400)),
            ("100.000,00", "EUR", Ok(10_000_000)),
            ("1,00,000.00", "INR", Ok(10_000_000)),
            ("٤٩٫٥٠", "EUR", Ok(4950)),
            ("۱٬۲۳۴٫۵", "EUR", Ok(123_450)),
            ("४९.५०", "INR", Ok(4950)),
            ("４９．５０", "EUR", Ok(4950)),
            ("1,000円", "JPY", Ok(1000)),
            ("1.500", "JPY", Ok(1500)),
            ("5.000", "ISK", Ok(500_000)),
            ("1.234.567", "JPY", Ok(1_234_567)),
            ("1.234", "EUR", unclear(1234)),
            ("1,234 €", "EUR", unclear(1234)),
            ("1,230", "KWD", unclear(1230)),
            ("-49,50", "EUR", Err(PriceError::NotPositive)),
            ("−1", "EUR", Err(PriceError::NotPositive)),
            ("$49.50", "EUR", Err(PriceError::NotANumber)),
            ("€49€", "EUR", Err(PriceError::NotANumber)),
            ("49 50", "EUR", Err(PriceError::NotANumber)),
            ("1.00.0", "EUR", Err(PriceError::NotANumber)),
            ("1,23,4", "EUR", Err(PriceError::NotANumber)),
            ("1,234,50", "EUR", Err(PriceError::NotANumber)),
            ("1.2,3.4", "EUR", Err(PriceError::NotANumber)),
            ("49²", "EUR", Err(PriceError::NotANumber)),
            ("49 or 50", "EUR", Err(PriceError::NotANumber)),
            ("€", "EUR", Err(PriceError::NotANumber)),
        ] {
            let got = Price::parse(typed, currency(code)).map(Price::minor);
            assert_eq!(got, expect, "{typed:?} {code}");
        }
        let dinar = currency("KWD");
        assert_eq!(Price::typed("1,230", dinar, ',').map(Price::minor), Ok(1230));
    }

    #[test]
    fn currencies() {
        assert_eq!(currency("eur").code(), "EUR");
        assert_eq!("EURO".parse::<Currency>(), Err(CurrencyError));
        assert_eq!("€".parse::<Currency>(), Err(CurrencyError));
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(minor in 100..=Price::MINOR_MAX, code in "EUR|JPY|KWD|UGX") {
            let step = match &*code {
                "UGX" => 100,
                "KWD" => 10,
                _ => 1,
            };
            let price = Price::from_minor(minor - minor % step).unwrap();
            let shown = price.decimal(currency(&code));
            prop_assert_eq!(Price::parse(&shown, currency(&code)), Ok(price));
        }

        #[test]
        fn no_text_panics(typed in ".*") {
            let _ = Price::parse(&typed, currency("EUR"));
        }
    }
}
