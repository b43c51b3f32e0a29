//! The disk of the running program is full for a while, as a log or a backup fills one, under its
//! journal and its snapshots.

use std::{
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use crate::common::{
    Answer, EVENT, GOOD_CARD, PASSWORD, Visitor,
    program::{Program, verify},
    tmpfs::{Tmpfs, skip},
};
use rustix::process::Signal;

/// How many tries at most until what was left of the disk is used up.
const TRIES_MAX: usize = 400;

/// Takes what is left of the disk that this folder is on; gives the file that does.
fn fill(folder: &Path) -> PathBuf {
    let path = folder.join("somebody-elses.log");
    let mut file = File::options().create(true).append(true).open(&path).unwrap();
    for bytes in [1 << 20, 4096, 1] {
        let part = vec![b'x'; bytes];
        while file.write(&part).is_ok() {}
    }
    path
}

/// Sends it until it is done, for the snapshots may find out only now that they missed a write, and
/// are opened anew then; each refusal says that nothing was done. Gives where it leads.
async fn once_there_is_room(visitor: &mut Visitor, path: &str, fields: &[(&str, &str)]) -> String {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let answer = visitor.post(path, fields).await;
        if answer.status != 503 {
            return answer.sent_to();
        }
        answer.is(503, "Nothing has changed, and you were not charged");
        assert!(Instant::now() < deadline, "refused again and again: {path}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_disk_is_full_nothing_is_lost_and_then_all_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let Some(_disk) = Tmpfs::mount(&data, "16m") else {
        return skip("a tmpfs cannot be mounted here: run it as root");
    };
    let (program, address) = Program::serve(folder.path(), &[]);
    let mut visitors = ["anna", "ben", "cleo"].map(|_| Visitor::at(address));
    for (visitor, name) in visitors.iter_mut().zip(["anna", "ben", "cleo"]) {
        visitor.sign_up(name).await;
    }
    let [anna, ben, cleo] = &mut visitors;
    let mut stranger = Visitor::at(address);
    let (paid, held, free) = (
        anna.list("Row 1", "10").await,
        anna.list("Row 2", "10").await,
        anna.list("Row 3", "10").await,
    );
    let completed = ben.buy(&paid, "10").await.sent_to();
    assert_eq!(ben.pay(&completed, GOOD_CARD).await.sent_to(), completed);
    let order = ben.buy(&held, "10").await.sent_to();
    stranger.get("/readyz").await.is(200, "ready");

    // What there is room for is done, and what there is none for is refused: large, then small.
    let notes = "x".repeat(400);
    let (mut listed, mut filler) = (vec![], PathBuf::new());
    for (quantity, notes) in [("10", notes.as_str()), ("1", notes.as_str()), ("1", "")] {
        let mut refused = false;
        for _ in 0..TRIES_MAX {
            filler = fill(&data);
            let title = format!("Row {}", 100 + listed.len());
            let own = [("title", title.as_str()), ("price", "10"), ("quantity", quantity)];
            let fields = [&EVENT[..], &own, &[("notes", notes)]].concat();
            let answer = anna.post("/tickets", &fields).await;
            if answer.status == 503 {
                answer.is(503, "Nothing has changed");
                refused = true;
                break;
            }
            listed.push((answer.sent_to(), title));
        }
        assert!(refused, "the disk never was full");
    }
    println!("{} listings came while the disk was full", listed.len());

    // Who looks around sees all; who wants something is told that nothing was done.
    anna.get("/account").await.is(200, "anna@example.org");
    for path in ["/", free.as_str(), "/healthz"] {
        assert_eq!(stranger.get(path).await.status, 200, "{path}");
    }
    let fields = [("email", "cleo@example.org"), ("password", PASSWORD)];
    let mut tries = 0..TRIES_MAX;
    while tries.next().is_some() {
        // What is refused leaves the rest of a page, in which what is smaller has room.
        (stranger, filler) = (Visitor::at(address), fill(&data));
        let answer = stranger.post("/signin", &fields).await;
        if answer.status == 503 {
            answer.is(503, "Nothing has changed");
            break;
        }
        answer.sent_to();
    }
    assert!(!tries.is_empty() && stranger.session.is_none(), "who is not signed in is told so");
    cleo.buy(&free, "10").await.is(503, "you were not charged");
    let paid_in_vain = ben.pay(&order, GOOD_CARD).await;
    // Its beginning is the smallest of entries: where that had room, the payment goes on later.
    match paid_in_vain.status {
        303 => assert_eq!(paid_in_vain.sent_to(), order),
        _ => _ = paid_in_vain.is(503, "you were not charged"),
    }
    stranger.get("/readyz").await.is(503, "the journal cannot be written");
    stranger.get("/metrics").await.is(200, "holdfast_journal_writable 0");

    // There is room again, and nobody has to write to find out.
    std::fs::remove_file(filler).unwrap();
    stranger.until("/readyz", |answer| answer.status == 200).await;
    stranger.get("/metrics").await.is(200, "holdfast_journal_writable 1");
    once_there_is_room(&mut stranger, "/signin", &fields).await;
    let card = [("card_number", GOOD_CARD), ("card_expiry", "12/34"), ("card_cvc", "123")];
    let paying = format!("{order}/pay");
    assert_eq!(once_there_is_room(ben, &paying, &card).await, order);
    let is_paid = |page: &Answer| page.attr_of(&order, "data-order-status") == Some("completed");
    ben.until(&order, is_paid).await;
    let buying = format!("{free}/buy");
    let theirs = once_there_is_room(cleo, &buying, &[("price", "10")]).await;
    listed.push((anna.list("Row 4", "10").await, "Row 4".into()));
    assert!(program.output().contains("the journal can be written again"), "{}", program.output());

    // What was acknowledged is there, in memory and on the disk.
    program.kill();
    let (code, said) = verify(folder.path());
    assert_eq!(code, Some(0), "{said}");
    let (program, address) = Program::serve(folder.path(), &[]);
    visitors.iter_mut().for_each(|visitor| visitor.address = address);
    for (ticket, title) in &listed {
        visitors[0].get(ticket).await.is(200, title);
    }
    for (visitor, order, status) in
        [(1, &completed, "completed"), (1, &order, "completed"), (2, &theirs, "created")]
    {
        let page = visitors[visitor].get(order).await;
        assert_eq!(page.attr_of(order, "data-order-status"), Some(status), "{order}");
    }
    program.signal(Signal::TERM);
    assert_eq!(program.finish(Duration::from_secs(10)).0, Some(0));
}
