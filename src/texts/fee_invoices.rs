//! Invoices of the site's fees.

use super::{Language, texts};
use crate::domain::{FeeInvoiceKind, FeePayer};

texts! {
    fee_invoices_title()
        en: "Invoices of fees",
        de: "Rechnungen über Gebühren",
        fr: "Factures de frais",
        es: "Facturas de comisiones",
        nl: "Facturen voor servicekosten",
        it: "Fatture delle commissioni";
    fee_invoices_hint()
        en: "What you have paid to the site, month by month",
        de: "Was du der Seite bezahlt hast, Monat für Monat",
        fr: "Ce que vous avez payé au site, mois par mois",
        es: "Lo que has pagado al sitio, mes a mes",
        nl: "Wat je aan de site hebt betaald, maand voor maand",
        it: "Quanto hai pagato al sito, mese per mese";
    fee_invoices_lead()
        en: "For each month that is over there is one invoice of all fees that you have paid as a buyer \
             and as a seller, and a credit note if you got some back.",
        de: "Zu jedem Monat, der vorbei ist, gibt es eine Rechnung über alle Gebühren, die du beim Kaufen \
             und Verkaufen bezahlt hast, und eine Gutschrift, wenn du welche zurückbekommen hast.",
        fr: "Pour chaque mois terminé, il y a une facture de tous les frais que vous avez payés comme \
             acheteur et comme vendeur, et un avoir si certains vous ont été rendus.",
        es: "Por cada mes terminado hay una factura de todas las comisiones que has pagado como \
             comprador y como vendedor, y un abono si se te devolvió alguna.",
        nl: "Voor elke maand die voorbij is, is er één factuur van alle servicekosten die je als koper \
             en als verkoper hebt betaald, en een creditnota als je er hebt teruggekregen.",
        it: "Per ogni mese concluso c’è una fattura di tutte le commissioni che hai pagato come \
             acquirente e come venditore, e una nota di credito se ne hai riavute alcune.";
    fee_invoices_make()
        en: "Make those that are due",
        de: "Fällige erstellen",
        fr: "Établir celles qui sont dues",
        es: "Emitir las pendientes",
        nl: "Maken wat moet",
        it: "Emetti quelle dovute";
    fee_invoices_no_issuer()
        en: "Whoever runs this site has not said yet who they are, so there are no invoices.",
        de: "Der Betreiber dieser Seite hat noch nicht angegeben, wer er ist. Deshalb gibt es keine \
             Rechnungen.",
        fr: "L’équipe de ce site n’a pas encore indiqué qui elle est ; il n’y a donc pas de factures.",
        es: "El equipo de este sitio aún no ha dicho quién es, así que no hay facturas.",
        nl: "Het team van deze site heeft nog niet opgegeven wie het is, dus er zijn geen facturen.",
        it: "Lo staff di questo sito non ha ancora indicato chi è, quindi non ci sono fatture.";
    fee_invoices_none_title()
        en: "No invoices yet",
        de: "Noch keine Rechnungen",
        fr: "Pas encore de factures",
        es: "Aún no hay facturas",
        nl: "Nog geen facturen",
        it: "Ancora nessuna fattura";
    fee_invoices_none()
        en: "Here they are once they are made.",
        de: "Hier stehen sie, sobald sie erstellt sind.",
        fr: "Elles seront ici une fois établies.",
        es: "Aquí estarán cuando se emitan.",
        nl: "Hier staan ze zodra ze zijn gemaakt.",
        it: "Saranno qui una volta emesse.";
    fee_invoices_made()
        en: "The invoices are made.",
        de: "Die Rechnungen sind erstellt.",
        fr: "Les factures sont établies.",
        es: "Las facturas se han emitido.",
        nl: "De facturen zijn gemaakt.",
        it: "Le fatture sono state emesse.";
    fee_invoices_not_due()
        en: "No invoice is due: all months that are over have theirs.",
        de: "Keine Rechnung ist fällig: Jeder Monat, der vorbei ist, hat seine schon.",
        fr: "Aucune facture n’est due : chaque mois terminé a la sienne.",
        es: "No hay ninguna factura pendiente: todos los meses terminados tienen la suya.",
        nl: "Er hoeft geen factuur te worden gemaakt: elke maand die voorbij is, heeft de zijne.",
        it: "Nessuna fattura è dovuta: ogni mese concluso ha già la sua.";
    fee_invoice_number(number: u32)
        en: "Invoice no. {number}",
        de: "Rechnung Nr. {number}",
        fr: "Facture n° {number}",
        es: "Factura n.º {number}",
        nl: "Factuur nr. {number}",
        it: "Fattura n. {number}";
    credit_note_number(number: u32)
        en: "Credit note no. {number}",
        de: "Gutschrift Nr. {number}",
        fr: "Avoir n° {number}",
        es: "Abono n.º {number}",
        nl: "Creditnota nr. {number}",
        it: "Nota di credito n. {number}";
    invoice_issuer()
        en: "Issued by",
        de: "Aussteller",
        fr: "Émise par",
        es: "Emitida por",
        nl: "Uitgegeven door",
        it: "Emessa da";
    invoice_tax_id()
        en: "Tax id",
        de: "Steuernummer",
        fr: "Numéro fiscal",
        es: "Número fiscal",
        nl: "Btw-nummer",
        it: "Codice fiscale";
    invoice_for() en: "For", de: "Für", fr: "Pour", es: "Para", nl: "Voor", it: "Per";
    invoice_issued_on()
        en: "Issued on",
        de: "Ausgestellt am",
        fr: "Émise le",
        es: "Emitida el",
        nl: "Datum",
        it: "Emessa il";
    invoice_month() en: "Month", de: "Monat", fr: "Mois", es: "Mes", nl: "Maand", it: "Mese";
    invoice_net() en: "Net", de: "Netto", fr: "HT", es: "Neto", nl: "Netto", it: "Netto";
    invoice_tax()
        en: "Tax",
        de: "Steuer",
        fr: "Taxe",
        es: "Impuesto",
        nl: "Belasting",
        it: "Imposta";
    invoice_gross() en: "Gross", de: "Brutto", fr: "TTC", es: "Bruto", nl: "Bruto", it: "Lordo";
    invoice_of_which(net: &str, tax: &str)
        en: "net {net}, tax {tax}",
        de: "netto {net}, Steuer {tax}",
        fr: "HT {net}, taxe {tax}",
        es: "neto {net}, impuesto {tax}",
        nl: "netto {net}, belasting {tax}",
        it: "netto {net}, imposta {tax}";
    invoice_tax_included(percent: &str)
        en: "Tax: {percent} % of the net amount, rounded line by line. What is listed is paid already.",
        de: "Steuer: {percent} % vom Nettobetrag, Zeile für Zeile gerundet. Was hier steht, ist schon \
             bezahlt.",
        fr: "Taxe : {percent} % du montant HT, arrondie ligne par ligne. Ce qui figure ici est déjà \
             payé.",
        es: "Impuesto: {percent} % del importe neto, redondeado línea a línea. Lo que figura aquí ya \
             está pagado.",
        nl: "Belasting: {percent}% van het nettobedrag, per regel afgerond. Wat hier staat, is al \
             betaald.",
        it: "Imposta: {percent}% dell’importo netto, arrotondata riga per riga. Quanto elencato è già \
             pagato.";
    taken_back_of_invoice(number: u32)
        en: "Given back of invoice no. {number}",
        de: "Zurückgegeben aus Rechnung Nr. {number}",
        fr: "Rendu sur la facture n° {number}",
        es: "Devuelto de la factura n.º {number}",
        nl: "Teruggegeven van factuur nr. {number}",
        it: "Restituito dalla fattura n. {number}";
    fee_of_buyer()
        en: "Fee for a purchase",
        de: "Gebühr für einen Kauf",
        fr: "Frais pour un achat",
        es: "Comisión por una compra",
        nl: "Servicekosten voor een aankoop",
        it: "Commissione per un acquisto";
    fee_of_seller()
        en: "Fee for a sale",
        de: "Gebühr für einen Verkauf",
        fr: "Frais pour une vente",
        es: "Comisión por una venta",
        nl: "Servicekosten voor een verkoop",
        it: "Commissione per una vendita";
    admin_invoices()
        en: "Invoices of fees",
        de: "Rechnungen über Gebühren",
        fr: "Factures de frais",
        es: "Facturas de comisiones",
        nl: "Facturen voor servicekosten",
        it: "Fatture delle commissioni";
    admin_invoices_hint()
        en: "Each account has one for each month that is over, and a credit note for what went back.",
        de: "Jedes Konto hat eine zu jedem Monat, der vorbei ist, und eine Gutschrift über das, was \
             zurückging.",
        fr: "Chaque compte en a une pour chaque mois terminé, et un avoir pour ce qui a été rendu.",
        es: "Cada cuenta tiene una por cada mes terminado, y un abono por lo devuelto.",
        nl: "Elk account heeft er een voor elke maand die voorbij is, en een creditnota voor wat \
             terugging.",
        it: "Ogni account ne ha una per ogni mese concluso, e una nota di credito per quanto \
             restituito.";
    admin_invoices_make()
        en: "Make all that are due",
        de: "Alle fälligen erstellen",
        fr: "Établir toutes celles qui sont dues",
        es: "Emitir todas las pendientes",
        nl: "Alles maken wat moet",
        it: "Emetti tutte quelle dovute";
    admin_invoices_month()
        en: "Month as CSV",
        de: "Monat als CSV",
        fr: "Mois en CSV",
        es: "Mes en CSV",
        nl: "Maand als CSV",
        it: "Mese in CSV";
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
