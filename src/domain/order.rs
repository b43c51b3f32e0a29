use serde::{Deserialize, Serialize};

use super::{Deed, Intervention};
use crate::types::{ChargeId, OrderId, Price, Reason, TicketId, Timestamp, UserId};

/// One buyer's attempt at one ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Which order.
    pub id: OrderId,
    /// For which ticket.
    pub ticket: TicketId,
    /// Whose order.
    pub buyer: UserId,
    /// What the buyer saw and will pay, the site's fee included.
    pub price: Price,
    /// Until when the ticket is held for it.
    pub expires_at: Timestamp,
    /// When Buy was pressed.
    pub created_at: Timestamp,
    /// How many payments were declined.
    pub failed_attempts: u32,
    /// Why the latest payment failed, for the buyer to read.
    pub last_failure: Option<super::ChargeFailure>,
    /// The refund that was asked for, once one was; while the order is completed, it is under way.
    pub refund: Option<Refund>,
    /// Where it stands.
    pub status: OrderStatus,
    /// What of the price is the site's fee, if anything is.
    pub fee: Option<Price>,
    /// Who of those who run the site has cancelled it, and why, if one has.
    pub cancelled_by: Option<Intervention>,
    /// When and by which charge it was paid, if it ever was: a refund does not erase that.
    pub paid: Option<PaidBy>,
    /// When and by which refund the money went back, if it has.
    pub paid_back: Option<PaidBack>,
    /// How many public events there were about it (`domain/public.rs`).
    pub version: u32,
    /// The orders that were made together, this one among them; none if it was made alone.
    pub together: Box<[OrderId]>,
    /// What of what the seller asked for is the site's fee, if anything is.
    pub seller_fee: Option<Price>,
}

/// That an order was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidBy {
    /// By which charge.
    pub charge: ChargeId,
    /// When.
    pub at: Timestamp,
}

/// That an order's money went back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidBack {
    /// The provider's name for the refund.
    pub stripe_refund_id: Box<str>,
    /// When.
    pub at: Timestamp,
}

/// A refund of a whole order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// Who asked for it.
    pub by: UserId,
    /// Why, for the buyer to read.
    pub reason: Reason,
    /// Whether the ticket is for sale again afterwards, and not withdrawn.
    pub relist: bool,
    /// When it was asked for.
    pub at: Timestamp,
}

named! {
    /// Where an order stands.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
    pub enum OrderStatus {
        /// Nothing has been paid yet.
        Created = "created",
        /// The buyer has begun to pay, by this charge; none is under way after one has failed.
        AwaitingPayment(Option<ChargeId>) = "awaiting_payment",
        /// Paid; the ticket is the buyer's.
        Completed {
            /// By which charge.
            charge: ChargeId,
            /// When.
            at: Timestamp,
        } = "completed",
        /// Over without a sale.
        Cancelled {
            /// Why.
            reason: CancelReason,
            /// When.
            at: Timestamp,
        } = "cancelled",
    }
    /// In one word, as the pages carry it in `data-order-status`.
    pub fn word;
}

/// Why an order is over without a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CancelReason {
    /// The buyer did not want it any more.
    Buyer,
    /// The time ran out.
    Expired,
    /// The last attempt to pay was declined.
    PaymentFailed,
    /// It was paid, and the money went back.
    Refunded,
    /// Those who run the site have cancelled it.
    Admin,
}

named! {
    /// What happens to an order.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum OrderEvent {
        /// Buy was pressed, and the ticket is held.
        Created {
            /// Which ticket.
            ticket: TicketId,
            /// Who pressed it.
            buyer: UserId,
            /// What the buyer saw.
            price: Price,
            /// Until when the ticket is held.
            expires_at: Timestamp,
        } = "OrderCreated",
        /// The buyer pays, by this charge.
        PaymentStarted(ChargeId) = "PaymentStarted",
        /// That charge came to nothing, and why.
        PaymentFailed(ChargeId, super::ChargeFailure) = "PaymentFailed",
        /// Paid, by this charge.
        Completed(ChargeId) = "OrderCompleted",
        /// Given up, with the ticket.
        Cancelled(CancelReason) = "OrderCancelled",
        /// The deadline passed.
        Expired = "OrderExpired",
        /// The seller or an admin wants the money to go back.
        RefundAsked {
            /// Who asks, and why, for whom it concerns to read.
            deed: Deed,
            /// Whether the ticket is to be for sale again, and not withdrawn.
            relist: bool,
        } = "RefundAsked",
        /// The money went back, by what the provider calls this.
        Refunded(Box<str>) = "OrderRefunded",
        /// Of the price, this is the site's fee: in one entry with the order's birth.
        FeeIncluded(Price) = "FeeIncluded",
        /// Those who run the site have given it up, with the ticket.
        CancelledBySite(Deed) = "OrderCancelledBySite",
        /// These orders, this one among them, are one purchase: in one entry with their birth.
        MadeTogether(Box<[OrderId]>) = "OrdersMadeTogether",
        /// Of what the seller asked for, this is the site's fee: in one entry with the order's birth.
        SellerFeeIncluded(Price) = "SellerFeeIncluded",
        /// The refund that was asked for is not made: the buyer's bank has taken the money back.
        RefundDropped = "RefundDropped",
    }
    pub(super) fn name;
}

impl CancelReason {
    /// In one word, as the pages carry it in `data-order-reason`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Buyer => "buyer",
            Self::Expired => "expired",
            Self::PaymentFailed => "payment_failed",
            Self::Refunded => "refunded",
            Self::Admin => "admin",
        }
    }
}

impl OrderStatus {
    /// Whether it may still lead to a sale.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Created | Self::AwaitingPayment { .. })
    }

    /// When it came to its end, with or without a sale.
    pub fn over_at(&self) -> Option<Timestamp> {
        match self {
            Self::Completed { at, .. } | Self::Cancelled { at, .. } => Some(*at),
            Self::Created | Self::AwaitingPayment { .. } => None,
        }
    }

    /// The charge by which it was paid.
    pub fn paid_by(&self) -> Option<ChargeId> {
        match self {
            Self::Completed { charge, .. } => Some(*charge),
            Self::Created | Self::AwaitingPayment { .. } | Self::Cancelled { .. } => None,
        }
    }

    /// The charge that is under way.
    pub fn charge_under_way(&self) -> Option<ChargeId> {
        match self {
            Self::AwaitingPayment(charge) => *charge,
            Self::Created | Self::Completed { .. } | Self::Cancelled { .. } => None,
        }
    }
}

impl Order {
    /// What of the price is the ticket's: what its seller asked for it.
    pub fn ticket_price(&self) -> Price {
        let fee = self.fee.map_or(0, Price::minor);
        Price::from_minor(self.price.minor().saturating_sub(fee)).unwrap_or(self.price)
    }

    /// The orders of its purchase, in their order: those that were made together, which are paid
    /// together, or this one alone.
    pub fn purchase(&self) -> &[OrderId] {
        match &*self.together {
            [] => std::slice::from_ref(&self.id),
            together => together,
        }
    }

    /// Whether a refund was asked for and the money has not gone back yet.
    pub fn is_refunding(&self) -> bool {
        self.refund.is_some() && self.status.paid_by().is_some()
    }

    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        order: &mut Option<Self>,
        id: OrderId,
        event: &OrderEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        use OrderStatus::{AwaitingPayment, Cancelled, Completed, Created};

        if let OrderEvent::Created { ticket, buyer, price, expires_at } = event {
            if let Some(order) = order {
                return Err(order.status.word());
            }
            *order = Some(Self {
                id,
                ticket: *ticket,
                buyer: *buyer,
                price: *price,
                expires_at: *expires_at,
                created_at: at,
                failed_attempts: 0,
                last_failure: None,
                refund: None,
                status: Created,
                fee: None,
                cancelled_by: None,
                paid: None,
                paid_back: None,
                version: 0,
                together: Box::default(),
                seller_fee: None,
            });
            return Ok(());
        }
        let Some(order) = order else { return Err("not there") };
        order.status = match (order.status, event) {
            (Created | AwaitingPayment(None), OrderEvent::PaymentStarted(charge)) => {
                AwaitingPayment(Some(*charge))
            }
            (AwaitingPayment(Some(under_way)), OrderEvent::PaymentFailed(charge, failure))
                if under_way == *charge =>
            {
                order.failed_attempts += u32::from(failure.is_attempt());
                order.last_failure = Some(failure.clone());
                AwaitingPayment(None)
            }
            (AwaitingPayment(Some(under_way)), OrderEvent::Completed(charge))
                if under_way == *charge =>
            {
                order.paid = Some(PaidBy { charge: *charge, at });
                Completed { charge: *charge, at }
            }
            (Created | AwaitingPayment { .. }, OrderEvent::Cancelled(reason)) => {
                Cancelled { reason: *reason, at }
            }
            (Created | AwaitingPayment { .. }, OrderEvent::CancelledBySite(deed)) => {
                order.cancelled_by = Some(deed.done(at));
                Cancelled { reason: CancelReason::Admin, at }
            }
            (Created | AwaitingPayment { .. }, OrderEvent::Expired) => {
                Cancelled { reason: CancelReason::Expired, at }
            }
            (status @ Completed { .. }, OrderEvent::RefundAsked { deed, relist })
                if order.refund.is_none() =>
            {
                let Deed { by, reason } = deed.clone();
                order.refund = Some(Refund { by, reason, relist: *relist, at });
                status
            }
            (status @ Completed { .. }, OrderEvent::RefundDropped) if order.refund.is_some() => {
                order.refund = None;
                status
            }
            (Created, OrderEvent::FeeIncluded(fee))
                if order.fee.is_none() && *fee < order.price =>
            {
                order.fee = Some(*fee);
                Created
            }
            (Created, OrderEvent::SellerFeeIncluded(fee))
                if order.seller_fee.is_none() && *fee <= order.ticket_price() =>
            {
                order.seller_fee = Some(*fee);
                Created
            }
            (Created, OrderEvent::MadeTogether(orders))
                if order.together.is_empty() && orders.len() > 1 && orders.contains(&id) =>
            {
                order.together = orders.clone();
                Created
            }
            (Completed { .. }, OrderEvent::Refunded(stripe_refund_id)) => {
                let stripe_refund_id = stripe_refund_id.clone();
                order.paid_back = Some(PaidBack { stripe_refund_id, at });
                Cancelled { reason: CancelReason::Refunded, at }
            }
            (status, _) => return Err(status.word()),
        };
        Ok(())
    }
}
