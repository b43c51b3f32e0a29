use std::{
    collections::{HashMap, HashSet},
    io,
    path::Path,
    sync::Arc,
    time::Duration,
};

use super::JournalHistory;
use crate::{
    app,
    audit::Auditor,
    clock::Clock,
    commands::cli::say,
    config::{Config, Provider},
    domain::{Charge, Dispute, DisputeAtProvider, Key, Payout, PayoutTo, Record as _},
    payments::books::{Comparison, SourceTotal, compare, differing},
    payments::{OutcomeUnknown, PaymentGateway, sandbox::Sandbox, stripe::StripeError},
    payments::{sellers::ListedTransfer, transfer_books},
    storage::{journal::JournalError, read_site_id},
    types::{ChargeId, Timestamp},
};

/// How long the provider may take to list all payments, and to show one.
const LIST_DEADLINE: Duration = Duration::from_secs(600);
const FIND_DEADLINE: Duration = Duration::from_secs(30);
/// How long a running site may take for what it was at.
const SETTLED_AFTER: Duration = Duration::from_secs(2);
/// Differences beyond these are not looked at again: so many have another reason than that
/// something was just going on.
const FINDS_MAX: usize = 200;
/// What our clock and the provider's may differ.
const CLOCKS_DIFFER: Duration = Duration::from_secs(3600);

/// A folder's charges.
pub type Charges = HashMap<ChargeId, Arc<Charge>>;

/// Why the books could not be compared.
#[derive(Debug, thiserror::Error)]
pub enum BooksError {
    /// The provider does not say.
    #[error("the payment provider does not answer; try again later ({0})")]
    Provider(#[from] OutcomeUnknown),
    /// It takes too long.
    #[error("the payment provider did not answer within {0:?}; try again later")]
    Slow(Duration),
    /// Stripe cannot be used as it is configured.
    #[error(transparent)]
    Stripe(#[from] StripeError),
    /// The folder cannot be read.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The disk says no.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// No payment can have been made with this folder, or it is not whole.
    #[error("the data folder has no site-id, by which its payments are told from other sites'")]
    NoSite,
}

/// Compares the provider's books with the folder's; says what differs, and gives how much.
pub(super) fn check(config: &Config, data: &Path, auditor: &Auditor) -> Result<usize, BooksError> {
    if config.payments.provider == Provider::Sandbox {
        say("the sandbox takes no money: there are no books to compare with");
        return Ok(0);
    }
    let clock = Clock::System;
    let site = read_site_id(data)?.ok_or(BooksError::NoSite)?;
    let stripe = app::stripe(config, clock, &site)?;
    let since = auditor.began_at.unwrap_or_else(|| clock.now()) - CLOCKS_DIFFER;
    let read_again = || {
        let history = JournalHistory::read(data);
        history.end.map(|_| charges(&history.auditor))
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (comparison, others) = runtime.block_on(async {
        stripe.check().await?;
        let comparison = compare_with(&stripe, since, charges(auditor), read_again).await?;
        let others = say_others(&stripe, since, auditor, data).await?;
        Ok::<_, BooksError>((comparison, others))
    })?;
    for difference in &comparison.differences {
        say(&difference.to_string());
    }
    let in_sandbox = auditor.charges().filter(|charge| is_sandbox(charge)).count();
    if in_sandbox > 0 {
        say(&format!("note    {in_sandbox} charges were made in the sandbox: they are left out"));
    }
    let Comparison { there, here, sources, differences } = comparison;
    for SourceTotal { source, there, here } in sources {
        say(&format!("{source} at the provider: {there}; here: {here}"));
    }
    say(&format!(
        "kept at the provider: {} payments, {}; kept here: {} payments, {} (in the currency's \
         smallest unit)",
        there.count, there.minor, here.count, here.minor
    ));
    if differences.is_empty() && others == 0 {
        say("the provider's books and ours agree");
    }
    Ok(differences.len() + others)
}

/// Compares the books since then with charges that were read before. What differs is looked at
/// again, there and (by `read_again`) here: the site may be running.
///
/// # Errors
/// When the provider does not answer, or the folder cannot be read.
pub async fn compare_with(
    gateway: &dyn PaymentGateway,
    since: Timestamp,
    mut charges: Charges,
    read_again: impl FnOnce() -> Result<Charges, JournalError>,
) -> Result<Comparison, BooksError> {
    let mut listed = within(LIST_DEADLINE, gateway.listed(since)).await?;
    let first = compare(&listed, charges.values().map(Arc::as_ref));
    if first.differences.is_empty() {
        return Ok(first);
    }
    tokio::time::sleep(SETTLED_AFTER).await;
    let doubtful = &first.differences[..first.differences.len().min(FINDS_MAX)];
    let again: HashSet<_> = doubtful.iter().map(|differs| differs.payment.id.clone()).collect();
    let mut named: HashSet<_> =
        doubtful.iter().filter_map(|differs| differs.payment.charge).collect();
    listed.retain(|payment| !again.contains(&payment.id));
    for id in again {
        if let Some(payment) = within(FIND_DEADLINE, gateway.find(id)).await? {
            named.extend(payment.charge);
            listed.push(payment);
        }
    }
    listed.sort_by(|a, b| a.id.cmp(&b.id));
    let mut anew = read_again()?;
    for id in named {
        if let Some(charge) = anew.remove(&id) {
            charges.insert(id, charge);
        }
    }
    Ok(compare(&listed, charges.values().map(Arc::as_ref)))
}

/// Says which disputes and which transfers to sellers are otherwise at the provider than here; gives
/// how many. A site that has paid nobody there asks for no transfers.
async fn say_others(
    gateway: &dyn PaymentGateway,
    since: Timestamp,
    auditor: &Auditor,
    data: &Path,
) -> Result<usize, BooksError> {
    let disputes = within(LIST_DEADLINE, gateway.disputes(since)).await;
    let transfers = match gateway.sellers().filter(|_| transferred(auditor).next().is_some()) {
        Some(sellers) => within(LIST_DEADLINE, sellers.transfers(since)).await.map(Some),
        None => Ok(None),
    };
    // The folder is read after the provider: a running site knows no less by then.
    let history = JournalHistory::read(data);
    history.end?;
    let mut count = 0;
    match &disputes {
        Ok(there) => count += say_disputes(there, &history.auditor),
        Err(error) => say(&format!("note    the disputes could not be compared: {error}")),
    }
    match &transfers {
        Ok(there) => {
            count += there.as_ref().map_or(0, |there| say_transfers(there, &history.auditor));
        }
        Err(error) => say(&format!("note    the transfers could not be compared: {error}")),
    }
    Ok(count)
}

fn say_disputes(there: &[DisputeAtProvider], auditor: &Auditor) -> usize {
    let rows = auditor.rows();
    let here = |id| rows.get(&Key::Dispute(id)).and_then(Dispute::in_row).cloned();
    let mut count = 0;
    for DisputeAtProvider { name, payment, .. } in differing(there, here) {
        count += 1;
        say(&format!(
            "DISPUTE  {name} is otherwise at the provider (charge {payment}). The running site takes \
             that in; if it runs, read its log."
        ));
    }
    count
}

fn say_transfers(there: &[ListedTransfer], auditor: &Auditor) -> usize {
    let (differences, sums) = transfer_books::compare(there, transferred(auditor));
    for (source, [there, here]) in ["transfers", "had back of transfers"].iter().zip(sums) {
        say(&format!("{source} at the provider: {there}; here: {here}"));
    }
    for difference in &differences {
        say(&difference.to_string());
    }
    differences.len()
}

/// The payouts that the provider makes.
fn transferred(auditor: &Auditor) -> impl Iterator<Item = &Payout> {
    let payouts = auditor.rows().values().filter_map(Payout::in_row).map(AsRef::as_ref);
    payouts.filter(|payout| matches!(payout.to, PayoutTo::Provider(_)))
}

async fn within<T>(
    deadline: Duration,
    answer: impl Future<Output = Result<T, OutcomeUnknown>>,
) -> Result<T, BooksError> {
    let answer = tokio::time::timeout(deadline, answer).await;
    Ok(answer.map_err(|_| BooksError::Slow(deadline))??)
}

/// Those that were made at the provider, or never got that far.
fn charges(auditor: &Auditor) -> Charges {
    let charges = auditor.charges().filter(|charge| !is_sandbox(charge));
    charges.map(|charge| (charge.id, charge.clone())).collect()
}

fn is_sandbox(charge: &Charge) -> bool {
    charge.stripe_id.as_deref().is_some_and(Sandbox::has_made)
}
