//! Backups, and a copy that is quiet: for those who run the site.

use super::texts;

texts! {
    admin_backup_is_late() en: "The backup is late.", de: "Die Sicherung ist überfällig.";
    admin_backup_made(at: &str)
        en: "The last backup was made on {at}.",
        de: "Die letzte Sicherung wurde am {at} gemacht.";
    admin_backup_never()
        en: "No backup is known to have been made.",
        de: "Von einer Sicherung ist nichts bekannt.";
    admin_backup_findings(n: usize)
        en: "It has {n} findings: run holdfast verify.",
        de: "Sie hat {n} Befunde: rufe holdfast verify auf.";
    admin_backup_failed() en: "The last try came to nothing: ", de: "Der letzte Versuch schlug fehl: ";

    admin_quiet()
        en: "This copy of the site is quiet.",
        de: "Diese Kopie der Seite ist still.";
    admin_quiet_means()
        en: "It pays, mails and tells nobody until holdfast go-live. At once it would then:",
        de: "Sie zahlt nichts, mailt nichts und meldet nichts bis holdfast go-live. Dann würde sie sofort:";
    admin_quiet_mails(n: usize)
        en: { match n { 1 => "send 1 mail", _ => "send {n} mails" } },
        de: { match n { 1 => "1 Mail senden", _ => "{n} Mails senden" } };
    admin_quiet_webhooks(n: usize)
        en: { match n { 1 => "send 1 webhook", _ => "send {n} webhooks" } },
        de: { match n { 1 => "1 Webhook senden", _ => "{n} Webhooks senden" } };
    admin_quiet_payments(n: usize)
        en: { match n { 1 => "go on with 1 payment", _ => "go on with {n} payments" } },
        de: { match n { 1 => "1 Zahlung fortsetzen", _ => "{n} Zahlungen fortsetzen" } };
    admin_quiet_refunds(n: usize)
        en: { match n { 1 => "go on with 1 refund", _ => "go on with {n} refunds" } },
        de: { match n { 1 => "1 Erstattung fortsetzen", _ => "{n} Erstattungen fortsetzen" } };
    admin_quiet_payouts(n: usize)
        en: { match n { 1 => "go on with 1 payout", _ => "go on with {n} payouts" } },
        de: { match n { 1 => "1 Auszahlung fortsetzen", _ => "{n} Auszahlungen fortsetzen" } };

    mail_backup_late_subject(site: &str)
        en: "The backup is late: {site}",
        de: "Die Sicherung ist überfällig: {site}";
    mail_backup_late(site: &str, at: &str)
        en: "{site} has made no backup since {at}. A disk that breaks now takes with it what has \
             happened since.",
        de: "{site} hat seit {at} keine Sicherung gemacht. Geht jetzt eine Platte kaputt, ist verloren, \
             was seither geschehen ist.";
    mail_backup_late_look()
        en: "Why stands in the log, and here:",
        de: "Warum, steht im Protokoll und hier:";
}
