//! What Stripe's objects mean to us: pure.

use super::api::{PaymentError, PaymentIntent, StripeRefund};
use crate::{
    domain::DeclineCode,
    payments::{Bill, metadata},
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
    pub(super) fn of(intent: &PaymentIntent) -> Self {
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
pub(super) fn mismatch(
    intent: &PaymentIntent,
    bill: &Bill,
    currency: Currency,
) -> Option<&'static str> {
    let is_currency = |code: &String| code.eq_ignore_ascii_case(currency.code());
    let fits = [
        ("id", bill.id.as_deref().is_none_or(|id| id == intent.id)),
        ("amount", intent.amount == Some(u64::from(bill.whole.minor()))),
        ("currency", intent.currency.as_ref().is_some_and(is_currency)),
        ("charge", intent.named(metadata::CHARGE) == Some(&bill.payment.to_string())),
    ];
    fits.into_iter().find(|(_, fits)| !fits).map(|(what, _)| what)
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
    /// Of what the bill is for, by the intent's refunds, the newest first.
    pub(super) fn of_bill(bill: &Bill, intent: &PaymentIntent, refunds: &[StripeRefund]) -> Self {
        let of_all = Self::of(intent, refunds);
        if !bill.is_part() || matches!(of_all, Self::All(_)) {
            return of_all;
        }
        let own = refunds.iter().filter(|refund| refund.is_for(bill.charge));
        Self::of_so_much(bill.amount.minor().into(), own)
    }

    /// Of all of it, by the intent's refunds, the newest first.
    fn of(intent: &PaymentIntent, refunds: &[StripeRefund]) -> Self {
        Self::of_so_much(taken_minor(intent), refunds.iter())
    }

    fn of_so_much<'a>(
        whole_minor: u64,
        refunds: impl Iterator<Item = &'a StripeRefund> + Clone,
    ) -> Self {
        let is = |refund: &StripeRefund, words: &[&str]| {
            refund.status.as_deref().is_some_and(|status| words.contains(&status))
        };
        let done = || refunds.clone().filter(|refund| is(refund, &["succeeded"]));
        let minor: u64 = done().filter_map(|refund| refund.amount).sum();
        let name = |refund: &StripeRefund| refund.id.as_str().into();
        if let Some(newest) = done().next()
            && minor > 0
            && minor >= whole_minor
        {
            return Self::All(name(newest));
        }
        let under_way = |refund: &&StripeRefund| !is(refund, &["succeeded", "failed", "canceled"]);
        if let Some(refund) = refunds.clone().find(under_way) {
            return Self::UnderWay(name(refund));
        }
        match refunds.clone().find(|refund| is(refund, &["failed", "canceled"])) {
            Some(refund) => Self::Failed(name(refund)),
            None => Self::No,
        }
    }
}

/// What of it went back or is on its way back, in minor units.
pub(super) fn returned_minor(refunds: &[StripeRefund]) -> u64 {
    let counts =
        |refund: &&StripeRefund| !matches!(refund.status.as_deref(), Some("failed" | "canceled"));
    refunds.iter().filter(counts).filter_map(|refund| refund.amount).sum()
}

/// What was taken, in minor units.
pub(super) fn taken_minor(intent: &PaymentIntent) -> u64 {
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::types::{ChargeId, OrderId, Price, TicketId};

    fn parse<T: miniserde::Deserialize>(json: &Value) -> T {
        miniserde::json::from_str(&json.to_string()).unwrap()
    }

    fn intent(status: &str, more: &Value) -> PaymentIntent {
        let mut json =
            json!({ "id": "pi_1", "status": status, "client_secret": "s", "amount": 100 });
        json.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        parse(&json)
    }

    #[test]
    fn stands() {
        let (none, waits) = (json!({}), Stand::Waits(Secret::new("s")));
        let declined = json!({ "last_payment_error": { "code": "card_declined" } });
        let code = DeclineCode::CardDeclined;
        for (status, more, expect, is_open) in [
            ("requires_payment_method", &none, waits.clone(), true),
            ("requires_payment_method", &declined, Stand::DeclinedButOpen(code.clone()), true),
            ("requires_confirmation", &none, waits.clone(), true),
            // What failed before is over: another card is being tried.
            ("requires_confirmation", &declined, waits.clone(), true),
            ("requires_action", &declined, waits.clone(), true),
            ("processing", &declined, waits, true),
            ("requires_capture", &declined, Stand::Held, true),
            ("succeeded", &declined, Stand::Taken, false),
            ("canceled", &none, Stand::Over(None), false),
            ("canceled", &declined, Stand::Over(Some(code)), false),
            ("of_2031", &none, Stand::Unknown, true),
            ("requires_action", &json!({ "client_secret": null }), Stand::Unknown, true),
        ] {
            let stand = Stand::of(&intent(status, more));
            assert_eq!(stand.is_open(), is_open, "{status}");
            assert_eq!(stand, expect, "{status} {more}");
        }
    }

    #[test]
    fn decline_codes() {
        let other = |words: &str| DeclineCode::Other(words.into());
        let long = "x".repeat(1000);
        for (code, decline_code, message, expect) in [
            ("card_declined", "insufficient_funds", "Poor.", DeclineCode::InsufficientFunds),
            ("card_declined", "generic_decline", "No.", DeclineCode::CardDeclined),
            ("card_declined", "", "No.", DeclineCode::CardDeclined),
            ("processing_error", "", "Oops.", DeclineCode::ProcessingError),
            ("card_declined", "processing_error", "Oops.", DeclineCode::ProcessingError),
            (
                "card_declined",
                "lost_card",
                "Your card was declined.",
                other("Your card was declined."),
            ),
            ("expired_card", "", "a\nb\u{0}", other("ab")),
            ("expired_card", "", &long, other(&long[..200])),
            ("expired_card", "", "", DeclineCode::CardDeclined),
        ] {
            let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let error = PaymentError {
                code: text(code),
                decline_code: text(decline_code),
                message: text(message),
            };
            assert_eq!(super::decline_code(&error), expect, "{code} {decline_code}");
        }
    }

    #[test]
    fn refunds() {
        let taken = intent("succeeded", &json!({ "amount_received": 100 }));
        let check = |refunds: &[(&str, u64)], expect: Returned, minor| {
            let refunds = refunds.iter().zip(["re_1", "re_2", "re_3"]);
            let refunds: Vec<StripeRefund> = refunds
                .map(|((status, amount), id)| {
                    parse(&json!({ "id": id, "status": status, "amount": amount }))
                })
                .collect();
            assert_eq!(Returned::of(&taken, &refunds), expect);
            assert_eq!(returned_minor(&refunds), minor);
        };
        let under_way = |id: &str| Returned::UnderWay(id.into());
        check(&[], Returned::No, 0);
        check(&[("succeeded", 100)], Returned::All("re_1".into()), 100);
        check(&[("succeeded", 99)], Returned::No, 99);
        check(&[("succeeded", 60), ("succeeded", 40)], Returned::All("re_1".into()), 100);
        check(&[("failed", 100), ("succeeded", 100)], Returned::All("re_2".into()), 100);
        check(&[("pending", 100)], under_way("re_1"), 100);
        check(&[("requires_action", 100)], under_way("re_1"), 100);
        // What is not understood is not done again.
        check(&[("of_2031", 100)], under_way("re_1"), 100);
        check(&[("succeeded", 60), ("pending", 40)], under_way("re_2"), 100);
        check(&[("failed", 100), ("pending", 100)], under_way("re_2"), 100);
        check(&[("failed", 100)], Returned::Failed("re_1".into()), 0);
        check(&[("canceled", 40), ("succeeded", 60)], Returned::Failed("re_1".into()), 60);
        // Less was captured than was to be, and all of that went back.
        let part = intent("succeeded", &json!({ "amount_received": 60 }));
        let all: StripeRefund =
            parse(&json!({ "id": "re_1", "status": "succeeded", "amount": 60 }));
        assert_eq!(Returned::of(&part, &[all]), Returned::All("re_1".into()));
    }

    #[test]
    fn refunds_of_a_part() {
        let (mine, other) = (ChargeId::new(), ChargeId::new());
        let price = |minor| Price::from_minor(minor).unwrap();
        let bill = Bill {
            whole: price(100),
            ..Bill::of_one(
                mine,
                (OrderId::new(), TicketId::new()),
                price(60),
                crate::types::Timestamp::from_millis(0),
            )
        };
        let taken = intent("succeeded", &json!({ "amount_received": 100 }));
        let refund = |of: Option<ChargeId>, status: &str, amount: u32| -> StripeRefund {
            let metadata = of.map(|of| json!({ "charge": of.to_string() }));
            let id = format!("re_{amount}");
            parse(&json!({ "id": id, "status": status, "amount": amount, "metadata": metadata }))
        };
        let check = |refunds: &[StripeRefund], expect: Returned| {
            assert_eq!(Returned::of_bill(&bill, &taken, refunds), expect);
        };
        check(&[], Returned::No);
        // Another's, and one that somebody made in the dashboard.
        check(&[refund(Some(other), "succeeded", 40)], Returned::No);
        check(&[refund(Some(other), "pending", 40), refund(None, "succeeded", 60)], {
            Returned::No
        });
        check(&[refund(Some(mine), "succeeded", 60)], Returned::All("re_60".into()));
        check(&[refund(Some(mine), "pending", 60)], Returned::UnderWay("re_60".into()));
        check(&[refund(Some(mine), "failed", 60)], Returned::Failed("re_60".into()));
        check(&[refund(None, "succeeded", 100)], Returned::All("re_100".into()));
    }

    #[test]
    fn what_is_not_the_bills() {
        let charge = ChargeId::new();
        let bill = Bill {
            id: Some("pi_1".into()),
            ..Bill::of_one(
                charge,
                (OrderId::new(), TicketId::new()),
                Price::from_minor(100).unwrap(),
                crate::types::Timestamp::from_millis(0),
            )
        };
        let charge = bill.charge.to_string();
        let right = json!({ "currency": "eur", "metadata": { "charge": charge } });
        let with = |name: &str, value: Value| {
            let mut json = right.clone();
            json[name] = value;
            mismatch(&intent("requires_capture", &json), &bill, Currency::EUR)
        };
        assert_eq!(with("livemode", json!(false)), None);
        assert_eq!(with("currency", json!("EUR")), None);
        assert_eq!(with("id", json!("pi_2")), Some("id"));
        for amount in [json!(99), json!(101), Value::Null] {
            assert_eq!(with("amount", amount), Some("amount"));
        }
        for currency in [json!("usd"), Value::Null] {
            assert_eq!(with("currency", currency), Some("currency"));
        }
        let other = json!({ "charge": ChargeId::new().to_string() });
        for metadata in [other, json!({}), Value::Null] {
            assert_eq!(with("metadata", metadata), Some("charge"));
        }
    }

    #[test]
    fn names() {
        let long = "p".repeat(256);
        for (id, expect) in [
            ("pi_3Nabc", true),
            ("", false),
            ("a/b", false),
            ("a?b", false),
            ("é", false),
            (&*long, false),
        ] {
            assert_eq!(is_name(id), expect, "{id}");
        }
    }
}
