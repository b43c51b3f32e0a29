//! What the buyer and the seller of a paid order have to say to each other, and to those who run the
//! site once one of the two asks them.
//!
//! **A message** is one entry: that the conversation has one more (`ConversationWritten`), by which of
//! two that are written at once one is decided again and gets the next number, the message itself
//! (`MessageWritten`), and a mail with a link to each of the others. Until they have seen what is there
//! (`ConversationSeen`, when they look) they have one such mail a day, however much is written. A file
//! that comes with a message is in its place before it is named, as a ticket's is (`attaching.rs`).
//! No address is ever shown. What was said stays, also when the order is refunded; the words and
//! files of a deleted account are gone with the next compaction.
//!
//! **Bounds.** 200 messages, each with 2,000 characters and one file at the most, and 50 MiB of files.

use std::sync::Arc;

use super::{
    Answer, CommandError, Market, Unavailable,
    transaction::{By, Decision, Reading},
};
use crate::{
    domain::{
        Side,
        rules::conversation::{MessageRefusal, NewMessage, ask_admins, receive, see, write},
    },
    files::ReceivedFile,
    types::{MessageId, OrderId, UserId},
};

impl Market {
    /// Says something in the conversation of an order; done already if it was just said.
    pub async fn write(&self, id: OrderId, new: NewMessage) -> Answer<MessageRefusal> {
        let decide = |reading: &mut Reading<'_>| {
            let order =
                reading.order(id)?.ok_or(CommandError::Refused(MessageRefusal::NotThere))?;
            let conversation = reading.conversation(id)?;
            let last = conversation.as_ref().and_then(|it| it.messages.checked_sub(1));
            let last = last.map(|number| reading.message(MessageId::of(id, number)));
            let last = last.transpose()?.flatten();
            let events = write(&order, conversation.as_deref(), last.as_deref(), &new);
            Ok(Decision::from(events.map_err(CommandError::Refused)?))
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    /// The same with a file that came. Goes on if whoever asks does not wait for it. Nothing of the
    /// file stays if it is refused.
    pub async fn write_with(
        self: &Arc<Self>,
        id: OrderId,
        new: NewMessage,
        received: ReceivedFile,
    ) -> Answer<MessageRefusal> {
        let market = self.clone();
        let written = tokio::spawn(async move {
            let known = market.in_place(move |files| files.keep(received)).await?;
            let file = known.file;
            let answer = market.write(id, NewMessage { file: Some(file), ..new }).await;
            let is_unknown =
                matches!(answer, Err(CommandError::Unavailable(Unavailable::Unknown(_))));
            if answer.is_err() && !is_unknown {
                market.discard_file(file.id);
            }
            answer
        });
        written.await.unwrap_or_else(|error| Err(Unavailable::Unknown(error.to_string()).into()))
    }

    /// Notes that a side has seen what there is.
    pub async fn see_conversation(&self, id: OrderId, side: Side) -> Answer<MessageRefusal> {
        let decide = |reading: &mut Reading<'_>| {
            let conversation = reading.conversation(id)?;
            let seen = conversation.and_then(|it| see(&it, side));
            Ok(seen.into_iter().collect::<Vec<_>>().into())
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    /// Asks those who run the site to look; done already if they are asked.
    pub async fn ask_admins(&self, id: OrderId, by: UserId) -> Answer<MessageRefusal> {
        let decide = |reading: &mut Reading<'_>| {
            let order =
                reading.order(id)?.ok_or(CommandError::Refused(MessageRefusal::NotThere))?;
            let conversation = reading.conversation(id)?;
            let asked = ask_admins(&order, conversation.as_deref(), by);
            let asked = asked.map_err(CommandError::Refused)?;
            Ok(asked.into_iter().collect::<Vec<_>>().into())
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    /// Notes that the buyer has the ticket; done already if that was said.
    pub async fn receive_ticket(&self, id: OrderId) -> Answer<MessageRefusal> {
        let decide = |reading: &mut Reading<'_>| {
            let order =
                reading.order(id)?.ok_or(CommandError::Refused(MessageRefusal::NotThere))?;
            let conversation = reading.conversation(id)?;
            let received = receive(&order, conversation.as_deref());
            let received = received.map_err(CommandError::Refused)?;
            Ok(received.into_iter().collect::<Vec<_>>().into())
        };
        self.transact(By::Other, decide).await.map(drop)
    }
}
