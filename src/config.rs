//! The configuration: `config.toml`, then `HOLDFAST_<SECTION>__<KEY>`, over the defaults.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use figment::{
    Figment, Metadata, Profile,
    providers::{Format as _, Serialized, Toml},
    value::{Dict, Map, Value},
};
use serde::{Deserialize, Serialize};

use crate::types::{Currency, Email, Secret, ZoneName};

/// The file that is read if none is named and it is there.
pub const DEFAULT_FILE: &str = "config.toml";

/// Everything that can be set. `config.toml` at the project's root documents each key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// What people see.
    pub site: Site,
    /// How it listens.
    pub server: Server,
    /// Where it keeps what it knows.
    pub storage: Storage,
    /// Holds.
    pub orders: Orders,
    /// Money.
    pub payments: Payments,
    /// Signing in.
    pub accounts: Accounts,
    /// The log.
    pub log: Log,
}

/// What people see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Site {
    /// The site's name.
    pub name: String,
    /// Where people find the site.
    pub base_url: String,
    /// The currency of every price.
    #[serde(with = "text")]
    pub currency: Currency,
    /// The zone of the times that sellers type.
    #[serde(with = "text")]
    pub time_zone: ZoneName,
    /// The addresses of the accounts that run the site.
    pub admins: Vec<String>,
}

/// How it listens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Server {
    /// Address and port; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Connections beyond this wait to be accepted.
    pub connections_max: usize,
    /// Requests beyond this are told to come back.
    pub requests_in_flight_max: usize,
    /// How long a request may take.
    pub request_seconds: u64,
    /// How long a client may take over a request's head, or to take more of an answer.
    pub head_seconds: u64,
    /// How large a form may be.
    pub body_bytes_max: usize,
}

/// Where it keeps what it knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Storage {
    /// The data folder.
    pub path: PathBuf,
}

/// Holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Orders {
    /// How long a ticket is held for its buyer.
    pub hold_seconds: u64,
}

/// Money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Payments {
    /// Who takes the money.
    pub provider: Provider,
    /// How many declined cards end an order.
    pub max_attempts: u32,
    /// The wait between two rounds of the reconciler.
    pub reconcile_seconds: u64,
    /// How to take money through Stripe.
    pub stripe: Stripe,
}

/// How to take money through Stripe. Each key stands here or in a file of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Stripe {
    /// `sk_…` or `rk_…`: what the site itself uses.
    pub secret_key: Secret,
    /// The file that holds it instead.
    pub secret_key_file: String,
    /// `pk_…`: what browsers are told.
    pub publishable_key: String,
    /// The file that holds it instead.
    pub publishable_key_file: String,
    /// `whsec_…`: by which webhooks are known to be Stripe's. Several, separated by spaces, while
    /// one takes the place of another.
    pub webhook_secret: Secret,
    /// The file that holds it instead.
    pub webhook_secret_file: String,
    /// Where Stripe's API is.
    pub api_url: String,
    /// Where browsers get Stripe's script.
    pub js_url: String,
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
pub struct Accounts {
    /// How many passwords are hashed at once; each takes 19 MiB and a core.
    pub password_hashes_at_once: usize,
    /// How long one stays signed in.
    pub session_days: u32,
}

/// The log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
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

impl Default for Site {
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

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            connections_max: 16_384,
            requests_in_flight_max: 1024,
            request_seconds: 30,
            head_seconds: 30,
            body_bytes_max: 64 * 1024,
        }
    }
}

impl Default for Storage {
    fn default() -> Self {
        Self { path: "data".into() }
    }
}

impl Default for Orders {
    fn default() -> Self {
        Self { hold_seconds: 900 }
    }
}

impl Default for Payments {
    fn default() -> Self {
        Self {
            provider: Provider::Sandbox,
            max_attempts: 3,
            reconcile_seconds: 60,
            stripe: Stripe::default(),
        }
    }
}

impl Default for Stripe {
    fn default() -> Self {
        Self {
            secret_key: Secret::default(),
            secret_key_file: String::new(),
            publishable_key: String::new(),
            publishable_key_file: String::new(),
            webhook_secret: Secret::default(),
            webhook_secret_file: String::new(),
            api_url: "https://api.stripe.com".into(),
            js_url: "https://js.stripe.com/v3/".into(),
        }
    }
}

impl Default for Accounts {
    fn default() -> Self {
        Self { password_hashes_at_once: 2, session_days: 14 }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self { format: LogFormat::Text, level: LogLevel::Info }
    }
}

/// What is wrong with the configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file that was named is not there.
    #[error("there is no configuration file {}", .0.display())]
    Missing(PathBuf),
    /// A key is unknown, or a value is of the wrong kind.
    #[error("the configuration cannot be read: {}", described(.0))]
    Malformed(Box<figment::Error>),
    /// A value cannot be.
    #[error("{key}: {what}")]
    Value {
        /// Which key.
        key: &'static str,
        /// What is wrong.
        what: String,
    },
}

impl Config {
    /// Reads the file that is named, or [`DEFAULT_FILE`] if it is there, and the environment.
    ///
    /// # Errors
    /// When a key is unknown or a value cannot be.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        match file {
            Some(file) if !file.is_file() => return Err(ConfigError::Missing(file.to_owned())),
            // Exactly this file: figment would look for it in the folders above as well.
            Some(file) => figment = figment.merge(Toml::file_exact(file)),
            None if Path::new(DEFAULT_FILE).exists() => {
                figment = figment.merge(Toml::file_exact(DEFAULT_FILE));
            }
            None => {}
        }
        Self::check(over(figment, &std::env::vars().collect::<Vec<_>>()))
    }

    /// Whether people reach the site by https: cookies are for https alone then.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.site.base_url.starts_with("https://")
    }

    fn check(figment: Figment) -> Result<Self, ConfigError> {
        let config: Self =
            figment.extract().map_err(|error| ConfigError::Malformed(Box::new(error)))?;
        config.check_values().map(|()| config)
    }

    fn check_values(&self) -> Result<(), ConfigError> {
        let range = |key: &'static str, value: u64, min: u64, max: u64| match value {
            value if (min..=max).contains(&value) => Ok(()),
            value => {
                let what = format!("{value} is not between {min} and {max}");
                Err(ConfigError::Value { key, what })
            }
        };
        if self.site.name.trim().is_empty() || self.site.name.chars().any(char::is_control) {
            let what = "the site needs a name".into();
            return Err(ConfigError::Value { key: "site.name", what });
        }
        let url: Option<axum::http::Uri> = self.site.base_url.parse().ok();
        let plain = url.is_some_and(|url| {
            matches!(url.scheme_str(), Some("http" | "https"))
                && url.authority().is_some()
                && matches!(url.path(), "" | "/")
                && url.query().is_none()
        });
        if !plain {
            let what =
                format!("{:?} is not of the form https://tickets.example.org", self.site.base_url);
            return Err(ConfigError::Value { key: "site.base_url", what });
        }
        if let Some(wrong) = self.site.admins.iter().find(|admin| Email::parse(admin).is_err()) {
            let what = format!("{wrong:?} is not an e-mail address");
            return Err(ConfigError::Value { key: "site.admins", what });
        }
        let server = &self.server;
        range("server.connections_max", server.connections_max as u64, 1, 1_000_000)?;
        range("server.requests_in_flight_max", server.requests_in_flight_max as u64, 1, 1_000_000)?;
        range("server.request_seconds", server.request_seconds, 1, 600)?;
        range("server.head_seconds", server.head_seconds, 1, 600)?;
        range("server.body_bytes_max", server.body_bytes_max as u64, 1024, 64 * 1024 * 1024)?;
        range("orders.hold_seconds", self.orders.hold_seconds, 1, 7 * 24 * 3600)?;
        range("payments.max_attempts", u64::from(self.payments.max_attempts), 1, 100)?;
        range("payments.reconcile_seconds", self.payments.reconcile_seconds, 1, 3600)?;
        let hashes = self.accounts.password_hashes_at_once;
        range("accounts.password_hashes_at_once", hashes as u64, 1, 1024)?;
        range("accounts.session_days", u64::from(self.accounts.session_days), 1, 366)
    }
}

/// The configuration with the environment's variables over it.
fn over(figment: Figment, variables: &[(String, String)]) -> Figment {
    variables.iter().fold(figment, |figment, (name, text)| {
        let Some(key) = name.strip_prefix("HOLDFAST_").filter(|key| key.contains("__")) else {
            return figment;
        };
        let path = key.to_ascii_lowercase().replace("__", ".");
        // What is text in the configuration is text here, whatever it looks like: a site may be
        // called 1984.
        let is_text = figment.find_value(&path).is_ok_and(|value| value.as_str().is_some());
        let value = match is_text {
            true => Value::from(text.as_str()),
            // It cannot fail: what is nothing else is text.
            false => text.parse().unwrap_or_else(|_| Value::from(text.as_str())),
        };
        figment.merge(Variable { name: name.clone(), path, value })
    })
}

/// One variable of the environment; it is named when something is wrong with it.
struct Variable {
    name: String,
    path: String,
    value: Value,
}

impl figment::Provider for Variable {
    fn metadata(&self) -> Metadata {
        Metadata::named(format!("environment variable {}", self.name))
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        let nested = figment::util::nest(&self.path, self.value.clone());
        Ok(Profile::Default.collect(nested.into_dict().unwrap_or_default()))
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
    format!("{key}{}{from}", error.kind.to_string().trim_end())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(toml: &str) -> Result<Config, ConfigError> {
        let figment =
            Figment::from(Serialized::defaults(Config::default())).merge(Toml::string(toml));
        Config::check(figment)
    }

    #[test]
    fn variables_override_and_text_stays_text() {
        let read = |name: &str, value: &str| {
            let defaults = Figment::from(Serialized::defaults(Config::default()));
            Config::check(over(defaults, &[(name.into(), value.into())]))
        };
        assert_eq!(read("HOLDFAST_SITE__NAME", "1984").unwrap().site.name, "1984");
        assert_eq!(read("HOLDFAST_SITE__NAME", "[x]").unwrap().site.name, "[x]");
        assert_eq!(read("HOLDFAST_ORDERS__HOLD_SECONDS", "60").unwrap().orders.hold_seconds, 60);
        assert_eq!(read("HOLDFAST_LONG", "1").unwrap(), Config::default());
        for (name, value, expect) in [
            ("HOLDFAST_SITE__NAM", "x", "nam"),
            ("HOLDFAST_ORDERS__HOLD_SECONDS", "soon", "HOLDFAST_ORDERS__HOLD_SECONDS"),
            ("HOLDFAST_SITE__CURRENCY", "EURO", "HOLDFAST_SITE__CURRENCY"),
            ("HOLDFAST_ORDERS__HOLD_SECONDS", "0", "orders.hold_seconds"),
        ] {
            let error = read(name, value).expect_err(value).to_string();
            assert!(error.contains(expect), "{name}={value}: {error}");
        }
    }

    #[test]
    fn the_documented_file_holds_every_key_with_its_default() {
        let file = include_str!("../config.toml");
        let documented: figment::value::Dict =
            Figment::from(Toml::string(file)).extract().expect("it is TOML");
        let defaults: figment::value::Dict =
            Figment::from(Serialized::defaults(Config::default())).extract().expect("a map");
        let shown = |dict: &figment::value::Dict| serde_json::to_value(dict).expect("JSON");
        assert_eq!(shown(&documented), shown(&defaults));
    }

    #[test]
    fn bad_values_name_their_key() {
        for (toml, expect) in [
            ("[site]\nnam = 'x'", "nam"),
            ("[sight]\nname = 'x'", "sight"),
            ("[orders]\nhold_seconds = 'long'", "hold_seconds"),
            ("[orders]\nhold_seconds = 0", "orders.hold_seconds"),
            ("[site]\ncurrency = 'EURO'", "currency"),
            ("[site]\ntime_zone = 'Mars/Olympus'", "time_zone"),
            ("[site]\nbase_url = 'tickets.example.org'", "site.base_url"),
            ("[site]\nbase_url = 'https://example.org/tickets'", "site.base_url"),
            ("[site]\nadmins = ['nobody']", "site.admins"),
            ("[server]\nlisten = 'everywhere'", "listen"),
            ("[payments]\nprovider = 'cash'", "provider"),
        ] {
            let error = read(toml).expect_err(toml).to_string();
            assert!(error.contains(expect), "{toml}: {error}");
        }
    }
}
