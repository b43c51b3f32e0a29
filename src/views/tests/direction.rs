use super::*;

/// Written from right to left, but for its number.
const HEBREW: &str = "שורה 5";

/// In what people's words stand alone, or next to what is not theirs. What a sentence has of them is
/// isolated where it is made, by [`crate::texts`].
const ELEMENTS: [&str; 10] = [
    "<h1",
    "<h2",
    "<a class=\"row-link\"",
    "<a href=\"/events/",
    "<a href=\"/tickets/",
    "<option",
    "<title",
    "<q",
    "<textarea",
    "<input",
];

/// Whether the words that stand there are put in order by themselves: they are isolated, alone in an
/// element, or in a field, whose direction is that of what is in it.
fn is_isolated(html: &str, at: usize) -> bool {
    let before = &html[..at];
    let tag = &html[before.rfind('<').unwrap()..];
    let tag = &tag[..tag.find('>').unwrap()];
    let is_field = tag.contains(HEBREW);
    let has = |part: &str| tag.contains(part);
    let is_never_words = ["hidden", "email", "url", "date", "datetime-local"]
        .iter()
        .any(|kind| has(&format!("type=\"{kind}\"")));
    before.ends_with("<bdi>")
        || before.ends_with('\u{2068}')
        || has("dir=\"auto\"")
        || has("inputmode=")
        || is_never_words
        || is_field && (has("<option") || has("<a "))
        || !ELEMENTS.iter().any(|element| tag.starts_with(element))
}

#[test]
fn what_is_written_from_right_to_left_moves_nothing_around_it() {
    let mut wrong = std::collections::BTreeSet::new();
    for language in Language::ALL {
        // Titles of admins' pages and of errors are the site's words, what a server says its own.
        let pages = pages_in(language, HEBREW).into_iter();
        for (name, html) in pages
            .filter(|(name, _)| !["admin", "error", "mails"].iter().any(|of| name.starts_with(of)))
        {
            for (at, _) in html.match_indices(HEBREW).filter(|(at, _)| !is_isolated(&html, *at)) {
                let before: Vec<char> = html[..at].chars().rev().take(90).collect();
                wrong.insert(format!("{name}: {}", before.into_iter().rev().collect::<String>()));
            }
            assert_eq!(html.matches("<bdi>").count(), html.matches("</bdi>").count(), "{name}");
            let marks = |mark: char| html.matches(mark).count();
            assert_eq!(marks('\u{2068}'), marks('\u{2069}'), "{name}");
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_sentence_keeps_its_order_around_what_somebody_typed() {
    let t = Language::English;
    assert_eq!(
        t.turn_is_yours(HEBREW, "Jazz"),
        t.turn_is_yours("#", "Jazz").replace('#', "\u{2068}שורה 5\u{2069}")
    );
    let spot = crate::domain::Details {
        section: crate::types::Section::parse(HEBREW).ok(),
        row: crate::types::SeatRow::parse("5").ok(),
        ..Default::default()
    };
    assert_eq!(t.spot(&spot.spot().unwrap()), "\u{2068}שורה 5\u{2069} · Row 5");
}

#[test]
fn what_is_not_is_shown_as_it_is() {
    for (name, html) in pages("Row 5") {
        assert!(!html.contains("<bdi>") && !html.contains('\u{2068}'), "{name}");
    }
}
