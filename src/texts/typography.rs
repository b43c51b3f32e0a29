//! Marks that nobody sees when they are wrong, looked for in the source of every text.

use std::fs;

/// What stands in quotes between these two languages, in every file here, with where it stands.
fn texts(from: &str, to: &str) -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/texts");
    let mut texts = vec![];
    for file in fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        if ["mod.rs", "typography.rs"].contains(&name.as_str()) {
            continue;
        }
        let source = fs::read_to_string(&file).unwrap();
        for text in source.split(from).skip(1) {
            let text = text.split(to).next().unwrap_or_default();
            let quoted = text.split('"').skip(1).step_by(2);
            // A line that goes on begins at its first letter.
            let whole = |text: &str| {
                text.split("\\\n").map(|line| line.trim_start_matches(' ')).collect::<String>()
            };
            texts.extend(quoted.map(|text| (name.clone(), whole(text))));
        }
    }
    assert!(texts.len() > 1000, "{from}: {}", texts.len());
    texts
}

fn is_spaced_as_french(text: &str) -> bool {
    let characters: Vec<_> = text.chars().collect();
    let before = |at: usize| at.checked_sub(1).map(|at| characters[at]);
    characters.iter().enumerate().all(|(at, character)| match character {
        ';' | '!' | '?' | '»' => before(at) == Some('\u{202f}'),
        '«' => characters.get(at + 1) == Some(&'\u{202f}'),
        // Within a time, a link or a header there is none.
        ':' if characters.get(at + 1).is_none_or(|next| next.is_whitespace() || *next == '|') => {
            before(at) == Some('\u{a0}') || text.contains("Authorization:")
        }
        _ => true,
    })
}

#[test]
fn french_has_spaces_that_do_not_break() {
    for (file, text) in texts(" fr: ", " es: ") {
        assert!(is_spaced_as_french(&text), "{file}: {text}");
    }
}

#[test]
fn what_spanish_asks_and_exclaims_is_opened() {
    for (file, text) in texts(" es: ", " nl: ") {
        for [open, close] in [['¿', '?'], ['¡', '!']] {
            let [opened, closed] = [open, close].map(|mark| text.matches(mark).count());
            assert_eq!(opened, closed, "{file}: {text}");
        }
    }
}

#[test]
fn apostrophes_are_curved() {
    let languages = [(" fr: ", " es: "), (" es: ", " nl: "), (" nl: ", " it: "), (" it: ", ";\n")];
    for (file, text) in languages.into_iter().flat_map(|(from, to)| texts(from, to)) {
        assert!(!text.contains('\''), "{file}: {text}");
    }
}
