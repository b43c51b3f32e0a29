//! Signing in by an OpenID Connect provider: links to it, and the pages for who comes back from it.

use maud::{Markup, html};

use super::{
    OpenIdForm, PageContext,
    account::current_password,
    layout::{Here, narrow},
    parts::{alert, error_summary, moment, query_value},
    site_page::terms_field,
};
use crate::types::Timestamp;

/// The link to the provider where one signs in or up, if there is one.
pub(super) fn openid_way(context: &PageContext<'_>, next: &str) -> Markup {
    html! {
        @if let Some(name) = context.openid {
            p {
                a .button data-openid href={ "/signin/openid?next=" (query_value(next)) } {
                    (context.language.continue_with(name))
                }
            }
        }
    }
}

/// The same where one shows again who one is.
pub(super) fn openid_look(context: &PageContext<'_>, next: &str) -> Markup {
    html! {
        @if let Some(name) = context.openid.filter(|_| context.is_linked) {
            p {
                a .button #openid href={ "/account/look/openid?next=" (query_value(next)) } {
                    (context.language.look_by_openid(name))
                }
            }
        }
    }
}

/// What `GET /account/security` says of it: since when the account is linked, if it is.
pub(super) fn openid_section(context: &PageContext<'_>, since: Option<Timestamp>) -> Markup {
    let t = context.language;
    html! {
        @if context.openid.is_some() || since.is_some() {
            h2 { (context.provider) }
            @if let Some(since) = since {
                p data-openid-linked { (t.app_since()) (moment(context, since)) }
                p { a href="/account/security/openid/remove" { (t.unlink_openid(context.provider)) } }
            } @else {
                p { (t.openid_means(context.provider)) }
                p { a .button href="/account/security/openid" { (t.link_openid(context.provider)) } }
            }
        }
    }
}

/// `GET /signin/openid/new`, and a refused `POST`.
pub fn openid_new(context: &PageContext<'_>, form: &OpenIdForm) -> Markup {
    let t = context.language;
    let main = html! {
        p .lead { (t.openid_you_are(context.provider)) strong { (form.email) } }
        p { (t.openid_no_account()) }
        form .stack method="post" action="/signin/openid/new" {
            (error_summary(context, &form.errors))
            (terms_field(context, &form.errors))
            button .primary type="submit" { (t.sign_up()) }
        }
        p { a href="/signin" { (t.sign_in_as_another()) } }
    };
    narrow(context, t.sign_up(), Here::SignUp, &main)
}

/// `GET /signin/openid/known`, and a refused `POST`.
pub fn openid_known(context: &PageContext<'_>, form: &OpenIdForm) -> Markup {
    let t = context.language;
    let main = html! {
        p .lead { (t.openid_you_are(context.provider)) strong { (form.email) } }
        p { (t.openid_known_means(context.provider)) }
        form .stack method="post" action="/signin/openid/known" {
            (error_summary(context, &form.errors))
            (current_password(t).render(&form.errors))
            button .primary type="submit" { (t.link_openid(context.provider)) }
        }
        p { a href="/forgot" { (t.forgot_your_password()) } }
        p { a href="/signin" { (t.sign_in_as_another()) } }
    };
    narrow(context, t.openid_known_title(), Here::SignIn, &main)
}

/// `GET /account/security/openid/link`: whether to link the account.
pub fn openid_link(context: &PageContext<'_>, form: &OpenIdForm) -> Markup {
    let t = context.language;
    let main = html! {
        @if !form.email.is_empty() {
            p .lead { (t.openid_you_are(context.provider)) strong { (form.email) } }
        }
        p { (t.openid_link_means(context.provider)) }
        form .stack method="post" action="/account/security/openid/link" {
            button .primary type="submit" { (t.link_openid(context.provider)) }
        }
        p { a href="/account/security" { (t.not_now()) } }
    };
    narrow(context, &t.link_openid(context.provider), Here::Account, &main)
}

/// Why something by the provider came to nothing, and the way on.
pub fn openid_refused(context: &PageContext<'_>, why: &str, on: &str) -> Markup {
    let main = html! {
        (alert(Some(why)))
        p { a .button href=(on) { (context.language.go_on()) } }
    };
    narrow(context, context.provider, Here::Account, &main)
}
