//! A run of payouts as a SEPA credit transfer: pain.001.001.09 of ISO 20022, as the guidelines of the
//! European Payments Council (EPC132-08) want it.
//!
//! **Invariant:** a run has one file. Its bytes follow from what never changes about the run, so that a
//! bank that is given it twice sees that it is the same.

use any_ascii::any_ascii;

use super::{end_to_end_id, hex};
use crate::{
    domain::{Payout, PayoutRun, PayoutTo},
    types::{AccountHolder, Currency, Day, Iban, ZoneName},
};

/// How many characters of a name a bank takes.
const NAME_MAX: usize = 70;

/// The account from which sellers are paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Debtor {
    /// In whose name it is.
    pub name: AccountHolder,
    /// Its number.
    pub iban: Iban,
}

/// Why there is no file of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CreditTransferError {
    /// SEPA has one currency.
    #[error("SEPA credit transfers are in euros")]
    NotEuros,
    /// More payouts may come.
    #[error("the run is being made")]
    Open,
    /// These are not the payouts that it has.
    #[error("these are not all of its payouts, or others")]
    OtherPayouts,
    /// Nobody is paid by it.
    #[error("the run has no payouts")]
    Empty,
}

/// The file of a run and all of its payouts, to be executed on the day on which it was made; days are
/// those of a zone.
///
/// # Errors
/// When there can be none.
pub fn credit_transfer<'a>(
    run: &PayoutRun,
    payouts: impl IntoIterator<Item = &'a Payout>,
    debtor: &Debtor,
    currency: Currency,
    zone: &ZoneName,
) -> Result<String, CreditTransferError> {
    if currency != Currency::EUR {
        return Err(CreditTransferError::NotEuros);
    }
    let closed = run.closed.ok_or(CreditTransferError::Open)?;
    let mut payouts: Vec<&Payout> = payouts.into_iter().collect();
    payouts.sort_unstable_by_key(|payout| payout.id);
    let minor: i64 = payouts.iter().map(|payout| payout.minor()).sum();
    let are_its =
        payouts.iter().all(|payout| payout.run() == Some(run.id)) && closed.minor == minor;
    if !are_its || usize::try_from(closed.payouts) != Ok(payouts.len()) {
        return Err(CreditTransferError::OtherPayouts);
    }
    if payouts.is_empty() {
        return Err(CreditTransferError::Empty);
    }
    let (id, count, sum) = (hex(run.id.as_bytes()), payouts.len(), decimal(minor));
    let (made_at, day) = (run.begun_at.rfc3339(), Day::of(run.begun_at, zone));
    let (name, iban) = (bank_name(debtor.name.as_str()), debtor.iban.as_str());
    let transfers: Option<String> = payouts.into_iter().map(transfer).collect();
    let transfers = transfers.ok_or(CreditTransferError::OtherPayouts)?;
    Ok(format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">
<CstmrCdtTrfInitn>
<GrpHdr>
<MsgId>{id}</MsgId>
<CreDtTm>{made_at}</CreDtTm>
<NbOfTxs>{count}</NbOfTxs>
<CtrlSum>{sum}</CtrlSum>
<InitgPty><Nm>{name}</Nm></InitgPty>
</GrpHdr>
<PmtInf>
<PmtInfId>{id}</PmtInfId>
<PmtMtd>TRF</PmtMtd>
<BtchBookg>false</BtchBookg>
<NbOfTxs>{count}</NbOfTxs>
<CtrlSum>{sum}</CtrlSum>
<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>
<ReqdExctnDt><Dt>{day}</Dt></ReqdExctnDt>
<Dbtr><Nm>{name}</Nm></Dbtr>
<DbtrAcct><Id><IBAN>{iban}</IBAN></Id></DbtrAcct>
<DbtrAgt><FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></DbtrAgt>
<ChrgBr>SLEV</ChrgBr>
{transfers}</PmtInf>
</CstmrCdtTrfInitn>
</Document>
"#
    ))
}

fn transfer(payout: &Payout) -> Option<String> {
    let PayoutTo::Bank { holder, iban, .. } = &payout.to else { return None };
    let (id, reference) = (payout.id, end_to_end_id(payout.id));
    let (name, iban) = (bank_name(holder.as_str()), iban.as_str());
    let amount = decimal(payout.minor());
    Some(format!(
        r#"<CdtTrfTxInf>
<PmtId><EndToEndId>{reference}</EndToEndId></PmtId>
<Amt><InstdAmt Ccy="EUR">{amount}</InstdAmt></Amt>
<Cdtr><Nm>{name}</Nm></Cdtr>
<CdtrAcct><Id><IBAN>{iban}</IBAN></Id></CdtrAcct>
<RmtInf><Ustrd>Payout {id}</Ustrd></RmtInf>
</CdtTrfTxInf>
"#
    ))
}

/// What a payout or a run comes to, which is more than nothing.
fn decimal(minor: i64) -> String {
    Currency::EUR.decimal(minor.unsigned_abs())
}

/// A name in the characters that every bank takes, none of which means anything in XML.
fn bank_name(name: &str) -> String {
    let mut plain = String::new();
    for c in any_ascii(name).chars() {
        let c = match c {
            c if c.is_ascii_alphanumeric() || "/-?:().,'+".contains(c) => c,
            '&' => '+',
            _ => ' ',
        };
        if c != ' ' || !(plain.is_empty() || plain.ends_with(' ')) {
            plain.push(c);
        }
    }
    plain.truncate(NAME_MAX);
    match plain.trim_end() {
        "" => "NOTPROVIDED".to_owned(),
        plain => plain.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_as_banks_take_them() {
        for (name, expect) in [
            ("Ann Example", "Ann Example"),
            ("Jürgen Groß & Söhne", "Jurgen Gross + Sohne"),
            ("<Ann> \"the\" @_Example_", "Ann the Example"),
            ("Ὀδυσσεύς", "Odysseys"),
            ("株式会社", "ZhuShiHuiShe"),
            ("_", "NOTPROVIDED"),
            (&"Ä".repeat(71), &"A".repeat(70)),
            (&format!("{} b", "a".repeat(69)), &"a".repeat(69)),
        ] {
            assert_eq!(bank_name(name), expect, "{name}");
        }
    }
}
