use std::{borrow::Cow, sync::LazyLock};

use crate::types::Language;

/// A stylesheet, script or icon, as it is served.
#[derive(Debug)]
pub struct Asset {
    /// Where pages look for it. The path names the content, so that it can be cached forever.
    pub path: String,
    /// Its media type.
    pub content_type: &'static str,
    /// Its bytes.
    pub content: Cow<'static, [u8]>,
}

/// The stylesheet, the script of every page, the one of pages that show what changes while they are
/// open, the one of the page that shows Stripe's form, that of the seller's forms, the one of who
/// stands in line, and that of forms for passkeys; in each of [`Language::ALL`], since what a script writes is in it, and not in every
/// page. No page but Stripe's depends on a script.
static ASSETS: LazyLock<[[Asset; 7]; Language::ALL.len()]> = LazyLock::new(|| {
    Language::ALL.map(|t| {
        [
            named("style", "css", "text/css; charset=utf-8", include_str!("style.css")),
            script("page", include_str!("page.js"), t.page_script_words()),
            script("live", include_str!("live.js"), t.live_script_words()),
            script("stripe", include_str!("stripe.js"), t.stripe_script_words()),
            script("sell", include_str!("sell.js"), t.sell_script_words()),
            script("line", include_str!("line.js"), t.line_script_words()),
            script("passkey", include_str!("passkey.js"), t.passkey_script_words()),
        ]
    })
});

/// The site's mark, as a picture; of so many pixels each way, where a number says that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Icon {
    Small192,
    Large512,
    /// Filled to its edges, for those who cut it to a shape of their own.
    Maskable512,
    /// The same for Apple's home screen.
    Touch180,
    /// On a card of 1200 by 630, for those who are shown a link to the site.
    Card,
}

static ICONS: LazyLock<[Asset; 5]> = LazyLock::new(|| {
    [
        picture("icon-192", include_bytes!("icons/icon-192.png")),
        picture("icon-512", include_bytes!("icons/icon-512.png")),
        picture("maskable-512", include_bytes!("icons/maskable-512.png")),
        picture("touch-180", include_bytes!("icons/touch-180.png")),
        picture("card", include_bytes!("icons/card.png")),
    ]
});

/// Where an icon is.
pub(super) fn icon_path(icon: Icon) -> &'static str {
    &ICONS[icon as usize].path
}

/// Where it is said how the site looks as an app.
pub(super) const MANIFEST_PATH: &str = "/manifest.webmanifest";

/// All of them, as they are served to somebody who reads this language.
pub(super) fn assets_in(t: Language) -> [&'static Asset; 7] {
    ASSETS[t as usize].each_ref()
}

/// What is served at this path.
pub fn asset(path: &str) -> Option<&'static Asset> {
    let texts = Language::ALL.into_iter().flat_map(assets_in);
    texts.chain(ICONS.iter()).find(|asset| asset.path == path)
}

/// Where pages look for the stylesheet: the same in every language.
pub(super) fn style_path() -> &'static str {
    &assets_in(Language::English)[0].path
}

/// Where pages look for the script of every page.
pub(super) fn script_path(t: Language) -> &'static str {
    &assets_in(t)[1].path
}

/// Where pages look for the script that shows what changes.
pub(super) fn live_script_path(t: Language) -> &'static str {
    &assets_in(t)[2].path
}

/// Where the page that shows Stripe's form looks for its script.
pub(super) fn stripe_script_path(t: Language) -> &'static str {
    &assets_in(t)[3].path
}

/// Where the seller's forms look for their script.
pub(super) fn sell_script_path(t: Language) -> &'static str {
    &assets_in(t)[4].path
}

/// Where the pages of who stands in line look for the script that moves it.
pub(super) fn line_script_path(t: Language) -> &'static str {
    &assets_in(t)[5].path
}

/// Where the pages with a form for a passkey look for its script.
pub(super) fn passkey_script_path(t: Language) -> &'static str {
    &assets_in(t)[6].path
}

fn script(name: &str, source: &str, words: &str) -> Asset {
    named(name, "js", "text/javascript; charset=utf-8", &source.replace("{words}", words))
}

/// Without indents and the lines that are comments: phones load what is left.
fn named(name: &str, extension: &str, content_type: &'static str, source: &str) -> Asset {
    let lines = source.lines().map(str::trim);
    let told = |line: &&str| !line.is_empty() && !line.starts_with("//") && !is_comment(line);
    let content = lines.filter(told).collect::<Vec<_>>().join("\n");
    served(name, extension, content_type, content.into_bytes().into())
}

fn picture(name: &str, content: &'static [u8]) -> Asset {
    served(name, "png", "image/png", content.into())
}

fn served(
    name: &str,
    extension: &str,
    content_type: &'static str,
    content: Cow<'static, [u8]>,
) -> Asset {
    let hash = crc32c::crc32c(&content);
    Asset { path: format!("/assets/{name}-{hash:08x}.{extension}"), content_type, content }
}

fn is_comment(line: &str) -> bool {
    line.starts_with("/*") && line.ends_with("*/")
}
