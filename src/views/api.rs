use maud::{Markup, html};

use super::{
    ApiOperation, ApiPage, PageContext,
    layout::{Here, narrow},
};

/// `GET /api`: what programs can ask for, and what they are told when it is not done.
pub fn api(context: &PageContext<'_>, page: &ApiPage) -> Markup {
    let t = context.language;
    let main = html! {
        p .lead { (t.api_lead()) }
        ul .links {
            li { a href="/api/v1/openapi.json" { "/api/v1/openapi.json" } span .muted { (t.api_document_means()) } }
            li { a href="/account/tokens" { (t.access_tokens()) } span .muted { (t.api_token_means()) } }
        }
        @for operations in page.operations.chunk_by(|one, other| one.tag == other.tag) {
            h2 lang="en" { (operations[0].tag) }
            ul .links lang="en" {
                @for operation in operations { (line(context, operation)) }
            }
        }
        h2 { (t.api_codes()) }
        p { (t.api_codes_mean()) }
        dl .facts lang="en" {
            @for line in &page.codes {
                div #(line.code) {
                    dt { code { (line.code) } " " (line.status) }
                    dd { (line.meaning) }
                }
            }
        }
    };
    narrow(context, "API", Here::Elsewhere, &main)
}

fn line(context: &PageContext<'_>, operation: &ApiOperation) -> Markup {
    let t = context.language;
    html! {
        li {
            code { strong { (operation.method) } " " (operation.path) }
            p { (operation.summary) }
            p .muted lang=(t.tag()) {
                @if operation.is_open { (t.api_open()) }
                @else { (t.api_takes(&operation.scopes.join(", "))) }
            }
        }
    }
}
