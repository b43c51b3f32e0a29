//! Receivers that do not do as they should, and addresses that are not to be reached.

use std::{io, net::IpAddr, sync::Arc};

use super::{add, to_this_machine, until};
use crate::common::{
    Site,
    certificate::certificate,
    receiver::{Receiver, answer},
};
use async_trait::async_trait;
use holdfast::{
    clock::Clock,
    delivery::webhooks::{Reach, Resolve, Webhook, WebhookClient, WebhookSender as _},
    domain::WebhookOutcome,
    types::WebhookUrl,
};
use rustls::{
    RootCertStore, ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

/// What its owner reads of each, and whether the endpoint stays on.
#[tokio::test]
async fn what_a_receiver_does_wrong_stands_in_the_log() {
    let site = Site::start_with(to_this_machine).await;
    let receiver = Receiver::start().await;
    receiver.plan(|received| match &*received.path {
        "/redirects" => answer(302, "location: http://127.0.0.1:1/\r\n"),
        "/fails" => answer(500, ""),
        "/gone" => answer(410, ""),
        "/says-more" => Some("HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\nx".into()),
        "/says-less" => Some("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nxxxxx".into()),
        "/other" => Some("SSH-2.0-OpenSSH_9.2\r\n".into()),
        _ => unreachable!(),
    });
    let mut ann = site.user("ann").await;
    for (path, says, is_on) in [
        ("/redirects", "Answered 302", true),
        ("/fails", "Answered 500", true),
        ("/gone", "Answered 410", false),
        ("/says-more", "Answered 200", true),
        ("/says-less", "Answered 200", true),
        ("/other", "not HTTP", true),
    ] {
        let page = add(&mut ann, &receiver.url(path), &["order.created"]).await;
        ann.post(&format!("{page}/test"), &[]).await.sent_to();
        until(&mut ann, &page, says).await;
        let shown = ann.get(&page).await;
        assert_eq!(shown.attr("data-webhook-on"), Some(&*is_on.to_string()), "{path}");
    }
    // Each was asked once: a redirect is not followed, and a test is not repeated.
    assert_eq!(receiver.received().len(), 6);
}

/// As a site is set up by default: nothing on its own machine or network is reached, however its
/// address is written.
#[tokio::test]
async fn nothing_inside_is_reached() {
    let site = Site::start().await;
    let receiver = Receiver::start().await;
    let mut ann = site.user("ann").await;
    for host in ["127.0.0.1", "localhost", "[::1]", "2130706433", "[::ffff:127.0.0.1]", "0.0.0.0"] {
        for scheme in ["http", "https"] {
            let url = format!("{scheme}://{host}:{}/", receiver.port);
            let page = add(&mut ann, &url, &["order.created"]).await;
            ann.post(&format!("{page}/test"), &[]).await.sent_to();
            until(&mut ann, &page, "not on the public internet").await;
            ann.post(&format!("{page}/delete"), &[]).await.sent_to();
        }
    }
    assert_eq!(receiver.received().len(), 0);
}

/// Every name is this machine.
struct ThisMachine;

#[async_trait]
impl Resolve for ThisMachine {
    async fn resolve(&self, _: &str) -> io::Result<Vec<IpAddr>> {
        Ok(vec!["127.0.0.1".parse().unwrap()])
    }
}

#[tokio::test]
async fn a_certificate_must_be_good_and_the_receivers() {
    let folder = tempfile::tempdir().unwrap();
    let Some((cert, key)) = certificate(folder.path(), "hooks.example", "DNS:hooks.example") else {
        return;
    };
    let cert = CertificateDer::from_pem_file(&cert).unwrap();
    let key = PrivateKeyDer::from_pem_file(&key).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let mut stream = acceptor.accept(stream).await?;
                let _ = stream.read(&mut [0; 4096]).await?;
                stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await?;
                stream.shutdown().await
            });
        }
    });
    let mut trusting = RootCertStore::empty();
    trusting.add(cert).unwrap();
    let reach = || Reach::new(vec!["127.0.0.1".parse().unwrap()]);
    let trusts =
        WebhookClient::trusting(trusting, reach(), Arc::new(ThisMachine), Clock::System).unwrap();
    let usual = WebhookClient::new(reach(), Arc::new(ThisMachine), Clock::System).unwrap();
    for (client, host, expect) in [
        (&trusts, "hooks.example", Ok(204)),
        (&trusts, "others.example", Err(WebhookOutcome::NotSecure)),
        (&trusts, "127.0.0.1", Err(WebhookOutcome::NotSecure)),
        (&usual, "hooks.example", Err(WebhookOutcome::NotSecure)),
    ] {
        let webhook = Webhook {
            url: WebhookUrl::parse(&format!("https://{host}:{port}/")).unwrap(),
            id: "1-0".into(),
            sent_at: 0,
            signature: "v1,".into(),
            body: b"{}".to_vec(),
        };
        let reply = client.send(&webhook).await.map(|reply| reply.status);
        assert_eq!(reply, expect, "{host}");
    }
}
