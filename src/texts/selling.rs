//! Listing tickets, changing them, and what became of them.

use super::texts;

texts! {
    sell_title()
        en: "Sell a ticket",
        de: "Ticket verkaufen",
        fr: "Vendre un billet",
        es: "Vender una entrada",
        nl: "Een ticket verkopen",
        it: "Vendi un biglietto";
    sell_the_event()
        en: "The event",
        de: "Die Veranstaltung",
        fr: "L’événement",
        es: "El evento",
        nl: "Het evenement",
        it: "L’evento";
    sell_your_ticket()
        en: "Your ticket",
        de: "Dein Ticket",
        fr: "Votre billet",
        es: "Tu entrada",
        nl: "Je ticket",
        it: "Il tuo biglietto";
    put_up_for_sale()
        en: "Put it up for sale",
        de: "Zum Verkauf anbieten",
        fr: "Mettre en vente",
        es: "Poner a la venta",
        nl: "Te koop zetten",
        it: "Metti in vendita";
    for_sale_at_once()
        en: "It is for sale at once. You can edit or withdraw it until somebody buys it.",
        de: "Es steht sofort zum Verkauf. Du kannst es ändern oder zurückziehen, bis es jemand \
             kauft.",
        fr: "Il est en vente aussitôt. Vous pouvez le modifier ou le retirer tant que personne ne \
             l’achète.",
        es: "Se pone a la venta al momento. Puedes editarla o retirarla hasta que alguien la \
             compre.",
        nl: "Het staat meteen te koop. Je kunt het bewerken of intrekken tot iemand het koopt.",
        it: "È subito in vendita. Puoi modificarlo o ritirarlo finché qualcuno non lo compra.";
    choose_the_event()
        en: "Choose the event",
        de: "Wähle die Veranstaltung",
        fr: "Choisissez l’événement",
        es: "Elige el evento",
        nl: "Kies het evenement",
        it: "Scegli l’evento";
    /// Which step of a listing one is at.
    step_of(step: usize, steps: usize)
        en: "Step {step} of {steps}",
        de: "Schritt {step} von {steps}",
        fr: "Étape {step} sur {steps}",
        es: "Paso {step} de {steps}",
        nl: "Stap {step} van {steps}",
        it: "Passaggio {step} di {steps}";
    step_event()
        en: "the event",
        de: "die Veranstaltung",
        fr: "l’événement",
        es: "el evento",
        nl: "het evenement",
        it: "l’evento";
    step_seats()
        en: "seats and price",
        de: "Plätze und Preis",
        fr: "places et prix",
        es: "asientos y precio",
        nl: "plaatsen en prijs",
        it: "posti e prezzo";
    step_files()
        en: "the tickets themselves",
        de: "die Tickets selbst",
        fr: "les billets eux-mêmes",
        es: "las propias entradas",
        nl: "de tickets zelf",
        it: "i biglietti stessi";
    find_the_event()
        en: "For which event is it?",
        de: "Für welche Veranstaltung ist es?",
        fr: "Pour quel événement ?",
        es: "¿Para qué evento es?",
        nl: "Voor welk evenement is het?",
        it: "Per quale evento è?";
    event_words()
        en: "Name, venue or city",
        de: "Name, Ort oder Stadt",
        fr: "Nom, lieu ou ville",
        es: "Nombre, recinto o ciudad",
        nl: "Naam, locatie of stad",
        it: "Nome, luogo o città";
    so_many_for_sale(n: usize)
        en: "{n} for sale",
        de: "{n} im Angebot",
        fr: "{n} en vente",
        es: "{n} a la venta",
        nl: "{n} te koop",
        it: "{n} in vendita";
    no_event_found()
        en: "No event that is still to come has these words.",
        de: "Keine Veranstaltung, die noch kommt, hat diese Worte.",
        fr: "Aucun événement à venir ne contient ces mots.",
        es: "Ningún evento próximo contiene estas palabras.",
        nl: "Geen komend evenement bevat deze woorden.",
        it: "Nessun evento in programma contiene queste parole.";
    type_more_to_find()
        en: "There are more. Type more of its name to find it.",
        de: "Es gibt noch mehr. Tippe mehr von ihrem Namen, um sie zu finden.",
        fr: "Il y en a d’autres. Précisez le nom pour le trouver.",
        es: "Hay más. Escribe más letras del nombre para encontrarlo.",
        nl: "Er zijn er meer. Typ meer van de naam om het te vinden.",
        it: "Ce ne sono altri. Scrivi di più del nome per trovarlo.";
    describe_the_event()
        en: "It is not there: describe it",
        de: "Sie fehlt: beschreibe sie",
        fr: "Il n’y est pas : le décrire",
        es: "No está: describirlo",
        nl: "Het staat er niet bij: beschrijf het",
        it: "Non c’è: descrivilo";
    go_on_to_seats()
        en: "Go on to seats and price",
        de: "Weiter zu Plätzen und Preis",
        fr: "Continuer : places et prix",
        es: "Continuar con asientos y precio",
        nl: "Verder naar plaatsen en prijs",
        it: "Continua con posti e prezzo";
    choose_another_event()
        en: "Choose another event",
        de: "Eine andere wählen",
        fr: "Choisir un autre événement",
        es: "Elegir otro evento",
        nl: "Een ander evenement kiezen",
        it: "Scegli un altro evento";
    change_event()
        en: "Change this",
        de: "Das ändern",
        fr: "Modifier",
        es: "Cambiar",
        nl: "Wijzigen",
        it: "Modifica";
    is_it_this_one()
        en: "Is it this one?",
        de: "Ist es diese?",
        fr: "Est-ce celui-ci ?",
        es: "¿Es este?",
        nl: "Is het dit?",
        it: "È questo?";
    is_it_this_one_why()
        en: "There is an event already that looks like yours. Tickets for one event belong \
             together.",
        de: "Es gibt schon eine Veranstaltung, die wie deine aussieht. Tickets für eine \
             Veranstaltung gehören zusammen.",
        fr: "Il existe déjà un événement qui ressemble au vôtre. Les billets d’un même événement \
             vont ensemble.",
        es: "Ya hay un evento que se parece al tuyo. Las entradas de un mismo evento van juntas.",
        nl: "Er is al een evenement dat op het jouwe lijkt. Tickets voor één evenement horen bij \
             elkaar.",
        it: "C’è già un evento che somiglia al tuo. I biglietti di uno stesso evento vanno \
             insieme.";
    yes_this_one()
        en: "Yes, this one",
        de: "Ja, diese",
        fr: "Oui, celui-ci",
        es: "Sí, este",
        nl: "Ja, dit",
        it: "Sì, questo";
    no_a_new_one()
        en: "No, it is another one",
        de: "Nein, es ist eine andere",
        fr: "Non, c’en est un autre",
        es: "No, es otro",
        nl: "Nee, het is een ander",
        it: "No, è un altro";
    what_do_i_get()
        en: "What do I get?",
        de: "Was bekomme ich?",
        fr: "Combien vais-je recevoir ?",
        es: "¿Cuánto recibo?",
        nl: "Wat krijg ik?",
        it: "Quanto ricevo?";
    you_receive(tickets: usize, each: &str, all: &str)
        en: { match tickets {
            1 => "You get {each}.",
            _ => "You get {each} for each of {tickets} tickets, {all} in all.",
        } },
        de: { match tickets {
            1 => "Du bekommst {each}.",
            _ => "Du bekommst {each} für jedes der {tickets} Tickets, zusammen {all}.",
        } },
        fr: { match tickets {
            0 | 1 => "Vous recevez {each}.",
            _ => "Vous recevez {each} pour chacun des {tickets} billets, soit {all} en tout.",
        } },
        es: { match tickets {
            1 => "Recibes {each}.",
            _ => "Recibes {each} por cada una de las {tickets} entradas, {all} en total.",
        } },
        nl: { match tickets {
            1 => "Je krijgt {each}.",
            _ => "Je krijgt {each} voor elk van de {tickets} tickets, {all} in totaal.",
        } },
        it: { match tickets {
            1 => "Ricevi {each}.",
            _ => "Ricevi {each} per ciascuno dei {tickets} biglietti, {all} in tutto.",
        } };
    buyers_pay_each(price: &str)
        en: "Who buys pays {price} for each.",
        de: "Wer kauft, zahlt {price} für jedes.",
        fr: "L’acheteur paie {price} par billet.",
        es: "Quien compra paga {price} por cada una.",
        nl: "De koper betaalt {price} per ticket.",
        it: "Chi compra paga {price} per ciascuno.";
    others_ask(tickets: usize, least: &str, median: &str)
        en: { match tickets {
            1 => "One other ticket for this event is for sale: {least}.",
            _ => "{tickets} tickets for this event are for sale: from {least} on, half of them for \
                  {median} or less.",
        } },
        de: { match tickets {
            1 => "Für diese Veranstaltung ist ein Ticket im Angebot: {least}.",
            _ => "Für diese Veranstaltung sind {tickets} Tickets im Angebot: ab {least}, die Hälfte \
                  davon für {median} oder weniger.",
        } },
        fr: { match tickets {
            0 | 1 => "{tickets} autre billet pour cet événement est en vente : {least}.",
            _ => "{tickets} billets pour cet événement sont en vente : à partir de {least}, la \
                  moitié à {median} ou moins.",
        } },
        es: { match tickets {
            1 => "Hay otra entrada para este evento a la venta: {least}.",
            _ => "Hay {tickets} entradas para este evento a la venta: desde {least}, la mitad por \
                  {median} o menos.",
        } },
        nl: { match tickets {
            1 => "Er is één ander ticket voor dit evenement te koop: {least}.",
            _ => "Er zijn {tickets} tickets voor dit evenement te koop: vanaf {least}, de helft \
                  voor {median} of minder.",
        } },
        it: { match tickets {
            1 => "È in vendita un altro biglietto per questo evento: {least}.",
            _ => "Sono in vendita {tickets} biglietti per questo evento: a partire da {least}, la \
                  metà a {median} o meno.",
        } };
    it_cost_you(paid: &str)
        en: "You paid {paid} for it.",
        de: "Du hast {paid} dafür bezahlt.",
        fr: "Vous l’avez payé {paid}.",
        es: "Pagaste {paid} por ella.",
        nl: "Je hebt er {paid} voor betaald.",
        it: "L’hai pagato {paid}.";
    sell_it_on()
        en: "Sell it on",
        de: "Weiterverkaufen",
        fr: "Le revendre",
        es: "Revenderla",
        nl: "Doorverkopen",
        it: "Rivendilo";
    by_the_clocks_there()
        en: "By the clocks at the venue.",
        de: "Nach der Uhr vor Ort.",
        fr: "À l’heure du lieu.",
        es: "Según la hora del recinto.",
        nl: "Volgens de klok op de locatie.",
        it: "Secondo l’ora del luogo.";
    which_time_zone(default: &str)
        en: "Its name or a large city in it. Leave it empty to use the one that this venue has \
             had, or else {default}.",
        de: "Ihr Name oder eine große Stadt darin. Bleibt das Feld leer, gilt die Zeitzone, die \
             dieser Ort bisher hatte, sonst {default}.",
        fr: "Son nom, ou une grande ville qui s’y trouve. Laissez vide pour celle que ce lieu \
             avait jusqu’ici, sinon {default}.",
        es: "Su nombre o una ciudad grande que esté en ella. Si lo dejas vacío, vale la que haya \
             tenido este recinto o, si no, {default}.",
        nl: "De naam, of een grote stad erin. Laat leeg om de tijdzone te gebruiken die deze \
             locatie had, of anders {default}.",
        it: "Il suo nome, o una grande città che ne fa parte. Lascia vuoto per usare quello che il \
             luogo aveva finora, altrimenti {default}.";
    is_time_zone_another(default: &str)
        en: "Is the venue in another time zone than {default}?",
        de: "Liegt der Ort in einer anderen Zeitzone als {default}?",
        fr: "Le lieu est-il dans un autre fuseau horaire que {default} ?",
        es: "¿Está el recinto en una zona horaria distinta de {default}?",
        nl: "Ligt de locatie in een andere tijdzone dan {default}?",
        it: "Il luogo è in un fuso orario diverso da {default}?";
    title_such_as()
        en: "Such as “Seated, lower tier” or “Standing, early entry”.",
        de: "Zum Beispiel „Sitzplatz, Unterrang“ oder „Stehplatz, früher Einlass“.",
        fr: "Par exemple « Place assise, gradin bas » ou « Debout, entrée anticipée ».",
        es: "Por ejemplo, «Asiento, grada baja» o «De pie, acceso anticipado».",
        nl: "Bijvoorbeeld ‘Zitplaats, onderste ring’ of ‘Staanplaats, vroege toegang’.",
        it: "Per esempio «Posto a sedere, primo anello» o «In piedi, ingresso anticipato».";
    price_in(currency: &str)
        en: "Price in {currency}",
        de: "Preis in {currency}",
        fr: "Prix en {currency}",
        es: "Precio en {currency}",
        nl: "Prijs in {currency}",
        it: "Prezzo in {currency}";
    what_you_get(percent: &str)
        en: "This is what you get. Buyers pay a fee of {percent} % on top.",
        de: "So viel bekommst du. Wer kauft, zahlt dazu eine Gebühr von {percent} %.",
        fr: "C’est ce que vous recevez. Les acheteurs paient {percent} % de frais en plus.",
        es: "Esto es lo que recibes. Quien compra paga además una comisión del {percent} %.",
        nl: "Dit is wat jij krijgt. Kopers betalen daarbovenop {percent}% servicekosten.",
        it: "Questo è ciò che ricevi. Chi compra paga in più una commissione ({percent}%).";
    seats_of_several()
        en: "Leave empty what it does not have. Of several tickets the seats count up from the one \
             you give (12), or give each (12, 14, 16).",
        de: "Lass leer, was es nicht gibt. Bei mehreren Tickets zählen die Plätze von dem aus hoch, \
             den du angibst (12), oder gib jeden an (12, 14, 16).",
        fr: "Laissez vide ce qui n’existe pas. Pour plusieurs billets, les places se suivent à \
             partir de celle que vous indiquez (12), ou indiquez chacune (12, 14, 16).",
        es: "Deja vacío lo que no tenga. Si son varias entradas, los asientos se cuentan a partir \
             del que indiques (12), o indica cada uno (12, 14, 16).",
        nl: "Laat leeg wat er niet is. Bij meer tickets tellen de plaatsen op vanaf de plaats die \
             je opgeeft (12), of geef ze allemaal op (12, 14, 16).",
        it: "Lascia vuoto ciò che non c’è. Con più biglietti i posti proseguono da quello che \
             indichi (12), oppure indicali tutti (12, 14, 16).";
    field_seats_go()
        en: "How several go",
        de: "Wie mehrere weggehen",
        fr: "Comment se vendent plusieurs places",
        es: "Cómo se venden varias",
        nl: "Hoe meerdere plaatsen gaan",
        it: "Come si vendono più posti";
    seats_go_singly()
        en: "Singly: each can be bought alone",
        de: "Einzeln: jeder kann allein gekauft werden",
        fr: "Séparément : chacune peut s’acheter seule",
        es: "Por separado: cada una se puede comprar sola",
        nl: "Los: elk kan alleen worden gekocht",
        it: "Singolarmente: ognuno si può comprare da solo";
    seats_go_not_one_alone()
        en: "As buyers like, but no seat is left alone",
        de: "Beliebig, aber kein Platz bleibt allein übrig",
        fr: "Au choix des acheteurs, mais sans laisser de place isolée",
        es: "Como se quiera, pero sin dejar un asiento suelto",
        nl: "Naar wens van de koper, maar er blijft geen plaats alleen over",
        it: "Come si vuole, ma senza lasciare un posto isolato";
    seats_go_together()
        en: "Only together: all, or none",
        de: "Nur zusammen: alle oder keiner",
        fr: "Seulement ensemble : toutes, ou aucune",
        es: "Solo juntas: todas o ninguna",
        nl: "Alleen samen: allemaal of geen",
        it: "Solo insieme: tutti o nessuno";
    seats_go_hint()
        en: "It matters when you list more than one.",
        de: "Zählt, wenn du mehr als eines anbietest.",
        fr: "Cela compte quand vous en mettez plusieurs en vente.",
        es: "Cuenta cuando pones a la venta más de una.",
        nl: "Dit telt als je er meer dan een te koop zet.",
        it: "Conta quando ne metti in vendita più di uno.";
    seats_go_too_many(most: usize)
        en: "Nobody can hold more than {most} tickets at a time, so nobody could buy these. Nothing \
             has changed. List fewer together, or let them go singly.",
        de: "Niemand kann mehr als {most} Tickets zugleich reservieren, also könnte niemand diese \
             kaufen. Es hat sich nichts geändert. Biete weniger zusammen an oder lass sie einzeln \
             weggehen.",
        fr: "Personne ne peut réserver plus de {most} billets à la fois, donc personne ne pourrait \
             acheter ceux-ci. Rien n’a été modifié. Mettez-en moins en vente ensemble, ou \
             vendez-les séparément.",
        es: "Nadie puede reservar más de {most} entradas a la vez, así que nadie podría comprar \
             estas. No se ha cambiado nada. Pon menos a la venta juntas o deja que se vendan por \
             separado.",
        nl: "Niemand kan meer dan {most} tickets tegelijk reserveren, dus niemand zou deze kunnen \
             kopen. Er is niets gewijzigd. Zet er minder samen te koop, of laat ze los gaan.",
        it: "Nessuno può riservare più di {most} biglietti alla volta, quindi nessuno potrebbe \
             comprare questi. Non è stato modificato nulla. Mettine in vendita meno insieme, o \
             lascia che si vendano singolarmente.";
    face_value_in(currency: &str)
        en: "Face value in {currency}",
        de: "Originalpreis in {currency}",
        fr: "Prix d’origine en {currency}",
        es: "Precio original en {currency}",
        nl: "Originele prijs in {currency}",
        it: "Prezzo originale in {currency}";
    face_value_in_optional(currency: &str)
        en: "Face value in {currency} (optional)",
        de: "Originalpreis in {currency} (freiwillig)",
        fr: "Prix d’origine en {currency} (facultatif)",
        es: "Precio original en {currency} (opcional)",
        nl: "Originele prijs in {currency} (optioneel)",
        it: "Prezzo originale in {currency} (facoltativo)";
    what_is_printed()
        en: "What is printed on the ticket. Buyers see it.",
        de: "Was auf dem Ticket steht. Wer kauft, sieht es.",
        fr: "Ce qui est imprimé sur le billet. Les acheteurs le voient.",
        es: "El que figura en la entrada. Los compradores lo ven.",
        nl: "Wat op het ticket staat. Kopers zien het.",
        it: "Quello stampato sul biglietto. Chi compra lo vede.";
    what_is_printed_and_no_more()
        en: "What is printed on the ticket. Buyers see it, and the price cannot be above it.",
        de: "Was auf dem Ticket steht. Wer kauft, sieht es, und der Preis darf nicht darüber \
             liegen.",
        fr: "Ce qui est imprimé sur le billet. Les acheteurs le voient, et le prix ne peut pas le \
             dépasser.",
        es: "El que figura en la entrada. Los compradores lo ven, y el precio no puede superarlo.",
        nl: "Wat op het ticket staat. Kopers zien het, en de prijs mag er niet boven liggen.",
        it: "Quello stampato sul biglietto. Chi compra lo vede, e il prezzo non può superarlo.";
    what_is_printed_and_so_much(percent: &str)
        en: "What is printed on the ticket. Buyers see it, and the price can be at most {percent} % \
             above it.",
        de: "Was auf dem Ticket steht. Wer kauft, sieht es, und der Preis darf höchstens {percent} \
             % darüber liegen.",
        fr: "Ce qui est imprimé sur le billet. Les acheteurs le voient, et le prix peut le \
             dépasser de {percent} % au plus.",
        es: "El que figura en la entrada. Los compradores lo ven, y el precio puede superarlo en \
             un {percent} % como máximo.",
        nl: "Wat op het ticket staat. Kopers zien het, en de prijs mag er hoogstens {percent}% \
             boven liggen.",
        it: "Quello stampato sul biglietto. Chi compra lo vede, e il prezzo può superarlo solo \
             entro un limite ({percent}%).";
    notes_optional()
        en: "Notes (optional)",
        de: "Hinweise (freiwillig)",
        fr: "Remarques (facultatif)",
        es: "Observaciones (opcional)",
        nl: "Opmerkingen (optioneel)",
        it: "Note (facoltativo)";
    notes_such_as()
        en: "Such as a view that is restricted, or how the ticket is handed over.",
        de: "Zum Beispiel eingeschränkte Sicht, oder wie das Ticket übergeben wird.",
        fr: "Par exemple une visibilité réduite, ou comment le billet est remis.",
        es: "Por ejemplo, si la visibilidad es reducida o cómo se entrega la entrada.",
        nl: "Bijvoorbeeld beperkt zicht, of hoe het ticket wordt overgedragen.",
        it: "Per esempio una visibilità limitata, o come viene consegnato il biglietto.";
    section() en: "Section", de: "Bereich", fr: "Secteur", es: "Sector", nl: "Vak", it: "Settore";

    edit_your_ticket()
        en: "Edit your ticket",
        de: "Ticket bearbeiten",
        fr: "Modifier votre billet",
        es: "Editar tu entrada",
        nl: "Je ticket bewerken",
        it: "Modifica il tuo biglietto";
    save_the_changes()
        en: "Save the changes",
        de: "Änderungen speichern",
        fr: "Enregistrer les modifications",
        es: "Guardar los cambios",
        nl: "Wijzigingen opslaan",
        it: "Salva le modifiche";
    back_without_saving()
        en: "Back without saving",
        de: "Zurück, ohne zu speichern",
        fr: "Retour sans enregistrer",
        es: "Volver sin guardar",
        nl: "Terug zonder op te slaan",
        it: "Torna indietro senza salvare";

    nothing_listed()
        en: "You have nothing listed here",
        de: "Du bietest hier noch nichts an",
        fr: "Vous n’avez rien mis en vente ici",
        es: "No tienes nada a la venta aquí",
        nl: "Je hebt hier niets te koop gezet",
        it: "Non hai messo in vendita nulla qui";
    listings_are_kept_here()
        en: "What you put up for sale is kept here, with where it stands.",
        de: "Was du anbietest, findest du hier, mit seinem Stand.",
        fr: "Ce que vous mettez en vente se trouve ici, avec son état.",
        es: "Lo que pones a la venta queda aquí, con su estado.",
        nl: "Wat je te koop zet, vind je hier, met de stand ervan.",
        it: "Ciò che metti in vendita si trova qui, con il suo stato.";
    listings_newest_first()
        en: "Newest first.",
        de: "Das neueste zuerst.",
        fr: "Les plus récentes d’abord.",
        es: "Los más recientes primero.",
        nl: "De nieuwste eerst.",
        it: "Dal più recente.";
    prices_are_what_you_get(percent: &str)
        en: "Prices are what you get; buyers pay a fee of {percent} % on top.",
        de: "Die Preise sind das, was du bekommst; wer kauft, zahlt dazu eine Gebühr von \
             {percent} %.",
        fr: "Les prix sont ce que vous recevez ; les acheteurs paient {percent} % de frais en \
             plus.",
        es: "Los precios son lo que recibes; quien compra paga además una comisión del \
             {percent} %.",
        nl: "De prijzen zijn wat jij krijgt; kopers betalen daarbovenop {percent}% servicekosten.",
        it: "I prezzi sono ciò che ricevi; chi compra paga in più una commissione ({percent}%).";
    listing_sale()
        en: "See the sale",
        de: "Zum Verkauf",
        fr: "Voir la vente",
        es: "Ver la venta",
        nl: "De verkoop bekijken",
        it: "Vedi la vendita";
    listing_edit()
        en: "Edit",
        de: "Bearbeiten",
        fr: "Modifier",
        es: "Editar",
        nl: "Bewerken",
        it: "Modifica";
    listings_are_repriced()
        en: "The new price is asked for all that you chose.",
        de: "Für alle, die du gewählt hast, gilt der neue Preis.",
        fr: "Le nouveau prix vaut pour tous les billets choisis.",
        es: "El nuevo precio vale para todas las entradas elegidas.",
        nl: "De nieuwe prijs geldt voor alle gekozen tickets.",
        it: "Il nuovo prezzo vale per tutti i biglietti scelti.";
    listings_are_withdrawn()
        en: "All that you chose are withdrawn.",
        de: "Alle, die du gewählt hast, sind zurückgezogen.",
        fr: "Tous les billets choisis sont retirés.",
        es: "Todas las entradas elegidas están retiradas.",
        nl: "Alle gekozen tickets zijn ingetrokken.",
        it: "Tutti i biglietti scelti sono ritirati.";
    tab_all() en: "All", de: "Alle", fr: "Tous", es: "Todas", nl: "Alle", it: "Tutti";
    tab_for_sale()
        en: "For sale",
        de: "Im Angebot",
        fr: "En vente",
        es: "A la venta",
        nl: "Te koop",
        it: "In vendita";
    tab_held()
        en: "Held",
        de: "Reserviert",
        fr: "Réservés",
        es: "Reservadas",
        nl: "Gereserveerd",
        it: "Riservati";
    tab_sold()
        en: "Sold",
        de: "Verkauft",
        fr: "Vendus",
        es: "Vendidas",
        nl: "Verkocht",
        it: "Venduti";
    tab_file_missing()
        en: "File missing",
        de: "Datei fehlt",
        fr: "Fichier manquant",
        es: "Falta el archivo",
        nl: "Bestand ontbreekt",
        it: "File mancante";
    nothing_of_this_kind()
        en: "Nothing of yours stands so.",
        de: "Nichts von dir steht so.",
        fr: "Rien à vous dans cette catégorie.",
        es: "No tienes nada en este estado.",
        nl: "Niets van jou staat hierbij.",
        it: "Non hai nulla in questo stato.";
    listings_come_to(asked: &str, sold: &str)
        en: "You ask {asked} in all for what is for sale or held. You have sold for {sold}.",
        de: "Für das, was im Angebot oder reserviert ist, verlangst du zusammen {asked}. Verkauft hast \
             du für {sold}.",
        fr: "Vous demandez {asked} en tout pour ce qui est en vente ou réservé. Vous avez vendu \
             pour {sold}.",
        es: "Pides {asked} en total por lo que está a la venta o reservado. Has vendido por \
             {sold}.",
        nl: "Je vraagt in totaal {asked} voor wat te koop of gereserveerd is. Je hebt voor {sold} \
             verkocht.",
        it: "Chiedi {asked} in tutto per ciò che è in vendita o riservato. Hai venduto per {sold}.";
    sold_among_newest(count: usize)
        en: "What is sold is counted among your newest {count} listings.",
        de: "Verkauftes ist unter deinen neuesten {count} Angeboten gezählt.",
        fr: "Les ventes sont comptées parmi vos {count} annonces les plus récentes.",
        es: "Lo vendido se cuenta entre tus {count} anuncios más recientes.",
        nl: "Wat verkocht is, is geteld onder je nieuwste {count} advertenties.",
        it: "Il venduto è contato tra i tuoi {count} annunci più recenti.";
    listings_as_csv()
        en: "All as CSV",
        de: "Alle als CSV",
        fr: "Tout en CSV",
        es: "Todo en CSV",
        nl: "Alles als CSV",
        it: "Tutto in CSV";
    column_ticket()
        en: "Ticket",
        de: "Ticket",
        fr: "Billet",
        es: "Entrada",
        nl: "Ticket",
        it: "Biglietto";
    column_price() en: "Price", de: "Preis", fr: "Prix", es: "Precio", nl: "Prijs", it: "Prezzo";
    column_status() en: "Status", de: "Stand", fr: "État", es: "Estado", nl: "Status", it: "Stato";
    column_choose()
        en: "Choose",
        de: "Wählen",
        fr: "Choisir",
        es: "Elegir",
        nl: "Kiezen",
        it: "Scegli";
    column_file() en: "File", de: "Datei", fr: "Fichier", es: "Archivo", nl: "Bestand", it: "File";
    column_more() en: "More", de: "Mehr", fr: "Plus", es: "Más", nl: "Meer", it: "Altro";
    choose_listing(title: &str)
        en: "Choose {title}",
        de: "{title} wählen",
        fr: "Choisir {title}",
        es: "Elegir {title}",
        nl: "{title} kiezen",
        it: "Scegli {title}";
    file_is_missing()
        en: "missing",
        de: "fehlt",
        fr: "manquant",
        es: "falta",
        nl: "ontbreekt",
        it: "manca";
    reprice_chosen()
        en: "Change the price",
        de: "Preis ändern",
        fr: "Modifier le prix",
        es: "Cambiar el precio",
        nl: "Prijs wijzigen",
        it: "Modifica il prezzo";
    reprice_chosen_button()
        en: "Ask this for all chosen",
        de: "Für alle gewählten verlangen",
        fr: "Demander ce prix pour tous les billets choisis",
        es: "Pedir este precio por todas las elegidas",
        nl: "Dit voor alle gekozen tickets vragen",
        it: "Chiedi questo prezzo per tutti i biglietti scelti";
    withdraw_chosen()
        en: "Withdraw",
        de: "Zurückziehen",
        fr: "Retirer",
        es: "Retirar",
        nl: "Intrekken",
        it: "Ritira";
    withdraw_chosen_question()
        en: "Take all chosen tickets off the market?",
        de: "Alle gewählten Tickets nicht mehr anbieten?",
        fr: "Retirer de la vente tous les billets choisis ?",
        es: "¿Retirar de la venta todas las entradas elegidas?",
        nl: "Alle gekozen tickets uit de verkoop halen?",
        it: "Ritirare dalla vendita tutti i biglietti scelti?";
    withdraw_chosen_button()
        en: "Withdraw all chosen",
        de: "Alle gewählten zurückziehen",
        fr: "Retirer tous les billets choisis",
        es: "Retirar todas las elegidas",
        nl: "Alle gekozen tickets intrekken",
        it: "Ritira tutti i biglietti scelti";
    with_the_chosen()
        en: "With the chosen ones:",
        de: "Mit den gewählten:",
        fr: "Pour les billets choisis :",
        es: "Con las elegidas:",
        nl: "Met de gekozen tickets:",
        it: "Con i biglietti scelti:";
    choose_some_listings()
        en: "Choose the tickets to change first.",
        de: "Wähle zuerst, welche Tickets du ändern willst.",
        fr: "Choisissez d’abord les billets à modifier.",
        es: "Elige primero las entradas que quieres cambiar.",
        nl: "Kies eerst welke tickets je wilt wijzigen.",
        it: "Scegli prima i biglietti da modificare.";
    not_all_were_changed(done: usize, left: usize)
        en: { match left {
            1 => "{done} done, 1 not:",
            _ => "{done} done, {left} not:",
        } },
        de: { match left {
            1 => "{done} geändert, 1 nicht:",
            _ => "{done} geändert, {left} nicht:",
        } },
        fr: { match left {
            0 | 1 => "Modifiés : {done}. Non modifié : {left} :",
            _ => "Modifiés : {done}. Non modifiés : {left} :",
        } },
        es: { match left { 1 => "{done} cambiadas, 1 no:", _ => "{done} cambiadas, {left} no:" } },
        nl: { match left {
            1 => "{done} gewijzigd, 1 niet:",
            _ => "{done} gewijzigd, {left} niet:",
        } },
        it: { match left {
            1 => "{done} modificati, 1 no:",
            _ => "{done} modificati, {left} no:",
        } };

    files_are_saved()
        en: "All files are attached.",
        de: "Alle Dateien sind angehängt.",
        fr: "Tous les fichiers sont joints.",
        es: "Todos los archivos están adjuntados.",
        nl: "Alle bestanden zijn toegevoegd.",
        it: "Tutti i file sono allegati.";
    the_files()
        en: "The tickets themselves",
        de: "Die Tickets selbst",
        fr: "Les billets eux-mêmes",
        es: "Las propias entradas",
        nl: "De tickets zelf",
        it: "I biglietti stessi";
    files_advice()
        en: "For sale already. Who buys a ticket downloads its file the moment it is paid, and nobody \
             else ever does. You can attach files later, too.",
        de: "Schon im Verkauf. Wer ein Ticket kauft, lädt seine Datei herunter, sobald bezahlt ist, und \
             sonst niemand. Dateien kannst du auch später anhängen.",
        fr: "Déjà en vente. L’acheteur d’un billet télécharge son fichier dès qu’il a payé, et personne \
             d’autre ne le fait jamais. Vous pouvez aussi joindre les fichiers plus tard.",
        es: "Ya está a la venta. Quien compra una entrada descarga su archivo en cuanto la paga, y \
             nadie más lo hace nunca. También puedes adjuntar los archivos más tarde.",
        nl: "Al te koop. Wie een ticket koopt, downloadt het bestand zodra er betaald is, en \
             verder nooit iemand. Je kunt bestanden ook later toevoegen.",
        it: "Già in vendita. Chi compra un biglietto scarica il suo file appena ha pagato, e nessun altro \
             lo fa mai. Puoi allegare i file anche più tardi.";
    seat_has_no_file()
        en: "No file yet",
        de: "Noch keine Datei",
        fr: "Pas encore de fichier",
        es: "Aún sin archivo",
        nl: "Nog geen bestand",
        it: "Ancora nessun file";
    files_in_this_order()
        en: "A file for each, in this order",
        de: "Eine Datei für jedes, in dieser Reihenfolge",
        fr: "Un fichier pour chacun, dans cet ordre",
        es: "Un archivo para cada una, en este orden",
        nl: "Een bestand voor elk, in deze volgorde",
        it: "Un file per ciascuno, in quest’ordine";
    send_the_files()
        en: "Attach the files",
        de: "Dateien anhängen",
        fr: "Joindre les fichiers",
        es: "Adjuntar los archivos",
        nl: "Bestanden toevoegen",
        it: "Allega i file";
    or_one_document()
        en: "Or one PDF whose pages are the tickets",
        de: "Oder ein PDF, dessen Seiten die Tickets sind",
        fr: "Ou un seul PDF dont les pages sont les billets",
        es: "O un solo PDF cuyas páginas son las entradas",
        nl: "Of één pdf waarvan de pagina’s de tickets zijn",
        it: "Oppure un solo PDF le cui pagine sono i biglietti";
    one_document_advice()
        en: "Each page becomes the file of one ticket, in this order.",
        de: "Jede Seite wird zur Datei eines Tickets, in dieser Reihenfolge.",
        fr: "Chaque page devient le fichier d’un billet, dans cet ordre.",
        es: "Cada página pasa a ser el archivo de una entrada, en este orden.",
        nl: "Elke pagina wordt het bestand van één ticket, in deze volgorde.",
        it: "Ogni pagina diventa il file di un biglietto, in quest’ordine.";
    take_it_apart()
        en: "Take it apart and attach it",
        de: "Aufteilen und anhängen",
        fr: "Le séparer et joindre les pages",
        es: "Separarlo y adjuntarlo",
        nl: "Splitsen en toevoegen",
        it: "Dividilo e allegalo";
    to_the_ticket()
        en: "To the ticket",
        de: "Zum Ticket",
        fr: "Voir le billet",
        es: "Ver la entrada",
        nl: "Naar het ticket",
        it: "Vai al biglietto";
    files_of_all()
        en: "The files of all",
        de: "Die Dateien von allen",
        fr: "Les fichiers de tous les billets",
        es: "Los archivos de todas",
        nl: "De bestanden van alle tickets",
        it: "I file di tutti i biglietti";
    more_files_than_tickets()
        en: "These are more files than tickets that lack one. Choose one for each.",
        de: "Das sind mehr Dateien als Tickets, denen eine fehlt. Wähle eine für jedes.",
        fr: "Il y a plus de fichiers que de billets auxquels il en manque un. Choisissez-en un \
             pour chacun.",
        es: "Hay más archivos que entradas a las que les falta uno. Elige uno para cada una.",
        nl: "Dit zijn meer bestanden dan tickets die er een missen. Kies er een voor elk.",
        it: "Sono più file dei biglietti a cui ne manca uno. Scegline uno per ciascuno.";
    pages_are_locked()
        en: "This PDF is locked, so that its pages cannot be taken apart. Attach a file for each \
             ticket.",
        de: "Dieses PDF ist gesperrt, deshalb lässt es sich nicht aufteilen. Hänge für jedes Ticket eine \
             Datei an.",
        fr: "Ce PDF est verrouillé, ses pages ne peuvent donc pas être séparées. Joignez un \
             fichier pour chaque billet.",
        es: "Este PDF está bloqueado, así que sus páginas no se pueden separar. Adjunta un archivo \
             para cada entrada.",
        nl: "Deze pdf is vergrendeld, dus de pagina’s kunnen niet worden gesplitst. Voeg voor elk \
             ticket een bestand toe.",
        it: "Questo PDF è protetto, quindi le sue pagine non si possono dividere. Allega un file \
             per ogni biglietto.";
    pages_not_apart()
        en: "The pages of this file cannot be taken apart. Attach a file for each ticket.",
        de: "Die Seiten dieser Datei lassen sich nicht aufteilen. Hänge für jedes Ticket eine \
             Datei an.",
        fr: "Les pages de ce fichier ne peuvent pas être séparées. Joignez un fichier pour chaque \
             billet.",
        es: "Las páginas de este archivo no se pueden separar. Adjunta un archivo para cada \
             entrada.",
        nl: "De pagina’s van dit bestand kunnen niet worden gesplitst. Voeg voor elk ticket een \
             bestand toe.",
        it: "Le pagine di questo file non si possono dividere. Allega un file per ogni biglietto.";
    other_pages(pages: usize, tickets: usize)
        en: "It has {pages} pages, and {tickets} tickets lack a file. There must be as many.",
        de: "Es hat {pages} Seiten, und {tickets} Tickets fehlt eine Datei. Es müssen gleich viele \
             sein.",
        fr: "Il compte {pages} pages, et il manque un fichier à {tickets} billets. Il en faut \
             autant.",
        es: "Tiene {pages} páginas, y a {tickets} entradas les falta un archivo. Tiene que haber \
             las mismas.",
        nl: "Hij telt {pages} pagina’s, en {tickets} tickets missen een bestand. Het moeten er \
             evenveel zijn.",
        it: "Ha {pages} pagine, e a {tickets} biglietti manca un file. Devono essere altrettante.";

    event_has_started()
        en: "This event has started: tickets for it are not traded any more.",
        de: "Diese Veranstaltung hat begonnen: Tickets dafür werden nicht mehr gehandelt.",
        fr: "Cet événement a commencé : il n’y a plus de vente de billets pour lui.",
        es: "Este evento ha empezado: ya no se compran ni venden entradas para él.",
        nl: "Dit evenement is begonnen: tickets ervoor worden niet meer verhandeld.",
        it: "Questo evento è iniziato: i suoi biglietti non si scambiano più.";
    no_such_event()
        en: "There is no such event. Choose another, or type in a new one.",
        de: "Diese Veranstaltung gibt es nicht. Wähle eine andere, oder gib eine neue ein.",
        fr: "Cet événement n’existe pas. Choisissez-en un autre, ou saisissez-en un nouveau.",
        es: "Ese evento no existe. Elige otro o escribe uno nuevo.",
        nl: "Dit evenement bestaat niet. Kies een ander, of vul een nieuw in.",
        it: "Questo evento non esiste. Scegline un altro, o inseriscine uno nuovo.";
    start_is_past()
        en: "This is in the past. Enter when the event will start.",
        de: "Das ist schon vorbei. Gib ein, wann die Veranstaltung beginnen wird.",
        fr: "C’est dans le passé. Saisissez quand l’événement commencera.",
        es: "Eso ya ha pasado. Escribe cuándo empezará el evento.",
        nl: "Dat is al voorbij. Vul in wanneer het evenement begint.",
        it: "È nel passato. Inserisci quando inizierà l’evento.";
    price_at_most_with_fee(percent: &str, highest: &str)
        en: "With the fee of {percent} % this is more than can be charged: at most {highest}.",
        de: "Mit der Gebühr von {percent} % ist das mehr, als abgebucht werden kann: höchstens \
             {highest}.",
        fr: "Avec les frais de {percent} %, c’est plus que ce qui peut être débité : {highest} au \
             plus.",
        es: "Con la comisión del {percent} % es más de lo que se puede cobrar: como máximo, \
             {highest}.",
        nl: "Met de servicekosten van {percent}% is dit meer dan kan worden afgeschreven: \
             hoogstens {highest}.",
        it: "Con la commissione ({percent}%) è più di quanto si può addebitare: al massimo \
             {highest}.";
    price_at_least(lowest: &str)
        en: "The price must be at least {lowest}: less cannot be paid here.",
        de: "Der Preis muss mindestens {lowest} sein: Weniger kann hier nicht bezahlt werden.",
        fr: "Le prix doit être d’au moins {lowest} : moins ne peut pas se payer ici.",
        es: "El precio debe ser de al menos {lowest}: menos no se puede pagar aquí.",
        nl: "De prijs moet minstens {lowest} zijn: minder kan hier niet worden betaald.",
        it: "Il prezzo deve essere almeno {lowest}: meno qui non si può pagare.";
    ask_for_less()
        en: "With the site’s fee this is more than can be charged. Ask for less.",
        de: "Mit der Gebühr dieser Seite ist das mehr, als abgebucht werden kann. Verlange \
             weniger.",
        fr: "Avec les frais du site, c’est plus que ce qui peut être débité. Demandez moins.",
        es: "Con la comisión del sitio es más de lo que se puede cobrar. Pide menos.",
        nl: "Met de servicekosten van de site is dit meer dan kan worden afgeschreven. Vraag \
             minder.",
        it: "Con la commissione del sito è più di quanto si può addebitare. Chiedi di meno.";
    /// What a ticket may cost at most, in `face_value_needed` and
    /// `price_over`.
    cap_face_value()
        en: "the face value",
        de: "den Originalpreis",
        fr: "le prix d’origine",
        es: "el precio original",
        nl: "de originele prijs",
        it: "il prezzo originale";
    cap_above_face_value(percent: &str)
        en: "{percent} % above the face value",
        de: "{percent} % mehr als den Originalpreis",
        fr: "{percent} % de plus que le prix d’origine",
        es: "un {percent} % más que el precio original",
        nl: "{percent}% boven de originele prijs",
        it: "{percent}% in più del prezzo originale";
    face_value_needed(cap: &str)
        en: "Enter what is printed on the ticket: it may cost at most {cap}.",
        de: "Gib ein, was auf dem Ticket steht: Es darf höchstens {cap} kosten.",
        fr: "Saisissez ce qui est imprimé sur le billet. Prix maximal : {cap}.",
        es: "Escribe el precio que figura en la entrada. Lo máximo que puede costar: {cap}.",
        nl: "Vul in wat op het ticket staat. Het mag hoogstens zoveel kosten: {cap}.",
        it: "Inserisci ciò che è stampato sul biglietto. Prezzo massimo: {cap}.";
    price_over(highest: &str, cap: &str)
        en: "At most {highest} is allowed here: {cap}.",
        de: "Hier darfst du höchstens {highest} verlangen: {cap}.",
        fr: "Ici, {highest} au plus sont permis : {cap}.",
        es: "Aquí se permite como máximo {highest}: {cap}.",
        nl: "Hier is hoogstens {highest} toegestaan: {cap}.",
        it: "Qui si può chiedere al massimo {highest}: {cap}.";
}
