use maud::{Markup, html};

use super::{
    PageContext,
    layout::{Here, narrow},
    parts::Plain,
};
use crate::{
    operator::{PageName, SitePage},
    types::Language,
};

/// `GET /pages/{name}`: a page in words of the operator's.
pub fn site_page(context: &PageContext<'_>, name: PageName, page: &SitePage) -> Markup {
    let t = context.language;
    let title = page.document.title.as_deref().unwrap_or(t.site_page(name));
    let main = html! {
        @if page.is_start && name == PageName::Imprint {
            p .notice data-unfinished { (Plain(t.imprint_unfinished())) }
        }
        @if let Some(version) = page.version.filter(|_| !page.is_start) {
            p .muted data-version=(version) { (t.terms_since(&t.date(version))) }
        }
        article .prose lang=[(page.language != t).then(|| page.language.tag())] {
            (page.document.body)
        }
    };
    narrow(context, title, Here::Elsewhere, &main)
}

/// The way to all of them, in the foot of every page.
pub(super) fn links(t: Language) -> Markup {
    html! {
        nav aria-label=(Plain(t.about_this_site())) {
            ul .actions {
                @for name in PageName::ALL {
                    li { a href=(name.path()) { (Plain(t.site_page(name))) } }
                }
            }
        }
    }
}

/// For those who run the site: which pages are not theirs yet.
pub(super) fn unfinished(context: &PageContext<'_>, takes_real_money: bool) -> Markup {
    let t = context.language;
    let unfinished = context.operator.pages.unfinished();
    html! {
        @if takes_real_money && unfinished.contains(&PageName::Imprint) {
            p .alert role="alert" data-no-imprint { (t.admin_no_imprint()) }
        }
        @if !unfinished.is_empty() {
            p .notice data-unfinished {
                (t.admin_unfinished()) ": "
                @for (n, name) in unfinished.iter().enumerate() {
                    @if n > 0 { ", " }
                    a href=(name.path()) { (t.site_page(*name)) }
                }
                ". " (t.admin_unfinished_means())
            }
        }
    }
}
