//! Webhooks of the real program, which is killed in their middle again and again: each arrives at
//! least once, under one id.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use crate::common::{
    Visitor,
    program::{Program, verify},
    receiver::Receiver,
};

/// How many are delivered, and how often the program is killed meanwhile.
fn size() -> (usize, usize) {
    if std::env::var_os("HOLDFAST_LONG").is_some() { (10_000, 50) } else { (1000, 8) }
}

/// How long the last of them may take: one whose try the end of the program has cut off waits for
/// the next start, and no longer.
const PATIENCE: Duration = Duration::from_secs(120);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_arrives_at_least_once_under_one_id_however_often_the_program_is_killed() {
    let (tickets, kills) = size();
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start().await;
    let allowed = [("HOLDFAST_WEBHOOKS__ALLOWED_NETWORKS", r#"["127.0.0.1"]"#)];
    let (mut program, address) = Program::serve(folder.path(), &allowed);
    let mut ann = Visitor::at(address);
    ann.sign_up("ann").await;
    let fields = [("url", &*receiver.url("/")), ("ticket.created", "on")];
    ann.post("/account/webhooks", &fields).await.sent_to();

    let mut listed = BTreeSet::new();
    let mut behind = 0;
    for kill in 0..=kills {
        while listed.len() < tickets * (kill + 1) / (kills + 1) {
            let ticket = ann.list("Row 5", "10").await;
            listed.insert(ticket.rsplit('/').next().unwrap().to_owned());
        }
        if kill < kills {
            program.kill();
            behind += usize::from(came(&receiver).len() < listed.len());
            (program, ann.address) = Program::serve(folder.path(), &allowed);
        }
    }
    assert!(behind > 0, "it was never killed while something was on its way");

    let deadline = tokio::time::Instant::now() + PATIENCE;
    while came(&receiver).len() < listed.len() {
        let (came, listed) = (came(&receiver).len(), listed.len());
        assert!(tokio::time::Instant::now() < deadline, "{came} of {listed} have come");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let came = came(&receiver);
    assert_eq!(came.keys().cloned().collect::<BTreeSet<_>>(), listed);
    assert!(came.values().all(|ids| ids.len() == 1), "each under one id: {came:?}");
    program.kill();
    let (code, said) = verify(folder.path());
    assert_eq!(code, Some(0), "{said}");
}

/// Under which ids each ticket's event has come.
fn came(receiver: &Receiver) -> BTreeMap<String, BTreeSet<String>> {
    let mut came: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for received in receiver.received() {
        let ticket = received.body["subject"].as_str().unwrap().to_owned();
        came.entry(ticket).or_default().insert(received.headers["webhook-id"].clone());
    }
    came
}
