//! What browsers ask of Stripe: its script, and the few calls that a publishable key may make.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

use super::{
    LIVE_API_KEY, LIVE_PUBLISHABLE_KEY, command::Endpoint, error::ApiError, form::ApiForm,
    shared::Shared,
};

/// What is at [`SCRIPT_PATH`] instead of Stripe.js.
pub(super) const SCRIPT: &str = include_str!("stripe_stand_in.js");

/// Where it is: `payments.stripe.js_url` is the server's address and this.
pub(super) const SCRIPT_PATH: &str = "/js/v3/";

/// Who has made a request, by the key that came with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asker {
    /// A site's server, with a secret key: it may do everything.
    Server,
    /// A buyer's browser, with a publishable key: it may do what the client secret of an intent
    /// opens, and sees no more than the buyer may.
    Browser,
}

impl Asker {
    pub(super) fn of(key: Option<&str>, shared: &Shared) -> Result<Self, ApiError> {
        match key {
            None | Some("") => Err(ApiError::no_key()),
            Some(key) if shared.is_revoked(key) => Err(ApiError::expired_key()),
            Some(key) if key.starts_with("sk_test_") || key == LIVE_API_KEY => Ok(Self::Server),
            Some(key) if key.starts_with("pk_test_") || key == LIVE_PUBLISHABLE_KEY => {
                Ok(Self::Browser)
            }
            Some(key) => Err(ApiError::bad_key(key)),
        }
    }

    /// The parameters of the call itself, once it is known that the asker may make it.
    pub(super) fn admit(
        self,
        call: Endpoint,
        id: &str,
        form: ApiForm,
        shared: &Shared,
    ) -> Result<ApiForm, ApiError> {
        match (self, call) {
            (Self::Server, Endpoint::Authenticate) => Err(ApiError::not_of_the_api()),
            (Self::Server, _) => Ok(form),
            (Self::Browser, Endpoint::LookUp | Endpoint::Confirm | Endpoint::Authenticate) => {
                let given = form.need("client_secret")?;
                match shared.secret_of(id) {
                    Some(secret) if secret != given => Err(ApiError::wrong_client_secret()),
                    _ => Ok(form.without(&["key", "client_secret"])),
                }
            }
            (Self::Browser, _) => Err(ApiError::secret_key_required()),
        }
    }

    /// What the asker sees of an intent
    /// (<https://docs.stripe.com/api/payment_intents/retrieve>: a subset for publishable keys).
    pub(super) fn sees(self, mut answer: Value) -> Value {
        const SHOWN: [&str; 20] = [
            "id",
            "object",
            "amount",
            "automatic_payment_methods",
            "canceled_at",
            "cancellation_reason",
            "capture_method",
            "client_secret",
            "confirmation_method",
            "created",
            "currency",
            "description",
            "last_payment_error",
            "livemode",
            "next_action",
            "payment_method",
            "payment_method_types",
            "processing",
            "status",
            "amount_details",
        ];
        if self == Self::Browser {
            let intent = match answer.pointer_mut("/error/payment_intent") {
                Some(intent) => intent,
                None => &mut answer,
            };
            if intent["object"] == "payment_intent"
                && let Some(fields) = intent.as_object_mut()
            {
                fields.retain(|name, _| SHOWN.contains(&name.as_str()));
            }
        }
        answer
    }
}

/// Pages of every site may read what Stripe answers, and ask first whether they may.
pub(super) fn allow_every_origin(headers: &mut HeaderMap) {
    for (name, value) in [
        ("access-control-allow-origin", "*"),
        ("access-control-allow-methods", "GET, HEAD, PUT, PATCH, POST, DELETE"),
        ("access-control-allow-headers", "authorization, content-type, idempotency-key"),
        ("access-control-max-age", "300"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}
