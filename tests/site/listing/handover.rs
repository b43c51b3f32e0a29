//! How a ticket comes to its buyer, as its seller says.

use super::{form, message};
use crate::common::{GOOD_CARD, Site};

#[tokio::test]
async fn how_it_comes_is_where_buyers_look() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    for (handover, says, german) in [
        ("transfer", "transfers it in the organiser’s app", "App des Veranstalters übertragen"),
        ("by_hand", "hands it over in person", "wird persönlich übergeben"),
        ("by_post", "sends it by post", "kommt per Post"),
    ] {
        let ticket = anna.post("/tickets", &form(&[("handover", handover)])).await.sent_to();
        ben.get(&ticket).await.is(200, says);
        let mut german_reader = site.visitor();
        german_reader.language = Some("de".into());
        german_reader.get(&ticket).await.is(200, german);
        let order = ben.buy(&ticket, "40").await.sent_to();
        ben.pay(&order, GOOD_CARD).await.sent_to();
        ben.get(&order).await.is(200, says);
    }
    // By its file, unless something else is said; 24 hours before.
    let plain = anna.post("/tickets", &form(&[])).await.sent_to();
    let (page, own) = (ben.get(&plain).await, anna.get(&plain).await);
    page.is(200, "Comes as a file, here, until").is(200, "30 Apr");
    own.is(200, "data-file-due=\"2099-04-30T20:00:00.000Z\"");
    let by = [("handover", "file"), ("file_by", "2099-04-01T12:00")];
    let said = anna.post("/tickets", &form(&by)).await.sent_to();
    ben.get(&said).await.is(200, "its seller says");
    // Only what comes by a file lacks it.
    anna.get("/selling?show=file_missing").await.is(200, &plain);
    assert!(!anna.get("/selling?show=file_missing").await.body.contains("transfer"));
}

#[tokio::test]
async fn the_next_step_is_for_who_attaches_files() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let then = |handover| form(&[("then", "files"), ("handover", handover)]);
    assert!(anna.post("/tickets", &then("file")).await.sent_to().ends_with("/files"));
    assert!(!anna.post("/tickets", &then("by_hand")).await.sent_to().ends_with("/files"));
}

#[tokio::test]
async fn what_cannot_be_is_said_at_its_field() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let before = site.entries();
    for (field, typed, says) in [
        ("handover", "pigeon", "one of the list"),
        ("file_by", "tomorrow", "2026-12-31T20:00"),
        ("file_by", "2020-01-01T00:00", "passed already"),
        ("file_by", "2099-04-30T20:01", "too late"),
    ] {
        let answer = anna.post("/tickets", &form(&[(field, typed)])).await;
        let message = message(&answer, field);
        assert!(message.contains(says), "{typed}: {message}");
    }
    assert_eq!(site.entries(), before);
}

#[tokio::test]
async fn what_lacks_its_file_too_late_is_not_sold() {
    let site = Site::start_with(|config| config.market.deliver_hours_before = 720).await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let soon = holdfast::clock::Clock::System.now() + std::time::Duration::from_secs(48 * 3600);
    let soon = soon.format("%Y-%m-%dT%H:%M", &holdfast::types::ZoneName::utc());
    let ticket = anna.post("/tickets", &form(&[("starts_at", &soon)])).await.sent_to();
    ben.get(&ticket).await.is(200, "nobody can buy it");
    ben.buy(&ticket, "40").await.is(409, "which is not here");
}
