//! What buyers' banks take back.

use super::{Language, texts};
use crate::domain::DisputeStatus;

impl Language {
    /// Where a dispute stands, for those who run the site.
    pub(crate) fn dispute_status(self, status: DisputeStatus) -> &'static str {
        match status {
            DisputeStatus::InquiryNeedsResponse | DisputeStatus::NeedsResponse => {
                self.dispute_needs_response()
            }
            DisputeStatus::InquiryUnderReview | DisputeStatus::UnderReview => {
                self.dispute_under_review()
            }
            DisputeStatus::InquiryClosed => self.dispute_closed(),
            DisputeStatus::Won => self.dispute_won(),
            DisputeStatus::Lost => self.dispute_lost(),
        }
    }
}

texts! {
    dispute_needs_response() en: "Evidence wanted", de: "Belege gefragt";
    dispute_under_review() en: "The bank looks at it", de: "Die Bank prüft";
    dispute_closed() en: "Closed", de: "Geschlossen";
    dispute_won() en: "Won", de: "Gewonnen";
    dispute_lost() en: "Lost", de: "Verloren";
    order_disputed()
        en: "The buyer’s bank wants the money back, or asks about the payment. Until it has decided, \
             nothing is refunded here, and the seller is not paid for it.",
        de: "Die Bank des Käufers will das Geld zurück oder fragt wegen der Zahlung nach. Bis sie entschieden \
             hat, wird hier nichts erstattet, und der Anbieter bekommt nichts dafür ausgezahlt.";
    your_order_disputed()
        en: "Your bank wants the money back, or asks about the payment. Until it has decided, nothing is \
             refunded here.",
        de: "Deine Bank will das Geld zurück oder fragt wegen der Zahlung nach. Bis sie entschieden hat, wird \
             hier nichts erstattet.";
    your_order_lost_to_dispute()
        en: "Your bank has given you the money back. It is not refunded a second time.",
        de: "Deine Bank hat dir das Geld zurückgegeben. Es wird nicht noch einmal erstattet.";
    order_lost_to_dispute()
        en: "The buyer’s bank has taken the money back. It is not refunded a second time.",
        de: "Die Bank des Käufers hat das Geld zurückgeholt. Es wird nicht noch einmal erstattet.";
    refund_disputed()
        en: "Not refunded: the buyer’s bank wants the money back, or has taken it.",
        de: "Nicht erstattet: Die Bank des Käufers will das Geld zurück oder hat es schon zurückgeholt.";
    problem_disputed()
        en: "Not decided: the buyer’s bank wants the money back, or has taken it. Decide once the bank has.",
        de: "Nicht entschieden: Die Bank des Käufers will das Geld zurück oder hat es schon zurückgeholt. \
             Entscheide, sobald die Bank entschieden hat.";
    money_disputed()
        en: "until the buyer’s bank has decided about the payment",
        de: "bis die Bank des Käufers über die Zahlung entschieden hat";
    cause_lost_to_dispute()
        en: "The buyer’s bank has taken the money back",
        de: "Die Bank des Käufers hat das Geld zurückgeholt";
    admin_payment_disputes() en: "Disputed payments", de: "Angefochtene Zahlungen";
    admin_payment_disputes_what()
        en: "what buyers’ banks want back, and until when evidence can be given",
        de: "was Banken von Käufern zurückwollen, und bis wann es Belege geben kann";
    admin_payment_disputes_hint()
        en: "Those that are open, the oldest first; any other by its id, or all by the word “all”. Evidence is \
             given in Stripe’s dashboard.",
        de: "Die offenen, die ältesten zuerst; jede andere über ihre ID, oder alle mit dem Wort „all“. Belege \
             gibst du im Dashboard von Stripe.";
    admin_n_disputes_open() en: "disputed payments", de: "angefochtene Zahlungen";
    dispute_line(amount: &str, name: &str, opened_at: &str)
        en: "{amount}, {name} at Stripe, opened {opened_at}",
        de: "{amount}, bei Stripe {name}, eröffnet {opened_at}";
    dispute_inquiry()
        en: "The bank only asks: no money has moved. To give in, refund the payment in Stripe’s dashboard.",
        de: "Die Bank fragt nur nach: Es ist kein Geld geflossen. Wer nachgeben will, erstattet die Zahlung im \
             Dashboard von Stripe.";
    dispute_due_by(moment: &str)
        en: "Evidence until {moment}, in Stripe’s dashboard",
        de: "Belege bis {moment}, im Dashboard von Stripe";
    dispute_moved(minor: &str, fee: &str)
        en: "Stripe has taken {minor} and a fee of {fee}",
        de: "Stripe hat {minor} und eine Gebühr von {fee} eingezogen";
    dispute_borne(by: &str, why: &str)
        en: "Should it be lost, this site bears it, says {by}: {why}",
        de: "Geht sie verloren, trägt sie diese Seite, sagt {by}: {why}";
    dispute_an_order() en: "An order that was paid with it", de: "Eine Bestellung, die damit bezahlt wurde";
    dispute_bear() en: "The site bears it", de: "Diese Seite trägt sie";
    dispute_bear_ask()
        en: "Should the bank decide for the buyer, the seller keeps what they have earned, and this site bears \
             it. Without this the seller does. It cannot be taken back.",
        de: "Entscheidet die Bank für den Käufer, behält der Anbieter, was er verdient hat, und diese Seite \
             trägt es. Sonst trägt es der Anbieter. Das lässt sich nicht zurücknehmen.";
    dispute_is_over()
        en: "The dispute is over. Put the seller’s balance right instead.",
        de: "Die Anfechtung ist vorbei. Berichtige stattdessen das Guthaben des Anbieters.";
    mail_dispute_subject(event: &str)
        en: "The bank of your buyer for {event} wants the money back",
        de: "Die Bank deines Käufers für {event} will das Geld zurück";
    mail_dispute_over_subject(event: &str)
        en: "The bank of your buyer for {event} has decided",
        de: "Die Bank deines Käufers für {event} hat entschieden";
    mail_dispute_opened()
        en: "The buyer of your ticket has disputed the payment with their bank. Until that has decided, what you \
             have earned is frozen. The people who run the site answer the bank: if you can show that the buyer \
             has the ticket, write it in the order’s messages.",
        de: "Der Käufer deines Tickets hat die Zahlung bei seiner Bank angefochten. Bis die entschieden hat, ist \
             gesperrt, was du daran verdient hast. Die Betreiber der Seite antworten der Bank: Wenn du belegen \
             kannst, dass der Käufer das Ticket hat, schreib es in die Nachrichten zur Bestellung.";
    mail_dispute_lost()
        en: "It has given the money to the buyer. What you had earned is taken back; if you were paid already, \
             what you sell next makes up for it.",
        de: "Sie hat das Geld dem Käufer gegeben. Was du verdient hattest, wird zurückgenommen; wurde es schon \
             ausgezahlt, gleicht es aus, was du als Nächstes verkaufst.";
    mail_dispute_kept()
        en: "What you have earned is not frozen any more: you keep it.",
        de: "Was du verdient hast, ist nicht mehr gesperrt: Du behältst es.";
}
