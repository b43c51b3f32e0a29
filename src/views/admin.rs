//! What those who run the site see.

use maud::{Markup, html};

use super::{
    MailLine, MailPage, MailServer, MailWord, Shell,
    layout::{Head, Here, layout},
    parts::{badge, count, moment},
};

/// `GET /admin`: what there is to do.
#[must_use]
pub fn admin(shell: &Shell<'_>, given_up: usize) -> Markup {
    let main = html! {
        div .narrow {
            h1 { "Run the site" }
            ul .links {
                li {
                    a href="/admin/users" { "Users" }
                    span .muted { "Find an account, ban or unban it." }
                }
                li {
                    a href="/admin/orders" { "Orders" }
                    span .muted { "What is open; cancel or refund an order." }
                }
                li {
                    a href="/admin/tickets" { "Tickets" }
                    span .muted { "What is listed; remove a ticket." }
                }
                li {
                    a href="/admin/mail" { "Mail" }
                    span .muted {
                        @if given_up > 0 { (count(given_up, "mail", "mails")) " given up. " }
                        "Whether mails are sent, and which were not."
                    }
                }
            }
        }
    };
    layout(shell, &Head::new("Run the site", Here::Elsewhere), &main)
}

/// `GET /admin/mail`: how sending mails goes, and the latest of them.
#[must_use]
pub fn mails(shell: &Shell<'_>, page: &MailPage) -> Markup {
    let main = html! {
        p .eyebrow { a href="/admin" { "Run the site" } }
        h1 { "Mail" }
        (tested(page))
        @match &page.server {
            Some(server) => (set_up(shell, server)),
            None => p .notice {
                strong { "No mail server is set up." }
                " Mails are listed here and not sent. Set mail.server in config.toml (docs/mail.md) "
                "and restart the site: mails that are younger than three days are sent then."
            },
        }
        @if page.server.is_some() {
            form .stack method="post" action="/admin/mail/test" {
                p .hint {
                    "The test goes to your own address. It can take 20 seconds until the mail "
                    "server's answer is here."
                }
                button .primary type="submit" { "Send a test mail" }
            }
        }
        p .counts {
            span { strong { (page.waiting) } " " (waiting_word(page)) }
            span { strong { (page.given_up) } " given up" }
            span { strong { (page.total) } " in all" }
        }
        (list(shell, page))
    };
    layout(shell, &Head::new("Mail", Here::Elsewhere), &main)
}

fn waiting_word(page: &MailPage) -> &'static str {
    if page.server.is_some() { "waiting" } else { "not sent" }
}

fn tested(page: &MailPage) -> Markup {
    html! {
        @match &page.tested {
            Some(Ok(to)) => p .notice role="status" data-mail-test="taken" {
                "The mail server has taken a test for " strong { (to) } ". If it does not arrive, "
                "look among what is taken for spam, and see docs/mail.md."
            },
            Some(Err(said)) => p .alert role="alert" data-mail-test="failed" {
                strong { "The test was not sent." } " The mail server, or the way to it, says: "
                q { (said) }
            },
            None => {},
        }
    }
}

fn set_up(shell: &Shell<'_>, server: &MailServer) -> Markup {
    html! {
        dl .facts {
            div { dt { "Server" } dd { (server.address) } }
            div { dt { "From" } dd { (server.from) } }
        }
        @if let Some((said, since, until)) = &server.trouble {
            p .alert role="alert" {
                strong { "The server takes no mail" } " since " (moment(shell, *since)) ": "
                q { (said) } " Mails wait, and are tried again: next after "
                (moment(shell, *until)) ". A test that succeeds sends them at once."
            }
        }
    }
}

fn list(shell: &Shell<'_>, page: &MailPage) -> Markup {
    let show = if page.only_given_up { "show=given_up&" } else { "" };
    html! {
        p {
            @if page.only_given_up {
                strong { "Given up" } " · " a href="/admin/mail" { "All mails" }
            } @else {
                strong { "All mails, newest first" } " · "
                a href="/admin/mail?show=given_up" { "Only given up" }
            }
        }
        @if page.mails.is_empty() {
            div .empty { h2 { "No mails here" } p { "What the site has to tell people is listed here." } }
        } @else {
            ul .rows .card { @for mail in &page.mails { (row(shell, mail)) } }
        }
        @if let Some(older) = page.older {
            p { a .button href={ "/admin/mail?" (show) "before=" (older) } { "Older mails" } }
        }
    }
}

fn row(shell: &Shell<'_>, mail: &MailLine) -> Markup {
    html! {
        li .row data-mail-id=(mail.id) data-mail-status=(mail.word.word()) {
            div {
                strong { (mail.kind) }
                p .muted {
                    @if let Some(to) = &mail.to { "to " (to) " · " }
                    (moment(shell, mail.queued_at)) " · " (mail.about)
                }
                p .row-state { (state(shell, mail)) }
                @if let Some(said) = &mail.said {
                    p .muted {
                        @if mail.failures > 1 { (mail.failures) " failures, the last: " }
                        q { (said) }
                    }
                }
                @if mail.word == MailWord::GivenUp {
                    form .actions method="post" action={ "/admin/mail/" (mail.id) "/again" } {
                        button type="submit" { "Send again" }
                    }
                }
            }
        }
    }
}

fn state(shell: &Shell<'_>, mail: &MailLine) -> Markup {
    let at = html! { @if let Some(at) = mail.at { (moment(shell, at)) } };
    html! {
        @match mail.word {
            MailWord::Sent => { (badge("completed", "Sent")) span { (at) } }
            MailWord::Waiting => { (badge("created", "Waiting")) span { "not before " (at) } }
            MailWord::GivenUp => { (badge("cancelled", "Given up")) span { (at) } }
            MailWord::NotSent => {
                (badge("cancelled", "Not sent")) span { "no mail server is set up" }
            }
        }
    }
}
