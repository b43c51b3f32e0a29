//! What the buyer and the seller of an order have to say to each other.

use super::{Language, texts};
use crate::domain::Side;

texts! {
    messages_with_seller()
        en: "Messages with the seller",
        de: "Nachrichten mit dem Anbieter",
        fr: "Messages avec le vendeur",
        es: "Mensajes con el vendedor",
        nl: "Berichten met de verkoper",
        it: "Messaggi con il venditore";
    messages_with_buyer()
        en: "Messages with the buyer",
        de: "Nachrichten mit dem Käufer",
        fr: "Messages avec l’acheteur",
        es: "Mensajes con el comprador",
        nl: "Berichten met de koper",
        it: "Messaggi con l’acquirente";
    messages_of_both()
        en: "Messages of buyer and seller",
        de: "Nachrichten von Käufer und Anbieter",
        fr: "Messages de l’acheteur et du vendeur",
        es: "Mensajes del comprador y del vendedor",
        nl: "Berichten van koper en verkoper",
        it: "Messaggi di acquirente e venditore";
    messages_none_title()
        en: "Nothing was written yet",
        de: "Noch wurde nichts geschrieben",
        fr: "Rien n’a encore été écrit",
        es: "Todavía no se ha escrito nada",
        nl: "Er is nog niets geschreven",
        it: "Non è stato ancora scritto nulla";
    messages_none()
        en: "What you write is read by the other of the two who have traded this ticket, who is told by \
             mail. Neither sees the other’s address.",
        de: "Was du schreibst, liest, wer an diesem Kauf noch beteiligt ist, und bekommt dazu eine Mail. \
             Keiner sieht die Adresse des anderen.",
        fr: "Ce que vous écrivez est lu par l’autre partie de cette commande, qui en est avertie par \
             e-mail. Aucun des deux ne voit l’adresse de l’autre.",
        es: "Lo que escribas lo lee la otra parte de este pedido, a la que se avisa por correo. \
             Ninguno ve la dirección del otro.",
        nl: "Wat je schrijft, leest de andere partij van deze bestelling, die een e-mail krijgt. Geen \
             van beiden ziet het adres van de ander.",
        it: "Quello che scrivi lo legge l’altra parte di questo ordine, che viene avvisata per e-mail. \
             Nessuno dei due vede l’indirizzo dell’altro.";
    message_by_you() en: "You", de: "Du", fr: "Vous", es: "Tú", nl: "Jij", it: "Tu";
    message_by_buyer()
        en: "The buyer",
        de: "Käufer",
        fr: "L’acheteur",
        es: "El comprador",
        nl: "De koper",
        it: "L’acquirente";
    message_by_seller()
        en: "The seller",
        de: "Anbieter",
        fr: "Le vendeur",
        es: "El vendedor",
        nl: "De verkoper",
        it: "Il venditore";
    message_by_admins()
        en: "The people who run this site",
        de: "Betreiber dieser Seite",
        fr: "L’équipe de ce site",
        es: "El equipo de este sitio",
        nl: "Het team van deze site",
        it: "Lo staff di questo sito";
    message_is_new() en: "new", de: "neu", fr: "nouveau", es: "nuevo", nl: "nieuw", it: "nuovo";
    message_file()
        en: "Download what came with it",
        de: "Anhang herunterladen",
        fr: "Télécharger la pièce jointe",
        es: "Descargar el adjunto",
        nl: "Bijlage downloaden",
        it: "Scarica l’allegato";
    field_message()
        en: "Your message",
        de: "Deine Nachricht",
        fr: "Votre message",
        es: "Tu mensaje",
        nl: "Je bericht",
        it: "Il tuo messaggio";
    message_hint()
        en: "2,000 characters at most. Never send a card’s number or a password.",
        de: "Höchstens 2.000 Zeichen. Schreibe nie eine Kartennummer oder ein Passwort.",
        fr: "2 000 caractères au plus. N’envoyez jamais un numéro de carte ou un mot de passe.",
        es: "2.000 caracteres como máximo. No envíes nunca un número de tarjeta ni una contraseña.",
        nl: "Hoogstens 2.000 tekens. Stuur nooit een kaartnummer of een wachtwoord.",
        it: "Al massimo 2.000 caratteri. Non inviare mai un numero di carta o una password.";
    message_file_optional()
        en: "A file (optional)",
        de: "Eine Datei (freiwillig)",
        fr: "Un fichier (facultatif)",
        es: "Un archivo (opcional)",
        nl: "Een bestand (optioneel)",
        it: "Un file (facoltativo)";
    message_send()
        en: "Send",
        de: "Senden",
        fr: "Envoyer",
        es: "Enviar",
        nl: "Versturen",
        it: "Invia";
    message_nothing_said()
        en: "Write something, or choose a file.",
        de: "Schreibe etwas, oder wähle eine Datei.",
        fr: "Écrivez quelque chose, ou choisissez un fichier.",
        es: "Escribe algo o elige un archivo.",
        nl: "Schrijf iets, of kies een bestand.",
        it: "Scrivi qualcosa, o scegli un file.";
    message_refused_full()
        en: "There are as many messages about this order as there may be. Nothing was sent.",
        de: "Zu diesem Kauf gibt es so viele Nachrichten, wie es geben kann. Es wurde nichts gesendet.",
        fr: "Il y a autant de messages sur cette commande qu’il peut y en avoir. Rien n’a été envoyé.",
        es: "Sobre este pedido ya hay tantos mensajes como puede haber. No se ha enviado nada.",
        nl: "Over deze bestelling zijn er zoveel berichten als er mogen zijn. Er is niets verstuurd.",
        it: "Su questo ordine ci sono tanti messaggi quanti ce ne possono essere. Non è stato inviato \
             nulla.";
    message_refused_files_full()
        en: "The files of these messages are as large together as they may be. Nothing was sent: leave the \
             file out.",
        de: "Die Dateien dieser Nachrichten sind zusammen so groß, wie sie sein dürfen. Es wurde nichts \
             gesendet: Lass die Datei weg.",
        fr: "Les fichiers de ces messages ont atteint ensemble la taille permise. Rien n’a été \
             envoyé : laissez le fichier de côté.",
        es: "Los archivos de estos mensajes ya ocupan juntos todo lo permitido. No se ha enviado nada: \
             prescinde del archivo.",
        nl: "De bestanden bij deze berichten zijn samen zo groot als ze mogen zijn. Er is niets \
             verstuurd: laat het bestand weg.",
        it: "I file di questi messaggi insieme hanno raggiunto la dimensione consentita. Non è stato \
             inviato nulla: togli il file.";
    message_refused_not_paid()
        en: "This order is not paid: there is nothing to write about yet.",
        de: "Dieser Kauf ist nicht bezahlt: Es gibt noch nichts zu schreiben.",
        fr: "Cette commande n’est pas payée : il n’y a encore rien à écrire.",
        es: "Este pedido no está pagado: todavía no hay nada que escribir.",
        nl: "Deze bestelling is niet betaald: er valt nog niets te schrijven.",
        it: "Questo ordine non è pagato: non c’è ancora nulla da scrivere.";
    admins_ask()
        en: "Ask the people who run this site",
        de: "Die Betreiber dieser Seite fragen",
        fr: "Demander à l’équipe de ce site",
        es: "Preguntar al equipo de este sitio",
        nl: "Het team van deze site vragen",
        it: "Chiedi allo staff di questo sito";
    admins_ask_question()
        en: "They then read all messages here, and can write themselves. They do not see them otherwise.",
        de: "Sie lesen dann alle Nachrichten hier und können selbst schreiben. Sonst sehen sie sie nicht.",
        fr: "Elle lit alors tous les messages ici, et peut elle-même écrire. Sinon, elle ne les voit \
             pas.",
        es: "Entonces lee todos los mensajes de aquí y puede escribir también. Si no, no los ve.",
        nl: "Het leest dan alle berichten hier en kan zelf schrijven. Anders ziet het ze niet.",
        it: "Allora legge tutti i messaggi qui e può scrivere a sua volta. Altrimenti non li vede.";
    admins_ask_button()
        en: "Ask them to look",
        de: "Um einen Blick bitten",
        fr: "Lui demander de regarder",
        es: "Pedir que mire",
        nl: "Vragen om te kijken",
        it: "Chiedi di guardare";
    admins_are_asked(at: &str)
        en: "The people who run this site were asked to look on {at}. They read these messages.",
        de: "Die Betreiber dieser Seite wurden um einen Blick gebeten ({at}). Sie lesen diese Nachrichten.",
        fr: "L’équipe de ce site a été sollicitée ({at}). Elle lit ces messages.",
        es: "Se ha pedido al equipo de este sitio que mire ({at}). Lee estos mensajes.",
        nl: "Het team van deze site is gevraagd om te kijken ({at}). Het leest deze berichten.",
        it: "È stato chiesto allo staff di questo sito di guardare ({at}). Legge questi messaggi.";
    admins_take_part()
        en: "The people who run this site read these messages.",
        de: "Die Betreiber dieser Seite lesen diese Nachrichten.",
        fr: "L’équipe de ce site lit ces messages.",
        es: "El equipo de este sitio lee estos mensajes.",
        nl: "Het team van deze site leest deze berichten.",
        it: "Lo staff di questo sito legge questi messaggi.";
    admins_are_asked_now()
        en: "The people who run this site are asked to look.",
        de: "Die Betreiber dieser Seite sind um einen Blick gebeten.",
        fr: "L’équipe de ce site est invitée à regarder.",
        es: "Se ha pedido al equipo de este sitio que mire.",
        nl: "Het team van deze site is gevraagd om te kijken.",
        it: "È stato chiesto allo staff di questo sito di guardare.";

    write_to_seller()
        en: "Write to the seller",
        de: "Dem Anbieter schreiben",
        fr: "Écrire au vendeur",
        es: "Escribir al vendedor",
        nl: "De verkoper schrijven",
        it: "Scrivi al venditore";
    write_to_buyer()
        en: "Write to the buyer",
        de: "Dem Käufer schreiben",
        fr: "Écrire à l’acheteur",
        es: "Escribir al comprador",
        nl: "De koper schrijven",
        it: "Scrivi all’acquirente";
    read_their_messages()
        en: "Read their messages",
        de: "Ihre Nachrichten lesen",
        fr: "Lire leurs messages",
        es: "Leer sus mensajes",
        nl: "Hun berichten lezen",
        it: "Leggi i loro messaggi";
    /// How many of the messages behind a link are new.
    with_new_ones(link: &str, n: usize)
        en: "{link} ({n} new)",
        de: "{link} ({n} neu)",
        fr: { match n { 0 | 1 => "{link} ({n} nouveau)", _ => "{link} ({n} nouveaux)" } },
        es: { match n { 1 => "{link} ({n} nuevo)", _ => "{link} ({n} nuevos)" } },
        nl: "{link} ({n} nieuw)",
        it: { match n { 1 => "{link} ({n} nuovo)", _ => "{link} ({n} nuovi)" } };

    ticket_received()
        en: "I have the ticket",
        de: "Ich habe das Ticket",
        fr: "J’ai le billet",
        es: "Tengo la entrada",
        nl: "Ik heb het ticket",
        it: "Ho il biglietto";
    ticket_received_on(at: &str)
        en: "You said on {at} that you have it.",
        de: "Du hast gesagt, dass du es hast ({at}).",
        fr: "Vous avez dit que vous l’avez ({at}).",
        es: "Has dicho que la tienes ({at}).",
        nl: "Je hebt gezegd dat je het hebt ({at}).",
        it: "Hai detto che ce l’hai ({at}).";
    ticket_is_received()
        en: "Thank you: it is noted that you have the ticket.",
        de: "Danke: Es ist notiert, dass du das Ticket hast.",
        fr: "Merci : il est noté que vous avez le billet.",
        es: "Gracias: queda anotado que tienes la entrada.",
        nl: "Bedankt: er is genoteerd dat je het ticket hebt.",
        it: "Grazie: è annotato che hai il biglietto.";
    /// To its buyer.
    event_over_so_it_came()
        en: "The event is over, so we take it that it came.",
        de: "Die Veranstaltung ist vorbei, deshalb nehmen wir an, dass es angekommen ist.",
        fr: "L’événement est passé, nous considérons donc qu’il est arrivé.",
        es: "El evento ha terminado, así que damos por hecho que llegó.",
        nl: "Het evenement is voorbij, dus we gaan ervan uit dat het is aangekomen.",
        it: "L’evento è finito, quindi riteniamo che sia arrivato.";
    event_over_so_buyer_has_it()
        en: "The event is over, so we take it that the buyer has it.",
        de: "Die Veranstaltung ist vorbei, deshalb nehmen wir an, dass es beim Käufer angekommen ist.",
        fr: "L’événement est passé, nous considérons donc que l’acheteur l’a.",
        es: "El evento ha terminado, así que damos por hecho que el comprador la tiene.",
        nl: "Het evenement is voorbij, dus we gaan ervan uit dat de koper het heeft.",
        it: "L’evento è finito, quindi riteniamo che l’acquirente ce l’abbia.";
    buyer_has_it(at: &str)
        en: "The buyer said on {at} that they have it.",
        de: "Der Käufer hat es bestätigt ({at}).",
        fr: "L’acheteur a dit qu’il l’a ({at}).",
        es: "El comprador ha dicho que la tiene ({at}).",
        nl: "De koper heeft gezegd het te hebben ({at}).",
        it: "L’acquirente ha detto che ce l’ha ({at}).";
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
