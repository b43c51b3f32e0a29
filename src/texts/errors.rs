//! Pages of errors: what happened, what is unharmed, what to do.

use super::texts;

texts! {
    error_number(status: u16) en: "Error {status}", de: "Fehler {status}";

    not_found_title() en: "There is nothing here", de: "Hier ist nichts";
    not_found()
        en: "The address may be mistyped, or what was here is not yours to see.",
        de: "Vielleicht ist die Adresse vertippt, oder was hier war, ist nicht für dich bestimmt.";
    method_title() en: "This is not how this page works", de: "So funktioniert diese Seite nicht";
    method()
        en: "Nothing was done. Go back and use the page's own buttons.",
        de: "Es ist nichts geschehen. Geh zurück und benutze die Schaltflächen der Seite.";
    other_host_title() en: "This site is elsewhere", de: "Diese Website ist woanders";
    other_host(base_url: &str)
        en: "Nothing was done. You find it at {base_url}.",
        de: "Es ist nichts geschehen. Du findest sie unter {base_url}.";
    cannot_be_done_title() en: "This cannot be done", de: "Das geht nicht";
    not_understood()
        en: "The site does not understand the request. Nothing was done.",
        de: "Diese Anfrage ist nicht zu verstehen. Es ist nichts geschehen.";
    other_site_title() en: "This came from another site", de: "Das kam von einer anderen Website";
    other_site()
        en: "Your browser says that another site sent this. Nothing was done. Open the page here \
             and try again.",
        de: "Dein Browser sagt, dass eine andere Website dies geschickt hat. Es ist nichts \
             geschehen. Öffne die Seite hier und versuche es noch einmal.";
    too_long_title() en: "This is taking too long", de: "Das dauert zu lange";
    too_long()
        en: "The site is busy. What you asked for may still be done: look at My orders or My \
             listings before you try again.",
        de: "Hier ist gerade viel los. Was du wolltest, kann noch geschehen: Sieh unter „Meine \
             Käufe“ oder „Angebote“ nach, bevor du es noch einmal versuchst.";
    not_a_form_title() en: "This is not a form", de: "Das ist kein Formular";
    not_a_form()
        en: "Nothing was done. Send the form of the page, as application/x-www-form-urlencoded.",
        de: "Es ist nichts geschehen. Schicke das Formular der Seite, als \
             application/x-www-form-urlencoded.";
    not_utf8_title() en: "This text cannot be read", de: "Dieser Text ist nicht lesbar";
    not_utf8()
        en: "What was sent is not UTF-8 text. Nothing was done.",
        de: "Was geschickt wurde, ist kein UTF-8-Text. Es ist nichts geschehen.";
    too_large_title() en: "This is too large", de: "Das ist zu groß";
    too_large()
        en: "What was sent is more than this page takes. Nothing was done.",
        de: "Es wurde mehr geschickt, als diese Seite annimmt. Es ist nichts geschehen.";
    cut_off_title() en: "This did not come through", de: "Das kam nicht an";
    cut_off()
        en: "What you sent stopped half-way. Nothing was done, and nothing of it was kept. Check \
             your connection and send it again.",
        de: "Die Übertragung brach ab. Es ist nichts geschehen, und nichts davon wurde behalten. \
             Prüfe deine Verbindung und schicke es noch einmal.";
    busy_title() en: "The site is very busy", de: "Hier ist gerade sehr viel los";
    busy_with_requests()
        en: "More people are here than the site can serve at once. Nothing was done. Please try \
             again in a moment.",
        de: "Gerade sind mehr Leute hier, als auf einmal bedient werden können. Es ist nichts \
             geschehen. Bitte versuche es gleich noch einmal.";
    busy_signing_in()
        en: "Very many are signing in. Please try again in a moment.",
        de: "Gerade melden sich sehr viele an. Bitte versuche es gleich noch einmal.";
    busy_with_files()
        en: "Many are sending files just now. Nothing was done. Please try again in a moment.",
        de: "Gerade schicken viele eine Datei. Es ist nichts geschehen. Bitte versuche es gleich \
             noch einmal.";
    busy_with_your_files()
        en: "You are sending several files already. Nothing was done. Please try again when they \
             are through.",
        de: "Du schickst schon mehrere Dateien. Es ist nichts geschehen. Bitte versuche es noch \
             einmal, wenn sie angekommen sind.";
    not_done_title() en: "This could not be done just now", de: "Das ging gerade nicht";
    not_done()
        en: "Nothing has changed, and you were not charged. Please try again in a moment.",
        de: "Nichts hat sich geändert, und es wurde nichts abgebucht. Bitte versuche es gleich \
             noch einmal.";
    unknown_title()
        en: "We do not know whether this was done",
        de: "Wir wissen nicht, ob das geklappt hat";
    unknown()
        en: "Look at My orders or My listings before you try again: what was done shows there.",
        de: "Sieh unter „Meine Käufe“ oder „Angebote“ nach, bevor du es noch einmal \
             versuchst: Dort steht, was geschehen ist.";
    not_for_support()
        en: "Who answers for the site sees this and does not do it: ask one of those who run it.",
        de: "Der Support sieht das, tut es aber nicht: Frag jemanden von denen, die die Seite \
             betreiben.";
    internal_title() en: "Something went wrong here", de: "Hier ist etwas schiefgegangen";
    internal()
        en: "This is a fault of the site, not yours. What you were told was done is safe. Please \
             try again; if it stays like this, tell the site's owner.",
        de: "Das ist ein Fehler dieser Seite, nicht deiner. Was dir als erledigt gemeldet wurde, \
             ist sicher. Bitte versuche es noch einmal; bleibt es so, sag es den Betreibern.";
}
