//! The books, as they are handed out, judged by programs that others wrote: beancount and hledger. How
//! to have them: docs/testing.md.

use std::{
    collections::BTreeMap,
    env, fs,
    io::Write as _,
    process::{Command, Stdio},
    sync::Arc,
    time::Duration,
};

use holdfast::{
    books::{BooksFormat, BooksWriter},
    domain::{
        Arrival, BooksEvent, CaseKind, ChargeEvent, CorrectionKind, Deed, Dispute,
        DisputeAtProvider, DisputeStatus, DomainEvent, Earning, EarningEvent, EarningPlace, Entry,
        IllegalEvent, Key, Order, OrderEvent, Payout, PayoutEvent, PayoutStatus, PayoutTo,
        Record as _, Row, Sale, Setback,
        ledger::{self, Account},
        rules::{
            disputes::{self, DisputedSale},
            earnings,
            payouts::{self, PayoutOutcome},
        },
    },
    types::{
        AccountHolder, BooksId, ChargeId, Currency, DisputeId, EarningId, EventId, Iban, OrderId,
        PayoutId, PayoutRunId, Price, ProviderAccount, Reason, TicketId, Timestamp, UserId,
        ZoneName,
    },
};

use crate::{
    common::nats::{PYTHON, named},
    history::{Random, long},
};

const HOUR: Duration = Duration::from_secs(3600);

/// How many entries one history has.
const STEPS: usize = 40;

/// What some sites do with money, one after the other, in books that are kept together.
struct Money {
    entries: Vec<Entry>,
    rows: BTreeMap<Key, Row>,
    at: Timestamp,
}

impl Money {
    /// So many histories that can be.
    fn random(random: &mut Random, histories: usize) -> Self {
        let at = Timestamp::from_millis(1_795_000_000_000);
        let mut money = Self { entries: vec![], rows: BTreeMap::new(), at };
        let before = BooksEvent::Opened(some(random, 100_000));
        money.happen(vec![DomainEvent::Books(BooksId::the_one(), before)]);
        for _ in 0..histories {
            money.history(random);
        }
        money
    }

    fn history(&mut self, random: &mut Random) {
        let sellers: Vec<_> =
            (0..=random.below(3)).map(|_| UserId::from_bytes(id(random))).collect();
        // Only theirs is looked at.
        let older = std::mem::take(&mut self.rows);
        let until = self.entries.len() + STEPS;
        while self.entries.len() < until {
            let seller = sellers[random.below(sellers.len())];
            let events = self.step(random, seller);
            self.at = match random.below(30) {
                0 => self.at - 30 * HOUR,
                hours => self.at + HOUR * u32::try_from(hours).unwrap(),
            };
            self.happen(events);
        }
        self.rows.extend(older);
    }

    /// Events of one entry, if they can be.
    fn happen(&mut self, events: Vec<DomainEvent>) {
        let entry = Entry { at: self.at, events };
        let before = |key| Ok::<_, IllegalEvent>(self.rows.get(&key).cloned());
        if let Ok(changes) = entry.changes(before)
            && !changes.is_empty()
        {
            self.rows.extend(changes.into_iter().map(|change| (change.new.key(), change.new)));
            self.entries.push(entry);
        }
    }

    /// What may happen next to a seller's money.
    fn step(&self, random: &mut Random, seller: UserId) -> Vec<DomainEvent> {
        let lines = self.rows.values().filter_map(Earning::in_row).map(AsRef::as_ref);
        let lines: Vec<&Earning> = lines.filter(|line| line.seller == seller).collect();
        let Some(line) = lines.get(random.below(lines.len())) else {
            return sale(random, seller, false);
        };
        let about = |event| DomainEvent::Earning(line.id, event);
        match random.below(21) {
            0..=3 => sale(random, seller, false),
            4 => sale(random, seller, true),
            5 => earnings::released(lines),
            6 if line.place == EarningPlace::BeforeBooks => {
                vec![about(EarningEvent::ReleasedByHand(deed(seller)))]
            }
            6 => vec![about(EarningEvent::Frozen(CaseKind::Claim))],
            7 => vec![about(EarningEvent::Thawed(CaseKind::Claim))],
            8 if line.is_lost() => vec![about(EarningEvent::PaidBackTwice)],
            8 if random.below(3) == 0 => vec![about(EarningEvent::BorneBySite)],
            8 => {
                let mut events = earnings::had_back(line);
                events.push(about(EarningEvent::Reversed));
                events.extend(self.asked_back(line));
                events
            }
            9..=10 => {
                let payout = PayoutId::from_bytes(id(random));
                let lines = payouts::lines(lines, 1).unwrap_or_default();
                payouts::begin(payout, seller, lines, to(random))
            }
            11..=12 => self.settle(random, seller, &lines),
            13..=17 => self.dispute(random, line),
            18 => self.take_back(random, seller),
            _ => correct(random, seller, &lines),
        }
    }

    /// A sale is disputed, or something comes of that.
    fn dispute(&self, random: &mut Random, line: &Earning) -> Vec<DomainEvent> {
        let Some(sale) = line.sale() else { return vec![] };
        let payment = ChargeId::from_bytes(*sale.order.as_bytes());
        let name = format!("du_{payment}");
        let id = DisputeId::of(&name);
        let known = self.rows.get(&Key::Dispute(id)).and_then(Dispute::in_row);
        let deed = Deed { by: line.seller, reason: reason() };
        if random.below(8) == 0 {
            return known.and_then(|known| disputes::bear(known, deed).ok()).unwrap_or_default();
        }
        if known.is_none() && random.below(3) == 0 {
            let paid = [
                ChargeEvent::Created(sale.order, sale.asked),
                ChargeEvent::Authorised("pi".into()),
                ChargeEvent::Completed,
                ChargeEvent::FeeRead(99),
            ];
            return paid.map(|event| DomainEvent::Charge(payment, event)).into();
        }
        let status = DisputeStatus::ALL[random.below(DisputeStatus::ALL.len())];
        let moved_minor = match status {
            DisputeStatus::Won => 0,
            _ if random.below(4) == 0 => some(random, sale.paid_minor()),
            _ => sale.paid_minor() + 100,
        };
        let now = DisputeAtProvider {
            name: name.into(),
            payment,
            minor: sale.paid_minor(),
            opened_at: self.at,
            status,
            due_by: None,
            moved_minor,
            fee_minor: if random.below(2) == 0 { 1500 } else { 0 },
        };
        let order = Arc::new(completed(sale.order, line.seller, payment));
        let sales = [DisputedSale { order, earning: Some(Arc::new(line.clone())) }];
        disputes::follow(known.map(AsRef::as_ref), &now, &sales, false).0
    }

    /// What a refund asks of the provider that has paid the sale.
    fn asked_back(&self, line: &Earning) -> Option<DomainEvent> {
        let payout = line.place.payout().or(line.recalled_from)?;
        let debt = EarningId::recalled(line.order()?, payout);
        let minor = match (line.place.payout(), self.rows.get(&Key::Earning(debt))) {
            (Some(_), _) => line.minor,
            (None, row) => earnings::owed_minor(Earning::in_row(row?)?),
        };
        let payout = Payout::in_row(self.rows.get(&Key::Payout(payout))?)?;
        payouts::take_back(payout, payout.left_minor(), debt, minor)
    }

    /// What the provider makes of that.
    fn take_back(&self, random: &mut Random, seller: UserId) -> Vec<DomainEvent> {
        let all = self.rows.values().filter_map(Payout::in_row);
        let asked = all.filter(|it| it.seller == seller).find_map(|it| Some((it, it.take_back()?)));
        let Some((payout, asked)) = asked else { return vec![] };
        let debt = self.rows.get(&Key::Earning(asked.debt)).and_then(Earning::in_row);
        match debt {
            Some(debt) if random.below(3) > 0 => payouts::taken_back(payout, debt, "trr".into()),
            _ => {
                let refused = PayoutEvent::TakeBackRefused(asked.debt, reason());
                vec![DomainEvent::Payout(payout.id, refused)]
            }
        }
    }

    fn settle(&self, random: &mut Random, seller: UserId, lines: &[&Earning]) -> Vec<DomainEvent> {
        let all = self.rows.values().filter_map(Payout::in_row);
        let theirs: Vec<_> = all.filter(|payout| payout.seller == seller).collect();
        let Some(payout) = theirs.get(random.below(theirs.len())) else { return vec![] };
        let is_at_provider = matches!(payout.to, PayoutTo::Provider(_));
        let outcome = match random.below(4) {
            0..=1 if is_at_provider => PayoutOutcome::Paid(Arrival::Transferred("tr".into())),
            0..=1 => PayoutOutcome::Paid(Arrival::Said(deed(seller))),
            2 => PayoutOutcome::Failed(Setback { by: None, reason: reason() }),
            _ => PayoutOutcome::Returned(deed(seller).into()),
        };
        payouts::settle(payout, lines, outcome).unwrap_or_default()
    }

    /// What is owed, and what is on its way, by the records.
    fn owed(&self) -> BTreeMap<String, i64> {
        let mut owed: BTreeMap<_, i64> = BTreeMap::new();
        for row in self.rows.values() {
            let (account, minor) = match row {
                Row::Earning(line) if line.place != EarningPlace::BeforeBooks => {
                    let Some(account) = ledger::account_of(line) else { continue };
                    (account, line.minor)
                }
                Row::Payout(payout) if payout.status == PayoutStatus::Begun => {
                    (Account::InTransit, payout.minor())
                }
                _ => continue,
            };
            *owed.entry(account.to_string()).or_default() -= minor;
        }
        owed.retain(|_, minor| *minor != 0);
        owed
    }

    fn written(&self, format: BooksFormat) -> String {
        let zone = ZoneName::parse("America/New_York").unwrap();
        let mut books = BooksWriter::begin(vec![], format, Currency::EUR, &zone).unwrap();
        for (position, entry) in (1..).zip(&self.entries) {
            books.entry(position, entry).unwrap();
        }
        String::from_utf8(books.end().unwrap()).unwrap()
    }
}

fn completed(id: OrderId, buyer: UserId, charge: ChargeId) -> Order {
    let (mut order, at) = (None, Timestamp::from_millis(1_795_000_000_000));
    let ticket = TicketId::from_bytes(*id.as_bytes());
    let created = OrderEvent::Created { ticket, buyer, price: Price::MIN, expires_at: at };
    for event in [created, OrderEvent::PaymentStarted(charge), OrderEvent::Completed(charge)] {
        Order::apply(&mut order, id, &event, at).unwrap();
    }
    order.unwrap()
}

fn sale(random: &mut Random, seller: UserId, is_before_books: bool) -> Vec<DomainEvent> {
    let order = OrderId::from_bytes(id(random));
    let price = |minor: i64| Price::from_minor(u32::try_from(minor).unwrap()).unwrap();
    let asked = some(random, 20_000) + 100;
    let mut fee = || (random.below(3) > 0).then(|| price(some(random, asked / 5)));
    let (buyer_fee, seller_fee) = (fee(), fee());
    let event = EventId::from_bytes([1; 16]);
    let asked = price(asked);
    let sale = Sale { order, event, asked, buyer_fee, seller_fee, is_before_books };
    vec![DomainEvent::Earning(EarningId::of_sale(order), EarningEvent::Earned(seller, sale))]
}

fn correct(random: &mut Random, seller: UserId, lines: &[&Earning]) -> Vec<DomainEvent> {
    let kind = CorrectionKind::ALL[random.below(4)];
    let minor = some(random, 5_000) * if random.below(2) == 0 { 1 } else { -1 };
    let available = lines.iter().filter(|line| line.place == EarningPlace::Available);
    let available = available.map(|line| line.minor).sum();
    if payouts::may_correct(kind, minor, available).is_err() {
        return vec![];
    }
    let event = EarningEvent::Corrected { seller, kind, minor, deed: deed(seller) };
    vec![DomainEvent::Earning(EarningId::from_bytes(id(random)), event)]
}

fn to(random: &mut Random) -> PayoutTo {
    let holder = AccountHolder::parse("Ann Example").unwrap();
    let iban = Iban::parse("DE89370400440532013000").unwrap();
    match random.below(2) {
        0 => PayoutTo::Bank { run: PayoutRunId::from_bytes(id(random)), holder, iban },
        _ => PayoutTo::Provider(ProviderAccount::parse("acct_1").unwrap()),
    }
}

fn deed(by: UserId) -> Deed {
    Deed { by, reason: reason() }
}

fn reason() -> Reason {
    Reason::parse("so it was").unwrap()
}

fn some(random: &mut Random, below: i64) -> i64 {
    i64::try_from(random.below(usize::try_from(below).unwrap())).unwrap() + 1
}

/// As ids are that are made of the time.
fn id(random: &mut Random) -> [u8; 16] {
    let mut id = [1; 16];
    id[1..8].copy_from_slice(&random.next().to_le_bytes()[..7]);
    id[9..].copy_from_slice(&random.next().to_le_bytes()[..7]);
    id
}

/// What each account comes to, as the file has it checked.
fn balances(books: &str) -> BTreeMap<String, i64> {
    let checked = books.lines().filter_map(|line| line.split_once(" balance "));
    let read = checked.map(|(_, checked)| {
        let mut words = checked.split_whitespace();
        (words.next().unwrap().to_owned(), cents(words.next().unwrap()))
    });
    read.collect()
}

fn cents(amount: &str) -> i64 {
    amount.replace('.', "").parse().unwrap()
}

/// What beancount finds in books; nothing if there is no beancount here.
fn beancount_finds(books: &str) -> Option<String> {
    let python = named(PYTHON)?;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("books.beancount");
    fs::write(&file, books).unwrap();
    let mut command = Command::new(python);
    let command = command.args(["-m", "beancount.scripts.check", "--no-cache"]).arg(&file);
    let said = command.output().unwrap();
    let found = [said.stdout, said.stderr].concat();
    let found = String::from_utf8(found).unwrap();
    assert_eq!(said.status.success(), found.is_empty(), "{found}");
    Some(found)
}

/// What the accounts come to as hledger sums them up; nothing if there is none here. It does not know
/// of beancount's options, and of its checks and openings.
fn hledger_sums(books: &str) -> Option<BTreeMap<String, i64>> {
    let is_there = Command::new("hledger").arg("--version").output().is_ok();
    if !is_there {
        eprintln!("skipped: there is no hledger; docs/testing.md says how to have it");
        assert!(env::var_os("CI").is_none(), "there is no hledger");
        return None;
    }
    let is_known = |line: &&str| {
        !["option ", "plugin ", "  at:"].iter().any(|word| line.starts_with(word))
            && ![" open ", " balance "].iter().any(|word| line.contains(word))
    };
    let journal: Vec<_> = books.lines().filter(is_known).collect();
    let mut command = Command::new("hledger");
    let command = command.args(["-f", "-", "balance", "--flat", "--no-total", "-O", "csv"]);
    let mut hledger = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    hledger.stdin.take().unwrap().write_all(journal.join("\n").as_bytes()).unwrap();
    let said = hledger.wait_with_output().unwrap();
    assert!(said.status.success());
    let said = String::from_utf8(said.stdout).unwrap();
    let sums = said.lines().skip(1).map(|line| {
        let (account, amount) = line.trim_matches('"').split_once("\",\"").unwrap();
        (account.to_owned(), cents(amount.strip_suffix(" EUR").unwrap()))
    });
    Some(sums.collect())
}

#[test]
fn others_find_nothing_wrong_with_the_books_of_random_histories() {
    let (files, histories) = if long() { (20, 500) } else { (1, 500) };
    for seed in 1..=files {
        let money = Money::random(&mut Random::new(seed), histories);
        let books = money.written(BooksFormat::Beancount);
        let mut sums = balances(&books);
        let is_of_sellers = |account: &str| account.starts_with("Liabilities:");
        sums.retain(|_, minor| *minor != 0);
        let mut of_sellers = sums.clone();
        of_sellers.retain(|account, _| is_of_sellers(account));
        assert_eq!(of_sellers, money.owed(), "seed {seed}");
        if let Some(found) = beancount_finds(&books) {
            assert_eq!(found, "", "seed {seed}");
        }
        if let Some(theirs) = hledger_sums(&books) {
            assert_eq!(theirs, sums, "seed {seed}");
        }
        // Each posting is a line, and they come to the same.
        let mut in_csv: BTreeMap<String, i64> = BTreeMap::new();
        for line in money.written(BooksFormat::Csv).lines().skip(1) {
            let cells: Vec<_> = line.split(',').collect();
            let [.., account, debit, credit, "EUR"] = cells[..] else { panic!("{line}") };
            let minor = if credit.is_empty() { cents(debit) } else { -cents(credit) };
            *in_csv.entry(account.to_owned()).or_default() += minor;
        }
        in_csv.retain(|_, minor| *minor != 0);
        assert_eq!(in_csv, sums, "seed {seed}");
        for what in [
            "sale",
            "released",
            "refund",
            "refund borne by the site",
            "case opened",
            "case over",
            "provider's fee",
            "gone for a dispute",
            "back from a dispute",
            "lost to a dispute",
            "dispute borne by the site",
            "dispute lost",
            "paid back twice",
            "payout begun",
            "payout arrived",
            "payout failed",
            "payout came back",
            "penalty",
            "adjustment",
            "debt paid",
            "debt written off",
            "books opened",
        ] {
            assert!(books.contains(&format!(" * \"{what}\" ")), "there is a {what}");
        }
    }
}

#[test]
fn what_is_wrong_in_books_is_found() {
    let money = Money::random(&mut Random::new(7), 3);
    let books = money.written(BooksFormat::Beancount);
    let sale = books.split("\n\n").find(|part| part.contains("\"sale\"")).unwrap().to_owned();
    let (kept, dropped) = sale.rsplit_once("\n  ").unwrap();
    let wrong_sign = match dropped.contains('-') {
        true => dropped.replace("  -", "  "),
        false => dropped.replace("  ", "  -"),
    };
    let asserted = books.lines().rfind(|line| line.contains(" balance ")).unwrap();
    let another_sum = asserted.replace('.', "9.");
    for (what, wrong, says) in [
        ("nothing", books.clone(), ""),
        ("a posting is gone", books.replace(&sale, kept), "does not balance"),
        ("wrong sign", books.replace(dropped, &wrong_sign), "does not balance"),
        ("twice", format!("{books}\n{sale}\n"), "Duplicate"),
        ("gone", books.replace(&sale, ""), "Balance failed"),
        ("another sum", books.replace(asserted, &another_sum), "Balance failed"),
    ] {
        let Some(found) = beancount_finds(&wrong) else { return };
        assert!(found.contains(says) && found.is_empty() == says.is_empty(), "{what}: {found}");
    }
}
