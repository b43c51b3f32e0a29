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
/// What few have of a word: so many things, under so many words of the index; or very many under some
/// words, since each word's are in order already. Of these, and not of what a letter alone finds, it
/// is looked which have the other words, too.
const FEW_MAX: usize = 2_000;
const FEW_UNDER_SOME_MAX: usize = 50_000;
const SOME_WORDS_MAX: usize = 16;
/// How much of this there is for all of a query's words.
const KEYS_MAX: usize = 100_000;
/// How much of things' words is looked through for those of a query, in [`CHUNK_BYTES`]: all together
/// is some milliseconds. What is not looked at then is not found, and comes last.
const CHUNKS_MAX: usize = 30_000;
const CHUNK_BYTES: usize = 64;
/// How much longer it takes to look for what is one typo away.
const TYPO_TIMES: usize = 8;

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
pub struct WordIndex<K> {
    by_word: BTreeMap<Box<str>, BTreeSet<K>>,
    /// The words of each thing, with a space before each.
    of: BTreeMap<K, Box<str>>,
}

impl<K> Default for WordIndex<K> {
    fn default() -> Self {
        Self { by_word: BTreeMap::new(), of: BTreeMap::new() }
    }
}

impl<K: Copy + Ord> WordIndex<K> {
    /// Something has these words, and no others.
    pub fn insert(&mut self, words: BTreeSet<Box<str>>, key: K) {
        if words.is_empty() {
            return;
        }
        self.of.insert(key, words.iter().flat_map(|word| [" ", word]).collect::<String>().into());
        for word in words {
            self.by_word.entry(word).or_default().insert(key);
        }
    }

    /// It does not have them any more.
    pub fn remove(&mut self, words: &BTreeSet<Box<str>>, key: K) {
        self.of.remove(&key);
        for word in words {
            if let Some(keys) = self.by_word.get_mut(word) {
                keys.remove(&key);
                if keys.is_empty() {
                    self.by_word.remove(word);
                }
            }
        }
    }

    /// What comes after `after` and has all of a query's words, in order: of very much what comes
    /// first.
    pub fn find(&self, query: &Query, after: K) -> Vec<K> {
        self.find_within(query, after, &mut WorkLeft::default())
    }

    /// By those of the words that few have; what has the others is looked for among these or, if all
    /// are too many's, among all, one after the other.
    fn find_within(&self, query: &Query, after: K, left: &mut WorkLeft) -> Vec<K> {
        let (mut few, mut others): (Option<Vec<K>>, Vec<SoughtWithin<'_>>) = (None, vec![]);
        for word in query.words.iter() {
            match (self.few_with(word, after, left), &mut few) {
                (Some(found), None) => few = Some(found),
                (Some(found), Some(few)) => retain_common(few, &found),
                (None, _) => others.push(SoughtWithin::of(word)),
            }
            if few.as_ref().is_some_and(Vec::is_empty) {
                return vec![];
            }
        }
        let has_others =
            |of: &str, left: &mut WorkLeft| others.iter().all(|word| left.has(of, word));
        match few {
            Some(mut few) => {
                if !others.is_empty() {
                    few.retain(|key| self.of.get(key).is_some_and(|of| has_others(of, left)));
                }
                few
            }
            None if others.is_empty() => vec![],
            None => {
                let mut found = vec![];
                for (key, of) in self.of.range((Bound::Excluded(after), Bound::Unbounded)) {
                    if has_others(of, left) {
                        found.push(*key);
                    } else if left.chunks == 0 {
                        break;
                    }
                }
                found
            }
        }
    }

    /// What has a word and comes after `after`, in order; none if that is not few, or it takes long to
    /// tell.
    fn few_with(&self, wanted: &QueryWord, after: K, left: &mut WorkLeft) -> Option<Vec<K>> {
        let (mut found, mut words) = (vec![], 0);
        let keys_left = left.keys;
        let later = (Bound::Excluded(after), Bound::Unbounded);
        let mut are_few = |keys: &BTreeSet<K>| {
            words += 1;
            let few = if words <= SOME_WORDS_MAX { FEW_UNDER_SOME_MAX } else { FEW_MAX };
            let few = few.min(keys_left);
            found.extend(keys.range(later).take(few + 1));
            words <= FEW_MAX && found.len() <= few
        };
        for prefix in wanted.prefixes() {
            let prefixed =
                self.by_word.range::<str, _>((Bound::Included(prefix), Bound::Unbounded));
            let mut prefixed = prefixed.take_while(|(word, _)| word.starts_with(prefix));
            if !prefixed.all(|(_, keys)| are_few(keys)) {
                return None;
            }
        }
        if let Some(typo) = &wanted.typo
            && !self.all_near(typo, left, are_few)
        {
            return None;
        }
        left.keys -= found.len();
        // Stable, since it makes use of the runs that are in order already.
        found.sort();
        found.dedup();
        Some(found)
    }

    /// Whether the keys of each word that is near one that was typed are so. Words that begin as none
    /// does that is near are leapt over.
    fn all_near(
        &self,
        typo: &Typo,
        left: &mut WorkLeft,
        mut are_so: impl FnMut(&BTreeSet<K>) -> bool,
    ) -> bool {
        let mut from = Bound::Unbounded;
        'leap: loop {
            let begin = from.as_ref().map(String::as_str);
            let mut words = self.by_word.range::<str, _>((begin, Bound::Unbounded)).peekable();
            while let Some((word, keys)) = words.next() {
                let Some(typos) = left.typos.checked_sub(1) else { return false };
                left.typos = typos;
                match typo.compare(word) {
                    Nearness::Near if are_so(keys) => {}
                    Nearness::Near => return false,
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
            return true;
        }
    }
}

/// How much more is done for a query.
struct WorkLeft {
    typos: usize,
    keys: usize,
    chunks: usize,
}

impl Default for WorkLeft {
    fn default() -> Self {
        Self { typos: TYPOS_LOOKED_AT_MAX, keys: KEYS_MAX, chunks: CHUNKS_MAX }
    }
}

/// A word of a query, to be looked for in things' words.
struct SoughtWithin<'a> {
    word: &'a QueryWord,
    /// Its beginnings, each behind a space.
    begins: Vec<String>,
}

impl<'a> SoughtWithin<'a> {
    fn of(word: &'a QueryWord) -> Self {
        Self { word, begins: word.prefixes().map(|prefix| format!(" {prefix}")).collect() }
    }
}

impl WorkLeft {
    /// Whether one of a thing's words meets one that was typed; not if there is no time to look.
    fn has(&mut self, words: &str, sought: &SoughtWithin<'_>) -> bool {
        let chunks = 1 + words.len() / CHUNK_BYTES;
        let mut may_look = |times: usize| {
            let left = self.chunks.checked_sub(chunks * times);
            self.chunks = left.unwrap_or(0);
            left.is_some()
        };
        let is_typed = |begin: &String| words.contains(begin.as_str());
        let typo = sought.word.typo.as_ref();
        (may_look(1) && sought.begins.iter().any(is_typed))
            || typo.is_some_and(|typo| {
                may_look(TYPO_TIMES) && words.split(' ').any(|word| typo.accepts(word))
            })
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
