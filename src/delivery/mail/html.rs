//! A mail as HTML: the same words in the site's face. Nothing is loaded from anywhere, and what readers
//! leave out (the head's styles, as some do) takes nothing away: all that matters stands at the
//! elements themselves, in light; the head's styles make it dark where that is preferred.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::letter::{Letterhead, Line, Words};
use crate::types::isolated;

const BODY: &str = "margin:0;padding:0;background:#f7f6f3;color:#1d2125;font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;font-size:16px;line-height:1.5";
const CARD: &str = "width:100%;max-width:560px;background:#ffffff;color:#1d2125;text-align:left";
const MUTED: &str = "color:#5a626a;font-size:14px";
const NAME: &str = "padding:4px 16px 4px 0;color:#5a626a;vertical-align:top;white-space:nowrap";
const WHAT: &str = "padding:4px 0;vertical-align:top;overflow-wrap:anywhere";

/// The mail of these words, under this subject.
pub(super) fn page(site: &Letterhead, subject: &str, words: &Words) -> String {
    let t = site.language;
    let accents = site.operator.accents;
    let (accent, on) = (accents.light, accents.on_light());
    let dark = format!(
        "@media (prefers-color-scheme: dark) {{ .page {{ background: #131618 !important; color: #e9ebec !important; }} \
         .card {{ background: #1b1f22 !important; color: #e9ebec !important; }} \
         .muted {{ color: #a4adb4 !important; }} .link {{ color: {} !important; }} \
         .edge {{ border-color: {} !important; }} }}",
        accents.dark, accents.dark
    );
    let card = format!("{CARD};border-top:4px solid {accent}");
    let mut is_first_link = true;
    let parts = words
        .parts
        .iter()
        .map(|lines| part(site, lines, &mut is_first_link, (&accent.to_string(), &on.to_string())));
    let parts: Vec<Markup> = parts.collect();
    let markup = html! {
        (DOCTYPE)
        html lang=(t.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="supported-color-schemes" content="light dark";
                title { (subject) }
                style { (PreEscaped(dark)) }
            }
            body .page style=(BODY) {
                table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" {
                    tr { td align="center" style="padding:24px 12px" {
                        table .card .edge role="presentation" cellpadding="0" cellspacing="0" border="0" style=(card) {
                            tr { td style="padding:20px 24px 0;font-size:18px;font-weight:bold" { (isolated(&site.name)) } }
                            tr { td style="padding:0 24px 24px" { @for part in &parts { (part) } } }
                        }
                        table role="presentation" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:560px;text-align:left" {
                            tr { td .muted style={ "padding:16px 24px;" (MUTED) } { (foot(site)) } }
                        }
                    } }
                }
            }
        }
    };
    markup.into_string()
}

/// The lines between two empty ones. Facts are a table; the mail's first link is a button.
fn part(
    site: &Letterhead,
    lines: &[Line],
    is_first_link: &mut bool,
    (accent, on): (&str, &str),
) -> Markup {
    html! {
        @for stretch in lines.chunk_by(|a, b| a.is_fact() && b.is_fact()) {
            @match stretch {
                [Line::Fact(..), ..] => {
                    table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin-top:16px" {
                        @for line in stretch {
                            @if let Line::Fact(name, what) = line {
                                tr {
                                    td .muted style=(NAME) { (name) }
                                    td style=(WHAT) { (isolated(what)) }
                                }
                            }
                        }
                    }
                },
                [Line::Link(url), ..] => {
                    @if std::mem::take(is_first_link) {
                        p style="margin:16px 0 0" {
                            a href=(url) style={ "display:inline-block;padding:10px 20px;border-radius:8px;background:" (accent) ";color:" (on) ";font-weight:bold;text-decoration:none" } {
                                (site.language.mail_open())
                            }
                        }
                    } @else {
                        p style="margin:4px 0 0;overflow-wrap:anywhere" { (link(url, accent)) }
                    }
                },
                [Line::Said(said), ..] => p style="margin:16px 0 0;overflow-wrap:anywhere" { (linked(site, said, accent)) },
                [] => {},
            }
        }
    }
}

/// A text in which the site's own addresses are links.
fn linked(site: &Letterhead, said: &str, accent: &str) -> Markup {
    let own = format!("{}/", site.base_url);
    html! {
        @for word in said.split_inclusive(' ') {
            @if word.starts_with(&own) { (link(word.trim_end(), accent)) " " } @else { (word) }
        }
    }
}

fn link(url: &str, accent: &str) -> Markup {
    html! { a .link href=(url) style={ "color:" (accent) } { (url) } }
}

/// Who sends it.
fn foot(site: &Letterhead) -> Markup {
    let accent = site.operator.accents.light.to_string();
    html! {
        (link(&site.base_url, &accent))
        @for line in site.company.lines() { br; (line) }
        @if let Some(contact) = &site.operator.contact {
            br; (site.language.ask_at())
            a .link href={ "mailto:" (contact.as_str()) } style={ "color:" (accent) } { (contact.shown()) }
        }
    }
}
