//! What is said of pages to those who find them elsewhere.

use super::texts;

texts! {
    home_description(site: &str)
        en: "Buy and sell tickets on {site}. A ticket is held for you while you pay, at the price you \
             saw.",
        de: "Tickets kaufen und verkaufen auf {site}. Ein Ticket ist für dich reserviert, während du \
             bezahlst, zu dem Preis, den du gesehen hast.";
    /// When and where, and then what is to be had.
    event_description(when: &str, place: &str, tickets: &str)
        en: "{when}, {place}. {tickets}",
        de: "{when}, {place}. {tickets}";
    tickets_from(n: usize, lowest: &str)
        en: { match n { 1 => "1 ticket for {lowest}.", _ => "{n} tickets from {lowest}." } },
        de: { match n { 1 => "1 Ticket für {lowest}.", _ => "{n} Tickets ab {lowest}." } };
    no_tickets_at_the_moment()
        en: "No tickets are for sale at the moment.",
        de: "Gerade sind keine Tickets zu haben.";
    /// A ticket by its price and what it is for.
    ticket_description(price: &str, event: &str, when: &str, place: &str)
        en: "{price} for {event}: {when}, {place}.",
        de: "{price} für {event}: {when}, {place}.";
    /// Language and country as Open Graph names them.
    locale() en: "en_GB", de: "de_DE";
}
