//! The audit list: what those who run the site have done and looked at.

use super::texts;

texts! {
    admin_audit()
        en: "Audit list",
        de: "Protokoll",
        fr: "Journal d’audit",
        es: "Registro de auditoría",
        nl: "Auditlog",
        it: "Registro di controllo";
    admin_audit_what()
        en: "What those who run the site and support have done and looked at",
        de: "Was Betreiber und Support getan und angesehen haben",
        fr: "Ce que l’équipe du site et l’assistance ont fait et consulté",
        es: "Lo que el equipo del sitio y el servicio de ayuda han hecho y consultado",
        nl: "Wat het team van de site en de helpdesk hebben gedaan en bekeken",
        it: "Che cosa lo staff del sito e l’assistenza hanno fatto e consultato";
    admin_audit_hint()
        en: "By the address of who did it or whom it was about, or by the id of what it was \
             about.",
        de: "Nach der Adresse derer, die es getan haben oder um die es ging, oder nach der \
             ID dessen, worum es ging.",
        fr: "Par l’adresse de qui l’a fait ou de qui cela concernait, ou par l’identifiant \
             de ce dont il s’agissait.",
        es: "Por la dirección de quien lo hizo o de a quién se refería, o por el ID de \
             aquello de lo que se trataba.",
        nl: "Op het adres van wie het deed of om wie het ging, of op de ID van waar het om ging.",
        it: "Per l’indirizzo di chi l’ha fatto o di chi riguardava, oppure per l’ID di ciò \
             di cui si trattava.";
    admin_act_by(who: &str, at: &str)
        en: "{who}, {at}",
        de: "{who}, {at}",
        fr: "{who}, {at}",
        es: "{who}, {at}",
        nl: "{who}, {at}",
        it: "{who}, {at}";
    admin_act_deed()
        en: "Done",
        de: "Getan",
        fr: "Fait",
        es: "Hecho",
        nl: "Gedaan",
        it: "Fatto";
    admin_act_look()
        en: "Looked at",
        de: "Angesehen",
        fr: "Consulté",
        es: "Consultado",
        nl: "Bekeken",
        it: "Consultato";
    admin_act_about()
        en: "What it was about",
        de: "Worum es ging",
        fr: "De quoi il s’agissait",
        es: "De qué se trataba",
        nl: "Waar het om ging",
        it: "Di che cosa si trattava";

    deed_user_banned()
        en: "Account closed",
        de: "Konto gesperrt",
        fr: "Compte fermé",
        es: "Cuenta cerrada",
        nl: "Account gesloten",
        it: "Account chiuso";
    deed_user_unbanned()
        en: "Account opened again",
        de: "Konto wieder geöffnet",
        fr: "Compte rouvert",
        es: "Cuenta reabierta",
        nl: "Account heropend",
        it: "Account riaperto";
    deed_ticket_removed()
        en: "Listing removed",
        de: "Angebot entfernt",
        fr: "Annonce supprimée",
        es: "Anuncio eliminado",
        nl: "Advertentie verwijderd",
        it: "Annuncio rimosso";
    deed_seat_settled()
        en: "Seat settled",
        de: "Platz geklärt",
        fr: "Place en double réglée",
        es: "Asiento duplicado resuelto",
        nl: "Dubbel aangeboden plaats opgelost",
        it: "Posto doppio risolto";
    deed_refund_asked()
        en: "Money given back",
        de: "Geld zurückgegeben",
        fr: "Remboursement demandé",
        es: "Reembolso pedido",
        nl: "Terugbetaling gevraagd",
        it: "Rimborso chiesto";
    deed_order_cancelled()
        en: "Order cancelled",
        de: "Kauf abgebrochen",
        fr: "Commande annulée",
        es: "Pedido cancelado",
        nl: "Bestelling geannuleerd",
        it: "Ordine annullato";
    deed_event_renamed()
        en: "Event renamed",
        de: "Veranstaltung umbenannt",
        fr: "Événement renommé",
        es: "Evento renombrado",
        nl: "Evenement hernoemd",
        it: "Evento rinominato";
    deed_event_merged()
        en: "Event merged into another",
        de: "Veranstaltung zusammengelegt",
        fr: "Événement fusionné avec un autre",
        es: "Evento fusionado con otro",
        nl: "Evenement samengevoegd met een ander",
        it: "Evento unito a un altro";
    deed_event_changed()
        en: "Event changed",
        de: "Veranstaltung geändert",
        fr: "Événement modifié",
        es: "Evento modificado",
        nl: "Evenement gewijzigd",
        it: "Evento modificato";
    deed_event_postponed()
        en: "Event postponed",
        de: "Veranstaltung verschoben",
        fr: "Événement reporté",
        es: "Evento aplazado",
        nl: "Evenement uitgesteld",
        it: "Evento rinviato";
    deed_event_cancelled()
        en: "Event cancelled",
        de: "Veranstaltung abgesagt",
        fr: "Événement annulé",
        es: "Evento cancelado",
        nl: "Evenement afgelast",
        it: "Evento annullato";
    deed_mail_resumed()
        en: "Mail sent again",
        de: "Mail noch einmal gesendet",
        fr: "E-mail renvoyé",
        es: "Correo enviado de nuevo",
        nl: "E-mail opnieuw verstuurd",
        it: "E-mail inviata di nuovo";
    deed_claim_upheld()
        en: "Problem decided for the buyer",
        de: "Problem zugunsten des Käufers entschieden",
        fr: "Problème tranché en faveur de l’acheteur",
        es: "Problema resuelto a favor del comprador",
        nl: "Probleem in het voordeel van de koper beslist",
        it: "Problema deciso a favore dell’acquirente";
    deed_claim_rejected()
        en: "Problem decided for the seller",
        de: "Problem zugunsten des Verkäufers entschieden",
        fr: "Problème tranché en faveur du vendeur",
        es: "Problema resuelto a favor del vendedor",
        nl: "Probleem in het voordeel van de verkoper beslist",
        it: "Problema deciso a favore del venditore";
    deed_report_closed()
        en: "Report closed",
        de: "Meldung abgeschlossen",
        fr: "Signalement traité",
        es: "Denuncia cerrada",
        nl: "Melding afgehandeld",
        it: "Segnalazione chiusa";
    deed_dispute_borne()
        en: "Dispute borne by the site",
        de: "Angefochtene Zahlung auf die Seite genommen",
        fr: "Paiement contesté pris en charge par le site",
        es: "Pago en disputa asumido por el sitio",
        nl: "Betwiste betaling voor rekening van de site",
        it: "Pagamento contestato a carico del sito";
    deed_balance_corrected()
        en: "Balance put right",
        de: "Guthaben berichtigt",
        fr: "Solde corrigé",
        es: "Saldo corregido",
        nl: "Saldo gecorrigeerd",
        it: "Saldo corretto";
    deed_earning_released()
        en: "Earning released",
        de: "Verdienst freigegeben",
        fr: "Gain libéré",
        es: "Ingreso liberado",
        nl: "Opbrengst vrijgegeven",
        it: "Ricavo sbloccato";
    deed_run_begun()
        en: "Payout run made",
        de: "Auszahlungslauf gemacht",
        fr: "Série de versements faite",
        es: "Tanda de pagos hecha",
        nl: "Uitbetalingsronde gemaakt",
        it: "Serie di accrediti fatta";
    deed_payouts_paused()
        en: "Payouts paused",
        de: "Auszahlungen angehalten",
        fr: "Versements suspendus",
        es: "Pagos suspendidos",
        nl: "Uitbetalingen onderbroken",
        it: "Accrediti sospesi";
    deed_payouts_resumed()
        en: "Payouts resumed",
        de: "Auszahlungen fortgesetzt",
        fr: "Versements repris",
        es: "Pagos reanudados",
        nl: "Uitbetalingen hervat",
        it: "Accrediti ripresi";
    deed_payout_paid()
        en: "Payout noted as arrived",
        de: "Auszahlung als angekommen vermerkt",
        fr: "Versement noté comme arrivé",
        es: "Pago anotado como llegado",
        nl: "Uitbetaling genoteerd als aangekomen",
        it: "Accredito segnato come arrivato";
    deed_payout_failed()
        en: "Payout noted as failed",
        de: "Auszahlung als gescheitert vermerkt",
        fr: "Versement noté comme échoué",
        es: "Pago anotado como fallido",
        nl: "Uitbetaling genoteerd als mislukt",
        it: "Accredito segnato come fallito";
    deed_payout_returned()
        en: "Payout noted as returned",
        de: "Auszahlung als zurückgekommen vermerkt",
        fr: "Versement noté comme revenu",
        es: "Pago anotado como devuelto",
        nl: "Uitbetaling genoteerd als teruggekomen",
        it: "Accredito segnato come tornato";
}
