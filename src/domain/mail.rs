use serde::{Deserialize, Serialize};

use super::{Deed, WebhookOff};
use crate::types::{
    AlertId, Email, EventId, MailId, OrderId, PayoutId, TicketId, Timestamp, UserId,
    WebhookEndpointId,
};

/// A mail to somebody: what it says is written when it is sent, from the records as they are then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Which mail.
    pub id: MailId,
    /// To whom.
    pub to: UserId,
    /// What about.
    pub about: MailAbout,
    /// When its cause came.
    pub queued_at: Timestamp,
    /// Since when it is to be sent: since its cause came, or somebody asked for it to be sent again.
    pub since: Timestamp,
    /// How often it was tried in vain since then.
    pub failures: u32,
    /// What came of the latest of these.
    pub last_failure: Option<Box<str>>,
    /// Where it stands.
    pub status: MailStatus,
}

named! {
    /// What a mail is about. Variants are appended, never changed: they are stored.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum MailAbout {
        /// To the buyer: the order is paid; with the receipt.
        OrderCompleted(OrderId) = "Order completed",
        /// To the seller: the order has bought the ticket.
        TicketSold(OrderId) = "Ticket sold",
        /// To the buyer: the order's time has run out.
        HoldExpired(OrderId) = "Hold expired",
        /// To the buyer: the money goes back.
        OrderRefunded(OrderId) = "Order refunded",
        /// To who asked: the ticket is free. Before there were lines.
        TicketFree(TicketId) = "Ticket free",
        /// To who asked: how to replace a forgotten password, until then.
        PasswordReset(Timestamp) = "Password reset",
        /// To the buyer: the site has cancelled the order.
        OrderCancelled(OrderId) = "Order cancelled",
        /// To the seller: the site has removed the ticket.
        TicketRemoved(TicketId) = "Ticket removed",
        /// To whoever's account it is: how to confirm its address, until then.
        AddressConfirmation(Timestamp) = "Address confirmation",
        /// To the seller: the order by which they had bought the ticket was refunded.
        TicketRecalled(TicketId) = "Ticket recalled",
        /// To the buyer: the file of the ticket has come.
        FileAttached(OrderId) = "File attached",
        /// To whoever's account it is: its password was changed, then.
        PasswordChanged(Timestamp) = "Password changed",
        /// To an address that was an account's until then: it has another now.
        AddressGivenUp(Email, Timestamp) = "Address given up",
        /// To whoever's account it is: somebody has signed in with another browser or from another
        /// network. With which, from where, and when.
        SignedInElsewhere(Box<str>, Box<str>, Timestamp) = "Signed in elsewhere",
        /// To its owner: a webhook endpoint was turned off, for this reason.
        WebhookTurnedOff(WebhookEndpointId, WebhookOff) = "Webhook turned off",
        /// To who stood in line: it is their turn, by this order or the purchase whose first it is.
        YourTurn(OrderId) = "Your turn",
        /// To whoever has to do with one of its tickets: what has become of the event, then.
        EventNews(EventId, Timestamp) = "Event news",
        /// To who asked: what came on sale, after the one moment and up to the other.
        AlertNews(AlertId, Timestamp, Timestamp) = "Alert news",
        /// To a seller: they are paid to another bank account, since then.
        BankGiven(Timestamp) = "Bank account given",
        /// To a seller: money of theirs is on its way, has arrived, or has not.
        PayoutNews(PayoutId) = "Payout",
        /// To the seller: the ticket that this order has bought still lacks its file.
        FileDue(OrderId) = "File due",
        /// To the seller: the file has not come in time, and the order is refunded.
        FileOverdue(OrderId) = "File overdue",
        /// To the buyer or the seller: there are messages about the order that they have not seen.
        MessageCame(OrderId) = "Message",
        /// To the seller: the buyer has something against what they got.
        ClaimOpened(OrderId) = "Claim opened",
        /// To the buyer: the seller says something to that.
        ClaimAnswered(OrderId) = "Claim answered",
        /// To both: what has become of it.
        ClaimSettled(OrderId) = "Claim settled",
        /// To the seller: the buyer's bank wants the money back, or has decided.
        DisputeNews(OrderId) = "Dispute",
        /// To those who run the site: no backup was made since then.
        BackupLate(Timestamp) = "Backup late",
        /// To whoever's account it is: what it is signed in to by has changed, then.
        FactorNews(FactorNews, Timestamp) = "Second factor",
    }
    /// In a few words, for the log and for those who run the site.
    pub fn kind;
}

/// What has become of the factors by which an account is signed in to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FactorNews {
    /// An authenticator app was added.
    TotpAdded,
    /// It was removed.
    TotpRemoved,
    /// A passkey was added.
    PasskeyAdded,
    /// One was removed.
    PasskeyRemoved,
    /// New recovery codes were made in the place of the old.
    CodesRenewed,
    /// A recovery code was used to sign in.
    CodeUsed,
    /// Whoever runs the machine had app, codes and passkeys forgotten.
    Forgotten,
    /// Somebody who knew the password has typed a wrong code.
    CodeWrong,
    /// The site's OpenID Connect provider signs in to it from now on.
    OpenIdLinked,
    /// It does not any more.
    OpenIdUnlinked,
    /// Somebody whom that provider took for its owner has typed a wrong code.
    CodeWrongAfterOpenId,
}

/// Where a mail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MailStatus {
    /// It is to be sent, not before this.
    Waiting(Timestamp),
    /// A server has taken it, then.
    Sent(Timestamp),
    /// It has not been tried again since then, nor will it be.
    GivenUp(Timestamp),
}

named! {
    /// What happens to a mail.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum MailEvent {
        /// Its cause came; coming again it changes nothing. To whom it is, and what about.
        Queued(UserId, MailAbout) = "MailQueued",
        /// A server has taken it.
        Sent = "MailSent",
        /// It was tried in vain.
        Failed {
            /// What the server said; never an address.
            error: Box<str>,
            /// When it is tried again; never, if none.
            again_at: Option<Timestamp>,
        } = "MailFailed",
        /// It was given up, and is to be sent all the same.
        Resumed = "MailResumed",
        /// The same, with who of those who run the site asked.
        ResumedBy(Deed) = "MailResumedBy",
    }
    pub(super) fn name;
}

impl Mail {
    /// Whether it is to be sent.
    pub fn is_waiting(&self) -> bool {
        matches!(self.status, MailStatus::Waiting { .. })
    }

    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        mail: &mut Option<Self>,
        id: MailId,
        event: &MailEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        if let MailEvent::Queued(to, about) = event {
            mail.get_or_insert_with(|| Self {
                id,
                to: *to,
                about: about.clone(),
                queued_at: at,
                since: at,
                failures: 0,
                last_failure: None,
                status: MailStatus::Waiting(at),
            });
            return Ok(());
        }
        let Some(mail) = mail else { return Err("not there") };
        mail.status = match (mail.status, event) {
            (MailStatus::Waiting { .. }, MailEvent::Sent) => MailStatus::Sent(at),
            (MailStatus::Waiting { .. }, MailEvent::Failed { error, again_at }) => {
                mail.failures += 1;
                mail.last_failure = Some(error.clone());
                match again_at {
                    Some(not_before) => MailStatus::Waiting(*not_before),
                    None => MailStatus::GivenUp(at),
                }
            }
            (MailStatus::GivenUp { .. }, MailEvent::Resumed | MailEvent::ResumedBy { .. }) => {
                (mail.since, mail.failures) = (at, 0);
                MailStatus::Waiting(at)
            }
            (MailStatus::Waiting { .. }, _) => return Err("waiting"),
            (MailStatus::Sent { .. }, _) => return Err("sent"),
            (MailStatus::GivenUp { .. }, _) => return Err("given up"),
        };
        Ok(())
    }
}
