//! Names as they are compared: by what people mean with them, not by how they type it.

use any_ascii::any_ascii_char;
use unicode_normalization::{
    UnicodeNormalization as _,
    char::{canonical_combining_class, is_combining_mark},
};

/// A name as it is compared with others: what differs only in accents, case and punctuation is the
/// same, unless there is nothing else in it.
pub fn name_key(name: &str) -> Box<str> {
    let folded = fold(name);
    let words: Vec<&str> = parts(&folded).collect();
    let words = if words.is_empty() { folded.split_whitespace().collect() } else { words };
    words.join(" ").into()
}

/// Without accents, in lower case, and Latin letters as those of the English alphabet: `Łódź` is
/// `lodz`, `Straße` is `strasse`. What NFKD takes apart loses its accents; which Latin letters
/// stand for which others (`ø`, `ł`, `ß`, `æ`) is any_ascii's to know. Other scripts stay.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    // By way of upper case, since some letters have two lower ones: σ and ς.
    let lower = text.nfkd().flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    for c in lower.nfkd().filter(|c| !is_accent(*c)) {
        match c {
            'a'..='z' | '0'..='9' => folded.push(c),
            '\u{00DF}'..='\u{02AF}' | '\u{1E00}'..='\u{1EFF}' | '\u{2C60}'..='\u{2C7F}' => {
                folded.extend(any_ascii_char(c).chars().map(|c| c.to_ascii_lowercase()));
            }
            _ => folded.push(c),
        }
    }
    folded
}

/// A mark above or below its letter. The vowel signs, nuktas and voicing marks of other scripts are
/// not among them: they make another word of it.
pub(crate) fn is_accent(c: char) -> bool {
    canonical_combining_class(c) > 9
}

pub(crate) fn parts(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !(c.is_alphanumeric() || is_combining_mark(c))).filter(|p| !p.is_empty())
}
