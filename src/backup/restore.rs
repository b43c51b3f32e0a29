//! A data folder is made of a backup, as of its end or of a moment before.
//!
//! Everything is brought into the folder `restoring` inside the new one, checked there, and only then
//! put in its place, the journal last: what is killed before leaves a folder that no start takes, and
//! that the next attempt clears.

use std::{
    collections::HashSet,
    fs::{self, DirBuilder, File},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use super::{
    BackupError, BackupName, Digest, Identities, Manifest, Store, blocking, io_on,
    manifest::{BACKUPS, BLOCK_BYTES, OBJECTS},
    quiet::{self, WouldDo},
};
use crate::{
    audit::{Auditor, Totals},
    files,
    storage::{
        journal::{self, JournalPosition},
        write_link_key, write_site_id, write_version,
    },
    types::Timestamp,
};

/// Where what is restored lies until it is whole.
const RESTORING: &str = "restoring";

/// As of when a folder is restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// With everything that is dated up to then.
    Time(Timestamp),
    /// With everything up to this entry.
    Entry(u64),
}

/// What has been restored.
#[derive(Debug)]
pub struct Restored {
    /// Of which backup.
    pub backup: BackupName,
    /// The last entry.
    pub entries: u64,
    /// When that was.
    pub latest: Option<Timestamp>,
    /// How many files of tickets and events.
    pub files: usize,
    /// What `verify` finds wrong with it.
    pub findings: Vec<String>,
    /// What it would do at once if it were not quiet.
    pub would: WouldDo,
}

/// What a backup was found to be.
#[derive(Debug)]
pub struct Checked {
    /// Which.
    pub backup: BackupName,
    /// What it holds.
    pub totals: Totals,
    /// How many files of tickets and events.
    pub files: usize,
    /// What is wrong with it.
    pub findings: Vec<String>,
}

/// Whether somebody who names this means a place of backups, and no data folder.
#[must_use]
pub fn is_place(named: &Path) -> bool {
    let is_folder = || [BACKUPS, OBJECTS].iter().all(|name| named.join(name).is_dir());
    named.to_str().is_some_and(|named| named.starts_with("s3://")) || is_folder()
}

/// Makes a data folder of the newest backup, or of the first after a moment, as of then. It is quiet
/// until somebody says otherwise ([`quiet`]).
///
/// # Errors
/// When there is no such folder then: the journal must be whole. Files that are missing are findings.
pub async fn restore(
    store: &Store,
    identities: &Identities,
    to: &Path,
    at: Option<Moment>,
) -> Result<Restored, BackupError> {
    let name = choose(store, at).await?;
    let manifest = Manifest::read(store, name).await?;
    let draft = to.join(RESTORING);
    make_room(to, &draft)?;
    let bringing = Bringing { store, identities, manifest: &manifest };
    let (mut auditor, end) = bringing.journal(&draft, at).await?;
    let folder = files::folder_in(&draft);
    DirBuilder::new().mode(0o700).create(&folder).map_err(io_on(&folder))?;
    let (count, missing) = bringing.files(&auditor, Some(&folder)).await?;
    write_site_id(&draft, &manifest.site).map_err(io_on(&draft))?;
    write_version(&draft, manifest.version()).map_err(io_on(&draft))?;
    if let Some(digest) = manifest.link_key {
        let key = bringing.object(digest).await?;
        write_link_key(&draft, &key).map_err(io_on(&draft))?;
    }
    let why =
        format!("restored from the backup {name} in {}, up to entry {}\n", store.place(), end.0);
    quiet::mark(&draft, &why).map_err(io_on(&draft))?;
    let would = WouldDo::of(&auditor);
    let findings = findings(&mut auditor).chain(missing).collect();
    put_in_place(&draft, to).map_err(io_on(to))?;
    Ok(Restored { backup: name, entries: end.0, latest: end.1, files: count, findings, would })
}

/// Reads all of the newest backup, and checks it as `holdfast verify` does a data folder. `scratch` is
/// a folder that is not there; its journal is in it for as long as this takes.
///
/// # Errors
/// When it cannot be read, or its journal is damaged.
pub async fn check(
    store: &Store,
    identities: &Identities,
    scratch: &Path,
) -> Result<Checked, BackupError> {
    let name = choose(store, None).await?;
    let manifest = Manifest::read(store, name).await?;
    let bringing = Bringing { store, identities, manifest: &manifest };
    DirBuilder::new().mode(0o700).create(scratch).map_err(io_on(scratch))?;
    let journal = bringing.journal(scratch, None).await;
    let removed = fs::remove_dir_all(scratch).map_err(io_on(scratch));
    let (mut auditor, _) = journal?;
    removed?;
    let (files, missing) = bringing.files(&auditor, None).await?;
    let (totals, broken) = auditor.finish();
    let findings = broken.iter().map(ToString::to_string).chain(missing).collect();
    Ok(Checked { backup: name, totals, files, findings })
}

fn findings(auditor: &mut Auditor) -> impl Iterator<Item = String> {
    auditor.finish().1.into_iter().map(|finding| finding.to_string())
}

/// The first backup that knows of the moment: the later ones may lack files that were deleted since.
async fn choose(store: &Store, at: Option<Moment>) -> Result<BackupName, BackupError> {
    let backups = store.backups().await?;
    let newest = backups.last().copied();
    let newest = newest.ok_or_else(|| BackupError::NoBackup(store.place().clone()))?;
    let knows = |name: &&BackupName| match at {
        None => **name == newest,
        Some(Moment::Time(time)) => name.made_at >= time,
        Some(Moment::Entry(entry)) => name.entries >= entry,
    };
    backups.iter().find(knows).copied().ok_or_else(|| BackupError::NotSoFar {
        made_at: newest.made_at.rfc3339(),
        entries: newest.entries,
    })
}

struct Bringing<'a> {
    store: &'a Store,
    identities: &'a Identities,
    manifest: &'a Manifest,
}

/// The last entry, and when it was.
type LastEntry = (u64, Option<Timestamp>);

impl Bringing<'_> {
    /// Brings the journal into a folder, as of a moment, and reads it.
    async fn journal(
        &self,
        into: &Path,
        at: Option<Moment>,
    ) -> Result<(Auditor, LastEntry), BackupError> {
        let journal = journal::folder_in(into);
        DirBuilder::new().mode(0o700).create(&journal).map_err(io_on(&journal))?;
        for segment in &self.manifest.journal {
            let path = journal::segment_in(&journal, segment.first);
            let mut file = private_file(&path)?;
            let mut left = segment.bytes;
            for digest in &segment.blocks {
                let block = self.object(*digest).await?;
                if block.len() as u64 != left.min(BLOCK_BYTES as u64) {
                    let object = self.manifest.object(*digest);
                    return Err(self.store.damaged(&object, "is not as long as its backup says"));
                }
                left -= block.len() as u64;
                file.write_all(&block).map_err(io_on(&path))?;
            }
            if left > 0 {
                let what = "names less of the journal than it says";
                return Err(self.store.damaged(&self.manifest.made_at, what));
            }
            file.sync_all().map_err(io_on(&path))?;
        }
        let expected = self.manifest.entries;
        let read = blocking(move || {
            if let Some(at) = at {
                cut(&journal, at)?;
            }
            let mut auditor = Auditor::default();
            let end = journal::replay(&journal, |sequence, entry| {
                auditor.entry(sequence, &entry);
                Ok(())
            })?;
            journal::mark_whole(&journal, &end)?;
            Ok((auditor, (end.next_sequence - 1, end.latest)))
        });
        let (auditor, last) = read.await?;
        if at.is_none() && last.0 != expected {
            let what = format!("has {} entries, and is said to have {expected}", last.0);
            return Err(self.store.damaged(&self.manifest.made_at, what));
        }
        Ok((auditor, last))
    }

    /// Brings the files that a history names, or only looks at each; gives how many there are, and what
    /// is wrong with the others.
    async fn files(
        &self,
        auditor: &Auditor,
        into: Option<&Path>,
    ) -> Result<(usize, Vec<String>), BackupError> {
        let named: Vec<_> = auditor.files().collect();
        let (mut looked_at, mut faults) = (HashSet::new(), vec![]);
        for (owner, file) in &named {
            let digest = Digest::from(file.digest);
            if into.is_none() && !looked_at.insert(digest) {
                continue;
            }
            match self.object(digest).await {
                Ok(content) => {
                    if let Some(folder) = into {
                        let path = folder.join(file.id.to_string());
                        let mut copy = private_file(&path)?;
                        copy.write_all(&content)
                            .and_then(|()| copy.sync_all())
                            .map_err(io_on(&path))?;
                    }
                }
                Err(BackupError::Damaged { object, what, .. }) => faults.push(format!(
                    "the file {} of {owner} is not in the backup: {object} {what}",
                    file.id
                )),
                Err(error) => return Err(error),
            }
        }
        Ok((named.len() - faults.len(), faults))
    }

    /// An object's content, which is what it is named after.
    async fn object(&self, digest: Digest) -> Result<Vec<u8>, BackupError> {
        let name = self.manifest.object(digest);
        let object = self.store.get(&name).await?;
        let content = match &self.manifest.encrypted_for {
            None => object,
            Some(recipient) => match self.identities.open(recipient, &object)? {
                Ok(content) => content,
                Err(what) => return Err(self.store.damaged(&name, what)),
            },
        };
        match Digest::of(&content) == digest {
            true => Ok(content),
            false => Err(self.store.damaged(&name, "is not what was put there")),
        }
    }
}

/// Cuts a journal after the last entry of a moment.
fn cut(journal: &Path, at: Moment) -> Result<(), BackupError> {
    let (mut last, mut began_at): (Option<(u64, JournalPosition)>, _) = (None, None);
    journal::replay_after(journal, 0, None, |sequence, place, stored| {
        let dated = stored.entry().at;
        began_at = began_at.or(Some(dated));
        let is_before = match at {
            Moment::Time(time) => dated <= time,
            Moment::Entry(entry) => sequence <= entry,
        };
        if is_before {
            last = Some((sequence, place));
        }
        Ok(())
    })?;
    match last {
        Some((entry, place)) => Ok(journal::cut_after(journal, entry, place)?),
        None => {
            let began_at = began_at.map_or_else(|| "no entry".into(), Timestamp::rfc3339);
            Err(BackupError::NothingYet(began_at))
        }
    }
}

fn private_file(path: &Path) -> Result<File, BackupError> {
    File::options().write(true).create_new(true).mode(0o600).open(path).map_err(io_on(path))
}

/// Makes the folder, if there is nothing in it but what another attempt has left.
fn make_room(to: &Path, draft: &Path) -> Result<(), BackupError> {
    DirBuilder::new().recursive(true).mode(0o700).create(to).map_err(io_on(to))?;
    let is_left = draft.is_dir() && !journal::folder_in(to).exists();
    for file in fs::read_dir(to).map_err(io_on(to))? {
        let name = file.map_err(io_on(to))?.file_name();
        if !is_left && name != "lost+found" {
            return Err(BackupError::InTheWay(to.to_owned()));
        }
    }
    if is_left {
        // It was put in its place in part.
        for name in in_order(to).into_iter().filter(|path| path.exists()) {
            let removed =
                if name.is_dir() { fs::remove_dir_all(&name) } else { fs::remove_file(&name) };
            removed.map_err(io_on(&name))?;
        }
        fs::remove_dir_all(draft).map_err(io_on(draft))?;
    }
    DirBuilder::new().mode(0o700).create(draft).map_err(io_on(draft))
}

/// What a restored folder has, the journal last: with it the folder is one.
fn in_order(folder: &Path) -> Vec<PathBuf> {
    ["quiet", "site-id", "link-key", "files", "journal"].map(|name| folder.join(name)).to_vec()
}

fn put_in_place(draft: &Path, to: &Path) -> io::Result<()> {
    let sync = |folder: &Path| File::open(folder)?.sync_all();
    sync(&files::folder_in(draft))?;
    sync(draft)?;
    for (new, place) in in_order(draft).iter().zip(in_order(to)) {
        if new.exists() {
            fs::rename(new, place)?;
            sync(to)?;
        }
    }
    fs::remove_dir_all(draft)?;
    sync(to)
}
