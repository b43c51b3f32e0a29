//! From which address a request comes.

use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

use axum::{
    extract::FromRequestParts,
    http::{Extensions, HeaderMap, HeaderName, Request, request::Parts},
};

use super::Edge;
use crate::types::Network;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// What proxies add.
const FORWARDED: [HeaderName; 5] = [
    FORWARDED_FOR,
    HeaderName::from_static("forwarded"),
    HeaderName::from_static("via"),
    HeaderName::from_static("x-real-ip"),
    HeaderName::from_static("x-forwarded-host"),
];

/// Who is at the other end of a connection: a client, or a proxy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub(super) IpAddr);

/// One client, as limits count them: an IPv4 address, or the /64 network of an IPv6 one, all of
/// which one household has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Client(pub(super) IpAddr);

impl Client {
    /// The client at an address.
    pub(super) fn at(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(address) => address.into(),
            IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        })
    }

    /// Who sent a request, given who is at the other end of its connection.
    pub(super) fn of(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> Self {
        Self::at(forwarded_for(peer, headers, trusted).unwrap_or(peer))
    }

    /// Who sent a request.
    pub(super) fn of_request<B>(edge: &Edge, request: &Request<B>) -> Self {
        let trusted = &edge.config.server.trusted_proxies;
        Self::of(peer(request.extensions()), request.headers(), trusted)
    }
}

impl FromRequestParts<Edge> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, edge: &Edge) -> Result<Self, Infallible> {
        Ok(Self::of(peer(&parts.extensions), &parts.headers, &edge.config.server.trusted_proxies))
    }
}

/// The very address that a request comes from; none if it came through somebody who is not believed,
/// and is therefore anybody's.
pub(super) fn address_of(
    extensions: &Extensions,
    headers: &HeaderMap,
    trusted: &[Network],
) -> Option<IpAddr> {
    let peer = peer(extensions);
    let is_forwarded = FORWARDED.iter().any(|name| headers.contains_key(name));
    match is_forwarded {
        true => forwarded_for(peer, headers, trusted),
        false => Some(peer),
    }
}

/// Who is at the other end. A request that came over no connection, as in tests, is nobody's.
pub(super) fn peer(extensions: &Extensions) -> IpAddr {
    extensions.get::<Peer>().map_or(Ipv4Addr::UNSPECIFIED.into(), |peer| peer.0)
}

/// Whether some proxy says for whom it asks, and is not believed.
pub(super) fn is_unheard(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> bool {
    headers.contains_key(FORWARDED_FOR) && !is_in(trusted, peer)
}

/// For whom a trusted proxy asks. Each proxy adds at the right whom it was asked by, so from there
/// on each address is as good as the proxy that has added it: the first that is no trusted proxy's
/// is the client's, and what stands left of it anybody can have written. None if the proxy is not
/// trusted, or if an address on the way is none.
fn forwarded_for(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> Option<IpAddr> {
    if !is_in(trusted, peer) {
        return None;
    }
    let mut client = None;
    for line in headers.get_all(FORWARDED_FOR).iter().rev() {
        for hop in line.as_bytes().rsplit(|byte| *byte == b',') {
            let address = address(str::from_utf8(hop).ok()?)?;
            client = Some(address);
            if !is_in(trusted, address) {
                return client;
            }
        }
    }
    client
}

fn is_in(networks: &[Network], address: IpAddr) -> bool {
    networks.iter().any(|network| network.contains(address))
}

/// An address, which some proxies write with its port.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse::<Ipv6Addr>().ok();
    let plain = text.parse::<IpAddr>().ok();
    plain
        .or_else(|| bracketed().map(IpAddr::V6))
        .or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, lines: &[&str], trusted: &[&str]) -> IpAddr {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_FOR, line.as_bytes().try_into().unwrap());
        }
        let trusted: Vec<Network> = trusted.iter().map(|text| text.parse().unwrap()).collect();
        Client::of(peer.parse().unwrap(), &headers, &trusted).0
    }

    #[test]
    fn who_asks() {
        let proxies: &[&str] = &["127.0.0.1", "10.0.0.0/8", "fd00::/8"];
        let cases: &[(&str, &[&str], &[&str], &str)] = &[
            // Nobody is believed who is not trusted.
            ("127.0.0.1", &["203.0.113.9"], &[], "127.0.0.1"),
            ("203.0.113.1", &["203.0.113.9"], proxies, "203.0.113.1"),
            ("203.0.113.1", &["127.0.0.1"], proxies, "203.0.113.1"),
            ("127.0.0.2", &["203.0.113.9"], proxies, "127.0.0.2"),
            // A proxy that says nothing.
            ("127.0.0.1", &[], proxies, "127.0.0.1"),
            ("127.0.0.1", &[""], proxies, "127.0.0.1"),
            ("127.0.0.1", &[" , "], proxies, "127.0.0.1"),
            // One proxy, and what clients write themselves.
            ("127.0.0.1", &["203.0.113.9"], proxies, "203.0.113.9"),
            ("127.0.0.1", &["  203.0.113.9  "], proxies, "203.0.113.9"),
            ("127.0.0.1", &["1.2.3.4, 203.0.113.9"], proxies, "203.0.113.9"),
            ("127.0.0.1", &["127.0.0.1, 203.0.113.9"], proxies, "203.0.113.9"),
            ("127.0.0.1", &["rubbish,, 203.0.113.9"], proxies, "203.0.113.9"),
            ("127.0.0.1", &["\u{e4}, 203.0.113.9"], proxies, "203.0.113.9"),
            // Proxies behind proxies.
            ("127.0.0.1", &["203.0.113.9, 10.0.0.7"], proxies, "203.0.113.9"),
            ("127.0.0.1", &["1.2.3.4,203.0.113.9,10.0.0.7,10.0.0.8"], proxies, "203.0.113.9"),
            ("127.0.0.1", &["10.0.0.9, 203.0.113.9, 10.0.0.7"], proxies, "203.0.113.9"),
            // All of them trusted: the farthest.
            ("127.0.0.1", &["10.0.0.7, 10.0.0.8"], proxies, "10.0.0.7"),
            // Several lines are one.
            ("127.0.0.1", &["1.2.3.4", "203.0.113.9"], proxies, "203.0.113.9"),
            ("127.0.0.1", &["1.2.3.4, 203.0.113.9", "10.0.0.7"], proxies, "203.0.113.9"),
            ("127.0.0.1", &["203.0.113.9", "10.0.0.7, 10.0.0.8"], proxies, "203.0.113.9"),
            // What is no address where one must be.
            ("127.0.0.1", &["unknown"], proxies, "127.0.0.1"),
            ("127.0.0.1", &["203.0.113.9, unknown"], proxies, "127.0.0.1"),
            ("127.0.0.1", &["203.0.113.9,"], proxies, "127.0.0.1"),
            ("127.0.0.1", &["203.0.113.9", ""], proxies, "127.0.0.1"),
            ("127.0.0.1", &["203.0.113.9, unknown, 10.0.0.7"], proxies, "127.0.0.1"),
            ("127.0.0.1", &["203.0.113"], proxies, "127.0.0.1"),
            ("127.0.0.1", &["203.0.113.999"], proxies, "127.0.0.1"),
            ("127.0.0.1", &["example.org"], proxies, "127.0.0.1"),
            ("127.0.0.1", &["203.0.113.9:port"], proxies, "127.0.0.1"),
            ("127.0.0.1", &["[203.0.113.9]"], proxies, "127.0.0.1"),
            // With ports.
            ("127.0.0.1", &["203.0.113.9:51000"], proxies, "203.0.113.9"),
            ("127.0.0.1", &["203.0.113.9, 10.0.0.7:80"], proxies, "203.0.113.9"),
            ("127.0.0.1", &["[2001:db8:1:2::9]:51000"], proxies, "2001:db8:1:2::"),
            ("127.0.0.1", &["[2001:db8:1:2::9]"], proxies, "2001:db8:1:2::"),
            // IPv6 by its /64, and IPv4 in IPv6's clothes.
            ("2001:db8:1:2:3:4:5:6", &[], &[], "2001:db8:1:2::"),
            ("127.0.0.1", &["2001:db8:1:2:ffff::1"], proxies, "2001:db8:1:2::"),
            ("fd00::1", &["2001:db8:1:2::9, fd12::7"], proxies, "2001:db8:1:2::"),
            ("::ffff:203.0.113.1", &[], &[], "203.0.113.1"),
            ("::ffff:127.0.0.1", &["203.0.113.9"], proxies, "203.0.113.9"),
            ("127.0.0.1", &["::ffff:203.0.113.9"], proxies, "203.0.113.9"),
            ("127.0.0.1", &["203.0.113.9, ::ffff:10.0.0.7"], proxies, "203.0.113.9"),
            ("127.0.0.1", &["fe80::1%eth0"], proxies, "127.0.0.1"),
        ];
        for (peer, lines, trusted, expect) in cases {
            let expect: IpAddr = expect.parse().unwrap();
            assert_eq!(client(peer, lines, trusted), expect, "{peer} {lines:?}");
        }
    }

    #[test]
    fn the_very_address() {
        let proxies: &[&str] = &["127.0.0.1"];
        for (peer, header, trusted, expect) in [
            ("127.0.0.1", None, &[][..], Some("127.0.0.1")),
            ("2001:db8::1", None, &[], Some("2001:db8::1")),
            // A proxy on this machine of which nobody has told, whatever it writes.
            ("127.0.0.1", Some(("x-forwarded-for", "127.0.0.1")), &[], None),
            ("127.0.0.1", Some(("via", "1.1 caddy")), &[], None),
            ("127.0.0.1", Some(("x-real-ip", "127.0.0.1")), proxies, None),
            ("127.0.0.1", Some(("x-forwarded-for", "rubbish")), proxies, None),
            ("127.0.0.1", Some(("x-forwarded-for", "203.0.113.9")), proxies, Some("203.0.113.9")),
            ("127.0.0.1", None, proxies, Some("127.0.0.1")),
        ] {
            let mut extensions = Extensions::new();
            extensions.insert(Peer(peer.parse().unwrap()));
            let mut headers = HeaderMap::new();
            headers.extend(header.map(|(name, value): (&str, &str)| {
                (name.parse::<HeaderName>().unwrap(), value.parse().unwrap())
            }));
            let trusted: Vec<Network> = trusted.iter().map(|text| text.parse().unwrap()).collect();
            let expect: Option<IpAddr> = expect.map(|address| address.parse().unwrap());
            assert_eq!(address_of(&extensions, &headers, &trusted), expect, "{peer} {header:?}");
        }
    }

    #[test]
    fn a_header_that_nobody_believes_is_noticed() {
        let mut headers = HeaderMap::new();
        let (peer, trusted) = ("127.0.0.1".parse().unwrap(), ["127.0.0.1".parse().unwrap()]);
        assert!(!is_unheard(peer, &headers, &[]));
        headers.insert(FORWARDED_FOR, "203.0.113.9".parse().unwrap());
        assert!(is_unheard(peer, &headers, &[]));
        assert!(!is_unheard(peer, &headers, &trusted));
    }
}
