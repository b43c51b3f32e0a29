//! Orders: their list, the page of one with its forms, paying, refunds, and the receipt.

use super::{Language, Tell, fields::tell, texts};
use crate::{
    domain::{ChargeFailure, DeclineCode},
    payments::CardError,
};

texts! {
    no_orders_title()
        en: "You have no orders here",
        de: "Du hast hier noch nichts gekauft",
        fr: "Vous n’avez pas de commande ici",
        es: "No tienes pedidos aquí",
        nl: "Je hebt hier geen bestellingen",
        it: "Non hai ordini qui";
    no_orders()
        en: "What you buy is kept here, with where it stands.",
        de: "Was du kaufst, findest du hier, mit seinem jetzigen Stand.",
        fr: "Ce que vous achetez se trouve ici, avec son état.",
        es: "Lo que compras queda aquí, con su estado.",
        nl: "Wat je koopt, vind je hier, met de stand ervan.",
        it: "Ciò che compri si trova qui, con il suo stato.";
    orders_newest_first()
        en: "Newest first.",
        de: "Die neuesten zuerst.",
        fr: "Les plus récentes d’abord.",
        es: "Los más recientes primero.",
        nl: "De nieuwste eerst.",
        it: "Dal più recente.";

    // After the badge "Cancelled".
    cancelled_by_you()
        en: "by you",
        de: "von dir",
        fr: "par vous",
        es: "por ti",
        nl: "door jou",
        it: "da te";
    cancelled_time_ran_out()
        en: "the time ran out",
        de: "Zeit abgelaufen",
        fr: "temps écoulé",
        es: "se agotó el tiempo",
        nl: "de tijd was om",
        it: "tempo scaduto";
    cancelled_payment_failed()
        en: "the payment failed",
        de: "Zahlung fehlgeschlagen",
        fr: "le paiement a échoué",
        es: "el pago falló",
        nl: "de betaling mislukte",
        it: "pagamento non riuscito";
    cancelled_by_site()
        en: "by the site",
        de: "von den Betreibern",
        fr: "par le site",
        es: "por el sitio",
        nl: "door de site",
        it: "dal sito";

    your_purchase()
        en: "Your tickets, together",
        de: "Deine Tickets, zusammen",
        fr: "Vos billets, ensemble",
        es: "Tus entradas, juntas",
        nl: "Je tickets, samen",
        it: "I tuoi biglietti, insieme";
    they_are_yours()
        en: "They are yours.",
        de: "Sie gehören dir.",
        fr: "Ils sont à vous.",
        es: "Son tuyas.",
        nl: "Ze zijn van jou.",
        it: "Sono tuoi.";
    its_order()
        en: "Order",
        de: "Kauf ansehen",
        fr: "Voir la commande",
        es: "Ver el pedido",
        nl: "Bestelling bekijken",
        it: "Vedi l’ordine";
    bought_together(n: usize)
        en: { format!("Bought together: {}", Language::English.tickets(n)) },
        de: { format!("Zusammen gekauft: {}", Language::German.tickets(n)) },
        fr: { format!("Achetés ensemble : {}", Language::French.tickets(n)) },
        es: { format!("Comprado de una vez: {}", Language::Spanish.tickets(n)) },
        nl: { format!("Samen gekocht: {}", Language::Dutch.tickets(n)) },
        it: { format!("Comprati insieme: {}", Language::Italian.tickets(n)) };
    cancel_this_purchase()
        en: "Give all of them back",
        de: "Alle wieder freigeben",
        fr: "Les rendre tous",
        es: "Devolverlas todas",
        nl: "Allemaal teruggeven",
        it: "Restituiscili tutti";
    cancel_purchase_asks()
        en: "Give all tickets back? Others can buy them at once. You are not charged.",
        de: "Alle Tickets wieder freigeben? Andere können sie sofort kaufen. Es wird nichts \
             abgebucht.",
        fr: "Rendre tous les billets ? D’autres peuvent les acheter aussitôt. Rien n’est débité.",
        es: "¿Devolver todas las entradas? Otros pueden comprarlas al momento. No se cobra nada.",
        nl: "Alle tickets teruggeven? Anderen kunnen ze meteen kopen. Er wordt niets afgeschreven.",
        it: "Restituire tutti i biglietti? Altri possono comprarli subito. Non viene addebitato \
             nulla.";
    cancel_all_tickets()
        en: "Give all tickets back",
        de: "Alle Tickets freigeben",
        fr: "Rendre tous les billets",
        es: "Devolver todas las entradas",
        nl: "Alle tickets teruggeven",
        it: "Restituisci tutti i biglietti";
    drop_this_ticket()
        en: "Leave this one out",
        de: "Dieses herausnehmen",
        fr: "Renoncer à celui-ci",
        es: "Renunciar a esta",
        nl: "Dit ticket weglaten",
        it: "Rinuncia a questo";
    drop_asks()
        en: "Give this ticket back and keep the others? It cannot be added again.",
        de: "Dieses Ticket freigeben und die anderen behalten? Es lässt sich nicht wieder \
             hinzufügen.",
        fr: "Rendre ce billet et garder les autres ? Il ne pourra pas être rajouté.",
        es: "¿Devolver esta entrada y quedarte con las demás? No se puede volver a añadir.",
        nl: "Dit ticket teruggeven en de andere houden? Het kan niet opnieuw worden toegevoegd.",
        it: "Restituire questo biglietto e tenere gli altri? Non si potrà aggiungere di nuovo.";
    drop_the_ticket()
        en: "Leave it out",
        de: "Herausnehmen",
        fr: "Renoncer au billet",
        es: "Renunciar a la entrada",
        nl: "Ticket weglaten",
        it: "Rinuncia al biglietto";

    your_order()
        en: "Your order",
        de: "Dein Kauf",
        fr: "Votre commande",
        es: "Tu pedido",
        nl: "Je bestelling",
        it: "Il tuo ordine";
    your_sale()
        en: "Your sale",
        de: "Dein Verkauf",
        fr: "Votre vente",
        es: "Tu venta",
        nl: "Je verkoop",
        it: "La tua vendita";
    an_order()
        en: "An order",
        de: "Ein Kauf",
        fr: "Une commande",
        es: "Un pedido",
        nl: "Een bestelling",
        it: "Un ordine";
    buyer_pays(paid: &str)
        en: "The buyer pays {paid}.",
        de: "Gezahlt werden dafür {paid}.",
        fr: "L’acheteur paie {paid}.",
        es: "El comprador paga {paid}.",
        nl: "De koper betaalt {paid}.",
        it: "L’acquirente paga {paid}.";
    looks_again()
        en: "This page looks again every 2 seconds.",
        de: "Diese Seite sieht alle 2 Sekunden nach.",
        fr: "Cette page se met à jour toutes les 2 secondes.",
        es: "Esta página se actualiza cada 2 segundos.",
        nl: "Deze pagina kijkt elke 2 seconden opnieuw.",
        it: "Questa pagina si aggiorna ogni 2 secondi.";
    run_out()
        en: "The time to pay has run out. The ticket is being set free; this page looks again \
             every 2 seconds.",
        de: "Die Zeit zum Bezahlen ist abgelaufen. Das Ticket wird wieder freigegeben; diese Seite \
             sieht alle 2 Sekunden nach.",
        fr: "Le temps pour payer est écoulé. Le billet est en train d’être libéré ; cette page se \
             met à jour toutes les 2 secondes.",
        es: "Se ha agotado el tiempo para pagar. La entrada se está liberando; esta página se \
             actualiza cada 2 segundos.",
        nl: "De tijd om te betalen is om. Het ticket wordt weer vrijgegeven; deze pagina kijkt \
             elke 2 seconden opnieuw.",
        it: "Il tempo per pagare è scaduto. Il biglietto si sta liberando; questa pagina si \
             aggiorna ogni 2 secondi.";
    refunding()
        en: "The money is going back to the buyer. This page looks again every 2 seconds; there is \
             nothing you need to do.",
        de: "Das Geld wird gerade zurückgezahlt. Diese Seite sieht alle 2 Sekunden nach; du musst \
             nichts tun.",
        fr: "Le remboursement de l’acheteur est en cours. Cette page se met à jour toutes les 2 \
             secondes ; vous n’avez rien à faire.",
        es: "El dinero está volviendo al comprador. Esta página se actualiza cada 2 segundos; no \
             tienes que hacer nada.",
        nl: "Het geld gaat terug naar de koper. Deze pagina kijkt elke 2 seconden opnieuw; je \
             hoeft niets te doen.",
        it: "Il denaro sta tornando all’acquirente. Questa pagina si aggiorna ogni 2 secondi; non \
             devi fare nulla.";
    sold_and_paid(paid: &str)
        en: "Sold and paid: {paid}.",
        de: "Verkauft und bezahlt: {paid}.",
        fr: "Vendu et payé : {paid}.",
        es: "Vendida y pagada: {paid}.",
        nl: "Verkocht en betaald: {paid}.",
        it: "Venduto e pagato: {paid}.";
    buyer_gets_back(paid: &str)
        en: "Refunded: the buyer gets back {paid}.",
        de: "Erstattet: Zurückgezahlt werden {paid}.",
        fr: "Remboursé : {paid} sont rendus à l’acheteur.",
        es: "Reembolsado: se devuelven {paid} al comprador.",
        nl: "Terugbetaald: de koper krijgt {paid} terug.",
        it: "Rimborsato: l’acquirente riceve indietro {paid}.";
    /// Before the reason in quotes.
    reason_given()
        en: "The reason given: ",
        de: "Der Grund: ",
        fr: "Motif indiqué : ",
        es: "El motivo indicado: ",
        nl: "De opgegeven reden: ",
        it: "Il motivo indicato: ";
    the_ticket()
        en: "The ticket",
        de: "Zum Ticket",
        fr: "Le billet",
        es: "La entrada",
        nl: "Het ticket",
        it: "Il biglietto";
    back_to_ticket()
        en: "Back to the ticket",
        de: "Zurück zum Ticket",
        fr: "Retour au billet",
        es: "Volver a la entrada",
        nl: "Terug naar het ticket",
        it: "Torna al biglietto";
    you_paid(paid: &str, venue: &str)
        en: "You paid {paid}. This page is your proof of purchase: keep its address, or print it, \
             and have it ready at {venue}.",
        de: "Bezahlt hast du {paid}. Diese Seite ist dein Kaufnachweis: Merke dir ihre Adresse \
             oder drucke sie aus, und halte sie am Einlass bereit ({venue}).",
        fr: "Vous avez payé {paid}. Cette page est votre preuve d’achat : gardez son adresse, ou \
             imprimez-la, et ayez-la sous la main à l’entrée ({venue}).",
        es: "Has pagado {paid}. Esta página es tu comprobante de compra: guarda su dirección o \
             imprímela, y tenla a mano en el acceso ({venue}).",
        nl: "Je hebt {paid} betaald. Deze pagina is je aankoopbewijs: bewaar het adres of print \
             haar, en houd haar klaar bij de ingang ({venue}).",
        it: "Hai pagato {paid}. Questa pagina è la tua prova d’acquisto: conserva il suo \
             indirizzo, o stampala, e tienila pronta all’ingresso ({venue}).";
    receipt_to_print()
        en: "Receipt, to print",
        de: "Quittung zum Ausdrucken",
        fr: "Reçu à imprimer",
        es: "Recibo para imprimir",
        nl: "Betaalbewijs om te printen",
        it: "Ricevuta da stampare";

    payment_service()
        en: "The payment service",
        de: "Der Zahlungsdienst",
        fr: "Le service de paiement",
        es: "El servicio de pago",
        nl: "De betaaldienst",
        it: "Il servizio di pagamento";
    setting_up()
        en: "Your payment is being set up. You have not been charged; you can pay in a moment.",
        de: "Deine Zahlung wird vorbereitet. Es wurde nichts abgebucht; gleich kannst du bezahlen.",
        fr: "Votre paiement se prépare. Rien n’a été débité ; vous pourrez payer dans un instant.",
        es: "Se está preparando tu pago. No se ha cobrado nada; podrás pagar enseguida.",
        nl: "Je betaling wordt klaargezet. Er is niets afgeschreven; je kunt zo betalen.",
        it: "Il tuo pagamento è in preparazione. Non è stato addebitato nulla; potrai pagare tra \
             un momento.";
    setting_up_unanswered(provider: &str)
        en: "{provider} does not answer just now, so you cannot pay yet. You have not been \
             charged. We keep asking, and the form comes as soon as there is an answer.",
        de: "{provider} antwortet gerade nicht, deshalb kannst du noch nicht bezahlen. Es wurde \
             nichts abgebucht. Wir fragen weiter nach, und das Formular kommt, sobald eine Antwort \
             da ist.",
        fr: "{provider} ne répond pas en ce moment : vous ne pouvez pas encore payer. Rien n’a été \
             débité. Nous continuons d’essayer, et le formulaire arrive dès qu’il y a une réponse.",
        es: "{provider} no responde ahora mismo, así que todavía no puedes pagar. No se ha cobrado \
             nada. Seguimos preguntando, y el formulario aparece en cuanto haya respuesta.",
        nl: "{provider} antwoordt nu niet, dus je kunt nog niet betalen. Er is niets afgeschreven. \
             We blijven het proberen, en het formulier verschijnt zodra er antwoord is.",
        it: "{provider} in questo momento non risponde, quindi non puoi ancora pagare. Non è stato \
             addebitato nulla. Continuiamo a chiedere, e il modulo compare appena c’è una \
             risposta.";
    asking()
        en: "We are asking what came of your payment. There is nothing you need to do.",
        de: "Wir fragen nach, was aus deiner Zahlung geworden ist. Du musst nichts tun.",
        fr: "Nous nous renseignons sur le sort de votre paiement. Vous n’avez rien à faire.",
        es: "Estamos preguntando qué ha sido de tu pago. No tienes que hacer nada.",
        nl: "We vragen na wat er van je betaling is geworden. Je hoeft niets te doen.",
        it: "Stiamo chiedendo che ne è stato del tuo pagamento. Non devi fare nulla.";
    taking()
        en: "Your payment is being settled. There is nothing you need to do.",
        de: "Deine Zahlung wird gerade abgeschlossen. Du musst nichts tun.",
        fr: "Votre paiement est en cours de traitement. Vous n’avez rien à faire.",
        es: "Tu pago se está completando. No tienes que hacer nada.",
        nl: "Je betaling wordt afgerond. Je hoeft niets te doen.",
        it: "Il tuo pagamento è in fase di completamento. Non devi fare nulla.";
    unanswered(provider: &str)
        en: "{provider} does not answer just now, so we do not know yet what came of your payment. \
             We keep asking. You will not be charged twice, and you do not pay for a ticket that \
             you do not get.",
        de: "{provider} antwortet gerade nicht, deshalb wissen wir noch nicht, was aus deiner \
             Zahlung geworden ist. Wir fragen weiter nach. Es wird nichts doppelt abgebucht, und \
             du bezahlst kein Ticket, das du nicht bekommst.",
        fr: "{provider} ne répond pas en ce moment : nous ne savons pas encore ce qu’il est advenu \
             de votre paiement. Nous continuons de demander. Rien ne sera débité deux fois, et \
             vous ne payez pas un billet que vous n’obtenez pas.",
        es: "{provider} no responde ahora mismo, así que aún no sabemos qué ha sido de tu pago. \
             Seguimos preguntando. No se te cobrará dos veces, y no pagas una entrada que no \
             recibes.",
        nl: "{provider} antwoordt nu niet, dus we weten nog niet wat er van je betaling is \
             geworden. We blijven het vragen. Er wordt niets dubbel afgeschreven, en je betaalt \
             niet voor een ticket dat je niet krijgt.",
        it: "{provider} in questo momento non risponde, quindi non sappiamo ancora che ne è stato \
             del tuo pagamento. Continuiamo a chiedere. Non ti verrà addebitato due volte, e non \
             paghi un biglietto che non ricevi.";

    over_by_you()
        en: "You cancelled this order. You were not charged.",
        de: "Du hast diesen Kauf storniert. Es wurde nichts abgebucht.",
        fr: "Vous avez annulé cette commande. Rien n’a été débité.",
        es: "Has cancelado este pedido. No se ha cobrado nada.",
        nl: "Je hebt deze bestelling geannuleerd. Er is niets afgeschreven.",
        it: "Hai annullato questo ordine. Non è stato addebitato nulla.";
    over_time_ran_out()
        en: "The time to pay ran out, so the ticket is no longer held for you. You were not \
             charged.",
        de: "Die Zeit zum Bezahlen ist abgelaufen, deshalb ist das Ticket nicht mehr für dich \
             reserviert. Es wurde nichts abgebucht.",
        fr: "Le temps pour payer est écoulé : le billet ne vous est plus réservé. Rien n’a été \
             débité.",
        es: "Se agotó el tiempo para pagar, así que la entrada ya no está reservada para ti. No se \
             ha cobrado nada.",
        nl: "De tijd om te betalen was om, dus het ticket is niet meer voor je gereserveerd. Er is \
             niets afgeschreven.",
        it: "Il tempo per pagare è scaduto, quindi il biglietto non è più riservato per te. Non è \
             stato addebitato nulla.";
    over_payment_failed()
        en: "The payment failed too often, so the ticket is no longer held for you. You were not \
             charged.",
        de: "Die Zahlung ist zu oft fehlgeschlagen, deshalb ist das Ticket nicht mehr für dich \
             reserviert. Es wurde nichts abgebucht.",
        fr: "Le paiement a échoué trop de fois : le billet ne vous est plus réservé. Rien n’a été \
             débité.",
        es: "El pago falló demasiadas veces, así que la entrada ya no está reservada para ti. No \
             se ha cobrado nada.",
        nl: "De betaling mislukte te vaak, dus het ticket is niet meer voor je gereserveerd. Er is \
             niets afgeschreven.",
        it: "Il pagamento non è riuscito troppe volte, quindi il biglietto non è più riservato per \
             te. Non è stato addebitato nulla.";
    over_refunded()
        en: "This order was refunded: you get back what you paid.",
        de: "Dieser Kauf wurde erstattet: Du bekommst zurück, was du bezahlt hast.",
        fr: "Cette commande a été remboursée : ce que vous avez payé vous est rendu.",
        es: "Este pedido se ha reembolsado: se te devuelve lo que pagaste.",
        nl: "Deze bestelling is terugbetaald: je krijgt terug wat je hebt betaald.",
        it: "Questo ordine è stato rimborsato: ricevi indietro ciò che hai pagato.";
    over_by_site()
        en: "The people who run this site cancelled this order. You were not charged.",
        de: "Die Betreiber dieser Seite haben diesen Kauf storniert. Es wurde nichts abgebucht.",
        fr: "L’équipe de ce site a annulé cette commande. Rien n’a été débité.",
        es: "El equipo de este sitio ha cancelado este pedido. No se ha cobrado nada.",
        nl: "Het team van deze site heeft deze bestelling geannuleerd. Er is niets afgeschreven.",
        it: "Lo staff di questo sito ha annullato questo ordine. Non è stato addebitato nulla.";
    over()
        en: "This order was cancelled.",
        de: "Dieser Kauf wurde storniert.",
        fr: "Cette commande a été annulée.",
        es: "Este pedido se ha cancelado.",
        nl: "Deze bestelling is geannuleerd.",
        it: "Questo ordine è stato annullato.";

    cancel_this_order()
        en: "Cancel this order",
        de: "Diesen Kauf stornieren",
        fr: "Annuler cette commande",
        es: "Cancelar este pedido",
        nl: "Deze bestelling annuleren",
        it: "Annulla questo ordine";
    cancel_asks()
        en: "Give the ticket back? Others can buy it at once. You are not charged.",
        de: "Das Ticket wieder freigeben? Andere können es sofort kaufen. Es wird nichts \
             abgebucht.",
        fr: "Rendre le billet ? D’autres peuvent l’acheter aussitôt. Rien n’est débité.",
        es: "¿Devolver la entrada? Otros pueden comprarla al momento. No se cobra nada.",
        nl: "Het ticket teruggeven? Anderen kunnen het meteen kopen. Er wordt niets afgeschreven.",
        it: "Restituire il biglietto? Altri possono comprarlo subito. Non viene addebitato nulla.";
    cancel_the_order()
        en: "Cancel the order",
        de: "Kauf stornieren",
        fr: "Annuler la commande",
        es: "Cancelar el pedido",
        nl: "De bestelling annuleren",
        it: "Annulla l’ordine";
    cancel_while_paying()
        en: "Your payment is being completed: it cannot be cancelled any more.",
        de: "Deine Zahlung wird gerade abgeschlossen: Sie lässt sich nicht mehr abbrechen.",
        fr: "Votre paiement est en train d’aboutir : il ne peut plus être annulé.",
        es: "Tu pago se está completando: ya no se puede cancelar.",
        nl: "Je betaling wordt afgerond: ze kan niet meer worden geannuleerd.",
        it: "Il tuo pagamento è in fase di completamento: non può più essere annullato.";
    drop_refused_together()
        en: "These seats go only together: give up all of them, or none. Nothing has changed.",
        de: "Diese Plätze gibt es nur zusammen: Gib alle zurück oder keinen. Es hat sich nichts \
             geändert.",
        fr: "Ces places ne se vendent qu’ensemble : rendez-les toutes, ou aucune. Rien n’a été \
             modifié.",
        es: "Estos asientos solo se venden juntos: devuélvelos todos o ninguno. No se ha cambiado \
             nada.",
        nl: "Deze plaatsen gaan alleen samen: geef ze allemaal terug, of geen. Er is niets \
             gewijzigd.",
        it: "Questi posti si vendono solo insieme: restituiscili tutti, o nessuno. Non è stato \
             modificato nulla.";
    drop_refused_alone()
        en: "That would leave one seat alone, which its seller does not want. Give up its neighbour, \
             too, or all of them. Nothing has changed.",
        de: "Damit bliebe ein Platz allein übrig, und das möchte der Verkäufer nicht. Gib auch den \
             Nachbarplatz zurück oder alle. Es hat sich nichts geändert.",
        fr: "Il resterait une place isolée, ce que le vendeur ne veut pas. Rendez aussi sa \
             voisine, ou toutes. Rien n’a été modifié.",
        es: "Quedaría un asiento suelto, y el vendedor no lo quiere. Devuelve también el de al \
             lado, o todos. No se ha cambiado nada.",
        nl: "Zo blijft er één plaats alleen over, en dat wil de verkoper niet. Geef ook de plaats \
             ernaast terug, of allemaal. Er is niets gewijzigd.",
        it: "Così resterebbe un posto isolato, e il venditore non lo vuole. Restituisci anche \
             quello accanto, o tutti. Non è stato modificato nulla.";
    time_is_up()
        en: "The time to pay is up. You were not charged.",
        de: "Die Zeit zum Bezahlen ist um. Es wurde nichts abgebucht.",
        fr: "Le temps pour payer est écoulé. Rien n’a été débité.",
        es: "Se ha agotado el tiempo para pagar. No se ha cobrado nada.",
        nl: "De tijd om te betalen is om. Er is niets afgeschreven.",
        it: "Il tempo per pagare è scaduto. Non è stato addebitato nulla.";
    order_is_over()
        en: "This order is over: nothing was done.",
        de: "Dieser Kauf ist schon vorbei: Es ist nichts geschehen.",
        fr: "Cette commande est close : rien n’a été fait.",
        es: "Este pedido ya ha terminado: no se ha hecho nada.",
        nl: "Deze bestelling is al voorbij: er is niets gedaan.",
        it: "Questo ordine è già concluso: non è stato fatto nulla.";

    refund_this_order()
        en: "Refund this order",
        de: "Diesen Kauf erstatten",
        fr: "Rembourser cette commande",
        es: "Reembolsar este pedido",
        nl: "Deze bestelling terugbetalen",
        it: "Rimborsa questo ordine";
    refund_asks(paid: &str)
        en: "The buyer gets back all of the {paid}, and the ticket is not theirs any more. This \
             cannot be undone.",
        de: "Wer gekauft hat, bekommt alles zurück ({paid}) und hat dann kein Ticket mehr. Das \
             lässt sich nicht rückgängig machen.",
        fr: "L’acheteur récupère la totalité ({paid}), et le billet n’est plus à lui. C’est \
             irréversible.",
        es: "El comprador recupera todo lo pagado ({paid}) y la entrada deja de ser suya. No se \
             puede deshacer.",
        nl: "De koper krijgt alles terug ({paid}), en het ticket is niet meer van hem. Dit kan \
             niet ongedaan worden gemaakt.",
        it: "L’acquirente riceve indietro tutto ({paid}), e il biglietto non è più suo. Non si può \
             annullare.";
    refund_why()
        en: "Why, for the buyer to read",
        de: "Warum? Das liest auch, wer gekauft hat",
        fr: "Le motif, que l’acheteur lira",
        es: "El motivo, que leerá el comprador",
        nl: "Waarom? De koper leest dit",
        it: "Il motivo, che l’acquirente leggerà";
    refund_relists()
        en: "Put the ticket up for sale again at the same price",
        de: "Das Ticket zum selben Preis wieder anbieten",
        fr: "Remettre le billet en vente au même prix",
        es: "Volver a poner la entrada a la venta al mismo precio",
        nl: "Het ticket opnieuw te koop zetten voor dezelfde prijs",
        it: "Rimetti in vendita il biglietto allo stesso prezzo";
    refund(price: &str)
        en: "Refund {price}",
        de: "{price} erstatten",
        fr: "Rembourser {price}",
        es: "Reembolsar {price}",
        nl: "{price} terugbetalen",
        it: "Rimborsa {price}";
    refund_not_by_buyer()
        en: "Only the seller, or the people who run this site, can refund an order. Ask them. \
             Nothing has changed.",
        de: "Einen Kauf kann nur erstatten, wer das Ticket verkauft hat oder diese Seite betreibt. \
             Frage dort nach. Es hat sich nichts geändert.",
        fr: "Seuls le vendeur et l’équipe de ce site peuvent rembourser une commande. \
             Adressez-vous à eux. Rien n’a été modifié.",
        es: "Solo el vendedor o el equipo de este sitio pueden reembolsar un pedido. Pídeselo a \
             ellos. No se ha cambiado nada.",
        nl: "Alleen de verkoper of het team van deze site kan een bestelling terugbetalen. Vraag \
             het daar. Er is niets gewijzigd.",
        it: "Solo il venditore o lo staff di questo sito possono rimborsare un ordine. Chiedi a \
             loro. Non è stato modificato nulla.";
    refund_by_site_now()
        en: "The event has started: only the people who run this site can refund the order now. \
             Nothing has changed.",
        de: "Die Veranstaltung hat begonnen: Jetzt können nur noch die Betreiber dieser Seite den \
             Kauf erstatten. Es hat sich nichts geändert.",
        fr: "L’événement a commencé : seule l’équipe de ce site peut désormais rembourser la \
             commande. Rien n’a été modifié.",
        es: "El evento ha empezado: ahora solo el equipo de este sitio puede reembolsar el pedido. \
             No se ha cambiado nada.",
        nl: "Het evenement is begonnen: alleen het team van deze site kan de bestelling nu nog \
             terugbetalen. Er is niets gewijzigd.",
        it: "L’evento è iniziato: ora solo lo staff di questo sito può rimborsare l’ordine. Non è \
             stato modificato nulla.";
    refund_not_paid()
        en: "This order is not paid: there is no money to give back.",
        de: "Dieser Kauf ist nicht bezahlt: Es gibt nichts zurückzuzahlen.",
        fr: "Cette commande n’est pas payée : il n’y a rien à rembourser.",
        es: "Este pedido no está pagado: no hay dinero que devolver.",
        nl: "Deze bestelling is niet betaald: er is geen geld om terug te geven.",
        it: "Questo ordine non è pagato: non c’è denaro da restituire.";

    pay_by_card()
        en: "Pay by card",
        de: "Mit Karte bezahlen",
        fr: "Payer par carte",
        es: "Pagar con tarjeta",
        nl: "Met kaart betalen",
        it: "Paga con carta";
    pay(price: &str)
        en: "Pay {price}",
        de: "{price} bezahlen",
        fr: "Payer {price}",
        es: "Pagar {price}",
        nl: "{price} betalen",
        it: "Paga {price}";
    card_expires()
        en: "Expires (MM/YY)",
        de: "Ablauf (MM/JJ)",
        fr: "Expire (MM/AA)",
        es: "Caducidad (MM/AA)",
        nl: "Vervaldatum (MM/JJ)",
        it: "Scadenza (MM/AA)";
    card_code()
        en: "Code (CVC)",
        de: "Prüfziffer (CVC)",
        fr: "Cryptogramme (CVC)",
        es: "Código (CVC)",
        nl: "Code (CVC)",
        it: "Codice (CVC)";
    tries_left(left: u32)
        en: { match left {
            1 => "This is the last try: if this card is declined, the order is cancelled.",
            _ => "{left} tries left: a declined card uses one up.",
        } },
        de: { match left {
            1 => "Das ist der letzte Versuch: Wird diese Karte abgelehnt, ist der Kauf storniert.",
            _ => "Noch {left} Versuche: Jede abgelehnte Karte verbraucht einen.",
        } },
        fr: { match left {
            0 | 1 => "C’est le dernier essai : si cette carte est refusée, la commande est \
                      annulée.",
            _ => "Encore {left} essais : une carte refusée en consomme un.",
        } },
        es: { match left {
            1 => "Es el último intento: si esta tarjeta se rechaza, el pedido se cancela.",
            _ => "Quedan {left} intentos: una tarjeta rechazada gasta uno.",
        } },
        nl: { match left {
            1 => "Dit is de laatste poging: wordt deze kaart geweigerd, dan is de bestelling \
                  geannuleerd.",
            _ => "Nog {left} pogingen: een geweigerde kaart kost er een.",
        } },
        it: { match left {
            1 => "È l’ultimo tentativo: se questa carta viene rifiutata, l’ordine è annullato.",
            _ => "Restano {left} tentativi: una carta rifiutata ne consuma uno.",
        } };
    sandbox_cards()
        en: "Sandbox cards",
        de: "Testkarten",
        fr: "Cartes de test",
        es: "Tarjetas de prueba",
        nl: "Testkaarten",
        it: "Carte di prova";
    sandbox_cards_need()
        en: "Any future expiry, any code.",
        de: "Gültig bis: irgendwann später. Prüfziffer: irgendeine.",
        fr: "N’importe quelle date future, n’importe quel cryptogramme.",
        es: "Cualquier caducidad futura, cualquier código.",
        nl: "Elke vervaldatum in de toekomst, elke code.",
        it: "Qualsiasi scadenza futura, qualsiasi codice.";
    // What a card does.
    card_succeeds()
        en: "succeeds",
        de: "klappt",
        fr: "aboutit",
        es: "funciona",
        nl: "lukt",
        it: "va a buon fine";
    card_is_declined()
        en: "is declined",
        de: "wird abgelehnt",
        fr: "est refusée",
        es: "se rechaza",
        nl: "wordt geweigerd",
        it: "viene rifiutata";
    card_has_no_funds()
        en: "has insufficient funds",
        de: "ist nicht gedeckt",
        fr: "n’est pas assez approvisionnée",
        es: "no tiene fondos suficientes",
        nl: "heeft onvoldoende saldo",
        it: "non ha fondi sufficienti";
    card_gives_an_error()
        en: "gives a processing error",
        de: "führt zu einem Fehler der Bank",
        fr: "provoque une erreur de traitement",
        es: "da un error de procesamiento",
        nl: "geeft een verwerkingsfout",
        it: "dà un errore di elaborazione";

    pay_at_stripe() en: "Pay", de: "Bezahlen", fr: "Payer", es: "Pagar", nl: "Betalen", it: "Paga";
    /// Before "until" and a deadline, if there is one, and a full stop.
    stays_held()
        en: "You have not been charged, and the ticket stays held for you",
        de: "Es wurde nichts abgebucht, und das Ticket bleibt für dich reserviert",
        fr: "Rien n’a été débité, et le billet reste réservé pour vous",
        es: "No se ha cobrado nada, y la entrada sigue reservada para ti",
        nl: "Er is niets afgeschreven, en het ticket blijft voor je gereserveerd",
        it: "Non è stato addebitato nulla, e il biglietto resta riservato per te";
    /// Before the host from which Stripe's script comes.
    needs_javascript()
        en: "To pay here, your browser must run JavaScript: this site’s and that of ",
        de: "Um hier zu bezahlen, muss dein Browser JavaScript ausführen: das dieser Seite und das \
             von ",
        fr: "Pour payer ici, votre navigateur doit exécuter JavaScript : celui de ce site et celui \
             de ",
        es: "Para pagar aquí, tu navegador debe ejecutar JavaScript: el de este sitio y el de ",
        nl: "Om hier te betalen moet je browser JavaScript uitvoeren: dat van deze site en dat van \
             ",
        it: "Per pagare qui, il tuo browser deve eseguire JavaScript: quello di questo sito e \
             quello di ";
    turn_javascript_on()
        en: ", by which you pay. Turn it on and reload this page, or cancel the order below. ",
        de: ", worüber du bezahlst. Schalte es ein und lade diese Seite neu, oder storniere den Kauf \
             weiter unten. ",
        fr: ", par qui vous payez. Activez-le et rechargez cette page, ou annulez la commande \
             ci-dessous. ",
        es: ", mediante el que pagas. Actívalo y recarga esta página, o cancela el pedido más \
             abajo. ",
        nl: ", waarmee je betaalt. Zet het aan en vernieuw deze pagina, of annuleer hieronder de \
             bestelling. ",
        it: ", con cui paghi. Attivalo e ricarica questa pagina, o annulla l’ordine qui sotto. ";
    stripe_loads()
        en: "Loading Stripe’s form…",
        de: "Das Formular von Stripe wird geladen …",
        fr: "Chargement du formulaire de Stripe…",
        es: "Cargando el formulario de Stripe…",
        nl: "Het formulier van Stripe wordt geladen…",
        it: "Caricamento del modulo di Stripe…";
    /// Before the host from which Stripe's script comes.
    stripe_is_missing()
        en: "Stripe’s form could not be loaded. Check your connection, allow ",
        de: "Das Formular von Stripe konnte nicht geladen werden. Prüfe deine Verbindung, erlaube ",
        fr: "Le formulaire de Stripe n’a pas pu être chargé. Vérifiez votre connexion, autorisez ",
        es: "No se ha podido cargar el formulario de Stripe. Comprueba tu conexión, permite ",
        nl: "Het formulier van Stripe kon niet worden geladen. Controleer je verbinding, sta ",
        it: "Non è stato possibile caricare il modulo di Stripe. Controlla la connessione, \
             consenti ";
    /// Between the host and the link that reloads.
    in_what_blocks_scripts()
        en: " in whatever blocks scripts in your browser, and ",
        de: " in allem, was in deinem Browser Skripte blockiert, und ",
        fr: " dans tout ce qui bloque des scripts dans votre navigateur, et ",
        es: " en lo que bloquee scripts en tu navegador y ",
        nl: " toe in alles wat in je browser scripts blokkeert, en ",
        it: " in tutto ciò che blocca gli script nel tuo browser, e ";
    reload_this_page()
        en: "reload this page",
        de: "lade diese Seite neu",
        fr: "rechargez cette page",
        es: "recarga esta página",
        nl: "vernieuw deze pagina",
        it: "ricarica questa pagina";
    how_you_pay()
        en: "How you pay",
        de: "So bezahlst du",
        fr: "Comment vous payez",
        es: "Cómo pagas",
        nl: "Hoe je betaalt",
        it: "Come paghi";
    form_is_stripes()
        en: "The form is Stripe’s: what you type there goes to Stripe and never touches this site.",
        de: "Das Formular ist von Stripe: Was du dort eintippst, geht an Stripe und nie an diese \
             Seite.",
        fr: "Le formulaire est celui de Stripe : ce que vous y saisissez va à Stripe et ne passe \
             jamais par ce site.",
        es: "El formulario es de Stripe: lo que escribes en él va a Stripe y nunca pasa por este \
             sitio.",
        nl: "Het formulier is van Stripe: wat je daar typt, gaat naar Stripe en komt nooit op deze \
             site.",
        it: "Il modulo è di Stripe: ciò che vi scrivi va a Stripe e non passa mai da questo sito.";
    bank_may_ask()
        en: "Your bank may ask you to confirm that it is you (3-D Secure).",
        de: "Vielleicht fragt deine Bank nach, ob du es wirklich bist (3-D Secure).",
        fr: "Votre banque vous demandera peut-être de confirmer que c’est bien vous (3-D Secure).",
        es: "Puede que tu banco te pida confirmar que eres tú (3-D Secure).",
        nl: "Je bank kan je vragen te bevestigen dat jij het bent (3-D Secure).",
        it: "La tua banca potrebbe chiederti di confermare che sei tu (3-D Secure).";
    taken_once()
        en: "Money is taken once, and only if the ticket becomes yours.",
        de: "Abgebucht wird einmal, und nur, wenn du das Ticket bekommst.",
        fr: "L’argent est prélevé une seule fois, et seulement si le billet devient le vôtre.",
        es: "El dinero se cobra una sola vez, y solo si la entrada pasa a ser tuya.",
        nl: "Er wordt één keer afgeschreven, en alleen als het ticket van jou wordt.",
        it: "Il denaro viene addebitato una volta sola, e solo se il biglietto diventa tuo.";
    stripe_test_mode()
        en: "Stripe’s test mode",
        de: "Testmodus von Stripe",
        fr: "Mode test de Stripe",
        es: "Modo de prueba de Stripe",
        nl: "Testmodus van Stripe",
        it: "Modalità di prova di Stripe";
    test_cards_only()
        en: ": test cards only, no real money moves.",
        de: ": nur Testkarten, es fließt kein echtes Geld.",
        fr: " : cartes de test seulement, aucun argent réel ne circule.",
        es: ": solo tarjetas de prueba, no se mueve dinero real.",
        nl: ": alleen testkaarten, er gaat geen echt geld om.",
        it: ": solo carte di prova, nessun movimento di denaro reale.";

    no_card_number()
        en: "Enter the card's number.",
        de: "Gib die Kartennummer ein.",
        fr: "Saisissez le numéro de la carte.",
        es: "Escribe el número de la tarjeta.",
        nl: "Vul het kaartnummer in.",
        it: "Inserisci il numero della carta.";
    card_number_wrong()
        en: "This is not a card number. Check its digits.",
        de: "Das ist keine Kartennummer. Prüfe die Ziffern.",
        fr: "Ce n’est pas un numéro de carte. Vérifiez les chiffres.",
        es: "No es un número de tarjeta. Comprueba las cifras.",
        nl: "Dit is geen kaartnummer. Controleer de cijfers.",
        it: "Non è un numero di carta. Controlla le cifre.";
    not_a_test_card()
        en: "This is not one of the sandbox's test cards. Use 4242 4242 4242 4242.",
        de: "Das ist keine der Testkarten. Nimm 4242 4242 4242 4242.",
        fr: "Ce n’est pas l’une des cartes de test. Utilisez 4242 4242 4242 4242.",
        es: "No es una de las tarjetas de prueba. Usa 4242 4242 4242 4242.",
        nl: "Dit is geen van de testkaarten. Gebruik 4242 4242 4242 4242.",
        it: "Non è una delle carte di prova. Usa 4242 4242 4242 4242.";
    card_expiry_malformed()
        en: "Write the expiry as month/year, such as 12/34.",
        de: "Schreibe Monat/Jahr, zum Beispiel 12/34.",
        fr: "Écrivez l’expiration sous la forme mois/année, par exemple 12/34.",
        es: "Escribe la caducidad como mes/año, por ejemplo 12/34.",
        nl: "Schrijf de vervaldatum als maand/jaar, bijvoorbeeld 12/34.",
        it: "Scrivi la scadenza come mese/anno, per esempio 12/34.";
    card_expired()
        en: "This card has expired.",
        de: "Diese Karte ist abgelaufen.",
        fr: "Cette carte a expiré.",
        es: "Esta tarjeta ha caducado.",
        nl: "Deze kaart is verlopen.",
        it: "Questa carta è scaduta.";
    card_code_wrong()
        en: "The code is the 3 or 4 digits on the card.",
        de: "Die Prüfziffer sind die 3 oder 4 Ziffern auf der Karte.",
        fr: "Le cryptogramme, ce sont les 3 ou 4 chiffres qui figurent sur la carte.",
        es: "El código son las 3 o 4 cifras que figuran en la tarjeta.",
        nl: "De code is de 3 of 4 cijfers op de kaart.",
        it: "Il codice sono le 3 o 4 cifre sulla carta.";

    card_declined()
        en: "Your card was declined. You were not charged.",
        de: "Deine Karte wurde abgelehnt. Es wurde nichts abgebucht.",
        fr: "Votre carte a été refusée. Rien n’a été débité.",
        es: "Tu tarjeta se ha rechazado. No se ha cobrado nada.",
        nl: "Je kaart is geweigerd. Er is niets afgeschreven.",
        it: "La tua carta è stata rifiutata. Non è stato addebitato nulla.";
    insufficient_funds()
        en: "Your card has insufficient funds. You were not charged.",
        de: "Deine Karte ist nicht ausreichend gedeckt. Es wurde nichts abgebucht.",
        fr: "Votre carte n’est pas assez approvisionnée. Rien n’a été débité.",
        es: "Tu tarjeta no tiene fondos suficientes. No se ha cobrado nada.",
        nl: "Je kaart heeft onvoldoende saldo. Er is niets afgeschreven.",
        it: "La tua carta non ha fondi sufficienti. Non è stato addebitato nulla.";
    processing_error()
        en: "Your bank could not process the payment (a processing error). You were not charged.",
        de: "Deine Bank konnte die Zahlung nicht verarbeiten (ein technischer Fehler). Es wurde \
             nichts abgebucht.",
        fr: "Votre banque n’a pas pu traiter le paiement (une erreur technique). Rien n’a été \
             débité.",
        es: "Tu banco no ha podido procesar el pago (un error técnico). No se ha cobrado nada.",
        nl: "Je bank kon de betaling niet verwerken (een technische fout). Er is niets \
             afgeschreven.",
        it: "La tua banca non è riuscita a elaborare il pagamento (un errore tecnico). Non è stato \
             addebitato nulla.";
    payment_not_set_up()
        en: "The payment could not be set up. You were not charged.",
        de: "Die Zahlung konnte nicht vorbereitet werden. Es wurde nichts abgebucht.",
        fr: "Le paiement n’a pas pu être préparé. Rien n’a été débité.",
        es: "No se ha podido preparar el pago. No se ha cobrado nada.",
        nl: "De betaling kon niet worden klaargezet. Er is niets afgeschreven.",
        it: "Non è stato possibile preparare il pagamento. Non è stato addebitato nulla.";
    /// The provider's words are not ours to translate.
    declined_because(words: &str)
        en: "{words} You were not charged.",
        de: "Die Zahlung wurde abgelehnt: „{words}“ Es wurde nichts abgebucht.",
        fr: "Le paiement a été refusé : « {words} » Rien n’a été débité.",
        es: "El pago se ha rechazado: «{words}» No se ha cobrado nada.",
        nl: "De betaling is geweigerd: ‘{words}’ Er is niets afgeschreven.",
        it: "Il pagamento è stato rifiutato: «{words}» Non è stato addebitato nulla.";
    payment_interrupted()
        en: "The payment was interrupted before it reached the bank. You were not charged. Please \
             try again.",
        de: "Die Zahlung wurde unterbrochen, bevor sie die Bank erreichte. Es wurde nichts \
             abgebucht. Bitte versuche es noch einmal.",
        fr: "Le paiement a été interrompu avant d’atteindre la banque. Rien n’a été débité. \
             Veuillez réessayer.",
        es: "El pago se interrumpió antes de llegar al banco. No se ha cobrado nada. Inténtalo \
             otra vez.",
        nl: "De betaling werd onderbroken voordat ze de bank bereikte. Er is niets afgeschreven. \
             Probeer het opnieuw.",
        it: "Il pagamento si è interrotto prima di raggiungere la banca. Non è stato addebitato \
             nulla. Riprova.";
    payment_given_up_with_ticket()
        en: "You dropped a ticket while you paid, so that payment was given up. You were not \
             charged. Please pay again.",
        de: "Du hast während des Bezahlens ein Ticket herausgenommen; diese Zahlung wurde abgebrochen. \
             Es wurde nichts abgebucht. Bitte bezahle noch einmal.",
        fr: "Vous avez renoncé à un billet pendant le paiement : ce paiement a donc été abandonné. \
             Rien n’a été débité. Veuillez payer de nouveau.",
        es: "Renunciaste a una entrada mientras pagabas, así que ese pago se abandonó. No se ha \
             cobrado nada. Paga otra vez, por favor.",
        nl: "Je hebt tijdens het betalen een ticket weggelaten, dus die betaling is afgebroken. Er \
             is niets afgeschreven. Betaal opnieuw.",
        it: "Hai rinunciato a un biglietto mentre pagavi, quindi quel pagamento è stato \
             abbandonato. Non è stato addebitato nulla. Paga di nuovo.";
    payment_not_completed()
        en: "The payment could not be completed. You were not charged. Please try again.",
        de: "Die Zahlung konnte nicht abgeschlossen werden. Es wurde nichts abgebucht. Bitte \
             versuche es noch einmal.",
        fr: "Le paiement n’a pas pu aboutir. Rien n’a été débité. Veuillez réessayer.",
        es: "No se ha podido completar el pago. No se ha cobrado nada. Inténtalo otra vez.",
        nl: "De betaling kon niet worden voltooid. Er is niets afgeschreven. Probeer het opnieuw.",
        it: "Non è stato possibile completare il pagamento. Non è stato addebitato nulla. Riprova.";

    receipt()
        en: "Receipt",
        de: "Quittung",
        fr: "Reçu",
        es: "Recibo",
        nl: "Betaalbewijs",
        it: "Ricevuta";
    receipt_for(title: &str)
        en: "Receipt for {title}",
        de: "Quittung für {title}",
        fr: "Reçu pour {title}",
        es: "Recibo de {title}",
        nl: "Betaalbewijs voor {title}",
        it: "Ricevuta per {title}";
    made_in_sandbox()
        en: "Made in the sandbox: a test, for which no real money moved.",
        de: "Im Testbetrieb entstanden: ein Test, für den kein echtes Geld geflossen ist.",
        fr: "Fait en mode test : un essai, pour lequel aucun argent réel n’a circulé.",
        es: "Hecho en modo de prueba: un ensayo en el que no se movió dinero real.",
        nl: "In de testmodus gemaakt: een test, waarvoor geen echt geld is omgegaan.",
        it: "Fatto in modalità di prova: un test, per cui non si è mosso denaro reale.";
    back_to_order()
        en: "Back to the order",
        de: "Zurück zum Kauf",
        fr: "Retour à la commande",
        es: "Volver al pedido",
        nl: "Terug naar de bestelling",
        it: "Torna all’ordine";
    fact_receipt_number()
        en: "Receipt and order no.",
        de: "Quittung und Kauf Nr.",
        fr: "Reçu et commande nº",
        es: "Recibo y pedido n.º",
        nl: "Betaalbewijs en bestelling nr.",
        it: "Ricevuta e ordine n.";
    fact_order()
        en: "Order",
        de: "Kauf",
        fr: "Commande",
        es: "Pedido",
        nl: "Bestelling",
        it: "Ordine";
    /// As short as the others: they are a column.
    fact_event()
        en: "Event",
        de: "Event",
        fr: "Événement",
        es: "Evento",
        nl: "Evenement",
        it: "Evento";
    fact_ticket()
        en: "Ticket",
        de: "Ticket",
        fr: "Billet",
        es: "Entrada",
        nl: "Ticket",
        it: "Biglietto";
    fact_place() en: "Place", de: "Platz", fr: "Place", es: "Asiento", nl: "Plaats", it: "Posto";
    fact_fee()
        en: "Fee",
        de: "Gebühr",
        fr: "Frais",
        es: "Comisión",
        nl: "Servicekosten",
        it: "Commissione";
    fact_paid() en: "Paid", de: "Bezahlt", fr: "Payé", es: "Pagado", nl: "Betaald", it: "Pagato";
    fact_paid_on()
        en: "Paid on",
        de: "Bezahlt am",
        fr: "Payé le",
        es: "Pagado el",
        nl: "Betaald op",
        it: "Pagato il";
    fact_payment()
        en: "Payment",
        de: "Zahlung",
        fr: "Paiement",
        es: "Pago",
        nl: "Betaling",
        it: "Pagamento";
    fact_reference()
        en: "Reference",
        de: "Referenz",
        fr: "Référence",
        es: "Referencia",
        nl: "Referentie",
        it: "Rif.";
    fact_refunded()
        en: "Refunded",
        de: "Erstattet",
        fr: "Remboursé",
        es: "Reembolsado",
        nl: "Terugbetaald",
        it: "Rimborsato";
    fact_refunded_on()
        en: "Refunded on",
        de: "Erstattet am",
        fr: "Remboursé le",
        es: "Reembolsado el",
        nl: "Terugbetaald op",
        it: "Rimborsato il";
    fact_refund()
        en: "Refund",
        de: "Erstattung",
        fr: "Remboursement",
        es: "Reembolso",
        nl: "Terugbetaling",
        it: "Rimborso";
    refund_asked_for()
        en: "Asked for; the money is on its way back.",
        de: "Veranlasst; das Geld ist auf dem Weg zurück.",
        fr: "Demandé ; l’argent est en train de revenir.",
        es: "Solicitado; el dinero está en camino de vuelta.",
        nl: "Aangevraagd; het geld is op de terugweg.",
        it: "Richiesto; il denaro sta tornando indietro.";
    fact_reason() en: "Reason", de: "Grund", fr: "Motif", es: "Motivo", nl: "Reden", it: "Motivo";
}

tell!(CardError, t:
    Self::NumberEmpty => t.no_card_number(),
    Self::Number => t.card_number_wrong(),
    Self::NotATestCard => t.not_a_test_card(),
    Self::Expiry => t.card_expiry_malformed(),
    Self::Expired => t.card_expired(),
    Self::Cvc => t.card_code_wrong(),
);

/// To its buyer.
impl Tell for ChargeFailure {
    fn tell(&self, t: Language) -> String {
        match self {
            Self::Declined(DeclineCode::CardDeclined) => t.card_declined(),
            Self::Declined(DeclineCode::InsufficientFunds) => t.insufficient_funds(),
            Self::Declined(DeclineCode::ProcessingError) => t.processing_error(),
            Self::Declined(DeclineCode::Other(words)) => match &**words {
                DeclineCode::NOT_SET_UP => t.payment_not_set_up(),
                words => return t.declined_because(words),
            },
            Self::Interrupted => t.payment_interrupted(),
            Self::NotCaptured => t.payment_not_completed(),
            Self::TicketDropped => t.payment_given_up_with_ticket(),
        }
        .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_provider_may_speak_another_language() {
        let declined = |code| ChargeFailure::Declined(code);
        let other = |words: &str| DeclineCode::Other(words.into());
        for (failure, english, german) in [
            (
                declined(DeclineCode::CardDeclined),
                "Your card was declined.",
                "Karte wurde abgelehnt.",
            ),
            (
                declined(other(DeclineCode::NOT_SET_UP)),
                "not be set up.",
                "nicht vorbereitet werden.",
            ),
            (declined(other("Too old.")), "Too old. You", "abgelehnt: „Too old.“ Es"),
            (ChargeFailure::Interrupted, "was interrupted", "wurde unterbrochen"),
        ] {
            let told = Language::ALL.map(|t| failure.tell(t));
            for (told, not_charged) in told.iter().zip([
                "You were not charged.",
                "Es wurde nichts abgebucht.",
                "Rien n’a été débité.",
                "No se ha cobrado nada.",
                "Er is niets afgeschreven.",
                "Non è stato addebitato nulla.",
            ]) {
                assert!(told.contains(not_charged), "{told}");
            }
            let [en, de, ..] = told;
            assert!(en.contains(english) && de.contains(german), "{en} {de}");
        }
    }
}
