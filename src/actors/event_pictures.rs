//! Events' pictures, as those send them who may change an event.
//!
//! As with the tickets' files (`attaching.rs`): a picture is durable and in its place before the event
//! names it (`EventPictured`), and what is not named any more is deleted once that is committed. That
//! nobody else's ticket hangs on an event whose maker does this is a rule of the same entry.

use std::sync::Arc;

use super::{
    Answer, CommandError, Market, Unavailable,
    transaction::{By, Decision, Reading},
};
use crate::{
    domain::{
        DomainEvent, Event, EventPicture,
        rules::{
            Rule,
            event::{EventRefusal, decide_picture},
        },
    },
    files::ReceivedPicture,
    types::{EventId, UserId},
};

impl Market {
    /// Puts a picture in the stead of an event's poster: by its maker only while no ticket is anybody
    /// else's. Goes on if whoever asks does not wait for it. Nothing of the picture stays if it is
    /// refused.
    pub async fn picture_event(
        self: &Arc<Self>,
        id: EventId,
        received: ReceivedPicture,
        by: UserId,
        is_by_maker: bool,
    ) -> Answer<EventRefusal> {
        let market = self.clone();
        let kept = tokio::spawn(async move {
            let picture = market.in_place(move |files| files.keep_picture(received)).await?;
            let answer = market.name_picture(id, Some(picture), by, is_by_maker).await;
            let is_refused = match &answer {
                Ok(()) | Err(CommandError::Unavailable(Unavailable::Unknown(_))) => false,
                Err(_) => true,
            };
            if is_refused {
                picture.files().into_iter().for_each(|file| market.discard_file(file.id));
            }
            answer
        });
        kept.await.unwrap_or_else(|error| Err(Unavailable::Unknown(error.to_string()).into()))
    }

    /// Has an event's poster be shown again; done already if it is.
    pub async fn unpicture_event(
        &self,
        id: EventId,
        by: UserId,
        is_by_maker: bool,
    ) -> Answer<EventRefusal> {
        self.name_picture(id, None, by, is_by_maker).await
    }

    async fn name_picture(
        &self,
        id: EventId,
        picture: Option<EventPicture>,
        by: UserId,
        is_by_maker: bool,
    ) -> Answer<EventRefusal> {
        let decide = |reading: &mut Reading<'_>| {
            let event = reading.event(id)?.ok_or(CommandError::Refused(EventRefusal::NotThere))?;
            let decided = decide_picture(&event, picture, by).map_err(CommandError::Refused)?;
            let events = decided.into_iter().map(|event| DomainEvent::Event(id, event)).collect();
            let theirs = is_by_maker.then_some(Rule::EventIsAllTheirs(id, by));
            Ok(Decision { events, rules: theirs.into_iter().collect() })
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    /// Deletes the picture that an event had before.
    pub(super) fn discard_picture(&self, old: &Event, new: &Event) {
        if let Some(picture) = old.picture.filter(|_| old.picture != new.picture) {
            picture.files().into_iter().for_each(|file| self.discard_file(file.id));
        }
    }
}
