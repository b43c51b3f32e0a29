//! Each kind of mail, for those who run the site.

use maud::{Markup, html};

use super::{
    MailKind, MailSample, PageContext,
    layout::{Here, layout},
    parts::fact,
};
use crate::types::{Language, isolated};

/// `GET /admin/mail/kinds`: all of them.
pub fn mail_kinds(context: &PageContext<'_>, kinds: &[MailKind]) -> Markup {
    let t = context.language;
    let main = html! {
        p .eyebrow { a href="/admin/mail" { (t.admin_mail()) } }
        h1 { (t.admin_mail_kinds()) }
        p .lead { (t.admin_mail_kinds_what()) }
        ul .links {
            @for kind in kinds {
                li data-mail-kind { a href=(kind.path) { (kind.name) } span .muted { (kind.subject) } }
            }
        }
    };
    layout(context, t.admin_mail_kinds(), Here::Elsewhere, &main)
}

/// `GET /admin/mail/kinds/{kind}`: one of them, in HTML and as plain text.
pub fn mail_sample(context: &PageContext<'_>, page: &MailSample) -> Markup {
    let t = context.language;
    let of = |language: Language| format!("{}?in={}", page.path, language.tag());
    let html = format!("{}/html?in={}", page.path, page.language.tag());
    let main = html! {
        p .eyebrow { a href="/admin/mail/kinds" { (t.admin_mail_kinds()) } }
        h1 { (page.name) }
        nav .tabs aria-label=(t.language()) {
            ul {
                @for language in Language::ALL {
                    li {
                        a href=(of(language)) lang=(language.tag())
                            aria-current=[(language == page.language).then_some("page")]
                        { (language.name()) }
                    }
                }
            }
        }
        dl .facts {
            (fact(t.admin_mail_subject(), html! { (isolated(&page.subject)) }))
            @if let Some(file) = &page.enclosed { (fact(t.admin_mail_enclosed(), html! { (file) })) }
        }
        h2 { (t.admin_mail_html()) }
        iframe .mail sandbox title=(page.name) src=(html) lang=(page.language.tag()) {}
        p { a href=(html) { (t.admin_mail_alone()) } }
        h2 { (t.admin_mail_plain()) }
        pre .mail tabindex="0" lang=(page.language.tag()) data-mail-plain { (page.body) }
    };
    layout(context, page.name, Here::Elsewhere, &main)
}
