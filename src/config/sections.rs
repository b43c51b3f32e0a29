//! The sections and their defaults.

use std::{net::SocketAddr, path::PathBuf};

use serde::{Deserialize, Serialize};

use super::StripeConfig;
use crate::types::{Currency, Network, Percent, ZoneName};

/// What people see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SiteConfig {
    /// The site's name.
    pub name: String,
    /// Where people find the site.
    pub base_url: String,
    /// The currency of every price.
    #[serde(with = "text")]
    pub currency: Currency,
    /// The zone of venues of which nobody has said another, and of the deadlines shown.
    #[serde(with = "text")]
    pub time_zone: ZoneName,
    /// The addresses of the accounts that run the site.
    pub admins: Vec<String>,
}

/// How it listens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServerConfig {
    /// Address and port; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The proxies that are believed when they say for whom they ask.
    pub trusted_proxies: Vec<Network>,
    /// Connections beyond this wait to be accepted.
    pub connections_max: usize,
    /// Open pages beyond this are not told what changes.
    pub live_streams_max: usize,
    /// Requests beyond this are told to come back.
    pub requests_in_flight_max: usize,
    /// How long a request may take.
    pub request_seconds: u64,
    /// How long a client may take over a request's head, or to take more of an answer.
    pub head_seconds: u64,
    /// How large a form may be.
    pub body_bytes_max: usize,
    /// How many files may come at once.
    pub uploads_max: usize,
}

/// Where it keeps what it knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StorageConfig {
    /// The data folder.
    pub path: PathBuf,
}

/// What tickets may cost.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MarketConfig {
    /// What buyers pay to the site on top of a ticket's price.
    pub buyer_fee_percent: Percent,
    /// How much a ticket may cost above what is printed on it.
    #[serde(with = "or_none")]
    pub max_markup_percent: Option<Percent>,
}

/// Holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OrdersConfig {
    /// How long a ticket is held for its buyer.
    pub hold_seconds: u64,
    /// How many tickets are held for one buyer at once.
    pub max_live_per_user: usize,
    /// How long a buyer waits for a ticket after two holds on it that ran out.
    pub cooldown_seconds: u64,
}

/// Money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PaymentsConfig {
    /// Who takes the money.
    pub provider: Provider,
    /// How many declined cards end an order.
    pub max_attempts: u32,
    /// The wait between two rounds of the reconciler.
    pub reconcile_seconds: u64,
    /// How to take money through Stripe.
    pub stripe: StripeConfig,
}

/// Who takes the money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Provider {
    /// Nobody: test cards, no account.
    Sandbox,
    /// Stripe.
    Stripe,
}

/// Signing in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AccountsConfig {
    /// How many passwords are hashed at once; each takes 19 MiB and a core.
    pub password_hashes_at_once: usize,
    /// How long one stays signed in.
    pub session_days: u32,
}

/// How often one address or account may do something: `http::Action` has the numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LimitsConfig {
    /// Whether anything is limited.
    pub enabled: bool,
    /// The limits of an address times this.
    pub address_factor: u32,
    /// The limits of an account times this.
    pub account_factor: u32,
}

/// The log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogConfig {
    /// How it is written.
    pub format: LogFormat,
    /// What is written.
    pub level: LogLevel,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// A JSON object a line.
    Json,
}

/// From which level on the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    /// What somebody must see to.
    Error,
    /// What somebody should know.
    Warn,
    /// A line a request.
    Info,
    /// For developers.
    Debug,
}

impl Default for SiteConfig {
    fn default() -> Self {
        Self {
            name: "Holdfast".into(),
            base_url: "http://localhost:8080".into(),
            currency: Currency::EUR,
            time_zone: ZoneName::utc(),
            admins: vec![],
        }
    }
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            trusted_proxies: vec![],
            connections_max: 16_384,
            live_streams_max: 12_000,
            requests_in_flight_max: 1024,
            request_seconds: 30,
            head_seconds: 30,
            body_bytes_max: 64 * 1024,
            uploads_max: 32,
        }
    }
}

impl Default for StorageConfig {
    fn default() -> Self {
        Self { path: "data".into() }
    }
}

impl Default for OrdersConfig {
    fn default() -> Self {
        Self { hold_seconds: 900, max_live_per_user: 4, cooldown_seconds: 900 }
    }
}

impl Default for PaymentsConfig {
    fn default() -> Self {
        Self {
            provider: Provider::Sandbox,
            max_attempts: 3,
            reconcile_seconds: 60,
            stripe: StripeConfig::default(),
        }
    }
}

impl Default for AccountsConfig {
    fn default() -> Self {
        Self { password_hashes_at_once: 2, session_days: 14 }
    }
}

impl Default for LimitsConfig {
    fn default() -> Self {
        Self { enabled: true, address_factor: 1, account_factor: 1 }
    }
}

impl Default for LogConfig {
    fn default() -> Self {
        Self { format: LogFormat::Text, level: LogLevel::Info }
    }
}

/// A value, or the word `none`.
mod or_none {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<T: Serialize, S: Serializer>(
        value: &Option<T>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => value.serialize(to),
            None => to.serialize_str("none"),
        }
    }

    pub(super) fn deserialize<'de, T, D>(from: D) -> Result<Option<T>, D::Error>
    where
        T: Deserialize<'de>,
        D: Deserializer<'de>,
    {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum OrNone<T> {
            None(None),
            Some(T),
        }
        #[derive(Deserialize)]
        enum None {
            #[serde(rename = "none")]
            None,
        }
        Ok(match OrNone::deserialize(from)? {
            OrNone::None(None::None) => Option::None,
            OrNone::Some(value) => Option::Some(value),
        })
    }
}

/// Types that stand in the configuration as text.
mod text {
    use std::{fmt::Display, str::FromStr};

    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<T: Display, S: Serializer>(
        value: &T,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_str(value)
    }

    pub(super) fn deserialize<'de, T, D>(from: D) -> Result<T, D::Error>
    where
        T: FromStr<Err: Display>,
        D: Deserializer<'de>,
    {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}
