use axum::{
    Extension,
    extract::State,
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};

use crate::http::{Edge, error::PlainAnswer};

/// Whether the process lives.
pub(crate) async fn healthz() -> &'static str {
    "alive\n"
}

/// What is bought and sold goes on.
const SOME_CANNOT_BE_READ: &str = "ready, but the snapshots are being opened anew: records that are not in memory cannot be read\n";

/// Whether it can serve: records are there, actors answer, the journal takes entries, and it is not
/// stopping.
pub(crate) async fn readyz(State(edge): State<Edge>) -> Response {
    let health = edge.market.storage().health();
    let why_not = if edge.stopping.is_cancelled() {
        Some("stopping\n")
    } else if health.has_damaged_snapshots() {
        Some("a part of the data is being built anew from the journal; see the log\n")
    } else if !edge.market.storage().health().is_sound() {
        Some("the journal cannot be written; see the log\n")
    } else if edge.market.running().await.is_err() {
        Some("the actors do not answer; see the log\n")
    } else {
        None
    };
    match why_not {
        None if !health.has_snapshots() => SOME_CANNOT_BE_READ.into_response(),
        None => "ready\n".into_response(),
        Some(why) => (StatusCode::SERVICE_UNAVAILABLE, Extension(PlainAnswer), why).into_response(),
    }
}

/// What is counted.
pub(crate) async fn metrics(State(edge): State<Edge>) -> impl IntoResponse {
    let content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(CONTENT_TYPE, content_type)], edge.metrics.text(&edge.market))
}
