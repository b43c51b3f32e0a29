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

/// The site's one stylesheet.
static STYLE: LazyLock<Asset> = LazyLock::new(|| style("style", include_str!("style.css")));
/// The script of every page. No page depends on it.
static SCRIPT: Script =
    LazyLock::new(|| script("page", include_str!("page.js"), Language::page_script_words));
/// The script of pages that show what changes while they are open.
static LIVE: Script =
    LazyLock::new(|| script("live", include_str!("live.js"), Language::live_script_words));
/// The script of the page that shows Stripe's form.
static STRIPE: Script =
    LazyLock::new(|| script("stripe", include_str!("stripe.js"), Language::stripe_script_words));

/// A script in each of [`Language::ALL`]: what it writes is in it, and not in every page.
type Script = LazyLock<[Asset; Language::ALL.len()]>;

/// All of them, as they are served to somebody who reads this language.
pub(super) fn assets_in(t: Language) -> [&'static Asset; 4] {
    [&STYLE, &SCRIPT[t as usize], &LIVE[t as usize], &STRIPE[t as usize]]
}

/// What is served at this path.
#[must_use]
pub fn asset(path: &str) -> Option<&'static Asset> {
    let mut all = Language::ALL.into_iter().flat_map(assets_in);
    all.find(|asset| asset.path == path)
}

/// Where pages look for the stylesheet.
pub(super) fn style_path() -> &'static str {
    &STYLE.path
}

/// Where pages look for the script of every page.
pub(super) fn script_path(t: Language) -> &'static str {
    &SCRIPT[t as usize].path
}

/// Where the page that shows Stripe's form looks for its script.
pub(super) fn stripe_script_path(t: Language) -> &'static str {
    &STRIPE[t as usize].path
}

/// Where pages look for the script that shows what changes.
pub(super) fn live_script_path(t: Language) -> &'static str {
    &LIVE[t as usize].path
}

fn style(name: &str, source: &str) -> Asset {
    named(&format!("/assets/{name}"), "css", "text/css; charset=utf-8", source)
}

fn script(
    name: &str,
    source: &str,
    words: fn(Language) -> &'static str,
) -> [Asset; Language::ALL.len()] {
    Language::ALL.map(|language| {
        let source = source.replace("{words}", words(language));
        named(&format!("/assets/{name}"), "js", "text/javascript; charset=utf-8", &source)
    })
}

/// Without indents and the lines that are comments: phones load what is left.
fn named(path: &str, extension: &str, content_type: &'static str, source: &str) -> Asset {
    let lines = source.lines().map(str::trim);
    let told = |line: &&str| !line.is_empty() && !line.starts_with("//") && !is_comment(line);
    let content = lines.filter(told).collect::<Vec<_>>().join("\n");
    let hash = crc32c::crc32c(content.as_bytes());
    Asset { path: format!("{path}-{hash:08x}.{extension}"), content_type, content }
}

fn is_comment(line: &str) -> bool {
    line.starts_with("/*") && line.ends_with("*/")
}
