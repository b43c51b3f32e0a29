use std::fmt;

use axum::http::Uri;
use serde::Deserialize;

use super::{ConfigError, secret_file::read_secret};
use crate::types::Secret;

/// How to take money through Stripe. Each key stands here or in a file of its own.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StripeConfig {
    /// `sk_…` or `rk_…`: what the site itself uses.
    pub secret_key: Secret,
    /// The file that holds it instead; empty once it is read.
    pub secret_key_file: String,
    /// `pk_…`: what browsers are told.
    pub publishable_key: String,
    /// The file that holds it instead; empty once it is read.
    pub publishable_key_file: String,
    /// `whsec_…`: by which webhooks are known to be Stripe's. Several, separated by spaces, while
    /// one takes the place of another.
    pub webhook_secret: Secret,
    /// The file that holds it instead; empty once it is read.
    pub webhook_secret_file: String,
    /// Where Stripe's API is.
    pub api_url: String,
    /// Where browsers get Stripe's script.
    pub js_url: String,
}

const SECRET_KEY: &str = "payments.stripe.secret_key";
const PUBLISHABLE_KEY: &str = "payments.stripe.publishable_key";
const WEBHOOK_SECRET: &str = "payments.stripe.webhook_secret";

/// What Stripe's keys begin with.
const PREFIXES: [&str; 7] =
    ["sk_test_", "sk_live_", "rk_test_", "rk_live_", "pk_test_", "pk_live_", "whsec_"];

/// Without anything that may be a key, or have one in it: a secret one may stand in the place of the
/// publishable one, and in that of its file.
impl fmt::Debug for StripeConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stripe").finish_non_exhaustive()
    }
}

impl StripeConfig {
    /// The secrets by which webhooks are known to be Stripe's: any of them will do.
    #[must_use]
    pub fn webhook_secrets(&self) -> Vec<Secret> {
        let all = self.webhook_secret.expose().split([' ', '\t', '\r', '\n', ',']);
        all.filter(|secret| !secret.is_empty()).map(Secret::new).collect()
    }

    /// Takes in the keys that stand in files of their own.
    pub(super) fn read_files(&mut self) -> Result<(), ConfigError> {
        let read = |key, stands: &str, file| read_secret(key, stands, file, without_keys);
        let secret = read(SECRET_KEY, self.secret_key.expose(), &mut self.secret_key_file)?;
        self.secret_key = Secret::new(&secret);
        let file = &mut self.publishable_key_file;
        self.publishable_key = read(PUBLISHABLE_KEY, &self.publishable_key, file)?;
        let file = &mut self.webhook_secret_file;
        let secret = read(WEBHOOK_SECRET, self.webhook_secret.expose(), file)?;
        self.webhook_secret = Secret::new(&secret);
        Ok(())
    }

    /// Whether it is real money that is paid by this key.
    pub(super) fn is_live(&self) -> bool {
        is_live(self.secret_key.expose())
    }

    /// What is wrong with it, if the site takes money through Stripe.
    pub(super) fn check(&self, site_is_https: bool) -> Result<(), ConfigError> {
        let secret_key = self.secret_key.expose();
        check_key(SECRET_KEY, secret_key, &["sk_test_", "sk_live_", "rk_test_", "rk_live_"])?;
        check_key(PUBLISHABLE_KEY, &self.publishable_key, &["pk_test_", "pk_live_"])?;
        let secrets = self.webhook_secrets();
        if secrets.is_empty() {
            check_key(WEBHOOK_SECRET, "", &["whsec_"])?;
        }
        for secret in &secrets {
            check_key(WEBHOOK_SECRET, secret.expose(), &["whsec_"])?;
        }
        if is_live(secret_key) != is_live(&self.publishable_key) {
            let kind = |key| if is_live(key) { "a live key" } else { "a test key" };
            let (publishable, secret) = (kind(&self.publishable_key), kind(secret_key));
            let what = format!(
                "it is {publishable}, and {SECRET_KEY} is {secret}; take both from the same page of \
                 Stripe's dashboard"
            );
            return Err(ConfigError::value(PUBLISHABLE_KEY, what));
        }
        if is_live(secret_key) && !site_is_https {
            let what = format!(
                "{SECRET_KEY} is a live key, and with one Stripe takes cards only on pages that \
                 are reached by https; set the https address of the site, or use test keys"
            );
            return Err(ConfigError::value("site.base_url", what));
        }
        check_url("payments.stripe.api_url", &self.api_url)?;
        check_url("payments.stripe.js_url", &self.js_url)
    }
}

/// The text with the keys of Stripe's that are in it cut off after their kind.
pub(super) fn without_keys(text: &str) -> String {
    let (mut said, mut rest) = (String::new(), text);
    while let Some((at, prefix)) =
        PREFIXES.iter().filter_map(|prefix| Some((rest.find(prefix)?, *prefix))).min()
    {
        let (before, key) = rest.split_at(at + prefix.len());
        let end = key.find(|c: char| !(c.is_alphanumeric() || "_-+/=".contains(c)));
        rest = &key[end.unwrap_or(key.len())..];
        said.push_str(before);
        said.push('…');
    }
    said + rest
}

fn check_key(key: &'static str, value: &str, prefixes: &[&str]) -> Result<(), ConfigError> {
    let wrong = |what: String| Err(ConfigError::value(key, what));
    let wanted = prefixes.join("…, ") + "…";
    if value.is_empty() {
        return wrong(format!(
            "payments.provider is \"stripe\", and this is not set. {} (It may also stand in a \
             file that {key}_file names.)",
            where_to_get(key)
        ));
    }
    if let Some(prefix) = prefixes.iter().find(|prefix| value.starts_with(**prefix)) {
        // A header's value, a line of a page: nothing else may be in it.
        if !value.bytes().all(|byte| byte.is_ascii_graphic()) {
            return wrong("something in it is no part of a key; copy it again".into());
        }
        return match value.len() > prefix.len() {
            true => Ok(()),
            false => wrong(format!("{prefix} is only the beginning of a key")),
        };
    }
    let found = PREFIXES.iter().find(|prefix| value.starts_with(**prefix));
    let what = match (key, found) {
        (PUBLISHABLE_KEY, Some(prefix)) => &format!(
            "A SECRET STANDS HERE ({prefix}…), and this key is told to every browser! Nobody has \
             been told it yet. Put the publishable key here, which"
        ),
        (_, Some(prefix)) => &format!("another kind of key stands here ({prefix}…); it"),
        (_, None) => "this is no such key: it",
    };
    wrong(format!("{what} begins with {wanted}. {}", where_to_get(key)))
}

fn where_to_get(key: &'static str) -> &'static str {
    match key {
        SECRET_KEY => "Stripe shows it as \"Secret key\" at https://dashboard.stripe.com/apikeys.",
        PUBLISHABLE_KEY => {
            "Stripe shows it as \"Publishable key\" at https://dashboard.stripe.com/apikeys."
        }
        _ => {
            "Stripe shows it as \"Signing secret\" of the webhook endpoint that you make at \
             https://dashboard.stripe.com/webhooks."
        }
    }
}

fn is_live(key: &str) -> bool {
    key.get(2..).is_some_and(|rest| rest.starts_with("_live_"))
}

/// Keys are sent there, or code is had from there that sees cards: nobody may listen on the way. It
/// becomes part of a header, so that it may have no odd characters either.
fn check_url(key: &'static str, url: &str) -> Result<(), ConfigError> {
    let is_plain =
        url.bytes().all(|byte| byte.is_ascii_alphanumeric() || b":/.-_[]".contains(&byte));
    let parsed = url.parse::<Uri>().ok().filter(|_| is_plain);
    let is_safe = parsed.is_some_and(|url| {
        let Some(authority) = url.authority() else { return false };
        let host = authority.host();
        let has_port = authority.as_str().len() > host.len();
        let is_loopback = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
        !host.is_empty()
            && (!has_port || authority.port_u16().is_some())
            && (url.scheme_str() == Some("https")
                || (url.scheme_str() == Some("http") && is_loopback))
    });
    let what = "it must begin with https:// and have no query (http:// is for localhost, 127.0.0.1 \
                and [::1] alone)";
    is_safe.then_some(()).ok_or_else(|| ConfigError::value(key, what))
}

#[cfg(test)]
mod tests;
