//! The audit list: what those who run the site have done and looked at.

use super::texts;

texts! {
    admin_audit() en: "Audit list", de: "Protokoll";
    admin_audit_what()
        en: "What those who run the site and support have done and looked at",
        de: "Was Betreiber und Support getan und angesehen haben";
    admin_audit_hint()
        en: "By the address of who did it or whom it was about, or by the id of what it was about.",
        de: "Nach der Adresse derer, die es getan haben oder um die es ging, oder nach der ID dessen, \
             worum es ging.";
    admin_act_by(who: &str, at: &str) en: "{who}, {at}", de: "{who}, {at}";
    admin_act_deed() en: "Done", de: "Getan";
    admin_act_look() en: "Looked at", de: "Angesehen";
    admin_act_about() en: "What it was about", de: "Worum es ging";

    deed_user_banned() en: "Account closed", de: "Konto gesperrt";
    deed_user_unbanned() en: "Account opened again", de: "Konto wieder geöffnet";
    deed_ticket_removed() en: "Listing removed", de: "Angebot entfernt";
    deed_seat_settled() en: "Seat settled", de: "Platz geklärt";
    deed_refund_asked() en: "Money given back", de: "Geld zurückgegeben";
    deed_order_cancelled() en: "Order cancelled", de: "Kauf abgebrochen";
    deed_event_renamed() en: "Event renamed", de: "Veranstaltung umbenannt";
    deed_event_merged() en: "Event merged into another", de: "Veranstaltung zusammengelegt";
    deed_event_changed() en: "Event changed", de: "Veranstaltung geändert";
    deed_event_postponed() en: "Event postponed", de: "Veranstaltung verschoben";
    deed_event_cancelled() en: "Event cancelled", de: "Veranstaltung abgesagt";
    deed_mail_resumed() en: "Mail sent again", de: "Mail noch einmal gesendet";
    deed_claim_upheld() en: "Problem decided for the buyer", de: "Problem zugunsten des Käufers entschieden";
    deed_claim_rejected()
        en: "Problem decided for the seller",
        de: "Problem zugunsten des Verkäufers entschieden";
    deed_report_closed() en: "Report closed", de: "Meldung abgeschlossen";
    deed_dispute_borne() en: "Dispute borne by the site", de: "Rückbuchung auf die Seite genommen";
    deed_balance_corrected() en: "Balance put right", de: "Guthaben berichtigt";
    deed_earning_released() en: "Earning released", de: "Erlös freigegeben";
    deed_run_begun() en: "Payout run made", de: "Auszahlungslauf gemacht";
    deed_payouts_paused() en: "Payouts paused", de: "Auszahlungen angehalten";
    deed_payouts_resumed() en: "Payouts resumed", de: "Auszahlungen fortgesetzt";
    deed_payout_paid() en: "Payout noted as arrived", de: "Auszahlung als angekommen vermerkt";
    deed_payout_failed() en: "Payout noted as failed", de: "Auszahlung als gescheitert vermerkt";
    deed_payout_returned() en: "Payout noted as returned", de: "Auszahlung als zurückgekommen vermerkt";
}
