//! What is, and what has happened: the records that the marketplace keeps and the facts that
//! change them.
//!
//! [`DomainEvent`]s are the only way in which a record changes, through its `apply`, live and in
//! recovery alike. What *may* happen is decided by [`rules`].
//!
//! Everything here is stored: bincode is positional, so fields are never added, removed or
//! reordered and enum variants are only appended; anything else is a new version
//! (see [`crate::storage`]).

/// An enum, and a function that gives each variant's word.
macro_rules! named {
    (
        $(#[$meta:meta])*
        pub enum $type:ident {
            $(
                $(#[$own:meta])*
                $variant:ident $(($($held:ty),+))? $({ $($fields:tt)* })? = $word:literal,
            )*
        }
        $(#[$doc:meta])*
        $vis:vis fn $name:ident;
    ) => {
        $(#[$meta])*
        pub enum $type {
            $($(#[$own])* $variant $(($($held),+))? $({ $($fields)* })?,)*
        }

        impl $type {
            $(#[$doc])*
            $vis fn $name(&self) -> &'static str {
                match self { $(Self::$variant { .. } => $word,)* }
            }
        }
    };
}

mod access_token;
mod alert;
mod alert_link;
mod books;
mod calendar_link;
mod charge;
mod claim;
mod conversation;
mod details;
mod dispute;
mod earning;
mod event;
mod factor;
mod fee_invoice;
mod feed_cursor;
mod handover;
pub mod history;
mod intervention;
pub mod ledger;
mod link;
mod mail;
mod order;
mod payout;
mod payout_account;
pub mod public;
mod report;
mod row;
pub mod rules;
mod sign_in;
mod staff_act;
mod ticket;
mod user;
mod waitlist;
mod webhook_delivery;
mod webhook_endpoint;
mod webhook_notice;
mod webhook_secret;

use serde::{Deserialize, Serialize};

pub use access_token::{
    AccessToken, AccessTokenEvent, Scope, Scopes, ShownToken, ShownTokenError, TokenHash,
};
pub use alert::{Alert, AlertEvent, AlertPace, AlertTopic, SearchTopic};
pub use alert_link::AlertToken;
pub use books::{Books, BooksEvent};
pub use calendar_link::CalendarToken;
pub use charge::{Charge, ChargeEvent, ChargeFailure, ChargeStatus, DeclineCode};
pub use claim::{BorneBy, Claim, ClaimEvent, ClaimReason, ClaimStatus};
pub use conversation::{Conversation, ConversationEvent, Message, MessageEvent, Side};
pub use details::{Details, EventSeat, FileKind, KnownFile, SeatName, Spot, TicketFile};
pub use dispute::{Dispute, DisputeAtProvider, DisputeEvent, DisputeStatus};
pub use earning::{
    CaseKind, CorrectionKind, Earning, EarningCause, EarningEvent, EarningPlace, FrozenFrom,
    OpenCases, Sale,
};
pub use event::{
    Cancellation, EVENT_CHANGES_MAX, Event, EventChange, EventEvent, EventPicture, EventPlan,
    EventStatus, EventWords, Merged, Postponement, Telling,
};
pub use factor::{
    Factors, FirstFactor, LinkedOpenId, OpenIdSubject, RECOVERY_CODES, RecoveryCode,
    RecoveryCodeHash, SecondFactor, SignInBy, StoredPasskey, Totp, TotpSecret, TotpSeed,
    TotpSeedError,
};
pub use fee_invoice::{
    FeeInvoice, FeeInvoiceEvent, FeeInvoiceKind, FeeLine, FeePayer, InvoiceSeries,
    InvoiceSeriesEvent, Issuer, Taxed,
};
pub use feed_cursor::{FeedCursor, FeedCursorEvent};
pub use handover::{FileTerms, Handover};
pub use intervention::{Deed, Intervention};
pub use link::{
    AfterOpenId, ConfirmToken, Confirmation, LinkKey, LinkToken, LinkTokenError, LostFactors,
    LostToken, NewPassword, Purpose, ResetToken, SecondStep, StepToken,
};
pub use mail::{FactorNews, Mail, MailAbout, MailEvent, MailStatus};
pub use order::{CancelReason, Order, OrderEvent, OrderStatus, PaidBack, PaidBy, Refund};
pub use payout::{
    Arrival, Attempt, Payout, PayoutEvent, PayoutLine, PayoutRun, PayoutRunEvent, PayoutStatus,
    PayoutTo, RunClosed, Setback, TakeBack, TakeBackStatus,
};
pub use payout_account::{
    AccountStanding, BankAccount, ConnectedAccount, PayoutAccount, PayoutAccountEvent,
};
pub use report::{Report, ReportEvent};
pub(crate) use row::for_each_kind;
pub use row::{Change, DomainEvent, Key, Record, Row};
pub use sign_in::{
    SignIn, SignInEvent, SignInHistory, SignInHistoryEvent, SignInTry, TRIES_KEPT_MAX,
};
pub use staff_act::{Act, StaffAct, StaffActEvent};
pub use ticket::{Reservation, SeatDispute, SeatGroup, SeatsGo, Ticket, TicketEvent, TicketStatus};
pub use user::{Agreement, PasswordHash, TermsShown, User, UserEvent};
pub use waitlist::{SeatsWish, WaitlistEntry, WaitlistEvent, WaitlistStatus, Wish};
pub use webhook_delivery::{
    WEBHOOK_TRIES_KEPT_MAX, WebhookAbout, WebhookDelivery, WebhookDeliveryEvent, WebhookOutcome,
    WebhookStatus, WebhookTry,
};
pub use webhook_endpoint::{
    OLD_SECRET_LASTS, SecretInUse, WebhookEndpoint, WebhookEndpointEvent, WebhookEndpointStatus,
    WebhookOff,
};
pub use webhook_notice::{WebhookNotice, WebhookNoticeEvent};
pub use webhook_secret::{WebhookSecret, WebhookSeed};

use crate::types::Timestamp;

/// Facts that became true at one instant: the unit in which the journal commits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When they were decided.
    pub at: Timestamp,
    /// In the order in which they apply.
    pub events: Vec<DomainEvent>,
}

impl Entry {
    /// The indexes of the events of an entry of which those with these are gone, ascending: what is
    /// left keeps its place.
    pub fn indexes(gone: &[u16]) -> impl Iterator<Item = u16> {
        (0..=u16::MAX).filter(|index| gone.binary_search(index).is_err())
    }
}

/// An event that cannot happen to a record as it is. Decisions never lead here; a journal that
/// does has been tampered with or was written by a faulty version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{event} cannot happen to {record}, which is {state}")]
pub struct IllegalEvent {
    /// The event's name.
    pub event: &'static str,
    /// Which record.
    pub record: String,
    /// In what state the record is.
    pub state: &'static str,
}
