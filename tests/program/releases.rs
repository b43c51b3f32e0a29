//! The data folder of each release opens with this program: none is forgotten. `releases/` beside this
//! file has one of each, as that release's own program has made it, with what its tickets were
//! (`tickets.txt`). They are never changed. docs/releasing.md says how the next one is made.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use crate::common::{
    DECLINED_CARD, EVENT, GOOD_CARD, Visitor,
    program::{Program, verify},
};
use holdfast::storage::VERSION;
use rustix::process::Signal;

const SECONDS_10: Duration = Duration::from_secs(10);

fn releases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/program/releases")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(file.file_name());
        match file.file_type().unwrap().is_dir() {
            true => copy(&file.path(), &to),
            false => drop(fs::copy(file.path(), to).unwrap()),
        }
    }
}

fn stopped(program: Program) -> String {
    program.signal(Signal::TERM);
    let (code, said) = program.finish(SECONDS_10);
    assert_eq!(code, Some(0), "{said}");
    said
}

async fn status(visitor: &mut Visitor, ticket: &str) -> String {
    let page = visitor.get(ticket).await;
    page.attr_of(ticket, "data-ticket-status").unwrap_or_else(|| panic!("{}", page.body)).to_owned()
}

/// By the folder as it is, and by its journal alone: its books are whole, it opens, each ticket is what
/// it was, and its people can sign in.
#[tokio::test]
async fn the_folder_of_every_release_opens() {
    let mut releases: Vec<_> = fs::read_dir(releases()).unwrap().map(Result::unwrap).collect();
    releases.sort_by_key(fs::DirEntry::file_name);
    assert!(!releases.is_empty());
    for release in releases {
        let name = release.file_name().into_string().unwrap();
        for snapshots in [true, false] {
            let folder = tempfile::tempdir().unwrap();
            copy(&release.path(), folder.path());
            if !snapshots {
                fs::remove_dir_all(folder.path().join("data/snapshots")).unwrap();
            }
            let (code, said) = verify(folder.path());
            assert_eq!(code, Some(0), "{name}: {said}");
            let (program, address) = Program::serve(folder.path(), &[]);
            let mut visitor = Visitor::at(address);
            let tickets = fs::read_to_string(folder.path().join("tickets.txt")).unwrap();
            assert!(tickets.lines().count() > 3, "{name}: {tickets}");
            for line in tickets.lines() {
                let (ticket, was) = line.split_once(' ').unwrap();
                assert_eq!(status(&mut visitor, ticket).await, was, "{name}: {ticket}");
            }
            visitor.sign_in("ann").await;
            let said = stopped(program);
            let is_said = said.contains(&format!("last open with Holdfast {name}"));
            assert_eq!(is_said, name != VERSION, "{name}: {said}");
            assert!(!said.contains("cannot be used"), "{name}: {said}");
            assert_eq!(
                fs::read_to_string(folder.path().join("data/version")).unwrap().trim(),
                VERSION
            );
            let (code, said) = verify(folder.path());
            assert_eq!(code, Some(0), "{name}: {said}");
        }
    }
    assert!(releases_has_this(), "docs/releasing.md says how this version's folder is made");
}

fn releases_has_this() -> bool {
    releases().join(VERSION).is_dir()
}

/// Makes this version's folder, if it is asked to and there is none.
#[tokio::test]
async fn this_release_has_a_folder() {
    if std::env::var_os("HOLDFAST_WRITE_RELEASE").is_none() || releases_has_this() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (program, address) = Program::serve(folder.path(), &[]);
    let tickets = trade(address).await;
    stopped(program);
    let to = releases().join(VERSION);
    copy(&folder.path().join("data"), &to.join("data"));
    fs::write(to.join("tickets.txt"), tickets).unwrap();
}

/// A little of what people do; gives what the tickets are in the end.
async fn trade(address: std::net::SocketAddr) -> String {
    let [mut ann, mut ben, mut cem] = [(); 3].map(|()| Visitor::at(address));
    for (visitor, name) in [(&mut ann, "ann"), (&mut ben, "ben"), (&mut cem, "cem")] {
        visitor.sign_up(name).await;
    }
    let mut tickets = vec![];
    for title in
        ["Sold", "Withdrawn", "Free", "Cancelled", "Declined", "Refunded", "Held", "In line"]
    {
        tickets.push(ann.list(title, "49.50").await);
    }
    let row = [
        ("title", "Row 7"),
        ("price", "30"),
        ("row", "7"),
        ("seat", "4"),
        ("quantity", "3"),
        ("seats_go", "singly"),
    ];
    tickets.push(ann.post("/tickets", &[&EVENT[..], &row].concat()).await.sent_to());

    let order = ben.buy(&tickets[0], "49.50").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    ben.post(&format!("{order}/messages"), &[("text", "Which gate is it?")]).await.sent_to();
    ann.post(&format!("{}/withdraw", tickets[1]), &[]).await.sent_to();
    let edited = [("title", "Free, by the aisle"), ("price", "45")];
    ann.post(&format!("{}/edit", tickets[2]), &edited).await.sent_to();
    let order = cem.buy(&tickets[3], "49.50").await.sent_to();
    cem.cancel(&order).await.sent_to();
    let order = ben.buy(&tickets[4], "49.50").await.sent_to();
    for _ in 0..3 {
        ben.pay(&order, DECLINED_CARD).await;
    }
    let order = cem.buy(&tickets[5], "49.50").await.sent_to();
    cem.pay(&order, GOOD_CARD).await.sent_to();
    let refund = [("reason", "I cannot send it"), ("relist", "on")];
    ann.post(&format!("{order}/refund"), &refund).await.sent_to();
    // Its deadline is past when it is opened again.
    ben.buy(&tickets[6], "49.50").await.sent_to();
    let order = cem.buy(&tickets[7], "49.50").await.sent_to();
    ben.post(&format!("{}/line", tickets[7]), &[]).await.sent_to();
    cem.pay(&order, GOOD_CARD).await.sent_to();
    ben.token("reader", &["read"]).await;

    let mut lines = String::new();
    for ticket in &tickets {
        let status = match status(&mut ben, ticket).await {
            held if held == "reserved" => "available".to_owned(),
            status => status,
        };
        lines.push_str(&format!("{ticket} {status}\n"));
    }
    lines
}
