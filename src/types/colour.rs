use std::fmt;

/// A colour on a screen, as three parts of 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

/// It is no colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is no colour like #0b5f59")]
pub struct ColourError;

impl Colour {
    /// Black.
    pub const BLACK: Self = Self([0; 3]);
    /// White.
    pub const WHITE: Self = Self([255; 3]);

    /// Reads a colour as it is written: `#0b5f59`.
    ///
    /// # Errors
    /// When it is written in another way.
    pub fn parse(typed: &str) -> Result<Self, ColourError> {
        let digits = typed.strip_prefix('#').filter(|digits| {
            digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        let number = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let [_, red, green, blue] = number.ok_or(ColourError)?.to_be_bytes();
        Ok(Self([red, green, blue]))
    }

    /// The same with so many hundredths of another.
    #[must_use]
    pub fn mixed(self, other: Self, percent: u8) -> Self {
        let part = |n: usize| {
            let (own, others) = (u32::from(self.0[n]), u32::from(other.0[n]));
            let share = u32::from(percent.min(100));
            u8::try_from((own * (100 - share) + others * share + 50) / 100).unwrap_or(u8::MAX)
        };
        Self([part(0), part(1), part(2)])
    }

    /// How well one can be told from the other: from 1 to 21
    /// ([WCAG 2.2](https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)).
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_written() {
        for (typed, expect) in [
            ("#0b5f59", Some("#0b5f59")),
            ("#FFFFFF", Some("#ffffff")),
            ("0b5f59", None),
            ("#0b5", None),
            ("#0b5f5g", None),
            ("#+b5f59", None),
            ("red", None),
            ("", None),
        ] {
            let read = Colour::parse(typed).ok().map(|colour| colour.to_string());
            assert_eq!(read.as_deref(), expect, "{typed}");
        }
    }

    /// Ratios that others give: WebAIM's checker, and the definition's own ends.
    #[test]
    fn contrasts() {
        for (one, two, expect) in [
            ("#000000", "#ffffff", 21.0),
            ("#ffffff", "#ffffff", 1.0),
            ("#777777", "#ffffff", 4.48),
            ("#767676", "#ffffff", 4.54),
            ("#ff0000", "#ffffff", 4.0),
            ("#0000ff", "#ffffff", 8.59),
        ] {
            let [one, two] = [one, two].map(|colour| Colour::parse(colour).unwrap());
            let ratio = one.contrast(two);
            assert!((ratio - expect).abs() < 0.005, "{one} on {two}: {ratio}");
            assert!((two.contrast(one) - ratio).abs() < 1e-9);
        }
    }

    #[test]
    fn mixing() {
        let [black, white] = [Colour::BLACK, Colour::WHITE];
        assert_eq!(black.mixed(white, 0), black);
        assert_eq!(black.mixed(white, 100), white);
        assert_eq!(black.mixed(white, 50).to_string(), "#808080");
    }
}
