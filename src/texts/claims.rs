//! What buyers have against what they got, and what becomes of it.

use super::{Language, texts};
use crate::domain::{BorneBy, ClaimReason};

texts! {
    problem_title() en: "Is something wrong?", de: "Stimmt etwas nicht?";
    problem_what_for(until: &str)
        en: "If the ticket did not come, is not as described, or was refused at the door, say so until \
             {until}. The people who run this site then read these messages, hear the seller, and decide \
             whether you get your money back.",
        de: "Wenn das Ticket nicht kam, nicht der Beschreibung entspricht oder am Einlass abgelehnt wurde, \
             sag es bis {until}. Die Betreiber dieser Seite lesen dann diese Nachrichten, hören den \
             Anbieter und entscheiden, ob du dein Geld zurückbekommst.";
    problem_no_date()
        en: "the event has a date, and some days longer",
        de: "es einen Termin gibt, und einige Tage länger";
    problem_reason() en: "What is wrong", de: "Was nicht stimmt";
    problem_not_received() en: "It did not come", de: "Es kam nicht";
    problem_not_as_described() en: "It is not as described", de: "Es entspricht nicht der Beschreibung";
    problem_refused_at_door() en: "It was refused at the door", de: "Es wurde am Einlass abgelehnt";
    field_problem() en: "What happened", de: "Was passiert ist";
    problem_hint()
        en: "The seller reads this, too. 2,000 characters at most; files come with a message.",
        de: "Das liest auch der Anbieter. Höchstens 2.000 Zeichen; Dateien kommen mit einer Nachricht.";
    problem_report() en: "Report the problem", de: "Das Problem melden";
    problem_of_buyer() en: "The buyer has a problem", de: "Der Käufer hat ein Problem gemeldet";
    problem_of_yours() en: "You have reported a problem", de: "Du hast ein Problem gemeldet";
    problem_waits()
        en: "The people who run this site decide about it.",
        de: "Die Betreiber dieser Seite entscheiden darüber.";
    problem_answer() en: "What you say to it", de: "Was du dazu sagst";
    problem_answer_hint()
        en: "Once, before it is decided. The buyer reads this, too.",
        de: "Einmal, bevor entschieden wird. Das liest auch der Käufer.";
    problem_answer_send() en: "Answer", de: "Antworten";
    problem_answered_by_seller() en: "The seller’s answer", de: "Antwort des Anbieters";
    problem_withdraw() en: "It is solved", de: "Es hat sich erledigt";
    problem_withdraw_question()
        en: "Take this back? You cannot report it again.",
        de: "Die Meldung zurücknehmen? Du kannst sie nicht noch einmal machen.";
    problem_withdraw_button() en: "Take it back", de: "Zurücknehmen";
    problem_upheld()
        en: "Decided for the buyer: the money goes back.",
        de: "Für den Käufer entschieden: Das Geld geht zurück.";
    problem_borne_by_seller()
        en: "The seller bears it.",
        de: "Der Anbieter trägt es.";
    problem_borne_by_site() en: "This site bears it.", de: "Diese Seite trägt es.";
    problem_rejected()
        en: "Decided for the seller: the order stays as it is.",
        de: "Für den Anbieter entschieden: Der Kauf bleibt, wie er ist.";
    problem_withdrawn() en: "The buyer took it back.", de: "Der Käufer hat es zurückgenommen.";
    problem_made_good()
        en: "The money went back before it was decided.",
        de: "Das Geld ging zurück, bevor entschieden wurde.";
    problem_too_late()
        en: "The event is over for too long: a problem is not taken any more. Ask the people who run this \
             site.",
        de: "Die Veranstaltung ist zu lange her: Ein Problem wird nicht mehr angenommen. Frage die \
             Betreiber dieser Seite.";
    problem_before()
        en: "There was a problem reported about this order already.",
        de: "Zu diesem Kauf wurde schon ein Problem gemeldet.";
    problem_answered_before()
        en: "You have answered already. Write a message to say more.",
        de: "Du hast schon geantwortet. Schreibe eine Nachricht, um mehr zu sagen.";
    problem_settled() en: "It is decided already.", de: "Darüber ist schon entschieden.";
    problem_not_paid()
        en: "This order is not paid, or its money goes back already.",
        de: "Dieser Kauf ist nicht bezahlt, oder das Geld geht schon zurück.";

    admin_claims() en: "Problems", de: "Probleme";
    admin_claims_what()
        en: "What buyers have reported, and who asks you to look.",
        de: "Was Käufer gemeldet haben, und wer euch um einen Blick bittet.";
    admin_claims_hint()
        en: "The id of an order; else all that wait for you are here, oldest first.",
        de: "Die Kennung eines Kaufs; sonst steht hier alles, was auf euch wartet, das Älteste zuerst.";
    admin_claim_line(reason: &str, text: &str) en: "{reason}: {text}", de: "{reason}: {text}";
    admin_claim_answer(text: &str) en: "The seller: {text}", de: "Anbieter: {text}";
    admin_claim_unanswered() en: "The seller has not answered.", de: "Der Anbieter hat nicht geantwortet.";
    admin_claim_asked(at: &str)
        en: "One of the two asks you to look, since {at}.",
        de: "Einer von beiden bittet euch um einen Blick, seit {at}.";
    admin_claim_messages() en: "Their messages", de: "Ihre Nachrichten";
    admin_claim_order() en: "The order", de: "Der Kauf";
    admin_claim_decide() en: "Decide", de: "Entscheiden";
    admin_claim_decide_ask()
        en: "Buyer and seller both read your reason. If you find the buyer right, the order is refunded at \
             once.",
        de: "Käufer und Anbieter lesen beide deinen Grund. Gibst du dem Käufer recht, wird sofort erstattet.";
    admin_claim_decision() en: "Decision", de: "Entscheidung";
    admin_claim_uphold_seller()
        en: "Give the money back; the seller bears it",
        de: "Geld zurück; der Anbieter trägt es";
    admin_claim_uphold_site()
        en: "Give the money back; the site bears it",
        de: "Geld zurück; die Seite trägt es";
    admin_claim_reject() en: "Leave the order as it is", de: "Den Kauf lassen, wie er ist";
    admin_claim_over()
        en: "It is decided already, or there is none. Nothing was done.",
        de: "Es ist schon entschieden, oder es gibt keines. Es ist nichts geschehen.";

    live_claim(title: &str)
        en: "{title}: a problem is not decided",
        de: "{title}: Über ein Problem ist nicht entschieden";
    remedy_claim() en: "It is decided by the people who run this site", de: "Darüber entscheiden die Betreiber";
}

impl Language {
    /// What is wrong.
    #[must_use]
    pub(crate) fn claim_reason(self, reason: ClaimReason) -> &'static str {
        match reason {
            ClaimReason::NotReceived => self.problem_not_received(),
            ClaimReason::NotAsDescribed => self.problem_not_as_described(),
            ClaimReason::RefusedAtDoor => self.problem_refused_at_door(),
        }
    }

    /// Who bears what goes back.
    #[must_use]
    pub(crate) fn borne_by(self, who: BorneBy) -> &'static str {
        match who {
            BorneBy::Seller => self.problem_borne_by_seller(),
            BorneBy::Site => self.problem_borne_by_site(),
        }
    }
}
