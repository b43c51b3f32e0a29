use maud::{Markup, html};

use super::{
    AccountPage, Confirmation, FieldErrors, ForgotPage, ProfileForm, ResetPage, SessionLine, Shell,
    SignForm,
    layout::{Head, Here, layout},
    parts::{Field, alert, error_summary, moment, query_value},
};

/// `GET /signin`, and a refused `POST`.
#[must_use]
pub fn sign_in(shell: &Shell<'_>, page: &SignForm) -> Markup {
    let t = shell.language;
    let main = html! {
        div .narrow {
            h1 { (t.sign_in()) }
            (form(shell, page, &Asked { action: "/signin", button: t.sign_in(), autocomplete: "current-password", hint: "" }))
            p {
                (t.sign_in_offer())
                a href={ "/signup" (next_query(&page.next)) } { (t.sign_up()) }
                (t.sign_in_offer_means())
            }
            p { a href="/forgot" { (t.forgot_your_password()) } }
        }
    };
    layout(shell, &Head::new(t.sign_in(), Here::SignIn), &main)
}

/// `GET /signup`, and a refused `POST`.
#[must_use]
pub fn sign_up(shell: &Shell<'_>, page: &SignForm) -> Markup {
    let t = shell.language;
    let main = html! {
        div .narrow {
            h1 { (t.sign_up()) }
            p .lead { (t.one_account()) }
            (form(shell, page, &Asked { action: "/signup", button: t.sign_up(), autocomplete: "new-password", hint: t.new_password_hint() }))
            p {
                (t.have_an_account())
                a href={ "/signin" (next_query(&page.next)) } { (t.sign_in()) }
            }
        }
    };
    layout(shell, &Head::new(t.sign_up(), Here::SignUp), &main)
}

/// `GET /forgot`: the form to ask for a link.
#[must_use]
pub fn forgot(shell: &Shell<'_>, page: &ForgotPage) -> Markup {
    let t = shell.language;
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
    layout(shell, &Head::new(t.a_new_password(), Here::SignIn), &main)
}

/// `GET /reset/{token}`: the form for a new password.
#[must_use]
pub fn reset(shell: &Shell<'_>, page: &ResetPage) -> Markup {
    let t = shell.language;
    let (label, hint) = (t.new_password(), t.new_password_hint());
    let password = password("password", label, hint, "new-password");
    let main = html! {
        div .narrow {
            h1 { (t.a_new_password()) }
            p .lead { (t.reset_lead()) }
            (error_summary(shell, &page.errors))
            form .stack method="post" action={ "/reset/" (page.token) } {
                (password.render(&page.errors))
                button .primary type="submit" { (t.set_the_password()) }
            }
        }
    };
    layout(shell, &Head::new(t.a_new_password(), Here::SignIn), &main)
}

/// How signing in and signing up differ.
struct Asked {
    action: &'static str,
    button: &'static str,
    autocomplete: &'static str,
    hint: &'static str,
}

fn form(shell: &Shell<'_>, page: &SignForm, asked: &Asked) -> Markup {
    let t = shell.language;
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
    let password = password("password", t.field_password(), asked.hint, asked.autocomplete);
    html! {
        (alert(page.refusal.as_deref()))
        (error_summary(shell, &page.errors))
        form .stack method="post" action=(asked.action) {
            (email.render(&page.errors))
            (password.render(&page.errors))
            input type="hidden" name="next" value=(page.next);
            button .primary type="submit" { (asked.button) }
        }
    }
}

fn next_query(next: &str) -> String {
    if next.is_empty() { String::new() } else { format!("?next={}", query_value(next)) }
}

/// `GET /account`.
#[must_use]
pub fn account(shell: &Shell<'_>, page: &AccountPage) -> Markup {
    let t = shell.language;
    let main = html! {
        div .narrow {
            h1 { (t.account()) }
            @if let Some(notice) = page.notice { p .notice role="status" { (notice) } }
            dl .facts {
                div {
                    dt { (t.email()) }
                    dd {
                        (page.email)
                        @if page.confirmation == Confirmation::Confirmed {
                            span .muted data-confirmed { (t.confirmed_suffix()) }
                        }
                    }
                }
                div {
                    dt { (t.since()) }
                    dd {
                        time datetime=(page.since.rfc3339()) {
                            (t.day(page.since, shell.zone))
                        }
                    }
                }
            }
            (confirmation(shell, page.confirmation))
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
            (sessions(shell, &page.sessions))
            form method="post" action="/signout" {
                button type="submit" { (t.sign_out()) }
            }
            h2 { (t.delete_this_account()) }
            p { a href="/account/delete" { (t.delete_link()) } }
        }
    };
    layout(shell, &Head::new(t.account(), Here::Account), &main)
}

/// What there is to do about an address that is not confirmed.
fn confirmation(shell: &Shell<'_>, confirmation: Confirmation) -> Markup {
    let t = shell.language;
    html! {
        @if confirmation == Confirmation::Open {
            form .stack method="post" action="/account/confirm" data-unconfirmed {
                p { (t.not_confirmed()) }
                button type="submit" { (t.send_the_link_again()) }
            }
        }
    }
}

/// `GET /confirm/{token}`: the button that confirms an address.
#[must_use]
pub fn confirm(shell: &Shell<'_>, token: &str, email: &str) -> Markup {
    let t = shell.language;
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
    layout(shell, &Head::new(t.confirm_title(), Here::Account), &main)
}

/// `POST /confirm/{token}`: it is confirmed.
#[must_use]
pub fn confirmed(shell: &Shell<'_>) -> Markup {
    let t = shell.language;
    // The frame was begun before.
    let shell = &Shell { unconfirmed: false, ..shell.clone() };
    let main = html! {
        div .narrow {
            h1 { (t.confirmed_title()) }
            p .notice role="status" { (t.confirmed()) }
            p { a href="/account" { (t.your_account()) } " · " a href="/" { (t.find_tickets()) } }
        }
    };
    layout(shell, &Head::new(t.confirmed_title(), Here::Account), &main)
}

/// `/confirm/{token}` of a link that opens nothing any more.
#[must_use]
pub fn confirm_link_over(shell: &Shell<'_>) -> Markup {
    let t = shell.language;
    let main = html! {
        div .narrow {
            h1 { (t.link_over_title()) }
            p { (t.link_over()) }
            p { a href="/account" { (t.your_account()) } (t.link_over_what_to_do()) }
        }
    };
    layout(shell, &Head::new(t.link_over_title(), Here::Account), &main)
}

/// Where one is signed in.
fn sessions(shell: &Shell<'_>, sessions: &[SessionLine]) -> Markup {
    let t = shell.language;
    html! {
        @if !sessions.is_empty() {
            h2 { (t.where_signed_in()) }
            ul .links {
                @for session in sessions {
                    li {
                        strong { (browser(shell, &session.browser)) @if session.is_this { (t.here_suffix()) } }
                        @if let Some(at) = session.begun {
                            p .muted { (t.signed_in_at()) (moment(shell, at)) }
                        }
                        @if let Some(at) = session.seen.filter(|at| session.begun < Some(*at)) {
                            p .muted { (t.last_used()) (moment(shell, at)) }
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
fn browser(shell: &Shell<'_>, name: &str) -> String {
    let t = shell.language;
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
pub fn change_email(shell: &Shell<'_>, page: &ProfileForm) -> Markup {
    let t = shell.language;
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
    profile(shell, page, "/account/email", t.change_email(), &fields)
}

/// `GET /account/password`, and a refused `POST`.
#[must_use]
pub fn change_password(shell: &Shell<'_>, page: &ProfileForm) -> Markup {
    let t = shell.language;
    let old = password("old_password", t.field_old_password(), "", "current-password");
    let new = password("password", t.new_password(), t.new_password_hint(), "new-password");
    let fields = [old.render(&page.errors), new.render(&page.errors)];
    profile(shell, page, "/account/password", t.change_password(), &fields)
}

fn profile(
    shell: &Shell<'_>,
    page: &ProfileForm,
    action: &str,
    what: &str,
    fields: &[Markup],
) -> Markup {
    let main = html! {
        div .narrow {
            h1 { (what) }
            (error_summary(shell, &page.errors))
            form .stack method="post" action=(action) {
                @for field in fields { (field) }
                button .primary type="submit" { (what) }
            }
            p { a href="/account" { (shell.language.back_to_the_account()) } }
        }
    };
    layout(shell, &Head::new(what, Here::Account), &main)
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
