//! A ticket's page: its state, its history, its file, and why something is not done with it.

use super::{Language, texts};
use crate::{
    domain::{SeatsGo, Spot},
    types::isolated,
};

texts! {
    seats_from_to(first: u32, last: u32)
        en: "Seats {first} to {last}",
        de: "Plätze {first} bis {last}",
        fr: "Places {first} à {last}",
        es: "Asientos {first} a {last}",
        nl: "Plaatsen {first} t/m {last}",
        it: "Posti da {first} a {last}";
    see_other_tickets()
        en: "See other tickets for this event",
        de: "Andere Tickets für diese Veranstaltung ansehen",
        fr: "Voir les autres billets pour cet événement",
        es: "Ver otras entradas para este evento",
        nl: "Andere tickets voor dit evenement bekijken",
        it: "Vedi altri biglietti per questo evento";
    event_started_not_sold()
        en: "The event has started: this ticket is not sold any more.",
        de: "Die Veranstaltung hat begonnen: Dieses Ticket wird nicht mehr verkauft.",
        fr: "L’événement a commencé : ce billet n’est plus vendu.",
        es: "El evento ha empezado: esta entrada ya no se vende.",
        nl: "Het evenement is begonnen: dit ticket wordt niet meer verkocht.",
        it: "L’evento è iniziato: questo biglietto non si vende più.";
    sign_in_to_buy()
        en: "Sign in to buy",
        de: "Zum Kaufen anmelden",
        fr: "Se connecter pour acheter",
        es: "Iniciar sesión para comprar",
        nl: "Inloggen om te kopen",
        it: "Accedi per comprare";
    buy_for(price: &str)
        en: "Buy for {price}",
        de: "Für {price} kaufen",
        fr: "Acheter à {price}",
        es: "Comprar por {price}",
        nl: "Kopen voor {price}",
        it: "Compra a {price}";
    /// Before an amount and its currency, and after them.
    that_is_all_you_pay()
        en: "That is all you pay. ",
        de: "Mehr zahlst du nicht. Davon gehen ",
        fr: "Vous ne payez rien de plus : les frais de ce site, soit ",
        es: "No pagas nada más. De ese precio, ",
        nl: "Meer betaal je niet. Daarvan is ",
        it: "Non paghi altro. Di questo prezzo, ";
    of_it_is_the_fee()
        en: " of it is this site’s fee.",
        de: " als Gebühr an diese Seite.",
        fr: ", sont compris.",
        es: " son la comisión de este sitio.",
        nl: " servicekosten voor deze site.",
        it: " sono la commissione di questo sito.";
    what_buying_means()
        en: "It is then held for you, and for nobody else, while you pay.",
        de: "Es ist dann für dich reserviert, und für niemanden sonst, während du bezahlst.",
        fr: "Il vous est alors réservé, et à personne d’autre, le temps de payer.",
        es: "Queda reservada para ti, y para nadie más, mientras pagas.",
        nl: "Het is dan voor jou gereserveerd, en voor niemand anders, terwijl je betaalt.",
        it: "Resta riservato per te, e per nessun altro, mentre paghi.";
    /// Before a time.
    held_by_another_until()
        en: "Held by another buyer until",
        de: "Für jemand anderen reserviert bis",
        fr: "Réservé pour un autre acheteur jusqu’à",
        es: "Reservada para otra persona hasta",
        nl: "Gereserveerd voor een andere koper tot",
        it: "Riservato a un altro acquirente fino a";
    free_again_if_unpaid()
        en: "If they do not pay, it is free again then.",
        de: "Wird bis dahin nicht bezahlt, ist es wieder frei.",
        fr: "S’il ne paie pas, le billet redevient libre à ce moment-là.",
        es: "Si no paga, entonces vuelve a estar libre.",
        nl: "Wordt er dan niet betaald, dan is het weer vrij.",
        it: "Se non paga, allora torna libero.";
    another_is_paying()
        en: "Another buyer is paying for it right now. If the payment fails, it is free again.",
        de: "Jemand anderes bezahlt es gerade. Scheitert die Zahlung, ist es wieder frei.",
        fr: "Un autre acheteur est en train de le payer. Si le paiement échoue, le billet \
             redevient libre.",
        es: "Otra persona la está pagando ahora mismo. Si el pago falla, volverá a estar libre.",
        nl: "Een andere koper is het nu aan het betalen. Mislukt de betaling, dan is het weer \
             vrij.",
        it: "Un altro acquirente lo sta pagando proprio ora. Se il pagamento non riesce, torna \
             libero.";
    somebody_else_bought_it()
        en: "Somebody else has bought it. ",
        de: "Jemand anderes hat es gekauft. ",
        fr: "Quelqu’un d’autre l’a acheté. ",
        es: "La ha comprado otra persona. ",
        nl: "Iemand anders heeft het gekocht. ",
        it: "L’ha comprato qualcun altro. ";
    seller_took_it_back()
        en: "It was withdrawn from sale. ",
        de: "Es wurde vom Verkauf zurückgezogen. ",
        fr: "Il a été retiré de la vente. ",
        es: "Se ha retirado de la venta. ",
        nl: "Het is uit de verkoop gehaald. ",
        it: "È stato ritirato dalla vendita. ";

    /// Before what its buyer pays.
    you_get(asked: &str)
        en: "You get {asked}; buyers pay ",
        de: "Du bekommst {asked}, beim Kauf kostet es ",
        fr: "Vous recevez {asked} ; les acheteurs paient ",
        es: "Recibes {asked}; quien compra paga ",
        nl: "Jij krijgt {asked}; kopers betalen ",
        it: "Ricevi {asked}; chi compra paga ";
    withdraw()
        en: "Withdraw",
        de: "Zurückziehen",
        fr: "Retirer",
        es: "Retirar",
        nl: "Intrekken",
        it: "Ritira";
    withdraw_question()
        en: "Take this ticket off the market? You would have to list it anew to sell it.",
        de: "Dieses Ticket vom Verkauf zurückziehen? Um es doch zu verkaufen, müsstest du es neu \
             anbieten.",
        fr: "Retirer ce billet de la vente ? Pour le vendre, il faudrait le remettre en vente.",
        es: "¿Retirar esta entrada de la venta? Para venderla tendrías que ponerla a la venta de \
             nuevo.",
        nl: "Dit ticket uit de verkoop halen? Om het toch te verkopen, zou je het opnieuw te koop \
             moeten zetten.",
        it: "Ritirare questo biglietto dalla vendita? Per venderlo dovresti metterlo di nuovo in \
             vendita.";
    withdraw_this_ticket()
        en: "Withdraw this ticket",
        de: "Dieses Ticket zurückziehen",
        fr: "Retirer ce billet",
        es: "Retirar esta entrada",
        nl: "Dit ticket intrekken",
        it: "Ritira questo biglietto";
    event_started_yours_not_sold()
        en: "The event has started: your ticket is not sold any more.",
        de: "Die Veranstaltung hat begonnen: Dein Ticket wird nicht mehr verkauft.",
        fr: "L’événement a commencé : votre billet n’est plus vendu.",
        es: "El evento ha empezado: tu entrada ya no se vende.",
        nl: "Het evenement is begonnen: je ticket wordt niet meer verkocht.",
        it: "L’evento è iniziato: il tuo biglietto non si vende più.";
    you_are_selling()
        en: "You are selling this ticket. Anyone can buy it now.",
        de: "Du bietest dieses Ticket an. Jeder kann es jetzt kaufen.",
        fr: "Vous vendez ce billet. N’importe qui peut l’acheter maintenant.",
        es: "Vendes esta entrada. Ahora la puede comprar cualquiera.",
        nl: "Je verkoopt dit ticket. Iedereen kan het nu kopen.",
        it: "Stai vendendo questo biglietto. Ora può comprarlo chiunque.";
    listed_with_it(others: usize)
        en: { match others {
            1 => "1 other was listed with it.",
            _ => "{others} others were listed with it.",
        } },
        de: { match others {
            1 => "Mit ihm zusammen wurde 1 weiteres angeboten.",
            _ => "Mit ihm zusammen wurden {others} weitere angeboten.",
        } },
        fr: { match others {
            0 | 1 => "{others} autre a été mis en vente avec lui.",
            _ => "{others} autres ont été mis en vente avec lui.",
        } },
        es: { match others {
            1 => "Se puso a la venta junto con 1 más.",
            _ => "Se puso a la venta junto con {others} más.",
        } },
        nl: { match others {
            1 => "Er is er 1 samen met dit ticket te koop gezet.",
            _ => "Er zijn er {others} samen met dit ticket te koop gezet.",
        } },
        it: { match others {
            1 => "Insieme a questo ne è stato messo in vendita 1 altro.",
            _ => "Insieme a questo ne sono stati messi in vendita altri {others}.",
        } };
    edit_listing()
        en: "Edit",
        de: "Bearbeiten",
        fr: "Modifier",
        es: "Editar",
        nl: "Bewerken",
        it: "Modifica";
    locked_meanwhile()
        en: "It cannot be edited or withdrawn meanwhile.",
        de: "So lange kannst du es weder bearbeiten noch zurückziehen.",
        fr: "Vous ne pouvez ni le modifier ni le retirer pendant ce temps.",
        es: "Mientras tanto no puedes editarla ni retirarla.",
        nl: "Zolang kun je het niet bewerken of intrekken.",
        it: "Nel frattempo non puoi né modificarlo né ritirarlo.";
    /// Before a time.
    held_by_a_buyer_until()
        en: "Held by a buyer until",
        de: "Für jemanden reserviert bis",
        fr: "Réservé pour un acheteur jusqu’à",
        es: "Reservada para un comprador hasta",
        nl: "Gereserveerd voor een koper tot",
        it: "Riservato a un acquirente fino a";
    buyer_is_paying()
        en: "A buyer is paying for your ticket right now. ",
        de: "Jemand bezahlt dein Ticket gerade. ",
        fr: "Un acheteur est en train de payer votre billet. ",
        es: "Un comprador está pagando tu entrada ahora mismo. ",
        nl: "Een koper is je ticket nu aan het betalen. ",
        it: "Un acquirente sta pagando il tuo biglietto proprio ora. ";
    you_have_sold_it()
        en: "You have sold this ticket.",
        de: "Du hast dieses Ticket verkauft.",
        fr: "Vous avez vendu ce billet.",
        es: "Has vendido esta entrada.",
        nl: "Je hebt dit ticket verkocht.",
        it: "Hai venduto questo biglietto.";
    you_have_withdrawn_it()
        en: "You have withdrawn this ticket. Nobody can buy it.",
        de: "Du hast dieses Ticket zurückgezogen. Niemand kann es kaufen.",
        fr: "Vous avez retiré ce billet. Personne ne peut l’acheter.",
        es: "Has retirado esta entrada. Nadie puede comprarla.",
        nl: "Je hebt dit ticket ingetrokken. Niemand kan het kopen.",
        it: "Hai ritirato questo biglietto. Nessuno può comprarlo.";

    withdrawn_with_refund()
        en: "It was sold, and the order was refunded: the ticket is withdrawn. Nobody can buy it.",
        de: "Es war verkauft, und der Kauf wurde erstattet: Das Ticket ist zurückgezogen. Niemand \
             kann es kaufen.",
        fr: "Il était vendu, et la commande a été remboursée : le billet est retiré. Personne ne \
             peut l’acheter.",
        es: "Estaba vendida y el pedido se reembolsó: la entrada está retirada. Nadie puede \
             comprarla.",
        nl: "Het was verkocht, en de bestelling is terugbetaald: het ticket is ingetrokken. \
             Niemand kan het kopen.",
        it: "Era venduto, e l’ordine è stato rimborsato: il biglietto è ritirato. Nessuno può \
             comprarlo.";
    withdrawn_by_site()
        en: "The people who run this site have removed this ticket. Nobody can buy it.",
        de: "Die Betreiber dieser Seite haben dieses Ticket entfernt. Niemand kann es kaufen.",
        fr: "L’équipe de ce site a supprimé ce billet. Personne ne peut l’acheter.",
        es: "El equipo de este sitio ha eliminado esta entrada. Nadie puede comprarla.",
        nl: "Het team van deze site heeft dit ticket verwijderd. Niemand kan het kopen.",
        it: "Lo staff di questo sito ha rimosso questo biglietto. Nessuno può comprarlo.";
    withdrawn_with_purchase()
        en: "The order by which you had bought it was refunded: the ticket is withdrawn. Nobody can \
             buy it.",
        de: "Der Kauf, mit dem du es hattest, wurde erstattet: Das Ticket ist zurückgezogen. \
             Niemand kann es kaufen.",
        fr: "La commande par laquelle vous l’aviez acheté a été remboursée : le billet est retiré. \
             Personne ne peut l’acheter.",
        es: "El pedido con el que la compraste se reembolsó: la entrada está retirada. Nadie puede \
             comprarla.",
        nl: "De bestelling waarmee je het had gekocht, is terugbetaald: het ticket is ingetrokken. \
             Niemand kan het kopen.",
        it: "L’ordine con cui l’avevi comprato è stato rimborsato: il biglietto è ritirato. \
             Nessuno può comprarlo.";

    /// Before a time.
    held_for_you_until()
        en: "Held for you until",
        de: "Für dich reserviert bis",
        fr: "Réservé pour vous jusqu’à",
        es: "Reservada para ti hasta",
        nl: "Voor jou gereserveerd tot",
        it: "Riservato per te fino a";
    go_on_to_pay()
        en: "Go on to pay",
        de: "Weiter zur Zahlung",
        fr: "Passer au paiement",
        es: "Continuar con el pago",
        nl: "Verder naar betalen",
        it: "Vai al pagamento";
    payment_is_being_settled()
        en: "Your payment is being settled.",
        de: "Deine Zahlung wird gerade abgeschlossen.",
        fr: "Votre paiement est en cours de traitement.",
        es: "Tu pago se está completando.",
        nl: "Je betaling wordt afgerond.",
        it: "Il tuo pagamento è in fase di completamento.";
    see_your_order()
        en: "See your order",
        de: "Zu deinem Kauf",
        fr: "Voir votre commande",
        es: "Ver tu pedido",
        nl: "Je bestelling bekijken",
        it: "Vedi il tuo ordine";
    it_is_yours()
        en: "It is yours.",
        de: "Es gehört dir.",
        fr: "Il est à vous.",
        es: "Es tuya.",
        nl: "Het is van jou.",
        it: "È tuo.";
    download_your_ticket()
        en: "Download your ticket",
        de: "Dein Ticket herunterladen",
        fr: "Télécharger votre billet",
        es: "Descargar tu entrada",
        nl: "Je ticket downloaden",
        it: "Scarica il tuo biglietto";
    download_ticket(which: &str)
        en: "Download {which}",
        de: "{which} herunterladen",
        fr: "Télécharger {which}",
        es: "Descargar {which}",
        nl: "{which} downloaden",
        it: "Scarica {which}";

    history()
        en: "History",
        de: "Verlauf",
        fr: "Historique",
        es: "Historial",
        nl: "Geschiedenis",
        it: "Cronologia";
    /// After a price.
    before_the_fee(price: &str)
        en: "{price} before the fee",
        de: "{price} ohne Gebühr",
        fr: "{price} hors frais",
        es: "{price} sin la comisión",
        nl: "{price} zonder servicekosten",
        it: "{price} senza la commissione";
    listed_for(price: &str)
        en: "Listed for {price}",
        de: "Angeboten für {price}",
        fr: "Mis en vente à {price}",
        es: "A la venta por {price}",
        nl: "Te koop gezet voor {price}",
        it: "Messo in vendita a {price}";
    listed_and_latest(lines: usize)
        en: "Listed; of what followed, the latest {lines}",
        de: "Angeboten; von dem, was folgte, die letzten {lines}",
        fr: "Mis en vente ; de ce qui a suivi, les {lines} derniers faits",
        es: "Puesta a la venta; de lo que siguió, lo último ({lines})",
        nl: "Te koop gezet; van wat volgde de laatste {lines}",
        it: "Messo in vendita; di quanto è seguito, gli ultimi {lines} fatti";
    price_changed_from_to(from: &str, to: &str)
        en: "Price changed from {from} to {to}",
        de: "Preis von {from} auf {to} geändert",
        fr: "Prix passé de {from} à {to}",
        es: "Precio cambiado de {from} a {to}",
        nl: "Prijs gewijzigd van {from} naar {to}",
        it: "Prezzo cambiato da {from} a {to}";
    happened_held()
        en: "Held for a buyer",
        de: "Für jemanden reserviert",
        fr: "Réservé pour un acheteur",
        es: "Reservada para un comprador",
        nl: "Gereserveerd voor een koper",
        it: "Riservato a un acquirente";
    happened_released()
        en: "Released: the order was cancelled",
        de: "Wieder frei: Der Kauf wurde storniert",
        fr: "De nouveau libre : la commande a été annulée",
        es: "Libre de nuevo: se canceló el pedido",
        nl: "Weer vrij: de bestelling is geannuleerd",
        it: "Di nuovo libero: l’ordine è stato annullato";
    happened_ran_out()
        en: "Released: the time to pay ran out",
        de: "Wieder frei: Die Zeit zum Bezahlen ist abgelaufen",
        fr: "De nouveau libre : le temps pour payer est écoulé",
        es: "Libre de nuevo: se agotó el tiempo para pagar",
        nl: "Weer vrij: de tijd om te betalen was om",
        it: "Di nuovo libero: il tempo per pagare è scaduto";
    happened_refunded_relisted()
        en: "Refunded, and for sale again",
        de: "Erstattet und wieder im Angebot",
        fr: "Remboursé, et de nouveau en vente",
        es: "Reembolsada y de nuevo a la venta",
        nl: "Terugbetaald en weer te koop",
        it: "Rimborsato, e di nuovo in vendita";
    happened_refunded_withdrawn()
        en: "Refunded, and withdrawn",
        de: "Erstattet und zurückgezogen",
        fr: "Remboursé, et retiré",
        es: "Reembolsada y retirada",
        nl: "Terugbetaald en ingetrokken",
        it: "Rimborsato, e ritirato";
    happened_removed()
        en: "Removed by the people who run this site",
        de: "Von den Betreibern dieser Seite entfernt",
        fr: "Supprimé par l’équipe de ce site",
        es: "Eliminada por el equipo de este sitio",
        nl: "Verwijderd door het team van deze site",
        it: "Rimosso dallo staff di questo sito";

    price_did_not_come()
        en: "The price that you saw did not come with the form. Nothing was held. Press Buy again \
             if you want the ticket at this price.",
        de: "Der Preis, den du gesehen hast, kam nicht mit dem Formular an. Es wurde nichts \
             reserviert. Drücke noch einmal auf „Kaufen“, wenn du das Ticket zu diesem Preis willst.",
        fr: "Le prix que vous avez vu n’est pas arrivé avec le formulaire. Rien n’a été réservé. \
             Appuyez de nouveau sur « Acheter » si vous voulez le billet à ce prix.",
        es: "El precio que has visto no ha llegado con el formulario. No se ha reservado nada. \
             Pulsa otra vez «Comprar» si quieres la entrada a este precio.",
        nl: "De prijs die je zag, kwam niet met het formulier mee. Er is niets gereserveerd. Druk \
             nog eens op ‘Kopen’ als je het ticket voor deze prijs wilt.",
        it: "Il prezzo che hai visto non è arrivato con il modulo. Non è stato riservato nulla. \
             Premi di nuovo «Compra» se vuoi il biglietto a questo prezzo.";
    somebody_was_faster(until: &str, minutes: u64)
        en: {
            let at_most = match minutes { 1 => "a minute".into(), _ => format!("{minutes} minutes") };
            format!(
                "Somebody was faster: it is held for another buyer until {until} ({at_most} at \
                 most). If they do not pay, it is free again then."
            )
        },
        de: {
            let at_most = match minutes { 1 => "eine Minute".into(), _ => format!("{minutes} Minuten") };
            format!(
                "Jemand war schneller: Es ist bis {until} für jemand anderen reserviert (höchstens \
                 noch {at_most}). Wird bis dahin nicht bezahlt, ist es wieder frei."
            )
        },
        fr: {
            let at_most = match minutes { 0 | 1 => "une minute".into(), _ => format!("{minutes} minutes") };
            format!(
                "Quelqu’un a été plus rapide : il est réservé pour un autre acheteur jusqu’à {until} \
                 ({at_most} au plus). S’il ne paie pas, le billet redevient libre à ce moment-là."
            )
        },
        es: {
            let at_most = match minutes { 1 => "un minuto".into(), _ => format!("{minutes} minutos") };
            format!(
                "Alguien se te ha adelantado: está reservada para otra persona (hasta: \
                 {until}, {at_most} como máximo). Si no paga, entonces vuelve a estar libre."
            )
        },
        nl: {
            let at_most = match minutes { 1 => "een minuut".into(), _ => format!("{minutes} minuten") };
            format!(
                "Iemand was sneller: het is tot {until} voor een andere koper gereserveerd (hoogstens \
                 nog {at_most}). Wordt er dan niet betaald, dan is het weer vrij."
            )
        },
        it: {
            let at_most = match minutes { 1 => "un minuto".into(), _ => format!("{minutes} minuti") };
            format!(
                "Qualcuno è stato più veloce: è riservato a un altro acquirente (fino a: {until}, \
                 al massimo {at_most}). Se non paga, allora torna libero."
            )
        };
    you_hold_it_already()
        en: "You hold this ticket already.",
        de: "Dieses Ticket ist schon für dich reserviert.",
        fr: "Ce billet vous est déjà réservé.",
        es: "Ya tienes esta entrada reservada.",
        nl: "Je hebt dit ticket al gereserveerd.",
        it: "Questo biglietto è già riservato per te.";
    another_is_paying_now()
        en: "Another buyer is paying for it right now.",
        de: "Jemand anderes bezahlt es gerade.",
        fr: "Un autre acheteur est en train de le payer.",
        es: "Otra persona la está pagando ahora mismo.",
        nl: "Een andere koper is het nu aan het betalen.",
        it: "Un altro acquirente lo sta pagando proprio ora.";
    has_just_been_sold()
        en: "This ticket has just been sold.",
        de: "Dieses Ticket wurde gerade verkauft.",
        fr: "Ce billet vient d’être vendu.",
        es: "Esta entrada se acaba de vender.",
        nl: "Dit ticket is net verkocht.",
        it: "Questo biglietto è appena stato venduto.";
    was_withdrawn()
        en: "This ticket was withdrawn.",
        de: "Dieses Ticket wurde zurückgezogen.",
        fr: "Ce billet a été retiré.",
        es: "Esta entrada se ha retirado.",
        nl: "Dit ticket is ingetrokken.",
        it: "Questo biglietto è stato ritirato.";
    account_closed_nothing_held()
        en: "Your account is closed. Nothing was held.",
        de: "Dein Konto ist geschlossen. Es wurde nichts reserviert.",
        fr: "Votre compte est fermé. Rien n’a été réservé.",
        es: "Tu cuenta está cerrada. No se ha reservado nada.",
        nl: "Je account is gesloten. Er is niets gereserveerd.",
        it: "Il tuo account è chiuso. Non è stato riservato nulla.";
    price_has_changed(price: &str)
        en: "The price has changed while you looked: it is {price} now. Nothing was held or \
             charged. Press Buy again if you want it at this price.",
        de: "Der Preis hat sich inzwischen geändert: Er ist jetzt {price}. Es wurde nichts \
             reserviert und nichts abgebucht. Drücke noch einmal auf „Kaufen“, wenn du es zu \
             diesem Preis willst.",
        fr: "Le prix a changé pendant que vous regardiez : il est maintenant de {price}. Rien n’a \
             été réservé ni débité. Appuyez de nouveau sur « Acheter » si vous le voulez à ce \
             prix.",
        es: "El precio ha cambiado mientras mirabas: ahora es de {price}. No se ha reservado ni \
             cobrado nada. Pulsa otra vez «Comprar» si la quieres a este precio.",
        nl: "De prijs is intussen veranderd: hij is nu {price}. Er is niets gereserveerd of \
             afgeschreven. Druk nog eens op ‘Kopen’ als je het voor deze prijs wilt.",
        it: "Il prezzo è cambiato mentre guardavi: ora è {price}. Non è stato riservato né \
             addebitato nulla. Premi di nuovo «Compra» se lo vuoi a questo prezzo.";
    event_started_no_trade()
        en: "The event has started: tickets for it are not traded any more.",
        de: "Die Veranstaltung hat begonnen: Tickets dafür werden nicht mehr gehandelt.",
        fr: "L’événement a commencé : il n’y a plus de vente de billets pour lui.",
        es: "El evento ha empezado: ya no se compran ni venden entradas para él.",
        nl: "Het evenement is begonnen: tickets ervoor worden niet meer verhandeld.",
        it: "L’evento è iniziato: i suoi biglietti non si scambiano più.";
    go_only_together(seats: usize)
        en: "These {seats} seats go only together: all of them, or none.",
        de: "Diese {seats} Plätze gibt es nur zusammen: alle oder keinen.",
        fr: "Ces {seats} places ne se vendent qu’ensemble : toutes, ou aucune.",
        es: "Estos {seats} asientos solo se venden juntos: todos o ninguno.",
        nl: "Deze {seats} plaatsen gaan alleen samen: allemaal of geen.",
        it: "Questi {seats} posti si vendono solo insieme: tutti o nessuno.";
    buy_all_for(price: &str)
        en: "Buy all for {price}",
        de: "Alle für {price} kaufen",
        fr: "Tout acheter à {price}",
        es: "Comprar todas por {price}",
        nl: "Alles kopen voor {price}",
        it: "Compra tutti a {price}";
    one_left_alone()
        en: "That would leave one seat alone, which its seller does not want. Take its neighbour, \
             too, or others.",
        de: "Damit bliebe ein Platz allein übrig, und das möchte der Verkäufer nicht. Nimm den \
             Nachbarplatz dazu oder andere.",
        fr: "Il resterait une place isolée, ce que le vendeur ne veut pas. Prenez aussi sa \
             voisine, ou d’autres places.",
        es: "Quedaría un asiento suelto, y el vendedor no lo quiere. Elige también el de al lado, \
             u otros.",
        nl: "Zo blijft er één plaats alleen over, en dat wil de verkoper niet. Neem de plaats \
             ernaast erbij, of andere.",
        it: "Così resterebbe un posto isolato, e il venditore non lo vuole. Prendi anche quello \
             accanto, o altri.";
    goes_with_neighbours(seats: usize)
        en: "Its seller leaves no seat alone, so it goes with its neighbours: {seats} seats.",
        de: "Der Verkäufer lässt keinen Platz allein, darum gibt es ihn mit seinen Nachbarn: \
             {seats} Plätze.",
        fr: "Le vendeur ne laisse aucune place isolée : celle-ci se vend avec ses voisines, soit \
             {seats} places.",
        es: "El vendedor no deja ningún asiento suelto, así que va con los de al lado: {seats} \
             asientos.",
        nl: "De verkoper laat geen plaats alleen over, dus gaat deze met de plaatsen ernaast: \
             {seats} plaatsen.",
        it: "Il venditore non lascia posti isolati, quindi va con quelli accanto: {seats} posti.";
    too_many_held(held: usize, max: usize)
        en: {
            let tickets = Language::English.tickets(held);
            format!(
                "You hold {tickets} already, and nobody can hold more than {max} at a time. This \
                 one was not held. Pay for one of these or cancel it, then press Buy again:"
            )
        },
        de: {
            let are = if held == 1 { "ist" } else { "sind" };
            let tickets = Language::German.tickets(held);
            format!(
                "Für dich {are} schon {tickets} reserviert, und mehr als {max} auf einmal gehen \
                 nicht. Dieses wurde nicht reserviert. Bezahle oder storniere eines davon und \
                 drücke dann noch einmal auf „Kaufen“:"
            )
        },
        fr: {
            let tickets = Language::French.tickets(held);
            format!(
                "Vous avez déjà réservé {tickets}, et personne ne peut en réserver plus de {max} à la \
                 fois. Celui-ci n’a pas été réservé. Payez ou annulez l’une de ces commandes, puis \
                 appuyez de nouveau sur « Acheter » :"
            )
        },
        es: {
            let tickets = Language::Spanish.tickets(held);
            format!(
                "Ya tienes {tickets} en reserva, y nadie puede reservar más de {max} a la vez. Esta \
                 no se ha reservado. Paga o cancela una de ellas y pulsa otra vez «Comprar»:"
            )
        },
        nl: {
            let tickets = Language::Dutch.tickets(held);
            format!(
                "Je hebt al {tickets} gereserveerd, en meer dan {max} tegelijk kan niet. Dit ticket \
                 is niet gereserveerd. Betaal of annuleer er een en druk dan nog eens op ‘Kopen’:"
            )
        },
        it: {
            let tickets = Language::Italian.tickets(held);
            format!(
                "Hai già riservato {tickets}, e nessuno può riservarne più di {max} alla volta. \
                 Questo non è stato riservato. Pagane o annullane uno, poi premi di nuovo «Compra»:"
            )
        };
    /// Before a time.
    next_hold_ends()
        en: "The next of them runs out at",
        de: "Das nächste davon ist reserviert bis",
        fr: "La prochaine de ces réservations expire :",
        es: "La próxima de esas reservas vence:",
        nl: "De eerste daarvan loopt af:",
        it: "La prossima di queste prenotazioni scade:";
    let_it_run_out(times: usize)
        en: {
            let times = match times { 2 => "Twice".into(), _ => format!("{times} times") };
            format!(
                "{times} as long as one has for it, this ticket was held for you. Now it is others’ \
                 turn for a while: it was not held."
            )
        },
        de: {
            let times = match times { 2 => "Zweimal".into(), _ => format!("{times}-mal") };
            format!(
                "{times} so lange, wie man dafür Zeit hat, war dieses Ticket für dich reserviert. \
                 Jetzt sind eine Weile andere an der Reihe: Es wurde nicht reserviert."
            )
        },
        fr: {
            let times = match times { 2 => "deux fois".into(), _ => format!("{times} fois") };
            format!(
                "Ce billet vous a été réservé pendant {times} le temps prévu pour payer. C’est \
                 maintenant le tour des autres pour un moment : il n’a pas été réservé."
            )
        },
        es: {
            let times = match times { 2 => "el doble".into(), _ => format!("{times} veces") };
            format!(
                "Has tenido esta entrada reservada {times} del tiempo que hay para pagarla. Ahora \
                 les toca a otros durante un rato: no se ha reservado."
            )
        },
        nl: {
            let times = match times { 2 => "Twee keer".into(), _ => format!("{times} keer") };
            format!(
                "{times} zo lang als je ervoor hebt, was dit ticket voor je gereserveerd. Nu zijn \
                 anderen een tijdje aan de beurt: het is niet gereserveerd."
            )
        },
        it: {
            let times = match times { 2 => "due volte".into(), _ => format!("{times} volte") };
            format!(
                "Questo biglietto ti è rimasto riservato per {times} il tempo che si ha per pagarlo. \
                 Ora per un po’ tocca ad altri: non è stato riservato."
            )
        };
    /// Before a time.
    you_can_buy_it_from()
        en: "You can buy it again from",
        de: "Du kannst es wieder kaufen ab",
        fr: "Vous pourrez de nouveau l’acheter à partir de :",
        es: "Puedes volver a comprarla a partir de:",
        nl: "Je kunt het weer kopen vanaf",
        it: "Puoi comprarlo di nuovo a partire da:";
    cannot_be_sold_now(why: &str)
        en: "This ticket cannot be sold now: {why}.",
        de: "Dieses Ticket kann gerade nicht verkauft werden: {why}.",
        fr: "Ce billet ne peut pas être vendu pour le moment : {why}.",
        es: "Esta entrada no se puede vender ahora: {why}.",
        nl: "Dit ticket kan nu niet worden verkocht: {why}.",
        it: "Questo biglietto non può essere venduto adesso: {why}.";
    is_your_own_ticket()
        en: "This is your own ticket: you cannot buy it.",
        de: "Das ist dein eigenes Ticket: Du kannst es nicht kaufen.",
        fr: "C’est votre propre billet : vous ne pouvez pas l’acheter.",
        es: "Es tu propia entrada: no puedes comprarla.",
        nl: "Dit is je eigen ticket: je kunt het niet kopen.",
        it: "È il tuo stesso biglietto: non puoi comprarlo.";
    only_its_seller()
        en: "Only its seller can change this ticket.",
        de: "Nur wer dieses Ticket anbietet, kann es ändern.",
        fr: "Seul son vendeur peut modifier ce billet.",
        es: "Solo quien vende esta entrada puede cambiarla.",
        nl: "Alleen de verkoper kan dit ticket wijzigen.",
        it: "Solo chi lo vende può modificare questo biglietto.";
    no_such_ticket()
        en: "There is no such ticket.",
        de: "Dieses Ticket gibt es nicht.",
        fr: "Ce billet n’existe pas.",
        es: "Esa entrada no existe.",
        nl: "Dit ticket bestaat niet.",
        it: "Questo biglietto non esiste.";

    cannot_change_while_held(until: &str)
        en: "A buyer holds this ticket until {until}. It cannot be changed while it is held: they \
             pay the price that they saw.",
        de: "Dieses Ticket ist bis {until} für jemanden reserviert. So lange kann es nicht \
             geändert werden: Bezahlt wird der Preis, der zu sehen war.",
        fr: "Un acheteur a réservé ce billet jusqu’à {until}. Il ne peut pas être modifié pendant \
             ce temps : l’acheteur paie le prix qu’il a vu.",
        es: "Un comprador tiene reservada esta entrada (hasta: {until}). Mientras tanto no se \
             puede cambiar: paga el precio que ha visto.",
        nl: "Dit ticket is tot {until} voor een koper gereserveerd. Zolang kan het niet worden \
             gewijzigd: de koper betaalt de prijs die hij zag.",
        it: "Questo biglietto è riservato a un acquirente (fino a: {until}). Nel frattempo non può \
             essere modificato: paga il prezzo che ha visto.";
    cannot_change_while_paid()
        en: "A buyer is paying for this ticket right now. It cannot be changed any more.",
        de: "Jemand bezahlt dieses Ticket gerade. Es kann nicht mehr geändert werden.",
        fr: "Un acheteur est en train de payer ce billet. Il ne peut plus être modifié.",
        es: "Un comprador está pagando esta entrada ahora mismo. Ya no se puede cambiar.",
        nl: "Een koper is dit ticket nu aan het betalen. Het kan niet meer worden gewijzigd.",
        it: "Un acquirente sta pagando questo biglietto proprio ora. Non può più essere \
             modificato.";
    cannot_change_sold()
        en: "This ticket is sold. It cannot be changed any more.",
        de: "Dieses Ticket ist verkauft. Es kann nicht mehr geändert werden.",
        fr: "Ce billet est vendu. Il ne peut plus être modifié.",
        es: "Esta entrada está vendida. Ya no se puede cambiar.",
        nl: "Dit ticket is verkocht. Het kan niet meer worden gewijzigd.",
        it: "Questo biglietto è venduto. Non può più essere modificato.";
    cannot_change_withdrawn()
        en: "This ticket is withdrawn. List it again to sell it.",
        de: "Dieses Ticket ist zurückgezogen. Biete es neu an, um es zu verkaufen.",
        fr: "Ce billet est retiré. Remettez-le en vente pour le vendre.",
        es: "Esta entrada está retirada. Ponla de nuevo a la venta para venderla.",
        nl: "Dit ticket is ingetrokken. Zet het opnieuw te koop om het te verkopen.",
        it: "Questo biglietto è ritirato. Mettilo di nuovo in vendita per venderlo.";
    cannot_change_now()
        en: "This ticket cannot be changed now.",
        de: "Dieses Ticket kann gerade nicht geändert werden.",
        fr: "Ce billet ne peut pas être modifié pour le moment.",
        es: "Esta entrada no se puede cambiar ahora.",
        nl: "Dit ticket kan nu niet worden gewijzigd.",
        it: "Questo biglietto non può essere modificato adesso.";

    the_ticket_itself_optional()
        en: "The ticket itself (optional)",
        de: "Das Ticket selbst (freiwillig)",
        fr: "Le billet lui-même (facultatif)",
        es: "La propia entrada (opcional)",
        nl: "Het ticket zelf (optioneel)",
        it: "Il biglietto stesso (facoltativo)";
    file_advice_listing()
        en: "A PDF, a picture (JPEG, PNG, WebP, HEIC) or a Wallet pass, 10 MB at most. Nobody but \
             its buyer gets it, and only once it is paid. Without it you hand the ticket over otherwise.",
        de: "Ein PDF, ein Bild (JPEG, PNG, WebP, HEIC) oder ein Wallet-Pass, höchstens 10 MB. Nur \
             wer es kauft, bekommt die Datei, und erst nach dem Bezahlen. Ohne Datei übergibst du das Ticket anders.",
        fr: "Un PDF, une image (JPEG, PNG, WebP, HEIC) ou un pass Wallet, 10 Mo au plus. Seul \
             l’acheteur le reçoit, et seulement une fois qu’il a payé. Sans fichier, vous remettez \
             le billet autrement.",
        es: "Un PDF, una imagen (JPEG, PNG, WebP, HEIC) o un pase de Wallet, de 10 MB como máximo. \
             Solo lo recibe quien la compra, y una vez pagada. Sin archivo, entregas la entrada de \
             otra forma.",
        nl: "Een pdf, een afbeelding (JPEG, PNG, WebP, HEIC) of een Wallet-pas, hoogstens 10 MB. \
             Alleen de koper krijgt het, en pas als er betaald is. Zonder bestand draag je het \
             ticket op een andere manier over.",
        it: "Un PDF, un’immagine (JPEG, PNG, WebP, HEIC) o un pass Wallet, al massimo 10 MB. Lo \
             riceve solo chi compra, e solo dopo aver pagato. Senza file consegni il biglietto in \
             altro modo.";
    file_advice()
        en: "A PDF, a picture (JPEG, PNG, WebP, HEIC) or a Wallet pass, 10 MB at most.",
        de: "Ein PDF, ein Bild (JPEG, PNG, WebP, HEIC) oder ein Wallet-Pass, höchstens 10 MB.",
        fr: "Un PDF, une image (JPEG, PNG, WebP, HEIC) ou un pass Wallet, 10 Mo au plus.",
        es: "Un PDF, una imagen (JPEG, PNG, WebP, HEIC) o un pase de Wallet, de 10 MB como máximo.",
        nl: "Een pdf, een afbeelding (JPEG, PNG, WebP, HEIC) of een Wallet-pas, hoogstens 10 MB.",
        it: "Un PDF, un’immagine (JPEG, PNG, WebP, HEIC) o un pass Wallet, al massimo 10 MB.";
    comes_as_file(kind: &str)
        en: "Comes as a {kind} file, yours as soon as it is paid.",
        de: "Kommt als {kind}-Datei und gehört dir, sobald es bezahlt ist.",
        fr: "Arrive en fichier {kind}, à vous dès qu’il est payé.",
        es: "Llega como archivo {kind}, tuyo en cuanto se paga.",
        nl: "Komt als {kind}-bestand, van jou zodra het betaald is.",
        it: "Arriva come file {kind}, tuo appena è pagato.";
    comes_without_file()
        en: "No file: the seller hands it over otherwise.",
        de: "Ohne Datei: Wer es verkauft, übergibt es dir anders.",
        fr: "Sans fichier : le vendeur le remet autrement.",
        es: "Sin archivo: el vendedor la entrega de otra forma.",
        nl: "Geen bestand: de verkoper draagt het op een andere manier over.",
        it: "Senza file: il venditore lo consegna in altro modo.";
    /// To its buyer.
    no_file_yet()
        en: "There is no file yet. If the seller attaches one, you download it here; otherwise they \
             hand the ticket over to you.",
        de: "Es gibt noch keine Datei. Wird eine angehängt, lädst du sie hier herunter; sonst \
             wird dir das Ticket übergeben.",
        fr: "Il n’y a pas encore de fichier. Si le vendeur en joint un, vous le téléchargez ici ; \
             sinon, il vous remet le billet.",
        es: "Todavía no hay archivo. Si el vendedor adjunta uno, lo descargas aquí; si no, te \
             entrega la entrada.",
        nl: "Er is nog geen bestand. Voegt de verkoper er een toe, dan download je het hier; \
             anders krijg je het ticket van de verkoper zelf.",
        it: "Non c’è ancora un file. Se il venditore ne allega uno, lo scarichi qui; altrimenti ti \
             consegna lui il biglietto.";
    file_is_attached()
        en: "Attached. Its buyer gets it once it is paid, and nobody else.",
        de: "Angehängt. Wer das Ticket kauft, bekommt die Datei nach dem Bezahlen, und niemand \
             sonst.",
        fr: "Joint. L’acheteur le reçoit une fois le billet payé, et personne d’autre.",
        es: "Adjuntado. Lo recibe quien compra la entrada una vez pagada, y nadie más.",
        nl: "Toegevoegd. De koper krijgt het zodra het ticket betaald is, en niemand anders.",
        it: "Allegato. Lo riceve chi compra, una volta pagato il biglietto, e nessun altro.";
    look_at_file()
        en: "Look at it",
        de: "Ansehen",
        fr: "Voir",
        es: "Ver",
        nl: "Bekijken",
        it: "Guarda";
    file_was_taken_off()
        en: "A file that was attached before the refund was taken off: its buyer had it. Attach \
             another.",
        de: "Die Datei von vor der Erstattung wurde entfernt, denn sie war schon beim Käufer. \
             Hänge eine andere an.",
        fr: "Le fichier joint avant le remboursement a été retiré : l’acheteur l’avait eu. \
             Joignez-en un autre.",
        es: "El archivo de antes del reembolso se ha quitado: el comprador ya lo tenía. Adjunta \
             otro.",
        nl: "Het bestand van vóór de terugbetaling is weggehaald: de koper had het al. Voeg een \
             ander toe.",
        it: "Il file allegato prima del rimborso è stato tolto: l’acquirente l’aveva già. Allegane \
             un altro.";
    attach_the_ticket()
        en: "Attach the ticket",
        de: "Das Ticket anhängen",
        fr: "Joindre le billet",
        es: "Adjuntar la entrada",
        nl: "Het ticket toevoegen",
        it: "Allega il biglietto";
    attach()
        en: "Attach",
        de: "Anhängen",
        fr: "Joindre",
        es: "Adjuntar",
        nl: "Toevoegen",
        it: "Allega";
    attach_another()
        en: "Attach another in its place",
        de: "Eine andere Datei an ihrer Stelle anhängen",
        fr: "En joindre un autre à sa place",
        es: "Adjuntar otro en su lugar",
        nl: "Een ander ervoor in de plaats toevoegen",
        it: "Allegane un altro al suo posto";
    replace()
        en: "Replace",
        de: "Ersetzen",
        fr: "Remplacer",
        es: "Sustituir",
        nl: "Vervangen",
        it: "Sostituisci";
    file_is_locked()
        en: "It can be replaced or taken off while nobody has bought or holds the ticket.",
        de: "Du kannst sie ersetzen oder entfernen, solange niemand das Ticket gekauft hat und es \
             für niemanden reserviert ist.",
        fr: "Vous pouvez le remplacer ou le retirer tant que personne n’a acheté ou réservé le \
             billet.",
        es: "Puedes sustituirlo o quitarlo mientras nadie haya comprado ni reservado la entrada.",
        nl: "Je kunt het vervangen of weghalen zolang niemand het ticket heeft gekocht of \
             gereserveerd.",
        it: "Puoi sostituirlo o toglierlo finché nessuno ha comprato o riservato il biglietto.";
    withdrawn_has_no_file()
        en: "A withdrawn ticket has no file.",
        de: "Ein zurückgezogenes Ticket hat keine Datei.",
        fr: "Un billet retiré n’a pas de fichier.",
        es: "Una entrada retirada no tiene archivo.",
        nl: "Een ingetrokken ticket heeft geen bestand.",
        it: "Un biglietto ritirato non ha file.";
    take_file_off()
        en: "Take it off",
        de: "Entfernen",
        fr: "Retirer le fichier",
        es: "Quitar",
        nl: "Weghalen",
        it: "Togli";
    take_file_off_question()
        en: "Delete the file here? You would then hand the ticket over otherwise.",
        de: "Die Datei hier löschen? Du würdest das Ticket dann anders übergeben.",
        fr: "Supprimer ce fichier ? Vous devriez alors remettre le billet autrement.",
        es: "¿Eliminar el archivo de aquí? Entonces entregarías la entrada de otra forma.",
        nl: "Het bestand hier verwijderen? Je draagt het ticket dan op een andere manier over.",
        it: "Eliminare il file da qui? Consegneresti il biglietto in altro modo.";
    delete_the_file()
        en: "Delete the file",
        de: "Die Datei löschen",
        fr: "Supprimer le fichier",
        es: "Eliminar el archivo",
        nl: "Het bestand verwijderen",
        it: "Elimina il file";

    choose_a_file()
        en: "Choose the file to attach: a PDF, a picture or a Wallet pass.",
        de: "Wähle die Datei aus, die du anhängen willst: ein PDF, ein Bild oder ein Wallet-Pass.",
        fr: "Choisissez le fichier à joindre : un PDF, une image ou un pass Wallet.",
        es: "Elige el archivo que quieres adjuntar: un PDF, una imagen o un pase de Wallet.",
        nl: "Kies het bestand dat je wilt toevoegen: een pdf, een afbeelding of een Wallet-pas.",
        it: "Scegli il file da allegare: un PDF, un’immagine o un pass Wallet.";
    choose_one_file()
        en: "A ticket has one file. Choose one.",
        de: "Ein Ticket hat eine einzige Datei. Wähle eine aus.",
        fr: "Un billet a un seul fichier. Choisissez-en un.",
        es: "Una entrada tiene un solo archivo. Elige uno.",
        nl: "Een ticket heeft één bestand. Kies er een.",
        it: "Un biglietto ha un solo file. Scegline uno.";
    choose_file_again()
        en: "Your file was not kept, since the rest needs another look. Choose it again.",
        de: "Deine Datei wurde nicht behalten, weil am Rest noch etwas zu ändern ist. Wähle sie \
             noch einmal aus.",
        fr: "Votre fichier n’a pas été gardé, car il reste quelque chose à revoir. Choisissez-le \
             de nouveau.",
        es: "Tu archivo no se ha guardado, porque hay algo más que revisar. Elígelo otra vez.",
        nl: "Je bestand is niet bewaard, omdat er nog iets moet worden nagekeken. Kies het \
             opnieuw.",
        it: "Il tuo file non è stato conservato, perché il resto è da rivedere. Sceglilo di nuovo.";
    file_for_one_ticket()
        en: "Each ticket has a file of its own. List them without one, and attach a file to each \
             on its page.",
        de: "Jedes Ticket hat seine eigene Datei. Biete sie ohne Datei an, und hänge dann jedem \
             auf seiner Seite eine an.",
        fr: "Chaque billet a son propre fichier. Mettez-les en vente sans fichier, puis joignez-en \
             un à chacun sur sa page.",
        es: "Cada entrada tiene su propio archivo. Ponlas a la venta sin ninguno y adjunta después \
             uno a cada una en su página.",
        nl: "Elk ticket heeft zijn eigen bestand. Zet ze zonder bestand te koop, en voeg dan bij \
             elk een toe op zijn pagina.",
        it: "Ogni biglietto ha il suo file. Mettili in vendita senza, poi allegane uno a ciascuno \
             nella sua pagina.";
    file_too_large()
        en: "This file is larger than 10 MB. Choose a smaller one, such as a screenshot.",
        de: "Diese Datei ist größer als 10 MB. Wähle eine kleinere, etwa einen Screenshot.",
        fr: "Ce fichier dépasse 10 Mo. Choisissez-en un plus petit, par exemple une capture \
             d’écran.",
        es: "Este archivo ocupa más de 10 MB. Elige uno más pequeño, por ejemplo una captura de \
             pantalla.",
        nl: "Dit bestand is groter dan 10 MB. Kies een kleiner, bijvoorbeeld een schermafbeelding.",
        it: "Questo file supera i 10 MB. Scegline uno più piccolo, per esempio uno screenshot.";
    file_of_other_kind()
        en: "This is no PDF, no picture (JPEG, PNG, WebP, HEIC) and no Wallet pass. Choose another \
             file.",
        de: "Das ist kein PDF, kein Bild (JPEG, PNG, WebP, HEIC) und kein Wallet-Pass. Wähle eine \
             andere Datei.",
        fr: "Ce n’est ni un PDF, ni une image (JPEG, PNG, WebP, HEIC), ni un pass Wallet. \
             Choisissez un autre fichier.",
        es: "No es un PDF, ni una imagen (JPEG, PNG, WebP, HEIC), ni un pase de Wallet. Elige otro \
             archivo.",
        nl: "Dit is geen pdf, geen afbeelding (JPEG, PNG, WebP, HEIC) en geen Wallet-pas. Kies een \
             ander bestand.",
        it: "Non è né un PDF, né un’immagine (JPEG, PNG, WebP, HEIC), né un pass Wallet. Scegli un \
             altro file.";
    file_is_broken(kind: &str)
        en: "This {kind} is damaged or not whole. Choose another file.",
        de: "Diese {kind}-Datei ist beschädigt oder unvollständig. Wähle eine andere Datei.",
        fr: "Ce fichier {kind} est endommagé ou incomplet. Choisissez un autre fichier.",
        es: "Este archivo {kind} está dañado o incompleto. Elige otro archivo.",
        nl: "Dit {kind}-bestand is beschadigd of niet compleet. Kies een ander bestand.",
        it: "Questo file {kind} è danneggiato o incompleto. Scegli un altro file.";
    same_file_listed()
        en: "Another ticket on sale here has this same file, or one that shows the same, and each is sold once. Attach \
             the file of this ticket.",
        de: "Ein anderes Ticket im Angebot hat dieselbe Datei oder eine, die dasselbe zeigt, und \
             jede wird nur einmal verkauft. Hänge die Datei dieses Tickets an.",
        fr: "Un autre billet en vente ici a ce même fichier, ou un fichier qui montre la même \
             chose, et chacun ne se vend qu’une fois. Joignez le fichier de ce billet.",
        es: "Otra entrada a la venta aquí tiene este mismo archivo, o uno que muestra lo mismo, y \
             cada uno se vende una sola vez. Adjunta el archivo de esta entrada.",
        nl: "Een ander ticket dat hier te koop staat, heeft ditzelfde bestand, of een dat \
             hetzelfde toont, en elk wordt één keer verkocht. Voeg het bestand van dit ticket toe.",
        it: "Un altro biglietto in vendita qui ha questo stesso file, o uno che mostra la stessa \
             cosa, e ognuno si vende una volta sola. Allega il file di questo biglietto.";
    seat_listed()
        en: "You offer or have sold this seat of the event already, and each seat is sold once. \
             Nothing has changed. Say which seat this ticket is for, with its section and row; if it \
             is for none, leave the seat empty.",
        de: "Du bietest diesen Platz der Veranstaltung schon an oder hast ihn verkauft, und jeder \
             Platz wird nur einmal verkauft. Es hat sich nichts geändert. Gib an, für welchen Platz \
             dieses Ticket ist, mit Bereich und Reihe; gilt es für keinen, lass den Platz leer.",
        fr: "Vous vendez ou avez déjà vendu cette place de l’événement, et chaque place ne se vend \
             qu’une fois. Rien n’a été modifié. Indiquez la place de ce billet, avec le secteur et \
             le rang ; s’il n’en a pas, laissez la place vide.",
        es: "Ya vendes o has vendido este asiento del evento, y cada asiento se vende una sola \
             vez. No se ha cambiado nada. Indica de qué asiento es esta entrada, con sector y \
             fila; si no tiene, deja el asiento vacío.",
        nl: "Je verkoopt deze plaats van het evenement al of hebt haar al verkocht, en elke plaats \
             wordt één keer verkocht. Er is niets gewijzigd. Geef aan voor welke plaats dit ticket \
             is, met vak en rij; is het voor geen, laat de plaats dan leeg.",
        it: "Vendi o hai già venduto questo posto dell’evento, e ogni posto si vende una volta \
             sola. Non è stato modificato nulla. Indica per quale posto è questo biglietto, con \
             settore e fila; se non ne ha, lascia vuoto il posto.";
    seat_disputed()
        en: "Another seller offers the same seat, or has sold it, and only one of them can be \
             right.",
        de: "Jemand anderes bietet denselben Platz an oder hat ihn verkauft, und nur ein Angebot \
             kann stimmen.",
        fr: "Un autre vendeur propose la même place, ou l’a vendue, et un seul des deux peut avoir \
             raison.",
        es: "Otro vendedor ofrece el mismo asiento, o lo ha vendido, y solo uno de los dos puede \
             estar en lo cierto.",
        nl: "Een andere verkoper biedt dezelfde plaats aan, of heeft die verkocht, en maar een van \
             beide kan kloppen.",
        it: "Un altro venditore offre lo stesso posto, o l’ha venduto, e solo uno dei due può aver \
             ragione.";
    seat_disputed_for_buyer()
        en: "Until that is settled you can buy this ticket at your own risk; if it is not valid, \
             those who run this site can give your money back.",
        de: "Bis das geklärt ist, kannst du dieses Ticket auf eigenes Risiko kaufen; gilt es nicht, \
             kann dir der Betreiber dieser Seite das Geld erstatten.",
        fr: "Tant que ce n’est pas réglé, vous achetez ce billet à vos risques ; s’il n’est pas \
             valable, l’équipe de ce site peut vous rembourser.",
        es: "Hasta que se aclare, puedes comprar esta entrada por tu cuenta y riesgo; si no es \
             válida, el equipo de este sitio puede devolverte el dinero.",
        nl: "Totdat dat is opgelost, koop je dit ticket op eigen risico; is het niet geldig, dan \
             kan het team van deze site je het geld teruggeven.",
        it: "Finché non è chiarito, puoi comprare questo biglietto a tuo rischio; se non è valido, \
             lo staff di questo sito può restituirti il denaro.";
    seat_disputed_for_seller()
        en: "Buyers are told so until it is settled. See that section, row and seat are right; those \
             who run this site see both listings.",
        de: "Das steht hier für alle, bis es geklärt ist. Prüfe Bereich, Reihe und Platz; der \
             Betreiber dieser Seite sieht beide Angebote.",
        fr: "Les acheteurs en sont avertis tant que ce n’est pas réglé. Vérifiez le secteur, le \
             rang et la place ; l’équipe de ce site voit les deux annonces.",
        es: "Se avisa de ello a los compradores hasta que se aclare. Comprueba que el sector, la \
             fila y el asiento son correctos; el equipo de este sitio ve los dos anuncios.",
        nl: "Kopers zien dit totdat het is opgelost. Controleer of vak, rij en plaats kloppen; het \
             team van deze site ziet beide advertenties.",
        it: "Chi compra ne viene avvisato finché non è chiarito. Controlla che settore, fila e \
             posto siano giusti; lo staff di questo sito vede entrambi gli annunci.";
    see_that_listing()
        en: "See that listing",
        de: "Dieses Angebot ansehen",
        fr: "Voir cette annonce",
        es: "Ver ese anuncio",
        nl: "Die advertentie bekijken",
        it: "Vedi quell’annuncio";
    seat_crowded()
        en: "Too many people offer this seat already. Nothing has changed. See that section, row \
             and seat are right.",
        de: "Schon zu viele bieten diesen Platz an. Es hat sich nichts geändert. Prüfe Bereich, \
             Reihe und Platz.",
        fr: "Trop de vendeurs proposent déjà cette place. Rien n’a été modifié. Vérifiez le \
             secteur, le rang et la place.",
        es: "Ya hay demasiadas personas que ofrecen este asiento. No se ha cambiado nada. \
             Comprueba que el sector, la fila y el asiento son correctos.",
        nl: "Te veel mensen bieden deze plaats al aan. Er is niets gewijzigd. Controleer of vak, \
             rij en plaats kloppen.",
        it: "Troppe persone offrono già questo posto. Non è stato modificato nulla. Controlla che \
             settore, fila e posto siano giusti.";
    files_full()
        en: "The files of all that you have listed come to 200 MB, the most there may be. Withdraw \
             what you no longer sell, or take a file off, and attach this one then.",
        de: "Die Dateien von allem, was du anbietest, sind zusammen 200 MB groß, und mehr geht \
             nicht. Zieh zurück, was du nicht mehr verkaufst, oder nimm eine Datei ab, und hänge \
             diese dann an.",
        fr: "Les fichiers de tout ce que vous avez mis en vente atteignent 200 Mo, le maximum. \
             Retirez ce que vous ne vendez plus, ou supprimez un fichier, puis joignez celui-ci.",
        es: "Los archivos de todo lo que tienes a la venta llegan a 200 MB, que es el máximo. \
             Retira lo que ya no vendas o quita un archivo, y adjunta este después.",
        nl: "De bestanden van alles wat je te koop hebt, zijn samen 200 MB, en meer kan niet. Trek \
             in wat je niet meer verkoopt, of haal een bestand weg, en voeg dit dan toe.",
        it: "I file di tutto ciò che hai in vendita arrivano a 200 MB, il massimo. Ritira ciò che \
             non vendi più, o togli un file, e poi allega questo.";
    happened_recalled()
        en: "Not yours to sell any more: your own purchase of it was refunded",
        de: "Gehört dir nicht mehr: Dein eigener Kauf wurde erstattet",
        fr: "Vous ne pouvez plus le vendre : votre propre achat a été remboursé",
        es: "Ya no puedes venderla: se te reembolsó tu propia compra",
        nl: "Je kunt het niet meer verkopen: je eigen aankoop is terugbetaald",
        it: "Non puoi più venderlo: il tuo acquisto è stato rimborsato";
    happened_moved()
        en: "Its event was listed twice: moved to the entry that stays",
        de: "Die Veranstaltung war doppelt eingetragen: zum bleibenden Eintrag verschoben",
        fr: "Son événement figurait deux fois : déplacé vers la fiche qui reste",
        es: "Su evento figuraba dos veces: trasladada a la ficha que queda",
        nl: "Het evenement stond er dubbel: verplaatst naar de vermelding die blijft",
        it: "Il suo evento compariva due volte: spostato alla scheda che resta";
    /// Before a link to the order.
    had_bought_it()
        en: "You had bought this ticket here, and ",
        de: "Du hattest dieses Ticket hier gekauft, und ",
        fr: "Vous aviez acheté ce billet ici, et ",
        es: "Habías comprado esta entrada aquí, y ",
        nl: "Je had dit ticket hier gekocht, en ",
        it: "Avevi comprato questo biglietto qui, e ";
    that_order_was_refunded()
        en: "that order was refunded",
        de: "dieser Kauf wurde erstattet",
        fr: "cette commande a été remboursée",
        es: "ese pedido se reembolsó",
        nl: "die bestelling is terugbetaald",
        it: "quell’ordine è stato rimborsato";
    /// After it.
    not_yours_to_sell()
        en: ": it is not yours to sell any more. It is withdrawn, or will be when nobody holds it.",
        de: ": Du kannst es nicht mehr verkaufen. Es ist zurückgezogen, oder wird es, sobald es \
             niemand mehr reserviert hat.",
        fr: " : vous ne pouvez plus le vendre. Il est retiré, ou le sera quand personne ne l’aura \
             réservé.",
        es: ": ya no puedes venderla. Está retirada, o lo estará cuando nadie la tenga reservada.",
        nl: ": je kunt het niet meer verkopen. Het is ingetrokken, of wordt dat zodra niemand het \
             gereserveerd heeft.",
        it: ": non puoi più venderlo. È ritirato, o lo sarà quando nessuno l’avrà riservato.";
    same_file_sold()
        en: "This same file was sold here to somebody else, and only they can sell it on. Attach \
             the file of this ticket.",
        de: "Dieselbe Datei wurde hier an jemand anderen verkauft, und nur wer sie gekauft hat, \
             kann sie weiterverkaufen. Hänge die Datei dieses Tickets an.",
        fr: "Ce même fichier a été vendu ici à quelqu’un d’autre, qui seul peut le revendre. \
             Joignez le fichier de ce billet.",
        es: "Este mismo archivo se vendió aquí a otra persona, y solo ella puede revenderlo. \
             Adjunta el archivo de esta entrada.",
        nl: "Ditzelfde bestand is hier aan iemand anders verkocht, en alleen die kan het \
             doorverkopen. Voeg het bestand van dit ticket toe.",
        it: "Questo stesso file è stato venduto qui a qualcun altro, e solo lui può rivenderlo. \
             Allega il file di questo biglietto.";

    it_is_free_now()
        en: "It is free now: nobody holds it, and you can buy it.",
        de: "Es ist gerade frei: Es ist für niemanden reserviert, und du kannst es kaufen.",
        fr: "Il est libre maintenant : personne ne l’a réservé, et vous pouvez l’acheter.",
        es: "Ahora está libre: nadie la tiene reservada y puedes comprarla.",
        nl: "Het is nu vrij: niemand heeft het gereserveerd, en je kunt het kopen.",
        it: "Ora è libero: nessuno l’ha riservato, e puoi comprarlo.";
    seller_has_withdrawn_it()
        en: "This ticket was withdrawn from sale.",
        de: "Dieses Ticket wurde vom Verkauf zurückgezogen.",
        fr: "Ce billet a été retiré de la vente.",
        es: "Esta entrada se ha retirado de la venta.",
        nl: "Dit ticket is uit de verkoop gehaald.",
        it: "Questo biglietto è stato ritirato dalla vendita.";
}

impl Language {
    /// How seats go that a seller lists together.
    pub(crate) fn seats_go(self, how: SeatsGo) -> &'static str {
        match how {
            SeatsGo::NotOneAlone => self.seats_go_not_one_alone(),
            SeatsGo::Together => self.seats_go_together(),
        }
    }

    /// Where in the venue, in one line, such as `Block B · Row 5 · Seat 12`.
    pub(crate) fn spot(self, spot: &Spot) -> String {
        let [section, row, seat] = spot.parts();
        let row = called(self, Self::field_row, row);
        let seat = called(self, Self::field_seat, seat);
        let parts = [isolated(section).into_owned(), row, seat];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// Where tickets are that stand together: `Row 7 · Seats 4 to 13`, `Standing · 12 tickets`.
    pub(crate) fn seat_run(
        self,
        spot: Option<&Spot>,
        seats: Option<(u32, u32)>,
        count: usize,
    ) -> String {
        let [section, row, _] = spot.map_or([""; 3], Spot::parts);
        let row = called(self, Self::field_row, row);
        let last = match seats {
            Some((first, last)) => self.seats_from_to(first, last),
            None => self.tickets(count),
        };
        let parts = [isolated(section).into_owned(), row, last];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// How long a file is: `12 KB`, `1.4 MB`; French bytes are octets.
    pub(crate) fn file_size(self, bytes: u32) -> String {
        let (kilo, mega) = match self {
            Self::French => ("Ko", "Mo"),
            _ => ("KB", "MB"),
        };
        let tenths = u64::from(bytes) * 10 / (1024 * 1024);
        match bytes {
            0..1_048_576 => format!("{} {kilo}", bytes.div_ceil(1024)),
            _ => format!("{} {mega}", self.number(format!("{}.{}", tenths / 10, tenths % 10))),
        }
    }
}

/// With the word before it, unless it was typed with it, in whatever language.
fn called(t: Language, word: fn(Language) -> &'static str, name: &str) -> String {
    let typed = name.split_whitespace().next().unwrap_or_default();
    match name.is_empty() || Language::ALL.iter().any(|t| typed.eq_ignore_ascii_case(word(*t))) {
        true => isolated(name).into_owned(),
        false => format!("{} {}", word(t), isolated(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::Details,
        types::{Seat, SeatRow, Section},
    };

    #[test]
    fn spots() {
        for (section, row, seat, english, german) in [
            ("", "", "", None, None),
            (
                "Block B",
                "5",
                "12",
                Some("Block B · Row 5 · Seat 12"),
                Some("Block B · Reihe 5 · Platz 12"),
            ),
            ("Standing", "", "", Some("Standing"), Some("Standing")),
            ("", "row 5", "Seat 12", Some("row 5 · Seat 12"), Some("row 5 · Seat 12")),
            ("", "Reihe 5", "", Some("Reihe 5"), Some("Reihe 5")),
            ("", "Rowan", "", Some("Row Rowan"), Some("Reihe Rowan")),
        ] {
            let details = Details {
                section: Section::parse(section).ok(),
                row: SeatRow::parse(row).ok(),
                seat: Seat::parse(seat).ok(),
                ..Details::default()
            };
            let spot = details.spot();
            for (t, expect) in [(Language::English, english), (Language::German, german)] {
                assert_eq!(spot.as_ref().map(|spot| t.spot(spot)).as_deref(), expect);
            }
        }
    }

    #[test]
    fn sizes() {
        for (bytes, english, german, french) in [
            (1, "1 KB", "1 KB", "1 Ko"),
            (12_000, "12 KB", "12 KB", "12 Ko"),
            (1_048_575, "1024 KB", "1024 KB", "1024 Ko"),
            (1_500_000, "1.4 MB", "1,4 MB", "1,4 Mo"),
            (10_485_760, "10.0 MB", "10,0 MB", "10,0 Mo"),
        ] {
            assert_eq!(Language::English.file_size(bytes), english);
            assert_eq!(Language::German.file_size(bytes), german);
            assert_eq!(Language::French.file_size(bytes), french);
        }
    }
}
