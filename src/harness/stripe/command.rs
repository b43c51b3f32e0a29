use std::collections::BTreeMap;

use super::{
    connect::ConnectCommand,
    error::ApiError,
    form::ApiForm,
    intent::{Outcome, outcome_of},
};

/// The endpoints that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// `GET /v1/account`
    Account,
    /// `POST /v1/payment_intents`
    Create,
    /// `GET /v1/payment_intents/{id}`
    LookUp,
    /// `GET /v1/payment_intents`
    List,
    /// `GET /v1/payment_intents/search`
    Search,
    /// `POST /v1/payment_intents/{id}`
    Update,
    /// `POST /v1/payment_intents/{id}/confirm`
    Confirm,
    /// `POST /v1/payment_intents/{id}/capture`
    Capture,
    /// `POST /v1/payment_intents/{id}/cancel`
    Cancel,
    /// `POST /_browser/payment_intents/{id}/authenticate`: the buyer's answer to the bank, which
    /// at the real Stripe does not go through its API.
    Authenticate,
    /// `POST /v1/refunds`
    Refund,
    /// `GET /v1/refunds/{id}`
    LookUpRefund,
    /// `GET /v1/refunds`
    ListRefunds,
    /// `GET /v1/disputes/{id}`
    LookUpDispute,
    /// `GET /v1/disputes`
    ListDisputes,
    /// `POST /v1/accounts`
    OpenAccount,
    /// `GET /v1/accounts/{id}`
    LookUpAccount,
    /// `POST /v1/account_links`
    AccountLink,
    /// `POST /v1/transfers`
    Transfer,
    /// `GET /v1/transfers`
    ListTransfers,
    /// `POST /v1/transfers/{id}/reversals`
    Reverse,
    /// `GET /v1/transfers/{id}/reversals`
    ListReversals,
    /// `GET /v1/balance`
    Balance,
    /// Anything else: a 404.
    Unknown,
}

impl Endpoint {
    /// Which endpoint a request is for, and about what.
    pub(super) fn of(method: &str, path: &str) -> (Self, String) {
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        let (call, id) = match (method, parts.as_slice()) {
            ("GET", ["v1", "account"]) => (Self::Account, ""),
            ("POST", ["v1", "payment_intents"]) => (Self::Create, ""),
            ("GET", ["v1", "payment_intents"]) => (Self::List, ""),
            ("GET", ["v1", "payment_intents", "search"]) => (Self::Search, ""),
            ("GET", ["v1", "payment_intents", id]) => (Self::LookUp, *id),
            ("POST", ["v1", "payment_intents", id]) => (Self::Update, *id),
            ("POST", ["v1", "payment_intents", id, "confirm"]) => (Self::Confirm, *id),
            ("POST", ["v1", "payment_intents", id, "capture"]) => (Self::Capture, *id),
            ("POST", ["v1", "payment_intents", id, "cancel"]) => (Self::Cancel, *id),
            ("POST", ["_browser", "payment_intents", id, "authenticate"]) => {
                (Self::Authenticate, *id)
            }
            ("POST", ["v1", "refunds"]) => (Self::Refund, ""),
            ("GET", ["v1", "refunds"]) => (Self::ListRefunds, ""),
            ("GET", ["v1", "refunds", id]) => (Self::LookUpRefund, *id),
            ("GET", ["v1", "disputes"]) => (Self::ListDisputes, ""),
            ("GET", ["v1", "disputes", id]) => (Self::LookUpDispute, *id),
            ("POST", ["v1", "accounts"]) => (Self::OpenAccount, ""),
            ("GET", ["v1", "accounts", id]) => (Self::LookUpAccount, *id),
            ("POST", ["v1", "account_links"]) => (Self::AccountLink, ""),
            ("POST", ["v1", "transfers"]) => (Self::Transfer, ""),
            ("GET", ["v1", "transfers"]) => (Self::ListTransfers, ""),
            ("POST", ["v1", "transfers", id, "reversals"]) => (Self::Reverse, *id),
            ("GET", ["v1", "transfers", id, "reversals"]) => (Self::ListReversals, *id),
            ("GET", ["v1", "balance"]) => (Self::Balance, ""),
            _ => (Self::Unknown, ""),
        };
        (call, id.to_owned())
    }
}

/// A request whose parameters are in order. What is not in order never becomes one, and is not
/// saved under its key.
#[derive(Debug)]
pub(super) enum ApiCommand {
    Account,
    Create(New),
    LookUp(String),
    List { page: PageParams, with_fees: bool },
    Search { key: String, value: String, limit: usize },
    Update { id: String, method: Option<Method>, metadata: BTreeMap<String, String> },
    Confirm { id: String, method: Option<Method>, return_url: Option<String> },
    Capture { id: String, minor: Option<u32>, with_fee: bool },
    Cancel { id: String, reason: Option<String> },
    Authenticate { id: String, succeeds: bool },
    Refund(NewRefund),
    LookUpRefund(String),
    ListRefunds { intent: Option<String>, page: PageParams, whole_intents: bool },
    LookUpDispute { id: String, whole_intent: bool },
    ListDisputes { page: PageParams, whole_intents: bool },
    Connect(ConnectCommand),
}

/// A test payment method.
#[derive(Debug, Clone)]
pub(super) struct Method {
    pub(super) id: String,
    pub(super) outcome: Outcome,
}

/// An intent to be.
#[derive(Debug)]
pub(super) struct New {
    pub(super) minor: u32,
    pub(super) currency: String,
    pub(super) captures_by_hand: bool,
    pub(super) method_types: Vec<String>,
    pub(super) metadata: BTreeMap<String, String>,
    pub(super) description: Option<String>,
    pub(super) method: Option<Method>,
    pub(super) return_url: Option<String>,
    pub(super) confirm: bool,
}

/// A refund to be.
#[derive(Debug)]
pub(super) struct NewRefund {
    pub(super) intent: String,
    pub(super) minor: Option<u32>,
    pub(super) reason: Option<String>,
    pub(super) metadata: BTreeMap<String, String>,
}

/// A part of a list (<https://docs.stripe.com/api/pagination>).
#[derive(Debug)]
pub(super) struct PageParams {
    pub(super) limit: usize,
    pub(super) starting_after: Option<String>,
    /// In seconds since 1970, both included.
    pub(super) created_from: i64,
    pub(super) created_to: i64,
}

/// The largest amount that Stripe takes: eight digits
/// (<https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts>).
const MINOR_MAX: u32 = 99_999_999;

/// Stripe cuts longer values off with an error (<https://docs.stripe.com/api/metadata>).
const METADATA_KEYS_MAX: usize = 50;
const METADATA_KEY_CHARS_MAX: usize = 40;
const METADATA_VALUE_CHARS_MAX: usize = 500;

impl ApiCommand {
    /// What a request asks.
    pub(super) fn parse(call: Endpoint, id: String, form: &ApiForm) -> Result<Self, ApiError> {
        form.only(known_parameters(call))?;
        let text = |name| form.get(name).map(str::to_owned);
        let expands = |what: &str| form.list("expand").iter().any(|it| it == what);
        Ok(match call {
            Endpoint::Account => Self::Account,
            Endpoint::Create => Self::Create(New::parse(form)?),
            Endpoint::LookUp => Self::LookUp(id),
            Endpoint::List => Self::List {
                page: PageParams::parse(form)?,
                with_fees: expands("data.latest_charge.balance_transaction"),
            },
            Endpoint::Search => {
                let (key, value) = parse_query(form.need("query")?)?;
                Self::Search { key, value, limit: PageParams::parse(form)?.limit }
            }
            Endpoint::Update => {
                Self::Update { id, method: Method::parse(form)?, metadata: metadata(form)? }
            }
            Endpoint::Confirm => {
                let method = Method::parse(form)?;
                Self::Confirm { id, method, return_url: text("return_url") }
            }
            Endpoint::Capture => Self::Capture {
                id,
                minor: form.number("amount_to_capture")?,
                with_fee: expands("latest_charge.balance_transaction"),
            },
            Endpoint::Cancel => Self::Cancel { id, reason: cancellation_reason(form)? },
            Endpoint::Authenticate => Self::Authenticate { id, succeeds: form.flag("succeeds")? },
            Endpoint::Refund => Self::Refund(NewRefund::parse(form)?),
            Endpoint::LookUpRefund => Self::LookUpRefund(id),
            Endpoint::ListRefunds => Self::ListRefunds {
                intent: text("payment_intent"),
                page: PageParams::parse(form)?,
                whole_intents: expands("data.payment_intent"),
            },
            Endpoint::LookUpDispute => {
                Self::LookUpDispute { id, whole_intent: expands("payment_intent") }
            }
            Endpoint::ListDisputes => Self::ListDisputes {
                page: PageParams::parse(form)?,
                whole_intents: expands("data.payment_intent"),
            },
            Endpoint::OpenAccount => Self::Connect(ConnectCommand::open(form, metadata(form)?)?),
            Endpoint::LookUpAccount => Self::Connect(ConnectCommand::LookUp(id)),
            Endpoint::AccountLink => Self::Connect(ConnectCommand::link(form)?),
            Endpoint::Transfer => Self::Connect(ConnectCommand::transfer(form, metadata(form)?)?),
            Endpoint::ListTransfers => Self::Connect(ConnectCommand::Transfers {
                group: text("transfer_group"),
                page: PageParams::parse(form)?,
            }),
            Endpoint::Reverse => Self::Connect(ConnectCommand::Reverse {
                transfer: id,
                minor: form.number("amount")?,
                metadata: metadata(form)?,
            }),
            Endpoint::ListReversals => Self::Connect(ConnectCommand::Reversals {
                transfer: id,
                page: PageParams::parse(form)?,
            }),
            Endpoint::Balance => Self::Connect(ConnectCommand::Balance),
            // The server answers before it comes to this.
            Endpoint::Unknown => return Err(ApiError::no_such_url("", "")),
        })
    }
}

/// What Stripe knows and this Stripe either honours or may ignore; a request with anything else is
/// refused.
fn known_parameters(call: Endpoint) -> &'static [&'static str] {
    match call {
        Endpoint::Account | Endpoint::LookUp | Endpoint::LookUpRefund | Endpoint::LookUpDispute => {
            &["expand", "client_secret"]
        }
        Endpoint::Create => &[
            "amount",
            "currency",
            "capture_method",
            "payment_method_types",
            "payment_method",
            "metadata",
            "description",
            "confirm",
            "return_url",
            "expand",
            "receipt_email",
            "statement_descriptor",
            "statement_descriptor_suffix",
            "automatic_payment_methods",
            "payment_method_options",
        ],
        Endpoint::List => &["created", "limit", "starting_after", "expand"],
        Endpoint::Search => &["query", "limit", "page", "expand"],
        Endpoint::Update => {
            &["payment_method", "metadata", "description", "expand", "receipt_email"]
        }
        Endpoint::Confirm => &["payment_method", "return_url", "expand", "use_stripe_sdk"],
        Endpoint::Capture => &["amount_to_capture", "expand"],
        Endpoint::Cancel => &["cancellation_reason", "expand"],
        Endpoint::Authenticate => &["succeeds"],
        Endpoint::Refund => &["payment_intent", "amount", "reason", "metadata", "expand"],
        Endpoint::ListDisputes => {
            &["payment_intent", "charge", "created", "limit", "starting_after", "expand"]
        }
        Endpoint::ListRefunds => {
            &["payment_intent", "created", "limit", "starting_after", "expand"]
        }
        Endpoint::OpenAccount => &["controller", "capabilities", "metadata"],
        Endpoint::LookUpAccount | Endpoint::Balance => &["expand"],
        Endpoint::AccountLink => &["account", "type", "return_url", "refresh_url"],
        Endpoint::Transfer => {
            &["amount", "currency", "destination", "transfer_group", "description", "metadata"]
        }
        Endpoint::ListTransfers => &["transfer_group", "created", "limit", "starting_after"],
        Endpoint::Reverse => &["amount", "description", "metadata"],
        Endpoint::ListReversals => &["limit", "starting_after"],
        Endpoint::Unknown => &[],
    }
}

impl New {
    fn parse(form: &ApiForm) -> Result<Self, ApiError> {
        let minor = form.number("amount")?.ok_or_else(|| ApiError::missing("amount"))?;
        let currency = form.need("currency")?.to_ascii_lowercase();
        if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Err(ApiError::invalid("currency", format!("Invalid currency: {currency}.")));
        }
        if minor < minor_min(&currency) {
            return Err(ApiError::amount("amount_too_small", "amount"));
        }
        if minor > MINOR_MAX {
            return Err(ApiError::amount("amount_too_large", "amount"));
        }
        let captures_by_hand = match form.get("capture_method") {
            Some("manual") => true,
            None | Some("automatic" | "automatic_async") => false,
            Some(other) => {
                let message = format!(
                    "Invalid capture_method: must be one of automatic, automatic_async, or \
                     manual; not {other}"
                );
                return Err(ApiError::invalid("capture_method", message));
            }
        };
        let mut method_types = form.list("payment_method_types");
        if method_types.is_empty() {
            method_types.push("card".into());
        }
        Ok(Self {
            minor,
            currency,
            captures_by_hand,
            method_types,
            metadata: metadata(form)?,
            description: form.get("description").map(str::to_owned),
            method: Method::parse(form)?,
            return_url: form.get("return_url").map(str::to_owned),
            confirm: form.flag("confirm")?,
        })
    }
}

/// The least that Stripe takes
/// (<https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts>); one for a currency
/// that is not in this list.
fn minor_min(currency: &str) -> u32 {
    match currency {
        "usd" | "eur" | "chf" | "cad" | "aud" | "jpy" => 50,
        "gbp" => 30,
        "pln" => 200,
        "dkk" => 250,
        "nok" | "sek" => 300,
        _ => 1,
    }
}

impl Method {
    fn parse(form: &ApiForm) -> Result<Option<Self>, ApiError> {
        form.get("payment_method").map(Self::named).transpose()
    }

    /// One of Stripe's test payment methods.
    pub(super) fn named(id: &str) -> Result<Self, ApiError> {
        let no_such = || ApiError::no_such(400, "PaymentMethod", id, "payment_method");
        let outcome = outcome_of(id).ok_or_else(no_such)?;
        Ok(Self { id: id.to_owned(), outcome })
    }
}

impl NewRefund {
    fn parse(form: &ApiForm) -> Result<Self, ApiError> {
        let reason = form.get("reason");
        if let Some(other) = reason
            && !matches!(other, "duplicate" | "fraudulent" | "requested_by_customer")
        {
            return Err(ApiError::invalid("reason", format!("Invalid reason: {other}")));
        }
        Ok(Self {
            intent: form.need("payment_intent")?.to_owned(),
            minor: form.number("amount")?,
            reason: reason.map(str::to_owned),
            metadata: metadata(form)?,
        })
    }
}

impl PageParams {
    fn parse(form: &ApiForm) -> Result<Self, ApiError> {
        let limit = form.number("limit")?.unwrap_or(10);
        if !(1..=100).contains(&limit) {
            return Err(ApiError::invalid("limit", "The limit must be from 1 to 100."));
        }
        let after = form.seconds("created[gt]")?.map(|second| second.saturating_add(1));
        let before = form.seconds("created[lt]")?.map(|second| second.saturating_sub(1));
        let exactly = form.seconds("created")?;
        Ok(Self {
            limit: usize::try_from(limit).unwrap_or(100),
            starting_after: form.get("starting_after").map(str::to_owned),
            created_from: form.seconds("created[gte]")?.or(after).or(exactly).unwrap_or(i64::MIN),
            created_to: form.seconds("created[lte]")?.or(before).or(exactly).unwrap_or(i64::MAX),
        })
    }
}

fn cancellation_reason(form: &ApiForm) -> Result<Option<String>, ApiError> {
    match form.get("cancellation_reason") {
        None => Ok(None),
        Some(reason @ ("duplicate" | "fraudulent" | "requested_by_customer" | "abandoned")) => {
            Ok(Some(reason.to_owned()))
        }
        Some(other) => {
            let message = format!("Invalid cancellation_reason: {other}");
            Err(ApiError::invalid("cancellation_reason", message))
        }
    }
}

fn metadata(form: &ApiForm) -> Result<BTreeMap<String, String>, ApiError> {
    let metadata = form.map("metadata");
    let is_long = |(key, value): (&String, &String)| {
        key.chars().count() > METADATA_KEY_CHARS_MAX
            || value.chars().count() > METADATA_VALUE_CHARS_MAX
    };
    if metadata.len() > METADATA_KEYS_MAX || metadata.iter().any(is_long) {
        let message =
            "Metadata has up to 50 keys of up to 40 characters, with values of up to 500.";
        return Err(ApiError::invalid("metadata", message));
    }
    Ok(metadata)
}

/// `metadata['charge']:'…'`, the only form of <https://docs.stripe.com/search> that there is here.
fn parse_query(query: &str) -> Result<(String, String), ApiError> {
    let parsed = || {
        let (key, value) = query.trim().strip_prefix("metadata[")?.split_once("]:")?;
        let bare = |quoted: &str| {
            let quoted = quoted.trim();
            let inner = ['\'', '"']
                .into_iter()
                .find_map(|quote| quoted.strip_prefix(quote)?.strip_suffix(quote))?;
            (!inner.contains(['\'', '"'])).then(|| inner.to_owned())
        };
        Some((bare(key)?, bare(value)?))
    };
    parsed().ok_or_else(|| {
        ApiError::invalid("query", "Only metadata['key']:'value' can be searched for here.")
    })
}
