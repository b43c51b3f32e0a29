//! What else becomes true when something happens: who asked is told, and mails are queued. It is
//! added to each entry before it is committed, so neither is ever lost or done for nothing.

use super::{closing, resold, wishes};
use crate::{
    domain::DomainEvent,
    mail,
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
    mut events: Vec<DomainEvent>,
) -> Result<Vec<DomainEvent>, StorageError> {
    events.extend(resold::that_follow(tables, &events)?);
    // Before wishes, since nobody is to be told that what this withdraws is free.
    events.extend(closing::that_follow(tables, &events)?);
    events.extend(wishes::that_follow(tables, now, &events)?);
    // Last, since it is about all that happens.
    let mails = mail::queued(tables, &events)?;
    events.extend(mails);
    Ok(events)
}
