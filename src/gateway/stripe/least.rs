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

/// A price that nobody could pay.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("The price must be at least {0}: less cannot be paid here.")]
pub struct TooLittle(String);

/// Whether Stripe would charge a price.
///
/// # Errors
/// When it is too little.
pub fn chargeable(price: Price, currency: Currency) -> Result<Price, TooLittle> {
    let least = LEAST.iter().find(|(code, _)| *code == currency.code());
    let least = least.and_then(|(_, minor)| Price::from_minor(*minor).ok());
    match least {
        Some(least) if price < least => {
            Err(TooLittle(format!("{} {}", least.decimal(currency), currency.code())))
        }
        _ => Ok(price),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stripe_charges() {
        for (minor, code, expect) in [
            (49, "EUR", Err("0.50 EUR")),
            (50, "EUR", Ok(())),
            (29, "GBP", Err("0.30 GBP")),
            (49, "JPY", Err("50 JPY")),
            (17_499, "HUF", Err("175.00 HUF")),
            (1, "ZAR", Ok(())),
        ] {
            let price = Price::from_minor(minor).unwrap();
            let got = chargeable(price, code.parse().unwrap());
            let expect = expect.map(|()| price).map_err(|least| TooLittle(least.into()));
            assert_eq!(got, expect, "{minor} {code}");
        }
    }

    #[test]
    fn each_is_a_currency() {
        for (code, _) in LEAST {
            assert!(code.parse::<Currency>().is_ok(), "{code}");
        }
    }
}
