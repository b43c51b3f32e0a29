//! Pages of errors: what happened, what is unharmed, what to do.

use super::texts;

texts! {
    error_number(status: u16)
        en: "Error {status}",
        de: "Fehler {status}",
        fr: "Erreur {status}",
        es: "Error {status}",
        nl: "Fout {status}",
        it: "Errore {status}";

    not_found_title()
        en: "There is nothing here",
        de: "Hier ist nichts",
        fr: "Il n’y a rien ici",
        es: "Aquí no hay nada",
        nl: "Hier is niets",
        it: "Qui non c’è nulla";
    not_found()
        en: "The address may be mistyped, or what was here is not yours to see.",
        de: "Vielleicht ist die Adresse vertippt, oder was hier war, ist nicht für dich bestimmt.",
        fr: "L’adresse est peut-être mal saisie, ou ce qui était ici ne vous est pas destiné.",
        es: "Quizá la dirección esté mal escrita, o lo que había aquí no sea para ti.",
        nl: "Misschien is het adres verkeerd getypt, of wat hier was, is niet voor jou bestemd.",
        it: "Forse l’indirizzo è scritto male, o ciò che c’era qui non è per te.";
    method_title()
        en: "This is not how this page works",
        de: "So funktioniert diese Seite nicht",
        fr: "Cette page ne fonctionne pas ainsi",
        es: "Esta página no funciona así",
        nl: "Zo werkt deze pagina niet",
        it: "Questa pagina non funziona così";
    method()
        en: "Nothing was done. Go back and use the page's own buttons.",
        de: "Es ist nichts geschehen. Geh zurück und benutze die Schaltflächen der Seite.",
        fr: "Rien n’a été fait. Revenez en arrière et utilisez les boutons de la page.",
        es: "No se ha hecho nada. Vuelve atrás y usa los botones de la página.",
        nl: "Er is niets gedaan. Ga terug en gebruik de knoppen van de pagina.",
        it: "Non è stato fatto nulla. Torna indietro e usa i pulsanti della pagina.";
    other_host_title()
        en: "This site is elsewhere",
        de: "Diese Website ist woanders",
        fr: "Ce site est ailleurs",
        es: "Este sitio está en otra parte",
        nl: "Deze site is ergens anders",
        it: "Questo sito è altrove";
    other_host(base_url: &str)
        en: "Nothing was done. You find it at {base_url}.",
        de: "Es ist nichts geschehen. Du findest sie unter {base_url}.",
        fr: "Rien n’a été fait. Vous le trouverez à cette adresse : {base_url}.",
        es: "No se ha hecho nada. Lo encuentras en {base_url}.",
        nl: "Er is niets gedaan. Je vindt hem op {base_url}.",
        it: "Non è stato fatto nulla. Lo trovi su {base_url}.";
    cannot_be_done_title()
        en: "This cannot be done",
        de: "Das geht nicht",
        fr: "C’est impossible",
        es: "Esto no se puede hacer",
        nl: "Dit kan niet",
        it: "Non si può fare";
    not_understood()
        en: "The site does not understand the request. Nothing was done.",
        de: "Diese Anfrage ist nicht zu verstehen. Es ist nichts geschehen.",
        fr: "Le site ne comprend pas cette demande. Rien n’a été fait.",
        es: "El sitio no entiende la solicitud. No se ha hecho nada.",
        nl: "De site begrijpt deze aanvraag niet. Er is niets gedaan.",
        it: "Il sito non capisce la richiesta. Non è stato fatto nulla.";
    other_site_title()
        en: "This came from another site",
        de: "Das kam von einer anderen Website",
        fr: "Cela vient d’un autre site",
        es: "Esto viene de otro sitio",
        nl: "Dit kwam van een andere site",
        it: "Questo viene da un altro sito";
    other_site()
        en: "Your browser says that another site sent this. Nothing was done. Open the page here \
             and try again.",
        de: "Dein Browser sagt, dass eine andere Website dies geschickt hat. Es ist nichts \
             geschehen. Öffne die Seite hier und versuche es noch einmal.",
        fr: "Votre navigateur dit qu’un autre site a envoyé ceci. Rien n’a été fait. Ouvrez la page \
             ici et réessayez.",
        es: "Tu navegador dice que esto lo ha enviado otro sitio. No se ha hecho nada. Abre la página \
             aquí e inténtalo de nuevo.",
        nl: "Je browser zegt dat een andere site dit heeft gestuurd. Er is niets gedaan. Open de \
             pagina hier en probeer het opnieuw.",
        it: "Il tuo browser dice che questo è stato inviato da un altro sito. Non è stato fatto nulla. \
             Apri la pagina qui e riprova.";
    too_long_title()
        en: "This is taking too long",
        de: "Das dauert zu lange",
        fr: "C’est trop long",
        es: "Esto tarda demasiado",
        nl: "Dit duurt te lang",
        it: "Ci vuole troppo tempo";
    too_long()
        en: "The site is busy. What you asked for may still be done: look at My orders or My \
             listings before you try again.",
        de: "Hier ist gerade viel los. Was du wolltest, kann noch geschehen: Sieh unter „Meine \
             Käufe“ oder „Angebote“ nach, bevor du es noch einmal versuchst.",
        fr: "Le site est très sollicité. Ce que vous avez demandé peut encore se faire : regardez sous \
             « Mes commandes » ou « Mes annonces » avant de réessayer.",
        es: "El sitio está muy ocupado. Lo que has pedido aún puede hacerse: mira en «Mis pedidos» o \
             «Mis anuncios» antes de intentarlo de nuevo.",
        nl: "De site heeft het druk. Wat je vroeg, kan nog gebeuren: kijk bij ‘Mijn bestellingen’ of \
             ‘Mijn advertenties’ voordat je het opnieuw probeert.",
        it: "Il sito è molto occupato. Ciò che hai chiesto può ancora essere fatto: guarda in «I miei \
             ordini» o «I miei annunci» prima di riprovare.";
    not_a_form_title()
        en: "This is not a form",
        de: "Das ist kein Formular",
        fr: "Ce n’est pas un formulaire",
        es: "Esto no es un formulario",
        nl: "Dit is geen formulier",
        it: "Questo non è un modulo";
    not_a_form()
        en: "Nothing was done. Send the form of the page, as application/x-www-form-urlencoded.",
        de: "Es ist nichts geschehen. Schicke das Formular der Seite, als \
             application/x-www-form-urlencoded.",
        fr: "Rien n’a été fait. Envoyez le formulaire de la page, en application/x-www-form-urlencoded.",
        es: "No se ha hecho nada. Envía el formulario de la página, como \
             application/x-www-form-urlencoded.",
        nl: "Er is niets gedaan. Verstuur het formulier van de pagina, als \
             application/x-www-form-urlencoded.",
        it: "Non è stato fatto nulla. Invia il modulo della pagina, come \
             application/x-www-form-urlencoded.";
    not_utf8_title()
        en: "This text cannot be read",
        de: "Dieser Text ist nicht lesbar",
        fr: "Ce texte est illisible",
        es: "Este texto no se puede leer",
        nl: "Deze tekst is niet leesbaar",
        it: "Questo testo è illeggibile";
    not_utf8()
        en: "What was sent is not UTF-8 text. Nothing was done.",
        de: "Was geschickt wurde, ist kein UTF-8-Text. Es ist nichts geschehen.",
        fr: "Ce qui a été envoyé n’est pas du texte UTF-8. Rien n’a été fait.",
        es: "Lo que se ha enviado no es texto UTF-8. No se ha hecho nada.",
        nl: "Wat is gestuurd, is geen UTF-8-tekst. Er is niets gedaan.",
        it: "Ciò che è stato inviato non è testo UTF-8. Non è stato fatto nulla.";
    too_large_title()
        en: "This is too large",
        de: "Das ist zu groß",
        fr: "C’est trop volumineux",
        es: "Esto es demasiado grande",
        nl: "Dit is te groot",
        it: "È troppo grande";
    too_large()
        en: "What was sent is more than this page takes. Nothing was done.",
        de: "Es wurde mehr geschickt, als diese Seite annimmt. Es ist nichts geschehen.",
        fr: "L’envoi dépasse ce que cette page accepte. Rien n’a été fait.",
        es: "Se ha enviado más de lo que admite esta página. No se ha hecho nada.",
        nl: "Er is meer gestuurd dan deze pagina aanneemt. Er is niets gedaan.",
        it: "È stato inviato più di quanto questa pagina accetti. Non è stato fatto nulla.";
    cut_off_title()
        en: "This did not come through",
        de: "Das kam nicht an",
        fr: "L’envoi n’est pas arrivé",
        es: "Esto no ha llegado",
        nl: "Dit is niet aangekomen",
        it: "L’invio non è arrivato";
    cut_off()
        en: "What you sent stopped half-way. Nothing was done, and nothing of it was kept. Check \
             your connection and send it again.",
        de: "Die Übertragung brach ab. Es ist nichts geschehen, und nichts davon wurde behalten. \
             Prüfe deine Verbindung und schicke es noch einmal.",
        fr: "Votre envoi s’est interrompu en route. Rien n’a été fait, et rien n’en a été gardé. \
             Vérifiez votre connexion et recommencez.",
        es: "Tu envío se cortó a medias. No se ha hecho nada ni se ha guardado nada. Comprueba tu \
             conexión y envíalo de nuevo.",
        nl: "Wat je stuurde, stopte halverwege. Er is niets gedaan en niets van bewaard. Controleer je \
             verbinding en verstuur het opnieuw.",
        it: "Il tuo invio si è interrotto a metà. Non è stato fatto nulla e non ne è stato conservato \
             nulla. Controlla la connessione e invialo di nuovo.";
    busy_title()
        en: "The site is very busy",
        de: "Hier ist gerade sehr viel los",
        fr: "Le site est très sollicité",
        es: "El sitio está muy ocupado",
        nl: "Het is heel druk op de site",
        it: "Il sito è molto occupato";
    busy_with_requests()
        en: "More people are here than the site can serve at once. Nothing was done. Please try \
             again in a moment.",
        de: "Gerade sind mehr Leute hier, als auf einmal bedient werden können. Es ist nichts \
             geschehen. Bitte versuche es gleich noch einmal.",
        fr: "Il y a plus de monde que le site ne peut en servir à la fois. Rien n’a été fait. Veuillez \
             réessayer dans un instant.",
        es: "Hay más gente de la que el sitio puede atender a la vez. No se ha hecho nada. Inténtalo \
             de nuevo dentro de un momento.",
        nl: "Er zijn meer mensen dan de site tegelijk kan bedienen. Er is niets gedaan. Probeer het zo \
             opnieuw.",
        it: "C’è più gente di quanta il sito possa servirne insieme. Non è stato fatto nulla. Riprova \
             tra un momento.";
    busy_signing_in()
        en: "Very many are signing in. Please try again in a moment.",
        de: "Gerade melden sich sehr viele an. Bitte versuche es gleich noch einmal.",
        fr: "De très nombreuses personnes se connectent. Veuillez réessayer dans un instant.",
        es: "Muchísimas personas están iniciando sesión. Inténtalo de nuevo dentro de un momento.",
        nl: "Heel veel mensen loggen nu in. Probeer het zo opnieuw.",
        it: "Moltissime persone stanno accedendo. Riprova tra un momento.";
    busy_with_files()
        en: "Many are sending files just now. Nothing was done. Please try again in a moment.",
        de: "Gerade schicken viele eine Datei. Es ist nichts geschehen. Bitte versuche es gleich \
             noch einmal.",
        fr: "Beaucoup envoient des fichiers en ce moment. Rien n’a été fait. Veuillez réessayer dans \
             un instant.",
        es: "Muchas personas están enviando archivos ahora mismo. No se ha hecho nada. Inténtalo de \
             nuevo dentro de un momento.",
        nl: "Veel mensen sturen nu bestanden. Er is niets gedaan. Probeer het zo opnieuw.",
        it: "In molti stanno inviando file in questo momento. Non è stato fatto nulla. Riprova tra un \
             momento.";
    busy_with_your_files()
        en: "You are sending several files already. Nothing was done. Please try again when they \
             are through.",
        de: "Du schickst schon mehrere Dateien. Es ist nichts geschehen. Bitte versuche es noch \
             einmal, wenn sie angekommen sind.",
        fr: "Vous envoyez déjà plusieurs fichiers. Rien n’a été fait. Veuillez réessayer quand ils \
             seront arrivés.",
        es: "Ya estás enviando varios archivos. No se ha hecho nada. Inténtalo de nuevo cuando hayan \
             llegado.",
        nl: "Je stuurt al meerdere bestanden. Er is niets gedaan. Probeer het opnieuw als ze zijn \
             aangekomen.",
        it: "Stai già inviando diversi file. Non è stato fatto nulla. Riprova quando saranno arrivati.";
    not_done_title()
        en: "This could not be done just now",
        de: "Das ging gerade nicht",
        fr: "C’était impossible à l’instant",
        es: "Ahora mismo no se ha podido hacer",
        nl: "Dit lukte net niet",
        it: "In questo momento non è stato possibile";
    not_done()
        en: "Nothing has changed, and you were not charged. Please try again in a moment.",
        de: "Nichts hat sich geändert, und es wurde nichts abgebucht. Bitte versuche es gleich \
             noch einmal.",
        fr: "Rien n’a changé, et rien n’a été débité. Veuillez réessayer dans un instant.",
        es: "No ha cambiado nada y no se ha cobrado nada. Inténtalo de nuevo dentro de un momento.",
        nl: "Er is niets veranderd, en er is niets afgeschreven. Probeer het zo opnieuw.",
        it: "Nulla è cambiato, e non è stato addebitato nulla. Riprova tra un momento.";
    unknown_title()
        en: "We do not know whether this was done",
        de: "Wir wissen nicht, ob das geklappt hat",
        fr: "Nous ne savons pas si cela a été fait",
        es: "No sabemos si se ha hecho",
        nl: "We weten niet of dit is gelukt",
        it: "Non sappiamo se è stato fatto";
    unknown()
        en: "Look at My orders or My listings before you try again: what was done shows there.",
        de: "Sieh unter „Meine Käufe“ oder „Angebote“ nach, bevor du es noch einmal \
             versuchst: Dort steht, was geschehen ist.",
        fr: "Regardez sous « Mes commandes » ou « Mes annonces » avant de réessayer : ce qui a été \
             fait y figure.",
        es: "Mira en «Mis pedidos» o «Mis anuncios» antes de intentarlo de nuevo: ahí se ve lo que se \
             ha hecho.",
        nl: "Kijk bij ‘Mijn bestellingen’ of ‘Mijn advertenties’ voordat je het opnieuw probeert: daar \
             staat wat er is gedaan.",
        it: "Guarda in «I miei ordini» o «I miei annunci» prima di riprovare: lì si vede che cosa è \
             stato fatto.";
    not_for_support()
        en: "Who answers for the site sees this and does not do it: ask one of those who run it.",
        de: "Der Support sieht das, tut es aber nicht: Frag jemanden von denen, die die Seite \
             betreiben.",
        fr: "L’assistance voit ceci, mais ne le fait pas : demandez à ceux qui gèrent le site.",
        es: "El servicio de ayuda ve esto, pero no lo hace: pídeselo a quienes gestionan el sitio.",
        nl: "De helpdesk ziet dit, maar doet het niet: vraag het aan wie de site beheert.",
        it: "L’assistenza vede questo, ma non lo fa: chiedi a chi gestisce il sito.";
    internal_title()
        en: "Something went wrong here",
        de: "Hier ist etwas schiefgegangen",
        fr: "Un problème est survenu ici",
        es: "Algo ha fallado aquí",
        nl: "Hier ging iets mis",
        it: "Qui qualcosa è andato storto";
    internal()
        en: "This is a fault of the site, not yours. What you were told was done is safe. Please \
             try again; if it stays like this, tell the site's owner.",
        de: "Das ist ein Fehler dieser Seite, nicht deiner. Was dir als erledigt gemeldet wurde, \
             ist sicher. Bitte versuche es noch einmal; bleibt es so, sag es den Betreibern.",
        fr: "C’est une erreur du site, pas la vôtre. Ce qu’on vous a confirmé est en sûreté. Veuillez \
             réessayer ; si cela persiste, prévenez l’équipe du site.",
        es: "Es un fallo del sitio, no tuyo. Lo que se te confirmó está a salvo. Inténtalo de nuevo; \
             si sigue igual, avisa al equipo del sitio.",
        nl: "Dit is een fout van de site, niet van jou. Wat als gedaan is gemeld, is veilig. Probeer \
             het opnieuw; blijft het zo, laat het dan het team van de site weten.",
        it: "È un errore del sito, non tuo. Ciò che ti è stato confermato è al sicuro. Riprova; se \
             continua così, avvisa lo staff del sito.";
}
