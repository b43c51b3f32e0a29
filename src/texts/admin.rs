//! What those who run the site read.

use super::{Language, texts};
use crate::domain::MailAbout;

impl Language {
    /// What a mail is about, in a word or two.
    pub(crate) fn admin_mail_kind(self, about: &MailAbout) -> &'static str {
        match about {
            MailAbout::OrderCompleted(_) => self.mail_kind_order_completed(),
            MailAbout::TicketSold(_) => self.mail_kind_ticket_sold(),
            MailAbout::HoldExpired(_) => self.mail_kind_hold_expired(),
            MailAbout::OrderRefunded(_) => self.mail_kind_order_refunded(),
            MailAbout::TicketFree(_) => self.mail_kind_ticket_free(),
            MailAbout::YourTurn(_) => self.mail_kind_your_turn(),
            MailAbout::PasswordReset { .. } => self.mail_kind_password_reset(),
            MailAbout::OrderCancelled(_) => self.mail_kind_order_cancelled(),
            MailAbout::TicketRemoved(_) => self.mail_kind_ticket_removed(),
            MailAbout::AddressConfirmation { .. } => self.mail_kind_address_confirmation(),
            MailAbout::TicketRecalled(_) => self.mail_kind_ticket_recalled(),
            MailAbout::FileAttached(_) => self.mail_kind_file_attached(),
            MailAbout::PasswordChanged(_) => self.mail_kind_password_changed(),
            MailAbout::AddressGivenUp(..) => self.mail_kind_address_given_up(),
            MailAbout::SignedInElsewhere(..) => self.mail_kind_signed_in_elsewhere(),
            MailAbout::WebhookTurnedOff(..) => self.mail_kind_webhook_turned_off(),
            MailAbout::EventNews(..) => self.mail_kind_event_news(),
            MailAbout::AlertNews(..) => self.mail_kind_alert_news(),
            MailAbout::BankGiven(_) => self.mail_kind_bank_given(),
            MailAbout::PayoutNews(_) => self.mail_kind_payout_news(),
            MailAbout::FileDue(_) => self.mail_kind_file_due(),
            MailAbout::FileOverdue(_) => self.mail_kind_file_overdue(),
            MailAbout::MessageCame(_) => self.mail_kind_message_came(),
            MailAbout::ClaimOpened(_) => self.mail_kind_claim_opened(),
            MailAbout::ClaimAnswered(_) => self.mail_kind_claim_answered(),
            MailAbout::ClaimSettled(_) => self.mail_kind_claim_settled(),
            MailAbout::DisputeNews(_) => self.mail_kind_dispute_news(),
            MailAbout::BackupLate(_) => self.mail_kind_backup_late(),
            MailAbout::FactorNews(..) => self.mail_kind_factor_news(),
        }
    }
}

texts! {
    admin_title()
        en: "Run the site",
        de: "Seite betreiben",
        fr: "Gérer le site",
        es: "Administrar el sitio",
        nl: "Site beheren",
        it: "Gestisci il sito";
    admin_find()
        en: "Find",
        de: "Suchen",
        fr: "Rechercher",
        es: "Buscar",
        nl: "Zoeken",
        it: "Cerca";
    admin_nothing_title()
        en: "Nothing here",
        de: "Hier ist nichts",
        fr: "Rien ici",
        es: "Aquí no hay nada",
        nl: "Hier is niets",
        it: "Qui non c’è nulla";
    admin_nothing()
        en: "Nothing was found by that.",
        de: "Damit wurde nichts gefunden.",
        fr: "Cette recherche n’a rien donné.",
        es: "Con eso no se ha encontrado nada.",
        nl: "Daarmee is niets gevonden.",
        it: "Non è stato trovato nulla.";
    admin_nothing_yet()
        en: "Nothing was found by that so far. The list goes on: press “Next”.",
        de: "Damit wurde bis hierher nichts gefunden. Die Liste geht weiter: „Weiter“.",
        fr: "Rien trouvé jusqu’ici. La liste continue : appuyez sur « Suivant ».",
        es: "Hasta ahora no se ha encontrado nada. La lista continúa: pulsa «Siguiente».",
        nl: "Tot nu toe is niets gevonden. De lijst gaat verder: druk op ‘Volgende’.",
        it: "Finora non è stato trovato nulla. L’elenco continua: premi «Avanti».";
    or_more(n: usize)
        en: "{n} or more",
        de: "{n} oder mehr",
        fr: "{n} ou plus",
        es: "{n} o más",
        nl: "{n} of meer",
        it: "{n} o più";
    admin_why() en: "Why", de: "Warum", fr: "Pourquoi", es: "Por qué", nl: "Waarom", it: "Perché";
    admin_nothing_done()
        en: "Nothing was done. See what is wrong at the fields.",
        de: "Es ist nichts geschehen. Sieh nach, was an den Feldern steht.",
        fr: "Rien n’a été fait. Voyez ce qui ne va pas dans les champs.",
        es: "No se ha hecho nada. Mira qué va mal en los campos.",
        nl: "Er is niets gedaan. Kijk bij de velden wat er mis is.",
        it: "Non è stato fatto nulla. Guarda nei campi che cosa non va.";
    admin_refunded_by_itself(why: &str)
        en: "Refunded by itself: {why}",
        de: "Von selbst erstattet: {why}",
        fr: "Remboursé automatiquement : {why}",
        es: "Reembolsado automáticamente: {why}",
        nl: "Automatisch terugbetaald: {why}",
        it: "Rimborsato automaticamente: {why}";
    admin_somebody()
        en: "somebody",
        de: "jemand",
        fr: "quelqu’un",
        es: "alguien",
        nl: "iemand",
        it: "qualcuno";

    admin_users()
        en: "Users",
        de: "Konten",
        fr: "Comptes",
        es: "Cuentas",
        nl: "Accounts",
        it: "Account";
    admin_users_what()
        en: "Find an account, ban or unban it.",
        de: "Ein Konto suchen, sperren oder entsperren.",
        fr: "Trouver un compte, le bloquer ou le débloquer.",
        es: "Buscar una cuenta, bloquearla o desbloquearla.",
        nl: "Een account zoeken, blokkeren of deblokkeren.",
        it: "Cercare un account, bloccarlo o sbloccarlo.";
    admin_users_hint()
        en: "Part of an e-mail address",
        de: "Ein Teil einer E-Mail-Adresse",
        fr: "Une partie d’une adresse e-mail",
        es: "Parte de una dirección de correo",
        nl: "Een deel van een e-mailadres",
        it: "Parte di un indirizzo e-mail";
    admin_user_line(day: &str, listings: &str, orders: &str)
        en: "Since {day} · listings: {listings} · orders: {orders}",
        de: "Seit {day} · Angebote: {listings} · Käufe: {orders}",
        fr: "Depuis le {day} · annonces : {listings} · commandes : {orders}",
        es: "Desde el {day} · anuncios: {listings} · pedidos: {orders}",
        nl: "Sinds {day} · advertenties: {listings} · bestellingen: {orders}",
        it: "Dal giorno {day} · annunci: {listings} · ordini: {orders}";
    admin_banned_by(by: &str, at: &str, why: &str)
        en: "Banned by {by} on {at}: {why}",
        de: "Gesperrt von {by} am {at}: {why}",
        fr: "Bloqué par {by} le {at} : {why}",
        es: "Bloqueada por {by} el {at}: {why}",
        nl: "Geblokkeerd door {by} op {at}: {why}",
        it: "Bloccato da {by} il giorno {at}: {why}";
    admin_ban()
        en: "Ban",
        de: "Sperren",
        fr: "Bloquer",
        es: "Bloquear",
        nl: "Blokkeren",
        it: "Blocca";
    admin_ban_ask()
        en: "They are signed out everywhere and cannot sign in, their tickets that are for sale are \
             withdrawn for good, and what is held for them is cancelled. What is paid stays as it \
             is.",
        de: "Das Konto wird überall abgemeldet und kann sich nicht mehr anmelden, seine Tickets, die \
             zum Verkauf stehen, werden endgültig zurückgezogen, und was dafür reserviert ist, wird \
             storniert. Was bezahlt ist, bleibt, wie es ist.",
        fr: "Le compte est déconnecté partout et ne peut plus se connecter, ses billets en vente sont \
             définitivement retirés, et ce qui lui est réservé est annulé. Ce qui est payé reste tel \
             quel.",
        es: "Se cierran todas sus sesiones y no puede iniciar otra, sus entradas a la venta se retiran \
             para siempre y lo que tiene reservado se cancela. Lo pagado queda como está.",
        nl: "Het account wordt overal uitgelogd en kan niet meer inloggen, de tickets die te koop \
             staan, worden voorgoed ingetrokken, en wat ervoor is gereserveerd, wordt geannuleerd. Wat \
             is betaald, blijft zoals het is.",
        it: "L’account viene disconnesso ovunque e non può più accedere, i suoi biglietti in vendita \
             vengono ritirati per sempre, e ciò che gli è riservato viene annullato. Ciò che è pagato \
             resta com’è.";
    admin_ban_button()
        en: "Ban this account",
        de: "Dieses Konto sperren",
        fr: "Bloquer ce compte",
        es: "Bloquear esta cuenta",
        nl: "Dit account blokkeren",
        it: "Blocca questo account";
    admin_unban()
        en: "Unban",
        de: "Entsperren",
        fr: "Débloquer",
        es: "Desbloquear",
        nl: "Deblokkeren",
        it: "Sblocca";
    admin_unban_ask()
        en: "They can sign in, buy and sell again. What they had listed stays withdrawn.",
        de: "Das Konto kann sich wieder anmelden, kaufen und verkaufen. Was es angeboten hatte, \
             bleibt zurückgezogen.",
        fr: "Le compte peut de nouveau se connecter, acheter et vendre. Ses annonces restent retirées.",
        es: "La cuenta puede volver a iniciar sesión, comprar y vender. Lo que tenía a la venta sigue \
             retirado.",
        nl: "Het account kan weer inloggen, kopen en verkopen. Wat het te koop had staan, blijft \
             ingetrokken.",
        it: "L’account può di nuovo accedere, comprare e vendere. Ciò che aveva in vendita resta \
             ritirato.";
    admin_unban_button()
        en: "Unban this account",
        de: "Dieses Konto entsperren",
        fr: "Débloquer ce compte",
        es: "Desbloquear esta cuenta",
        nl: "Dit account deblokkeren",
        it: "Sblocca questo account";
    admin_banned()
        en: "Banned",
        de: "Gesperrt",
        fr: "Bloqué",
        es: "Bloqueada",
        nl: "Geblokkeerd",
        it: "Bloccato";
    admin_open() en: "Open", de: "Offen", fr: "Ouvert", es: "Abierto", nl: "Open", it: "Aperto";
    admin_account_gone()
        en: "This account is not there any more. Nothing was done.",
        de: "Dieses Konto gibt es nicht mehr. Es ist nichts geschehen.",
        fr: "Ce compte n’existe plus. Rien n’a été fait.",
        es: "Esta cuenta ya no existe. No se ha hecho nada.",
        nl: "Dit account bestaat niet meer. Er is niets gedaan.",
        it: "Questo account non esiste più. Non è stato fatto nulla.";
    admin_account_runs_site()
        en: "This account is one of those who run the site (site.admins in config.toml): it cannot \
             be banned. Nothing was done.",
        de: "Dieses Konto ist eines von denen, die die Seite betreiben (site.admins in \
             config.toml): Es kann nicht gesperrt werden. Es ist nichts geschehen.",
        fr: "Ce compte est de ceux qui gèrent le site (site.admins dans config.toml) : il ne peut pas \
             être bloqué. Rien n’a été fait.",
        es: "Esta cuenta es de las que administran el sitio (site.admins en config.toml): no se puede \
             bloquear. No se ha hecho nada.",
        nl: "Dit account hoort bij wie de site beheert (site.admins in config.toml): het kan niet \
             worden geblokkeerd. Er is niets gedaan.",
        it: "Questo account è tra quelli che gestiscono il sito (site.admins in config.toml): non si \
             può bloccare. Non è stato fatto nulla.";

    admin_orders()
        en: "Orders",
        de: "Käufe",
        fr: "Commandes",
        es: "Pedidos",
        nl: "Bestellingen",
        it: "Ordini";
    admin_orders_what()
        en: "What is open; cancel or refund an order.",
        de: "Was offen ist; einen Kauf stornieren oder erstatten.",
        fr: "Ce qui est ouvert ; annuler ou rembourser une commande.",
        es: "Lo que está abierto; cancelar o reembolsar un pedido.",
        nl: "Wat openstaat; een bestelling annuleren of terugbetalen.",
        it: "Che cosa è aperto; annullare o rimborsare un ordine.";
    admin_orders_hint()
        en: "An order's id, or part of its buyer's or its seller's e-mail address; what a seller \
             has refunded is found by its buyer. Without it: orders that are open.",
        de: "Die Nummer eines Kaufs oder ein Teil der E-Mail-Adresse, die gekauft oder verkauft hat; \
             Erstattetes findet man nach der, die gekauft hat. Ohne das: offene Käufe.",
        fr: "L’identifiant d’une commande, ou une partie de l’adresse e-mail de son acheteur ou de son \
             vendeur ; ce qu’un vendeur a remboursé se trouve par son acheteur. Sinon : les commandes \
             ouvertes.",
        es: "El identificador de un pedido, o parte de la dirección de correo de su comprador o su \
             vendedor; lo que un vendedor ha reembolsado se encuentra por su comprador. Si no, los \
             pedidos abiertos.",
        nl: "Het nummer van een bestelling, of een deel van het e-mailadres van koper of verkoper; wat \
             een verkoper heeft terugbetaald, vind je via de koper. Anders: bestellingen die \
             openstaan.",
        it: "L’id di un ordine, o parte dell’indirizzo e-mail di chi ha comprato o venduto; ciò che un \
             venditore ha rimborsato si trova dal suo acquirente. Altrimenti: gli ordini aperti.";
    admin_order_seller(seller: &str)
        en: "Sold by {seller}",
        de: "Verkauft von {seller}",
        fr: "Vendu par {seller}",
        es: "Vendida por {seller}",
        nl: "Verkocht door {seller}",
        it: "Venduto da {seller}";

    admin_paid_orders()
        en: "Paid orders",
        de: "Bezahlte Käufe",
        fr: "Commandes payées",
        es: "Pedidos pagados",
        nl: "Betaalde bestellingen",
        it: "Ordini pagati";
    admin_paid_orders_what()
        en: "What was paid last; refund an order.",
        de: "Was zuletzt bezahlt wurde; einen Kauf erstatten.",
        fr: "Ce qui a été payé en dernier ; rembourser une commande.",
        es: "Lo último que se ha pagado; reembolsar un pedido.",
        nl: "Wat het laatst is betaald; een bestelling terugbetalen.",
        it: "Gli ultimi pagati; rimborsare un ordine.";
    admin_paid_orders_hint()
        en: "An order's id, or part of its buyer's or its seller's e-mail address. Without it: the \
             latest of all, refunded ones among them; older ones are found by who bought or sold.",
        de: "Die Nummer eines Kaufs oder ein Teil der E-Mail-Adresse, die gekauft oder verkauft hat. \
             Ohne das: die letzten von allen, auch erstattete; ältere findet man nach Konten.",
        fr: "L’identifiant d’une commande, ou une partie de l’adresse e-mail de son acheteur ou de son \
             vendeur. Sinon : les dernières de toutes, remboursées comprises ; les plus anciennes se \
             trouvent par qui a acheté ou vendu.",
        es: "El identificador de un pedido, o parte de la dirección de correo de su comprador o su \
             vendedor. Si no, los últimos de todos, también los reembolsados; los más antiguos se \
             encuentran por quien compró o vendió.",
        nl: "Het nummer van een bestelling, of een deel van het e-mailadres van koper of verkoper. \
             Anders: de laatste van alle, ook terugbetaalde; oudere vind je via wie kocht of verkocht.",
        it: "L’id di un ordine, o parte dell’indirizzo e-mail di chi ha comprato o venduto. \
             Altrimenti: gli ultimi di tutti, anche quelli rimborsati; i più vecchi si trovano da chi \
             ha comprato o venduto.";
    admin_order_ids(order: &str, ticket: &str)
        en: "Order {order}, ticket {ticket}",
        de: "Kauf {order}, Ticket {ticket}",
        fr: "Commande {order}, billet {ticket}",
        es: "Pedido {order}, entrada {ticket}",
        nl: "Bestelling {order}, ticket {ticket}",
        it: "Ordine {order}, biglietto {ticket}";
    admin_order_line(price: &str, at: &str, by: &str)
        en: "{price} · {at} · by {by}",
        de: "{price} · {at} · von {by}",
        fr: "{price} · {at} · par {by}",
        es: "{price} · {at} · de {by}",
        nl: "{price} · {at} · door {by}",
        it: "{price} · {at} · da {by}";
    admin_cancelled_by(by: &str, why: &str)
        en: "Cancelled by {by}: {why}",
        de: "Storniert von {by}: {why}",
        fr: "Annulée par {by} : {why}",
        es: "Cancelado por {by}: {why}",
        nl: "Geannuleerd door {by}: {why}",
        it: "Annullato da {by}: {why}";
    admin_refunded_by(by: &str, why: &str)
        en: "Refunded by {by}: {why}",
        de: "Erstattet von {by}: {why}",
        fr: "Remboursée par {by} : {why}",
        es: "Reembolsado por {by}: {why}",
        nl: "Terugbetaald door {by}: {why}",
        it: "Rimborsato da {by}: {why}";
    admin_cancel()
        en: "Cancel",
        de: "Stornieren",
        fr: "Annuler",
        es: "Cancelar",
        nl: "Annuleren",
        it: "Annulla";
    admin_cancel_ask()
        en: "The ticket is free at once, and the buyer is told why by mail. They are not charged.",
        de: "Das Ticket ist sofort frei, und wer gekauft hat, erfährt den Grund per Mail. \
             Abgebucht wird nichts.",
        fr: "Le billet est libre aussitôt, et l’acheteur apprend la raison par e-mail. Rien ne lui est \
             débité.",
        es: "La entrada queda libre al momento, y al comprador se le dice por qué por correo. No se le \
             cobra nada.",
        nl: "Het ticket is meteen vrij, en de koper hoort de reden per e-mail. Er wordt niets \
             afgeschreven.",
        it: "Il biglietto è subito libero, e l’acquirente viene a sapere il motivo per e-mail. Non gli \
             viene addebitato nulla.";
    admin_cancel_button()
        en: "Cancel this order",
        de: "Diesen Kauf stornieren",
        fr: "Annuler cette commande",
        es: "Cancelar este pedido",
        nl: "Deze bestelling annuleren",
        it: "Annulla questo ordine";
    admin_refund_link()
        en: "Open or refund this order",
        de: "Diesen Kauf ansehen oder erstatten",
        fr: "Ouvrir ou rembourser cette commande",
        es: "Abrir o reembolsar este pedido",
        nl: "Deze bestelling openen of terugbetalen",
        it: "Apri o rimborsa questo ordine";
    admin_order_being_paid()
        en: "Its payment is being taken: look again in a moment, and refund it once it is paid. \
             Nothing was done.",
        de: "Er wird gerade bezahlt: Sieh gleich noch einmal nach und erstatte ihn, wenn er bezahlt \
             ist. Es ist nichts geschehen.",
        fr: "Elle est en cours de paiement : regardez de nouveau dans un instant, et remboursez-la une \
             fois payée. Rien n’a été fait.",
        es: "Se está cobrando: vuelve a mirar dentro de un momento, y reembólsalo cuando esté pagado. \
             No se ha hecho nada.",
        nl: "Ze wordt net betaald: kijk zo nog eens, en betaal terug als ze is betaald. Er is niets \
             gedaan.",
        it: "Il pagamento è in corso: guarda di nuovo tra un momento, e rimborsalo una volta pagato. \
             Non è stato fatto nulla.";
    admin_order_paid()
        en: "This order is paid: refund it on its own page. Nothing was done.",
        de: "Dieser Kauf ist bezahlt: Erstatte ihn auf seiner eigenen Seite. Es ist nichts \
             geschehen.",
        fr: "Cette commande est payée : remboursez-la sur sa propre page. Rien n’a été fait.",
        es: "Este pedido está pagado: reembólsalo en su propia página. No se ha hecho nada.",
        nl: "Deze bestelling is betaald: betaal terug op haar eigen pagina. Er is niets gedaan.",
        it: "Questo ordine è pagato: rimborsalo nella sua pagina. Non è stato fatto nulla.";
    admin_order_over()
        en: "This order is over already. Nothing was done.",
        de: "Dieser Kauf ist schon beendet. Es ist nichts geschehen.",
        fr: "Cette commande est déjà terminée. Rien n’a été fait.",
        es: "Este pedido ya ha terminado. No se ha hecho nada.",
        nl: "Deze bestelling is al voorbij. Er is niets gedaan.",
        it: "Questo ordine è già concluso. Non è stato fatto nulla.";

    admin_tickets()
        en: "Tickets",
        de: "Tickets",
        fr: "Billets",
        es: "Entradas",
        nl: "Tickets",
        it: "Biglietti";
    admin_tickets_what()
        en: "What is listed; remove a ticket.",
        de: "Was angeboten ist; ein Ticket entfernen.",
        fr: "Ce qui est en vente ; supprimer un billet.",
        es: "Lo que está a la venta; eliminar una entrada.",
        nl: "Wat te koop staat; een ticket verwijderen.",
        it: "Che cosa è in vendita; rimuovere un biglietto.";
    admin_tickets_hint()
        en: "A ticket's id, part of its title, or its seller's e-mail address. By title only what \
             is listed now is found.",
        de: "Die Nummer eines Tickets, ein Teil seines Titels oder die E-Mail-Adresse, die es \
             verkauft. Nach dem Titel wird nur gefunden, was jetzt angeboten ist.",
        fr: "L’identifiant d’un billet, une partie de son titre, ou l’adresse e-mail de son vendeur. \
             Par titre, on ne trouve que ce qui est en vente maintenant.",
        es: "El identificador de una entrada, parte de su título o la dirección de correo de su \
             vendedor. Por título solo se encuentra lo que está ahora a la venta.",
        nl: "Het nummer van een ticket, een deel van de titel, of het e-mailadres van de verkoper. Op \
             titel vind je alleen wat nu te koop staat.",
        it: "L’id di un biglietto, parte del suo titolo, o l’indirizzo e-mail del venditore. Per \
             titolo si trova solo ciò che è ora in vendita.";
    admin_ticket_line(price: &str, event: &str, by: &str)
        en: "{price} · {event} · by {by}",
        de: "{price} · {event} · von {by}",
        fr: "{price} · {event} · par {by}",
        es: "{price} · {event} · de {by}",
        nl: "{price} · {event} · door {by}",
        it: "{price} · {event} · da {by}";
    admin_disputes()
        en: "Disputed seats",
        de: "Umstrittene Plätze",
        fr: "Places en double",
        es: "Asientos duplicados",
        nl: "Dubbel aangeboden plaatsen",
        it: "Posti doppi";
    admin_disputes_what()
        en: "Seats that several sellers offer or have sold; settle one.",
        de: "Plätze, die mehrere anbieten oder verkauft haben; einen klären.",
        fr: "Places que plusieurs vendeurs proposent ou ont vendues ; en régler une.",
        es: "Asientos que varios vendedores ofrecen o han vendido; resolver uno.",
        nl: "Plaatsen die meerdere verkopers aanbieden of hebben verkocht; er een oplossen.",
        it: "Posti che più venditori offrono o hanno venduto; risolverne uno.";
    admin_disputes_hint()
        en: "A ticket's id, part of its title, or its seller's e-mail address. Without it: all that \
             nobody has settled. Remove the ticket that is wrong, and the others are marked no more; \
             or settle it, and all stay.",
        de: "Die Nummer eines Tickets, ein Teil seines Titels oder die E-Mail-Adresse, die es \
             verkauft. Ohne das: alle ungeklärten. Entferne das falsche Ticket, dann sind die anderen \
             nicht mehr markiert; oder kläre es, dann bleiben alle.",
        fr: "L’identifiant d’un billet, une partie de son titre, ou l’adresse e-mail de son vendeur. \
             Sinon : tout ce que personne n’a réglé. Supprimez le billet qui est faux, et les autres \
             ne sont plus marqués ; ou réglez la place, et tous restent.",
        es: "El identificador de una entrada, parte de su título o la dirección de correo de su \
             vendedor. Si no, todo lo que nadie ha resuelto. Elimina la entrada que esté mal, y las \
             demás dejan de estar marcadas; o resuélvelo, y se quedan todas.",
        nl: "Het nummer van een ticket, een deel van de titel, of het e-mailadres van de verkoper. \
             Anders: alles wat niemand heeft opgelost. Verwijder het ticket dat niet klopt, dan zijn \
             de andere niet meer gemarkeerd; of los het op, dan blijven ze allemaal.",
        it: "L’id di un biglietto, parte del suo titolo, o l’indirizzo e-mail del venditore. \
             Altrimenti: tutto ciò che nessuno ha risolto. Rimuovi il biglietto sbagliato, e gli altri \
             non sono più segnati; oppure risolvi, e restano tutti.";
    admin_seat_disputed(others: &str)
        en: "Others offer the same seat or have sold it: {others}",
        de: "Denselben Platz bieten andere an oder haben ihn verkauft: {others}",
        fr: "D’autres proposent la même place ou l’ont vendue : {others}",
        es: "Otros ofrecen el mismo asiento o lo han vendido: {others}",
        nl: "Anderen bieden dezelfde plaats aan of hebben haar verkocht: {others}",
        it: "Altri offrono lo stesso posto o l’hanno venduto: {others}";
    admin_seat_settled(others: &str, by: &str, why: &str)
        en: "The same seat as {others}; settled by {by}: {why}",
        de: "Derselbe Platz wie {others}; geklärt von {by}: {why}",
        fr: "La même place que {others} ; réglé par {by} : {why}",
        es: "El mismo asiento que {others}; resuelto por {by}: {why}",
        nl: "Dezelfde plaats als {others}; opgelost door {by}: {why}",
        it: "Lo stesso posto di {others}; risolto da {by}: {why}";
    admin_settle()
        en: "Settle",
        de: "Klären",
        fr: "Régler",
        es: "Resolver",
        nl: "Oplossen",
        it: "Risolvi";
    admin_settle_ask()
        en: "All tickets for this seat stay as they are, and buyers are not warned any more, until \
             another comes. The reason is kept.",
        de: "Alle Tickets für diesen Platz bleiben, wie sie sind, und niemand wird mehr gewarnt, bis \
             ein weiteres kommt. Der Grund wird aufgehoben.",
        fr: "Tous les billets pour cette place restent tels quels, et les acheteurs ne sont plus \
             avertis, jusqu’à ce qu’un autre arrive. La raison est conservée.",
        es: "Todas las entradas de este asiento quedan como están, y ya no se avisa a los compradores \
             hasta que llegue otra. El motivo se guarda.",
        nl: "Alle tickets voor deze plaats blijven zoals ze zijn, en kopers worden niet meer \
             gewaarschuwd, tot er nog een komt. De reden wordt bewaard.",
        it: "Tutti i biglietti per questo posto restano come sono, e gli acquirenti non vengono più \
             avvertiti, finché non ne arriva un altro. Il motivo viene conservato.";
    admin_settle_button()
        en: "Settle this seat",
        de: "Diesen Platz klären",
        fr: "Régler cette place",
        es: "Resolver este asiento",
        nl: "Deze plaats oplossen",
        it: "Risolvi questo posto";
    admin_removed_by(by: &str, why: &str)
        en: "Removed by {by}: {why}",
        de: "Entfernt von {by}: {why}",
        fr: "Supprimé par {by} : {why}",
        es: "Eliminada por {by}: {why}",
        nl: "Verwijderd door {by}: {why}",
        it: "Rimosso da {by}: {why}";
    admin_held_for(order: &str)
        en: "Held for order {order}",
        de: "Reserviert für Kauf {order}",
        fr: "Réservé pour la commande {order}",
        es: "Reservada para el pedido {order}",
        nl: "Gereserveerd voor bestelling {order}",
        it: "Riservato per l’ordine {order}";
    admin_remove()
        en: "Remove",
        de: "Entfernen",
        fr: "Supprimer",
        es: "Eliminar",
        nl: "Verwijderen",
        it: "Rimuovi";
    admin_remove_ask()
        en: "The ticket is withdrawn for good, and its seller is told why: by mail and on its page.",
        de: "Das Ticket wird endgültig zurückgezogen, und wer es verkauft, erfährt den Grund: per \
             Mail und auf der Seite des Tickets.",
        fr: "Le billet est définitivement retiré de la vente, et son vendeur apprend la raison : par \
             e-mail et sur la page du billet.",
        es: "La entrada se retira de la venta para siempre, y a su vendedor se le dice por qué: por \
             correo y en su página.",
        nl: "Het ticket wordt voorgoed ingetrokken, en de verkoper hoort de reden: per e-mail en op de \
             pagina van het ticket.",
        it: "Il biglietto viene ritirato per sempre dalla vendita, e il venditore viene a sapere il \
             motivo: per e-mail e nella pagina del biglietto.";
    admin_remove_button()
        en: "Remove this ticket",
        de: "Dieses Ticket entfernen",
        fr: "Supprimer ce billet",
        es: "Eliminar esta entrada",
        nl: "Dit ticket verwijderen",
        it: "Rimuovi questo biglietto";
    admin_ticket_link()
        en: "The ticket",
        de: "Das Ticket",
        fr: "Le billet",
        es: "La entrada",
        nl: "Het ticket",
        it: "Il biglietto";
    admin_ticket_held()
        en: "A buyer holds this ticket: cancel their order first. Nothing was done.",
        de: "Dieses Ticket ist reserviert: Storniere zuerst den Kauf. Es ist nichts geschehen.",
        fr: "Un acheteur a réservé ce billet : annulez d’abord sa commande. Rien n’a été fait.",
        es: "Un comprador tiene reservada esta entrada: cancela antes su pedido. No se ha hecho nada.",
        nl: "Een koper heeft dit ticket gereserveerd: annuleer eerst die bestelling. Er is niets \
             gedaan.",
        it: "Un acquirente ha riservato questo biglietto: annulla prima il suo ordine. Non è stato \
             fatto nulla.";
    admin_ticket_being_paid()
        en: "A buyer is paying for this ticket: refund their order once it is paid. Nothing was \
             done.",
        de: "Dieses Ticket wird gerade bezahlt: Erstatte den Kauf, wenn er bezahlt ist. Es ist \
             nichts geschehen.",
        fr: "Un acheteur est en train de payer ce billet : remboursez sa commande une fois payée. Rien \
             n’a été fait.",
        es: "Un comprador está pagando esta entrada: reembolsa su pedido cuando esté pagado. No se ha \
             hecho nada.",
        nl: "Een koper betaalt net voor dit ticket: betaal de bestelling terug als ze is betaald. Er \
             is niets gedaan.",
        it: "Un acquirente sta pagando questo biglietto: rimborsa il suo ordine una volta pagato. Non \
             è stato fatto nulla.";
    admin_ticket_sold()
        en: "This ticket is sold: refund its order instead. Nothing was done.",
        de: "Dieses Ticket ist verkauft: Erstatte stattdessen den Kauf. Es ist nichts geschehen.",
        fr: "Ce billet est vendu : remboursez plutôt sa commande. Rien n’a été fait.",
        es: "Esta entrada está vendida: reembolsa en su lugar el pedido. No se ha hecho nada.",
        nl: "Dit ticket is verkocht: betaal in plaats daarvan de bestelling terug. Er is niets gedaan.",
        it: "Questo biglietto è venduto: rimborsa invece il suo ordine. Non è stato fatto nulla.";
    admin_ticket_over()
        en: "This ticket is not for sale any more. Nothing was done.",
        de: "Dieses Ticket steht nicht mehr zum Verkauf. Es ist nichts geschehen.",
        fr: "Ce billet n’est plus en vente. Rien n’a été fait.",
        es: "Esta entrada ya no está a la venta. No se ha hecho nada.",
        nl: "Dit ticket is niet meer te koop. Er is niets gedaan.",
        it: "Questo biglietto non è più in vendita. Non è stato fatto nulla.";

    admin_events()
        en: "Events",
        de: "Veranstaltungen",
        fr: "Événements",
        es: "Eventos",
        nl: "Evenementen",
        it: "Eventi";
    admin_events_what()
        en: "Rename an event; merge two that are one.",
        de: "Eine Veranstaltung umbenennen; zwei zusammenlegen, die eine sind.",
        fr: "Renommer un événement ; en fusionner deux qui n’en font qu’un.",
        es: "Cambiar el nombre de un evento; unir dos que son uno.",
        nl: "Een evenement hernoemen; twee samenvoegen die er één zijn.",
        it: "Rinominare un evento; unirne due che sono uno solo.";
    admin_events_hint()
        en: "An event's id, or words of its name, venue or city",
        de: "Die Nummer einer Veranstaltung oder Wörter aus Name, Ort oder Stadt",
        fr: "L’identifiant d’un événement, ou des mots de son nom, de son lieu ou de sa ville",
        es: "El identificador de un evento, o palabras de su nombre, recinto o ciudad",
        nl: "Het nummer van een evenement, of woorden uit naam, locatie of stad",
        it: "L’id di un evento, o parole del nome, del luogo o della città";
    admin_event_counts(available: usize, held: usize, sold: usize, listed: usize)
        en: "{available} for sale · {held} held · {sold} sold · {listed} ever listed",
        de: "{available} zum Verkauf · {held} reserviert · {sold} verkauft · {listed} je angeboten",
        fr: "{available} en vente · {held} réservés · {sold} vendus · {listed} annonces en tout",
        es: "{available} en venta · {held} reservadas · {sold} vendidas · {listed} anuncios en total",
        nl: "{available} te koop · {held} gereserveerd · {sold} verkocht · {listed} ooit te koop gezet",
        it: "{available} in vendita · {held} riservati · {sold} venduti · {listed} annunci in tutto";
    admin_typed_in_by(by: &str)
        en: "Typed in by {by}",
        de: "Eingegeben von {by}",
        fr: "Saisi par {by}",
        es: "Escrito por {by}",
        nl: "Ingevoerd door {by}",
        it: "Inserito da {by}";
    admin_renamed_by(by: &str, at: &str, why: &str)
        en: "Renamed by {by} on {at}: {why}",
        de: "Umbenannt von {by} am {at}: {why}",
        fr: "Renommé par {by} le {at} : {why}",
        es: "Nombre cambiado por {by} el {at}: {why}",
        nl: "Hernoemd door {by} op {at}: {why}",
        it: "Rinominato da {by} il giorno {at}: {why}";
    admin_changed_by(by: &str, at: &str, why: &str)
        en: "Changed by {by} on {at}: {why}",
        de: "Geändert von {by} am {at}: {why}",
        fr: "Modifié par {by} le {at} : {why}",
        es: "Cambiado por {by} el {at}: {why}",
        nl: "Gewijzigd door {by} op {at}: {why}",
        it: "Modificato da {by} il giorno {at}: {why}";
    admin_merged_by(into: &str, by: &str, at: &str, why: &str)
        en: "Merged into “{into}” by {by} on {at}: {why}",
        de: "Mit „{into}“ zusammengelegt von {by} am {at}: {why}",
        fr: "Fusionné dans « {into} » par {by} le {at} : {why}",
        es: "Unido a «{into}» por {by} el {at}: {why}",
        nl: "Samengevoegd met ‘{into}’ door {by} op {at}: {why}",
        it: "Unito a «{into}» da {by} il giorno {at}: {why}";
    admin_still_moving(n: usize)
        en: { match n {
            1 => "1 ticket is still being moved. Load this page again to see it go.",
            _ => "{n} tickets are still being moved. Load this page again to see them go.",
        } },
        de: { match n {
            1 => "1 Ticket wird noch verschoben. Lade die Seite neu, um es zu sehen.",
            _ => "{n} Tickets werden noch verschoben. Lade die Seite neu, um es zu sehen.",
        } },
        fr: { match n {
            0 | 1 => "{n} billet est encore en cours de déplacement. Rechargez la page pour le voir \
                      partir.",
            _ => "{n} billets sont encore en cours de déplacement. Rechargez la page pour les voir \
                  partir.",
        } },
        es: { match n {
            1 => "Todavía se está moviendo 1 entrada. Recarga la página para ver cómo avanza.",
            _ => "Todavía se están moviendo {n} entradas. Recarga la página para ver cómo avanzan.",
        } },
        nl: { match n {
            1 => "1 ticket wordt nog verplaatst. Vernieuw de pagina om het te zien gaan.",
            _ => "{n} tickets worden nog verplaatst. Vernieuw de pagina om ze te zien gaan.",
        } },
        it: { match n {
            1 => "1 biglietto viene ancora spostato. Ricarica la pagina per vedere come procede.",
            _ => "{n} biglietti vengono ancora spostati. Ricarica la pagina per vedere come procede.",
        } };
    admin_event_coming()
        en: "Coming",
        de: "Kommt",
        fr: "À venir",
        es: "Próximo",
        nl: "Komt nog",
        it: "In arrivo";
    admin_event_started()
        en: "Started",
        de: "Begonnen",
        fr: "Commencé",
        es: "Empezado",
        nl: "Begonnen",
        it: "Iniziato";
    admin_event_merged()
        en: "Merged",
        de: "Zusammengelegt",
        fr: "Fusionné",
        es: "Unido",
        nl: "Samengevoegd",
        it: "Unito";
    admin_event_link()
        en: "The event",
        de: "Die Veranstaltung",
        fr: "L’événement",
        es: "El evento",
        nl: "Het evenement",
        it: "L’evento";
    admin_merge_link()
        en: "Merge into another event",
        de: "Mit einer anderen zusammenlegen",
        fr: "Fusionner avec un autre événement",
        es: "Unir a otro evento",
        nl: "Samenvoegen met een ander evenement",
        it: "Unisci a un altro evento";
    admin_rename()
        en: "Rename",
        de: "Umbenennen",
        fr: "Renommer",
        es: "Cambiar el nombre",
        nl: "Hernoemen",
        it: "Rinomina";
    admin_rename_ask()
        en: "Every page, receipt and mail says this from now on. When it starts cannot be changed: \
             people have bought for that time.",
        de: "Jede Seite, jeder Beleg und jede Mail nennt sie von nun an so. Wann sie beginnt, lässt \
             sich nicht ändern: Dafür wurde gekauft.",
        fr: "Chaque page, reçu et e-mail l’indiquera désormais. Le début ne peut pas être modifié : on \
             a acheté pour cette heure.",
        es: "Desde ahora lo dirán así todas las páginas, recibos y correos. El comienzo no se puede \
             cambiar: se han comprado entradas para esa hora.",
        nl: "Elke pagina, elk betaalbewijs en elke e-mail zegt dit vanaf nu. Wanneer het begint, kan \
             niet worden gewijzigd: mensen hebben voor die tijd gekocht.",
        it: "D’ora in poi lo diranno ogni pagina, ricevuta ed e-mail. L’inizio non si può cambiare: \
             c’è chi ha comprato per quell’ora.";
    admin_rename_button()
        en: "Rename this event",
        de: "Diese Veranstaltung umbenennen",
        fr: "Renommer cet événement",
        es: "Cambiar el nombre de este evento",
        nl: "Dit evenement hernoemen",
        it: "Rinomina questo evento";
    admin_merge_title(name: &str)
        en: "Merge “{name}” into another event",
        de: "„{name}“ mit einer anderen zusammenlegen",
        fr: "Fusionner « {name} » avec un autre événement",
        es: "Unir «{name}» a otro evento",
        nl: "‘{name}’ samenvoegen met een ander evenement",
        it: "Unisci «{name}» a un altro evento";
    admin_merge_hint(words: &str)
        en: "{words}. Which event stays? Those that start within 24 hours of it are listed. Find by \
             id, or by words.",
        de: "{words}. Welche Veranstaltung bleibt? Aufgeführt sind die, die höchstens 24 Stunden \
             davor oder danach beginnen. Suche nach der Nummer oder nach Wörtern.",
        fr: "{words}. Quel événement reste ? Ceux qui commencent à 24 heures près sont listés. \
             Cherchez par identifiant ou par mots.",
        es: "{words}. ¿Qué evento queda? Se listan los que empiezan con 24 horas de diferencia como \
             mucho. Busca por identificador o por palabras.",
        nl: "{words}. Welk evenement blijft? Hier staan die binnen 24 uur ervan beginnen. Zoek op \
             nummer of op woorden.",
        it: "{words}. Quale evento resta? Sono elencati quelli che iniziano entro 24 ore da questo. \
             Cerca per id o per parole.";
    admin_merge()
        en: "This one stays",
        de: "Diese bleibt",
        fr: "Celui-ci reste",
        es: "Queda este",
        nl: "Dit blijft",
        it: "Resta questo";
    admin_merge_ask(from: &str, from_counts: &str, into: &str, into_counts: &str)
        en: "“{from}” ({from_counts}) goes into “{into}” ({into_counts}). All its tickets are the \
             other's from then on; who holds or has bought one keeps it, at the same price and until \
             the same time. Its page leads to the other's. This cannot be undone.",
        de: "„{from}“ ({from_counts}) geht in „{into}“ ({into_counts}) auf. Alle Tickets gehören \
             dann dorthin; wer eines reserviert oder gekauft hat, behält es zum selben Preis und bis \
             zur selben Zeit. Die Seite der einen führt zur anderen. Das lässt sich nicht rückgängig \
             machen.",
        fr: "« {from} » ({from_counts}) est fusionné dans « {into} » ({into_counts}). Tous ses billets \
             appartiennent alors à l’autre ; qui en a réservé ou acheté un le garde, au même prix et \
             jusqu’à la même heure. Sa page mène à celle de l’autre. C’est irréversible.",
        es: "«{from}» ({from_counts}) se une a «{into}» ({into_counts}). Desde entonces todas sus \
             entradas son del otro; quien tenga una reservada o comprada la conserva, al mismo precio \
             y hasta la misma hora. Su página lleva a la del otro. Esto no se puede deshacer.",
        nl: "‘{from}’ ({from_counts}) gaat op in ‘{into}’ ({into_counts}). Alle tickets horen dan bij \
             het andere; wie er een reserveerde of kocht, houdt het, voor dezelfde prijs en tot \
             dezelfde tijd. De pagina leidt naar die van het andere. Dit kan niet ongedaan worden \
             gemaakt.",
        it: "«{from}» ({from_counts}) viene unito a «{into}» ({into_counts}). Tutti i suoi biglietti \
             sono allora dell’altro; chi ne ha riservato o comprato uno lo tiene, allo stesso prezzo e \
             fino alla stessa ora. La sua pagina porta a quella dell’altro. Non si può annullare.";
    admin_merge_button()
        en: "Merge the two",
        de: "Beide zusammenlegen",
        fr: "Fusionner les deux",
        es: "Unir los dos",
        nl: "De twee samenvoegen",
        it: "Unisci i due";
    admin_event_gone()
        en: "This event was merged into another already. Nothing was done.",
        de: "Diese Veranstaltung wurde schon mit einer anderen zusammengelegt. Es ist nichts \
             geschehen.",
        fr: "Cet événement a déjà été fusionné avec un autre. Rien n’a été fait.",
        es: "Este evento ya se unió a otro. No se ha hecho nada.",
        nl: "Dit evenement is al met een ander samengevoegd. Er is niets gedaan.",
        it: "Questo evento è già stato unito a un altro. Non è stato fatto nulla.";
    admin_no_other()
        en: "There is no such event to merge it into: choose one of those below. Nothing was done.",
        de: "Die andere Veranstaltung gibt es nicht: Wähle eine von denen unten. Es ist nichts \
             geschehen.",
        fr: "L’autre événement n’existe pas : choisissez l’un de ceux ci-dessous. Rien n’a été fait.",
        es: "El otro evento no existe: elige uno de los de abajo. No se ha hecho nada.",
        nl: "Het andere evenement bestaat niet: kies een van die hieronder. Er is niets gedaan.",
        it: "L’altro evento non esiste: scegline uno tra quelli qui sotto. Non è stato fatto nulla.";
    admin_merge_itself()
        en: "An event cannot be merged into itself. Nothing was done.",
        de: "Eine Veranstaltung lässt sich nicht mit sich selbst zusammenlegen. Es ist nichts \
             geschehen.",
        fr: "Un événement ne peut pas être fusionné avec lui-même. Rien n’a été fait.",
        es: "Un evento no se puede unir a sí mismo. No se ha hecho nada.",
        nl: "Een evenement kan niet met zichzelf worden samengevoegd. Er is niets gedaan.",
        it: "Un evento non si può unire a sé stesso. Non è stato fatto nulla.";
    admin_other_merged()
        en: "The other event was merged into yet another: choose that one. Nothing was done.",
        de: "Die andere Veranstaltung ist selbst schon in einer aufgegangen: Wähle diese. Es ist \
             nichts geschehen.",
        fr: "L’autre événement a lui-même été fusionné dans un troisième : choisissez celui-là. Rien \
             n’a été fait.",
        es: "El otro evento se unió a su vez a un tercero: elige ese. No se ha hecho nada.",
        nl: "Het andere evenement is zelf in weer een ander opgegaan: kies dat. Er is niets gedaan.",
        it: "L’altro evento è stato a sua volta unito a un terzo: scegli quello. Non è stato fatto \
             nulla.";
    admin_apart()
        en: "The two start more than 24 hours apart, and people have bought for these times: they \
             are not one event. Nothing was done.",
        de: "Zwischen dem Beginn der beiden liegen mehr als 24 Stunden, und dafür wurde gekauft: Das \
             ist nicht dieselbe Veranstaltung. Es ist nichts geschehen.",
        fr: "Les deux commencent à plus de 24 heures d’intervalle, et on a acheté pour ces heures : ce \
             n’est pas un seul événement. Rien n’a été fait.",
        es: "Los dos empiezan con más de 24 horas de diferencia, y se han comprado entradas para esas \
             horas: no son un mismo evento. No se ha hecho nada.",
        nl: "De twee beginnen meer dan 24 uur na elkaar, en mensen hebben voor die tijden gekocht: het \
             is niet één evenement. Er is niets gedaan.",
        it: "I due iniziano a più di 24 ore di distanza, e c’è chi ha comprato per quelle ore: non \
             sono un solo evento. Non è stato fatto nulla.";

    admin_today(day: &str)
        en: "Today, {day}",
        de: "Heute, {day}",
        fr: "Aujourd’hui, {day}",
        es: "Hoy, {day}",
        nl: "Vandaag, {day}",
        it: "Oggi, {day}";
    admin_since_midnight(zone: &str)
        en: "Since midnight in {zone}",
        de: "Seit Mitternacht nach der Uhr von {zone}",
        fr: "Depuis minuit à l’heure de {zone}",
        es: "Desde medianoche en {zone}",
        nl: "Sinds middernacht in {zone}",
        it: "Da mezzanotte in {zone}";
    admin_in_all()
        en: "In all",
        de: "Insgesamt",
        fr: "En tout",
        es: "En total",
        nl: "In totaal",
        it: "In tutto";
    admin_now() en: "Now", de: "Jetzt", fr: "Maintenant", es: "Ahora", nl: "Nu", it: "Ora";
    /// After a number, as all of these.
    admin_n_sign_ups()
        en: "sign-ups",
        de: "neue Konten",
        fr: "inscriptions",
        es: "registros",
        nl: "registraties",
        it: "registrazioni";
    admin_n_listings()
        en: "listings",
        de: "Angebote",
        fr: "annonces",
        es: "anuncios",
        nl: "advertenties",
        it: "annunci";
    admin_n_holds()
        en: "holds",
        de: "Reservierungen",
        fr: "réservations",
        es: "reservas",
        nl: "reserveringen",
        it: "prenotazioni";
    admin_n_sales()
        en: "sales",
        de: "Verkäufe",
        fr: "ventes",
        es: "ventas",
        nl: "verkopen",
        it: "vendite";
    admin_n_sold()
        en: "sold for",
        de: "Umsatz",
        fr: "de ventes",
        es: "vendido",
        nl: "omzet",
        it: "di vendite";
    admin_n_fees()
        en: "of it fees",
        de: "davon Gebühren",
        fr: "dont frais",
        es: "de ello, comisiones",
        nl: "waarvan kosten",
        it: "di cui commissioni";
    admin_n_refunds()
        en: "refunds",
        de: "Erstattungen",
        fr: "remboursements",
        es: "reembolsos",
        nl: "terugbetalingen",
        it: "rimborsi";
    admin_n_refunded()
        en: "refunded",
        de: "erstattet",
        fr: "remboursé",
        es: "reembolsado",
        nl: "terugbetaald",
        it: "rimborsato";
    admin_n_mails_waiting()
        en: "mails waiting",
        de: "Mails warten",
        fr: "e-mails en attente",
        es: "correos en espera",
        nl: "e-mails wachten",
        it: "e-mail in attesa";
    admin_n_unsettled()
        en: "payments under way",
        de: "Zahlungen laufen",
        fr: "paiements en cours",
        es: "pagos en curso",
        nl: "betalingen lopen",
        it: "pagamenti in corso";
    admin_n_streams()
        en: "open live streams",
        de: "offene Live-Verbindungen",
        fr: "connexions en direct ouvertes",
        es: "conexiones en directo abiertas",
        nl: "open liveverbindingen",
        it: "connessioni in diretta aperte";

    admin_mail() en: "Mail", de: "Mails", fr: "E-mails", es: "Correos", nl: "E-mails", it: "E-mail";
    admin_mail_what()
        en: "Whether mails are sent, and which were not.",
        de: "Ob Mails verschickt werden und welche nicht.",
        fr: "Si des e-mails sont envoyés, et lesquels ne l’ont pas été.",
        es: "Si se envían correos, y cuáles no.",
        nl: "Of e-mails worden verstuurd, en welke niet.",
        it: "Se le e-mail vengono inviate, e quali non lo sono state.";
    admin_no_server()
        en: "No mail server is set up.",
        de: "Es ist kein Mailserver eingerichtet.",
        fr: "Aucun serveur de messagerie n’est configuré.",
        es: "No hay ningún servidor de correo configurado.",
        nl: "Er is geen mailserver ingesteld.",
        it: "Nessun server di posta è configurato.";
    admin_no_server_means()
        en: " Mails are listed here and not sent. Set mail.server in config.toml (docs/mail.md) and \
             restart the site: mails that are younger than three days are sent then.",
        de: " Mails stehen hier und werden nicht verschickt. Setze mail.server in config.toml \
             (docs/mail.md) und starte die Seite neu: Mails, die jünger als drei Tage sind, werden \
             dann verschickt.",
        fr: " Les e-mails figurent ici et ne sont pas envoyés. Renseignez mail.server dans config.toml \
             (docs/mail.md) et redémarrez le site : les e-mails de moins de trois jours sont alors \
             envoyés.",
        es: " Los correos figuran aquí y no se envían. Pon mail.server en config.toml (docs/mail.md) y \
             reinicia el sitio: entonces se envían los correos de menos de tres días.",
        nl: " E-mails staan hier en worden niet verstuurd. Stel mail.server in config.toml in \
             (docs/mail.md) en herstart de site: e-mails die jonger zijn dan drie dagen, worden dan \
             verstuurd.",
        it: " Le e-mail sono elencate qui e non vengono inviate. Imposta mail.server in config.toml \
             (docs/mail.md) e riavvia il sito: le e-mail più recenti di tre giorni vengono allora \
             inviate.";
    admin_test_hint()
        en: "The test goes to your own address. It can take 20 seconds until the mail server's \
             answer is here.",
        de: "Der Test geht an deine eigene Adresse. Bis die Antwort des Mailservers da ist, kann es \
             20 Sekunden dauern.",
        fr: "Le test va à votre propre adresse. La réponse du serveur peut mettre 20 secondes à \
             arriver.",
        es: "La prueba va a tu propia dirección. La respuesta del servidor de correo puede tardar 20 \
             segundos.",
        nl: "De test gaat naar je eigen adres. Het kan 20 seconden duren tot het antwoord van de \
             mailserver er is.",
        it: "La prova va al tuo indirizzo. La risposta del server di posta può arrivare dopo 20 \
             secondi.";
    admin_test_button()
        en: "Send a test mail",
        de: "Eine Testmail schicken",
        fr: "Envoyer un e-mail de test",
        es: "Enviar un correo de prueba",
        nl: "Een testmail versturen",
        it: "Invia un’e-mail di prova";
    admin_test_late(seconds: u64)
        en: "the server did not answer within {seconds} s",
        de: "der Server hat in {seconds} s nicht geantwortet",
        fr: "le serveur n’a pas répondu en {seconds} s",
        es: "el servidor no respondió en {seconds} s",
        nl: "de server heeft niet binnen {seconds} s geantwoord",
        it: "il server non ha risposto entro {seconds} s";
    admin_test_taken()
        en: "The mail server has taken a test for ",
        de: "Der Mailserver hat eine Testmail angenommen für ",
        fr: "Le serveur de messagerie a accepté un test pour ",
        es: "El servidor de correo ha aceptado una prueba para ",
        nl: "De mailserver heeft een testmail aangenomen voor ",
        it: "Il server di posta ha accettato una prova per ";
    admin_test_taken_means()
        en: ". If it does not arrive, look among what is taken for spam, and see docs/mail.md.",
        de: ". Kommt sie nicht an, sieh im Spam-Ordner nach und lies docs/mail.md.",
        fr: ". S’il n’arrive pas, regardez parmi les indésirables, et voyez docs/mail.md.",
        es: ". Si no llega, mira en el correo no deseado y consulta docs/mail.md.",
        nl: ". Komt die niet aan, kijk dan bij de spam, en zie docs/mail.md.",
        it: ". Se non arriva, guarda nello spam, e vedi docs/mail.md.";
    admin_test_failed()
        en: "The test was not sent.",
        de: "Der Test wurde nicht verschickt.",
        fr: "Le test n’a pas été envoyé.",
        es: "La prueba no se ha enviado.",
        nl: "De test is niet verstuurd.",
        it: "La prova non è stata inviata.";
    admin_test_said()
        en: " The mail server, or the way to it, says: ",
        de: " Der Mailserver oder der Weg dorthin sagt: ",
        fr: " Le serveur de messagerie, ou le chemin qui y mène, dit : ",
        es: " El servidor de correo, o el camino hasta él, dice: ",
        nl: " De mailserver, of de weg ernaartoe, zegt: ",
        it: " Il server di posta, o la via per raggiungerlo, dice: ";
    admin_server()
        en: "Server",
        de: "Server",
        fr: "Serveur",
        es: "Servidor",
        nl: "Server",
        it: "Server";
    admin_from() en: "From", de: "Von", fr: "De", es: "De", nl: "Van", it: "Da";
    admin_no_mail_taken()
        en: "The server takes no mail",
        de: "Der Server nimmt keine Mails an",
        fr: "Le serveur n’accepte pas d’e-mails",
        es: "El servidor no acepta correos",
        nl: "De server neemt geen e-mails aan",
        it: "Il server non accetta e-mail";
    admin_since()
        en: " since ",
        de: ", seit ",
        fr: " depuis ",
        es: " desde ",
        nl: " sinds ",
        it: " dal giorno ";
    admin_tried_after()
        en: " Mails wait, and are tried again: next after ",
        de: " Mails warten und werden wieder versucht: als Nächstes nach ",
        fr: " Des e-mails attendent et sont réessayés : prochain essai après ",
        es: " Hay correos en espera que se vuelven a intentar: el próximo, después de ",
        nl: " E-mails wachten en worden opnieuw geprobeerd: eerst na ",
        it: " Ci sono e-mail in attesa che vengono ritentate: la prossima dopo ";
    admin_test_sends()
        en: ". A test that succeeds sends them at once.",
        de: ". Ein Test, der gelingt, verschickt sie sofort.",
        fr: ". Un test réussi les envoie aussitôt.",
        es: ". Una prueba que salga bien los envía al momento.",
        nl: ". Een test die lukt, verstuurt ze meteen.",
        it: ". Una prova riuscita le invia subito.";
    admin_waiting()
        en: "waiting",
        de: "warten",
        fr: "en attente",
        es: "en espera",
        nl: "wachten",
        it: "in attesa";
    admin_not_sent()
        en: "not sent",
        de: "nicht verschickt",
        fr: "non envoyés",
        es: "sin enviar",
        nl: "niet verstuurd",
        it: "non inviate";
    admin_given_up()
        en: "given up",
        de: "aufgegeben",
        fr: "abandonnés",
        es: "abandonados",
        nl: "opgegeven",
        it: "abbandonate";
    admin_in_all_small()
        en: "in all",
        de: "insgesamt",
        fr: "en tout",
        es: "en total",
        nl: "in totaal",
        it: "in tutto";
    admin_only_given_up()
        en: "Only given up",
        de: "Nur aufgegebene",
        fr: "Seulement les abandonnés",
        es: "Solo los abandonados",
        nl: "Alleen opgegeven",
        it: "Solo quelle abbandonate";
    admin_all_mails()
        en: "All mails",
        de: "Alle Mails",
        fr: "Tous les e-mails",
        es: "Todos los correos",
        nl: "Alle e-mails",
        it: "Tutte le e-mail";
    admin_all_mails_newest()
        en: "All mails, newest first",
        de: "Alle Mails, neueste zuerst",
        fr: "Tous les e-mails, les plus récents d’abord",
        es: "Todos los correos, los más recientes primero",
        nl: "Alle e-mails, nieuwste eerst",
        it: "Tutte le e-mail, dalle più recenti";
    admin_no_mails()
        en: "No mails here",
        de: "Keine Mails",
        fr: "Aucun e-mail ici",
        es: "Aquí no hay correos",
        nl: "Hier zijn geen e-mails",
        it: "Qui non ci sono e-mail";
    admin_no_mails_means()
        en: "What the site has to tell people is listed here.",
        de: "Was die Seite jemandem mitzuteilen hat, steht hier.",
        fr: "Ce que le site a à dire aux gens figure ici.",
        es: "Lo que el sitio tiene que comunicar figura aquí.",
        nl: "Wat de site mensen te melden heeft, staat hier.",
        it: "Ciò che il sito ha da comunicare è elencato qui.";
    admin_older_mails()
        en: "Older mails",
        de: "Ältere Mails",
        fr: "E-mails plus anciens",
        es: "Correos más antiguos",
        nl: "Oudere e-mails",
        it: "E-mail più vecchie";
    admin_to(to: &str)
        en: "to {to} · ",
        de: "an {to} · ",
        fr: "à {to} · ",
        es: "a {to} · ",
        nl: "aan {to} · ",
        it: "a {to} · ";
    admin_failures(n: u32)
        en: "{n} failures, the last: ",
        de: "{n} Fehlversuche, der letzte: ",
        fr: { match n { 0 | 1 => "{n} échec, le dernier : ", _ => "{n} échecs, le dernier : " } },
        es: { match n { 1 => "1 fallo, el último: ", _ => "{n} fallos, el último: " } },
        nl: { match n {
            1 => "1 mislukte poging, de laatste: ",
            _ => "{n} mislukte pogingen, de laatste: ",
        } },
        it: { match n {
            1 => "1 tentativo fallito, l’ultimo: ",
            _ => "{n} tentativi falliti, l’ultimo: ",
        } };
    admin_send_again()
        en: "Send again",
        de: "Noch einmal schicken",
        fr: "Renvoyer",
        es: "Enviar de nuevo",
        nl: "Opnieuw versturen",
        it: "Invia di nuovo";
    admin_send_again_ask()
        en: "It is tried again for up to three days.",
        de: "Es wird bis zu drei Tage lang wieder versucht.",
        fr: "Il est réessayé pendant trois jours au plus.",
        es: "Se vuelve a intentar durante tres días como máximo.",
        nl: "Het wordt tot drie dagen lang opnieuw geprobeerd.",
        it: "Si riprova per tre giorni al massimo.";
    admin_again_because()
        en: "It should arrive now",
        de: "Jetzt sollte sie ankommen",
        fr: "Il devrait arriver maintenant",
        es: "Ahora debería llegar",
        nl: "Nu zou die moeten aankomen",
        it: "Ora dovrebbe arrivare";
    admin_mail_settled()
        en: "This mail is sent, or is being sent: there is nothing to do.",
        de: "Diese Mail ist verschickt oder wird es gerade: Es ist nichts zu tun.",
        fr: "Cet e-mail est envoyé ou en cours d’envoi : il n’y a rien à faire.",
        es: "Este correo está enviado o se está enviando: no hay nada que hacer.",
        nl: "Deze e-mail is verstuurd of wordt verstuurd: er is niets te doen.",
        it: "Questa e-mail è inviata o sta per esserlo: non c’è nulla da fare.";
    admin_sent()
        en: "Sent",
        de: "Verschickt",
        fr: "Envoyé",
        es: "Enviado",
        nl: "Verstuurd",
        it: "Inviata";
    admin_waits()
        en: "Waiting",
        de: "Wartet",
        fr: "En attente",
        es: "En espera",
        nl: "Wacht",
        it: "In attesa";
    admin_not_before()
        en: "not before ",
        de: "nicht vor ",
        fr: "pas avant ",
        es: "no antes de ",
        nl: "niet voor ",
        it: "non prima di ";
    admin_is_given_up()
        en: "Given up",
        de: "Aufgegeben",
        fr: "Abandonné",
        es: "Abandonado",
        nl: "Opgegeven",
        it: "Abbandonata";
    admin_is_not_sent()
        en: "Not sent",
        de: "Nicht verschickt",
        fr: "Non envoyé",
        es: "No enviado",
        nl: "Niet verstuurd",
        it: "Non inviata";
    admin_no_server_small()
        en: "no mail server is set up",
        de: "es ist kein Mailserver eingerichtet",
        fr: "aucun serveur de messagerie n’est configuré",
        es: "no hay ningún servidor de correo configurado",
        nl: "er is geen mailserver ingesteld",
        it: "nessun server di posta è configurato";
    admin_about_order(id: &str)
        en: "order {id}",
        de: "Kauf {id}",
        fr: "commande {id}",
        es: "pedido {id}",
        nl: "bestelling {id}",
        it: "ordine {id}";
    admin_about_ticket(id: &str)
        en: "ticket {id}",
        de: "Ticket {id}",
        fr: "billet {id}",
        es: "entrada {id}",
        nl: "ticket {id}",
        it: "biglietto {id}";
    admin_about_account()
        en: "the account",
        de: "das Konto",
        fr: "le compte",
        es: "la cuenta",
        nl: "het account",
        it: "l’account";

    mail_kind_order_completed()
        en: "Order completed",
        de: "Kauf abgeschlossen",
        fr: "Commande payée",
        es: "Pedido pagado",
        nl: "Bestelling betaald",
        it: "Ordine pagato";
    mail_kind_ticket_sold()
        en: "Ticket sold",
        de: "Ticket verkauft",
        fr: "Billet vendu",
        es: "Entrada vendida",
        nl: "Ticket verkocht",
        it: "Biglietto venduto";
    mail_kind_hold_expired()
        en: "Hold expired",
        de: "Reservierung abgelaufen",
        fr: "Réservation expirée",
        es: "Reserva caducada",
        nl: "Reservering verlopen",
        it: "Prenotazione scaduta";
    mail_kind_order_refunded()
        en: "Order refunded",
        de: "Kauf erstattet",
        fr: "Commande remboursée",
        es: "Pedido reembolsado",
        nl: "Bestelling terugbetaald",
        it: "Ordine rimborsato";
    mail_kind_ticket_free()
        en: "Ticket free",
        de: "Ticket frei",
        fr: "Billet libre",
        es: "Entrada libre",
        nl: "Ticket vrij",
        it: "Biglietto libero";
    mail_kind_your_turn()
        en: "Your turn",
        de: "Du bist dran",
        fr: "Votre tour",
        es: "Tu turno",
        nl: "Je beurt",
        it: "Il tuo turno";
    mail_kind_password_reset()
        en: "Password reset",
        de: "Neues Passwort",
        fr: "Nouveau mot de passe",
        es: "Contraseña nueva",
        nl: "Nieuw wachtwoord",
        it: "Nuova password";
    mail_kind_order_cancelled()
        en: "Order cancelled",
        de: "Kauf storniert",
        fr: "Commande annulée",
        es: "Pedido cancelado",
        nl: "Bestelling geannuleerd",
        it: "Ordine annullato";
    mail_kind_ticket_removed()
        en: "Ticket removed",
        de: "Ticket entfernt",
        fr: "Billet supprimé",
        es: "Entrada eliminada",
        nl: "Ticket verwijderd",
        it: "Biglietto rimosso";
    mail_kind_address_confirmation()
        en: "Address confirmation",
        de: "Adresse bestätigen",
        fr: "Adresse à confirmer",
        es: "Confirmar dirección",
        nl: "Adres bevestigen",
        it: "Conferma indirizzo";
    mail_kind_ticket_recalled()
        en: "Ticket recalled",
        de: "Weiterverkauf beendet",
        fr: "Revente arrêtée",
        es: "Reventa terminada",
        nl: "Doorverkoop beëindigd",
        it: "Rivendita terminata";
    mail_kind_file_attached()
        en: "File attached",
        de: "Datei nachgereicht",
        fr: "Fichier joint",
        es: "Archivo adjuntado",
        nl: "Bestand toegevoegd",
        it: "File allegato";
    mail_kind_password_changed()
        en: "Password changed",
        de: "Passwort geändert",
        fr: "Mot de passe changé",
        es: "Contraseña cambiada",
        nl: "Wachtwoord gewijzigd",
        it: "Password cambiata";
    mail_kind_address_given_up()
        en: "Address given up",
        de: "Adresse aufgegeben",
        fr: "Adresse abandonnée",
        es: "Dirección abandonada",
        nl: "Adres opgegeven",
        it: "Indirizzo abbandonato";
    mail_kind_signed_in_elsewhere()
        en: "Signed in elsewhere",
        de: "Neue Anmeldung",
        fr: "Nouvelle connexion",
        es: "Nuevo inicio de sesión",
        nl: "Nieuwe login",
        it: "Nuovo accesso";
    mail_kind_webhook_turned_off()
        en: "Webhook turned off",
        de: "Webhook abgeschaltet",
        fr: "Webhook désactivé",
        es: "Webhook desactivado",
        nl: "Webhook uitgezet",
        it: "Webhook disattivato";
    mail_kind_event_news()
        en: "Event news",
        de: "Veranstaltung geändert",
        fr: "Événement modifié",
        es: "Evento cambiado",
        nl: "Evenement gewijzigd",
        it: "Evento modificato";
    mail_kind_alert_news()
        en: "Alert news",
        de: "Neue Tickets",
        fr: "Nouveaux billets",
        es: "Entradas nuevas",
        nl: "Nieuwe tickets",
        it: "Nuovi biglietti";
    mail_kind_bank_given()
        en: "Bank account given",
        de: "Bankkonto angegeben",
        fr: "Compte bancaire indiqué",
        es: "Cuenta bancaria indicada",
        nl: "Bankrekening opgegeven",
        it: "Conto bancario indicato";
    mail_kind_payout_news()
        en: "Payout",
        de: "Auszahlung",
        fr: "Versement",
        es: "Pago al vendedor",
        nl: "Uitbetaling",
        it: "Accredito";
    mail_kind_file_due()
        en: "File due",
        de: "Datei fehlt noch",
        fr: "Fichier attendu",
        es: "Falta el archivo",
        nl: "Bestand ontbreekt nog",
        it: "File in attesa";
    mail_kind_file_overdue()
        en: "File overdue",
        de: "Datei kam nicht",
        fr: "Fichier non reçu",
        es: "El archivo no llegó",
        nl: "Bestand niet gekomen",
        it: "File non arrivato";
    mail_kind_message_came()
        en: "Message",
        de: "Nachricht",
        fr: "Message",
        es: "Mensaje",
        nl: "Bericht",
        it: "Messaggio";
    mail_kind_claim_opened()
        en: "Claim opened",
        de: "Problem gemeldet",
        fr: "Problème signalé",
        es: "Problema comunicado",
        nl: "Probleem gemeld",
        it: "Problema segnalato";
    mail_kind_claim_answered()
        en: "Claim answered",
        de: "Antwort auf Problem",
        fr: "Réponse au problème",
        es: "Respuesta al problema",
        nl: "Antwoord op probleem",
        it: "Risposta al problema";
    mail_kind_claim_settled()
        en: "Claim settled",
        de: "Problem entschieden",
        fr: "Problème tranché",
        es: "Problema resuelto",
        nl: "Probleem beslist",
        it: "Problema deciso";
    mail_kind_backup_late()
        en: "Backup late",
        de: "Sicherung überfällig",
        fr: "Sauvegarde en retard",
        es: "Copia de seguridad atrasada",
        nl: "Back-up te laat",
        it: "Backup in ritardo";
    mail_kind_factor_news()
        en: "Second factor",
        de: "Zweiter Faktor",
        fr: "Second facteur",
        es: "Segundo factor",
        nl: "Tweede factor",
        it: "Secondo fattore";
    mail_kind_dispute_news()
        en: "Dispute",
        de: "Angefochtene Zahlung",
        fr: "Paiement contesté",
        es: "Pago en disputa",
        nl: "Betwiste betaling",
        it: "Pagamento contestato";

    admin_mail_kinds()
        en: "All kinds of mail",
        de: "Alle Arten von Mails",
        fr: "Tous les types d’e-mails",
        es: "Todos los tipos de correo",
        nl: "Alle soorten e-mails",
        it: "Tutti i tipi di e-mail";
    admin_mail_kinds_what()
        en: "As this site sends them, about something made up.",
        de: "So, wie diese Seite sie verschickt, über etwas Erfundenes.",
        fr: "Tels que ce site les envoie, à propos de quelque chose d’inventé.",
        es: "Tal como los envía este sitio, sobre algo inventado.",
        nl: "Zoals deze site ze verstuurt, over iets verzonnens.",
        it: "Come le invia questo sito, su qualcosa di inventato.";
    admin_mail_subject()
        en: "Subject",
        de: "Betreff",
        fr: "Objet",
        es: "Asunto",
        nl: "Onderwerp",
        it: "Oggetto";
    admin_mail_enclosed()
        en: "Enclosed",
        de: "Anhang",
        fr: "Pièce jointe",
        es: "Adjunto",
        nl: "Bijlage",
        it: "Allegato";
    admin_mail_html()
        en: "As HTML",
        de: "Als HTML",
        fr: "En HTML",
        es: "En HTML",
        nl: "Als HTML",
        it: "In HTML";
    admin_mail_alone()
        en: "On a page of its own",
        de: "Auf einer eigenen Seite",
        fr: "Sur une page à part",
        es: "En una página aparte",
        nl: "Op een eigen pagina",
        it: "Su una pagina a parte";
    admin_mail_plain()
        en: "As plain text",
        de: "Als reiner Text",
        fr: "En texte brut",
        es: "En texto sin formato",
        nl: "Als platte tekst",
        it: "In testo semplice";
}
