use maud::{Markup, html};

use super::{
    AccountPage, FieldErrors, ForgotPage, ProfileForm, ResetPage, SessionLine, Shell, SignForm,
    layout::{Head, Here, layout},
    parts::{Field, alert, error_summary, moment, query_value},
};

/// `GET /signin`, and a refused `POST`.
#[must_use]
pub fn sign_in(shell: &Shell<'_>, page: &SignForm) -> Markup {
    let main = html! {
        div .narrow {
            h1 { "Sign in" }
            (form(shell, page, &Asked { action: "/signin", button: "Sign in", autocomplete: "current-password", hint: "" }))
            p {
                "New here? "
                a href={ "/signup" (next_query(&page.next)) } { "Sign up" }
                " – it takes an e-mail address and a password."
            }
            p { a href="/forgot" { "Forgot your password?" } }
        }
    };
    layout(shell, &Head::new("Sign in", Here::SignIn), &main)
}

/// `GET /signup`, and a refused `POST`.
#[must_use]
pub fn sign_up(shell: &Shell<'_>, page: &SignForm) -> Markup {
    let main = html! {
        div .narrow {
            h1 { "Sign up" }
            p .lead { "One account to buy and to sell." }
            (form(shell, page, &Asked { action: "/signup", button: "Sign up", autocomplete: "new-password", hint: NEW_PASSWORD }))
            p {
                "Have an account? "
                a href={ "/signin" (next_query(&page.next)) } { "Sign in" }
            }
        }
    };
    layout(shell, &Head::new("Sign up", Here::SignUp), &main)
}

const NEW_PASSWORD: &str = "At least 8 characters; several words make a good one.";

/// `GET /forgot`: the form to ask for a link.
#[must_use]
pub fn forgot(shell: &Shell<'_>, page: &ForgotPage) -> Markup {
    let email = Field {
        name: "email",
        label: "E-mail address",
        kind: "email",
        autocomplete: Some("username"),
        maxlength: Some(254),
        required: true,
        ..Field::default()
    };
    let main = html! {
        div .narrow {
            h1 { "A new password" }
            @if !page.mails {
                p .notice {
                    "This site sends no mails. Ask the people who run it for help with your password."
                }
            } @else if page.sent {
                p .notice role="status" {
                    "If somebody here has this address, a mail with a link is on its way. The link "
                    "is good for an hour, and once."
                }
                p { a href="/signin" { "Sign in" } }
            } @else {
                p .lead { "We send you a link by which you can set a new one." }
                form .stack method="post" action="/forgot" {
                    (email.render(&FieldErrors::default()))
                    button .primary type="submit" { "Send the link" }
                }
            }
        }
    };
    layout(shell, &Head::new("A new password", Here::SignIn), &main)
}

/// `GET /reset/{token}`: the form for a new password.
#[must_use]
pub fn reset(shell: &Shell<'_>, page: &ResetPage) -> Markup {
    let password = Field {
        name: "password",
        label: "New password",
        kind: "password",
        hint: "At least 8 characters; several words make a good one.",
        autocomplete: Some("new-password"),
        minlength: Some(8),
        maxlength: Some(128),
        required: true,
        ..Field::default()
    };
    let main = html! {
        div .narrow {
            h1 { "A new password" }
            p .lead { "Whoever is signed in with the old one is signed out everywhere." }
            (error_summary(shell, &page.errors))
            form .stack method="post" action={ "/reset/" (page.token) } {
                (password.render(&page.errors))
                button .primary type="submit" { "Set the password" }
            }
        }
    };
    layout(shell, &Head::new("A new password", Here::SignIn), &main)
}

/// How signing in and signing up differ.
struct Asked {
    action: &'static str,
    button: &'static str,
    autocomplete: &'static str,
    hint: &'static str,
}

fn form(shell: &Shell<'_>, page: &SignForm, asked: &Asked) -> Markup {
    let email = Field {
        name: "email",
        label: "E-mail address",
        kind: "email",
        value: &page.email,
        autocomplete: Some("username"),
        maxlength: Some(254),
        required: true,
        ..Field::default()
    };
    let password = password("password", "Password", asked.hint, asked.autocomplete);
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
    let main = html! {
        div .narrow {
            h1 { "Account" }
            @if let Some(notice) = page.notice { p .notice role="status" { (notice) } }
            dl .facts {
                div {
                    dt { "E-mail" }
                    dd { (page.email) }
                }
                div {
                    dt { "Since" }
                    dd {
                        time datetime=(page.since.rfc3339()) {
                            (page.since.format("%-d %B %Y", shell.zone))
                        }
                    }
                }
            }
            ul .links {
                li { a href="/orders" { "My orders" } span .muted { "What you have bought, or are buying" } }
                li { a href="/selling" { "My listings" } span .muted { "What you sell and have sold" } }
                li { a href="/account/password" { "Change password" } span .muted { "This signs you out everywhere else" } }
                li { a href="/account/email" { "Change e-mail address" } span .muted { "You sign in with it" } }
                li { a href="/account/export" download { "Download my data" } span .muted { "Account, listings, orders and what you wait for, as JSON" } }
                @if page.is_admin {
                    li { a href="/admin" { "Run the site" } span .muted { "For those who run it" } }
                }
            }
            (sessions(shell, &page.sessions))
            form method="post" action="/signout" {
                button type="submit" { "Sign out" }
            }
            h2 { "Delete this account" }
            p { a href="/account/delete" { "What goes, what stays, and how to delete it" } }
        }
    };
    layout(shell, &Head::new("Account", Here::Account), &main)
}

/// Where one is signed in.
fn sessions(shell: &Shell<'_>, sessions: &[SessionLine]) -> Markup {
    html! {
        @if !sessions.is_empty() {
            h2 { "Where you are signed in" }
            ul .links {
                @for session in sessions {
                    li {
                        strong { (session.browser) @if session.is_this { " – here" } }
                        @if let Some(at) = session.begun {
                            p .muted { "Signed in " (moment(shell, at)) }
                        }
                        @if let Some(at) = session.seen.filter(|at| session.begun < Some(*at)) {
                            p .muted { "Last used about " (moment(shell, at)) }
                        }
                    }
                }
            }
        }
        // Those of which nothing is known end too.
        p { "Is one of them not you? End all others, and change your password." }
        form method="post" action="/account/sessions/end" {
            button type="submit" { "Sign out everywhere else" }
        }
    }
}

/// `GET /account/email`, and a refused `POST`.
#[must_use]
pub fn change_email(shell: &Shell<'_>, page: &ProfileForm) -> Markup {
    let email = Field {
        name: "email",
        label: "New e-mail address",
        kind: "email",
        value: &page.email,
        autocomplete: Some("email"),
        maxlength: Some(254),
        required: true,
        ..Field::default()
    };
    let password =
        password("password", "Password", "So that we know it is you.", "current-password");
    let fields = [email.render(&page.errors), password.render(&page.errors)];
    profile(shell, page, "/account/email", "Change e-mail address", &fields)
}

/// `GET /account/password`, and a refused `POST`.
#[must_use]
pub fn change_password(shell: &Shell<'_>, page: &ProfileForm) -> Markup {
    let old = password("old_password", "Your password now", "", "current-password");
    let new = password("password", "New password", NEW_PASSWORD, "new-password");
    let fields = [old.render(&page.errors), new.render(&page.errors)];
    profile(shell, page, "/account/password", "Change password", &fields)
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
            p { a href="/account" { "Back to the account" } }
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
