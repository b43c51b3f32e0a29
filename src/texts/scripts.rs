//! What the scripts write: each is served with its words in it, one after the other with `|` between
//! them, in the order in which it reads them. They stand in a literal of the script.

use super::texts;

texts! {
    page_script_words()
        en: "en-GB|{}|{} left|time is up|5 minutes left.|1 minute left.|The time is up.|Working…|Uploading…|\
             This file is larger than 10 MB.",
        de: "de|{} Uhr|noch {}|Zeit abgelaufen|Noch 5 Minuten.|Noch 1 Minute.|Die Zeit ist abgelaufen.|\
             Moment …|Wird hochgeladen …|Diese Datei ist größer als 10 MB.",
        fr: "fr|{}|encore {}|temps écoulé|Encore 5 minutes.|Encore 1 minute.|Le temps est \
             écoulé.|Un instant…|Envoi en cours…|Ce fichier dépasse 10 Mo.",
        es: "es|{}|quedan {}|tiempo agotado|Quedan 5 minutos.|Queda 1 minuto.|Se ha agotado el \
             tiempo.|Un momento…|Subiendo…|Este archivo ocupa más de 10 MB.",
        nl: "nl|{}|nog {}|tijd is om|Nog 5 minuten.|Nog 1 minuut.|De tijd is om.|Even \
             geduld…|Bezig met uploaden…|Dit bestand is groter dan 10 MB.",
        it: "it|{}|ancora {}|tempo scaduto|Ancora 5 minuti.|Ancora 1 minuto.|Il tempo è \
             scaduto.|Un momento…|Caricamento…|Questo file supera i 10 MB.";
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
             noch 1 Ticket|noch {} Tickets|Ausverkauft|Gerade alle reserviert",
        fr: "Disponible|Réservé|En paiement|Vendu|Retiré|Il est de nouveau libre.|Il est réservé \
             pour un acheteur. S’il ne paie pas, le billet redevient libre.|Un acheteur est en \
             train de le payer. Si le paiement échoue, le billet redevient libre.|Il est vendu.|Il \
             a été retiré de la vente.|Il y a du nouveau.|Cette page a changé.|Recharger|Le prix \
             vient de changer. Regardez-le et appuyez de nouveau.|le prix est maintenant de \
             {}.|,| |encore 1 billet|encore {} billets|Complet|Tout est réservé",
        es: "Disponible|Reservada|En pago|Vendida|Retirada|Vuelve a estar libre.|Está reservada \
             para otra persona. Si no paga, volverá a estar libre.|Alguien la está pagando ahora \
             mismo. Si el pago falla, volverá a estar libre.|Se ha vendido.|Se ha retirado de la \
             venta.|Hay novedades.|Esto ha cambiado.|Recargar|El precio acaba de cambiar. Míralo y \
             pulsa otra vez.|ahora el precio es de {}.|,|.|queda 1 entrada|quedan {} \
             entradas|Agotado|Todas reservadas",
        nl: "Beschikbaar|Gereserveerd|Wordt betaald|Verkocht|Ingetrokken|Het is weer vrij.|Het is \
             voor een koper gereserveerd. Wordt er niet betaald, dan is het weer vrij.|Een koper \
             is het nu aan het betalen. Mislukt de betaling, dan is het weer vrij.|Het is \
             verkocht.|Het is uit de verkoop gehaald.|Er is iets nieuws.|Hier is iets \
             veranderd.|Vernieuwen|De prijs is net veranderd. Bekijk hem en druk nog een keer.|de \
             prijs is nu {}.|,|.|nog 1 ticket|nog {} tickets|Uitverkocht|Nu alle gereserveerd",
        it: "Disponibile|Riservato|In pagamento|Venduto|Ritirato|È di nuovo libero.|È riservato a \
             un acquirente. Se non paga, torna libero.|Un acquirente lo sta pagando proprio ora. \
             Se il pagamento non riesce, torna libero.|È stato venduto.|È stato ritirato dalla \
             vendita.|C’è qualcosa di nuovo.|Qui è cambiato qualcosa.|Ricarica|Il prezzo è appena \
             cambiato. Guardalo e premi di nuovo.|ora il prezzo è {}.|,|.|resta 1 \
             biglietto|restano {} biglietti|Esaurito|Ora tutti riservati";
    passkey_script_words()
        en: "That did not work, or was called off. Try again, or take another way.",
        de: "Das hat nicht geklappt oder wurde abgebrochen. Versuche es noch einmal oder nimm einen \
             anderen Weg.",
        fr: "Cela n’a pas marché ou a été interrompu. Réessayez, ou prenez un autre moyen.",
        es: "No ha funcionado o se ha interrumpido. Vuelve a intentarlo o usa otro medio.",
        nl: "Dat is niet gelukt of is afgebroken. Probeer het nog eens of kies een andere \
             manier.",
        it: "Non ha funzionato o è stato interrotto. Riprova, o scegli un altro modo.";
    line_script_words()
        en: "It is your turn in the line.",
        de: "Du bist in der Schlange dran.",
        fr: "C’est votre tour dans la file d’attente.",
        es: "Es tu turno en la cola.",
        nl: "Je bent aan de beurt in de wachtrij.",
        it: "È il tuo turno nella coda.";
    stripe_script_words()
        en: "Working…|\
             The site could not take this just now. You were not charged. Please try again in a moment.|\
             Waiting for your bank…|Stripe’s form failed:",
        de: "Moment …|\
             Das ging gerade nicht. Es wurde nichts abgebucht. Bitte versuche es gleich noch einmal.|\
             Warten auf deine Bank …|Das Formular von Stripe meldet:",
        fr: "Un instant…|Le site n’a pas pu traiter votre demande. Rien n’a été débité. Réessayez \
             dans un instant.|En attente de votre banque…|Le formulaire de Stripe signale une \
             erreur :",
        es: "Un momento…|El sitio no ha podido atenderlo ahora mismo. No se ha cobrado nada. \
             Inténtalo otra vez dentro de un momento.|Esperando a tu banco…|El formulario de \
             Stripe ha fallado:",
        nl: "Even geduld…|Dat lukte net niet. Er is niets afgeschreven. Probeer het zo meteen \
             opnieuw.|Wachten op je bank…|Het formulier van Stripe meldt:",
        it: "Un momento…|Il sito non è riuscito a farlo in questo momento. Non è stato addebitato \
             nulla. Riprova tra poco.|In attesa della tua banca…|Il modulo di Stripe segnala:";
    // How many events are found: none, one, several. Then of files.
    sell_script_words()
        en: "No event found|1 event found|{} events found|\
             For which ticket is {}?|Attached.|It could not be sent. Please try again.|\
             These are more files than tickets that lack one.",
        de: "Keine Veranstaltung gefunden|1 Veranstaltung gefunden|{} Veranstaltungen gefunden|\
             Für welches Ticket ist {}?|Angehängt.|Das ließ sich nicht senden. Bitte versuche es noch einmal.|\
             Das sind mehr Dateien als Tickets, denen eine fehlt.",
        fr: "Aucun événement trouvé|1 événement trouvé|{} événements trouvés|Pour quel billet est \
             {} ?|Joint.|L’envoi n’a pas abouti. Réessayez.|Il y a plus de fichiers que de billets \
             auxquels il en manque un.",
        es: "No se ha encontrado ningún evento|1 evento encontrado|{} eventos encontrados|¿Para \
             qué entrada es {}?|Adjuntado.|No se ha podido enviar. Inténtalo otra vez.|Hay más \
             archivos que entradas a las que les falta uno.",
        nl: "Geen evenement gevonden|1 evenement gevonden|{} evenementen gevonden|Voor welk ticket \
             is {}?|Toegevoegd.|Het kon niet worden verstuurd. Probeer het opnieuw.|Dit zijn meer \
             bestanden dan tickets die er een missen.",
        it: "Nessun evento trovato|1 evento trovato|{} eventi trovati|Per quale biglietto è \
             {}?|Allegato.|Non è stato possibile inviarlo. Riprova.|Sono più file dei biglietti a \
             cui ne manca uno.";
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
                // A narrow space parts thousands in French.
                assert!(
                    words.iter().all(|word| !word.is_empty() && word.trim_matches(' ') == *word)
                );
                assert!(words.iter().all(|word| !word.contains(['"', '\\', '\n'])));
            }
        }
    }
}
