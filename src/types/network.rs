use std::{fmt, net::IpAddr, str::FromStr};

use serde::{Deserialize, Deserializer, de};

/// A network of addresses: `192.0.2.0/24`, `2001:db8::/32`, or one address, `127.0.0.1`. IPv4 that
/// is written as IPv6 (`::ffff:192.0.2.1`) is IPv4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    /// How many leading bits of the address count.
    bits: u8,
}

impl Network {
    /// Whether an address belongs to it.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                (own.to_bits() ^ other.to_bits()).leading_zeros() >= u32::from(self.bits)
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                (own.to_bits() ^ other.to_bits()).leading_zeros() >= u32::from(self.bits)
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let (address, bits) = match text.trim().split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text.trim(), None),
        };
        let written: IpAddr = address.parse().map_err(|_| NetworkError::Malformed)?;
        let address = written.to_canonical();
        let [all, own] = [written, address].map(|of| if of.is_ipv4() { 32 } else { 128 });
        let bits: Option<u8> = match bits {
            Some(bits) if bits.bytes().all(|byte| byte.is_ascii_digit()) => bits.parse().ok(),
            Some(_) => None,
            None => Some(all),
        };
        // Of IPv4 that is written as IPv6 the bits before it do not count.
        match bits.filter(|bits| *bits <= all).and_then(|bits| bits.checked_sub(all - own)) {
            Some(0) => Err(NetworkError::Everybody),
            Some(bits) => Ok(Self { address, bits }),
            None => Err(NetworkError::Malformed),
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.bits)
    }
}

/// In the configuration it is text.
impl<'de> Deserialize<'de> for Network {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(|error| de::Error::custom(format!("{text:?} {error}")))
    }
}

/// Why something typed is no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    /// Neither an address nor a network.
    #[error("is neither an address (127.0.0.1) nor a network (10.0.0.0/8)")]
    Malformed,
    /// All addresses that there are.
    #[error("is everybody: name only those who are meant")]
    Everybody,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_it() {
        for (network, address, belongs) in [
            ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.1", "127.0.0.2", false),
            ("127.0.0.1", "::1", false),
            ("127.0.0.1", "::ffff:127.0.0.1", true),
            ("::ffff:127.0.0.1", "127.0.0.1", true),
            ("::ffff:10.0.0.0/104", "10.9.8.7", true),
            ("10.0.0.0/8", "10.255.255.255", true),
            ("10.1.2.3/8", "10.255.255.255", true),
            ("10.0.0.0/8", "11.0.0.0", false),
            ("192.0.2.128/25", "192.0.2.127", false),
            ("192.0.2.128/25", "192.0.2.200", true),
            ("128.0.0.0/1", "127.255.255.255", false),
            ("2001:db8::/32", "2001:db8:ffff::1", true),
            ("2001:db8::/32", "2001:db9::1", false),
            ("2001:db8::1", "2001:db8::1", true),
            ("2001:db8::1", "2001:db8::2", false),
            (" ::1 ", "::1", true),
        ] {
            let parsed: Network = network.parse().unwrap();
            assert_eq!(parsed.contains(address.parse().unwrap()), belongs, "{network} {address}");
            assert_eq!(parsed.to_string().parse(), Ok(parsed));
        }
    }

    #[test]
    fn what_is_none() {
        use NetworkError::{Everybody, Malformed};
        for (text, error) in [
            ("", Malformed),
            ("localhost", Malformed),
            ("10.0.0", Malformed),
            ("10.0.0.0/", Malformed),
            ("10.0.0.0/33", Malformed),
            ("10.0.0.0/+8", Malformed),
            ("10.0.0.0/8/8", Malformed),
            ("10.0.0.0/999", Malformed),
            ("127.0.0.1:80", Malformed),
            ("::1/129", Malformed),
            ("::ffff:10.0.0.0/95", Malformed),
            ("0.0.0.0/0", Everybody),
            ("::/0", Everybody),
            ("::ffff:0.0.0.0/96", Everybody),
        ] {
            assert_eq!(text.parse::<Network>(), Err(error), "{text:?}");
        }
    }
}
