use super::*;

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn read(files: &[(&str, &str)]) -> Result<SitePages, PagesError> {
    SitePages::read(folder(files).path())
}

const TERMS: &str = "---\nversion: 2026-12-01\n---\n# Our terms\n\nBe kind.\n";

#[test]
fn every_starting_text_can_be_shown_and_says_what_it_is() {
    let pages = SitePages::default();
    for (name, language, text) in start_texts() {
        let page = SitePage::read(name, language, text).unwrap();
        assert!(page.is_start && page.document.title.is_some(), "{name:?} {language:?}");
        let shown = pages.page(name, language).unwrap();
        assert_eq!((shown.language, &shown.text), (language, &page.text));
    }
    assert_eq!(start_texts().count(), PageName::ALL.len() * 2, "each in English and German");
    assert_eq!(pages.unfinished(), PageName::ALL);
    assert!(
        pages.terms(Language::English).is_none(),
        "nobody agrees to a text that is not finished"
    );
}

#[test]
fn own_pages_come_before_starting_texts() {
    let pages = read(&[("imprint.de.md", "# Wir\n\nHafenstr. 1"), ("notes.txt", "<b>")]).unwrap();
    for language in Language::ALL {
        let imprint = pages.page(PageName::Imprint, language).unwrap();
        assert_eq!(imprint.language, Language::German, "what they wrote, in whatever language");
        assert!(!imprint.is_start);
    }
    assert!(!pages.unfinished().contains(&PageName::Imprint));
    assert!(pages.unfinished().contains(&PageName::Privacy));
    let both = [("help.en.md", "English"), ("help.de.md", "Deutsch")];
    let pages = read(&both).unwrap();
    assert_eq!(pages.page(PageName::Help, Language::German).unwrap().text, "Deutsch");
    assert_eq!(pages.page(PageName::Help, Language::English).unwrap().text, "English");
    let blank = read(&[("imprint.en.md", "# Us\n\n[[name]]")]).unwrap();
    assert!(blank.unfinished().contains(&PageName::Imprint));
}

#[test]
fn terms_are_agreed_to_by_their_version() {
    let pages = read(&[("terms.en.md", TERMS)]).unwrap();
    let terms = pages.terms(Language::German).unwrap();
    assert_eq!(terms.version.to_string(), "2026-12-01");
    assert_eq!(terms.page.text, "# Our terms\n\nBe kind.");
    // As `printf '# Our terms\n\nBe kind.' | sha256sum` has it.
    let hex: String = terms.shown().text.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, FINGERPRINT);
    let crlf = read(&[("terms.en.md", &TERMS.replace('\n', "\r\n"))]).unwrap();
    assert_eq!(crlf.terms(Language::English).unwrap().shown(), terms.shown());
    let blank = TERMS.replace("kind", "[[how]]");
    assert!(read(&[("terms.en.md", &blank)]).unwrap().terms(Language::English).is_none());
}

const FINGERPRINT: &str = "483d18a5d41851323f061c7eb6ba41f013034b6e111049a38d8d191982001b7d";

#[test]
fn what_cannot_be_shown_names_its_file() {
    let other = TERMS.replace("12-01", "12-02");
    let long = "x".repeat(128 * 1024 + 1);
    for (files, expect) in [
        (&[("imprint.md", "x")][..], "imprint.md: it is no page"),
        (&[("imprnt.en.md", "x")], "imprnt.en.md: it is no page"),
        (&[("imprint.xx.md", "x")], "imprint.xx.md: it is no page"),
        (&[("help.en.md", " \n")], "help.en.md: nothing is in it"),
        (&[("help.en.md", &long)], "help.en.md: it has more than 131072 bytes"),
        (&[("help.en.md", "# x\n\n<b>y</b>")], "help.en.md: line 3: HTML"),
        (&[("help.en.md", "---\nversion: 2026-12-01\n---\nx")], "its head has"),
        (&[("terms.en.md", "# Terms")], "terms.en.md: it must begin with the day"),
        (&[("terms.en.md", "---\nversion: soon\n---\nx")], "its version is no day"),
        (&[("terms.en.md", "---\nversion: 2026-12-01\nx")], "its head has no end"),
        (&[("terms.en.md", "---\nversion: 2026-12-01\n---\n<b>")], "terms.en.md: line 4: HTML"),
        (&[("terms.en.md", TERMS), ("terms.de.md", &other)], "its version is not that of terms."),
    ] {
        let error = read(files).expect_err(expect).to_string();
        assert!(error.contains(expect), "{error}");
        assert!(error.starts_with("site.pages: "), "{error}");
    }
    let folder = folder(&[]);
    fs::create_dir(folder.path().join("help.en.md")).unwrap();
    let error = SitePages::read(folder.path()).unwrap_err().to_string();
    assert!(error.ends_with("help.en.md: it is no file"), "{error}");
    fs::write(folder.path().join("terms.en.md"), b"\xff").unwrap();
    fs::remove_dir(folder.path().join("help.en.md")).unwrap();
    let error = SitePages::read(folder.path()).unwrap_err().to_string();
    assert!(error.ends_with("terms.en.md: it is not written in UTF-8"), "{error}");
    let error = SitePages::read(&folder.path().join("nowhere")).unwrap_err().to_string();
    assert!(error.contains("nowhere: it cannot be read"), "{error}");
}
