use std::sync::LazyLock;

/// The site's one stylesheet, served at [`style_path`].
pub const STYLE: &str = include_str!("style.css");

/// The script of every page, served at [`script_path`]. No page depends on it.
pub const SCRIPT: &str = include_str!("page.js");

/// The script of the page that shows Stripe's form, served at [`stripe_script_path`].
pub const STRIPE_SCRIPT: &str = include_str!("stripe.js");

/// The script of pages that show what changes while they are open, served at [`live_script_path`].
pub const LIVE_SCRIPT: &str = include_str!("live.js");

/// Where pages look for [`STYLE`]. The path names its content, so that it can be cached forever.
#[must_use]
pub fn style_path() -> &'static str {
    static PATH: LazyLock<String> = LazyLock::new(|| hashed("style", STYLE, "css"));
    &PATH
}

/// Where pages look for [`SCRIPT`]. The path names its content, so that it can be cached forever.
#[must_use]
pub fn script_path() -> &'static str {
    static PATH: LazyLock<String> = LazyLock::new(|| hashed("page", SCRIPT, "js"));
    &PATH
}

/// Where the page that shows Stripe's form looks for [`STRIPE_SCRIPT`]. The path names its content,
/// so that it can be cached forever.
#[must_use]
pub fn stripe_script_path() -> &'static str {
    static PATH: LazyLock<String> = LazyLock::new(|| hashed("stripe", STRIPE_SCRIPT, "js"));
    &PATH
}

/// Where pages look for [`LIVE_SCRIPT`]. The path names its content, so that it can be cached
/// forever.
#[must_use]
pub fn live_script_path() -> &'static str {
    static PATH: LazyLock<String> = LazyLock::new(|| hashed("live", LIVE_SCRIPT, "js"));
    &PATH
}

fn hashed(name: &str, content: &str, extension: &str) -> String {
    format!("/assets/{name}-{:08x}.{extension}", crc32c::crc32c(content.as_bytes()))
}
