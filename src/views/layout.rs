use maud::{DOCTYPE, Markup, html};

use super::{Shell, script_path, style_path, wishes::notices};

/// A ticket stub, as a data URL: without it browsers ask for `/favicon.ico` on every visit.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Cpath fill='%230b5f59' d='M3 8h26v5a3 3 0 0 0 0 6v5H3v-5a3 3 0 0 0 0-6z'/%3E%3Cpath stroke='%23fff' stroke-width='2' stroke-dasharray='2 2' d='M20 9v14'/%3E%3C/svg%3E";

/// Which of the navigation's places a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Here {
    Home,
    Sell,
    Selling,
    Orders,
    Account,
    SignIn,
    SignUp,
    Elsewhere,
}

/// What a page says of itself to the browser.
pub(super) struct Head<'a> {
    pub title: &'a str,
    pub here: Here,
    /// A path to look at every 2 seconds: a page that waits for something. It is a path, and not
    /// the page itself, because the page may be the answer to a POST. The script loads it only when
    /// there is something new, so that nobody who reads or listens is thrown back to the beginning.
    pub refresh: Option<String>,
}

impl<'a> Head<'a> {
    pub fn new(title: &'a str, here: Here) -> Self {
        Self { title, here, refresh: None }
    }
}

/// The frame around every page.
pub(super) fn layout(shell: &Shell<'_>, head: &Head<'_>, main: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" data-now=(shell.now.rfc3339()) data-again=[head.refresh.as_ref()] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                @if let Some(path) = &head.refresh {
                    noscript { meta http-equiv="refresh" content={ "2;url=" (path) }; }
                }
                title {
                    @if head.here != Here::Home { (head.title) " · " }
                    (shell.site_name)
                }
                link rel="stylesheet" href=(style_path());
                link rel="icon" href=(ICON);
                script src=(script_path()) defer {}
            }
            body {
                a .skip href="#main" { "Skip to the content" }
                (header(shell, head.here))
                (notices(shell.wanted))
                main #main tabindex="-1" { (main) }
                (footer(shell, head.here))
                p .unseen role="status" data-announce {}
            }
        }
    }
}

fn header(shell: &Shell<'_>, here: Here) -> Markup {
    html! {
        header .top {
            @if shell.sandbox {
                p .sandbox { strong { "Sandbox" } " – test cards only, no real money moves." }
            }
            div .wide {
                a .brand href="/" aria-current=[current(here, Here::Home)] { (shell.site_name) }
                nav aria-label="Site" {
                    ul {
                        (place("/sell", "Sell", here, Here::Sell))
                        @if shell.viewer.is_some() {
                            (place("/selling", "My listings", here, Here::Selling))
                            (place("/orders", "My orders", here, Here::Orders))
                            (place("/account", "Account", here, Here::Account))
                            li {
                                form method="post" action="/signout" {
                                    button .plain type="submit" { "Sign out" }
                                }
                            }
                        } @else {
                            (place("/signin", "Sign in", here, Here::SignIn))
                            (place("/signup", "Sign up", here, Here::SignUp))
                        }
                    }
                }
            }
        }
    }
}

fn place(path: &str, name: &str, here: Here, place: Here) -> Markup {
    html! { li { a href=(path) aria-current=[current(here, place)] { (name) } } }
}

fn current(here: Here, place: Here) -> Option<&'static str> {
    (here == place).then_some("page")
}

fn footer(shell: &Shell<'_>, here: Here) -> Markup {
    html! {
        footer .bottom {
            div .wide {
                @if shell.unconfirmed && here != Here::Account {
                    p { "Your e-mail address is not confirmed yet. " a href="/account" { "Confirm it" } }
                }
                p { (shell.site_name) ": a ticket is held for one buyer at a time, at the price you saw." }
                p {
                    "Prices in " (shell.currency)
                    // There the prices are what sellers get.
                    @if !shell.fee.is_none() && here != Here::Selling {
                        ", with this site’s fee of " (shell.fee.percent()) " % included"
                    }
                    ". Deadlines in " (shell.zone) " time."
                }
            }
        }
    }
}
