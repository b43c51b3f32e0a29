//! The sections.

use std::{fmt::Display, net::SocketAddr, path::PathBuf, str::FromStr, time::Duration};

use serde::{Deserialize, Deserializer, de::Error as _};

use super::{ConfigError, OpenIdConfig, StripeConfig};
use crate::domain::{Issuer, rules::sign_in::Lasting};
use crate::storage::compaction::Retention;
use crate::types::{BuyerFee, Currency, Email, Fees, Network, Percent, SellerFee, ZoneName};

/// What people see.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteConfig {
    /// The site's name.
    pub name: String,
    /// Where people find the site, as browsers write an origin: `https://tickets.example.org`.
    pub base_url: String,
    /// The currency of every price.
    #[serde(deserialize_with = "text")]
    pub currency: Currency,
    /// The zone of venues of which nobody has said another, and of the deadlines shown.
    #[serde(deserialize_with = "text")]
    pub time_zone: ZoneName,
    /// The addresses of the accounts that run the site.
    pub admins: Vec<String>,
    /// The addresses of the accounts that answer for it.
    pub support: Vec<String>,
    /// Whether search engines may show it.
    pub indexed: bool,
    /// Who runs it: name and address, in lines; empty if nobody says so.
    pub operator: String,
    /// By what the tax office knows them.
    pub tax_id: String,
    /// What of the fees is tax, on what it is raised from.
    pub tax_percent: Percent,
    /// The folder of the pages in the operator's own words; empty if there is none.
    pub pages: PathBuf,
    /// The address at which they are asked; empty if they say none.
    pub contact: String,
    /// The file of the logo; empty if the name stands in its place.
    pub logo: PathBuf,
    /// The same where the background is dark; empty if it is the same one.
    pub logo_dark: PathBuf,
    /// The colour of links and buttons; empty for the site's own.
    pub accent: String,
    /// The same where the background is dark.
    pub accent_dark: String,
    /// What stands below the head of the home page; empty if nothing does.
    pub headline: String,
}

impl SiteConfig {
    /// Where who runs the site is asked, if they say so.
    ///
    /// # Errors
    /// When it is no e-mail address.
    pub fn contact(&self) -> Result<Option<Email>, ConfigError> {
        let typed = self.contact.trim();
        let wrong = |_| {
            let what = format!("{typed:?} is not an e-mail address");
            ConfigError::value("site.contact", what)
        };
        (!typed.is_empty()).then(|| Email::parse(typed).map_err(wrong)).transpose()
    }

    /// The line in the head of the home page.
    ///
    /// # Errors
    /// When it is no line, or too long a one.
    pub fn headline(&self) -> Result<&str, ConfigError> {
        let line = self.headline.trim();
        match line.chars().any(char::is_control) || line.chars().count() > HEADLINE_CHARS_MAX {
            true => {
                let what = format!("it is no line of {HEADLINE_CHARS_MAX} characters at the most");
                Err(ConfigError::value("site.headline", what))
            }
            false => Ok(line),
        }
    }

    /// Who issues invoices of fees, if it is said who runs the site.
    ///
    /// # Errors
    /// When what is said of them cannot be.
    pub fn issuer(&self) -> Result<Option<Issuer>, ConfigError> {
        let lines = self.operator.lines().map(str::trim).filter(|line| !line.is_empty());
        let operator = lines.collect::<Vec<_>>().join("\n");
        let tax_id = self.tax_id.trim();
        let is_plain = |text: &str| !text.chars().any(|c| c.is_control() && c != '\n');
        if operator.len() > OPERATOR_BYTES_MAX || !is_plain(&operator) {
            let what = format!("it is no text of {OPERATOR_BYTES_MAX} bytes at the most");
            return Err(ConfigError::value("site.operator", what));
        }
        if tax_id.len() > TAX_ID_BYTES_MAX || !is_plain(tax_id) || tax_id.contains('\n') {
            let what = format!("it is no line of {TAX_ID_BYTES_MAX} bytes at the most");
            return Err(ConfigError::value("site.tax_id", what));
        }
        if self.tax_percent > Percent::WHOLE {
            let what = format!("{} is more than 100", self.tax_percent);
            return Err(ConfigError::value("site.tax_percent", what));
        }
        if operator.is_empty() && (!tax_id.is_empty() || self.tax_percent != Percent::ZERO) {
            let what = "site.tax_id and site.tax_percent need somebody whose they are";
            return Err(ConfigError::value("site.operator", what));
        }
        if tax_id.is_empty() && self.tax_percent != Percent::ZERO {
            let what = "who raises tax (site.tax_percent) has one";
            return Err(ConfigError::value("site.tax_id", what));
        }
        let issuer = Issuer::new(&operator, tax_id, self.tax_percent);
        Ok((!operator.is_empty()).then_some(issuer))
    }
}

/// How long the line in the head of the home page may be.
const HEADLINE_CHARS_MAX: usize = 200;

/// How long name and address of who runs the site may be.
const OPERATOR_BYTES_MAX: usize = 500;

/// How long their tax id may be.
const TAX_ID_BYTES_MAX: usize = 50;

/// How it listens.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerConfig {
    /// Address and port; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The proxies that are believed when they say for whom they ask.
    pub trusted_proxies: Vec<Network>,
    /// Who beside this machine is told what is counted.
    pub metrics_allowed: Vec<Network>,
    /// Other names of the site than the one in its `base_url`.
    pub hosts_allowed: Vec<String>,
    /// Connections beyond this wait to be accepted.
    pub connections_max: usize,
    /// Connections from one address beyond this are closed.
    pub connections_per_address_max: usize,
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

/// The API.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApiConfig {
    /// Whether there are the paths of the design that the site comes from.
    pub compat: bool,
    /// The event of what is listed there without one; empty if there is none.
    pub compat_event: String,
}

/// Where it keeps what it knows.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StorageConfig {
    /// The data folder.
    pub path: PathBuf,
    /// Whether it pays, mails and tells nobody.
    pub quiet: bool,
    /// How much of its disk should be free: with less `/admin` says so.
    pub least_free_mb: u64,
    /// How often the journal is rid of what is gone, in days; 0: never by itself.
    pub compact_every_days: u32,
}

impl StorageConfig {
    /// The time between two compactions, if the site makes any by itself.
    #[must_use]
    pub fn compact_every(&self) -> Option<Duration> {
        let days = Some(self.compact_every_days).filter(|days| *days > 0);
        days.map(|days| Duration::from_secs(24 * 3600) * days)
    }
}

/// What tickets may cost.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarketConfig {
    /// What buyers pay to the site on top of a ticket's price.
    pub buyer_fee_percent: Percent,
    /// What of a ticket's price sellers pay to the site.
    pub seller_fee_percent: Percent,
    /// How much a ticket may cost above what is printed on it.
    #[serde(deserialize_with = "or_none")]
    pub max_markup_percent: Option<Percent>,
    /// How long before an event starts the file of a ticket that was sold must be there.
    pub deliver_hours_before: u16,
}

impl MarketConfig {
    /// What the site takes of a sale.
    #[must_use]
    pub fn fees(&self, currency: Currency) -> Fees {
        Fees {
            buyer: BuyerFee::new(self.buyer_fee_percent, currency),
            seller: SellerFee::new(self.seller_fee_percent, currency),
        }
    }
}

/// Holds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrdersConfig {
    /// How long a ticket is held for its buyer.
    pub hold_seconds: u64,
    /// How long who is next in line has what they waited for.
    pub line_seconds: u64,
    /// How many tickets are held for one buyer at once.
    pub max_live_per_user: usize,
    /// How long a buyer waits for a ticket after two holds on it that ran out.
    pub cooldown_seconds: u64,
}

/// Money.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Provider {
    /// Nobody: test cards, no account.
    Sandbox,
    /// Stripe.
    Stripe,
}

/// Signing in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountsConfig {
    /// How many passwords are hashed at once; each takes 19 MiB and a core.
    pub password_hashes_at_once: usize,
    /// How long one stays signed in.
    pub session_days: u32,
    /// After how long one must sign in again in any case.
    pub session_days_max: u32,
    /// Whether who runs the site must sign in with a second factor.
    pub admins_need_second_factor: bool,
    /// By which provider people may sign in as well.
    pub openid: OpenIdConfig,
}

impl AccountsConfig {
    /// How long sign-ins last.
    #[must_use]
    pub fn lasting(&self) -> Lasting {
        let days = |days: u32| Duration::from_secs(24 * 3600) * days;
        Lasting { idle: days(self.session_days), at_most: days(self.session_days_max) }
    }
}

/// How often one address or account may do something: `http::Action` has the numbers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitsConfig {
    /// Whether anything is limited.
    pub enabled: bool,
    /// The limits of an address times this.
    pub address_factor: u32,
    /// The limits of an account times this.
    pub account_factor: u32,
}

/// How long is kept what the books do not rest on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetentionConfig {
    /// What is settled.
    pub settled_days: u32,
    /// That one of those who run the site has looked at something.
    pub looks_days: u32,
}

impl RetentionConfig {
    /// As a compaction goes by it.
    #[must_use]
    pub fn kept(&self) -> Retention {
        let days = |days: u32| Duration::from_secs(24 * 3600) * days;
        Retention { settled: days(self.settled_days), looks: days(self.looks_days) }
    }
}

/// Webhooks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhooksConfig {
    /// Inside networks to which they are sent all the same.
    pub allowed_networks: Vec<Network>,
}

/// The log.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogConfig {
    /// How it is written.
    pub format: LogFormat,
    /// What is written.
    pub level: LogLevel,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// A JSON object a line.
    Json,
}

/// From which level on the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
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

/// A percentage, or the word `none`.
fn or_none<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Percent>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OrNone {
        None(None),
        Some(Percent),
    }
    #[derive(Deserialize)]
    enum None {
        #[serde(rename = "none")]
        None,
    }
    Ok(match OrNone::deserialize(from)? {
        OrNone::None(None::None) => Option::None,
        OrNone::Some(value) => Some(value),
    })
}

/// What stands in the configuration as text.
fn text<'de, T: FromStr<Err: Display>, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    String::deserialize(from)?.parse().map_err(D::Error::custom)
}
