use super::{Seat, TextError, ascii_digits};

/// How many tickets one form lists, each to be sold on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quantity(u8);

impl Quantity {
    /// As most listings are.
    pub const ONE: Self = Self(1);
    /// As many as one form lists.
    pub const MAX: Self = Self(10);

    /// Reads what a form sent; nothing is one.
    ///
    /// # Errors
    /// When it is no whole number from 1 to [`Quantity::MAX`].
    pub fn parse(typed: &str) -> Result<Self, QuantityError> {
        let number = match typed.trim() {
            "" => return Ok(Self::ONE),
            typed => ascii_digits(typed).parse().ok(),
        };
        number.filter(|number| (1..=Self::MAX.0).contains(number)).map(Self).ok_or(QuantityError)
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> usize {
        usize::from(self.0)
    }
}

/// Not so many tickets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a whole number from 1 to {}", Quantity::MAX.0)]
pub struct QuantityError;

/// Reads on which seats so many tickets are: nothing for all; for more than one the first as a
/// whole number, from which they are counted, or each, separated by commas.
///
/// # Errors
/// When it says something else, or of which seat is not clear.
pub fn parse_seats(typed: &str, quantity: Quantity) -> Result<Vec<Option<Seat>>, SeatsError> {
    let (typed, wanted) = (typed.trim(), quantity.get());
    if typed.is_empty() {
        return Ok(vec![None; wanted]);
    }
    if quantity == Quantity::ONE {
        return Ok(vec![Some(Seat::parse(typed)?)]);
    }
    if let Some(numbers) = counted_from(typed, wanted) {
        return numbers.iter().map(|seat| Ok(Some(Seat::parse(seat)?))).collect();
    }
    let mut seats = vec![];
    for each in
        typed.split([',', '،', '，', '、', ';']).map(str::trim).filter(|each| !each.is_empty())
    {
        let seat = Some(Seat::parse(each)?);
        if seats.contains(&seat) {
            return Err(SeatsError::Twice);
        }
        seats.push(seat);
    }
    match seats.len() == wanted {
        true => Ok(seats),
        false => Err(SeatsError::Unclear { wanted }),
    }
}

/// So many whole numbers from the one that was typed, with its leading zeros; none if it is none.
fn counted_from(typed: &str, count: usize) -> Option<Vec<String>> {
    let typed = ascii_digits(typed);
    if !typed.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (first, width) = (typed.parse::<u32>().ok()?, typed.len());
    let count = u32::try_from(count).ok()?;
    let last = first.checked_add(count)?;
    Some((first..last).map(|number| format!("{number:0width$}")).collect())
}

/// Why it is not known on which seats the tickets are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SeatsError {
    /// One of them cannot be taken.
    #[error(transparent)]
    Text(#[from] TextError),
    /// As many seats as tickets, or one to count from.
    #[error("neither the first of {wanted} seats nor all of them")]
    Unclear {
        /// How many tickets there are.
        wanted: usize,
    },
    /// Two tickets for one seat.
    #[error("one seat is there twice")]
    Twice,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities() {
        for (typed, expect) in [
            ("", Ok(1)),
            ("1", Ok(1)),
            (" 4 ", Ok(4)),
            ("٤", Ok(4)),
            ("10", Ok(10)),
            ("0", Err(QuantityError)),
            ("11", Err(QuantityError)),
            ("-1", Err(QuantityError)),
            ("2.5", Err(QuantityError)),
            ("two", Err(QuantityError)),
            ("99999999999999999999", Err(QuantityError)),
        ] {
            assert_eq!(Quantity::parse(typed).map(Quantity::get), expect, "{typed:?}");
        }
    }

    #[test]
    fn seats() {
        let unclear = |wanted| Err(SeatsError::Unclear { wanted });
        for (typed, quantity, expect) in [
            ("", "1", Ok(vec![""])),
            ("", "3", Ok(vec!["", "", ""])),
            ("12", "1", Ok(vec!["12"])),
            ("12, by the aisle", "1", Ok(vec!["12, by the aisle"])),
            ("12", "3", Ok(vec!["12", "13", "14"])),
            ("09", "2", Ok(vec!["09", "10"])),
            ("99", "2", Ok(vec!["99", "100"])),
            ("12, 14,16", "3", Ok(vec!["12", "14", "16"])),
            ("A1, A2,", "2", Ok(vec!["A1", "A2"])),
            ("١٢", "2", Ok(vec!["12", "13"])),
            ("A1、A2", "2", Ok(vec!["A1", "A2"])),
            ("12, 14", "3", unclear(3)),
            ("12, 14, 16, 18", "3", unclear(3)),
            ("A1", "2", unclear(2)),
            ("1.5", "2", unclear(2)),
            ("-1", "2", unclear(2)),
            ("4294967295", "2", unclear(2)),
            ("12, 12", "2", Err(SeatsError::Twice)),
            ("12, …", "2", Ok(vec!["12", "…"])),
            ("123456789012345678901", "1", Err(SeatsError::Text(TextError::TooLong { max: 20 }))),
            ("a\u{202E}", "1", Err(SeatsError::Text(TextError::Disguise('\u{202E}')))),
        ] {
            let got = parse_seats(typed, Quantity::parse(quantity).unwrap());
            let got = got.map(|seats| {
                let text = |seat: &Option<Seat>| seat.as_ref().map(Seat::to_string);
                seats.iter().map(|seat| text(seat).unwrap_or_default()).collect::<Vec<_>>()
            });
            let expect = expect.map(|seats| seats.into_iter().map(String::from).collect());
            assert_eq!(got, expect, "{typed:?} for {quantity}");
        }
    }
}
