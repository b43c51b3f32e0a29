use std::{
    fs::{self, File},
    io::{self, Read as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use sha2::{Digest as _, Sha256};

use super::{Document, PageName, Unfit, start_texts};
use crate::{
    domain::TermsShown,
    types::{Day, Language},
};

/// How large a page may be: a long book's chapter.
const PAGE_BYTES_MAX: u64 = 128 * 1024;

/// What is between these is to be filled in: a text that has some is a starting text still.
const BLANK: &str = "[[";

/// A page in words of the operator's.
#[derive(Debug, Clone)]
pub struct SitePage {
    /// What it shows.
    pub document: Document,
    /// In which language it is written.
    pub language: Language,
    /// Whether something in it is to be filled in still.
    pub is_start: bool,
    /// From when it is, if it says so: terms do.
    pub version: Option<Day>,
    /// As it was written, without its head.
    pub text: String,
}

/// The operator's terms, in one language.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// What people agree to by name: the same in every language.
    pub version: Day,
    /// The page.
    pub page: &'a SitePage,
}

impl Terms<'_> {
    /// What is kept of them with whoever agrees.
    #[must_use]
    pub fn shown(&self) -> TermsShown {
        let text = Sha256::digest(self.page.text.as_bytes()).into();
        TermsShown { version: self.version, text }
    }
}

/// All pages, each in every language as far as somebody has written it.
#[derive(Debug, Clone)]
pub struct SitePages(Vec<(PageName, Arc<SitePage>)>);

/// A page cannot be shown.
#[derive(Debug, thiserror::Error)]
#[error("site.pages: {}: {what}", .path.display())]
pub struct PagesError {
    /// Which file, or the folder.
    path: PathBuf,
    /// What is wrong with it.
    what: String,
}

impl Default for SitePages {
    /// The starting texts.
    fn default() -> Self {
        let read = |name: PageName, language, text: &str| {
            // A test reads them all.
            SitePage::read(name, language, text).ok().map(|page| (name, Arc::new(page)))
        };
        Self(
            start_texts().filter_map(|(name, language, text)| read(name, language, text)).collect(),
        )
    }
}

impl SitePages {
    /// Reads a folder: what is not in it is as it was written to start with.
    ///
    /// # Errors
    /// When a file is no page, or cannot be shown.
    pub fn read(folder: &Path) -> Result<Self, PagesError> {
        let wrong = |path: &Path, what: String| PagesError { path: path.to_owned(), what };
        let unread =
            |path: &Path, error: io::Error| wrong(path, format!("it cannot be read: {error}"));
        let mut own: Vec<(PageName, Arc<SitePage>)> = vec![];
        for entry in fs::read_dir(folder).map_err(|error| unread(folder, error))? {
            let path = entry.map_err(|error| unread(folder, error))?.path();
            if path.extension().is_none_or(|extension| extension != "md") {
                continue;
            }
            let (name, language) = name_of(&path).map_err(|what| wrong(&path, what))?;
            let text = text_of(&path).map_err(|what| wrong(&path, what))?;
            let page = SitePage::read(name, language, &text).map_err(|what| wrong(&path, what))?;
            let is_terms = name == PageName::Terms;
            let others = own.iter().filter(|_| is_terms).filter(|(other, _)| *other == name);
            if let Some((_, other)) = others.into_iter().find(|(_, it)| it.version != page.version)
            {
                let what = format!("its version is not that of terms.{}.md", other.language.tag());
                return Err(wrong(&path, what));
            }
            own.push((name, Arc::new(page)));
        }
        let is_own = |name: PageName| own.iter().any(|(other, _)| *other == name);
        let start = Self::default().0.into_iter().filter(|(name, _)| !is_own(*name));
        let start: Vec<_> = start.collect();
        Ok(Self(own.into_iter().chain(start).collect()))
    }

    /// A page for who reads this language: in it, else in English, else as it is there.
    #[must_use]
    pub fn page(&self, name: PageName, language: Language) -> Option<&SitePage> {
        let mut pages: Vec<_> = self.0.iter().filter(|(it, _)| *it == name).collect();
        pages.sort_by_key(|(_, page)| {
            let order = [language, Language::default()];
            order.iter().position(|it| *it == page.language).unwrap_or(order.len())
        });
        pages.first().map(|(_, page)| &**page)
    }

    /// The terms that people agree to: none until they are the operator's own.
    #[must_use]
    pub fn terms(&self, language: Language) -> Option<Terms<'_>> {
        let all = self.0.iter().filter(|(name, _)| *name == PageName::Terms);
        let page = self.page(PageName::Terms, language)?;
        let version = page.version?;
        (!all.into_iter().any(|(_, page)| page.is_start)).then_some(Terms { version, page })
    }

    /// Those that are starting texts still, in some language.
    #[must_use]
    pub fn unfinished(&self) -> Vec<PageName> {
        let is_start =
            |name: &PageName| self.0.iter().any(|(it, page)| it == name && page.is_start);
        PageName::ALL.into_iter().filter(is_start).collect()
    }
}

impl SitePage {
    fn read(name: PageName, language: Language, text: &str) -> Result<Self, String> {
        let (head, text, first_line) = parted(text)?;
        let mut version = None;
        for line in head.lines().filter(|line| !line.trim().is_empty()) {
            match line.split_once(':').map(|(key, value)| (key.trim(), value.trim())) {
                Some(("version", day)) if name == PageName::Terms => {
                    let what = |_| format!("its version is no day like 2026-12-31: {day:?}");
                    version = Some(Day::parse(day).map_err(what)?);
                }
                _ => {
                    return Err(format!(
                        "its head has {line:?}; only terms have one, `version: 2026-12-31`"
                    ));
                }
            }
        }
        if name == PageName::Terms && version.is_none() {
            let what = "it must begin with the day from which these terms are, in three lines: \
                        `---`, `version: 2026-12-31`, `---`";
            return Err(what.into());
        }
        if text.trim().is_empty() {
            return Err("nothing is in it".into());
        }
        let document = Document::read(text)
            .map_err(|unfit| Unfit { line: unfit.line + first_line, ..unfit }.to_string())?;
        let (is_start, text) = (text.contains(BLANK), text.trim().to_owned());
        Ok(Self { document, language, is_start, version, text })
    }
}

/// The head of a text, what is below, and after how many lines that begins.
fn parted(text: &str) -> Result<(&str, &str, usize), String> {
    let Some(rest) = text.strip_prefix("---\n") else { return Ok(("", text, 0)) };
    let end = rest.find("\n---\n").ok_or("its head has no end: a line `---`")?;
    let (head, text) = rest.split_at(end);
    Ok((head, text.strip_prefix("\n---\n").unwrap_or(text), head.lines().count() + 2))
}

/// Which page a file is, by its name.
fn name_of(path: &Path) -> Result<(PageName, Language), String> {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let parts = stem.split_once('.').and_then(|(name, tag)| {
        let language = Language::ALL.into_iter().find(|language| language.tag() == tag)?;
        Some((PageName::of_word(name)?, language))
    });
    parts.ok_or_else(|| {
        let names = PageName::ALL.map(PageName::word).join(", ");
        let tags = Language::ALL.map(Language::tag).join(", ");
        format!("it is no page: those are called like imprint.en.md, of {names} in {tags}")
    })
}

/// What is in a file, with the ends of lines that all have.
fn text_of(path: &Path) -> Result<String, String> {
    let unread = |error: io::Error| format!("it cannot be read: {error}");
    if !fs::metadata(path).map_err(unread)?.is_file() {
        return Err("it is no file".into());
    }
    let file = File::open(path).map_err(unread)?;
    let mut bytes = vec![];
    file.take(PAGE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(unread)?;
    if bytes.len() as u64 > PAGE_BYTES_MAX {
        return Err(format!("it has more than {PAGE_BYTES_MAX} bytes"));
    }
    let text = String::from_utf8(bytes).map_err(|_| "it is not written in UTF-8")?;
    Ok(text.trim_start_matches('\u{feff}').replace("\r\n", "\n"))
}

#[cfg(test)]
mod tests;
