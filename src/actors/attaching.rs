//! The tickets themselves, as their sellers attach them.
//!
//! A file is made durable and moved to its place under an id of our own, and only then named:
//! `FileAttached`, in the entry of the listing if that is new. So no ticket ever names what is not
//! there. Which tickets have the same file spans tickets, so it is a rule: no ticket has the file
//! of another that is still to be sold, and what was sold is its buyer's to sell on.
//!
//! A file that is replaced, taken off, withdrawn with its ticket or given back with a refund is
//! deleted once that is committed. What a killed program leaves the next start sweeps up.

use std::{future::Future, io, sync::Arc};

use super::{Answer, CommandError, Market, Unavailable};
use crate::{
    domain::{
        KnownFile,
        rules::ticket::{NewListing, TicketCommand, TicketRefusal},
    },
    files::{Files, ReceivedFile},
    types::{FileId, TicketId, UserId},
};

impl Market {
    /// Lists a ticket with the file that came for it; done already if the ticket is there and the
    /// seller's. Goes on if whoever asks does not wait for it.
    /// Nothing of the file stays if it is refused.
    pub async fn list_with(
        self: &Arc<Self>,
        ticket: TicketId,
        listing: NewListing,
        received: ReceivedFile,
    ) -> Answer<TicketRefusal> {
        let market = self.clone();
        self.keep(ticket, received, move |file| async move {
            market.list(ticket, NewListing { file: Some(file), ..listing }).await
        })
        .await
    }

    /// Attaches the file that came for a ticket. Goes on if whoever asks does not wait for it.
    /// Nothing of the file stays if it is refused.
    pub async fn attach_received(
        self: &Arc<Self>,
        ticket: TicketId,
        by: UserId,
        received: ReceivedFile,
    ) -> Answer<TicketRefusal> {
        let market = self.clone();
        self.keep(
            ticket,
            received,
            move |file| async move { market.attach(ticket, by, file).await },
        )
        .await
    }

    /// Has a ticket name a file that is in its place.
    pub async fn attach(
        &self,
        ticket: TicketId,
        by: UserId,
        file: impl Into<KnownFile>,
    ) -> Answer<TicketRefusal> {
        self.command(ticket, TicketCommand::Attach(by, file.into())).await
    }

    /// Takes off a ticket's file.
    pub async fn remove_file(&self, ticket: TicketId, by: UserId) -> Answer<TicketRefusal> {
        self.command(ticket, TicketCommand::RemoveFile(by)).await
    }

    /// Deletes a file that nothing names any more; where the site backs itself up, once it is in a
    /// backup, for who restores a moment at which it was named. It takes its time; what is left of it
    /// the next start sweeps up.
    pub(super) fn discard_file(&self, id: FileId) {
        if let Some(id) = self.hold_for_backup(id) {
            self.delete_file(id);
        }
    }

    pub(super) fn delete_file(&self, id: FileId) {
        if let Some(files) = self.storage().files().cloned() {
            tokio::task::spawn_blocking(move || files.discard(id));
        }
    }

    /// Gives a file its place, and then has it named. What is not named after that is deleted, unless
    /// that is not known: then it is left to the next start, which knows.
    async fn keep<F>(
        self: &Arc<Self>,
        ticket: TicketId,
        received: ReceivedFile,
        name: impl FnOnce(KnownFile) -> F + Send + 'static,
    ) -> Answer<TicketRefusal>
    where
        F: Future<Output = Answer<TicketRefusal>> + Send,
    {
        let market = self.clone();
        let kept = tokio::spawn(async move {
            let file = market.in_place(move |files| files.keep(received)).await?;
            let answer = name(file).await;
            let is_named = match &answer {
                // The ticket may have had the same already.
                Ok(()) => market.tables().ticket(ticket)?.and_then(|t| t.file) == Some(file.file),
                Err(CommandError::Unavailable(Unavailable::Unknown(_))) => true,
                Err(_) => false,
            };
            if !is_named {
                market.discard_file(file.file.id);
            }
            answer
        });
        kept.await.unwrap_or_else(|error| Err(Unavailable::Unknown(error.to_string()).into()))
    }

    /// Has what came given its place.
    pub(super) async fn in_place<T: Send + 'static>(
        &self,
        keep: impl FnOnce(&Files) -> io::Result<T> + Send + 'static,
    ) -> Result<T, Unavailable> {
        let not_done = |error: String| Unavailable::NotDone(error);
        let files = self.storage().files().cloned();
        let files = files.ok_or_else(|| not_done("this storage keeps no files".into()))?;
        let placed = tokio::task::spawn_blocking(move || keep(&files)).await;
        placed
            .map_err(|error| not_done(error.to_string()))?
            .map_err(|error| not_done(error.to_string()))
    }
}
