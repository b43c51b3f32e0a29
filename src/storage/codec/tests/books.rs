//! Samples of what is stored of sellers' money, in the order in which it was appended.

use super::*;
use crate::{
    domain::{
        AccountStanding, Arrival, Attempt, BankAccount, Books, BooksEvent, CaseKind,
        ConnectedAccount, CorrectionKind, Earning, EarningCause, EarningEvent, EarningPlace,
        FeeInvoice, FeeInvoiceEvent, FeeInvoiceKind, FeeLine, FeePayer, FrozenFrom, InvoiceSeries,
        InvoiceSeriesEvent, Issuer, OpenCases, Payout, PayoutAccount, PayoutAccountEvent,
        PayoutEvent, PayoutLine, PayoutRun, PayoutRunEvent, PayoutStatus, PayoutTo, RunClosed,
        Sale, Setback, TakeBack, TakeBackStatus,
    },
    types::{
        AccountHolder, BooksId, EarningId, FeeInvoiceId, Iban, InvoiceSeriesId, Month, PayoutId,
        PayoutRunId, ProviderAccount,
    },
};

fn earning() -> EarningId {
    EarningId::from_bytes([b'g'; 16])
}

fn payout() -> PayoutId {
    PayoutId::from_bytes([b'y'; 16])
}

fn run() -> PayoutRunId {
    PayoutRunId::from_bytes([b'r'; 16])
}

fn deed() -> Deed {
    Deed { by: ids().user, reason: reason() }
}

fn holder() -> AccountHolder {
    AccountHolder::parse("Anna Groß").unwrap()
}

fn iban() -> Iban {
    Iban::parse("DE89370400440532013000").unwrap()
}

fn account() -> ProviderAccount {
    ProviderAccount::parse("acct_1").unwrap()
}

fn transferred() -> Arrival {
    Arrival::Transferred("tr_1".into())
}

fn setback() -> Setback {
    Setback { by: None, reason: reason() }
}

fn sale(is_before_books: bool) -> Sale {
    Sale {
        order: ids().order,
        event: ids().event,
        asked: price(),
        buyer_fee: (!is_before_books).then_some(Price::MIN),
        seller_fee: Some(Price::MIN),
        is_before_books,
    }
}

fn lines() -> Box<[PayoutLine]> {
    [500, -120].map(|minor| PayoutLine { earning: earning(), minor }).into()
}

fn to() -> PayoutTo {
    PayoutTo::Bank { run: run(), holder: holder(), iban: iban() }
}

/// What sellers are mailed about.
pub(super) fn mails() -> Vec<MailAbout> {
    vec![MailAbout::BankGiven(AT), MailAbout::PayoutNews(payout())]
}

pub(super) fn events() -> Vec<DomainEvent> {
    let Ids { user: seller, order, .. } = ids();
    let mut earnings = vec![
        EarningEvent::Earned(seller, sale(false)),
        EarningEvent::Earned(seller, sale(true)),
        EarningEvent::Owed { seller, order, payout: payout(), minor: 4702 },
        EarningEvent::CameBack { seller, payout: payout(), minor: 4702 },
        EarningEvent::TakenBack { seller, order, payout: payout(), minor: 4702 },
        EarningEvent::MadeGood,
        EarningEvent::Released,
        EarningEvent::ReleasedByHand(deed()),
        EarningEvent::PutInPayout(payout()),
        EarningEvent::PaidOut,
        EarningEvent::TakenFromPayout,
        EarningEvent::Recalled(earning()),
        EarningEvent::Reversed,
        EarningEvent::BorneBySite,
    ];
    earnings.extend(CorrectionKind::ALL.map(|kind| EarningEvent::Corrected {
        seller,
        kind,
        minor: -300,
        deed: deed(),
    }));
    for case in [CaseKind::Claim, CaseKind::Dispute] {
        earnings.extend([EarningEvent::Frozen(case), EarningEvent::Thawed(case)]);
    }
    let payouts = [
        PayoutEvent::Begun(seller, lines(), to()),
        PayoutEvent::Begun(seller, lines(), PayoutTo::Provider(account())),
        PayoutEvent::Paid(Arrival::Said(deed())),
        PayoutEvent::Paid(transferred()),
        PayoutEvent::Failed(deed().into()),
        PayoutEvent::Returned(setback()),
        PayoutEvent::Retried,
        PayoutEvent::TakeBackAsked(earning(), 120),
        PayoutEvent::TakenBack(earning(), "trr_1".into()),
        PayoutEvent::TakeBackRefused(earning(), reason()),
    ];
    let runs =
        [PayoutRunEvent::Begun(deed()), PayoutRunEvent::Closed { payouts: 2, minor: 70_000 }];
    let accounts = [
        PayoutAccountEvent::BankGiven(holder(), iban()),
        PayoutAccountEvent::Forgotten,
        PayoutAccountEvent::Paused(deed()),
        PayoutAccountEvent::Resumed(deed()),
        PayoutAccountEvent::Connected(account()),
        PayoutAccountEvent::Stands(AccountStanding::Unfinished),
        PayoutAccountEvent::Stands(AccountStanding::Ready),
        PayoutAccountEvent::Stands(AccountStanding::Restricted),
        PayoutAccountEvent::Stands(AccountStanding::Gone),
        PayoutAccountEvent::Refused,
    ];
    let earnings = earnings.into_iter().map(|event| DomainEvent::Earning(earning(), event));
    let all = earnings.chain(payouts.map(|event| DomainEvent::Payout(payout(), event)));
    let all = all.chain(runs.map(|event| DomainEvent::PayoutRun(run(), event)));
    let all = all.chain(accounts.map(|event| DomainEvent::PayoutAccount(seller, event)));
    let mail =
        |about| DomainEvent::Mail(MailId::of(seller, "money"), MailEvent::Queued(seller, about));
    let all = all.chain(mails().into_iter().map(mail));
    let opened = DomainEvent::Books(BooksId::the_one(), BooksEvent::Opened(123_456));
    let with_fee = DomainEvent::Order(order, OrderEvent::SellerFeeIncluded(Price::MIN));
    all.chain([opened, with_fee]).collect()
}

/// The same of invoices.
pub(super) fn invoice_events() -> Vec<DomainEvent> {
    let issued = invoices().map(|invoice| {
        let FeeInvoice { id, number, account, month, kind, issuer, lines, .. } = invoice;
        let issued = FeeInvoiceEvent::Issued { number, account, month, kind, issuer, lines };
        DomainEvent::FeeInvoice(id, issued)
    });
    let given = DomainEvent::InvoiceSeries(InvoiceSeriesId::the_one(), InvoiceSeriesEvent::Given);
    issued.into_iter().chain([given]).collect()
}

/// A number for each kind of event, from this one on.
pub(super) fn number(event: &DomainEvent) -> Option<usize> {
    Some(match event {
        DomainEvent::Earning(_, event) => match event {
            EarningEvent::Earned(..) => 0,
            EarningEvent::Owed { .. } => 1,
            EarningEvent::CameBack { .. } => 2,
            EarningEvent::Corrected { .. } => 3,
            EarningEvent::Released => 4,
            EarningEvent::Frozen(_) => 5,
            EarningEvent::Thawed(_) => 6,
            EarningEvent::PutInPayout(_) => 7,
            EarningEvent::PaidOut => 8,
            EarningEvent::TakenFromPayout => 9,
            EarningEvent::Recalled(_) => 10,
            EarningEvent::Reversed => 11,
            EarningEvent::BorneBySite => 12,
            EarningEvent::TakenBack { .. } => 13,
            EarningEvent::ReleasedByHand(_) => 14,
            EarningEvent::MadeGood => 36,
            EarningEvent::LostToDispute
            | EarningEvent::DisputeBorneBySite
            | EarningEvent::PaidBackTwice => return None,
        },
        DomainEvent::Payout(_, event) => match event {
            PayoutEvent::Begun(..) => 15,
            PayoutEvent::Paid(_) => 16,
            PayoutEvent::Failed(_) => 17,
            PayoutEvent::Returned(_) => 18,
            PayoutEvent::Retried => 19,
            PayoutEvent::TakeBackAsked(..) => 20,
            PayoutEvent::TakenBack(..) => 21,
            PayoutEvent::TakeBackRefused(..) => 22,
        },
        DomainEvent::PayoutRun(_, event) => match event {
            PayoutRunEvent::Begun(_) => 23,
            PayoutRunEvent::Closed { .. } => 24,
        },
        DomainEvent::PayoutAccount(_, event) => match event {
            PayoutAccountEvent::BankGiven(..) => 25,
            PayoutAccountEvent::Forgotten => 26,
            PayoutAccountEvent::Paused(_) => 27,
            PayoutAccountEvent::Resumed(_) => 28,
            PayoutAccountEvent::Connected(_) => 29,
            PayoutAccountEvent::Stands(_) => 30,
            PayoutAccountEvent::Refused => 31,
        },
        DomainEvent::Books(_, BooksEvent::Opened(_)) => 32,
        DomainEvent::Order(_, OrderEvent::SellerFeeIncluded(_)) => 33,
        DomainEvent::FeeInvoice(_, FeeInvoiceEvent::Issued { .. }) => 34,
        DomainEvent::InvoiceSeries(_, InvoiceSeriesEvent::Given) => 35,
        _ => return None,
    })
}

/// How many kinds of event there are here.
pub(super) const KINDS: usize = 37;

pub(super) fn earnings() -> Vec<Earning> {
    let Ids { user: seller, order, .. } = ids();
    let causes = vec![
        EarningCause::Sale(sale(false)),
        EarningCause::Recalled(order, payout()),
        EarningCause::CameBack(payout()),
        EarningCause::TakenBack(order, payout()),
        EarningCause::Correction(CorrectionKind::Penalty, deed()),
    ];
    covers(&causes, 5, |cause| match cause {
        EarningCause::Sale(_) => 0,
        EarningCause::Recalled(..) => 1,
        EarningCause::CameBack(_) => 2,
        EarningCause::TakenBack(..) => 3,
        EarningCause::Correction(..) => 4,
    });
    let cases = OpenCases { claim: true, dispute: false };
    let places = vec![
        EarningPlace::BeforeBooks,
        EarningPlace::Held,
        EarningPlace::Available,
        EarningPlace::Frozen(cases, FrozenFrom::Held),
        EarningPlace::Frozen(OpenCases { claim: false, dispute: true }, FrozenFrom::Available),
        EarningPlace::InPayout(payout()),
        EarningPlace::Paid(payout()),
        EarningPlace::Reversed,
    ];
    covers(&places, 7, |place| match place {
        EarningPlace::BeforeBooks => 0,
        EarningPlace::Held => 1,
        EarningPlace::Available => 2,
        EarningPlace::Frozen(..) => 3,
        EarningPlace::InPayout(_) => 4,
        EarningPlace::Paid(_) => 5,
        EarningPlace::Reversed => 6,
    });
    let record = |cause: EarningCause, place| Earning {
        id: earning(),
        seller,
        minor: if matches!(cause, EarningCause::Recalled(..)) { -4702 } else { 4702 },
        cause,
        at: AT,
        place,
        moved_at: UNTIL,
        is_borne_by_site: false,
        lost_at: (place == EarningPlace::Reversed).then_some(UNTIL),
        recalled_from: (place == EarningPlace::Reversed).then(payout),
    };
    let of_sale = causes[0].clone();
    let by_cause = causes.into_iter().map(|cause| record(cause, EarningPlace::Available));
    let by_place = places.into_iter().map(|place| record(of_sale.clone(), place));
    by_cause.chain(by_place).collect()
}

pub(super) fn payouts() -> Vec<Payout> {
    let all = vec![
        PayoutStatus::Begun,
        PayoutStatus::Paid(UNTIL, transferred()),
        PayoutStatus::Failed(UNTIL, setback()),
        PayoutStatus::Returned(UNTIL, deed().into()),
    ];
    covers(&all, 4, |status| match status {
        PayoutStatus::Begun => 0,
        PayoutStatus::Paid(..) => 1,
        PayoutStatus::Failed(..) => 2,
        PayoutStatus::Returned(..) => 3,
    });
    let record = |status| Payout {
        id: payout(),
        seller: ids().user,
        lines: lines(),
        to: to(),
        begun_at: AT,
        status,
        attempt: Attempt { number: 1, since: AT },
        take_backs: [].into(),
    };
    let asked = [
        TakeBackStatus::Asked,
        TakeBackStatus::Done("trr_1".into()),
        TakeBackStatus::Refused(reason()),
    ];
    let attempt = Attempt { number: 2, since: UNTIL };
    let taken = |status| TakeBack { debt: earning(), minor: 120, asked_at: UNTIL, status };
    let take_backs = asked.map(taken).into();
    let to = PayoutTo::Provider(account());
    let at_provider = Payout { to, attempt, take_backs, ..record(all[1].clone()) };
    all.into_iter().map(record).chain([at_provider]).collect()
}

pub(super) fn runs() -> [PayoutRun; 2] {
    let closed = RunClosed { at: UNTIL, payouts: 2, minor: 70_000 };
    [None, Some(closed)].map(|closed| PayoutRun { id: run(), deed: deed(), begun_at: AT, closed })
}

pub(super) fn accounts() -> [PayoutAccount; 3] {
    let bank = BankAccount { holder: holder(), iban: iban(), given_at: AT };
    let (id, standing) = (account(), AccountStanding::Ready);
    let connected = ConnectedAccount { id, since: AT, standing };
    let none = PayoutAccount {
        id: ids().user,
        bank: None,
        connected: None,
        connections: 0,
        refused_at: None,
        paused: None,
        resumed: None,
    };
    [
        PayoutAccount { bank: Some(bank), resumed: Some(intervention()), ..none.clone() },
        PayoutAccount {
            connected: Some(connected),
            connections: 1,
            refused_at: Some(UNTIL),
            ..none.clone()
        },
        PayoutAccount { paused: Some(intervention()), ..none },
    ]
}

pub(super) fn books() -> Books {
    Books { id: BooksId::the_one(), opened_at: AT, before_minor: 123_456 }
}

pub(super) fn invoices() -> [FeeInvoice; 2] {
    let (account, month) = (ids().user, Month::parse("2026-11").unwrap());
    let kinds = [FeeInvoiceKind::Invoice, FeeInvoiceKind::CreditNote];
    let line = |payer| FeeLine { at: AT, order: ids().order, payer, gross: Price::MIN };
    kinds.map(|kind| FeeInvoice {
        id: FeeInvoiceId::of(account, month, kind.word(), 0),
        number: 17,
        account,
        month,
        kind,
        issuer: Issuer::new("Encore\nHamburg", "DE123456789", "19".parse().unwrap()),
        lines: [FeePayer::Buyer, FeePayer::Seller].map(line).into(),
        issued_at: AT,
    })
}

pub(super) fn series() -> InvoiceSeries {
    InvoiceSeries { id: InvoiceSeriesId::the_one(), last: 17 }
}
