use std::{fs::File, io::Read as _};

use super::ConfigError;

/// More than any secret comes to: a larger file is something else.
const BYTES_MAX: u64 = 4096;

/// What stands in the file that is named for a secret, or in the secret's own key; no file is named
/// any more then. `shown` is how the file's name may be told: somebody may have put the secret itself
/// where it belongs.
pub(super) fn read_secret(
    key: &'static str,
    stands: &str,
    file: &mut String,
    shown: impl Fn(&str) -> String,
) -> Result<String, ConfigError> {
    let (stands, file, file_key) = (stands.trim(), std::mem::take(file), format!("{key}_file"));
    if file.is_empty() {
        return Ok(stands.to_owned());
    }
    if !stands.is_empty() {
        return Err(ConfigError::value(key, format!("{file_key} is set too; set one of the two")));
    }
    let name = shown(&file);
    let wrong = |what: &str| ConfigError::value(&*file_key, format!("{name} {what}"));
    let mut bytes = vec![];
    File::open(file)
        .and_then(|file| file.take(BYTES_MAX + 1).read_to_end(&mut bytes))
        .map_err(|error| wrong(&format!("cannot be read: {error}")))?;
    if bytes.len() as u64 > BYTES_MAX {
        return Err(wrong(&format!("has more than {BYTES_MAX} bytes: it is no key")));
    }
    let text = String::from_utf8(bytes).map_err(|_| wrong("is not text"))?;
    match text.trim() {
        "" => Err(wrong("is empty")),
        text => Ok(text.to_owned()),
    }
}
