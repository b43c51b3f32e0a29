use maud::{Markup, html};

use super::{
    AccountPage, AddressState, FieldErrors, ForgotPage, PageContext, ProfileForm, ResetPage,
    SessionLine, SignForm,
    layout::{Head, Here, layout},
    parts::{Field, alert, error_summary, moment, query_value},
};

/// `GET /signin`, and a refused `POST`.
#[must_use]
pub fn sign_in(context: &PageContext<'_>, page: &SignForm) -> Markup {
    let t = context.language;
    let main = html! {
        div .narrow {
            h1 { (t.sign_in()) }
            (form(context, page, &SignFormParts { action: "/signin", button: t.sign_in(), autocomplete: "current-password", hint: "" }))
            p {
                (t.sign_in_offer())
                a href={ "/signup" (next_query(&page.next)) } { (t.sign_up()) }
                (t.sign_in_offer_means())
            }
            p { a href="/forgot" { (t.forgot_your_password()) } }
        }
    };
    layout(context, &Head::new(t.sign_in(), Here::SignIn), &main)
}

/// `GET /signup`, and a refused `POST`.
#[must_use]
pub fn sign_up(context: &PageContext<'_>, page: &SignForm) -> Markup {
    let t = context.language;
    let main = html! {
        div .narrow {
            h1 { (t.sign_up()) }
            p .lead { (t.one_account()) }
            (form(context, page, &SignFormParts { action: "/signup", button: t.sign_up(), autocomplete: "new-password", hint: t.new_password_hint() }))
            p {
                (t.have_an_account())
                a href={ "/signin" (next_query(&page.next)) } { (t.sign_in()) }
            }
        }
    };
    layout(context, &Head::new(t.sign_up(), Here::SignUp), &main)
}

/// `GET /forgot`: the form to ask for a link.
#[must_use]
pub fn forgot(context: &PageContext<'_>, page: &ForgotPage) -> Markup {
    let t = context.language;
    let email = Field {
        name: "email",
        label: t.field_email(),
        kind: "email",
        autocomplete: Some("username"),
        maxlength: Some(254),
        required: true,
        ..Field::default()
    };
    let main = html! {
        div .narrow {
            h1 { (t.a_new_password()) }
            @if !page.mails {
                p .notice {
                    (t.site_sends_no_mails())
                }
            } @else if page.sent {
                p .notice role="status" {
                    (t.reset_link_sent())
                }
                p { a href="/signin" { (t.sign_in()) } }
            } @else {
                p .lead { (t.forgot_lead()) }
                form .stack method="post" action="/forgot" {
                    (email.render(&FieldErrors::default()))
                    button .primary type="submit" { (t.send_the_link()) }
                }
            }
        }
    };
    layout(context, &Head::new(t.a_new_password(), Here::SignIn), &main)
}

/// `GET /reset/{token}`: the form for a new password.
#[must_use]
pub fn reset(context: &PageContext<'_>, page: &ResetPage) -> Markup {
    let t = context.language;
    let (label, hint) = (t.new_password(), t.new_password_hint());
    let password = password("password", label, hint, "new-password");
    let main = html! {
        div .narrow {
            h1 { (t.a_new_password()) }
            p .lead { (t.reset_lead()) }
            (error_summary(context, &page.errors))
            form .stack method="post" action={ "/reset/" (page.token) } {
                (password.render(&page.errors))
                button .primary type="submit" { (t.set_the_password()) }
            }
        }
    };
    layout(context, &Head::new(t.a_new_password(), Here::SignIn), &main)
}

/// How signing in and signing up differ.
struct SignFormParts {
    action: &'static str,
    button: &'static str,
    autocomplete: &'static str,
    hint: &'static str,
}

fn form(context: &PageContext<'_>, page: &SignForm, parts: &SignFormParts) -> Markup {
    let t = context.language;
    let email = Field {
        name: "email",
        label: t.field_email(),
        kind: "email",
        value: &page.email,
        autocomplete: Some("username"),
        maxlength: Some(254),
        required: true,
        ..Field::default()
    };
    let password = password("password", t.field_password(), parts.hint, parts.autocomplete);
    html! {
        (alert(page.refusal.as_deref()))
        (error_summary(context, &page.errors))
        form .stack method="post" action=(parts.action) {
            (email.render(&page.errors))
            (password.render(&page.errors))
            input type="hidden" name="next" value=(page.next);
            button .primary type="submit" { (parts.button) }
        }
    }
}

fn next_query(next: &str) -> String {
    if next.is_empty() { String::new() } else { format!("?next={}", query_value(next)) }
}

/// `GET /account`.
#[must_use]
pub fn account(context: &PageContext<'_>, page: &AccountPage) -> Markup {
    let t = context.language;
    let main = html! {
        div .narrow {
            h1 { (t.account()) }
            @if let Some(notice) = page.notice { p .notice role="status" { (notice) } }
            dl .facts {
                div {
                    dt { (t.email()) }
                    dd {
                        (page.email)
                        @if page.confirmation == AddressState::Confirmed {
                            span .muted data-confirmed { (t.confirmed_suffix()) }
                        }
                    }
                }
                div {
                    dt { (t.since()) }
                    dd {
                        time datetime=(page.since.rfc3339()) {
                            (t.day(page.since, context.zone))
                        }
                    }
                }
            }
            (confirmation(context, page.confirmation))
            ul .links {
                li { a href="/orders" { (t.my_orders()) } span .muted { (t.my_orders_hint()) } }
                li { a href="/selling" { (t.my_listings()) } span .muted { (t.my_listings_hint()) } }
                li { a href="/account/password" { (t.change_password()) } span .muted { (t.change_password_hint()) } }
                li { a href="/account/email" { (t.change_email()) } span .muted { (t.change_email_hint()) } }
                li { a href="/account/export" download { (t.download_my_data()) } span .muted { (t.download_my_data_hint()) } }
                @if page.is_admin {
                    li { a href="/admin" { (t.run_the_site()) } span .muted { (t.run_the_site_hint()) } }
                }
            }
            (sessions(context, &page.sessions))
            form method="post" action="/signout" {
                button type="submit" { (t.sign_out()) }
            }
            h2 { (t.delete_this_account()) }
            p { a href="/account/delete" { (t.delete_link()) } }
        }
    };
    layout(context, &Head::new(t.account(), Here::Account), &main)
}

/// What there is to do about an address that is not confirmed.
fn confirmation(context: &PageContext<'_>, confirmation: AddressState) -> Markup {
    let t = context.language;
    html! {
        @if confirmation == AddressState::Open {
            form .stack method="post" action="/account/confirm" data-unconfirmed {
                p { (t.not_confirmed()) }
                button type="submit" { (t.send_the_link_again()) }
            }
        }
    }
}

/// `GET /confirm/{token}`: the button that confirms an address.
#[must_use]
pub fn confirm(context: &PageContext<'_>, token: &str, email: &str) -> Markup {
    let t = context.language;
    let main = html! {
        div .narrow {
            h1 { (t.confirm_title()) }
            p .lead { (t.confirm_asked()) strong { (email) } (t.confirm_yours()) }
            form .stack method="post" action={ "/confirm/" (token) } {
                button .primary type="submit" { (t.confirm_yes()) }
            }
            p .muted { (t.confirm_if_not()) }
        }
    };
    layout(context, &Head::new(t.confirm_title(), Here::Account), &main)
}

/// `POST /confirm/{token}`: it is confirmed.
#[must_use]
pub fn confirmed(context: &PageContext<'_>) -> Markup {
    let t = context.language;
    // The frame was begun before.
    let context = &PageContext { unconfirmed: false, ..context.clone() };
    let main = html! {
        div .narrow {
            h1 { (t.confirmed_title()) }
            p .notice role="status" { (t.confirmed()) }
            p { a href="/account" { (t.your_account()) } " · " a href="/" { (t.find_tickets()) } }
        }
    };
    layout(context, &Head::new(t.confirmed_title(), Here::Account), &main)
}

/// `/confirm/{token}` of a link that opens nothing any more.
#[must_use]
pub fn confirm_link_over(context: &PageContext<'_>) -> Markup {
    let t = context.language;
    let main = html! {
        div .narrow {
            h1 { (t.link_over_title()) }
            p { (t.link_over()) }
            p { a href="/account" { (t.your_account()) } (t.link_over_what_to_do()) }
        }
    };
    layout(context, &Head::new(t.link_over_title(), Here::Account), &main)
}

/// Where one is signed in.
fn sessions(context: &PageContext<'_>, sessions: &[SessionLine]) -> Markup {
    let t = context.language;
    html! {
        @if !sessions.is_empty() {
            h2 { (t.where_signed_in()) }
            ul .links {
                @for session in sessions {
                    li {
                        strong { (browser(context, &session.browser)) @if session.is_this { (t.here_suffix()) } }
                        @if let Some(at) = session.begun {
                            p .muted { (t.signed_in_at()) (moment(context, at)) }
                        }
                        @if let Some(at) = session.seen.filter(|at| session.begun < Some(*at)) {
                            p .muted { (t.last_used()) (moment(context, at)) }
                        }
                    }
                }
            }
        }
        // Those of which nothing is known end too.
        p { (t.not_you()) }
        form method="post" action="/account/sessions/end" {
            button type="submit" { (t.sign_out_elsewhere()) }
        }
    }
}

/// A browser's name, as far as it is in words.
fn browser(context: &PageContext<'_>, name: &str) -> String {
    let t = context.language;
    let of = |name: &str| if name == UNKNOWN { t.a_browser().to_owned() } else { name.to_owned() };
    match name.split_once(" on ") {
        Some((name, system)) => t.browser_on(&of(name), system),
        None => of(name),
    }
}

/// One that does not say what it is.
const UNKNOWN: &str = "A browser";

/// `GET /account/email`, and a refused `POST`.
#[must_use]
pub fn change_email(context: &PageContext<'_>, page: &ProfileForm) -> Markup {
    let t = context.language;
    let email = Field {
        name: "email",
        label: t.new_email(),
        kind: "email",
        value: &page.email,
        autocomplete: Some("email"),
        maxlength: Some(254),
        required: true,
        ..Field::default()
    };
    let password =
        password("password", t.field_password(), t.so_that_we_know(), "current-password");
    let fields = [email.render(&page.errors), password.render(&page.errors)];
    profile(context, page, "/account/email", t.change_email(), &fields)
}

/// `GET /account/password`, and a refused `POST`.
#[must_use]
pub fn change_password(context: &PageContext<'_>, page: &ProfileForm) -> Markup {
    let t = context.language;
    let old = password("old_password", t.field_old_password(), "", "current-password");
    let new = password("password", t.new_password(), t.new_password_hint(), "new-password");
    let fields = [old.render(&page.errors), new.render(&page.errors)];
    profile(context, page, "/account/password", t.change_password(), &fields)
}

fn profile(
    context: &PageContext<'_>,
    page: &ProfileForm,
    action: &str,
    what: &str,
    fields: &[Markup],
) -> Markup {
    let main = html! {
        div .narrow {
            h1 { (what) }
            (error_summary(context, &page.errors))
            form .stack method="post" action=(action) {
                @for field in fields { (field) }
                button .primary type="submit" { (what) }
            }
            p { a href="/account" { (context.language.back_to_the_account()) } }
        }
    };
    layout(context, &Head::new(what, Here::Account), &main)
}

pub(super) fn password(
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    autocomplete: &'static str,
) -> Field<'static> {
    Field {
        name,
        label,
        kind: "password",
        hint,
        autocomplete: Some(autocomplete),
        minlength: Some(8),
        maxlength: Some(128),
        required: true,
        ..Field::default()
    }
}
