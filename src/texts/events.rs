//! What becomes of events: on their pages, on orders and receipts, in mails, and the forms for it.

use super::{Language, texts};
use crate::domain::rules::event::EventRefusal;

impl Language {
    /// Why an event is not changed.
    pub(crate) fn event_not_changed(self, refusal: &EventRefusal) -> &'static str {
        match refusal {
            EventRefusal::NotThere | EventRefusal::MergedAway => self.admin_event_gone(),
            EventRefusal::NoOther => self.admin_no_other(),
            EventRefusal::Itself => self.admin_merge_itself(),
            EventRefusal::OtherMergedAway => self.admin_other_merged(),
            EventRefusal::Apart => self.admin_apart(),
            EventRefusal::Cancelled => self.event_cancelled_already(),
            EventRefusal::StartPast => self.start_is_past(),
            EventRefusal::EndUnfit => self.event_end_unfit(),
            EventRefusal::RefundsPast => self.event_refunds_past(),
            EventRefusal::ChangedTooOften => self.event_changed_too_often(),
            EventRefusal::OthersTickets => self.event_others_tickets(),
        }
    }
}

texts! {
    event_cancelled_no_trade()
        en: "The event is cancelled: tickets for it are not traded any more.",
        de: "Die Veranstaltung ist abgesagt: Tickets dafür werden nicht mehr gehandelt.",
        fr: "L’événement est annulé : ses billets ne s’échangent plus.",
        es: "El evento está cancelado: ya no se venden ni compran entradas para él.",
        nl: "Het evenement is afgelast: er worden geen tickets meer voor verhandeld.",
        it: "L’evento è annullato: i suoi biglietti non si vendono né si comprano più.";
    event_cancelled_already()
        en: "The event is cancelled, and that is not undone. Nothing was changed.",
        de: "Die Veranstaltung ist abgesagt, und das lässt sich nicht zurücknehmen. Es wurde nichts \
             geändert.",
        fr: "L’événement est annulé, et c’est irrévocable. Rien n’a été modifié.",
        es: "El evento está cancelado, y eso no se deshace. No se ha cambiado nada.",
        nl: "Het evenement is afgelast, en dat wordt niet teruggedraaid. Er is niets gewijzigd.",
        it: "L’evento è annullato, e non si torna indietro. Non è stato modificato nulla.";
    event_end_unfit()
        en: "An event ends after it starts, and within a year.",
        de: "Eine Veranstaltung endet nach ihrem Beginn und innerhalb eines Jahres.",
        fr: "Un événement finit après son début, et dans l’année qui suit.",
        es: "Un evento termina después de empezar, y antes de un año.",
        nl: "Een evenement eindigt na het begin, en binnen een jaar.",
        it: "Un evento finisce dopo il suo inizio, ed entro un anno.";
    event_refunds_past()
        en: "This is in the past. Enter until when buyers may give their tickets back.",
        de: "Das ist schon vorbei. Gib ein, bis wann Tickets zurückgegeben werden können.",
        fr: "C’est déjà passé. Indiquez jusqu’à quand les acheteurs peuvent rendre leurs billets.",
        es: "Ya ha pasado. Indica hasta cuándo los compradores pueden devolver sus entradas.",
        nl: "Dit is al voorbij. Vul in tot wanneer kopers hun tickets kunnen teruggeven.",
        it: "È già passato. Indica fino a quando gli acquirenti possono restituire i biglietti.";
    event_changed_too_often()
        en: "The event was changed too often. It can still be cancelled.",
        de: "Die Veranstaltung wurde zu oft geändert. Absagen lässt sie sich noch.",
        fr: "L’événement a été modifié trop souvent. Il peut encore être annulé.",
        es: "El evento se ha cambiado demasiadas veces. Todavía se puede cancelar.",
        nl: "Het evenement is te vaak gewijzigd. Het kan nog wel worden afgelast.",
        it: "L’evento è stato modificato troppe volte. Si può ancora annullare.";
    event_others_tickets()
        en: "Somebody else sells, holds or has bought a ticket for this event. From then on only the \
             people who run the site change it. Nothing was changed.",
        de: "Jemand anderes verkauft, reserviert oder hat ein Ticket für diese Veranstaltung. Von da \
             an ändern sie nur noch die Betreiber der Seite. Es wurde nichts geändert.",
        fr: "Quelqu’un d’autre vend, réserve ou a acheté un billet pour cet événement. Dès lors, seule \
             l’équipe de ce site le modifie. Rien n’a été modifié.",
        es: "Otra persona vende, tiene reservada o ha comprado una entrada para este evento. Desde \
             entonces solo lo cambia el equipo de este sitio. No se ha cambiado nada.",
        nl: "Iemand anders verkoopt, reserveert of kocht een ticket voor dit evenement. Vanaf dan \
             wijzigt alleen het team van deze site het. Er is niets gewijzigd.",
        it: "Qualcun altro vende, ha riservato o ha comprato un biglietto per questo evento. Da allora \
             lo modifica solo lo staff di questo sito. Non è stato modificato nulla.";

    event_picture()
        en: "Picture",
        de: "Bild",
        fr: "Image",
        es: "Imagen",
        nl: "Afbeelding",
        it: "Immagine";
    event_picture_choose()
        en: "A picture of the event",
        de: "Ein Bild der Veranstaltung",
        fr: "Une image de l’événement",
        es: "Una imagen del evento",
        nl: "Een afbeelding van het evenement",
        it: "Un’immagine dell’evento";
    event_picture_hint()
        en: "A JPEG, PNG or WebP of up to 10 MB. It is shown instead of the poster, cut to its middle. \
             What a camera writes into it, such as the place, is left out. Use only what you may show.",
        de: "Ein JPEG, PNG oder WebP mit höchstens 10 MB. Es ersetzt das gezeichnete Plakat und wird \
             auf seine Mitte zugeschnitten. Was eine Kamera hineinschreibt, etwa den Ort, fällt weg. \
             Nimm nur, was du zeigen darfst.",
        fr: "Un JPEG, PNG ou WebP de 10 Mo au plus. Il remplace l’affiche, recadré en son centre. Ce \
             que l’appareil photo y inscrit, comme le lieu, est retiré. N’utilisez que ce que vous \
             avez le droit de montrer.",
        es: "Un JPEG, PNG o WebP de 10 MB como máximo. Se muestra en lugar del cartel, recortado por \
             el centro. Lo que la cámara escribe en ella, como el lugar, se elimina. Usa solo lo que \
             puedas mostrar.",
        nl: "Een JPEG, PNG of WebP van hoogstens 10 MB. Die komt in plaats van de poster, bijgesneden \
             op het midden. Wat een camera erin schrijft, zoals de plaats, wordt weggelaten. Gebruik \
             alleen wat je mag tonen.",
        it: "Un JPEG, PNG o WebP di al massimo 10 MB. Sostituisce la locandina, ritagliata al centro. \
             Ciò che la fotocamera vi scrive, come il luogo, viene tolto. Usa solo ciò che puoi \
             mostrare.";
    event_picture_send()
        en: "Use this picture",
        de: "Dieses Bild verwenden",
        fr: "Utiliser cette image",
        es: "Usar esta imagen",
        nl: "Deze afbeelding gebruiken",
        it: "Usa questa immagine";
    event_picture_remove()
        en: "Take the picture off",
        de: "Bild entfernen",
        fr: "Retirer l’image",
        es: "Quitar la imagen",
        nl: "Afbeelding weghalen",
        it: "Togli l’immagine";
    event_picture_remove_asks()
        en: "Delete this picture? The poster is shown again.",
        de: "Dieses Bild löschen? Dann ist wieder das gezeichnete Plakat zu sehen.",
        fr: "Supprimer cette image ? L’affiche sera de nouveau montrée.",
        es: "¿Eliminar esta imagen? Se volverá a mostrar el cartel.",
        nl: "Deze afbeelding verwijderen? Dan is de poster weer te zien.",
        it: "Eliminare questa immagine? Tornerà a vedersi la locandina.";
    event_picture_delete()
        en: "Delete the picture",
        de: "Das Bild löschen",
        fr: "Supprimer l’image",
        es: "Eliminar la imagen",
        nl: "De afbeelding verwijderen",
        it: "Elimina l’immagine";
    choose_a_picture()
        en: "Choose one picture: a JPEG, a PNG or a WebP.",
        de: "Wähle ein Bild aus: ein JPEG, PNG oder WebP.",
        fr: "Choisissez une image : un JPEG, un PNG ou un WebP.",
        es: "Elige una imagen: un JPEG, un PNG o un WebP.",
        nl: "Kies één afbeelding: een JPEG, een PNG of een WebP.",
        it: "Scegli un’immagine: un JPEG, un PNG o un WebP.";
    no_picture()
        en: "This is no JPEG, PNG or WebP, or it is damaged. Choose another picture.",
        de: "Das ist kein JPEG, PNG oder WebP, oder es ist beschädigt. Wähle ein anderes Bild.",
        fr: "Ce n’est ni un JPEG, ni un PNG, ni un WebP, ou il est endommagé. Choisissez une autre \
             image.",
        es: "No es un JPEG, PNG ni WebP, o está dañado. Elige otra imagen.",
        nl: "Dit is geen JPEG, PNG of WebP, of het is beschadigd. Kies een andere afbeelding.",
        it: "Non è un JPEG, PNG o WebP, oppure è danneggiato. Scegli un’altra immagine.";
    picture_too_much()
        en: "This picture has more than 40 megapixels, or is a large WebP without loss. Choose a smaller \
             one, or a JPEG.",
        de: "Dieses Bild hat mehr als 40 Megapixel oder ist ein großes verlustfreies WebP. Wähle ein \
             kleineres oder ein JPEG.",
        fr: "Cette image dépasse 40 mégapixels, ou est un grand WebP sans perte. Choisissez-en une \
             plus petite, ou un JPEG.",
        es: "Esta imagen tiene más de 40 megapíxeles, o es un WebP grande sin pérdida. Elige una más \
             pequeña, o un JPEG.",
        nl: "Deze afbeelding heeft meer dan 40 megapixel, of is een grote WebP zonder verlies. Kies \
             een kleinere, of een JPEG.",
        it: "Questa immagine ha più di 40 megapixel, o è un grande WebP senza perdita. Scegline una \
             più piccola, o un JPEG.";

    event_cancelled()
        en: "Cancelled",
        de: "Abgesagt",
        fr: "Annulé",
        es: "Cancelado",
        nl: "Afgelast",
        it: "Annullato";
    event_postponed()
        en: "Postponed",
        de: "Verschoben",
        fr: "Reporté",
        es: "Aplazado",
        nl: "Uitgesteld",
        it: "Rinviato";
    event_is_cancelled()
        en: "This event is cancelled. Nothing is sold any more, and whoever has bought a ticket here \
             gets the money back.",
        de: "Diese Veranstaltung ist abgesagt. Es wird nichts mehr verkauft, und wer hier ein Ticket \
             gekauft hat, bekommt das Geld zurück.",
        fr: "Cet événement est annulé. Plus rien n’est vendu, et quiconque a acheté un billet ici est \
             remboursé.",
        es: "Este evento está cancelado. Ya no se vende nada, y quien haya comprado aquí una entrada \
             recupera su dinero.",
        nl: "Dit evenement is afgelast. Er wordt niets meer verkocht, en wie hier een ticket kocht, \
             krijgt het geld terug.",
        it: "Questo evento è annullato. Non si vende più nulla, e chi ha comprato qui un biglietto \
             riavrà il denaro.";
    event_is_postponed()
        en: "This event is postponed.",
        de: "Diese Veranstaltung ist verschoben.",
        fr: "Cet événement est reporté.",
        es: "Este evento está aplazado.",
        nl: "Dit evenement is uitgesteld.",
        it: "Questo evento è rinviato.";
    event_no_date_yet()
        en: "The new date is not known yet; it was to be on the one shown here.",
        de: "Das neue Datum steht noch nicht fest; hier steht das bisherige.",
        fr: "La nouvelle date n’est pas encore connue ; celle affichée ici est l’ancienne.",
        es: "La fecha nueva aún no se sabe; la que se muestra aquí es la anterior.",
        nl: "De nieuwe datum is nog niet bekend; hier staat de oude.",
        it: "La nuova data non è ancora nota; quella mostrata qui è la precedente.";
    event_refund_until(until: &str)
        en: "Who had bought a ticket before can give it back until {until}, on the page of the order.",
        de: "Wer vorher ein Ticket gekauft hat, kann es bis {until} zurückgeben, auf der Seite des \
             Kaufs.",
        fr: "Qui avait acheté un billet auparavant peut le rendre jusqu’au {until}, sur la page de la \
             commande.",
        es: "Quien había comprado antes una entrada puede devolverla hasta el {until}, en la página \
             del pedido.",
        nl: "Wie daarvoor een ticket kocht, kan het teruggeven tot en met {until}, op de pagina van de \
             bestelling.",
        it: "Chi aveva comprato prima un biglietto può restituirlo fino al giorno {until}, nella pagina \
             dell’ordine.";
    event_was()
        en: "What was changed",
        de: "Was sich geändert hat",
        fr: "Ce qui a changé",
        es: "Qué ha cambiado",
        nl: "Wat er is gewijzigd",
        it: "Che cosa è cambiato";
    event_was_before()
        en: "Before",
        de: "Vorher",
        fr: "Avant",
        es: "Antes",
        nl: "Eerst",
        it: "Prima";
    event_is_now() en: "Now", de: "Jetzt", fr: "Maintenant", es: "Ahora", nl: "Nu", it: "Ora";
    event_was_when_bought()
        en: "The event was changed after you had ordered:",
        de: "Die Veranstaltung wurde geändert, nachdem du bestellt hattest:",
        fr: "L’événement a été modifié après votre commande :",
        es: "El evento se cambió después de tu pedido:",
        nl: "Het evenement is gewijzigd nadat je had besteld:",
        it: "L’evento è stato modificato dopo il tuo ordine:";
    event_from_to(from: &str, to: &str)
        en: "{from} to {to}",
        de: "{from} bis {to}",
        fr: "{from} – {to}",
        es: "{from} – {to}",
        nl: "{from} – {to}",
        it: "{from} – {to}";

    give_back()
        en: "Give the ticket back",
        de: "Ticket zurückgeben",
        fr: "Rendre le billet",
        es: "Devolver la entrada",
        nl: "Het ticket teruggeven",
        it: "Restituisci il biglietto";
    give_back_asks(price: &str, until: &str)
        en: "The event is postponed: until {until} you can give the ticket back, and {price} goes back \
             to you. That cannot be undone.",
        de: "Die Veranstaltung ist verschoben: Bis {until} kannst du das Ticket zurückgeben und \
             bekommst {price} zurück. Das lässt sich nicht rückgängig machen.",
        fr: "L’événement est reporté : jusqu’au {until}, vous pouvez rendre le billet, et {price} vous \
             sont remboursés. C’est irréversible.",
        es: "El evento está aplazado: hasta el {until} puedes devolver la entrada y recuperas {price}. \
             Eso no se puede deshacer.",
        nl: "Het evenement is uitgesteld: tot en met {until} kun je het ticket teruggeven, en krijg je \
             {price} terug. Dat kan niet ongedaan worden gemaakt.",
        it: "L’evento è rinviato: fino al giorno {until} puoi restituire il biglietto e riavere {price}. Non \
             si può annullare.";
    give_back_button(price: &str)
        en: "Give it back for {price}",
        de: "Für {price} zurückgeben",
        fr: "Le rendre pour {price}",
        es: "Devolverla por {price}",
        nl: "Teruggeven voor {price}",
        it: "Restituiscilo per {price}";
    give_back_too_late()
        en: "The time to give this ticket back is over.",
        de: "Die Zeit, dieses Ticket zurückzugeben, ist vorbei.",
        fr: "Le délai pour rendre ce billet est passé.",
        es: "El plazo para devolver esta entrada ha pasado.",
        nl: "De tijd om dit ticket terug te geven is voorbij.",
        it: "Il tempo per restituire questo biglietto è scaduto.";

    change_this_event()
        en: "Change this event",
        de: "Veranstaltung ändern",
        fr: "Modifier cet événement",
        es: "Cambiar este evento",
        nl: "Dit evenement wijzigen",
        it: "Modifica questo evento";
    change_event_hint()
        en: "Everybody who sells, holds or has bought a ticket for it, or waits for one, is told by \
             mail what was and what is.",
        de: "Alle, die ein Ticket dafür anbieten, reserviert oder gekauft haben oder darauf warten, \
             erfahren per Mail, was war und was jetzt gilt.",
        fr: "Tous ceux qui vendent, réservent ou ont acheté un billet, ou en attendent un, apprennent \
             par e-mail ce qui était et ce qui est.",
        es: "Todos los que venden, tienen reservada o han comprado una entrada, o esperan una, reciben \
             por correo lo que era y lo que es.",
        nl: "Iedereen die er een ticket voor verkoopt, reserveert of heeft gekocht, of erop wacht, \
             hoort per e-mail wat was en wat nu geldt.",
        it: "Tutti quelli che vendono, hanno riservato o comprato un biglietto, o ne aspettano uno, \
             vengono a sapere per e-mail com’era e com’è.";
    change_event_button()
        en: "Change it, and tell them",
        de: "Ändern und Bescheid geben",
        fr: "Modifier et prévenir",
        es: "Cambiarlo y avisar",
        nl: "Wijzigen en laten weten",
        it: "Modifica e avvisa";
    change_why()
        en: "Why, for them to read",
        de: "Warum, für alle zu lesen",
        fr: "La raison, qu’ils liront",
        es: "El motivo, para que lo lean",
        nl: "De reden, voor hen te lezen",
        it: "Il motivo, che leggeranno";
    field_ends_at()
        en: "End (optional)",
        de: "Ende (freiwillig)",
        fr: "Fin (facultatif)",
        es: "Fin (opcional)",
        nl: "Einde (optioneel)",
        it: "Fine (facoltativo)";
    field_ends_at_hint()
        en: "If it lasts several days, the last of them.",
        de: "Wenn sie mehrere Tage dauert, der letzte davon.",
        fr: "S’il dure plusieurs jours, le dernier.",
        es: "Si dura varios días, el último de ellos.",
        nl: "Als het meerdere dagen duurt, de laatste ervan.",
        it: "Se dura più giorni, l’ultimo.";
    postpone_event()
        en: "Postpone it",
        de: "Verschieben",
        fr: "Le reporter",
        es: "Aplazarlo",
        nl: "Uitstellen",
        it: "Rinvialo";
    postpone_event_hint()
        en: "Who has bought a ticket can give it back until the day that you set.",
        de: "Wer ein Ticket gekauft hat, kann es bis zu dem Tag zurückgeben, den du setzt.",
        fr: "Qui a acheté un billet peut le rendre jusqu’au jour que vous fixez.",
        es: "Quien haya comprado una entrada puede devolverla hasta el día que fijes.",
        nl: "Wie een ticket kocht, kan het teruggeven tot de dag die je instelt.",
        it: "Chi ha comprato un biglietto può restituirlo fino al giorno che stabilisci.";
    field_new_start()
        en: "New start (empty: not known yet)",
        de: "Neuer Beginn (leer: noch offen)",
        fr: "Nouveau début (vide : encore inconnu)",
        es: "Nuevo comienzo (vacío: aún no se sabe)",
        nl: "Nieuw begin (leeg: nog niet bekend)",
        it: "Nuovo inizio (vuoto: non ancora noto)";
    field_new_end()
        en: "New end (optional)",
        de: "Neues Ende (freiwillig)",
        fr: "Nouvelle fin (facultatif)",
        es: "Nuevo fin (opcional)",
        nl: "Nieuw einde (optioneel)",
        it: "Nuova fine (facoltativo)";
    field_refund_until()
        en: "Refunds until, that day included",
        de: "Rückgabe bis einschließlich",
        fr: "Remboursements jusqu’au, jour compris",
        es: "Reembolsos hasta el, ese día incluido",
        nl: "Terugbetaling tot en met",
        it: "Rimborsi fino al, giorno compreso";
    postpone_event_button()
        en: "Postpone it, and tell them",
        de: "Verschieben und Bescheid geben",
        fr: "Reporter et prévenir",
        es: "Aplazarlo y avisar",
        nl: "Uitstellen en laten weten",
        it: "Rinvia e avvisa";
    cancel_event()
        en: "Cancel it",
        de: "Absagen",
        fr: "L’annuler",
        es: "Cancelarlo",
        nl: "Afgelasten",
        it: "Annullalo";
    cancel_event_asks(sold: usize, listed: usize)
        en: {
            let sold = match sold {
                0 => "No order has to be refunded".to_owned(),
                1 => "1 paid order is refunded".to_owned(),
                n => format!("{n} paid orders are refunded"),
            };
            format!("{sold}; {listed} listed tickets are withdrawn, and all are told. That cannot be \
                undone.")
        },
        de: {
            let sold = match sold {
                0 => "Kein Kauf ist zu erstatten".to_owned(),
                1 => "1 bezahlter Kauf wird erstattet".to_owned(),
                n => format!("{n} bezahlte Käufe werden erstattet"),
            };
            format!("{sold}; Angebote, die zurückgezogen werden: {listed}. Alle erfahren davon. Das \
                lässt sich nicht rückgängig machen.")
        },
        fr: {
            let sold = match sold {
                0 => "Aucune commande n’est à rembourser".to_owned(),
                1 => "1 commande payée est remboursée".to_owned(),
                n => format!("{n} commandes payées sont remboursées"),
            };
            format!("{sold} ; billets en vente qui sont retirés : {listed}. Tous sont prévenus. C’est \
                irréversible.")
        },
        es: {
            let sold = match sold {
                0 => "No hay que reembolsar ningún pedido".to_owned(),
                1 => "Se reembolsa 1 pedido pagado".to_owned(),
                n => format!("Se reembolsan {n} pedidos pagados"),
            };
            format!("{sold}; entradas en venta que se retiran: {listed}. Se avisa a todos. Eso no se \
                puede deshacer.")
        },
        nl: {
            let sold = match sold {
                0 => "Er hoeft geen bestelling te worden terugbetaald".to_owned(),
                1 => "1 betaalde bestelling wordt terugbetaald".to_owned(),
                n => format!("{n} betaalde bestellingen worden terugbetaald"),
            };
            format!("{sold}; tickets te koop die worden ingetrokken: {listed}. Iedereen krijgt bericht. \
                Dat kan niet ongedaan worden gemaakt.")
        },
        it: {
            let sold = match sold {
                0 => "Nessun ordine è da rimborsare".to_owned(),
                1 => "1 ordine pagato viene rimborsato".to_owned(),
                n => format!("{n} ordini pagati vengono rimborsati"),
            };
            format!("{sold}; biglietti in vendita che vengono ritirati: {listed}. Tutti vengono avvisati. \
                Non si può annullare.")
        };
    cancel_event_tick()
        en: "Yes, this event does not take place",
        de: "Ja, diese Veranstaltung findet nicht statt",
        fr: "Oui, cet événement n’a pas lieu",
        es: "Sí, este evento no se celebra",
        nl: "Ja, dit evenement gaat niet door",
        it: "Sì, questo evento non si tiene";
    cancel_event_unticked()
        en: "Tick this if it is to be cancelled.",
        de: "Kreuze das an, wenn sie abgesagt werden soll.",
        fr: "Cochez ceci s’il doit être annulé.",
        es: "Marca esto si se ha de cancelar.",
        nl: "Vink dit aan als het moet worden afgelast.",
        it: "Spunta questa casella se deve essere annullato.";
    cancel_event_button()
        en: "Cancel the event",
        de: "Veranstaltung absagen",
        fr: "Annuler l’événement",
        es: "Cancelar el evento",
        nl: "Het evenement afgelasten",
        it: "Annulla l’evento";
    day_missing()
        en: "Enter a day, such as 2027-05-01.",
        de: "Gib einen Tag ein, zum Beispiel 2027-05-01.",
        fr: "Saisissez un jour, par exemple 2027-05-01.",
        es: "Escribe un día, por ejemplo 2027-05-01.",
        nl: "Vul een dag in, bijvoorbeeld 2027-05-01.",
        it: "Inserisci un giorno, ad esempio 2027-05-01.";

    refunds_title()
        en: "Refunds",
        de: "Erstattungen",
        fr: "Remboursements",
        es: "Reembolsos",
        nl: "Terugbetalingen",
        it: "Rimborsi";
    refunds_so_far(refunded: usize, all: usize)
        en: "Refunded {refunded} of {all}.",
        de: "Erstattet: {refunded} von {all}.",
        fr: "Remboursé : {refunded} sur {all}.",
        es: "Reembolsados: {refunded} de {all}.",
        nl: "Terugbetaald: {refunded} van {all}.",
        it: "Rimborsati: {refunded} su {all}.";
    refunds_going_on()
        en: "The others follow by themselves; this page looks again every few seconds.",
        de: "Die übrigen folgen von selbst; diese Seite schaut alle paar Sekunden nach.",
        fr: "Les autres suivent d’eux-mêmes ; cette page vérifie toutes les quelques secondes.",
        es: "Los demás siguen solos; esta página vuelve a mirar cada pocos segundos.",
        nl: "De andere volgen vanzelf; deze pagina kijkt om de paar seconden opnieuw.",
        it: "Gli altri seguono da soli; questa pagina ricontrolla ogni pochi secondi.";
    refunds_done()
        en: "All that was paid has gone back.",
        de: "Alles Bezahlte ist zurückgegangen.",
        fr: "Tout ce qui était payé a été rendu.",
        es: "Se ha devuelto todo lo que estaba pagado.",
        nl: "Alles wat was betaald, is teruggegaan.",
        it: "Tutto ciò che era stato pagato è stato restituito.";
    refunds_late(n: usize)
        en: { match n {
            1 => "1 has not gone back for more than an hour. It is asked for again and again.".to_owned(),
            n => format!("{n} have not gone back for more than an hour. They are asked for again and \
                again."),
        } },
        de: { match n {
            1 => "1 steht seit über einer Stunde aus. Es wird immer wieder versucht.".to_owned(),
            n => format!("{n} stehen seit über einer Stunde aus. Es wird immer wieder versucht."),
        } },
        fr: { match n {
            0 | 1 => format!("{n} n’a pas été rendu depuis plus d’une heure. Il est redemandé sans cesse."),
            n => format!("{n} n’ont pas été rendus depuis plus d’une heure. Ils sont redemandés sans \
                cesse."),
        } },
        es: { match n {
            1 => "1 lleva más de una hora sin devolverse. Se solicita una y otra vez.".to_owned(),
            n => format!("{n} llevan más de una hora sin devolverse. Se solicitan una y otra vez."),
        } },
        nl: { match n {
            1 => "1 is al meer dan een uur niet teruggegaan. Het wordt steeds opnieuw geprobeerd.".to_owned(),
            n => format!("{n} zijn al meer dan een uur niet teruggegaan. Het wordt steeds opnieuw \
                geprobeerd."),
        } },
        it: { match n {
            1 => "1 non è stato restituito da più di un’ora. Si continua a richiederlo.".to_owned(),
            n => format!("{n} non sono stati restituiti da più di un’ora. Si continua a richiederli."),
        } };
    refund_late(order: &str, since: &str)
        en: "Order {order}: the payment service has not confirmed it since {since}.",
        de: "Kauf {order}: Der Zahlungsdienst hat sie nicht bestätigt, seit {since}.",
        fr: "Commande {order} : le service de paiement ne l’a pas confirmé depuis le {since}.",
        es: "Pedido {order}: el servicio de pago no lo ha confirmado desde el {since}.",
        nl: "Bestelling {order}: de betaaldienst heeft het niet bevestigd sinds {since}.",
        it: "Ordine {order}: il servizio di pagamento non l’ha confermato dal giorno {since}.";
    refunds_again()
        en: "Try again now",
        de: "Jetzt noch einmal versuchen",
        fr: "Réessayer maintenant",
        es: "Intentarlo de nuevo ahora",
        nl: "Nu opnieuw proberen",
        it: "Riprova ora";
    refunds_listed_left(n: usize)
        en: "Tickets that are still listed or held: {n}.",
        de: "Tickets, die noch angeboten oder reserviert sind: {n}.",
        fr: "Billets encore en vente ou réservés : {n}.",
        es: "Entradas que siguen a la venta o reservadas: {n}.",
        nl: "Tickets die nog te koop staan of gereserveerd zijn: {n}.",
        it: "Biglietti ancora in vendita o riservati: {n}.";
    event_still_telling()
        en: "Those whom it concerns are being told.",
        de: "Alle, die es betrifft, bekommen gerade Bescheid.",
        fr: "Les personnes concernées sont en train d’être prévenues.",
        es: "Se está avisando a quienes les afecta.",
        nl: "Iedereen die het aangaat, krijgt nu bericht.",
        it: "Si stanno avvisando le persone interessate.";

    mail_event_cancelled_subject(event: &str)
        en: "Cancelled: {event}",
        de: "Abgesagt: {event}",
        fr: "Annulé : {event}",
        es: "Cancelado: {event}",
        nl: "Afgelast: {event}",
        it: "Annullato: {event}";
    mail_event_cancelled(event: &str)
        en: "{event} is cancelled. You sell, hold or have bought a ticket for it, or wait for one.",
        de: "„{event}“ ist abgesagt. Du hast ein Ticket dafür angeboten, reserviert oder gekauft, \
             oder wartest auf eines.",
        fr: "{event} : cet événement est annulé. Vous vendez, réservez ou avez acheté un billet, ou en \
             attendez un.",
        es: "{event}: este evento está cancelado. Vendes, tienes reservada o has comprado una entrada, \
             o esperas una.",
        nl: "{event} is afgelast. Je verkoopt, reserveert of kocht er een ticket voor, of wacht erop.",
        it: "{event}: questo evento è annullato. Vendi, hai riservato o comprato un biglietto, o ne \
             aspetti uno.";
    mail_event_cancelled_how()
        en: "If you have bought a ticket, the money goes back to you by itself. If you sell one, it is \
             withdrawn; one that you have sold is refunded to its buyer.",
        de: "Wenn du ein Ticket gekauft hast, bekommst du das Geld von selbst zurück. Wenn du eines \
             anbietest, ist es zurückgezogen; ein verkauftes wird dem Käufer erstattet.",
        fr: "Si vous avez acheté un billet, vous êtes remboursé automatiquement. Si vous en vendez un, \
             il est retiré de la vente ; un billet que vous avez vendu est remboursé à son acheteur.",
        es: "Si has comprado una entrada, recuperas el dinero sin hacer nada. Si vendes una, se retira \
             de la venta; la que hayas vendido se reembolsa a su comprador.",
        nl: "Heb je een ticket gekocht, dan krijg je het geld vanzelf terug. Verkoop je er een, dan is \
             het ingetrokken; een ticket dat je hebt verkocht, wordt de koper terugbetaald.",
        it: "Se hai comprato un biglietto, il denaro ti torna da sé. Se ne vendi uno, viene ritirato \
             dalla vendita; quello che hai venduto viene rimborsato all’acquirente.";
    mail_event_postponed_subject(event: &str)
        en: "Postponed: {event}",
        de: "Verschoben: {event}",
        fr: "Reporté : {event}",
        es: "Aplazado: {event}",
        nl: "Uitgesteld: {event}",
        it: "Rinviato: {event}";
    mail_event_postponed(event: &str)
        en: "{event} is postponed. You sell, hold or have bought a ticket for it, or wait for one.",
        de: "„{event}“ ist verschoben. Du hast ein Ticket dafür angeboten, reserviert oder gekauft, \
             oder wartest auf eines.",
        fr: "{event} : cet événement est reporté. Vous vendez, réservez ou avez acheté un billet, ou \
             en attendez un.",
        es: "{event}: este evento está aplazado. Vendes, tienes reservada o has comprado una entrada, \
             o esperas una.",
        nl: "{event} is uitgesteld. Je verkoopt, reserveert of kocht er een ticket voor, of wacht erop.",
        it: "{event}: questo evento è rinviato. Vendi, hai riservato o comprato un biglietto, o ne \
             aspetti uno.";
    mail_event_give_back(until: &str)
        en: "Tickets stay valid. If you have bought one, you can give it back until {until}, on the \
             page of your order:",
        de: "Tickets bleiben gültig. Wenn du eines gekauft hast, kannst du es bis {until} zurückgeben, \
             auf der Seite deines Kaufs:",
        fr: "Les billets restent valables. Si vous en avez acheté un, vous pouvez le rendre jusqu’au \
             {until}, sur la page de votre commande :",
        es: "Las entradas siguen siendo válidas. Si has comprado una, puedes devolverla hasta el \
             {until}, en la página de tu pedido:",
        nl: "Tickets blijven geldig. Heb je er een gekocht, dan kun je het teruggeven tot en met {until}, op \
             de pagina van je bestelling:",
        it: "I biglietti restano validi. Se ne hai comprato uno, puoi restituirlo fino al {until}, \
             nella pagina del tuo ordine:";
    mail_event_changed_subject(event: &str)
        en: "Changed: {event}",
        de: "Geändert: {event}",
        fr: "Modifié : {event}",
        es: "Cambiado: {event}",
        nl: "Gewijzigd: {event}",
        it: "Modificato: {event}";
    mail_event_changed(event: &str)
        en: "{event} was changed. You sell, hold or have bought a ticket for it, or wait for one.",
        de: "„{event}“ wurde geändert. Du hast ein Ticket dafür angeboten, reserviert oder gekauft, \
             oder wartest auf eines.",
        fr: "{event} : cet événement a été modifié. Vous vendez, réservez ou avez acheté un billet, ou \
             en attendez un.",
        es: "{event}: este evento se ha cambiado. Vendes, tienes reservada o has comprado una entrada, \
             o esperas una.",
        nl: "{event} is gewijzigd. Je verkoopt, reserveert of kocht er een ticket voor, of wacht erop.",
        it: "{event}: questo evento è stato modificato. Vendi, hai riservato o comprato un biglietto, \
             o ne aspetti uno.";
    mail_event_was() en: "BEFORE", de: "VORHER", fr: "AVANT", es: "ANTES", nl: "EERST", it: "PRIMA";
    mail_event_is() en: "NOW", de: "JETZT", fr: "MAINTENANT", es: "AHORA", nl: "NU", it: "ORA";
    mail_event_why(reason: &str)
        en: "The reason given: {reason}",
        de: "Der Grund: {reason}",
        fr: "La raison donnée : {reason}",
        es: "El motivo indicado: {reason}",
        nl: "De opgegeven reden: {reason}",
        it: "Il motivo indicato: {reason}";
    mail_event_page()
        en: "The event:",
        de: "Die Veranstaltung:",
        fr: "L’événement :",
        es: "El evento:",
        nl: "Het evenement:",
        it: "L’evento:";
    admin_about_event(id: &str)
        en: "event {id}",
        de: "Veranstaltung {id}",
        fr: "événement {id}",
        es: "evento {id}",
        nl: "evenement {id}",
        it: "evento {id}";
}
