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

    /// Before a link or an address.
    ask_at() en: "Questions? ", de: "Fragen? ";
    terms_title() en: "Our terms", de: "Unsere AGB";
    terms_due()
        en: "There are terms to which you have not agreed yet.",
        de: "Es gibt AGB, denen du noch nicht zugestimmt hast.";
    terms_read() en: "Read and agree", de: "Lesen und zustimmen";
    terms_not_agreed_means()
        en: "What you have bought, sold or hold goes on as it is. Only to buy or sell something new do we \
             need your yes.",
        de: "Was du gekauft, verkauft oder reserviert hast, geht weiter wie bisher. Nur bevor du etwas Neues \
             kaufst oder verkaufst, brauchen wir dein Ja.";
    terms_before_trade()
        en: "Nothing was bought or listed, because there are terms to which you have not agreed yet. Agree \
             first, then try again.",
        de: "Es wurde nichts gekauft oder angeboten, denn es gibt AGB, denen du noch nicht zugestimmt hast. \
             Stimm erst zu und versuch es dann noch einmal.";
    /// Before the link to the terms.
    terms_i_agree() en: "I agree to the ", de: "Ich stimme den ";
    terms_of(day: &str) en: "terms of {day}", de: "AGB vom {day}";
    /// Between the links to the terms and to the page of privacy.
    terms_and_privacy() en: ", and I have read the page on ", de: " zu und habe den ";
    privacy_policy() en: "privacy", de: "Datenschutzhinweis";
    /// After the latter.
    terms_i_agree_end() en: ".", de: " gelesen.";
    terms_agree() en: "Agree", de: "Zustimmen";
    terms_to_be_agreed()
        en: "Without agreeing to the terms there is no account.",
        de: "Ohne Zustimmung zu den AGB gibt es kein Konto.";
    terms_are_others()
        en: "The terms have changed just now. Please read them again.",
        de: "Die AGB haben sich gerade geändert. Bitte lies sie noch einmal.";
    terms_agreed(version: &str, at: &str)
        en: "of {version}, agreed on {at}",
        de: "vom {version}, zugestimmt am {at}";
}
