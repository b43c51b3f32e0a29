use std::sync::LazyLock;

use crate::types::Language;

/// A stylesheet or script, as it is served.
#[derive(Debug)]
pub struct Asset {
    /// Where pages look for it. The path names the content, so that it can be cached forever.
    pub path: String,
    /// Its media type.
    pub content_type: &'static str,
    /// Its bytes.
    pub content: String,
}

/// The stylesheet, the script of every page, the one of pages that show what changes while they are
/// open, and the one of the page that shows Stripe's form; in each of [`Language::ALL`], since what
/// a script writes is in it, and not in every page. No page but the last depends on a script.
static ASSETS: LazyLock<[[Asset; 4]; Language::ALL.len()]> = LazyLock::new(|| {
    Language::ALL.map(|t| {
        [
            named("style", "css", "text/css; charset=utf-8", include_str!("style.css")),
            script("page", include_str!("page.js"), t.page_script_words()),
            script("live", include_str!("live.js"), t.live_script_words()),
            script("stripe", include_str!("stripe.js"), t.stripe_script_words()),
        ]
    })
});

/// All of them, as they are served to somebody who reads this language.
pub(super) fn assets_in(t: Language) -> [&'static Asset; 4] {
    ASSETS[t as usize].each_ref()
}

/// What is served at this path.
pub fn asset(path: &str) -> Option<&'static Asset> {
    Language::ALL.into_iter().flat_map(assets_in).find(|asset| asset.path == path)
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

fn script(name: &str, source: &str, words: &str) -> Asset {
    named(name, "js", "text/javascript; charset=utf-8", &source.replace("{words}", words))
}

/// Without indents and the lines that are comments: phones load what is left.
fn named(name: &str, extension: &str, content_type: &'static str, source: &str) -> Asset {
    let lines = source.lines().map(str::trim);
    let told = |line: &&str| !line.is_empty() && !line.starts_with("//") && !is_comment(line);
    let content = lines.filter(told).collect::<Vec<_>>().join("\n");
    let hash = crc32c::crc32c(content.as_bytes());
    Asset { path: format!("/assets/{name}-{hash:08x}.{extension}"), content_type, content }
}

fn is_comment(line: &str) -> bool {
    line.starts_with("/*") && line.ends_with("*/")
}
