//! How a ticket comes to its buyer, and what becomes of one that does not.

use super::{Language, Tell, texts};
use crate::{
    domain::{Handover, Refund, rules::handover::FileByRefusal},
    types::{Timestamp, UserId, ZoneName},
};

texts! {
    field_handover()
        en: "How it comes to its buyer",
        de: "So kommt es zum Käufer",
        fr: "Comment il parvient à l’acheteur",
        es: "Cómo llega al comprador",
        nl: "Hoe het bij de koper komt",
        it: "Come arriva all’acquirente";
    handover_file()
        en: "As a file, here",
        de: "Als Datei, hier",
        fr: "En fichier, ici",
        es: "Como archivo, aquí",
        nl: "Als bestand, hier",
        it: "Come file, qui";
    handover_transfer()
        en: "By a transfer in the organiser’s app",
        de: "Durch Übertragung in der App des Veranstalters",
        fr: "Par transfert dans l’application de l’organisateur",
        es: "Por transferencia en la aplicación del organizador",
        nl: "Door het over te zetten in de app van de organisator",
        it: "Con un trasferimento nell’app dell’organizzatore";
    handover_by_hand()
        en: "By hand",
        de: "Persönlich übergeben",
        fr: "En main propre",
        es: "En mano",
        nl: "Persoonlijk",
        it: "A mano";
    handover_by_post()
        en: "By post",
        de: "Per Post",
        fr: "Par la poste",
        es: "Por correo postal",
        nl: "Per post",
        it: "Per posta";
    field_file_by()
        en: "File there by (optional)",
        de: "Datei da bis (freiwillig)",
        fr: "Fichier fourni avant le (facultatif)",
        es: "Archivo disponible antes del (opcional)",
        nl: "Bestand er uiterlijk op (optioneel)",
        it: "File disponibile entro (facoltativo)";
    file_by_hint(hours: u16)
        en: "You attach it in the next step, or until then. At the latest {hours} hours before the event \
             starts it must be here: else who bought it gets the money back by itself. By the clocks at \
             the venue.",
        de: "Du hängst sie im nächsten Schritt an oder bis dahin. Spätestens {hours} Stunden vor Beginn \
             der Veranstaltung muss sie da sein: Sonst bekommt, wer gekauft hat, das Geld von selbst \
             zurück. Nach der Uhr vor Ort.",
        fr: "Vous le joignez à l’étape suivante, ou d’ici là. Il doit être ici au plus tard \
             {hours} heures avant le début de l’événement : sinon, l’acheteur est remboursé \
             automatiquement. À l’heure du lieu.",
        es: "Lo adjuntas en el paso siguiente o hasta entonces. Debe estar aquí como muy tarde \
             {hours} horas antes de que empiece el evento: si no, quien haya comprado recupera su \
             dinero automáticamente. Según la hora del recinto.",
        nl: "Je voegt het in de volgende stap toe, of tot dan. Uiterlijk {hours} uur voor het \
             begin van het evenement moet het er zijn: anders krijgt de koper automatisch zijn \
             geld terug. Volgens de klok op de locatie.",
        it: "Lo alleghi nel prossimo passaggio, o entro quel momento. Deve essere qui al più tardi \
             {hours} ore prima dell’inizio dell’evento: altrimenti chi ha comprato viene \
             rimborsato automaticamente. Secondo l’ora del luogo.";
    file_by_is_past()
        en: "This moment has passed already. Enter a later one, or none.",
        de: "Dieser Zeitpunkt ist schon vorbei. Gib einen späteren ein oder keinen.",
        fr: "Ce moment est déjà passé. Indiquez-en un plus tardif, ou aucun.",
        es: "Ese momento ya ha pasado. Indica uno posterior o ninguno.",
        nl: "Dit moment is al voorbij. Vul een later in, of geen.",
        it: "Questo momento è già passato. Indicane uno successivo, o nessuno.";
    file_by_is_too_late(latest: &str)
        en: "That is too late: the file must be here by {latest}.",
        de: "Das ist zu spät: Die Datei muss bis {latest} da sein.",
        fr: "C’est trop tard : le fichier doit être ici le {latest} au plus tard.",
        es: "Es demasiado tarde: el archivo debe estar aquí el {latest} como muy tarde.",
        nl: "Dat is te laat: het bestand moet er uiterlijk op {latest} zijn.",
        it: "È troppo tardi: il file deve essere qui entro il giorno {latest}.";

    comes_as_file_until(until: &str)
        en: "Comes as a file, here, until {until}. If it does not, you get your money back by \
         itself.",
        de: "Kommt als Datei, hier, bis {until}. Kommt sie nicht, bekommst du dein Geld von selbst \
             zurück.",
        fr: "Il arrive en fichier, ici, avant le {until}. Sinon, vous êtes remboursé \
             automatiquement.",
        es: "Llega como archivo, aquí, antes del {until}. Si no, recuperas tu dinero \
             automáticamente.",
        nl: "Komt als bestand, hier, uiterlijk op {until}. Zo niet, dan krijg je automatisch je \
             geld terug.",
        it: "Arriva come file, qui, entro il giorno {until}. Altrimenti vieni rimborsato \
             automaticamente.";
    comes_as_file_by(by: &str, until: &str)
        en: "Comes as a file, here: by {by}, its seller says. If it is not here by {until}, you get your \
             money back by itself.",
        de: "Kommt als Datei, hier: laut Anbieter bis {by}. Ist sie bis {until} nicht da, bekommst du \
             dein Geld von selbst zurück.",
        fr: "Il arrive en fichier, ici : avant le {by}, selon le vendeur. S’il n’est pas là le \
             {until}, vous êtes remboursé automatiquement.",
        es: "Llega como archivo, aquí: antes del {by}, según el vendedor. Si el {until} no está, \
             recuperas tu dinero automáticamente.",
        nl: "Komt als bestand, hier: uiterlijk op {by}, zegt de verkoper. Is het er op {until} \
             niet, dan krijg je automatisch je geld terug.",
        it: "Arriva come file, qui: entro il giorno {by}, secondo il venditore. Se il giorno \
             {until} non c’è, vieni rimborsato automaticamente.";
    comes_as_file_overdue()
        en: "It comes as a file, which is not here yet. Until its seller attaches that, nobody can buy \
             it: it is too short a time to the event.",
        de: "Es kommt als Datei, und die ist noch nicht da. Bis sie angehängt ist, kann es niemand \
             kaufen: Es ist nicht mehr lange bis zur Veranstaltung.",
        fr: "Il arrive en fichier, et ce fichier n’est pas encore là. Tant que le vendeur ne l’a \
             pas joint, personne ne peut l’acheter : l’événement est trop proche.",
        es: "Llega como archivo, y el archivo todavía no está. Hasta que el vendedor lo adjunte, \
             nadie puede comprarla: falta muy poco para el evento.",
        nl: "Het komt als bestand, en dat is er nog niet. Zolang de verkoper het niet heeft \
             toegevoegd, kan niemand het ticket kopen: het evenement is te dichtbij.",
        it: "Arriva come file, che non c’è ancora. Finché il venditore non lo allega, nessuno può \
             comprarlo: manca troppo poco all’evento.";
    comes_by_transfer()
        en: "Its seller transfers it in the organiser’s app.",
        de: "Es wird in der App des Veranstalters übertragen.",
        fr: "Le vendeur le transfère dans l’application de l’organisateur.",
        es: "El vendedor la transfiere en la aplicación del organizador.",
        nl: "De verkoper zet het over in de app van de organisator.",
        it: "Il venditore lo trasferisce nell’app dell’organizzatore.";
    comes_by_hand()
        en: "Its seller hands it over in person.",
        de: "Es wird persönlich übergeben.",
        fr: "Le vendeur le remet en main propre.",
        es: "El vendedor la entrega en mano.",
        nl: "De verkoper geeft het persoonlijk.",
        it: "Il venditore lo consegna di persona.";
    comes_by_post()
        en: "Its seller sends it by post.",
        de: "Es kommt per Post.",
        fr: "Le vendeur l’envoie par la poste.",
        es: "El vendedor la envía por correo postal.",
        nl: "De verkoper stuurt het per post.",
        it: "Il venditore lo spedisce per posta.";
    /// To its seller.
    file_due_for_seller(until: &str)
        en: "Attach it until {until}: without it nobody can buy the ticket from then on, and whoever has \
             bought it gets the money back by itself.",
        de: "Hänge sie bis {until} an: Ohne sie kann danach niemand das Ticket kaufen, und wer es \
             gekauft hat, bekommt das Geld von selbst zurück.",
        fr: "Joignez-le avant le {until} : ensuite, sans lui, personne ne peut plus acheter le \
             billet, et celui qui l’a acheté est remboursé automatiquement.",
        es: "Adjúntalo antes del {until}: sin él, a partir de entonces nadie puede comprar la \
             entrada, y quien la haya comprado recupera su dinero automáticamente.",
        nl: "Voeg het uiterlijk op {until} toe: zonder bestand kan daarna niemand het ticket \
             kopen, en wie het heeft gekocht, krijgt automatisch zijn geld terug.",
        it: "Allegalo entro il giorno {until}: da lì in poi, senza, nessuno può comprare il \
             biglietto, e chi l’ha comprato viene rimborsato automaticamente.";
    file_overdue()
        en: "This ticket comes as a file, which is not here, and it is too late to buy it without. \
             Nothing was held or charged.",
        de: "Dieses Ticket kommt als Datei, die nicht da ist, und es ist zu spät, es ohne sie zu kaufen. \
             Es wurde nichts reserviert und nichts abgebucht.",
        fr: "Ce billet arrive en fichier, mais le fichier n’est pas là, et il est trop tard pour \
             l’acheter sans. Rien n’a été réservé ni débité.",
        es: "Esta entrada llega como archivo, que no está, y es demasiado tarde para comprarla sin \
             él. No se ha reservado ni cobrado nada.",
        nl: "Dit ticket komt als bestand, dat er niet is, en het is te laat om het zonder te \
             kopen. Er is niets gereserveerd of afgeschreven.",
        it: "Questo biglietto arriva come file, che non c’è, ed è troppo tardi per comprarlo \
             senza. Non è stato riservato né addebitato nulla.";
    file_did_not_come()
        en: "The ticket’s file did not come in time.",
        de: "Die Datei des Tickets kam nicht rechtzeitig.",
        fr: "Le fichier du billet n’est pas arrivé à temps.",
        es: "El archivo de la entrada no llegó a tiempo.",
        nl: "Het bestand van het ticket kwam niet op tijd.",
        it: "Il file del biglietto non è arrivato in tempo.";
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
