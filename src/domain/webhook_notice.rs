use serde::{Deserialize, Serialize};

use crate::types::{Timestamp, WebhookNoticeId};

/// Something that the payment provider told by itself. It is kept so that what is told again is
/// known; what it says is never believed, but asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookNotice {
    /// Which notice.
    pub id: WebhookNoticeId,
    /// The provider's name for it.
    pub stripe_id: Box<str>,
    /// Of what kind the provider says that it is.
    pub kind: Box<str>,
    /// When it was taken.
    pub received_at: Timestamp,
}

named! {
    /// What happens to a notice.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum WebhookNoticeEvent {
        /// It came for the first time.
        Received {
            /// The provider's name for it.
            stripe_id: Box<str>,
            /// Of what kind the provider says that it is.
            kind: Box<str>,
        } = "NoticeReceived",
    }
    pub(super) fn name;
}

impl WebhookNotice {
    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        notice: &mut Option<Self>,
        id: WebhookNoticeId,
        event: &WebhookNoticeEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        match (&notice, event) {
            (None, WebhookNoticeEvent::Received { stripe_id, kind }) => {
                let (stripe_id, kind) = (stripe_id.clone(), kind.clone());
                *notice = Some(Self { id, stripe_id, kind, received_at: at });
                Ok(())
            }
            (Some(_), WebhookNoticeEvent::Received { .. }) => Err("there already"),
        }
    }
}
