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
    dispute_needs_response()
        en: "Evidence wanted",
        de: "Belege gefragt",
        fr: "Justificatifs demandés",
        es: "Se piden pruebas",
        nl: "Bewijs gevraagd",
        it: "Prove richieste";
    dispute_under_review()
        en: "The bank looks at it",
        de: "Die Bank prüft",
        fr: "La banque l’examine",
        es: "El banco lo revisa",
        nl: "De bank onderzoekt het",
        it: "La banca la esamina";
    dispute_closed()
        en: "Closed",
        de: "Geschlossen",
        fr: "Close",
        es: "Cerrada",
        nl: "Gesloten",
        it: "Chiusa";
    dispute_won()
        en: "Won",
        de: "Gewonnen",
        fr: "Gagnée",
        es: "Ganada",
        nl: "Gewonnen",
        it: "Vinta";
    dispute_lost()
        en: "Lost",
        de: "Verloren",
        fr: "Perdue",
        es: "Perdida",
        nl: "Verloren",
        it: "Persa";
    order_disputed()
        en: "The buyer’s bank wants the money back, or asks about the payment. Until it has decided, \
             nothing is refunded here, and the seller is not paid for it.",
        de: "Die Bank des Käufers will das Geld zurück oder fragt wegen der Zahlung nach. Bis sie entschieden \
             hat, wird hier nichts erstattet, und der Anbieter bekommt nichts dafür ausgezahlt.",
        fr: "La banque de l’acheteur veut récupérer l’argent, ou pose des questions sur le paiement. \
             Tant qu’elle n’a pas décidé, rien n’est remboursé ici, et le vendeur n’est pas payé.",
        es: "El banco del comprador quiere recuperar el dinero o pregunta por el pago. Hasta que \
             decida, aquí no se reembolsa nada, y al vendedor no se le paga.",
        nl: "De bank van de koper wil het geld terug, of stelt vragen over de betaling. Tot ze heeft \
             beslist, wordt hier niets terugbetaald, en de verkoper krijgt er niets voor.",
        it: "La banca dell’acquirente rivuole il denaro, o chiede informazioni sul pagamento. Finché \
             non ha deciso, qui non si rimborsa nulla, e il venditore non viene pagato.";
    your_order_disputed()
        en: "Your bank wants the money back, or asks about the payment. Until it has decided, nothing is \
             refunded here.",
        de: "Deine Bank will das Geld zurück oder fragt wegen der Zahlung nach. Bis sie entschieden hat, wird \
             hier nichts erstattet.",
        fr: "Votre banque veut récupérer l’argent, ou pose des questions sur le paiement. Tant qu’elle \
             n’a pas décidé, rien n’est remboursé ici.",
        es: "Tu banco quiere recuperar el dinero o pregunta por el pago. Hasta que decida, aquí no se \
             reembolsa nada.",
        nl: "Je bank wil het geld terug, of stelt vragen over de betaling. Tot ze heeft beslist, wordt \
             hier niets terugbetaald.",
        it: "La tua banca rivuole il denaro, o chiede informazioni sul pagamento. Finché non ha \
             deciso, qui non si rimborsa nulla.";
    your_order_lost_to_dispute()
        en: "Your bank has given you the money back. It is not refunded a second time.",
        de: "Deine Bank hat dir das Geld zurückgegeben. Es wird nicht noch einmal erstattet.",
        fr: "Votre banque vous a rendu l’argent. Il n’est pas remboursé une seconde fois.",
        es: "Tu banco te ha devuelto el dinero. No se reembolsa otra vez.",
        nl: "Je bank heeft je het geld teruggegeven. Het wordt niet nog een keer terugbetaald.",
        it: "La tua banca ti ha restituito il denaro. Non viene rimborsato una seconda volta.";
    order_lost_to_dispute()
        en: "The buyer’s bank has taken the money back. It is not refunded a second time.",
        de: "Die Bank des Käufers hat das Geld zurückgeholt. Es wird nicht noch einmal erstattet.",
        fr: "La banque de l’acheteur a repris l’argent. Il n’est pas remboursé une seconde fois.",
        es: "El banco del comprador ha recuperado el dinero. No se reembolsa otra vez.",
        nl: "De bank van de koper heeft het geld teruggehaald. Het wordt niet nog een keer \
             terugbetaald.",
        it: "La banca dell’acquirente si è ripresa il denaro. Non viene rimborsato una seconda volta.";
    refund_disputed()
        en: "Not refunded: the buyer’s bank wants the money back, or has taken it.",
        de: "Nicht erstattet: Die Bank des Käufers will das Geld zurück oder hat es schon zurückgeholt.",
        fr: "Non remboursé : la banque de l’acheteur veut récupérer l’argent, ou l’a repris.",
        es: "No reembolsado: el banco del comprador quiere recuperar el dinero, o ya lo ha hecho.",
        nl: "Niet terugbetaald: de bank van de koper wil het geld terug, of heeft het al teruggehaald.",
        it: "Non rimborsato: la banca dell’acquirente rivuole il denaro, o se l’è già ripreso.";
    problem_disputed()
        en: "Not decided: the buyer’s bank wants the money back, or has taken it. Decide once the bank has.",
        de: "Nicht entschieden: Die Bank des Käufers will das Geld zurück oder hat es schon zurückgeholt. \
             Entscheide, sobald die Bank entschieden hat.",
        fr: "Pas décidé : la banque de l’acheteur veut récupérer l’argent, ou l’a repris. Décidez \
             quand la banque l’aura fait.",
        es: "Sin decidir: el banco del comprador quiere recuperar el dinero, o ya lo ha hecho. Decide \
             cuando lo haya hecho el banco.",
        nl: "Niet beslist: de bank van de koper wil het geld terug, of heeft het al teruggehaald. \
             Beslis zodra de bank dat heeft gedaan.",
        it: "Non deciso: la banca dell’acquirente rivuole il denaro, o se l’è già ripreso. Decidi \
             quando avrà deciso la banca.";
    money_disputed()
        en: "until the buyer’s bank has decided about the payment",
        de: "bis die Bank des Käufers über die Zahlung entschieden hat",
        fr: "jusqu’à ce que la banque de l’acheteur ait décidé du paiement",
        es: "hasta que el banco del comprador haya decidido sobre el pago",
        nl: "tot de bank van de koper over de betaling heeft beslist",
        it: "finché la banca dell’acquirente non ha deciso sul pagamento";
    cause_lost_to_dispute()
        en: "The buyer’s bank has taken the money back",
        de: "Die Bank des Käufers hat das Geld zurückgeholt",
        fr: "La banque de l’acheteur a repris l’argent",
        es: "El banco del comprador ha recuperado el dinero",
        nl: "De bank van de koper heeft het geld teruggehaald",
        it: "La banca dell’acquirente si è ripresa il denaro";
    admin_payment_disputes()
        en: "Disputed payments",
        de: "Angefochtene Zahlungen",
        fr: "Paiements contestés",
        es: "Pagos en disputa",
        nl: "Betwiste betalingen",
        it: "Pagamenti contestati";
    admin_payment_disputes_what()
        en: "what buyers’ banks want back, and until when evidence can be given",
        de: "was Banken von Käufern zurückwollen, und bis wann es Belege geben kann",
        fr: "ce que les banques des acheteurs veulent récupérer, et jusqu’à quand fournir des \
             justificatifs",
        es: "lo que los bancos de los compradores quieren recuperar, y hasta cuándo se pueden dar \
             pruebas",
        nl: "wat banken van kopers terug willen, en tot wanneer bewijs kan worden gegeven",
        it: "che cosa rivogliono le banche degli acquirenti, e fino a quando si possono dare prove";
    admin_payment_disputes_hint()
        en: "Those that are open, the oldest first; any other by its id, or all by the word “all”. Evidence is \
             given in Stripe’s dashboard.",
        de: "Die offenen, die ältesten zuerst; jede andere über ihre ID, oder alle mit dem Wort „all“. Belege \
             gibst du im Dashboard von Stripe.",
        fr: "Celles qui sont ouvertes, les plus anciennes d’abord ; toute autre par son identifiant, \
             ou toutes avec le mot « all ». Les justificatifs se donnent dans le tableau de bord de \
             Stripe.",
        es: "Las que están abiertas, las más antiguas primero; cualquier otra por su identificador, o \
             todas con la palabra «all». Las pruebas se dan en el panel de Stripe.",
        nl: "De openstaande, de oudste eerst; elke andere met haar nummer, of alle met het woord ‘all’. \
             Bewijs geef je in het dashboard van Stripe.",
        it: "Quelle aperte, dalle più vecchie; qualsiasi altra con il suo id, o tutte con la parola \
             «all». Le prove si danno nella dashboard di Stripe.";
    admin_n_disputes_open()
        en: "disputed payments",
        de: "angefochtene Zahlungen",
        fr: "paiements contestés",
        es: "pagos en disputa",
        nl: "betwiste betalingen",
        it: "pagamenti contestati";
    dispute_line(amount: &str, name: &str, opened_at: &str)
        en: "{amount}, {name} at Stripe, opened {opened_at}",
        de: "{amount}, bei Stripe {name}, eröffnet {opened_at}",
        fr: "{amount}, {name} chez Stripe, ouverte le {opened_at}",
        es: "{amount}, {name} en Stripe, abierta el {opened_at}",
        nl: "{amount}, {name} bij Stripe, geopend op {opened_at}",
        it: "{amount}, {name} su Stripe, aperta il giorno {opened_at}";
    dispute_inquiry()
        en: "The bank only asks: no money has moved. To give in, refund the payment in Stripe’s dashboard.",
        de: "Die Bank fragt nur nach: Es ist kein Geld geflossen. Wer nachgeben will, erstattet die Zahlung im \
             Dashboard von Stripe.",
        fr: "La banque ne fait que demander : l’argent n’a pas bougé. Pour céder, remboursez le \
             paiement dans le tableau de bord de Stripe.",
        es: "El banco solo pregunta: no se ha movido dinero. Para ceder, reembolsa el pago en el panel \
             de Stripe.",
        nl: "De bank vraagt alleen: er is geen geld verplaatst. Wil je toegeven, betaal dan terug in \
             het dashboard van Stripe.",
        it: "La banca chiede soltanto: il denaro non si è mosso. Per cedere, rimborsa il pagamento \
             nella dashboard di Stripe.";
    dispute_due_by(moment: &str)
        en: "Evidence until {moment}, in Stripe’s dashboard",
        de: "Belege bis {moment}, im Dashboard von Stripe",
        fr: "Justificatifs jusqu’au {moment}, dans le tableau de bord de Stripe",
        es: "Pruebas hasta el {moment}, en el panel de Stripe",
        nl: "Bewijs tot {moment}, in het dashboard van Stripe",
        it: "Prove entro il giorno {moment}, nella dashboard di Stripe";
    dispute_moved(minor: &str, fee: &str)
        en: "Stripe has taken {minor} and a fee of {fee}",
        de: "Stripe hat {minor} und eine Gebühr von {fee} eingezogen",
        fr: "Stripe a prélevé {minor} et des frais de {fee}",
        es: "Stripe ha retirado {minor} y una comisión de {fee}",
        nl: "Stripe heeft {minor} en {fee} kosten ingehouden",
        it: "Stripe ha trattenuto {minor} e una commissione di {fee}";
    dispute_borne(by: &str, why: &str)
        en: "Should it be lost, this site bears it, says {by}: {why}",
        de: "Geht sie verloren, trägt sie diese Seite, sagt {by}: {why}",
        fr: "En cas de perte, elle est à la charge de ce site, dit {by} : {why}",
        es: "Si se pierde, la asume este sitio, dice {by}: {why}",
        nl: "Gaat ze verloren, dan draagt deze site het, zegt {by}: {why}",
        it: "Se viene persa, è a carico di questo sito, dice {by}: {why}";
    dispute_an_order()
        en: "An order that was paid with it",
        de: "Eine Bestellung, die damit bezahlt wurde",
        fr: "Une commande payée avec lui",
        es: "Un pedido que se pagó con él",
        nl: "Een bestelling die ermee is betaald",
        it: "Un ordine pagato con esso";
    dispute_bear()
        en: "The site bears it",
        de: "Diese Seite trägt sie",
        fr: "À la charge du site",
        es: "Lo asume el sitio",
        nl: "De site draagt het",
        it: "A carico del sito";
    dispute_bear_ask()
        en: "Should the bank decide for the buyer, the seller keeps what they have earned, and this site bears \
             it. Without this the seller does. It cannot be taken back.",
        de: "Entscheidet die Bank für den Käufer, behält der Anbieter, was er verdient hat, und diese Seite \
             trägt es. Sonst trägt es der Anbieter. Das lässt sich nicht zurücknehmen.",
        fr: "Si la banque décide en faveur de l’acheteur, le vendeur garde ses gains, et ce site prend \
             la perte à sa charge. Sinon, c’est le vendeur. Impossible de revenir en arrière.",
        es: "Si el banco decide a favor del comprador, el vendedor conserva sus ingresos y este sitio \
             asume la pérdida. Sin esto la asume el vendedor. No se puede retirar.",
        nl: "Beslist de bank voor de koper, dan houdt de verkoper de opbrengst en draagt deze site het \
             verlies. Anders doet de verkoper dat. Dit kan niet worden teruggedraaid.",
        it: "Se la banca decide a favore dell’acquirente, il venditore tiene il suo ricavo e la \
             perdita è a carico di questo sito. Altrimenti è a carico del venditore. Non si può \
             revocare.";
    dispute_is_over()
        en: "The dispute is over. Put the seller’s balance right instead.",
        de: "Die Anfechtung ist vorbei. Berichtige stattdessen das Guthaben des Anbieters.",
        fr: "La contestation est terminée. Corrigez plutôt le solde du vendeur.",
        es: "La disputa ha terminado. Corrige en su lugar el saldo del vendedor.",
        nl: "De betwisting is voorbij. Corrigeer in plaats daarvan het saldo van de verkoper.",
        it: "La contestazione è finita. Correggi invece il saldo del venditore.";
    mail_dispute_subject(event: &str)
        en: "The bank of your buyer for {event} wants the money back",
        de: "Die Bank deines Käufers für {event} will das Geld zurück",
        fr: "La banque de votre acheteur pour {event} veut récupérer l’argent",
        es: "El banco de tu comprador para {event} quiere recuperar el dinero",
        nl: "De bank van je koper voor {event} wil het geld terug",
        it: "La banca del tuo acquirente per {event} rivuole il denaro";
    mail_dispute_over_subject(event: &str)
        en: "The bank of your buyer for {event} has decided",
        de: "Die Bank deines Käufers für {event} hat entschieden",
        fr: "La banque de votre acheteur pour {event} a décidé",
        es: "El banco de tu comprador para {event} ha decidido",
        nl: "De bank van je koper voor {event} heeft beslist",
        it: "La banca del tuo acquirente per {event} ha deciso";
    mail_dispute_opened()
        en: "The buyer of your ticket has disputed the payment with their bank. Until that has decided, what you \
             have earned is frozen. The people who run the site answer the bank: if you can show that the buyer \
             has the ticket, write it in the order’s messages.",
        de: "Der Käufer deines Tickets hat die Zahlung bei seiner Bank angefochten. Bis die entschieden hat, ist \
             gesperrt, was du daran verdient hast. Die Betreiber der Seite antworten der Bank: Wenn du belegen \
             kannst, dass der Käufer das Ticket hat, schreib es in die Nachrichten zur Bestellung.",
        fr: "L’acheteur de votre billet a contesté le paiement auprès de sa banque. Tant qu’elle n’a \
             pas décidé, vos gains sont bloqués. L’équipe du site répond à la banque : si vous pouvez \
             montrer que l’acheteur a le billet, écrivez-le dans les messages de la commande.",
        es: "El comprador de tu entrada ha disputado el pago ante su banco. Hasta que este decida, lo \
             que has ganado queda bloqueado. El equipo del sitio responde al banco: si puedes \
             demostrar que el comprador tiene la entrada, escríbelo en los mensajes del pedido.",
        nl: "De koper van je ticket heeft de betaling bij de bank betwist. Tot die heeft beslist, is \
             je opbrengst geblokkeerd. Het team van de site antwoordt de bank: kun je aantonen dat de \
             koper het ticket heeft, schrijf dat dan in de berichten bij de bestelling.",
        it: "L’acquirente del tuo biglietto ha contestato il pagamento presso la sua banca. Finché \
             questa non decide, il tuo ricavo è bloccato. Lo staff del sito risponde alla banca: se \
             puoi dimostrare che l’acquirente ha il biglietto, scrivilo nei messaggi dell’ordine.";
    mail_dispute_lost()
        en: "It has given the money to the buyer. What you had earned is taken back; if you were paid already, \
             what you sell next makes up for it.",
        de: "Sie hat das Geld dem Käufer gegeben. Was du verdient hattest, wird zurückgenommen; wurde es schon \
             ausgezahlt, gleicht es aus, was du als Nächstes verkaufst.",
        fr: "Elle a rendu l’argent à l’acheteur. Vos gains vous sont repris ; s’ils vous ont déjà été \
             versés, vos prochaines ventes les compenseront.",
        es: "Ha dado el dinero al comprador. Lo que habías ganado se retira; si ya se te había pagado, \
             se compensa con lo próximo que vendas.",
        nl: "Ze heeft het geld aan de koper gegeven. Je opbrengst wordt teruggenomen; was die al \
             uitbetaald, dan wordt ze verrekend met wat je hierna verkoopt.",
        it: "Ha dato il denaro all’acquirente. Il tuo ricavo viene ripreso; se ti era già stato \
             accreditato, si compensa con le tue prossime vendite.";
    mail_dispute_kept()
        en: "What you have earned is not frozen any more: you keep it.",
        de: "Was du verdient hast, ist nicht mehr gesperrt: Du behältst es.",
        fr: "Vos gains ne sont plus bloqués : vous les gardez.",
        es: "Lo que has ganado ya no está bloqueado: te lo quedas.",
        nl: "Je opbrengst is niet meer geblokkeerd: je houdt ze.",
        it: "Il tuo ricavo non è più bloccato: resta tuo.";
}
