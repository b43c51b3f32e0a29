//! The port to a payment provider that pays sellers: accounts of theirs there, and money that is
//! transferred to these, or had back.
//!
//! Every request that moves money is an attempt: its key follows from what it is for and its number, so
//! asked twice it is done once, for as long as the provider remembers the key. Before each it is looked
//! for by what it is for ([`SellerGateway::find`]).

use super::Answer;
use crate::{
    domain::AccountStanding,
    types::{EarningId, PayoutId, ProviderAccount, Reason, Secret, Timestamp, UserId},
};

/// A provider that pays sellers.
pub trait SellerGateway: Send + Sync {
    /// Opens an account for a seller, who is to finish it there: the how many-th of theirs.
    fn open_account(&self, seller: UserId, number: u32) -> Answer<'_, ProviderAccount>;

    /// Where the seller tells the provider what it asks, to come back to this address of the site
    /// then: good once, and for some minutes. Whoever has it is taken for the seller.
    fn onboarding(&self, account: ProviderAccount, back_to: String) -> Answer<'_, Secret>;

    /// Where an account stands.
    fn standing(&self, account: ProviderAccount) -> Answer<'_, AccountStanding>;

    /// Moves money, by the how many-th attempt.
    fn request(&self, movement: Movement, number: u32) -> Answer<'_, Moved>;

    /// The provider's name for what was moved, if it was, under whichever key.
    fn find(&self, movement: Movement) -> Answer<'_, Option<Box<str>>>;

    /// What lies there for this site and others of the account, whether or not it can be used yet, in
    /// minor units.
    fn balance(&self) -> Answer<'_, i64>;

    /// This site's transfers that were made since then.
    fn transfers(&self, since: Timestamp) -> Answer<'_, Vec<ListedTransfer>>;
}

/// Money that the provider is to move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Movement {
    /// To a seller.
    Transfer {
        /// As which payout.
        payout: PayoutId,
        /// To which account.
        to: ProviderAccount,
        /// How much, in minor units.
        minor: i64,
    },
    /// Back from a seller.
    TakeBack {
        /// Of which payout.
        payout: PayoutId,
        /// The provider's name for its transfer.
        transfer: Box<str>,
        /// The line that makes up for it until then.
        debt: EarningId,
        /// How much, in minor units.
        minor: i64,
    },
}

/// What came of a request to move money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moved {
    /// It is moved, under this name.
    Done(Box<str>),
    /// Not now: there is too little where it is to come from. The same key brings the same answer.
    TooLittle,
    /// Not at all, for this reason.
    Refused(Reason),
}

/// A transfer as the provider's books have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedTransfer {
    /// The provider's name for it.
    pub id: Box<str>,
    /// The payout that it names.
    pub payout: Option<PayoutId>,
    /// How much, in minor units.
    pub minor: i64,
    /// What of it was had back, in minor units.
    pub reversed_minor: i64,
}

impl Movement {
    /// The idempotency key of an attempt.
    #[must_use]
    pub fn key(&self, number: u32) -> String {
        match self {
            Self::Transfer { payout, .. } => format!("{payout}-{number}"),
            Self::TakeBack { payout, debt, .. } => format!("{payout}-back-{debt}-{number}"),
        }
    }
}
