use crate::types::{Secret, Timestamp, ZoneName, ascii_digits};

/// A card as the buyer typed it, checked for form. It lives in memory for one payment and is never
/// stored or logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    number: Secret,
}

impl Card {
    /// Reads what the buyer typed: number, expiry (`12/34`) and code.
    ///
    /// # Errors
    /// What is wrong, for each of the three.
    pub fn parse(
        number: &str,
        expiry: &str,
        cvc: &str,
        now: Timestamp,
    ) -> Result<Self, Vec<CardError>> {
        let number = ascii_digits(number);
        let is_between = |c: &char| c.is_whitespace() || matches!(c, '-' | '–' | '.');
        let digits: String = number.chars().filter(|c| !is_between(c)).collect();
        let mut errors = vec![];
        if digits.is_empty() {
            errors.push(CardError::NumberEmpty);
        } else if !is_card_number(&digits) {
            errors.push(CardError::Number);
        }
        errors.extend(check_expiry(&ascii_digits(expiry), now));
        let cvc = ascii_digits(cvc.trim());
        if !(3..=4).contains(&cvc.len()) || !cvc.bytes().all(|b| b.is_ascii_digit()) {
            errors.push(CardError::Cvc);
        }
        match errors.is_empty() {
            true => Ok(Self { number: Secret::new(&digits) }),
            false => Err(errors),
        }
    }

    /// The number's digits, for the provider alone.
    pub(super) fn number(&self) -> &str {
        self.number.expose()
    }
}

/// What is wrong with a card as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    /// Nothing was typed.
    #[error("Enter the card's number.")]
    NumberEmpty,
    /// No card has this number.
    #[error("This is not a card number. Check its digits.")]
    Number,
    /// The sandbox does not know this card.
    #[error("This is not one of the sandbox's test cards. Use 4242 4242 4242 4242.")]
    NotATestCard,
    /// Not of the form `12/34`.
    #[error("Write the expiry as month/year, such as 12/34.")]
    Expiry,
    /// The card is no longer valid.
    #[error("This card has expired.")]
    Expired,
    /// Not three or four digits.
    #[error("The code is the 3 or 4 digits on the card.")]
    Cvc,
}

/// 12 to 19 digits whose last is their check digit (ISO/IEC 7812-1, Luhn).
fn is_card_number(digits: &str) -> bool {
    if !(12..=19).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let sum: u32 = digits
        .bytes()
        .rev()
        .map(|b| u32::from(b - b'0'))
        .enumerate()
        .map(|(place, digit)| match place % 2 {
            0 => digit,
            _ if digit > 4 => digit * 2 - 9,
            _ => digit * 2,
        })
        .sum();
    sum.is_multiple_of(10)
}

fn check_expiry(typed: &str, now: Timestamp) -> Option<CardError> {
    // A phone's keys for numbers have no slash.
    let typed = typed.trim();
    let parts = typed.split_once('/').or_else(|| match typed.len() {
        4 => typed.split_at_checked(2),
        _ => None,
    });
    let Some((month, year)) = parts else { return Some(CardError::Expiry) };
    let number = |part: &str| {
        let part = part.trim();
        (part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())
            .flatten()
    };
    let (Some(month @ 1..=12), Some(year)) = (number(month), number(year)) else {
        return Some(CardError::Expiry);
    };
    let year = match year {
        0..=99 => 2000 + year,
        2000..=2099 => year,
        _ => return Some(CardError::Expiry),
    };
    let utc = ZoneName::parse("UTC").ok()?;
    let current: u32 = now.format("%Y%m", &utc).parse().ok()?;
    (year * 100 + month < current).then_some(CardError::Expired)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-22.
    const NOW: Timestamp = Timestamp::from_millis(1_795_305_600_000);

    #[test]
    fn parse() {
        for (number, expiry, cvc, expect) in [
            ("4242 4242 4242 4242", "12/34", "123", vec![]),
            ("4242-4242-4242-4242", "11/26", "1234", vec![]),
            ("4242424242424242", "1/2030", "123", vec![]),
            ("", "12/34", "123", vec![CardError::NumberEmpty]),
            ("4242424242424241", "12/34", "123", vec![CardError::Number]),
            ("4242", "12/34", "123", vec![CardError::Number]),
            ("٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢", "١٢/٣٤", "١٢٣", vec![]),
            ("4242424242424242", "10/26", "123", vec![CardError::Expired]),
            ("4242424242424242", "13/34", "123", vec![CardError::Expiry]),
            ("4242424242424242", " 1234 ", "123", vec![]),
            ("4242424242424242", "1126", "123", vec![]),
            ("4242424242424242", "1026", "123", vec![CardError::Expired]),
            ("4242424242424242", "1334", "123", vec![CardError::Expiry]),
            ("4242424242424242", "123", "123", vec![CardError::Expiry]),
            ("4242424242424242", "1é4", "123", vec![CardError::Expiry]),
            ("4242424242424242", "-1/34", "123", vec![CardError::Expiry]),
            ("4242424242424242", "12/34", "12", vec![CardError::Cvc]),
            ("x", "", "", vec![CardError::Number, CardError::Expiry, CardError::Cvc]),
        ] {
            let errors = Card::parse(number, expiry, cvc, NOW).err().unwrap_or_default();
            assert_eq!(errors, expect, "{number:?} {expiry:?} {cvc:?}");
        }
    }

    #[test]
    fn debug_hides_the_number() {
        let card = Card::parse("4242424242424242", "12/34", "123", NOW);
        assert!(!format!("{card:?}").contains("4242"));
    }
}
