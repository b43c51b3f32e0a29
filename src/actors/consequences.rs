//! What else becomes true when something happens: who asked is told, and mails are queued. It is
//! added to each entry before it is committed, so neither is ever lost or done for nothing.

use super::{closing, events, resold, wishes};
use crate::{
    delivery::mail,
    domain::DomainEvent,
    storage::{StorageError, Tables},
    types::Timestamp,
};

/// The events, and what follows from them.
///
/// # Errors
/// When a record cannot be read.
pub(super) fn with_consequences(
    tables: &Tables,
    now: Timestamp,
    mut all: Vec<DomainEvent>,
) -> Result<Vec<DomainEvent>, StorageError> {
    all.extend(events::that_follow(tables, &all));
    all.extend(resold::that_follow(tables, &all)?);
    // Before it is told, since nobody is to be told that what this withdraws is free.
    all.extend(closing::that_follow(tables, &all)?);
    all.extend(wishes::that_follow(tables, now, &all)?);
    // Last, since it is about all that happens.
    let mails = mail::queued(tables, &all)?;
    all.extend(mails);
    Ok(all)
}
