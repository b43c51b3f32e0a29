//! Telling those who run the site of a listing.

use super::texts;

texts! {
    report_listing()
        en: "Report this listing",
        de: "Dieses Angebot melden",
        fr: "Signaler cette annonce",
        es: "Denunciar este anuncio",
        nl: "Deze advertentie melden",
        it: "Segnala questo annuncio";
    report_ask()
        en: "Is something wrong with it? The people who run this site look at it. Its seller does not \
             learn who told them.",
        de: "Stimmt damit etwas nicht? Die Betreiber dieser Seite sehen es sich an. Wer es anbietet, \
             erfährt nicht, wer es gemeldet hat.",
        fr: "Quelque chose ne va pas ? L’équipe de ce site examine l’annonce. Le vendeur n’apprend \
             pas qui l’a signalée.",
        es: "¿Hay algo que no está bien? El equipo de este sitio lo revisa. Quien vende no sabe \
             quién ha avisado.",
        nl: "Klopt er iets niet? Het team van deze site kijkt ernaar. De verkoper komt niet te \
             weten wie het heeft gemeld.",
        it: "Qualcosa non va? Lo staff di questo sito lo esamina. Il venditore non viene a sapere \
             chi l’ha segnalato.";
    report_why()
        en: "What is wrong",
        de: "Was nicht stimmt",
        fr: "Ce qui ne va pas",
        es: "Qué es lo que no está bien",
        nl: "Wat er niet klopt",
        it: "Che cosa non va";
    report_send()
        en: "Report it",
        de: "Melden",
        fr: "Signaler",
        es: "Denunciar",
        nl: "Melden",
        it: "Segnala";
    listing_is_reported()
        en: "Thank you: the people who run this site look at it.",
        de: "Danke: Die Betreiber dieser Seite sehen es sich an.",
        fr: "Merci : l’équipe de ce site va l’examiner.",
        es: "Gracias: el equipo de este sitio lo va a revisar.",
        nl: "Bedankt: het team van deze site kijkt ernaar.",
        it: "Grazie: lo staff di questo sito lo esaminerà.";

    admin_reports()
        en: "Reported listings",
        de: "Gemeldete Angebote",
        fr: "Annonces signalées",
        es: "Anuncios denunciados",
        nl: "Gemelde advertenties",
        it: "Annunci segnalati";
    admin_reports_what()
        en: "Look at what users have reported.",
        de: "Ansehen, was Nutzer gemeldet haben.",
        fr: "Examiner ce que les utilisateurs ont signalé.",
        es: "Revisar lo que han denunciado los usuarios.",
        nl: "Bekijken wat gebruikers hebben gemeld.",
        it: "Esaminare ciò che gli utenti hanno segnalato.";
    admin_reports_hint()
        en: "All that nobody has looked at yet, oldest first.",
        de: "Alles, was noch niemand angesehen hat, das Älteste zuerst.",
        fr: "Tout ce que personne n’a encore examiné, du plus ancien au plus récent.",
        es: "Todo lo que nadie ha revisado todavía, lo más antiguo primero.",
        nl: "Alles waar nog niemand naar heeft gekeken, het oudste eerst.",
        it: "Tutto ciò che nessuno ha ancora esaminato, dal più vecchio.";
    admin_reported_by(by: &str, at: &str, why: &str)
        en: "Reported by {by} on {at}: {why}",
        de: "Gemeldet von {by} am {at}: {why}",
        fr: "Signalé par {by} le {at} : {why}",
        es: "Denunciado por {by} el {at}: {why}",
        nl: "Gemeld door {by} op {at}: {why}",
        it: "Segnalato da {by} ({at}): {why}";
    admin_report_closed(by: &str, why: &str)
        en: "Closed by {by}: {why}",
        de: "Erledigt von {by}: {why}",
        fr: "Classé par {by} : {why}",
        es: "Cerrada por {by}: {why}",
        nl: "Afgehandeld door {by}: {why}",
        it: "Chiusa da {by}: {why}";
    admin_report_close()
        en: "Close",
        de: "Erledigen",
        fr: "Classer",
        es: "Cerrar",
        nl: "Afhandelen",
        it: "Chiudi";
    admin_report_close_ask()
        en: "The report is not shown here any more. The listing stays as it is: remove it first, if it is \
             to go.",
        de: "Die Meldung steht dann nicht mehr hier. Das Angebot bleibt, wie es ist: Entferne es vorher, \
             wenn es weg soll.",
        fr: "Le signalement n’est plus affiché ici. L’annonce reste telle quelle : retirez-la \
             d’abord si elle doit disparaître.",
        es: "La denuncia deja de mostrarse aquí. El anuncio queda como está: quítalo antes si debe \
             desaparecer.",
        nl: "De melding staat hier dan niet meer. De advertentie blijft zoals ze is: verwijder die \
             eerst als ze weg moet.",
        it: "La segnalazione non viene più mostrata qui. L’annuncio resta com’è: rimuovilo prima, \
             se deve sparire.";
    admin_report_over()
        en: "There is no such report. Nothing was done.",
        de: "Diese Meldung gibt es nicht. Es ist nichts geschehen.",
        fr: "Ce signalement n’existe pas. Rien n’a été fait.",
        es: "Esa denuncia no existe. No se ha hecho nada.",
        nl: "Die melding bestaat niet. Er is niets gedaan.",
        it: "Questa segnalazione non esiste. Non è stato fatto nulla.";
}
