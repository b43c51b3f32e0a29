//! What a bank reports, as CSV: for banks that have nothing better, and what somebody has put
//! together by hand.

use super::{
    BankReportError, BankReportLine, Booking,
    report::{REASON_MAX, REPORT_NODES_MAX},
};
use crate::types::{Currency, Price, Reason, legible};

/// How many wrong lines are told.
const WRONG_LINES_TOLD: usize = 10;

/// The columns that are read, in any order; all but the last must be there.
const COLUMNS: [&str; 5] = ["reference", "amount", "currency", "status", "reason"];

/// A line that is not as it must be.
struct WrongLine;

/// What a CSV says of payouts, in its order; the others that it names are somebody else's.
pub(super) fn read_csv(
    text: &str,
    currency: Currency,
) -> Result<Vec<BankReportLine>, BankReportError> {
    let header = text.lines().next().unwrap_or_default();
    let separator = if header.contains(';') { ';' } else { ',' };
    let mut records = Records { text, separator, line: 1, cells_left: REPORT_NODES_MAX };
    let (_, header) = records.next_record()?.ok_or(BankReportError::NotReport)?;
    let place = |name: &str| header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
    let places = COLUMNS.map(place);
    let [Some(reference), Some(amount), Some(of_currency), Some(status), reason] = places else {
        return Err(BankReportError::NotReport);
    };
    let (mut lines, mut wrong) = (vec![], vec![]);
    while let Some((number, cells)) = records.next_record()? {
        let cell = |place: usize| cells.get(place).map_or("", |cell| cell.trim());
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let said = [cell(reference), cell(amount), cell(of_currency), cell(status)];
        let why = reason.map_or("", cell);
        match line(said, why, currency) {
            Ok(line) => lines.extend(line),
            Err(WrongLine) => wrong.push(number),
        }
    }
    wrong.truncate(WRONG_LINES_TOLD);
    if wrong.is_empty() { Ok(lines) } else { Err(BankReportError::WrongLines(wrong)) }
}

/// What a line says; nothing if it is about somebody else's.
fn line(
    [reference, amount, of_currency, status]: [&str; 4],
    why: &str,
    currency: Currency,
) -> Result<Option<BankReportLine>, WrongLine> {
    let Ok(payout) = reference.parse() else {
        return if reference.is_empty() { Err(WrongLine) } else { Ok(None) };
    };
    let why = Reason::parse(&legible(why, REASON_MAX)).ok();
    let booked = match status.to_ascii_lowercase().as_str() {
        "paid" => Booking::Paid,
        "failed" => Booking::Failed(why),
        "returned" => Booking::Returned(why),
        _ => return Err(WrongLine),
    };
    // Which way it went the status says.
    let amount = amount.strip_prefix(['-', '+']).unwrap_or(amount).replace(',', ".");
    let amount = match of_currency.eq_ignore_ascii_case(currency.code()) {
        true => Price::parse(&amount, currency).map_err(|_| WrongLine)?,
        false => return Err(WrongLine),
    };
    Ok(Some(BankReportLine { payout, amount: Some(amount), booked }))
}

/// Records of CSV (RFC 4180), with the number of the line on which each begins.
struct Records<'a> {
    text: &'a str,
    separator: char,
    line: usize,
    cells_left: u32,
}

impl Records<'_> {
    fn next_record(&mut self) -> Result<Option<(usize, Vec<String>)>, BankReportError> {
        if self.text.is_empty() {
            return Ok(None);
        }
        let (number, mut cells, mut is_quoted) = (self.line, vec![String::new()], false);
        let mut chars = self.text.chars().peekable();
        let mut bytes = 0;
        while let Some(c) = chars.next() {
            bytes += c.len_utf8();
            self.line += usize::from(c == '\n');
            let Some(cell) = cells.last_mut() else { break };
            match c {
                '"' if is_quoted && chars.peek() == Some(&'"') => {
                    bytes += 1;
                    chars.next();
                    cell.push('"');
                }
                '"' => is_quoted = !is_quoted,
                '\n' if !is_quoted => break,
                c if c == self.separator && !is_quoted => {
                    self.cells_left =
                        self.cells_left.checked_sub(1).ok_or(BankReportError::TooLarge)?;
                    cells.push(String::new());
                }
                c => cell.push(c),
            }
        }
        self.text = &self.text[bytes..];
        self.cells_left = self.cells_left.checked_sub(1).ok_or(BankReportError::TooLarge)?;
        // One that never ends would have swallowed what comes after it.
        if is_quoted {
            return Err(BankReportError::WrongLines(vec![number]));
        }
        Ok(Some((number, cells)))
    }
}
