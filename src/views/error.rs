use maud::{Markup, html};

use super::{
    ErrorPage, Shell,
    layout::{Head, Here, layout},
};

/// Any error: what happened, what is unharmed and what to do.
#[must_use]
pub fn error(shell: &Shell<'_>, page: &ErrorPage) -> Markup {
    let main = html! {
        div .narrow {
            p .eyebrow { (shell.language.error_number(page.status)) }
            h1 { (page.title) }
            p .lead { (page.message) }
            p { a .button href="/" { (shell.language.see_tickets_for_sale()) } }
        }
    };
    layout(shell, &Head::new(&page.title, Here::Elsewhere), &main)
}
