//! A backup is made.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    fs,
    io::{self, Read as _},
    os::unix::fs::FileExt as _,
    path::{Path, PathBuf},
};

use futures_util::{StreamExt as _, TryStreamExt as _, stream};

use super::{
    BackupError, BackupName, Digest, Manifest, Recipient, Store, blocking, io_on,
    manifest::{BLOCK_BYTES, OBJECTS, SegmentBlocks},
    retention,
};
use crate::{
    audit::Auditor,
    clock::Clock,
    files,
    storage::{
        compaction,
        journal::{AcknowledgedPart, Extent, JournalError},
        read_link_key, read_site_id,
    },
    types::{FileId, Timestamp, ZoneName},
};

/// How often the journal is read again for the sake of what has changed meanwhile.
const ROUNDS_MAX: usize = 10;
/// How many objects are on their way at once.
const SENT_AT_ONCE: usize = 4;
/// Held while a backup of the folder is made.
const LOCK: &str = "backup.lock";

/// What is wanted of a backup.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// For whom it is encrypted, if it is.
    pub recipient: Option<Recipient>,
    /// Whether the key that seals links is in it.
    pub with_key: bool,
    /// For how many days backups are kept; for ever, if none is said.
    pub keep_days: Option<u32>,
}

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackedUp {
    /// Under which name it is found.
    pub name: BackupName,
    /// The last entry.
    pub entries: u64,
    /// How many files of tickets and events.
    pub files: usize,
    /// How many objects were not there yet, and how many bytes they have.
    pub sent: (usize, u64),
    /// How many backups before it were dropped.
    pub dropped: usize,
    /// Why those that need not be kept are there still, if they are.
    pub not_dropped: Option<String>,
    /// What `verify` finds wrong with it: so it is in the site's own folder.
    pub findings: Vec<String>,
}

/// Makes a backup of a data folder, checks it, and drops those that need not be kept.
///
/// # Errors
/// When there is none, and why; what was put in the place by then the next one makes use of.
pub async fn backup(
    data: &Path,
    store: &Store,
    wanted: &Wanted,
    clock: Clock,
) -> Result<BackedUp, BackupError> {
    let _lock = lock(data)?;
    let made_at = clock.now();
    let before = store.backups().await?;
    let site = read_site_id(data).map_err(io_on(data))?.unwrap_or_default();
    is_of_site(store, &before, &site).await?;
    let there = store.list(OBJECTS).await?.into_iter().collect();
    let mut run = Run { data, store, wanted, there, sent: (0, 0) };
    let (contents, files, faults) = run.send_all().await?;
    let encrypted_for = wanted.recipient.as_ref().map(ToString::to_string);
    let mut manifest = Manifest::new(site, made_at, encrypted_for);
    manifest.link_key = run.send_link_key().await?;
    (manifest.entries, manifest.journal) = (contents.entries, contents.journal);
    let named = contents.files.len() - faults.len();
    manifest.files = files;
    let name = BackupName { made_at, entries: manifest.entries };
    manifest.write(store, name).await?;
    let pruned = match wanted.keep_days {
        Some(days) if is_first_of_day(&before, made_at) => {
            retention::prune(store, made_at, days).await
        }
        _ => Ok(0),
    };
    Ok(BackedUp {
        name,
        entries: manifest.entries,
        files: named,
        sent: run.sent,
        dropped: *pruned.as_ref().unwrap_or(&0),
        not_dropped: pruned.err().map(|error| error.to_string()),
        findings: contents.findings.into_iter().chain(faults).collect(),
    })
}

/// Refuses a place with backups of another site. One that is damaged does not say of which it is.
async fn is_of_site(
    store: &Store,
    backups: &BTreeSet<BackupName>,
    site: &str,
) -> Result<(), BackupError> {
    for name in backups.iter().rev() {
        return match Manifest::read(store, *name).await {
            Err(BackupError::Damaged { .. }) => continue,
            Err(error) => Err(error),
            Ok(manifest) if manifest.site == site => Ok(()),
            Ok(manifest) => Err(BackupError::OtherSite {
                place: store.place().clone(),
                theirs: manifest.site,
                ours: site.into(),
            }),
        };
    }
    Ok(())
}

/// Once a day is often enough to look for what is needed no more.
fn is_first_of_day(before: &BTreeSet<BackupName>, made_at: Timestamp) -> bool {
    let day = |at: Timestamp| at.format("%F", &ZoneName::utc());
    before.last().is_none_or(|newest| day(newest.made_at) != day(made_at))
}

fn lock(data: &Path) -> Result<fs::File, BackupError> {
    if compaction::journal_of(data).is_none() {
        return Err(BackupError::NoJournal(data.to_owned()));
    }
    let path = data.join(LOCK);
    let lock = fs::File::options().create(true).truncate(false).write(true).open(&path);
    let lock = lock.map_err(io_on(&path))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(fs::TryLockError::WouldBlock) => Err(BackupError::Busy(data.to_owned())),
        Err(fs::TryLockError::Error(source)) => Err(BackupError::Io { path, source }),
    }
}

struct Run<'a> {
    data: &'a Path,
    store: &'a Store,
    wanted: &'a Wanted,
    /// What is in the place already, and how long it is.
    there: BTreeMap<String, u64>,
    sent: (usize, u64),
}

/// The files that are in a backup, and what is wrong with those that are not.
type Files = (BTreeSet<Digest>, Vec<String>);

impl Run<'_> {
    /// Sends what the journal holds at one moment, and the files that it names then.
    async fn send_all(&mut self) -> Result<(Contents, BTreeSet<Digest>, Vec<String>), BackupError> {
        let mut ended = None;
        for _ in 0..ROUNDS_MAX {
            let data = self.data.to_owned();
            let Some(contents) = blocking(move || Contents::look(&data)).await? else { continue };
            if !self.send_journal(&contents).await? {
                continue;
            }
            let (files, faults) = self.send_files(&contents).await?;
            let files = self.send_unnamed(&contents, files).await?;
            // A file that is missing has been deleted since, or is missing in the site's folder, too.
            if faults.is_empty() || ended == Some(contents.entries) {
                return Ok((contents, files, faults));
            }
            ended = Some(contents.entries);
        }
        Err(BackupError::Rewritten(self.data.to_owned()))
    }

    /// Whether what is sent is what was read: not if it has been rewritten meanwhile.
    async fn send_journal(&mut self, contents: &Contents) -> Result<bool, BackupError> {
        let mut jobs = vec![];
        for (extent, segment) in contents.extents.iter().zip(&contents.journal) {
            for (at, digest) in (0..).step_by(BLOCK_BYTES).zip(&segment.blocks) {
                let bytes =
                    BLOCK_BYTES.min(usize::try_from(extent.bytes - at).unwrap_or(BLOCK_BYTES));
                let source = Source { path: extent.path.clone(), at, bytes: Some(bytes) };
                jobs.push((*digest, bytes as u64, source));
            }
        }
        let results = self.send(jobs).await?;
        Ok(results.iter().all(|(_, result)| result.is_none()))
    }

    async fn send_files(&mut self, contents: &Contents) -> Result<Files, BackupError> {
        let folder = files::folder_in(self.data);
        let jobs = contents.files.iter().map(|(digest, file)| {
            let source = Source { path: folder.join(file.id.to_string()), at: 0, bytes: None };
            (*digest, file.bytes, source)
        });
        let results = self.send(jobs.collect()).await?;
        let (mut there, mut faults) = (BTreeSet::new(), vec![]);
        for (digest, fault) in results {
            match (fault, contents.files.get(&digest)) {
                (None, _) => drop(there.insert(digest)),
                (Some(what), Some(file)) => {
                    faults.push(format!("the file {} of {} {what}", file.id, file.owner));
                }
                (Some(_), None) => {}
            }
        }
        Ok((there, faults))
    }

    /// Sends what lies beside the named files, too: what was named until a moment ago, for whoever
    /// restores that moment.
    async fn send_unnamed(
        &mut self,
        contents: &Contents,
        mut files: BTreeSet<Digest>,
    ) -> Result<BTreeSet<Digest>, BackupError> {
        let named: HashSet<_> = contents.files.values().map(|file| file.id).collect();
        let folder = files::folder_in(self.data);
        for file in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let id = file.file_name().to_str().and_then(|name| name.parse::<FileId>().ok());
            if id.is_none_or(|id| named.contains(&id)) {
                continue;
            }
            // One that goes just now has been seen by an earlier backup, or by none.
            if let Ok(content) = blocking(move || Ok(fs::read(file.path()))).await? {
                let digest = Digest::of(&content);
                if !self.has(digest, content.len() as u64) {
                    let (name, bytes) = self.put(digest, content).await?;
                    self.sent = (self.sent.0 + 1, self.sent.1 + bytes);
                    self.there.insert(name, bytes);
                }
                files.insert(digest);
            }
        }
        Ok(files)
    }

    async fn send_link_key(&mut self) -> Result<Option<Digest>, BackupError> {
        if !self.wanted.with_key {
            return Ok(None);
        }
        let key = read_link_key(self.data)?;
        let key = key.ok_or_else(|| BackupError::NoLinkKey(self.data.to_owned()))?;
        let digest = Digest::of(&key.0);
        if !self.has(digest, key.0.len() as u64) {
            self.put(digest, key.0.to_vec()).await?;
        }
        Ok(Some(digest))
    }

    /// Sends what is not there yet; says for each what is wrong with it, if it could not be sent.
    async fn send(
        &mut self,
        jobs: Vec<(Digest, u64, Source)>,
    ) -> Result<Vec<(Digest, Option<String>)>, BackupError> {
        let (mut done, mut missing) = (vec![], BTreeMap::new());
        for (digest, bytes, source) in jobs {
            match self.has(digest, bytes) {
                true => done.push((digest, None)),
                false => drop(missing.insert(digest, source)),
            }
        }
        let this = &*self;
        let sent: Vec<_> = stream::iter(missing)
            .map(|(digest, source)| async move {
                let read = blocking(move || Ok(source.read())).await?;
                let fault = match read {
                    Ok(bytes) if Digest::of(&bytes) == digest => {
                        return this.put(digest, bytes).await.map(|put| (digest, Ok(put)));
                    }
                    Ok(_) => "has another content".into(),
                    Err(error) => format!("cannot be read: {error}"),
                };
                Ok::<_, BackupError>((digest, Err(fault)))
            })
            .buffer_unordered(SENT_AT_ONCE)
            .try_collect()
            .await?;
        for (digest, result) in sent {
            match result {
                Ok((name, bytes)) => {
                    self.there.insert(name, bytes);
                    self.sent = (self.sent.0 + 1, self.sent.1 + bytes);
                    done.push((digest, None));
                }
                Err(fault) => done.push((digest, Some(fault))),
            }
        }
        Ok(done)
    }

    /// Whether an object is there, as far as its length says.
    fn has(&self, digest: Digest, bytes: u64) -> bool {
        let there = self.there.get(&self.name(digest));
        there.is_some_and(|length| match self.wanted.recipient {
            Some(_) => *length > bytes,
            None => *length == bytes,
        })
    }

    async fn put(&self, digest: Digest, content: Vec<u8>) -> Result<(String, u64), BackupError> {
        let object = match &self.wanted.recipient {
            Some(recipient) => recipient.seal(&content)?,
            None => content,
        };
        let (name, bytes) = (self.name(digest), object.len() as u64);
        self.store.put(&name, object).await?;
        Ok((name, bytes))
    }

    fn name(&self, digest: Digest) -> String {
        let recipient = self.wanted.recipient.as_ref().map(ToString::to_string);
        super::manifest::object_name(recipient.as_deref(), digest)
    }
}

/// Where content is read from.
struct Source {
    path: PathBuf,
    at: u64,
    /// All of it, if none is said.
    bytes: Option<usize>,
}

impl Source {
    fn read(&self) -> io::Result<Vec<u8>> {
        let Some(bytes) = self.bytes else { return fs::read(&self.path) };
        let mut content = vec![0; bytes];
        fs::File::open(&self.path)?.read_exact_at(&mut content, self.at)?;
        Ok(content)
    }
}

/// What a data folder holds at a moment, as far as it was acknowledged.
struct Contents {
    entries: u64,
    extents: Vec<Extent>,
    journal: Vec<SegmentBlocks>,
    files: BTreeMap<Digest, NamedFile>,
    findings: Vec<String>,
}

struct NamedFile {
    id: FileId,
    bytes: u64,
    owner: String,
}

impl Contents {
    /// Reads it as `holdfast verify` does; nothing, if it was rewritten while it was read.
    fn look(data: &Path) -> Result<Option<Self>, BackupError> {
        let journal = compaction::journal_of(data);
        let journal = journal.ok_or_else(|| BackupError::NoJournal(data.to_owned()))?;
        let part = match AcknowledgedPart::of(&journal) {
            Err(JournalError::CompactedMeanwhile) => return Ok(None),
            part => part?,
        };
        let contents = Self::read(&part);
        // Its pieces were read after its entries.
        match part.is_compacted_meanwhile() {
            false => contents.map(Some),
            true => Ok(None),
        }
    }

    fn read(part: &AcknowledgedPart<'_>) -> Result<Self, BackupError> {
        let mut auditor = Auditor::default();
        let end = part.replay(|sequence, entry| {
            auditor.entry(sequence, &entry);
            Ok(())
        })?;
        let extents = part.extents(&end)?;
        let blocks = |extent: &Extent| blocks_of(extent).map_err(io_on(&extent.path));
        let journal = extents.iter().map(blocks).collect::<Result<_, _>>()?;
        let files = auditor.files().map(|(owner, file)| {
            let named = NamedFile { id: file.id, bytes: file.bytes.into(), owner };
            (Digest::from(file.digest), named)
        });
        let files = files.collect();
        let findings = auditor.finish().1.iter().map(ToString::to_string).collect();
        Ok(Self { entries: end.next_sequence - 1, extents, journal, files, findings })
    }
}

fn blocks_of(extent: &Extent) -> io::Result<SegmentBlocks> {
    let mut left = fs::File::open(&extent.path)?.take(extent.bytes);
    let mut blocks = vec![];
    let mut block = Vec::with_capacity(BLOCK_BYTES);
    loop {
        block.clear();
        if left.by_ref().take(BLOCK_BYTES as u64).read_to_end(&mut block)? == 0 {
            break;
        }
        blocks.push(Digest::of(&block));
    }
    Ok(SegmentBlocks { first: extent.first, bytes: extent.bytes, blocks })
}
