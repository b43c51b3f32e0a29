//! `holdfast pages FOLDER`: the texts to start with for the operator's own pages, to be edited.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write as _},
    path::Path,
    process::ExitCode,
};

use super::cli::say;
use crate::operator::start_texts;

/// Writes them; what is there already stays as it is.
pub(crate) fn run(folder: &Path) -> ExitCode {
    match write(folder) {
        Ok(said) => {
            say(&said);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("holdfast: the pages cannot be written to {}: {error}", folder.display());
            ExitCode::FAILURE
        }
    }
}

fn write(folder: &Path) -> io::Result<String> {
    fs::create_dir_all(folder)?;
    let (mut written, mut there) = (0, 0);
    for (name, language, text) in start_texts() {
        let path = folder.join(format!("{}.{}.md", name.word(), language.tag()));
        match OpenOptions::new().write(true).create_new(true).open(path) {
            Ok(mut file) => {
                file.write_all(text.as_bytes())?;
                written += 1;
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => there += 1,
            Err(error) => return Err(error),
        }
    }
    Ok(format!(
        "{written} pages written to {}, {there} were there already. Fill in what stands in double \
         brackets, set site.pages to the folder, and restart the site.",
        folder.display()
    ))
}
