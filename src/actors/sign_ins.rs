//! Who is signed in, and with what.

use std::{convert::Infallible, sync::Arc};

use super::{
    CommandError, Market,
    transaction::{By, Reading},
};
use crate::{
    domain::{
        DomainEvent, SignIn, SignInEvent, SignInHistoryEvent,
        rules::sign_in::{Lasting, SIGN_INS_MAX, is_elsewhere, is_noted},
    },
    storage::StorageError,
    types::{SignInId, UserId},
};

/// How many of those that have run out are ended in one entry.
const ENDED_TOGETHER_MAX: usize = 64;

impl Market {
    /// Begins a sign-in as this user, whose record had this epoch when it gave leave: if all of theirs
    /// have been ended since, this one is over as it begins.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub async fn begin_sign_in(
        &self,
        id: SignInId,
        (user, epoch): (UserId, u32),
        (browser, from): (&str, &str),
    ) -> Result<(), CommandError<Infallible>> {
        let decide = |reading: &mut Reading<'_>| {
            let mut events = vec![];
            if reading.sign_in(id)?.is_none() {
                let before = reading.tables().catalog().sign_ins_of(user).collect::<Vec<_>>();
                for oldest in before.iter().rev().skip(SIGN_INS_MAX - 1) {
                    if reading.sign_in(*oldest)?.is_some_and(|it| it.ended_at.is_none()) {
                        events.push(DomainEvent::SignIn(*oldest, SignInEvent::Ended));
                    }
                }
                events.extend(noted(reading, user, &before, (browser, from))?);
                let (browser, from) = (browser.into(), from.into());
                let began = SignInEvent::Began { user, epoch, browser, from };
                events.push(DomainEvent::SignIn(id, began));
            }
            Ok(events.into())
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    /// Notes that somebody has typed a wrong password for an account, as far as that is noted. Nobody
    /// waits for it, so that an answer does not tell who has an account by the time that it takes.
    pub fn note_failed_sign_in(self: &Arc<Self>, user: UserId, (browser, from): (&str, &str)) {
        tracing::info!(%user, from, "a wrong password");
        let market = self.clone();
        let (browser, from): (Box<str>, Box<str>) = (browser.into(), from.into());
        tokio::spawn(async move {
            let decide = |reading: &mut Reading<'_>| {
                let is_there = reading.user(user)?.is_some_and(|user| !user.is_deleted());
                let now = reading.now;
                let history = reading.sign_in_history(user)?;
                let (browser, from) = (browser.clone(), from.clone());
                let is_noted = is_there && is_noted(history.as_deref(), &from, now);
                let failed = SignInHistoryEvent::Failed { browser, from };
                let noted = is_noted.then_some(DomainEvent::SignInHistory(user, failed));
                Ok(noted.into_iter().collect::<Vec<_>>().into())
            };
            if let Err(error) = market.transact::<Infallible>(By::Other, decide).await {
                tracing::warn!(%error, "a wrong password could not be noted for the account's owner");
            }
        });
    }

    /// Writes down that a sign-in is in use, unless it has ended.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub async fn sign_in_is_seen(&self, id: SignInId) -> Result<(), CommandError<Infallible>> {
        self.change_sign_in(id, SignInEvent::Seen).await
    }

    /// Ends a sign-in, for ever.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub async fn end_sign_in(&self, id: SignInId) -> Result<(), CommandError<Infallible>> {
        self.change_sign_in(id, SignInEvent::Ended).await
    }

    async fn change_sign_in(
        &self,
        id: SignInId,
        event: SignInEvent,
    ) -> Result<(), CommandError<Infallible>> {
        self.transact(By::Other, |reading| {
            let goes_on = reading.sign_in(id)?.is_some_and(|it| it.ended_at.is_none());
            let events = goes_on.then(|| DomainEvent::SignIn(id, event.clone()));
            Ok(events.into_iter().collect::<Vec<_>>().into())
        })
        .await
        .map(drop)
    }

    /// Ends those sign-ins that do not go on; gives how many.
    ///
    /// # Errors
    /// When a record cannot be read, or it cannot be saved.
    pub async fn end_sign_ins_that_are_over(
        &self,
        lasting: Lasting,
    ) -> Result<usize, CommandError<Infallible>> {
        let all: Vec<_> = self.tables().catalog().sign_ins().collect();
        let mut ended = 0;
        for some in all.chunks(ENDED_TOGETHER_MAX) {
            let committed = self.transact(By::Other, |reading| {
                let mut events = vec![];
                for id in some {
                    let Some(sign_in) = reading.tables().sign_in(*id)? else { continue };
                    let user = reading.tables().user(sign_in.user)?;
                    let goes_on =
                        user.is_some_and(|user| lasting.goes_on(&sign_in, &user, reading.now));
                    if !goes_on && reading.sign_in(*id)?.is_some_and(|it| it.ended_at.is_none()) {
                        events.push(DomainEvent::SignIn(*id, SignInEvent::Ended));
                    }
                }
                Ok(events.into())
            });
            ended += committed.await?.map_or(0, |committed| committed.changes.len());
        }
        Ok(ended)
    }
}

/// What the owner of an account finds of a sign-in that begins; nothing of an account that is deleted.
fn noted(
    reading: &mut Reading<'_>,
    user: UserId,
    before: &[SignInId],
    (browser, from): (&str, &str),
) -> Result<Option<DomainEvent>, StorageError> {
    if reading.user(user)?.is_none_or(|user| user.is_deleted()) {
        return Ok(None);
    }
    let history = reading.sign_in_history(user)?;
    let go_on = before.iter().filter_map(|id| reading.tables().sign_in(*id).transpose());
    let go_on = go_on.collect::<Result<Vec<Arc<SignIn>>, _>>()?;
    let kept = history.iter().flat_map(|history| &history.succeeded);
    let kept = kept.map(|tried| (&*tried.browser, &*tried.from));
    let known = kept.chain(go_on.iter().map(|sign_in| (&*sign_in.browser, &*sign_in.from)));
    let is_elsewhere = is_elsewhere((browser, from), known);
    let (browser, from) = (browser.into(), from.into());
    let event = match is_elsewhere {
        true => SignInHistoryEvent::SucceededElsewhere { browser, from },
        false => SignInHistoryEvent::Succeeded { browser, from },
    };
    Ok(Some(DomainEvent::SignInHistory(user, event)))
}
