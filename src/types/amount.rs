//! Numbers and amounts as people type them: `49,50`, `49.50 €`, `1.000,00`, `٤٩٫٥٠`.
//!
//! Nothing is guessed. A lone point or comma with one or two digits behind it has decimals behind
//! it, whoever types it; which of two kinds of marks comes last has them, too. One with three digits
//! behind it may separate thousands as well, and is asked about ([`Numeral::Either`]).

use any_ascii::any_ascii_char;
use unicode_normalization::UnicodeNormalization as _;

/// Nobody types a longer amount, in characters.
const CHARS_MAX: usize = 60;

/// What people write beside a currency's amounts, besides its code: what they are shown, where one
/// sign is known everywhere and means no other currency, and what else they type.
const SIGNS: &[(&str, Option<&str>, &[&str])] = &[
    ("AUD", Some("A$"), &["$", "AU$"]),
    ("BRL", Some("R$"), &[]),
    ("CAD", Some("CA$"), &["$", "C$"]),
    ("CHF", None, &["Fr.", "SFr.", "Fr", "₣"]),
    ("CNY", Some("CN¥"), &["¥", "￥", "元"]),
    ("CZK", None, &["Kč"]),
    ("DKK", None, &["kr.", "kr"]),
    ("EUR", Some("€"), &["Euro"]),
    ("GBP", Some("£"), &["￡"]),
    ("HKD", Some("HK$"), &["$"]),
    ("HUF", None, &["Ft"]),
    ("ILS", Some("₪"), &[]),
    ("INR", Some("₹"), &["Rs.", "Rs"]),
    ("ISK", None, &["kr.", "kr"]),
    ("JPY", Some("¥"), &["￥", "円"]),
    ("KRW", Some("₩"), &["￦", "원"]),
    ("MXN", Some("MX$"), &["$"]),
    ("NGN", None, &["₦"]),
    ("NOK", None, &["kr.", "kr"]),
    ("NZD", Some("NZ$"), &["$"]),
    ("PHP", Some("₱"), &[]),
    ("PLN", None, &["zł"]),
    ("SEK", None, &["kr.", "kr"]),
    ("SGD", Some("S$"), &["$"]),
    ("THB", None, &["฿"]),
    ("TRY", None, &["₺", "TL"]),
    ("TWD", Some("NT$"), &["$"]),
    ("UAH", None, &["₴", "грн"]),
    ("USD", Some("$"), &["US$"]),
    ("VND", Some("₫"), &["đ"]),
    ("ZAR", None, &["R"]),
];

fn signs(code: &str) -> (Option<&'static str>, &'static [&'static str]) {
    let known = SIGNS.iter().find(|(of, ..)| *of == code);
    known.map_or((None, &[]), |(_, shown, typed)| (*shown, typed))
}

/// The sign that amounts in this currency are shown with, such as `€`, if it has one.
pub(super) fn shown_sign(code: &str) -> Option<&'static str> {
    signs(code).0
}

/// What a text says of a number, in ASCII digits.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Numeral {
    /// The digits before the decimals, and the decimals.
    Plain(String, String),
    /// Some digits, a point or comma, and three digits: thousands or thousandths.
    Either { whole: String, rest: String, mark: char },
}

/// A text with the digits of every script as those of ASCII, and all else as it is.
#[must_use]
pub fn ascii_digits(typed: &str) -> String {
    typed.chars().map(|c| digit(c).unwrap_or(c)).collect()
}

/// The ASCII digit for a decimal digit of some script. Superscripts, fractions and circled numbers
/// are none: normalised, they are something else than themselves.
fn digit(c: char) -> Option<char> {
    if c.is_ascii_digit() {
        return Some(c);
    }
    let is_wide = ('\u{FF10}'..='\u{FF19}').contains(&c);
    if !c.is_numeric() || !(is_wide || std::iter::once(c).nfkd().eq([c])) {
        return None;
    }
    match any_ascii_char(c).as_bytes() {
        [one] if one.is_ascii_digit() => Some(char::from(*one)),
        _ => None,
    }
}

/// Takes the currency off, by its code or one of its signs, before the amount or behind it, and
/// what is written for no cents (`49,–`).
pub(super) fn bare<'a>(typed: &'a str, code: &str) -> &'a str {
    let (shown, typed_signs) = signs(code);
    let all = || typed_signs.iter().copied().chain(shown).chain([code]);
    let before = all().filter_map(|sign| strip_front(typed, sign)).min_by_key(|rest| rest.len());
    let behind = all().filter_map(|sign| strip_back(typed, sign)).min_by_key(|rest| rest.len());
    // Once: what has a currency on both sides is no amount.
    let amount = trimmed(before.or(behind).unwrap_or(typed));
    let whole = amount.trim_end_matches(['-', '–', '—']);
    match whole.strip_suffix([',', '.']) {
        Some(amount_whole) if whole.len() < amount.len() => amount_whole,
        _ => amount,
    }
}

/// Less the space around it, and the marks of direction that come with what is copied.
pub(super) fn trimmed(typed: &str) -> &str {
    let is_mark = |c| matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{2066}'..='\u{2069}');
    typed.trim_matches(|c: char| c.is_whitespace() || is_mark(c))
}

fn strip_front<'a>(typed: &'a str, sign: &str) -> Option<&'a str> {
    let (front, rest) = typed.split_at_checked(sign.len())?;
    is_same(front, sign).then_some(rest)
}

fn strip_back<'a>(typed: &'a str, sign: &str) -> Option<&'a str> {
    let (rest, back) = typed.split_at_checked(typed.len().checked_sub(sign.len())?)?;
    is_same(back, sign).then_some(rest)
}

fn is_same(typed: &str, sign: &str) -> bool {
    typed == sign || typed.to_lowercase() == sign.to_lowercase()
}

/// Reads a number. None if it is none.
pub(super) fn numeral(typed: &str) -> Option<Numeral> {
    if typed.chars().nth(CHARS_MAX).is_some() {
        return None;
    }
    let written: String = typed.chars().map(plain).collect();
    let decimal = match (written.rfind('.'), written.rfind(',')) {
        (Some(point), Some(comma)) => Some(point.max(comma)),
        (Some(at), None) | (None, Some(at)) if written.matches(['.', ',']).count() == 1 => Some(at),
        _ => None,
    };
    let Some(at) = decimal else {
        return Some(Numeral::Plain(grouped(&written)?, String::new()));
    };
    let (before, behind) = (&written[..at], &written[at + 1..]);
    let mark = if written[at..].starts_with('.') { '.' } else { ',' };
    let is_plain = !behind.is_empty() && behind.bytes().all(|byte| byte.is_ascii_digit());
    if !is_plain || before.contains(mark) {
        return None;
    }
    let may_be_thousands = behind.len() == 3
        && (1..=3).contains(&before.len())
        && !before.starts_with('0')
        && before.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, rest) = match before.is_empty() {
        true => ("0".to_owned(), behind.to_owned()),
        false => (grouped(before)?, behind.to_owned()),
    };
    match may_be_thousands {
        true => Some(Numeral::Either { whole, rest, mark }),
        false => Some(Numeral::Plain(whole, rest)),
    }
}

/// A digit or mark as one that is known: `.` and `,` as they are, `'` for what only ever separates
/// thousands.
fn plain(c: char) -> char {
    match c {
        '\u{066B}' | '\u{FF0E}' => '.',
        '\u{060C}' | '\u{FF0C}' => ',',
        '\'' | '’' | '\u{066C}' | '\u{02BC}' => '\'',
        c if c.is_whitespace() => '\'',
        c => digit(c).unwrap_or(c),
    }
}

/// The digits of a whole number, whose thousands one kind of mark may separate; by hundreds above
/// the first thousand, as in India, too.
fn grouped(written: &str) -> Option<String> {
    let mark = written.chars().find(|c| !c.is_ascii_digit());
    let groups: Vec<&str> = match mark {
        None => vec![written],
        Some(mark @ ('.' | ',' | '\'')) => written.split(mark).collect(),
        Some(_) => return None,
    };
    let (last, others) = groups.split_last()?;
    let is_right = match others.split_first() {
        None => !last.is_empty(),
        Some((first, middle)) => {
            let width = middle.first().map_or(3, |group| group.len());
            last.len() == 3
                && (1..=3).contains(&first.len())
                && (2..=3).contains(&width)
                && middle.iter().all(|group| group.len() == width)
        }
    };
    let is_plain = groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_digit()));
    (is_right && is_plain).then(|| groups.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script() {
        for (typed, expect) in [
            ("٤٩", "49"),
            ("۴۹", "49"),
            ("४९", "49"),
            ("４９", "49"),
            ("৪৯", "49"),
            ("๔๙", "49"),
            ("4²", "4²"),
            ("½", "½"),
            ("④", "④"),
            ("IV", "IV"),
            ("四", "四"),
        ] {
            assert_eq!(ascii_digits(typed), expect, "{typed}");
        }
    }
}
