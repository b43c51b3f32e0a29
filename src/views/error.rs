use maud::{Markup, html};

use super::{
    ErrorPage, PageContext,
    layout::{Here, layout},
    site_page::questions,
};

/// Any error: what happened, what is unharmed and what to do.
pub fn error(context: &PageContext<'_>, page: &ErrorPage) -> Markup {
    let main = html! {
        div .narrow {
            p .eyebrow { (context.language.error_number(page.status)) }
            h1 { (page.title) }
            p .lead { (page.message) }
            p { a .button href="/" { (context.language.see_tickets_for_sale()) } }
            (questions(context))
        }
    };
    layout(context, &page.title, Here::Elsewhere, &main)
}
