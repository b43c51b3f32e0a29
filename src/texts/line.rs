//! Standing in line: for a ticket that is held, and for seats of an event.

use super::texts;

texts! {
    line_title()
        en: "Wait in line",
        de: "In die Schlange stellen",
        fr: "Attendre dans la file",
        es: "Esperar en la cola",
        nl: "In de wachtrij gaan staan",
        it: "Aspetta in coda";
    line_title_yours()
        en: "You stand in line",
        de: "Du stehst in der Schlange",
        fr: "Vous êtes dans la file d’attente",
        es: "Estás en la cola",
        nl: "Je staat in de wachtrij",
        it: "Sei in coda";
    line_sign_in()
        en: "Sign in to wait in line",
        de: "Anmelden und in die Schlange stellen",
        fr: "Se connecter pour attendre dans la file",
        es: "Iniciar sesión para esperar en la cola",
        nl: "Inloggen om in de wachtrij te gaan staan",
        it: "Accedi per aspettare in coda";
    line_join()
        en: "Wait in line",
        de: "In die Schlange stellen",
        fr: "Attendre dans la file",
        es: "Esperar en la cola",
        nl: "In de wachtrij gaan staan",
        it: "Aspetta in coda";
    line_leave()
        en: "Leave the line",
        de: "Schlange verlassen",
        fr: "Quitter la file d’attente",
        es: "Salir de la cola",
        nl: "Wachtrij verlaten",
        it: "Esci dalla coda";
    line_change()
        en: "Wait for something else",
        de: "Auf etwas anderes warten",
        fr: "Attendre autre chose",
        es: "Esperar otra cosa",
        nl: "Op iets anders wachten",
        it: "Aspetta qualcos’altro";
    line_change_means()
        en: "That puts you at the end of the line.",
        de: "Damit stehst du am Ende der Schlange.",
        fr: "Cela vous place en fin de file.",
        es: "Con eso pasas al final de la cola.",
        nl: "Daarmee kom je achteraan in de wachtrij.",
        it: "Così finisci in fondo alla coda.";
    /// Before a number.
    line_place_is()
        en: "Your place in line:",
        de: "Dein Platz in der Schlange:",
        fr: "Votre place dans la file d’attente :",
        es: "Tu puesto en la cola:",
        nl: "Je plek in de wachtrij:",
        it: "Il tuo posto in coda:";
    line_for_a_ticket(minutes: u64, by_mail: bool)
        en: {
            let mail = if by_mail { " and by mail" } else { "" };
            format!("If it comes free, the next in line has it for {minutes} min: nobody else can \
                     be faster. You are told on every page here{mail}.")
        },
        de: {
            let mail = if by_mail { " und per Mail" } else { "" };
            format!("Wird es frei, gehört es {minutes} min lang der oder dem Nächsten in der \
                     Schlange: Niemand kann schneller sein. Bescheid bekommst du hier auf jeder \
                     Seite{mail}.")
        },
        fr: {
            let mail = if by_mail { " et par e-mail" } else { "" };
            format!("S’il se libère, il est au premier de la file pendant {minutes} min : \
                     personne ne peut être plus rapide. Vous en êtes averti sur chaque page du \
                     site{mail}.")
        },
        es: {
            let mail = if by_mail { " y por correo" } else { "" };
            format!("Si queda libre, es del siguiente de la cola durante {minutes} min: nadie más \
                     puede adelantarse. Se te avisa aquí, en todas las páginas{mail}.")
        },
        nl: {
            let mail = if by_mail { " en per e-mail" } else { "" };
            format!("Komt het vrij, dan is het {minutes} min lang voor de eerstvolgende in de \
                     wachtrij: niemand kan sneller zijn. Je krijgt bericht op elke pagina \
                     hier{mail}.")
        },
        it: {
            let mail = if by_mail { " e per e-mail" } else { "" };
            format!("Se si libera, resta per {minutes} min a chi è il prossimo in coda: nessun \
                     altro può essere più veloce. Te lo diciamo qui su ogni pagina{mail}.")
        };
    line_for_seats(minutes: u64)
        en: "When such tickets come free or are listed, the next in line has them for {minutes} \
             min: nobody else can be faster.",
        de: "Werden solche Tickets frei oder angeboten, gehören sie {minutes} min lang der oder \
             dem Nächsten in der Schlange: Niemand kann schneller sein.",
        fr: "Quand de tels billets se libèrent ou sont mis en vente, ils sont au premier de la \
             file pendant {minutes} min : personne ne peut être plus rapide.",
        es: "Cuando quedan libres o se ponen a la venta entradas así, son del siguiente de la cola \
             durante {minutes} min: nadie más puede adelantarse.",
        nl: "Als zulke tickets vrijkomen of te koop worden gezet, zijn ze {minutes} min lang voor \
             de eerstvolgende in de wachtrij: niemand kan sneller zijn.",
        it: "Quando biglietti così si liberano o vengono messi in vendita, restano per \
             {minutes} min a chi è il prossimo in coda: nessun altro può essere più veloce.";
    line_quantity()
        en: "How many",
        de: "Wie viele",
        fr: "Combien",
        es: "Cuántas",
        nl: "Hoeveel",
        it: "Quanti";
    line_max_price()
        en: "At most, for each",
        de: "Höchstens, je Ticket",
        fr: "Au plus, par billet",
        es: "Como máximo, por entrada",
        nl: "Hoogstens, per ticket",
        it: "Al massimo, per biglietto";
    line_section()
        en: "Only in this section",
        de: "Nur in diesem Block",
        fr: "Seulement dans ce secteur",
        es: "Solo en este sector",
        nl: "Alleen in dit vak",
        it: "Solo in questo settore";
    line_section_any()
        en: "Leave it empty to sit anywhere.",
        de: "Leer: egal wo.",
        fr: "Laissez vide pour n’importe quelle place.",
        es: "Déjalo vacío si te vale cualquier sitio.",
        nl: "Laat leeg als het niet uitmaakt waar.",
        it: "Lascia vuoto se va bene ovunque.";
    line_any_price()
        en: "Leave it empty for any price.",
        de: "Leer: egal zu welchem Preis.",
        fr: "Laissez vide pour n’importe quel prix.",
        es: "Déjalo vacío si te vale cualquier precio.",
        nl: "Laat leeg als de prijs niet uitmaakt.",
        it: "Lascia vuoto se va bene qualsiasi prezzo.";
    line_sound()
        en: "Play a sound when it is my turn",
        de: "Ton abspielen, wenn ich dran bin",
        fr: "Émettre un son quand c’est mon tour",
        es: "Avisarme con un sonido cuando sea mi turno",
        nl: "Een geluid afspelen als ik aan de beurt ben",
        it: "Fai un suono quando è il mio turno";
    line_passed()
        en: "You had it twice and let it pass, so you do not stand in the line any more.",
        de: "Du warst zweimal dran und hast es verstreichen lassen: Du stehst nicht mehr in der \
             Schlange.",
        fr: "C’était deux fois votre tour et vous l’avez laissé passer : vous n’êtes plus dans la \
             file d’attente.",
        es: "Te ha tocado dos veces y lo has dejado pasar, así que ya no estás en la cola.",
        nl: "Je was twee keer aan de beurt en liet het voorbijgaan: je staat niet meer in de \
             wachtrij.",
        it: "È stato il tuo turno due volte e l’hai lasciato passare: non sei più in coda.";
    line_waiting_for()
        en: "You wait in line for",
        de: "Du stehst in der Schlange für",
        fr: "Vous êtes dans la file d’attente pour",
        es: "Estás en la cola para",
        nl: "Je staat in de wachtrij voor",
        it: "Sei in coda per";
    /// What somebody waits for.
    line_seats(n: usize)
        en: { match n { 1 => "1 ticket", _ => "{n} tickets" } },
        de: { match n { 1 => "1 Ticket", _ => "{n} Tickets" } },
        fr: { match n { 0 | 1 => "{n} billet", _ => "{n} billets" } },
        es: { match n { 1 => "1 entrada", _ => "{n} entradas" } },
        nl: { match n { 1 => "1 ticket", _ => "{n} tickets" } },
        it: { match n { 1 => "1 biglietto", _ => "{n} biglietti" } };
    line_seats_at_most(seats: &str, price: &str)
        en: "{seats}, at most {price} each",
        de: "{seats}, höchstens je {price}",
        fr: "{seats}, au plus {price} chacun",
        es: "{seats}, como máximo {price} cada una",
        nl: "{seats}, hoogstens {price} per stuk",
        it: "{seats}, al massimo {price} l’uno";
    line_seats_in(seats: &str, section: &str)
        en: "{seats}, {section}",
        de: "{seats}, {section}",
        fr: "{seats}, {section}",
        es: "{seats}, {section}",
        nl: "{seats}, {section}",
        it: "{seats}, {section}";

    turn_is_yours(what: &str, event: &str)
        en: "It is your turn: {what} for {event} is held for you",
        de: "Du bist dran: {what} für {event} ist für dich reserviert",
        fr: "C’est votre tour : {what} pour {event}, en réservation pour vous",
        es: "Es tu turno: {what} para {event}, con reserva a tu nombre",
        nl: "Je bent aan de beurt: {what} voor {event}, voor jou gereserveerd",
        it: "È il tuo turno: {what} per {event}, con prenotazione a tuo nome";
    turn_pay()
        en: "Go on and pay",
        de: "Weiter zum Bezahlen",
        fr: "Continuer et payer",
        es: "Continuar y pagar",
        nl: "Verder naar betalen",
        it: "Vai al pagamento";

    line_refused_together(seats: usize)
        en: "These {seats} seats go only together: on the event’s page you can wait for {seats} \
         seats.",
        de: "Diese {seats} Plätze gibt es nur zusammen: Auf der Seite der Veranstaltung kannst du \
         auf {seats} Plätze warten.",
        fr: "Ces {seats} places ne se vendent qu’ensemble : sur la page de l’événement, vous \
             pouvez attendre {seats} places.",
        es: "Estos {seats} asientos solo se venden juntos: en la página del evento puedes esperar \
             {seats} asientos.",
        nl: "Deze {seats} plaatsen gaan alleen samen: op de pagina van het evenement kun je op \
             {seats} plaatsen wachten.",
        it: "Questi {seats} posti si vendono solo insieme: sulla pagina dell’evento puoi aspettare \
             {seats} posti.";
    line_refused_seats_free()
        en: "There are such tickets for sale right now: you need not wait.",
        de: "Solche Tickets gibt es gerade zu kaufen: Du musst nicht warten.",
        fr: "De tels billets sont justement en vente : vous n’avez pas besoin d’attendre.",
        es: "Ahora mismo hay entradas así a la venta: no hace falta esperar.",
        nl: "Zulke tickets zijn nu te koop: je hoeft niet te wachten.",
        it: "Biglietti così sono in vendita proprio adesso: non serve aspettare.";
    line_refused_full(max: usize)
        en: "There are {max} in this line already, which is the most.",
        de: "In dieser Schlange stehen schon {max}, und mehr gehen nicht.",
        fr: "Il y a déjà {max} personnes dans cette file d’attente, et c’est le maximum.",
        es: "Ya hay {max} personas en esta cola, que es el máximo.",
        nl: "Er staan al {max} mensen in deze wachtrij, en meer kan niet.",
        it: "In questa coda ci sono già {max} persone, che è il massimo.";
    line_refused_seats(max: usize)
        en: "Nobody can hold more than {max} tickets at once.",
        de: "Mehr als {max} Tickets auf einmal kann niemand reservieren.",
        fr: "Personne ne peut réserver plus de {max} billets à la fois.",
        es: "Nadie puede reservar más de {max} entradas a la vez.",
        nl: "Niemand kan meer dan {max} tickets tegelijk reserveren.",
        it: "Nessuno può riservare più di {max} biglietti alla volta.";
    line_refused_lines(max: usize)
        en: "You stand in {max} lines already, which is the most. Under My orders you can leave \
             some of them; then ask again.",
        de: "Du stehst schon in {max} Schlangen, und mehr gehen nicht. Unter „Meine Käufe“ kannst \
             du welche verlassen; versuche es dann noch einmal.",
        fr: "Vous êtes déjà dans {max} files d’attente, et c’est le maximum. Sous « Mes \
             commandes », vous pouvez en quitter ; réessayez ensuite.",
        es: "Ya estás en {max} colas, que es el máximo. En «Mis pedidos» puedes salir de alguna; \
             después, inténtalo otra vez.",
        nl: "Je staat al in {max} wachtrijen, en meer kan niet. Onder ‘Mijn bestellingen’ kun je \
             er een paar verlaten; probeer het dan opnieuw.",
        it: "Sei già in {max} code, che è il massimo. In «I miei ordini» puoi uscire da qualcuna; \
             poi riprova.";
    line_refused_sold()
        en: "This ticket has just been sold: there is no line for it.",
        de: "Dieses Ticket wurde gerade verkauft: Dafür gibt es keine Schlange mehr.",
        fr: "Ce billet vient d’être vendu : il n’y a pas de file d’attente pour lui.",
        es: "Esta entrada se acaba de vender: ya no hay cola para ella.",
        nl: "Dit ticket is net verkocht: daar is geen wachtrij meer voor.",
        it: "Questo biglietto è appena stato venduto: non c’è più una coda.";
    line_refused_quantity()
        en: "Please say how many tickets you want: 1 to 10.",
        de: "Bitte sag, wie viele Tickets du möchtest: 1 bis 10.",
        fr: "Indiquez combien de billets vous voulez : de 1 à 10.",
        es: "Indica cuántas entradas quieres: de 1 a 10.",
        nl: "Geef aan hoeveel tickets je wilt: 1 tot 10.",
        it: "Indica quanti biglietti vuoi: da 1 a 10.";
    line_refused_price()
        en: "Please write the price as a number, such as 60.00.",
        de: "Bitte schreib den Preis als Zahl, etwa 60,00.",
        fr: "Écrivez le prix en chiffres, par exemple 60,00.",
        es: "Escribe el precio con números, por ejemplo 60,00.",
        nl: "Schrijf de prijs als getal, bijvoorbeeld 60,00.",
        it: "Scrivi il prezzo in cifre, per esempio 60,00.";
    line_refused_section()
        en: "Please name the section in at most 40 characters.",
        de: "Bitte nenne den Block mit höchstens 40 Zeichen.",
        fr: "Indiquez le secteur en 40 caractères au plus.",
        es: "Indica el sector con 40 caracteres como máximo.",
        nl: "Noem het vak in hoogstens 40 tekens.",
        it: "Indica il settore in non più di 40 caratteri.";

    mail_turn_subject(event: &str)
        en: "It is your turn: {event}",
        de: "Du bist dran: {event}",
        fr: "C’est votre tour : {event}",
        es: "Es tu turno: {event}",
        nl: "Je bent aan de beurt: {event}",
        it: "È il tuo turno: {event}";
    mail_turn(event: &str, until: &str)
        en: "You stood in line for {event}, and it is your turn. What you waited for is held for \
             you until {until}; nobody else can buy it until then.",
        de: "Du standst für {event} in der Schlange und bist jetzt dran. Worauf du gewartet hast, \
             ist bis {until} für dich reserviert; bis dahin kann es niemand sonst kaufen.",
        fr: "Vous étiez dans la file d’attente pour « {event} », et c’est votre tour. Ce que vous \
             attendiez vous est réservé jusqu’au {until} ; personne d’autre ne peut l’acheter \
             d’ici là.",
        es: "Estabas en la cola para «{event}» y es tu turno. Lo que esperabas está reservado para \
             ti hasta el {until}; hasta entonces no lo puede comprar nadie más.",
        nl: "Je stond in de wachtrij voor ‘{event}’ en bent nu aan de beurt. Waar je op wachtte, \
             is tot {until} voor je gereserveerd; tot dan kan niemand anders het kopen.",
        it: "Eri in coda per «{event}», ed è il tuo turno. Ciò che aspettavi è riservato per te \
             fino al giorno {until}; fino ad allora nessun altro può comprarlo.";
    mail_turn_pay()
        en: "Pay for it here:",
        de: "Hier kannst du bezahlen:",
        fr: "Payez ici :",
        es: "Paga aquí:",
        nl: "Hier kun je betalen:",
        it: "Qui puoi pagare:";
    mail_turn_passes()
        en: "If you let it pass, the next in line has it.",
        de: "Lässt du es verstreichen, ist die oder der Nächste dran.",
        fr: "Si vous le laissez passer, c’est le tour du suivant.",
        es: "Si lo dejas pasar, le toca al siguiente de la cola.",
        nl: "Laat je het voorbijgaan, dan is de volgende aan de beurt.",
        it: "Se lo lasci passare, tocca al prossimo in coda.";
}
