//! Webhooks: endpoints, what is sent to them, and what came of it.

use super::{Language, texts};
use crate::domain::{WebhookOff, WebhookOutcome};

impl Language {
    /// Why an endpoint is turned off.
    pub(crate) fn webhook_off_why(self, why: WebhookOff) -> &'static str {
        match why {
            WebhookOff::ByOwner => self.webhook_off_by_owner(),
            WebhookOff::Gone => self.webhook_off_gone(),
            WebhookOff::Failing => self.webhook_off_failing(),
            WebhookOff::Backlog => self.webhook_off_backlog(),
            WebhookOff::AccountClosed => self.webhook_off_account_closed(),
        }
    }

    /// What came of a try.
    pub(crate) fn webhook_outcome(self, outcome: WebhookOutcome) -> String {
        match outcome {
            WebhookOutcome::Answered(status) => return self.webhook_answered(status),
            WebhookOutcome::NoAddress => self.webhook_no_address(),
            WebhookOutcome::NotAllowed => self.webhook_not_allowed(),
            WebhookOutcome::NotConnected => self.webhook_not_connected(),
            WebhookOutcome::NotSecure => self.webhook_not_secure(),
            WebhookOutcome::TooLate => self.webhook_too_late(),
            WebhookOutcome::NotHttp => self.webhook_not_http(),
            WebhookOutcome::SiteFault => self.webhook_site_fault(),
            WebhookOutcome::EventGone => self.webhook_event_gone(),
            WebhookOutcome::KeyReplaced => self.webhook_key_replaced(),
            WebhookOutcome::TooOld => self.webhook_too_old(),
        }
        .into()
    }
}

texts! {
    webhook_off_by_owner()
        en: "You have turned it off.",
        de: "Du hast ihn abgeschaltet.",
        fr: "Vous l’avez désactivé.",
        es: "Lo has desactivado.",
        nl: "Je hebt hem uitgezet.",
        it: "L’hai disattivato.";
    webhook_off_gone()
        en: "The receiver answered 410: it wants to hear nothing more.",
        de: "Der Empfänger hat mit 410 geantwortet: Er will nichts mehr hören.",
        fr: "Le destinataire a répondu 410 : il ne veut plus rien recevoir.",
        es: "El destinatario ha respondido 410: no quiere recibir nada más.",
        nl: "De ontvanger antwoordde met 410: hij wil niets meer ontvangen.",
        it: "Il destinatario ha risposto 410: non vuole ricevere più nulla.";
    webhook_off_failing()
        en: "Nothing has arrived there for five days.",
        de: "Seit fünf Tagen ist dort nichts angekommen.",
        fr: "Rien n’y est arrivé depuis cinq jours.",
        es: "Hace cinco días que no llega nada.",
        nl: "Er is al vijf dagen niets aangekomen.",
        it: "Da cinque giorni non arriva nulla.";
    webhook_off_backlog()
        en: "10,000 deliveries wait for it, and no more may.",
        de: "10.000 Sendungen warten auf ihn, und mehr dürfen es nicht werden.",
        fr: "10 000 envois l’attendent, et c’est le maximum.",
        es: "Hay 10.000 envíos esperando, que es el máximo.",
        nl: "Er wachten 10.000 zendingen op hem, en dat is het maximum.",
        it: "Ci sono 10.000 invii in attesa, e non possono essere di più.";
    webhook_off_account_closed()
        en: "The account was closed by the site.",
        de: "Das Konto wurde von der Seite gesperrt.",
        fr: "Le compte a été fermé par le site.",
        es: "El sitio ha cerrado la cuenta.",
        nl: "Het account is door de site gesloten.",
        it: "L’account è stato chiuso dal sito.";

    webhook_answered(status: u16)
        en: "Answered {status}",
        de: "Antwort {status}",
        fr: "Réponse {status}",
        es: "Respuesta {status}",
        nl: "Antwoord {status}",
        it: "Risposta {status}";
    webhook_no_address()
        en: "Its host has no address",
        de: "Der Name hat keine Adresse",
        fr: "Son hôte n’a pas d’adresse",
        es: "El servidor no tiene dirección",
        nl: "De host heeft geen adres",
        it: "L’host non ha un indirizzo";
    webhook_not_allowed()
        en: "Its address is not on the public internet",
        de: "Die Adresse liegt nicht im öffentlichen Internet",
        fr: "Son adresse n’est pas sur l’internet public",
        es: "Su dirección no está en la internet pública",
        nl: "Het adres ligt niet op het openbare internet",
        it: "L’indirizzo non è sull’internet pubblico";
    webhook_not_connected()
        en: "Nothing answers at its address",
        de: "Unter der Adresse antwortet nichts",
        fr: "Rien ne répond à cette adresse",
        es: "Nada responde en esa dirección",
        nl: "Op dat adres antwoordt niets",
        it: "A quell’indirizzo non risponde nulla";
    webhook_not_secure()
        en: "No secure connection: its certificate is not good, or it speaks no TLS",
        de: "Keine sichere Verbindung: Das Zertifikat ist nicht gut, oder es spricht kein TLS",
        fr: "Pas de connexion sécurisée : son certificat n’est pas valable, ou il ne parle pas TLS",
        es: "Sin conexión segura: su certificado no es válido o no habla TLS",
        nl: "Geen beveiligde verbinding: het certificaat deugt niet, of er is geen TLS",
        it: "Nessuna connessione sicura: il certificato non è valido, o non usa TLS";
    webhook_too_late()
        en: "No answer in time",
        de: "Keine Antwort in der Zeit",
        fr: "Pas de réponse à temps",
        es: "Sin respuesta a tiempo",
        nl: "Geen antwoord binnen de tijd",
        it: "Nessuna risposta in tempo";
    webhook_not_http()
        en: "What it answered is not HTTP",
        de: "Die Antwort war kein HTTP",
        fr: "La réponse n’est pas du HTTP",
        es: "La respuesta no es HTTP",
        nl: "Het antwoord was geen HTTP",
        it: "La risposta non è HTTP";
    webhook_site_fault()
        en: "A fault of this site; it is tried again",
        de: "Ein Fehler dieser Seite; es wird noch einmal versucht",
        fr: "Une erreur de ce site ; un nouvel essai suivra",
        es: "Un error de este sitio; se volverá a intentar",
        nl: "Een fout van deze site; er volgt een nieuwe poging",
        it: "Un errore di questo sito; si riproverà";
    webhook_event_gone()
        en: "What it was about is not kept any more",
        de: "Worum es ging, wird nicht mehr aufbewahrt",
        fr: "Ce dont il s’agissait n’est plus conservé",
        es: "Ya no se conserva aquello de lo que trataba",
        nl: "Waar het over ging, wordt niet meer bewaard",
        it: "Ciò di cui si trattava non è più conservato";
    webhook_key_replaced()
        en: "This site's key was replaced: make a new secret",
        de: "Der Schlüssel dieser Seite wurde ersetzt: Mach ein neues Geheimnis",
        fr: "La clé de ce site a été remplacée : créez un nouveau secret",
        es: "La clave de este sitio se ha sustituido: crea un secreto nuevo",
        nl: "De sleutel van deze site is vervangen: maak een nieuw geheim",
        it: "La chiave di questo sito è stata sostituita: crea un nuovo segreto";
    webhook_too_old()
        en: "It has waited for more than five days",
        de: "Es hat länger als fünf Tage gewartet",
        fr: "Il a attendu plus de cinq jours",
        es: "Ha esperado más de cinco días",
        nl: "Het heeft langer dan vijf dagen gewacht",
        it: "Ha aspettato più di cinque giorni";

    webhooks_title()
        en: "Webhooks",
        de: "Webhooks",
        fr: "Webhooks",
        es: "Webhooks",
        nl: "Webhooks",
        it: "Webhook";
    webhooks_hint()
        en: "Have what happens sent to a program of yours",
        de: "Schick, was geschieht, an ein Programm von dir",
        fr: "Faire envoyer ce qui se passe à un programme à vous",
        es: "Haz que lo que ocurre se envíe a un programa tuyo",
        nl: "Laat wat er gebeurt naar een programma van jou sturen",
        it: "Fai inviare quel che succede a un tuo programma";
    webhooks_lead()
        en: "The site tells a program of yours what happens to your listings and orders: a signed \
             HTTP request for each event.",
        de: "Die Seite meldet einem Programm von dir, was mit deinen Angeboten und Käufen geschieht: \
             je Ereignis eine signierte HTTP-Anfrage.",
        fr: "Le site signale à un programme à vous ce qui arrive à vos annonces et à vos \
             commandes : une requête HTTP signée pour chaque événement.",
        es: "El sitio avisa a un programa tuyo de lo que ocurre con tus anuncios y tus pedidos: \
             una petición HTTP firmada por cada evento.",
        nl: "De site meldt aan een programma van jou wat er met je advertenties en bestellingen \
             gebeurt: een ondertekend HTTP-verzoek per gebeurtenis.",
        it: "Il sito comunica a un tuo programma che cosa succede ai tuoi annunci e ai tuoi \
             ordini: una richiesta HTTP firmata per ogni evento.";
    webhooks_none()
        en: "No webhooks yet",
        de: "Noch keine Webhooks",
        fr: "Pas encore de webhooks",
        es: "Todavía no hay webhooks",
        nl: "Nog geen webhooks",
        it: "Ancora nessun webhook";
    webhooks_none_means()
        en: "Add the address of a receiver below. It is told of what happens from then on.",
        de: "Gib unten die Adresse eines Empfängers an. Er hört, was von da an geschieht.",
        fr: "Ajoutez ci-dessous l’adresse d’un destinataire. Il est informé de ce qui se passe à \
             partir de ce moment.",
        es: "Añade abajo la dirección de un destinatario. Se le avisa de lo que ocurra a partir de \
             entonces.",
        nl: "Voeg hieronder het adres van een ontvanger toe. Die hoort wat er vanaf dan gebeurt.",
        it: "Aggiungi qui sotto l’indirizzo di un destinatario. Viene informato di ciò che succede \
             da quel momento.";
    webhooks_all()
        en: "All webhooks",
        de: "Alle Webhooks",
        fr: "Tous les webhooks",
        es: "Todos los webhooks",
        nl: "Alle webhooks",
        it: "Tutti i webhook";
    webhook_title()
        en: "Webhook",
        de: "Webhook",
        fr: "Webhook",
        es: "Webhook",
        nl: "Webhook",
        it: "Webhook";
    webhook_add()
        en: "Add a webhook",
        de: "Webhook hinzufügen",
        fr: "Ajouter un webhook",
        es: "Añadir un webhook",
        nl: "Webhook toevoegen",
        it: "Aggiungi un webhook";
    webhook_url()
        en: "Address",
        de: "Adresse",
        fr: "Adresse",
        es: "Dirección",
        nl: "Adres",
        it: "Indirizzo";
    webhook_url_hint()
        en: "Such as https://example.org/holdfast: https, and on the public internet.",
        de: "Wie https://example.org/holdfast: https, und im öffentlichen Internet.",
        fr: "Par exemple https://example.org/holdfast : en https, et sur l’internet public.",
        es: "Por ejemplo, https://example.org/holdfast: con https y en la internet pública.",
        nl: "Bijvoorbeeld https://example.org/holdfast: met https, en op het openbare internet.",
        it: "Per esempio https://example.org/holdfast: in https, e sull’internet pubblico.";
    webhook_types()
        en: "Events",
        de: "Ereignisse",
        fr: "Événements",
        es: "Eventos",
        nl: "Gebeurtenissen",
        it: "Eventi";
    webhook_types_hint()
        en: "What it is told of. One or more.",
        de: "Was er hört. Eins oder mehr.",
        fr: "Ce dont il est informé. Un ou plusieurs.",
        es: "De qué se le avisa. Uno o varios.",
        nl: "Waarvan hij op de hoogte wordt gebracht. Een of meer.",
        it: "Di che cosa viene informato. Uno o più.";
    webhook_choose_a_type()
        en: "Choose at least one.",
        de: "Wähle mindestens eins.",
        fr: "Choisissez-en au moins un.",
        es: "Elige al menos uno.",
        nl: "Kies er minstens een.",
        it: "Scegline almeno uno.";
    webhook_everything()
        en: "Of everybody, not only mine: you run the site",
        de: "Von allen, nicht nur meine: Du betreibst die Seite",
        fr: "De tout le monde, pas seulement les miens : vous gérez le site",
        es: "De todos, no solo los míos: tú administras el sitio",
        nl: "Van iedereen, niet alleen de mijne: jij beheert de site",
        it: "Di tutti, non solo i miei: tu gestisci il sito";
    webhook_of_everything()
        en: "of everybody",
        de: "von allen",
        fr: "de tout le monde",
        es: "de todos",
        nl: "van iedereen",
        it: "di tutti";
    webhook_state() en: "State", de: "Zustand", fr: "État", es: "Estado", nl: "Status", it: "Stato";
    webhook_on() en: "On", de: "An", fr: "Actif", es: "Activo", nl: "Aan", it: "Attivo";
    webhook_off()
        en: "Off",
        de: "Aus",
        fr: "Désactivé",
        es: "Desactivado",
        nl: "Uit",
        it: "Disattivato";
    webhook_fails()
        en: "the last try failed",
        de: "der letzte Versuch schlug fehl",
        fr: "le dernier essai a échoué",
        es: "el último intento falló",
        nl: "de laatste poging mislukte",
        it: "l’ultimo tentativo è fallito";
    /// Before a moment.
    webhook_fails_since()
        en: "Nothing arrives since ",
        de: "Es kommt nichts an seit ",
        fr: "Rien n’arrive depuis le ",
        es: "No llega nada desde el ",
        nl: "Er komt niets aan sinds ",
        it: "Non arriva nulla dal giorno ";
    webhook_waiting(n: usize)
        en: "{n} waiting",
        de: "{n} warten",
        fr: "{n} en attente",
        es: "{n} en espera",
        nl: "{n} in de wacht",
        it: "{n} in attesa";
    webhook_waits()
        en: "Waiting",
        de: "Wartet",
        fr: "En attente",
        es: "En espera",
        nl: "Wacht",
        it: "In attesa";
    webhook_test()
        en: "Send a test",
        de: "Test senden",
        fr: "Envoyer un test",
        es: "Enviar una prueba",
        nl: "Test versturen",
        it: "Invia una prova";
    webhook_turn_off()
        en: "Turn it off",
        de: "Abschalten",
        fr: "Désactiver",
        es: "Desactivar",
        nl: "Uitzetten",
        it: "Disattiva";
    webhook_turn_on()
        en: "Turn it on",
        de: "Einschalten",
        fr: "Activer",
        es: "Activar",
        nl: "Aanzetten",
        it: "Attiva";
    webhook_log()
        en: "What was sent",
        de: "Was gesendet wurde",
        fr: "Ce qui a été envoyé",
        es: "Lo que se ha enviado",
        nl: "Wat er verstuurd is",
        it: "Che cosa è stato inviato";
    webhook_log_hint()
        en: "Of the last 30 days. Answers are not kept, only their status.",
        de: "Aus den letzten 30 Tagen. Von Antworten wird nur der Status behalten.",
        fr: "Des 30 derniers jours. Des réponses, seul le code d’état est conservé.",
        es: "De los últimos 30 días. De las respuestas solo se guarda el código de estado.",
        nl: "Van de laatste 30 dagen. Van antwoorden wordt alleen de statuscode bewaard.",
        it: "Degli ultimi 30 giorni. Delle risposte si conserva solo il codice di stato.";
    webhook_nothing_sent()
        en: "Nothing yet.",
        de: "Noch nichts.",
        fr: "Rien pour l’instant.",
        es: "Nada todavía.",
        nl: "Nog niets.",
        it: "Ancora nulla.";
    webhook_older()
        en: "Older ones",
        de: "Ältere",
        fr: "Plus anciens",
        es: "Más antiguos",
        nl: "Oudere",
        it: "Meno recenti";
    webhook_latest()
        en: "The latest",
        de: "Die neuesten",
        fr: "Les plus récents",
        es: "Los más recientes",
        nl: "De nieuwste",
        it: "I più recenti";
    webhook_is_test() en: "Test", de: "Test", fr: "Test", es: "Prueba", nl: "Test", it: "Prova";
    webhook_delivered()
        en: "Delivered",
        de: "Angekommen",
        fr: "Livré",
        es: "Entregado",
        nl: "Afgeleverd",
        it: "Consegnato";
    webhook_given_up()
        en: "Failed",
        de: "Fehlgeschlagen",
        fr: "Échec",
        es: "Fallido",
        nl: "Mislukt",
        it: "Fallito";
    /// Before a moment.
    webhook_not_before()
        en: "next try ",
        de: "nächster Versuch ",
        fr: "prochain essai le ",
        es: "próximo intento el ",
        nl: "volgende poging ",
        it: "prossimo tentativo il giorno ";
    webhook_tries(n: usize)
        en: { match n { 1 => "1 try", _ => "{n} tries" } },
        de: { match n { 1 => "1 Versuch", _ => "{n} Versuche" } },
        fr: { match n { 0 | 1 => "{n} essai", _ => "{n} essais" } },
        es: { match n { 1 => "1 intento", _ => "{n} intentos" } },
        nl: { match n { 1 => "1 poging", _ => "{n} pogingen" } },
        it: { match n { 1 => "1 tentativo", _ => "{n} tentativi" } };
    webhook_send_again()
        en: "Send again",
        de: "Noch einmal senden",
        fr: "Renvoyer",
        es: "Reenviar",
        nl: "Opnieuw versturen",
        it: "Invia di nuovo";
    webhook_send_failed()
        en: "Send all failed again",
        de: "Alles Fehlgeschlagene noch einmal senden",
        fr: "Renvoyer tous les échecs",
        es: "Reenviar todo lo fallido",
        nl: "Alles wat mislukte opnieuw versturen",
        it: "Invia di nuovo tutto ciò che è fallito";
    webhook_send_failed_ask()
        en: "What has failed of the last 30 days is sent again, under the same ids.",
        de: "Was in den letzten 30 Tagen fehlschlug, wird noch einmal gesendet, mit denselben IDs.",
        fr: "Ce qui a échoué ces 30 derniers jours est renvoyé, sous les mêmes identifiants.",
        es: "Lo que ha fallido en los últimos 30 días se vuelve a enviar, con los mismos \
             identificadores.",
        nl: "Wat de laatste 30 dagen mislukte, wordt opnieuw verstuurd, met dezelfde id’s.",
        it: "Ciò che è fallito negli ultimi 30 giorni viene inviato di nuovo, con gli stessi id.";
    webhook_secret()
        en: "Secret",
        de: "Geheimnis",
        fr: "Secret",
        es: "Secreto",
        nl: "Geheim",
        it: "Segreto";
    webhook_secret_is()
        en: "This is its secret: your program checks signatures by it. Copy it now.",
        de: "Das ist sein Geheimnis: Damit prüft dein Programm die Signaturen. Kopiere es jetzt.",
        fr: "Voici son secret : votre programme s’en sert pour vérifier les signatures. Copiez-le \
             maintenant.",
        es: "Este es su secreto: con él tu programa comprueba las firmas. Cópialo ahora.",
        nl: "Dit is zijn geheim: daarmee controleert je programma de handtekeningen. Kopieer het \
             nu.",
        it: "Questo è il suo segreto: con esso il tuo programma verifica le firme. Copialo adesso.";
    /// Before a moment.
    webhook_secret_shown_until()
        en: "It is shown here once, until ",
        de: "Es wird hier einmal gezeigt, bis ",
        fr: "Il est affiché ici une seule fois, jusqu’au ",
        es: "Se muestra aquí una sola vez, hasta el ",
        nl: "Het wordt hier één keer getoond, tot ",
        it: "Viene mostrato qui una volta sola, fino al giorno ";
    /// Before a moment.
    webhook_secret_since()
        en: "Nobody is shown it again. It was made ",
        de: "Es wird niemandem noch einmal gezeigt. Es entstand ",
        fr: "Il n’est plus montré à personne. Il a été créé le ",
        es: "Ya no se muestra a nadie. Se creó el ",
        nl: "Het wordt aan niemand meer getoond. Het is gemaakt op ",
        it: "Non viene più mostrato a nessuno. È stato creato il giorno ";
    /// Before a moment.
    webhook_old_secret_until()
        en: "The one before signs as well until ",
        de: "Das vorige signiert noch mit bis ",
        fr: "L’ancien signe aussi jusqu’au ",
        es: "El anterior también firma hasta el ",
        nl: "Het vorige ondertekent nog mee tot ",
        it: "Anche quello precedente firma fino al giorno ";
    webhook_end_old_secret()
        en: "End the old one now",
        de: "Das alte jetzt beenden",
        fr: "Mettre fin à l’ancien dès maintenant",
        es: "Retirar ya el anterior",
        nl: "Het oude nu beëindigen",
        it: "Termina subito quello vecchio";
    webhook_new_secret()
        en: "Make a new secret",
        de: "Neues Geheimnis machen",
        fr: "Créer un nouveau secret",
        es: "Crear un secreto nuevo",
        nl: "Nieuw geheim maken",
        it: "Crea un nuovo segreto";
    webhook_new_secret_ask()
        en: "For a day each request is signed by both, so that your program can change over. Then \
             the old one is over.",
        de: "Einen Tag lang ist jede Anfrage mit beiden signiert, damit dein Programm umsteigen kann. \
             Dann gilt das alte nicht mehr.",
        fr: "Pendant un jour, chaque requête est signée avec les deux, pour que votre programme \
             puisse passer à l’autre. Ensuite, l’ancien ne vaut plus.",
        es: "Durante un día, cada petición va firmada con los dos, para que tu programa pueda \
             cambiar. Después, el anterior deja de valer.",
        nl: "Een dag lang wordt elk verzoek met beide ondertekend, zodat je programma kan \
             overstappen. Daarna geldt het oude niet meer.",
        it: "Per un giorno ogni richiesta è firmata con entrambi, così il tuo programma può \
             passare al nuovo. Poi quello vecchio non vale più.";
    webhook_delete()
        en: "Delete it",
        de: "Löschen",
        fr: "Supprimer",
        es: "Eliminar",
        nl: "Verwijderen",
        it: "Elimina";
    webhook_delete_ask()
        en: "Nothing more is sent to it, what waits neither, and its log is gone. This cannot be \
             undone.",
        de: "Es wird nichts mehr dorthin gesendet, auch nicht, was wartet, und das Protokoll ist weg. \
             Das lässt sich nicht rückgängig machen.",
        fr: "Plus rien ne lui est envoyé, pas même ce qui attend, et son journal disparaît. C’est \
             irréversible.",
        es: "No se le envía nada más, tampoco lo que espera, y su registro desaparece. No se puede \
             deshacer.",
        nl: "Er gaat niets meer naartoe, ook niet wat nog wacht, en het logboek is weg. Dit kan \
             niet ongedaan worden gemaakt.",
        it: "Non gli viene inviato più nulla, nemmeno ciò che è in attesa, e il suo registro \
             sparisce. Non si può annullare.";
    webhook_is_added()
        en: "The webhook is added. What happens from now on is sent there.",
        de: "Der Webhook ist hinzugefügt. Was von jetzt an geschieht, geht dorthin.",
        fr: "Le webhook est ajouté. Ce qui se passe à partir de maintenant y est envoyé.",
        es: "El webhook está añadido. Lo que ocurra a partir de ahora se envía allí.",
        nl: "De webhook is toegevoegd. Wat er vanaf nu gebeurt, gaat daarheen.",
        it: "Il webhook è stato aggiunto. Ciò che succede da adesso viene inviato lì.";
    webhook_is_turned_on()
        en: "It is on: what happens from now on, and what waits, is sent.",
        de: "Er ist an: Was von jetzt an geschieht und was wartet, wird gesendet.",
        fr: "Il est actif : ce qui se passe à partir de maintenant, et ce qui attend, est envoyé.",
        es: "Está activo: se envía lo que ocurra a partir de ahora y lo que espera.",
        nl: "Hij staat aan: wat er vanaf nu gebeurt en wat nog wacht, wordt verstuurd.",
        it: "È attivo: ciò che succede da adesso, e ciò che è in attesa, viene inviato.";
    webhook_is_turned_off()
        en: "It is off: nothing is sent. What waits goes on waiting.",
        de: "Er ist aus: Es wird nichts gesendet. Was wartet, wartet weiter.",
        fr: "Il est désactivé : rien n’est envoyé. Ce qui attend continue d’attendre.",
        es: "Está desactivado: no se envía nada. Lo que espera sigue esperando.",
        nl: "Hij staat uit: er wordt niets verstuurd. Wat wacht, blijft wachten.",
        it: "È disattivato: non viene inviato nulla. Ciò che è in attesa resta in attesa.";
    webhook_is_deleted()
        en: "The webhook is deleted.",
        de: "Der Webhook ist gelöscht.",
        fr: "Le webhook est supprimé.",
        es: "El webhook está eliminado.",
        nl: "De webhook is verwijderd.",
        it: "Il webhook è stato eliminato.";
    webhook_secret_is_new()
        en: "It has a new secret. The old one signs as well for a day.",
        de: "Er hat ein neues Geheimnis. Das alte signiert noch einen Tag lang mit.",
        fr: "Il a un nouveau secret. L’ancien signe encore pendant un jour.",
        es: "Tiene un secreto nuevo. El anterior también firma durante un día.",
        nl: "Hij heeft een nieuw geheim. Het oude ondertekent nog een dag mee.",
        it: "Ha un nuovo segreto. Quello vecchio firma ancora per un giorno.";
    webhook_old_secret_is_over()
        en: "The old secret signs no more.",
        de: "Das alte Geheimnis signiert nicht mehr.",
        fr: "L’ancien secret ne signe plus.",
        es: "El secreto anterior ya no firma.",
        nl: "Het oude geheim ondertekent niet meer.",
        it: "Il vecchio segreto non firma più.";
    webhook_is_queued()
        en: "It is on its way. Load this page again to see what came of it.",
        de: "Es ist unterwegs. Lade die Seite neu, um zu sehen, was daraus wurde.",
        fr: "C’est en route. Rechargez cette page pour voir ce qu’il en est advenu.",
        es: "Está en camino. Recarga esta página para ver el resultado.",
        nl: "Het is onderweg. Laad deze pagina opnieuw om te zien wat ervan is geworden.",
        it: "È in viaggio. Ricarica questa pagina per vedere com’è andata.";
    webhook_too_many(most: usize)
        en: "You have {most} webhooks, and no more can be had. Nothing was added. Delete one \
         first.",
        de: "Du hast {most} Webhooks, mehr sind nicht möglich. Es kam keiner dazu. Lösche zuerst \
         einen.",
        fr: "Vous avez {most} webhooks, et c’est le maximum. Rien n’a été ajouté. Supprimez-en \
             d’abord un.",
        es: "Tienes {most} webhooks, que es el máximo. No se ha añadido nada. Elimina primero uno.",
        nl: "Je hebt {most} webhooks, en meer kan niet. Er is niets toegevoegd. Verwijder er eerst \
             een.",
        it: "Hai {most} webhook, e non se ne possono avere di più. Non è stato aggiunto nulla. \
             Eliminane prima uno.";
    webhook_is_off_now()
        en: "It is turned off, so nothing was sent. Turn it on first.",
        de: "Er ist abgeschaltet, deshalb wurde nichts gesendet. Schalte ihn zuerst ein.",
        fr: "Il est désactivé : rien n’a été envoyé. Activez-le d’abord.",
        es: "Está desactivado, así que no se ha enviado nada. Actívalo primero.",
        nl: "Hij staat uit, dus er is niets verstuurd. Zet hem eerst aan.",
        it: "È disattivato, quindi non è stato inviato nulla. Attivalo prima.";
    webhook_waits_already()
        en: "It waits to be sent already.",
        de: "Es wartet schon darauf, gesendet zu werden.",
        fr: "Il attend déjà d’être envoyé.",
        es: "Ya está esperando a ser enviado.",
        nl: "Het wacht al om verstuurd te worden.",
        it: "È già in attesa di essere inviato.";
    webhook_not_there()
        en: "There is no such webhook.",
        de: "Diesen Webhook gibt es nicht.",
        fr: "Ce webhook n’existe pas.",
        es: "Ese webhook no existe.",
        nl: "Die webhook bestaat niet.",
        it: "Questo webhook non esiste.";
    webhook_url_malformed()
        en: "This is not of the form https://example.org/path.",
        de: "Das hat nicht die Form https://example.org/pfad.",
        fr: "Ce n’est pas de la forme https://example.org/chemin.",
        es: "No tiene la forma https://example.org/ruta.",
        nl: "Dit heeft niet de vorm https://example.org/pad.",
        it: "Non ha la forma https://example.org/percorso.";
    webhook_url_too_long()
        en: "This is longer than 500 characters.",
        de: "Das ist länger als 500 Zeichen.",
        fr: "C’est plus long que 500 caractères.",
        es: "Tiene más de 500 caracteres.",
        nl: "Dit is langer dan 500 tekens.",
        it: "È più lungo di 500 caratteri.";
    webhook_url_userinfo()
        en: "Leave out the name and password before the host; signatures show that it is us.",
        de: "Lass Name und Passwort vor dem Rechner weg; dass wir es sind, zeigen die Signaturen.",
        fr: "Retirez le nom et le mot de passe devant l’hôte ; ce sont les signatures qui prouvent \
             que c’est nous.",
        es: "Quita el nombre y la contraseña que van delante del servidor; las firmas demuestran \
             que somos nosotros.",
        nl: "Laat naam en wachtwoord vóór de host weg; de handtekeningen laten zien dat wij het \
             zijn.",
        it: "Togli nome e password prima dell’host; che siamo noi lo mostrano le firme.";
    webhook_url_port()
        en: "Use port 443, or one from 1024 on.",
        de: "Nimm Port 443 oder einen ab 1024.",
        fr: "Utilisez le port 443, ou un port à partir de 1024.",
        es: "Usa el puerto 443 o uno a partir del 1024.",
        nl: "Gebruik poort 443, of een vanaf 1024.",
        it: "Usa la porta 443, o una da 1024 in su.";
}
