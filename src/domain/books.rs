use serde::{Deserialize, Serialize};

use crate::types::{BooksId, Timestamp};

/// That the site keeps books, though it sold before it did. A site that has kept them from its first
/// sale on has no such record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Books {
    /// There is one.
    pub id: BooksId,
    /// Since when.
    pub opened_at: Timestamp,
    /// What was paid for tickets until then and had not gone back, in minor units: what is whose of it
    /// nobody has written down.
    pub before_minor: i64,
}

named! {
    /// What happens to them.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum BooksEvent {
        /// They are opened, and so much was paid before and had not gone back, in minor units.
        Opened(i64) = "BooksOpened",
    }
    pub(super) fn name;
}

impl Books {
    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        books: &mut Option<Self>,
        id: BooksId,
        event: &BooksEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        let BooksEvent::Opened(before_minor) = event;
        match books {
            Some(_) => Err("open"),
            None => {
                *books = Some(Self { id, opened_at: at, before_minor: *before_minor });
                Ok(())
            }
        }
    }
}
