//! Listings of which users tell those who run the site: once each, until one of these has looked.

use super::{
    Answer, CommandError, Market,
    transaction::{By, Decision, Reading},
};
use crate::{
    domain::{
        Deed,
        rules::{
            Rule,
            report::{ReportRefusal, close, file},
        },
    },
    types::{Reason, ReportId, TicketId, UserId},
};

const NOT_THERE: CommandError<ReportRefusal> = CommandError::Refused(ReportRefusal::NotThere);

impl Market {
    /// Tells those who run the site of a listing; done already if this user has.
    pub async fn report(&self, id: TicketId, by: UserId, reason: Reason) -> Answer<ReportRefusal> {
        let decide = |reading: &mut Reading<'_>| {
            let ticket = reading.ticket(id)?.ok_or(NOT_THERE)?;
            let report = reading.report(ReportId::of(id, by))?;
            let filed = file(&ticket, report.as_deref(), by, &reason);
            let events = filed.map_err(CommandError::Refused)?.into_iter().collect();
            Ok(Decision { events, rules: vec![Rule::AccountIsThere(by)] })
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    /// Notes that one of those who run the site has looked at a report; done already if one has.
    pub async fn close_report(&self, id: ReportId, deed: Deed) -> Answer<ReportRefusal> {
        let decide = |reading: &mut Reading<'_>| {
            let report = reading.report(id)?.ok_or(NOT_THERE)?;
            Ok(close(&report, &deed).into_iter().collect::<Vec<_>>().into())
        };
        self.transact(By::Other, decide).await.map(drop)
    }
}
