//! Posters of events: drawn from an event's name, category and city, and from nothing else, so that the
//! same event has the same poster everywhere.
//!
//! Each category has a grammar of its own (`art.rs`): music is a wave of sound, sport a pitch, theatre a
//! curtain, comedy a face that laughs, a festival the sun under bunting, and all else tickets. What
//! varies within one is seeded by name and city, as the colours are. The art stands to the right, words
//! to the left and below on plain ground (`words.rs`), so that it is the same family at 96 pixels as at
//! 360.
//!
//! A poster is for an `<img>`: it carries its colours for light and dark, and has no script, link or
//! foreign font. **Invariant:** it is well-formed and no longer than [`POSTER_BYTES_MAX`], whatever is typed.

mod art;
mod raster;
mod words;

use sha2::{Digest as _, Sha256};

pub use raster::poster_png;

use crate::types::Category;

/// What a poster has at the most.
pub const POSTER_BYTES_MAX: usize = 2047;

/// Ground, a shade of it, what is drawn, what stands out, and words.
type Colours = [&'static str; 5];

/// For light and for dark: the site's colours (`style.css`) and their neighbours.
const PALETTES: [[Colours; 2]; 6] = [
    [
        ["0b5f59", "0a534e", "f7f6f3", "f1c46b", "fff"],
        ["0e3b37", "12453f", "9be3da", "f1c46b", "e9ebec"],
    ],
    [
        ["efede8", "e3dfd6", "0b5f59", "dd5f4b", "1d2125"],
        ["24292d", "2d3439", "74cfc4", "ff9d92", "e9ebec"],
    ],
    [
        ["f1c46b", "e9b755", "0b4d48", "a8231a", "1d2125"],
        ["43330f", "513e15", "f1c46b", "74cfc4", "fdf3dc"],
    ],
    [
        ["b9382c", "a92f24", "fdf0ee", "f1c46b", "fff"],
        ["451a16", "54221d", "ff9d92", "fde3a7", "fdf0ee"],
    ],
    [
        ["1d2125", "282e33", "74cfc4", "ff9d92", "f7f6f3"],
        ["1b1f22", "272d31", "e9ebec", "74cfc4", "e9ebec"],
    ],
    [
        ["b4e0d9", "a2d6ce", "0b4d48", "d5503c", "06231f"],
        ["123f46", "184b53", "9be3da", "ff9d92", "e9ebec"],
    ],
];

/// Draws an event's poster: a whole SVG document of 360 by 200 units.
#[must_use]
pub fn poster(name: &str, category: Category, city: &str) -> String {
    let mut dice = Dice::new(name, city);
    let [light, dark] = dice.one_of(&PALETTES);
    let art = match category {
        Category::Music => art::music(&mut dice),
        Category::Sport => art::sport(&mut dice),
        Category::Theatre => art::theatre(&mut dice),
        Category::Comedy => art::comedy(&mut dice),
        Category::Festival => art::festival(&mut dice),
        Category::Other => art::tickets(&mut dice),
    };
    let (light, dark, words) = (rules(light), rules(dark), words::words(name, city));
    let drawn = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 360 200\" \
         preserveAspectRatio=\"xMidYMid slice\"><style>{light}.g,.t,.m,.s{{fill:currentColor}}\
         .o{{fill:none;stroke:currentColor}}text{{font:800 11px system-ui,-apple-system,\"Segoe UI\",\
         Roboto,sans-serif}}@media(prefers-color-scheme:dark){{{dark}}}</style>\
         <path class=\"g\" d=\"M0 0h360v200H0z\"/>{art}{words}</svg>"
    );
    debug_assert!(drawn.len() <= POSTER_BYTES_MAX, "{} bytes", drawn.len());
    drawn
}

/// The classes: ground, shade, drawn and spark. (`o` beside one of them is its outline.)
fn rules([ground, shade, drawn, spark, words]: &Colours) -> String {
    format!(
        ".g{{color:#{ground}}}.t{{color:#{shade}}}.m{{color:#{drawn}}}.s{{color:#{spark}}}\
         text{{fill:#{words}}}"
    )
}

/// What varies, the same for the same name and city.
struct Dice {
    bytes: [u8; 32],
    casts: usize,
}

impl Dice {
    fn new(name: &str, city: &str) -> Self {
        let hash = Sha256::new().chain_update(name).chain_update([0]).chain_update(city);
        Self { bytes: hash.finalize().into(), casts: 0 }
    }

    fn cast(&mut self) -> u8 {
        let byte = self.bytes[self.casts % self.bytes.len()];
        self.casts += 1;
        byte
    }

    /// From 0 on, and below this: 256 at the most.
    fn below(&mut self, end: i32) -> i32 {
        i32::from(self.cast()) % end
    }

    fn one_of<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[usize::from(self.cast()) % of.len()]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// Every poster is what a parser of XML takes; gives what its elements say.
    fn read(poster: &str) -> Result<String, String> {
        let (mut open, mut said) = (vec![], String::new());
        let mut rest = poster;
        while let Some((text, tagged)) = rest.split_once('<') {
            let (tag, after) = tagged.split_once('>').ok_or("an open tag")?;
            if text.contains('>') || tag.contains('<') || tag.matches('"').count() % 2 == 1 {
                return Err(format!("not escaped: {text} {tag}"));
            }
            if !text.is_empty() && open.last() != Some(&"style") {
                said += text;
            }
            match tag.strip_prefix('/') {
                Some(closed) if open.pop() == Some(closed) => {}
                Some(closed) => return Err(format!("{closed} is not open")),
                None if tag.ends_with('/') => {}
                None => open.push(tag.split(' ').next().unwrap_or_default()),
            }
            rest = after;
        }
        let is_xml = |c: char| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}');
        let mut unescaped = said.clone();
        for (escaped, c) in [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")] {
            said = said.replace(escaped, "");
            unescaped = unescaped.replace(escaped, c);
        }
        let is_whole = open.is_empty() && rest.is_empty() && !said.contains('&');
        (is_whole && poster.chars().all(is_xml)).then_some(unescaped).ok_or_else(|| poster.into())
    }

    fn any_category() -> impl Strategy<Value = Category> {
        prop::sample::select(Category::ALL.to_vec())
    }

    proptest! {
        #[test]
        fn any_name_gives_a_short_document_that_is_well_formed(
            name in any::<String>(), city in any::<String>(), category in any_category(),
        ) {
            let drawn = poster(&name, category, &city);
            prop_assert!(drawn.len() <= POSTER_BYTES_MAX, "{} bytes: {drawn}", drawn.len());
            prop_assert_eq!(read(&drawn).map(drop), Ok(()));
            prop_assert_eq!(poster(&name, category, &city), drawn);
        }

        #[test]
        fn the_longest_names_are_short_enough(
            name in "[&<>🎪ﷺe\u{301} ]{100,400}", city in "[&🎪]{100}", category in any_category(),
        ) {
            let drawn = poster(&name, category, &city);
            prop_assert!(drawn.len() <= POSTER_BYTES_MAX, "{} bytes: {drawn}", drawn.len());
            prop_assert_eq!(read(&drawn).map(drop), Ok(()));
        }

        #[test]
        fn a_plain_name_stands_on_it(name in "[A-Z][a-z]{1,9}( & [A-Z][a-z]{1,9})?", city in "[A-Z][a-z]{2,9}") {
            let said = read(&poster(&name, Category::Music, &city)).unwrap();
            let letters = |text: &str| text.replace(' ', "");
            prop_assert_eq!(letters(&said), letters(&format!("{name}{city}")));
        }
    }

    #[test]
    fn names_cities_and_categories_differ() {
        for category in Category::ALL {
            // Without their words.
            let drawn = |number: u32| {
                let whole = poster(&format!("Event {number}"), category, "Bristol");
                whole.split("<text").next().unwrap_or_default().to_owned()
            };
            let different: BTreeSet<_> = (0..200).map(drawn).collect();
            assert!(different.len() > 190, "{category:?}: {} of 200", different.len());
        }
        let of = |category| poster("Event", category, "Bristol");
        assert_eq!(
            Category::ALL.map(of).iter().collect::<BTreeSet<_>>().len(),
            Category::ALL.len()
        );
        assert_ne!(of(Category::Music), poster("Event", Category::Music, "Bath"));
    }

    #[test]
    fn it_is_the_same_with_every_version() {
        let crc = Category::ALL
            .map(|category| crc32c::crc32c(poster("Encore", category, "Köln").as_bytes()));
        assert_eq!(
            crc,
            [
                1_383_256_761,
                3_807_127_472,
                2_387_113_783,
                3_029_573_924,
                925_685_280,
                1_706_137_956
            ],
            "redrawn? Then so are those that people know."
        );
    }
}
