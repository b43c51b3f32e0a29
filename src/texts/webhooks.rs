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
    webhook_off_by_owner() en: "You have turned it off.", de: "Du hast ihn abgeschaltet.";
    webhook_off_gone()
        en: "The receiver answered 410: it wants to hear nothing more.",
        de: "Der Empfänger hat mit 410 geantwortet: Er will nichts mehr hören.";
    webhook_off_failing()
        en: "Nothing has arrived there for five days.",
        de: "Seit fünf Tagen ist dort nichts angekommen.";
    webhook_off_backlog()
        en: "10,000 deliveries wait for it, and no more may.",
        de: "10.000 Sendungen warten auf ihn, und mehr dürfen es nicht werden.";
    webhook_off_account_closed()
        en: "The account was closed by the site.",
        de: "Das Konto wurde von der Seite gesperrt.";

    webhook_answered(status: u16) en: "Answered {status}", de: "Antwort {status}";
    webhook_no_address() en: "Its host has no address", de: "Der Name hat keine Adresse";
    webhook_not_allowed()
        en: "Its address is not on the public internet",
        de: "Die Adresse liegt nicht im öffentlichen Internet";
    webhook_not_connected()
        en: "Nothing answers at its address",
        de: "Unter der Adresse antwortet nichts";
    webhook_not_secure()
        en: "No secure connection: its certificate is not good, or it speaks no TLS",
        de: "Keine sichere Verbindung: Das Zertifikat ist nicht gut, oder es spricht kein TLS";
    webhook_too_late() en: "No answer in time", de: "Keine Antwort in der Zeit";
    webhook_not_http() en: "What it answered is not HTTP", de: "Die Antwort war kein HTTP";
    webhook_site_fault()
        en: "A fault of this site; it is tried again",
        de: "Ein Fehler dieser Seite; es wird noch einmal versucht";
    webhook_event_gone()
        en: "What it was about is not kept any more",
        de: "Worum es ging, wird nicht mehr aufbewahrt";
    webhook_key_replaced()
        en: "This site's key was replaced: make a new secret",
        de: "Der Schlüssel dieser Seite wurde ersetzt: Mach ein neues Geheimnis";
    webhook_too_old()
        en: "It has waited for more than five days",
        de: "Es hat länger als fünf Tage gewartet";

    webhooks_title() en: "Webhooks", de: "Webhooks";
    webhooks_hint()
        en: "Have what happens sent to a program of yours",
        de: "Schick, was geschieht, an ein Programm von dir";
    webhooks_lead()
        en: "The site tells a program of yours what happens to your listings and orders: a signed \
             HTTP request for each event.",
        de: "Die Seite meldet einem Programm von dir, was mit deinen Angeboten und Käufen geschieht: \
             je Ereignis eine signierte HTTP-Anfrage.";
    webhooks_none() en: "No webhooks yet", de: "Noch keine Webhooks";
    webhooks_none_means()
        en: "Add the address of a receiver below. It is told of what happens from then on.",
        de: "Gib unten die Adresse eines Empfängers an. Er hört, was von da an geschieht.";
    webhooks_all() en: "All webhooks", de: "Alle Webhooks";
    webhook_title() en: "Webhook", de: "Webhook";
    webhook_add() en: "Add a webhook", de: "Webhook hinzufügen";
    webhook_url() en: "Address", de: "Adresse";
    webhook_url_hint()
        en: "Such as https://example.org/holdfast: https, and on the public internet.",
        de: "Wie https://example.org/holdfast: https, und im öffentlichen Internet.";
    webhook_types() en: "Events", de: "Ereignisse";
    webhook_types_hint() en: "What it is told of. One or more.", de: "Was er hört. Eins oder mehr.";
    webhook_choose_a_type() en: "Choose at least one.", de: "Wähle mindestens eins.";
    webhook_everything()
        en: "Of everybody, not only mine: you run the site",
        de: "Von allen, nicht nur meine: Du betreibst die Seite";
    webhook_of_everything() en: "of everybody", de: "von allen";
    webhook_state() en: "State", de: "Zustand";
    webhook_on() en: "On", de: "An";
    webhook_off() en: "Off", de: "Aus";
    webhook_fails() en: "the last try failed", de: "der letzte Versuch schlug fehl";
    /// Before a moment.
    webhook_fails_since() en: "Nothing arrives since ", de: "Es kommt nichts an seit ";
    webhook_waiting(n: usize) en: "{n} waiting", de: "{n} warten";
    webhook_waits() en: "Waiting", de: "Wartet";
    webhook_test() en: "Send a test", de: "Test senden";
    webhook_turn_off() en: "Turn it off", de: "Abschalten";
    webhook_turn_on() en: "Turn it on", de: "Einschalten";
    webhook_log() en: "What was sent", de: "Was gesendet wurde";
    webhook_log_hint()
        en: "Of the last 30 days. Answers are not kept, only their status.",
        de: "Aus den letzten 30 Tagen. Von Antworten wird nur der Status behalten.";
    webhook_nothing_sent() en: "Nothing yet.", de: "Noch nichts.";
    webhook_older() en: "Older ones", de: "Ältere";
    webhook_latest() en: "The latest", de: "Die neuesten";
    webhook_is_test() en: "Test", de: "Test";
    webhook_delivered() en: "Delivered", de: "Angekommen";
    webhook_given_up() en: "Failed", de: "Fehlgeschlagen";
    /// Before a moment.
    webhook_not_before() en: "next try ", de: "nächster Versuch ";
    webhook_tries(n: usize)
        en: { match n { 1 => "1 try", _ => "{n} tries" } },
        de: { match n { 1 => "1 Versuch", _ => "{n} Versuche" } };
    webhook_send_again() en: "Send again", de: "Noch einmal senden";
    webhook_send_failed() en: "Send all failed again", de: "Alles Fehlgeschlagene noch einmal senden";
    webhook_send_failed_ask()
        en: "What has failed of the last 30 days is sent again, under the same ids.",
        de: "Was in den letzten 30 Tagen fehlschlug, wird noch einmal gesendet, mit denselben IDs.";
    webhook_secret() en: "Secret", de: "Geheimnis";
    webhook_secret_is()
        en: "This is its secret: your program checks signatures by it. Copy it now.",
        de: "Das ist sein Geheimnis: Damit prüft dein Programm die Signaturen. Kopiere es jetzt.";
    /// Before a moment.
    webhook_secret_shown_until()
        en: "It is shown here once, until ",
        de: "Es wird hier einmal gezeigt, bis ";
    /// Before a moment.
    webhook_secret_since()
        en: "Nobody is shown it again. It was made ",
        de: "Es wird niemandem noch einmal gezeigt. Es entstand ";
    /// Before a moment.
    webhook_old_secret_until()
        en: "The one before signs as well until ",
        de: "Das vorige signiert noch mit bis ";
    webhook_end_old_secret() en: "End the old one now", de: "Das alte jetzt beenden";
    webhook_new_secret() en: "Make a new secret", de: "Neues Geheimnis machen";
    webhook_new_secret_ask()
        en: "For a day each request is signed by both, so that your program can change over. Then \
             the old one is over.",
        de: "Einen Tag lang ist jede Anfrage mit beiden signiert, damit dein Programm umsteigen kann. \
             Dann gilt das alte nicht mehr.";
    webhook_delete() en: "Delete it", de: "Löschen";
    webhook_delete_ask()
        en: "Nothing more is sent to it, what waits neither, and its log is gone. This cannot be \
             undone.",
        de: "Es wird nichts mehr dorthin gesendet, auch nicht, was wartet, und das Protokoll ist weg. \
             Das lässt sich nicht rückgängig machen.";
    webhook_is_added()
        en: "The webhook is added. What happens from now on is sent there.",
        de: "Der Webhook ist hinzugefügt. Was von jetzt an geschieht, geht dorthin.";
    webhook_is_turned_on()
        en: "It is on: what happens from now on, and what waits, is sent.",
        de: "Er ist an: Was von jetzt an geschieht und was wartet, wird gesendet.";
    webhook_is_turned_off()
        en: "It is off: nothing is sent. What waits goes on waiting.",
        de: "Er ist aus: Es wird nichts gesendet. Was wartet, wartet weiter.";
    webhook_is_deleted() en: "The webhook is deleted.", de: "Der Webhook ist gelöscht.";
    webhook_secret_is_new()
        en: "It has a new secret. The old one signs as well for a day.",
        de: "Er hat ein neues Geheimnis. Das alte signiert noch einen Tag lang mit.";
    webhook_old_secret_is_over()
        en: "The old secret signs no more.",
        de: "Das alte Geheimnis signiert nicht mehr.";
    webhook_is_queued()
        en: "It is on its way. Load this page again to see what came of it.",
        de: "Es ist unterwegs. Lade die Seite neu, um zu sehen, was daraus wurde.";
    webhook_too_many(most: usize)
        en: "You have {most} webhooks, and no more can be had. Nothing was added. Delete one first.",
        de: "Du hast {most} Webhooks, mehr sind nicht möglich. Es kam keiner dazu. Lösche zuerst einen.";
    webhook_is_off_now()
        en: "It is turned off, so nothing was sent. Turn it on first.",
        de: "Er ist abgeschaltet, deshalb wurde nichts gesendet. Schalte ihn zuerst ein.";
    webhook_waits_already()
        en: "It waits to be sent already.",
        de: "Es wartet schon darauf, gesendet zu werden.";
    webhook_not_there() en: "There is no such webhook.", de: "Diesen Webhook gibt es nicht.";
    webhook_url_malformed()
        en: "This is not of the form https://example.org/path.",
        de: "Das hat nicht die Form https://example.org/pfad.";
    webhook_url_too_long()
        en: "This is longer than 500 characters.",
        de: "Das ist länger als 500 Zeichen.";
    webhook_url_userinfo()
        en: "Leave out the name and password before the host; signatures show that it is us.",
        de: "Lass Name und Passwort vor dem Rechner weg; dass wir es sind, zeigen die Signaturen.";
    webhook_url_port()
        en: "Use port 443, or one from 1024 on.",
        de: "Nimm Port 443 oder einen ab 1024.";
}
