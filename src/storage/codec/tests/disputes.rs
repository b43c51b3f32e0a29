//! Samples of what is stored of disputes and of the provider's fee, in the order in which it was
//! appended.

use super::*;
use crate::{
    domain::{Dispute, DisputeEvent, DisputeStatus, EarningEvent},
    types::{DisputeId, EarningId},
};

const NAME: &str = "du_1MtJUT2eZvKYlo2CNaw2HvEv";

fn opened(status: DisputeStatus) -> DisputeEvent {
    DisputeEvent::Opened {
        name: NAME.into(),
        payment: ids().charge,
        minor: 4950,
        opened_at: AT,
        status,
        due_by: Some(UNTIL),
    }
}

pub(super) fn events() -> Vec<DomainEvent> {
    let Ids { user: by, order, charge, .. } = ids();
    let mut disputes = vec![
        opened(DisputeStatus::NeedsResponse),
        opened(DisputeStatus::InquiryNeedsResponse),
        DisputeEvent::MoneyMoved { minor: 4950, fee: 1500 },
        DisputeEvent::MoneyMoved { minor: -4950, fee: -1500 },
        DisputeEvent::BorneBySite(Deed { by, reason: reason() }),
        DisputeEvent::Lost { rest_minor: 300 },
    ];
    let open = DisputeStatus::ALL.into_iter().filter(|status| *status != DisputeStatus::Lost);
    disputes.extend(open.map(|status| DisputeEvent::Changed(status, Some(UNTIL))));
    let earnings = [
        EarningEvent::LostToDispute,
        EarningEvent::DisputeBorneBySite,
        EarningEvent::PaidBackTwice,
    ];
    let line = EarningId::from_bytes([b'g'; 16]);
    let told = MailEvent::Queued(by, MailAbout::DisputeNews(order));
    let mut all: Vec<_> = earnings.map(|event| DomainEvent::Earning(line, event)).into();
    let dispute = DisputeId::of(NAME);
    all.extend(disputes.into_iter().map(|event| DomainEvent::Dispute(dispute, event)));
    all.extend([
        DomainEvent::Charge(charge, ChargeEvent::FeeRead(114)),
        DomainEvent::Order(order, OrderEvent::RefundDropped),
        DomainEvent::Mail(MailId::of(by, "a dispute"), told),
    ]);
    all
}

/// A number for each kind of event, from this one on.
pub(super) fn number(event: &DomainEvent) -> Option<usize> {
    Some(match event {
        DomainEvent::Earning(_, EarningEvent::LostToDispute) => 0,
        DomainEvent::Earning(_, EarningEvent::DisputeBorneBySite) => 1,
        DomainEvent::Earning(_, EarningEvent::PaidBackTwice) => 2,
        DomainEvent::Dispute(_, event) => match event {
            DisputeEvent::Opened { .. } => 3,
            DisputeEvent::Changed(..) => 4,
            DisputeEvent::MoneyMoved { .. } => 5,
            DisputeEvent::BorneBySite(_) => 6,
            DisputeEvent::Lost { .. } => 7,
        },
        DomainEvent::Charge(_, ChargeEvent::FeeRead(_)) => 8,
        DomainEvent::Order(_, OrderEvent::RefundDropped) => 9,
        _ => return None,
    })
}

/// How many kinds of event there are here.
pub(super) const KINDS: usize = 10;

pub(super) fn disputes() -> Vec<Dispute> {
    let record = |status| Dispute {
        id: DisputeId::of(NAME),
        name: NAME.into(),
        payment: ids().charge,
        minor: 4950,
        opened_at: AT,
        status,
        due_by: Some(UNTIL),
        moved_minor: 4950,
        fee_minor: 1500,
        borne_by_site: None,
    };
    let mut all: Vec<_> = DisputeStatus::ALL.map(record).into();
    all.push(Dispute {
        due_by: None,
        moved_minor: -1,
        borne_by_site: Some(intervention()),
        ..record(DisputeStatus::Won)
    });
    all
}
