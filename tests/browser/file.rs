//! The ticket itself on its way through a real browser: chosen by its seller, downloaded by its
//! buyer, and there for nobody else.

use std::{fs, path::Path, time::Duration};

use crate::common::{GOOD_CARD, Site};
use crate::machine::{Browser, PATIENCE, TURN};
use holdfast::{domain::FileKind, files::samples};
use serde_json::json;
use tokio::time::Instant;

impl Browser {
    /// Saves what is downloaded in this folder.
    async fn downloads_to(&self, folder: &Path) {
        let params = json!({ "behavior": "allow", "downloadPath": folder });
        self.command("Browser.setDownloadBehavior", params).await;
    }
}

/// The one file of a folder, once it is whole: until then it has another name.
async fn downloaded(folder: &Path, expected: &[u8]) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let paths: Vec<_> = entries.collect();
        if let [path] = &paths[..]
            && path.extension().is_some_and(|extension| extension == "pdf")
            && fs::read(path).unwrap() == expected
        {
            return;
        }
        assert!(Instant::now() < deadline, "waited in vain for the file: {paths:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn from_seller_to_buyer(javascript: bool) {
    let _turn = TURN.acquire().await;
    let site = Site::start().await;
    let Some(browser) = Browser::start(&site, javascript).await else { return };
    // Somebody else's ticket: its event can be chosen.
    site.user("other").await.list("Row 9", "60").await;
    let content = samples::file(FileKind::Pdf, 7);
    let chosen = site.folder.path().join("from the ticket office.pdf");
    fs::write(&chosen, &content).unwrap();
    let downloads = tempfile::tempdir().unwrap();
    browser.downloads_to(downloads.path()).await;

    browser.sign_up("seller").await;
    browser.open("/sell").await;
    browser.follow(if javascript { "#found [role=option]" } else { "#found a" }).await;
    let form = "form[action='/tickets']";
    browser.fill(form, "title", "Row 5").await;
    browser.fill(form, "price", "49.50").await;
    browser.press(form).await;
    browser.follow("[data-done]").await;
    browser.type_in("section.file [name=file]", chosen.to_str().unwrap()).await;
    browser.follow("section.file form button").await;
    browser.until_text("section.file", "Attached").await;
    let ticket = browser.client.current_url().await.unwrap().path().to_owned();
    browser.sign_out().await;

    browser.sign_up("buyer").await;
    browser.open(&ticket).await;
    browser.until_text(".pass", "Comes as a PDF file").await;
    browser.buy().await;
    browser.pay(GOOD_CARD).await;
    browser.until("[data-order-status=completed]").await;
    assert_eq!(fs::read_dir(downloads.path()).unwrap().count(), 0, "nobody has asked for it");
    let button = "a.primary[download]";
    let text = browser.text(button).await;
    assert!(text.starts_with("Download your ticket (PDF"), "{text}");
    browser.click(button).await;
    downloaded(downloads.path(), &content).await;
    browser.sign_out().await;

    // Its address is worth nothing to others, with an account and without.
    let file = format!("{ticket}/file");
    browser.open(&file).await;
    browser.until_text("main", "There is nothing here").await;
    browser.sign_up("stranger").await;
    browser.open(&file).await;
    browser.until_text("main", "There is nothing here").await;
    assert_eq!(fs::read_dir(downloads.path()).unwrap().count(), 1);

    browser.close().await;
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_from_its_seller_to_its_buyer() {
    from_seller_to_buyer(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_from_its_seller_to_its_buyer_without_javascript() {
    from_seller_to_buyer(false).await;
}
