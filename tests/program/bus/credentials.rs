//! Operators, accounts and users of NATS, as `nsc` makes them.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use nkeys::KeyPair;
use serde_json::{Value, json};

/// A server's configuration that knows one account, with JetStream, by its operator.
pub struct Operator {
    pub configuration: String,
    account: KeyPair,
}

impl Operator {
    pub fn new() -> Self {
        let operator = KeyPair::new_operator();
        let [account, system] = [(); 2].map(|()| KeyPair::new_account());
        let of_operator = jwt(&operator, &operator, "operator", json!({}));
        let limits = json!({
            "subs": -1, "data": -1, "payload": -1, "conn": -1, "leaf": -1, "imports": -1, "exports": -1,
            "wildcards": true, "mem_storage": -1, "disk_storage": -1, "streams": -1, "consumer": -1,
        });
        let of_account = jwt(&operator, &account, "account", json!({ "limits": limits }));
        let of_system = jwt(&operator, &system, "account", json!({}));
        let [name, system] = [&account, &system].map(KeyPair::public_key);
        let configuration = format!(
            "operator: {of_operator}\nsystem_account: {system}\nresolver: MEMORY\n\
             resolver_preload: {{\n{name}: {of_account}\n{system}: {of_system}\n}}\n"
        );
        Self { configuration, account }
    }

    /// A file for a user of its account; and the secret in it.
    pub fn credentials(&self) -> (String, String) {
        let user = KeyPair::new_user();
        let claims = json!({ "subs": -1, "data": -1, "payload": -1, "pub": {}, "sub": {} });
        let (jwt, seed) = (jwt(&self.account, &user, "user", claims), user.seed().unwrap());
        let file = format!(
            "-----BEGIN NATS USER JWT-----\n{jwt}\n------END NATS USER JWT------\n\n\
             -----BEGIN USER NKEY SEED-----\n{seed}\n------END USER NKEY SEED------\n"
        );
        (file, seed)
    }
}

fn jwt(issuer: &KeyPair, subject: &KeyPair, kind: &str, mut nats: Value) -> String {
    nats["type"] = kind.into();
    nats["version"] = 2.into();
    let claims = json!({
        "jti": subject.public_key(), "iat": 1_700_000_000, "iss": issuer.public_key(),
        "name": kind, "sub": subject.public_key(), "nats": nats,
    });
    let header = json!({ "typ": "JWT", "alg": "ed25519-nkey" });
    let [header, claims] = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    let signed = format!("{header}.{claims}");
    let signature = URL_SAFE_NO_PAD.encode(issuer.sign(signed.as_bytes()).unwrap());
    format!("{signed}.{signature}")
}
