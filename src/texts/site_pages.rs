//! What is around the pages in words of the operator's. The words to start with are files, in
//! `src/operator/start/`.

use super::{Language, texts};
use crate::{
    operator::PageName,
    types::{Day, ZoneName},
};

impl Language {
    /// A day, wherever it is.
    pub(crate) fn calendar_day(self, day: Day) -> String {
        let zone = ZoneName::utc();
        self.day(day.begins(&zone), &zone)
    }

    /// What a page is called.
    pub(crate) fn site_page(self, name: PageName) -> &'static str {
        match name {
            PageName::Imprint => self.imprint(),
            PageName::Terms => self.terms(),
            PageName::Privacy => self.privacy(),
            PageName::Help => self.help(),
            PageName::Contact => self.contact(),
        }
    }
}

texts! {
    about_this_site()
        en: "About this site",
        de: "Über diese Seite",
        fr: "À propos de ce site",
        es: "Sobre este sitio",
        nl: "Over deze site",
        it: "Informazioni su questo sito";
    imprint()
        en: "Imprint",
        de: "Impressum",
        fr: "Mentions légales",
        es: "Aviso legal",
        nl: "Colofon",
        it: "Note legali";
    terms()
        en: "Terms",
        de: "AGB",
        fr: "Conditions",
        es: "Condiciones",
        nl: "Voorwaarden",
        it: "Condizioni";
    privacy()
        en: "Privacy",
        de: "Datenschutz",
        fr: "Confidentialité",
        es: "Privacidad",
        nl: "Privacy",
        it: "Privacy";
    help()
        en: "Help",
        de: "Hilfe",
        fr: "Aide",
        es: "Ayuda",
        nl: "Hulp",
        it: "Aiuto";
    contact()
        en: "Contact",
        de: "Kontakt",
        fr: "Contact",
        es: "Contacto",
        nl: "Contact",
        it: "Contatti";
    imprint_unfinished()
        en: "Whoever runs this site has not said yet who they are. What stands below is to be filled in.",
        de: "Wer diese Seite betreibt, hat noch nicht gesagt, wer das ist. Was hier steht, ist noch \
             auszufüllen.",
        fr: "Qui gère ce site n’a pas encore dit qui il est. Ce qui suit reste à compléter.",
        es: "Quien gestiona este sitio aún no ha dicho quién es. Lo que sigue está por \
             completar.",
        nl: "Wie deze site beheert, heeft nog niet gezegd wie dat is. Wat hieronder staat, \
             moet nog worden ingevuld.",
        it: "Chi gestisce questo sito non ha ancora detto chi è. Ciò che segue è da completare.";
    terms_since(day: &str)
        en: "As of {day}",
        de: "Stand: {day}",
        fr: "Version du {day}",
        es: "Versión del {day}",
        nl: "Versie van {day}",
        it: "Versione: {day}";
    admin_unfinished()
        en: "These pages are texts to start with, or have something to be filled in",
        de: "Diese Seiten sind Texte für den Anfang, oder es ist noch etwas auszufüllen",
        fr: "Ces pages sont des textes de départ, ou il y reste quelque chose à compléter",
        es: "Estas páginas son textos de partida o les falta algo por completar",
        nl: "Deze pagina’s zijn teksten om mee te beginnen, of er moet nog iets worden ingevuld",
        it: "Queste pagine sono testi di partenza, oppure c’è ancora qualcosa da completare";
    admin_unfinished_means()
        en: "Write them as files in the folder site.pages: the command holdfast pages makes some to start \
             with. Then restart the site.",
        de: "Schreib sie als Dateien in den Ordner site.pages: Der Befehl holdfast pages legt welche für \
             den Anfang an. Starte die Seite dann neu.",
        fr: "Écrivez-les comme fichiers dans le dossier site.pages : la commande holdfast \
             pages en crée pour commencer. Puis redémarrez le site.",
        es: "Escríbelas como archivos en la carpeta site.pages: el comando holdfast pages \
             crea unas para empezar. Después reinicia el sitio.",
        nl: "Schrijf ze als bestanden in de map site.pages: het commando holdfast pages \
             maakt er een paar om mee te beginnen. Start de site daarna opnieuw.",
        it: "Scrivile come file nella cartella site.pages: il comando holdfast pages ne crea \
             alcuni per iniziare. Poi riavvia il sito.";
    admin_no_imprint()
        en: "Real money is taken here, and the imprint does not say by whom. In many countries that is \
             against the law.",
        de: "Hier wird echtes Geld eingenommen, und das Impressum sagt nicht, von wem. In vielen Ländern \
             verstößt das gegen das Gesetz.",
        fr: "Ici, on encaisse de l’argent réel, et les mentions légales ne disent pas qui. \
             Dans de nombreux pays, c’est contraire à la loi.",
        es: "Aquí se cobra dinero de verdad y el aviso legal no dice quién lo hace. En \
             muchos países eso es ilegal.",
        nl: "Hier wordt echt geld ontvangen, en het colofon zegt niet door wie. In veel \
             landen is dat tegen de wet.",
        it: "Qui si incassa denaro vero, e le note legali non dicono chi lo fa. In molti \
             Paesi è contro la legge.";

    /// Before a link or an address.
    ask_at()
        en: "Questions? ",
        de: "Fragen? ",
        fr: "Des questions ? ",
        es: "¿Preguntas? ",
        nl: "Vragen? ",
        it: "Domande? ";
    terms_title()
        en: "Our terms",
        de: "Unsere AGB",
        fr: "Nos conditions",
        es: "Nuestras condiciones",
        nl: "Onze voorwaarden",
        it: "Le nostre condizioni";
    terms_due()
        en: "There are terms to which you have not agreed yet.",
        de: "Es gibt AGB, denen du noch nicht zugestimmt hast.",
        fr: "Il y a des conditions que vous n’avez pas encore acceptées.",
        es: "Hay condiciones que aún no has aceptado.",
        nl: "Er zijn voorwaarden waarmee je nog niet akkoord bent gegaan.",
        it: "Ci sono condizioni che non hai ancora accettato.";
    terms_read()
        en: "Read and agree",
        de: "Lesen und zustimmen",
        fr: "Lire et accepter",
        es: "Leer y aceptar",
        nl: "Lezen en akkoord gaan",
        it: "Leggi e accetta";
    terms_not_agreed_means()
        en: "What you have bought, sold or hold goes on as it is. Only to buy or sell something new do we \
             need your yes.",
        de: "Was du gekauft, verkauft oder reserviert hast, geht weiter wie bisher. Nur bevor du etwas Neues \
             kaufst oder verkaufst, brauchen wir dein Ja.",
        fr: "Ce que vous avez acheté, vendu ou réservé continue comme avant. Votre accord ne \
             nous est nécessaire que pour un nouvel achat ou une nouvelle vente.",
        es: "Lo que has comprado, vendido o reservado sigue igual. Solo necesitamos tu \
             consentimiento para comprar o vender algo nuevo.",
        nl: "Wat je hebt gekocht, verkocht of gereserveerd, gaat door zoals het was. Alleen \
             om iets nieuws te kopen of te verkopen hebben we je akkoord nodig.",
        it: "Ciò che hai comprato, venduto o riservato prosegue come prima. Il tuo consenso \
             ci serve solo per comprare o vendere qualcosa di nuovo.";
    terms_before_trade()
        en: "Nothing was bought or listed, because there are terms to which you have not agreed yet. Agree \
             first, then try again.",
        de: "Es wurde nichts gekauft oder angeboten, denn es gibt AGB, denen du noch nicht zugestimmt hast. \
             Stimm erst zu und versuch es dann noch einmal.",
        fr: "Rien n’a été acheté ni mis en vente, car il y a des conditions que vous n’avez \
             pas encore acceptées. Acceptez-les, puis réessayez.",
        es: "No se ha comprado ni puesto a la venta nada, porque hay condiciones que aún no \
             has aceptado. Acéptalas y vuelve a intentarlo.",
        nl: "Er is niets gekocht of te koop gezet, want er zijn voorwaarden waarmee je nog \
             niet akkoord bent gegaan. Ga eerst akkoord en probeer het dan opnieuw.",
        it: "Non è stato comprato né messo in vendita nulla, perché ci sono condizioni che \
             non hai ancora accettato. Accettale e riprova.";
    /// Before the link to the terms.
    terms_i_agree()
        en: "I agree to the ",
        de: "Ich stimme den ",
        fr: "J’accepte les ",
        es: "Acepto las ",
        nl: "Ik ga akkoord met de ",
        it: "Accetto le ";
    terms_of(day: &str)
        en: "terms of {day}",
        de: "AGB vom {day}",
        fr: "conditions du {day}",
        es: "condiciones del {day}",
        nl: "voorwaarden van {day}",
        it: "condizioni ({day})";
    /// Between the links to the terms and to the page of privacy.
    terms_and_privacy()
        en: ", and I have read the page on ",
        de: " zu und habe den ",
        fr: " et j’ai lu la page ",
        es: ", y he leído la página de ",
        nl: " en heb de pagina ",
        it: " e ho letto la pagina ";
    privacy_policy()
        en: "privacy",
        de: "Datenschutzhinweis",
        fr: "Confidentialité",
        es: "privacidad",
        nl: "Privacy",
        it: "Privacy";
    /// After the latter.
    terms_i_agree_end()
        en: ".",
        de: " gelesen.",
        fr: ".",
        es: ".",
        nl: " gelezen.",
        it: ".";
    terms_agree()
        en: "Agree",
        de: "Zustimmen",
        fr: "Accepter",
        es: "Aceptar",
        nl: "Akkoord",
        it: "Accetta";
    terms_to_be_agreed()
        en: "Without agreeing to the terms there is no account.",
        de: "Ohne Zustimmung zu den AGB gibt es kein Konto.",
        fr: "Sans accepter les conditions, il n’y a pas de compte.",
        es: "Sin aceptar las condiciones no hay cuenta.",
        nl: "Zonder akkoord met de voorwaarden is er geen account.",
        it: "Senza accettare le condizioni non si può avere un account.";
    terms_are_others()
        en: "The terms have changed just now. Please read them again.",
        de: "Die AGB haben sich gerade geändert. Bitte lies sie noch einmal.",
        fr: "Les conditions viennent de changer. Veuillez les relire.",
        es: "Las condiciones acaban de cambiar. Léelas de nuevo.",
        nl: "De voorwaarden zijn zojuist gewijzigd. Lees ze nog een keer.",
        it: "Le condizioni sono appena cambiate. Rileggile.";
    terms_agreed(version: &str, at: &str)
        en: "of {version}, agreed on {at}",
        de: "vom {version}, zugestimmt am {at}",
        fr: "du {version}, acceptées le {at}",
        es: "del {version}, aceptadas el {at}",
        nl: "van {version}, akkoord op {at}",
        it: "{version}, accettate: {at}";
}
