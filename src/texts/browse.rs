//! Finding tickets: what is for sale, the search, and an event's page.

use super::{Language, texts};

texts! {
    seats_together()
        en: "Side by side",
        de: "Nebeneinander",
        fr: "Côte à côte",
        es: "Juntas",
        nl: "Naast elkaar",
        it: "Vicini";
    up_to_together(n: usize)
        en: "up to {n} together",
        de: "bis zu {n} zusammen",
        fr: "jusqu’à {n} ensemble",
        es: "hasta {n} juntas",
        nl: "tot {n} bij elkaar",
        it: "fino a {n} insieme";
    only_together()
        en: "only together",
        de: "nur zusammen",
        fr: "seulement ensemble",
        es: "solo juntas",
        nl: "alleen samen",
        it: "solo insieme";
    none_left_alone()
        en: "no seat is left alone",
        de: "kein Platz bleibt allein",
        fr: "aucune place ne reste seule",
        es: "no queda ningún asiento suelto",
        nl: "er blijft geen plaats alleen over",
        it: "nessun posto resta da solo";
    for_all(n: usize)
        en: "for all {n}",
        de: "für alle {n}",
        fr: "pour les {n}",
        es: "por las {n}",
        nl: "voor alle {n}",
        it: "per tutti e {n}";
    how_many()
        en: "How many",
        de: "Wie viele",
        fr: "Combien",
        es: "Cuántas",
        nl: "Hoeveel",
        it: "Quanti";
    buy_together()
        en: "Hold together",
        de: "Zusammen reservieren",
        fr: "Réserver ensemble",
        es: "Reservar juntas",
        nl: "Samen reserveren",
        it: "Riserva insieme";
    seats_are_yours()
        en: "These are yours: others can buy them here.",
        de: "Das sind deine: Andere können sie hier kaufen.",
        fr: "Ce sont les vôtres : d’autres peuvent les acheter ici.",
        es: "Son las tuyas: otros pueden comprarlas aquí.",
        nl: "Deze zijn van jou: anderen kunnen ze hier kopen.",
        it: "Sono i tuoi: altri possono comprarli qui.";
    each()
        en: "each",
        de: "je Ticket",
        fr: "par billet",
        es: "cada una",
        nl: "per stuk",
        it: "ciascuno";
    choose_how_many()
        en: "Choose how many tickets you want, up to as many as stand together.",
        de: "Wähle, wie viele Tickets du möchtest, höchstens so viele wie zusammen stehen.",
        fr: "Choisissez combien de billets vous voulez, dans la limite de ceux qui sont côte à côte.",
        es: "Elige cuántas entradas quieres, como máximo las que están juntas.",
        nl: "Kies hoeveel tickets je wilt, hoogstens zoveel als er bij elkaar zijn.",
        it: "Scegli quanti biglietti vuoi, al massimo quanti sono vicini.";
    none_is_held(why: &str)
        en: "{why} None of the tickets is held for you.",
        de: "{why} Keines der Tickets ist für dich reserviert.",
        fr: "{why} Aucun des billets n’est réservé pour vous.",
        es: "{why} Ninguna de las entradas está reservada para ti.",
        nl: "{why} Geen van de tickets is voor je gereserveerd.",
        it: "{why} Nessuno dei biglietti è riservato a te.";
    tickets_for_sale()
        en: "Tickets for sale",
        de: "Tickets im Angebot",
        fr: "Billets en vente",
        es: "Entradas en venta",
        nl: "Tickets te koop",
        it: "Biglietti in vendita";
    nothing_for_sale()
        en: "Nothing is for sale just now",
        de: "Gerade ist nichts im Angebot",
        fr: "Rien n’est en vente en ce moment",
        es: "Ahora mismo no hay nada en venta",
        nl: "Er is nu niets te koop",
        it: "Al momento non c’è nulla in vendita";
    be_the_first_to_sell()
        en: "Have a ticket that you cannot use? List it in a minute and be the first to sell.",
        de: "Hast du ein Ticket, das du nicht nutzen kannst? In einer Minute ist es im Angebot, \
             als erstes.",
        fr: "Vous avez un billet dont vous ne pouvez pas profiter ? Mettez-le en vente en une minute \
             et soyez le premier.",
        es: "¿Tienes una entrada que no puedes usar? Ponla a la venta en un minuto y sé la primera \
             persona en vender.",
        nl: "Heb je een ticket dat je niet kunt gebruiken? Zet het in een minuut te koop, als eerste.",
        it: "Hai un biglietto che non puoi usare? Mettilo in vendita in un minuto: sarà il primo.";
    sell_a_ticket()
        en: "Sell a ticket",
        de: "Ein Ticket verkaufen",
        fr: "Vendre un billet",
        es: "Vender una entrada",
        nl: "Een ticket verkopen",
        it: "Vendi un biglietto";

    events_found(n: usize)
        en: { match n { 1 => "1 event", _ => "{n} events" } },
        de: { match n { 1 => "1 Veranstaltung", _ => "{n} Veranstaltungen" } },
        fr: { match n { 0 | 1 => "{n} événement", _ => "{n} événements" } },
        es: { match n { 1 => "1 evento", _ => "{n} eventos" } },
        nl: { match n { 1 => "1 evenement", _ => "{n} evenementen" } },
        it: { match n { 1 => "1 evento", _ => "{n} eventi" } };
    /// After the line that says how many have tickets.
    without_tickets_too(events: &str)
        en: "Then {events} without a ticket just now.",
        de: "Danach {events} ohne Tickets im Moment.",
        fr: "Puis {events} sans billet en ce moment.",
        es: "Después, {events} sin entradas ahora mismo.",
        nl: "Daarna {events} zonder tickets op dit moment.",
        it: "Poi {events} al momento senza biglietti.";
    without_tickets(events: &str)
        en: "{events}, without a ticket just now.",
        de: "{events}, im Moment ohne Tickets.",
        fr: "{events}, sans billet en ce moment.",
        es: "{events}, ahora mismo sin entradas.",
        nl: "{events}, op dit moment zonder tickets.",
        it: "{events}, al momento senza biglietti.";
    /// Before a price.
    price_from_on() en: "from ", de: "ab ", fr: "dès ", es: "desde ", nl: "vanaf ", it: "da ";
    sold_out()
        en: "Sold out",
        de: "Ausverkauft",
        fr: "Complet",
        es: "Agotado",
        nl: "Uitverkocht",
        it: "Esaurito";
    all_held()
        en: "All held just now",
        de: "Gerade alle reserviert",
        fr: "Tout est réservé",
        es: "Todas reservadas",
        nl: "Nu alle gereserveerd",
        it: "Ora tutti riservati";
    tickets_left(n: usize)
        en: { match n { 1 => "1 ticket left", _ => "{n} tickets left" } },
        de: { match n { 1 => "noch 1 Ticket", _ => "noch {n} Tickets" } },
        fr: { match n { 0 | 1 => "encore {n} billet", _ => "encore {n} billets" } },
        es: { match n { 1 => "queda 1 entrada", _ => "quedan {n} entradas" } },
        nl: { match n { 1 => "nog 1 ticket", _ => "nog {n} tickets" } },
        it: { match n { 1 => "resta 1 biglietto", _ => "restano {n} biglietti" } };
    quick_filters()
        en: "Quick filters",
        de: "Schnellfilter",
        fr: "Filtres rapides",
        es: "Filtros rápidos",
        nl: "Snelle filters",
        it: "Filtri rapidi";
    /// Behind a quick filter that is on, for those who hear it.
    press_to_undo()
        en: ", chosen: press to undo",
        de: ", gewählt: drücken hebt es auf",
        fr: ", choisi : appuyez pour l’annuler",
        es: ", elegido: pulsa para quitarlo",
        nl: ", gekozen: druk om dit op te heffen",
        it: ", scelto: premi per toglierlo";
    today() en: "Today", de: "Heute", fr: "Aujourd’hui", es: "Hoy", nl: "Vandaag", it: "Oggi";
    this_weekend()
        en: "This weekend",
        de: "Dieses Wochenende",
        fr: "Ce week-end",
        es: "Este fin de semana",
        nl: "Dit weekend",
        it: "Questo fine settimana";
    all_categories() en: "All", de: "Alle", fr: "Tout", es: "Todo", nl: "Alles", it: "Tutto";
    /// After the number of tickets, before the order.
    at_events(events: &str)
        en: " at {events}, ",
        de: " für {events}, ",
        fr: " pour {events}, ",
        es: " para {events}, ",
        nl: " voor {events}, ",
        it: " per {events}, ";
    soonest_first()
        en: "soonest events first.",
        de: "die nächsten Termine zuerst.",
        fr: "les plus proches d’abord.",
        es: "primero los más próximos.",
        nl: "eerstvolgende eerst.",
        it: "prima i più vicini.";
    cheapest_first()
        en: "cheapest first.",
        de: "die günstigsten zuerst.",
        fr: "les moins chers d’abord.",
        es: "primero los más baratos.",
        nl: "goedkoopste eerst.",
        it: "prima i più economici.";
    newest_first()
        en: "newest events first.",
        de: "die neuesten Veranstaltungen zuerst.",
        fr: "les plus récents d’abord.",
        es: "primero los más recientes.",
        nl: "nieuwste eerst.",
        it: "prima i più recenti.";
    show_all(n: usize)
        en: "Show all {n}",
        de: "Alle {n} zeigen",
        fr: "Tout afficher ({n})",
        es: "Mostrar todo ({n})",
        nl: "Alle {n} tonen",
        it: "Mostra tutto ({n})";
    show_all_tickets(n: usize)
        en: { format!("Show all {}", Language::English.tickets(n)) },
        de: { match n { 1 => "Das eine Ticket zeigen", _ => "Alle {n} Tickets zeigen" } },
        fr: { match n { 0 | 1 => "Afficher l’unique billet", _ => "Afficher les {n} billets" } },
        es: { match n { 1 => "Mostrar la única entrada", _ => "Mostrar las {n} entradas" } },
        nl: { match n { 1 => "Het ene ticket tonen", _ => "Alle {n} tickets tonen" } },
        it: { match n { 1 => "Mostra l’unico biglietto", _ => "Mostra tutti e {n} i biglietti" } };

    search_label()
        en: "Event, venue or city",
        de: "Veranstaltung, Ort oder Stadt",
        fr: "Événement, lieu ou ville",
        es: "Evento, recinto o ciudad",
        nl: "Evenement, locatie of stad",
        it: "Evento, luogo o città";
    search_placeholder()
        en: "Event, venue, city",
        de: "Wer, was oder wo?",
        fr: "Événement, lieu, ville",
        es: "Evento, recinto, ciudad",
        nl: "Evenement, locatie, stad",
        it: "Evento, luogo, città";
    search_button()
        en: "Search",
        de: "Suchen",
        fr: "Rechercher",
        es: "Buscar",
        nl: "Zoeken",
        it: "Cerca";
    filters_and_order()
        en: "Filters and order",
        de: "Filter und Reihenfolge",
        fr: "Filtres et tri",
        es: "Filtros y orden",
        nl: "Filters en volgorde",
        it: "Filtri e ordine";
    search_from() en: "From", de: "Ab dem", fr: "À partir du", es: "Desde", nl: "Vanaf", it: "Dal";
    search_to() en: "To", de: "Bis zum", fr: "Jusqu’au", es: "Hasta", nl: "Tot en met", it: "Al";
    price_from(currency: &str)
        en: "Price from ({currency})",
        de: "Preis ab ({currency})",
        fr: "Prix à partir de ({currency})",
        es: "Precio desde ({currency})",
        nl: "Prijs vanaf ({currency})",
        it: "Prezzo da ({currency})";
    price_to(currency: &str)
        en: "Price to ({currency})",
        de: "Preis bis ({currency})",
        fr: "Prix jusqu’à ({currency})",
        es: "Precio hasta ({currency})",
        nl: "Prijs tot ({currency})",
        it: "Prezzo fino a ({currency})";
    search_order()
        en: "Order",
        de: "Reihenfolge",
        fr: "Tri",
        es: "Orden",
        nl: "Volgorde",
        it: "Ordine";
    order_soonest()
        en: "Soonest",
        de: "Nächste",
        fr: "Les plus proches",
        es: "Más próximos",
        nl: "Eerstvolgende",
        it: "I più vicini";
    order_cheapest()
        en: "Cheapest",
        de: "Günstigste",
        fr: "Les moins chers",
        es: "Más baratos",
        nl: "Goedkoopste",
        it: "I più economici";
    order_newest()
        en: "Newest",
        de: "Neueste",
        fr: "Les plus récents",
        es: "Más recientes",
        nl: "Nieuwste",
        it: "I più recenti";

    nothing_found()
        en: "No ticket fits this search",
        de: "Zu dieser Suche passt kein Ticket",
        fr: "Aucun billet ne correspond à cette recherche",
        es: "Ninguna entrada encaja con esta búsqueda",
        nl: "Geen ticket past bij deze zoekopdracht",
        it: "Nessun biglietto corrisponde a questa ricerca";
    leave_out_one()
        en: "Leave out one part of it:",
        de: "Lass einen Teil davon weg:",
        fr: "Laissez de côté l’un de ses critères :",
        es: "Prescinde de una parte:",
        nl: "Laat een deel ervan weg:",
        it: "Togli uno dei criteri:";
    look_for_one_alone()
        en: "Its parts exclude each other. Look for one of them alone:",
        de: "Die Teile schließen einander aus. Suche nur nach einem davon:",
        fr: "Ses critères s’excluent. N’en gardez qu’un seul :",
        es: "Sus partes se excluyen. Busca solo una de ellas:",
        nl: "De delen sluiten elkaar uit. Zoek op maar één ervan:",
        it: "I criteri si escludono a vicenda. Cercane uno solo:";
    /// Before a number of tickets.
    at_least()
        en: "at least ",
        de: "mindestens ",
        fr: "au moins ",
        es: "al menos ",
        nl: "minstens ",
        it: "almeno ";
    any_event(typed: &str)
        en: "Any event, not only “{typed}”",
        de: "Jede Veranstaltung, nicht nur „{typed}“",
        fr: "N’importe quel événement, pas seulement « {typed} »",
        es: "Cualquier evento, no solo «{typed}»",
        nl: "Elk evenement, niet alleen ‘{typed}’",
        it: "Qualsiasi evento, non solo «{typed}»";
    any_category(name: &str)
        en: "Any category, not only {name}",
        de: "Jede Kategorie, nicht nur {name}",
        fr: "N’importe quelle catégorie, pas seulement {name}",
        es: "Cualquier categoría, no solo {name}",
        nl: "Elke categorie, niet alleen {name}",
        it: "Qualsiasi categoria, non solo {name}";
    any_city(typed: &str)
        en: "Any city, not only {typed}",
        de: "Jede Stadt, nicht nur {typed}",
        fr: "N’importe quelle ville, pas seulement {typed}",
        es: "Cualquier ciudad, no solo {typed}",
        nl: "Elke stad, niet alleen {typed}",
        it: "Qualsiasi città, non solo {typed}";
    also_before(day: &str)
        en: "Also before {day}",
        de: "Auch vor dem {day}",
        fr: "Aussi avant le {day}",
        es: "También antes del {day}",
        nl: "Ook voor {day}",
        it: "Anche prima del {day}";
    also_after(day: &str)
        en: "Also after {day}",
        de: "Auch nach dem {day}",
        fr: "Aussi après le {day}",
        es: "También después del {day}",
        nl: "Ook na {day}",
        it: "Anche dopo il {day}";
    also_below(price: &str)
        en: "Also below {price}",
        de: "Auch unter {price}",
        fr: "Aussi en dessous de {price}",
        es: "También por menos de {price}",
        nl: "Ook onder {price}",
        it: "Anche sotto {price}";
    also_above(price: &str)
        en: "Also above {price}",
        de: "Auch über {price}",
        fr: "Aussi au-dessus de {price}",
        es: "También por más de {price}",
        nl: "Ook boven {price}",
        it: "Anche sopra {price}";
    all_with(typed: &str)
        en: "All with “{typed}”",
        de: "Alle mit „{typed}“",
        fr: "Tout avec « {typed} »",
        es: "Todo con «{typed}»",
        nl: "Alles met ‘{typed}’",
        it: "Tutto con «{typed}»";
    all_of_category(name: &str)
        en: "All of {name}",
        de: "Alle aus {name}",
        fr: "Tout dans {name}",
        es: "Todo de {name}",
        nl: "Alles van {name}",
        it: "Tutto in {name}";
    all_in(city: &str)
        en: "All in {city}",
        de: "Alle in {city}",
        fr: "Tout à {city}",
        es: "Todo en {city}",
        nl: "Alles in {city}",
        it: "Tutto a {city}";
    all_from(day: &str)
        en: "All from {day}",
        de: "Alle ab dem {day}",
        fr: "Tout à partir du {day}",
        es: "Todo desde el {day}",
        nl: "Alles vanaf {day}",
        it: "Tutto dal {day}";
    all_until(day: &str)
        en: "All until {day}",
        de: "Alle bis zum {day}",
        fr: "Tout jusqu’au {day}",
        es: "Todo hasta el {day}",
        nl: "Alles tot en met {day}",
        it: "Tutto fino al {day}";
    all_for_at_least(price: &str)
        en: "All for {price} or more",
        de: "Alle ab {price}",
        fr: "Tout à partir de {price}",
        es: "Todo desde {price}",
        nl: "Alles vanaf {price}",
        it: "Tutto da {price} in su";
    all_for_at_most(price: &str)
        en: "All for {price} or less",
        de: "Alle bis {price}",
        fr: "Tout jusqu’à {price}",
        es: "Todo hasta {price}",
        nl: "Alles tot {price}",
        it: "Tutto fino a {price}";

    is_ignored(typed: &str, why: &str)
        en: "“{typed}” is ignored. {why}",
        de: "„{typed}“ bleibt unbeachtet. {why}",
        fr: "« {typed} » est ignoré. {why}",
        es: "Se ignora «{typed}». {why}",
        nl: "‘{typed}’ wordt genegeerd. {why}",
        it: "«{typed}» viene ignorato. {why}";
    soonest_first_is_shown()
        en: "Soonest first is shown.",
        de: "Die nächsten Termine stehen zuerst.",
        fr: "Les dates les plus proches sont affichées d’abord.",
        es: "Se muestran primero las fechas más próximas.",
        nl: "De eerstvolgende data staan bovenaan.",
        it: "Le date più vicine sono mostrate per prime.";
    enter_a_city()
        en: "Enter the name of a city.",
        de: "Gib den Namen einer Stadt ein.",
        fr: "Saisissez le nom d’une ville.",
        es: "Escribe el nombre de una ciudad.",
        nl: "Vul de naam van een stad in.",
        it: "Inserisci il nome di una città.";
    before_the_first_day()
        en: "This is before the first day.",
        de: "Das ist vor dem ersten Tag.",
        fr: "C’est avant le premier jour.",
        es: "Es anterior al primer día.",
        nl: "Dit is voor de eerste dag.",
        it: "È prima del primo giorno.";
    less_than_the_lowest()
        en: "This is less than the lowest price.",
        de: "Das ist weniger als der niedrigste Preis.",
        fr: "C’est moins que le prix le plus bas.",
        es: "Es menos que el precio más bajo.",
        nl: "Dit is minder dan de laagste prijs.",
        it: "È meno del prezzo più basso.";
    no_ticket_costs_so_little()
        en: "With the fee, no ticket costs so little.",
        de: "Mit der Gebühr kostet kein Ticket so wenig.",
        fr: "Avec les frais, aucun billet ne coûte si peu.",
        es: "Con la comisión, ninguna entrada cuesta tan poco.",
        nl: "Met de servicekosten kost geen ticket zo weinig.",
        it: "Con la commissione, nessun biglietto costa così poco.";

    filter_tickets()
        en: "Filter tickets",
        de: "Tickets filtern",
        fr: "Filtrer les billets",
        es: "Filtrar entradas",
        nl: "Tickets filteren",
        it: "Filtra i biglietti";
    filter_together()
        en: "Side by side",
        de: "Nebeneinander",
        fr: "Côte à côte",
        es: "Juntas",
        nl: "Naast elkaar",
        it: "Vicini";
    filter_any_number()
        en: "Any number",
        de: "Egal wie viele",
        fr: "Peu importe",
        es: "Cualquier número",
        nl: "Maakt niet uit",
        it: "Qualsiasi numero";
    filter_section()
        en: "Section",
        de: "Block",
        fr: "Secteur",
        es: "Sector",
        nl: "Vak",
        it: "Settore";
    filter_any_section()
        en: "Any section",
        de: "Alle Blöcke",
        fr: "Tous les secteurs",
        es: "Todos los sectores",
        nl: "Alle vakken",
        it: "Tutti i settori";
    filter_show()
        en: "Show",
        de: "Zeigen",
        fr: "Afficher",
        es: "Mostrar",
        nl: "Tonen",
        it: "Mostra";
    /// What is looked for, each part behind another.
    so_many_together(n: usize)
        en: "{n} side by side",
        de: "{n} nebeneinander",
        fr: "{n} côte à côte",
        es: "{n} juntas",
        nl: "{n} naast elkaar",
        it: "{n} vicini";
    only_in_section(section: &str)
        en: "section {section}",
        de: "Block {section}",
        fr: "secteur {section}",
        es: "sector {section}",
        nl: "vak {section}",
        it: "settore {section}";
    only_up_to(price: &str)
        en: "up to {price} each",
        de: "bis {price} je Ticket",
        fr: "jusqu’à {price} par billet",
        es: "hasta {price} cada una",
        nl: "tot {price} per stuk",
        it: "fino a {price} ciascuno";
    only_these(what: &str)
        en: "Only {what}.",
        de: "Nur {what}.",
        fr: "Seulement {what}.",
        es: "Solo {what}.",
        nl: "Alleen {what}.",
        it: "Solo {what}.";
    no_ticket_fits()
        en: "No ticket here fits that",
        de: "Hier passt kein Ticket dazu",
        fr: "Aucun billet ne correspond ici",
        es: "Aquí no encaja ninguna entrada",
        nl: "Geen ticket past hierbij",
        it: "Nessun biglietto qui corrisponde";
    no_ticket_fits_yet()
        en: "None of the tickets so far. Dearer ones are on the next page.",
        de: "Bisher passt keins der Tickets. Teurere stehen auf der nächsten Seite.",
        fr: "Aucun des billets jusqu’ici. Les plus chers sont à la page suivante.",
        es: "Ninguna de las entradas hasta ahora. Las más caras están en la página siguiente.",
        nl: "Geen van de tickets tot nu toe. Duurdere staan op de volgende pagina.",
        it: "Nessuno dei biglietti finora. Quelli più cari sono alla pagina successiva.";
    when_one_comes()
        en: "Be the first to have them once they are listed or come free, or look at all others.",
        de: "Du kannst als Erstes drankommen, wenn welche angeboten oder frei werden, oder alle \
             anderen ansehen.",
        fr: "Soyez le premier à les avoir dès qu’ils sont mis en vente ou se libèrent, ou voyez tous \
             les autres.",
        es: "Sé el primero en tenerlas cuando salgan a la venta o queden libres, o mira todas las \
             demás.",
        nl: "Wees de eerste zodra ze te koop komen of vrijkomen, of bekijk alle andere.",
        it: "Sii il primo ad averli quando vengono messi in vendita o tornano liberi, oppure guarda \
             tutti gli altri.";
    wait_for_just_that()
        en: "Wait for just that",
        de: "Genau darauf warten",
        fr: "Attendre exactement cela",
        es: "Esperar justo eso",
        nl: "Precies daarop wachten",
        it: "Aspetta proprio questo";
    prices_paid()
        en: "What was paid lately",
        de: "Was zuletzt bezahlt wurde",
        fr: "Ce qui a été payé récemment",
        es: "Lo que se ha pagado últimamente",
        nl: "Wat onlangs is betaald",
        it: "Quanto è stato pagato di recente";
    prices_told(n: usize, median: &str, from: &str)
        en: "Of the last {n} sales the median was {median}; today from {from}.",
        de: "Bei den letzten {n} Verkäufen lag der Median bei {median}; heute ab {from}.",
        fr: "Sur les {n} dernières ventes, le prix médian était de {median} ; aujourd’hui à partir de \
             {from}.",
        es: "En las últimas {n} ventas, la mediana fue de {median}; hoy, desde {from}.",
        nl: "Bij de laatste {n} verkopen was de mediaan {median}; vandaag vanaf {from}.",
        it: "Nelle ultime {n} vendite la mediana è stata di {median}; oggi da {from}.";
    prices_told_without(n: usize, median: &str)
        en: "Of the last {n} sales the median was {median}; nothing is for sale just now.",
        de: "Bei den letzten {n} Verkäufen lag der Median bei {median}; gerade ist nichts im Angebot.",
        fr: "Sur les {n} dernières ventes, le prix médian était de {median} ; rien n’est en vente en \
             ce moment.",
        es: "En las últimas {n} ventas, la mediana fue de {median}; ahora mismo no hay nada en venta.",
        nl: "Bij de laatste {n} verkopen was de mediaan {median}; er is nu niets te koop.",
        it: "Nelle ultime {n} vendite la mediana è stata di {median}; al momento non c’è nulla in \
             vendita.";
    /// Of a drawing, after what it says.
    prices_between(lowest: &str, highest: &str, day: &str)
        en: "Shown are prices from {lowest} to {highest} since {day}.",
        de: "Zu sehen sind Preise von {lowest} bis {highest} seit {day}.",
        fr: "Prix affichés : de {lowest} à {highest} depuis le {day}.",
        es: "Se muestran precios de {lowest} a {highest} desde el {day}.",
        nl: "Je ziet prijzen van {lowest} tot {highest} sinds {day}.",
        it: "Prezzi mostrati: da {lowest} a {highest}, dal giorno {day}.";
    prices_legend_paid()
        en: "paid",
        de: "bezahlt",
        fr: "payé",
        es: "pagado",
        nl: "betaald",
        it: "pagato";
    prices_legend_asked()
        en: "least asked",
        de: "günstigstes Angebot",
        fr: "le moins cher demandé",
        es: "lo mínimo pedido",
        nl: "laagste vraagprijs",
        it: "minimo richiesto";
    at_face_value()
        en: "at face value",
        de: "zum Originalpreis",
        fr: "au prix d’origine",
        es: "al precio original",
        nl: "voor de originele prijs",
        it: "al prezzo originale";
    below_face_value(percent: &str)
        en: "{percent} below face value",
        de: "{percent} unter Originalpreis",
        fr: "{percent} sous le prix d’origine",
        es: "{percent} por debajo del precio original",
        nl: "{percent} onder de originele prijs",
        it: "{percent} sotto il prezzo originale";
    above_face_value(percent: &str)
        en: "{percent} above face value",
        de: "{percent} über Originalpreis",
        fr: "{percent} au-dessus du prix d’origine",
        es: "{percent} por encima del precio original",
        nl: "{percent} boven de originele prijs",
        it: "{percent} sopra il prezzo originale";

    tickets_of_event()
        en: "Tickets",
        de: "Tickets",
        fr: "Billets",
        es: "Entradas",
        nl: "Tickets",
        it: "Biglietti";
    /// After a number, as the two that follow.
    count_available()
        en: " available",
        de: " verfügbar",
        fr: " disponibles",
        es: " disponibles",
        nl: " beschikbaar",
        it: " disponibili";
    count_held()
        en: " held",
        de: " reserviert",
        fr: " réservés",
        es: " reservadas",
        nl: " gereserveerd",
        it: " riservati";
    count_sold()
        en: " sold",
        de: " verkauft",
        fr: " vendus",
        es: " vendidas",
        nl: " verkocht",
        it: " venduti";
    tickets_not_sold_any_more()
        en: "This event has started: its tickets are not sold any more.",
        de: "Diese Veranstaltung hat begonnen: Tickets dafür werden nicht mehr verkauft.",
        fr: "Cet événement a commencé : ses billets ne sont plus vendus.",
        es: "Este evento ha empezado: ya no se venden entradas para él.",
        nl: "Dit evenement is begonnen: er worden geen tickets meer voor verkocht.",
        it: "Questo evento è iniziato: i suoi biglietti non si vendono più.";
    no_tickets_here()
        en: "No tickets here",
        de: "Hier gibt es keine Tickets",
        fr: "Pas de billets ici",
        es: "Aquí no hay entradas",
        nl: "Hier zijn geen tickets",
        it: "Qui non ci sono biglietti";
    nobody_sells_a_ticket()
        en: "Nobody sells a ticket for this event at the moment.",
        de: "Im Moment bietet niemand ein Ticket für diese Veranstaltung an.",
        fr: "Personne ne vend de billet pour cet événement en ce moment.",
        es: "Ahora mismo nadie vende entradas para este evento.",
        nl: "Niemand verkoopt nu een ticket voor dit evenement.",
        it: "Al momento nessuno vende biglietti per questo evento.";
    sell_a_ticket_for_this()
        en: "Sell a ticket for this event",
        de: "Ein Ticket für diese Veranstaltung verkaufen",
        fr: "Vendre un billet pour cet événement",
        es: "Vender una entrada para este evento",
        nl: "Een ticket voor dit evenement verkopen",
        it: "Vendi un biglietto per questo evento";
}
