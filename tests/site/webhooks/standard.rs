//! Signatures, checked by the library of those who wrote Standard Webhooks, in the receiver of
//! docs/webhooks.md as it stands there. How to have it: docs/testing.md.

use std::{path::Path, process::Command, time::Duration};

use super::{add, secret, to_this_machine, until};
use crate::common::{
    Site, lasting_address,
    nats::{PYTHON, named},
    program::Program,
};

/// The receiver of the page.
fn receiver() -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/webhooks.md");
    let page = std::fs::read_to_string(page).unwrap();
    let code = page.split("```python\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(code.lines().count() <= 12, "ten lines or so: {code}");
    code.to_owned()
}

#[tokio::test]
async fn the_receiver_of_the_page_takes_what_is_ours_and_nothing_else() {
    let Some(python) = named(PYTHON) else { return };
    let site = Site::start_with(to_this_machine).await;
    let mut ann = site.user("ann").await;
    let port = lasting_address().port();
    let url = format!("http://127.0.0.1:{port}/");
    let page = add(&mut ann, &url, &["ticket.created"]).await;
    let start = |secret: String| {
        let mut command = Command::new(&python);
        command.arg("-c").arg(receiver());
        let port = port.to_string();
        let variables = [("PYTHONUNBUFFERED", "1"), ("WEBHOOK_SECRET", &*secret), ("PORT", &*port)];
        Program::spawn_command(command, site.folder.path(), &variables)
    };
    let listens = async || {
        while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let until_it_says = async |program: &Program, words: &str| {
        while !program.output().contains(words) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let first = secret(&mut ann, &page).await.unwrap();
    let program = start(first.clone());
    listens().await;
    let ticket = ann.list("Row 5", "49.50").await;
    let id = ticket.rsplit('/').next().unwrap();
    until_it_says(&program, &format!("holdfast.ticket.created {id}")).await;
    until(&mut ann, &page, "Answered 204").await;

    // While one secret takes the other's place a receiver with either takes it.
    ann.post(&format!("{page}/secret"), &[]).await.sent_to();
    let second = secret(&mut ann, &page).await.unwrap();
    ann.post(&format!("{page}/test"), &[]).await.sent_to();
    until_it_says(&program, "holdfast.webhook.test").await;
    program.kill();
    let program = start(second);
    listens().await;
    ann.post(&format!("{page}/test"), &[]).await.sent_to();
    until_it_says(&program, "holdfast.webhook.test").await;
    program.kill();

    // The old one is over: whoever has it alone takes nothing.
    ann.post(&format!("{page}/secret/end"), &[]).await.sent_to();
    let program = start(first);
    listens().await;
    ann.post(&format!("{page}/test"), &[]).await.sent_to();
    until_it_says(&program, "WebhookVerificationError").await;
    assert!(!program.output().contains("holdfast.webhook.test"), "{}", program.output());
    until(&mut ann, &page, "data-delivery-status=\"given_up\"").await;
}
