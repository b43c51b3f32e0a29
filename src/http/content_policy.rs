//! What a browser may load, page by page.

use axum::http::{HeaderName, HeaderValue, Uri, header::CONTENT_SECURITY_POLICY};

use crate::payments::StripeCheckout;

/// Nothing from elsewhere, nothing inline, in no frame.
pub(super) const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
    img-src 'self' data:; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// Which pages may reach a page of ours that they have opened.
pub(super) const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// What somebody has uploaded: it does nothing and loads nothing, should a browser ever show it.
pub(super) const FILE_POLICY: &str = "sandbox; default-src 'none'";

/// A picture that is drawn, should a browser open it by itself: it has the styles that stand in it, and
/// nothing else.
pub(super) const DRAWING_POLICY: &str =
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// A mail, shown to those who run the site: it has the styles that stand in it, and nothing else.
pub(super) const MAIL_POLICY: &str =
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'";

/// Where the real Stripe's script is.
const STRIPE: &str = "https://js.stripe.com";

/// The headers of a page that shows Stripe's form, instead of those of all others; none if what is
/// configured is no address.
///
/// The policy is [`POLICY`] and what <https://docs.stripe.com/security/guide> asks for beside it.
/// Stripe's frames open windows for some wallets and banks, which must be able to answer: that is
/// what the opener policy allows. The permissions policy of all pages does not deny `payment`, so
/// that one stays.
pub(super) fn stripe_headers(stripe: &StripeCheckout) -> Option<[(HeaderName, HeaderValue); 2]> {
    let (script, api) = (origin(&stripe.js_url)?, origin(&stripe.api_url)?);
    let (scripts, frames, images) = match script == STRIPE {
        true => (
            format!("{STRIPE} https://*.js.stripe.com"),
            format!("{STRIPE} https://*.js.stripe.com https://hooks.stripe.com"),
            "https://*.stripe.com".to_owned(),
        ),
        false => (script.clone(), script.clone(), script),
    };
    let policy = format!(
        "default-src 'none'; style-src 'self'; script-src 'self' {scripts}; frame-src {frames}; \
         img-src 'self' data: {images}; connect-src 'self' {api}; manifest-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    Some([
        (CONTENT_SECURITY_POLICY, HeaderValue::try_from(policy).ok()?),
        (OPENER_POLICY, HeaderValue::from_static("same-origin-allow-popups")),
    ])
}

fn origin(url: &str) -> Option<String> {
    let url: Uri = url.parse().ok()?;
    Some(format!("{}://{}", url.scheme_str()?, url.authority()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripe(js_url: &str, api_url: &str) -> StripeCheckout {
        let (js_url, api_url) = (js_url.into(), api_url.into());
        StripeCheckout { publishable_key: String::new(), js_url, api_url }
    }

    #[track_caller]
    fn check(js_url: &str, api_url: &str, expected: &[(&str, &str)]) {
        let stripe = stripe(js_url, api_url);
        let headers = stripe_headers(&stripe).unwrap();
        let policy = headers[0].1.to_str().unwrap();
        let parts: Vec<_> = policy.split("; ").map(|p| p.split_once(' ').unwrap()).collect();
        for part in POLICY.split("; ").map(|part| part.split_once(' ').unwrap()) {
            let expected = expected.iter().find(|(name, _)| *name == part.0).unwrap_or(&part);
            assert!(parts.contains(expected), "{expected:?} is not in {policy}");
        }
        assert_eq!(parts.len(), POLICY.split("; ").count() + 1, "{policy}");
        let frames = expected.iter().find(|(name, _)| *name == "frame-src").unwrap();
        assert!(parts.contains(frames), "{policy}");
    }

    #[test]
    fn stripes_own_and_nothing_else() {
        check(
            "https://js.stripe.com/v3/",
            "https://api.stripe.com",
            &[
                ("script-src", "'self' https://js.stripe.com https://*.js.stripe.com"),
                (
                    "frame-src",
                    "https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com",
                ),
                ("img-src", "'self' data: https://*.stripe.com"),
                ("connect-src", "'self' https://api.stripe.com"),
            ],
        );
    }

    #[test]
    fn elsewhere_in_tests() {
        check(
            "http://127.0.0.1:1234/js/v3/",
            "http://127.0.0.1:5678/",
            &[
                ("script-src", "'self' http://127.0.0.1:1234"),
                ("frame-src", "http://127.0.0.1:1234"),
                ("img-src", "'self' data: http://127.0.0.1:1234"),
                ("connect-src", "'self' http://127.0.0.1:5678"),
            ],
        );
    }

    #[test]
    fn no_address_is_nothing_more() {
        for js_url in ["", "/v3/", "js.stripe.com", "https:// x"] {
            let stripe = stripe(js_url, "https://api.stripe.com");
            assert!(stripe_headers(&stripe).is_none(), "{js_url}");
        }
    }
}
