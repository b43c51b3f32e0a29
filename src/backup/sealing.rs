//! Encryption, as [age](https://age-encryption.org) has it: whoever backs up has the public half of a
//! key alone, and reads no backup.

use std::{
    fmt,
    io::{Read as _, Write as _},
    path::Path,
    str::FromStr,
};

use age::{DecryptError, x25519};

use super::{BackupError, io_on};

/// For whom backups are encrypted: `age1…`.
#[derive(Clone)]
pub struct Recipient(x25519::Recipient);

impl FromStr for Recipient {
    type Err = &'static str;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        typed.trim().parse().map(Self)
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recipient({self})")
    }
}

impl Recipient {
    pub(super) fn seal(&self, content: &[u8]) -> Result<Vec<u8>, BackupError> {
        let wrong = |error: &dyn fmt::Display| {
            BackupError::NoKey(format!("a backup cannot be encrypted for {self}: {error}"))
        };
        let recipients = std::iter::once(&self.0 as &dyn age::Recipient);
        let encryptor = age::Encryptor::with_recipients(recipients).map_err(|e| wrong(&e))?;
        let mut sealed = Vec::with_capacity(content.len() + 512);
        let mut writer = encryptor.wrap_output(&mut sealed).map_err(|e| wrong(&e))?;
        writer.write_all(content).and_then(|()| writer.finish()).map_err(|e| wrong(&e))?;
        Ok(sealed)
    }
}

/// The keys of who restores: `AGE-SECRET-KEY-1…`, one on each line.
#[derive(Clone, Default)]
pub struct Identities(Vec<x25519::Identity>);

/// More than any file of keys has.
const FILE_BYTES_MAX: u64 = 64 * 1024;

impl Identities {
    /// Reads a file as `age-keygen` writes it.
    ///
    /// # Errors
    /// When it cannot be read, or has no key.
    pub fn read(file: &Path) -> Result<Self, BackupError> {
        let mut text = String::new();
        std::fs::File::open(file)
            .and_then(|file| file.take(FILE_BYTES_MAX).read_to_string(&mut text))
            .map_err(io_on(file))?;
        let lines = text.lines().map(str::trim);
        let keys = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let keys: Result<Vec<_>, _> = keys.map(str::parse).collect();
        match keys {
            Ok(keys) if !keys.is_empty() => Ok(Self(keys)),
            // Not a word of what stands there: it may be a key with a slip in it.
            _ => Err(BackupError::NoKey(format!(
                "{} is no file of age keys: one AGE-SECRET-KEY-1… on each line, as age-keygen writes it",
                file.display()
            ))),
        }
    }

    /// Opens what was encrypted for somebody; says what is wrong with it if it is damaged.
    pub(super) fn open(
        &self,
        wanted: &str,
        sealed: &[u8],
    ) -> Result<Result<Vec<u8>, String>, BackupError> {
        if self.0.is_empty() {
            return Err(BackupError::NoIdentity(wanted.into()));
        }
        let mut content = vec![];
        let opened = age::Decryptor::new(sealed).and_then(|decryptor| {
            let keys = self.0.iter().map(|key| key as &dyn age::Identity);
            Ok(decryptor.decrypt(keys)?.read_to_end(&mut content)?)
        });
        match opened {
            Ok(_) => Ok(Ok(content)),
            Err(DecryptError::NoMatchingKeys) => {
                let named: Vec<_> = self.0.iter().map(|key| key.to_public().to_string()).collect();
                let named = named.join(", ");
                if named.contains(wanted) {
                    return Ok(Err("is encrypted for another key than it says".into()));
                }
                Err(BackupError::WrongIdentity { wanted: wanted.into(), named })
            }
            Err(_) => Ok(Err("cannot be decrypted: its bytes are not what was written".into())),
        }
    }
}

impl fmt::Debug for Identities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identities({})", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use age::secrecy::ExposeSecret as _;

    use super::*;

    #[test]
    fn what_is_sealed_opens_by_its_key_alone_and_whole_or_not_at_all() {
        let [own, other] = [(); 2].map(|()| x25519::Identity::generate());
        let recipient: Recipient = own.to_public().to_string().parse().unwrap();
        let sealed = recipient.seal(b"the journal").unwrap();
        let wanted = recipient.to_string();
        let own = Identities(vec![other.clone(), own]);
        assert_eq!(own.open(&wanted, &sealed).unwrap().unwrap(), b"the journal");
        let error = Identities(vec![other]).open(&wanted, &sealed).unwrap_err();
        assert!(matches!(error, BackupError::WrongIdentity { .. }), "{error}");
        let error = Identities::default().open(&wanted, &sealed).unwrap_err();
        assert!(matches!(error, BackupError::NoIdentity(_)), "{error}");
        for at in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[at] ^= 1;
            assert!(!matches!(own.open(&wanted, &damaged), Ok(Ok(_))), "{at}");
            assert!(!matches!(own.open(&wanted, &sealed[..at]), Ok(Ok(_))), "{at}");
        }
    }

    #[test]
    fn a_file_of_keys_is_read_and_what_is_none_is_not_told() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("key");
        let key = x25519::Identity::generate();
        let secret = key.to_string().expose_secret().to_owned();
        std::fs::write(&file, format!("# created: today\n\n{secret}\n")).unwrap();
        assert_eq!(Identities::read(&file).unwrap().0.len(), 1);
        for wrong in ["", "# nothing\n", &secret[1..]] {
            std::fs::write(&file, wrong).unwrap();
            let error = Identities::read(&file).unwrap_err().to_string();
            assert!(error.contains("no file of age keys") && !error.contains(&secret[4..]));
        }
    }
}
