//! Finding things by what people type: words in any order, as far as they are typed, without regard
//! to accents and case, with one typo forgiven in a word of five letters or more. `Bär` is found as
//! `bar` and `baer`. In scripts that put no spaces between words, what begins anywhere is found.
//!
//! Pure: the catalog says what is found by which words, and what is past.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound,
    sync::{Arc, LazyLock},
};

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use crate::types::{fold, name_key, parts};

/// How much of what is typed is considered, in characters.
pub const QUERY_CHARS_MAX: usize = 100;
/// How many words of it.
pub const QUERY_WORDS_MAX: usize = 10;
/// The shortest word in which a typo is forgiven, in letters.
const TYPO_LETTERS_MIN: usize = 5;
/// How much of what stands in a script without spaces is compared, in characters.
const UNSPACED_CHARS_MAX: usize = 20;
/// The longest. Nobody types a longer one, and its automaton would take long to make.
const TYPO_LETTERS_MAX: usize = 40;

/// How many words of an index are looked at for typos, for all of a query's words: of a hundred
/// thousand words few begin as one of them does, but those who list can see to it that many do.
const TYPOS_LOOKED_AT_MAX: usize = 20_000;
/// How much is found by a query's words, each on its own, before what they have in common is. Both
/// together are some milliseconds.
const KEYS_MAX: usize = 50_000;

/// Finds words that are one typo away: a letter too many, too few or wrong, or two neighbours
/// swapped.
static ONE_TYPO: LazyLock<LevenshteinAutomatonBuilder> =
    LazyLock::new(|| LevenshteinAutomatonBuilder::new(1, true));

/// The words by which a text is found, each once: folded, where a word has something within it that
/// is no letter (`O'Brien`, `Hip-Hop`, `R.E.M.`) its parts and the whole, and in scripts without
/// spaces what begins at each of its letters.
pub fn words(text: &str) -> BTreeSet<Box<str>> {
    let mut words = BTreeSet::new();
    for folded in spellings(text) {
        for token in folded.split_whitespace() {
            let parts: Vec<&str> = parts(token).collect();
            match parts.len() {
                // `!!!` is a name, too.
                0 => _ = words.insert(token.into()),
                1 => {}
                _ => _ = words.insert(parts.concat().into()),
            }
            words.extend(parts.iter().flat_map(|part| ends(part)).map(Box::from));
            words.extend(parts.into_iter().map(Box::from));
        }
    }
    words
}

/// What begins within a word at a letter of a script without spaces, or behind one.
fn ends(word: &str) -> impl Iterator<Item = &str> {
    let mut is_behind = false;
    word.char_indices().filter_map(move |(at, c)| {
        if is_combining_mark(c) {
            return None;
        }
        let was_behind = std::mem::replace(&mut is_behind, is_unspaced(c));
        let begins = is_behind || was_behind && !is_hangul_rest(c);
        begins.then(|| first(&word[at..], UNSPACED_CHARS_MAX))
    })
}

fn first(text: &str, chars: usize) -> &str {
    text.char_indices().nth(chars).map_or(text, |(at, _)| &text[..at])
}

/// Whether a letter is of a script that puts no spaces between words: Chinese, Japanese, Thai, Lao,
/// Khmer, Burmese; or begins a syllable of Korean, which puts few.
fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        '\u{0E00}'..='\u{0EFF}'
            | '\u{1000}'..='\u{109F}'
            | '\u{1100}'..='\u{115F}'
            | '\u{1780}'..='\u{17FF}'
            | '\u{3005}'..='\u{3007}'
            | '\u{3041}'..='\u{312F}'
            | '\u{31F0}'..='\u{31FF}'
            | '\u{3400}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFF}'
    )
}

/// The vowels and finals that Hangul's syllables are taken apart into.
fn is_hangul_rest(c: char) -> bool {
    matches!(c, '\u{1160}'..='\u{11FF}')
}

/// A text folded; twice if those who lack its letters write it otherwise.
fn spellings(text: &str) -> impl Iterator<Item = String> {
    std::iter::once(fold(text)).chain(spelled_out(text).map(|spelled| fold(&spelled)))
}

/// `Bär` as `Baer`, if there is such a letter in it.
fn spelled_out(text: &str) -> Option<String> {
    let is_plain = |c: char| c.is_ascii() || !"äöüåøÄÖÜÅØ".contains(c);
    let composed: String = text.nfc().collect();
    if composed.chars().all(is_plain) {
        return None;
    }
    let mut spelled = String::with_capacity(composed.len() + 4);
    for c in composed.chars() {
        match c {
            'ä' | 'Ä' => spelled.push_str("ae"),
            'ö' | 'Ö' | 'ø' | 'Ø' => spelled.push_str("oe"),
            'ü' | 'Ü' => spelled.push_str("ue"),
            'å' | 'Å' => spelled.push_str("aa"),
            c => spelled.push(c),
        }
    }
    Some(spelled)
}

/// The names by which a name is found: its [`name_key`], and that of its other spelling.
#[must_use]
pub fn name_keys(name: &str) -> BTreeSet<Box<str>> {
    let spelled = spelled_out(name).map(|spelled| name_key(&spelled));
    [name_key(name)].into_iter().chain(spelled).filter(|key| !key.is_empty()).collect()
}

/// The parts of a text; where it has none, what else stands in it.
fn parts_or_symbols(folded: &str) -> impl Iterator<Item = &str> {
    let mut parts = parts(folded).peekable();
    let symbols = if parts.peek().is_some() { "" } else { folded };
    parts.chain(symbols.split_whitespace())
}

/// What somebody looks for: everything that has all of these words.
#[derive(Default, Clone)]
pub struct Query {
    words: Arc<[QueryWord]>,
}

impl Query {
    /// Reads what was typed. Anything can be: what is no word is passed over, as is what is beyond
    /// [`QUERY_CHARS_MAX`] and [`QUERY_WORDS_MAX`].
    pub fn parse(typed: &str) -> Self {
        let considered = first(typed, QUERY_CHARS_MAX);
        // A character may become many: U+FDFA is 18.
        let folded = |text: &str| fold(text).chars().take(2 * QUERY_CHARS_MAX).collect::<String>();
        let (folded, spelled) = (folded(considered), spelled_out(considered).map(|s| folded(&s)));
        let mut words: Vec<(&str, Option<&str>)> = vec![];
        let mut others = spelled.iter().flat_map(|spelled| parts(spelled));
        for word in parts_or_symbols(&folded) {
            let other = others.next().filter(|other| *other != word);
            if words.len() < QUERY_WORDS_MAX && !words.iter().any(|(known, _)| *known == word) {
                words.push((word, other));
            }
        }
        // Who has a word has its beginnings too.
        let is_spare = |(word, _): &(&str, _)| {
            let spares = |(other, spelled): &(&str, Option<&str>)| {
                other != word && other.starts_with(*word) && spelled.is_none() && !may_err(other)
            };
            words.iter().any(spares)
        };
        let spare: Vec<_> = words.iter().filter(|word| is_spare(word)).copied().collect();
        words.retain(|word| !spare.contains(word));
        // The longest finds the fewest, and what it does not find need not be looked at again.
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        Self { words: words.into_iter().map(|(word, other)| QueryWord::new(word, other)).collect() }
    }

    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether a text has all of its words.
    pub fn finds(&self, text: &str) -> bool {
        let words = words(text);
        self.words.iter().all(|wanted| words.iter().any(|word| wanted.is_met_by(word)))
    }
}

/// A word of a query.
struct QueryWord {
    prefix: String,
    /// The same, spelled by those who lack its letters.
    spelled_out: Option<String>,
    typo: Option<Typo>,
}

/// How a word is met although it is not typed right.
enum Typo {
    /// A word that begins with something one typo away.
    Prefix(DFA),
    /// The whole of a word of five letters, one of which was left out: only four were typed.
    LeftOut(DFA),
}

/// Whether something is also found that does not begin with this word.
fn may_err(word: &str) -> bool {
    (TYPO_LETTERS_MIN - 1..=TYPO_LETTERS_MAX).contains(&word.chars().count())
}

impl QueryWord {
    fn new(word: &str, spelled_out: Option<&str>) -> Self {
        let is_unspaced = word.contains(is_unspaced);
        let prefix = if is_unspaced { first(word, UNSPACED_CHARS_MAX) } else { word };
        let letters = word.chars().count();
        let typo = match letters {
            _ if is_unspaced => None,
            TYPO_LETTERS_MIN..=TYPO_LETTERS_MAX => {
                Some(Typo::Prefix(ONE_TYPO.build_prefix_dfa(word)))
            }
            _ if letters + 1 == TYPO_LETTERS_MIN => Some(Typo::LeftOut(ONE_TYPO.build_dfa(word))),
            _ => None,
        };
        Self { prefix: prefix.to_owned(), spelled_out: spelled_out.map(str::to_owned), typo }
    }

    /// With what a word begins that meets it as it is typed.
    fn prefixes(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.prefix.as_str()).chain(self.spelled_out.as_deref())
    }

    fn is_met_by(&self, word: &str) -> bool {
        self.prefixes().any(|prefix| word.starts_with(prefix))
            || self.typo.as_ref().is_some_and(|typo| typo.accepts(word))
    }
}

impl Typo {
    fn accepts(&self, word: &str) -> bool {
        self.compare(word) == Nearness::Near
    }

    fn compare<'a>(&self, word: &'a str) -> Nearness<'a> {
        match self {
            Self::LeftOut(_) if word.chars().count() != TYPO_LETTERS_MIN => Nearness::Far,
            Self::Prefix(dfa) | Self::LeftOut(dfa) => compare(dfa, word),
        }
    }
}

/// How near a word is to one that was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nearness<'a> {
    Near,
    Far,
    /// It begins with this, and nothing that does is near.
    FarFromHereOn(&'a str),
}

fn compare<'a>(dfa: &DFA, word: &'a str) -> Nearness<'a> {
    let mut state = dfa.initial_state();
    for (at, byte) in word.bytes().enumerate() {
        state = dfa.transition(state, byte);
        if state == SINK_STATE {
            return Nearness::FarFromHereOn(&word[..word.ceil_char_boundary(at + 1)]);
        }
    }
    match dfa.distance(state) {
        Distance::Exact(_) => Nearness::Near,
        Distance::AtLeast(_) => Nearness::Far,
    }
}

/// Which things have which words. Keys sort as a caller wants them found.
#[derive(Debug, PartialEq, Eq)]
pub struct WordIndex<K>(BTreeMap<Box<str>, BTreeSet<K>>);

impl<K> Default for WordIndex<K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Copy + Ord> WordIndex<K> {
    /// Something has these words.
    pub fn insert(&mut self, words: BTreeSet<Box<str>>, key: K) {
        for word in words {
            self.0.entry(word).or_default().insert(key);
        }
    }

    /// It does not have them any more.
    pub fn remove(&mut self, words: &BTreeSet<Box<str>>, key: K) {
        for word in words {
            if let Some(keys) = self.0.get_mut(word) {
                keys.remove(&key);
                if keys.is_empty() {
                    self.0.remove(word);
                }
            }
        }
    }

    /// What comes after `after` and has all of a query's words, in order. Words for which no work
    /// is left are passed over.
    pub fn find(&self, query: &Query, after: K) -> Vec<K> {
        let mut wanted = query.words.iter();
        let Some(first) = wanted.next() else { return vec![] };
        let mut left = WorkLeft { typos: TYPOS_LOOKED_AT_MAX, keys: KEYS_MAX };
        let mut found = self.find_one(first, after, &mut left);
        for word in wanted {
            if found.is_empty() || left.keys == 0 {
                break;
            }
            let also = self.find_one(word, after, &mut left);
            // What was not looked at to its end leaves nothing out.
            if left.keys > 0 {
                retain_common(&mut found, &also);
            }
        }
        found
    }

    fn find_one(&self, wanted: &QueryWord, after: K, left: &mut WorkLeft) -> Vec<K> {
        let mut found = vec![];
        let later = (Bound::Excluded(after), Bound::Unbounded);
        for prefix in wanted.prefixes() {
            let prefixed = self.0.range::<str, _>((Bound::Included(prefix), Bound::Unbounded));
            for (_, keys) in prefixed.take_while(|(word, _)| word.starts_with(prefix)) {
                if left.keys == 0 {
                    break;
                }
                left.take(keys.range(later), &mut found);
            }
        }
        if let Some(typo) = &wanted.typo {
            self.for_each_near(typo, left, |keys, left| left.take(keys.range(later), &mut found));
        }
        // Stable, since it makes use of the runs that are in order already.
        found.sort();
        found.dedup();
        found
    }

    /// The keys of each word that is near one that was typed. Words that begin as none does that is
    /// near are leapt over.
    fn for_each_near(
        &self,
        typo: &Typo,
        left: &mut WorkLeft,
        mut take: impl FnMut(&BTreeSet<K>, &mut WorkLeft),
    ) {
        let mut from = Bound::Unbounded;
        'leap: loop {
            let begin = from.as_ref().map(String::as_str);
            let mut words = self.0.range::<str, _>((begin, Bound::Unbounded)).peekable();
            while let Some((word, keys)) = words.next() {
                if left.typos == 0 || left.keys == 0 {
                    return;
                }
                left.typos -= 1;
                match typo.compare(word) {
                    Nearness::Near => take(keys, left),
                    Nearness::FarFromHereOn(prefix)
                        if words.peek().is_some_and(|(next, _)| next.starts_with(prefix)) =>
                    {
                        // No word has the last of all characters, which is no letter.
                        from = Bound::Excluded(format!("{prefix}{}", char::MAX));
                        continue 'leap;
                    }
                    Nearness::Far | Nearness::FarFromHereOn(_) => {}
                }
            }
            return;
        }
    }
}

/// How much more is done for a query.
struct WorkLeft {
    typos: usize,
    keys: usize,
}

impl WorkLeft {
    fn take<'a, K: Copy + 'a>(&mut self, keys: impl Iterator<Item = &'a K>, found: &mut Vec<K>) {
        let before = found.len();
        found.extend(keys.take(self.keys));
        // A word costs something if nothing that is still to come has it, too.
        let taken = (found.len() - before).max(1);
        self.keys = self.keys.saturating_sub(taken);
    }
}

/// Keeps what is in another list too; both are in order.
fn retain_common<K: Ord>(found: &mut Vec<K>, also: &[K]) {
    let mut rest = also.iter().peekable();
    found.retain(|key| {
        while rest.next_if(|other| *other < key).is_some() {}
        rest.peek().is_some_and(|other| *other == key)
    });
}

#[cfg(test)]
mod tests;
