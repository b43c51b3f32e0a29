//! Pictures that are uploaded for events: what becomes of them, and who may do it.

use std::io::{Cursor, Write as _};

use super::{
    common::{
        Answer, Site, Visitor,
        program::{backed_up_and_restored, verify},
    },
    files::{data, form, post, until_kept},
};
use holdfast::{
    domain::{EventPicture, FileKind},
    files::{FILE_BYTES_MAX, samples},
    types::{EventId, TicketId},
};
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder as _, ImageEncoder as _, ImageFormat,
    ImageReader, Rgb, RgbImage, Rgba, RgbaImage, codecs::jpeg::JpegEncoder, metadata::Orientation,
};

const AT: &str = "https://tickets.example.org";
const RED: Rgb<u8> = Rgb([200, 20, 20]);
const BLUE: Rgb<u8> = Rgb([20, 20, 200]);

/// What a camera writes into a photograph: that it was held on its side, and where that was.
fn exif() -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0\x02\0".to_vec();
    // The orientation, a SHORT; then where the place stands, a LONG.
    exif.extend(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0");
    exif.extend(b"\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0");
    // The place: north.
    exif.extend(b"\x01\0\x01\0\x02\0\x02\0\0\0N\0\0\0\0\0\0\0");
    exif.extend(b"48.137N 11.575E");
    exif
}

/// Red to the left and blue to the right, which is red above and blue below once it is upright.
pub fn photograph() -> Vec<u8> {
    let dots = RgbImage::from_fn(400, 800, |x, _| if x < 200 { RED } else { BLUE });
    let mut photograph = vec![];
    let mut encoder = JpegEncoder::new_with_quality(&mut photograph, 90);
    encoder.set_exif_metadata(exif()).unwrap();
    encoder.write_image(&dots, 400, 800, ExtendedColorType::Rgb8).unwrap();
    photograph
}

fn packed(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut packed = Cursor::new(vec![]);
    picture.write_to(&mut packed, format).unwrap();
    packed.into_inner()
}

/// A whole PNG of so many dots, of which next to none are there.
fn bomb(width: u32, height: u32) -> Vec<u8> {
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    let mut data = flate2::write::ZlibEncoder::new(vec![], flate2::Compression::best());
    data.write_all(&[0; 1024]).unwrap();
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, body) in [(b"IHDR", head), (b"IDAT", data.finish().unwrap()), (b"IEND", vec![])] {
        let content = [&kind[..], &body].concat();
        file.extend(u32::try_from(body.len()).unwrap().to_be_bytes());
        file.extend(&content);
        file.extend(crc32fast::hash(&content).to_be_bytes());
    }
    file
}

async fn site() -> (Site, Visitor) {
    let site = Site::start_with(|config| {
        config.site.base_url = AT.into();
        config.site.admins = vec!["root@example.org".into()];
    })
    .await;
    let root = site.user("root").await;
    (site, root)
}

fn event_of(site: &Site, ticket: &str) -> EventId {
    let id: TicketId = ticket.rsplit('/').next().unwrap().parse().unwrap();
    site.market.tables().ticket(id).unwrap().unwrap().event
}

fn picture_of(site: &Site, event: EventId) -> Option<EventPicture> {
    site.market.tables().event(event).unwrap().unwrap().picture
}

async fn send(visitor: &mut Visitor, event: EventId, content: &[u8]) -> Answer {
    let file = ("picture.jpg", "image/jpeg", content);
    post(visitor, &format!("/events/{event}/picture/attach"), form(&[], Some(file))).await
}

/// The content of one of a page's metadata.
fn meta<'a>(page: &'a Answer, name: &str) -> &'a str {
    let of = page.body.split(&format!("property=\"{name}\" content=\"")).nth(1).unwrap();
    of.split('"').next().unwrap()
}

#[tokio::test]
async fn a_picture_stands_in_the_posters_stead_until_it_is_taken_off() {
    let (site, _root) = site().await;
    let (mut ann, mut nobody) = (site.user("ann").await, site.visitor());
    let event = event_of(&site, &ann.list("Row 5", "49.50").await);
    let (path, change) = (format!("/events/{event}"), format!("/events/{event}/change"));

    // Without one, its poster is shared in dots.
    let page = nobody.event(&path).await;
    let shared = meta(&page, "og:image").strip_prefix(AT).unwrap().to_owned();
    assert!(shared.starts_with(&format!("{path}/poster.png?v=")), "{shared}");
    for _ in 0..2 {
        let png = nobody.get(&shared).await;
        assert_eq!((png.status, png.header("content-type")), (200, Some("image/png")));
        assert_eq!(png.header("cache-control"), Some("public, max-age=604800"));
        let dots = ImageReader::new(Cursor::new(&png.bytes)).with_guessed_format().unwrap();
        assert_eq!(dots.into_dimensions().unwrap(), (1200, 630));
        let tag = png.header("etag").unwrap().to_owned();
        let known = site.visitor().with("if-none-match", &tag).get(&shared).await;
        assert_eq!((known.status, known.body.as_str()), (304, ""));
    }
    let page = ann.get(&change).await;
    page.is(200, "enctype=\"multipart/form-data\"").is(200, "A picture of the event");
    assert!(!page.body.contains("Take the picture off"));

    let page = send(&mut ann, event, &photograph()).await.sent_to();
    let picture = picture_of(&site, event).unwrap();
    let page = nobody.get(&page).await;
    let [large, small] = picture.files().map(|file| format!("{path}/picture/{}", file.id));
    page.is(200, &format!("<img class=\"poster\" src=\"{small}\" alt=\"The Test Band\""));
    assert_eq!(meta(&page, "og:image"), format!("{AT}{large}"));
    page.is(200, &format!("\"image\":[\"{AT}{large}\"]"));
    nobody.get("/").await.is(200, &small);
    for (address, size) in [(&large, (1200, 630)), (&small, (720, 400))] {
        let jpeg = nobody.get(address).await;
        for (header, expect) in [
            ("content-type", "image/jpeg"),
            ("cache-control", "public, max-age=31536000, immutable"),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "sandbox; default-src 'none'"),
        ] {
            assert_eq!(jpeg.header(header), Some(expect), "{header}");
        }
        assert_eq!((jpeg.status, jpeg.header("set-cookie")), (200, None));
        let reader = ImageReader::new(Cursor::new(&jpeg.bytes)).with_guessed_format().unwrap();
        let mut decoder = reader.into_decoder().unwrap();
        assert_eq!(decoder.dimensions(), size);
        assert_eq!(decoder.orientation().unwrap(), Orientation::NoTransforms);
        assert_eq!(decoder.exif_metadata().unwrap(), None);
        assert!(!jpeg.bytes.windows(4).any(|part| part == b"Exif" || part == b"48.1"));
        let dots = DynamicImage::from_decoder(decoder).unwrap().into_rgb8();
        let [above, below] = [10, size.1 - 10].map(|y| dots.get_pixel(size.0 / 2, y).0);
        assert!(above[0] > 150 && above[2] < 80, "{above:?} is red");
        assert!(below[2] > 150 && below[0] < 80, "{below:?} is blue");
    }
    until_kept(&data(&site), (2, 0)).await;

    // Another one has another address, and the one before is gone.
    let clear = RgbaImage::from_pixel(2000, 3, Rgba([0, 0, 0, 0]));
    send(&mut ann, event, &packed(&clear.into(), ImageFormat::Png)).await.sent_to();
    let other = picture_of(&site, event).unwrap();
    assert_ne!(other, picture);
    assert_eq!(nobody.get(&large).await.status, 404);
    let jpeg = nobody.get(&format!("{path}/picture/{}", other.large.id)).await;
    let dots = image::load_from_memory(&jpeg.bytes).unwrap().into_rgb8();
    assert!(dots.pixels().all(|dot| dot.0.iter().all(|c| *c > 250)), "what is clear is white");
    until_kept(&data(&site), (2, 0)).await;
    let green = RgbImage::from_pixel(1, 1, Rgb([0, 200, 0]));
    send(&mut ann, event, &packed(&green.into(), ImageFormat::WebP)).await.sent_to();
    until_kept(&data(&site), (2, 0)).await;

    ann.get(&change).await.is(200, "Take the picture off");
    let remove = format!("{path}/picture/remove");
    let page = ann.post(&remove, &[]).await.sent_to();
    let before = site.entries();
    ann.post(&remove, &[]).await.sent_to();
    assert_eq!(site.entries(), before, "it is so already");
    let page = nobody.get(&page).await;
    page.is(200, &format!("src=\"{path}/picture?v="));
    assert_eq!(meta(&page, "og:image"), format!("{AT}{shared}"), "as it was");
    until_kept(&data(&site), (0, 0)).await;

    let folder = site.stop().await;
    let (code, said) = verify(folder.path());
    assert_eq!(code, Some(0), "{said}");
}

#[tokio::test]
async fn what_is_no_picture_is_refused_at_the_field_and_leaves_nothing() {
    let (site, _root) = site().await;
    let mut ann = site.user("ann").await;
    let event = event_of(&site, &ann.list("Row 5", "49.50").await);
    let before = site.entries();
    let mut half = photograph();
    half.truncate(half.len() / 2);
    let large = vec![0xff; FILE_BYTES_MAX as usize + 1];
    let no_picture = "This is no JPEG, PNG or WebP, or it is damaged.";
    for (content, status, why) in [
        (&bomb(30_000, 30_000)[..], 415, "more than 40 megapixels"),
        // Few dots, and nothing of them there.
        (&bomb(2_000, 2_000), 415, no_picture),
        (&samples::file(FileKind::Pdf, 1), 415, no_picture),
        (&samples::file(FileKind::Heic, 1), 415, no_picture),
        (&half, 415, no_picture),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            415,
            no_picture,
        ),
        (&large, 413, "larger than 10 MB"),
    ] {
        let page = send(&mut ann, event, content).await;
        page.is(status, why)
            .is(status, "<a href=\"#picture\">Picture: ")
            .is(status, "aria-invalid=\"true\"")
            .is(status, "value=\"The Test Band\"");
    }
    let attach = format!("/events/{event}/picture/attach");
    post(&mut ann, &attach, form(&[], None)).await.is(422, "Choose one picture");
    ann.post(&attach, &[]).await.is(422, "Choose one picture");
    let mut german = ann.with("accept-language", "de");
    send(&mut german, event, b"x").await.is(415, "Das ist kein JPEG, PNG oder WebP");
    assert_eq!(picture_of(&site, event), None);
    assert_eq!(site.entries(), before);
    until_kept(&data(&site), (0, 0)).await;
}

#[tokio::test]
async fn who_made_an_event_pictures_it_until_somebody_else_has_a_ticket() {
    let (site, mut root) = site().await;
    let (mut ann, mut ben) = (site.user("ann").await, site.user("ben").await);
    let ticket = ann.list("Row 5", "49.50").await;
    let event = event_of(&site, &ticket);
    let remove = format!("/events/{event}/picture/remove");
    assert_eq!(send(&mut ben, event, &photograph()).await.status, 404);
    assert_eq!(ben.post(&remove, &[]).await.status, 404);
    let visitor = send(&mut site.visitor(), event, &photograph()).await;
    assert!(visitor.header("location").unwrap().starts_with("/signin"));
    assert_eq!(picture_of(&site, event), None);
    send(&mut ann, event, &photograph()).await.sent_to();
    let picture = picture_of(&site, event).unwrap();

    ben.buy(&ticket, "49.50").await.sent_to();
    send(&mut ann, event, &photograph()).await.is(409, "Somebody else sells, holds or has bought");
    ann.post(&remove, &[]).await.is(409, "Somebody else sells, holds or has bought");
    assert_eq!(picture_of(&site, event), Some(picture));
    until_kept(&data(&site), (2, 0)).await;
    send(&mut root, event, &photograph()).await.sent_to();
    assert_ne!(picture_of(&site, event), Some(picture));
    // Only what is the event's own is shown: no ticket's file is.
    let pdf = samples::file(FileKind::Pdf, 1);
    let file = form(&[], Some(("ticket.pdf", "application/pdf", &pdf)));
    let own = ann.list("Row 6", "10").await;
    post(&mut ann, &format!("{own}/file"), file).await.sent_to();
    let id: TicketId = own.rsplit('/').next().unwrap().parse().unwrap();
    let file = site.market.tables().ticket(id).unwrap().unwrap().file.unwrap();
    assert_eq!(ann.get(&format!("/events/{event}/picture/{}", file.id)).await.status, 404);

    // What a record names is there after a restart, and what none names is swept.
    let kept = picture_of(&site, event).unwrap();
    let folder = data(&site).join("files");
    let rubbish = folder.join(holdfast::types::FileId::new().to_string());
    std::fs::write(&rubbish, b"left by a crash").unwrap();
    let site = site.restart_with(|_| ()).await;
    let mut nobody = site.visitor();
    for file in kept.files() {
        let jpeg = nobody.get(&format!("/events/{event}/picture/{}", file.id)).await;
        assert_eq!(jpeg.bytes.len(), file.bytes as usize);
    }
    until_kept(&data(&site), (3, 0)).await;
    assert!(!rubbish.exists());

    // It is backed up, and missed.
    let folder = site.stop().await;
    let (code, said) = verify(folder.path());
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("each of 3 files of tickets and events is there, and whole"), "{said}");
    let (data, to) = (folder.path().join("data"), folder.path().join("copy"));
    backed_up_and_restored(folder.path(), "copy");
    let lost = kept.small.id.to_string();
    assert!(to.join("files").join(&lost).exists());
    std::fs::remove_file(data.join("files").join(&lost)).unwrap();
    let (code, said) = verify(folder.path());
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains(&format!("BROKEN  the file {lost} of event {event}")), "{said}");
}

#[tokio::test]
async fn a_cancelled_events_picture_is_taken_off_by_who_may() {
    let (site, mut root) = site().await;
    let (mut ann, mut ben) = (site.user("ann").await, site.user("ben").await);
    let held = ann.list("Row 5", "49.50").await;
    let event = event_of(&site, &held);
    let [change, cancel] = ["change", "cancel"].map(|deed| format!("/events/{event}/{deed}"));
    let remove = format!("action=\"/events/{event}/picture/remove\"");
    send(&mut ann, event, &photograph()).await.sent_to();
    ben.buy(&held, "49.50").await.sent_to();
    let sent = [("reason", "The hall has flooded"), ("confirm", "yes")];
    root.post(&cancel, &sent).await.sent_to();

    assert_eq!(ann.get(&change).await.sent_to(), cancel);
    let is_offered = |page: &Answer| page.is(200, "Refunds").body.contains(&remove);
    assert!(is_offered(&root.get(&cancel).await));
    // Once nobody else has a ticket any more.
    ann.until(&cancel, is_offered).await;
    assert_eq!(ben.get(&cancel).await.status, 404);
    ann.post(&format!("/events/{event}/picture/remove"), &[]).await.sent_to();
    assert_eq!(picture_of(&site, event), None);
    assert!(!is_offered(&root.get(&cancel).await));
    until_kept(&data(&site), (0, 0)).await;
}
