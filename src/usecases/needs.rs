//! What needs a person, for those who run the site and those who answer for it: the most urgent first.
//!
//! All of it is counted already, or stands at the beginning of an index: to ask costs the same however much
//! there is.

use std::time::Duration;

use super::{Caller, policy};
use crate::{
    actors::Market, delivery::bus::BusState, domain::rules::payouts::PayoutMethod, types::Timestamp,
};

/// How far it is counted what no counter has.
pub const COUNTED_MAX: usize = 1000;

/// After how long a payout that nobody has heard of needs a person: at a bank it takes some working days.
const AT_BANK: Duration = Duration::from_secs(5 * 24 * 3600);
const AT_PROVIDER: Duration = Duration::from_secs(24 * 3600);

/// How far the event bus may be behind.
const BUS_BEHIND: Duration = Duration::from_secs(5 * 60);

/// Something that needs a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// What it is.
    pub kind: NeedKind,
    /// How many, or how much; [`COUNTED_MAX`] is so many or more, of what no counter has.
    pub count: u64,
    /// Since when the oldest of them is, as far as is known; of what has a deadline, until when.
    pub since: Option<Timestamp>,
}

/// What needs a person, the most urgent first: what stops the site, what is lost by a deadline, money
/// that is not where it should be, people who wait, what the site itself could not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NeedKind {
    /// The disk is nearly full: so many bytes are free.
    Disk,
    /// Evidence against disputes, by a deadline.
    Evidence,
    /// Payments and refunds that should have been settled.
    Payments,
    /// Payments and transfers in the provider's books that are not as they should be.
    Books,
    /// No backup was made for too long.
    Backup,
    /// What `verify` has found in the last backup.
    BackupFindings,
    /// The journal could not be compacted.
    Compaction,
    /// Payouts of which nobody has heard.
    Payouts,
    /// What buyers have against what they got.
    Claims,
    /// Conversations in which those who run the site are asked to look.
    Messages,
    /// Reports of listings.
    Reports,
    /// Seats that several sell.
    Seats,
    /// The mail server takes nothing; so many mails wait.
    MailServer,
    /// Mails that were given up.
    Mails,
    /// The payment provider's webhooks are refused, or cannot be kept.
    ProviderWebhooks,
    /// Webhook endpoints that take nothing.
    Webhooks,
    /// The event bus is behind, by so many entries.
    Bus,
    /// Sellers who can be paid.
    SellersDue,
}

impl NeedKind {
    /// In one word, for scripts and programs.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Disk => "disk",
            Self::Evidence => "evidence",
            Self::Payments => "payments",
            Self::Books => "provider_books",
            Self::Backup => "backup_late",
            Self::Compaction => "compaction",
            Self::BackupFindings => "backup_findings",
            Self::Payouts => "payouts",
            Self::Claims => "claims",
            Self::Messages => "messages",
            Self::Reports => "reports",
            Self::Seats => "seats",
            Self::MailServer => "mail_server",
            Self::Mails => "mails",
            Self::ProviderWebhooks => "provider_webhooks",
            Self::Webhooks => "webhooks",
            Self::Bus => "bus",
            Self::SellersDue => "sellers_due",
        }
    }

    /// The list where it is dealt with, if there is one on the site.
    #[must_use]
    pub fn path(self) -> Option<&'static str> {
        Some(match self {
            Self::Evidence => "/admin/disputes",
            Self::Payments | Self::Books => "/admin/payments",
            Self::Payouts | Self::SellersDue => "/admin/payouts",
            Self::Claims | Self::Messages => "/admin/claims",
            Self::Reports => "/admin/reports",
            Self::Seats => "/admin/tickets/disputed",
            Self::MailServer => "/admin/mail",
            Self::Mails => "/admin/mail?show=given_up",
            Self::Webhooks => "/admin/webhooks",
            Self::Disk
            | Self::Backup
            | Self::BackupFindings
            | Self::Compaction
            | Self::ProviderWebhooks
            | Self::Bus => return None,
        })
    }
}

/// What those above the market know.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// How the event bus does.
    pub bus: &'a BusState,
    /// How many bytes are free on the data folder's disk, if that can be known, and how many should be.
    pub disk: (Option<u64>, u64),
    /// How many of the payment provider's webhooks in a row were refused or could not be kept, and since
    /// when.
    pub refused_webhooks: Option<(u64, Timestamp)>,
}

/// What needs a person now.
///
/// # Errors
/// Whoever does not answer for the site learns nothing of it.
pub fn needs(
    market: &Market,
    caller: Caller<'_>,
    around: Surroundings<'_>,
) -> Result<Vec<Need>, policy::Denial> {
    policy::staff(caller)?;
    let now = market.clock().now();
    let mut needs = vec![];
    let mut need = |kind, count: u64, since| {
        if count > 0 {
            needs.push(Need { kind, count, since });
        }
    };
    let (free, least) = around.disk;
    if let Some(free) = free.filter(|free| *free < least) {
        // Of none there is at least nothing to be said either.
        need(NeedKind::Disk, free.max(1), None);
    }
    let terms = &market.settings().payouts;
    let is_manual = terms.method == PayoutMethod::Manual;
    {
        let catalog = market.tables().catalog();
        let (evidence, until) = catalog.disputes.want_evidence();
        need(NeedKind::Evidence, count(evidence), until);
        let patience = if is_manual { AT_BANK } else { AT_PROVIDER };
        let (late, since) = catalog.earnings.under_way_before(now - patience, COUNTED_MAX);
        need(NeedKind::Payouts, count(late), since);
        let since = catalog.open_claims.first().map(|(at, _)| *at);
        need(NeedKind::Claims, count(catalog.open_claims.len()), since);
        let since = catalog.wait_for_admins.first().map(|(at, _)| *at);
        need(NeedKind::Messages, count(catalog.wait_for_admins.len()), since);
        let since = catalog.open_reports.first().map(|(at, _)| *at);
        need(NeedKind::Reports, count(catalog.open_reports.len()), since);
        need(NeedKind::Seats, count(catalog.disputed_count()), None);
        let mails = &catalog.mails;
        need(NeedKind::Mails, count(mails.given_up_count()), mails.given_up_since());
        if let Some(trouble) = market.mail_state().trouble {
            need(NeedKind::MailServer, count(mails.waiting().len()).max(1), Some(trouble.since));
        }
        let failing = catalog.webhooks.failing();
        need(NeedKind::Webhooks, count(failing.len()), failing.first().map(|(at, _)| *at));
        if is_manual {
            let (sellers, since) = catalog.earnings.to_be_paid(terms.minimum_minor, COUNTED_MAX);
            need(NeedKind::SellersDue, count(sellers), since);
        }
    }
    let unsettled = market.unsettled();
    let since = unsettled.overdue.iter().map(|overdue| overdue.since).min();
    need(NeedKind::Payments, count(unsettled.overdue.len()), since);
    let issues = unsettled.issues.iter().filter(|issue| issue.needs_a_person(now));
    let transfers = unsettled.sellers.as_ref().map_or(0, |seen| seen.transfers.len());
    let since = issues.clone().map(|issue| issue.seen_at).min();
    need(NeedKind::Books, count(issues.count() + transfers), since);
    if let Some(backup) = market.backup_state() {
        need(NeedKind::Backup, u64::from(backup.late_since.is_some()), backup.late_since);
        need(NeedKind::BackupFindings, count(backup.findings), backup.newest);
    }
    let trouble = market.compaction_state().trouble.map(|(since, _)| since);
    need(NeedKind::Compaction, u64::from(trouble.is_some()), trouble);
    if let Some((refused, since)) = around.refused_webhooks {
        need(NeedKind::ProviderWebhooks, refused, Some(since));
    }
    if around.bus.is_on()
        && let Ok(backlog) = around.bus.backlog(market.tables())
        && let Some(since) = backlog.since.filter(|since| now.since(*since) > BUS_BEHIND)
    {
        need(NeedKind::Bus, backlog.entries, Some(since));
    }
    needs.sort_by_key(|need| (need.kind, need.since));
    Ok(needs)
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}
