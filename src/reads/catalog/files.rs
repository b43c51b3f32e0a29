use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::Catalog;
use crate::{
    domain::{Event, KnownFile, Message, Ticket, TicketStatus},
    types::{FileId, TicketId, Timestamp, UserId},
};

/// Which tickets have which file, and which files events' pictures are.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct TicketFiles {
    ids: HashSet<FileId>,
    /// What the files come to of what each seller has listed and not sold.
    listed_bytes: HashMap<UserId, u64>,
    /// By each digest of a file ([`KnownFile::digests`]): the tickets that have it.
    by_digest: HashMap<[u8; 32], BTreeMap<TicketId, Option<Sale>>>,
}

/// When a ticket was sold, and to whom.
type Sale = (Timestamp, UserId);

impl TicketFiles {
    pub(super) fn update_event(&mut self, old: Option<&Event>, new: &Event) {
        let files = |event: &Event| event.picture.into_iter().flat_map(|it| it.files());
        for file in old.into_iter().flat_map(files) {
            self.ids.remove(&file.id);
        }
        self.ids.extend(files(new).map(|file| file.id));
    }

    pub(super) fn update_message(&mut self, new: &Message) {
        self.ids.extend(new.file.map(|file| file.id));
    }

    pub(super) fn update(&mut self, old: Option<&Ticket>, new: &Ticket) {
        let bytes = self.listed_bytes.get(&new.seller).copied().unwrap_or_default();
        match (bytes + listed(new)).saturating_sub(old.map_or(0, listed)) {
            0 => self.listed_bytes.remove(&new.seller),
            bytes => self.listed_bytes.insert(new.seller, bytes),
        };
        if let Some((id, known)) = old.and_then(|old| Some((old.id, old.known_file()?))) {
            self.ids.remove(&known.file.id);
            for digest in known.digests() {
                if let Some(tickets) = self.by_digest.get_mut(digest) {
                    tickets.remove(&id);
                    if tickets.is_empty() {
                        self.by_digest.remove(digest);
                    }
                }
            }
        }
        if let Some(known) = new.known_file() {
            let sold = match new.status {
                TicketStatus::Sold { buyer, at, .. } => Some((at, buyer)),
                _ => None,
            };
            self.ids.insert(known.file.id);
            for digest in known.digests() {
                self.by_digest.entry(*digest).or_default().insert(new.id, sold);
            }
        }
    }
}

impl Catalog {
    /// When and to whom a ticket with this file was sold last.
    pub fn last_sale_with(&self, file: &KnownFile) -> Option<Sale> {
        let with = file.digests().filter_map(|digest| self.files.by_digest.get(digest));
        with.flat_map(BTreeMap::values).flatten().max().copied()
    }

    /// The tickets that have this file and are not sold yet.
    pub fn unsold_with(&self, file: &KnownFile) -> BTreeSet<TicketId> {
        let with = file.digests().filter_map(|digest| self.files.by_digest.get(digest)).flatten();
        with.filter(|(_, sale)| sale.is_none()).map(|(id, _)| *id).collect()
    }

    /// What the files come to of what a seller has listed and not sold.
    pub fn listed_file_bytes(&self, seller: UserId) -> u64 {
        self.files.listed_bytes.get(&seller).copied().unwrap_or_default()
    }

    /// Whether a ticket, an event or a message names this file.
    pub fn names_file(&self, id: FileId) -> bool {
        self.files.ids.contains(&id)
    }
}

fn listed(ticket: &Ticket) -> u64 {
    let is_sold = matches!(ticket.status, TicketStatus::Sold { .. });
    ticket.file.filter(|_| !is_sold).map_or(0, |file| u64::from(file.bytes))
}
