use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize, Serializer};

/// A percentage with two decimals at most, from 0 to 1000: `2.5`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "TypedPercent")]
pub struct Percent {
    hundredths: u32,
}

impl Percent {
    /// Nothing.
    pub const ZERO: Self = Self { hundredths: 0 };
    /// The whole.
    pub const WHOLE: Self = Self { hundredths: 10_000 };
    /// The most: ten times the whole.
    pub const MAX: Self = Self { hundredths: 100_000 };

    /// In hundredths.
    #[must_use]
    pub fn hundredths(self) -> u32 {
        self.hundredths
    }

    /// Of so many hundredths; [`Self::MAX`] if they are more.
    #[must_use]
    pub fn from_hundredths(hundredths: u32) -> Self {
        Self { hundredths }.min(Self::MAX)
    }

    /// So much of an amount, in ten-thousandths of its unit: exact.
    #[must_use]
    pub fn ten_thousandths_of(self, amount: u32) -> u64 {
        u64::from(self.hundredths) * u64::from(amount)
    }
}

impl FromStr for Percent {
    type Err = PercentError;

    fn from_str(text: &str) -> Result<Self, PercentError> {
        let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let fraction = fraction.trim_end_matches('0');
        if whole.is_empty() || whole.len() > 4 || fraction.len() > 2 {
            return Err(PercentError);
        }
        if !digits(whole) || !digits(fraction) {
            return Err(PercentError);
        }
        let hundredths = format!("{whole}{fraction:0<2}").parse().map_err(|_| PercentError)?;
        Some(Self { hundredths }).filter(|percent| *percent <= Self::MAX).ok_or(PercentError)
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) = (self.hundredths / 100, self.hundredths % 100);
        match fraction {
            0 => write!(f, "{whole}"),
            tenths if tenths % 10 == 0 => write!(f, "{whole}.{}", tenths / 10),
            hundredths => write!(f, "{whole}.{hundredths:02}"),
        }
    }
}

/// In the configuration it is a number.
impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_f64(f64::from(self.hundredths) / 100.0)
    }
}

/// A percentage in a configuration: a number, or the text of one.
#[derive(Deserialize)]
#[serde(untagged, expecting = "not a percentage such as 2.5")]
enum TypedPercent {
    Whole(i64),
    Fraction(f64),
    Text(String),
}

impl TryFrom<TypedPercent> for Percent {
    type Error = PercentError;

    fn try_from(written: TypedPercent) -> Result<Self, PercentError> {
        match written {
            TypedPercent::Whole(number) => number.to_string().parse(),
            // With the fewest digits that are this number, as whoever typed it did.
            TypedPercent::Fraction(number) => number.to_string().parse(),
            TypedPercent::Text(text) => text.parse(),
        }
    }
}

/// Not a percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a percentage from 0 to 1000 with two decimals at most, such as 2.5")]
pub struct PercentError;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parse_and_show() {
        for (text, expect) in [
            ("0", Some("0")),
            ("10", Some("10")),
            ("2.5", Some("2.5")),
            ("2.50", Some("2.5")),
            ("0.05", Some("0.05")),
            ("1000", Some("1000")),
            ("1000.01", None),
            ("2.555", None),
            ("-1", None),
            ("", None),
            (".5", None),
            ("1e2", None),
            ("NaN", None),
        ] {
            let got = text.parse::<Percent>().ok().map(|percent| percent.to_string());
            assert_eq!(got.as_deref(), expect, "{text:?}");
        }
    }

    #[test]
    fn in_the_configuration_it_is_a_number() {
        for (json, expect) in [("2.5", "2.5"), ("10", "10"), ("0.07", "0.07"), ("\"3\"", "3")] {
            let percent: Percent = serde_json::from_str(json).unwrap();
            assert_eq!(percent.to_string(), expect);
        }
        assert!(serde_json::from_str::<Percent>("-2").is_err());
        assert_eq!(serde_json::to_string(&"2.5".parse::<Percent>().unwrap()).unwrap(), "2.5");
    }
}
