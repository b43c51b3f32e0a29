//! Backups, and a copy that is quiet: for those who run the site.

use super::texts;

texts! {
    admin_backup_is_late()
        en: "The backup is late.",
        de: "Die Sicherung ist überfällig.",
        fr: "La sauvegarde est en retard.",
        es: "La copia de seguridad va con retraso.",
        nl: "De back-up is te laat.",
        it: "Il backup è in ritardo.";
    admin_backup_made(at: &str)
        en: "The last backup was made on {at}.",
        de: "Die letzte Sicherung wurde am {at} gemacht.",
        fr: "La dernière sauvegarde date du {at}.",
        es: "La última copia de seguridad es del {at}.",
        nl: "De laatste back-up is van {at}.",
        it: "Ultimo backup: {at}.";
    admin_backup_never()
        en: "No backup is known to have been made.",
        de: "Von einer Sicherung ist nichts bekannt.",
        fr: "On ne connaît aucune sauvegarde.",
        es: "No consta ninguna copia de seguridad.",
        nl: "Er is geen back-up bekend.",
        it: "Non risulta alcun backup.";
    admin_backup_findings(n: usize)
        en: "It has {n} findings: run holdfast verify.",
        de: "Sie hat {n} Befunde: rufe holdfast verify auf.",
        fr: "Elle présente {n} anomalies : lancez holdfast verify.",
        es: "Tiene {n} hallazgos: ejecuta holdfast verify.",
        nl: "Er zijn {n} bevindingen: voer holdfast verify uit.",
        it: "Ha {n} anomalie: esegui holdfast verify.";
    admin_backup_failed()
        en: "The last try came to nothing: ",
        de: "Der letzte Versuch schlug fehl: ",
        fr: "Le dernier essai a échoué : ",
        es: "El último intento falló: ",
        nl: "De laatste poging is mislukt: ",
        it: "L’ultimo tentativo non è riuscito: ";

    admin_quiet()
        en: "This copy of the site is quiet.",
        de: "Diese Kopie der Seite ist still.",
        fr: "Cette copie du site est silencieuse.",
        es: "Esta copia del sitio está en silencio.",
        nl: "Deze kopie van de site is stil.",
        it: "Questa copia del sito è silenziosa.";
    admin_quiet_means()
        en: "It pays, mails and tells nobody until holdfast go-live. At once it would then:",
        de: "Sie zahlt nichts, mailt nichts und meldet nichts bis holdfast go-live. Dann würde sie sofort:",
        fr: "Elle ne paie rien, n’envoie rien et ne prévient personne jusqu’à holdfast \
             go-live. Aussitôt après, elle va :",
        es: "No paga, no envía correos ni avisa a nadie hasta holdfast go-live. En ese momento:",
        nl: "Ze betaalt, mailt en meldt niets tot holdfast go-live. Meteen daarna zal ze:",
        it: "Non paga, non invia e non avvisa nessuno fino a holdfast go-live. Subito dopo:";
    admin_quiet_mails(n: usize)
        en: { match n { 1 => "send 1 mail", _ => "send {n} mails" } },
        de: { match n { 1 => "1 Mail senden", _ => "{n} Mails senden" } },
        fr: { match n { 0 | 1 => "envoyer {n} e-mail", _ => "envoyer {n} e-mails" } },
        es: { match n { 1 => "enviará 1 correo", _ => "enviará {n} correos" } },
        nl: { match n { 1 => "1 e-mail versturen", _ => "{n} e-mails versturen" } },
        it: { match n { 1 => "invierà 1 e-mail", _ => "invierà {n} e-mail" } };
    admin_quiet_webhooks(n: usize)
        en: { match n { 1 => "send 1 webhook", _ => "send {n} webhooks" } },
        de: { match n { 1 => "1 Webhook senden", _ => "{n} Webhooks senden" } },
        fr: { match n { 0 | 1 => "envoyer {n} webhook", _ => "envoyer {n} webhooks" } },
        es: { match n { 1 => "enviará 1 webhook", _ => "enviará {n} webhooks" } },
        nl: { match n { 1 => "1 webhook versturen", _ => "{n} webhooks versturen" } },
        it: { match n { 1 => "invierà 1 webhook", _ => "invierà {n} webhook" } };
    admin_quiet_payments(n: usize)
        en: { match n { 1 => "go on with 1 payment", _ => "go on with {n} payments" } },
        de: { match n { 1 => "1 Zahlung fortsetzen", _ => "{n} Zahlungen fortsetzen" } },
        fr: { match n { 0 | 1 => "poursuivre {n} paiement", _ => "poursuivre {n} paiements" } },
        es: { match n { 1 => "seguirá con 1 pago", _ => "seguirá con {n} pagos" } },
        nl: { match n { 1 => "doorgaan met 1 betaling", _ => "doorgaan met {n} betalingen" } },
        it: { match n { 1 => "proseguirà 1 pagamento", _ => "proseguirà {n} pagamenti" } };
    admin_quiet_refunds(n: usize)
        en: { match n { 1 => "go on with 1 refund", _ => "go on with {n} refunds" } },
        de: { match n { 1 => "1 Erstattung fortsetzen", _ => "{n} Erstattungen fortsetzen" } },
        fr: { match n { 0 | 1 => "poursuivre {n} remboursement", _ => "poursuivre {n} remboursements" } },
        es: { match n { 1 => "seguirá con 1 reembolso", _ => "seguirá con {n} reembolsos" } },
        nl: { match n { 1 => "doorgaan met 1 terugbetaling", _ => "doorgaan met {n} terugbetalingen" } },
        it: { match n { 1 => "proseguirà 1 rimborso", _ => "proseguirà {n} rimborsi" } };
    admin_quiet_payouts(n: usize)
        en: { match n { 1 => "go on with 1 payout", _ => "go on with {n} payouts" } },
        de: { match n { 1 => "1 Auszahlung fortsetzen", _ => "{n} Auszahlungen fortsetzen" } },
        fr: { match n { 0 | 1 => "poursuivre {n} versement", _ => "poursuivre {n} versements" } },
        es: { match n { 1 => "seguirá con 1 pago a un vendedor", _ => "seguirá con {n} pagos a vendedores" } },
        nl: { match n { 1 => "doorgaan met 1 uitbetaling", _ => "doorgaan met {n} uitbetalingen" } },
        it: { match n { 1 => "proseguirà 1 accredito", _ => "proseguirà {n} accrediti" } };

    mail_backup_late_subject(site: &str)
        en: "The backup is late: {site}",
        de: "Die Sicherung ist überfällig: {site}",
        fr: "La sauvegarde est en retard : {site}",
        es: "La copia de seguridad va con retraso: {site}",
        nl: "De back-up is te laat: {site}",
        it: "Il backup è in ritardo: {site}";
    mail_backup_late(site: &str, at: &str)
        en: "{site} has made no backup since {at}. A disk that breaks now takes with it what has \
             happened since.",
        de: "{site} hat seit {at} keine Sicherung gemacht. Geht jetzt eine Platte kaputt, ist verloren, \
             was seither geschehen ist.",
        fr: "{site} n’a fait aucune sauvegarde depuis le {at}. Un disque qui lâche \
             maintenant emporte ce qui s’est passé depuis.",
        es: "{site} no ha hecho ninguna copia de seguridad desde el {at}. Si ahora se \
             estropea un disco, se pierde lo que ha ocurrido desde entonces.",
        nl: "{site} heeft sinds {at} geen back-up gemaakt. Gaat er nu een schijf kapot, dan \
             is weg wat er sindsdien is gebeurd.",
        it: "Ultimo backup di {site}: {at}. Se ora si rompe un disco, va perso ciò che è \
             successo da allora.";
    mail_backup_late_look()
        en: "Why stands in the log, and here:",
        de: "Warum, steht im Protokoll und hier:",
        fr: "La raison figure dans le journal, et ici :",
        es: "El motivo está en el registro y aquí:",
        nl: "Waarom staat in het logboek, en hier:",
        it: "Il motivo è nel registro, e qui:";
}
