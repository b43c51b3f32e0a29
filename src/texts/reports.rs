//! Telling those who run the site of a listing.

use super::texts;

texts! {
    report_listing() en: "Report this listing", de: "Dieses Angebot melden";
    report_ask()
        en: "Is something wrong with it? The people who run this site look at it. Its seller does not \
             learn who told them.",
        de: "Stimmt damit etwas nicht? Die Betreiber dieser Seite sehen es sich an. Wer es anbietet, \
             erfährt nicht, wer es gemeldet hat.";
    report_why() en: "What is wrong", de: "Was nicht stimmt";
    report_send() en: "Report it", de: "Melden";
    listing_is_reported()
        en: "Thank you: the people who run this site look at it.",
        de: "Danke: Die Betreiber dieser Seite sehen es sich an.";

    admin_reports() en: "Reported listings", de: "Gemeldete Angebote";
    admin_reports_what()
        en: "Look at what users have reported.",
        de: "Ansehen, was Nutzer gemeldet haben.";
    admin_reports_hint()
        en: "All that nobody has looked at yet, oldest first.",
        de: "Alles, was noch niemand angesehen hat, das Älteste zuerst.";
    admin_reported_by(by: &str, at: &str, why: &str)
        en: "Reported by {by} on {at}: {why}",
        de: "Gemeldet von {by} am {at}: {why}";
    admin_report_closed(by: &str, why: &str) en: "Closed by {by}: {why}", de: "Erledigt von {by}: {why}";
    admin_report_close() en: "Close", de: "Erledigen";
    admin_report_close_ask()
        en: "The report is not shown here any more. The listing stays as it is: remove it first, if it is \
             to go.",
        de: "Die Meldung steht dann nicht mehr hier. Das Angebot bleibt, wie es ist: Entferne es vorher, \
             wenn es weg soll.";
    admin_report_over()
        en: "There is no such report. Nothing was done.",
        de: "Diese Meldung gibt es nicht. Es ist nichts geschehen.";
}
