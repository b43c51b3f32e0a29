//! What the buyer and the seller of an order have to say to each other.

use super::{Language, texts};
use crate::domain::Side;

texts! {
    messages_with_seller() en: "Messages with the seller", de: "Nachrichten mit dem Anbieter";
    messages_with_buyer() en: "Messages with the buyer", de: "Nachrichten mit dem Käufer";
    messages_of_both() en: "Messages of buyer and seller", de: "Nachrichten von Käufer und Anbieter";
    messages_none_title() en: "Nothing was written yet", de: "Noch wurde nichts geschrieben";
    messages_none()
        en: "What you write is read by the other of the two who have traded this ticket, who is told by \
             mail. Neither sees the other’s address.",
        de: "Was du schreibst, liest, wer an diesem Kauf noch beteiligt ist, und bekommt dazu eine Mail. \
             Keiner sieht die Adresse des anderen.";
    message_by_you() en: "You", de: "Du";
    message_by_buyer() en: "The buyer", de: "Käufer";
    message_by_seller() en: "The seller", de: "Anbieter";
    message_by_admins() en: "The people who run this site", de: "Betreiber dieser Seite";
    message_is_new() en: "new", de: "neu";
    message_file() en: "Download what came with it", de: "Anhang herunterladen";
    field_message() en: "Your message", de: "Deine Nachricht";
    message_hint()
        en: "2,000 characters at most. Never send a card’s number or a password.",
        de: "Höchstens 2.000 Zeichen. Schreibe nie eine Kartennummer oder ein Passwort.";
    message_file_optional() en: "A file (optional)", de: "Eine Datei (freiwillig)";
    message_send() en: "Send", de: "Senden";
    message_nothing_said()
        en: "Write something, or choose a file.",
        de: "Schreibe etwas, oder wähle eine Datei.";
    message_refused_full()
        en: "There are as many messages about this order as there may be. Nothing was sent.",
        de: "Zu diesem Kauf gibt es so viele Nachrichten, wie es geben kann. Es wurde nichts gesendet.";
    message_refused_files_full()
        en: "The files of these messages are as large together as they may be. Nothing was sent: leave the \
             file out.",
        de: "Die Dateien dieser Nachrichten sind zusammen so groß, wie sie sein dürfen. Es wurde nichts \
             gesendet: Lass die Datei weg.";
    message_refused_not_paid()
        en: "This order is not paid: there is nothing to write about yet.",
        de: "Dieser Kauf ist nicht bezahlt: Es gibt noch nichts zu schreiben.";
    admins_ask() en: "Ask the people who run this site", de: "Die Betreiber dieser Seite fragen";
    admins_ask_question()
        en: "They then read all messages here, and can write themselves. They do not see them otherwise.",
        de: "Sie lesen dann alle Nachrichten hier und können selbst schreiben. Sonst sehen sie sie nicht.";
    admins_ask_button() en: "Ask them to look", de: "Um einen Blick bitten";
    admins_are_asked(at: &str)
        en: "The people who run this site were asked to look on {at}. They read these messages.",
        de: "Die Betreiber dieser Seite wurden um einen Blick gebeten ({at}). Sie lesen diese Nachrichten.";
    admins_take_part()
        en: "The people who run this site read these messages.",
        de: "Die Betreiber dieser Seite lesen diese Nachrichten.";
    admins_are_asked_now()
        en: "The people who run this site are asked to look.",
        de: "Die Betreiber dieser Seite sind um einen Blick gebeten.";

    write_to_seller() en: "Write to the seller", de: "Dem Anbieter schreiben";
    write_to_buyer() en: "Write to the buyer", de: "Dem Käufer schreiben";
    read_their_messages() en: "Read their messages", de: "Ihre Nachrichten lesen";
    /// How many of the messages behind a link are new.
    with_new_ones(link: &str, n: usize) en: "{link} ({n} new)", de: "{link} ({n} neu)";

    ticket_received() en: "I have the ticket", de: "Ich habe das Ticket";
    ticket_received_on(at: &str)
        en: "You said on {at} that you have it.",
        de: "Du hast gesagt, dass du es hast ({at}).";
    ticket_is_received()
        en: "Thank you: it is noted that you have the ticket.",
        de: "Danke: Es ist notiert, dass du das Ticket hast.";
    /// To its buyer.
    event_over_so_it_came()
        en: "The event is over, so we take it that it came.",
        de: "Die Veranstaltung ist vorbei, deshalb nehmen wir an, dass es angekommen ist.";
    event_over_so_buyer_has_it()
        en: "The event is over, so we take it that the buyer has it.",
        de: "Die Veranstaltung ist vorbei, deshalb nehmen wir an, dass es beim Käufer angekommen ist.";
    buyer_has_it(at: &str)
        en: "The buyer said on {at} that they have it.",
        de: "Der Käufer hat es bestätigt ({at}).";
}

impl Language {
    /// The way to the messages, and how many of them are new.
    #[must_use]
    pub(crate) fn messages_link(self, side: Side, unseen: usize) -> String {
        let to = match side {
            Side::Buyer => self.write_to_seller(),
            Side::Seller => self.write_to_buyer(),
            Side::Admin => self.read_their_messages(),
        };
        match unseen {
            0 => to.into(),
            _ => self.with_new_ones(to, unseen),
        }
    }
}
