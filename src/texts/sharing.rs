//! What is said of pages to those who find them elsewhere.

use super::texts;

texts! {
    home_description(site: &str)
        en: "Buy and sell tickets on {site}. A ticket is held for you while you pay, at the price you \
             saw.",
        de: "Tickets kaufen und verkaufen auf {site}. Ein Ticket ist für dich reserviert, während du \
             bezahlst, zu dem Preis, den du gesehen hast.",
        fr: "Achetez et vendez des billets sur {site}. Un billet vous est réservé le temps de \
             payer, au prix que vous avez vu.",
        es: "Compra y vende entradas en {site}. La entrada queda reservada para ti mientras pagas, \
             al precio que has visto.",
        nl: "Koop en verkoop tickets op {site}. Een ticket is voor jou gereserveerd terwijl je \
             betaalt, voor de prijs die je zag.",
        it: "Compra e vendi biglietti su {site}. Un biglietto è riservato per te mentre paghi, al \
             prezzo che hai visto.";
    /// When and where, and then what is to be had.
    event_description(when: &str, place: &str, tickets: &str)
        en: "{when}, {place}. {tickets}",
        de: "{when}, {place}. {tickets}",
        fr: "{when}, {place}. {tickets}",
        es: "{when}, {place}. {tickets}",
        nl: "{when}, {place}. {tickets}",
        it: "{when}, {place}. {tickets}";
    tickets_from(n: usize, lowest: &str)
        en: { match n { 1 => "1 ticket for {lowest}.", _ => "{n} tickets from {lowest}." } },
        de: { match n { 1 => "1 Ticket für {lowest}.", _ => "{n} Tickets ab {lowest}." } },
        fr: { match n {
            0 | 1 => "{n} billet à {lowest}.",
            _ => "{n} billets à partir de {lowest}.",
        } },
        es: { match n { 1 => "1 entrada por {lowest}.", _ => "{n} entradas desde {lowest}." } },
        nl: { match n { 1 => "1 ticket voor {lowest}.", _ => "{n} tickets vanaf {lowest}." } },
        it: { match n {
            1 => "1 biglietto a {lowest}.",
            _ => "{n} biglietti a partire da {lowest}.",
        } };
    no_tickets_at_the_moment()
        en: "No tickets are for sale at the moment.",
        de: "Gerade sind keine Tickets zu haben.",
        fr: "Aucun billet n’est en vente en ce moment.",
        es: "Ahora mismo no hay entradas a la venta.",
        nl: "Er zijn op dit moment geen tickets te koop.",
        it: "Al momento non ci sono biglietti in vendita.";
    /// A ticket by its price and what it is for.
    ticket_description(price: &str, event: &str, when: &str, place: &str)
        en: "{price} for {event}: {when}, {place}.",
        de: "{price} für {event}: {when}, {place}.",
        fr: "{price} pour {event} : {when}, {place}.",
        es: "{price} para {event}: {when}, {place}.",
        nl: "{price} voor {event}: {when}, {place}.",
        it: "{price} per {event}: {when}, {place}.";
    /// Language and country as Open Graph names them.
    locale() en: "en_GB", de: "de_DE", fr: "fr_FR", es: "es_ES", nl: "nl_NL", it: "it_IT";
}
