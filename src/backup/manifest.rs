use std::{collections::BTreeSet, fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{BackupError, Store};
use crate::types::{Timestamp, ZoneName};

/// The version of what lies in a backup's place.
const FORMAT: u32 = 1;

/// The folder of manifests.
pub(super) const BACKUPS: &str = "backups";
/// The folder of what they name.
pub(super) const OBJECTS: &str = "objects";

/// How large a piece of a segment is: so much is sent again at the most of what was sent already.
pub(super) const BLOCK_BYTES: usize = 1024 * 1024;

/// A backup: which objects it has. It says nothing of what is in them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    format: u32,
    /// Which version of Holdfast has made it.
    holdfast: String,
    /// Of which site; empty for a folder that was never started.
    pub site: String,
    /// Everything that was acknowledged then is in it.
    pub made_at: String,
    /// The position of its last entry.
    pub entries: u64,
    /// For whom its objects are encrypted, if they are.
    pub encrypted_for: Option<String>,
    /// The journal, in order.
    pub journal: Vec<SegmentBlocks>,
    /// The files that the journal names.
    pub files: BTreeSet<Digest>,
    /// The key that seals links, if it is in it.
    pub link_key: Option<Digest>,
}

/// A segment, in pieces of 1 MiB.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentBlocks {
    /// Its first sequence number.
    pub first: u64,
    /// How long it is, of which the last piece has the rest.
    pub bytes: u64,
    /// Its pieces.
    pub blocks: Vec<Digest>,
}

impl Manifest {
    /// One without objects yet.
    pub(super) fn new(site: String, made_at: Timestamp, encrypted_for: Option<String>) -> Self {
        Self {
            format: FORMAT,
            holdfast: env!("CARGO_PKG_VERSION").into(),
            site,
            made_at: made_at.rfc3339(),
            entries: 0,
            encrypted_for,
            journal: vec![],
            files: BTreeSet::new(),
            link_key: None,
        }
    }

    /// Which version of Holdfast has made it.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.holdfast
    }

    /// Under which name an object of it lies.
    #[must_use]
    pub fn object(&self, digest: Digest) -> String {
        object_name(self.encrypted_for.as_deref(), digest)
    }

    /// All that it needs.
    pub fn objects(&self) -> impl Iterator<Item = String> + '_ {
        let blocks = self.journal.iter().flat_map(|segment| &segment.blocks);
        let all = blocks.chain(&self.files).chain(&self.link_key);
        all.map(|digest| self.object(*digest))
    }

    /// Reads one.
    pub(super) async fn read(store: &Store, name: BackupName) -> Result<Self, BackupError> {
        /// What stays readable in every version.
        #[derive(Deserialize)]
        struct Head {
            format: u32,
            holdfast: String,
        }
        let object = name.object();
        let bytes = store.get(&object).await?;
        let damaged = || store.damaged(&object, "is not what was put there");
        // What lacks a name here would be deleted as rubbish.
        let text = unsealed(&bytes).ok_or_else(damaged)?;
        let head: Head = serde_json::from_slice(text).map_err(|_| damaged())?;
        if head.format > FORMAT {
            return Err(BackupError::Newer { name: name.to_string(), by: head.holdfast });
        }
        serde_json::from_slice(text).map_err(|_| damaged())
    }

    /// Puts it where it is found: from here on the backup is there.
    pub(super) async fn write(&self, store: &Store, name: BackupName) -> Result<(), BackupError> {
        let object = name.object();
        let mut bytes = serde_json::to_vec(self).map_err(|error| store.failed(error))?;
        let digest = Digest::of(&bytes);
        bytes.extend(format!("\n{digest}\n").bytes());
        store.put(&object, bytes).await
    }
}

/// A line of JSON, if the line after it is its digest.
fn unsealed(bytes: &[u8]) -> Option<&[u8]> {
    let (text, digest) = bytes.strip_suffix(b"\n")?.split_last_chunk::<64>()?;
    let text = text.strip_suffix(b"\n")?;
    (Digest::of(text).to_string().as_bytes() == digest).then_some(text)
}

/// Under which name an object lies that is encrypted for somebody, or for nobody.
pub(super) fn object_name(encrypted_for: Option<&str>, digest: Digest) -> String {
    let key = match encrypted_for {
        None => "plain".into(),
        Some(recipient) => format!("age-{}", &Digest::of(recipient.as_bytes()).to_string()[..16]),
    };
    let name = digest.to_string();
    format!("{OBJECTS}/{key}/{}/{name}", &name[..2])
}

/// When a backup was made, and how many entries it has: by which it is named and found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BackupName {
    /// Everything that was acknowledged then is in it.
    pub made_at: Timestamp,
    /// The position of its last entry.
    pub entries: u64,
}

impl BackupName {
    pub(super) fn object(self) -> String {
        format!("{BACKUPS}/{self}.json")
    }

    /// What a name in the folder of backups says; none if it is no backup's.
    pub(super) fn of_object(object: &str) -> Option<Self> {
        object.strip_prefix(BACKUPS)?.strip_prefix('/')?.strip_suffix(".json")?.parse().ok()
    }
}

/// Without a colon, which some disks do not take.
const NAME_FORMAT: &str = "%Y%m%dT%H%M%S.%3fZ";

impl fmt::Display for BackupName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let made_at = self.made_at.format(NAME_FORMAT, &ZoneName::utc());
        write!(f, "{made_at}-{:012}", self.entries)
    }
}

impl FromStr for BackupName {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        let (made_at, entries) = name.rsplit_once('-').ok_or(())?;
        let at = made_at.strip_suffix('Z').ok_or(())?;
        let digits = at.bytes().filter(u8::is_ascii_digit).count();
        if at.len() != 19 || digits != 17 {
            return Err(());
        }
        let (date, time) = (&at[..8], &at[9..]);
        let made_at = format!(
            "{}-{}-{}T{}:{}:{}Z",
            &date[..4],
            &date[4..6],
            &date[6..],
            &time[..2],
            &time[2..4],
            &time[4..]
        );
        let made_at = Timestamp::parse_rfc3339(&made_at).map_err(|_| ())?;
        Ok(Self { made_at, entries: entries.parse().map_err(|_| ())? })
    }
}

/// The SHA-256 of content, by which it is named.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Digest([u8; 32]);

impl Digest {
    /// Of this content.
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        Self(Sha256::digest(content).into())
    }
}

impl From<[u8; 32]> for Digest {
    fn from(digest: [u8; 32]) -> Self {
        Self(digest)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

impl TryFrom<String> for Digest {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let wrong = "64 digits from 0 to f";
        let mut digest = [0; 32];
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(wrong);
        }
        for (byte, at) in digest.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| wrong)?;
        }
        Ok(Self(digest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_it_is_written_and_sorts_by_time() {
        let named =
            |millis, entries| BackupName { made_at: Timestamp::from_millis(millis), entries };
        let names = [named(0, 1), named(1_795_348_800_123, 42), named(1_795_348_800_124, 7)];
        assert_eq!(names[1].to_string(), "20261122T120000.123Z-000000000042");
        for name in names {
            assert_eq!(name.to_string().parse(), Ok(name));
            assert_eq!(BackupName::of_object(&name.object()), Some(name));
        }
        let written = names.map(|name| name.to_string());
        assert!(written.is_sorted());
        for wrong in ["", "-", "20261122T120000.123Z", "20261322T120000.123Z-1", "x.123Z-1", "ü-1"]
        {
            assert_eq!(wrong.parse::<BackupName>(), Err(()), "{wrong}");
        }
    }

    #[test]
    fn a_digest_is_hexadecimal() {
        let digest = Digest::of(b"abc");
        assert!(digest.to_string().starts_with("ba7816bf8f01cfea"), "{digest}");
        assert_eq!(Digest::try_from(digest.to_string()), Ok(digest));
        for wrong in ["", "ba", &"g".repeat(64), &"é".repeat(32)] {
            assert!(Digest::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }
}
