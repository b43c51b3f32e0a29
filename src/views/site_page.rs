use maud::{Markup, html};

use super::{
    FieldErrors, PageContext,
    layout::{Here, narrow},
    parts::{Plain, error_summary, field_error, query_value},
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
            p .muted data-version=(version) { (t.terms_since(&t.calendar_day(version))) }
        }
        article .prose lang=[(page.language != t).then(|| page.language.tag())] {
            (page.document.body)
        }
    };
    narrow(context, title, Here::Elsewhere, &main)
}

/// `GET /account/terms`: a user is to agree to the terms as they are now; why they have not, if they
/// tried.
pub fn agree_to_terms(context: &PageContext<'_>, next: &str, wrong: Option<&str>) -> Markup {
    let t = context.language;
    let errors: FieldErrors = wrong.map(|why| ("terms", why.to_owned())).into_iter().collect();
    // The frame would ask the same.
    let context = &PageContext { terms_due: false, ..context.clone() };
    let main = html! {
        p .lead { (t.terms_due()) }
        p { (t.terms_not_agreed_means()) }
        form .stack method="post" action="/account/terms" data-terms {
            (error_summary(context, &errors))
            (terms_field(context, &errors))
            input type="hidden" name="next" value=(next);
            button .primary type="submit" { (t.terms_agree()) }
        }
        (questions(context))
    };
    narrow(context, t.terms_title(), Here::Elsewhere, &main)
}

/// The box that says yes to the terms; nothing where there are none to agree to.
pub(super) fn terms_field(context: &PageContext<'_>, errors: &FieldErrors) -> Markup {
    let t = context.language;
    let error = errors.get("terms").map(String::as_str);
    html! {
        @if let Some(terms) = context.operator.pages.terms(t) {
            div .field {
                label .check {
                    input #terms type="checkbox" name="terms" value=(terms.version) required
                        aria-invalid=[error.map(|_| "true")]
                        aria-describedby=[error.map(|_| "terms-error")];
                    span {
                        (t.terms_i_agree())
                        a href=(PageName::Terms.path()) target="_blank" { (t.terms_of(&t.calendar_day(terms.version))) }
                        (t.terms_and_privacy())
                        a href=(PageName::Privacy.path()) target="_blank" { (t.privacy_policy()) }
                        (t.terms_i_agree_end())
                    }
                }
                (field_error("terms", error))
            }
        }
    }
}

/// Tells a user on every page that the terms are others now.
pub(super) fn terms_notice(context: &PageContext<'_>) -> Markup {
    let t = context.language;
    html! {
        @if context.terms_due {
            p .notice data-terms-due {
                (t.terms_due()) " "
                a href={ "/account/terms?next=" (query_value(&context.page)) } { (t.terms_read()) }
            }
        }
    }
}

/// Where whoever runs the site is asked.
pub(super) fn questions(context: &PageContext<'_>) -> Markup {
    let t = context.language;
    html! {
        p .muted data-contact {
            (Plain(t.ask_at()))
            @match &context.operator.contact {
                Some(contact) => a href={ "mailto:" (contact.as_str()) } { (contact.shown()) },
                None => a href=(PageName::Contact.path()) { (Plain(t.contact())) },
            }
        }
    }
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
