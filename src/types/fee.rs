//! **A fee.** A ticket's record has what its seller asks for, and [`BuyerFee`] makes the total of
//! it, by the fee that is set now. The edge shows everyone the total: on pages, in live messages,
//! and in the bounds of a search, which it turns into bounds of what sellers ask for. The ticket's
//! machine compares the total that the buyer saw with it and writes it into the order, with what of
//! it is the fee (`FeeIncluded`). From there on the order's price is what is charged, booked and
//! given back, whatever the fee becomes.

use super::{Currency, Percent, Price, PriceError};

/// What the site takes from a buyer on top of a ticket's price (`market.buyer_fee_percent`): a share
/// of it, rounded half up to what the currency can be charged in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuyerFee {
    percent: Percent,
    /// In minor units.
    step: u32,
}

/// What the site takes of what a seller asks for (`market.seller_fee_percent`): a share of it, rounded
/// half up, once, to what the currency can be charged in. The rest is the seller's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SellerFee {
    percent: Percent,
    /// In minor units.
    step: u32,
}

/// What the site takes of a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fees {
    /// On top of what the seller asks for.
    pub buyer: BuyerFee,
    /// Of what the seller asks for.
    pub seller: SellerFee,
}

impl Fees {
    /// Nothing.
    pub const NONE: Self = Self { buyer: BuyerFee::NONE, seller: SellerFee::NONE };
}

impl SellerFee {
    /// No fee at all.
    pub const NONE: Self = Self { percent: Percent::ZERO, step: 1 };

    /// The fee of a site, which is not more than the whole.
    #[must_use]
    pub fn new(percent: Percent, currency: Currency) -> Self {
        Self { percent, step: currency.step() }
    }

    /// How much it is.
    #[must_use]
    pub fn percent(self) -> Percent {
        self.percent
    }

    /// What of this price it is; none if nothing is.
    #[must_use]
    pub fn within(self, price: Price) -> Option<Price> {
        let fee = share(self.percent, self.step, price).min(price.minor().into());
        u32::try_from(fee).ok().and_then(|fee| Price::from_minor(fee).ok())
    }

    /// What of this price is the seller's, in minor units.
    #[must_use]
    pub fn left_minor(self, price: Price) -> u64 {
        u64::from(price.minor() - self.within(price).map_or(0, Price::minor))
    }
}

/// So much of a price, in minor units: rounded half up to a multiple of these.
fn share(percent: Percent, step: u32, price: Price) -> u64 {
    let ten_thousandths = percent.ten_thousandths_of(price.minor());
    let divisor = u64::from(step) * 10_000;
    (ten_thousandths + divisor / 2) / divisor * u64::from(step)
}

impl BuyerFee {
    /// No fee at all.
    pub const NONE: Self = Self { percent: Percent::ZERO, step: 1 };

    /// The fee of a site.
    #[must_use]
    pub fn new(percent: Percent, currency: Currency) -> Self {
        Self { percent, step: currency.step() }
    }

    /// How much it is.
    #[must_use]
    pub fn percent(self) -> Percent {
        self.percent
    }

    /// Whether buyers pay what sellers ask for, and no more.
    #[must_use]
    pub fn is_none(self) -> bool {
        self.percent == Percent::ZERO
    }

    /// What a buyer pays for a ticket of this price, the fee included.
    ///
    /// # Errors
    /// When that is more than can be charged.
    pub fn total(self, price: Price) -> Result<Price, PriceError> {
        let fee = share(self.percent, self.step, price);
        let total = fee + u64::from(price.minor());
        u32::try_from(total).map_err(|_| PriceError::TooLarge).and_then(Price::from_minor)
    }

    /// What a page says that a buyer pays: the total, or the most that can be charged where that is
    /// less. Nobody can buy such a ticket; its price is from before the fee was so high.
    #[must_use]
    pub fn shown(self, price: Price) -> Price {
        self.total(price).unwrap_or(Price::MAX)
    }

    /// The highest price that can be asked for, so that its total can be charged.
    #[must_use]
    pub fn highest(self) -> Price {
        let highest = self.highest_for(Price::MAX).unwrap_or(Price::MIN);
        Price::from_minor(highest.minor() / self.step * self.step).unwrap_or(highest)
    }

    /// The lowest price that can be asked for, so that its total is this at least.
    #[must_use]
    pub fn lowest(self, total: Price) -> Price {
        let lowest = self.lowest_for(total);
        Price::from_minor(lowest.minor().next_multiple_of(self.step)).unwrap_or(lowest)
    }

    /// What of a total is the fee, for a ticket of this price; none if nothing is.
    #[must_use]
    pub fn within(total: Price, price: Price) -> Option<Price> {
        Price::from_minor(total.minor().checked_sub(price.minor())?).ok()
    }

    /// The same in minor units; 0 if nothing is.
    #[must_use]
    pub fn minor_within(total: Price, price: Price) -> u64 {
        Self::within(total, price).map_or(0, |fee| fee.minor().into())
    }

    /// The lowest price whose total is this at least.
    #[must_use]
    pub fn lowest_for(self, total: Price) -> Price {
        let less = total.minor().checked_sub(1).and_then(|less| Price::from_minor(less).ok());
        let too_low = less.and_then(|less| self.highest_for(less)).map_or(0, Price::minor);
        Price::from_minor(too_low + 1).unwrap_or(Price::MAX)
    }

    /// The highest price whose total is this at most: what somebody can afford who wants to pay no
    /// more. None if no price is so low.
    #[must_use]
    pub fn highest_for(self, total: Price) -> Option<Price> {
        let total_of = |minor| Price::from_minor(minor).and_then(|price| self.total(price));
        let (mut low, mut high) = (0, total.minor());
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            match total_of(middle) {
                Ok(all) if all <= total => low = middle,
                _ => high = middle - 1,
            }
        }
        Price::from_minor(low).ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn price(minor: u32) -> Price {
        Price::from_minor(minor).unwrap()
    }

    #[test]
    fn totals() {
        for (percent, currency, minor, total) in [
            ("0", "EUR", 4950, Ok(4950)),
            ("10", "EUR", 4950, Ok(5445)),
            ("2.5", "EUR", 4950, Ok(5074)),
            ("2.5", "EUR", 1, Ok(1)),
            ("50", "EUR", 1, Ok(2)),
            ("5", "JPY", 1010, Ok(1061)),
            // No thousandths, and krónur in whole ones.
            ("2.5", "KWD", 10_010, Ok(10_260)),
            ("5", "ISK", 101_000, Ok(106_100)),
            ("10", "EUR", 99_999_999, Err(PriceError::TooLarge)),
        ] {
            let fee = BuyerFee::new(percent.parse().unwrap(), currency.parse().unwrap());
            assert_eq!(fee.total(price(minor)), total.map(price), "{percent} % of {minor}");
        }
    }

    #[test]
    fn what_a_seller_is_left() {
        for (percent, currency, minor, fee) in [
            ("0", "EUR", 4950, None),
            ("5", "EUR", 4950, Some(248)),
            ("0.01", "EUR", 4950, None),
            ("0.01", "EUR", 5000, Some(1)),
            ("2.5", "EUR", 1, None),
            ("50", "EUR", 1, Some(1)),
            ("100", "EUR", 4950, Some(4950)),
            ("5", "ISK", 101_000, Some(5100)),
        ] {
            let seller = SellerFee::new(percent.parse().unwrap(), currency.parse().unwrap());
            let within = seller.within(price(minor));
            assert_eq!(within, fee.map(price), "{percent} % of {minor}");
            assert_eq!(seller.left_minor(price(minor)), u64::from(minor - fee.unwrap_or(0)));
        }
    }

    #[test]
    fn what_can_be_asked_for() {
        for (percent, currency, highest, least, lowest) in [
            ("0", "EUR", 99_999_999, 50, 50),
            ("10", "EUR", 90_909_090, 50, 45),
            ("5", "JPY", 95_238_094, 50, 48),
            // As they can be typed: without thousandths, and in whole krónur.
            ("2.5", "KWD", 97_560_970, 100, 100),
            ("5", "ISK", 95_238_000, 10_000, 9_500),
        ] {
            let fee = BuyerFee::new(percent.parse().unwrap(), currency.parse().unwrap());
            assert_eq!(fee.highest(), price(highest), "{percent} % {currency}");
            assert_eq!(fee.lowest(price(least)), price(lowest), "{percent} % {currency}");
            assert!(fee.total(fee.highest()).is_ok());
            let next = Price::from_minor(highest + fee.step);
            assert!(next.and_then(|next| fee.total(next)).is_err(), "{percent} % {currency}");
        }
    }

    proptest! {
        #[test]
        fn what_one_can_afford(hundredths in 0u32..=5000, total in 1u32..=2_000_000) {
            let percent = format!("{}.{:02}", hundredths / 100, hundredths % 100);
            let fee = BuyerFee::new(percent.parse().unwrap(), Currency::EUR);
            match fee.highest_for(price(total)) {
                None => prop_assert!(fee.total(Price::MIN).unwrap() > price(total)),
                Some(highest) => {
                    prop_assert!(fee.total(highest).unwrap() <= price(total));
                    let next = price(highest.minor() + 1);
                    prop_assert!(fee.total(next).unwrap() > price(total));
                }
            }
            let lowest = fee.lowest_for(price(total));
            prop_assert!(fee.total(lowest).unwrap() >= price(total));
            if let Ok(less) = Price::from_minor(lowest.minor() - 1) {
                prop_assert!(fee.total(less).unwrap() < price(total));
            }
        }
    }
}
