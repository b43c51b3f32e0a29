use std::{path::Path, time::Duration};

use serde::Deserialize;

use super::{ConfigError, secret_file::read_secret};
use crate::{
    backup::{BackupError, Identities, Place, Recipient, S3Settings, Store, Wanted},
    types::Secret,
};

/// Backups.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackupConfig {
    /// Where they lie: a folder or `s3://bucket/prefix`; empty: none is made by itself.
    pub to: String,
    /// The wait between two.
    pub every_minutes: u32,
    /// When one that has not been made is late.
    pub late_minutes: u32,
    /// For how many days they are kept.
    pub keep_days: u32,
    /// For whom they are encrypted: `age1…`; empty: they are not.
    pub encrypt_for: String,
    /// Whether the key that seals links is in them.
    pub with_key: bool,
    /// The server of buckets; empty: Amazon's.
    pub s3_endpoint: String,
    /// Its region.
    pub s3_region: String,
    /// The name of the key for it.
    pub s3_access_key: String,
    /// The key.
    pub s3_secret_key: Secret,
    /// The file that holds it instead; empty once it is read.
    pub s3_secret_key_file: String,
    /// A file with certificates that are trusted beside the usual ones.
    pub s3_ca_file: String,
}

const SECRET_KEY: &str = "backup.s3_secret_key";

impl BackupConfig {
    /// Whether backups are made by themselves.
    #[must_use]
    pub fn is_on(&self) -> bool {
        !self.to.is_empty()
    }

    /// The wait between two.
    #[must_use]
    pub fn every(&self) -> Duration {
        Duration::from_secs(60) * self.every_minutes
    }

    /// After how long without one the next is late.
    #[must_use]
    pub fn late_after(&self) -> Duration {
        Duration::from_secs(60) * self.late_minutes
    }

    /// Takes in the key that stands in a file of its own, and checks the rest.
    pub(super) fn read_file(&mut self) -> Result<(), ConfigError> {
        let (stands, file) = (self.s3_secret_key.expose(), &mut self.s3_secret_key_file);
        let key = read_secret(SECRET_KEY, stands, file, |_| "the file".into())?;
        self.s3_secret_key = Secret::new(&key);
        if self.is_on() {
            self.place(None)?;
        }
        let endpoint = &self.s3_endpoint;
        let is_url = ["https://", "http://"].iter().any(|scheme| endpoint.starts_with(scheme));
        if !endpoint.is_empty() && !is_url {
            let what = "it is not of the form https://s3.example.org";
            return Err(ConfigError::value("backup.s3_endpoint", what));
        }
        self.wanted().map(drop)
    }

    /// Where backups lie: where it is said, or by the configuration.
    ///
    /// # Errors
    /// When nobody says so.
    pub fn place(&self, said: Option<Place>) -> Result<Place, ConfigError> {
        let wrong = |what: String| ConfigError::value("backup.to", what);
        match said {
            Some(place) => Ok(place),
            None if self.is_on() => self.to.parse().map_err(|e: BackupError| wrong(e.to_string())),
            None => Err(wrong("it is not set: say where, as in `holdfast backup TO`".into())),
        }
    }

    /// What is wanted of a backup.
    ///
    /// # Errors
    /// When it is to be encrypted for what is no key.
    pub fn wanted(&self) -> Result<Wanted, ConfigError> {
        let recipient: Option<Recipient> = match &*self.encrypt_for {
            "" => None,
            typed => Some(typed.parse().map_err(|_| {
                let what = "it is no age recipient: age1…, the public key that age-keygen prints";
                ConfigError::value("backup.encrypt_for", what)
            })?),
        };
        let keep_days = Some(self.keep_days);
        Ok(Wanted { recipient, with_key: self.with_key, keep_days })
    }

    /// How a bucket is reached.
    #[must_use]
    pub fn s3(&self) -> S3Settings {
        S3Settings {
            endpoint: self.s3_endpoint.clone(),
            region: self.s3_region.clone(),
            access_key: self.s3_access_key.clone(),
            secret_key: self.s3_secret_key.clone(),
            ca_file: self.s3_ca_file.clone(),
            ..S3Settings::default()
        }
    }

    /// Backups as they are read, with the keys for them that stand in a file.
    ///
    /// # Errors
    /// When the place or the file cannot be had.
    pub fn to_read(
        &self,
        from: Place,
        identity: Option<&Path>,
    ) -> Result<(Store, Identities), BackupError> {
        let identities = identity.map(Identities::read).transpose()?.unwrap_or_default();
        Ok((Store::to_read(from, &self.s3())?, identities))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(set: impl FnOnce(&mut BackupConfig)) -> Result<(), String> {
        let mut backup = crate::config::Config::default().backup;
        set(&mut backup);
        backup.read_file().map_err(|error| error.to_string())
    }

    #[test]
    fn what_does_not_fit_is_named_without_the_key() {
        assert_eq!(checked(|_| {}), Ok(()));
        assert_eq!(checked(|backup| backup.to = "s3://tickets/site".into()), Ok(()));
        let check = |key: &str, set: &dyn Fn(&mut BackupConfig)| {
            let error = checked(|backup| {
                backup.s3_secret_key = Secret::new("s3cret");
                set(backup);
            });
            let error = error.unwrap_err();
            assert!(error.starts_with(key) && !error.contains("s3cret"), "{error}");
        };
        check("backup.to", &|backup| backup.to = "https://s3.example.org/tickets".into());
        check("backup.s3_endpoint", &|backup| backup.s3_endpoint = "s3.example.org".into());
        check("backup.encrypt_for", &|backup| backup.encrypt_for = "AGE-SECRET-KEY-1".into());
        check(SECRET_KEY, &|backup| backup.s3_secret_key_file = "key".into());
    }
}
