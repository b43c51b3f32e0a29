//! The books of a data folder and a year's report, for programs that others wrote.

use std::{fs, path::Path};

use crate::common::{
    GOOD_CARD, Visitor,
    program::{Program, run},
};
use holdfast::{
    domain::{
        Deed, DomainEvent, EarningEvent, Entry, OrderEvent, PasswordHash, PayoutAccountEvent, Sale,
        TicketEvent, UserEvent,
    },
    storage::{
        codec,
        journal::{self, Commit, JournalWriter},
    },
    types::{
        AccountHolder, ChargeId, EarningId, Email, EventId, Iban, OrderId, Price, Reason, TicketId,
        Timestamp, Title, UserId, ZoneName,
    },
};

/// A data folder with this journal.
fn folder_of(entries: &[Entry]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let journal_folder = journal::folder_in(&folder.path().join("data"));
    fs::create_dir_all(&journal_folder).unwrap();
    let end = journal::replay(&journal_folder, |_, _| Ok(())).unwrap();
    let mut writer = JournalWriter::open(&journal_folder, &end, 1 << 20).unwrap();
    let entries: Vec<_> = entries.iter().map(|entry| codec::encode_entry(entry).unwrap()).collect();
    assert!(matches!(writer.commit(&entries), Commit::Durable { .. }));
    writer.close().unwrap();
    folder
}

fn said(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let (code, said) = run(folder, arguments, variables);
    assert_eq!(code, Some(0), "{arguments:?}: {said}");
    said
}

fn price(minor: u32) -> Price {
    Price::from_minor(minor).unwrap()
}

const BERLIN: (&str, &str) = ("HOLDFAST_SITE__TIME_ZONE", "Europe/Berlin");

/// A moment in Berlin.
fn at(local: &str) -> Timestamp {
    Timestamp::parse_local(local, &ZoneName::parse(BERLIN.1).unwrap()).unwrap()
}

#[test]
fn books_are_in_the_sites_currency_and_by_its_days() {
    let order = OrderId::from_bytes([1; 16]);
    let (line, seller) = (EarningId::of_sale(order), UserId::from_bytes([2; 16]));
    let sale = Sale {
        order,
        event: EventId::from_bytes([3; 16]),
        asked: price(4950),
        buyer_fee: Some(price(495)),
        seller_fee: Some(price(248)),
        is_before_books: false,
    };
    let entry =
        |local, event| Entry { at: at(local), events: vec![DomainEvent::Earning(line, event)] };
    let folder = folder_of(&[
        entry("2026-12-31T23:30", EarningEvent::Earned(seller, sale)),
        entry("2027-01-01T00:30", EarningEvent::Released),
    ]);
    let books = said(folder.path(), &["books", "--beancount"], &[BERLIN]);
    let expect = format!(
        "option \"operating_currency\" \"EUR\"
plugin \"beancount.plugins.noduplicates\"

2026-12-31 * \"sale\" ^entry-1 ^order-{order}
  at: \"2026-12-31T22:30:00.000Z\"
  Income:Fee:Buyer  -4.95 EUR
  Income:Fee:Seller  -2.48 EUR
  Assets:Provider  54.45 EUR
  Liabilities:Sellers:{seller}:Held  -47.02 EUR

2027-01-01 * \"released\" ^entry-2 ^order-{order}
  at: \"2026-12-31T23:30:00.000Z\"
  Liabilities:Sellers:{seller}:Held  47.02 EUR
  Liabilities:Sellers:{seller}:Available  -47.02 EUR

2026-12-31 open Assets:Provider EUR
2027-01-01 balance Assets:Provider  54.45 ~ 0 EUR

2026-12-31 open Liabilities:Sellers:{seller}:Held EUR
2027-01-02 balance Liabilities:Sellers:{seller}:Held  0.00 ~ 0 EUR

2027-01-01 open Liabilities:Sellers:{seller}:Available EUR
2027-01-02 balance Liabilities:Sellers:{seller}:Available  -47.02 ~ 0 EUR

2026-12-31 open Income:Fee:Buyer EUR
2027-01-01 balance Income:Fee:Buyer  -4.95 ~ 0 EUR

2026-12-31 open Income:Fee:Seller EUR
2027-01-01 balance Income:Fee:Seller  -2.48 ~ 0 EUR
"
    );
    assert_eq!(books, expect);
    let yen = [BERLIN, ("HOLDFAST_SITE__CURRENCY", "JPY")];
    let books = said(folder.path(), &["books", "data", "--csv"], &yen);
    let expect = format!(
        "position,at,what,order,payout,account,debit,credit,currency
1,2026-12-31T22:30:00.000Z,sale,{order},,Income:Fee:Buyer,,495,JPY
1,2026-12-31T22:30:00.000Z,sale,{order},,Income:Fee:Seller,,248,JPY
1,2026-12-31T22:30:00.000Z,sale,{order},,Assets:Provider,5445,,JPY
1,2026-12-31T22:30:00.000Z,sale,{order},,Liabilities:Sellers:{seller}:Held,,4702,JPY
2,2026-12-31T23:30:00.000Z,released,{order},,Liabilities:Sellers:{seller}:Held,4702,,JPY
2,2026-12-31T23:30:00.000Z,released,{order},,Liabilities:Sellers:{seller}:Available,,4702,JPY
"
    );
    assert_eq!(books.replace('\r', ""), expect);
}

#[tokio::test]
async fn books_are_read_beside_the_site() {
    let folder = tempfile::tempdir().unwrap();
    let (site, address) = Program::serve(folder.path(), &[]);
    let [mut seller, mut buyer] = [Visitor::at(address), Visitor::at(address)];
    seller.sign_up("anna").await;
    buyer.sign_up("ben").await;
    let ticket = seller.list("Row 5", "49.50").await;
    let order = buyer.buy(&ticket, "49.50").await.sent_to();
    buyer.pay(&order, GOOD_CARD).await;
    let books = said(folder.path(), &["books", "--csv"], &[]);
    assert!(books.contains(",Assets:Provider,49.50,,EUR"), "{books}");
    site.kill();
    assert_eq!(said(folder.path(), &["books", "--csv"], &[]), books);
    for (arguments, code, says) in [
        (&["books"][..], 2, "--beancount"),
        (&["books", "--beancount", "--csv"], 2, "cannot be used with"),
        (&["books", "nothing", "--csv"], 1, "nothing is not a Holdfast data folder"),
        (&["report", "2026", "nothing"], 1, "nothing is not a Holdfast data folder"),
        (&["report", "26"], 2, "1970"),
        (&["report"], 2, "YEAR"),
    ] {
        let (ended, said) = run(folder.path(), arguments, &[]);
        assert_eq!(ended, Some(code), "{arguments:?}: {said}");
        assert!(said.contains(says), "{arguments:?}: {said}");
    }
}

/// A site of which sellers and sales are told.
#[derive(Default)]
struct Told {
    entries: Vec<Entry>,
    orders: u8,
}

impl Told {
    fn tell(&mut self, at: Timestamp, events: Vec<DomainEvent>) {
        self.entries.push(Entry { at, events });
    }

    fn seller(&mut self, n: u8, email: &str) -> UserId {
        let seller = UserId::from_bytes([n; 16]);
        let (email, password) = (Email::parse(email).unwrap(), PasswordHash("none".into()));
        let created = UserEvent::Created { email, password };
        self.tell(at("2025-01-01T12:00"), vec![DomainEvent::User(seller, created)]);
        seller
    }

    /// A sale at a moment, of so much, of which the buyer pays a tenth more.
    fn sale(&mut self, seller: UserId, local: &str, minor: u32) -> OrderId {
        self.orders += 1;
        let mut bytes = [0; 16];
        bytes[0] = self.orders;
        let (ticket, order) = (TicketId::from_bytes(bytes), OrderId::from_bytes(bytes));
        let (at, charge) = (at(local), ChargeId::from_bytes(bytes));
        let listed = TicketEvent::Created {
            event: EventId::from_bytes([1; 16]),
            event_starts_at: at,
            seller,
            title: Title::parse("Row 5").unwrap(),
            price: price(minor),
        };
        let created = OrderEvent::Created {
            ticket,
            buyer: UserId::from_bytes([200; 16]),
            price: price(minor + minor / 10),
            expires_at: at,
        };
        let order_events = [
            created,
            OrderEvent::FeeIncluded(price(minor / 10)),
            OrderEvent::SellerFeeIncluded(price(100)),
            OrderEvent::PaymentStarted(charge),
            OrderEvent::Completed(charge),
        ];
        let mut events = vec![DomainEvent::Ticket(ticket, listed)];
        events.extend(order_events.map(|event| DomainEvent::Order(order, event)));
        self.tell(at, events);
        order
    }

    /// The money of a sale goes back in the next year, and this is booked with it.
    fn give_back(&mut self, order: OrderId, booked: Vec<EarningEvent>) {
        let (by, reason) = (UserId::from_bytes([9; 16]), Reason::parse("it is off").unwrap());
        let asked = OrderEvent::RefundAsked { deed: Deed { by, reason }, relist: false };
        let refunded = OrderEvent::Refunded("re_1".into());
        let line = EarningId::of_sale(order);
        let events = [asked, refunded].map(|event| DomainEvent::Order(order, event));
        let booked = booked.into_iter().map(|event| DomainEvent::Earning(line, event));
        self.tell(at("2027-02-01T12:00"), events.into_iter().chain(booked).collect());
    }
}

#[test]
fn a_report_has_the_sellers_of_many_sales_or_of_much() {
    let mut told = Told::default();
    let [many, much, few] = [
        told.seller(1, "many@example.org"),
        told.seller(2, "much@example.org"),
        told.seller(3, "few@example.org"),
    ];
    let holder = AccountHolder::parse("=Ann, Example").unwrap();
    let iban = Iban::parse("DE89370400440532013000").unwrap();
    let bank = PayoutAccountEvent::BankGiven(holder, iban);
    told.tell(at("2026-02-01T12:00"), vec![DomainEvent::PayoutAccount(much, bank)]);
    for _ in 0..29 {
        told.sale(many, "2026-03-31T23:59", 1000);
        told.sale(few, "2026-05-01T12:00", 1000);
    }
    told.sale(many, "2026-04-01T00:00", 1000);
    // The last minute of the year before, and the first of the next.
    told.sale(few, "2025-12-31T23:59", 500_000);
    told.sale(few, "2027-01-01T00:00", 500_000);
    told.sale(much, "2026-01-01T00:00", 100_000);
    told.sale(much, "2026-12-31T23:59", 100_000);
    let back = told.sale(few, "2026-07-01T12:00", 900_000);
    told.give_back(back, vec![]);
    // Its seller was paid all the same.
    let borne = told.sale(many, "2026-07-01T12:00", 1000);
    let sale = Sale {
        order: borne,
        event: EventId::from_bytes([1; 16]),
        asked: price(1000),
        buyer_fee: Some(price(100)),
        seller_fee: Some(price(100)),
        is_before_books: false,
    };
    // What a buyer's bank has taken is nobody's.
    let lost = told.sale(few, "2026-07-01T12:00", 900_000);
    let taken =
        [EarningEvent::Earned(few, Sale { order: lost, ..sale }), EarningEvent::LostToDispute];
    let taken = taken.map(|event| DomainEvent::Earning(EarningId::of_sale(lost), event));
    told.tell(at("2026-08-01T12:00"), taken.into());
    told.give_back(borne, vec![EarningEvent::Earned(many, sale), EarningEvent::BorneBySite]);
    let folder = folder_of(&told.entries);
    let report = said(folder.path(), &["report", "2026"], &[BERLIN]);
    let ann = "much@example.org,\"'=Ann, Example\",DE89370400440532013000";
    let expect = format!(
        "year,quarter,seller,email,account_holder,iban,sales,asked,fees,currency
2026,1,{many},many@example.org,,,29,290.00,58.00,EUR
2026,2,{many},many@example.org,,,1,10.00,2.00,EUR
2026,3,{many},many@example.org,,,1,10.00,2.00,EUR
2026,4,{many},many@example.org,,,0,0.00,0.00,EUR
2026,1,{much},{ann},1,1000.00,101.00,EUR
2026,2,{much},{ann},0,0.00,0.00,EUR
2026,3,{much},{ann},0,0.00,0.00,EUR
2026,4,{much},{ann},1,1000.00,101.00,EUR
"
    );
    assert_eq!(report.replace('\r', ""), expect);
    let other = [BERLIN, ("HOLDFAST_SITE__CURRENCY", "CHF")];
    let report = said(folder.path(), &["report", "2026"], &other);
    assert!(report.contains("every seller is listed") && report.contains("few@"), "{report}");
}
