//! How a ticket comes to its buyer, and what becomes of one that does not.

use super::{Language, Tell, texts};
use crate::{
    domain::{Handover, Refund, rules::handover::FileByRefusal},
    types::{Timestamp, UserId, ZoneName},
};

texts! {
    field_handover() en: "How it comes to its buyer", de: "So kommt es zum Käufer";
    handover_file() en: "As a file, here", de: "Als Datei, hier";
    handover_transfer()
        en: "By a transfer in the organiser’s app",
        de: "Durch Übertragung in der App des Veranstalters";
    handover_by_hand() en: "By hand", de: "Persönlich übergeben";
    handover_by_post() en: "By post", de: "Per Post";
    field_file_by() en: "File there by (optional)", de: "Datei da bis (freiwillig)";
    file_by_hint(hours: u16)
        en: "You attach it in the next step, or until then. At the latest {hours} hours before the event \
             starts it must be here: else who bought it gets the money back by itself. By the clocks at \
             the venue.",
        de: "Du hängst sie im nächsten Schritt an oder bis dahin. Spätestens {hours} Stunden vor Beginn \
             der Veranstaltung muss sie da sein: Sonst bekommt, wer gekauft hat, das Geld von selbst \
             zurück. Nach der Uhr vor Ort.";
    file_by_is_past()
        en: "This moment has passed already. Enter a later one, or none.",
        de: "Dieser Zeitpunkt ist schon vorbei. Gib einen späteren ein oder keinen.";
    file_by_is_too_late(latest: &str)
        en: "That is too late: the file must be here by {latest}.",
        de: "Das ist zu spät: Die Datei muss bis {latest} da sein.";

    comes_as_file_until(until: &str)
        en: "Comes as a file, here, until {until}. If it does not, you get your money back by itself.",
        de: "Kommt als Datei, hier, bis {until}. Kommt sie nicht, bekommst du dein Geld von selbst \
             zurück.";
    comes_as_file_by(by: &str, until: &str)
        en: "Comes as a file, here: by {by}, its seller says. If it is not here by {until}, you get your \
             money back by itself.",
        de: "Kommt als Datei, hier: laut Anbieter bis {by}. Ist sie bis {until} nicht da, bekommst du \
             dein Geld von selbst zurück.";
    comes_as_file_overdue()
        en: "It comes as a file, which is not here yet. Until its seller attaches that, nobody can buy \
             it: it is too short a time to the event.",
        de: "Es kommt als Datei, und die ist noch nicht da. Bis sie angehängt ist, kann es niemand \
             kaufen: Es ist nicht mehr lange bis zur Veranstaltung.";
    comes_by_transfer()
        en: "Its seller transfers it in the organiser’s app.",
        de: "Es wird in der App des Veranstalters übertragen.";
    comes_by_hand() en: "Its seller hands it over in person.", de: "Es wird persönlich übergeben.";
    comes_by_post() en: "Its seller sends it by post.", de: "Es kommt per Post.";
    /// To its seller.
    file_due_for_seller(until: &str)
        en: "Attach it until {until}: without it nobody can buy the ticket from then on, and whoever has \
             bought it gets the money back by itself.",
        de: "Hänge sie bis {until} an: Ohne sie kann danach niemand das Ticket kaufen, und wer es \
             gekauft hat, bekommt das Geld von selbst zurück.";
    file_overdue()
        en: "This ticket comes as a file, which is not here, and it is too late to buy it without. \
             Nothing was held or charged.",
        de: "Dieses Ticket kommt als Datei, die nicht da ist, und es ist zu spät, es ohne sie zu kaufen. \
             Es wurde nichts reserviert und nichts abgebucht.";
    file_did_not_come()
        en: "The ticket’s file did not come in time.",
        de: "Die Datei des Tickets kam nicht rechtzeitig.";
}

impl Language {
    /// How a ticket comes, as a seller chooses it.
    #[must_use]
    pub(crate) fn handover(self, handover: &str) -> &'static str {
        match handover {
            "transfer" => self.handover_transfer(),
            "by_hand" => self.handover_by_hand(),
            "by_post" => self.handover_by_post(),
            _ => self.handover_file(),
        }
    }

    /// How a ticket without its file comes to its buyer, if its seller says; until when the file is to
    /// be there, if it comes by one.
    #[must_use]
    pub(crate) fn how_it_comes(
        self,
        handover: Handover,
        due: Option<Timestamp>,
        (now, zone): (Timestamp, &ZoneName),
    ) -> String {
        let moment = |at: Timestamp| self.exact_moment(at, zone);
        match (handover, due) {
            (Handover::File(_), Some(due)) if now >= due => self.comes_as_file_overdue().into(),
            (Handover::File(terms), Some(due)) => match terms.by {
                Some(by) => self.comes_as_file_by(&moment(by), &moment(due)),
                None => self.comes_as_file_until(&moment(due)),
            },
            (Handover::File(_), None) => self.handover_file().into(),
            (Handover::Transfer, _) => self.comes_by_transfer().into(),
            (Handover::ByHand, _) => self.comes_by_hand().into(),
            (Handover::ByPost, _) => self.comes_by_post().into(),
        }
    }

    /// Why money goes back: in the words of who had it so, or the site's own.
    #[must_use]
    pub(crate) fn refund_reason(self, refund: &Refund) -> &str {
        match refund.by == UserId::SITE {
            true => self.file_did_not_come(),
            false => refund.reason.as_str(),
        }
    }
}

/// The latest moment that would do, in the zone of the event.
impl Tell for (FileByRefusal, &ZoneName) {
    fn tell(&self, t: Language) -> String {
        match *self {
            (FileByRefusal::Past, _) => t.file_by_is_past().into(),
            (FileByRefusal::TooLate(latest), zone) => {
                t.file_by_is_too_late(&t.exact_moment(latest, zone))
            }
        }
    }
}
