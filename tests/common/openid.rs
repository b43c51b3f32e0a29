//! OpenID Connect providers: a certified one that others wrote, `oidc-provider`, in a process of its own;
//! and one of our own, which lies as it is told.

use std::{
    collections::BTreeMap,
    env,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    process::Command,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use base64::{Engine as _, engine::general_purpose};
use holdfast::{
    config::Config,
    types::{Secret, Timestamp},
};
use openidconnect::{
    JsonWebKeyId, PrivateSigningKey as _,
    core::{CoreEdDsaPrivateSigningKey, CoreJwsSigningAlgorithm},
};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Visitor, encode, program::Program};

const MISSING: &str = "oidc-provider is not here; install it (npm install oidc-provider@9.13.3), and name the folder \
     by HOLDFAST_OIDC";

/// How long it may take to come.
const PATIENCE: Duration = Duration::from_secs(60);

/// What people call it here.
pub const NAME: &str = "Example ID";
const CLIENT: &str = "holdfast";
const SECRET: &str = "the secret of this site, which it shows";

/// Has a site sign people in by a provider.
pub fn set(config: &mut Config, issuer: &str) {
    let openid = &mut config.accounts.openid;
    openid.issuer = issuer.into();
    openid.client_id = CLIENT.into();
    openid.client_secret = Secret::new(SECRET);
    openid.name = NAME.into();
}

/// The same by the environment.
pub fn variables(issuer: &str) -> [(&'static str, String); 4] {
    [
        ("HOLDFAST_ACCOUNTS__OPENID__ISSUER", issuer.into()),
        ("HOLDFAST_ACCOUNTS__OPENID__CLIENT_ID", CLIENT.into()),
        ("HOLDFAST_ACCOUNTS__OPENID__CLIENT_SECRET", SECRET.into()),
        ("HOLDFAST_ACCOUNTS__OPENID__NAME", NAME.into()),
    ]
}

/// A running oidc-provider; killed when dropped.
pub struct Provider {
    pub issuer: String,
    _program: Program,
    // Goes last.
    _folder: TempDir,
}

impl Provider {
    /// For a site that is found there. None if there is none on this machine: then it says so, and where
    /// changes are judged, that is a failure.
    pub fn start(base_url: &str) -> Option<Self> {
        let Some(package) = env::var_os("HOLDFAST_OIDC") else {
            eprintln!("skipped: {MISSING}");
            assert!(env::var_os("CI").is_none(), "{MISSING}");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new("node");
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/common/openid_provider.mjs");
        command.arg(script).arg(package).arg(format!("{base_url}/signin/openid/back"));
        let program = Program::spawn_command(command, folder.path(), &[]);
        let deadline = Instant::now() + PATIENCE;
        let issuer = loop {
            let said = program.output();
            if let Some((_, after)) = said.split_once("listening at ") {
                break after.lines().next().unwrap().to_owned();
            }
            assert!(Instant::now() < deadline, "it does not start: {said}");
            std::thread::park_timeout(Duration::from_millis(20));
        };
        Some(Self { issuer, _program: program, _folder: folder })
    }

    /// A browser that nobody knows there.
    pub fn browser(&self) -> AtProvider {
        let address = self.issuer.strip_prefix("http://").unwrap().parse().unwrap();
        AtProvider { address, cookies: BTreeMap::new() }
    }
}

/// A browser at a provider: it keeps cookies, and presses buttons.
pub struct AtProvider {
    address: SocketAddr,
    cookies: BTreeMap<String, String>,
}

impl AtProvider {
    /// Signs in as somebody, where a site has led; gives the path on the site that it leads back to.
    pub fn sign_in(&mut self, led_to: &str, name: &str) -> String {
        self.until_back(led_to, Some(name))
    }

    /// Says no.
    pub fn deny(&mut self, led_to: &str) -> String {
        self.until_back(led_to, None)
    }

    fn until_back(&mut self, led_to: &str, name: Option<&str>) -> String {
        let here = format!("http://{}", self.address);
        let mut at = led_to.strip_prefix(&here).expect(led_to).to_owned();
        for _ in 0..20 {
            let (location, body) = self.ask("GET", &at, "");
            let location = match (location, name) {
                (Some(location), _) => location,
                (None, None) => format!("{at}/abort"),
                (None, Some(name)) => {
                    let is_login = body.contains("name=\"login\"");
                    let fields = match is_login {
                        true => format!("prompt=login&login={}&password=x", encode(name)),
                        false => "prompt=consent".to_owned(),
                    };
                    self.ask("POST", &at, &fields).0.expect("a form leads on")
                }
            };
            match location.strip_prefix(&here) {
                Some(path) => at = path.to_owned(),
                None if location.starts_with('/') => at = location,
                None => {
                    let (_, path) = location.split_once("/signin/").expect(&location);
                    return format!("/signin/{path}");
                }
            }
        }
        panic!("it leads nowhere");
    }

    fn ask(&mut self, method: &str, path: &str, form: &str) -> (Option<String>, String) {
        let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        let cookies = cookies.collect::<Vec<_>>().join("; ");
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nCookie: {cookies}\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            self.address,
            form.len()
        );
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let mut location = None;
        for line in head.lines() {
            let Some((name, value)) = line.split_once(": ") else { continue };
            match name.to_ascii_lowercase().as_str() {
                "location" => location = Some(value.to_owned()),
                "set-cookie" => {
                    let (name, value) = value.split(';').next().unwrap().split_once('=').unwrap();
                    match value {
                        "" => self.cookies.remove(name),
                        _ => self.cookies.insert(name.into(), value.into()),
                    };
                }
                _ => {}
            }
        }
        (location, body.to_owned())
    }
}

/// Signs in a visitor of a site by a provider, as somebody there; gives what the site answers then.
pub async fn comes_by(
    visitor: &mut Visitor,
    provider: &mut AtProvider,
    name: &str,
) -> super::Answer {
    let led_to = visitor.get("/signin/openid?next=/orders").await.sent_to();
    let back = provider.sign_in(&led_to, name);
    visitor.get(&back).await
}

/// A value of an address's query.
pub fn asked(url: &str, name: &str) -> String {
    let url = url::Url::parse(url).unwrap();
    let found = url.query_pairs().find(|(key, _)| key == name);
    found.unwrap_or_else(|| panic!("no {name} in {url}")).1.into_owned()
}

/// A provider in this process that says what it is told to.
pub struct Scripted {
    pub issuer: String,
    said: Arc<Mutex<Said>>,
}

/// What a [`Scripted`] says.
#[derive(Clone)]
pub struct Said {
    /// The seed of the key that it says is its own.
    pub key: u8,
    /// Of the key that it signs with.
    pub signs_with: u8,
    /// The head of its ID tokens.
    pub head: Value,
    /// What is in them.
    pub claims: Value,
    /// What it answers for a code, if it is no token.
    pub instead: Option<(StatusCode, String)>,
    /// How often it was asked for its keys.
    pub keys_asked: usize,
}

fn key(seed: u8) -> CoreEdDsaPrivateSigningKey {
    // PKCS #8 of an Ed25519 key is its seed behind these bytes (RFC 8410).
    let mut der = vec![0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    der.extend([seed; 32]);
    let der = general_purpose::STANDARD.encode(der);
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{der}\n-----END PRIVATE KEY-----\n");
    let id = Some(JsonWebKeyId::new("key".into()));
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, id).unwrap()
}

impl Said {
    fn token(&self) -> String {
        let part = |value: &Value| general_purpose::URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&self.head), part(&self.claims));
        let seal = match self.head["alg"].as_str() {
            Some("none") => vec![],
            Some("HS256") => {
                use hmac::{Hmac, KeyInit as _, Mac as _};
                let mut seal = Hmac::<sha2::Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
                seal.update(signed.as_bytes());
                seal.finalize().into_bytes().to_vec()
            }
            _ => key(self.signs_with)
                .sign(&CoreJwsSigningAlgorithm::EdDsa, signed.as_bytes())
                .unwrap(),
        };
        format!("{signed}.{}", general_purpose::URL_SAFE_NO_PAD.encode(seal))
    }
}

impl Scripted {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let said = Said {
            key: 1,
            signs_with: 1,
            head: json!({"alg": "EdDSA", "kid": "key"}),
            claims: json!({}),
            instead: None,
            keys_asked: 0,
        };
        let said = Arc::new(Mutex::new(said));
        let metadata = json!({
            "issuer": issuer,
            "authorization_endpoint": format!("{issuer}/auth"),
            "token_endpoint": format!("{issuer}/token"),
            "jwks_uri": format!("{issuer}/jwks"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["EdDSA", "HS256", "none"],
        });
        type Shared = State<Arc<Mutex<Said>>>;
        let keys = |State(said): Shared| async move {
            let mut said = said.lock().unwrap();
            said.keys_asked += 1;
            Json(json!({ "keys": [key(said.key).as_verification_key()] }))
        };
        let token = |State(said): Shared| async move {
            let said = said.lock().unwrap().clone();
            said.instead.clone().map_or_else(
                || {
                    let token = json!({
                        "access_token": "opaque",
                        "token_type": "Bearer",
                        "id_token": said.token(),
                    });
                    (StatusCode::OK, [("content-type", "application/json")], token.to_string())
                },
                |(status, body)| (status, [("content-type", "application/json")], body),
            )
        };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(move || async { Json(metadata) }))
            .route("/jwks", get(keys))
            .route("/token", post(token))
            .with_state(said.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { issuer, said }
    }

    /// Has it say something else.
    pub fn say(&self, change: impl FnOnce(&mut Said)) {
        change(&mut self.said.lock().unwrap());
    }

    /// How often it was asked for its keys.
    pub fn keys_asked(&self) -> usize {
        self.said.lock().unwrap().keys_asked
    }

    /// The truth about somebody, for whom a site has led here.
    pub fn truth(&self, led_to: &str, name: &str, now: Timestamp) -> Value {
        let now = now.as_millis() / 1000;
        json!({
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": name,
            "iat": now,
            "exp": now + 600,
            "auth_time": now,
            "nonce": asked(led_to, "nonce"),
            "email": format!("{name}@example.org"),
            "email_verified": true,
        })
    }
}

/// The path that a provider leads back to.
pub fn back(led_to: &str) -> String {
    format!("/signin/openid/back?code=x&state={}", encode(&asked(led_to, "state")))
}
