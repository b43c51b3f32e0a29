//! The document of the API (OpenAPI 3.1), made of the code: what the handlers say of themselves, and what
//! the layers around them add to every route.

use std::{collections::BTreeSet, sync::Arc};

use axum::body::Bytes;
use serde_json::{Value, json};
use utoipa::{
    PartialSchema as _, ToSchema as _,
    openapi::{
        Components, ContentBuilder, Info, License, OpenApi, Ref, RefOr, Response, ResponseBuilder,
        Server,
        path::{Operation as Described, Parameter},
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use super::problem::{FieldProblem, Problem, refusal_statuses};

/// The document. Cheap to clone.
#[derive(Debug, Clone)]
pub(in crate::http) struct ApiDocument(Arc<Value>);

/// One thing that the API does, for the page about it.
#[derive(Debug, Clone)]
pub(in crate::http) struct Operation {
    /// `GET` and so on.
    pub method: String,
    /// With its parameters in braces.
    pub path: String,
    /// Of which part of the API.
    pub tag: String,
    /// What it does, in a sentence.
    pub summary: String,
    /// The scopes of which its token has one; none if it takes no token.
    pub scopes: Vec<String>,
    /// Whether it can be asked without a token.
    pub is_open: bool,
}

impl ApiDocument {
    /// Of what the handlers say.
    pub(super) fn of(mut described: OpenApi) -> Self {
        described.info = Info::new("Holdfast", env!("CARGO_PKG_VERSION"));
        described.info.description = Some(
            "A marketplace for tickets. A ticket that is held for you is yours until the clock runs \
             out, and nobody pays for a ticket that they do not get."
                .to_owned(),
        );
        let mut license = License::new("MIT OR Apache-2.0");
        license.identifier = Some("MIT OR Apache-2.0".to_owned());
        described.info.license = Some(license);
        described.servers = Some(vec![Server::new("/")]);
        let components = described.components.get_or_insert_with(Components::new);
        for (name, schema) in
            [(Problem::name(), Problem::schema()), (FieldProblem::name(), FieldProblem::schema())]
        {
            components.schemas.insert(name.into_owned(), schema);
        }
        let token = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("holdfast_…")
            .description(Some("A personal access token, made at `/account/tokens`."))
            .build();
        components.security_schemes.insert("token".to_owned(), SecurityScheme::Http(token).into());
        let statuses: BTreeSet<u16> = refusal_statuses().collect();
        for (path, item) in &mut described.paths.paths {
            for (method, operation, writes) in [
                ("get", &mut item.get, false),
                ("post", &mut item.post, true),
                ("put", &mut item.put, true),
                ("patch", &mut item.patch, true),
                ("delete", &mut item.delete, true),
            ] {
                let Some(operation) = operation else { continue };
                operation.operation_id = Some(name_of(method, path));
                let refusals = refusals(path, operation, writes);
                add_refusals(operation, statuses.intersection(&refusals).copied());
            }
        }
        // What is text and numbers is always JSON.
        Self(Arc::new(serde_json::to_value(&described).unwrap_or_default()))
    }

    /// As it is served.
    pub(super) fn bytes(&self) -> Bytes {
        self.0.to_string().into()
    }

    /// All that the API does.
    pub(in crate::http) fn operations(&self) -> Vec<Operation> {
        let paths = self.0["paths"].as_object().into_iter().flatten();
        let operations = paths.flat_map(|(path, item)| {
            let methods = item.as_object().into_iter().flatten();
            methods.map(move |(method, operation)| operation_of(path, method, operation))
        });
        operations.collect()
    }
}

fn operation_of(path: &str, method: &str, operation: &Value) -> Operation {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let security = operation["security"].as_array().cloned().unwrap_or_default();
    let scopes = security.iter().filter_map(|way| way["token"].as_array()).flatten();
    Operation {
        method: method.to_ascii_uppercase(),
        path: path.to_owned(),
        tag: text(&operation["tags"][0]),
        summary: text(&operation["summary"]),
        scopes: scopes.map(text).collect(),
        is_open: security.iter().any(|way| way == &json!({})),
    }
}

/// An operation's name, of which there is no other: `postOrdersPay` of `POST /orders/{id}/pay`.
fn name_of(method: &str, path: &str) -> String {
    let parts = path.split('/').skip(3).filter(|part| !part.starts_with('{'));
    let is_one = path.ends_with('}');
    let mut name = method.to_owned();
    for part in parts {
        let mut letters = part.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.extend(letters);
    }
    if is_one { name + "One" } else { name }
}

/// Under which statuses a problem can come from a route and the layers around it.
fn refusals(path: &str, operation: &Described, writes: bool) -> BTreeSet<u16> {
    // A wrong token is refused where none is needed, too.
    let mut statuses = BTreeSet::from([400, 401, 403, 408, 421, 500, 503]);
    if path.contains('{') || path.contains("/admin/") {
        statuses.insert(404);
    }
    if writes {
        statuses.extend([404, 409, 429]);
    }
    if path.ends_with("/export") {
        statuses.insert(429);
    }
    if operation.request_body.is_some() {
        statuses.extend([413, 415, 422]);
    }
    if path.ends_with("/pay") {
        statuses.insert(402);
    }
    let is_version = |parameter: &RefOr<Parameter>| match parameter {
        RefOr::T(parameter) => parameter.name == "If-Match",
        RefOr::Ref(_) => false,
    };
    if operation.parameters.iter().flatten().any(is_version) {
        statuses.insert(412);
    }
    statuses
}

fn add_refusals(operation: &mut Described, statuses: impl Iterator<Item = u16>) {
    for status in statuses {
        let answers = &mut operation.responses.responses;
        answers.entry(status.to_string()).or_insert_with(|| problem(status).into());
    }
}

fn problem(status: u16) -> Response {
    let reason = axum::http::StatusCode::from_u16(status).ok().and_then(|of| of.canonical_reason());
    let schema = Ref::from_schema_name(Problem::name());
    ResponseBuilder::new()
        .description(reason.unwrap_or("A problem"))
        .content("application/problem+json", ContentBuilder::new().schema(Some(schema)).build())
        .build()
}
