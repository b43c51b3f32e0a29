//! The past: records to which nothing is left to happen but by a decision about them in particular.
//!
//! The snapshots keep them apart from the present ones, so that a start reads what is, however much
//! has been. Nothing of them is in memory after a start. They are read by their ids, and found by
//! an index beside them: **it names candidates, and the record itself says whether they are so**,
//! since the snapshots are a little behind. In memory are what the index counts: how many tickets
//! each event has sold, whose holds have run out.

use blake2::{Blake2s256, Digest as _};

use crate::{
    domain::{
        Arrival, MailStatus, PayoutStatus, Row, SeatName, TakeBackStatus, TicketStatus,
        rules::holding::EndedHold,
    },
    types::{EventId, FileId, PayoutRunId, TicketId, Timestamp, UserId, WebhookEndpointId},
};

/// The first byte of all that the snapshots hold of the past; nothing else has one as high.
pub const FIRST: u8 = b'~';

/// Each index's letter, the second byte of its entries' keys.
mod letter {
    pub const ORDERS_OF: u8 = b'B';
    pub const TICKETS_OF: u8 = b'S';
    pub const SOLD_FOR: u8 = b'E';
    pub const WITHDRAWN_FOR: u8 = b'W';
    pub const RUN_OUTS_OF: u8 = b'R';
    pub const SOLD_WITH: u8 = b'D';
    pub const HAS_FILE: u8 = b'F';
    pub const MAILS: u8 = b'M';
    pub const SOLD_SEAT: u8 = b'P';
    pub const REFUNDED_FOR: u8 = b'Z';
    pub const DELIVERIES_TO: u8 = b'H';
    pub const SALES_FOR: u8 = b'V';
    pub const EARNINGS_OF: u8 = b'G';
    pub const PAYOUTS_OF: u8 = b'Y';
    pub const PAYOUTS_IN: u8 = b'A';
    pub const RUNS: u8 = b'U';
    pub const CAME_WITH: u8 = b'C';
    pub const STAFF_ACTS: u8 = b'X';
    pub const NAMED: u8 = b'N';

    /// All of them.
    #[cfg(test)]
    pub const ALL: [u8; 19] = [
        ORDERS_OF,
        TICKETS_OF,
        SOLD_FOR,
        WITHDRAWN_FOR,
        RUN_OUTS_OF,
        SOLD_WITH,
        HAS_FILE,
        MAILS,
        SOLD_SEAT,
        REFUNDED_FOR,
        DELIVERIES_TO,
        SALES_FOR,
        EARNINGS_OF,
        PAYOUTS_OF,
        PAYOUTS_IN,
        RUNS,
        CAME_WITH,
        STAFF_ACTS,
        NAMED,
    ];
}

/// By what a record of the past is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PastIndex {
    /// The orders of a buyer.
    OrdersOf(UserId),
    /// The tickets of a seller.
    TicketsOf(UserId),
    /// The tickets that were sold for an event.
    SoldFor(EventId),
    /// The tickets that were withdrawn from one.
    WithdrawnFor(EventId),
    /// The orders of a buyer that have held a ticket, and did not lead to a sale.
    RunOutsOf(UserId, TicketId),
    /// The tickets that were sold with a file of this digest, of its content or of what it shows.
    SoldWith([u8; 32]),
    /// The ticket that has a file.
    HasFile(FileId),
    /// All mails, by when their causes came.
    Mails,
    /// The tickets by which a seat of an event was sold.
    SoldSeat(EventId, SeatName),
    /// The orders by which a ticket was sold, and which were refunded.
    RefundedFor(TicketId),
    /// The deliveries to a webhook endpoint, by when they began to wait.
    DeliveriesTo(WebhookEndpointId),
    /// The tickets that were sold for an event, by when they were.
    SalesFor(EventId),
    /// What a seller has earned, and what took from it.
    EarningsOf(UserId),
    /// The payouts to a seller.
    PayoutsOf(UserId),
    /// The payouts of a run.
    PayoutsIn(PayoutRunId),
    /// All runs.
    Runs,
    /// The message that came with a file.
    CameWith(FileId),
    /// What those who run the site have done and looked at, by when.
    StaffActs,
    /// What others call so: a charge or a payout, by a name of the payment provider's; an invoice of fees,
    /// by its number.
    Named(RecordName),
}

/// What is counted of an index: how many records it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PastCount {
    /// Tickets sold for an event.
    SoldFor(EventId),
    /// Tickets withdrawn from one.
    WithdrawnFor(EventId),
    /// A buyer's holds that ended without a sale, on whatever tickets.
    RunOutsOf(UserId),
    /// Mails.
    Mails,
}

/// Whether a record is of the past.
#[must_use]
pub fn is_past(row: &Row) -> bool {
    match row {
        // There are few, and a bank may take up again what it has closed.
        Row::Dispute(_) => false,
        Row::User(_)
        | Row::Event(_)
        | Row::FeedCursor(_)
        | Row::Books(_)
        | Row::InvoiceSeries(_) => false,
        Row::Ticket(ticket) => {
            let is_over =
                matches!(ticket.status, TicketStatus::Sold { .. } | TicketStatus::Withdrawn);
            is_over && !ticket.is_disputed() && ticket.awaited_file().is_none()
        }
        Row::Order(order) => !order.status.is_open() && !order.is_refunding(),
        Row::Charge(charge) => !charge.status.is_unfinished(),
        // Found by their ids alone.
        Row::Earning(earning) => earning.place.is_settled(),
        Row::Payout(payout) => payout.is_settled(),
        Row::PayoutRun(run) => run.closed.is_some(),
        Row::WebhookNotice(_)
        | Row::SignInHistory(_)
        | Row::PayoutAccount(_)
        | Row::Message(_)
        | Row::FeeInvoice(_)
        | Row::StaffAct(_) => true,
        Row::Claim(claim) => !claim.is_open(),
        Row::Report(report) => report.closed.is_some(),
        Row::Conversation(conversation) => !conversation.waits_for_admins,
        Row::SignIn(sign_in) => sign_in.ended_at.is_some(),
        Row::AccessToken(token) => token.revoked_at.is_some(),
        Row::WaitlistEntry(entry) => entry.status.is_over(),
        Row::Alert(alert) => alert.is_over,
        Row::Mail(mail) => matches!(mail.status, MailStatus::Sent { .. }),
        Row::WebhookEndpoint(endpoint) => endpoint.is_deleted(),
        Row::WebhookDelivery(delivery) => !delivery.is_waiting(),
    }
}

/// Under which keys the index names a record of the past.
#[must_use]
pub fn entries(row: &Row) -> Vec<Vec<u8>> {
    let id = *row.key().parts().1;
    let entry = |index: PastIndex| [index.prefix(), id.to_vec()].concat();
    match row {
        Row::Ticket(ticket) => {
            let mut entries = vec![entry(PastIndex::TicketsOf(ticket.seller))];
            match ticket.status {
                TicketStatus::Sold { at, .. } => {
                    entries.push(entry(PastIndex::SoldFor(ticket.event)));
                    let index = PastIndex::SalesFor(ticket.event);
                    entries.push([index.prefix(), ordered(at).to_vec(), id.to_vec()].concat());
                }
                _ => entries.push(entry(PastIndex::WithdrawnFor(ticket.event))),
            }
            if let Some(known) = ticket.known_file() {
                let with = known.digests().map(|digest| entry(PastIndex::SoldWith(*digest)));
                entries.extend(with);
                entries.push(entry(PastIndex::HasFile(known.file.id)));
            }
            entries.extend(
                ticket.claims().map(|(event, seat)| entry(PastIndex::SoldSeat(event, seat))),
            );
            entries
        }
        Row::Order(order) => {
            let mut entries = vec![entry(PastIndex::OrdersOf(order.buyer))];
            if EndedHold::of(order).is_some() {
                entries.push(entry(PastIndex::RunOutsOf(order.buyer, order.ticket)));
            }
            if order.paid_back.is_some() {
                entries.push(entry(PastIndex::RefundedFor(order.ticket)));
            }
            entries
        }
        Row::Mail(mail) => {
            vec![
                [PastIndex::Mails.prefix(), ordered(mail.queued_at).to_vec(), id.to_vec()].concat(),
            ]
        }
        Row::WebhookDelivery(delivery) => {
            let index = PastIndex::DeliveriesTo(delivery.endpoint);
            vec![[index.prefix(), ordered(delivery.queued_at).to_vec(), id.to_vec()].concat()]
        }
        Row::Charge(_) | Row::FeeInvoice(_) => {
            record_names(row).map(|name| entry(PastIndex::Named(name))).collect()
        }
        Row::Earning(earning) => vec![entry(PastIndex::EarningsOf(earning.seller))],
        Row::Payout(payout) => {
            let of_seller = entry(PastIndex::PayoutsOf(payout.seller));
            let in_run = payout.run().map(|run| entry(PastIndex::PayoutsIn(run)));
            let names = record_names(row).map(|name| entry(PastIndex::Named(name)));
            std::iter::once(of_seller).chain(in_run).chain(names).collect()
        }
        Row::PayoutRun(_) => vec![entry(PastIndex::Runs)],
        Row::StaffAct(act) => {
            let index = PastIndex::StaffActs.prefix();
            vec![[index, ordered(act.at).to_vec(), id.to_vec()].concat()]
        }
        Row::Message(message) => {
            let file = message.file.map(|file| entry(PastIndex::CameWith(file.id)));
            file.into_iter().collect()
        }
        Row::User(_)
        | Row::Event(_)
        | Row::PayoutAccount(_)
        | Row::Books(_)
        | Row::InvoiceSeries(_)
        | Row::Conversation(_)
        | Row::Claim(_)
        | Row::Report(_)
        | Row::Dispute(_)
        | Row::WebhookEndpoint(_)
        | Row::FeedCursor(_)
        | Row::WebhookNotice(_)
        | Row::SignIn(_)
        | Row::SignInHistory(_)
        | Row::AccessToken(_)
        | Row::WaitlistEntry(_)
        | Row::Alert(_) => vec![],
    }
}

/// What others call a record, in short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RecordName([u8; 16]);

impl RecordName {
    /// That of the payment provider's for a payment, a refund, a transfer or a dispute.
    #[must_use]
    pub fn at_provider(name: &str) -> Self {
        Self::hash(name)
    }

    /// That of an invoice of fees.
    #[must_use]
    pub fn invoice(number: u32) -> Self {
        Self::hash(&format!("invoice {number}"))
    }

    fn hash(name: &str) -> Self {
        let mut short = [0; 16];
        short.copy_from_slice(&Blake2s256::digest(name)[..16]);
        Self(short)
    }
}

/// What others call a record. A part of a purchase is found with the charge that pays all of it; what went
/// back of it is its own.
pub fn record_names(row: &Row) -> impl Iterator<Item = RecordName> {
    let there = |name: &str| RecordName::at_provider(name);
    let names: Vec<RecordName> = match row {
        Row::Charge(charge) => {
            let own = charge.stripe_id.iter().filter(|_| charge.part_of.is_none());
            own.chain(&charge.stripe_refund_id).map(|name| there(name)).collect()
        }
        Row::Payout(payout) => {
            let own = match &payout.status {
                PayoutStatus::Paid(_, Arrival::Transferred(name)) => Some(name),
                _ => None,
            };
            let back = payout.take_backs.iter().filter_map(|back| match &back.status {
                TakeBackStatus::Done(name) => Some(name),
                TakeBackStatus::Asked | TakeBackStatus::Refused(_) => None,
            });
            own.into_iter().chain(back).map(|name| there(name)).collect()
        }
        Row::Dispute(dispute) => vec![there(&dispute.name)],
        Row::FeeInvoice(invoice) => vec![RecordName::invoice(invoice.number)],
        _ => vec![],
    };
    names.into_iter()
}

/// What [`ordered`] gave.
#[must_use]
pub fn moment(bytes: [u8; 8]) -> Timestamp {
    Timestamp::from_millis((u64::from_be_bytes(bytes) ^ (1 << 63)).cast_signed())
}

/// A moment's bytes, in the order of time.
#[must_use]
pub fn ordered(at: Timestamp) -> [u8; 8] {
    (at.as_millis().cast_unsigned() ^ (1 << 63)).to_be_bytes()
}

impl PastIndex {
    /// With what its keys begin.
    #[must_use]
    pub fn prefix(&self) -> Vec<u8> {
        let of = |letter: u8, owner: &[u8]| [&[FIRST, letter], owner].concat();
        match self {
            Self::OrdersOf(buyer) => of(letter::ORDERS_OF, buyer.as_bytes()),
            Self::TicketsOf(seller) => of(letter::TICKETS_OF, seller.as_bytes()),
            Self::SoldFor(event) => of(letter::SOLD_FOR, event.as_bytes()),
            Self::WithdrawnFor(event) => of(letter::WITHDRAWN_FOR, event.as_bytes()),
            Self::RunOutsOf(buyer, ticket) => {
                of(letter::RUN_OUTS_OF, &[*buyer.as_bytes(), *ticket.as_bytes()].concat())
            }
            Self::SoldWith(digest) => of(letter::SOLD_WITH, digest),
            Self::HasFile(file) => of(letter::HAS_FILE, file.as_bytes()),
            Self::Mails => of(letter::MAILS, &[]),
            Self::SoldSeat(event, SeatName(name)) => {
                of(letter::SOLD_SEAT, &[*event.as_bytes(), *name].concat())
            }
            Self::RefundedFor(ticket) => of(letter::REFUNDED_FOR, ticket.as_bytes()),
            Self::DeliveriesTo(endpoint) => of(letter::DELIVERIES_TO, endpoint.as_bytes()),
            Self::SalesFor(event) => of(letter::SALES_FOR, event.as_bytes()),
            Self::EarningsOf(seller) => of(letter::EARNINGS_OF, seller.as_bytes()),
            Self::PayoutsOf(seller) => of(letter::PAYOUTS_OF, seller.as_bytes()),
            Self::PayoutsIn(run) => of(letter::PAYOUTS_IN, run.as_bytes()),
            Self::Runs => of(letter::RUNS, &[]),
            Self::CameWith(file) => of(letter::CAME_WITH, file.as_bytes()),
            Self::StaffActs => of(letter::STAFF_ACTS, &[]),
            Self::Named(RecordName(name)) => of(letter::NAMED, name),
        }
    }
}

impl PastCount {
    /// What an entry of the index is counted under: the part of its key.
    #[must_use]
    pub fn of_entry(entry: &[u8]) -> Option<&[u8]> {
        match *entry.get(1)? {
            letter::SOLD_FOR | letter::WITHDRAWN_FOR | letter::RUN_OUTS_OF => entry.get(1..18),
            letter::MAILS => entry.get(1..2),
            _ => None,
        }
    }

    /// What such a part counts.
    #[must_use]
    pub fn of_part(part: &[u8]) -> Option<Self> {
        let (&letter, owner) = part.split_first()?;
        let owner = || owner.try_into().ok();
        Some(match letter {
            letter::SOLD_FOR => Self::SoldFor(EventId::from_bytes(owner()?)),
            letter::WITHDRAWN_FOR => Self::WithdrawnFor(EventId::from_bytes(owner()?)),
            letter::RUN_OUTS_OF => Self::RunOutsOf(UserId::from_bytes(owner()?)),
            letter::MAILS => Self::Mails,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Key;

    /// Records of the past and what names them lie side by side.
    #[test]
    fn no_index_has_the_letter_of_another_or_of_a_kind_of_record() {
        let all: Vec<_> = letter::ALL.iter().chain(Key::LETTERS).collect();
        for (at, one) in all.iter().enumerate() {
            assert!(!all[at + 1..].contains(one), "{}", char::from(**one));
        }
    }
}
