//! Hosts that an operator typed, in the one form in which browsers and mail servers name them: in
//! lower case and in ASCII (IDNA, UTS #46), as the domains of addresses are ([`Email`]).
//!
//! [`Email`]: crate::types::Email

use axum::http::Uri;

use crate::types::ascii_domain;

/// A host's name.
pub(super) fn name(typed: &str) -> String {
    ascii_domain(&typed.trim().to_lowercase()).into_owned()
}

/// A host, and its port if it has one; none if it is no such thing.
pub(super) fn authority(typed: &str) -> Option<String> {
    let named: axum::http::uri::Authority = ported(typed).parse().ok()?;
    (!named.as_str().contains('@')).then(|| named.to_string())
}

/// A URL, with its host in that form.
pub(super) fn in_url(typed: &str) -> String {
    let Some((scheme, rest)) = typed.split_once("://") else { return typed.to_owned() };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    format!("{}://{}{path}", scheme.to_lowercase(), ported(host))
}

/// Where a site is: a scheme, a host, and a port if it is not the scheme's own, as browsers write an
/// origin; none if it is no such thing.
pub(super) fn site_url(typed: &str) -> Option<String> {
    let typed = in_url(typed.trim());
    let url: Uri = typed.strip_suffix('/').unwrap_or(&typed).parse().ok()?;
    let scheme = url.scheme_str().filter(|scheme| matches!(*scheme, "http" | "https"))?;
    let named = url.authority().filter(|named| !named.as_str().contains('@'))?;
    if named.host().is_empty() || url.path() != "/" || url.query().is_some() {
        return None;
    }
    let usual = if scheme == "https" { 443 } else { 80 };
    let port = named.port_u16().filter(|port| *port != usual);
    let port = port.map_or_else(String::new, |port| format!(":{port}"));
    Some(format!("{scheme}://{}{port}", named.host()))
}

fn ported(typed: &str) -> String {
    match typed.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{}:{port}", name(host))
        }
        _ => name(typed),
    }
}
