use axum::{
    Extension,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};

use crate::{
    actors::Taken,
    http::{
        Edge,
        error::{LoggedError, PlainAnswer},
        metrics::Webhook,
    },
    payments::stripe::webhook::{About, Told, WebhookRefusal, may_be_signed, read},
    usecases::{
        Caller,
        webhooks::{self, NoticeSubject, ProviderNotice},
    },
};

/// What Stripe tells: kept under its name, then asked about. Nothing of what it says is believed.
pub(crate) async fn stripe(State(edge): State<Edge>, headers: HeaderMap, body: Bytes) -> Response {
    let secrets = edge.config.payments.stripe.webhook_secrets();
    let told = match read(signature(&headers), &body, &secrets, edge.market.clock().now()) {
        Ok(told) => told,
        Err(why) => return refused(&edge, why),
    };
    match webhooks::take(&edge.market, Caller::Site, notice(told)).await {
        Ok(Taken::Now) => {
            edge.metrics.webhook(Webhook::Taken, edge.market.clock().now());
            "taken\n".into_response()
        }
        Ok(Taken::Before) => {
            edge.metrics.webhook(Webhook::Repeated, edge.market.clock().now());
            "taken\n".into_response()
        }
        // Stripe sends it again.
        Err(error) => {
            edge.metrics.webhook(Webhook::Failed, edge.market.clock().now());
            let error = Extension(LoggedError(error.to_string()));
            let why = "not taken; send it again\n";
            (StatusCode::SERVICE_UNAVAILABLE, Extension(PlainAnswer), error, why).into_response()
        }
    }
}

/// Refuses what is not signed before its body is read: nothing speaks for it.
pub(crate) fn unsigned(edge: &Edge, headers: &HeaderMap) -> Option<Response> {
    let now = edge.market.clock().now();
    may_be_signed(signature(headers), now).err().map(|why| refused(edge, why))
}

fn signature(headers: &HeaderMap) -> Option<&str> {
    headers.get("stripe-signature").map(|value| value.to_str().unwrap_or_default())
}

fn refused(edge: &Edge, why: WebhookRefusal) -> Response {
    tracing::warn!(refused = %why, "a webhook was refused");
    edge.metrics.webhook(Webhook::Refused, edge.market.clock().now());
    (StatusCode::BAD_REQUEST, Extension(PlainAnswer), format!("{why}\n")).into_response()
}

fn notice(told: Told) -> ProviderNotice {
    let subject = match told.about {
        About::Charge(charge) => NoticeSubject::Charge(charge),
        About::Payment(name) => NoticeSubject::Payment(name),
        About::Seller(seller) => NoticeSubject::Seller(seller),
        About::Dispute(name) => NoticeSubject::Dispute(name),
        About::Nothing => NoticeSubject::Nothing,
    };
    ProviderNotice { id: told.id, kind: told.kind, subject }
}
