//! Markdown (CommonMark) as what a page shows. What could load, run or look like something that is not
//! the page's is refused by name, so that whoever writes it hears of it when the site starts.

use std::ops::Range;

use maud::PreEscaped;
use pulldown_cmark::{CowStr, Event, HeadingLevel, Parser, Tag, TagEnd, html::push_html};

/// A text that was read through.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// Its first heading, if it begins with one of the first level.
    pub title: Option<String>,
    /// All that is below: headings of the second level and lower, text, lists, links.
    pub body: PreEscaped<String>,
}

/// What a text must not have, and in which line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct Unfit {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub what: String,
}

impl Document {
    /// Reads a text.
    ///
    /// # Errors
    /// When it has HTML, a picture, or a link that is not to a page, an address or a number.
    pub fn read(text: &str) -> Result<Self, Unfit> {
        let mut events = vec![];
        for (event, range) in Parser::new(text).into_offset_iter() {
            if let Some(what) = unfit(&event) {
                return Err(Unfit { line: line_of(text, &range), what });
            }
            events.push(event);
        }
        let is_title = |event: &Event<'_>| {
            matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }))
        };
        let mut title = None;
        if events.first().is_some_and(is_title) {
            let is_end = |event: &Event<'_>| matches!(event, Event::End(TagEnd::Heading(_)));
            let end = events.iter().position(is_end).map_or(events.len(), |end| end + 1);
            title = Some(
                events
                    .drain(..end)
                    .filter_map(said)
                    .map(|said| said.to_string())
                    .collect::<String>(),
            );
        }
        // There is one heading of the first level on a page.
        let events = events.into_iter().map(|event| match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, id, classes, attrs }) => {
                Event::Start(Tag::Heading { level: HeadingLevel::H2, id, classes, attrs })
            }
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => {
                Event::End(TagEnd::Heading(HeadingLevel::H2))
            }
            other => other,
        });
        let mut body = String::new();
        push_html(&mut body, events);
        Ok(Self { title: title.filter(|title| !title.is_empty()), body: PreEscaped(body) })
    }
}

/// What is said of a title.
fn said(event: Event<'_>) -> Option<CowStr<'_>> {
    match event {
        Event::Text(text) | Event::Code(text) => Some(text),
        Event::SoftBreak | Event::HardBreak => Some(" ".into()),
        _ => None,
    }
}

fn unfit(event: &Event<'_>) -> Option<String> {
    match event {
        Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => {
            Some("HTML is not taken, only Markdown (write \\< for a <)".into())
        }
        Event::Start(Tag::Image { .. }) => Some("pictures are not taken".into()),
        Event::Start(Tag::Link { dest_url, .. }) if !is_safe(dest_url) => Some(format!(
            "a link goes to {dest_url:?}: it must begin with https://, http://, mailto:, tel:, / or #"
        )),
        _ => None,
    }
}

/// Whether a link leads to a page, an address or a number, and says so in ASCII from the beginning.
fn is_safe(url: &str) -> bool {
    let is_plain = !url.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\');
    let is_here = url.starts_with('#') || url.starts_with('/') && !url.starts_with("//");
    let known = ["https://", "http://", "mailto:", "tel:"];
    let lower = url.to_ascii_lowercase();
    // `<ann@example.org>` is one to an address, and comes without the word.
    let is_address = !lower.contains(['/', ':']) && lower.contains('@');
    is_plain && (is_here || is_address || known.iter().any(|known| lower.starts_with(known)))
}

fn line_of(text: &str, range: &Range<usize>) -> usize {
    text.bytes().take(range.start).filter(|byte| *byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, title: Option<&str>, body: &str) {
        let document = Document::read(text).unwrap();
        assert_eq!((document.title.as_deref(), document.body.0.as_str()), (title, body));
    }

    #[test]
    fn what_a_page_shows() {
        check("# Imprint\n\nAnn\n", Some("Imprint"), "<p>Ann</p>\n");
        check("Ann *and* Ben", None, "<p>Ann <em>and</em> Ben</p>\n");
        check("# A\n# B\n### C\n", Some("A"), "<h2>B</h2>\n<h3>C</h3>\n");
        check("a < b & \"c\"", None, "<p>a &lt; b &amp; \"c\"</p>\n");
        check(
            "[us](https://example.org/?a=1&b=\"2\") <ann@example.org>",
            None,
            "<p><a href=\"https://example.org/?a=1&amp;b=%222%22\">us</a> \
             <a href=\"mailto:ann@example.org\">ann@example.org</a></p>\n",
        );
        check(
            "[help](/pages/help) [up](#top)",
            None,
            "<p><a href=\"/pages/help\">help</a> <a href=\"#top\">up</a></p>\n",
        );
        check("`<script>`", None, "<p><code>&lt;script&gt;</code></p>\n");
        check("\\<script>", None, "<p>&lt;script&gt;</p>\n");
    }

    #[test]
    fn what_it_does_not_take() {
        for (text, line, what) in [
            ("# A\n\n<script>alert(1)</script>\n", 3, "HTML"),
            ("one\ntwo <b>three</b>", 2, "HTML"),
            ("<!-- a note -->", 1, "HTML"),
            ("![x](https://example.org/x.png)", 1, "pictures"),
            ("\n[x](javascript:alert(1))", 2, "javascript:alert(1)"),
            ("[x](JaVaScRiPt:alert(1))", 1, "link"),
            ("[x](java&#115;cript:alert(1))", 1, "link"),
            ("[x](data:text/html,x)", 1, "link"),
            ("[x](//evil.example)", 1, "link"),
            ("[x](/\\evil.example)", 1, "link"),
            ("[x](terms.en.md)", 1, "link"),
            ("<vbscript:x>", 1, "link"),
            ("[x]\n\n[x]: javascript:alert(1)", 1, "link"),
        ] {
            let error = Document::read(text).expect_err(text);
            assert_eq!(error.line, line, "{text:?}: {error}");
            assert!(error.to_string().contains(what), "{text:?}: {error}");
        }
    }
}
