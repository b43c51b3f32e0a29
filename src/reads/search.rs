//! Finding things by what people type: words in any order, as far as they are typed, without regard
//! to accents and case, with one typo forgiven in a word of five letters or more.
//!
//! Pure: the catalog says what is found by which words, and what is past.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound,
    sync::{Arc, LazyLock},
};

use any_ascii::any_ascii_char;
use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use unicode_normalization::{
    UnicodeNormalization as _,
    char::{canonical_combining_class, is_combining_mark},
};

/// How much of what is typed is considered, in characters.
pub const QUERY_CHARS_MAX: usize = 100;
/// How many words of it.
pub const QUERY_WORDS_MAX: usize = 10;
/// The shortest word in which a typo is forgiven, in letters.
const TYPO_LETTERS_MIN: usize = 5;
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

/// The words by which a text is found, each once: folded, and where a word has something within it
/// that is no letter (`O'Brien`, `Hip-Hop`, `R.E.M.`) its parts and the whole.
pub fn words(text: &str) -> BTreeSet<Box<str>> {
    let folded = fold(text);
    let mut words = BTreeSet::new();
    for token in folded.split_whitespace() {
        let parts: Vec<&str> = parts(token).collect();
        if parts.len() > 1 {
            words.insert(parts.concat().into());
        }
        words.extend(parts.into_iter().map(Box::from));
    }
    words
}

/// A name as it is compared with others: what differs only in accents, case and punctuation is the
/// same.
pub fn name_key(name: &str) -> Box<str> {
    parts(&fold(name)).collect::<Vec<_>>().join(" ").into()
}

/// Without accents, in lower case, and Latin letters as those of the English alphabet: `Łódź` is
/// `lodz`, `Straße` is `strasse`. What NFKD takes apart loses its accents; which Latin letters
/// stand for which others (`ø`, `ł`, `ß`, `æ`) is any_ascii's to know. Other scripts stay.
fn fold(text: &str) -> String {
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
fn is_accent(c: char) -> bool {
    canonical_combining_class(c) > 9
}

fn parts(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !(c.is_alphanumeric() || is_combining_mark(c))).filter(|p| !p.is_empty())
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
        let considered: String = typed.chars().take(QUERY_CHARS_MAX).collect();
        // A character may become many: U+FDFA is 18.
        let folded: String = fold(&considered).chars().take(2 * QUERY_CHARS_MAX).collect();
        let mut words: Vec<&str> = vec![];
        for word in parts(&folded) {
            if words.len() < QUERY_WORDS_MAX && !words.contains(&word) {
                words.push(word);
            }
        }
        // Who has a word has its beginnings too.
        let is_spare = |word: &&str| {
            let spares =
                |other: &&str| other != word && other.starts_with(*word) && !may_err(other);
            words.iter().any(spares)
        };
        let spare: Vec<&str> = words.iter().filter(|word| is_spare(word)).copied().collect();
        words.retain(|word| !spare.contains(word));
        // The longest finds the fewest, and what it does not find need not be looked at again.
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        Self { words: words.into_iter().map(QueryWord::new).collect() }
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
    fn new(word: &str) -> Self {
        let letters = word.chars().count();
        let typo = match letters {
            TYPO_LETTERS_MIN..=TYPO_LETTERS_MAX => {
                Some(Typo::Prefix(ONE_TYPO.build_prefix_dfa(word)))
            }
            _ if letters + 1 == TYPO_LETTERS_MIN => Some(Typo::LeftOut(ONE_TYPO.build_dfa(word))),
            _ => None,
        };
        Self { prefix: word.to_owned(), typo }
    }

    fn is_met_by(&self, word: &str) -> bool {
        word.starts_with(&self.prefix) || self.typo.as_ref().is_some_and(|typo| typo.accepts(word))
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
        let from_prefix = (Bound::Included(wanted.prefix.as_str()), Bound::Unbounded);
        let prefixed = self.0.range::<str, _>(from_prefix);
        for (_, keys) in prefixed.take_while(|(word, _)| word.starts_with(&wanted.prefix)) {
            if left.keys == 0 {
                break;
            }
            left.take(keys.range(later), &mut found);
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
