//! The end of an account.

use maud::{Markup, html};

use super::{
    DeletionPage, Shell,
    account::password,
    layout::{Head, Here, layout},
    parts::error_summary,
};

/// `GET /account/delete`, and a refused `POST`.
#[must_use]
pub fn delete_account(shell: &Shell<'_>, page: &DeletionPage) -> Markup {
    let typed = password("password", "Password", "So that we know it is you.", "current-password");
    let main = html! {
        div .narrow {
            h1 { "Delete this account" }
            (error_summary(shell, &page.errors))
            @if page.live.is_empty() {
                (what_goes())
                form .stack method="post" action="/account/delete" {
                    (typed.render(&page.errors))
                    button .danger type="submit" { "Delete my account for ever" }
                }
            } @else {
                p .notice role="alert" {
                    "Your account cannot be deleted yet, and nothing has changed: others rely on "
                    "what follows. Come back when it is over."
                }
                ul .links {
                    @for line in &page.live {
                        li { a href=(line.path) { (line.what) } span .muted { (line.remedy) } }
                    }
                }
            }
            p { a href="/account" { "Keep it, and go back to the account" } }
        }
    };
    layout(shell, &Head::new("Delete this account", Here::Account), &main)
}

fn what_goes() -> Markup {
    html! {
        p .lead { "This cannot be undone." }
        h2 { "What goes" }
        ul .links {
            li { "Your e-mail address and password. You are signed out everywhere." }
            li { "What you asked to be told of, and mails that wait to be sent to you." }
            li {
                "When this site's data is next compacted: your address in old records, and what "
                "you wrote about tickets that you never sold."
            }
        }
        h2 { "What stays" }
        ul .links {
            li {
                "Orders, payments and refunds, with the tickets sold: the other side and the "
                "books need them. They say \u{201c}deleted account\u{201d} where your address was."
            }
            li { "Title, notes and file of what you sold, and why you refunded: for its buyer." }
            li { "The events that you added: others may sell tickets for them." }
        }
        p {
            "You will not be able to open your orders, receipts and tickets any more. "
            a href="/account/export" download { "Download your data" }
            " and the tickets that you bought first."
        }
    }
}

/// `GET /account/deleted`.
#[must_use]
pub fn deleted_account(shell: &Shell<'_>) -> Markup {
    let main = html! {
        div .narrow {
            h1 { "Your account is deleted" }
            p .lead { "You are signed out everywhere. Nobody can sign in to it any more." }
            p { a href="/" { "Look at what is for sale" } }
        }
    };
    layout(shell, &Head::new("Your account is deleted", Here::Elsewhere), &main)
}
