//! The tickets themselves: who gets a file and who does not, what is refused and leaves nothing,
//! and what becomes of an upload that never ends.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use super::common::{
    Answer, EVENT, GOOD_CARD, Site, Visitor,
    program::{Program, run, verify},
    time::{HOLD, clock, pass},
};
use axum::body::Bytes;
use holdfast::{
    config::Config,
    domain::FileKind,
    files::{FILE_BYTES_MAX, samples},
    types::{TicketId, Timestamp},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

const BOUNDARY: &str = "----a-browsers-boundary";

/// A file as a browser sends it: its name, its declared type, its content.
pub type Chosen<'a> = (&'a str, &'a str, &'a [u8]);

fn content_type() -> String {
    format!("multipart/form-data; boundary={BOUNDARY}")
}

pub fn form(fields: &[(&str, &str)], file: Option<Chosen<'_>>) -> Bytes {
    let mut body = vec![];
    for (name, value) in fields {
        let head = format!("Content-Disposition: form-data; name=\"{name}\"");
        body.extend(format!("--{BOUNDARY}\r\n{head}\r\n\r\n{value}\r\n").into_bytes());
    }
    let (name, media_type, content) = file.unwrap_or(("", "application/octet-stream", b""));
    let head = format!("Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"");
    let head = format!("--{BOUNDARY}\r\n{head}\r\nContent-Type: {media_type}\r\n\r\n");
    body.extend(head.into_bytes());
    body.extend(content);
    body.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
    body.into()
}

fn pdf(number: u32) -> Vec<u8> {
    samples::file(FileKind::Pdf, number)
}

/// A whole document of so many bytes.
fn pdf_of(bytes: usize) -> Vec<u8> {
    let mut document = b"%PDF-1.4\n".to_vec();
    document.resize(bytes - 6, b'x');
    document.extend(b"\n%%EOF");
    document
}

pub async fn post(visitor: &mut Visitor, path: &str, body: Bytes) -> Answer {
    visitor.send("POST", path, Some(&content_type()), body).await
}

async fn attach(visitor: &mut Visitor, ticket: &str, file: Chosen<'_>) -> Answer {
    post(visitor, &format!("{ticket}/file"), form(&[], Some(file))).await
}

/// Lists a ticket with a file; gives what is answered.
async fn list(visitor: &mut Visitor, file: Option<Chosen<'_>>) -> Answer {
    let fields = [&EVENT[..], &[("title", "Row 5"), ("price", "49.50")]].concat();
    post(visitor, "/tickets", form(&fields, file)).await
}

async fn list_with_pdf(visitor: &mut Visitor, number: u32) -> String {
    list(visitor, Some(("ticket.pdf", "application/pdf", &pdf(number)))).await.sent_to()
}

async fn bought(buyer: &mut Visitor, ticket: &str) -> String {
    let order = buyer.buy(ticket, "49.50").await.sent_to();
    assert_eq!(buyer.pay(&order, GOOD_CARD).await.sent_to(), order);
    order
}

pub fn data(site: &Site) -> PathBuf {
    site.folder.path().join("data")
}

/// The files that a data folder keeps, and those that are coming.
fn kept(data: &Path) -> (usize, usize) {
    let count = |folder: PathBuf| std::fs::read_dir(folder).unwrap().count();
    (count(data.join("files")) - 1, count(data.join("files/incoming")))
}

/// What is deleted is deleted a moment after the answer.
pub async fn until_kept(data: &Path, expect: (usize, usize)) {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
    while kept(data) != expect {
        assert!(tokio::time::Instant::now() < deadline, "{:?}, not {expect:?}", kept(data));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Begins a request whose body is never sent to its end.
async fn begin(visitor: &Visitor, path: &str, length: usize, beginning: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(visitor.address).await.unwrap();
    let session = visitor.session.as_deref().unwrap_or_default();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {}\r\nCookie: holdfast={session}\r\nContent-Type: {}\r\n\
         Content-Length: {length}\r\n\r\n",
        visitor.address,
        content_type()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(beginning).await.unwrap();
    stream
}

/// The first line of what is answered.
async fn status_of(stream: &mut TcpStream) -> String {
    let mut answer = vec![0; 12];
    tokio::time::timeout(Duration::from_secs(20), stream.read_exact(&mut answer))
        .await
        .unwrap()
        .unwrap();
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn a_ticket_is_sold_with_its_file() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let plain = list(&mut anna, None).await.sent_to();
    anna.get(&plain).await.is(200, "enctype=\"multipart/form-data\"").is(200, "type=\"file\"");
    site.visitor().get(&plain).await.is(200, "Comes as a file, here, until");
    let ticket = list_with_pdf(&mut anna, 1).await;
    anna.get(&ticket).await.is(200, "Look at it").is(200, "Replace");
    site.visitor().get(&ticket).await.is(200, "Comes as a PDF file");

    let order = ben.buy(&ticket, "49.50").await.sent_to();
    ben.get(&order).await.is(200, "Comes as a PDF file");
    assert_eq!(ben.pay(&order, GOOD_CARD).await.sent_to(), order);
    let page = ben.get(&order).await;
    page.is(200, "Download your ticket").is(200, &format!("href=\"{ticket}/file\""));
    ben.get(&ticket).await.is(200, "Download your ticket");

    let path = format!("{ticket}/file");
    let file = ben.get(&path).await;
    assert_eq!((file.status, file.body.as_bytes()), (200, &pdf(1)[..]));
    let id = ticket.rsplit('/').next().unwrap();
    let name = format!("attachment; filename=\"ticket-{}.pdf\"", &id[28..]);
    for (header, expect) in [
        ("content-disposition", name.as_str()),
        ("content-type", "application/pdf"),
        ("content-length", &pdf(1).len().to_string()),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(file.header(header), Some(expect), "{header}");
    }
    let head = ben.send("HEAD", &path, None, Bytes::new()).await;
    assert_eq!((head.status, head.body.as_str()), (200, ""));

    // Its buyer relies on it: it stays as it is.
    let other = ("other.pdf", "application/pdf", &pdf(2)[..]);
    attach(&mut anna, &ticket, other).await.is(409, "This ticket is sold.");
    anna.post(&format!("{path}/remove"), &[]).await.is(409, "This ticket is sold.");
    assert_eq!(ben.get(&path).await.body.as_bytes(), pdf(1));

    // What is sold without one can be handed over here until the end.
    let order = bought(&mut ben, &plain).await;
    ben.get(&order).await.is(200, "Comes as a file, here, until");
    attach(&mut anna, &plain, other).await.sent_to();
    ben.get(&order).await.is(200, "Download your ticket");
    assert_eq!(ben.get(&format!("{plain}/file")).await.body.as_bytes(), pdf(2));
    until_kept(&data(&site), (2, 0)).await;

    let folder = site.stop().await;
    let (code, said) = verify(folder.path());
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("each of 2 files of tickets and events is there, and whole"), "{said}");
    let one = std::fs::read_dir(folder.path().join("data/files")).unwrap();
    let one = one.map(|file| file.unwrap().path()).find(|path| path.is_file()).unwrap();
    std::fs::remove_file(one).unwrap();
    let (code, said) = verify(folder.path());
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("BROKEN  the file") && said.contains("1 findings"), "{said}");
}

/// Asks as everyone; those who are named get the file, all others what they get for a ticket that is
/// not there.
#[track_caller]
fn assert_reaches<'a>(
    state: &'a str,
    ticket: &str,
    people: &'a mut [(&'static str, Visitor)],
    expect: &'a [&str],
) -> impl Future<Output = ()> + use<'a> {
    let path = format!("{ticket}/file");
    async move {
        for (name, visitor) in people {
            let answer = visitor.get(&path).await;
            match expect.contains(name) {
                true => assert!(answer.body.starts_with("%PDF"), "{name}, {state}"),
                false => {
                    assert_eq!(answer.status, 404, "{name}, {state}");
                    assert!(answer.body.contains("There is nothing here"), "{name}, {state}");
                    assert_eq!(answer.header("content-disposition"), None);
                }
            }
        }
    }
}

#[tokio::test]
async fn a_file_reaches_nobody_it_should_not() {
    let admin = |config: &mut holdfast::config::Config| {
        config.site.admins = vec!["root@example.org".into()];
    };
    let site = Site::start_with(admin).await;
    let mut people = vec![("a visitor", site.visitor())];
    for name in ["seller", "buyer", "former buyer", "other", "root"] {
        people.push((name, site.user(&name.replace(' ', "-")).await));
    }
    let person = |name: &str| people.iter().find(|(n, _)| *n == name).unwrap().1.clone();
    let (mut seller, mut buyer, mut former) =
        (person("seller"), person("buyer"), person("former buyer"));
    let (only_seller, both) = (&["seller"][..], &["seller", "buyer"][..]);

    let ticket = list_with_pdf(&mut seller, 1).await;
    assert_reaches("available", &ticket, &mut people, only_seller).await;
    let order = former.buy(&ticket, "49.50").await.sent_to();
    assert_reaches("held for the former buyer", &ticket, &mut people, only_seller).await;
    assert_eq!(former.pay(&order, crate::common::DECLINED_CARD).await.status, 402);
    assert_reaches("after a declined card", &ticket, &mut people, only_seller).await;
    assert_eq!(former.cancel(&order).await.status, 303);
    assert_reaches("available again", &ticket, &mut people, only_seller).await;
    let order = buyer.buy(&ticket, "49.50").await.sent_to();
    assert_reaches("held", &ticket, &mut people, only_seller).await;
    assert_eq!(buyer.pay(&order, GOOD_CARD).await.sent_to(), order);
    assert_reaches("sold", &ticket, &mut people, both).await;
    let fields = [("reason", "The concert is off"), ("relist", "yes")];
    seller.post(&format!("{order}/refund"), &fields).await.sent_to();
    assert_reaches("refunded", &ticket, &mut people, &[]).await;
    until_kept(&data(&site), (0, 0)).await;
    seller.get(&ticket).await.is(200, "was taken off: its buyer had it. Attach another.");
    let second = ("b.pdf", "application/pdf", &pdf(2)[..]);
    attach(&mut seller, &ticket, second).await.sent_to();
    assert_reaches("with another", &ticket, &mut people, only_seller).await;
    let order = bought(&mut former, &ticket).await;
    let (seller_and_former, reason) = (&["seller", "former buyer"][..], &[("reason", "Off")]);
    assert_reaches("sold to another", &ticket, &mut people, seller_and_former).await;
    seller.post(&format!("{order}/refund"), reason).await.sent_to();
    assert_reaches("refunded and withdrawn", &ticket, &mut people, &[]).await;
    attach(&mut seller, &ticket, second)
        .await
        .is(409, "the order was refunded: the ticket is withdrawn");

    let ticket = list_with_pdf(&mut seller, 3).await;
    assert_eq!(seller.post(&format!("{ticket}/withdraw"), &[]).await.status, 303);
    assert_reaches("withdrawn", &ticket, &mut people, &[]).await;
    let ticket = list_with_pdf(&mut seller, 4).await;
    seller.post(&format!("{ticket}/file/remove"), &[]).await.sent_to();
    assert_reaches("taken off", &ticket, &mut people, &[]).await;
    let nothing = "/tickets/01890000-0000-7000-8000-000000000000";
    assert_reaches("not there", nothing, &mut people, &[]).await;
    until_kept(&data(&site), (0, 0)).await;

    // Only its seller changes it.
    let ticket = list_with_pdf(&mut seller, 5).await;
    for (name, visitor) in people.iter_mut().filter(|(name, _)| *name != "seller") {
        let answers = [
            attach(visitor, &ticket, second).await,
            visitor.post(&format!("{ticket}/file/remove"), &[]).await,
        ];
        for answer in answers {
            let expect = if visitor.session.is_none() { 303 } else { 403 };
            assert_eq!(answer.status, expect, "{name}");
        }
    }
    until_kept(&data(&site), (1, 0)).await;

    // A hold that ran out is nothing to whom it was.
    let site = Site::start_by(clock(), |_| {}).await;
    let (mut seller, mut former) = (site.user("seller").await, site.user("former").await);
    let ticket = list_with_pdf(&mut seller, 1).await;
    former.buy(&ticket, "49.50").await.sent_to();
    pass(HOLD).await;
    let free = |answer: &Answer| answer.attr_of(&ticket, "data-ticket-status") == Some("available");
    former.until(&ticket, free).await;
    assert_eq!(former.get(&format!("{ticket}/file")).await.status, 404);
}

#[tokio::test]
async fn what_cannot_be_a_ticket_is_refused_and_nothing_of_it_stays() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let ticket = list(&mut anna, None).await.sent_to();
    let [pdf, png, jpeg] =
        [FileKind::Pdf, FileKind::Png, FileKind::Jpeg].map(|kind| samples::file(kind, 1));
    let half = |file: &[u8]| file[..file.len() / 2].to_vec();
    let (pdf_half, png_half, jpeg_half) = (half(&pdf), half(&png), half(&jpeg));
    let too_large = pdf_of(FILE_BYTES_MAX as usize + 1);
    let before = site.entries();
    let refused: [(Chosen<'_>, u16, &str); 9] = [
        (
            ("a.gif", "image/gif", b"GIF89a and so on"),
            415,
            "This is no PDF, no picture (JPEG, PNG, WebP, HEIC) and no Wallet",
        ),
        (("a.pdf", "application/pdf", b"<script>alert(1)</script>"), 415, "This is no PDF"),
        (("a.pdf", "application/pdf", b""), 415, "This is no PDF"),
        (
            ("a.pkpass", "application/vnd.apple.pkpass", b"PK\x03\x04 and so on"),
            415,
            "This is no PDF",
        ),
        (("a.pdf", "application/pdf", &pdf_half), 415, "This PDF is damaged or not whole"),
        (("a.png", "image/png", &png_half), 415, "This PNG is damaged or not whole"),
        (("a.jpg", "image/jpeg", &jpeg_half), 415, "This JPEG is damaged or not whole"),
        (("a.pdf", "application/pdf", &too_large), 413, "This file is larger than 10 MB"),
        (("", "", b""), 422, "Choose the file to attach"),
    ];
    for (file, status, says) in refused {
        attach(&mut anna, &ticket, file).await.is(status, says).is(status, "id=\"file-error\"");
        until_kept(&data(&site), (0, 0)).await;
        if status != 422 {
            // The form keeps what was typed.
            list(&mut anna, Some(file)).await.is(status, says).is(status, "value=\"Town Hall\"");
            until_kept(&data(&site), (0, 0)).await;
        }
    }
    let fields = [&EVENT[..], &[("title", ""), ("price", "49.50")]].concat();
    let whole = Some(("a.pdf", "application/pdf", &pdf[..]));
    let again = post(&mut anna, "/tickets", form(&fields, whole)).await;
    again.is(422, "Choose it again.").is(422, "Town Hall");
    let fields = [&EVENT[..], &[("title", "x"), ("price", "49.50"), ("quantity", "2")]].concat();
    let several = post(&mut anna, "/tickets", form(&fields, whole)).await;
    several.is(422, "Each ticket has a file of its own.");
    // What is sent all the same is not written down.
    let length = 1_000_000;
    let beginning = form(&fields, whole);
    let end = beginning.len() - BOUNDARY.len() - 8;
    let mut waiting = begin(&anna, "/tickets", length, &beginning[..end]).await;
    assert_eq!(status_of(&mut waiting).await, "HTTP/1.1 422");
    assert_eq!(kept(&data(&site)), (0, 0));

    // What is no form, or not all of one.
    let path = format!("{ticket}/file");
    let body = form(&[], whole);
    for (content_type, body, status) in [
        ("multipart/form-data", body.clone(), 415),
        ("multipart/mixed; boundary=x", body.clone(), 415),
        ("multipart/form-data; boundary=another", body.clone(), 415),
        (&*content_type(), Bytes::from_static(b"hello"), 415),
        (&*content_type(), Bytes::from(vec![b'-'; 1000]), 415),
        (&*content_type(), body.slice(..body.len() - 10), 408),
        (&*content_type(), Bytes::from(vec![b'\r'; 200_000]), 415),
        ("application/pdf", Bytes::from(pdf.clone()), 415),
    ] {
        let answer = anna.send("POST", &path, Some(content_type), body).await;
        assert_eq!(answer.status, status, "{content_type}: {}", answer.body);
        until_kept(&data(&site), (0, 0)).await;
    }
    let long = "x".repeat(100_000);
    post(&mut anna, "/tickets", form(&[("title", &long)], whole)).await.is(413, "too large");
    until_kept(&data(&site), (0, 0)).await;
    assert_eq!(site.entries(), before);

    // From elsewhere, or far too large: not even read.
    let mut evil = anna.with("origin", "https://evil.example").with("sec-fetch-site", "cross-site");
    assert_eq!(post(&mut evil, &path, form(&[], whole)).await.status, 403);
    for (visitor, path, length, expect) in [
        (&anna, &path, 1_000_000_000, "HTTP/1.1 413"),
        (&anna, &path, FILE_BYTES_MAX as usize + 1_000_000, "HTTP/1.1 413"),
        (&site.visitor(), &path, 5_000_000, "HTTP/1.1 303"),
        (&site.user("ben").await, &path, 5_000_000, "HTTP/1.1 403"),
    ] {
        let mut stream = begin(visitor, path, length, b"").await;
        assert_eq!(status_of(&mut stream).await, expect);
    }

    // All that fits is taken: the largest, each kind, and whatever it is called.
    for (file, title) in [
        (("largest.PDF", "application/pdf", &pdf_of(FILE_BYTES_MAX as usize)[..]), "PDF"),
        (("ticket", "", &png), "PNG"),
        (("photo.jpeg", "application/octet-stream", &jpeg), "JPEG"),
        (("Row 5.12", "image/jpg", &samples::file(FileKind::Jpeg, 2)), "JPEG"),
        (("getTicket.php", "application/x-download", &pdf), "PDF"),
        (("ticket.jpg", "image/jpeg", &samples::file(FileKind::Png, 2)), "PNG"),
        (("IMG_1.HEIC", "", &samples::file(FileKind::Heic, 1)), "HEIC"),
        (("ticket.webp", "image/webp", &samples::file(FileKind::Webp, 1)), "WebP"),
        (("ticket.zip", "application/zip", &samples::file(FileKind::Pkpass, 1)), "pkpass"),
    ] {
        attach(&mut anna, &ticket, file).await.sent_to();
        site.visitor().get(&ticket).await.is(200, &format!("Comes as a {title} file"));
        until_kept(&data(&site), (1, 0)).await;
        if file.0 == "largest.PDF" {
            let all = anna.get(&path).await.body;
            assert!(all.as_bytes() == file.2, "{} bytes came", all.len());
        }
    }
    let head = anna.send("HEAD", &path, None, Bytes::new()).await;
    assert_eq!(head.header("content-type"), Some("application/vnd.apple.pkpass"));
    let name = head.header("content-disposition").unwrap();
    assert!(name.ends_with(".pkpass\""), "its name is mended: {name}");
}

#[tokio::test]
async fn the_same_file_is_not_for_sale_twice() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let file = ("ticket.pdf", "application/pdf", &pdf(1)[..]);
    let first = list_with_pdf(&mut anna, 1).await;
    let says = "Another ticket on sale here has this same file";
    for visitor in [&mut anna, &mut ben] {
        list(visitor, Some(file)).await.is(409, says).is(409, "value=\"Row 5\"");
        let other = list(visitor, None).await.sent_to();
        attach(visitor, &other, file).await.is(409, says);
    }
    // Nor by other bytes behind its end, other dates, or another id.
    let after = [&pdf(1)[..], b"\n% saved again\n%%EOF\n"].concat();
    let id = String::from_utf8(pdf(1)).unwrap().replace("/Size", "/ID [<1> <2>] /Size");
    for content in [&after[..], id.as_bytes()] {
        let same = ("other.pdf", "application/pdf", content);
        list(&mut ben, Some(same)).await.is(409, says);
        attach(&mut anna, &first, same).await.sent_to();
    }
    until_kept(&data(&site), (1, 0)).await;
    attach(&mut anna, &first, file).await.sent_to();
    until_kept(&data(&site), (1, 0)).await;

    // Once it is sold it is its buyer's to sell on, and nobody else's.
    let mut cleo = site.user("cleo").await;
    bought(&mut ben, &first).await;
    for visitor in [&mut anna, &mut cleo] {
        let sold = "This same file was sold here to somebody else";
        list(visitor, Some(file)).await.is(409, sold);
    }
    let second = list(&mut ben, Some(file)).await.sent_to();
    bought(&mut cleo, &second).await;
    assert_eq!(list(&mut ben, Some(file)).await.status, 409);
    assert_eq!(list(&mut anna, Some(file)).await.status, 409);
    let same = ("other.pdf", "application/pdf", &after[..]);
    assert_eq!(list(&mut anna, Some(same)).await.status, 409);
    let third = list(&mut cleo, Some(file)).await.sent_to();
    assert_eq!(ben.get(&format!("{second}/file")).await.status, 200);
    assert_eq!(ben.get(&format!("{third}/file")).await.status, 404);

    // What is taken off is free again.
    let replaced = list_with_pdf(&mut anna, 7).await;
    attach(&mut anna, &replaced, ("b.pdf", "", &pdf(8))).await.sent_to();
    let withdrawn = list_with_pdf(&mut ben, 7).await;
    ben.post(&format!("{withdrawn}/withdraw"), &[]).await.sent_to();
    list_with_pdf(&mut cleo, 7).await;
}

/// It is the same listing: what it lacked, or had wrong, is the file.
#[tokio::test]
async fn who_goes_back_to_the_form_for_a_file_attaches_it() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let id = TicketId::new().to_string();
    let listing = [("ticket_id", id.as_str()), ("title", "Row 5"), ("price", "49.50")];
    let fields = [&EVENT[..], &listing].concat();
    let ticket = post(&mut anna, "/tickets", form(&fields, None)).await.sent_to();
    for number in [1, 2, 2] {
        let file = pdf(number);
        let sent = form(&fields, Some(("ticket.pdf", "application/pdf", &file)));
        assert_eq!(post(&mut anna, "/tickets", sent).await.sent_to(), ticket);
        let got = anna.get(&format!("{ticket}/file")).await;
        assert_eq!((got.status, got.body), (200, String::from_utf8_lossy(&file).into()));
    }
    until_kept(&data(&site), (1, 0)).await;
    let sent = form(&fields, None);
    assert_eq!(post(&mut anna, "/tickets", sent).await.sent_to(), ticket);
    assert_eq!(anna.get(&format!("{ticket}/file")).await.status, 200, "none takes none off");
}

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing_and_frees_its_place() {
    let site = Site::start_with(|config| config.server.uploads_max = 1).await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let ticket = list(&mut anna, None).await.sent_to();
    let path = format!("{ticket}/file");
    let large = form(&[], Some(("a.pdf", "application/pdf", &pdf_of(1_000_000))));
    let mut broken = begin(&anna, &path, large.len(), &large[..large.len() / 2]).await;
    until_kept(&data(&site), (0, 1)).await;

    // There is one place: nobody else's file comes in meanwhile, and all else goes on.
    let others = list(&mut ben, Some(("a.pdf", "", &pdf_of(1_000_000)))).await;
    others.is(503, "Many are sending files just now");
    assert_eq!(others.header("retry-after"), Some("2"));
    ben.get("/").await.is(200, "1 ticket left");
    list_with_pdf(&mut ben, 1).await;
    broken.shutdown().await.unwrap();
    drop(broken);
    until_kept(&data(&site), (1, 0)).await;

    post(&mut anna, &path, large).await.sent_to();
    until_kept(&data(&site), (2, 0)).await;
}

#[tokio::test]
async fn an_upload_that_sends_nothing_more_is_not_waited_for() {
    let site = Site::start_with(|config| config.server.head_seconds = 1).await;
    let mut anna = site.user("anna").await;
    let path = format!("{}/file", list(&mut anna, None).await.sent_to());
    let large = form(&[], Some(("a.pdf", "application/pdf", &pdf_of(1_000_000))));
    let mut silent = begin(&anna, &path, large.len(), &large[..large.len() / 2]).await;
    assert_eq!(status_of(&mut silent).await, "HTTP/1.1 408");
    until_kept(&data(&site), (0, 0)).await;
    post(&mut anna, &path, large).await.sent_to();
    until_kept(&data(&site), (1, 0)).await;
}

#[tokio::test]
async fn what_a_killed_program_leaves_is_swept_up() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (program, address) = Program::serve(folder.path(), &[]);
    let mut anna = Visitor::at(address);
    anna.sign_up("anna").await;
    let ticket = list_with_pdf(&mut anna, 1).await;
    let other = list(&mut anna, None).await.sent_to();
    let large = form(&[], Some(("a.pdf", "application/pdf", &pdf_of(1_000_000))));
    let path = format!("{other}/file");
    let _open = begin(&anna, &path, large.len(), &large[..large.len() / 2]).await;
    until_kept(&data, (1, 1)).await;
    program.kill();
    // As if it had been killed between the file's place and the entry that names it.
    let orphan = data.join("files").join(holdfast::types::FileId::new().to_string());
    std::fs::write(&orphan, pdf(2)).unwrap();
    assert_eq!(kept(&data), (2, 1));

    let (program, address) = Program::serve(folder.path(), &[]);
    anna.address = address;
    until_kept(&data, (1, 0)).await;
    assert!(!orphan.exists());
    assert_eq!(anna.get(&format!("{ticket}/file")).await.body.as_bytes(), pdf(1));
    assert_eq!(anna.get(&path).await.status, 404);
    post(&mut anna, &path, large).await.sent_to();
    program.kill();
    assert_eq!(verify(folder.path()).0, Some(0));
    assert_eq!(kept(&data), (2, 0), "what was answered is there");
}

/// With its files, its sessions and its books, whatever the site does afterwards.
#[tokio::test]
async fn a_backup_of_a_running_site_goes_on_as_that_was() {
    let folder = tempfile::tempdir().unwrap();
    let (program, address) = Program::serve(folder.path(), &[]);
    let (mut seller, mut buyer) = (Visitor::at(address), Visitor::at(address));
    seller.sign_up("seller").await;
    buyer.sign_up("buyer").await;
    let (sold, kept_back) =
        (list_with_pdf(&mut seller, 1).await, list_with_pdf(&mut seller, 2).await);
    let order = bought(&mut buyer, &sold).await;
    let (code, says) = run(folder.path(), &["backup", "backups"], &[]);
    assert_eq!(code, Some(0), "{says}");
    assert!(says.contains("2 tickets' files, checked"), "{says}");
    assert_eq!(seller.post(&format!("{kept_back}/withdraw"), &[]).await.status, 303);
    assert_eq!(verify(folder.path()).0, Some(0), "of the site, which runs");
    program.kill();

    let restored = tempfile::tempdir().unwrap();
    let backups = folder.path().join("backups");
    let (code, says) = run(restored.path(), &["restore", backups.to_str().unwrap()], &[]);
    assert_eq!(code, Some(0), "{says}");
    assert_eq!(verify(restored.path()).0, Some(0));
    let (_program, address) = Program::serve(restored.path(), &[]);
    (seller.address, buyer.address) = (address, address);
    buyer.get(&order).await.is(200, "Row 5");
    assert_eq!(buyer.get(&format!("{sold}/file")).await.body.as_bytes(), pdf(1));
    seller.get(&kept_back).await.is(200, "49.50");
    assert_eq!(seller.get(&format!("{kept_back}/file")).await.body.as_bytes(), pdf(2));
}

/// A moment at which the site named a file is restored with it: so the file stays until it is in a backup,
/// also over a restart.
#[tokio::test]
async fn what_is_replaced_stays_until_it_is_in_a_backup() {
    let place = tempfile::tempdir().unwrap();
    let clock = clock();
    let backed_up = |config: &mut Config| {
        config.backup.to = place.path().to_str().unwrap().into();
        config.backup.every_minutes = 60;
    };
    let site = Site::start_by(clock, backed_up).await;
    until_backed_up(&site, None).await;
    let mut anna = site.user("anna").await;
    let ticket = list_with_pdf(&mut anna, 1).await;
    let named = clock.now();
    pass(Duration::from_secs(2)).await;
    attach(&mut anna, &ticket, ("b.pdf", "application/pdf", &pdf(2))).await.sent_to();
    let newest = site.market.backup_state().unwrap().newest;
    let folder = site.stop().await;
    let site = Site::start_in(folder, clock, backed_up).await;
    until_backed_up(&site, None).await;
    assert_eq!(kept(&data(&site)), (2, 0));
    pass(Duration::from_secs(3700)).await;
    until_backed_up(&site, newest).await;
    until_kept(&data(&site), (1, 0)).await;

    let restored = tempfile::tempdir().unwrap();
    let at = named.rfc3339();
    let from = ["restore", place.path().to_str().unwrap(), "--at", at.as_str()];
    let (code, says) = run(restored.path(), &from, &[]);
    assert_eq!(code, Some(0), "{says}");
    let (_program, address) = Program::serve(restored.path(), &[]);
    anna.address = address;
    assert_eq!(anna.get(&format!("{ticket}/file")).await.body.as_bytes(), pdf(1));
}

/// Waits for a backup that is newer than this one.
async fn until_backed_up(site: &Site, than: Option<Timestamp>) {
    let newest = || site.market.backup_state().and_then(|state| state.newest);
    let deadline = tokio::time::Instant::now() + Duration::from_secs(60);
    while newest() <= than {
        assert!(tokio::time::Instant::now() < deadline, "{:?}", site.market.backup_state());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
