use std::{path::PathBuf, sync::Arc, time::Duration};

use async_trait::async_trait;

use super::{BackupError, Place, S3Settings, Store, Wanted, backup};
use crate::{
    clock::Clock,
    types::{Email, Timestamp},
};

/// Who makes a site's backups. A port.
#[async_trait]
pub trait BackupMaker: Send + Sync {
    /// When the newest was made that is there, if there is one.
    ///
    /// # Errors
    /// When the place does not say, in words that may be shown.
    async fn newest(&self) -> Result<Option<Timestamp>, String>;

    /// Makes one; says when, and how many findings `verify` has with it.
    ///
    /// # Errors
    /// When there is none, and why, in words that may be shown.
    async fn make(&self) -> Result<(Timestamp, usize), String>;
}

/// What a site makes its backups by.
#[derive(Clone)]
pub struct BackupPort {
    /// Who makes them.
    pub maker: Arc<dyn BackupMaker>,
    /// The wait between two.
    pub every: Duration,
    /// After how long without one the next is late.
    pub late_after: Duration,
    /// Who hears of it by mail, once their address is confirmed.
    pub admins: Vec<Email>,
}

/// Makes backups of a data folder in a place.
pub struct SiteBackups {
    /// The folder.
    pub data: PathBuf,
    /// Where they lie.
    pub place: Place,
    /// How that is reached, if it is a bucket.
    pub s3: S3Settings,
    /// What is wanted of them.
    pub wanted: Wanted,
    /// What time it is.
    pub clock: Clock,
}

impl SiteBackups {
    fn store(&self) -> Result<Store, BackupError> {
        Store::to_write(self.place.clone(), &self.s3)
    }
}

#[async_trait]
impl BackupMaker for SiteBackups {
    async fn newest(&self) -> Result<Option<Timestamp>, String> {
        let backups = async { self.store()?.backups().await };
        let backups = backups.await.map_err(|error: BackupError| error.to_string())?;
        Ok(backups.last().map(|newest| newest.made_at))
    }

    async fn make(&self) -> Result<(Timestamp, usize), String> {
        let made = async { backup(&self.data, &self.store()?, &self.wanted, self.clock).await };
        let made = made.await.map_err(|error: BackupError| error.to_string())?;
        if let Some(error) = made.not_dropped {
            tracing::warn!(error, "backups that need not be kept are there still");
        }
        made.findings.iter().for_each(|finding| tracing::error!(finding, "found by a backup"));
        Ok((made.name.made_at, made.findings.len()))
    }
}
