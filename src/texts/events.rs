//! What becomes of events: on their pages, on orders and receipts, in mails, and the forms for it.

use super::{Language, texts};
use crate::domain::rules::event::EventRefusal;

impl Language {
    /// Why an event is not changed.
    pub(crate) fn event_not_changed(self, refusal: &EventRefusal) -> &'static str {
        match refusal {
            EventRefusal::NotThere | EventRefusal::MergedAway => self.admin_event_gone(),
            EventRefusal::NoOther => self.admin_no_other(),
            EventRefusal::Itself => self.admin_merge_itself(),
            EventRefusal::OtherMergedAway => self.admin_other_merged(),
            EventRefusal::Apart => self.admin_apart(),
            EventRefusal::Cancelled => self.event_cancelled_already(),
            EventRefusal::StartPast => self.start_is_past(),
            EventRefusal::EndUnfit => self.event_end_unfit(),
            EventRefusal::RefundsPast => self.event_refunds_past(),
            EventRefusal::ChangedTooOften => self.event_changed_too_often(),
            EventRefusal::OthersTickets => self.event_others_tickets(),
        }
    }
}

texts! {
    event_cancelled_no_trade()
        en: "The event is cancelled: tickets for it are not traded any more.",
        de: "Die Veranstaltung ist abgesagt: Tickets dafür werden nicht mehr gehandelt.";
    event_cancelled_already()
        en: "The event is cancelled, and that is not undone. Nothing was changed.",
        de: "Die Veranstaltung ist abgesagt, und das lässt sich nicht zurücknehmen. Es wurde nichts \
             geändert.";
    event_end_unfit()
        en: "An event ends after it starts, and within a year.",
        de: "Eine Veranstaltung endet nach ihrem Beginn und innerhalb eines Jahres.";
    event_refunds_past()
        en: "This is in the past. Enter until when buyers may give their tickets back.",
        de: "Das ist schon vorbei. Gib ein, bis wann Tickets zurückgegeben werden können.";
    event_changed_too_often()
        en: "The event was changed too often. It can still be cancelled.",
        de: "Die Veranstaltung wurde zu oft geändert. Absagen lässt sie sich noch.";
    event_others_tickets()
        en: "Somebody else sells, holds or has bought a ticket for this event. From then on only the \
             people who run the site change it. Nothing was changed.",
        de: "Jemand anderes verkauft, reserviert oder hat ein Ticket für diese Veranstaltung. Von da \
             an ändern sie nur noch die Betreiber der Seite. Es wurde nichts geändert.";

    event_picture() en: "Picture", de: "Bild";
    event_picture_choose() en: "A picture of the event", de: "Ein Bild der Veranstaltung";
    event_picture_hint()
        en: "A JPEG, PNG or WebP of up to 10 MB. It is shown instead of the poster, cut to its middle. \
             What a camera writes into it, such as the place, is left out. Use only what you may show.",
        de: "Ein JPEG, PNG oder WebP mit höchstens 10 MB. Es ersetzt das gezeichnete Plakat und wird \
             auf seine Mitte zugeschnitten. Was eine Kamera hineinschreibt, etwa den Ort, fällt weg. \
             Nimm nur, was du zeigen darfst.";
    event_picture_send() en: "Use this picture", de: "Dieses Bild verwenden";
    event_picture_remove() en: "Take the picture off", de: "Bild entfernen";
    event_picture_remove_asks()
        en: "Delete this picture? The poster is shown again.",
        de: "Dieses Bild löschen? Dann ist wieder das gezeichnete Plakat zu sehen.";
    event_picture_delete() en: "Delete the picture", de: "Das Bild löschen";
    choose_a_picture()
        en: "Choose one picture: a JPEG, a PNG or a WebP.",
        de: "Wähle ein Bild aus: ein JPEG, PNG oder WebP.";
    no_picture()
        en: "This is no JPEG, PNG or WebP, or it is damaged. Choose another picture.",
        de: "Das ist kein JPEG, PNG oder WebP, oder es ist beschädigt. Wähle ein anderes Bild.";
    picture_too_much()
        en: "This picture has more than 40 megapixels, or is a large WebP without loss. Choose a smaller \
             one, or a JPEG.",
        de: "Dieses Bild hat mehr als 40 Megapixel oder ist ein großes verlustfreies WebP. Wähle ein \
             kleineres oder ein JPEG.";

    event_cancelled() en: "Cancelled", de: "Abgesagt";
    event_postponed() en: "Postponed", de: "Verschoben";
    event_is_cancelled()
        en: "This event is cancelled. Nothing is sold any more, and whoever has bought a ticket here \
             gets the money back.",
        de: "Diese Veranstaltung ist abgesagt. Es wird nichts mehr verkauft, und wer hier ein Ticket \
             gekauft hat, bekommt das Geld zurück.";
    event_is_postponed() en: "This event is postponed.", de: "Diese Veranstaltung ist verschoben.";
    event_no_date_yet()
        en: "The new date is not known yet; it was to be on the one shown here.",
        de: "Das neue Datum steht noch nicht fest; hier steht das bisherige.";
    event_refund_until(until: &str)
        en: "Who had bought a ticket before can give it back until {until}, on the page of the order.",
        de: "Wer vorher ein Ticket gekauft hat, kann es bis {until} zurückgeben, auf der Seite des \
             Kaufs.";
    event_was() en: "What was changed", de: "Was sich geändert hat";
    event_was_before() en: "Before", de: "Vorher";
    event_is_now() en: "Now", de: "Jetzt";
    event_was_when_bought()
        en: "The event was changed after you had ordered:",
        de: "Die Veranstaltung wurde geändert, nachdem du bestellt hattest:";
    event_from_to(from: &str, to: &str) en: "{from} to {to}", de: "{from} bis {to}";

    give_back() en: "Give the ticket back", de: "Ticket zurückgeben";
    give_back_asks(price: &str, until: &str)
        en: "The event is postponed: until {until} you can give the ticket back, and {price} goes back \
             to you. That cannot be undone.",
        de: "Die Veranstaltung ist verschoben: Bis {until} kannst du das Ticket zurückgeben und \
             bekommst {price} zurück. Das lässt sich nicht rückgängig machen.";
    give_back_button(price: &str)
        en: "Give it back for {price}",
        de: "Für {price} zurückgeben";
    give_back_too_late()
        en: "The time to give this ticket back is over.",
        de: "Die Zeit, dieses Ticket zurückzugeben, ist vorbei.";

    change_this_event() en: "Change this event", de: "Veranstaltung ändern";
    change_event_hint()
        en: "Everybody who sells, holds or has bought a ticket for it, or waits for one, is told by \
             mail what was and what is.",
        de: "Alle, die ein Ticket dafür anbieten, reserviert oder gekauft haben oder darauf warten, \
             erfahren per Mail, was war und was jetzt gilt.";
    change_event_button() en: "Change it, and tell them", de: "Ändern und Bescheid geben";
    change_why() en: "Why, for them to read", de: "Warum, für alle zu lesen";
    field_ends_at() en: "End (optional)", de: "Ende (freiwillig)";
    field_ends_at_hint()
        en: "If it lasts several days, the last of them.",
        de: "Wenn sie mehrere Tage dauert, der letzte davon.";
    postpone_event() en: "Postpone it", de: "Verschieben";
    postpone_event_hint()
        en: "Who has bought a ticket can give it back until the day that you set.",
        de: "Wer ein Ticket gekauft hat, kann es bis zu dem Tag zurückgeben, den du setzt.";
    field_new_start() en: "New start (empty: not known yet)", de: "Neuer Beginn (leer: noch offen)";
    field_new_end() en: "New end (optional)", de: "Neues Ende (freiwillig)";
    field_refund_until() en: "Refunds until, that day included", de: "Rückgabe bis einschließlich";
    postpone_event_button() en: "Postpone it, and tell them", de: "Verschieben und Bescheid geben";
    cancel_event() en: "Cancel it", de: "Absagen";
    cancel_event_asks(sold: usize, listed: usize)
        en: {
            let sold = match sold {
                0 => "No order has to be refunded".to_owned(),
                1 => "1 paid order is refunded".to_owned(),
                n => format!("{n} paid orders are refunded"),
            };
            format!("{sold}; {listed} listed tickets are withdrawn, and all are told. That cannot be \
                undone.")
        },
        de: {
            let sold = match sold {
                0 => "Kein Kauf ist zu erstatten".to_owned(),
                1 => "1 bezahlter Kauf wird erstattet".to_owned(),
                n => format!("{n} bezahlte Käufe werden erstattet"),
            };
            format!("{sold}; Angebote, die zurückgezogen werden: {listed}. Alle erfahren davon. Das \
                lässt sich nicht rückgängig machen.")
        };
    cancel_event_tick()
        en: "Yes, this event does not take place",
        de: "Ja, diese Veranstaltung findet nicht statt";
    cancel_event_unticked()
        en: "Tick this if it is to be cancelled.",
        de: "Kreuze das an, wenn sie abgesagt werden soll.";
    cancel_event_button() en: "Cancel the event", de: "Veranstaltung absagen";
    day_missing()
        en: "Enter a day, such as 2027-05-01.",
        de: "Gib einen Tag ein, zum Beispiel 2027-05-01.";

    refunds_title() en: "Refunds", de: "Erstattungen";
    refunds_so_far(refunded: usize, all: usize)
        en: "Refunded {refunded} of {all}.",
        de: "Erstattet: {refunded} von {all}.";
    refunds_going_on()
        en: "The others follow by themselves; this page looks again every few seconds.",
        de: "Die übrigen folgen von selbst; diese Seite schaut alle paar Sekunden nach.";
    refunds_done()
        en: "All that was paid has gone back.",
        de: "Alles Bezahlte ist zurückgegangen.";
    refunds_late(n: usize)
        en: { match n {
            1 => "1 has not gone back for more than an hour. It is asked for again and again.".to_owned(),
            n => format!("{n} have not gone back for more than an hour. They are asked for again and \
                again."),
        } },
        de: { match n {
            1 => "1 steht seit über einer Stunde aus. Es wird immer wieder versucht.".to_owned(),
            n => format!("{n} stehen seit über einer Stunde aus. Es wird immer wieder versucht."),
        } };
    refund_late(order: &str, since: &str)
        en: "Order {order}: the payment service has not confirmed it since {since}.",
        de: "Kauf {order}: Der Zahlungsdienst hat sie nicht bestätigt, seit {since}.";
    refunds_again() en: "Try again now", de: "Jetzt noch einmal versuchen";
    refunds_listed_left(n: usize)
        en: "Tickets that are still listed or held: {n}.",
        de: "Tickets, die noch angeboten oder reserviert sind: {n}.";
    event_still_telling()
        en: "Those whom it concerns are being told.",
        de: "Alle, die es betrifft, bekommen gerade Bescheid.";

    mail_event_cancelled_subject(event: &str) en: "Cancelled: {event}", de: "Abgesagt: {event}";
    mail_event_cancelled(event: &str)
        en: "{event} is cancelled. You sell, hold or have bought a ticket for it, or wait for one.",
        de: "„{event}“ ist abgesagt. Du hast ein Ticket dafür angeboten, reserviert oder gekauft, \
             oder wartest auf eines.";
    mail_event_cancelled_how()
        en: "If you have bought a ticket, the money goes back to you by itself. If you sell one, it is \
             withdrawn; one that you have sold is refunded to its buyer.",
        de: "Wenn du ein Ticket gekauft hast, bekommst du das Geld von selbst zurück. Wenn du eines \
             anbietest, ist es zurückgezogen; ein verkauftes wird dem Käufer erstattet.";
    mail_event_postponed_subject(event: &str) en: "Postponed: {event}", de: "Verschoben: {event}";
    mail_event_postponed(event: &str)
        en: "{event} is postponed. You sell, hold or have bought a ticket for it, or wait for one.",
        de: "„{event}“ ist verschoben. Du hast ein Ticket dafür angeboten, reserviert oder gekauft, \
             oder wartest auf eines.";
    mail_event_give_back(until: &str)
        en: "Tickets stay valid. If you have bought one, you can give it back until {until}, on the \
             page of your order:",
        de: "Tickets bleiben gültig. Wenn du eines gekauft hast, kannst du es bis {until} zurückgeben, \
             auf der Seite deines Kaufs:";
    mail_event_changed_subject(event: &str) en: "Changed: {event}", de: "Geändert: {event}";
    mail_event_changed(event: &str)
        en: "{event} was changed. You sell, hold or have bought a ticket for it, or wait for one.",
        de: "„{event}“ wurde geändert. Du hast ein Ticket dafür angeboten, reserviert oder gekauft, \
             oder wartest auf eines.";
    mail_event_was() en: "BEFORE", de: "VORHER";
    mail_event_is() en: "NOW", de: "JETZT";
    mail_event_why(reason: &str) en: "The reason given: {reason}", de: "Der Grund: {reason}";
    mail_event_page() en: "The event:", de: "Die Veranstaltung:";
    admin_about_event(id: &str) en: "event {id}", de: "Veranstaltung {id}";
}
