//! Orders: their list, the page of one with its forms, paying, refunds, and the receipt.

use super::{Language, Tell, fields::tell, texts};
use crate::{
    domain::{ChargeFailure, DeclineCode},
    payments::CardError,
};

texts! {
    no_orders_title() en: "You have no orders here", de: "Du hast hier noch nichts gekauft";
    no_orders()
        en: "What you buy is kept here, with where it stands.",
        de: "Was du kaufst, findest du hier, mit seinem jetzigen Stand.";
    orders_newest_first() en: "Newest first.", de: "Die neuesten zuerst.";

    // After the badge "Cancelled".
    cancelled_by_you() en: "by you", de: "von dir";
    cancelled_time_ran_out() en: "the time ran out", de: "Zeit abgelaufen";
    cancelled_payment_failed() en: "the payment failed", de: "Zahlung fehlgeschlagen";
    cancelled_by_site() en: "by the site", de: "von den Betreibern";

    your_purchase() en: "Your tickets, together", de: "Deine Tickets, zusammen";
    they_are_yours() en: "They are yours.", de: "Sie gehören dir.";
    its_order() en: "Order", de: "Kauf ansehen";
    bought_together(n: usize)
        en: { format!("Bought together: {}", Language::English.tickets(n)) },
        de: { format!("Zusammen gekauft: {}", Language::German.tickets(n)) };
    cancel_this_purchase() en: "Give all of them back", de: "Alle wieder freigeben";
    cancel_purchase_asks()
        en: "Give all tickets back? Others can buy them at once. You are not charged.",
        de: "Alle Tickets wieder freigeben? Andere können sie sofort kaufen. Es wird nichts abgebucht.";
    cancel_all_tickets() en: "Give all tickets back", de: "Alle Tickets freigeben";
    drop_this_ticket() en: "Leave this one out", de: "Dieses herausnehmen";
    drop_asks()
        en: "Give this ticket back and keep the others? It cannot be added again.",
        de: "Dieses Ticket freigeben und die anderen behalten? Es lässt sich nicht wieder hinzufügen.";
    drop_the_ticket() en: "Leave it out", de: "Herausnehmen";

    your_order() en: "Your order", de: "Dein Kauf";
    your_sale() en: "Your sale", de: "Dein Verkauf";
    an_order() en: "An order", de: "Ein Kauf";
    buyer_pays(paid: &str) en: "The buyer pays {paid}.", de: "Gezahlt werden dafür {paid}.";
    looks_again()
        en: "This page looks again every 2 seconds.",
        de: "Diese Seite sieht alle 2 Sekunden nach.";
    run_out()
        en: "The time to pay has run out. The ticket is being set free; this page looks again \
             every 2 seconds.",
        de: "Die Zeit zum Bezahlen ist abgelaufen. Das Ticket wird wieder freigegeben; diese Seite \
             sieht alle 2 Sekunden nach.";
    refunding()
        en: "The money is going back to the buyer. This page looks again every 2 seconds; there is \
             nothing you need to do.",
        de: "Das Geld wird gerade zurückgezahlt. Diese Seite sieht alle 2 Sekunden nach; du musst \
             nichts tun.";
    sold_and_paid(paid: &str) en: "Sold and paid: {paid}.", de: "Verkauft und bezahlt: {paid}.";
    buyer_gets_back(paid: &str)
        en: "Refunded: the buyer gets back {paid}.",
        de: "Erstattet: Zurückgezahlt werden {paid}.";
    /// Before the reason in quotes.
    reason_given() en: "The reason given: ", de: "Der Grund: ";
    the_ticket() en: "The ticket", de: "Zum Ticket";
    back_to_ticket() en: "Back to the ticket", de: "Zurück zum Ticket";
    you_paid(paid: &str, venue: &str)
        en: "You paid {paid}. This page is your proof of purchase: keep its address, or print it, \
             and have it ready at {venue}.",
        de: "Bezahlt hast du {paid}. Diese Seite ist dein Kaufnachweis: Merke dir ihre Adresse \
             oder drucke sie aus, und halte sie am Einlass bereit ({venue}).";
    receipt_to_print() en: "Receipt, to print", de: "Quittung zum Ausdrucken";

    payment_service() en: "The payment service", de: "Der Zahlungsdienst";
    setting_up()
        en: "Your payment is being set up. You have not been charged; you can pay in a moment.",
        de: "Deine Zahlung wird vorbereitet. Es wurde nichts abgebucht; gleich kannst du bezahlen.";
    setting_up_unanswered(provider: &str)
        en: "{provider} does not answer just now, so you cannot pay yet. You have not been \
             charged. We keep asking, and the form comes as soon as there is an answer.",
        de: "{provider} antwortet gerade nicht, deshalb kannst du noch nicht bezahlen. Es wurde \
             nichts abgebucht. Wir fragen weiter nach, und das Formular kommt, sobald eine Antwort \
             da ist.";
    asking()
        en: "We are asking what came of your payment. There is nothing you need to do.",
        de: "Wir fragen nach, was aus deiner Zahlung geworden ist. Du musst nichts tun.";
    taking()
        en: "Your payment is being settled. There is nothing you need to do.",
        de: "Deine Zahlung wird gerade abgeschlossen. Du musst nichts tun.";
    unanswered(provider: &str)
        en: "{provider} does not answer just now, so we do not know yet what came of your payment. \
             We keep asking. You will not be charged twice, and you do not pay for a ticket that \
             you do not get.",
        de: "{provider} antwortet gerade nicht, deshalb wissen wir noch nicht, was aus deiner \
             Zahlung geworden ist. Wir fragen weiter nach. Es wird nichts doppelt abgebucht, und \
             du bezahlst kein Ticket, das du nicht bekommst.";

    over_by_you()
        en: "You cancelled this order. You were not charged.",
        de: "Du hast diesen Kauf storniert. Es wurde nichts abgebucht.";
    over_time_ran_out()
        en: "The time to pay ran out, so the ticket is no longer held for you. You were not charged.",
        de: "Die Zeit zum Bezahlen ist abgelaufen, deshalb ist das Ticket nicht mehr für dich \
             reserviert. Es wurde nichts abgebucht.";
    over_payment_failed()
        en: "The payment failed too often, so the ticket is no longer held for you. You were not \
             charged.",
        de: "Die Zahlung ist zu oft fehlgeschlagen, deshalb ist das Ticket nicht mehr für dich \
             reserviert. Es wurde nichts abgebucht.";
    over_refunded()
        en: "This order was refunded: you get back what you paid.",
        de: "Dieser Kauf wurde erstattet: Du bekommst zurück, was du bezahlt hast.";
    over_by_site()
        en: "The people who run this site cancelled this order. You were not charged.",
        de: "Die Betreiber dieser Seite haben diesen Kauf storniert. Es wurde nichts abgebucht.";
    over() en: "This order was cancelled.", de: "Dieser Kauf wurde storniert.";

    cancel_this_order() en: "Cancel this order", de: "Diesen Kauf stornieren";
    cancel_asks()
        en: "Give the ticket back? Others can buy it at once. You are not charged.",
        de: "Das Ticket wieder freigeben? Andere können es sofort kaufen. Es wird nichts abgebucht.";
    cancel_the_order() en: "Cancel the order", de: "Kauf stornieren";
    cancel_while_paying()
        en: "Your payment is being completed: it cannot be cancelled any more.",
        de: "Deine Zahlung wird gerade abgeschlossen: Sie lässt sich nicht mehr abbrechen.";
    drop_refused_together()
        en: "These seats go only together: give up all of them, or none. Nothing has changed.",
        de: "Diese Plätze gibt es nur zusammen: Gib alle zurück oder keinen. Es hat sich nichts \
             geändert.";
    drop_refused_alone()
        en: "That would leave one seat alone, which its seller does not want. Give up its neighbour, \
             too, or all of them. Nothing has changed.",
        de: "Damit bliebe ein Platz allein übrig, und das möchte der Verkäufer nicht. Gib auch den \
             Nachbarplatz zurück oder alle. Es hat sich nichts geändert.";
    time_is_up()
        en: "The time to pay is up. You were not charged.",
        de: "Die Zeit zum Bezahlen ist um. Es wurde nichts abgebucht.";
    order_is_over()
        en: "This order is over: nothing was done.",
        de: "Dieser Kauf ist schon vorbei: Es ist nichts geschehen.";

    refund_this_order() en: "Refund this order", de: "Diesen Kauf erstatten";
    refund_asks(paid: &str)
        en: "The buyer gets back all of the {paid}, and the ticket is not theirs any more. This \
             cannot be undone.",
        de: "Wer gekauft hat, bekommt alles zurück ({paid}) und hat dann kein Ticket mehr. Das \
             lässt sich nicht rückgängig machen.";
    refund_why() en: "Why, for the buyer to read", de: "Warum? Das liest auch, wer gekauft hat";
    refund_relists()
        en: "Put the ticket up for sale again at the same price",
        de: "Das Ticket zum selben Preis wieder anbieten";
    refund(price: &str) en: "Refund {price}", de: "{price} erstatten";
    refund_not_by_buyer()
        en: "Only the seller, or the people who run this site, can refund an order. Ask them. \
             Nothing has changed.",
        de: "Einen Kauf kann nur erstatten, wer das Ticket verkauft hat oder diese Seite betreibt. \
             Frage dort nach. Es hat sich nichts geändert.";
    refund_by_site_now()
        en: "The event has started: only the people who run this site can refund the order now. \
             Nothing has changed.",
        de: "Die Veranstaltung hat begonnen: Jetzt können nur noch die Betreiber dieser Seite den \
             Kauf erstatten. Es hat sich nichts geändert.";
    refund_not_paid()
        en: "This order is not paid: there is no money to give back.",
        de: "Dieser Kauf ist nicht bezahlt: Es gibt nichts zurückzuzahlen.";

    pay_by_card() en: "Pay by card", de: "Mit Karte bezahlen";
    pay(price: &str) en: "Pay {price}", de: "{price} bezahlen";
    card_expires() en: "Expires (MM/YY)", de: "Ablauf (MM/JJ)";
    card_code() en: "Code (CVC)", de: "Prüfziffer (CVC)";
    tries_left(left: u32)
        en: { match left {
            1 => "This is the last try: if this card is declined, the order is cancelled.",
            _ => "{left} tries left: a declined card uses one up.",
        } },
        de: { match left {
            1 => "Das ist der letzte Versuch: Wird diese Karte abgelehnt, ist der Kauf storniert.",
            _ => "Noch {left} Versuche: Jede abgelehnte Karte verbraucht einen.",
        } };
    sandbox_cards() en: "Sandbox cards", de: "Testkarten";
    sandbox_cards_need()
        en: "Any future expiry, any code.",
        de: "Gültig bis: irgendwann später. Prüfziffer: irgendeine.";
    // What a card does.
    card_succeeds() en: "succeeds", de: "klappt";
    card_is_declined() en: "is declined", de: "wird abgelehnt";
    card_has_no_funds() en: "has insufficient funds", de: "ist nicht gedeckt";
    card_gives_an_error() en: "gives a processing error", de: "führt zu einem Fehler der Bank";

    pay_at_stripe() en: "Pay", de: "Bezahlen";
    /// Before "until" and a deadline, if there is one, and a full stop.
    stays_held()
        en: "You have not been charged, and the ticket stays held for you",
        de: "Es wurde nichts abgebucht, und das Ticket bleibt für dich reserviert";
    /// Before the host from which Stripe's script comes.
    needs_javascript()
        en: "To pay here, your browser must run JavaScript: this site’s and that of ",
        de: "Um hier zu bezahlen, muss dein Browser JavaScript ausführen: das dieser Seite und das von ";
    turn_javascript_on()
        en: ", by which you pay. Turn it on and reload this page, or cancel the order below. ",
        de: ", worüber du bezahlst. Schalte es ein und lade diese Seite neu, oder storniere den Kauf \
             weiter unten. ";
    stripe_loads() en: "Loading Stripe’s form…", de: "Das Formular von Stripe wird geladen …";
    /// Before the host from which Stripe's script comes.
    stripe_is_missing()
        en: "Stripe’s form could not be loaded. Check your connection, allow ",
        de: "Das Formular von Stripe konnte nicht geladen werden. Prüfe deine Verbindung, erlaube ";
    /// Between the host and the link that reloads.
    in_what_blocks_scripts()
        en: " in whatever blocks scripts in your browser, and ",
        de: " in allem, was in deinem Browser Skripte blockiert, und ";
    reload_this_page() en: "reload this page", de: "lade diese Seite neu";
    how_you_pay() en: "How you pay", de: "So bezahlst du";
    form_is_stripes()
        en: "The form is Stripe’s: what you type there goes to Stripe and never touches this site.",
        de: "Das Formular ist von Stripe: Was du dort eintippst, geht an Stripe und nie an diese \
             Seite.";
    bank_may_ask()
        en: "Your bank may ask you to confirm that it is you (3-D Secure).",
        de: "Vielleicht fragt deine Bank nach, ob du es wirklich bist (3-D Secure).";
    taken_once()
        en: "Money is taken once, and only if the ticket becomes yours.",
        de: "Abgebucht wird einmal, und nur, wenn du das Ticket bekommst.";
    stripe_test_mode() en: "Stripe’s test mode", de: "Testmodus von Stripe";
    test_cards_only()
        en: ": test cards only, no real money moves.",
        de: ": nur Testkarten, es fließt kein echtes Geld.";

    no_card_number() en: "Enter the card's number.", de: "Gib die Kartennummer ein.";
    card_number_wrong()
        en: "This is not a card number. Check its digits.",
        de: "Das ist keine Kartennummer. Prüfe die Ziffern.";
    not_a_test_card()
        en: "This is not one of the sandbox's test cards. Use 4242 4242 4242 4242.",
        de: "Das ist keine der Testkarten. Nimm 4242 4242 4242 4242.";
    card_expiry_malformed()
        en: "Write the expiry as month/year, such as 12/34.",
        de: "Schreibe Monat/Jahr, zum Beispiel 12/34.";
    card_expired() en: "This card has expired.", de: "Diese Karte ist abgelaufen.";
    card_code_wrong()
        en: "The code is the 3 or 4 digits on the card.",
        de: "Die Prüfziffer sind die 3 oder 4 Ziffern auf der Karte.";

    card_declined()
        en: "Your card was declined. You were not charged.",
        de: "Deine Karte wurde abgelehnt. Es wurde nichts abgebucht.";
    insufficient_funds()
        en: "Your card has insufficient funds. You were not charged.",
        de: "Deine Karte ist nicht ausreichend gedeckt. Es wurde nichts abgebucht.";
    processing_error()
        en: "Your bank could not process the payment (a processing error). You were not charged.",
        de: "Deine Bank konnte die Zahlung nicht verarbeiten (ein technischer Fehler). Es wurde \
             nichts abgebucht.";
    payment_not_set_up()
        en: "The payment could not be set up. You were not charged.",
        de: "Die Zahlung konnte nicht vorbereitet werden. Es wurde nichts abgebucht.";
    /// The provider's words are not ours to translate.
    declined_because(words: &str)
        en: "{words} You were not charged.",
        de: "Die Zahlung wurde abgelehnt: „{words}“ Es wurde nichts abgebucht.";
    payment_interrupted()
        en: "The payment was interrupted before it reached the bank. You were not charged. Please \
             try again.",
        de: "Die Zahlung wurde unterbrochen, bevor sie die Bank erreichte. Es wurde nichts \
             abgebucht. Bitte versuche es noch einmal.";
    payment_given_up_with_ticket()
        en: "You dropped a ticket while you paid, so that payment was given up. You were not charged. Please pay again.",
        de: "Du hast während des Bezahlens ein Ticket herausgenommen; diese Zahlung wurde abgebrochen. \
             Es wurde nichts abgebucht. Bitte bezahle noch einmal.";
    payment_not_completed()
        en: "The payment could not be completed. You were not charged. Please try again.",
        de: "Die Zahlung konnte nicht abgeschlossen werden. Es wurde nichts abgebucht. Bitte \
             versuche es noch einmal.";

    receipt() en: "Receipt", de: "Quittung";
    receipt_for(title: &str) en: "Receipt for {title}", de: "Quittung für {title}";
    made_in_sandbox()
        en: "Made in the sandbox: a test, for which no real money moved.",
        de: "Im Testbetrieb entstanden: ein Test, für den kein echtes Geld geflossen ist.";
    back_to_order() en: "Back to the order", de: "Zurück zum Kauf";
    fact_receipt_number() en: "Receipt and order no.", de: "Quittung und Kauf Nr.";
    fact_order() en: "Order", de: "Kauf";
    /// As short as the others: they are a column.
    fact_event() en: "Event", de: "Event";
    fact_ticket() en: "Ticket", de: "Ticket";
    fact_place() en: "Place", de: "Platz";
    fact_fee() en: "Fee", de: "Gebühr";
    fact_paid() en: "Paid", de: "Bezahlt";
    fact_paid_on() en: "Paid on", de: "Bezahlt am";
    fact_payment() en: "Payment", de: "Zahlung";
    fact_reference() en: "Reference", de: "Referenz";
    fact_refunded() en: "Refunded", de: "Erstattet";
    fact_refunded_on() en: "Refunded on", de: "Erstattet am";
    fact_refund() en: "Refund", de: "Erstattung";
    refund_asked_for()
        en: "Asked for; the money is on its way back.",
        de: "Veranlasst; das Geld ist auf dem Weg zurück.";
    fact_reason() en: "Reason", de: "Grund";
}

tell!(CardError, t:
    Self::NumberEmpty => t.no_card_number(),
    Self::Number => t.card_number_wrong(),
    Self::NotATestCard => t.not_a_test_card(),
    Self::Expiry => t.card_expiry_malformed(),
    Self::Expired => t.card_expired(),
    Self::Cvc => t.card_code_wrong(),
);

/// To its buyer.
impl Tell for ChargeFailure {
    fn tell(&self, t: Language) -> String {
        match self {
            Self::Declined(DeclineCode::CardDeclined) => t.card_declined(),
            Self::Declined(DeclineCode::InsufficientFunds) => t.insufficient_funds(),
            Self::Declined(DeclineCode::ProcessingError) => t.processing_error(),
            Self::Declined(DeclineCode::Other(words)) => match &**words {
                DeclineCode::NOT_SET_UP => t.payment_not_set_up(),
                words => return t.declined_because(words),
            },
            Self::Interrupted => t.payment_interrupted(),
            Self::NotCaptured => t.payment_not_completed(),
            Self::TicketDropped => t.payment_given_up_with_ticket(),
        }
        .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_provider_may_speak_another_language() {
        let declined = |code| ChargeFailure::Declined(code);
        let other = |words: &str| DeclineCode::Other(words.into());
        for (failure, english, german) in [
            (
                declined(DeclineCode::CardDeclined),
                "Your card was declined.",
                "Karte wurde abgelehnt.",
            ),
            (
                declined(other(DeclineCode::NOT_SET_UP)),
                "not be set up.",
                "nicht vorbereitet werden.",
            ),
            (declined(other("Too old.")), "Too old. You", "abgelehnt: „Too old.“ Es"),
            (ChargeFailure::Interrupted, "was interrupted", "wurde unterbrochen"),
        ] {
            let [en, de] = Language::ALL.map(|t| failure.tell(t));
            assert!(en.contains(english) && en.contains("You were not charged."), "{en}");
            assert!(de.contains(german) && de.contains("Es wurde nichts abgebucht."), "{de}");
        }
    }
}
