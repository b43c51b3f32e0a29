//! What sellers are owed, and how they are paid.

use super::{Language, Tell, texts};
use crate::{
    bank::BankReportError,
    domain::{
        CorrectionKind, EarningPlace, PayoutStatus,
        rules::payouts::{NotReady, PayoutRefusal},
    },
    types::Currency,
};

impl Language {
    /// So many minor units, which may be less than none.
    pub(crate) fn signed_amount(self, minor: i64, currency: Currency) -> String {
        let amount = self.amount_of_minor(minor.unsigned_abs(), currency);
        if minor < 0 { format!("\u{2212}{amount}") } else { amount }
    }

    /// Where a line lies.
    pub(crate) fn earning_place(self, place: EarningPlace) -> &'static str {
        match place {
            EarningPlace::BeforeBooks => self.place_before_books(),
            EarningPlace::Held => self.money_held(),
            EarningPlace::Available => self.money_available(),
            EarningPlace::Frozen(..) => self.money_frozen(),
            EarningPlace::InPayout(_) => self.money_in_transit(),
            EarningPlace::Paid(_) => self.money_paid(),
            EarningPlace::Reversed => self.place_reversed(),
        }
    }

    /// Where a payout stands.
    pub(crate) fn payout_status(self, status: &PayoutStatus) -> &'static str {
        match status {
            PayoutStatus::Begun => self.money_in_transit(),
            PayoutStatus::Paid(..) => self.money_paid(),
            PayoutStatus::Failed(..) => self.payout_failed(),
            PayoutStatus::Returned(..) => self.payout_returned(),
        }
    }

    /// Why a balance is put right.
    pub(crate) fn correction(self, kind: CorrectionKind) -> &'static str {
        match kind {
            CorrectionKind::Adjustment => self.correction_adjustment(),
            CorrectionKind::Penalty => self.correction_penalty(),
            CorrectionKind::DebtPaid => self.correction_debt_paid(),
            CorrectionKind::WrittenOff => self.correction_written_off(),
        }
    }

    /// Why nothing was done about somebody's money.
    pub(crate) fn payout_refusal(self, refusal: &PayoutRefusal) -> &'static str {
        match refusal {
            PayoutRefusal::OpenRun => self.payout_run_is_open(),
            PayoutRefusal::Settled => self.payout_is_settled(),
            PayoutRefusal::AtProvider => self.payout_is_at_provider(),
            PayoutRefusal::NotReady(NotReady::NotBySite) => self.money_not_by_site(),
            PayoutRefusal::NotReady(NotReady::NotConnected) => self.money_not_connected(),
            PayoutRefusal::WrongSign => self.correction_wrong_sign(),
            PayoutRefusal::OverDebt => self.correction_over_debt(),
            PayoutRefusal::WrongPassword => self.not_your_password(),
            PayoutRefusal::NothingToPay
            | PayoutRefusal::TooLittle
            | PayoutRefusal::DebtsLeft
            | PayoutRefusal::NotReady(_)
            | PayoutRefusal::NotThere => self.admin_nothing_done(),
        }
    }
}

texts! {
    money_title()
        en: "My money",
        de: "Mein Geld",
        fr: "Mon argent",
        es: "Mi dinero",
        nl: "Mijn geld",
        it: "I miei soldi";
    money_hint()
        en: "What you have earned, and when you are paid",
        de: "Was du verdient hast und wann du es bekommst",
        fr: "Ce que vous avez gagné, et quand vous le recevez",
        es: "Lo que has ganado y cuándo lo recibes",
        nl: "Wat je hebt verdiend, en wanneer je het krijgt",
        it: "Quanto hai guadagnato, e quando lo ricevi";
    money_held()
        en: "Held",
        de: "Einbehalten",
        fr: "Retenu",
        es: "Retenido",
        nl: "Vastgehouden",
        it: "Trattenuto";
    money_available()
        en: "Available",
        de: "Verfügbar",
        fr: "Disponible",
        es: "Disponible",
        nl: "Beschikbaar",
        it: "Disponibile";
    money_frozen()
        en: "Frozen",
        de: "Gesperrt",
        fr: "Bloqué",
        es: "Bloqueado",
        nl: "Geblokkeerd",
        it: "Bloccato";
    money_in_transit()
        en: "On its way",
        de: "Unterwegs",
        fr: "En route",
        es: "En camino",
        nl: "Onderweg",
        it: "In viaggio";
    money_paid()
        en: "Paid",
        de: "Ausgezahlt",
        fr: "Versé",
        es: "Pagado",
        nl: "Uitbetaald",
        it: "Accreditato";
    money_paid_among(n: usize)
        en: "Paid (the latest {n} payouts)",
        de: "Ausgezahlt (die letzten {n} Auszahlungen)",
        fr: "Versé (les {n} derniers versements)",
        es: "Pagado (los últimos {n} pagos)",
        nl: "Uitbetaald (de laatste {n} uitbetalingen)",
        it: "Accreditato (gli ultimi {n} accrediti)";
    place_before_books()
        en: "Before the books",
        de: "Vor den Büchern",
        fr: "Avant les comptes",
        es: "Antes de la contabilidad",
        nl: "Vóór de boekhouding",
        it: "Prima della contabilità";
    place_reversed()
        en: "Refunded",
        de: "Erstattet",
        fr: "Remboursé",
        es: "Reembolsado",
        nl: "Terugbetaald",
        it: "Rimborsato";
    payout_failed()
        en: "Failed",
        de: "Gescheitert",
        fr: "Échoué",
        es: "Fallido",
        nl: "Mislukt",
        it: "Non riuscito";
    payout_returned()
        en: "Came back",
        de: "Zurückgekommen",
        fr: "Revenu",
        es: "Devuelto",
        nl: "Teruggekomen",
        it: "Tornato indietro";
    money_held_until(when: &str)
        en: "from {when} on",
        de: "ab {when}",
        fr: "à partir du {when}",
        es: "a partir del {when}",
        nl: "vanaf {when}",
        it: "a partire dal giorno {when}";
    money_held_open()
        en: "until it is known when the event is over",
        de: "bis feststeht, wann die Veranstaltung vorbei ist",
        fr: "jusqu’à ce que l’on sache quand l’événement est terminé",
        es: "hasta que se sepa cuándo termina el evento",
        nl: "tot bekend is wanneer het evenement voorbij is",
        it: "finché non si sa quando l’evento è finito";
    money_lead(days: u64)
        en: "What a ticket has earned is held until {days} days after its event, so that your \
             buyer can say if something was wrong. Then it can be paid.",
        de: "Was ein Ticket verdient hat, bleibt bis {days} Tage nach der Veranstaltung \
             einbehalten, damit sich dein Käufer melden kann, wenn etwas nicht stimmte. Danach \
             kann es ausgezahlt werden.",
        fr: "Ce qu’un billet a rapporté est retenu jusqu’à {days} jours après l’événement, pour \
             que votre acheteur puisse dire si quelque chose n’allait pas. Ensuite, cela peut être \
             versé.",
        es: "Lo que ha dado una entrada se retiene hasta {days} días después del evento, para que \
             tu comprador pueda decir si algo no estaba bien. Después se puede pagar.",
        nl: "Wat een ticket heeft opgebracht, wordt vastgehouden tot {days} dagen na het \
             evenement, zodat je koper kan zeggen of er iets niet klopte. Daarna kan het worden \
             uitbetaald.",
        it: "Ciò che un biglietto ha fruttato è trattenuto fino a {days} giorni dopo l’evento, \
             perché l’acquirente possa dire se qualcosa non andava. Poi può essere accreditato.";
    money_minimum(least: &str)
        en: "Payouts begin at {least}.",
        de: "Ausgezahlt wird ab {least}.",
        fr: "Les versements commencent à {least}.",
        es: "Se paga a partir de {least}.",
        nl: "Uitbetalen begint bij {least}.",
        it: "Gli accrediti partono da {least}.";
    money_not_by_site()
        en: "This site does not pay sellers itself: ask those who run it how you get your money.",
        de: "Diese Seite zahlt nicht selbst aus: Frag die Betreiber, wie du an dein Geld kommst.",
        fr: "Ce site ne paie pas lui-même les vendeurs : demandez à son équipe comment vous \
             recevez votre argent.",
        es: "Este sitio no paga él mismo a los vendedores: pregunta a su equipo cómo recibes tu \
             dinero.",
        nl: "Deze site betaalt verkopers niet zelf uit: vraag het team van de site hoe je aan je \
             geld komt.",
        it: "Questo sito non paga direttamente i venditori: chiedi al suo staff come ricevere il \
             tuo denaro.";
    money_ready(iban: &str)
        en: "You are paid to {iban}.",
        de: "Du wirst auf {iban} ausgezahlt.",
        fr: "Vous êtes payé sur {iban}.",
        es: "Se te paga en {iban}.",
        nl: "Je wordt uitbetaald op {iban}.",
        it: "Ricevi gli accrediti su {iban}.";
    money_no_bank()
        en: "You are not paid yet: no bank account is known.",
        de: "Du wirst noch nicht ausgezahlt: Es ist kein Bankkonto hinterlegt.",
        fr: "Vous n’êtes pas encore payé : aucun compte bancaire n’est connu.",
        es: "Todavía no se te paga: no hay ninguna cuenta bancaria indicada.",
        nl: "Je wordt nog niet uitbetaald: er is geen bankrekening bekend.",
        it: "Non ricevi ancora accrediti: non è indicato alcun conto bancario.";
    money_resting(when: &str)
        en: "Your account has changed lately: you are paid from {when} on.",
        de: "Dein Konto wurde gerade geändert: Ausgezahlt wird ab {when}.",
        fr: "Votre compte a changé récemment : vous êtes payé à partir du {when}.",
        es: "Tu cuenta ha cambiado hace poco: se te paga a partir del {when}.",
        nl: "Je rekening is pas gewijzigd: je wordt uitbetaald vanaf {when}.",
        it: "Il tuo conto è cambiato da poco: ricevi accrediti a partire dal giorno {when}.";
    money_paused()
        en: "Payouts to you are paused by those who run the site.",
        de: "Auszahlungen an dich sind von den Betreibern der Seite ausgesetzt.",
        fr: "Vos versements sont suspendus par l’équipe du site.",
        es: "El equipo del sitio ha suspendido tus pagos.",
        nl: "Uitbetalingen aan jou zijn gepauzeerd door het team van de site.",
        it: "I tuoi accrediti sono sospesi dallo staff del sito.";
    money_closed()
        en: "The account is closed: nothing is paid out.",
        de: "Das Konto ist geschlossen: Es wird nichts ausgezahlt.",
        fr: "Le compte est fermé : rien n’est versé.",
        es: "La cuenta está cerrada: no se paga nada.",
        nl: "Het account is gesloten: er wordt niets uitbetaald.",
        it: "L’account è chiuso: non viene accreditato nulla.";
    money_ready_at_stripe()
        en: "You are paid to your account at Stripe.",
        de: "Du wirst auf dein Konto bei Stripe ausgezahlt.",
        fr: "Vous êtes payé sur votre compte Stripe.",
        es: "Se te paga en tu cuenta de Stripe.",
        nl: "Je wordt uitbetaald op je rekening bij Stripe.",
        it: "Ricevi gli accrediti sul tuo conto Stripe.";
    money_not_connected()
        en: "You are not paid yet: you have no account at Stripe for it.",
        de: "Du wirst noch nicht ausgezahlt: Du hast dafür noch kein Konto bei Stripe.",
        fr: "Vous n’êtes pas encore payé : vous n’avez pas de compte Stripe pour cela.",
        es: "Todavía no se te paga: no tienes una cuenta de Stripe para ello.",
        nl: "Je wordt nog niet uitbetaald: je hebt er nog geen rekening bij Stripe voor.",
        it: "Non ricevi ancora accrediti: non hai un conto Stripe per questo.";
    money_unfinished()
        en: "You are not paid yet: Stripe has questions for you.",
        de: "Du wirst noch nicht ausgezahlt: Stripe hat noch Fragen an dich.",
        fr: "Vous n’êtes pas encore payé : Stripe a des questions à vous poser.",
        es: "Todavía no se te paga: Stripe tiene preguntas para ti.",
        nl: "Je wordt nog niet uitbetaald: Stripe heeft vragen aan je.",
        it: "Non ricevi ancora accrediti: Stripe ha delle domande per te.";
    money_restricted()
        en: "You are not paid for now: Stripe does not let money be sent to your account. It says \
             why there.",
        de: "Du wirst gerade nicht ausgezahlt: Stripe lässt auf dein Konto nichts überweisen. \
             Warum, steht dort.",
        fr: "Vous n’êtes pas payé pour le moment : Stripe n’autorise pas d’envoi d’argent sur \
             votre compte. Vous y verrez pourquoi.",
        es: "Por ahora no se te paga: Stripe no permite enviar dinero a tu cuenta. Allí dice por \
             qué.",
        nl: "Je wordt nu niet uitbetaald: Stripe laat geen geld naar je rekening sturen. Waarom, \
             staat daar.",
        it: "Per ora non ricevi accrediti: Stripe non permette di inviare denaro al tuo conto. Il \
             motivo è indicato lì.";
    money_gone()
        en: "Your account at Stripe was closed: open another to be paid.",
        de: "Dein Konto bei Stripe wurde geschlossen: Eröffne ein neues, um ausgezahlt zu werden.",
        fr: "Votre compte Stripe a été fermé : ouvrez-en un autre pour être payé.",
        es: "Tu cuenta de Stripe se cerró: abre otra para que se te pague.",
        nl: "Je rekening bij Stripe is gesloten: open een andere om uitbetaald te worden.",
        it: "Il tuo conto Stripe è stato chiuso: aprine un altro per ricevere gli accrediti.";
    money_refused_lately(when: &str)
        en: "Stripe has refused to pay you lately. It is tried again {when}.",
        de: "Stripe hat eine Auszahlung an dich abgelehnt. Wieder versucht wird es {when}.",
        fr: "Stripe a récemment refusé de vous payer. Nouvel essai le {when}.",
        es: "Stripe ha rechazado hace poco un pago para ti. Se volverá a intentar el {when}.",
        nl: "Stripe heeft onlangs een uitbetaling aan je geweigerd. Er volgt een nieuwe poging op \
             {when}.",
        it: "Di recente Stripe ha rifiutato un accredito per te. Nuovo tentativo il giorno {when}.";
    money_stripe_asks()
        en: "You are paid by Stripe. You open an account there now, and Stripe asks you who you \
             are and for your bank account. This site learns nothing of that.",
        de: "Ausgezahlt wird über Stripe. Du eröffnest dort jetzt ein Konto, und Stripe fragt \
             dich, wer du bist und nach deinem Bankkonto. Diese Seite erfährt davon nichts.",
        fr: "Vous êtes payé par Stripe. Vous y ouvrez maintenant un compte, et Stripe vous demande \
             qui vous êtes et quel est votre compte bancaire. Ce site n’en apprend rien.",
        es: "Te paga Stripe. Ahora abres allí una cuenta, y Stripe te pregunta quién eres y cuál \
             es tu cuenta bancaria. Este sitio no se entera de nada de eso.",
        nl: "Je wordt uitbetaald via Stripe. Je opent daar nu een rekening, en Stripe vraagt wie \
             je bent en wat je bankrekening is. Deze site krijgt daar niets van te zien.",
        it: "Gli accrediti passano per Stripe. Ora apri lì un conto, e Stripe ti chiede chi sei e \
             qual è il tuo conto bancario. Questo sito non ne viene a sapere nulla.";
    money_connect()
        en: "Open an account at Stripe",
        de: "Konto bei Stripe eröffnen",
        fr: "Ouvrir un compte Stripe",
        es: "Abrir una cuenta de Stripe",
        nl: "Rekening bij Stripe openen",
        it: "Apri un conto Stripe";
    money_go_on()
        en: "Go on at Stripe",
        de: "Weiter bei Stripe",
        fr: "Continuer chez Stripe",
        es: "Continuar en Stripe",
        nl: "Verder bij Stripe",
        it: "Continua su Stripe";
    money_look_again()
        en: "Ask Stripe again",
        de: "Noch einmal bei Stripe nachfragen",
        fr: "Redemander à Stripe",
        es: "Preguntar otra vez a Stripe",
        nl: "Opnieuw navragen bij Stripe",
        it: "Chiedi di nuovo a Stripe";
    money_at_stripe()
        en: "You are taken to Stripe. The way there is good once, and for a few minutes.",
        de: "Du kommst jetzt zu Stripe. Der Weg dorthin gilt einmal und für ein paar Minuten.",
        fr: "Vous êtes dirigé vers Stripe. Ce lien ne vaut qu’une fois, et pour quelques minutes.",
        es: "Vas a pasar a Stripe. El enlace vale una sola vez y durante unos minutos.",
        nl: "Je gaat nu naar Stripe. De link werkt één keer, en een paar minuten lang.",
        it: "Vieni portato su Stripe. Il collegamento vale una volta sola, e per pochi minuti.";
    money_forget()
        en: "Forget this account",
        de: "Dieses Konto vergessen",
        fr: "Oublier ce compte",
        es: "Olvidar esta cuenta",
        nl: "Deze rekening vergeten",
        it: "Dimentica questo conto";
    money_forget_hint()
        en: "You are not paid any more then, until you give another. What is on its way stays so.",
        de: "Dann wirst du nicht mehr ausgezahlt, bis du ein anderes angibst. Was unterwegs ist, \
             bleibt es.",
        fr: "Vous n’êtes alors plus payé, jusqu’à ce que vous en indiquiez un autre. Ce qui est en \
             route le reste.",
        es: "Entonces ya no se te paga hasta que indiques otra. Lo que está en camino sigue su \
             curso.",
        nl: "Je wordt dan niet meer uitbetaald, tot je een andere opgeeft. Wat onderweg is, blijft \
             onderweg.",
        it: "Allora non ricevi più accrediti, finché non ne indichi un altro. Ciò che è in viaggio \
             lo resta.";
    payout_to_stripe()
        en: "your account at Stripe",
        de: "dein Konto bei Stripe",
        fr: "votre compte Stripe",
        es: "tu cuenta de Stripe",
        nl: "je rekening bij Stripe",
        it: "il tuo conto Stripe";
    payout_waits_for_money()
        en: "It waits until enough money has come in at Stripe.",
        de: "Sie wartet, bis bei Stripe genug Geld eingegangen ist.",
        fr: "Il attend que suffisamment d’argent soit arrivé chez Stripe.",
        es: "Espera a que haya entrado dinero suficiente en Stripe.",
        nl: "Wacht tot er genoeg geld bij Stripe is binnengekomen.",
        it: "Aspetta che su Stripe sia arrivato abbastanza denaro.";
    payout_is_at_provider()
        en: "Stripe makes this payout, and says what becomes of it.",
        de: "Diese Auszahlung macht Stripe, und Stripe sagt, was daraus wird.",
        fr: "C’est Stripe qui fait ce versement, et qui dit ce qu’il en advient.",
        es: "Este pago lo hace Stripe, y Stripe dice qué ha sido de él.",
        nl: "Stripe doet deze uitbetaling, en zegt wat ervan wordt.",
        it: "Questo accredito lo fa Stripe, che dice com’è andata.";
    cause_taken_back()
        en: "Had back by Stripe",
        de: "Von Stripe zurückgeholt",
        fr: "Repris par Stripe",
        es: "Recuperado por Stripe",
        nl: "Teruggehaald door Stripe",
        it: "Ripreso da Stripe";
    admin_at_provider()
        en: "At Stripe now",
        de: "Gerade bei Stripe",
        fr: "Actuellement chez Stripe",
        es: "Ahora en Stripe",
        nl: "Nu bij Stripe",
        it: "Attualmente su Stripe";
    money_account_title()
        en: "Where you are paid",
        de: "Wohin du ausgezahlt wirst",
        fr: "Où vous êtes payé",
        es: "Dónde se te paga",
        nl: "Waar je wordt uitbetaald",
        it: "Dove ricevi gli accrediti";
    money_give_account()
        en: "Say where you are paid",
        de: "Angeben, wohin ausgezahlt wird",
        fr: "Indiquer où vous êtes payé",
        es: "Indicar dónde se te paga",
        nl: "Aangeven waar je wordt uitbetaald",
        it: "Indica dove ricevere gli accrediti";
    money_change_account()
        en: "Change it",
        de: "Ändern",
        fr: "Modifier",
        es: "Cambiar",
        nl: "Wijzigen",
        it: "Modifica";
    money_save_bank()
        en: "Save",
        de: "Speichern",
        fr: "Enregistrer",
        es: "Guardar",
        nl: "Opslaan",
        it: "Salva";
    money_holder()
        en: "Account holder",
        de: "Kontoinhaber",
        fr: "Titulaire du compte",
        es: "Titular de la cuenta",
        nl: "Rekeninghouder",
        it: "Intestatario del conto";
    money_iban() en: "IBAN", de: "IBAN", fr: "IBAN", es: "IBAN", nl: "IBAN", it: "IBAN";
    money_iban_wrong()
        en: "This is no IBAN: a digit is wrong, or some are missing.",
        de: "Das ist keine IBAN: Eine Ziffer stimmt nicht, oder es fehlen welche.",
        fr: "Ce n’est pas un IBAN : un chiffre est faux, ou il en manque.",
        es: "No es un IBAN: hay una cifra mal o faltan algunas.",
        nl: "Dit is geen IBAN: er klopt een cijfer niet, of er ontbreken er.",
        it: "Non è un IBAN: una cifra è sbagliata, o ne mancano.";
    money_account_rests(days: u64)
        en: { match days {
            0 => "You get a mail about a new or changed account, in case it was not you.",
            1 => "A new or changed account is paid to after a day, and you get a mail about it, in case it was not you.",
            _ => "A new or changed account is paid to after {days} days, and you get a mail about it, in case it was not you.",
        } },
        de: { match days {
            0 => "Über ein neues oder geändertes Konto bekommst du eine Mail, falls du es nicht warst.",
            1 => "An ein neues oder geändertes Konto wird erst nach einem Tag ausgezahlt, und du bekommst eine Mail darüber, falls du es nicht warst.",
            _ => "An ein neues oder geändertes Konto wird erst nach {days} Tagen ausgezahlt, und du bekommst eine Mail darüber, falls du es nicht warst.",
        } },
        fr: { match days {
            0 => "Vous recevez un e-mail à propos d’un compte nouveau ou modifié, au cas où ce ne \
                  serait pas vous.",
            1 => "Un compte nouveau ou modifié n’est payé qu’au bout d’un jour, et vous recevez un \
                  e-mail à ce sujet, au cas où ce ne serait pas vous.",
            _ => "Un compte nouveau ou modifié n’est payé qu’au bout de {days} jours, et vous \
                  recevez un e-mail à ce sujet, au cas où ce ne serait pas vous.",
        } },
        es: { match days {
            0 => "Se te envía un correo cuando la cuenta es nueva o cambia, por si no has sido tú.",
            1 => "A una cuenta nueva o cambiada se le paga al cabo de un día, y se te envía un \
                  correo, por si no has sido tú.",
            _ => "A una cuenta nueva o cambiada se le paga al cabo de {days} días, y se te envía \
                  un correo, por si no has sido tú.",
        } },
        nl: { match days {
            0 => "Over een nieuwe of gewijzigde rekening krijg je een e-mail, voor het geval jij \
                  het niet was.",
            1 => "Op een nieuwe of gewijzigde rekening wordt pas na een dag uitbetaald, en je \
                  krijgt er een e-mail over, voor het geval jij het niet was.",
            _ => "Op een nieuwe of gewijzigde rekening wordt pas na {days} dagen uitbetaald, en je \
                  krijgt er een e-mail over, voor het geval jij het niet was.",
        } },
        it: { match days {
            0 => "Se un conto è nuovo o cambia ricevi un’e-mail, nel caso non fossi stato tu.",
            1 => "Su un conto nuovo o cambiato gli accrediti partono dopo un giorno, e ricevi \
                  un’e-mail, nel caso non fossi stato tu.",
            _ => "Su un conto nuovo o cambiato gli accrediti partono dopo {days} giorni, e ricevi \
                  un’e-mail, nel caso non fossi stato tu.",
        } };
    goes_money(owed: &str, id: &str)
        en: "You are still owed {owed}. Once the account is deleted that is not paid by itself any \
             more: wait until it is, or ask whoever runs the site for it, by the id of your \
             account, {id}.",
        de: "Dir stehen noch {owed} zu. Ist das Konto gelöscht, wird das nicht mehr von selbst \
             ausgezahlt: Warte, bis es soweit ist, oder wende dich an den Betreiber der Seite, mit \
             der Kennung deines Kontos, {id}.",
        fr: "On vous doit encore {owed}. Une fois le compte supprimé, cela n’est plus versé \
             automatiquement : attendez que ce soit fait, ou demandez-le à l’équipe du site, avec \
             l’identifiant de votre compte, {id}.",
        es: "Todavía se te deben {owed}. Una vez eliminada la cuenta, ya no se pagan \
             automáticamente: espera a que se paguen o pídeselos al equipo del sitio con el \
             identificador de tu cuenta, {id}.",
        nl: "Je krijgt nog {owed}. Is het account eenmaal verwijderd, dan wordt dat niet meer \
             automatisch uitbetaald: wacht tot het zover is, of vraag het team van de site erom, \
             met het nummer van je account, {id}.",
        it: "Ti sono ancora dovuti {owed}. Una volta eliminato l’account, non vengono più \
             accreditati automaticamente: aspetta che lo siano, o chiedili allo staff del sito, \
             con l’id del tuo account, {id}.";
    goes_money_all_the_same()
        en: "I know that it is not paid by itself then, and have written the id down.",
        de: "Ich weiß, dass es dann nicht von selbst ausgezahlt wird, und habe mir die Kennung \
             notiert.",
        fr: "Je sais qu’il n’est alors plus versé automatiquement, et j’ai noté l’identifiant.",
        es: "Sé que entonces no se paga automáticamente y he anotado el identificador.",
        nl: "Ik weet dat het dan niet automatisch wordt uitbetaald, en heb het nummer genoteerd.",
        it: "So che allora non viene accreditato automaticamente, e ho annotato l’id.";
    bank_is_given()
        en: "Your bank account is noted.",
        de: "Dein Bankkonto ist vermerkt.",
        fr: "Votre compte bancaire est enregistré.",
        es: "Tu cuenta bancaria está guardada.",
        nl: "Je bankrekening is genoteerd.",
        it: "Il tuo conto bancario è registrato.";
    money_lines()
        en: "Line by line",
        de: "Zeile für Zeile",
        fr: "Ligne par ligne",
        es: "Línea por línea",
        nl: "Regel voor regel",
        it: "Riga per riga";
    money_as_csv()
        en: "All of it as CSV",
        de: "Alles als CSV",
        fr: "Tout en CSV",
        es: "Todo en CSV",
        nl: "Alles als CSV",
        it: "Tutto in CSV";
    money_nothing_title()
        en: "Nothing earned yet",
        de: "Noch nichts verdient",
        fr: "Encore rien gagné",
        es: "Aún no has ganado nada",
        nl: "Nog niets verdiend",
        it: "Ancora nessun guadagno";
    money_nothing()
        en: "When somebody buys a ticket of yours, it stands here what you get, and when.",
        de: "Wenn jemand ein Ticket von dir kauft, steht hier, was du bekommst und wann.",
        fr: "Quand quelqu’un achète un de vos billets, vous voyez ici ce que vous recevez, et \
             quand.",
        es: "Cuando alguien te compra una entrada, aquí figura lo que recibes y cuándo.",
        nl: "Als iemand een ticket van je koopt, staat hier wat je krijgt, en wanneer.",
        it: "Quando qualcuno compra un tuo biglietto, qui vedi quanto ricevi, e quando.";
    money_payouts()
        en: "Payouts",
        de: "Auszahlungen",
        fr: "Versements",
        es: "Pagos",
        nl: "Uitbetalingen",
        it: "Accrediti";
    money_months()
        en: "Earned in the last twelve months",
        de: "Verdient in den letzten zwölf Monaten",
        fr: "Gagné ces douze derniers mois",
        es: "Ganado en los últimos doce meses",
        nl: "Verdiend in de laatste twaalf maanden",
        it: "Guadagnato negli ultimi dodici mesi";
    money_months_told(most: &str)
        en: "At most {most} in a month.",
        de: "Höchstens {most} in einem Monat.",
        fr: "Au plus {most} en un mois.",
        es: "Como máximo {most} en un mes.",
        nl: "Hoogstens {most} in een maand.",
        it: "Al massimo {most} in un mese.";
    cause_sale() en: "Sale", de: "Verkauf", fr: "Vente", es: "Venta", nl: "Verkoop", it: "Vendita";
    cause_recalled()
        en: "Was paid out and went back to the buyer",
        de: "War ausgezahlt und ging zurück an den Käufer",
        fr: "Versé, puis rendu à l’acheteur",
        es: "Se había pagado y volvió al comprador",
        nl: "Was uitbetaald en ging terug naar de koper",
        it: "Era accreditato ed è tornato all’acquirente";
    cause_came_back()
        en: "A payout came back",
        de: "Eine Auszahlung kam zurück",
        fr: "Un versement est revenu",
        es: "Un pago fue devuelto",
        nl: "Een uitbetaling kwam terug",
        it: "Un accredito è tornato indietro";
    cause_borne()
        en: "refunded by the site, yours all the same",
        de: "von der Seite erstattet, trotzdem deins",
        fr: "remboursé par le site, mais à vous quand même",
        es: "reembolsado por el sitio, pero tuyo igualmente",
        nl: "terugbetaald door de site, maar toch voor jou",
        it: "rimborsato dal sito, ma comunque tuo";
    correction_adjustment()
        en: "Adjustment",
        de: "Berichtigung",
        fr: "Régularisation",
        es: "Ajuste",
        nl: "Correctie",
        it: "Rettifica";
    correction_penalty()
        en: "Penalty",
        de: "Vertragsstrafe",
        fr: "Pénalité",
        es: "Penalización",
        nl: "Boete",
        it: "Penale";
    correction_debt_paid()
        en: "Debt paid",
        de: "Schuld bezahlt",
        fr: "Dette payée",
        es: "Deuda pagada",
        nl: "Schuld betaald",
        it: "Debito pagato";
    correction_written_off()
        en: "Debt written off",
        de: "Schuld erlassen",
        fr: "Dette annulée",
        es: "Deuda condonada",
        nl: "Schuld kwijtgescholden",
        it: "Debito cancellato";
    correction_wrong_sign()
        en: "A penalty takes (with a minus), a debt that is paid or written off gives.",
        de: "Eine Vertragsstrafe nimmt (mit Minus), eine bezahlte oder erlassene Schuld gibt.",
        fr: "Une pénalité retire (avec un moins), une dette payée ou annulée donne.",
        es: "Una penalización resta (con un menos); una deuda pagada o condonada suma.",
        nl: "Een boete neemt (met een min), een betaalde of kwijtgescholden schuld geeft.",
        it: "Una penale toglie (con il meno), un debito pagato o cancellato aggiunge.";
    correction_over_debt()
        en: "That is more than the seller owes.",
        de: "Das ist mehr, als der Verkäufer schuldet.",
        fr: "C’est plus que ce que doit le vendeur.",
        es: "Es más de lo que debe el vendedor.",
        nl: "Dat is meer dan de verkoper schuldig is.",
        it: "È più di quanto deve il venditore.";
    payout_run_is_open()
        en: "A run is still being made: wait until it is ready.",
        de: "Eine Sammelauszahlung wird gerade erstellt: Warte, bis sie fertig ist.",
        fr: "Un lot de versements est encore en préparation : attendez qu’il soit prêt.",
        es: "Todavía se está preparando una remesa: espera a que esté lista.",
        nl: "Er wordt nog een betaalbatch gemaakt: wacht tot die klaar is.",
        it: "Una distinta è ancora in preparazione: aspetta che sia pronta.";
    payout_is_settled()
        en: "Something else has become of it already.",
        de: "Daraus ist schon etwas anderes geworden.",
        fr: "Il en est déjà advenu autre chose.",
        es: "Ya ha tenido otro resultado.",
        nl: "Er is al iets anders van geworden.",
        it: "Ha già avuto un altro esito.";
    column_when() en: "When", de: "Wann", fr: "Quand", es: "Cuándo", nl: "Wanneer", it: "Quando";
    column_what() en: "What", de: "Was", fr: "Quoi", es: "Qué", nl: "Wat", it: "Che cosa";
    column_amount()
        en: "Amount",
        de: "Betrag",
        fr: "Montant",
        es: "Importe",
        nl: "Bedrag",
        it: "Importo";
    column_where()
        en: "Where it is",
        de: "Wo es liegt",
        fr: "Où il se trouve",
        es: "Dónde está",
        nl: "Waar het is",
        it: "Dove si trova";
    column_account()
        en: "Account",
        de: "Konto",
        fr: "Compte",
        es: "Cuenta",
        nl: "Rekening",
        it: "Conto";
    column_debit() en: "Debit", de: "Soll", fr: "Débit", es: "Debe", nl: "Debet", it: "Dare";
    column_credit() en: "Credit", de: "Haben", fr: "Crédit", es: "Haber", nl: "Credit", it: "Avere";

    admin_money() en: "Money", de: "Geld", fr: "Argent", es: "Dinero", nl: "Geld", it: "Denaro";
    admin_money_what()
        en: "The books: what is owed, what lies there, what was earned",
        de: "Die Bücher: was geschuldet wird, was da ist, was verdient wurde",
        fr: "Les comptes : ce qui est dû, ce qui s’y trouve, ce qui a été gagné",
        es: "La contabilidad: lo que se debe, lo que hay, lo que se ha ganado",
        nl: "De boeken: wat verschuldigd is, wat er ligt, wat er verdiend is",
        it: "La contabilità: quanto è dovuto, quanto c’è, quanto si è guadagnato";
    admin_payouts()
        en: "Payouts",
        de: "Auszahlungen",
        fr: "Versements",
        es: "Pagos",
        nl: "Uitbetalingen",
        it: "Accrediti";
    admin_payouts_what()
        en: "Pay sellers, and note what became of it",
        de: "Verkäufer auszahlen und vermerken, was daraus wurde",
        fr: "Payer les vendeurs, et noter ce qu’il en est advenu",
        es: "Pagar a los vendedores y anotar el resultado",
        nl: "Verkopers uitbetalen, en noteren wat ervan is geworden",
        it: "Pagare i venditori, e annotare com’è andata";
    admin_trial()
        en: "Trial balance",
        de: "Saldenliste",
        fr: "Balance des comptes",
        es: "Balance de sumas y saldos",
        nl: "Saldibalans",
        it: "Bilancio di verifica";
    admin_trial_sum() en: "Sum", de: "Summe", fr: "Total", es: "Total", nl: "Totaal", it: "Totale";
    admin_owed(owed: &str, there: &str)
        en: "{owed} is owed to sellers, and {there} lies at the provider by the books.",
        de: "{owed} werden Verkäufern geschuldet, und {there} liegen laut Büchern beim \
             Zahlungsanbieter.",
        fr: "{owed} sont dus aux vendeurs, et selon les comptes {there} se trouvent chez le \
             prestataire de paiement.",
        es: "Se deben {owed} a los vendedores y, según la contabilidad, hay {there} en el \
             proveedor de pagos.",
        nl: "{owed} is verschuldigd aan verkopers, en volgens de boeken ligt er {there} bij de \
             betaaldienst.",
        it: "Ai venditori sono dovuti {owed}, e secondo la contabilità {there} si trovano presso \
             il fornitore di pagamenti.";
    admin_said_there(there: &str)
        en: "Stripe itself says {there}, with whatever else its account is for.",
        de: "Stripe selbst sagt {there}, mit allem, wofür das Konto sonst noch da ist.",
        fr: "Stripe lui-même indique {there}, avec tout ce à quoi ce compte sert par ailleurs.",
        es: "Stripe mismo dice {there}, con todo lo demás para lo que sirva su cuenta.",
        nl: "Stripe zelf zegt {there}, met alles waar de rekening verder voor dient.",
        it: "Stripe stesso indica {there}, con tutto ciò a cui il suo conto serve oltre a questo.";
    admin_income()
        en: "Income of the last twelve months",
        de: "Einnahmen der letzten zwölf Monate",
        fr: "Recettes des douze derniers mois",
        es: "Ingresos de los últimos doce meses",
        nl: "Inkomsten van de laatste twaalf maanden",
        it: "Entrate degli ultimi dodici mesi";
    admin_balances()
        en: "Sellers with a balance",
        de: "Verkäufer mit Guthaben oder Schuld",
        fr: "Vendeurs avec un solde",
        es: "Vendedores con saldo",
        nl: "Verkopers met een saldo",
        it: "Venditori con un saldo";
    admin_balances_more(n: usize)
        en: "The first {n} are shown.",
        de: "Gezeigt werden die ersten {n}.",
        fr: "Les {n} premiers sont affichés.",
        es: "Se muestran los primeros {n}.",
        nl: "De eerste {n} worden getoond.",
        it: "Sono mostrati i primi {n}.";
    admin_nothing_owed()
        en: "Nobody is owed anything.",
        de: "Niemandem wird etwas geschuldet.",
        fr: "Rien n’est dû à personne.",
        es: "No se debe nada a nadie.",
        nl: "Er is niemand iets verschuldigd.",
        it: "Nulla è dovuto a nessuno.";
    admin_payouts_none_title()
        en: "No run yet",
        de: "Noch keine Sammelauszahlung",
        fr: "Encore aucun lot",
        es: "Aún no hay remesas",
        nl: "Nog geen betaalbatch",
        it: "Ancora nessuna distinta";
    admin_payouts_none()
        en: "A run gathers all that can be paid into one list for your bank.",
        de: "Eine Sammelauszahlung fasst alles, was ausgezahlt werden kann, zu einer Liste für \
             deine Bank zusammen.",
        fr: "Un lot réunit tout ce qui peut être versé en une liste pour votre banque.",
        es: "Una remesa reúne todo lo que se puede pagar en una lista para tu banco.",
        nl: "Een betaalbatch brengt alles wat kan worden uitbetaald samen in één lijst voor je \
             bank.",
        it: "Una distinta raccoglie tutto ciò che si può accreditare in un elenco per la tua \
             banca.";
    admin_run_make()
        en: "Make a run",
        de: "Sammelauszahlung erstellen",
        fr: "Créer un lot",
        es: "Crear una remesa",
        nl: "Betaalbatch maken",
        it: "Crea una distinta";
    admin_run_question(sum: &str)
        en: "All sellers who are ready are put on a list, {sum} at the most. What is on it is on \
             its way until you say what became of it.",
        de: "Alle Verkäufer, die bereit sind, kommen auf eine Liste, höchstens {sum}. Was darauf \
             steht, ist unterwegs, bis du sagst, was daraus wurde.",
        fr: "Tous les vendeurs qui sont prêts sont mis sur une liste, {sum} au plus. Ce qui s’y \
             trouve est en route jusqu’à ce que vous disiez ce qu’il en est advenu.",
        es: "Todos los vendedores que están listos pasan a una lista, {sum} como máximo. Lo que \
             está en ella está en camino hasta que digas el resultado.",
        nl: "Alle verkopers die klaar zijn, komen op een lijst, hoogstens {sum}. Wat erop staat, \
             is onderweg tot je zegt wat ervan is geworden.",
        it: "Tutti i venditori pronti finiscono in un elenco, al massimo {sum}. Ciò che vi si \
             trova è in viaggio finché non dici com’è andata.";
    admin_run_of(when: &str)
        en: "Run of {when}",
        de: "Sammelauszahlung vom {when}",
        fr: "Lot du {when}",
        es: "Remesa del {when}",
        nl: "Betaalbatch van {when}",
        it: "Distinta ({when})";
    admin_run_being_made()
        en: "It is being made …",
        de: "Sie wird erstellt …",
        fr: "Il est en préparation…",
        es: "Se está creando…",
        nl: "Hij wordt gemaakt…",
        it: "È in preparazione…";
    admin_run_comes_to(n: u32, sum: &str)
        en: { match n { 1 => "1 payout, {sum}", _ => "{n} payouts, {sum}" } },
        de: { match n { 1 => "1 Auszahlung, {sum}", _ => "{n} Auszahlungen, {sum}" } },
        fr: { match n { 0 | 1 => "{n} versement, {sum}", _ => "{n} versements, {sum}" } },
        es: { match n { 1 => "1 pago, {sum}", _ => "{n} pagos, {sum}" } },
        nl: { match n { 1 => "1 uitbetaling, {sum}", _ => "{n} uitbetalingen, {sum}" } },
        it: { match n { 1 => "1 accredito, {sum}", _ => "{n} accrediti, {sum}" } };
    admin_run_sepa()
        en: "For the bank (SEPA)",
        de: "Für die Bank (SEPA)",
        fr: "Pour la banque (SEPA)",
        es: "Para el banco (SEPA)",
        nl: "Voor de bank (SEPA)",
        it: "Per la banca (SEPA)";
    admin_report()
        en: "Take a report of the bank",
        de: "Bericht der Bank einlesen",
        fr: "Importer un relevé de la banque",
        es: "Importar un informe del banco",
        nl: "Bericht van de bank inlezen",
        it: "Importa un rendiconto della banca";
    admin_report_hint()
        en: "A statement (camt.053) or notification (camt.054), or a CSV with the columns \
             reference, amount, currency, status (paid, failed or returned) and, if you like, \
             reason. What it says of payouts is noted; the rest is passed over.",
        de: "Ein Auszug (camt.053) oder eine Mitteilung (camt.054) oder eine CSV-Datei mit den \
             Spalten reference, amount, currency, status (paid, failed oder returned) und, wenn du \
             magst, reason. Was darin über Auszahlungen steht, wird vermerkt; der Rest bleibt \
             außer Acht.",
        fr: "Un relevé (camt.053) ou un avis (camt.054), ou un CSV avec les colonnes reference, \
             amount, currency, status (paid, failed ou returned) et, si vous voulez, reason. Ce \
             qui y concerne des versements est noté ; le reste est ignoré.",
        es: "Un extracto (camt.053) o un aviso (camt.054), o un CSV con las columnas reference, \
             amount, currency, status (paid, failed o returned) y, si quieres, reason. Lo que dice \
             de los pagos se anota; lo demás se pasa por alto.",
        nl: "Een afschrift (camt.053) of bericht (camt.054), of een CSV met de kolommen reference, \
             amount, currency, status (paid, failed of returned) en, als je wilt, reason. Wat erin \
             over uitbetalingen staat, wordt genoteerd; de rest wordt overgeslagen.",
        it: "Un estratto conto (camt.053) o un avviso (camt.054), o un CSV con le colonne \
             reference, amount, currency, status (paid, failed o returned) e, se vuoi, reason. Ciò \
             che riguarda gli accrediti viene annotato; il resto viene ignorato.";
    admin_report_file()
        en: "The report",
        de: "Der Bericht",
        fr: "Le relevé",
        es: "El informe",
        nl: "Het bestand van de bank",
        it: "Il rendiconto";
    report_unreadable()
        en: "This is no camt.053 or camt.054, and no CSV with these columns. Nothing was noted.",
        de: "Das ist kein camt.053, kein camt.054 und keine CSV-Datei mit diesen Spalten. Es wurde \
             nichts vermerkt.",
        fr: "Ce n’est ni un camt.053 ni un camt.054, ni un CSV avec ces colonnes. Rien n’a été \
             noté.",
        es: "No es un camt.053 ni un camt.054, ni un CSV con estas columnas. No se ha anotado \
             nada.",
        nl: "Dit is geen camt.053 of camt.054, en geen CSV met deze kolommen. Er is niets \
             genoteerd.",
        it: "Non è né un camt.053 né un camt.054, né un CSV con queste colonne. Non è stato \
             annotato nulla.";
    report_lines_wrong(lines: &str)
        en: "These lines are not as they must be: {lines}. Nothing was noted.",
        de: "Diese Zeilen sind nicht so, wie sie sein müssen: {lines}. Es wurde nichts vermerkt.",
        fr: "Ces lignes ne sont pas comme il faut : {lines}. Rien n’a été noté.",
        es: "Estas líneas no son como deben ser: {lines}. No se ha anotado nada.",
        nl: "Deze regels zijn niet zoals het moet: {lines}. Er is niets genoteerd.",
        it: "Queste righe non sono come dovrebbero: {lines}. Non è stato annotato nulla.";
    report_taken(noted: usize, left: usize)
        en: "Noted: {noted}. Left, since they do not fit: {left}.",
        de: "Vermerkt: {noted}. Gelassen, weil sie nicht passen: {left}.",
        fr: "Notés : {noted}. Laissés, car ils ne correspondent pas : {left}.",
        es: "Anotados: {noted}. Omitidos, porque no encajan: {left}.",
        nl: "Genoteerd: {noted}. Overgeslagen, omdat ze niet passen: {left}.",
        it: "Annotati: {noted}. Tralasciati, perché non corrispondono: {left}.";
    admin_run_csv()
        en: "The list as CSV",
        de: "Die Liste als CSV",
        fr: "La liste en CSV",
        es: "La lista en CSV",
        nl: "De lijst als CSV",
        it: "L’elenco in CSV";
    admin_run_paid()
        en: "All are paid",
        de: "Alle sind ausgezahlt",
        fr: "Tous sont versés",
        es: "Todos están pagados",
        nl: "Allemaal uitbetaald",
        it: "Sono tutti accreditati";
    admin_run_paid_question()
        en: "All payouts of this run that are on their way are noted as paid.",
        de: "Alle Auszahlungen dieser Liste, die unterwegs sind, werden als ausgezahlt vermerkt.",
        fr: "Tous les versements de ce lot qui sont en route sont notés comme versés.",
        es: "Todos los pagos de esta remesa que están en camino se anotan como pagados.",
        nl: "Alle uitbetalingen van deze batch die onderweg zijn, worden als uitbetaald genoteerd.",
        it: "Tutti gli accrediti di questa distinta che sono in viaggio vengono annotati come \
             accreditati.";
    admin_payout_settle()
        en: "What became of it",
        de: "Was daraus wurde",
        fr: "Ce qu’il en est advenu",
        es: "Qué ha sido de él",
        nl: "Wat ervan is geworden",
        it: "Com’è andata";
    admin_payout_question(sum: &str, who: &str)
        en: "{sum} to {who}: what failed or came back can be paid again, and the seller is told.",
        de: "{sum} an {who}: Was scheiterte oder zurückkam, kann wieder ausgezahlt werden, und der \
             Verkäufer erfährt es.",
        fr: "{sum} à {who} : ce qui a échoué ou est revenu peut être versé de nouveau, et le \
             vendeur en est averti.",
        es: "{sum} a {who}: lo que falló o fue devuelto se puede pagar otra vez, y se avisa al \
             vendedor.",
        nl: "{sum} aan {who}: wat mislukte of terugkwam, kan opnieuw worden uitbetaald, en de \
             verkoper krijgt bericht.",
        it: "{sum} a {who}: ciò che non è riuscito o è tornato indietro si può accreditare di \
             nuovo, e il venditore viene avvisato.";
    admin_outcome()
        en: "Outcome",
        de: "Ergebnis",
        fr: "Résultat",
        es: "Resultado",
        nl: "Resultaat",
        it: "Esito";
    admin_outcome_paid()
        en: "It has arrived",
        de: "Sie ist angekommen",
        fr: "Il est arrivé",
        es: "Ha llegado",
        nl: "Aangekomen",
        it: "È arrivato";
    admin_outcome_failed()
        en: "It failed: no money has left",
        de: "Sie ist gescheitert: Es ging kein Geld ab",
        fr: "Il a échoué : aucun argent n’est parti",
        es: "Ha fallado: no ha salido dinero",
        nl: "Mislukt: er is geen geld weggegaan",
        it: "Non è riuscito: non è partito denaro";
    admin_outcome_returned()
        en: "It came back",
        de: "Sie kam zurück",
        fr: "Il est revenu",
        es: "Ha sido devuelto",
        nl: "Teruggekomen",
        it: "È tornato indietro";
    admin_note()
        en: "Note it",
        de: "Vermerken",
        fr: "Noter",
        es: "Anotar",
        nl: "Noteren",
        it: "Annota";
    admin_seller(who: &str)
        en: "Money of {who}",
        de: "Geld von {who}",
        fr: "Argent de {who}",
        es: "Dinero de {who}",
        nl: "Geld van {who}",
        it: "Denaro di {who}";
    admin_correct()
        en: "Put the balance right",
        de: "Guthaben berichtigen",
        fr: "Rectifier le solde",
        es: "Corregir el saldo",
        nl: "Saldo corrigeren",
        it: "Correggi il saldo";
    admin_correct_question()
        en: "The seller sees it with the reason. It cannot be undone, only put right again.",
        de: "Der Verkäufer sieht es mit der Begründung. Es lässt sich nicht rückgängig machen, nur \
             wieder berichtigen.",
        fr: "Le vendeur le voit, avec le motif. Cela ne peut pas être annulé, seulement rectifié \
             de nouveau.",
        es: "El vendedor lo ve con el motivo. No se puede deshacer, solo corregir de nuevo.",
        nl: "De verkoper ziet het, met de reden. Het kan niet ongedaan worden gemaakt, alleen \
             opnieuw gecorrigeerd.",
        it: "Il venditore lo vede, con il motivo. Non si può annullare, solo correggere di nuovo.";
    admin_correct_kind()
        en: "What it is",
        de: "Was es ist",
        fr: "De quoi il s’agit",
        es: "Qué es",
        nl: "Wat het is",
        it: "Di che cosa si tratta";
    admin_correct_amount()
        en: "Amount, with a minus if it takes",
        de: "Betrag, mit Minus, wenn er nimmt",
        fr: "Montant, avec un moins s’il retire",
        es: "Importe, con un menos si resta",
        nl: "Bedrag, met een min als het neemt",
        it: "Importo, con il meno se toglie";
    admin_pause()
        en: "Pause payouts",
        de: "Auszahlungen aussetzen",
        fr: "Suspendre les versements",
        es: "Suspender los pagos",
        nl: "Uitbetalingen pauzeren",
        it: "Sospendi gli accrediti";
    admin_pause_question()
        en: "The seller is paid nothing until you resume.",
        de: "Der Verkäufer bekommt nichts, bis du es fortsetzt.",
        fr: "Rien n’est versé au vendeur tant que vous ne reprenez pas.",
        es: "No se paga nada al vendedor hasta que los reanudes.",
        nl: "De verkoper krijgt niets uitbetaald tot je hervat.",
        it: "Al venditore non viene accreditato nulla finché non riprendi.";
    admin_resume()
        en: "Resume payouts",
        de: "Auszahlungen fortsetzen",
        fr: "Reprendre les versements",
        es: "Reanudar los pagos",
        nl: "Uitbetalingen hervatten",
        it: "Riprendi gli accrediti";
    admin_resume_question()
        en: "What is available is part of the next run.",
        de: "Was verfügbar ist, kommt in die nächste Sammelauszahlung.",
        fr: "Ce qui est disponible fait partie du prochain lot.",
        es: "Lo que está disponible entra en la próxima remesa.",
        nl: "Wat beschikbaar is, gaat mee in de volgende betaalbatch.",
        it: "Ciò che è disponibile entra nella prossima distinta.";
    admin_release_before()
        en: "Pay a sale from before the books",
        de: "Einen Verkauf von vor den Büchern auszahlen",
        fr: "Payer une vente d’avant les comptes",
        es: "Pagar una venta anterior a la contabilidad",
        nl: "Een verkoop van vóór de boekhouding uitbetalen",
        it: "Paga una vendita precedente alla contabilità";
    admin_release_before_question()
        en: "What this order earned was never paid, and becomes available.",
        de: "Was dieser Kauf einbrachte, wurde nie ausgezahlt und wird verfügbar.",
        fr: "Ce que cette commande a rapporté n’a jamais été versé, et devient disponible.",
        es: "Lo que dio este pedido nunca se pagó y pasa a estar disponible.",
        nl: "Wat deze bestelling opbracht, is nooit uitbetaald en wordt beschikbaar.",
        it: "Ciò che questo ordine ha fruttato non è mai stato accreditato, e diventa disponibile.";
    admin_order_id()
        en: "The order's id",
        de: "Kennung des Kaufs",
        fr: "L’identifiant de la commande",
        es: "El identificador del pedido",
        nl: "Het nummer van de bestelling",
        it: "L’id dell’ordine";
    admin_books_opened(when: &str, sum: &str)
        en: "The books were opened on {when}. What was paid before, {sum}, is not in them seller \
             by seller.",
        de: "Die Bücher wurden am {when} eröffnet. Was vorher bezahlt wurde, {sum}, steht darin \
             nicht nach Verkäufern.",
        fr: "Les comptes ont été ouverts le {when}. Ce qui a été payé avant, {sum}, n’y figure pas \
             par vendeur.",
        es: "La contabilidad se abrió el {when}. Lo que se pagó antes, {sum}, no figura en ella \
             por vendedor.",
        nl: "De boeken zijn geopend op {when}. Wat daarvoor is betaald, {sum}, staat er niet per \
             verkoper in.",
        it: "La contabilità è stata aperta il giorno {when}. Ciò che è stato pagato prima, {sum}, \
             non vi figura per venditore.";

    mail_paid_elsewhere_subject(site: &str)
        en: "Where {site} pays you",
        de: "Wohin {site} dir auszahlt",
        fr: "Où {site} vous paie",
        es: "Dónde te paga {site}",
        nl: "Waar {site} je uitbetaalt",
        it: "Dove ti paga {site}";
    mail_paid_elsewhere(site: &str, at: &str, place: &str)
        en: "{site} pays what you earn to {place} from now on. That was set {at}.",
        de: "{site} zahlt das, was du verdienst, ab jetzt auf {place} aus. Das wurde {at} so \
             eingestellt.",
        fr: "{site} verse désormais ce que vous gagnez sur {place}. Cela a été défini le {at}.",
        es: "{site} paga a partir de ahora lo que ganas en {place}. Así se indicó el {at}.",
        nl: "{site} betaalt wat je verdient vanaf nu uit op {place}. Dat is ingesteld op {at}.",
        it: "D’ora in poi ciò che guadagni su {site} viene accreditato qui: {place}. È stato \
             impostato così ({at}).";
    mail_to_bank(iban: &str)
        en: "the bank account {iban}",
        de: "das Bankkonto {iban}",
        fr: "le compte bancaire {iban}",
        es: "la cuenta bancaria {iban}",
        nl: "de bankrekening {iban}",
        it: "il conto bancario {iban}";
    mail_to_connected()
        en: "an account at Stripe that was just opened",
        de: "ein Konto bei Stripe, das gerade eröffnet wurde",
        fr: "un compte Stripe qui vient d’être ouvert",
        es: "una cuenta de Stripe que se acaba de abrir",
        nl: "een rekening bij Stripe die net is geopend",
        it: "un conto Stripe appena aperto";
    mail_bank_not_you()
        en: "Was it not you? Nothing is paid there for some days. Set another password now, and \
             then your own account:",
        de: "Warst du das nicht? Ein paar Tage lang wird dorthin nichts ausgezahlt. Setze jetzt \
             ein neues Passwort und dann dein eigenes Konto:",
        fr: "Ce n’était pas vous ? Rien n’y est versé pendant quelques jours. Définissez \
             maintenant un autre mot de passe, puis votre propre compte :",
        es: "¿No has sido tú? Durante unos días no se paga nada allí. Pon ahora otra contraseña y \
             después tu propia cuenta:",
        nl: "Was jij dit niet? De eerste dagen wordt daar niets uitbetaald. Stel nu een ander \
             wachtwoord in, en dan je eigen rekening:",
        it: "Non sei stato tu? Per qualche giorno lì non viene accreditato nulla. Imposta subito \
             un’altra password, e poi il tuo conto:";
    mail_payout_subject(sum: &str)
        en: "{sum} is on its way to you",
        de: "{sum} sind unterwegs zu dir",
        fr: "{sum} sont en route vers vous",
        es: "{sum} van en camino hacia ti",
        nl: "{sum} is naar je onderweg",
        it: "{sum} in viaggio verso di te";
    mail_payout(sum: &str, place: &str)
        en: "{sum} of what you have earned is on its way: to {place}. It may take a few days.",
        de: "{sum} von dem, was du verdient hast, sind unterwegs: auf {place}. Das kann ein paar \
             Tage dauern.",
        fr: "{sum} de ce que vous avez gagné sont en route : vers {place}. Cela peut prendre \
             quelques jours.",
        es: "{sum} de lo que has ganado van en camino: a {place}. Puede tardar unos días.",
        nl: "{sum} van wat je hebt verdiend, is onderweg: naar {place}. Dat kan een paar dagen \
             duren.",
        it: "{sum} di ciò che hai guadagnato sono in viaggio: verso {place}. Può volerci qualche \
             giorno.";
    mail_payout_back_subject(sum: &str)
        en: "{sum} could not be paid to you",
        de: "{sum} konnten dir nicht ausgezahlt werden",
        fr: "{sum} n’ont pas pu vous être versés",
        es: "No se te han podido pagar {sum}",
        nl: "{sum} kon niet aan je worden uitbetaald",
        it: "Non è stato possibile accreditarti {sum}";
    mail_payout_back(sum: &str, place: &str, why: &str)
        en: "{sum} did not arrive ({why}). It was to go to {place}, and is available again. Please \
             check the account:",
        de: "{sum} sind nicht angekommen ({why}). Der Betrag sollte auf {place} gehen und ist \
             wieder verfügbar. Bitte prüfe das Konto:",
        fr: "{sum} ne sont pas arrivés ({why}). Ils devaient aller sur {place}, et sont de nouveau \
             disponibles. Veuillez vérifier le compte :",
        es: "{sum} no han llegado ({why}). Iban a {place} y vuelven a estar disponibles. Comprueba \
             la cuenta:",
        nl: "{sum} is niet aangekomen ({why}). Het moest naar {place}, en is weer beschikbaar. \
             Controleer de rekening:",
        it: "{sum} non sono arrivati ({why}). La destinazione era {place}; ora sono di nuovo \
             disponibili. Controlla il conto:";
    mail_payout_lines()
        en: "What it is made of:",
        de: "Woraus es besteht:",
        fr: "De quoi il se compose :",
        es: "De qué se compone:",
        nl: "Waaruit het bestaat:",
        it: "Di che cosa si compone:";
}

/// By their numbers, if it is single lines.
impl Tell for BankReportError {
    fn tell(&self, t: Language) -> String {
        match self {
            Self::WrongLines(lines) => {
                let numbers: Vec<_> = lines.iter().map(ToString::to_string).collect();
                t.report_lines_wrong(&numbers.join(", "))
            }
            Self::TooLarge | Self::NotXml | Self::NotReport => t.report_unreadable().into(),
        }
    }
}
