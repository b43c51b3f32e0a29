//! Which addresses webhooks are sent to: whoever adds an endpoint must not have the site speak to
//! what only the site can reach.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::types::Network;

/// IPv4 networks that are not the internet at large (IANA's special-purpose registry), and
/// addresses at which clouds answer their own machines.
const INSIDE_V4: &[(Ipv4Addr, u32)] = &[
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 31, 196, 0), 24),
    (Ipv4Addr::new(192, 52, 193, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(192, 175, 48, 0), 24),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 3),
    // Azure's, which looks like any other.
    (Ipv4Addr::new(168, 63, 129, 16), 32),
];

/// Of IPv6, the internet at large is 2000::/3 without these: assigned for protocols (Teredo and
/// benchmarks among them), documentation, 6to4, AS112.
const INSIDE_V6: &[(Ipv6Addr, u32)] = &[
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0), 48),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

/// Where clouds tell a machine its own secrets: never reached, whatever is allowed. All that is
/// link-local is among them.
const METADATA_V4: &[(Ipv4Addr, u32)] = &[
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(100, 100, 100, 200), 32),
    (Ipv4Addr::new(168, 63, 129, 16), 32),
    (Ipv4Addr::new(192, 0, 0, 192), 32),
];

/// See [`METADATA_V4`].
const METADATA_V6: &[(Ipv6Addr, u32)] = &[
    (Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10),
    (Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0), 32),
];

/// What may be reached.
#[derive(Debug, Clone, Default)]
pub struct Reach {
    /// `webhooks.allowed_networks`: inside addresses that are reached all the same.
    allowed: Vec<Network>,
}

impl Reach {
    /// The internet at large, and these networks.
    #[must_use]
    pub fn new(allowed: Vec<Network>) -> Self {
        Self { allowed }
    }

    /// Whether an address may be connected to: without TLS only one of the allowed networks.
    #[must_use]
    pub fn allows(&self, address: IpAddr, is_https: bool) -> bool {
        let address = address.to_canonical();
        if is_metadata(address) {
            return false;
        }
        let is_allowed = self.allowed.iter().any(|network| network.contains(address));
        is_allowed || is_https && !is_inside(address)
    }
}

fn is_inside(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_in_v4(address, INSIDE_V4),
        IpAddr::V6(address) => {
            let is_global = is_in_v6(address, &[(Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3)]);
            !is_global || is_in_v6(address, INSIDE_V6)
        }
    }
}

fn is_metadata(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_in_v4(address, METADATA_V4),
        IpAddr::V6(address) => {
            is_in_v6(address, METADATA_V6)
                || embedded(address).is_some_and(|inner| is_in_v4(inner, METADATA_V4))
        }
    }
}

/// The IPv4 address that some router takes an IPv6 address for: mapped, compatible, NAT64, 6to4.
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let of = |high: u16, low: u16| Some(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)));
    match address.segments() {
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] => of(high, low),
        [0, 0, 0, 0, 0xffff, 0, high, low] => of(high, low),
        [0x64, 0xff9b, 0 | 1, .., high, low] => of(high, low),
        [0x2002, high, low, ..] => of(high, low),
        _ => None,
    }
}

fn is_in_v4(address: Ipv4Addr, networks: &[(Ipv4Addr, u32)]) -> bool {
    let is_in = |network: &Ipv4Addr, bits: u32| {
        (network.to_bits() ^ address.to_bits()).leading_zeros() >= bits
    };
    networks.iter().any(|(network, bits)| is_in(network, *bits))
}

fn is_in_v6(address: Ipv6Addr, networks: &[(Ipv6Addr, u32)]) -> bool {
    let is_in = |network: &Ipv6Addr, bits: u32| {
        (network.to_bits() ^ address.to_bits()).leading_zeros() >= bits
    };
    networks.iter().any(|(network, bits)| is_in(network, *bits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(reach: &Reach, address: &str, is_https: bool) -> bool {
        reach.allows(address.parse().unwrap(), is_https)
    }

    const INSIDE: &[&str] = &[
        "0.0.0.0",
        "0.1.2.3",
        "10.1.2.3",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:0:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::808:808",
        "64:ff9b:1::a00:1",
        "100::1",
        "2001::1",
        "2001:2::1",
        "2001:10::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:808:808::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456::1",
        "fec0::1",
        "ff02::1",
    ];

    const METADATA: &[&str] = &[
        "169.254.169.254",
        "169.254.170.2",
        "169.254.0.1",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "fe80::1",
        "fd00:ec2::254",
        "fd20:ce::254",
        "::ffff:169.254.169.254",
        "::a9fe:a9fe",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::a9fe:a9fe",
        "2002:a9fe:a9fe::1",
    ];

    #[test]
    fn the_internet_at_large_by_tls_alone() {
        let reach = Reach::default();
        for address in ["8.8.8.8", "192.0.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111"] {
            assert!(allows(&reach, address, true), "{address}");
            assert!(!allows(&reach, address, false), "{address}");
        }
        for address in [INSIDE, METADATA].concat() {
            assert!(!allows(&reach, address, true), "{address}");
            assert!(!allows(&reach, address, false), "{address}");
        }
    }

    #[test]
    fn what_is_allowed_and_never_metadata() {
        let networks =
            ["10.0.0.0/8", "169.254.0.0/16", "100.64.0.0/10", "168.63.129.16", "fd00::/8"];
        let all = ["128.0.0.0/1", "0.0.0.0/1", "::/1", "8000::/1"];
        let reach = Reach::new(networks.map(|network| network.parse().unwrap()).to_vec());
        for address in ["10.1.2.3", "::ffff:10.1.2.3", "100.64.0.1", "fd12::1"] {
            assert!(allows(&reach, address, true) && allows(&reach, address, false), "{address}");
        }
        assert!(!allows(&reach, "192.168.1.1", true));
        // A router may take it for one of 10.0.0.0/8; nobody has allowed it by that.
        assert!(!allows(&reach, "64:ff9b::a00:1", true));
        let everything = Reach::new(all.map(|network| network.parse().unwrap()).to_vec());
        for address in METADATA {
            assert!(!allows(&reach, address, true), "{address}");
            assert!(!allows(&everything, address, true), "{address}");
        }
        for address in INSIDE {
            assert!(allows(&everything, address, true), "{address}");
        }
    }
}
