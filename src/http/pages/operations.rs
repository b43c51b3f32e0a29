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
pub(crate) async fn readyz(State(edge): State<Edge>, parts: Parts) -> Response {
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
        None if edge.bus.is_on() && may_know(&edge, &parts) => {
            format!("ready\n{}", bus_detail(&edge)).into_response()
        }
        None => "ready\n".into_response(),
        Some(why) => (StatusCode::SERVICE_UNAVAILABLE, Extension(PlainAnswer), why).into_response(),
    }
}

/// How the event bus does, where there is one: its trouble is nobody's at the site.
fn bus_detail(edge: &Edge) -> String {
    let trouble = if edge.bus.trouble().is_some() { "; see the log" } else { "" };
    match edge.bus.backlog(edge.market.tables()) {
        Ok(backlog) => format!("event bus: {} entries behind{trouble}\n", backlog.entries),
        Err(_) => format!("event bus: its backlog cannot be read{trouble}\n"),
    }
}

/// Whether who asks may know how much goes on: this machine, and whoever is named.
fn may_know(edge: &Edge, parts: &Parts) -> bool {
    let server = &edge.config.server;
    let address = address_of(&parts.extensions, &parts.headers, &server.trusted_proxies);
    address.is_some_and(|address| {
        let is_named = server.metrics_allowed.iter().any(|network| network.contains(address));
        is_named || address.to_canonical().is_loopback()
    })
}

/// What is counted, for this machine and whoever else may know how much is sold. For all others
/// there is no such page.
pub(crate) async fn metrics(State(edge): State<Edge>, parts: Parts) -> HttpResult {
    if !may_know(&edge, &parts) {
        return Err(HttpError::NotFound);
    }
    let content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(CONTENT_TYPE, content_type)], edge.metrics.text(&edge.market, &edge.bus)).into_response())
}
