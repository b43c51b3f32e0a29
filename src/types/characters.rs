//! Which characters of a typed text are kept: what is seen, and what it needs; not what is invisible
//! and means nothing, such as the soft hyphens and zero-width spaces that come with what is pasted.
//! What changes how its neighbours are shown is refused.

use unicode_normalization::char::is_combining_mark;

const ZERO_WIDTH_NON_JOINER: char = '\u{200C}';
const ZERO_WIDTH_JOINER: char = '\u{200D}';
/// Begins the flags of parts of a country, which tag characters name: Scotland's is
/// this, `gbsct` in tags, and [`CANCEL_TAG`].
const BLACK_FLAG: char = '\u{1F3F4}';
const CANCEL_TAG: char = '\u{E007F}';
/// How many tags name a part of a country (CLDR's subdivisions).
const FLAG_TAGS: std::ops::RangeInclusive<usize> = 3..=6;

/// A text without what is invisible and harmless; `on_disguise` is asked about what is not.
///
/// # Errors
/// As soon as `on_disguise` gives one.
pub(super) fn visible<E>(
    typed: &str,
    mut on_disguise: impl FnMut(char) -> Result<(), E>,
) -> Result<String, E> {
    let mut kept = String::with_capacity(typed.len());
    let mut rest = typed.chars();
    while let Some(c) = rest.next() {
        let before = kept.chars().next_back();
        match c {
            c if is_invisible(c) => {}
            ZERO_WIDTH_JOINER | ZERO_WIDTH_NON_JOINER => {
                kept.extend(before.filter(|before| joins(*before)).map(|_| c));
            }
            c if is_variation_selector(c) => {
                kept.extend(before.filter(|before| varies(*before, c)).map(|_| c));
            }
            // Looks like a space, and is none to any program.
            '\u{2800}' => push_space(&mut kept, ' '),
            c if c.is_whitespace() && !is_disguise(c) => push_space(&mut kept, c),
            BLACK_FLAG => {
                kept.push(c);
                let tags = flag_tags(rest.as_str());
                kept.push_str(tags);
                rest = rest.as_str()[tags.len()..].chars();
            }
            c if is_disguise(c) => on_disguise(c)?,
            c => kept.push(c),
        }
    }
    drop_joiner(&mut kept);
    Ok(kept)
}

/// Whether there is anything to see in a text.
pub(super) fn is_seen(text: &str) -> bool {
    let is_drawn = |c: char| {
        let is_mark = is_combining_mark(c) || is_variation_selector(c);
        let is_joiner = matches!(c, ZERO_WIDTH_JOINER | ZERO_WIDTH_NON_JOINER);
        !(c.is_whitespace() || is_mark || is_joiner || is_invisible(c) || is_disguise(c))
    };
    text.chars().any(is_drawn)
}

fn push_space(kept: &mut String, space: char) {
    drop_joiner(kept);
    kept.push(space);
}

/// A joiner joins nothing at the end of a word.
fn drop_joiner(kept: &mut String) {
    if kept.ends_with([ZERO_WIDTH_JOINER, ZERO_WIDTH_NON_JOINER]) {
        kept.pop();
    }
}

/// Is not shown and changes nothing that is: hyphens that are not needed, spaces without width,
/// marks that help to order what is isolated anyway, fillers of Hangul, operators of formulas.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}'
            | '\u{034F}'
            | '\u{061C}'
            | '\u{115F}'
            | '\u{1160}'
            | '\u{17B4}'
            | '\u{17B5}'
            | '\u{180E}'
            | '\u{200B}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{2060}'..='\u{2064}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
    )
}

/// Changes how its neighbours are shown, or hides text: controls, line separators, bidirectional
/// embeddings, overrides and isolates (CVE-2021-42574), annotations, and tags that are no flag's.
pub(super) fn is_disguise(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{2028}'..='\u{202E}'
                | '\u{2065}'..='\u{206F}'
                | '\u{FFF0}'..='\u{FFFF}'
                | '\u{E0000}'..='\u{E00FF}'
                | '\u{E01F0}'..='\u{E0FFF}'
        )
}

/// Whether a joiner behind this makes another glyph of it: in Arabic, the scripts of India and their
/// kin, and emoji.
fn joins(before: char) -> bool {
    matches!(
        before,
        '\u{0600}'..='\u{1CFF}'
            | '\u{2190}'..='\u{2BFF}'
            | '\u{A800}'..='\u{ABFF}'
            | '\u{FE0F}'
            | '\u{10A00}'..='\u{1FAFF}'
            | CANCEL_TAG
    )
}

fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Whether there are other ways to draw this: symbols and digits (as emoji), ideographs.
fn varies(before: char, selector: char) -> bool {
    let is_ideograph = matches!(
        before,
        '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}'
    );
    let is_symbol = !before.is_alphabetic()
        && !before.is_whitespace()
        && !is_variation_selector(before)
        && !matches!(before, ZERO_WIDTH_JOINER | ZERO_WIDTH_NON_JOINER | CANCEL_TAG);
    is_ideograph || is_symbol && selector <= '\u{FE0F}'
}

/// The tags that name a flag, and their end; nothing if that does not come next.
fn flag_tags(rest: &str) -> &str {
    let is_tag = |c: char| matches!(c, '\u{E0030}'..='\u{E0039}' | '\u{E0061}'..='\u{E007A}');
    let tags = rest.trim_start_matches(is_tag);
    let name = &rest[..rest.len() - tags.len()];
    match tags.starts_with(CANCEL_TAG) && FLAG_TAGS.contains(&name.chars().count()) {
        true => &rest[..name.len() + CANCEL_TAG.len_utf8()],
        false => "",
    }
}
