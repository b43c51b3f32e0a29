//! What comes back instead of what was asked for, by a name that stays.
//!
//! Every refusal of every use case has a [`Code`]: programs go by it, and the edge decides by it
//! alone how it answers. `docs/refusals.md` is the list; a test of the edge holds it to this.

use std::convert::Infallible;

use super::{AccessError, Denial};
use crate::{
    actors::{CommandError, NotGivenUp, Unavailable},
    domain::rules::{
        account::AccountRefusal, alerts::AlertRefusal, claim::ClaimRefusal,
        conversation::MessageRefusal, disputes::DisputeRefusal, event::EventRefusal,
        factors::FactorRefusal, fee_invoices::FeeInvoiceRefusal, order::OrderRefusal,
        prices::PriceRefusal, report::ReportRefusal, ticket::TicketRefusal, tokens::TokenRefusal,
        waitlist::WaitlistRefusal,
    },
    storage::StorageError,
};

/// A refusal, and why it is one.
pub trait RefusalCode {
    /// Its name. It never changes, whatever becomes of the words that people read.
    fn code(&self) -> Code;
}

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum UseCaseError<R> {
    /// It is not the caller's to ask, or a record cannot be read.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// It may not be, as things are. Nothing has changed.
    #[error("refused")]
    Refused(R),
    /// Something is out of order.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// What comes of a use case.
pub type Done<R, T = ()> = Result<T, UseCaseError<R>>;

impl<R> UseCaseError<R> {
    /// The same with another refusal.
    pub(super) fn map<S>(self, refusal: impl FnOnce(R) -> S) -> UseCaseError<S> {
        match self {
            Self::Access(error) => UseCaseError::Access(error),
            Self::Refused(refused) => UseCaseError::Refused(refusal(refused)),
            Self::Unavailable(error) => UseCaseError::Unavailable(error),
        }
    }
}

/// What is not there is no refusal: the caller may not know of it either.
impl<R: RefusalCode> From<CommandError<R>> for UseCaseError<R> {
    fn from(error: CommandError<R>) -> Self {
        match error {
            CommandError::Refused(no) if no.code() == Code::NotFound => Denial::NotFound.into(),
            CommandError::Refused(refusal) => Self::Refused(refusal),
            CommandError::Unavailable(error) => Self::Unavailable(error),
        }
    }
}

impl<R> From<Denial> for UseCaseError<R> {
    fn from(denial: Denial) -> Self {
        Self::Access(denial.into())
    }
}

impl<R> From<StorageError> for UseCaseError<R> {
    fn from(error: StorageError) -> Self {
        Self::Access(error.into())
    }
}

/// The codes, each once: a variant, its name outside, and what it means.
macro_rules! codes {
    ($($variant:ident $code:literal $meaning:literal)*) => {
        /// The name of a refusal.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $(#[doc = $meaning] $variant,)*
        }

        impl Code {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// As programs read it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// What it means.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }
        }
    };
}

codes! {
    NotFound "not_found" "There is no such thing, or it is not for the caller to know of it."
    SignInRequired "sign_in_required" "Only who is signed in may."
    NotSeller "not_seller" "Only the ticket's seller may."
    RefundByBuyer "refund_by_buyer" "Who bought it cannot have the money back by themselves."
    RefundTooLate "refund_too_late" "The event has started: only who runs the site refunds now."
    GiveBackTooLate "give_back_too_late" "The time to give tickets for the postponed event back is over."
    ScopeMissing "scope_missing" "The access token has not the scope that this takes."
    NotForTokens "not_for_tokens" "No access token may do this: only who is signed in by themselves."
    NotForSupport "not_for_support" "Who answers for the site does not do this: only who runs it."
    TermsNotAgreed "terms_not_agreed" "The account's owner has not agreed to the site's terms as they are now: nothing new is bought or sold by it until they do, signed in by themselves."

    OwnTicket "own_ticket" "Nobody buys their own ticket, or waits for it."
    TicketHeld "ticket_held" "The ticket is held for somebody else."
    TicketHeldByYou "ticket_held_by_you" "The ticket is held for the caller already."
    TicketBeingPaid "ticket_being_paid" "Somebody's payment for the ticket is being captured."
    TicketSold "ticket_sold" "The ticket is sold."
    TicketWithdrawn "ticket_withdrawn" "The ticket was withdrawn by its seller or the site."
    TicketFree "ticket_free" "The ticket is free: there is nothing to wait for."
    TicketNotHeld "ticket_not_held" "The ticket is not, or no longer, held for this order."
    EventStarted "event_started" "The event has started."
    EventCancelled "event_cancelled" "The event is cancelled."
    VersionChanged "version_changed" "It has another version by now: it was changed meanwhile."
    PriceChanged "price_changed" "The ticket no longer costs what the buyer saw."
    PriceNotAllowed "price_not_allowed" "The ticket cannot be sold at its price by what is configured now."
    SeatsGoTogether "seats_go_together" "The seller gives these seats only together: all of them, or none."
    SeatLeftAlone "seat_left_alone" "Of seats whose seller leaves none alone, one would be."
    TooManyHeld "too_many_held" "The buyer holds as many tickets as one may."
    CoolingDown "cooling_down" "The buyer's holds on this ticket have come to two whole ones, and it is others' turn."
    AccountClosed "account_closed" "The account is closed by the site."

    PriceTooHigh "price_too_high" "With the site's fee the price is more than can be charged."
    PriceTooLow "price_too_low" "The price is less than the payment provider charges."
    PriceOverCap "price_over_cap" "The price is above what the face value allows."
    FaceValueRequired "face_value_required" "Prices are capped by the face value, which is not given."
    SeatListed "seat_listed" "The seller offers the same seat of the event already, or has sold it."
    SeatCrowded "seat_crowded" "There are as many tickets for this seat as there may be."
    SameFileListed "same_file_listed" "Another ticket that is not sold yet has the same file."
    SameFileSold "same_file_sold" "The same file was sold to somebody else."
    FilesFull "files_full" "The seller's files come to as much as they may together."
    FileRequired "file_required" "No file came where one must."
    SeveralFiles "several_files" "More than one file came."
    FileForSeveralTickets "file_for_several_tickets" "One file came for several tickets."
    FileNotTaken "file_not_taken" "The file can be taken, but something else is to be mended first."
    FileTooLarge "file_too_large" "The file is too large."
    FileOverdue "file_overdue" "The ticket comes by a file that is not there, and it is too late for it to come."
    FileUnfit "file_unfit" "The file is of a kind that is not taken, or broken."

    NothingSaid "nothing_said" "A message has a text, a file or both."
    ConversationFull "conversation_full" "There are as many messages about the order as there may be."
    ConversationFilesFull "conversation_files_full" "The files of the order's messages come to as much as they may together."

    ClaimTooLate "claim_too_late" "The event is over for too long to say that something was wrong."
    ClaimOpenedBefore "claim_opened_before" "There was a claim about the order already."
    ClaimAnsweredBefore "claim_answered_before" "The seller has answered the claim already."
    ClaimSettled "claim_settled" "The claim is settled."

    TimeIsUp "time_is_up" "The order's deadline has passed."
    OrderCompleted "order_completed" "The order is paid."
    OrderCancelled "order_cancelled" "The order is cancelled."
    OrderNotPaid "order_not_paid" "The order is not paid: there is no money to give back."
    PaymentDisputed "payment_disputed" "The buyer's bank wants the money back, or has taken it: it is not refunded as well."
    DisputeOver "dispute_over" "The dispute is over."
    PaymentUnderWay "payment_under_way" "A payment for the order is under way."
    PaymentFailed "payment_failed" "The payment was declined, or did not come about."

    TooManyWishes "too_many_wishes" "The user stands in as many lines as one can."
    SeatsFree "seats_free" "Such tickets are for sale: there is nothing to wait for."
    TooManySeats "too_many_seats" "It is more tickets than one may hold at once."
    LineFull "line_full" "As many stand in this line as may."

    TooManyAlerts "too_many_alerts" "The user has as many alerts as one can."
    NothingAsked "nothing_asked" "An alert is to be about something: nothing is looked for."
    AddressUnconfirmed "address_unconfirmed" "The account's address is not confirmed: nobody is told of tickets there."

    TooManyWebhooks "too_many_webhooks" "The user has as many webhook endpoints as one can."
    WebhookIsOff "webhook_is_off" "The webhook endpoint is turned off: nothing is sent to it."
    WebhookBacklogFull "webhook_backlog_full" "As much waits for the webhook endpoint as may."
    WebhookWaiting "webhook_waiting" "The delivery waits to be sent already."

    AddressTaken "address_taken" "Another account has this address."
    WrongCredentials "wrong_credentials" "No account has this address and password."
    WrongPassword "wrong_password" "This is not, or no longer, the account's password."
    RunsTheSite "runs_the_site" "The address is one of those that run the site."
    SessionOver "session_over" "The session that asks was ended meanwhile."
    StillLive "still_live" "Something is still live for the account."
    LinkOver "link_over" "The link was used, or is too old."

    TooManyTokens "too_many_tokens" "The account has as many access tokens as one may."
    SecondFactorRequired "second_factor_required" "The account is signed in to by a second factor: a browser asks for it."
    WrongCode "wrong_code" "The code is wrong, too old, or was used already."
    FactorThere "factor_there" "The account has such a factor already."
    TooManyPasskeys "too_many_passkeys" "The account has as many passkeys as one may."
    WrongPasskey "wrong_passkey" "What the passkey has shown is not what was asked for."
    OpenIdAway "openid_away" "The OpenID Connect provider cannot be reached, or does not answer as one does."
    OpenIdDenied "openid_denied" "The OpenID Connect provider, or its user, has said no."
    OpenIdWrong "openid_wrong" "What the OpenID Connect provider said is not what was asked for, or too late."
    OpenIdTaken "openid_taken" "Another account is linked to this at the OpenID Connect provider, or has its address."
    LastWayIn "last_way_in" "Nothing else would be left to sign in by."

    AccountRunsTheSite "account_runs_the_site" "An account that runs the site is not closed."
    AccountGone "account_gone" "The account's owner has deleted it."
    NoOtherEvent "no_other_event" "There is no such event to merge it into."
    SameEvent "same_event" "An event cannot be merged into itself."
    EventMerged "event_merged" "The event was merged into another already."
    OtherEventMerged "other_event_merged" "The event to merge it into was merged into another itself."
    EventsTooFarApart "events_too_far_apart" "The two events start further apart than a day."
    StartPast "start_past" "The event would have started already."
    EndUnfit "end_unfit" "The event would end before it starts, or last too long."
    RefundsPast "refunds_past" "The time to give tickets back would be over already."
    ChangedTooOften "changed_too_often" "The event was changed as often as one can be."
    OthersTickets "others_tickets" "Somebody else's ticket hangs on the event: only who runs the site changes it."
    NothingToPay "nothing_to_pay" "There is nothing to pay, or less than is paid out."
    NoIssuer "no_issuer" "Who runs the site has not said who they are: no invoice can be made."
    PayoutRunOpen "payout_run_open" "A run of payouts is still being made."
    PayoutSettled "payout_settled" "Something else has become of the payout already."
    PayoutsNotReady "payouts_not_ready" "The seller cannot be paid yet."
    CorrectionUnfit "correction_unfit" "A balance cannot be put right by this."
    MailNotGivenUp "mail_not_given_up" "The mail was not given up: it waits, or is sent."
}

/// The codes of refusals: of each variant that is not named as its code, `@as` those that are, and
/// `@of` those that hold a refusal that has its own.
macro_rules! refusal_codes {
    ($($refusal:ident {
        $($variant:ident: $code:ident,)*
        $(@as $($same:ident),+;)?
        $(@of $holds:ident;)*
    })*) => {
        $(impl $crate::usecases::RefusalCode for $refusal {
            fn code(&self) -> $crate::usecases::Code {
                match self {
                    $(Self::$variant { .. } => $crate::usecases::Code::$code,)*
                    $($(Self::$same { .. } => $crate::usecases::Code::$same,)+)?
                    $(Self::$holds(refusal) => refusal.code(),)*
                }
            }
        })*
    };
}
pub(super) use refusal_codes;

refusal_codes! {
    TicketRefusal {
        NotListed: NotFound,
        Held: TicketHeld,
        HeldByYou: TicketHeldByYou,
        Selling: TicketBeingPaid,
        Sold: TicketSold,
        Withdrawn: TicketWithdrawn,
        NotHeld: TicketNotHeld,
        GoTogether: SeatsGoTogether,
        OneLeftAlone: SeatLeftAlone,
        @as VersionChanged, NotSeller, OwnTicket, PriceChanged, EventStarted, EventCancelled, TooManyHeld,
            CoolingDown, SameFileListed, SameFileSold, FilesFull, FileOverdue, SeatListed, SeatCrowded, TooManySeats,
            AccountClosed;
        @of Price;
    }
    MessageRefusal {
        NotThere: NotFound,
        NotPaid: OrderNotPaid,
        Full: ConversationFull,
        FilesFull: ConversationFilesFull,
        @as NothingSaid;
    }
    ClaimRefusal {
        NotThere: NotFound,
        NotPaid: OrderNotPaid,
        TooLate: ClaimTooLate,
        OpenedBefore: ClaimOpenedBefore,
        AnsweredBefore: ClaimAnsweredBefore,
        Settled: ClaimSettled,
        Disputed: PaymentDisputed,
    }
    DisputeRefusal {
        NotThere: NotFound,
        Over: DisputeOver,
        AnotherOpened: DisputeOver,
    }
    FeeInvoiceRefusal {
        @as NoIssuer;
    }
    ReportRefusal {
        NotThere: NotFound,
        @as OwnTicket, AccountClosed;
    }
    PriceRefusal {
        TooHigh: PriceTooHigh,
        NoFaceValue: FaceValueRequired,
        OverCap: PriceOverCap,
    }
    OrderRefusal {
        NotThere: NotFound,
        Completed: OrderCompleted,
        Cancelled: OrderCancelled,
        NotPaid: OrderNotPaid,
        GoTogether: SeatsGoTogether,
        OneLeftAlone: SeatLeftAlone,
        Disputed: PaymentDisputed,
        @as TimeIsUp, PaymentUnderWay, EventCancelled;
    }
    WaitlistRefusal {
        NotListed: NotFound,
        HeldByYou: TicketHeldByYou,
        Free: TicketFree,
        Sold: TicketSold,
        Withdrawn: TicketWithdrawn,
        NoEvent: NotFound,
        TooMany: TooManyWishes,
        GoTogether: SeatsGoTogether,
        @as OwnTicket, EventStarted, EventCancelled, SeatsFree, TooManySeats, LineFull;
    }
    AlertRefusal {
        NotThere: NotFound,
        NoEvent: NotFound,
        Unconfirmed: AddressUnconfirmed,
        TooMany: TooManyAlerts,
        @as EventStarted, EventCancelled, NothingAsked;
    }
    AccountRefusal {
        NotThere: NotFound,
        @as WrongPassword, SessionOver, AddressTaken, StillLive, RunsTheSite, LinkOver,
            TermsNotAgreed;
    }
    FactorRefusal {
        NotThere: NotFound,
        AlreadyThere: FactorThere,
        @as WrongPassword, WrongCode, TooManyPasskeys, WrongPasskey, LinkOver, OpenIdTaken, LastWayIn;
    }
    TokenRefusal {
        NotThere: NotFound,
        TooMany: TooManyTokens,
        @as WrongPassword;
    }
    EventRefusal {
        NotThere: NotFound,
        NoOther: NoOtherEvent,
        Itself: SameEvent,
        MergedAway: EventMerged,
        OtherMergedAway: OtherEventMerged,
        Apart: EventsTooFarApart,
        Cancelled: EventCancelled,
        @as StartPast, EndUnfit, RefundsPast, ChangedTooOften, OthersTickets;
    }
}

impl RefusalCode for NotGivenUp {
    fn code(&self) -> Code {
        Code::MailNotGivenUp
    }
}

impl RefusalCode for Infallible {
    fn code(&self) -> Code {
        match *self {}
    }
}
