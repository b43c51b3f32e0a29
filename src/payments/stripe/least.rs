use crate::types::{Currency, Price};

/// The least that Stripe charges, by
/// <https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts>, in minor units. An
/// account that is paid out in another currency may have a higher one.
const LEAST: &[(u32, &[&str])] = &[
    (30, &["GBP"]),
    (50, &["AUD", "BRL", "CAD", "CHF", "EUR", "INR", "JPY", "NZD", "SGD", "USD"]),
    (200, &["AED", "MYR", "PLN", "RON"]),
    (250, &["DKK"]),
    (300, &["NOK", "SEK"]),
    (400, &["HKD"]),
    (1000, &["MXN", "THB"]),
    (1500, &["CZK"]),
    (17_500, &["HUF"]),
];

/// The least that Stripe charges in a currency, where it says so.
#[must_use]
pub fn least(currency: Currency) -> Option<Price> {
    let (minor, _) = LEAST.iter().find(|(_, codes)| codes.contains(&currency.code()))?;
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
        for code in LEAST.iter().flat_map(|(_, codes)| *codes) {
            assert!(code.parse::<Currency>().is_ok(), "{code}");
        }
    }
}
