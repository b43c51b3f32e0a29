//! Signing in by an OpenID Connect provider: where a browser is sent, and whether what it comes back
//! with is that.
//!
//! The authorisation code flow with PKCE, state and nonce, by `openidconnect`, over the site's own HTTP
//! and TLS (`client`). What was begun is kept here, in memory, bound to the browser by a cookie, and
//! taken out once (`under_way`): so no answer counts twice, and a restart has whoever is in the middle
//! begin again.
//!
//! **What is believed.** An ID token that comes from the provider's own token endpoint, signed by one of
//! its keys, for this site and this sign-in, not expired. Who somebody is follows from issuer and
//! subject; an address is only one that they have told the provider, and worth something if that says
//! that it is confirmed. Algorithms by which the client's secret signs are not taken, nor is `none`.
//!
//! **The provider.** What it says of itself, and its keys, are asked for at the first need and kept for
//! an hour; a token signed by a key that is not known has them asked for again. While it is away nobody
//! signs in by it, and who asks is told at once for some seconds.

mod client;
mod settings;
mod under_way;

use openidconnect::{
    AccessToken, AuthType, AuthenticationFlow, AuthorizationCode, ClaimsVerificationError,
    ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce, OAuth2TokenResponse as _,
    PkceCodeChallenge, RedirectUrl, RequestTokenError, Scope, SignatureVerificationError,
    SubjectIdentifier, TokenResponse as _,
    core::{
        CoreAuthPrompt, CoreClient, CoreClientAuthMethod, CoreIdToken, CoreIdTokenClaims,
        CoreJwsSigningAlgorithm as Alg, CoreProviderMetadata, CoreResponseType, CoreUserInfoClaims,
    },
};
use std::{sync::Arc, time::Duration};
use tokio::sync::Mutex;

use self::client::ProviderClient;
pub use self::{
    settings::OpenIdSettings,
    under_way::{BegunOpenId, OPENID_LASTS, OpenIdIntent, OpenIdUnderWay, WaitingOpenId, WaitsFor},
};
use crate::{
    domain::OpenIdSubject,
    types::{Email, Timestamp},
};

/// For how long what the provider says of itself is kept.
const KNOWN_LASTS: Duration = Duration::from_secs(3600);
/// How often it is asked again for keys at the most.
const KEYS_AGAIN: Duration = Duration::from_secs(10);
/// For how long a provider that did not answer is not asked again.
const AWAY_LASTS: Duration = Duration::from_secs(5);
/// How far the provider's clock may be behind this one.
const CLOCKS_APART: Duration = Duration::from_secs(30);

/// See the module.
pub struct OpenId {
    settings: OpenIdSettings,
    /// Where browsers come back to.
    back: RedirectUrl,
    client: ProviderClient,
    provider: Mutex<Provider>,
    /// What was begun, and what waits for a page of the site's own.
    pub under_way: OpenIdUnderWay,
}

#[derive(Default)]
struct Provider {
    known: Option<Arc<Known>>,
    away_since: Option<Timestamp>,
}

struct Known {
    metadata: CoreProviderMetadata,
    since: Timestamp,
}

/// Where a browser is sent.
#[derive(Debug)]
pub struct SentToProvider {
    /// The address there.
    pub to: String,
    /// What its cookie holds.
    pub browser: String,
}

/// Who somebody is, as the provider says.
#[derive(Debug, Clone)]
pub struct ShownOpenId {
    /// By what they are known.
    pub who: OpenIdSubject,
    /// Their address, if it can be one here.
    pub email: Option<Email>,
    /// Whether the provider has seen that they read what is sent there.
    pub is_verified: bool,
    /// When they have shown it to the provider, if it says so.
    shown_at: Option<Timestamp>,
}

impl ShownOpenId {
    /// Whether they have shown it to the provider since a moment.
    #[must_use]
    pub fn is_since(&self, moment: Timestamp) -> bool {
        self.shown_at.is_some_and(|shown| shown + CLOCKS_APART >= moment)
    }
}

/// Why nobody is known by the provider.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenIdError {
    /// It cannot be reached, or does not answer as a provider does.
    #[error("the provider is away: {0}")]
    Away(String),
    /// What it said is not what was asked for.
    #[error("the provider's answer is refused: {0}")]
    Wrong(String),
}

/// What is to be tried again with newer keys, and what is not.
enum Unproven {
    Key,
    Other(String),
}

impl OpenId {
    /// By a provider, for a site that is found there; none if there is no provider.
    #[must_use]
    pub fn of(settings: OpenIdSettings, base_url: &str) -> Option<Self> {
        if settings.issuer.is_empty() {
            return None;
        }
        let back = RedirectUrl::new(format!("{base_url}/signin/openid/back")).ok()?;
        let client = ProviderClient::new(settings.is_loopback())?;
        let (provider, under_way) = Default::default();
        Some(Self { settings, back, client, provider, under_way })
    }

    /// What the button calls the provider.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// Begins, and gives where the browser is to go.
    ///
    /// # Errors
    /// When the provider is away.
    pub async fn begin(
        &self,
        intent: OpenIdIntent,
        next: &str,
        now: Timestamp,
    ) -> Result<SentToProvider, OpenIdError> {
        let known = self.provider(now).await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (state, nonce) = (CsrfToken::new_random(), Nonce::new_random());
        let browser = CsrfToken::new_random().secret().clone();
        let client = self.client_of(&known);
        let (asked_state, asked_nonce) = (state.clone(), nonce.clone());
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let mut request = client
            .authorize_url(flow, move || asked_state, move || asked_nonce)
            .add_scope(Scope::new("email".into()))
            .set_pkce_challenge(challenge);
        if matches!(intent, OpenIdIntent::Look(_)) {
            request = request.add_prompt(CoreAuthPrompt::Login).set_max_age(Duration::ZERO);
        }
        let (to, ..) = request.url();
        let begun = BegunOpenId { intent, next: next.to_owned(), at: now, nonce, verifier };
        self.under_way.begin(&browser, state.secret(), begun);
        Ok(SentToProvider { to: to.into(), browser })
    }

    /// Who has come back with a code to what was begun.
    ///
    /// # Errors
    /// When the provider is away, or what it says is not what was asked for.
    pub async fn shown(
        &self,
        begun: BegunOpenId,
        code: String,
        issuer: Option<&str>,
        now: Timestamp,
    ) -> Result<ShownOpenId, OpenIdError> {
        // RFC 9207: a provider that says who it is by that is to be this one.
        if issuer.is_some_and(|issuer| issuer != self.settings.issuer) {
            return Err(OpenIdError::Wrong("another issuer has answered".into()));
        }
        let known = self.provider(now).await?;
        let client = self.client_of(&known);
        let request = client.exchange_code(AuthorizationCode::new(code));
        let request = request.map_err(|error| OpenIdError::Away(error.to_string()))?;
        let answered = request.set_pkce_verifier(begun.verifier).request_async(&self.client).await;
        let answered = answered.map_err(|error| match error {
            RequestTokenError::Request(error) => OpenIdError::Away(error.to_string()),
            RequestTokenError::ServerResponse(said) => OpenIdError::Wrong(said.error().to_string()),
            other => OpenIdError::Wrong(other.to_string()),
        })?;
        let token = answered.id_token();
        let token = token.ok_or_else(|| OpenIdError::Wrong("there is no ID token".into()))?;
        let claims = match self.proven(&known, token, &begun.nonce) {
            Ok(claims) => claims,
            Err(Unproven::Other(why)) => return Err(OpenIdError::Wrong(why)),
            Err(Unproven::Key) => {
                let known = self.provider_after(&known, now).await?;
                self.proven(&known, token, &begun.nonce).map_err(|unproven| match unproven {
                    Unproven::Key => OpenIdError::Wrong("no key of its fits the signature".into()),
                    Unproven::Other(why) => OpenIdError::Wrong(why),
                })?
            }
        };
        self.shown_by(&known, claims, answered.access_token()).await
    }

    /// What an ID token says, if it is one for this site and this sign-in.
    fn proven<'t>(
        &self,
        known: &Known,
        token: &'t CoreIdToken,
        nonce: &Nonce,
    ) -> Result<&'t CoreIdTokenClaims, Unproven> {
        let client = self.client_of(known);
        // By keys that the provider alone has.
        let verifier = client.id_token_verifier().set_allowed_algs([
            Alg::RsaSsaPkcs1V15Sha256,
            Alg::RsaSsaPkcs1V15Sha384,
            Alg::RsaSsaPkcs1V15Sha512,
            Alg::RsaSsaPssSha256,
            Alg::RsaSsaPssSha384,
            Alg::RsaSsaPssSha512,
            Alg::EcdsaP256Sha256,
            Alg::EcdsaP384Sha384,
            Alg::EdDsa,
        ]);
        token.claims(&verifier, nonce).map_err(|error| match error {
            ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey
                | SignatureVerificationError::CryptoError(_),
            ) => Unproven::Key,
            other => Unproven::Other(other.to_string()),
        })
    }

    /// Who that is, and their address, for which some providers are to be asked once more.
    async fn shown_by(
        &self,
        known: &Known,
        claims: &CoreIdTokenClaims,
        access: &AccessToken,
    ) -> Result<ShownOpenId, OpenIdError> {
        let subject = claims.subject();
        if subject.is_empty() || subject.len() > OpenIdSubject::BYTES_MAX {
            return Err(OpenIdError::Wrong("its subject is none".into()));
        }
        let who = OpenIdSubject {
            issuer: self.settings.issuer.as_str().into(),
            subject: subject.as_str().into(),
        };
        let shown_at = claims.auth_time().map(|at| Timestamp::from_millis(at.timestamp_millis()));
        let (email, verified) = match claims.email() {
            Some(email) => (Some(email.to_string()), claims.email_verified()),
            None => self.address(known, subject, access).await?,
        };
        let email = email.and_then(|email| Email::parse(&email).ok());
        Ok(ShownOpenId { who, email, is_verified: verified == Some(true), shown_at })
    }

    /// What the provider says of somebody's address where it is asked about them.
    async fn address(
        &self,
        known: &Known,
        subject: &SubjectIdentifier,
        access: &AccessToken,
    ) -> Result<(Option<String>, Option<bool>), OpenIdError> {
        let client = self.client_of(known);
        let Ok(request) = client.user_info(access.clone(), Some(subject.clone())) else {
            return Ok((None, None));
        };
        let said = request.request_async(&self.client).await;
        let said: CoreUserInfoClaims =
            said.map_err(|error| OpenIdError::Away(format!("about a user: {error}")))?;
        Ok((said.email().map(|email| email.to_string()), said.email_verified()))
    }

    /// What the provider says of itself.
    async fn provider(&self, now: Timestamp) -> Result<Arc<Known>, OpenIdError> {
        let mut provider = self.provider.lock().await;
        match &provider.known {
            Some(known) if now.since(known.since) < KNOWN_LASTS => Ok(known.clone()),
            _ => self.discover(&mut provider, now).await,
        }
    }

    /// The same, but not what it said then.
    async fn provider_after(
        &self,
        before: &Known,
        now: Timestamp,
    ) -> Result<Arc<Known>, OpenIdError> {
        let mut provider = self.provider.lock().await;
        match &provider.known {
            Some(known) if known.since > before.since || now.since(known.since) < KEYS_AGAIN => {
                Ok(known.clone())
            }
            _ => self.discover(&mut provider, now).await,
        }
    }

    async fn discover(
        &self,
        provider: &mut Provider,
        now: Timestamp,
    ) -> Result<Arc<Known>, OpenIdError> {
        if provider.away_since.is_some_and(|since| now.since(since) < AWAY_LASTS) {
            return Err(OpenIdError::Away("it was a moment ago".into()));
        }
        let away = |why: String| OpenIdError::Away(why);
        let issuer = IssuerUrl::new(self.settings.issuer.clone());
        let issuer = issuer.map_err(|error| away(error.to_string()))?;
        match CoreProviderMetadata::discover_async(issuer, &self.client).await {
            Ok(metadata) => {
                let known = Arc::new(Known { metadata, since: now });
                *provider = Provider { known: Some(known.clone()), away_since: None };
                Ok(known)
            }
            Err(error) => {
                provider.away_since = Some(now);
                Err(away(described(&error)))
            }
        }
    }

    fn client_of(&self, known: &Known) -> ClientOf {
        let metadata = &known.metadata;
        let secret = ClientSecret::new(self.settings.client_secret.expose().to_owned());
        let id = ClientId::new(self.settings.client_id.clone());
        let methods = metadata.token_endpoint_auth_methods_supported();
        let is_in_body = methods.is_some_and(|methods| {
            methods.contains(&CoreClientAuthMethod::ClientSecretPost)
                && !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
        });
        CoreClient::from_provider_metadata(metadata.clone(), id, Some(secret))
            .set_redirect_uri(self.back.clone())
            .set_auth_type(if is_in_body { AuthType::RequestBody } else { AuthType::BasicAuth })
    }
}

/// As a provider's metadata makes it.
type ClientOf = CoreClient<
    openidconnect::EndpointSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointMaybeSet,
    openidconnect::EndpointMaybeSet,
>;

/// An error with what has led to it, in one line.
fn described(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        line = format!("{line}: {error}");
        cause = error.source();
    }
    line
}
