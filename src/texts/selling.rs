//! Listing tickets, changing them, and what became of them.

use super::texts;

texts! {
    event_has_started() {
        en: "This event has started: tickets for it are not traded any more.",
        de: "Diese Veranstaltung hat begonnen: Tickets dafür werden nicht mehr gehandelt.",
    }
    no_such_event() {
        en: "There is no such event. Choose another, or type in a new one.",
        de: "Diese Veranstaltung gibt es nicht. Wähle eine andere, oder gib eine neue ein.",
    }
    start_is_past() {
        en: "This is in the past. Enter when the event will start.",
        de: "Das ist schon vorbei. Gib ein, wann die Veranstaltung beginnen wird.",
    }
    price_at_most_with_fee(percent: &str, highest: &str) {
        en: "With the fee of {percent} % this is more than can be charged: at most {highest}.",
        de: "Mit der Gebühr von {percent} % ist das mehr, als abgebucht werden kann: höchstens \
             {highest}.",
    }
    price_at_least(lowest: &str) {
        en: "The price must be at least {lowest}: less cannot be paid here.",
        de: "Der Preis muss mindestens {lowest} sein: Weniger kann hier nicht bezahlt werden.",
    }
    ask_for_less() {
        en: "With the site’s fee this is more than can be charged. Ask for less.",
        de: "Mit der Gebühr dieser Seite ist das mehr, als abgebucht werden kann. Verlange weniger.",
    }
    /// What a ticket may cost at most, in [`Language::face_value_needed`] and
    /// [`Language::price_over`].
    cap_face_value() { en: "the face value", de: "den aufgedruckten Preis" }
    cap_above_face_value(percent: &str) {
        en: "{percent} % above the face value",
        de: "{percent} % mehr als den aufgedruckten Preis",
    }
    face_value_needed(cap: &str) {
        en: "Enter what is printed on the ticket: it may cost at most {cap}.",
        de: "Gib ein, was auf dem Ticket steht: Es darf höchstens {cap} kosten.",
    }
    price_over(highest: &str, cap: &str) {
        en: "At most {highest} is allowed here: {cap}.",
        de: "Hier darfst du höchstens {highest} verlangen: {cap}.",
    }
}
