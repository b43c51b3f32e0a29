//! What is around the pages in words of the operator's. The words to start with are files, in
//! `src/operator/start/`.

use super::{Language, texts};
use crate::{
    operator::PageName,
    types::{Day, ZoneName},
};

impl Language {
    /// A day, wherever it is.
    pub(crate) fn date(self, day: Day) -> String {
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
    about_this_site() en: "About this site", de: "Über diese Seite";
    imprint() en: "Imprint", de: "Impressum";
    terms() en: "Terms", de: "AGB";
    privacy() en: "Privacy", de: "Datenschutz";
    help() en: "Help", de: "Hilfe";
    contact() en: "Contact", de: "Kontakt";
    imprint_unfinished()
        en: "Whoever runs this site has not said yet who they are. What stands below is to be filled in.",
        de: "Wer diese Seite betreibt, hat noch nicht gesagt, wer das ist. Was hier steht, ist noch \
             auszufüllen.";
    terms_since(day: &str) en: "As of {day}", de: "Stand: {day}";
    admin_unfinished()
        en: "These pages are texts to start with, or have something to be filled in",
        de: "Diese Seiten sind Texte für den Anfang, oder es ist noch etwas auszufüllen";
    admin_unfinished_means()
        en: "Write them as files in the folder site.pages: the command holdfast pages makes some to start \
             with. Then restart the site.",
        de: "Schreib sie als Dateien in den Ordner site.pages: Der Befehl holdfast pages legt welche für \
             den Anfang an. Starte die Seite dann neu.";
    admin_no_imprint()
        en: "Real money is taken here, and the imprint does not say by whom. In many countries that is \
             against the law.",
        de: "Hier wird echtes Geld eingenommen, und das Impressum sagt nicht, von wem. In vielen Ländern \
             verstößt das gegen das Gesetz.";
}
