//! What buyers have against what they got, and what becomes of it.

use super::{Language, texts};
use crate::domain::{BorneBy, ClaimReason};

texts! {
    problem_title()
        en: "Is something wrong?",
        de: "Stimmt etwas nicht?",
        fr: "Quelque chose ne va pas ?",
        es: "¿Algo va mal?",
        nl: "Is er iets mis?",
        it: "Qualcosa non va?";
    problem_what_for(until: &str)
        en: "If the ticket did not come, is not as described, or was refused at the door, say so until \
             {until}. The people who run this site then read these messages, hear the seller, and decide \
             whether you get your money back.",
        de: "Wenn das Ticket nicht kam, nicht der Beschreibung entspricht oder am Einlass abgelehnt wurde, \
             sag es bis {until}. Die Betreiber dieser Seite lesen dann diese Nachrichten, hören den \
             Anbieter und entscheiden, ob du dein Geld zurückbekommst.",
        fr: "Si le billet n’est pas arrivé, ne correspond pas à la description ou a été refusé à \
             l’entrée, dites-le (au plus tard : {until}). L’équipe de ce site lit alors ces messages, \
             entend le vendeur et décide si vous êtes remboursé.",
        es: "Si la entrada no llegó, no es como se describe o te la rechazaron en la puerta, dilo \
             (como muy tarde: {until}). El equipo de este sitio lee entonces estos mensajes, escucha \
             al vendedor y decide si recuperas tu dinero.",
        nl: "Als het ticket niet kwam, niet is zoals beschreven of bij de ingang werd geweigerd, meld \
             het dan tot {until}. Het team van deze site leest dan deze berichten, hoort de verkoper \
             en beslist of je je geld terugkrijgt.",
        it: "Se il biglietto non è arrivato, non è come descritto o è stato rifiutato all’ingresso, \
             dillo (al più tardi: {until}). Lo staff di questo sito legge allora questi messaggi, \
             sente il venditore e decide se riavrai il tuo denaro.";
    problem_no_date()
        en: "the event has a date, and some days longer",
        de: "es einen Termin gibt, und einige Tage länger",
        fr: "quelques jours après l’événement, dont la date n’est pas encore connue",
        es: "unos días después del evento, cuya fecha aún no se conoce",
        nl: "het evenement een datum heeft, en enkele dagen langer",
        it: "qualche giorno dopo l’evento, la cui data non è ancora nota";
    problem_reason()
        en: "What is wrong",
        de: "Was nicht stimmt",
        fr: "Ce qui ne va pas",
        es: "Qué va mal",
        nl: "Wat er mis is",
        it: "Che cosa non va";
    problem_not_received()
        en: "It did not come",
        de: "Es kam nicht",
        fr: "Il n’est pas arrivé",
        es: "No llegó",
        nl: "Het kwam niet",
        it: "Non è arrivato";
    problem_not_as_described()
        en: "It is not as described",
        de: "Es entspricht nicht der Beschreibung",
        fr: "Il ne correspond pas à la description",
        es: "No es como se describe",
        nl: "Het is niet zoals beschreven",
        it: "Non è come descritto";
    problem_refused_at_door()
        en: "It was refused at the door",
        de: "Es wurde am Einlass abgelehnt",
        fr: "Il a été refusé à l’entrée",
        es: "La rechazaron en la puerta",
        nl: "Het werd bij de ingang geweigerd",
        it: "È stato rifiutato all’ingresso";
    field_problem()
        en: "What happened",
        de: "Was passiert ist",
        fr: "Ce qui s’est passé",
        es: "Qué ha pasado",
        nl: "Wat er is gebeurd",
        it: "Che cosa è successo";
    problem_hint()
        en: "The seller reads this, too. 2,000 characters at most; files come with a message.",
        de: "Das liest auch der Anbieter. Höchstens 2.000 Zeichen; Dateien kommen mit einer Nachricht.",
        fr: "Le vendeur lit aussi ceci. 2 000 caractères au plus ; les fichiers s’envoient avec un \
             message.",
        es: "El vendedor también lee esto. 2.000 caracteres como máximo; los archivos se envían con un \
             mensaje.",
        nl: "De verkoper leest dit ook. Hoogstens 2.000 tekens; bestanden stuur je met een bericht.",
        it: "Lo legge anche il venditore. Al massimo 2.000 caratteri; i file si inviano con un \
             messaggio.";
    problem_report()
        en: "Report the problem",
        de: "Das Problem melden",
        fr: "Signaler le problème",
        es: "Comunicar el problema",
        nl: "Het probleem melden",
        it: "Segnala il problema";
    problem_of_buyer()
        en: "The buyer has a problem",
        de: "Der Käufer hat ein Problem gemeldet",
        fr: "L’acheteur a un problème",
        es: "El comprador tiene un problema",
        nl: "De koper heeft een probleem",
        it: "L’acquirente ha un problema";
    problem_of_yours()
        en: "You have reported a problem",
        de: "Du hast ein Problem gemeldet",
        fr: "Vous avez signalé un problème",
        es: "Has comunicado un problema",
        nl: "Je hebt een probleem gemeld",
        it: "Hai segnalato un problema";
    problem_waits()
        en: "The people who run this site decide about it.",
        de: "Die Betreiber dieser Seite entscheiden darüber.",
        fr: "L’équipe de ce site en décide.",
        es: "El equipo de este sitio decide sobre él.",
        nl: "Het team van deze site beslist erover.",
        it: "Decide lo staff di questo sito.";
    problem_answer()
        en: "What you say to it",
        de: "Was du dazu sagst",
        fr: "Ce que vous en dites",
        es: "Qué dices tú",
        nl: "Wat je ervan zegt",
        it: "Che cosa rispondi";
    problem_answer_hint()
        en: "Once, before it is decided. The buyer reads this, too.",
        de: "Einmal, bevor entschieden wird. Das liest auch der Käufer.",
        fr: "Une seule fois, avant la décision. L’acheteur lit aussi ceci.",
        es: "Una sola vez, antes de que se decida. El comprador también lo lee.",
        nl: "Eén keer, voordat er wordt beslist. De koper leest dit ook.",
        it: "Una volta sola, prima della decisione. Lo legge anche l’acquirente.";
    problem_answer_send()
        en: "Answer",
        de: "Antworten",
        fr: "Répondre",
        es: "Responder",
        nl: "Antwoorden",
        it: "Rispondi";
    problem_answered_by_seller()
        en: "The seller’s answer",
        de: "Antwort des Anbieters",
        fr: "La réponse du vendeur",
        es: "La respuesta del vendedor",
        nl: "Het antwoord van de verkoper",
        it: "La risposta del venditore";
    problem_withdraw()
        en: "It is solved",
        de: "Es hat sich erledigt",
        fr: "C’est réglé",
        es: "Está resuelto",
        nl: "Het is opgelost",
        it: "È risolto";
    problem_withdraw_question()
        en: "Take this back? You cannot report it again.",
        de: "Die Meldung zurücknehmen? Du kannst sie nicht noch einmal machen.",
        fr: "Retirer ce signalement ? Vous ne pourrez pas le refaire.",
        es: "¿Retirar el aviso? No podrás volver a comunicarlo.",
        nl: "De melding intrekken? Je kunt het niet nog een keer melden.",
        it: "Ritirare la segnalazione? Non potrai farla di nuovo.";
    problem_withdraw_button()
        en: "Take it back",
        de: "Zurücknehmen",
        fr: "Le retirer",
        es: "Retirarlo",
        nl: "Intrekken",
        it: "Ritira";
    problem_upheld()
        en: "Decided for the buyer: the money goes back.",
        de: "Für den Käufer entschieden: Das Geld geht zurück.",
        fr: "Décidé en faveur de l’acheteur : l’argent est rendu.",
        es: "Decidido a favor del comprador: se devuelve el dinero.",
        nl: "Beslist in het voordeel van de koper: het geld gaat terug.",
        it: "Deciso a favore dell’acquirente: il denaro viene restituito.";
    problem_borne_by_seller()
        en: "The seller bears it.",
        de: "Der Anbieter trägt es.",
        fr: "Le vendeur le prend à sa charge.",
        es: "Lo asume el vendedor.",
        nl: "De verkoper draagt de kosten.",
        it: "È a carico del venditore.";
    problem_borne_by_site()
        en: "This site bears it.",
        de: "Diese Seite trägt es.",
        fr: "Ce site le prend à sa charge.",
        es: "Lo asume este sitio.",
        nl: "Deze site draagt de kosten.",
        it: "È a carico di questo sito.";
    problem_rejected()
        en: "Decided for the seller: the order stays as it is.",
        de: "Für den Anbieter entschieden: Der Kauf bleibt, wie er ist.",
        fr: "Décidé en faveur du vendeur : la commande reste telle quelle.",
        es: "Decidido a favor del vendedor: el pedido queda como está.",
        nl: "Beslist in het voordeel van de verkoper: de bestelling blijft zoals ze is.",
        it: "Deciso a favore del venditore: l’ordine resta com’è.";
    problem_withdrawn()
        en: "The buyer took it back.",
        de: "Der Käufer hat es zurückgenommen.",
        fr: "L’acheteur l’a retiré.",
        es: "El comprador lo ha retirado.",
        nl: "De koper heeft het ingetrokken.",
        it: "L’acquirente l’ha ritirato.";
    problem_made_good()
        en: "The money went back before it was decided.",
        de: "Das Geld ging zurück, bevor entschieden wurde.",
        fr: "L’argent a été rendu avant la décision.",
        es: "El dinero se devolvió antes de que se decidiera.",
        nl: "Het geld ging terug voordat er werd beslist.",
        it: "Il denaro è stato restituito prima della decisione.";
    problem_too_late()
        en: "The event is over for too long: a problem is not taken any more. Ask the people who run this \
             site.",
        de: "Die Veranstaltung ist zu lange her: Ein Problem wird nicht mehr angenommen. Frage die \
             Betreiber dieser Seite.",
        fr: "L’événement est passé depuis trop longtemps : un problème n’est plus pris en compte. \
             Demandez à l’équipe de ce site.",
        es: "El evento pasó hace demasiado tiempo: ya no se admite ningún problema. Pregunta al equipo \
             de este sitio.",
        nl: "Het evenement is te lang voorbij: een probleem wordt niet meer aangenomen. Vraag het team \
             van deze site.",
        it: "L’evento è passato da troppo tempo: non si accettano più problemi. Chiedi allo staff di \
             questo sito.";
    problem_before()
        en: "There was a problem reported about this order already.",
        de: "Zu diesem Kauf wurde schon ein Problem gemeldet.",
        fr: "Un problème a déjà été signalé pour cette commande.",
        es: "Ya se comunicó un problema con este pedido.",
        nl: "Over deze bestelling is al een probleem gemeld.",
        it: "Per questo ordine è già stato segnalato un problema.";
    problem_answered_before()
        en: "You have answered already. Write a message to say more.",
        de: "Du hast schon geantwortet. Schreibe eine Nachricht, um mehr zu sagen.",
        fr: "Vous avez déjà répondu. Écrivez un message pour en dire plus.",
        es: "Ya has respondido. Escribe un mensaje para decir algo más.",
        nl: "Je hebt al geantwoord. Schrijf een bericht om meer te zeggen.",
        it: "Hai già risposto. Scrivi un messaggio per dire altro.";
    problem_settled()
        en: "It is decided already.",
        de: "Darüber ist schon entschieden.",
        fr: "La décision est déjà prise.",
        es: "Ya está decidido.",
        nl: "Er is al over beslist.",
        it: "È già stato deciso.";
    problem_not_paid()
        en: "This order is not paid, or its money goes back already.",
        de: "Dieser Kauf ist nicht bezahlt, oder das Geld geht schon zurück.",
        fr: "Cette commande n’est pas payée, ou elle est déjà en cours de remboursement.",
        es: "Este pedido no está pagado, o su dinero ya se está devolviendo.",
        nl: "Deze bestelling is niet betaald, of het geld gaat al terug.",
        it: "Questo ordine non è pagato, o il denaro viene già restituito.";

    admin_claims()
        en: "Problems",
        de: "Probleme",
        fr: "Problèmes",
        es: "Problemas",
        nl: "Problemen",
        it: "Problemi";
    admin_claims_what()
        en: "What buyers have reported, and who asks you to look.",
        de: "Was Käufer gemeldet haben, und wer euch um einen Blick bittet.",
        fr: "Ce que des acheteurs ont signalé, et qui vous demande de regarder.",
        es: "Lo que han comunicado los compradores, y quién os pide que miréis.",
        nl: "Wat kopers hebben gemeld, en wie jullie vraagt om te kijken.",
        it: "Che cosa hanno segnalato gli acquirenti, e chi vi chiede di guardare.";
    admin_claims_hint()
        en: "The id of an order; else all that wait for you are here, oldest first.",
        de: "Die Kennung eines Kaufs; sonst steht hier alles, was auf euch wartet, das Älteste zuerst.",
        fr: "L’identifiant d’une commande ; sinon, tout ce qui vous attend est ici, le plus ancien \
             d’abord.",
        es: "El identificador de un pedido; si no, aquí está todo lo que os espera, lo más antiguo \
             primero.",
        nl: "Het nummer van een bestelling; anders staat hier alles wat op jullie wacht, het oudste \
             eerst.",
        it: "L’id di un ordine; altrimenti qui c’è tutto ciò che vi aspetta, dal più vecchio.";
    admin_claim_line(reason: &str, text: &str)
        en: "{reason}: {text}",
        de: "{reason}: {text}",
        fr: "{reason} : {text}",
        es: "{reason}: {text}",
        nl: "{reason}: {text}",
        it: "{reason}: {text}";
    admin_claim_answer(text: &str)
        en: "The seller: {text}",
        de: "Anbieter: {text}",
        fr: "Le vendeur : {text}",
        es: "El vendedor: {text}",
        nl: "De verkoper: {text}",
        it: "Il venditore: {text}";
    admin_claim_unanswered()
        en: "The seller has not answered.",
        de: "Der Anbieter hat nicht geantwortet.",
        fr: "Le vendeur n’a pas répondu.",
        es: "El vendedor no ha respondido.",
        nl: "De verkoper heeft niet geantwoord.",
        it: "Il venditore non ha risposto.";
    admin_claim_asked(at: &str)
        en: "One of the two asks you to look, since {at}.",
        de: "Einer von beiden bittet euch um einen Blick, seit {at}.",
        fr: "L’un des deux vous demande de regarder, depuis : {at}.",
        es: "Uno de los dos os pide que miréis, desde: {at}.",
        nl: "Een van beiden vraagt jullie om te kijken, sinds {at}.",
        it: "Uno dei due vi chiede di guardare, dal giorno {at}.";
    admin_claim_messages()
        en: "Their messages",
        de: "Ihre Nachrichten",
        fr: "Leurs messages",
        es: "Sus mensajes",
        nl: "Hun berichten",
        it: "I loro messaggi";
    admin_claim_order()
        en: "The order",
        de: "Der Kauf",
        fr: "La commande",
        es: "El pedido",
        nl: "De bestelling",
        it: "L’ordine";
    admin_claim_decide()
        en: "Decide",
        de: "Entscheiden",
        fr: "Décider",
        es: "Decidir",
        nl: "Beslissen",
        it: "Decidi";
    admin_claim_decide_ask()
        en: "Buyer and seller both read your reason. If you find the buyer right, the order is refunded at \
             once.",
        de: "Käufer und Anbieter lesen beide deinen Grund. Gibst du dem Käufer recht, wird sofort erstattet.",
        fr: "L’acheteur et le vendeur lisent tous deux votre raison. Si vous donnez raison à \
             l’acheteur, la commande est remboursée aussitôt.",
        es: "El comprador y el vendedor leen tu motivo. Si das la razón al comprador, el pedido se \
             reembolsa al momento.",
        nl: "Koper en verkoper lezen allebei je reden. Geef je de koper gelijk, dan wordt de \
             bestelling meteen terugbetaald.",
        it: "Acquirente e venditore leggono entrambi il tuo motivo. Se dai ragione all’acquirente, \
             l’ordine viene rimborsato subito.";
    admin_claim_decision()
        en: "Decision",
        de: "Entscheidung",
        fr: "Décision",
        es: "Decisión",
        nl: "Beslissing",
        it: "Decisione";
    admin_claim_uphold_seller()
        en: "Give the money back; the seller bears it",
        de: "Geld zurück; der Anbieter trägt es",
        fr: "Rendre l’argent ; à la charge du vendeur",
        es: "Devolver el dinero; lo asume el vendedor",
        nl: "Geld teruggeven; de verkoper draagt het",
        it: "Restituire il denaro; a carico del venditore";
    admin_claim_uphold_site()
        en: "Give the money back; the site bears it",
        de: "Geld zurück; die Seite trägt es",
        fr: "Rendre l’argent ; à la charge du site",
        es: "Devolver el dinero; lo asume el sitio",
        nl: "Geld teruggeven; de site draagt het",
        it: "Restituire il denaro; a carico del sito";
    admin_claim_reject()
        en: "Leave the order as it is",
        de: "Den Kauf lassen, wie er ist",
        fr: "Laisser la commande telle quelle",
        es: "Dejar el pedido como está",
        nl: "De bestelling laten zoals ze is",
        it: "Lasciare l’ordine com’è";
    admin_claim_over()
        en: "It is decided already, or there is none. Nothing was done.",
        de: "Es ist schon entschieden, oder es gibt keines. Es ist nichts geschehen.",
        fr: "La décision est déjà prise, ou il n’y a pas de problème. Rien n’a été fait.",
        es: "Ya está decidido, o no hay ninguno. No se ha hecho nada.",
        nl: "Er is al over beslist, of er is er geen. Er is niets gedaan.",
        it: "È già stato deciso, o non ce n’è nessuno. Non è stato fatto nulla.";

    live_claim(title: &str)
        en: "{title}: a problem is not decided",
        de: "{title}: Über ein Problem ist nicht entschieden",
        fr: "{title} : un problème n’est pas tranché",
        es: "{title}: hay un problema sin decidir",
        nl: "{title}: over een probleem is niet beslist",
        it: "{title}: un problema non è ancora deciso";
    remedy_claim()
        en: "It is decided by the people who run this site",
        de: "Darüber entscheiden die Betreiber",
        fr: "L’équipe de ce site en décide",
        es: "Lo decide el equipo de este sitio",
        nl: "Het team van deze site beslist erover",
        it: "Decide lo staff di questo sito";
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
