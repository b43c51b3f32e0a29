//! Under which names the site is asked for. Another name is an attacker's, whose page then is of one
//! origin with this site (DNS rebinding), or a proxy's that is not set up.

use axum::http::{HeaderMap, Uri, header::HOST, uri::Authority};

use crate::config::Config;

/// The names of a site.
pub(super) struct Hosts {
    /// As its `base_url` says; none if nobody has said it.
    own: Option<Name>,
    others: Vec<Name>,
    is_https: bool,
}

/// A name, and a port if it is not the scheme's own.
#[derive(Debug, PartialEq, Eq)]
struct Name {
    host: String,
    port: Option<u16>,
}

impl Hosts {
    pub(super) fn of(config: &Config) -> Self {
        let is_https = config.is_https();
        let is_set = config.site.base_url != Config::default().site.base_url;
        let url: Option<Uri> = config.site.base_url.parse().ok();
        let own = url.as_ref().and_then(Uri::authority).map(|of| Name::of(of, is_https));
        let parsed = |name: &String| name.parse().ok().map(|name| Name::of(&name, is_https));
        let others = config.server.hosts_allowed.iter().filter_map(parsed).collect();
        Self { own: own.filter(|_| is_set), others, is_https }
    }

    /// Whether a request is for this site.
    pub(super) fn have(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        let Some(own) = &self.own else { return true };
        let asked = match uri.authority() {
            Some(authority) => Some(Name::of(authority, self.is_https)),
            None => headers
                .get(HOST)
                .and_then(|host| host.to_str().ok()?.parse().ok())
                .map(|authority| Name::of(&authority, self.is_https)),
        };
        asked.is_some_and(|asked| {
            // Whoever names no port means any.
            let is_it = |name: &Name| {
                name.host == asked.host && (name.port.is_none() || name.port == asked.port)
            };
            asked == *own || self.others.iter().any(is_it)
        })
    }
}

impl Name {
    fn of(authority: &Authority, is_https: bool) -> Self {
        let usual = if is_https { 443 } else { 80 };
        Self {
            host: authority.host().trim_end_matches('.').to_ascii_lowercase(),
            port: authority.port_u16().filter(|port| *port != usual),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_had(base_url: &str, others: &[&str], uri: &str, host: Option<&str>) -> bool {
        let mut config = Config::default();
        if !base_url.is_empty() {
            config.site.base_url = base_url.into();
        }
        config.server.hosts_allowed = others.iter().map(ToString::to_string).collect();
        let mut headers = HeaderMap::new();
        headers.extend(host.map(|host| (HOST, host.parse().unwrap())));
        Hosts::of(&config).have(&uri.parse().unwrap(), &headers)
    }

    #[test]
    fn which_names_are_the_sites() {
        let (https, http) = ("https://tickets.example.org", "http://tickets.example.org:8080");
        for (base_url, others, uri, host, expect) in [
            // Until somebody has said where it is, it is anywhere.
            ("", &[][..], "/", Some("evil.example"), true),
            ("", &[], "/", None, true),
            (https, &[], "/", Some("tickets.example.org"), true),
            (https, &[], "/", Some("Tickets.Example.org.:443"), true),
            (https, &[], "/", Some("tickets.example.org:80"), false),
            (https, &[], "/", Some("tickets.example.org:8080"), false),
            (https, &[], "/", Some("evil.example"), false),
            (https, &[], "/", Some("tickets.example.org.evil.example"), false),
            (https, &[], "/", Some("evil.example/tickets.example.org"), false),
            (https, &[], "/", Some("127.0.0.1:8080"), false),
            (https, &[], "/", Some("not a host"), false),
            (https, &[], "/", None, false),
            // What stands in the first line counts more.
            (https, &[], "https://tickets.example.org/", Some("evil.example"), true),
            (https, &[], "http://evil.example/", Some("tickets.example.org"), false),
            (http, &[], "/", Some("tickets.example.org:8080"), true),
            (http, &[], "/", Some("tickets.example.org"), false),
            (https, &["www.example.org"], "/", Some("www.example.org"), true),
            (https, &["127.0.0.1"], "/", Some("127.0.0.1:34567"), true),
            (https, &["127.0.0.1:80"], "/", Some("127.0.0.1:81"), false),
            (https, &["[::1]"], "/", Some("[::1]:8080"), true),
        ] {
            assert_eq!(is_had(base_url, others, uri, host), expect, "{base_url} {uri} {host:?}");
        }
    }
}
