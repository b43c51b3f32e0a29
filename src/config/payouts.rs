use std::time::Duration;

use serde::Deserialize;

use super::ConfigError;
use crate::{
    bank::Debtor,
    domain::rules::payouts::{PayoutMethod, PayoutTerms},
    types::{AccountHolder, Currency, Iban, Price},
};

/// How sellers are paid.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutsConfig {
    /// How.
    pub method: PayoutMethod,
    /// How many days after an event what was earned with it is held.
    pub hold_days: u32,
    /// How many days after an event its buyers may say that they have a problem.
    pub claim_days: u32,
    /// The least that is paid out, as a decimal number in the site's currency.
    pub minimum: String,
    /// How many days a bank account must have been there before it is paid to.
    pub rest_days_after_change: u32,
    /// In whose name the account is from which sellers are paid; with `debtor_iban` or not at all.
    pub debtor_name: String,
    /// That account's number.
    pub debtor_iban: String,
}

const DAY: Duration = Duration::from_secs(24 * 3600);

impl PayoutsConfig {
    /// How long after an event its buyers may say that they have a problem.
    #[must_use]
    pub fn claim_for(&self) -> Duration {
        DAY * self.claim_days
    }

    /// The same as rules have it.
    ///
    /// # Errors
    /// When a value cannot be.
    pub fn terms(&self, currency: Currency) -> Result<PayoutTerms, ConfigError> {
        let Self { hold_days, claim_days, rest_days_after_change, .. } = self;
        for (key, days) in [
            ("payouts.hold_days", hold_days),
            ("payouts.claim_days", claim_days),
            ("payouts.rest_days_after_change", rest_days_after_change),
        ] {
            if *days > 366 {
                return Err(ConfigError::value(key, format!("{days} is not between 0 and 366")));
            }
        }
        if claim_days > hold_days {
            let what = format!(
                "{claim_days} is more than payouts.hold_days ({hold_days}): sellers would be paid \
                 while their buyers may still have a problem"
            );
            return Err(ConfigError::value("payouts.claim_days", what));
        }
        // The default is of hundredths, and not every currency has them.
        let minimum = match self.minimum.split_once('.') {
            Some((whole, zeros)) if zeros.bytes().all(|digit| digit == b'0') => whole,
            _ => &self.minimum,
        };
        let minimum = Price::parse(minimum, currency).map_err(|_| {
            let what = format!("{:?} is no amount in {currency}", self.minimum);
            ConfigError::value("payouts.minimum", what)
        })?;
        Ok(PayoutTerms {
            method: self.method,
            hold: DAY * *hold_days,
            rest: DAY * *rest_days_after_change,
            minimum_minor: minimum.minor().into(),
        })
    }

    /// The account from which sellers are paid, if it is known: then a run can be handed to the bank.
    ///
    /// # Errors
    /// When one is there without the other, or is none.
    pub fn debtor(&self) -> Result<Option<Debtor>, ConfigError> {
        let (name, iban) = (self.debtor_name.trim(), self.debtor_iban.trim());
        if name.is_empty() && iban.is_empty() {
            return Ok(None);
        }
        let name = AccountHolder::parse(name).map_err(|_| {
            let what = "it is no name of up to 70 characters, which payouts.debtor_iban needs";
            ConfigError::value("payouts.debtor_name", what)
        })?;
        let iban = Iban::parse(iban).map_err(|_| {
            let what = "it is no IBAN, which payouts.debtor_name needs";
            ConfigError::value("payouts.debtor_iban", what)
        })?;
        Ok(Some(Debtor { name, iban }))
    }
}
