use std::sync::LazyLock;

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
static SCRIPT: LazyLock<Asset> = LazyLock::new(|| script("page", include_str!("page.js")));
/// The script of pages that show what changes while they are open.
static LIVE: LazyLock<Asset> = LazyLock::new(|| script("live", include_str!("live.js")));
/// The script of the page that shows Stripe's form.
static STRIPE: LazyLock<Asset> = LazyLock::new(|| script("stripe", include_str!("stripe.js")));

/// All of them.
#[must_use]
pub fn assets() -> [&'static Asset; 4] {
    [&STYLE, &SCRIPT, &LIVE, &STRIPE]
}

/// Where pages look for the stylesheet.
pub(super) fn style_path() -> &'static str {
    &STYLE.path
}

/// Where pages look for the script of every page.
pub(super) fn script_path() -> &'static str {
    &SCRIPT.path
}

/// Where the page that shows Stripe's form looks for its script.
pub(super) fn stripe_script_path() -> &'static str {
    &STRIPE.path
}

/// Where pages look for the script that shows what changes.
pub(super) fn live_script_path() -> &'static str {
    &LIVE.path
}

fn style(name: &str, source: &str) -> Asset {
    asset(&format!("/assets/{name}"), "css", "text/css; charset=utf-8", source)
}

fn script(name: &str, source: &str) -> Asset {
    asset(&format!("/assets/{name}"), "js", "text/javascript; charset=utf-8", source)
}

/// Without indents and the lines that are comments: phones load what is left.
fn asset(path: &str, extension: &str, content_type: &'static str, source: &str) -> Asset {
    let lines = source.lines().map(str::trim);
    let told = |line: &&str| !line.is_empty() && !line.starts_with("//") && !is_comment(line);
    let content = lines.filter(told).collect::<Vec<_>>().join("\n");
    let hash = crc32c::crc32c(content.as_bytes());
    Asset { path: format!("{path}-{hash:08x}.{extension}"), content_type, content }
}

fn is_comment(line: &str) -> bool {
    line.starts_with("/*") && line.ends_with("*/")
}
