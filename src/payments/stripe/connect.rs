//! Sellers who are paid through Stripe Connect: separate charges and transfers
//! (<https://docs.stripe.com/connect/separate-charges-and-transfers>), so that what buyers pay is as it
//! is without it. Each seller has an account that Stripe asks for what it must know; a payout is one
//! transfer to it, in a group of its own.

use std::collections::BTreeMap;

use miniserde::Deserialize;
use serde_json::json;

use super::{
    Stripe,
    api::{ApiRequest, ListPage, ListParams, PAGE, get, post},
    state::is_name,
    wire::{Failed, StripeQuestion, StripeRefusal},
};
use crate::{
    domain::AccountStanding,
    payments::{
        Answer, Answered, OutcomeUnknown, metadata,
        sellers::{ListedTransfer, Moved, Movement, SellerGateway},
    },
    types::{ProviderAccount, Reason, Secret, Timestamp, UserId},
};

/// An account (<https://docs.stripe.com/api/accounts/object>).
#[derive(Deserialize)]
struct Account {
    id: String,
    capabilities: Option<BTreeMap<String, String>>,
    details_submitted: Option<bool>,
    requirements: Option<Requirements>,
}

/// What Stripe asks of its owner.
#[derive(Deserialize)]
struct Requirements {
    currently_due: Option<Vec<String>>,
}

/// An account link (<https://docs.stripe.com/api/account_links/object>).
#[derive(Deserialize)]
struct AccountLink {
    url: String,
}

/// A transfer (<https://docs.stripe.com/api/transfers/object>).
#[derive(Deserialize)]
struct Transfer {
    id: String,
    /// In seconds since 1970.
    created: Option<i64>,
    amount: Option<i64>,
    amount_reversed: Option<i64>,
    metadata: Option<BTreeMap<String, String>>,
}

/// What was had back of one (<https://docs.stripe.com/api/transfer_reversals/object>).
#[derive(Deserialize)]
struct Reversal {
    id: String,
    metadata: Option<BTreeMap<String, String>>,
}

/// What lies at Stripe (<https://docs.stripe.com/api/balance/balance_object>).
#[derive(Deserialize)]
struct Balance {
    available: Vec<Funds>,
    pending: Vec<Funds>,
}

/// What lies there in a currency.
#[derive(Deserialize)]
struct Funds {
    amount: i64,
    currency: String,
}

/// The latest transfer, if there is one.
pub(super) fn one_transfer() -> ApiRequest<ListPage<Made>> {
    get("/transfers").query(&ListParams { limit: 1, ..ListParams::default() }).into()
}

/// The group of a payout's transfer: nothing else is in it.
fn group(payout: impl std::fmt::Display) -> String {
    format!("payout-{payout}")
}

fn open(seller: UserId, site: &str) -> ApiRequest<Account> {
    post("/accounts")
        .form(&json!({
            // The site bears what sellers cannot pay back, and Stripe asks them what it must know.
            "controller": {
                "stripe_dashboard": { "type": "express" },
                "fees": { "payer": "application" },
                "losses": { "payments": "application" },
                "requirement_collection": "stripe",
            },
            "capabilities": { "transfers": { "requested": true } },
            "metadata": {
                (metadata::SELLER): seller.to_string(),
                (metadata::SITE): site,
            },
        }))
        .into()
}

fn link(account: &ProviderAccount, back_to: &str) -> ApiRequest<AccountLink> {
    post("/account_links")
        .form(&json!({
            "account": account.as_str(),
            "type": "account_onboarding",
            "return_url": back_to,
            "refresh_url": back_to,
        }))
        .into()
}

/// An object's id, and nothing else of it.
#[derive(Deserialize)]
pub(super) struct Made {
    id: String,
}

fn request(movement: &Movement, currency: &str, site: &str) -> Answered<ApiRequest<Made>> {
    Ok(match movement {
        Movement::Transfer { payout, to, minor } => post("/transfers").form(&json!({
            "amount": minor,
            "currency": currency,
            "destination": to.as_str(),
            "transfer_group": group(payout),
            "metadata": { (metadata::PAYOUT): payout.to_string(), (metadata::SITE): site },
        })),
        Movement::TakeBack { payout, transfer, debt, minor } => {
            post(format!("/transfers/{}/reversals", checked(transfer)?)).form(&json!({
                "amount": minor,
                "metadata": {
                    (metadata::PAYOUT): payout.to_string(),
                    (metadata::DEBT): debt.to_string(),
                },
            }))
        }
    }
    .into())
}

/// A transfer's name, if it can be part of an address.
fn checked(name: &str) -> Answered<&str> {
    let is_none = || OutcomeUnknown("this is no name of a transfer at Stripe".into());
    is_name(name).then_some(name).ok_or_else(is_none)
}

impl SellerGateway for Stripe {
    fn open_account(&self, seller: UserId, number: u32) -> Answer<'_, ProviderAccount> {
        Box::pin(async move {
            let key = format!("account-{seller}-{number}");
            let request = open(seller, &self.site);
            let opened = self.wire.send(self.of_seller(seller), &request, Some(&key)).await;
            let account = opened.map_err(|failed| failed.unknown("opening an account"))?;
            let unfit = || OutcomeUnknown("Stripe gives an account of no name".into());
            ProviderAccount::parse(&account.id).ok_or_else(unfit)
        })
    }

    fn onboarding(&self, account: ProviderAccount, back_to: String) -> Answer<'_, Secret> {
        Box::pin(async move {
            let made = self.wire.send(self.aside(), &link(&account, &back_to), None).await;
            made.map(|link| Secret::new(&link.url))
                .map_err(|failed| failed.unknown("asking for an account link"))
        })
    }

    fn standing(&self, account: ProviderAccount) -> Answer<'_, AccountStanding> {
        Box::pin(async move {
            let asked = get(format!("/accounts/{account}")).into();
            match self.wire.send(self.aside(), &asked, None).await {
                Ok(account) => Ok(standing(&account)),
                Err(Failed::Refused(refusal)) if is_gone(&refusal) => Ok(AccountStanding::Gone),
                Err(failed) => Err(failed.unknown("looking at an account")),
            }
        })
    }

    fn request(&self, movement: Movement, number: u32) -> Answer<'_, Moved> {
        Box::pin(async move {
            let currency = self.currency.code().to_ascii_lowercase();
            let asked = request(&movement, &currency, &self.site)?;
            let key = movement.key(number);
            match self.wire.send(self.aside(), &asked, Some(&key)).await {
                Ok(made) => Ok(Moved::Done(made.id.into())),
                Err(failed) => refused(&movement, failed),
            }
        })
    }

    fn find(&self, movement: Movement) -> Answer<'_, Option<Box<str>>> {
        Box::pin(async move {
            let page = ListParams { limit: PAGE, ..ListParams::default() };
            let found = match &movement {
                Movement::Transfer { payout, .. } => {
                    let group = group(payout);
                    let page = ListParams { transfer_group: Some(&group), ..page };
                    let list: ApiRequest<ListPage<Made>> = get("/transfers").query(&page).into();
                    let page = self.wire.send(self.aside(), &list, None).await;
                    page.map(|page| page.data.into_iter().next().map(|made| made.id))
                }
                Movement::TakeBack { transfer, debt, .. } => {
                    let path = format!("/transfers/{}/reversals", checked(transfer)?);
                    let list: ApiRequest<ListPage<Reversal>> = get(path).query(&page).into();
                    let page = self.wire.send(self.aside(), &list, None).await;
                    let debt = debt.to_string();
                    let is_it =
                        |it: &Reversal| named(it.metadata.as_ref(), metadata::DEBT) == Some(&debt);
                    page.map(|page| page.data.into_iter().find(is_it).map(|made| made.id))
                }
            };
            let found = found.map_err(|failed| failed.unknown("looking for a transfer"))?;
            Ok(found.map(Into::into))
        })
    }

    fn balance(&self) -> Answer<'_, i64> {
        Box::pin(async move {
            let asked: ApiRequest<Balance> = get("/balance").into();
            let balance = self.wire.send(self.aside(), &asked, None).await;
            let balance = balance.map_err(|failed| failed.unknown("asking for the balance"))?;
            let ours = self.currency.code();
            let all = balance.available.iter().chain(&balance.pending);
            let ours = all.filter(|funds| funds.currency.eq_ignore_ascii_case(ours));
            Ok(ours.map(|funds| funds.amount).sum())
        })
    }

    fn transfers(&self, since: Timestamp) -> Answer<'_, Vec<ListedTransfer>> {
        Box::pin(self.transfers_since(since))
    }
}

impl Stripe {
    fn of_seller(&self, seller: UserId) -> StripeQuestion {
        let [.., first, second] = *seller.as_bytes();
        StripeQuestion::within(self.wire.limits.operation, [first, second]).aside()
    }

    /// A question about sellers: no payment waits for it.
    fn aside(&self) -> StripeQuestion {
        self.new_question().aside()
    }

    async fn transfers_since(&self, since: Timestamp) -> Answered<Vec<ListedTransfer>> {
        let request = |page: ListParams<'_>| -> ApiRequest<ListPage<Transfer>> {
            get("/transfers").query(&page).into()
        };
        let question = || self.aside();
        let all = self.pages(since, question, request, |it| (&it.id, it.created)).await;
        let all = all.map_err(|failed| failed.unknown("listing transfers"))?;
        let ours = all.into_iter().filter(|transfer| {
            named(transfer.metadata.as_ref(), metadata::SITE) == Some(&self.site)
        });
        let listed = ours.map(|transfer| ListedTransfer {
            payout: named(transfer.metadata.as_ref(), metadata::PAYOUT)
                .and_then(|payout| payout.parse().ok()),
            minor: transfer.amount.unwrap_or_default(),
            reversed_minor: transfer.amount_reversed.unwrap_or_default(),
            id: transfer.id.into(),
        });
        Ok(listed.collect())
    }
}

fn named<'a>(of: Option<&'a BTreeMap<String, String>>, key: &str) -> Option<&'a str> {
    of?.get(key).map(String::as_str)
}

/// By the capability itself: that all was told, or that its owner came back, proves nothing.
fn standing(account: &Account) -> AccountStanding {
    let capability = account.capabilities.as_ref().and_then(|all| all.get("transfers"));
    let is_due = |it: &Requirements| it.currently_due.as_ref().is_some_and(|due| !due.is_empty());
    match capability.map(String::as_str) {
        Some("active") => AccountStanding::Ready,
        _ if account.details_submitted != Some(true)
            || account.requirements.as_ref().is_some_and(is_due) =>
        {
            AccountStanding::Unfinished
        }
        _ => AccountStanding::Restricted,
    }
}

/// Whether an account is none of this site's, or none any more. A key that may too little is refused in
/// the same way, but for the code.
fn is_gone(refusal: &StripeRefusal) -> bool {
    let is_code = |code| refusal.code.as_deref() == Some(code);
    is_code("account_invalid") || refusal.status == 404 && is_code("resource_missing")
}

/// What a failed request to move money comes to: refused only where Stripe says that it is about this
/// movement.
fn refused(movement: &Movement, failed: Failed) -> Answered<Moved> {
    let is_to = matches!(movement, Movement::Transfer { .. });
    match failed.refusal() {
        Some(refusal)
            if !refusal.is_about_key()
                && (matches!(refusal.status, 400 | 402 | 404) || is_gone(refusal)) =>
        {
            match refusal.code.as_deref() {
                Some("balance_insufficient") if is_to => Ok(Moved::TooLittle),
                _ => match Reason::parse(&refusal.to_string()) {
                    Ok(why) => Ok(Moved::Refused(why)),
                    Err(_) => Err(failed.unknown("moving money")),
                },
            }
        }
        _ => Err(failed.unknown("moving money")),
    }
}
