//! What Stripe's objects mean to us: pure.

use super::api::{Intent, PaymentError, Refund};
use crate::{
    domain::DeclineCode,
    gateway::{Bill, metadata},
    types::{Currency, Secret},
};

/// Of a decline's own words, no more than this is kept.
const WORDS_CHARS_MAX: usize = 200;

/// Where an intent stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stand {
    /// The buyer is to pay.
    Waits(Secret),
    /// A card was declined, and another could still be tried.
    DeclinedButOpen(DeclineCode),
    /// The money is held ready.
    Held,
    /// The money was taken; it may have gone back.
    Taken,
    /// Over, and no money was taken; because of a declined card, if there is one.
    Over(Option<DeclineCode>),
    /// Not to be understood.
    Unknown,
}

impl Stand {
    pub(super) fn of(intent: &Intent) -> Self {
        let declined = intent.last_payment_error.as_ref().map(decline_code);
        match (intent.status.as_str(), declined) {
            ("requires_payment_method", Some(code)) => Self::DeclinedButOpen(code),
            (
                "requires_payment_method"
                | "requires_confirmation"
                | "requires_action"
                | "processing",
                _,
            ) => match intent.client_secret.as_deref() {
                Some(secret) => Self::Waits(Secret::new(secret)),
                None => Self::Unknown,
            },
            ("requires_capture", _) => Self::Held,
            ("succeeded", _) => Self::Taken,
            ("canceled", declined) => Self::Over(declined),
            _ => Self::Unknown,
        }
    }

    /// Whether it can still take money.
    pub(super) fn is_open(&self) -> bool {
        match self {
            Self::Waits(_) | Self::DeclinedButOpen(_) | Self::Held | Self::Unknown => true,
            Self::Taken | Self::Over(_) => false,
        }
    }
}

fn decline_code(error: &PaymentError) -> DeclineCode {
    match (error.code.as_deref(), error.decline_code.as_deref()) {
        (_, Some("insufficient_funds")) => DeclineCode::InsufficientFunds,
        (Some("card_declined"), Some("generic_decline") | None) => DeclineCode::CardDeclined,
        (Some("processing_error"), _) | (_, Some("processing_error")) => {
            DeclineCode::ProcessingError
        }
        _ => match error.message.as_deref().map(bounded).filter(|words| !words.is_empty()) {
            Some(words) => DeclineCode::Other(words.into()),
            None => DeclineCode::CardDeclined,
        },
    }
}

fn bounded(words: &str) -> String {
    words.chars().filter(|c| !c.is_control()).take(WORDS_CHARS_MAX).collect()
}

/// What of an intent is not the bill's, if anything: then it is not touched.
pub(super) fn mismatch(intent: &Intent, bill: &Bill, currency: Currency) -> Option<&'static str> {
    let named = |key| intent.metadata.as_ref().and_then(|metadata| metadata.get(key));
    let currencies_fit =
        intent.currency.as_ref().is_some_and(|c| c.eq_ignore_ascii_case(currency.code()));
    if bill.id.as_deref().is_some_and(|id| id != intent.id) {
        Some("id")
    } else if intent.amount != Some(u64::from(bill.amount.minor())) {
        Some("amount")
    } else if !currencies_fit {
        Some("currency")
    } else if named(metadata::CHARGE) != Some(&bill.charge.to_string()) {
        Some("charge")
    } else {
        None
    }
}

/// What became of the money that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Returned {
    /// Nothing went back, or a part.
    No,
    /// Some of it is on its way back.
    UnderWay(Box<str>),
    /// It was to go back, and came back to us.
    Failed(Box<str>),
    /// All of it, at last by this refund.
    All(Box<str>),
}

impl Returned {
    /// By the intent's refunds, the newest first.
    pub(super) fn of(intent: &Intent, refunds: &[Refund]) -> Self {
        let is = |refund: &Refund, words: &[&str]| {
            refund.status.as_deref().is_some_and(|status| words.contains(&status))
        };
        let done = || refunds.iter().filter(|refund| is(refund, &["succeeded"]));
        let minor: u64 = done().filter_map(|refund| refund.amount).sum();
        let name = |refund: &Refund| refund.id.as_str().into();
        if let Some(newest) = done().next()
            && minor > 0
            && minor >= taken_minor(intent)
        {
            return Self::All(name(newest));
        }
        let under_way = |refund: &&Refund| !is(refund, &["succeeded", "failed", "canceled"]);
        if let Some(refund) = refunds.iter().find(under_way) {
            return Self::UnderWay(name(refund));
        }
        match refunds.iter().find(|refund| is(refund, &["failed", "canceled"])) {
            Some(refund) => Self::Failed(name(refund)),
            None => Self::No,
        }
    }
}

/// What of it went back or is on its way back, in minor units.
pub(super) fn returned_minor(refunds: &[Refund]) -> u64 {
    let counts =
        |refund: &&Refund| !matches!(refund.status.as_deref(), Some("failed" | "canceled"));
    refunds.iter().filter(counts).filter_map(|refund| refund.amount).sum()
}

/// What was taken, in minor units.
pub(super) fn taken_minor(intent: &Intent) -> u64 {
    match (intent.status.as_str(), intent.amount_received) {
        ("succeeded", Some(received)) => received,
        ("succeeded", None) => intent.amount.unwrap_or_default(),
        _ => 0,
    }
}

/// Whether this can be a name that Stripe gave: nothing else gets into a path.
pub(super) fn is_name(id: &str) -> bool {
    (1..=255).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
