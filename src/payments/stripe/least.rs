use crate::types::{Currency, Price};

/// The least that Stripe charges, by
/// <https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts>, in minor units. An
/// account that is paid out in another currency may have a higher one.
const LEAST: &[(&str, u32)] = &[
    ("AED", 200),
    ("AUD", 50),
    ("BRL", 50),
    ("CAD", 50),
    ("CHF", 50),
    ("CZK", 1500),
    ("DKK", 250),
    ("EUR", 50),
    ("GBP", 30),
    ("HKD", 400),
    ("HUF", 17_500),
    ("INR", 50),
    ("JPY", 50),
    ("MXN", 1000),
    ("MYR", 200),
    ("NOK", 300),
    ("NZD", 50),
    ("PLN", 200),
    ("RON", 200),
    ("SEK", 300),
    ("SGD", 50),
    ("THB", 1000),
    ("USD", 50),
];

/// The least that Stripe charges in a currency, where it says so.
#[must_use]
pub fn least(currency: Currency) -> Option<Price> {
    let (_, minor) = LEAST.iter().find(|(code, _)| *code == currency.code())?;
    Price::from_minor(*minor).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stripe_charges() {
        for (code, expect) in [
            ("EUR", Some("0.50")),
            ("GBP", Some("0.30")),
            ("JPY", Some("50")),
            ("HUF", Some("175.00")),
            ("ZAR", None),
        ] {
            let currency = code.parse().unwrap();
            let least = least(currency).map(|least| least.decimal(currency));
            assert_eq!(least.as_deref(), expect, "{code}");
        }
    }

    #[test]
    fn each_is_a_currency() {
        for (code, _) in LEAST {
            assert!(code.parse::<Currency>().is_ok(), "{code}");
        }
    }
}
