//! What a bank reports of an account: camt.053 (statement) and camt.054 (notification) of ISO 20022,
//! in any of their versions, or CSV. Only what was booked, and names a payout, is read of it.

use roxmltree::{Document, Node, ParsingOptions};

use super::csv_report::read_csv;
use crate::types::{Currency, PayoutId, Price, Reason, legible};

/// How long a report may be.
pub const REPORT_BYTES_MAX: usize = 8 * 1024 * 1024;

/// How many elements and texts, or cells, it may have.
pub(super) const REPORT_NODES_MAX: u32 = 500_000;

/// How many characters of the bank's words are kept.
pub(super) const REASON_MAX: usize = 200;

/// What a bank says of a payout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankReportLine {
    /// Which payout.
    pub payout: PayoutId,
    /// How much was booked, if it says so in the site's currency.
    pub amount: Option<Price>,
    /// What was booked.
    pub booked: Booking,
}

/// What a bank has booked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Booking {
    /// The money has left.
    Paid,
    /// It has never left, and why, if the bank says so.
    Failed(Option<Reason>),
    /// It has come back, and why, if the bank says so.
    Returned(Option<Reason>),
}

/// Why something is no report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BankReportError {
    /// Longer than any.
    #[error("it is too large")]
    TooLarge,
    /// Not XML that is read here.
    #[error("it is no XML")]
    NotXml,
    /// XML of another kind, or no CSV with the columns that are read.
    #[error("it is neither a camt.053 nor a camt.054, nor has it the columns of a CSV")]
    NotReport,
    /// A CSV in which these lines are not as they must be; nothing of it is read.
    #[error("these lines are not as they must be: {0:?}")]
    WrongLines(Vec<usize>),
}

/// What a report says of payouts, in its order; the others that it names are somebody else's.
///
/// # Errors
/// When it is none.
pub fn read_report(
    bytes: &[u8],
    currency: Currency,
) -> Result<Vec<BankReportLine>, BankReportError> {
    if bytes.len() > REPORT_BYTES_MAX {
        return Err(BankReportError::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| BankReportError::NotXml)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if !text.trim_start().starts_with('<') {
        return read_csv(text, currency);
    }
    let options = ParsingOptions { nodes_limit: REPORT_NODES_MAX, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => BankReportError::TooLarge,
        _ => BankReportError::NotXml,
    })?;
    let root = document.root_element();
    let accounts = match child(root, "BkToCstmrStmt") {
        Some(statement) => children(statement, "Stmt"),
        None => {
            let notified = child(root, "BkToCstmrDbtCdtNtfctn");
            children(notified.ok_or(BankReportError::NotReport)?, "Ntfctn")
        }
    };
    let entries =
        accounts.flat_map(|account| children(account, "Ntry")).filter(|it| is_booked(*it));
    Ok(entries.flat_map(|entry| lines(entry, currency)).collect())
}

/// What an entry says of payouts: it may be of many at once.
fn lines<'a>(
    entry: Node<'a, 'a>,
    currency: Currency,
) -> impl Iterator<Item = BankReportLine> + use<'a> {
    let details = children(entry, "NtryDtls").flat_map(|details| children(details, "TxDtls"));
    details.filter_map(move |details| {
        let payout = text_at(details, &["Refs", "EndToEndId"])?.parse().ok()?;
        let amount = child(details, "Amt").or_else(|| at(details, &["AmtDtls", "TxAmt", "Amt"]));
        let amount = amount.filter(|amount| amount.attribute("Ccy") == Some(currency.code()));
        let amount = amount.and_then(|amount| Price::parse(amount.text()?, currency).ok());
        let way = text_at(details, &["CdtDbtInd"]).or_else(|| text_at(entry, &["CdtDbtInd"]));
        let booked = match way? {
            "DBIT" => Booking::Paid,
            "CRDT" => Booking::Returned(reason(details)),
            _ => return None,
        };
        Some(BankReportLine { payout, amount, booked })
    })
}

/// Not what is only expected; the word stands in an element of its own since version 8.
fn is_booked(entry: Node<'_, '_>) -> bool {
    let word = text_at(entry, &["Sts", "Cd"]).or_else(|| text_at(entry, &["Sts"]));
    word == Some("BOOK")
}

/// Why it came back: the bank's code, and its words if there are any.
fn reason(details: Node<'_, '_>) -> Option<Reason> {
    let code = text_at(details, &["RtrInf", "Rsn", "Cd"])
        .or_else(|| text_at(details, &["RtrInf", "Rsn", "Prtry"]));
    let words = text_at(details, &["RtrInf", "AddtlInf"]);
    let said: Vec<_> = code.into_iter().chain(words).collect();
    let said = legible(&said.join(": "), REASON_MAX);
    Reason::parse(&said).ok()
}

fn children<'a>(
    node: Node<'a, 'a>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'a>> + use<'a> {
    node.children().filter(move |child| child.tag_name().name() == name)
}

fn child<'a>(node: Node<'a, 'a>, name: &'static str) -> Option<Node<'a, 'a>> {
    children(node, name).next()
}

fn at<'a>(node: Node<'a, 'a>, path: &[&'static str]) -> Option<Node<'a, 'a>> {
    path.iter().try_fold(node, |node, name| child(node, name))
}

fn text_at<'a>(node: Node<'a, 'a>, path: &[&'static str]) -> Option<&'a str> {
    at(node, path)?.text().map(str::trim)
}
