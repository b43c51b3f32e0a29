use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;

use super::*;
use crate::types::is_accent;

#[test]
fn accents_and_case_are_ignored() {
    for (text, expect) in [
        ("Zürich", "zurich"),
        ("ZÜRICH", "zurich"),
        ("Zu\u{308}rich", "zurich"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("GROẞ", "gross"),
        ("København", "kobenhavn"),
        ("Łódź", "lodz"),
        ("Đà Nẵng", "da nang"),
        ("Ærø", "aero"),
        ("Œuvre", "oeuvre"),
        ("İstanbul", "istanbul"),
        ("Diyarbakır", "diyarbakir"),
        ("ﬁn", "fin"),
        ("Ｔｏｋｙｏ", "tokyo"),
        ("Αθήνα", "αθηνα"),
        ("Київ", "киів"),
        ("שָׁלוֹם", "שלום"),
        ("東京", "東京"),
    ] {
        let expect: String = expect.nfd().filter(|c| !is_accent(*c)).collect();
        assert_eq!(&*name_key(text), expect, "{text}");
    }
    // What is no accent makes another word.
    assert_ne!(name_key("が"), name_key("か"));
    assert_ne!(name_key("की"), name_key("का"));
}

#[test]
fn a_query_finds() {
    for (typed, text, expect) in [
        // Words in any order, as far as they are typed.
        ("lanterns paper", "The Paper Lanterns, Spree Hall, Berlin", true),
        ("berlin the lan", "The Paper Lanterns, Spree Hall, Berlin", true),
        ("p l b", "The Paper Lanterns, Spree Hall, Berlin", true),
        ("anterns", "The Paper Lanterns", true),
        ("nterns", "The Paper Lanterns", false),
        ("lanterns munich", "The Paper Lanterns, Berlin", false),
        // Accents and case.
        ("zurich", "Limmat Theatre, Zürich", true),
        ("ZÜRICH", "Limmat Theatre, Zurich", true),
        ("zuerich", "Limmat Theatre, Zürich", true),
        ("tone", "Die Leisen Töne", true),
        // One typo in five letters or more: too many, too few, wrong, swapped.
        ("lannterns", "The Paper Lanterns", true),
        ("lantrns", "The Paper Lanterns", true),
        ("lamterns", "The Paper Lanterns", true),
        ("latnerns", "The Paper Lanterns", true),
        ("xanterns", "The Paper Lanterns", true),
        ("latner", "The Paper Lanterns", true),
        ("lamtrens", "The Paper Lanterns", false),
        // A word of five letters of which four were typed.
        ("pais", "Paris", true),
        ("pars", "Paris", true),
        ("aris", "Paris", true),
        ("pris", "Paris", true),
        ("prai", "Paris", false),
        ("aris", "Parisian", false),
        // None in a shorter one.
        ("wien", "Wien", true),
        ("wein", "Wien", false),
        ("roma", "Rome", false),
        // What is within a word.
        ("obrien", "Mrs O'Brien", true),
        ("o'brien", "Mrs O’Brien", true),
        ("brien", "Mrs O'Brien", true),
        ("hiphop", "Hip-Hop Night", true),
        ("hip hop", "Hip-Hop Night", true),
        ("hip-hop", "Hip Hop Night", true),
        ("rem", "R.E.M. tribute", true),
        ("r.e.m.", "R.E.M. tribute", true),
        ("dont", "Don't Look Back", true),
        ("don't", "Don't Look Back", true),
        // Other scripts.
        ("киев", "Киев", true),
        ("київ", "Київ, Палац", true),
        ("서", "서울", true),
        ("東京", "東京ドーム", true),
        // Within text without spaces.
        ("ドーム", "東京ドーム", true),
        ("がく", "おんがくさい", true),
        ("かく", "おんがくさい", false),
        ("演唱会", "周杰伦2027演唱会", true),
        ("2027", "周杰伦2027演唱会", true),
        ("dome", "東京DOME", true),
        ("ดนตรี", "เทศกาลดนตรีกรุงเทพ", true),
        ("콘서트", "여름콘서트", true),
        ("ㅏ", "여름콘서트", false),
        ("王子", "北京音乐厅", false),
        // As those write it who lack its letters, and the other way round.
        ("baer", "Der Bär", true),
        ("BÄR", "Der Baer", true),
        ("bar", "Der Bär", true),
        ("koeln", "Lanxess Arena, Köln", true),
        ("Köln", "Lanxess Arena, Koeln", true),
        ("mueller band", "Müllers Band", true),
        ("Ko\u{308}ln", "Koeln", true),
        ("aarhus", "Århus", true),
        ("bor", "Der Bär", false),
        // Names without letters.
        ("!!!", "!!! in Köln", true),
        ("!!!", "??? in Köln", false),
        ("!!! köln", "??? in Köln", true),
        // Nothing asks for nothing.
        ("", "Anything", true),
        (" \u{301}", "Anything", true),
    ] {
        assert_eq!(Query::parse(typed).finds(text), expect, "{typed} in {text}");
    }
}

#[test]
fn names_are_found_by_either_spelling() {
    let keys = |name: &str| name_keys(name).into_iter().collect::<Vec<_>>();
    assert_eq!(keys("Köln"), ["koeln".into(), "koln".into()]);
    assert_eq!(keys("KOELN"), ["koeln".into()]);
    assert_eq!(keys("!!!"), ["!!!".into()]);
    assert_eq!(keys(" ").len(), 0);
    assert_ne!(name_key("!!!"), name_key("???"));
}

#[test]
fn what_is_found_anywhere_in_a_text_stays_small() {
    let longest = "東京".repeat(60);
    let words = words(&longest);
    let bytes: usize = words.iter().map(|word| word.len()).sum();
    assert!(bytes < 3 * (UNSPACED_CHARS_MAX * 120 + 120), "{bytes}");
    assert!(Query::parse(&longest).finds(&longest));
}

#[test]
fn what_is_too_much_is_not_considered() {
    let ten = "one two three four five six seven eight nine ten";
    assert!(Query::parse(&format!("{ten} eleven")).finds(ten));
    assert!(!Query::parse(&format!("eleven {ten}")).finds(ten));
    let long = format!("paper {} lanterns", " ".repeat(QUERY_CHARS_MAX));
    assert!(Query::parse(&long).finds("paper"));
    assert_eq!(Query::parse(&"a ".repeat(100_000)).words.len(), 1);
    assert!(Query::parse(&"\u{FDFA}".repeat(100_000)).words.len() <= QUERY_WORDS_MAX);
}

#[test]
fn an_index_finds_what_comes_after_in_order() {
    let mut index = WordIndex::default();
    for (key, text) in [(3, "Paper Lanterns"), (1, "Paper Boats"), (2, "Glass Harbour, Paper")] {
        index.insert(words(text), key);
    }
    for (typed, after, expect) in [
        ("paper", 0, vec![1, 2, 3]),
        ("paper", 1, vec![2, 3]),
        ("papre", 0, vec![1, 2, 3]),
        ("p harbor", 0, vec![2]),
        ("lanterns boats", 0, vec![]),
        ("glass p", 0, vec![2]),
        ("", 0, vec![]),
    ] {
        assert_eq!(index.find(&Query::parse(typed), after), expect, "{typed}");
    }
    index.remove(&words("Glass Harbour, Paper"), 2);
    assert!(index.find(&Query::parse("harbour"), 0).is_empty());
    assert_eq!(index.find(&Query::parse("paper"), 0), vec![1, 3]);
}

/// One random edit of a word.
#[derive(Debug, Clone)]
enum Edit {
    Insert(usize, char),
    Delete(usize),
    Change(usize, char),
    Swap(usize),
}

impl Edit {
    fn of(&self, word: &str) -> String {
        let mut letters: Vec<char> = word.chars().collect();
        let last = letters.len() - 1;
        match *self {
            Self::Insert(at, c) => letters.insert(at % letters.len(), c),
            Self::Delete(at) => drop(letters.remove(at % letters.len())),
            Self::Change(at, c) => letters[at % (last + 1)] = c,
            Self::Swap(at) => letters.swap(at % last, at % last + 1),
        }
        letters.into_iter().collect()
    }
}

fn edit() -> impl Strategy<Value = Edit> {
    let (at, letter) = (0..100_usize, proptest::char::range('a', 'z'));
    prop_oneof![
        (at.clone(), letter.clone()).prop_map(|(at, c)| Edit::Insert(at, c)),
        at.clone().prop_map(Edit::Delete),
        (at.clone(), letter).prop_map(|(at, c)| Edit::Change(at, c)),
        at.prop_map(Edit::Swap),
    ]
}

/// An index made to cost much: very many words, each with its own beginning, and each of very many
/// things under several words of each letter.
fn crafted() -> WordIndex<u32> {
    let mut index = WordIndex::default();
    for n in 0..60_000_u32 {
        let letter = char::from_u32(0x4E00 + n % 20_000).unwrap();
        let mut words = words(&format!("{letter}{n} orchestrion{n}"));
        words.extend(('a'..='j').map(|c| format!("{c}{}", n % 50).into()));
        index.insert(words, n + 1);
    }
    index
}

#[test]
fn no_query_costs_more_than_a_bound() {
    let index = crafted();
    let typos = "orchestrioX harborux lantrensx berlinnx quartettx theatrex musicalx operettx \
                 concertx balladx";
    let letters = "a b c d e f g h i j";
    for (typed, found_min) in [(typos, 0), (letters, 1_000), ("a", 10_000), ("orchestrian1", 0)] {
        let (query, mut left) = (Query::parse(typed), WorkLeft::default());
        let found = index.find_within(&query, 0, &mut left);
        assert!(found.len() >= found_min, "{typed}: {}", found.len());
        // What comes first is not left out.
        let all = 1..=u32::try_from(found.len()).unwrap();
        assert!(found_min == 0 || found.iter().copied().eq(all), "{typed}");
        // As much is looked at as there is leave for, and then nothing more.
        let mut none = WorkLeft { typos: 0, keys: 0, chunks: 0 };
        assert!(index.find_within(&query, 0, &mut none).is_empty(), "{typed}");
    }
    // What few have is found by that, however many have the other words.
    let mut index = index;
    index.insert(words("zq a1 b1 c1 d1 e1 f1 g1 h1 i1"), 70_000);
    let (query, mut left) = (Query::parse("a b c d e f g h i zq"), WorkLeft::default());
    assert_eq!(index.find_within(&query, 0, &mut left), [70_000]);
    assert!(CHUNKS_MAX - left.chunks < 100, "{} are left", left.chunks);
    // What begins otherwise is leapt over, so that little of it is looked at.
    let mut latin = WordIndex::default();
    for n in 0..50_000_u32 {
        latin.insert(
            words(&format!("{}{n:05}", ["paper", "opera", "tours"][n as usize % 3])),
            n + 1,
        );
    }
    let (query, mut left) = (Query::parse("oprea00001"), WorkLeft::default());
    assert_eq!(latin.find_within(&query, 0, &mut left), [2]);
    assert!(TYPOS_LOOKED_AT_MAX - left.typos < 1000, "{} are left", left.typos);
}

proptest! {
    /// What is leapt over would not have been found.
    #[test]
    fn all_are_found_that_one_typo_is_away(
        of in proptest::collection::btree_set("[abä語]{1,7}", 1..60),
        typed in "[abä語]{4,7}",
    ) {
        let mut index = WordIndex::default();
        for (n, word) in of.iter().enumerate() {
            index.insert(words(word), n + 1);
        }
        let query = Query::parse(&typed);
        let expect: Vec<usize> =
            of.iter().enumerate().filter(|(_, word)| query.finds(word)).map(|(n, _)| n + 1).collect();
        prop_assert_eq!(index.find(&query, 0), expect);
    }

    #[test]
    fn a_word_with_one_typo_is_still_found(word in "[a-z]{5,20}", edit in edit()) {
        let typed = edit.of(&word);
        prop_assert!(Query::parse(&typed).finds(&format!("The {word} tour")), "{typed}");
    }

    #[test]
    fn every_part_of_a_text_is_found_in_any_order(text in "\\PC{0,60}", lengths: [u8; 6]) {
        let mut typed: Vec<String> = words(&text)
            .iter()
            .zip(lengths)
            .map(|(w, n)| w.chars().take(1 + usize::from(n) % 10).collect())
            .collect();
        typed.reverse();
        let typed = typed.join(" ");
        // Marks of two classes that only what stood between them kept apart change places
        // (canonical ordering): that is another word.
        prop_assume!(typed.nfkd().eq(typed.chars()));
        let typed = typed.to_uppercase();
        prop_assert!(Query::parse(&typed).finds(&text), "{typed}");
    }

    #[test]
    fn anything_can_be_typed(typed: String, text: String) {
        let query = Query::parse(&typed);
        let mut index = WordIndex::default();
        index.insert(words(&text), 1);
        let found = index.find(&query, 0);
        prop_assert_eq!(found == vec![1], query.finds(&text) && !query.is_empty());
        index.remove(&words(&text), 1);
        prop_assert_eq!(index, WordIndex::default());
    }
}
