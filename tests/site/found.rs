//! What is found and shared: what pages say of themselves, and where robots are told of them. Others'
//! programs read it; how to have them: docs/testing.md.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use crate::common::{
    Answer, EVENT, GOOD_CARD, Site, Visitor,
    nats::{PYTHON, named},
};

const AT: &str = "https://tickets.example.org";

async fn site() -> Site {
    Site::start_with(|config| config.site.base_url = AT.into()).await
}

/// What `extruct` finds in a page, once schema.org's own vocabulary has been held against it; nothing
/// if there is no `extruct` here.
fn read(page: &str) -> Option<Value> {
    let python = named(PYTHON)?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/common/read_head.py");
    let mut command = Command::new(python);
    let command = command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut reader = command.spawn().unwrap();
    reader.stdin.take().unwrap().write_all(page.as_bytes()).unwrap();
    let said = reader.wait_with_output().unwrap();
    assert!(said.status.success(), "{page}");
    Some(serde_json::from_slice(&said.stdout).unwrap())
}

const NOT_FOUND: &str = "<meta name=\"robots\" content=\"noindex\">";

/// The content of one of a page's metadata.
fn meta<'a>(page: &'a Answer, name: &str) -> Option<&'a str> {
    let tag = page.body.split("<meta ").skip(1).map(|tag| tag.split('>').next().unwrap());
    let mut of = tag.filter(|tag| tag.contains(&format!("\"{name}\"")));
    of.next().map(|tag| tag.split("content=\"").nth(1).unwrap().split('"').next().unwrap())
}

fn canonical(page: &Answer) -> Option<&str> {
    page.body.split("rel=\"canonical\" href=\"").nth(1)?.split('"').next()
}

/// What comes before a picture.
async fn head(visitor: &mut Visitor, path: &str) -> Answer {
    visitor.send("HEAD", path, None, Default::default()).await
}

async fn list(seller: &mut Visitor, name: &str, price: &str) -> String {
    let own = [("title", "Row 5"), ("price", price), ("event_name", name)];
    let rest = EVENT.iter().filter(|(field, _)| *field != "event_name");
    let fields: Vec<_> = own.iter().chain(rest).copied().collect();
    seller.post("/tickets", &fields).await.sent_to()
}

async fn event_of(visitor: &mut Visitor, ticket: &str) -> String {
    let page = visitor.get(ticket).await;
    let link = page.body.split("class=\"eyebrow\"><a href=\"").nth(1).unwrap();
    link.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn an_event_says_what_it_is_to_who_finds_it() {
    let site = site().await;
    let (mut anna, mut nobody) = (site.user("anna").await, site.visitor());
    let name = "Rock </script><script>alert(1)</script> & Roll";
    let ticket = list(&mut anna, name, "1049.50").await;
    let path = event_of(&mut nobody, &ticket).await;
    let event = path.split('/').nth(2).unwrap();
    let fields = [("title", "Row 5"), ("price", "45"), ("event_id", event)];
    let cheap = anna.post("/tickets", &fields).await.sent_to();
    let page = nobody.get(&path).await;
    assert_eq!(page.status, 200);
    assert!(!page.body.contains(NOT_FOUND) && !page.body.contains("</script><script>alert"));
    assert_eq!(canonical(&page), Some(&*format!("{AT}{path}")));
    let says = "Fri 1 May 2099, 20:00, Town Hall, Berlin. 2 tickets from €45.00.";
    assert_eq!(meta(&page, "description"), Some(says));
    assert_eq!(meta(&page, "og:url"), Some(&*format!("{AT}{path}")));
    assert_eq!(meta(&page, "og:site_name"), Some("Holdfast"));
    assert_eq!(meta(&page, "og:locale"), Some("en_GB"));
    assert_eq!(meta(&page, "og:type"), Some("website"));
    let image = meta(&page, "og:image").unwrap().strip_prefix(AT).unwrap();
    assert_eq!(head(&mut nobody, image).await.header("content-type"), Some("image/png"));
    assert!(meta(&page, "twitter:card").is_some());
    assert!(page.body.contains("<title>Rock &lt;/script&gt;"), "{}", page.body);
    if let Some(found) = read(&page.body) {
        let [event] = &found["json-ld"].as_array().unwrap()[..] else { panic!("{found}") };
        assert_eq!(event["@type"], "Event");
        assert_eq!(event["name"], name);
        assert_eq!(event["startDate"], "2099-05-01T20:00:00+00:00");
        assert_eq!(event["url"], format!("{AT}{path}"));
        assert_eq!(event["location"]["address"]["addressLocality"], "Berlin");
        let offers = json!({
            "@type": "AggregateOffer", "lowPrice": "45.00", "highPrice": "1049.50",
            "priceCurrency": "EUR", "offerCount": 2, "url": format!("{AT}{path}"),
            "availability": "https://schema.org/InStock",
        });
        assert_eq!(event["offers"], offers);
    }

    // In the words of who asks.
    let german = nobody.with("accept-language", "de").get(&path).await;
    let says = "Fr., 1. Mai 2099, 20:00\u{a0}Uhr, Town Hall, Berlin. 2 Tickets ab 45,00\u{a0}€.";
    assert_eq!(meta(&german, "description"), Some(says));
    assert_eq!(meta(&german, "og:locale"), Some("de_DE"));

    // A ticket by itself, while it is free and once it is sold.
    let page = nobody.get(&cheap).await;
    let says = "€45.00 for Rock &lt;/script&gt;";
    assert!(meta(&page, "description").unwrap().starts_with(says), "{}", page.body);
    assert_eq!(canonical(&page), Some(&*format!("{AT}{cheap}")));
    assert!(!page.body.contains(NOT_FOUND));
    let offer = |page: &Answer| Some(read(&page.body)?["json-ld"][0]["offers"].clone());
    if let Some(offer) = offer(&page) {
        assert_eq!(offer["price"], "45.00");
        assert_eq!(offer["availability"], "https://schema.org/InStock");
    }
    let mut ben = site.user("ben").await;
    let order = ben.buy(&cheap, "45.00").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    let page = nobody.get(&cheap).await;
    assert!(page.body.contains(NOT_FOUND), "nobody is led to what is sold");
    if let Some(offer) = offer(&page) {
        assert_eq!(offer["availability"], "https://schema.org/SoldOut");
    }
    let says = "1 ticket for €1,049.50.";
    assert!(meta(&nobody.get(&path).await, "description").unwrap().ends_with(says));
}

#[tokio::test]
async fn what_is_somebodys_own_is_not_found() {
    let site = Site::start_with(|config| {
        config.site.base_url = AT.into();
        config.site.admins = vec!["root@example.org".into()];
    })
    .await;
    let (mut anna, mut root) = (site.user("anna").await, site.user("root").await);
    let ticket = anna.list("Row 5", "45").await;
    let order = root.buy(&ticket, "45.00").await.sent_to();
    let own = ["/orders", &*order, "/account", "/admin", "/admin/users", "/selling", "/sell"];
    let searches = ["/?q=band", "/?city=Berlin", "/?sort=cheapest", "/?max_price=50"];
    for path in own.into_iter().chain(searches).chain(["/signin", "/no-such-page"]) {
        let page = root.get(path).await;
        assert!(page.body.contains(NOT_FOUND), "{path}");
        assert!(!page.body.contains("ld+json"), "{path}");
    }
    let home = root.get("/").await;
    assert!(!home.body.contains(NOT_FOUND));
    assert_eq!(canonical(&home), Some("https://tickets.example.org/"));
    assert!(meta(&home, "description").unwrap().contains("Holdfast"));
    home.is(200, "<title>Holdfast · Tickets for sale</title>");
}

#[tokio::test]
async fn robots_are_told_where_to_look() {
    let site = site().await;
    let (mut anna, mut nobody) = (site.user("anna").await, site.visitor());
    let robots = nobody.get("/robots.txt").await;
    assert_eq!(robots.header("content-type"), Some("text/plain; charset=utf-8"));
    robots.is(200, "\nSitemap: https://tickets.example.org/sitemap.xml\n");
    for path in ["/account", "/orders", "/admin", "/api", "/signin"] {
        robots.is(200, &format!("\nDisallow: {path}\n"));
    }
    for path in ["/events", "/tickets", "/assets"] {
        assert!(!robots.body.contains(&format!("Disallow: {path}")), "{}", robots.body);
    }
    if let Some(python) = named(PYTHON) {
        let check = "import sys, urllib.robotparser as r\np = r.RobotFileParser()\n\
            p.parse(sys.argv[1].splitlines())\n\
            print(p.can_fetch('x', '/events/1'), p.can_fetch('x', '/orders/1'), p.site_maps())";
        let said = Command::new(python).args(["-c", check, &robots.body]).output().unwrap();
        let said = String::from_utf8(said.stdout).unwrap();
        assert_eq!(said.trim(), format!("True False ['{AT}/sitemap.xml']"));
    }

    let ticket = list(&mut anna, "Jazz", "45").await;
    let event = event_of(&mut nobody, &ticket).await;
    let index = nobody.get("/sitemap.xml").await;
    assert_eq!(index.header("cache-control"), Some("public, max-age=60"));
    index.is(200, "<loc>https://tickets.example.org/sitemap/1.xml</loc>");
    let part = nobody.get("/sitemap/1.xml").await;
    part.is(200, "<loc>https://tickets.example.org/</loc>");
    part.is(200, &format!("<loc>{AT}{event}</loc>"));
    list(&mut anna, "Blues", "45").await;
    assert_eq!(nobody.get("/sitemap/1.xml").await.body, part.body, "it is made once a minute");
    for path in ["/sitemap/0.xml", "/sitemap/2.xml", "/sitemap/1", "/sitemap/x.xml"] {
        assert_eq!(nobody.get(path).await.status, 404, "{path}");
    }

    let hidden = Site::start_with(|config| config.site.indexed = false).await;
    let mut nobody = hidden.visitor();
    assert_eq!(nobody.get("/robots.txt").await.body, "User-agent: *\nDisallow: /\n");
    assert_eq!(nobody.get("/sitemap.xml").await.status, 404);
    nobody.get("/").await.is(200, NOT_FOUND);
}

#[tokio::test]
async fn a_phone_can_keep_the_site_as_an_app() {
    let site = Site::start_with(|config| config.site.name = "Encore \"live\"".into()).await;
    let mut nobody = site.visitor();
    let home = nobody.get("/").await;
    home.is(200, "<link rel=\"manifest\" href=\"/manifest.webmanifest\">");
    assert!(home.header("content-security-policy").unwrap().contains("manifest-src 'self'"));
    let manifest = nobody.get("/manifest.webmanifest").await;
    assert_eq!(manifest.header("content-type"), Some("application/manifest+json"));
    let manifest: Value = serde_json::from_str(&manifest.body).unwrap();
    assert_eq!(manifest["name"], "Encore \"live\"");
    let icons = manifest["icons"].as_array().unwrap();
    let touch = home.body.split("rel=\"apple-touch-icon\" href=\"").nth(1).unwrap();
    let paths = icons.iter().map(|icon| icon["src"].as_str().unwrap());
    for path in paths.chain([touch.split('"').next().unwrap()]) {
        let icon = head(&mut nobody, path).await;
        assert_eq!((icon.status, icon.header("content-type")), (200, Some("image/png")), "{path}");
    }
    let purposes: Vec<_> = icons.iter().map(|icon| (&icon["sizes"], &icon["purpose"])).collect();
    for expect in [("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")] {
        assert!(purposes.iter().any(|(size, of)| (**size == expect.0) && (**of == expect.1)));
    }
}
