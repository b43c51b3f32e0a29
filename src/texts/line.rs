//! Standing in line: for a ticket that is held, and for seats of an event.

use super::texts;

texts! {
    line_title() en: "Wait in line", de: "In die Schlange stellen";
    line_title_yours() en: "You stand in line", de: "Du stehst in der Schlange";
    line_sign_in() en: "Sign in to wait in line", de: "Anmelden und in die Schlange stellen";
    line_join() en: "Wait in line", de: "In die Schlange stellen";
    line_leave() en: "Leave the line", de: "Schlange verlassen";
    line_change() en: "Wait for something else", de: "Auf etwas anderes warten";
    line_change_means()
        en: "That puts you at the end of the line.",
        de: "Damit stehst du am Ende der Schlange.";
    /// Before a number.
    line_place_is() en: "Your place in line:", de: "Dein Platz in der Schlange:";
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
        };
    line_for_seats(minutes: u64)
        en: "When such tickets come free or are listed, the next in line has them for {minutes} \
             min: nobody else can be faster.",
        de: "Werden solche Tickets frei oder angeboten, gehören sie {minutes} min lang der oder \
             dem Nächsten in der Schlange: Niemand kann schneller sein.";
    line_quantity() en: "How many", de: "Wie viele";
    line_max_price() en: "At most, for each", de: "Höchstens, je Ticket";
    line_section() en: "Only in this section", de: "Nur in diesem Block";
    line_section_any() en: "Leave it empty to sit anywhere.", de: "Leer: egal wo.";
    line_any_price() en: "Leave it empty for any price.", de: "Leer: egal zu welchem Preis.";
    line_sound() en: "Play a sound when it is my turn", de: "Ton abspielen, wenn ich dran bin";
    line_passed()
        en: "You had it twice and let it pass, so you do not stand in the line any more.",
        de: "Du warst zweimal dran und hast es verstreichen lassen: Du stehst nicht mehr in der \
             Schlange.";
    line_waiting_for() en: "You wait in line for", de: "Du stehst in der Schlange für";
    /// What somebody waits for.
    line_seats(n: usize)
        en: { match n { 1 => "1 ticket", _ => "{n} tickets" } },
        de: { match n { 1 => "1 Ticket", _ => "{n} Tickets" } };
    line_seats_at_most(seats: &str, price: &str)
        en: "{seats}, at most {price} each", de: "{seats}, höchstens je {price}";
    line_seats_in(seats: &str, section: &str) en: "{seats}, {section}", de: "{seats}, {section}";

    turn_is_yours(what: &str, event: &str)
        en: "It is your turn: {what} for {event} is held for you",
        de: "Du bist dran: {what} für {event} ist für dich reserviert";
    turn_pay() en: "Go on and pay", de: "Weiter zum Bezahlen";

    line_refused_together(seats: usize)
        en: "These {seats} seats go only together: on the event’s page you can wait for {seats} seats.",
        de: "Diese {seats} Plätze gibt es nur zusammen: Auf der Seite der Veranstaltung kannst du auf {seats} Plätze warten.";
    line_refused_seats_free()
        en: "There are such tickets for sale right now: you need not wait.",
        de: "Solche Tickets gibt es gerade zu kaufen: Du musst nicht warten.";
    line_refused_full(max: usize)
        en: "There are {max} in this line already, which is the most.",
        de: "In dieser Schlange stehen schon {max}, und mehr gehen nicht.";
    line_refused_seats(max: usize)
        en: "Nobody can hold more than {max} tickets at once.",
        de: "Mehr als {max} Tickets auf einmal kann niemand reservieren.";
    line_refused_lines(max: usize)
        en: "You stand in {max} lines already, which is the most. Under My orders you can leave \
             some of them; then ask again.",
        de: "Du stehst schon in {max} Schlangen, und mehr gehen nicht. Unter „Meine Käufe“ kannst \
             du welche verlassen; versuche es dann noch einmal.";
    line_refused_sold()
        en: "This ticket has just been sold: there is no line for it.",
        de: "Dieses Ticket wurde gerade verkauft: Dafür gibt es keine Schlange mehr.";
    line_refused_quantity()
        en: "Please say how many tickets you want: 1 to 10.",
        de: "Bitte sag, wie viele Tickets du möchtest: 1 bis 10.";
    line_refused_price()
        en: "Please write the price as a number, such as 60.00.",
        de: "Bitte schreib den Preis als Zahl, etwa 60,00.";
    line_refused_section()
        en: "Please name the section in at most 40 characters.",
        de: "Bitte nenne den Block mit höchstens 40 Zeichen.";

    mail_turn_subject(event: &str)
        en: "It is your turn: {event}", de: "Du bist dran: {event}";
    mail_turn(event: &str, until: &str)
        en: "You stood in line for {event}, and it is your turn. What you waited for is held for \
             you until {until}; nobody else can buy it until then.",
        de: "Du standst für {event} in der Schlange und bist jetzt dran. Worauf du gewartet hast, \
             ist bis {until} für dich reserviert; bis dahin kann es niemand sonst kaufen.";
    mail_turn_pay() en: "Pay for it here:", de: "Hier kannst du bezahlen:";
    mail_turn_passes()
        en: "If you let it pass, the next in line has it.",
        de: "Lässt du es verstreichen, ist die oder der Nächste dran.";
}
