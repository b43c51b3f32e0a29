//! Sellers' accounts, transfers to them and what is had back of these, as Connect has them
//! (<https://docs.stripe.com/connect/separate-charges-and-transfers>). No double of Connect that others
//! wrote was found: this one is ours alone, after Stripe's documentation.
//!
//! Where it is not known to be Stripe's double: what is captured can be transferred at once, but for
//! what a test holds back; a transfer to an account that may not have it is refused as
//! `insufficient_capabilities_for_transfer`; no account is paid out by itself.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{command::PageParams, error::ApiError, form::ApiForm, page::paged};
use crate::types::Timestamp;

/// What is asked about accounts and transfers.
#[derive(Debug)]
pub(super) enum ConnectCommand {
    Open { metadata: BTreeMap<String, String>, wants_transfers: bool },
    LookUp(String),
    Link { account: String, return_url: String, refresh_url: String },
    Transfer(NewTransfer),
    Transfers { group: Option<String>, page: PageParams },
    Reverse { transfer: String, minor: Option<u32>, metadata: BTreeMap<String, String> },
    Reversals { transfer: String, page: PageParams },
    Balance,
}

/// A transfer to be.
#[derive(Debug)]
pub(super) struct NewTransfer {
    minor: u32,
    currency: String,
    destination: String,
    group: Option<String>,
    metadata: BTreeMap<String, String>,
}

/// How far a seller is with their account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountState {
    /// Stripe has questions.
    Asked,
    /// All was told, and transfers may come.
    Active,
    /// All was told, and Stripe lets no transfers come.
    Restricted,
    /// It was closed, or taken away from the platform.
    Closed,
}

/// A transfer, as a test sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenTransfer {
    /// `tr_…`
    pub id: String,
    /// To which account.
    pub destination: String,
    /// Its `transfer_group`.
    pub group: Option<String>,
    /// The payout that it names.
    pub payout: Option<String>,
    /// How much, in minor units.
    pub minor: i64,
    /// What of it was had back, in minor units.
    pub reversed_minor: i64,
}

#[derive(Debug)]
struct FakeAccount {
    id: String,
    metadata: BTreeMap<String, String>,
    wants_transfers: bool,
    state: AccountState,
    /// What was paid out to its bank, in minor units.
    paid_out_minor: i64,
}

#[derive(Debug)]
struct FakeTransfer {
    id: String,
    destination: usize,
    destination_id: String,
    group: Option<String>,
    metadata: BTreeMap<String, String>,
    minor: i64,
    currency: String,
    created: i64,
    reversals: Vec<FakeReversal>,
}

#[derive(Debug)]
struct FakeReversal {
    id: String,
    transfer: String,
    minor: i64,
    currency: String,
    metadata: BTreeMap<String, String>,
    created: i64,
}

/// A way to where an account is finished: good once.
#[derive(Debug)]
struct FakeLink {
    account: usize,
    return_url: String,
    refresh_url: String,
    is_used: bool,
}

/// All that there is of it.
#[derive(Debug, Default)]
pub(super) struct FakeConnect {
    accounts: Vec<FakeAccount>,
    transfers: Vec<FakeTransfer>,
    links: Vec<FakeLink>,
    /// What of the platform's money cannot be transferred yet, in minor units.
    pub(super) pending_minor: i64,
    /// `http://127.0.0.1:…`
    pub(super) url: String,
}

type Answer = Result<Value, ApiError>;

impl ConnectCommand {
    pub(super) fn open(
        form: &ApiForm,
        metadata: BTreeMap<String, String>,
    ) -> Result<Self, ApiError> {
        for (name, fit) in [
            ("controller[stripe_dashboard][type]", "express"),
            ("controller[fees][payer]", "application"),
            ("controller[losses][payments]", "application"),
            ("controller[requirement_collection]", "stripe"),
        ] {
            // Others exist; these are those whose behaviour is here.
            if form.get(name) != Some(fit) {
                return Err(ApiError::invalid(name, "This Stripe knows no such accounts."));
            }
        }
        let wants_transfers = form.get("capabilities[transfers][requested]") == Some("true");
        Ok(Self::Open { metadata, wants_transfers })
    }

    pub(super) fn link(form: &ApiForm) -> Result<Self, ApiError> {
        if form.need("type")? != "account_onboarding" {
            return Err(ApiError::invalid("type", "Invalid type."));
        }
        Ok(Self::Link {
            account: form.need("account")?.to_owned(),
            return_url: form.need("return_url")?.to_owned(),
            refresh_url: form.need("refresh_url")?.to_owned(),
        })
    }

    pub(super) fn transfer(
        form: &ApiForm,
        metadata: BTreeMap<String, String>,
    ) -> Result<Self, ApiError> {
        let minor = form.number("amount")?.ok_or_else(|| ApiError::missing("amount"))?;
        if minor == 0 {
            return Err(ApiError::amount("amount_too_small", "amount"));
        }
        Ok(Self::Transfer(NewTransfer {
            minor,
            currency: form.need("currency")?.to_ascii_lowercase(),
            destination: form.need("destination")?.to_owned(),
            group: form.get("transfer_group").map(str::to_owned),
            metadata,
        }))
    }
}

impl FakeConnect {
    /// Does what a request asks. `kept` is what was taken from buyers and not given back.
    pub(super) fn execute(
        &mut self,
        command: ConnectCommand,
        kept: i64,
        mut next_id: impl FnMut(&str) -> String,
        now: Timestamp,
    ) -> Answer {
        let created = now.as_millis() / 1000;
        match command {
            ConnectCommand::Open { metadata, wants_transfers } => {
                let (id, state) = (next_id("acct"), AccountState::Asked);
                let account =
                    FakeAccount { id, metadata, wants_transfers, state, paid_out_minor: 0 };
                self.accounts.push(account);
                Ok(self.accounts.last().map(FakeAccount::json).unwrap_or_default())
            }
            ConnectCommand::LookUp(id) => Ok(self.accounts[self.place(&id)?].json()),
            ConnectCommand::Link { account, return_url, refresh_url } => {
                let account = self.place(&account)?;
                let number = self.links.len();
                self.links.push(FakeLink { account, return_url, refresh_url, is_used: false });
                Ok(json!({
                    "object": "account_link",
                    "created": created,
                    "expires_at": created + 300,
                    "url": format!("{}/setup/{number}", self.url),
                }))
            }
            ConnectCommand::Transfer(new) => {
                let place = self.place(&new.destination)?;
                let account = &self.accounts[place];
                if account.state != AccountState::Active || !account.wants_transfers {
                    return Err(ApiError::may_have_no_transfer());
                }
                let minor = i64::from(new.minor);
                if minor > self.platform_minor(kept) - self.pending_minor {
                    return Err(ApiError::too_little_to_transfer());
                }
                let transfer = FakeTransfer {
                    id: next_id("tr"),
                    destination: place,
                    destination_id: new.destination,
                    group: new.group,
                    metadata: new.metadata,
                    minor,
                    currency: new.currency,
                    created,
                    reversals: vec![],
                };
                let json = transfer.json();
                self.transfers.push(transfer);
                Ok(json)
            }
            ConnectCommand::Transfers { group, page } => {
                let is_of = |it: &&FakeTransfer| group.is_none() || it.group == group;
                let shown = self.transfers.iter().rev().filter(is_of);
                let shown = shown.map(|it| (it.id.as_str(), it.created, it)).collect();
                paged("/v1/transfers", "transfer", shown, &page, FakeTransfer::json)
            }
            ConnectCommand::Reverse { transfer, minor, metadata } => {
                let at = self.transfer(&transfer)?;
                let left = self.transfers[at].minor - self.transfers[at].reversed();
                let minor = minor.map_or(left, i64::from);
                if minor < 1 || minor > left {
                    return Err(ApiError::more_than_unreversed());
                }
                if minor > self.account_minor(self.transfers[at].destination) {
                    return Err(ApiError::too_little_to_reverse());
                }
                let reversal = FakeReversal {
                    id: next_id("trr"),
                    transfer,
                    minor,
                    currency: self.transfers[at].currency.clone(),
                    metadata,
                    created,
                };
                let json = reversal.json();
                self.transfers[at].reversals.push(reversal);
                Ok(json)
            }
            ConnectCommand::Reversals { transfer, page } => {
                let at = self.transfer(&transfer)?;
                let shown = self.transfers[at].reversals.iter().rev();
                let shown = shown.map(|it| (it.id.as_str(), it.created, it)).collect();
                paged("/v1/transfers/reversals", "reversal", shown, &page, FakeReversal::json)
            }
            ConnectCommand::Balance => {
                let all = self.platform_minor(kept);
                let funds = |minor: i64| json!([{ "amount": minor, "currency": "eur" }]);
                Ok(json!({
                    "object": "balance",
                    "available": funds(all - self.pending_minor),
                    "pending": funds(self.pending_minor),
                    "livemode": false,
                }))
            }
        }
    }

    /// What lies on the platform's own account, in minor units.
    pub(super) fn platform_minor(&self, kept: i64) -> i64 {
        kept - self.transfers.iter().map(|it| it.minor - it.reversed()).sum::<i64>()
    }

    /// What lies on a seller's account, in minor units.
    fn account_minor(&self, place: usize) -> i64 {
        let theirs = self.transfers.iter().filter(|it| it.destination == place);
        let came: i64 = theirs.map(|it| it.minor - it.reversed()).sum();
        came - self.accounts[place].paid_out_minor
    }

    /// All that lies on a seller's account goes to their bank.
    pub(super) fn pay_out(&mut self, account: &str) -> Result<i64, ApiError> {
        let place = self.place(account)?;
        let minor = self.account_minor(place);
        self.accounts[place].paid_out_minor += minor;
        Ok(minor)
    }

    /// Something becomes of an account; gives what `account.updated` tells of it.
    pub(super) fn set_account(&mut self, id: &str, state: AccountState) -> Answer {
        let is_it = |account: &&mut FakeAccount| account.id == id;
        let account = self.accounts.iter_mut().find(is_it);
        let account = account.ok_or_else(|| ApiError::no_such(404, "account", id, "account"))?;
        account.state = state;
        Ok(account.json())
    }

    /// The accounts, in the order in which they were opened, and the sellers that they name.
    pub(super) fn accounts(&self) -> Vec<(String, String)> {
        let seller =
            |account: &FakeAccount| account.metadata.get("seller").cloned().unwrap_or_default();
        self.accounts.iter().map(|account| (account.id.clone(), seller(account))).collect()
    }

    /// The transfers, in the order in which they were made.
    pub(super) fn seen(&self) -> Vec<SeenTransfer> {
        let seen = |it: &FakeTransfer| SeenTransfer {
            id: it.id.clone(),
            destination: it.destination_id.clone(),
            group: it.group.clone(),
            payout: it.metadata.get("payout").cloned(),
            minor: it.minor,
            reversed_minor: it.reversed(),
        };
        self.transfers.iter().map(seen).collect()
    }

    /// Where a browser goes that comes by a link, and of which account it tells Stripe all.
    pub(super) fn follow(&mut self, number: &str) -> Option<(String, Option<String>)> {
        let link = self.links.get_mut(number.parse::<usize>().ok()?)?;
        if std::mem::replace(&mut link.is_used, true) {
            return Some((link.refresh_url.clone(), None));
        }
        let account = self.accounts.get(link.account).map(|account| account.id.clone());
        Some((link.return_url.clone(), account))
    }

    fn place(&self, id: &str) -> Result<usize, ApiError> {
        let is_it = |account: &FakeAccount| account.id == id;
        match self.accounts.iter().position(is_it) {
            Some(place) if self.accounts[place].state != AccountState::Closed => Ok(place),
            _ => Err(ApiError::no_access_to_account(id)),
        }
    }

    fn transfer(&self, id: &str) -> Result<usize, ApiError> {
        let place = self.transfers.iter().position(|transfer| transfer.id == id);
        place.ok_or_else(|| ApiError::no_such(404, "transfer", id, "id"))
    }
}

impl FakeAccount {
    /// As Stripe shows it (<https://docs.stripe.com/api/accounts/object>).
    fn json(&self) -> Value {
        let is_told = self.state != AccountState::Asked;
        let transfers = if self.state == AccountState::Active { "active" } else { "inactive" };
        let due = if is_told { json!([]) } else { json!(["external_account", "individual.id"]) };
        let restricted = self.state == AccountState::Restricted;
        json!({
            "id": self.id,
            "object": "account",
            "capabilities": if self.wants_transfers { json!({ "transfers": transfers }) } else { json!({}) },
            "controller": { "type": "application", "is_controller": true },
            "details_submitted": is_told,
            "metadata": self.metadata,
            "requirements": {
                "currently_due": due,
                "disabled_reason": restricted.then_some("rejected.other"),
            },
            "type": "none",
        })
    }
}

impl FakeTransfer {
    fn reversed(&self) -> i64 {
        self.reversals.iter().map(|reversal| reversal.minor).sum()
    }

    /// As Stripe shows it (<https://docs.stripe.com/api/transfers/object>).
    fn json(&self) -> Value {
        json!({
            "id": self.id,
            "object": "transfer",
            "amount": self.minor,
            "amount_reversed": self.reversed(),
            "created": self.created,
            "currency": self.currency,
            "destination": self.destination_id,
            "metadata": self.metadata,
            "reversed": self.reversed() == self.minor,
            "transfer_group": self.group,
        })
    }
}

impl FakeReversal {
    /// As Stripe shows it (<https://docs.stripe.com/api/transfer_reversals/object>).
    fn json(&self) -> Value {
        json!({
            "id": self.id,
            "object": "transfer_reversal",
            "amount": self.minor,
            "created": self.created,
            "currency": self.currency,
            "metadata": self.metadata,
            "transfer": self.transfer,
        })
    }
}
