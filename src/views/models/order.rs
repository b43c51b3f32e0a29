//! Orders: their list, the page of one with the form to pay it, and its receipt.

pub use crate::usecases::{disputes::BankSays, policy::OrderReader};

use super::{
    ConversationLink, EventLine, FieldErrors, FileView, HandoverView, LinePlace, PlanLine, Turning,
    TypedText,
};
use crate::{
    domain::{CancelReason, rules::handover::Arrival},
    types::{OrderId, Price, TicketId, Timestamp},
};

/// An order in a list.
#[derive(Debug, Clone)]
pub struct OrderLine {
    pub id: OrderId,
    /// `created`, `awaiting_payment`, `completed` or `cancelled`.
    pub status: &'static str,
    /// Why it was cancelled, if it was.
    pub reason: Option<CancelReason>,
    /// Whether a payment is under way that its buyer can only wait for.
    pub is_settling: bool,
    /// What the buyer pays, the site's fee included.
    pub price: Price,
    /// What the seller asked for.
    pub asked: Price,
    /// What of the price is the site's fee, if anything is.
    pub fee: Option<Price>,
    /// Until when the ticket is held for it, while it is.
    pub expires_at: Option<Timestamp>,
    pub title: TypedText,
    /// Where in the venue, in one line, if its seller says so.
    pub place: Option<String>,
    pub ticket_id: TicketId,
    pub event: EventLine,
    /// What the event was to be when it was ordered, if that has changed.
    pub was: Option<PlanLine>,
}

/// `GET /orders`.
#[derive(Debug, Clone)]
pub struct OrdersPage {
    /// The viewer's orders, newest first.
    pub orders: Vec<OrderLine>,
    pub turning: Turning,
    /// In which lines they stand, latest asked first.
    pub line: Vec<LinePlace>,
    /// Where their calendar is.
    pub calendar: String,
}

/// `GET /orders/{id}`.
#[derive(Debug, Clone)]
pub struct OrderPage {
    pub order: OrderLine,
    /// What the buyer can do now.
    pub stage: OrderStage,
    /// Why the latest payment failed, or why something asked for cannot be done.
    pub notice: Option<String>,
    /// Who looks at it.
    pub reader: OrderReader,
    /// The ticket's file, if it has one.
    pub file: Option<FileView>,
    /// How the ticket comes without it.
    pub comes: HandoverView,
    /// Whether the reader may have it.
    pub has_file: bool,
    /// Why the money goes back, or has gone back, in the words of who had it so.
    pub refund_reason: Option<TypedText>,
    /// The form to refund it, for whom it is to refund.
    pub refund: Option<RefundForm>,
    /// Whether others offer the same seat, and nobody has settled that.
    pub is_disputed: bool,
    /// What the buyer's bank says of the payment, if it does.
    pub bank: Option<BankSays>,
    /// Why the event was postponed or cancelled, if it was.
    pub event_reason: Option<TypedText>,
    /// Until when its buyer can give the ticket back, since the event is postponed.
    pub give_back_until: Option<Timestamp>,
    /// The way to what its buyer and seller have to say to each other, once there is one.
    pub conversation: Option<ConversationLink>,
    /// Whether the ticket has come to its buyer, as far as anybody knows.
    pub arrival: Option<Arrival>,
    /// The purchase that it is a part of, and of how many, for its buyer.
    pub together: Option<(OrderId, usize)>,
}

impl OrderPage {
    /// Whether the reader has what they ordered.
    pub(in crate::views) fn is_bought(&self) -> bool {
        let is_over = matches!(self.stage, OrderStage::Over);
        is_over && self.reader == OrderReader::Buyer && self.order.status == "completed"
    }
}

/// `GET /purchases/{id}`: what was bought together.
#[derive(Debug, Clone)]
pub struct PurchasePage {
    /// The first of its orders.
    pub id: OrderId,
    /// `created`, `awaiting_payment`, `completed` or `cancelled`.
    pub status: &'static str,
    /// Each of its orders.
    pub lines: Vec<PurchaseLine>,
    /// How many of them are open.
    pub open: usize,
    /// What those that are open cost, or those that are paid; none if nothing is.
    pub total: Option<Price>,
    /// What of it is the site's fee, if anything is.
    pub fee: Option<Price>,
    /// What the buyer can do now.
    pub stage: OrderStage,
    /// Why the latest payment failed, or why something asked for cannot be done.
    pub notice: Option<String>,
}

/// One ticket of a purchase.
#[derive(Debug, Clone)]
pub struct PurchaseLine {
    pub order: OrderLine,
    /// The ticket's file, if the buyer may have it.
    pub file: Option<FileView>,
    /// How the ticket comes without it.
    pub comes: HandoverView,
    /// Whether others offer the same seat, and nobody has settled that.
    pub is_disputed: bool,
}

/// The form to give an order's money back: `POST /orders/{id}/refund`.
#[derive(Debug, Clone, Default)]
pub struct RefundForm {
    /// As typed, for the buyer to read: field `reason`.
    pub reason: String,
    /// Whether the ticket is to be for sale again: field `relist`, any value or none.
    pub relist: bool,
    pub errors: FieldErrors,
}

/// `GET /orders/{id}/receipt`.
#[derive(Debug, Clone)]
pub struct ReceiptPage {
    pub order: OrderLine,
    /// `site.base_url`.
    pub site_url: String,
    /// Who runs the site, line by line; nobody if that is not said.
    pub operator: Vec<TypedText>,
    /// Their tax id, if they have said it.
    pub tax_id: Option<String>,
    /// The buyer's address; the seller does not see it.
    pub account: Option<String>,
    /// When it was paid, if that is known.
    pub paid_at: Option<Timestamp>,
    /// The charge.
    pub payment: Option<String>,
    /// The provider's name for it.
    pub reference: Option<String>,
    /// The refund that was asked for or made.
    pub refund: Option<ReceiptRefund>,
}

/// A refund on a receipt.
#[derive(Debug, Clone)]
pub struct ReceiptRefund {
    /// When the money went back; none while it is on its way.
    pub at: Option<Timestamp>,
    /// Why, in the words of who had it so.
    pub reason: Option<TypedText>,
    /// The provider's name for it.
    pub reference: Option<String>,
}

/// What the buyer of an order can do.
#[derive(Debug, Clone)]
pub enum OrderStage {
    /// Pay or cancel.
    Payable(PayForm),
    /// Wait: a payment is being settled. The page reloads itself every 2 seconds.
    Settling {
        /// How far it is.
        step: SettlingStep,
        /// Whether the payment provider answers, as far as is known.
        provider_answers: bool,
    },
    /// Wait: the money is going back. The page reloads itself every 2 seconds.
    Refunding,
    /// The time has run out; its end is being recorded.
    RunOut,
    /// Nothing: completed or cancelled.
    Over,
}

impl OrderStage {
    /// Whether the reader is asked to pay.
    pub(in crate::views) fn is_payable(&self) -> bool {
        matches!(self, Self::Payable(_))
    }

    /// Where somebody who waits on the page at `path` looks again, if they wait.
    pub(in crate::views) fn again(&self, path: &str) -> Option<String> {
        match self {
            Self::Settling { step: SettlingStep::Asking, .. } => Some(format!("{path}/return")),
            Self::Settling { .. } | Self::Refunding | Self::RunOut => Some(path.to_owned()),
            Self::Payable(_) | Self::Over => None,
        }
    }
}

/// How far a payment is that its buyer can only wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettlingStep {
    /// The provider is being told of it: nobody can have paid yet.
    SettingUp,
    /// The buyer came back from the provider, which has not said yet what came of it. The page
    /// asks again.
    Asking,
    /// The money is being held ready, or taken.
    Taking,
}

/// The form to pay.
#[derive(Debug, Clone)]
pub struct PayForm {
    /// Names this attempt, so that a form sent twice charges once: hidden field `attempt`.
    pub attempt: String,
    /// How many declined cards are still allowed, this one included.
    pub attempts_left: u32,
    /// How much is paid.
    pub amount: Price,
    /// Until when.
    pub expires_at: Timestamp,
    /// Who asks for the card.
    pub by: PayBy,
}

/// Who asks the buyer for the card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayBy {
    /// We: a sandbox card.
    SandboxCard {
        /// As typed, if it is one of the sandbox's cards: no other is ever sent back, nor the code.
        card_number: String,
        /// As typed.
        card_expiry: String,
        /// What is wrong, by field: `card_number`, `card_expiry`, `card_cvc`.
        errors: FieldErrors,
    },
    /// Stripe, in its own form on our page.
    Stripe(StripeForm),
}

/// What the browser must know to show Stripe's form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StripeForm {
    /// `pk_…`
    pub publishable_key: String,
    /// Where Stripe's script is.
    pub js_url: String,
    /// How much, in the unit in which Stripe counts.
    pub amount_minor: u32,
    /// As Stripe writes it: `eur`.
    pub currency: String,
    /// Where Stripe sends the buyer afterwards: a path on this site, under whatever name the
    /// buyer's browser knows the site.
    pub return_path: String,
}
