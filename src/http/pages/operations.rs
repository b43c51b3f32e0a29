use std::net::IpAddr;

use axum::{
    Extension,
    extract::State,
    http::{StatusCode, header::CONTENT_TYPE, request::Parts},
    response::{IntoResponse, Response},
};

use crate::http::{Edge, HttpError, HttpResult, client::address_of, error::PlainAnswer};

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
    } else if !edge.market.storage().is_ready() {
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

/// What is counted, for this machine and whoever else may know how much is sold. For all others
/// there is no such page.
pub(crate) async fn metrics(State(edge): State<Edge>, parts: Parts) -> HttpResult {
    let server = &edge.config.server;
    let address = address_of(&parts.extensions, &parts.headers, &server.trusted_proxies);
    let may_know = |address: IpAddr| {
        let is_named = server.metrics_allowed.iter().any(|network| network.contains(address));
        is_named || address.to_canonical().is_loopback()
    };
    if !address.is_some_and(may_know) {
        return Err(HttpError::NotFound);
    }
    let content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(CONTENT_TYPE, content_type)], edge.metrics.text(&edge.market)).into_response())
}
