//! What the environment says over the file.

use figment::{
    Figment, Metadata, Profile,
    value::{Dict, Map, Value},
};

/// The environment. What is no text in it comes out as text that no value can be.
pub(super) fn variables() -> Vec<(String, String)> {
    let text = |text: std::ffi::OsString| text.to_string_lossy().into_owned();
    std::env::vars_os().map(|(name, value)| (text(name), text(value))).collect()
}

/// The configuration with the environment's variables over it.
pub(super) fn over(figment: Figment, variables: &[(String, String)]) -> Figment {
    variables.iter().fold(figment, |figment, (name, text)| {
        let Some(key) = name.strip_prefix("HOLDFAST_").filter(|key| key.contains("__")) else {
            return figment;
        };
        let path = key.to_ascii_lowercase().replace("__", ".");
        // What is text in the configuration is text here, whatever it looks like: a site may be
        // called 1984.
        let is_text = figment.find_value(&path).is_ok_and(|value| value.as_str().is_some());
        let parsed = if is_text { None } else { text.parse().ok() };
        let value = parsed.unwrap_or_else(|| Value::from(text.as_str()));
        figment.merge(Variable { name: name.clone(), path, value })
    })
}

/// One variable of the environment; it is named when something is wrong with it.
struct Variable {
    name: String,
    path: String,
    value: Value,
}

impl figment::Provider for Variable {
    fn metadata(&self) -> Metadata {
        Metadata::named(format!("environment variable {}", self.name))
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        let nested = figment::util::nest(&self.path, self.value.clone());
        Ok(Profile::Default.collect(nested.into_dict().unwrap_or_default()))
    }
}
