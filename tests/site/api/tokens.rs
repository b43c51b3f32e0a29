//! How long a token is good, and what it is not good for.

use std::time::Duration;

use holdfast::domain::ShownToken;

use super::Robot;
use crate::common::{PASSWORD, Site, Still};

#[tokio::test]
async fn a_token_ends_with_a_new_password_a_ban_a_deletion_and_its_revocation() {
    let site =
        Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await;
    let mut root = site.user("root").await;
    for (name, what) in [
        ("anna", "revoked"),
        ("ben", "password"),
        ("cleo", "ban"),
        ("dora", "deletion"),
        ("eve", "everywhere"),
    ] {
        let mut user = site.user(name).await;
        let mut robot = Robot::of(&site, &mut user, &["read"]).await;
        assert_eq!(robot.get("/account").await.is(200)["email"], format!("{name}@example.org"));
        match what {
            "revoked" => {
                let page = user.get("/account/tokens").await;
                let id = page.attr("data-token-id").unwrap();
                user.post(&format!("/account/tokens/{id}/revoke"), &[]).await.sent_to();
            }
            "password" => {
                let typed = [("old_password", PASSWORD), ("password", "another correct horse")];
                user.post("/account/password", &typed).await.sent_to();
            }
            "ban" => {
                let page = root.get(&format!("/admin/users?q={name}")).await;
                let id = page.attr("data-user-id").unwrap();
                let why = [("reason", "To see what ends")];
                root.post(&format!("/admin/users/{id}/ban"), &why).await.sent_to();
                root.post(&format!("/admin/users/{id}/unban"), &why).await.sent_to();
            }
            "deletion" => {
                user.post("/account/delete", &[("password", PASSWORD)]).await.sent_to();
            }
            _ => {
                user.post("/account/sessions/end", &[("password", PASSWORD)]).await.sent_to();
            }
        }
        let reply = robot.get("/account").await;
        reply.says_no(401, "token_invalid");
        let how = reply.header("www-authenticate").unwrap();
        assert!(how.contains("invalid_token"), "{what}: {how}");
        robot.get("/events").await.says_no(401, "token_invalid");
    }
}

#[tokio::test]
async fn a_token_expires_and_its_use_is_noted_once_an_hour() {
    let time = Still::now();
    let site = Site::start_by(time.clock, |_| {}).await;
    let mut anna = site.user("anna").await;
    let mut robot = Robot::of(&site, &mut anna, &["read"]).await;
    let before = site.entries();
    robot.get("/account").await.is(200);
    assert_eq!(site.entries(), before + 1, "its first use");
    robot.get("/account").await.is(200);
    assert_eq!(site.entries(), before + 1);
    time.pass(Duration::from_secs(3600)).await;
    robot.get("/account").await.is(200);
    assert_eq!(site.entries(), before + 2);
    let page = anna.get("/account/tokens").await;
    assert!(!page.body.contains("Not used yet"), "{}", page.body);
    // It was made for thirty days.
    time.pass(Duration::from_secs(30 * 86_400 - 3601)).await;
    robot.get("/account").await.is(200);
    time.pass(Duration::from_secs(1)).await;
    robot.get("/account").await.says_no(401, "token_invalid");
}

#[tokio::test]
async fn a_token_and_a_session_are_never_heard_together() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let token = anna.token("a program", &["read"]).await;
    let session = anna.session.clone().unwrap();
    for name in ["holdfast", "__Host-holdfast"] {
        let cookie = format!("language=de; {name}={session}");
        let both = Robot::showing(&site, &token).with("cookie", &cookie);
        both.clone().get("/account").await.says_no(400, "token_with_cookie");
        both.clone().get("/events").await.says_no(400, "token_with_cookie");
        // A session alone is none here.
        let cookie = Robot::nobody(&site).with("cookie", &cookie);
        cookie.clone().get("/account").await.says_no(401, "sign_in_required");
        cookie.clone().get("/events").await.is(200);
    }
    let harmless = Robot::showing(&site, &token).with("cookie", "language=de");
    harmless.clone().get("/account").await.is(200);
    for header in ["Basic YTpi", "Bearer", "Bearer x", &token, "bearer"] {
        let robot = Robot::nobody(&site).with("authorization", header);
        robot.clone().get("/events").await.says_no(401, "token_invalid");
    }
    // And no page hears a token.
    let visitor = site.visitor().with("authorization", &format!("Bearer {token}"));
    assert_eq!(visitor.clone().get("/account").await.status, 303);
}

#[tokio::test]
async fn an_id_is_no_token_without_its_secret() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let token = anna.token("a program", &["read"]).await;
    Robot::showing(&site, &token).get("/account").await.is(200);
    // Its prefix, id and a checksum that fits, with the secret of another.
    let (prefix_and_id, _) = token.split_at("holdfast_".len() + 32);
    let other = ShownToken::generate().unwrap().expose();
    for secret in [&other[prefix_and_id.len()..other.len() - 8], &"0".repeat(40)] {
        let text = format!("{prefix_and_id}{secret}");
        let text = format!("{text}{:08x}", crc32fast::hash(text.as_bytes()));
        assert!(text.parse::<ShownToken>().is_ok(), "{text} is one by its form");
        let mut forged = Robot::showing(&site, &text);
        forged.get("/account").await.says_no(401, "token_invalid");
        forged.get("/events").await.says_no(401, "token_invalid");
    }
}
