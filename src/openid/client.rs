//! The HTTP client by which the provider is asked: ring, the certificates that are built in, a deadline
//! and a bound for every answer. It follows no redirect, and goes by http to this machine alone, if the
//! provider is on it.

use std::{future::Future, pin::Pin, time::Duration};

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::{Request, Response, body::Bytes, header::USER_AGENT};
use hyper_rustls::{ConfigBuilderExt as _, HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use tokio::time::timeout;
use url::Url;

use super::settings::is_loopback;

/// How long one answer may take, and how large it may be.
const ANSWER_MAX: Duration = Duration::from_secs(8);
const BODY_BYTES_MAX: usize = 256 * 1024;
const HEAD_BYTES_MAX: usize = 32 * 1024;

const AGENT: &str = concat!("Holdfast/", env!("CARGO_PKG_VERSION"));

pub(super) struct ProviderClient {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    /// Whether it may be asked by http on this machine.
    is_loopback: bool,
}

/// Why there is no answer. No address is in it, which may have a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum NoAnswer {
    #[error("it names an address that is not https")]
    NotSecure,
    #[error("it cannot be reached")]
    NotReached,
    #[error("it takes too long to answer")]
    TooLate,
    #[error("its answer is cut off, or too large")]
    Body,
}

impl ProviderClient {
    /// None if the cryptography that is built in has no TLS, which it has.
    pub(super) fn new(is_loopback: bool) -> Option<Self> {
        let provider = rustls::crypto::ring::default_provider();
        let tls = rustls::ClientConfig::builder_with_provider(provider.into())
            .with_safe_default_protocol_versions()
            .ok()?
            .with_webpki_roots()
            .with_no_client_auth();
        let connector =
            HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http().enable_http1();
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .http1_max_buf_size(HEAD_BYTES_MAX)
            .build(connector.build());
        Some(Self { client, is_loopback })
    }

    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
        let url = Url::parse(&request.uri().to_string()).map_err(|_| NoAnswer::NotSecure)?;
        if url.scheme() != "https" && !(self.is_loopback && is_loopback(&url)) {
            return Err(NoAnswer::NotSecure);
        }
        let (mut head, body) = request.into_parts();
        head.headers.insert(USER_AGENT, hyper::header::HeaderValue::from_static(AGENT));
        let request = Request::from_parts(head, Full::new(Bytes::from(body)));
        let answered = self.client.request(request).await.map_err(|_| NoAnswer::NotReached)?;
        let (head, body) = answered.into_parts();
        let body = Limited::new(body, BODY_BYTES_MAX).collect().await;
        let body = body.map_err(|_| NoAnswer::Body)?.to_bytes();
        Ok(Response::from_parts(head, body.to_vec()))
    }
}

impl<'c> AsyncHttpClient<'c> for ProviderClient {
    type Error = NoAnswer;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, NoAnswer>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            timeout(ANSWER_MAX, self.ask(request)).await.unwrap_or(Err(NoAnswer::TooLate))
        })
    }
}
