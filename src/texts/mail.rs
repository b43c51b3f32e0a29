//! Mails. What they name facts by that is not here is the receipt's.

use super::texts;

texts! {
    mail_bought(event: &str)
        en: "You have bought a ticket for {event}. It is yours.",
        de: "Du hast ein Ticket für „{event}“ gekauft. Es gehört dir.",
        fr: "Vous avez acheté un billet pour « {event} ». Il est à vous.",
        es: "Has comprado una entrada para «{event}». Es tuya.",
        nl: "Je hebt een ticket voor ‘{event}’ gekocht. Het is van jou.",
        it: "Hai comprato un biglietto per «{event}». È tuo.";
    mail_bought_subject(event: &str)
        en: "Your ticket for {event}",
        de: "Dein Ticket für {event}",
        fr: "Votre billet pour {event}",
        es: "Tu entrada para {event}",
        nl: "Je ticket voor {event}",
        it: "Il tuo biglietto per {event}";
    mail_your_order()
        en: "Your order, and the ticket's file if its seller has attached one:",
        de: "Dein Kauf, auch mit der Datei des Tickets, wenn es eine gibt:",
        fr: "Votre commande, et le fichier du billet si le vendeur en a joint un :",
        es: "Tu pedido, y el archivo de la entrada si el vendedor lo ha adjuntado:",
        nl: "Je bestelling, met het bestand van het ticket als de verkoper er een heeft \
             toegevoegd:",
        it: "Il tuo ordine, e il file del biglietto se il venditore ne ha allegato uno:";
    mail_receipt()
        en: "RECEIPT",
        de: "QUITTUNG",
        fr: "REÇU",
        es: "RECIBO",
        nl: "BETAALBEWIJS",
        it: "RICEVUTA";
    mail_to_print(link: &str)
        en: "To print it: {link}",
        de: "Zum Ausdrucken: {link}",
        fr: "Pour l’imprimer : {link}",
        es: "Para imprimirlo: {link}",
        nl: "Om te printen: {link}",
        it: "Per stamparla: {link}";
    mail_of_which_fee(paid: &str, fee: &str)
        en: "{paid}, of which fee {fee}",
        de: "{paid}, davon Gebühr {fee}",
        fr: "{paid}, dont {fee} de frais",
        es: "{paid}, de los que {fee} son la comisión",
        nl: "{paid}, waarvan {fee} servicekosten",
        it: "{paid}, di cui {fee} di commissione";

    mail_sold(event: &str)
        en: "Somebody has bought your ticket for {event}, and paid for it.",
        de: "Dein Ticket für „{event}“ ist verkauft und bezahlt.",
        fr: "Quelqu’un a acheté votre billet pour « {event} », et l’a payé.",
        es: "Alguien ha comprado tu entrada para «{event}» y la ha pagado.",
        nl: "Iemand heeft je ticket voor ‘{event}’ gekocht en betaald.",
        it: "Qualcuno ha comprato il tuo biglietto per «{event}», e l’ha pagato.";
    mail_sold_subject(event: &str)
        en: "Sold: your ticket for {event}",
        de: "Verkauft: dein Ticket für {event}",
        fr: "Vendu : votre billet pour {event}",
        es: "Vendida: tu entrada para {event}",
        nl: "Verkocht: je ticket voor {event}",
        it: "Venduto: il tuo biglietto per {event}";
    mail_hand_over()
        en: "If the buyer does not have the ticket yet, hand it over now.",
        de: "Wer es gekauft hat, hat das Ticket noch nicht? Dann gib es jetzt weiter.",
        fr: "Si l’acheteur n’a pas encore le billet, remettez-le maintenant.",
        es: "Si el comprador todavía no tiene la entrada, entrégala ahora.",
        nl: "Heeft de koper het ticket nog niet? Draag het dan nu over.",
        it: "Se l’acquirente non ha ancora il biglietto, consegnalo adesso.";
    mail_attach_until(until: &str)
        en: "It comes to its buyer as a file: attach that until {until}. If it is not there by then, the \
             order is refunded by itself.",
        de: "Es kommt als Datei: Hänge sie bis {until} an. Ist sie dann nicht da, wird der Kauf von \
             selbst erstattet.",
        fr: "Il parvient à l’acheteur en fichier : joignez-le avant le {until}. S’il n’est pas là \
             d’ici là, la commande est remboursée automatiquement.",
        es: "Le llega al comprador como archivo: adjúntalo antes del {until}. Si para entonces no \
             está, el pedido se reembolsa automáticamente.",
        nl: "Het komt als bestand bij de koper: voeg dat uiterlijk op {until} toe. Is het er dan \
             niet, dan wordt de bestelling automatisch terugbetaald.",
        it: "Arriva all’acquirente come file: allegalo entro il giorno {until}. Se per allora non \
             c’è, l’ordine viene rimborsato automaticamente.";
    mail_has_its_file()
        en: "Its buyer has the file: there is nothing to do.",
        de: "Die Datei ist schon übergeben: Du musst nichts tun.",
        fr: "L’acheteur a le fichier : vous n’avez rien à faire.",
        es: "El comprador ya tiene el archivo: no tienes que hacer nada.",
        nl: "De koper heeft het bestand: je hoeft niets te doen.",
        it: "L’acquirente ha il file: non devi fare nulla.";
    mail_transfer_it()
        en: "Transfer it now in the organiser’s app, as you have said.",
        de: "Übertrage es jetzt in der App des Veranstalters, wie du es angegeben hast.",
        fr: "Transférez-le maintenant dans l’application de l’organisateur, comme vous l’avez \
             indiqué.",
        es: "Transfiérela ahora en la aplicación del organizador, como has indicado.",
        nl: "Zet het nu over in de app van de organisator, zoals je hebt aangegeven.",
        it: "Trasferiscilo adesso nell’app dell’organizzatore, come hai indicato.";
    mail_hand_it_over()
        en: "Agree with its buyer where you hand it over.",
        de: "Vereinbare, wo du es persönlich übergibst.",
        fr: "Convenez avec l’acheteur de l’endroit où vous le lui remettez.",
        es: "Acuerda con el comprador dónde se la entregas.",
        nl: "Spreek met de koper af waar je het overhandigt.",
        it: "Accordati con l’acquirente su dove consegnarlo.";
    mail_post_it()
        en: "Send it by post now, so that it comes in time.",
        de: "Schicke es jetzt per Post, damit es rechtzeitig ankommt.",
        fr: "Envoyez-le maintenant par la poste, pour qu’il arrive à temps.",
        es: "Envíala ahora por correo postal, para que llegue a tiempo.",
        nl: "Stuur het nu per post, zodat het op tijd aankomt.",
        it: "Spediscilo adesso per posta, perché arrivi in tempo.";
    mail_file_due(event: &str)
        en: "The ticket for {event} that you have sold still lacks its file.",
        de: "Für das Ticket für „{event}“, das du verkauft hast, fehlt noch die Datei.",
        fr: "Il manque encore le fichier du billet pour « {event} » que vous avez vendu.",
        es: "A la entrada para «{event}» que has vendido todavía le falta el archivo.",
        nl: "Bij het ticket voor ‘{event}’ dat je hebt verkocht, ontbreekt het bestand nog.",
        it: "Al biglietto per «{event}» che hai venduto manca ancora il file.";
    mail_file_due_subject(event: &str)
        en: "The file is missing: your ticket for {event}",
        de: "Die Datei fehlt: dein Ticket für {event}",
        fr: "Fichier manquant : votre billet pour {event}",
        es: "Falta el archivo: tu entrada para {event}",
        nl: "Het bestand ontbreekt: je ticket voor {event}",
        it: "Manca il file: il tuo biglietto per {event}";
    mail_file_overdue(event: &str)
        en: "The file of the ticket for {event} that you had sold did not come in time. So its buyer \
             gets the money back, and the ticket is withdrawn.",
        de: "Die Datei des Tickets für „{event}“, das du verkauft hattest, kam nicht rechtzeitig. Wer es \
             gekauft hat, bekommt deshalb das Geld zurück, und das Ticket ist zurückgezogen.",
        fr: "Le fichier du billet pour « {event} » que vous aviez vendu n’est pas arrivé à temps. \
             L’acheteur est donc remboursé, et le billet est retiré.",
        es: "El archivo de la entrada para «{event}» que habías vendido no llegó a tiempo. Por eso \
             el comprador recupera su dinero y la entrada queda retirada.",
        nl: "Het bestand van het ticket voor ‘{event}’ dat je had verkocht, kwam niet op tijd. \
             Daarom krijgt de koper zijn geld terug en is het ticket ingetrokken.",
        it: "Il file del biglietto per «{event}» che avevi venduto non è arrivato in tempo. Perciò \
             l’acquirente viene rimborsato, e il biglietto è ritirato.";
    mail_file_overdue_subject(event: &str)
        en: "Refunded: your ticket for {event} had no file",
        de: "Erstattet: Deinem Ticket für {event} fehlte die Datei",
        fr: "Remboursé : il manquait le fichier de votre billet pour {event}",
        es: "Reembolsada: a tu entrada para {event} le faltaba el archivo",
        nl: "Terugbetaald: bij je ticket voor {event} ontbrak het bestand",
        it: "Rimborsato: al tuo biglietto per {event} mancava il file";
    mail_claim_what()
        en: "Problem",
        de: "Problem",
        fr: "Problème",
        es: "Problema",
        nl: "Probleem",
        it: "Problema";
    mail_claim_subject(event: &str)
        en: "A problem with a ticket for {event}",
        de: "Ein Problem mit einem Ticket für {event}",
        fr: "Un problème avec un billet pour {event}",
        es: "Un problema con una entrada para {event}",
        nl: "Een probleem met een ticket voor {event}",
        it: "Un problema con un biglietto per {event}";
    mail_claim_opened()
        en: "The buyer of the ticket says that something is wrong with it. Say what you have to say to \
             that: the people who run the site decide whether the money goes back.",
        de: "Der Käufer des Tickets sagt, dass damit etwas nicht stimmt. Sag, was du dazu zu sagen hast: \
             Die Betreiber der Seite entscheiden, ob das Geld zurückgeht.",
        fr: "L’acheteur du billet dit que quelque chose ne va pas. Donnez votre version : l’équipe \
             du site décide si l’argent est rendu.",
        es: "El comprador de la entrada dice que algo no está bien. Di lo que tengas que decir: el \
             equipo del sitio decide si se devuelve el dinero.",
        nl: "De koper van het ticket zegt dat er iets niet klopt. Geef jouw kant van het verhaal: \
             het team van de site beslist of het geld teruggaat.",
        it: "L’acquirente del biglietto dice che qualcosa non va. Di’ la tua: lo staff del sito \
             decide se restituire il denaro.";
    mail_claim_answered()
        en: "The seller has answered to the problem that you have reported.",
        de: "Der Anbieter hat auf das Problem geantwortet, das du gemeldet hast.",
        fr: "Le vendeur a répondu au problème que vous avez signalé.",
        es: "El vendedor ha respondido al problema del que avisaste.",
        nl: "De verkoper heeft gereageerd op het probleem dat je hebt gemeld.",
        it: "Il venditore ha risposto al problema che hai segnalato.";
    mail_message_subject(event: &str)
        en: "A message about your ticket for {event}",
        de: "Eine Nachricht zu deinem Ticket für {event}",
        fr: "Un message au sujet de votre billet pour {event}",
        es: "Un mensaje sobre tu entrada para {event}",
        nl: "Een bericht over je ticket voor {event}",
        it: "Un messaggio sul tuo biglietto per {event}";
    mail_message_to_buyer(event: &str)
        en: "Somebody has written to you about the ticket for {event} that you have bought.",
        de: "Jemand hat dir zu dem Ticket für „{event}“ geschrieben, das du gekauft hast.",
        fr: "Quelqu’un vous a écrit au sujet du billet pour « {event} » que vous avez acheté.",
        es: "Alguien te ha escrito sobre la entrada para «{event}» que has comprado.",
        nl: "Iemand heeft je geschreven over het ticket voor ‘{event}’ dat je hebt gekocht.",
        it: "Qualcuno ti ha scritto a proposito del biglietto per «{event}» che hai comprato.";
    mail_message_to_seller(event: &str)
        en: "Somebody has written to you about the ticket for {event} that you have sold.",
        de: "Jemand hat dir zu dem Ticket für „{event}“ geschrieben, das du verkauft hast.",
        fr: "Quelqu’un vous a écrit au sujet du billet pour « {event} » que vous avez vendu.",
        es: "Alguien te ha escrito sobre la entrada para «{event}» que has vendido.",
        nl: "Iemand heeft je geschreven over het ticket voor ‘{event}’ dat je hebt verkocht.",
        it: "Qualcuno ti ha scritto a proposito del biglietto per «{event}» che hai venduto.";
    mail_message_read()
        en: "Read and answer it here:",
        de: "Hier kannst du sie lesen und antworten:",
        fr: "Lisez et répondez ici :",
        es: "Léelo y responde aquí:",
        nl: "Lees het en antwoord hier:",
        it: "Leggi e rispondi qui:";
    mail_your_sales()
        en: "Your sales:",
        de: "Deine Angebote:",
        fr: "Vos ventes :",
        es: "Tus ventas:",
        nl: "Je verkopen:",
        it: "Le tue vendite:";
    mail_your_price()
        en: "Your price",
        de: "Dein Preis",
        fr: "Votre prix",
        es: "Tu precio",
        nl: "Jouw prijs",
        it: "Tuo prezzo";

    mail_ran_out(event: &str, until: &str)
        en: "A ticket for {event} was held for you until {until}. It was not paid for in time, so \
             it is no longer yours.",
        de: "Ein Ticket für „{event}“ war bis {until} für dich reserviert. Es wurde nicht \
             rechtzeitig bezahlt und ist deshalb nicht mehr deins.",
        fr: "Un billet pour « {event} » vous était réservé jusqu’au {until}. Il n’a pas été payé à \
             temps : il n’est plus à vous.",
        es: "Tenías reservada una entrada para «{event}» hasta el {until}. No se pagó a tiempo, \
             así que ya no es tuya.",
        nl: "Een ticket voor ‘{event}’ was tot {until} voor je gereserveerd. Het is niet op tijd \
             betaald en is dus niet meer van jou.",
        it: "Un biglietto per «{event}» era riservato per te fino al giorno {until}. Non è stato \
             pagato in tempo, quindi non è più tuo.";
    mail_ran_out_subject(event: &str)
        en: "Your time ran out: {event}",
        de: "Deine Zeit ist abgelaufen: {event}",
        fr: "Votre temps est écoulé : {event}",
        es: "Se ha agotado tu tiempo: {event}",
        nl: "Je tijd is om: {event}",
        it: "Il tuo tempo è scaduto: {event}";
    mail_not_charged()
        en: "You were not charged. Should your bank show a payment all the same, it is given back \
             by itself.",
        de: "Es wurde nichts abgebucht. Sollte deine Bank trotzdem eine Zahlung zeigen, wird sie \
             von selbst erstattet.",
        fr: "Rien n’a été débité. Si votre banque affiche malgré tout un paiement, il vous est \
             rendu automatiquement.",
        es: "No se ha cobrado nada. Si aun así tu banco muestra un pago, se te devuelve \
             automáticamente.",
        nl: "Er is niets afgeschreven. Toont je bank toch een betaling, dan krijg je die \
             automatisch terug.",
        it: "Non è stato addebitato nulla. Se la tua banca mostrasse comunque un pagamento, ti \
             viene restituito automaticamente.";
    mail_still_for_sale()
        en: "If it is still for sale, you can buy it here:",
        de: "Wenn es noch zu haben ist, kannst du es hier kaufen:",
        fr: "S’il est encore en vente, vous pouvez l’acheter ici :",
        es: "Si sigue a la venta, puedes comprarla aquí:",
        nl: "Als het nog te koop is, kun je het hier kopen:",
        it: "Se è ancora in vendita, puoi comprarlo qui:";

    mail_refunded(price: &str)
        en: "Your order was refunded: {price} goes back to you.",
        de: "Dein Kauf wurde erstattet: Du bekommst {price} zurück.",
        fr: "Votre commande a été remboursée : {price} vous sont rendus.",
        es: "Tu pedido se ha reembolsado: se te devuelven {price}.",
        nl: "Je bestelling is terugbetaald: je krijgt {price} terug.",
        it: "Il tuo ordine è stato rimborsato: ti vengono restituiti {price}.";
    mail_refunded_how()
        en: "It goes the way it came; your bank may take some days to show it. The ticket is no \
             longer valid.",
        de: "Das Geld geht den Weg zurück, den es kam; bis deine Bank es zeigt, kann es einige Tage \
             dauern. Das Ticket gilt nicht mehr.",
        fr: "L’argent revient par où il est venu ; il peut s’écouler quelques jours avant que \
             votre banque l’affiche. Le billet n’est plus valable.",
        es: "El dinero vuelve por donde vino; tu banco puede tardar unos días en mostrarlo. La \
             entrada ya no es válida.",
        nl: "Het geld gaat terug zoals het kwam; het kan een paar dagen duren voor je bank het \
             toont. Het ticket is niet meer geldig.",
        it: "Il denaro torna per la via da cui è arrivato; la tua banca può metterci qualche \
             giorno a mostrarlo. Il biglietto non è più valido.";
    mail_refunded_subject(event: &str)
        en: "Refunded: your ticket for {event}",
        de: "Erstattet: dein Ticket für {event}",
        fr: "Remboursé : votre billet pour {event}",
        es: "Reembolsada: tu entrada para {event}",
        nl: "Terugbetaald: je ticket voor {event}",
        it: "Rimborsato: il tuo biglietto per {event}";

    mail_cancelled(site: &str, event: &str)
        en: "The people who run {site} have cancelled your order for a ticket for {event}.",
        de: "Die Betreiber von {site} haben deinen Kauf eines Tickets für „{event}“ storniert.",
        fr: "L’équipe de {site} a annulé votre commande d’un billet pour « {event} ».",
        es: "El equipo de {site} ha cancelado tu pedido de una entrada para «{event}».",
        nl: "Het team van {site} heeft je bestelling van een ticket voor ‘{event}’ geannuleerd.",
        it: "Lo staff di {site} ha annullato il tuo ordine di un biglietto per «{event}».";
    mail_cancelled_subject(event: &str)
        en: "Cancelled: your order for {event}",
        de: "Storniert: dein Kauf für {event}",
        fr: "Annulée : votre commande pour {event}",
        es: "Cancelado: tu pedido para {event}",
        nl: "Geannuleerd: je bestelling voor {event}",
        it: "Annullato: il tuo ordine per {event}";

    mail_removed(site: &str)
        en: "The people who run {site} have removed a ticket that you had listed.",
        de: "Die Betreiber von {site} haben ein Ticket entfernt, das du angeboten hattest.",
        fr: "L’équipe de {site} a supprimé un billet que vous aviez mis en vente.",
        es: "El equipo de {site} ha eliminado una entrada que habías puesto a la venta.",
        nl: "Het team van {site} heeft een ticket verwijderd dat je te koop had gezet.",
        it: "Lo staff di {site} ha rimosso un biglietto che avevi messo in vendita.";
    mail_removed_subject(event: &str)
        en: "Removed: your ticket for {event}",
        de: "Entfernt: dein Ticket für {event}",
        fr: "Supprimé : votre billet pour {event}",
        es: "Eliminada: tu entrada para {event}",
        nl: "Verwijderd: je ticket voor {event}",
        it: "Rimosso: il tuo biglietto per {event}";
    mail_removed_how()
        en: "It is not for sale any more. It was not sold, and nobody was charged.",
        de: "Es steht nicht mehr zum Verkauf. Es wurde nicht verkauft und nichts abgebucht.",
        fr: "Il n’est plus en vente. Il n’a pas été vendu, et personne n’a été débité.",
        es: "Ya no está a la venta. No se vendió y no se ha cobrado nada a nadie.",
        nl: "Het staat niet meer te koop. Het is niet verkocht, en er is niets afgeschreven.",
        it: "Non è più in vendita. Non è stato venduto, e non è stato addebitato nulla a nessuno.";

    mail_recalled(event: &str)
        en: "You have listed a ticket for {event} that you had bought here. The money for it went \
             back to you, so it is not yours to sell any more.",
        de: "Du hast ein Ticket für „{event}“ angeboten, das du hier gekauft hattest. Das Geld dafür \
             ging an dich zurück, deshalb kannst du es nicht mehr verkaufen.",
        fr: "Vous avez mis en vente un billet pour « {event} » que vous aviez acheté ici. Vous en \
             avez été remboursé, donc vous ne pouvez plus le vendre.",
        es: "Has puesto a la venta una entrada para «{event}» que habías comprado aquí. Se te ha \
             devuelto el dinero, así que ya no puedes venderla.",
        nl: "Je hebt een ticket voor ‘{event}’ te koop gezet dat je hier had gekocht. Het geld \
             ervoor is naar je teruggegaan, dus je kunt het niet meer verkopen.",
        it: "Hai messo in vendita un biglietto per «{event}» che avevi comprato qui. Il denaro ti \
             è stato restituito, quindi non puoi più venderlo.";
    mail_recalled_withdrawn()
        en: "It is withdrawn, and nobody was charged.",
        de: "Es ist zurückgezogen, und es wurde nichts abgebucht.",
        fr: "Il est retiré, et personne n’a été débité.",
        es: "Está retirada y no se ha cobrado nada a nadie.",
        nl: "Het is ingetrokken, en er is niets afgeschreven.",
        it: "È ritirato, e non è stato addebitato nulla a nessuno.";
    mail_recalled_held()
        en: "A buyer holds it just now: if they do not pay in time, it is withdrawn.",
        de: "Gerade ist es für jemanden reserviert: Wird nicht rechtzeitig bezahlt, wird es \
             zurückgezogen.",
        fr: "Un acheteur l’a réservé en ce moment : s’il ne paie pas à temps, le billet est \
             retiré.",
        es: "Ahora mismo la tiene reservada un comprador: si no paga a tiempo, se retira.",
        nl: "Een koper heeft het nu gereserveerd: wordt er niet op tijd betaald, dan wordt het \
             ingetrokken.",
        it: "In questo momento un acquirente l’ha riservato: se non paga in tempo, viene ritirato.";
    mail_recalled_subject(event: &str)
        en: "Withdrawn: your ticket for {event}",
        de: "Zurückgezogen: dein Ticket für {event}",
        fr: "Retiré : votre billet pour {event}",
        es: "Retirada: tu entrada para {event}",
        nl: "Ingetrokken: je ticket voor {event}",
        it: "Ritirato: il tuo biglietto per {event}";

    mail_file_came(event: &str)
        en: "The file of your ticket for {event} has come from its seller.",
        de: "Die Datei zu deinem Ticket für „{event}“ ist da.",
        fr: "Le vendeur a joint le fichier de votre billet pour « {event} ».",
        es: "Ha llegado el archivo de tu entrada para «{event}».",
        nl: "Het bestand van je ticket voor ‘{event}’ is er.",
        it: "È arrivato il file del tuo biglietto per «{event}».";
    mail_file_download()
        en: "Download it here:",
        de: "Hier kannst du sie herunterladen:",
        fr: "Téléchargez-le ici :",
        es: "Descárgalo aquí:",
        nl: "Download het hier:",
        it: "Scaricalo qui:";
    mail_file_came_subject(event: &str)
        en: "Your ticket for {event} is here",
        de: "Dein Ticket für {event} ist da",
        fr: "Votre billet pour {event} est là",
        es: "Ya está aquí tu entrada para {event}",
        nl: "Je ticket voor {event} is er",
        it: "Il tuo biglietto per {event} è arrivato";

    mail_free(event: &str)
        en: "You asked to be told: a ticket for {event} is for sale again.",
        de: "Du wolltest Bescheid wissen: Ein Ticket für „{event}“ ist wieder zu haben.",
        fr: "Vous vouliez être prévenu : un billet pour « {event} » est de nouveau en vente.",
        es: "Querías que te avisáramos: vuelve a haber una entrada para «{event}» a la venta.",
        nl: "Je wilde bericht krijgen: een ticket voor ‘{event}’ is weer te koop.",
        it: "Volevi essere avvisato: un biglietto per «{event}» è di nuovo in vendita.";
    mail_free_subject(event: &str)
        en: "For sale again: {event}",
        de: "Wieder zu haben: {event}",
        fr: "De nouveau en vente : {event}",
        es: "De nuevo a la venta: {event}",
        nl: "Weer te koop: {event}",
        it: "Di nuovo in vendita: {event}";
    mail_first_has_it()
        en: "Others who asked are told as well. Who presses Buy first has it:",
        de: "Andere bekommen auch Bescheid. Wer zuerst kauft, hat es:",
        fr: "D’autres qui l’ont demandé sont prévenus aussi. Le premier qui appuie sur « Acheter » \
             l’obtient :",
        es: "También se avisa a los demás que lo pidieron. Es para quien pulse primero «Comprar»:",
        nl: "Anderen die het vroegen, krijgen ook bericht. Wie het eerst op ‘Kopen’ drukt, heeft \
             het:",
        it: "Vengono avvisati anche gli altri che l’hanno chiesto. È di chi preme per primo \
             «Compra»:";

    mail_reset(site: &str)
        en: "Somebody, hopefully you, wants to set a new password at {site}.",
        de: "Jemand, hoffentlich du, möchte bei {site} ein neues Passwort setzen.",
        fr: "Quelqu’un, vous espérons-le, veut définir un nouveau mot de passe sur {site}.",
        es: "Alguien, esperamos que tú, quiere poner una contraseña nueva en {site}.",
        nl: "Iemand, hopelijk jij, wil bij {site} een nieuw wachtwoord instellen.",
        it: "Qualcuno, speriamo tu, vuole impostare una nuova password su {site}.";
    mail_reset_here(until: &str)
        en: "Here you can, until {until}, once:",
        de: "Hier geht das, einmal, bis {until}:",
        fr: "C’est possible ici, une seule fois, jusqu’au {until} :",
        es: "Puedes hacerlo aquí, una sola vez, hasta el {until}:",
        nl: "Dat kan hier, één keer, tot {until}:",
        it: "Puoi farlo qui, una volta sola, fino al giorno {until}:";
    mail_reset_not_you()
        en: "If it was not you, do nothing: your password stays as it is.",
        de: "Wenn du das nicht warst, tu nichts: Dein Passwort bleibt, wie es ist.",
        fr: "Si ce n’était pas vous, ne faites rien : votre mot de passe reste le même.",
        es: "Si no has sido tú, no hagas nada: tu contraseña sigue igual.",
        nl: "Was jij dit niet, doe dan niets: je wachtwoord blijft zoals het is.",
        it: "Se non sei stato tu, non fare nulla: la tua password resta com’è.";
    mail_reset_subject(site: &str)
        en: "A new password for {site}",
        de: "Ein neues Passwort für {site}",
        fr: "Un nouveau mot de passe pour {site}",
        es: "Una contraseña nueva para {site}",
        nl: "Een nieuw wachtwoord voor {site}",
        it: "Una nuova password per {site}";

    mail_confirm(site: &str)
        en: "Somebody, hopefully you, has given this address to an account at {site}.",
        de: "Jemand, hoffentlich du, hat diese Adresse bei einem Konto von {site} angegeben.",
        fr: "Quelqu’un, vous espérons-le, a indiqué cette adresse pour un compte sur {site}.",
        es: "Alguien, esperamos que tú, ha indicado esta dirección para una cuenta en {site}.",
        nl: "Iemand, hopelijk jij, heeft dit adres opgegeven voor een account bij {site}.",
        it: "Qualcuno, speriamo tu, ha indicato questo indirizzo per un account su {site}.";
    mail_confirm_here(until: &str)
        en: "Here you confirm that it is yours, until {until}, once:",
        de: "Hier bestätigst du, einmal, dass es deine ist, bis {until}:",
        fr: "Confirmez ici, une seule fois, qu’elle est à vous, jusqu’au {until} :",
        es: "Confirma aquí, una sola vez, que es tuya, hasta el {until}:",
        nl: "Bevestig hier, één keer, dat het van jou is, tot {until}:",
        it: "Conferma qui, una volta sola, che è tuo, fino al giorno {until}:";
    mail_confirm_not_you()
        en: "If it was not you, do nothing: the address stays unconfirmed.",
        de: "Wenn du das nicht warst, tu nichts: Die Adresse bleibt unbestätigt.",
        fr: "Si ce n’était pas vous, ne faites rien : l’adresse reste non confirmée.",
        es: "Si no has sido tú, no hagas nada: la dirección queda sin confirmar.",
        nl: "Was jij dit niet, doe dan niets: het adres blijft onbevestigd.",
        it: "Se non sei stato tu, non fare nulla: l’indirizzo resta non confermato.";
    mail_confirm_subject(site: &str)
        en: "Is this your address? {site}",
        de: "Ist das deine Adresse? {site}",
        fr: "Est-ce votre adresse ? {site}",
        es: "¿Es esta tu dirección? {site}",
        nl: "Is dit jouw adres? {site}",
        it: "È questo il tuo indirizzo? {site}";

    mail_password_changed_subject(site: &str)
        en: "Your password was changed: {site}",
        de: "Dein Passwort wurde geändert: {site}",
        fr: "Votre mot de passe a été changé : {site}",
        es: "Se ha cambiado tu contraseña: {site}",
        nl: "Je wachtwoord is gewijzigd: {site}",
        it: "La tua password è stata cambiata: {site}";
    mail_password_changed(site: &str, at: &str)
        en: "The password of your account at {site} was changed on {at}. Whoever was signed in with \
             the old one is signed out.",
        de: "Das Passwort deines Kontos bei {site} wurde geändert ({at}). Wer mit dem alten \
             angemeldet war, ist abgemeldet.",
        fr: "Le mot de passe de votre compte sur {site} a été changé le {at}. Quiconque était \
             connecté avec l’ancien est déconnecté.",
        es: "La contraseña de tu cuenta en {site} se cambió el {at}. Las sesiones iniciadas con la \
             anterior se han cerrado.",
        nl: "Het wachtwoord van je account bij {site} is gewijzigd op {at}. Wie met het oude was \
             ingelogd, is uitgelogd.",
        it: "La password del tuo account su {site} è stata cambiata ({at}). Chi era entrato con \
             quella vecchia è stato disconnesso.";
    mail_password_not_you()
        en: "If it was not you, set a new one at once; who reads your mail can do so, too:",
        de: "Wenn du das nicht warst, setze sofort ein neues; das kann auch, wer deine Mails \
             liest:",
        fr: "Si ce n’était pas vous, définissez-en un nouveau tout de suite ; quiconque lit vos \
             e-mails peut aussi le faire :",
        es: "Si no has sido tú, pon enseguida una nueva; quien lea tu correo también puede \
             hacerlo:",
        nl: "Was jij dit niet, stel dan meteen een nieuw in; wie je e-mail leest, kan dat ook:",
        it: "Se non sei stato tu, impostane subito una nuova; può farlo anche chi legge le tue \
             e-mail:";
    mail_address_given_up_subject(site: &str)
        en: "This address is not your account's any more: {site}",
        de: "Diese Adresse gehört nicht mehr zu deinem Konto: {site}",
        fr: "Cette adresse n’est plus celle de votre compte : {site}",
        es: "Esta dirección ya no es la de tu cuenta: {site}",
        nl: "Dit adres hoort niet meer bij je account: {site}",
        it: "Questo indirizzo non è più quello del tuo account: {site}";
    mail_address_given_up(site: &str, at: &str)
        en: "The account at {site} that had this address has another since {at}. Nobody signs in \
             with this one any more, and no more mails come here.",
        de: "Das Konto bei {site}, das diese Adresse hatte, hat eine andere ({at}). Mit dieser \
             meldet sich niemand mehr an, und hierher kommen keine Mails mehr.",
        fr: "Le compte sur {site} qui avait cette adresse en a une autre depuis le {at}. Plus \
             personne ne se connecte avec celle-ci, et plus aucun e-mail n’y arrive.",
        es: "La cuenta en {site} que tenía esta dirección tiene otra desde el {at}. Ya nadie \
             inicia sesión con esta, y aquí no llegan más correos.",
        nl: "Het account bij {site} dat dit adres had, heeft een ander sinds {at}. Niemand logt \
             meer in met dit adres, en er komt hier geen e-mail meer.",
        it: "L’account su {site} che aveva questo indirizzo ne ha un altro ({at}). Nessuno accede \
             più con questo, e qui non arrivano più e-mail.";
    mail_address_not_you(site: &str)
        en: "If it was not you, somebody knows your password: write at once to the people who run \
             {site}, and change it wherever else you use it.",
        de: "Wenn du das nicht warst, kennt jemand dein Passwort: Schreibe sofort den Leuten, die \
             {site} betreiben, und ändere es überall, wo du es sonst noch benutzt.",
        fr: "Si ce n’était pas vous, quelqu’un connaît votre mot de passe : écrivez aussitôt à \
             l’équipe de {site}, et changez-le partout ailleurs où vous l’utilisez.",
        es: "Si no has sido tú, alguien conoce tu contraseña: escribe enseguida al equipo de \
             {site} y cámbiala en los demás sitios donde la uses.",
        nl: "Was jij dit niet, dan kent iemand je wachtwoord: schrijf meteen naar het team van \
             {site}, en wijzig het overal waar je het nog meer gebruikt.",
        it: "Se non sei stato tu, qualcuno conosce la tua password: scrivi subito allo staff di \
             {site}, e cambiala ovunque la usi.";

    mail_signed_in_subject(site: &str)
        en: "A new sign-in: {site}",
        de: "Neue Anmeldung: {site}",
        fr: "Nouvelle connexion : {site}",
        es: "Nuevo inicio de sesión: {site}",
        nl: "Nieuwe login: {site}",
        it: "Nuovo accesso: {site}";
    mail_signed_in(site: &str)
        en: "Somebody, hopefully you, has signed in to your account at {site} with a browser, or from a \
             network, that had not been used for that lately:",
        de: "Jemand, hoffentlich du, hat sich bei deinem Konto von {site} angemeldet, mit einem Browser \
             oder aus einem Netz, mit dem das zuletzt nicht geschah:",
        fr: "Quelqu’un, vous espérons-le, s’est connecté à votre compte sur {site} avec un \
             navigateur, ou depuis un réseau, qui n’avait pas servi à cela récemment :",
        es: "Alguien, esperamos que tú, ha iniciado sesión en tu cuenta en {site} con un \
             navegador, o desde una red, que no se había usado para ello últimamente:",
        nl: "Iemand, hopelijk jij, heeft ingelogd op je account bij {site} met een browser, of \
             vanaf een netwerk, die daar de laatste tijd niet voor is gebruikt:",
        it: "Qualcuno, speriamo tu, è entrato nel tuo account su {site} con un browser, o da una \
             rete, che ultimamente non erano stati usati per questo:";
    mail_signed_in_not_you()
        en: "If it was not you, somebody knows your password. Set a new one at once, which signs \
             everybody out:",
        de: "Wenn du das nicht warst, kennt jemand dein Passwort. Setze sofort ein neues, das meldet \
             alle ab:",
        fr: "Si ce n’était pas vous, quelqu’un connaît votre mot de passe. Définissez-en tout de \
             suite un nouveau, ce qui déconnecte tout le monde :",
        es: "Si no has sido tú, alguien conoce tu contraseña. Pon enseguida una nueva, con lo que \
             se cierran todas las sesiones:",
        nl: "Was jij dit niet, dan kent iemand je wachtwoord. Stel meteen een nieuw in, dan wordt \
             iedereen uitgelogd:",
        it: "Se non sei stato tu, qualcuno conosce la tua password. Impostane subito una nuova, \
             così escono tutti:";
    mail_signed_in_others()
        en: "If it was you, there is nothing to do. All sign-ins are listed here:",
        de: "Wenn du es warst, ist nichts zu tun. Alle Anmeldungen stehen hier:",
        fr: "Si c’était vous, il n’y a rien à faire. Toutes les connexions figurent ici :",
        es: "Si has sido tú, no hay nada que hacer. Todos los inicios de sesión están aquí:",
        nl: "Was jij het wel, dan hoef je niets te doen. Alle logins staan hier:",
        it: "Se sei stato tu, non c’è nulla da fare. Tutti gli accessi sono elencati qui:";

    mail_webhook_off_subject(site: &str)
        en: "A webhook was turned off: {site}",
        de: "Ein Webhook wurde abgeschaltet: {site}",
        fr: "Un webhook a été désactivé : {site}",
        es: "Se ha desactivado un webhook: {site}",
        nl: "Een webhook is uitgezet: {site}",
        it: "Un webhook è stato disattivato: {site}";
    mail_webhook_off(site: &str)
        en: "A webhook that you have set up at {site} was turned off. Nothing is sent any more to:",
        de: "Ein Webhook, den du bei {site} eingerichtet hast, wurde abgeschaltet. Nichts geht mehr \
             an:",
        fr: "Un webhook que vous avez configuré sur {site} a été désactivé. Plus rien n’est envoyé \
             à :",
        es: "Se ha desactivado un webhook que configuraste en {site}. Ya no se envía nada a:",
        nl: "Een webhook die je bij {site} hebt ingesteld, is uitgezet. Er wordt niets meer \
             gestuurd naar:",
        it: "Un webhook che hai configurato su {site} è stato disattivato. Non viene più inviato \
             nulla a:";
    mail_webhook_off_what_now()
        en: "What has not arrived is kept for 30 days. When the receiver is mended, turn it on \
             again here, and have what failed sent again:",
        de: "Was nicht angekommen ist, wird 30 Tage behalten. Wenn der Empfänger wieder läuft, \
             schalte ihn hier wieder ein und lass Fehlgeschlagenes noch einmal senden:",
        fr: "Ce qui n’est pas arrivé est conservé 30 jours. Quand le destinataire est réparé, \
             réactivez-le ici, et faites renvoyer ce qui a échoué :",
        es: "Lo que no ha llegado se conserva 30 días. Cuando el destinatario esté arreglado, \
             vuelve a activarlo aquí y haz que se reenvíe lo fallido:",
        nl: "Wat niet is aangekomen, wordt 30 dagen bewaard. Werkt de ontvanger weer, zet hem dan \
             hier weer aan en laat wat mislukte opnieuw versturen:",
        it: "Ciò che non è arrivato viene conservato per 30 giorni. Quando il destinatario \
             funziona di nuovo, riattivalo qui e fai inviare di nuovo ciò che è fallito:";

    mail_test(site: &str)
        en: "This is a test: mails from {site} arrive.",
        de: "Das ist ein Test: Mails von {site} kommen an.",
        fr: "Ceci est un test : les e-mails de {site} arrivent.",
        es: "Esto es una prueba: los correos de {site} llegan.",
        nl: "Dit is een test: e-mail van {site} komt aan.",
        it: "Questa è una prova: le e-mail di {site} arrivano.";
    mail_test_asked_for(at: &str)
        en: "Somebody who runs the site asked for it on {at}.",
        de: "Jemand, der die Seite betreibt, hat ihn angefordert: {at}.",
        fr: "Quelqu’un de l’équipe du site l’a demandé le {at}.",
        es: "Alguien del equipo del sitio la pidió el {at}.",
        nl: "Iemand van het team van de site heeft erom gevraagd op {at}.",
        it: "Qualcuno dello staff del sito l’ha chiesta ({at}).";
    mail_test_subject(site: &str)
        en: "A test from {site}",
        de: "Ein Test von {site}",
        fr: "Un test de {site}",
        es: "Una prueba de {site}",
        nl: "Een test van {site}",
        it: "Una prova da {site}";

    /// On the button that leads from a mail to the page that it is about.
    mail_open()
        en: "Open the page",
        de: "Seite öffnen",
        fr: "Ouvrir la page",
        es: "Abrir la página",
        nl: "Pagina openen",
        it: "Apri la pagina";
    /// What the file of the terms is called that comes with a mail, before their day.
    terms_file()
        en: "terms",
        de: "AGB",
        fr: "conditions",
        es: "condiciones",
        nl: "voorwaarden",
        it: "condizioni";
    /// What a mail that is shown as a sample is about.
    mail_sample_reason()
        en: "The concert is off",
        de: "Das Konzert fällt aus",
        fr: "Le concert n’a pas lieu",
        es: "El concierto no se celebra",
        nl: "Het concert gaat niet door",
        it: "Il concerto non si tiene";
    mail_sample_ticket()
        en: "Row 5, seat 12",
        de: "Reihe 5, Platz 12",
        fr: "Rang 5, place 12",
        es: "Fila 5, asiento 12",
        nl: "Rij 5, plaats 12",
        it: "Fila 5, posto 12";

    mail_row(row: &str)
        en: "row {row}",
        de: "Reihe {row}",
        fr: "rang {row}",
        es: "fila {row}",
        nl: "rij {row}",
        it: "fila {row}";
    mail_seat(seat: &str)
        en: "seat {seat}",
        de: "Platz {seat}",
        fr: "place {seat}",
        es: "asiento {seat}",
        nl: "plaats {seat}",
        it: "posto {seat}";
}
