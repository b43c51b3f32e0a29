//! What the scripts write: each is served with its words in it, one after the other with `|` between
//! them, in the order in which it reads them. They stand in a literal of the script.

use super::texts;

texts! {
    page_script_words()
        en: "en-GB|{}|{} left|time is up|5 minutes left.|1 minute left.|The time is up.|Working…|Uploading…|\
             This file is larger than 10 MB.",
        de: "de|{} Uhr|noch {}|Zeit abgelaufen|Noch 5 Minuten.|Noch 1 Minute.|Die Zeit ist abgelaufen.|\
             Moment …|Wird hochgeladen …|Diese Datei ist größer als 10 MB.";
    // The statuses, what is said when a ticket comes to one, and the rest.
    live_script_words()
        en: "Available|Held|Being paid|Sold|Withdrawn|\
             It is free again.|\
             It is held for a buyer. If they do not pay, it is free again.|\
             A buyer is paying for it right now. If the payment fails, it is free again.|\
             It has been sold.|\
             It was withdrawn from sale.|\
             There is something new.|This has changed.|Reload|\
             The price has just changed. Look at it, and press again.|the price is {} now.|.|,|\
             1 ticket left|{} tickets left|Sold out|All held just now",
        de: "Verfügbar|Reserviert|In Zahlung|Verkauft|Zurückgezogen|\
             Es ist wieder frei.|\
             Es ist für jemanden reserviert. Wird nicht bezahlt, ist es wieder frei.|\
             Jemand bezahlt es gerade. Scheitert die Zahlung, ist es wieder frei.|\
             Es ist verkauft.|\
             Es wurde vom Verkauf zurückgezogen.|\
             Es gibt etwas Neues.|Hier hat sich etwas geändert.|Neu laden|\
             Der Preis hat sich gerade geändert. Sieh ihn dir an und drücke noch einmal.|\
             der Preis ist jetzt {}.|,|.|\
             noch 1 Ticket|noch {} Tickets|Ausverkauft|Gerade alle reserviert";
    passkey_script_words()
        en: "That did not work, or was called off. Try again, or take another way.",
        de: "Das hat nicht geklappt oder wurde abgebrochen. Versuche es noch einmal oder nimm einen \
             anderen Weg.";
    line_script_words()
        en: "It is your turn in the line.", de: "Du bist in der Schlange dran.";
    stripe_script_words()
        en: "Working…|\
             The site could not take this just now. You were not charged. Please try again in a moment.|\
             Waiting for your bank…|Stripe’s form failed:",
        de: "Moment …|\
             Das ging gerade nicht. Es wurde nichts abgebucht. Bitte versuche es gleich noch einmal.|\
             Warten auf deine Bank …|Das Formular von Stripe meldet:";
    // How many events are found: none, one, several. Then of files.
    sell_script_words()
        en: "No event found|1 event found|{} events found|\
             For which ticket is {}?|Attached.|It could not be sent. Please try again.|\
             These are more files than tickets that lack one.",
        de: "Keine Veranstaltung gefunden|1 Veranstaltung gefunden|{} Veranstaltungen gefunden|\
             Für welches Ticket ist {}?|Angehängt.|Das ließ sich nicht senden. Bitte versuche es noch einmal.|\
             Das sind mehr Dateien als Tickets, denen eine fehlt.";
}

#[cfg(test)]
mod tests {
    use crate::types::Language;

    #[test]
    fn every_language_has_as_many() {
        for (words, count) in [
            (Language::page_script_words as fn(Language) -> &'static str, 10),
            (Language::live_script_words, 21),
            (Language::stripe_script_words, 4),
            (Language::line_script_words, 1),
            (Language::sell_script_words, 7),
        ] {
            for language in Language::ALL {
                let words: Vec<_> = words(language).split('|').collect();
                assert_eq!(words.len(), count, "{language:?}: {words:?}");
                assert!(words.iter().all(|word| !word.is_empty() && word.trim() == *word));
                assert!(words.iter().all(|word| !word.contains(['"', '\\', '\n'])));
            }
        }
    }
}
