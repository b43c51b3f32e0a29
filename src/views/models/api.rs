//! What the API is.

/// `GET /api`.
#[derive(Debug, Clone, Default)]
pub struct ApiPage {
    /// By their part of the API.
    pub operations: Vec<ApiOperation>,
    pub codes: Vec<ApiCodeLine>,
}

/// One thing that the API does. Its words are the document's, which programs read, too: English.
#[derive(Debug, Clone)]
pub struct ApiOperation {
    pub tag: String,
    pub method: String,
    pub path: String,
    pub summary: String,
    /// Of which its token has one.
    pub scopes: Vec<String>,
    /// Whether it takes no token.
    pub is_open: bool,
}

/// The name of a refusal.
#[derive(Debug, Clone, Copy)]
pub struct ApiCodeLine {
    pub code: &'static str,
    pub status: u16,
    pub meaning: &'static str,
}
