use std::collections::BTreeSet;

use super::{Seat, TextError, ascii_digits, name_key};

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
    let (mut seats, mut keys) = (vec![], BTreeSet::new());
    for each in
        typed.split([',', '،', '，', '、', ';']).map(str::trim).filter(|each| !each.is_empty())
    {
        seats.push(Some(Seat::parse(each)?));
        if !keys.insert(seat_key(each)) {
            return Err(SeatsError::Twice);
        }
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

/// Words that say of a part of a place only what kind of part it is.
const PART_WORDS: &str = "\
    section sec block row seat seats \
    sektor bereich reihe sitz platz sitzplatz \
    secteur bloc rang place siege \
    sector bloque fila asiento butaca \
    vak blok rij plaats stoel \
    settore blocco posto";

/// The number of a seat that has nothing else in its name than what kind of thing it is.
#[must_use]
pub fn seat_number(typed: &str) -> Option<u32> {
    seat_key(typed).parse().ok()
}

/// A section, row or seat as it is compared with others: `Row A-05`, `a5` and `Ａ ５` are one.
#[must_use]
pub fn seat_key(typed: &str) -> String {
    let name = name_key(&ascii_digits(typed));
    let mut words: Vec<&str> = vec![];
    for mut rest in name.split(' ') {
        while let Some(first) = rest.chars().next() {
            let is_number = first.is_ascii_digit();
            let end = rest.find(|c: char| c.is_ascii_digit() != is_number).unwrap_or(rest.len());
            let (word, behind) = rest.split_at(end);
            let number = word.trim_start_matches('0');
            words.push(match number {
                "" => "0",
                number => number,
            });
            rest = behind;
        }
    }
    if words.len() > 1 && PART_WORDS.split(' ').any(|word| word == words[0]) {
        words.remove(0);
    }
    words.join(" ")
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
    fn what_names_one_place_is_one() {
        for same in [
            &["5", "05", "005", " 5 ", "５", "٥", "5.", "Row 5", "ROW 05", "Reihe 5", "(5)"][..],
            &["5", "Rang 5", "rij 05", "Fila 5", "Posto 5", "Siège 5", "Asiento 5"],
            &["A12", "a12", "A 12", "A-12", "Ａ１２", "A012", "seat A12", "Á12"],
            &["0", "00"],
            &["Nord", "NORD", "Block Nord"],
            &["…"],
            &["Platz"],
        ] {
            let keys: Vec<_> = same.iter().map(|typed| seat_key(typed)).collect();
            assert!(keys.iter().all(|key| *key == keys[0] && !key.is_empty()), "{same:?} {keys:?}");
        }
        for (one, other) in
            [("12", "1 2"), ("5", "50"), ("A5", "5A"), ("1/2", "12"), ("0", "10"), ("…", "!")]
        {
            assert_ne!(seat_key(one), seat_key(other), "{one:?} and {other:?}");
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
            ("A12, a-012", "2", Err(SeatsError::Twice)),
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
