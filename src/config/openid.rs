use serde::Deserialize;
use url::Url;

use super::{ConfigError, secret_file::read_secret};
use crate::{openid::OpenIdSettings, types::Secret};

/// An OpenID Connect provider by which people sign in.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenIdConfig {
    /// Its address; empty if nobody signs in by one.
    pub issuer: String,
    /// What it calls this site.
    pub client_id: String,
    /// By what the site shows to it that it is this site.
    pub client_secret: Secret,
    /// The file that holds that instead; empty once it is read.
    pub client_secret_file: String,
    /// What people call it.
    pub name: String,
}

const SECRET: &str = "accounts.openid.client_secret";
/// How long the provider's name and address may be.
const NAME_CHARS_MAX: usize = 40;
const ISSUER_BYTES_MAX: usize = 255;

/// Without what may be a secret.
impl std::fmt::Debug for OpenIdConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OpenId").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

impl OpenIdConfig {
    /// Whether people sign in by one.
    #[must_use]
    pub fn is_on(&self) -> bool {
        !self.issuer.is_empty()
    }

    /// Takes in the secret that stands in a file of its own, and checks all of it.
    pub(super) fn read_file(&mut self) -> Result<(), ConfigError> {
        let (stands, file) = (self.client_secret.expose(), &mut self.client_secret_file);
        let secret = read_secret(SECRET, stands, file, |_| "the file".into())?;
        self.client_secret = Secret::new(&secret);
        self.check()
    }

    /// As it is used.
    #[must_use]
    pub fn settings(&self) -> OpenIdSettings {
        OpenIdSettings {
            issuer: self.issuer.clone(),
            client_id: self.client_id.clone(),
            client_secret: self.client_secret.clone(),
            name: self.name.trim().to_owned(),
        }
    }

    fn check(&self) -> Result<(), ConfigError> {
        let wrong =
            |key: &str, what: &str| Err(ConfigError::value(format!("accounts.openid.{key}"), what));
        let url = Url::parse(&self.issuer).ok().filter(|url| url.has_host());
        let is_plain = url.as_ref().is_some_and(|url| {
            url.query().is_none() && url.fragment().is_none() && url.username().is_empty()
        });
        if !is_plain || self.issuer.len() > ISSUER_BYTES_MAX {
            return wrong(
                "issuer",
                "it is not of the form https://id.example.org/realms/tickets, as the provider's \
                 /.well-known/openid-configuration says it",
            );
        }
        let is_secure = url.is_some_and(|url| url.scheme() == "https");
        if !is_secure && !self.settings().is_loopback() {
            return wrong("issuer", "anybody on the way could sign in as anybody: it needs https");
        }
        if self.client_id.trim().is_empty() {
            return wrong("client_id", "accounts.openid.issuer is set, and this is not");
        }
        if self.client_secret.is_empty() {
            return wrong(
                "client_secret",
                "accounts.openid.issuer is set, and this is not. (It may also stand in a file that \
                 accounts.openid.client_secret_file names.)",
            );
        }
        let name = self.name.trim();
        if name.is_empty()
            || name.chars().count() > NAME_CHARS_MAX
            || name.chars().any(char::is_control)
        {
            let what = format!("it is no name of {NAME_CHARS_MAX} characters at the most");
            return wrong("name", &what);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn what_cannot_be_names_its_key() {
        let checked = |set: &dyn Fn(&mut OpenIdConfig)| {
            let mut openid = Config::default().accounts.openid;
            openid.issuer = "https://id.example.org/realms/tickets".into();
            openid.client_id = "holdfast".into();
            openid.client_secret = Secret::new("s3cret-of-the-client");
            set(&mut openid);
            openid.read_file().map_err(|error| error.to_string())
        };
        assert_eq!(checked(&|_| ()), Ok(()));
        for loopback in ["http://localhost:8080", "http://127.0.0.1/x", "http://[::1]:1"] {
            assert_eq!(checked(&|openid| openid.issuer = loopback.into()), Ok(()), "{loopback}");
        }
        type Set<'a> = &'a dyn Fn(&mut OpenIdConfig);
        let wrong: [(&str, Set<'_>); 8] = [
            ("issuer", &|openid| openid.issuer = "id.example.org".into()),
            ("issuer", &|openid| openid.issuer = "http://id.example.org".into()),
            ("issuer", &|openid| openid.issuer = "http://127.0.0.1.example.org".into()),
            ("issuer", &|openid| openid.issuer = "https://id.example.org/?a=b".into()),
            ("client_id", &|openid| openid.client_id = " ".into()),
            ("client_secret", &|openid| openid.client_secret = Secret::new("")),
            ("client_secret", &|openid| openid.client_secret_file = "there".into()),
            ("name", &|openid| openid.name = "two\nlines".into()),
        ];
        for (key, set) in wrong {
            let error = checked(set).expect_err(key);
            assert!(error.starts_with(&format!("accounts.openid.{key}")), "{error}");
            assert!(!error.contains("s3cret"), "{error}");
        }
        let openid = OpenIdConfig {
            client_secret: Secret::new("s3cret"),
            ..Config::default().accounts.openid
        };
        assert!(!format!("{openid:?}").contains("s3cret"));
    }
}
