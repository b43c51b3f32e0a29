//! An entry as it stands in the journal, with the places of its events.
//!
//! A compaction takes events out of an entry, and the others keep their places, since an event is
//! known for ever as `<sequence>-<index>`. So an entry of which some are gone stands as
//!
//! | bytes | what |
//! | --- | --- |
//! | 1 | a mark, 255: no version of an entry |
//! | 2 | how many are gone |
//! | 2 each | their indexes, ascending |
//! | … | the entry that is left, as ever |
//!
//! and one that is whole as [`codec::encode_entry`] writes it. The smallest event takes more than
//! these bytes, so an entry never grows by what it loses.

use crate::{
    domain::{
        Change, DomainEvent, Entry, Key, Row,
        public::{self, PublicEvent},
    },
    reads::Applied,
    storage::codec::{self, CodecError},
};

/// What an entry of which something is gone begins with, where others have their version.
const SOME_ARE_GONE: u8 = u8::MAX;

/// An entry, and where its events stood when it was committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    entry: Entry,
    /// The indexes of the events that are gone, ascending.
    gone: Vec<u16>,
}

impl StoredEntry {
    /// The entry that is left.
    #[must_use]
    pub fn entry(&self) -> &Entry {
        &self.entry
    }

    /// The entry that is left.
    #[must_use]
    pub fn into_entry(self) -> Entry {
        self.entry
    }

    /// The entry as it is applied at a position, where it has changed this.
    #[must_use]
    pub fn applied<'a>(&'a self, sequence: u64, changes: &'a [Change]) -> Applied<'a> {
        Applied { sequence, entry: &self.entry, gone: &self.gone, changes }
    }

    /// The events that are left, each with the index that it has for ever.
    pub fn events(&self) -> impl Iterator<Item = (u16, &DomainEvent)> {
        Entry::indexes(&self.gone).zip(&self.entry.events)
    }

    /// What other programs may know of the entry at a position, by the records as it has left them.
    pub fn public_events(
        &self,
        sequence: u64,
        after: impl Fn(Key) -> Option<Row>,
    ) -> Vec<PublicEvent> {
        public::of_entry((sequence, &self.entry, &self.gone), after)
    }

    /// The entry with only those events of which `kept` leaves something, each in its old place;
    /// none if there are none.
    #[must_use]
    pub fn filter_map(
        self,
        mut kept: impl FnMut(DomainEvent) -> Option<DomainEvent>,
    ) -> Option<Self> {
        let Self { entry: Entry { at, events }, gone } = self;
        let (mut left, mut dropped) = (vec![], gone.clone());
        for (index, event) in Entry::indexes(&gone).zip(events) {
            match kept(event) {
                Some(event) => left.push(event),
                None => dropped.push(index),
            }
        }
        dropped.sort_unstable();
        let entry = Entry { at, events: left };
        (!entry.events.is_empty()).then_some(Self { entry, gone: dropped })
    }

    /// Its bytes.
    ///
    /// # Errors
    /// When it is too large.
    pub fn encode(&self) -> Result<Vec<u8>, CodecError> {
        let entry = codec::encode_entry(&self.entry)?;
        if self.gone.is_empty() {
            return Ok(entry);
        }
        let count = u16::try_from(self.gone.len()).map_err(|_| CodecError::TooLarge)?;
        let mut bytes = vec![SOME_ARE_GONE];
        bytes.extend(count.to_le_bytes());
        bytes.extend(self.gone.iter().flat_map(|index| index.to_le_bytes()));
        bytes.extend(entry);
        match bytes.len() > codec::ENTRY_BYTES_MAX {
            true => Err(CodecError::TooLarge),
            false => Ok(bytes),
        }
    }

    /// The entry of these bytes.
    ///
    /// # Errors
    /// When they are not all of one.
    pub fn decode(bytes: &[u8]) -> Result<Self, CodecError> {
        let Some((&SOME_ARE_GONE, bytes)) = bytes.split_first() else {
            return codec::decode_entry(bytes).map(Self::from);
        };
        let malformed = || CodecError::Malformed("the places of its events are wrong".into());
        let (count, bytes) = bytes.split_first_chunk().ok_or_else(malformed)?;
        let count = usize::from(u16::from_le_bytes(*count));
        let (gone, bytes) = bytes.split_at_checked(2 * count).ok_or_else(malformed)?;
        let gone: Vec<_> =
            gone.chunks_exact(2).map(|index| u16::from_le_bytes([index[0], index[1]])).collect();
        let entry = codec::decode_entry(bytes)?;
        let events = gone.len() + entry.events.len();
        let fit = gone.is_sorted_by(|one, next| one < next)
            && gone.last().is_some_and(|last| usize::from(*last) < events);
        if fit { Ok(Self { entry, gone }) } else { Err(malformed()) }
    }
}

impl From<Entry> for StoredEntry {
    /// An entry of which nothing is gone.
    fn from(entry: Entry) -> Self {
        Self { entry, gone: vec![] }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        domain::ChargeEvent,
        storage::codec::ENTRY_BYTES_MAX,
        types::{ChargeId, Timestamp},
    };

    /// The smallest that there are.
    fn events(count: usize) -> Entry {
        let event = |n: usize| {
            let mut id = [0; 16];
            id[..8].copy_from_slice(&(n as u64).to_le_bytes());
            DomainEvent::Charge(ChargeId::from_bytes(id), ChargeEvent::Voided)
        };
        Entry { at: Timestamp::from_millis(7), events: (0..count).map(event).collect() }
    }

    proptest! {
        #[test]
        fn what_is_left_keeps_its_place_however_often_it_is_thinned_out(
            rounds in proptest::collection::vec(proptest::collection::vec(any::<bool>(), 300), 1..4),
            count in 1usize..300,
        ) {
            let whole = events(count);
            let mut stored = StoredEntry::from(whole.clone());
            for keep in rounds {
                let size = stored.encode().unwrap().len();
                let is_kept = |event: &DomainEvent| {
                    keep[whole.events.iter().position(|e| e == event).unwrap()]
                };
                let expect: Vec<_> = stored
                    .events()
                    .filter(|(_, event)| is_kept(event))
                    .map(|(index, event)| (index, event.clone()))
                    .collect();
                let thinned = stored.filter_map(|event| is_kept(&event).then_some(event));
                let Some(thinned) = thinned else {
                    prop_assert!(expect.is_empty());
                    return Ok(());
                };
                let bytes = thinned.encode().unwrap();
                prop_assert!(bytes.len() <= size, "it never grows");
                let read = StoredEntry::decode(&bytes).unwrap();
                prop_assert_eq!(&read, &thinned);
                prop_assert_eq!(read.events().map(|(i, e)| (i, e.clone())).collect::<Vec<_>>(), expect);
                for (index, event) in read.events() {
                    prop_assert_eq!(event, &whole.events[usize::from(index)]);
                }
                stored = read;
            }
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let _ = StoredEntry::decode(&[&[SOME_ARE_GONE][..], &bytes].concat());
        }
    }

    #[test]
    fn the_largest_entry_can_lose_any_of_its_events() {
        let sizes: Vec<usize> = (0..4000).collect();
        let most = sizes.partition_point(|n| codec::encode_entry(&events(*n)).is_ok()) - 1;
        for step in [2, 3, most] {
            let mut n = 0;
            let left = StoredEntry::from(events(most)).filter_map(|event| {
                n += 1;
                (n % step != 0).then_some(event)
            });
            let bytes = left.unwrap().encode().unwrap();
            assert!(bytes.len() <= ENTRY_BYTES_MAX);
            assert!(StoredEntry::decode(&bytes).is_ok());
        }
    }

    #[test]
    fn places_that_cannot_be_are_refused() {
        let entry = codec::encode_entry(&events(2)).unwrap();
        let with = |gone: &[u16]| {
            let gone = [&[gone.len() as u16], gone].concat();
            let gone: Vec<u8> = gone.iter().flat_map(|index| index.to_le_bytes()).collect();
            StoredEntry::decode(&[&[SOME_ARE_GONE][..], &gone, &entry].concat())
        };
        assert!(with(&[0]).is_ok() && with(&[2]).is_ok() && with(&[1, 3]).is_ok());
        for wrong in [&[][..], &[3], &[1, 1], &[1, 0], &[0, 4]] {
            assert!(matches!(with(wrong), Err(CodecError::Malformed(_))), "{wrong:?}");
        }
        assert!(StoredEntry::decode(&[SOME_ARE_GONE, 1]).is_err());
        assert_eq!(StoredEntry::decode(&[]), Err(CodecError::Empty));
    }
}
