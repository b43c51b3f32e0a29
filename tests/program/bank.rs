//! What goes to the bank and comes from it, judged by what others wrote: the schema that `sepaxml` has,
//! and the bank of `mock-bank`. How to have them: docs/testing.md.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use holdfast::{
    bank::{
        BankReportError, BankReportLine, Booking, CreditTransferError, Debtor, credit_transfer,
        end_to_end_id, read_report,
    },
    domain::{
        Arrival, Attempt, Deed, Payout, PayoutLine, PayoutRun, PayoutStatus, PayoutTo, RunClosed,
    },
    types::{
        AccountHolder, Currency, EarningId, Iban, PayoutId, PayoutRunId, Price, Reason, Timestamp,
        UserId, ZoneName,
    },
};
use serde_json::Value;

use crate::common::nats::{PYTHON, named};

/// Half past midnight in Berlin, on 30 November 2026.
const BEGUN_AT: Timestamp = Timestamp::from_millis(1_795_995_000_000);

fn berlin() -> ZoneName {
    ZoneName::parse("Europe/Berlin").unwrap()
}

fn run(payouts: u32, minor: i64) -> PayoutRun {
    let deed = Deed { by: UserId::from_bytes([9; 16]), reason: reason("the first of the month") };
    let closed = Some(RunClosed { at: BEGUN_AT, payouts, minor });
    PayoutRun { id: PayoutRunId::from_bytes([1; 16]), deed, begun_at: BEGUN_AT, closed }
}

fn reason(why: &str) -> Reason {
    Reason::parse(why).unwrap()
}

fn payout(n: u8, minor: i64, holder: &str, iban: &str) -> Payout {
    let line = PayoutLine { earning: EarningId::from_bytes([n; 16]), minor };
    let to = PayoutTo::Bank {
        run: PayoutRunId::from_bytes([1; 16]),
        holder: AccountHolder::parse(holder).unwrap(),
        iban: Iban::parse(iban).unwrap(),
    };
    // As ids are that are made of the time.
    let mut id = [n; 16];
    (id[6], id[8]) = (0x70, 0x80);
    Payout {
        id: PayoutId::from_bytes(id),
        seller: UserId::from_bytes([n; 16]),
        lines: [line].into(),
        to,
        begun_at: BEGUN_AT,
        status: PayoutStatus::Begun,
        attempt: Attempt { number: 1, since: BEGUN_AT },
        take_backs: [].into(),
    }
}

fn payouts() -> Vec<Payout> {
    vec![
        payout(2, 4702, "Jürgen Groß & Söhne", "DE89 3704 0044 0532 0130 00"),
        payout(3, 1000, "<Ὀδυσσεύς> \"O'Neill\"", "FR14 2004 1010 0505 0001 3M02 606"),
        payout(4, 12_345_678, &"É".repeat(70), "AT61 1904 3002 3457 3201"),
    ]
}

/// An account at the bank of `mock-bank`.
fn debtor() -> Debtor {
    let name = AccountHolder::parse("Encore – Tickets").unwrap();
    Debtor { name, iban: Iban::parse("NL41MOCK0000000001").unwrap() }
}

fn file_of(run: &PayoutRun, payouts: &[Payout]) -> Result<String, CreditTransferError> {
    credit_transfer(run, payouts, &debtor(), Currency::EUR, &berlin())
}

/// Gives a file to the bank, where one payout comes back; nothing if there is no bank here.
fn given(file: &str, comes_back: PayoutId) -> Option<Value> {
    let python = named(PYTHON)?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/common/give_to_bank.py");
    let mut command = Command::new(python);
    let command = command.arg(script).arg(end_to_end_id(comes_back));
    let mut bank = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    bank.stdin.take().unwrap().write_all(file.as_bytes()).unwrap();
    let said = bank.wait_with_output().unwrap();
    assert!(said.status.success(), "{file}");
    Some(serde_json::from_slice(&said.stdout).unwrap())
}

#[test]
fn a_bank_takes_a_run_once_and_says_what_became_of_it() {
    let (run, payouts) = (run(3, 12_351_380), payouts());
    let file = file_of(&run, &payouts).unwrap();
    let Some(found) = given(&file, payouts[1].id) else { return };
    assert_eq!(found["schema"], "");
    let [first, second] = [&found["answers"][0], &found["answers"][1]];
    assert_eq!((&first[0], &first[1]["status"]), (&202.into(), &"ACCP".into()), "{first}");
    assert_eq!((&first[1]["accepted"], &first[1]["rejected"]), (&3.into(), &0.into()), "{first}");
    assert_eq!((&second[0], &second[1]["reason"]), (&422.into(), &"DUPL".into()), "{second}");
    let paid = |payout: &Payout| BankReportLine {
        payout: payout.id,
        amount: Some(Price::from_minor(u32::try_from(payout.minor()).unwrap()).unwrap()),
        booked: Booking::Paid,
    };
    let mut expect: Vec<_> = payouts.iter().map(paid).collect();
    expect.push(BankReportLine {
        booked: Booking::Returned(Some(reason("AC04"))),
        ..paid(&payouts[1])
    });
    for kind in ["camt.053", "camt.054"] {
        let messages = found["messages"].as_array().unwrap().iter();
        let reports = messages.filter(|message| {
            message["type"].as_str().unwrap().starts_with(kind) && message["account"] == "ACME"
        });
        let lines = reports.flat_map(|report| {
            read_report(report["body"].as_str().unwrap().as_bytes(), Currency::EUR).unwrap()
        });
        assert_eq!(lines.collect::<Vec<_>>(), expect, "{kind}");
    }
}

#[test]
fn a_run_has_one_file_whatever_becomes_of_it() {
    let (run, mut payouts) = (run(3, 12_351_380), payouts());
    let file = file_of(&run, &payouts).unwrap();
    payouts.reverse();
    let deed = Deed { by: run.deed.by, reason: reason("as the bank says") };
    payouts[0].status = PayoutStatus::Paid(BEGUN_AT, Arrival::Said(deed.clone()));
    payouts[1].status = PayoutStatus::Returned(BEGUN_AT, deed.into());
    assert_eq!(file_of(&run, &payouts).unwrap(), file);
    let id = "01".repeat(16);
    for has in [
        &format!("<MsgId>{id}</MsgId>"),
        "<CreDtTm>2026-11-29T23:30:00.000Z</CreDtTm>",
        "<Dt>2026-11-30</Dt>",
        "<NbOfTxs>3</NbOfTxs>",
        "<CtrlSum>123513.80</CtrlSum>",
        "<Nm>Jurgen Gross + Sohne</Nm>",
        "<InstdAmt Ccy=\"EUR\">123456.78</InstdAmt>",
        &format!("<Nm>{}</Nm>", "E".repeat(70)),
    ] {
        assert!(file.contains(has), "{has}: {file}");
    }
}

#[test]
fn a_run_that_is_not_whole_or_not_in_euros_has_no_file() {
    let (closed, all) = (run(3, 12_351_380), payouts());
    let of_another = PayoutRun { id: PayoutRunId::from_bytes([7; 16]), ..closed.clone() };
    let open = PayoutRun { closed: None, ..closed.clone() };
    for (run, payouts, expect) in [
        (&open, &all[..], CreditTransferError::Open),
        (&of_another, &all, CreditTransferError::OtherPayouts),
        (&closed, &all[1..], CreditTransferError::OtherPayouts),
        (&run(3, 1), &all, CreditTransferError::OtherPayouts),
        (&run(0, 0), &[], CreditTransferError::Empty),
    ] {
        assert_eq!(file_of(run, payouts), Err(expect));
    }
    let francs = "CHF".parse().unwrap();
    let refused = credit_transfer(&closed, &all, &debtor(), francs, &berlin());
    assert_eq!(refused, Err(CreditTransferError::NotEuros));
}

#[test]
fn what_is_no_report_is_refused_and_what_is_not_ours_passed_over() {
    let entry = |status: &str, id: &str, details: &str| {
        format!(
            "<Ntry><CdtDbtInd>CRDT</CdtDbtInd>{status}<NtryDtls><TxDtls><Refs><EndToEndId>{id}\
             </EndToEndId></Refs>{details}</TxDtls></NtryDtls></Ntry>"
        )
    };
    let report = |entries: &str| {
        format!("<Document><BkToCstmrStmt><Stmt>{entries}</Stmt></BkToCstmrStmt></Document>")
    };
    let id = PayoutId::new();
    let ours = end_to_end_id(id);
    let line = |amount: Option<u32>, said: Option<Reason>| BankReportLine {
        payout: id,
        amount: amount.map(|minor| Price::from_minor(minor).unwrap()),
        booked: Booking::Returned(said),
    };
    let why = "<RtrInf><Rsn><Prtry>914</Prtry></Rsn><AddtlInf>KONTO \u{202e}ERLOSCHEN</AddtlInf></RtrInf>";
    let amount = "<AmtDtls><TxAmt><Amt Ccy=\"EUR\">47.02</Amt></TxAmt></AmtDtls>";
    for (entries, expect) in [
        (entry("<Sts>BOOK</Sts>", &ours, amount), vec![line(Some(4702), None)]),
        (
            entry("<Sts><Cd>BOOK</Cd></Sts>", &ours, &format!("<Amt Ccy=\"CHF\">1</Amt>{why}")),
            vec![line(None, Some(reason("914: KONTO ERLOSCHEN")))],
        ),
        (entry("<Sts>PDNG</Sts>", &ours, amount), vec![]),
        (entry("", &ours, amount), vec![]),
        (entry("<Sts>BOOK</Sts>", "NOTPROVIDED", amount), vec![]),
        (String::new(), vec![]),
    ] {
        let read = read_report(report(&entries).as_bytes(), Currency::EUR);
        assert_eq!(read, Ok(expect), "{entries}");
    }
    let entity = "<!DOCTYPE x [<!ENTITY a \"aa\">]>".to_owned() + &report("&a;");
    for (bytes, expect) in [
        (vec![], BankReportError::NotReport),
        (b"\xff".to_vec(), BankReportError::NotXml),
        (b"Date;Amount\n".to_vec(), BankReportError::NotReport),
        (b"<Date;Amount\n".to_vec(), BankReportError::NotXml),
        (entity.into_bytes(), BankReportError::NotXml),
        (b"<Document><CstmrPmtStsRpt/></Document>".to_vec(), BankReportError::NotReport),
        (vec![b' '; 8 * 1024 * 1024 + 1], BankReportError::TooLarge),
        ("<a>".repeat(2_000_000).into_bytes(), BankReportError::TooLarge),
        (report(&"<a/>".repeat(600_000)).into_bytes(), BankReportError::TooLarge),
    ] {
        let read = read_report(&bytes, Currency::EUR);
        assert_eq!(read, Err(expect), "{} bytes", bytes.len());
    }
}

#[test]
fn a_csv_says_the_same() {
    let [paid, back, failed] = [(); 3].map(|()| PayoutId::new());
    let line = |payout, minor, booked| BankReportLine {
        payout,
        amount: Some(Price::from_minor(minor).unwrap()),
        booked,
    };
    let expect = Ok(vec![
        line(paid, 4702, Booking::Paid),
        line(back, 1000, Booking::Returned(Some(reason("AC04: \"closed\", they say")))),
        line(failed, 123_400, Booking::Failed(None)),
    ]);
    let [paid_id, back_id] = [paid, back].map(end_to_end_id);
    // With whichever separator, quotes and marks, its columns in any order, and others between them.
    let plain = format!(
        "reference,amount,currency,status,reason\r\n{paid_id},47.02,EUR,paid,\r\n\
         {back_id},10.00,EUR,returned,\"AC04: \"\"closed\"\", they say\"\r\n\
         NOTPROVIDED,rent,,,\r\n\r\n{failed},1234.00,EUR,failed,\r\n"
    );
    let other = format!(
        "\u{feff}\"Status\";Booked on;\"Amount\";REFERENCE;currency;reason\n\
         Paid;2026-11-30;-47,02;{paid_id};eur;\n\
         RETURNED;;\"+10,00\";{back_id};EUR;\"AC04:\n\"\"closed\"\", they say\"\n\
         failed;;1234;{failed};EUR"
    );
    for text in [plain, other] {
        assert_eq!(read_report(text.as_bytes(), Currency::EUR), expect, "{text}");
    }
    assert_eq!(read_report(b"reference,amount,currency,status\n", Currency::EUR), Ok(vec![]));
}

#[test]
fn lines_of_a_csv_that_are_wrong_are_told_by_their_numbers() {
    let id = end_to_end_id(PayoutId::new());
    let read = |lines: &str| {
        let text = format!("reference;amount;currency;status\n{lines}");
        read_report(text.as_bytes(), Currency::EUR)
    };
    for wrong in [
        format!("{id};47.02;EUR;maybe"),
        format!("{id};47.02;CHF;paid"),
        format!("{id};much;EUR;paid"),
        format!("{id};;EUR;paid"),
        format!("{id};0;EUR;paid"),
        format!("{id};--1;EUR;paid"),
        format!("{id};1.234,50;EUR;paid"),
        format!("{id};47.02;EUR"),
        ";47.02;EUR;paid".to_owned(),
    ] {
        let right = format!("{id};47.02;EUR;paid");
        let refused = read(&format!("{right}\n{wrong}\n\n{wrong}\n{right}"));
        assert_eq!(refused, Err(BankReportError::WrongLines(vec![3, 5])), "{wrong}");
    }
    // A line that begins after one with a break in a cell.
    let broken = format!("{id};47.02;EUR;\"paid\n\"\n{id};much;EUR;paid\n");
    assert_eq!(read(&broken), Err(BankReportError::WrongLines(vec![4])));
    let endless = format!("{id};47.02;EUR;paid\n{id};\"47.02;EUR;paid\n");
    assert_eq!(read(&endless), Err(BankReportError::WrongLines(vec![3])));
    let many = format!("{id};much;EUR;paid\n").repeat(1000);
    assert_eq!(read(&many), Err(BankReportError::WrongLines((2..12).collect())));
    assert_eq!(read(&";".repeat(600_000)), Err(BankReportError::TooLarge));
}
