//! The HTTP client: one request, one connection, to an address that was checked.

use std::{
    io,
    net::{IpAddr, SocketAddr, ToSocketAddrs as _},
    sync::Arc,
    time::{Duration, SystemTime},
};

use async_trait::async_trait;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::{
    Request, Response,
    body::Incoming,
    client::conn::http1,
    header::{CONTENT_TYPE, HOST, RETRY_AFTER, USER_AGENT},
};
use hyper_util::rt::TokioIo;
use rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    sync::Semaphore,
    time::timeout,
};
use tokio_rustls::TlsConnector;
use url::Host;

use super::{Reach, WEBHOOK_TRY_MAX, Webhook, WebhookReply, WebhookSender};
use crate::{
    clock::Clock,
    domain::WebhookOutcome,
    types::{Timestamp, WebhookUrlParts},
};

/// How many names are looked up at once. A look-up cannot be broken off, and holds a thread.
const LOOKUPS_MAX: usize = 16;
/// How many of a host's addresses are tried, and for how long each.
const ADDRESSES_MAX: usize = 4;
const CONNECT_MAX: Duration = Duration::from_secs(5);
/// How large the head of an answer may be.
const HEAD_BYTES_MAX: usize = 16 * 1024;
const HEADERS_MAX: usize = 64;
/// How much of an answer's body is taken off the wire, so that a receiver that writes one is not cut
/// off, and for how long. Nothing is done with it.
const BODY_BYTES_MAX: usize = 16 * 1024;
const BODY_MAX: Duration = Duration::from_secs(1);

const AGENT: &str = concat!("Holdfast/", env!("CARGO_PKG_VERSION"));

/// Which addresses a name has. A port, so that a test can have it lie.
#[async_trait]
pub trait Resolve: Send + Sync {
    /// The addresses of a name.
    ///
    /// # Errors
    /// When it has none.
    async fn resolve(&self, name: &str) -> io::Result<Vec<IpAddr>>;
}

/// What the system knows of names.
#[derive(Debug)]
pub struct SystemResolver(Arc<Semaphore>);

impl Default for SystemResolver {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(LOOKUPS_MAX)))
    }
}

#[async_trait]
impl Resolve for SystemResolver {
    async fn resolve(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        let place = self.0.clone().acquire_owned().await.map_err(io::Error::other)?;
        let name = name.to_owned();
        let lookup = tokio::task::spawn_blocking(move || {
            let _place = place;
            let found = (name.as_str(), 0).to_socket_addrs()?;
            Ok(found.map(|address| address.ip()).collect())
        });
        lookup.await?
    }
}

/// See the module.
pub struct WebhookClient {
    reach: Reach,
    resolver: Arc<dyn Resolve>,
    tls: TlsConnector,
    clock: Clock,
}

impl WebhookClient {
    /// One that reaches what is allowed, believes this of names, and trusts the usual certificates.
    ///
    /// # Errors
    /// When the cryptography that is built in has no TLS, which it has.
    pub fn new(
        reach: Reach,
        resolver: Arc<dyn Resolve>,
        clock: Clock,
    ) -> Result<Self, rustls::Error> {
        let roots = RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        Self::trusting(roots, reach, resolver, clock)
    }

    /// The same, that trusts these certificates.
    ///
    /// # Errors
    /// See [`WebhookClient::new`].
    pub fn trusting(
        roots: RootCertStore,
        reach: Reach,
        resolver: Arc<dyn Resolve>,
        clock: Clock,
    ) -> Result<Self, rustls::Error> {
        let provider = Arc::new(ring::default_provider());
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { reach, resolver, tls: TlsConnector::from(Arc::new(config)), clock })
    }

    async fn try_once(&self, webhook: &Webhook) -> Result<WebhookReply, WebhookOutcome> {
        let to = webhook.url.parts().ok_or(WebhookOutcome::NotAllowed)?;
        let stream = self.connect(&to).await?;
        let request = request(webhook, &to).map_err(|_| WebhookOutcome::SiteFault)?;
        if !to.is_https {
            return self.ask(stream, request).await;
        }
        let name = match &to.host {
            Host::Domain(name) => ServerName::try_from(name.clone()),
            Host::Ipv4(address) => Ok(ServerName::from(IpAddr::from(*address))),
            Host::Ipv6(address) => Ok(ServerName::from(IpAddr::from(*address))),
        };
        let name = name.map_err(|_| WebhookOutcome::NoAddress)?;
        let secured = self.tls.connect(name, stream).await;
        self.ask(secured.map_err(|_| WebhookOutcome::NotSecure)?, request).await
    }

    /// A connection to an address of the host that may be reached. The host is asked for once, and
    /// what it is connected to is what was checked.
    async fn connect(&self, to: &WebhookUrlParts) -> Result<TcpStream, WebhookOutcome> {
        let found = match &to.host {
            Host::Ipv4(address) => vec![IpAddr::from(*address)],
            Host::Ipv6(address) => vec![IpAddr::from(*address)],
            Host::Domain(name) => {
                self.resolver.resolve(name).await.map_err(|_| WebhookOutcome::NoAddress)?
            }
        };
        if found.is_empty() {
            return Err(WebhookOutcome::NoAddress);
        }
        let allowed = found.into_iter().filter(|address| self.reach.allows(*address, to.is_https));
        let allowed: Vec<_> = allowed.take(ADDRESSES_MAX).collect();
        if allowed.is_empty() {
            return Err(WebhookOutcome::NotAllowed);
        }
        for address in allowed {
            let address = SocketAddr::new(address, to.port);
            if let Ok(Ok(stream)) = timeout(CONNECT_MAX, TcpStream::connect(address)).await {
                return Ok(stream);
            }
        }
        Err(WebhookOutcome::NotConnected)
    }

    async fn ask(
        &self,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
        request: Request<Full<Bytes>>,
    ) -> Result<WebhookReply, WebhookOutcome> {
        let not_http = |_| WebhookOutcome::NotHttp;
        let (mut sender, connection) = http1::Builder::new()
            .max_buf_size(HEAD_BYTES_MAX)
            .max_headers(HEADERS_MAX)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(not_http)?;
        let asked = async {
            let response = sender.send_request(request).await.map_err(not_http)?;
            let reply = WebhookReply {
                status: response.status().as_u16(),
                retry_after: retry_after(&response, self.clock.now()),
            };
            // However that ends, it was answered.
            let _ = timeout(BODY_MAX, take_off(response)).await;
            Ok(reply)
        };
        tokio::pin!(connection, asked);
        // The connection moves the bytes, in this very task: it ends with the try.
        tokio::select! {
            reply = &mut asked => reply,
            // What has come until then has.
            _ = &mut connection => asked.await,
        }
    }
}

#[async_trait]
impl WebhookSender for WebhookClient {
    async fn send(&self, webhook: &Webhook) -> Result<WebhookReply, WebhookOutcome> {
        let tried = timeout(WEBHOOK_TRY_MAX, self.try_once(webhook)).await;
        tried.unwrap_or(Err(WebhookOutcome::TooLate))
    }
}

fn request(webhook: &Webhook, to: &WebhookUrlParts) -> hyper::http::Result<Request<Full<Bytes>>> {
    Request::post(&to.path_and_query)
        .header(HOST, &to.authority)
        .header(USER_AGENT, AGENT)
        .header(CONTENT_TYPE, "application/cloudevents+json")
        .header("webhook-id", &webhook.id)
        .header("webhook-timestamp", webhook.sent_at)
        .header("webhook-signature", &webhook.signature)
        .body(Full::new(Bytes::copy_from_slice(&webhook.body)))
}

/// In seconds, or as a date (RFC 9110).
fn retry_after(response: &Response<Incoming>, now: Timestamp) -> Option<Duration> {
    let said = response.headers().get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = said.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let then = httpdate::parse_http_date(said).ok()?;
    let then = then.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    let now = Duration::from_millis(u64::try_from(now.as_millis()).ok()?);
    Some(then.saturating_sub(now))
}

async fn take_off(response: Response<Incoming>) {
    let (mut body, mut taken) = (response.into_body(), 0);
    while let Some(Ok(frame)) = body.frame().await {
        taken += frame.data_ref().map_or(0, Bytes::len);
        if taken > BODY_BYTES_MAX {
            return;
        }
    }
}

#[cfg(test)]
mod tests;
