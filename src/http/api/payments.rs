//! To pay for an order.

use axum::Json;
use blake2::{Blake2s256, Digest as _};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    body::{JsonBody, Wrongs},
    caller::{Bearer, Buys},
    idempotency::IdempotencyKey,
    model::OrderJson,
    orders::found,
};
use crate::{
    domain::{Order, Scope},
    http::{HttpError, HttpResult, Id, refused},
    payments::CardError,
    texts::Tell as _,
    types::{ChargeId, OrderId},
    usecases::{
        RefusalCode as _,
        buying::{self, PayRefusal, PaymentProgress},
        policy,
    },
};

/// By what is paid.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPayment {
    /// In the sandbox a test card; at Stripe nothing, since the buyer pays there.
    card: Option<TestCard>,
}

/// A card of the sandbox, such as 4242 4242 4242 4242.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TestCard {
    #[schema(max_length = 40)]
    number: String,
    /// `12/34`.
    #[schema(max_length = 10)]
    expiry: String,
    #[schema(max_length = 10)]
    cvc: String,
}

impl std::fmt::Debug for TestCard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TestCard(hidden)")
    }
}

/// How far a payment has come.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Payment)]
pub(crate) struct PaymentJson {
    status: PaymentStatusJson,
    /// Of Stripe's payment intent, by which the buyer pays there, while it waits for them.
    client_secret: Option<String>,
    order: OrderJson,
}

/// How far it is.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PaymentStatus)]
pub(crate) enum PaymentStatusJson {
    /// The ticket is the buyer's.
    Completed,
    /// The buyer is to pay at the provider.
    AwaitsBuyer,
    /// It is being settled: the order tells what comes of it.
    Settling,
}

/// Pays for an order. Nothing is charged unless the ticket becomes the buyer's.
#[utoipa::path(
    post,
    path = "/orders/{id}/pay",
    tag = "orders",
    params(
        ("id" = String, Path, format = Uuid),
        ("Idempotency-Key" = Option<String>, Header, description = "Names the attempt: the same one charges once and comes out as it did, whatever is in the body.", min_length = 1, max_length = 255),
    ),
    request_body = NewPayment,
    responses((status = 200, body = PaymentJson)),
    security(("token" = ["buy"])),
)]
pub(super) async fn pay(
    who: Bearer<Buys>,
    Id(id): Id<OrderId>,
    key: IdempotencyKey,
    JsonBody { said, .. }: JsonBody<NewPayment>,
) -> HttpResult<Json<PaymentJson>> {
    let (market, now) = (&who.edge.market, who.edge.market.clock().now());
    let caller = policy::scoped(who.caller(), Scope::Buy)?;
    let order = policy::own_order(market, caller, id)?;
    let attempt = key.key().map(|key| attempt(&order, key));
    let card = said.card.unwrap_or(TestCard {
        number: String::new(),
        expiry: String::new(),
        cvc: String::new(),
    });
    let card = who.edge.checkout.card(&card.number, &card.expiry, &card.cvc, now);
    let card = card.map_err(|errors| {
        let mut wrongs = Wrongs::default();
        for error in &errors {
            wrongs.add(pointer_of(error), error.tell(who.language));
        }
        wrongs.refused()
    });
    let card = match card {
        Ok(card) => card,
        // What is over need not be told what is wrong with its card.
        Err(wrong) => match refused(buying::payable(market, who.caller(), id))? {
            Ok(_) => return Err(wrong),
            Err(over) => return Err(HttpError::Refused(over.code(), String::new())),
        },
    };
    let (_place, patience) = who.edge.payment_slots.patience();
    let paid = buying::pay(market, who.caller(), id, attempt, card, patience).await;
    let (status, client_secret) = match refused(paid)? {
        Ok(PaymentProgress::Completed) => (PaymentStatusJson::Completed, None),
        Ok(PaymentProgress::AwaitsBuyer(secret)) => {
            (PaymentStatusJson::AwaitsBuyer, Some(secret.expose().to_owned()))
        }
        Ok(PaymentProgress::Settling) => (PaymentStatusJson::Settling, None),
        Err(refusal) => {
            let why = match &refusal {
                PayRefusal::Failed(failure) => failure.tell(who.language),
                PayRefusal::Over(_) | PayRefusal::TimeIsUp | PayRefusal::EventCancelled => {
                    String::new()
                }
            };
            return Err(HttpError::Refused(refusal.code(), why));
        }
    };
    let (order, ticket, reader) = found(&who, caller, id)?;
    let order = OrderJson::of(&order, &ticket, reader, who.edge.config.site.currency);
    Ok(Json(PaymentJson { status, client_secret, order }))
}

/// The attempt that a key names: for one order always the same. It is of the order's time.
fn attempt(order: &Order, key: &str) -> ChargeId {
    let mut hash = Blake2s256::new();
    hash.update(order.id.as_bytes());
    hash.update(key.as_bytes());
    let hash: [u8; 32] = hash.finalize().into();
    let mut id = *order.id.as_bytes();
    id[6..].copy_from_slice(&hash[..10]);
    id[6] = id[6] & 0x0f | 0x70;
    id[8] = id[8] & 0x3f | 0x80;
    ChargeId::from_bytes(id)
}

fn pointer_of(error: &CardError) -> &'static str {
    match error {
        CardError::NumberEmpty | CardError::Number | CardError::NotATestCard => "/card/number",
        CardError::Expiry | CardError::Expired => "/card/expiry",
        CardError::Cvc => "/card/cvc",
    }
}
