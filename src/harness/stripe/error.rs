use serde_json::{Map, Value, json};

use super::intent::{Act, FakeIntent};

/// An error as Stripe answers it: a status, and JSON with `error.type`, `code`, `message`…
/// (<https://docs.stripe.com/api/errors>, <https://docs.stripe.com/error-codes>).
#[derive(Debug, Clone)]
pub(super) struct ApiError {
    pub(super) status: u16,
    kind: &'static str,
    code: Option<&'static str>,
    message: String,
    param: Option<String>,
    more: Map<String, Value>,
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

const INVALID: &str = "invalid_request_error";

impl ApiError {
    fn new(status: u16, kind: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { status, kind, code: None, message, param: None, more: Map::new() }
    }

    fn code(mut self, code: &'static str) -> Self {
        self.code = Some(code);
        self
    }

    fn param(mut self, param: impl Into<String>) -> Self {
        self.param = Some(param.into());
        self
    }

    fn with(mut self, name: &str, value: Value) -> Self {
        self.more.insert(name.to_owned(), value);
        self
    }

    pub(super) fn body(&self) -> Value {
        let mut error = self.more.clone();
        error.insert("type".into(), json!(self.kind));
        error.insert("message".into(), json!(self.message));
        if let Some(code) = self.code {
            error.insert("code".into(), json!(code));
            error.insert(
                "doc_url".into(),
                json!(format!("https://docs.stripe.com/error-codes#{}", code.replace('_', "-"))),
            );
        }
        if let Some(param) = &self.param {
            error.insert("param".into(), json!(param));
        }
        json!({ "error": error })
    }

    pub(super) fn malformed() -> Self {
        Self::new(
            400,
            INVALID,
            "Invalid request (check that your POST content type is \
             application/x-www-form-urlencoded). If you have any questions, we can help at \
             https://support.stripe.com/.",
        )
    }

    pub(super) fn out_of_money() -> Self {
        Self::new(400, INVALID, "Insufficient funds in your Stripe balance to refund this amount.")
            .code("balance_insufficient")
    }

    pub(super) fn charged_back(charge: &str) -> Self {
        let message = format!("Charge {charge} has been charged back; cannot issue a refund.");
        Self::new(400, INVALID, message).code("charge_disputed")
    }

    pub(super) fn too_little_to_transfer() -> Self {
        let message = "You have insufficient available funds in your Stripe account.";
        Self::new(400, INVALID, message).code("balance_insufficient")
    }

    pub(super) fn too_little_to_reverse() -> Self {
        let message = "The connected account has insufficient funds for this reversal.";
        Self::new(400, INVALID, message).code("balance_insufficient")
    }

    pub(super) fn more_than_unreversed() -> Self {
        Self::new(400, INVALID, "The amount is more than what is left of the transfer.")
            .param("amount")
    }

    pub(super) fn may_have_no_transfer() -> Self {
        let message = "Your destination account needs to have at least one of the following \
                       capabilities enabled: transfers";
        Self::new(400, INVALID, message).code("insufficient_capabilities_for_transfer")
    }

    pub(super) fn no_access_to_account(id: &str) -> Self {
        let message = format!(
            "The provided key does not have access to account '{id}' (or that account does not \
             exist). Application access may have been revoked."
        );
        Self::new(403, INVALID, message).code("account_invalid")
    }

    pub(super) fn missing(param: &'static str) -> Self {
        let message = format!("Missing required param: {param}.");
        Self::new(400, INVALID, message).code("parameter_missing").param(param)
    }

    pub(super) fn no_integer(param: &'static str, value: &str) -> Self {
        let message = format!("Invalid integer: {value}");
        Self::new(400, INVALID, message).code("parameter_invalid_integer").param(param)
    }

    pub(super) fn invalid(param: &str, message: impl Into<String>) -> Self {
        Self::new(400, INVALID, message).param(param)
    }

    pub(super) fn unknown_parameter(param: &str) -> Self {
        let message = format!("Received unknown parameter: {param}");
        Self::new(400, INVALID, message).code("parameter_unknown").param(param)
    }

    pub(super) fn amount(code: &'static str, param: &'static str) -> Self {
        let message = match code {
            "amount_too_small" => "Amount must be at least the minimum of the currency.",
            _ => "Amount is more than what can be taken.",
        };
        Self::new(400, INVALID, message).code(code).param(param)
    }

    /// Something in the path is not there, which is a 404; something in a parameter is a 400.
    pub(super) fn no_such(status: u16, what: &str, id: &str, param: &'static str) -> Self {
        let message = format!("No such {what}: '{id}'");
        Self::new(status, INVALID, message).code("resource_missing").param(param)
    }

    pub(super) fn no_such_url(method: &str, path: &str) -> Self {
        let message = format!(
            "Unrecognized request URL ({method}: {path}). Please see https://stripe.com/docs or we \
             can help at https://support.stripe.com/."
        );
        Self::new(404, INVALID, message)
    }

    pub(super) fn no_key() -> Self {
        Self::new(
            401,
            INVALID,
            "You did not provide an API key. You need to provide your API key in the Authorization \
             header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
        )
    }

    /// Stripe shows only the end of a key that it does not know.
    pub(super) fn bad_key(key: &str) -> Self {
        let tail = key.char_indices().rev().nth(3).map_or("", |(at, _)| &key[at..]);
        Self::new(401, INVALID, format!("Invalid API Key provided: ****{tail}"))
    }

    pub(super) fn expired_key() -> Self {
        Self::new(401, INVALID, "Expired API Key provided.").code("api_key_expired")
    }

    pub(super) fn secret_key_required() -> Self {
        Self::new(
            403,
            INVALID,
            "This API call cannot be made with a publishable API key. Please use a secret API key. \
             You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.",
        )
        .code("secret_key_required")
    }

    pub(super) fn wrong_client_secret() -> Self {
        Self::new(
            400,
            INVALID,
            "The client_secret provided does not match the client_secret associated with the \
             PaymentIntent.",
        )
        .param("client_secret")
    }

    /// The buyer's answer to the bank is the buyer's to give.
    pub(super) fn not_of_the_api() -> Self {
        Self::new(403, INVALID, "Only a browser can do this.")
    }

    pub(super) fn key_too_long() -> Self {
        Self::new(400, "idempotency_error", "Idempotency keys are up to 255 characters long.")
    }

    /// The same key with something else.
    pub(super) fn key_mismatch(key: &str) -> Self {
        let message = format!(
            "Keys for idempotent requests can only be used with the same parameters they were \
             first used with. Try using a key other than '{key}' if you meant to execute a \
             different request."
        );
        Self::new(400, "idempotency_error", message)
    }

    /// The same key while its first request is still under way.
    pub(super) fn key_in_use(key: &str) -> Self {
        let message = format!(
            "There is currently another in-progress request using this Idempotent Key (that \
             probably means you submitted twice, and the other request is still going through): \
             {key}. Please try again later."
        );
        Self::new(409, "idempotency_error", message).code("idempotency_key_in_use")
    }

    /// An intent cannot do that in its state.
    pub(super) fn unexpected_state(intent: &FakeIntent, act: Act) -> Self {
        let status = intent.status.as_str();
        let from = act.allowed_from().map(super::intent::IntentStatus::as_str).join(", ");
        let message = match act {
            Act::Capture => format!(
                "This PaymentIntent could not be captured because it has a status of {status}. \
                 Only a PaymentIntent with one of the following statuses may be captured: {from}."
            ),
            Act::Cancel => format!(
                "You cannot cancel this PaymentIntent because it has a status of {status}. Only a \
                 PaymentIntent with one of the following statuses may be canceled: {from}."
            ),
            Act::Attach => format!(
                "This PaymentIntent's payment_method could not be updated because it has a status \
                 of {status}. You may only update the payment_method of a PaymentIntent with one \
                 of the following statuses: {from}."
            ),
            Act::Hold | Act::Take | Act::AskTheBuyer | Act::Process | Act::Decline => format!(
                "You cannot confirm this PaymentIntent because it has a status of {status}."
            ),
        };
        Self::new(400, INVALID, message)
            .code("payment_intent_unexpected_state")
            .with("payment_intent", intent.json())
    }

    pub(super) fn no_method(intent: &FakeIntent) -> Self {
        Self::new(
            400,
            INVALID,
            "You cannot confirm this PaymentIntent because it's missing a payment method. You can \
             either update the PaymentIntent with a payment method and then confirm it again, or \
             confirm it again directly with a payment method.",
        )
        .code("payment_intent_unexpected_state")
        .with("payment_intent", intent.json())
    }

    /// The card says no. The intent is already what it is after that.
    pub(super) fn declined(intent: &FakeIntent) -> Self {
        let error = intent.last_error;
        let message = error.map_or("", |error| error.message);
        let mut answer = Self::new(402, "card_error", message);
        answer.code = error.map(|error| error.code);
        if let Some(decline_code) = error.and_then(|error| error.decline_code) {
            answer = answer.with("decline_code", json!(decline_code));
        }
        answer.with("charge", json!(intent.charge_id())).with("payment_intent", intent.json())
    }

    pub(super) fn not_refundable(intent: &str) -> Self {
        let message =
            format!("This PaymentIntent ({intent}) does not have a successful charge to refund.");
        Self::new(400, INVALID, message).param("payment_intent")
    }

    pub(super) fn more_than_unrefunded(asked: u32, left: u32) -> Self {
        let message = format!(
            "Refund amount ({asked}) is greater than unrefunded amount on charge ({left})."
        );
        Self::new(400, INVALID, message).param("amount")
    }

    pub(super) fn already_refunded(charge: &str) -> Self {
        let message = format!("Charge {charge} has already been refunded.");
        Self::new(400, INVALID, message).code("charge_already_refunded")
    }

    /// What a fault answers without having done anything.
    pub(super) fn of_status(status: u16) -> Self {
        match status {
            409 => Self::new(
                409,
                INVALID,
                "This object cannot be accessed right now because another API request or Stripe \
                 process is currently accessing it.",
            )
            .code("lock_timeout"),
            429 => Self::new(
                429,
                INVALID,
                "Request rate limit exceeded. Learn more about rate limits here \
                 https://stripe.com/docs/rate-limits.",
            )
            .code("rate_limit"),
            _ => Self::new(
                status,
                "api_error",
                "Sorry! There was an error while talking to one of our backends. Support has been \
                 notified.",
            ),
        }
    }
}
