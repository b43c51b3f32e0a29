//! The pages in the operator's own words.

use std::{fs, path::Path};

use crate::common::{Site, program::run};
use holdfast::{app::App, clock::Clock, config::Config};
use tempfile::TempDir;

const NAMES: [&str; 5] = ["help", "contact", "terms", "privacy", "imprint"];

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

#[tokio::test]
async fn texts_to_start_with_are_shown_and_marked() {
    let site =
        Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await;
    let (mut anna, mut root) = (site.user("anna").await, site.user("root").await);
    for name in NAMES {
        let page = anna.get(&format!("/pages/{name}")).await;
        page.is(200, "This is a text to start with");
        assert_eq!(
            page.body.contains("Whoever runs this site has not said yet"),
            name == "imprint"
        );
        assert_eq!(page.body.matches("<h1").count(), 1);
    }
    anna.language = Some("de".into());
    anna.get("/pages/imprint").await.is(200, "<h1>Impressum</h1>").is(200, "noch auszufüllen");
    assert_eq!(anna.get("/pages/nothing").await.status, 404);
    let admin = root.get("/admin").await;
    admin.is(200, "data-unfinished");
    assert!(!admin.body.contains("data-no-imprint"), "nobody pays real money here");
    let mut visitor = site.visitor();
    for path in ["/", "/signin", "/no-such-page", "/pages/help", "/events/none"] {
        let page = visitor.get(path).await;
        for name in NAMES {
            assert!(page.body.contains(&format!("href=\"/pages/{name}\"")), "{path} to {name}");
        }
    }
    assert!(
        !visitor.get("/signup").await.body.contains("name=\"terms\""),
        "nobody agrees to these"
    );
}

#[tokio::test]
async fn own_pages_are_shown_as_written() {
    let files = folder(&[
        (
            "imprint.en.md",
            "# Who *we* are\n\nEncore & Co\\\n<tickets@encore.example>\n\n- one < two\n",
        ),
        ("imprint.de.md", "Encore & Co"),
        ("privacy.de.md", "# Datenschutz\n\nNichts."),
        ("terms.en.md", "---\nversion: 2026-12-01\n---\n# Terms\n\nBe kind."),
    ]);
    let path = files.path().to_owned();
    let site = Site::start_with(|config| {
        config.site.pages = path;
        config.site.admins = vec!["root@example.org".into()];
    })
    .await;
    let mut anna = site.visitor();
    let page = anna.get("/pages/imprint").await;
    page.is(200, "<h1>Who we are</h1>").is(200, "Encore &amp; Co<br />");
    page.is(200, "<a href=\"mailto:tickets@encore.example\">").is(200, "<li>one &lt; two</li>");
    assert!(!page.body.contains("data-unfinished"));
    anna.get("/pages/terms")
        .await
        .is(200, "As of 1 December 2026")
        .is(200, "data-version=\"2026-12-01\"");
    let page = anna.get("/pages/privacy").await;
    page.is(200, "<article class=\"prose\" lang=\"de\">").is(200, "Nichts.");
    anna.language = Some("de".into());
    anna.get("/pages/imprint").await.is(200, "<h1>Impressum</h1>").is(200, "Encore &amp; Co");
    let mut root = site.user("root").await;
    let admin = root.get("/admin").await;
    let notice = admin.body.split("data-unfinished").nth(1).unwrap();
    let notice = notice.split("</p>").next().unwrap();
    for (name, is_there) in NAMES.into_iter().zip([true, true, false, false, false]) {
        assert_eq!(notice.contains(name), is_there, "{name}: {notice}");
    }
}

#[tokio::test]
async fn a_page_that_cannot_be_shown_stops_the_start() {
    let files =
        folder(&[("help.en.md", "# Help\n\n<script src=\"https://evil.example\"></script>")]);
    let data = tempfile::tempdir().unwrap();
    let mut config = Config::default();
    config.storage.path = data.path().join("data");
    config.server.listen = ([127, 0, 0, 1], 0).into();
    config.site.pages = files.path().to_owned();
    let error = App::build(config, Clock::System).await.err().unwrap().to_string();
    assert!(error.contains("help.en.md: line 3: HTML is not taken"), "{error}");
}

#[tokio::test]
async fn the_program_writes_texts_to_start_with_and_overwrites_none() {
    let parent = tempfile::tempdir().unwrap();
    let pages = parent.path().join("pages");
    let name = pages.to_str().unwrap();
    let write = || run(parent.path(), &["pages", name], &[]).1;
    let said = write();
    assert!(said.contains("10 pages written"), "{said}");
    fs::write(pages.join("imprint.en.md"), "# Us").unwrap();
    fs::remove_file(pages.join("help.de.md")).unwrap();
    let said = write();
    assert!(said.contains("1 pages written") && said.contains("9 were there"), "{said}");
    assert_eq!(fs::read_to_string(pages.join("imprint.en.md")).unwrap(), "# Us");
    let site = Site::start_with(|config| config.site.pages = Path::new(name).to_owned()).await;
    site.visitor().get("/pages/imprint").await.is(200, "<h1>Us</h1>");
}
