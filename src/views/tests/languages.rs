//! Every page in every language, and nothing of it in English.

use super::samples::pages_in;
use crate::types::Language;

/// Words that every other English sentence has, and hardly another language's.
const ENGLISH: [&str; 34] = [
    "the",
    "you",
    "your",
    "yours",
    "and",
    "are",
    "admin-list",
    "this",
    "that",
    "it",
    "its",
    "with",
    "from",
    "has",
    "been",
    "to",
    "by",
    "not",
    "is",
    "for",
    "have",
    "their",
    "they",
    "when",
    "which",
    "each",
    "sold",
    "held",
    "price",
    "page",
    "sign",
    "see",
    "my",
    "all",
];

/// What a page shows or tells a screen reader, piece by piece.
fn texts(html: &str) -> Vec<&str> {
    let body = html.split_once("<body").map_or(html, |(_, body)| body);
    let mut texts = vec![];
    for piece in body.split('<') {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        texts.push(text);
        for name in [" placeholder=\"", " aria-label=\"", " title=\""] {
            let value = tag.split_once(name).and_then(|(_, rest)| rest.split_once('"'));
            texts.extend(value.map(|(value, _)| value));
        }
    }
    texts
}

/// All but English.
fn others() -> impl Iterator<Item = Language> {
    Language::ALL.into_iter().filter(|language| *language != Language::English)
}

fn is_english(text: &str, t: Language) -> bool {
    let own = match t {
        Language::French => "page",
        Language::Spanish => "has",
        Language::Dutch => "is",
        Language::Italian => "all",
        Language::English | Language::German => "",
    };
    let mut words = text.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase);
    words.any(|word| word != own && ENGLISH.contains(&word.as_str()))
}

#[test]
fn no_page_is_half_english() {
    let mut left = vec![];
    for t in others() {
        for (name, html) in pages_in(t, "Reihe 5") {
            let begin = format!("<!DOCTYPE html><html lang=\"{}\"", t.tag());
            assert!(html.starts_with(&begin), "{name}");
            let english = texts(&html).into_iter().filter(|text| is_english(text, t));
            left.extend(english.map(|text| format!("{t:?}, {name}: {text}")));
        }
    }
    left.sort();
    left.dedup();
    assert!(left.is_empty(), "{} texts:\n{}", left.len(), left.join("\n"));
}

#[test]
fn no_script_is_half_english() {
    for t in others() {
        for words in [
            t.page_script_words(),
            t.live_script_words(),
            t.stripe_script_words(),
            t.sell_script_words(),
            t.line_script_words(),
        ] {
            // The first may be the language's tag, for the browser.
            let words = words.split('|').filter(|text| *text != t.tag());
            let english: Vec<_> = words.filter(|text| is_english(text, t)).collect();
            assert!(english.is_empty(), "{english:?}");
        }
    }
}

/// Whether a word ends as an amount of two decimals does.
fn has_cents(word: &str) -> bool {
    word.rsplit_once(['.', ',']).is_some_and(|(whole, cents)| {
        let are_digits = cents.bytes().all(|byte| byte.is_ascii_digit());
        cents.len() == 2 && are_digits && whole.ends_with(|c: char| c.is_ascii_digit())
    })
}

#[test]
fn every_amount_is_as_people_write_it() {
    for language in Language::ALL {
        for (name, html) in pages_in(language, "Row 5") {
            let words = texts(&html).into_iter().flat_map(|text| text.split([' ', '\n']));
            for word in words.map(|word| {
                word.trim_matches([
                    '(', ')', ',', '.', ';', ':', '+', '\u{2212}', '\u{202f}', '\u{a0}',
                ])
            }) {
                let is_amount = match language {
                    Language::English => word.starts_with('€'),
                    Language::Dutch => word.starts_with("€\u{a0}"),
                    Language::German | Language::French | Language::Spanish | Language::Italian => {
                        word.ends_with("\u{a0}€")
                    }
                };
                assert!(is_amount || !(has_cents(word) || word.contains('€')), "{name}: {word}");
            }
        }
    }
}
