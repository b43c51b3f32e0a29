//! Who is signed in, and with what.

use std::{convert::Infallible, sync::Arc};

use super::{
    CommandError, Market,
    transaction::{By, Reading},
};
use crate::{
    domain::{
        DomainEvent, SignIn, SignInBy, SignInEvent, SignInHistoryEvent,
        rules::sign_in::{Lasting, SIGN_INS_MAX, is_elsewhere},
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
        by: SignInBy,
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
                let is_more = by != SignInBy::default();
                let noted = noted(reading, user, &before, (browser, from))?;
                let noted_by = noted
                    .as_ref()
                    .filter(|_| is_more)
                    .map(|_| DomainEvent::SignInHistory(user, SignInHistoryEvent::SucceededBy(by)));
                events.extend(noted.into_iter().chain(noted_by));
                let (browser, from) = (browser.into(), from.into());
                let began = SignInEvent::Began { user, epoch, browser, from };
                events.push(DomainEvent::SignIn(id, began));
                if is_more {
                    events.push(DomainEvent::SignIn(id, SignInEvent::ShownBy(by)));
                }
            }
            Ok(events.into())
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    /// Notes that somebody has typed a wrong password for an account, as far as that is noted. Nobody
    /// waits for it, so that an answer does not tell who has an account by the time that it takes.
    pub fn note_failed_sign_in(self: &Arc<Self>, user: UserId, (browser, from): (&str, &str)) {
        tracing::info!(%user, from, "a wrong password");
        let (browser, from): (Box<str>, Box<str>) = (browser.into(), from.into());
        self.note_try(user, SignInBy::default(), from.clone(), move || {
            let (browser, from) = (browser.clone(), from.clone());
            SignInHistoryEvent::Failed { browser, from }
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
