//! What people do, each as a story that can be told again: with the same ids, as a browser does
//! whose answer was lost. A story goes on whatever it is answered.

use std::{collections::HashMap, time::Duration};

use holdfast::{
    domain::{ChargeStatus, TicketStatus},
    harness::TestMarket,
    payments::scripted::{Fault, GatewayCall, Verb, cards},
    types::{ChargeId, OrderId, Reason, TicketId, UserId},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Story {
    /// Buy and pay.
    Bought,
    /// Buy and wait.
    Expired,
    /// Buy and cancel.
    Cancelled,
    /// Buy and cancel while the payment is under way.
    CancelledWhilePaying,
    /// Three cards are declined.
    Declined,
    /// The provider will not capture what it authorised; then another payment succeeds.
    NotCaptured,
    /// The money is given back at the provider before we know that we have it.
    GivenBack,
    /// The buyer pays at the provider's own page.
    PaidThere,
    /// The buyer goes to the provider's own page, and leaves.
    LeftThere,
    /// The buyer pays at the provider, somebody takes the money there, and the order is cancelled.
    TakenThere,
    /// Buy and pay; the seller gives the money back, and sells it again.
    Refunded,
    /// Buy and pay; somebody gives the money back in the provider's dashboard.
    RefundedThere,
}

pub const ALL: [Story; 12] = [
    Story::Bought,
    Story::Expired,
    Story::Cancelled,
    Story::CancelledWhilePaying,
    Story::Declined,
    Story::NotCaptured,
    Story::GivenBack,
    Story::PaidThere,
    Story::LeftThere,
    Story::TakenThere,
    Story::Refunded,
    Story::RefundedThere,
];

/// The people in the provider's dashboard do what they do once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    First,
    Again,
}

/// Who and what a story is about.
#[derive(Debug, Clone, Copy)]
pub struct Cast {
    pub ticket: TicketId,
    pub seller: UserId,
    pub buyer: UserId,
    pub order: OrderId,
    pub charges: [ChargeId; 3],
}

impl Cast {
    pub async fn of(market: &TestMarket) -> Self {
        let (seller, buyer) = (market.user().await, market.user().await);
        let ticket = market.list(seller, "49.50").await;
        let charges = std::array::from_fn(|_| ChargeId::new());
        Self { ticket, seller, buyer, order: OrderId::new(), charges }
    }
}

impl Story {
    /// How the provider behaves in this story, before anything is tripped.
    pub fn provider(self) -> impl FnMut(GatewayCall) -> Fault + Send + 'static {
        let mut asked = HashMap::<(ChargeId, Verb), u32>::new();
        move |request| {
            let times = asked.entry((request.charge, request.verb)).or_default();
            *times += 1;
            match (self, request.verb, *times) {
                (Self::CancelledWhilePaying, Verb::Authorise, _)
                | (Self::NotCaptured, Verb::Capture, 1) => Fault::Slow(Duration::from_secs(1)),
                (Self::GivenBack, Verb::Capture, 1) => Fault::AnswerLost,
                _ => Fault::None,
            }
        }
    }

    pub async fn tell(self, market: &TestMarket, cast: Cast, telling: Telling) {
        let Cast { ticket, order, charges: [first, second, third], .. } = cast;
        // A person whom the site answers nothing useful goes on all the same.
        macro_rules! whatever {
            ($answer:expr) => {
                drop($answer.await)
            };
        }
        let good = |charge| market.market.pay(order, charge, cards::good());
        let declined = |charge| market.market.pay(order, charge, cards::declined());
        let price = market.ticket(ticket).price;
        whatever!(market.market.reserve(ticket, order, cast.buyer, price));
        match self {
            Self::Bought => whatever!(good(first)),
            Self::Expired => market.pass(Duration::from_secs(901)).await,
            Self::Cancelled => whatever!(market.cancel(order)),
            Self::CancelledWhilePaying => {
                let cancel = async {
                    market.pass(Duration::from_millis(500)).await;
                    whatever!(market.cancel(order));
                };
                tokio::join!(async { whatever!(good(first)) }, cancel);
            }
            Self::Declined => {
                for charge in [first, second, third] {
                    whatever!(declined(charge));
                }
            }
            Self::NotCaptured => {
                let dashboard = async {
                    if selling_within_a_second(market, ticket).await {
                        market.gateway.cancel_in_dashboard(first);
                    }
                };
                tokio::join!(async { whatever!(good(first)) }, dashboard);
                whatever!(good(second));
            }
            Self::GivenBack => {
                let dashboard = async {
                    if selling_within_a_second(market, ticket).await && telling == Telling::First {
                        market.gateway.refund_in_dashboard(first);
                    }
                };
                tokio::join!(async { whatever!(good(first)) }, dashboard);
            }
            Self::Refunded => {
                whatever!(good(first));
                let reason = Reason::parse("The concert is off").unwrap();
                whatever!(market.market.refund(order, cast.seller, reason, true));
            }
            Self::RefundedThere => {
                whatever!(good(first));
                if telling == Telling::First {
                    market.gateway.refund_in_dashboard(first);
                }
                for _ in 0..60 {
                    market.market.look_at_charge(first);
                    market.pass(Duration::from_secs(60)).await;
                }
            }
            Self::PaidThere | Self::LeftThere | Self::TakenThere => {
                market.gateway.ask_the_buyer_itself();
                let there = async {
                    market.pass(Duration::from_secs(1)).await;
                    if self != Self::LeftThere {
                        market.gateway.buyer_pays(first);
                    }
                    if self == Self::TakenThere {
                        market.gateway.capture_in_dashboard(first);
                        whatever!(market.cancel(order));
                    }
                    market.market.look_at_charge(first);
                };
                tokio::join!(async { whatever!(market.market.pay(order, first, None)) }, there);
            }
        }
    }
}

async fn selling_within_a_second(market: &TestMarket, ticket: TicketId) -> bool {
    for _ in 0..1000 {
        if matches!(market.ticket(ticket).status, TicketStatus::Selling { .. }) {
            return true;
        }
        market.pass(Duration::from_millis(1)).await;
    }
    false
}

/// What a charge has come to, in one word.
pub fn word(market: &TestMarket, charge: ChargeId) -> &'static str {
    let Some(charge) = market.market.tables().charge(charge).unwrap() else { return "-" };
    match (&charge.status, &charge.stripe_refund_id) {
        (ChargeStatus::Completed, Some(_)) => "refunded",
        (status, _) => status.word(),
    }
}
