//! The tickets themselves. Which tickets have the same file spans tickets: so what is attached with
//! the same content is decided one after the other.

use std::{future::Future, sync::Arc};

use tokio::time::Instant;

use super::{
    ANSWER_DEADLINE, CommandError, Market, Unavailable,
    ticket::{NewListing, TicketCommand, TicketRefusal, may_attach},
};
use crate::{
    domain::TicketFile,
    files::Received,
    types::{FileId, TicketId, UserId},
};

/// What the files of all that one seller has listed may come to; what is sold does not count. A few
/// that come at the same moment may go beyond it.
pub const LISTED_BYTES_MAX: u64 = 200 * 1024 * 1024;

type Answer = Result<(), CommandError<TicketRefusal>>;

impl Market {
    /// Lists a ticket with the file that came for it; done already if the ticket is there and the
    /// seller's. Goes on if whoever asks does not wait for it.
    ///
    /// # Errors
    /// When it may not be, or something is out of order. Nothing of the file stays then.
    pub async fn list_with(
        self: &Arc<Self>,
        ticket: TicketId,
        listing: NewListing,
        received: Received,
    ) -> Answer {
        let market = self.clone();
        self.keep(ticket, received, move |file| async move {
            market.list(ticket, NewListing { file: Some(file), ..listing }).await
        })
        .await
    }

    /// Attaches the file that came for a ticket. Goes on if whoever asks does not wait for it.
    ///
    /// # Errors
    /// When it may not be, or something is out of order. Nothing of the file stays then.
    pub async fn attach_received(
        self: &Arc<Self>,
        ticket: TicketId,
        by: UserId,
        received: Received,
    ) -> Answer {
        let market = self.clone();
        self.keep(
            ticket,
            received,
            move |file| async move { market.attach(ticket, by, file).await },
        )
        .await
    }

    /// Has a ticket name a file that is in its place.
    ///
    /// # Errors
    /// When it may not be, or something is out of order.
    pub async fn attach(&self, ticket: TicketId, by: UserId, file: TicketFile) -> Answer {
        self.command_attaching(ticket, file, TicketCommand::Attach { by, file }).await
    }

    /// Takes off a ticket's file.
    ///
    /// # Errors
    /// When it may not be, or something is out of order.
    pub async fn remove_file(&self, ticket: TicketId, by: UserId) -> Answer {
        self.command(ticket, TicketCommand::RemoveFile { by }).await
    }

    pub(super) async fn command_attaching(
        &self,
        ticket: TicketId,
        file: TicketFile,
        command: TicketCommand,
    ) -> Answer {
        let deadline = Instant::now() + ANSWER_DEADLINE;
        let turn = self.files_turns.of(file.digest, deadline).await?;
        self.command_in_turn(ticket, command, turn, deadline).await
    }

    /// Whether somebody may attach a file, as things are committed.
    pub(super) fn may_attach(&self, by: UserId, file: &TicketFile) -> Result<(), TicketRefusal> {
        let catalog = self.tables().catalog();
        may_attach(&catalog.file_standing(&file.digest), by)?;
        match catalog.listed_file_bytes(by) + u64::from(file.bytes) > LISTED_BYTES_MAX {
            true => Err(TicketRefusal::FilesFull),
            false => Ok(()),
        }
    }

    /// Deletes a file that no ticket names any more. It takes its time; what is left of it the next
    /// start sweeps up.
    pub(super) fn discard_file(&self, id: FileId) {
        if let Some(files) = self.storage().files().cloned() {
            tokio::task::spawn_blocking(move || files.discard(id));
        }
    }

    /// Gives a file its place, and then has it named. What is not named after that is deleted, unless
    /// that is not known: then it is left to the next start, which knows.
    async fn keep<F>(
        self: &Arc<Self>,
        ticket: TicketId,
        received: Received,
        name: impl FnOnce(TicketFile) -> F + Send + 'static,
    ) -> Answer
    where
        F: Future<Output = Answer> + Send,
    {
        let market = self.clone();
        let kept = tokio::spawn(async move {
            let file = market.place(received).await?;
            let answer = name(file).await;
            let is_named = match &answer {
                // The ticket may have had the same already.
                Ok(()) => market.tables().ticket(ticket)?.and_then(|t| t.file) == Some(file),
                Err(CommandError::Unavailable(Unavailable::Unknown(_))) => true,
                Err(_) => false,
            };
            if !is_named {
                market.discard_file(file.id);
            }
            answer
        });
        kept.await.unwrap_or_else(|error| Err(Unavailable::Unknown(error.to_string()).into()))
    }

    async fn place(&self, received: Received) -> Result<TicketFile, Unavailable> {
        let not_done = |error: String| Unavailable::NotDone(error);
        let files = self.storage().files().cloned();
        let files = files.ok_or_else(|| not_done("this storage keeps no files".into()))?;
        let placed = tokio::task::spawn_blocking(move || files.keep(received)).await;
        placed
            .map_err(|error| not_done(error.to_string()))?
            .map_err(|error| not_done(error.to_string()))
    }
}
