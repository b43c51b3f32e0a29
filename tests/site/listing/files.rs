//! The last step of a listing: files for several seats by one form, or one document whose pages they
//! are.

use super::{form, id_of};
use crate::common::{Answer, GOOD_CARD, Site, Visitor};
use holdfast::{
    domain::FileKind,
    files::samples,
    types::{Quantity, TicketId},
};
use hyper::body::Bytes;

/// Seats of row 5 by one form, as the page sends it: leads to their files.
async fn list(visitor: &mut Visitor, quantity: usize) -> String {
    let quantity = quantity.to_string();
    let place = [("row", "5"), ("seat", "1"), ("quantity", &*quantity), ("then", "files")];
    let path = visitor.post("/tickets", &form(&place)).await.sent_to();
    path.strip_suffix("/files").unwrap_or_else(|| panic!("{path}")).to_owned()
}

async fn send(visitor: &mut Visitor, path: &str, files: &[Vec<u8>]) -> Answer {
    let mut body = vec![];
    for file in files {
        body.extend(
            b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n",
        );
        body.extend(file);
        body.extend(b"\r\n");
    }
    body.extend(b"--x--\r\n");
    let kind = Some("multipart/form-data; boundary=x");
    visitor.send("POST", path, kind, Bytes::from(body)).await
}

/// What the tickets have, from the first on.
fn bytes_of(site: &Site, first: &str, count: u8) -> Vec<Option<u32>> {
    let first: TicketId = id_of(first);
    let ticket = |n| site.market.tables().ticket(first.sibling(n)).unwrap().unwrap();
    (0..count).map(|n| ticket(n).file.map(|file| file.bytes)).collect()
}

fn some(files: &[Vec<u8>]) -> Vec<Option<u32>> {
    files.iter().map(|file| u32::try_from(file.len()).ok()).collect()
}

/// Different files, of different lengths.
fn file(n: usize) -> Vec<u8> {
    samples::pdf(&[&"x".repeat(n)])
}

#[tokio::test]
async fn several_files_go_to_their_seats_in_order() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let first = list(&mut anna, 3).await;
    let path = format!("{first}/files");
    let page = anna.get(&path).await;
    page.is(200, "Step 3 of 3").is(200, "Row 5 · Seat 3").is(200, "multiple");
    assert_eq!(page.body.matches("data-lacks-file").count(), 3);
    let before = site.entries();
    send(&mut anna, &path, &[]).await.is(422, "id=\"file-error\"");
    let four: Vec<_> = (1..5).map(file).collect();
    send(&mut anna, &path, &four).await.is(422, "These are more files than tickets");
    assert_eq!(site.entries(), before, "none is attached");

    // Two of three, and one of these is no ticket: the other is attached.
    let odd = send(&mut anna, &path, &[file(1), b"GIF89a..".to_vec()]).await;
    let second = id_of(&first).sibling(1);
    odd.is(415, &format!("id=\"{second}-error\"")).is(415, "Row 5 · Seat 2");
    assert_eq!(odd.body.matches("data-lacks-file").count(), 2);
    assert_eq!(bytes_of(&site, &first, 3), [some(&[file(1)])[0], None, None]);
    // The rest goes to those that lack one; the same file twice is refused by its ticket.
    let twice = send(&mut anna, &path, &[file(2), file(1)]).await;
    twice.is(409, &format!("id=\"{}-error\"", id_of(&first).sibling(2)));
    let done = send(&mut anna, &path, &[file(3)]).await.sent_to();
    assert_eq!(done, format!("{path}?done=all_attached"));
    assert_eq!(bytes_of(&site, &first, 3), some(&[file(1), file(2), file(3)]));
    anna.get(&done).await.is(200, "All files are attached.");
    assert!(!anna.get(&path).await.body.contains("type=\"file\""), "nothing lacks one");
    send(&mut anna, &path, &[file(4)]).await.is(422, "These are more files");

    // Each is its buyer's.
    let ticket = format!("/tickets/{second}");
    let order = ben.buy(&ticket, "40").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    assert_eq!(ben.get(&format!("{ticket}/file")).await.body.as_bytes(), file(2));
    // Somebody else has nothing to attach.
    ben.get(&path).await.is(403, "Only its seller");
    send(&mut ben, &path, &[file(9)]).await.is(403, "Only its seller");
}

#[tokio::test]
async fn a_documents_pages_are_the_tickets() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let first = list(&mut anna, 3).await;
    let (path, pages) = (format!("{first}/files"), format!("{first}/pages"));
    anna.get(&path).await.is(200, &format!("action=\"{pages}\""));
    let before = site.entries();
    let of = |names: &[&str]| {
        let lines: Vec<[&str; 1]> = names.iter().map(|name| [*name]).collect();
        samples::pdf_of(&lines.iter().map(<[&str; 1]>::as_slice).collect::<Vec<_>>())
    };
    for (status, sent, says) in [
        (422, vec![], "id=\"pages-error\""),
        (415, vec![of(&["a", "b"])], "It has 2 pages, and 3 tickets lack a file."),
        (415, vec![of(&vec!["x"; 200])], "It has 200 pages"),
        (415, vec![samples::file(FileKind::Png, 1)], "cannot be taken apart"),
        (415, vec![b"GIF89a..".to_vec()], "id=\"pages-error\""),
        (422, vec![of(&["a", "b", "c"]), of(&["d"])], "id=\"pages-error\""),
    ] {
        let refused = send(&mut anna, &pages, &sent).await;
        refused.is(status, says).is(status, "id=\"pages-error\"");
    }
    let locked = String::from_utf8(of(&["a", "b", "c"])).unwrap();
    let locked = locked.replace("/Root 1 0 R", "/Root 1 0 R /Encrypt 1 0 R").into_bytes();
    send(&mut anna, &pages, &[locked]).await.is(415, "This PDF is locked");
    assert_eq!(site.entries(), before, "nothing is attached");

    let done = send(&mut anna, &pages, &[of(&["Seat one", "Seat two", "Seat three"])]).await;
    assert_eq!(done.sent_to(), format!("{path}?done=all_attached"));
    for (n, own) in (0..).zip(["Seat one", "Seat two", "Seat three"]) {
        let ticket = site.market.tables().ticket(id_of(&first).sibling(n)).unwrap().unwrap();
        let files = site.market.storage().files().unwrap();
        let file = files.read(ticket.file.unwrap().id, 0, 100_000).unwrap();
        let file = String::from_utf8_lossy(&file);
        for name in ["Seat one", "Seat two", "Seat three"] {
            assert_eq!(file.contains(&format!("({name})")), name == own, "{n}: {name}");
        }
    }
    // Pages that look the same are one file, which no two tickets have.
    let other = list(&mut ben, 2).await;
    let alike = send(&mut ben, &format!("{other}/pages"), &[of(&["Same", "Same"])]).await;
    alike.is(409, "data-lacks-file");
    ben.get(&pages).await.sent_to();
    send(&mut ben, &pages, &[of(&["a", "b", "c"])]).await.is(403, "Only its seller");
}

#[tokio::test]
async fn as_many_files_come_as_one_form_lists() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let most = Quantity::MAX.get();
    let first = list(&mut anna, most).await;
    let files: Vec<_> = (1..=most).map(file).collect();
    let path = format!("{first}/files");
    let more: Vec<_> = (1..=most + 1).map(file).collect();
    send(&mut anna, &path, &more).await.is(422, "These are more files than tickets");
    send(&mut anna, &path, &files).await.sent_to();
    assert_eq!(bytes_of(&site, &first, 10), some(&files));
}
