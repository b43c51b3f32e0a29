//! A copy of a site that pays and mails nobody.
//!
//! Whoever restores a backup may have two sites with the same orders, mails and webhooks: the copy
//! would pay, refund and tell again what the other has done since, or still does. So a restored folder
//! has a mark, and a site that finds it, or is started with `--quiet`, hands nothing out: payments and
//! payouts wait for a provider that does not answer, mails and webhooks stay where they are, the event
//! bus is not told, and no backup is made of it. Everything else works, to be looked at.
//! `holdfast go-live` ends it.

use std::{fmt, fs, io, path::Path};

use crate::{
    audit::Auditor,
    domain::{MailStatus, Row, WebhookStatus},
    storage::{
        compaction,
        journal::{self, JournalError},
        write_private,
    },
};

/// The mark's name in the data folder.
const MARK: &str = "quiet";

/// Whether a data folder is a restored copy that has not gone live.
#[must_use]
pub fn is_marked(data: &Path) -> bool {
    data.join(MARK).exists()
}

/// Marks a folder as a copy.
pub(super) fn mark(folder: &Path, why: &str) -> io::Result<()> {
    write_private(folder, MARK, why.as_bytes())
}

/// Takes the mark away: the next start pays and mails.
///
/// # Errors
/// When the disk says no.
pub fn unmark(data: &Path) -> io::Result<()> {
    match fs::remove_file(data.join(MARK)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => fs::File::open(data)?.sync_all(),
    }
}

/// What a site would do at once if it were not quiet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WouldDo {
    /// Mails that wait to be sent.
    pub mails: usize,
    /// Webhooks that wait to be sent.
    pub webhooks: usize,
    /// Payments about which the provider would be asked.
    pub payments: usize,
    /// Orders whose money would go back.
    pub refunds: usize,
    /// Payouts about which the provider would be asked.
    pub payouts: usize,
}

impl WouldDo {
    /// Of a data folder.
    ///
    /// # Errors
    /// When its journal cannot be read.
    pub fn of_folder(data: &Path) -> Result<Self, JournalError> {
        let journal = compaction::journal_of(data).unwrap_or_else(|| journal::folder_in(data));
        let mut auditor = Auditor::default();
        journal::replay_acknowledged(&journal, |sequence, entry| {
            auditor.entry(sequence, &entry);
            Ok(())
        })?;
        Ok(Self::of(&auditor))
    }

    /// Of a history.
    #[must_use]
    pub fn of(auditor: &Auditor) -> Self {
        let mut would = Self::default();
        for row in auditor.rows().values() {
            let count = match row {
                Row::Mail(mail) if matches!(mail.status, MailStatus::Waiting(_)) => {
                    &mut would.mails
                }
                Row::WebhookDelivery(webhook)
                    if matches!(webhook.status, WebhookStatus::Waiting(_)) =>
                {
                    &mut would.webhooks
                }
                Row::Charge(charge) if charge.status.is_unfinished() => &mut would.payments,
                Row::Order(order) if order.is_refunding() => &mut would.refunds,
                Row::Payout(payout) if payout.is_at_provider() => &mut would.payouts,
                _ => continue,
            };
            *count += 1;
        }
        would
    }
}

impl fmt::Display for WouldDo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { mails, webhooks, payments, refunds, payouts } = self;
        write!(
            f,
            "{mails} mails and {webhooks} webhooks would be sent; the payment provider would be asked \
             about {payments} payments, {refunds} refunds and {payouts} payouts"
        )
    }
}
