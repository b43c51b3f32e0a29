//! Buckets, over the site's own HTTP and TLS: ring, and the certificates that are built in.

use std::time::Duration;

use async_trait::async_trait;
use http_body_util::BodyExt as _;
use hyper_rustls::{ConfigBuilderExt as _, HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector as TcpConnector},
    rt::{TokioExecutor, TokioTimer},
};
use object_store::{
    BackoffConfig, ClientOptions, RetryConfig,
    aws::{AmazonS3, AmazonS3Builder},
    client::{
        HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpRequestBody,
        HttpResponse, HttpResponseBody, HttpService,
    },
};
use rustls::pki_types::{CertificateDer, pem::PemObject as _};

use super::BackupError;
use crate::types::Secret;

/// How often a request is tried again.
const TRIED_AGAIN: usize = 3;
/// How long one object may take to be put or had, with all that is tried again; a quarter of it, until
/// an answer begins.
const PATIENCE: Duration = Duration::from_secs(120);

/// How a bucket is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct S3Settings {
    /// The server: `https://s3.example.org`; Amazon's, if it is empty.
    pub endpoint: String,
    /// The region.
    pub region: String,
    /// The name of the key.
    pub access_key: String,
    /// The key.
    pub secret_key: Secret,
    /// A file with certificates that are trusted beside the usual ones; may be empty.
    pub ca_file: String,
    /// How long one object may take, with all that is tried again.
    pub patience: Duration,
}

impl Default for S3Settings {
    fn default() -> Self {
        let [endpoint, region, access_key, ca_file] = Default::default();
        let secret_key = Secret::default();
        Self { endpoint, region, access_key, secret_key, ca_file, patience: PATIENCE }
    }
}

pub(super) fn bucket(name: &str, settings: &S3Settings) -> Result<AmazonS3, BackupError> {
    let S3Settings { endpoint, region, access_key, secret_key, ca_file, patience } = settings;
    let wrong = |what: String| BackupError::NoPlace(format!("s3://{name}: {what}"));
    if access_key.is_empty() || secret_key.is_empty() {
        return Err(wrong("backup.s3_access_key and backup.s3_secret_key are needed".into()));
    }
    let retry = RetryConfig {
        backoff: BackoffConfig::default(),
        max_retries: TRIED_AGAIN,
        retry_timeout: *patience / 2,
    };
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(name)
        .with_region(region)
        .with_access_key_id(access_key)
        .with_secret_access_key(secret_key.expose())
        .with_allow_http(true)
        .with_retry(retry)
        .with_http_connector(Connector { ca_file: ca_file.clone(), answer: *patience / 4 });
    if !endpoint.is_empty() {
        builder = builder.with_endpoint(endpoint);
    }
    builder.build().map_err(|error| wrong(error.to_string()))
}

#[derive(Debug)]
struct Connector {
    ca_file: String,
    answer: Duration,
}

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let tls = tls(&self.ca_file).map_err(|source| object_store::Error::Generic {
            store: "S3",
            source: source.into(),
        })?;
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls)
            .https_or_http()
            .enable_http1()
            .build();
        let client =
            Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(connector);
        Ok(HttpClient::new(Connection { client, answer: self.answer }))
    }
}

fn tls(ca_file: &str) -> Result<rustls::ClientConfig, String> {
    let provider = rustls::crypto::ring::default_provider();
    let builder = rustls::ClientConfig::builder_with_provider(provider.into())
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    if ca_file.is_empty() {
        return Ok(builder.with_webpki_roots().with_no_client_auth());
    }
    let mut roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let wrong = |error: &dyn std::fmt::Display| format!("backup.s3_ca_file {ca_file}: {error}");
    for certificate in CertificateDer::pem_file_iter(ca_file).map_err(|error| wrong(&error))? {
        let certificate = certificate.map_err(|error| wrong(&error))?;
        roots.add(certificate).map_err(|error| wrong(&error))?;
    }
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

#[derive(Debug)]
struct Connection {
    client: Client<HttpsConnector<TcpConnector>, HttpRequestBody>,
    /// How long a server may take until its answer begins.
    answer: Duration,
}

#[async_trait]
impl HttpService for Connection {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let answer = tokio::time::timeout(self.answer, self.client.request(request)).await;
        let answer = answer.map_err(|late| HttpError::new(HttpErrorKind::Timeout, late))?;
        let answer = answer.map_err(|error| {
            let kind = match error.is_connect() {
                true => HttpErrorKind::Connect,
                false => HttpErrorKind::Request,
            };
            HttpError::new(kind, error)
        })?;
        let (head, body) = answer.into_parts();
        let body = body.map_err(|error| HttpError::new(HttpErrorKind::Interrupted, error));
        Ok(HttpResponse::from_parts(head, HttpResponseBody::new(body)))
    }
}
