//! What is taken, and what is not.

use std::time::Duration;

use holdfast::{
    domain::{DomainEvent, WebhookNoticeEvent},
    harness::stripe::{ScriptedStripe, WEBHOOK_SECRET, webhook::sign},
    storage::journal,
    types::WebhookNoticeId,
};

use super::{NEW_SECRET, counted, event, now, send, send_signed, site};
use crate::common::{Site, Visitor, entries};

#[tokio::test]
async fn only_what_stripe_signs_now_is_taken() {
    let (stripe, folder) = (ScriptedStripe::start().await, tempfile::tempdir().unwrap());
    let site = site(&stripe, folder.path()).await;
    let before = entries(folder.path());
    let body = event("evt_distinctive");
    let (past, future) = (now() + Duration::from_secs(0), now() + Duration::from_secs(400));
    let past = holdfast::types::Timestamp::from_millis(past.as_millis() - 400_000);
    let good = sign(&body, now(), &[WEBHOOK_SECRET]);
    for (body, signature) in [
        (&body[..], ""),
        (&body, "nonsense"),
        (&body, "t=1,v1=00"),
        (&body, &sign(&body, now(), &["whsec_of_another_site"])),
        (&body, &sign(&body, past, &[WEBHOOK_SECRET])),
        (&body, &sign(&body, future, &[WEBHOOK_SECRET])),
        (&body.replace("evt_", "evu_"), &good),
        (&format!("{body} "), &good),
        ("", &good),
        ("", &sign("", now(), &[WEBHOOK_SECRET])),
        ("{}", &sign("{}", now(), &[WEBHOOK_SECRET])),
        ("distinctive", &sign("distinctive", now(), &[WEBHOOK_SECRET])),
    ] {
        let answer = send(&site, body, signature).await;
        assert_eq!(answer.status, 400, "{body} {signature}: {}", answer.body);
        assert!(answer.header("content-type").unwrap().starts_with("text/plain"));
        assert!(!answer.body.contains("distinctive"), "{}", answer.body);
    }
    let unsigned = site.visitor().send("POST", "/webhooks/stripe", None, body.clone().into()).await;
    unsigned.is(400, "Stripe-Signature");
    assert_eq!(entries(folder.path()), before, "nothing of it is kept");
    assert_eq!((counted(&site, "refused").await, counted(&site, "taken").await), (13, 0));

    send(&site, &body, &good).await.is(200, "taken");
    // While one secret takes the place of the other.
    for (id, by) in [
        ("evt_1", &[NEW_SECRET][..]),
        ("evt_2", &["whsec_unknown", NEW_SECRET]),
        ("evt_3", &[WEBHOOK_SECRET, NEW_SECRET]),
    ] {
        send(&site, &event(id), &sign(&event(id), now(), by)).await.is(200, "taken");
    }
    assert_eq!(entries(folder.path()), before + 4);
    assert_eq!(counted(&site, "taken").await, 4);
    site.stop().await;
}

/// Nothing is waited for or kept of what nobody has signed.
#[tokio::test]
async fn what_is_not_signed_is_refused_before_its_body_comes() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    let (stripe, folder) = (ScriptedStripe::start().await, tempfile::tempdir().unwrap());
    let site = site(&stripe, folder.path()).await;
    let old = sign("", holdfast::types::Timestamp::from_millis(0), &[WEBHOOK_SECRET]);
    for signature in ["", "stripe-signature: nonsense\r\n", &format!("stripe-signature: {old}\r\n")]
    {
        let mut stream = tokio::net::TcpStream::connect(site.address).await.unwrap();
        let head = format!(
            "POST /webhooks/stripe HTTP/1.1\r\nhost: x\r\ncontent-length: 200000\r\n{signature}\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut said = [0; 12];
        stream.read_exact(&mut said).await.unwrap();
        assert_eq!(&said, b"HTTP/1.1 400", "{signature}");
    }
    assert_eq!(counted(&site, "refused").await, 3);
    site.stop().await;
}

#[tokio::test]
async fn it_is_for_stripe_alone_and_larger_than_a_form() {
    let (stripe, folder) = (ScriptedStripe::start().await, tempfile::tempdir().unwrap());
    let site = site(&stripe, folder.path()).await;
    assert_eq!(site.visitor().get("/webhooks/stripe").await.status, 405);
    // A form of another site would be refused; this comes from no page.
    let body = event("evt_1");
    let mut other = Visitor::at(site.address)
        .with("stripe-signature", &sign(&body, now(), &[WEBHOOK_SECRET]))
        .with("origin", "https://example.org")
        .with("sec-fetch-site", "cross-site");
    other.send("POST", "/webhooks/stripe", None, body.into()).await.is(200, "taken");
    let large = |bytes: usize| event("evt_2").replace("acct_1", &"x".repeat(bytes));
    send_signed(&site, &large(200 * 1024)).await.is(200, "taken");
    assert_eq!(send_signed(&site, &large(256 * 1024)).await.status, 413);
    site.stop().await;

    let sandbox = Site::start().await;
    let body = event("evt_1");
    let answer = send_signed(&sandbox, &body).await;
    assert_eq!(answer.status, 404);
    assert_eq!(sandbox.visitor().get("/webhooks/stripe").await.status, 404);
    sandbox.stop().await;
}

#[tokio::test]
async fn what_was_taken_is_known_after_a_restart() {
    let (stripe, folder) = (ScriptedStripe::start().await, tempfile::tempdir().unwrap());
    let first = site(&stripe, folder.path()).await;
    let before = entries(folder.path());
    for _ in 0..3 {
        send_signed(&first, &event("evt_1")).await.is(200, "taken");
    }
    assert_eq!(entries(folder.path()), before + 1);
    first.stop().await;
    let again = site(&stripe, folder.path()).await;
    send_signed(&again, &event("evt_1")).await.is(200, "taken");
    send_signed(&again, &event("evt_2")).await.is(200, "taken");
    assert_eq!(entries(folder.path()), before + 2);
    assert_eq!((counted(&again, "taken").await, counted(&again, "repeated").await), (1, 1));
    again.stop().await;
    let mut received = vec![];
    let folder = journal::folder_in(folder.path());
    let note = |_, entry: holdfast::domain::Entry| {
        received.extend(entry.events.into_iter().filter_map(|event| match event {
            DomainEvent::WebhookNotice(id, WebhookNoticeEvent::Received { stripe_id, kind }) => {
                Some((id, stripe_id, kind))
            }
            _ => None,
        }));
        Ok(())
    };
    journal::replay(&folder, note).unwrap();
    let kept = |id: &str| (WebhookNoticeId::of(id), Box::from(id), Box::from("account.updated"));
    assert_eq!(received, [kept("evt_1"), kept("evt_2")]);
}

#[tokio::test]
async fn what_is_told_many_times_at_once_is_kept_once() {
    let (stripe, folder) = (ScriptedStripe::start().await, tempfile::tempdir().unwrap());
    let site = site(&stripe, folder.path()).await;
    let before = entries(folder.path());
    let body = event("evt_1");
    let all = (0..50).map(|_| {
        let (body, address) = (body.clone(), site.address);
        tokio::spawn(async move {
            let signature = sign(&body, now(), &[WEBHOOK_SECRET]);
            let mut stripe = Visitor::at(address).with("stripe-signature", &signature);
            stripe.send("POST", "/webhooks/stripe", None, body.into()).await.status
        })
    });
    for sent in all.collect::<Vec<_>>() {
        assert_eq!(sent.await.unwrap(), 200);
    }
    assert_eq!(entries(folder.path()), before + 1);
    assert_eq!((counted(&site, "taken").await, counted(&site, "repeated").await), (1, 49));
    assert_eq!(counted(&site, "failed").await, 0);
    site.stop().await;
}
