//! Invoices of the site's fees.

use super::{Language, texts};
use crate::domain::{FeeInvoiceKind, FeePayer};

texts! {
    fee_invoices_title() en: "Invoices of fees", de: "Rechnungen über Gebühren";
    fee_invoices_hint()
        en: "What you have paid to the site, month by month",
        de: "Was du der Seite bezahlt hast, Monat für Monat";
    fee_invoices_lead()
        en: "For each month that is over there is one invoice of all fees that you have paid as a buyer \
             and as a seller, and a credit note if you got some back.",
        de: "Zu jedem Monat, der vorbei ist, gibt es eine Rechnung über alle Gebühren, die du beim Kaufen \
             und Verkaufen bezahlt hast, und eine Gutschrift, wenn du welche zurückbekommen hast.";
    fee_invoices_make() en: "Make those that are due", de: "Fällige erstellen";
    fee_invoices_no_issuer()
        en: "Whoever runs this site has not said yet who they are, so there are no invoices.",
        de: "Der Betreiber dieser Seite hat noch nicht angegeben, wer er ist. Deshalb gibt es keine \
             Rechnungen.";
    fee_invoices_none_title() en: "No invoices yet", de: "Noch keine Rechnungen";
    fee_invoices_none()
        en: "Here they are once they are made.",
        de: "Hier stehen sie, sobald sie erstellt sind.";
    fee_invoices_made() en: "The invoices are made.", de: "Die Rechnungen sind erstellt.";
    fee_invoices_not_due()
        en: "No invoice is due: all months that are over have theirs.",
        de: "Keine Rechnung ist fällig: Jeder Monat, der vorbei ist, hat seine schon.";
    fee_invoice_number(number: u32) en: "Invoice no. {number}", de: "Rechnung Nr. {number}";
    credit_note_number(number: u32) en: "Credit note no. {number}", de: "Gutschrift Nr. {number}";
    invoice_issuer() en: "Issued by", de: "Aussteller";
    invoice_tax_id() en: "Tax id", de: "Steuernummer";
    invoice_for() en: "For", de: "Für";
    invoice_issued_on() en: "Issued on", de: "Ausgestellt am";
    invoice_month() en: "Month", de: "Monat";
    invoice_net() en: "Net", de: "Netto";
    invoice_tax() en: "Tax", de: "Steuer";
    invoice_gross() en: "Gross", de: "Brutto";
    invoice_of_which(net: &str, tax: &str)
        en: "net {net}, tax {tax}",
        de: "netto {net}, Steuer {tax}";
    invoice_tax_included(percent: &str)
        en: "Tax: {percent} % of the net amount, rounded line by line. What is listed is paid already.",
        de: "Steuer: {percent} % vom Nettobetrag, Zeile für Zeile gerundet. Was hier steht, ist schon \
             bezahlt.";
    taken_back_of_invoice(number: u32)
        en: "Given back of invoice no. {number}",
        de: "Zurückgegeben aus Rechnung Nr. {number}";
    fee_of_buyer() en: "Fee for a purchase", de: "Gebühr für einen Kauf";
    fee_of_seller() en: "Fee for a sale", de: "Gebühr für einen Verkauf";
    admin_invoices() en: "Invoices of fees", de: "Rechnungen über Gebühren";
    admin_invoices_hint()
        en: "Each account has one for each month that is over, and a credit note for what went back.",
        de: "Jedes Konto hat eine zu jedem Monat, der vorbei ist, und eine Gutschrift über das, was \
             zurückging.";
    admin_invoices_make()
        en: "Make all that are due",
        de: "Alle fälligen erstellen";
    admin_invoices_month() en: "Month as CSV", de: "Monat als CSV";
}

impl Language {
    /// What a document is called.
    #[must_use]
    pub(crate) fn fee_invoice_title(self, kind: FeeInvoiceKind, number: u32) -> String {
        match kind {
            FeeInvoiceKind::Invoice => self.fee_invoice_number(number),
            FeeInvoiceKind::CreditNote => self.credit_note_number(number),
        }
    }

    /// What a fee is for.
    #[must_use]
    pub(crate) fn fee_of(self, payer: FeePayer) -> &'static str {
        match payer {
            FeePayer::Buyer => self.fee_of_buyer(),
            FeePayer::Seller => self.fee_of_seller(),
        }
    }
}
