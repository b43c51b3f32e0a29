//! Webhooks as their owners see them, and as their receivers do.

mod receivers;
mod standard;

use crate::common::{Site, Visitor, receiver::Receiver};
use holdfast::config::Config;

/// Where webhooks may go in a test.
pub fn to_this_machine(config: &mut Config) {
    config.webhooks.allowed_networks = vec!["127.0.0.1".parse().unwrap()];
}

/// Adds an endpoint that is told of these types; gives its page, which shows the secret.
pub async fn add(who: &mut Visitor, url: &str, types: &[&str]) -> String {
    let mut fields = vec![("url", url)];
    fields.extend(types.iter().map(|kind| (*kind, "on")));
    let page = who.post("/account/webhooks", &fields).await.sent_to();
    page.split('?').next().unwrap().to_owned()
}

/// The secret that a page shows.
pub async fn secret(who: &mut Visitor, page: &str) -> Option<String> {
    let page = who.get(page).await;
    let from = page.body.find("data-webhook-secret")?;
    let shown = page.body[from..].split(['>', '<']).nth(1)?;
    Some(shown.to_owned())
}

/// Loads a page until it says something.
async fn until(who: &mut Visitor, page: &str, says: &str) {
    for _ in 0..2000 {
        if who.get(page).await.body.contains(says) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    panic!("{says:?} never comes: {}", who.get(page).await.body);
}

#[tokio::test]
async fn an_owner_adds_tests_turns_off_and_deletes_an_endpoint() {
    let site = Site::start_with(to_this_machine).await;
    let receiver = Receiver::start().await;
    let (mut ann, mut ben) = (site.user("ann").await, site.user("ben").await);
    ann.get("/account").await.is(200, "/account/webhooks");
    ann.get("/account/webhooks").await.is(200, "No webhooks yet");

    let none = ann.post("/account/webhooks", &[("url", "ftp://x")]).await;
    none.is(422, "Choose at least one").is(422, "not of the form").is(422, "value=\"ftp://x\"");
    let with_password = [("url", "https://a:b@example.org/"), ("order.created", "on")];
    ann.post("/account/webhooks", &with_password).await.is(422, "name and password");

    let page = add(&mut ann, &receiver.url("/hook"), &["order.created", "order.expired"]).await;
    let shown = ann.get(&page).await;
    shown.is(200, "holdfast.order.created").is(200, "holdfast.order.expired");
    assert!(!shown.body.contains("holdfast.ticket"), "only what was chosen");
    assert!(secret(&mut ann, &page).await.unwrap().starts_with("whsec_"));
    ann.get("/account/webhooks").await.is(200, &page).is(200, "data-webhook-on=\"true\"");

    ann.post(&format!("{page}/test"), &[]).await.sent_to();
    let test = receiver.until(1).await.remove(0);
    assert_eq!((&*test.path, &test.body["type"]), ("/hook", &"holdfast.webhook.test".into()));
    until(&mut ann, &page, "Answered 204").await;
    ann.get(&page).await.is(200, "data-delivery-status=\"delivered\"");

    let ticket = ben.list("Row 5", "10").await;
    let order = ann.buy(&ticket, "10").await.sent_to();
    let created = receiver.until(2).await.remove(1);
    assert_eq!(created.body["type"], "holdfast.order.created");
    assert!(order.ends_with(created.body["subject"].as_str().unwrap()), "{created:?}");
    assert_eq!(created.headers["webhook-id"], created.body["id"].as_str().unwrap());

    // Once it has arrived it can be sent again, under the same id.
    until(&mut ann, &page, "holdfast.order.created</code> <span").await;
    let again = ann.get(&page).await;
    let delivery = again.attr("data-delivery-id").unwrap();
    let path = format!("/account/webhooks/deliveries/{delivery}/again");
    until(&mut ann, &page, &path).await;
    ann.post(&path, &[]).await.sent_to();
    let repeated = receiver.until(3).await.remove(2);
    assert_eq!(repeated.headers["webhook-id"], created.headers["webhook-id"]);
    assert_eq!(repeated.raw, created.raw);

    ann.post(&format!("{page}/off"), &[]).await.sent_to();
    ann.get(&page).await.is(200, "You have turned it off");
    ann.post(&format!("{page}/test"), &[]).await.is(409, "turned off");
    ann.post(&format!("{page}/on"), &[]).await.sent_to();
    ann.post(&format!("{page}/again"), &[]).await.sent_to();
    ann.post(&format!("{page}/delete"), &[]).await.sent_to();
    assert_eq!(ann.get(&page).await.status, 404);
    ann.get("/account/webhooks").await.is(200, "No webhooks yet");
    ann.post(&format!("{order}/cancel"), &[]).await.sent_to();
    assert_eq!(receiver.received().len(), 3, "nothing more is sent");
}

/// Neither in the log of deliveries, nor to anybody else, nor later.
#[tokio::test]
async fn a_secret_is_shown_for_ten_minutes_and_stands_nowhere() {
    let still = crate::common::Still::now();
    let site = Site::start_by(still.clock, to_this_machine).await;
    let mut ann = site.user("ann").await;
    let page = add(&mut ann, "https://example.org/hook", &["order.created"]).await;
    let first = secret(&mut ann, &page).await.unwrap();
    assert_eq!(
        secret(&mut ann, &page).await.as_ref(),
        Some(&first),
        "also when it is loaded again"
    );
    ann.post(&format!("{page}/secret"), &[]).await.sent_to();
    let second = secret(&mut ann, &page).await.unwrap();
    assert_ne!(first, second);
    ann.get(&page).await.is(200, "The one before signs as well");
    ann.post(&format!("{page}/secret/end"), &[]).await.sent_to();
    assert!(!ann.get(&page).await.body.contains("The one before signs"));
    still.pass(std::time::Duration::from_secs(10 * 60)).await;
    assert_eq!(secret(&mut ann, &page).await, None);
    let export = ann.get("/account/export").await;
    assert!(export.body.contains("https://example.org/hook"), "{}", export.body);
    let folder = site.stop().await;
    let mut files = vec![folder.path().join("data")];
    let mut bytes = export.body.into_bytes();
    while let Some(path) = files.pop() {
        match path.is_dir() {
            true => files.extend(std::fs::read_dir(path).unwrap().map(|file| file.unwrap().path())),
            false => bytes.extend(std::fs::read(path).unwrap()),
        }
    }
    for secret in [&first, &second] {
        let text = secret.strip_prefix("whsec_").unwrap();
        use base64::Engine as _;
        let raw = base64::engine::general_purpose::STANDARD.decode(text).unwrap();
        for part in [text.as_bytes(), &raw] {
            assert!(!bytes.windows(part.len()).any(|some| some == part), "it is in the folder");
        }
    }
}

#[tokio::test]
async fn only_who_runs_the_site_hears_of_everybody() {
    let site = Site::start_with(|config| {
        to_this_machine(config);
        config.site.admins = vec!["root@example.org".into()];
    })
    .await;
    let receiver = Receiver::start().await;
    let (mut root, mut ann) = (site.user("root").await, site.user("ann").await);
    root.get("/account/webhooks").await.is(200, "name=\"everything\"");
    assert!(!ann.get("/account/webhooks").await.body.contains("name=\"everything\""));
    let url = receiver.url("/root");
    let all = [("url", &*url), ("ticket.created", "on"), ("everything", "on")];
    assert_eq!(ann.post("/account/webhooks", &all).await.status, 404);
    root.post("/account/webhooks", &all).await.sent_to();
    add(&mut root, &receiver.url("/own"), &["ticket.created"]).await;
    ann.list("Row 5", "10").await;
    let heard = receiver.until(1).await;
    root.list("Row 6", "10").await;
    let heard = [heard, receiver.until(3).await].concat();
    assert_eq!(heard[0].path, "/root");
    let own = heard.iter().filter(|it| it.path == "/own").count();
    assert_eq!(own, 1, "{heard:?}");
}

#[tokio::test]
async fn the_eleventh_is_refused_and_nothing_is_lost() {
    let site = Site::start().await;
    let mut ann = site.user("ann").await;
    for n in 0..10 {
        add(&mut ann, &format!("https://{n}.example/"), &["order.created"]).await;
    }
    let fields = [("url", "https://more.example/"), ("order.created", "on")];
    let refused = ann.post("/account/webhooks", &fields).await;
    refused.is(409, "You have 10 webhooks").is(409, "value=\"https://more.example/\"");
}
