use axum::{
    Extension,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};

use crate::{
    actors::{Taken, Unavailable},
    http::{
        Edge,
        error::{LoggedError, PlainAnswer},
        metrics::Webhook,
    },
    payments::stripe::webhook::{About, Told, read},
};

/// What Stripe tells: kept under its name, then asked about. Nothing of what it says is believed.
pub(crate) async fn stripe(State(edge): State<Edge>, headers: HeaderMap, body: Bytes) -> Response {
    let signature = headers.get("stripe-signature").map(|value| value.to_str().unwrap_or_default());
    let secrets = edge.config.payments.stripe.webhook_secrets();
    let told = match read(signature, &body, &secrets, edge.market.clock().now()) {
        Ok(told) => told,
        Err(refused) => {
            tracing::warn!(%refused, "a webhook was refused");
            edge.metrics.webhook(Webhook::Refused);
            let why = format!("{refused}\n");
            return (StatusCode::BAD_REQUEST, Extension(PlainAnswer), why).into_response();
        }
    };
    match taken(&edge, told).await {
        Ok(outcome) => {
            edge.metrics.webhook(outcome);
            "taken\n".into_response()
        }
        // Stripe sends it again.
        Err(error) => {
            edge.metrics.webhook(Webhook::Failed);
            let error = Extension(LoggedError(error.to_string()));
            let why = "not taken; send it again\n";
            (StatusCode::SERVICE_UNAVAILABLE, Extension(PlainAnswer), error, why).into_response()
        }
    }
}

async fn taken(edge: &Edge, told: Told) -> Result<Webhook, Unavailable> {
    if edge.market.take_notice(&told.id, &told.kind).await? == Taken::Before {
        return Ok(Webhook::Repeated);
    }
    match told.about {
        About::Charge(charge) => {
            if let Err(error) = edge.market.look_at_charge_if_known(charge) {
                tracing::error!(%error, %charge, "a charge that Stripe told of could not be read; \
                    the reconciler looks at it");
            }
        }
        About::Payment(name) => edge.market.look_at_payment(name),
        About::Nothing => {}
    }
    Ok(Webhook::Taken)
}
