//! The API, for people: made of the same document that programs read.

use std::sync::LazyLock;

use maud::Markup;

use crate::{
    http::{
        Visitor,
        api::{self, EdgeCode},
        status_of,
    },
    usecases::Code,
    views::{self, ApiCodeLine, ApiOperation, ApiPage},
};

static PAGE: LazyLock<ApiPage> = LazyLock::new(|| {
    let mut operations: Vec<_> = api::routes().document.operations();
    let order = |path: &str| api::TAGS.iter().position(|tag| *tag == path);
    operations.sort_by_key(|of| (order(&of.tag), of.path.clone()));
    let operation = |of: api::Operation| ApiOperation {
        tag: of.tag,
        method: of.method,
        path: of.path,
        summary: of.summary,
        scopes: of.scopes,
        is_open: of.is_open,
    };
    let edge = EdgeCode::ALL.iter().map(|code| ApiCodeLine {
        code: code.as_str(),
        status: code.status().as_u16(),
        meaning: code.meaning(),
    });
    let refusals = Code::ALL.iter().map(|code| ApiCodeLine {
        code: code.as_str(),
        status: status_of(*code).as_u16(),
        meaning: code.meaning(),
    });
    ApiPage {
        operations: operations.into_iter().map(operation).collect(),
        codes: edge.chain(refusals).collect(),
    }
});

/// What programs can ask for, and what they are told.
pub(crate) async fn api(visitor: Visitor) -> Markup {
    views::api(&visitor.context(), &PAGE)
}
