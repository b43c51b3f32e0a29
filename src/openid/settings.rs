use std::net::IpAddr;

use url::{Host, Url};

use crate::types::Secret;

/// By which provider people sign in, and as what this site is known there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenIdSettings {
    /// Its address; empty if there is none.
    pub issuer: String,
    /// What it calls this site.
    pub client_id: String,
    /// By what the site shows to it that it is this site.
    pub client_secret: Secret,
    /// What people call it.
    pub name: String,
}

impl OpenIdSettings {
    /// Whether the provider is on this machine, where nobody listens on the way.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        Url::parse(&self.issuer).is_ok_and(|url| is_loopback(&url))
    }
}

/// Whether an address is one of this machine.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
        None => false,
    }
}
