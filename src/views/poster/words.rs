//! The words on a poster: the name, as large as it fits, and the city.

use std::mem;

use crate::types::{has_right_to_left, legible};

/// Where words begin, how wide they may be, and where the last line of the name and the city stand.
const X: u32 = 20;
const WIDTH: u32 = 178;
const NAME_Y: u32 = 156;
const CITY_Y: u32 = 180;
/// How large a name may be set, the larger the shorter, and in how many lines.
const SIZES: [(u32, usize); 4] = [(36, 1), (30, 2), (24, 3), (19, 3)];
/// The city's, with the space between its letters.
const CITY_SIZE: u32 = 13;
/// How many characters are looked at, and how many bytes a line may have.
const CHARACTERS_MAX: usize = 100;
const LINE_BYTES_MAX: usize = 90;

pub(super) fn words(name: &str, city: &str) -> String {
    let name = legible(name, CHARACTERS_MAX);
    // A word is broken only where it fits nowhere.
    let fits = |&(size, most): &(u32, usize)| {
        let lines = Lines::of(&name, WIDTH * 100 / size);
        lines.lines.len() <= most && !lines.is_broken
    };
    let (size, most) = SIZES.into_iter().find(fits).unwrap_or(SIZES[SIZES.len() - 1]);
    let mut lines = Lines::balanced(&name, WIDTH * 100 / size).lines;
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    let is_rtl = name
        .chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(|c| has_right_to_left(c.encode_utf8(&mut [0; 4])));
    let (x, direction) = match is_rtl {
        true => (X + WIDTH, " direction=\"rtl\""),
        false => (X, ""),
    };
    let (mut spans, mut y) = (String::new(), NAME_Y);
    for line in lines.iter().rev() {
        spans = format!("<tspan x=\"{x}\" y=\"{y}\">{}</tspan>{spans}", escaped(line));
        y -= size * 21 / 20;
    }
    let city = Lines::of(&legible(city, CHARACTERS_MAX), WIDTH * 100 / CITY_SIZE).lines;
    let city = city.first().map(|city| escaped(city)).unwrap_or_default();
    format!(
        "<text{direction} style=\"font-size:{size}px;letter-spacing:-.02em\">{spans}</text>\
         <text x=\"{x}\" y=\"{CITY_Y}\"{direction} opacity=\".8\" style=\"letter-spacing:.04em\">{city}</text>"
    )
}

/// A text in lines.
struct Lines {
    lines: Vec<String>,
    /// Whether a word is in two of them.
    is_broken: bool,
}

impl Lines {
    /// Lines no wider than so many hundredths of the type's size.
    fn of(text: &str, width_max: u32) -> Self {
        let (mut lines, mut is_broken) = (Vec::<String>::new(), false);
        for word in text.split(' ') {
            if let Some(last) = lines.last_mut() {
                let joined = format!("{last} {word}");
                if fits(&joined, width_max) {
                    *last = joined;
                    continue;
                }
            }
            let mut part = String::new();
            for c in word.chars() {
                part.push(c);
                if !fits(&part, width_max) {
                    part.pop();
                    lines.push(mem::replace(&mut part, c.into()));
                    is_broken = true;
                }
            }
            lines.push(part);
        }
        Self { lines, is_broken }
    }

    /// As few lines as there must be, of about the same length.
    fn balanced(text: &str, width_max: u32) -> Self {
        let widest = Self::of(text, width_max);
        let mut narrower =
            (width_max / 3..width_max).step_by(16).map(|width| Self::of(text, width));
        let is_as_good = |lines: &Self| {
            lines.lines.len() == widest.lines.len() && lines.is_broken == widest.is_broken
        };
        narrower.find(is_as_good).unwrap_or(widest)
    }
}

fn fits(line: &str, width_max: u32) -> bool {
    line.chars().map(width).sum::<u32>() <= width_max && escaped(line).len() <= LINE_BYTES_MAX
}

/// How wide a character is in a wide, heavy type, in hundredths of its size.
fn width(c: char) -> u32 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '’' | '|' | '!' => 34,
        ' ' | 'f' | 't' | 'r' | '(' | ')' | '-' => 42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '&' => 96,
        'a'..='z' | '0'..='9' => 63,
        'A'..='Z' => 72,
        '\u{1100}'..='\u{115F}'
        | '\u{2E80}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF00}'..='\u{FF60}'
        | '\u{1F000}'.. => 110,
        _ => 70,
    }
}

/// As text of XML, which has no place for two characters.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '&' => escaped += "&amp;",
            '\u{FFFE}' | '\u{FFFF}' => {}
            _ => escaped.push(c),
        }
    }
    escaped
}
