//! Backups that only the holder of a key reads: by age, as others have it.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use age::{secrecy::ExposeSecret as _, x25519};
use holdfast::{
    backup::{
        BackedUp, BackupError, Digest, Identities, Moment, Restored, Wanted, backup, check, restore,
    },
    clock::Clock,
};

use super::{entries, objects, store};
use crate::{
    common::program::run,
    history::{AT, block_on, contents, open, sign_up},
};

/// A new key: the file, and for whom one encrypts.
fn key(folder: &Path, name: &str) -> (PathBuf, String) {
    let (key, file) = (x25519::Identity::generate(), folder.join(name));
    fs::write(&file, format!("# a key\n{}\n", key.to_string().expose_secret())).unwrap();
    (file, key.to_public().to_string())
}

fn back_up(data: &Path, place: &Path, recipient: &str) -> BackedUp {
    let wanted = Wanted { recipient: Some(recipient.parse().unwrap()), ..Wanted::default() };
    block_on(backup(data, &store(place), &wanted, Clock::System)).unwrap()
}

fn bring_back(
    place: &Path,
    to: &Path,
    identity: Option<&Path>,
    at: Option<Moment>,
) -> Result<Restored, BackupError> {
    let identities = identity.map(|file| Identities::read(file).unwrap()).unwrap_or_default();
    block_on(restore(&store(place), &identities, to, at))
}

#[test]
fn without_the_key_nobody_reads_it_and_another_key_begins_anew() {
    let folder = tempfile::tempdir().unwrap();
    let [data, place, to] = ["data", "backups", "restored"].map(|name| folder.path().join(name));
    let (storage, _) = open(&data).unwrap();
    for n in 0..20 {
        block_on(storage.commit(AT, sign_up(n))).unwrap();
    }
    storage.close();
    let [(file, recipient), (other_file, other)] =
        ["key", "other"].map(|name| key(folder.path(), name));
    let first = back_up(&data, &place, &recipient);
    assert_eq!(back_up(&data, &place, &recipient).sent, (0, 0));
    let holds = |text: &str| {
        let all = contents(&place).into_values();
        all.into_iter().any(|bytes| bytes.windows(text.len()).any(|of| of == text.as_bytes()))
    };
    assert!(!holds("@example.org"));

    let error = bring_back(&place, &to, None, None).unwrap_err();
    assert!(matches!(&error, BackupError::NoIdentity(wanted) if *wanted == recipient), "{error}");
    let error = bring_back(&place, &to, Some(&other_file), None).unwrap_err();
    let BackupError::WrongIdentity { wanted, named } = &error else { panic!("{error}") };
    assert_eq!((wanted, named), (&recipient, &other));
    bring_back(&place, &to, Some(&file), None).unwrap();
    assert!(entries(&to) == entries(&data));

    let again = back_up(&data, &place, &other);
    assert_eq!(again.sent.0, first.sent.0);
    fs::remove_dir_all(&to).unwrap();
    let error = bring_back(&place, &to, Some(&file), None).unwrap_err();
    assert!(matches!(error, BackupError::WrongIdentity { .. }), "{error}");
    bring_back(&place, &to, Some(&other_file), None).unwrap();
    // One that was encrypted and damaged.
    let scratch = folder.path().join("scratch");
    let identities = Identities::read(&other_file).unwrap();
    for path in objects(&place) {
        let mut bytes = fs::read(&path).unwrap();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        fs::write(&path, bytes).unwrap();
    }
    let error = block_on(check(&store(&place), &identities, &scratch)).unwrap_err();
    assert!(error.to_string().contains("cannot be decrypted"), "{error}");
}

/// `age-keygen` makes the key, and `age` opens what lies there.
#[test]
fn the_program_age_reads_it() {
    const MISSING: &str = "age is not here; install it (apt-get install age)";
    if Command::new("age").arg("--version").output().is_err() {
        eprintln!("skipped: {MISSING}");
        assert!(env::var_os("CI").is_none(), "{MISSING}");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (storage, _) = open(&data).unwrap();
    block_on(storage.commit(AT, sign_up(1))).unwrap();
    storage.close();
    let made = Command::new("age-keygen")
        .args(["-o", "backup-key.txt"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8(made.stderr).unwrap();
    let recipient = said.trim().strip_prefix("Public key: ").unwrap();
    let variables = [("HOLDFAST_BACKUP__ENCRYPT_FOR", recipient)];
    let does = |arguments: &[&str], code: i32, says: &str| {
        let (ended, said) = run(folder.path(), arguments, &variables);
        assert!(ended == Some(code) && said.contains(says), "{arguments:?}: {said}");
    };
    does(&["backup", "backups"], 0, "1 entries");
    does(&["verify", "backups"], 1, &format!("is encrypted for {recipient}"));
    does(&["verify", "backups", "--identity", "backup-key.txt"], 0, "every invariant holds");
    does(&["restore", "backups", "copy", "--identity", "config.toml"], 1, "config.toml");
    does(&["restore", "backups", "copy", "--identity", "backup-key.txt"], 0, "1 entries");
    for object in objects(&folder.path().join("backups")) {
        let opened = Command::new("age")
            .args(["--decrypt", "-i", "backup-key.txt"])
            .arg(&object)
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(opened.status.success(), "{opened:?}");
        let name = object.file_name().unwrap().to_str().unwrap();
        assert_eq!(Digest::of(&opened.stdout).to_string(), name);
    }
}
