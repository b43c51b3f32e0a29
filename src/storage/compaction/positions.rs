//! Whether every event that is left stands where it always stood.

use sha2::{Digest as _, Sha256};

use crate::{
    domain::{DomainEvent, Entry},
    storage::codec::{self, CodecError},
    types::Timestamp,
};

/// A digest of events and their positions, so that two journals can be compared one after the other.
/// It is taken event by event, and knows nothing of how a journal writes them.
#[derive(Debug, Default)]
pub(super) struct Positions {
    digest: Sha256,
}

impl Positions {
    /// Takes in the next event.
    ///
    /// # Errors
    /// When it is too large for any entry.
    pub(super) fn add(
        &mut self,
        sequence: u64,
        at: Timestamp,
        (index, event): (u16, DomainEvent),
    ) -> Result<(), CodecError> {
        let bytes = codec::encode_entry(&Entry { at, events: vec![event] })?;
        self.digest.update(sequence.to_le_bytes());
        self.digest.update(index.to_le_bytes());
        self.digest.update((bytes.len() as u64).to_le_bytes());
        self.digest.update(bytes);
        Ok(())
    }

    /// What it comes to.
    pub(super) fn finish(self) -> [u8; 32] {
        self.digest.finalize().into()
    }
}
