//! What tickets may cost.

use crate::types::{Fees, Percent, Price};

/// What a self-hoster can set about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceRules {
    /// `market.buyer_fee_percent` and `market.seller_fee_percent`.
    pub fees: Fees,
    /// `market.max_markup_percent`: how much a ticket may cost above what is printed on it.
    pub max_markup: Option<Percent>,
}

refusals! {
    /// Why a ticket may not cost so much.
    pub enum PriceRefusal {
        TooHigh = "with the site's fee the price is more than can be charged",
        NoFaceValue = "the face value is not given",
        /// This is the highest that is allowed.
        OverCap(Price) = "the price is above what is allowed",
    }
}

impl PriceRules {
    /// No fee and no cap.
    pub const NONE: Self = Self { fees: Fees::NONE, max_markup: None };

    /// Whether a ticket with this printed on it may cost so much.
    pub fn check(self, price: Price, face_value: Option<Price>) -> Result<(), PriceRefusal> {
        self.fees.buyer.total(price).map_err(|_| PriceRefusal::TooHigh)?;
        let Some(max_markup) = self.max_markup else { return Ok(()) };
        let face_value = face_value.ok_or(PriceRefusal::NoFaceValue)?;
        let highest = highest(face_value, max_markup);
        match price <= highest {
            true => Ok(()),
            false => Err(PriceRefusal::OverCap(highest)),
        }
    }
}

/// The highest price that a cap allows, rounded down to a whole minor unit.
fn highest(face_value: Price, max_markup: Percent) -> Price {
    let markup = max_markup.ten_thousandths_of(face_value.minor()) / 10_000;
    let highest = u64::from(face_value.minor()) + markup;
    u32::try_from(highest)
        .ok()
        .and_then(|minor| Price::from_minor(minor).ok())
        .unwrap_or(Price::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::BuyerFee;

    fn price(minor: u32) -> Price {
        Price::from_minor(minor).unwrap()
    }

    #[test]
    fn caps() {
        for (cap, face, asked, expect) in [
            (None, None, 99_999_999, Ok(())),
            (Some("0"), Some(4000), 4000, Ok(())),
            (Some("0"), Some(4000), 4001, Err(4000)),
            (Some("10"), Some(4000), 4400, Ok(())),
            (Some("10"), Some(4000), 4401, Err(4400)),
            (Some("2.5"), Some(3999), 4098, Ok(())),
            (Some("2.5"), Some(3999), 4099, Err(4098)),
            (Some("1000"), Some(99_999_999), 99_999_999, Ok(())),
        ] {
            let max_markup = cap.map(|cap| cap.parse().unwrap());
            let rules = PriceRules { max_markup, ..PriceRules::NONE };
            let expect = expect.map_err(|highest| PriceRefusal::OverCap(price(highest)));
            assert_eq!(rules.check(price(asked), face.map(price)), expect, "{cap:?} {face:?}");
        }
        let rules = PriceRules { max_markup: Some(Percent::ZERO), ..PriceRules::NONE };
        assert_eq!(rules.check(price(1), None), Err(PriceRefusal::NoFaceValue));
    }

    #[test]
    fn what_a_buyer_pays_can_be_charged() {
        let buyer = BuyerFee::new("10".parse().unwrap(), crate::types::Currency::EUR);
        let rules = PriceRules { fees: Fees { buyer, ..Fees::NONE }, max_markup: None };
        assert_eq!(rules.check(price(90_909_090), None), Ok(()));
        assert_eq!(rules.check(price(90_909_091), None), Err(PriceRefusal::TooHigh));
    }
}
