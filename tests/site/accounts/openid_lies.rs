//! What an OpenID Connect provider says is not believed where it cannot be so.

use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::common::{
    Answer, Site, Still, Visitor,
    openid::{Scripted, back, set},
};
use holdfast::types::Email;

async fn site() -> (Still, Scripted, Site) {
    let (time, provider) = (Still::now(), Scripted::start().await);
    let site = Site::start_by(time.clock, |config| set(config, &provider.issuer)).await;
    (time, provider, site)
}

/// Comes by the provider, which says the truth as this changes it.
async fn come(
    (provider, site): (&Scripted, &Site),
    visitor: &mut Visitor,
    path: &str,
    lie: impl FnOnce(&mut Value),
) -> Answer {
    let led_to = visitor.get(path).await.sent_to();
    let mut claims = provider.truth(&led_to, "ann", site.market.clock().now());
    lie(&mut claims);
    provider.say(|said| said.claims = claims);
    visitor.get(&back(&led_to)).await
}

const SIGN_IN: &str = "/signin/openid?next=/orders";

fn is_there(site: &Site) -> bool {
    let ann = Email::parse("ann@example.org").unwrap();
    site.market.tables().catalog().user_by_email(&ann).is_some()
}

#[tokio::test]
async fn no_lie_signs_anybody_in() {
    let provider = Scripted::start().await;
    let site = Site::start_with(|config| set(config, &provider.issuer)).await;
    let at = (&provider, &site);
    let second = site.market.clock().now().as_millis() / 1000;
    let lies: [(&str, &str, Value); 12] = [
        ("of another sign-in", "nonce", json!("another")),
        ("of no sign-in", "nonce", Value::Null),
        ("by another issuer", "iss", json!("https://id.example.org")),
        ("almost the issuer", "iss", json!(format!("{}/", provider.issuer))),
        ("for another site", "aud", json!("other")),
        ("for another site as well", "aud", json!(["holdfast", "other"])),
        ("for nobody", "aud", json!([])),
        ("expired", "exp", json!(second - 1)),
        ("never over", "exp", Value::Null),
        ("about nobody", "sub", Value::Null),
        ("about nobody, by name", "sub", json!("")),
        ("about too much", "sub", json!("x".repeat(256))),
    ];
    for (what, claim, lie) in lies {
        let mut visitor = site.visitor();
        let answer = come(at, &mut visitor, SIGN_IN, |claims| claims[claim] = lie).await;
        assert!(answer.status == 422 || answer.status == 503, "{what}: {}", answer.body);
        assert_eq!(visitor.session, None, "{what}");
        assert!(!is_there(&site), "{what}");
    }
    let heads = [
        ("signed by nobody", json!({"alg": "none"})),
        ("signed by whoever knows the site's secret", json!({"alg": "HS256"})),
        ("signed by no key of its", json!({"alg": "EdDSA", "kid": "other"})),
    ];
    for (what, head) in heads {
        provider.say(|said| said.head = head);
        let answer = come(at, &mut site.visitor(), SIGN_IN, |_| ()).await;
        assert_eq!(answer.status, 422, "{what}: {}", answer.body);
        assert!(!is_there(&site), "{what}");
    }
    provider.say(|said| said.head = json!({"alg": "EdDSA", "kid": "key"}));
    provider.say(|said| said.signs_with = 2);
    come(at, &mut site.visitor(), SIGN_IN, |_| ()).await.is(422, "is not what was asked for");
    provider.say(|said| said.signs_with = 1);
    for verified in [json!(false), Value::Null, json!("no")] {
        let mut visitor = site.visitor();
        let lie = |claims: &mut Value| claims["email_verified"] = verified;
        let answer = come(at, &mut visitor, SIGN_IN, lie).await;
        assert!([403, 422].contains(&answer.status), "{}", answer.body);
        assert!(!is_there(&site));
    }
    for (status, body) in [
        (StatusCode::BAD_REQUEST, r#"{"error":"invalid_grant"}"#.to_owned()),
        (StatusCode::INTERNAL_SERVER_ERROR, "<p>".into()),
        (StatusCode::OK, "{}".into()),
        (StatusCode::OK, r#"{"access_token":"x","token_type":"Bearer"}"#.into()),
        (StatusCode::OK, " ".repeat(300 * 1024)),
    ] {
        provider.say(|said| said.instead = Some((status, body)));
        let answer = come(at, &mut site.visitor(), SIGN_IN, |_| ()).await;
        assert!(answer.status == 422 || answer.status == 503, "{}", answer.body);
        assert!(!is_there(&site));
    }
    provider.say(|said| said.instead = None);
    // The truth does.
    assert_eq!(come(at, &mut site.visitor(), SIGN_IN, |_| ()).await.sent_to(), "/orders");
    assert!(is_there(&site));
}

#[tokio::test]
async fn what_comes_back_is_what_was_begun_in_this_browser() {
    let (time, provider, site) = site().await;
    let (mut ann, mut eve) = (site.visitor(), site.visitor());
    let of_ann = ann.get(SIGN_IN).await.sent_to();
    let of_eve = eve.get(SIGN_IN).await.sent_to();
    let truth = provider.truth(&of_ann, "ann", site.market.clock().now());
    provider.say(|said| said.claims = truth);
    // Whoever has eve follow a link of theirs does not have her signed in as them.
    eve.get(&back(&of_ann)).await.is(422, "in another browser");
    site.visitor().get(&back(&of_ann)).await.is(422, "in another browser");
    for state in ["", "x", "%00"] {
        let path = format!("/signin/openid/back?code=x&state={state}");
        ann.get(&path).await.is(422, "in another browser");
    }
    ann.get("/signin/openid/back?code=x").await.is(422, "in another browser");
    // A code that was for ann, with what was begun by eve: its nonce is another.
    eve.get(&back(&of_eve)).await.is(422, "is not what was asked for");
    assert_eq!(eve.session, None);
    // Another issuer's answer is none of this one's (RFC 9207).
    let mixed = format!("{}&iss=https://id.example.org", back(&of_ann));
    ann.get(&mixed).await.is(422, "is not what was asked for");
    ann.get(&back(&of_ann)).await.is(422, "in another browser");
    assert!(!is_there(&site));

    // It is over after ten minutes.
    let late = ann.get(SIGN_IN).await.sent_to();
    time.pass(Duration::from_secs(601)).await;
    let truth = provider.truth(&late, "ann", site.market.clock().now());
    provider.say(|said| said.claims = truth);
    ann.get(&back(&late)).await.is(422, "too long ago");
    assert!(!is_there(&site));
}

#[tokio::test]
async fn a_provider_changes_its_key() {
    let (time, provider, site) = site().await;
    let at = (&provider, &site);
    assert_eq!(come(at, &mut site.visitor(), SIGN_IN, |_| ()).await.sent_to(), "/orders");
    assert_eq!(come(at, &mut site.visitor(), SIGN_IN, |_| ()).await.sent_to(), "/orders");
    assert_eq!(provider.keys_asked(), 1);
    time.pass(Duration::from_secs(60)).await;
    provider.say(|said| (said.key, said.signs_with) = (2, 2));
    assert_eq!(come(at, &mut site.visitor(), SIGN_IN, |_| ()).await.sent_to(), "/orders");
    assert_eq!(provider.keys_asked(), 2);
    // One that is not believed has it asked again now and then, not each time.
    provider.say(|said| said.signs_with = 3);
    for _ in 0..5 {
        come(at, &mut site.visitor(), SIGN_IN, |_| ()).await.is(422, "");
    }
    assert_eq!(provider.keys_asked(), 2);
}

#[tokio::test]
async fn who_was_seen_there_long_ago_is_not_seen_again_by_that() {
    let (time, provider, site) = site().await;
    let at = (&provider, &site);
    let mut ann = site.visitor();
    come(at, &mut ann, SIGN_IN, |_| ()).await.sent_to();
    time.pass(Duration::from_secs(120)).await;
    let look = "/account/look/openid?next=/account/tokens";
    let second = site.market.clock().now().as_millis() / 1000;
    for then in [json!(second - 60), Value::Null] {
        let answer = come(at, &mut ann, look, |claims| claims["auth_time"] = then).await;
        answer.is(422, "has not shown that it is you");
    }
    come(at, &mut ann, look, |claims| claims["sub"] = json!("eve")).await.is(422, "not shown");
    ann.get("/account/tokens").await.is(200, "Your account has no password.");
    assert_eq!(come(at, &mut ann, look, |_| ()).await.sent_to(), "/account/tokens");
    ann.get("/account/tokens").await.is(200, "You have shown a moment ago");
}
