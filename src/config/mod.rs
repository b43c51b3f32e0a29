//! The configuration: `config.toml`, then `HOLDFAST_<SECTION>__<KEY>`, over the defaults.

mod backup;
mod bus;
mod environment;
mod hosts;
mod mail;
mod openid;
mod payouts;
mod secret_file;
mod sections;
mod stripe;

use std::path::{Path, PathBuf};

use figment::{
    Figment,
    error::Kind,
    providers::{Format as _, Toml},
};
use serde::Deserialize;

pub use backup::BackupConfig;
pub use bus::BusConfig;
pub use mail::MailConfig;
pub use openid::OpenIdConfig;
pub use payouts::PayoutsConfig;
pub use sections::{
    AccountsConfig, ApiConfig, LimitsConfig, LogConfig, LogFormat, LogLevel, MarketConfig,
    OrdersConfig, PaymentsConfig, Provider, RetentionConfig, ServerConfig, SiteConfig,
    StorageConfig, WebhooksConfig,
};
pub use stripe::StripeConfig;

use crate::delivery::cloud_events::EventSource;
pub use crate::delivery::mail::MailSecurity;
use crate::domain::rules::payouts::PayoutMethod;
use crate::types::{Email, EventId, Percent};

/// The file that is read if none is named and it is there.
pub const DEFAULT_FILE: &str = "config.toml";

/// Everything that can be set. `config.toml` at the project's root documents each key, and has the
/// defaults.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// What people see.
    pub site: SiteConfig,
    /// How it listens.
    pub server: ServerConfig,
    /// Where it keeps what it knows.
    pub storage: StorageConfig,
    /// What tickets may cost.
    pub market: MarketConfig,
    /// Holds.
    pub orders: OrdersConfig,
    /// Money.
    pub payments: PaymentsConfig,
    /// How sellers are paid.
    pub payouts: PayoutsConfig,
    /// Mails.
    pub mail: MailConfig,
    /// Where events are published.
    pub bus: BusConfig,
    /// Backups.
    pub backup: BackupConfig,
    /// What is kept how long.
    pub retention: RetentionConfig,
    /// The API.
    pub api: ApiConfig,
    /// Webhooks.
    pub webhooks: WebhooksConfig,
    /// Signing in.
    pub accounts: AccountsConfig,
    /// How often one address or account may do something.
    pub limits: LimitsConfig,
    /// The log.
    pub log: LogConfig,
}

/// What is wrong with the configuration. No key of Stripe's and no password is ever part of it.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file that was named is not there.
    #[error("there is no configuration file {}", .0.display())]
    Missing(PathBuf),
    /// A key is unknown, or a value is of the wrong kind.
    #[error("the configuration cannot be read: {0}")]
    Malformed(String),
    /// A value cannot be.
    #[error("{key}: {what}")]
    Value {
        /// Which key.
        key: String,
        /// What is wrong.
        what: String,
    },
}

impl ConfigError {
    pub(crate) fn value(key: impl Into<String>, what: impl Into<String>) -> Self {
        Self::Value { key: key.into(), what: what.into() }
    }
}

impl Default for Config {
    #[expect(clippy::expect_used, reason = "the file is part of the program, and a test reads it")]
    fn default() -> Self {
        defaults().extract().expect("config.toml has every key")
    }
}

fn defaults() -> Figment {
    Figment::from(Toml::string(include_str!("../../config.toml")))
}

impl Config {
    /// Reads the file that is named, or [`DEFAULT_FILE`] if it is there, and the environment; then
    /// the payment provider's keys and the mail server's password.
    ///
    /// # Errors
    /// When a key is unknown or a value cannot be.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        Self::load_without_keys(file)?.with_keys()
    }

    /// [`Config::load`] for what takes no money and sends no mail: the keys for these are neither
    /// required nor read.
    pub fn load_without_keys(file: Option<&Path>) -> Result<Self, ConfigError> {
        let mut figment = defaults();
        match file {
            Some(file) if !file.is_file() => return Err(ConfigError::Missing(file.to_owned())),
            // Exactly this file: figment would look for it in the folders above as well.
            Some(file) => figment = figment.merge(Toml::file_exact(file)),
            None if Path::new(DEFAULT_FILE).exists() => {
                figment = figment.merge(Toml::file_exact(DEFAULT_FILE));
            }
            None => {}
        }
        Self::check(environment::over(figment, &environment::variables()))
    }

    /// With the payment provider's keys and the mail server's password from the files that are named
    /// for them, all of them checked. The sandbox has none.
    ///
    /// # Errors
    /// When one is missing or cannot be.
    pub fn with_keys(mut self) -> Result<Self, ConfigError> {
        if self.payments.provider == Provider::Stripe {
            self.payments.stripe.read_files()?;
            self.payments.stripe.check(self.is_https())?;
        }
        if !self.mail.server.is_empty() {
            self.mail.read_file()?;
            self.mail.smtp("localhost")?;
        }
        if self.bus.is_on() {
            self.bus.read_file()?;
        }
        if self.accounts.openid.is_on() {
            self.accounts.openid.read_file()?;
        }
        match self.backup.is_on() {
            true => self.with_backup_keys(),
            false => Ok(self),
        }
    }

    /// With the key for buckets from the file that is named for it, and all about backups checked.
    ///
    /// # Errors
    /// When something about it cannot be.
    pub fn with_backup_keys(mut self) -> Result<Self, ConfigError> {
        self.backup.read_file()?;
        Ok(self)
    }

    /// Of which site its events are.
    #[must_use]
    pub fn event_source(&self) -> EventSource {
        EventSource::new(&self.site.base_url, self.site.currency)
    }

    /// Whether people reach the site by https: cookies are for https alone then.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.site.base_url.starts_with("https://")
    }

    /// Whether what buyers pay is money, and no test.
    #[must_use]
    pub fn takes_real_money(&self) -> bool {
        self.payments.provider == Provider::Stripe && self.payments.stripe.is_live()
    }

    fn check(figment: Figment) -> Result<Self, ConfigError> {
        let config: Self =
            figment.extract().map_err(|error| ConfigError::Malformed(described(&error)))?;
        let config = config.with_canonical_hosts()?;
        config.check_values().map(|()| config)
    }

    /// With every host in the one form in which browsers and mail servers name it (`hosts`).
    fn with_canonical_hosts(mut self) -> Result<Self, ConfigError> {
        let Self { site, server, mail, payments, .. } = &mut self;
        site.base_url = hosts::site_url(&site.base_url).ok_or_else(|| {
            let what =
                format!("{:?} is not of the form https://tickets.example.org", site.base_url);
            ConfigError::value("site.base_url", what)
        })?;
        for host in &mut server.hosts_allowed {
            *host = hosts::authority(host).ok_or_else(|| {
                let what = format!("{host:?} is no name of a site, such as www.example.org");
                ConfigError::value("server.hosts_allowed", what)
            })?;
        }
        mail.server = hosts::name(&mail.server);
        for url in [&mut payments.stripe.api_url, &mut payments.stripe.js_url] {
            *url = hosts::in_url(url);
        }
        Ok(self)
    }

    fn check_values(&self) -> Result<(), ConfigError> {
        let event = &self.api.compat_event;
        if !event.is_empty() && event.parse::<EventId>().is_err() {
            return Err(ConfigError::value(
                "api.compat_event",
                format!("{event:?} is no event's id"),
            ));
        }
        if self.site.name.trim().is_empty() || self.site.name.chars().any(char::is_control) {
            return Err(ConfigError::value("site.name", "the site needs a name"));
        }
        let staff = [("site.admins", &self.site.admins), ("site.support", &self.site.support)];
        for (key, addresses) in staff {
            if let Some(wrong) = addresses.iter().find(|address| Email::parse(address).is_err()) {
                return Err(ConfigError::value(key, format!("{wrong:?} is not an e-mail address")));
            }
        }
        let Self {
            server,
            market,
            orders,
            payments,
            bus,
            backup,
            retention,
            accounts,
            limits,
            storage,
            ..
        } = self;
        for (key, value, least, most) in [
            ("server.connections_max", server.connections_max as u64, 1, 1_000_000),
            (
                "server.connections_per_address_max",
                server.connections_per_address_max as u64,
                1,
                1_000_000,
            ),
            ("server.live_streams_max", server.live_streams_max as u64, 0, 1_000_000),
            ("server.requests_in_flight_max", server.requests_in_flight_max as u64, 1, 1_000_000),
            ("server.request_seconds", server.request_seconds, 1, 600),
            ("server.head_seconds", server.head_seconds, 1, 600),
            ("server.body_bytes_max", server.body_bytes_max as u64, 1024, 64 * 1024 * 1024),
            ("server.uploads_max", server.uploads_max as u64, 1, 10_000),
            ("market.deliver_hours_before", market.deliver_hours_before.into(), 0, 30 * 24),
            ("orders.hold_seconds", orders.hold_seconds, 1, 7 * 24 * 3600),
            ("orders.line_seconds", orders.line_seconds, 1, 7 * 24 * 3600),
            ("orders.max_live_per_user", orders.max_live_per_user as u64, 1, 1_000_000),
            ("orders.cooldown_seconds", orders.cooldown_seconds, 0, 7 * 24 * 3600),
            ("payments.max_attempts", payments.max_attempts.into(), 1, 100),
            ("payments.reconcile_seconds", payments.reconcile_seconds, 1, 3600),
            ("accounts.password_hashes_at_once", accounts.password_hashes_at_once as u64, 1, 1024),
            ("accounts.session_days", accounts.session_days.into(), 1, 366),
            (
                "accounts.session_days_max",
                accounts.session_days_max.into(),
                accounts.session_days.into(),
                3660,
            ),
            ("storage.compact_every_days", storage.compact_every_days.into(), 0, 3650),
            ("backup.every_minutes", backup.every_minutes.into(), 1, 7 * 24 * 60),
            (
                "backup.late_minutes",
                backup.late_minutes.into(),
                u64::from(backup.every_minutes) + 1,
                30 * 24 * 60,
            ),
            ("backup.keep_days", backup.keep_days.into(), 1, 36_500),
            ("retention.settled_days", retention.settled_days.into(), 7, 3650),
            ("retention.looks_days", retention.looks_days.into(), 30, 3650),
            ("bus.max_age_days", bus.max_age_days.into(), 1, 36_500),
            ("limits.address_factor", limits.address_factor.into(), 1, 1_000_000),
            ("limits.account_factor", limits.account_factor.into(), 1, 1_000_000),
        ] {
            if !(least..=most).contains(&value) {
                let what = format!("{value} is not between {least} and {most}");
                return Err(ConfigError::value(key, what));
            }
        }
        if self.market.seller_fee_percent > Percent::WHOLE {
            let what = format!("{} is more than 100", self.market.seller_fee_percent);
            return Err(ConfigError::value("market.seller_fee_percent", what));
        }
        let is_stripe = self.payments.provider == Provider::Stripe;
        if self.payouts.method == PayoutMethod::Stripe && !is_stripe {
            let what = "Stripe pays sellers only where buyers pay through it: set payments.provider \
                        = \"stripe\", or this to \"manual\"";
            return Err(ConfigError::value("payouts.method", what));
        }
        self.site.issuer()?;
        self.site.contact()?;
        self.site.headline()?;
        self.payouts.debtor()?;
        self.payouts.terms(self.site.currency).map(drop)
    }
}

/// Which key, what is wrong with it, and where it stands.
fn described(error: &figment::Error) -> String {
    let key = match error.path.is_empty() {
        true => String::new(),
        false => format!("{}: ", error.path.join(".")),
    };
    let from = error.metadata.as_ref().map_or_else(String::new, |from| match &from.source {
        Some(source) => format!(" (in {source})"),
        None => format!(" (in the {})", from.name),
    });
    let may_be_secret = error.path.first().is_some_and(|section| {
        ["payments", "mail", "bus", "backup", "accounts"].contains(&&**section)
    });
    let what = match &error.kind {
        // What was found may be a key of Stripe's, or a password.
        Kind::InvalidType(_, expected) | Kind::InvalidValue(_, expected) if may_be_secret => {
            format!("the value is not {expected}")
        }
        kind => without_lines_of_the_file(kind.to_string().trim_end()),
    };
    stripe::without_keys(&format!("{key}{what}{from}"))
}

/// TOML errors show the line that is wrong, which may have a secret in it.
fn without_lines_of_the_file(what: &str) -> String {
    let is_shown = |line: &&str| {
        !line.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit()).starts_with('|')
    };
    what.lines().filter(is_shown).collect::<Vec<_>>().join(": ")
}

#[cfg(test)]
mod tests;
