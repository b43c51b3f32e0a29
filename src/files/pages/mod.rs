//! A PDF whose pages are tickets, taken apart: each page is a document of its own, with what it draws
//! and nothing of the others.
//!
//! Objects are copied as they stand, from a page on along all that it refers to; what leads to other
//! pages (annotations, form fields, the document's structure) is left out. Ticket offices often give
//! all pages one dictionary of pictures: of these a page keeps those that it draws, since another
//! seat's code must not go with it. What cannot be told is refused rather than guessed.
//!
//! Whatever a stranger sends, this much is done about it and no more ([`WorkLeft`]): no object is read
//! before it is needed, and nothing is unpacked but tables, object streams and what pages draw.

mod document;
mod object;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use memchr::memmem;

use self::{
    document::Document,
    object::{Dictionary, Object, is_delimiter, is_space},
};
use super::FILE_BYTES_MAX;

/// How many pages are counted.
pub const PAGES_MAX: usize = 1000;
/// How deep the tree of pages is.
const TREE_DEPTH_MAX: usize = 32;
/// How many objects a page comes to.
const OBJECTS_MAX: usize = 20_000;

/// Why a document is not taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoPages {
    /// It is locked by a password, or by what it may be used for.
    #[error("it is encrypted")]
    Encrypted,
    /// It is not what it should be, or has what this does not know.
    #[error("it is damaged")]
    Damaged,
    /// There is more in it than is looked at.
    #[error("there is too much in it")]
    TooMuch,
}

/// How much more is done about a document.
#[derive(Debug)]
struct WorkLeft {
    objects: usize,
    read_bytes: usize,
    unpacked_bytes: usize,
}

impl Default for WorkLeft {
    /// A ticket office's document of a hundred pages needs a tenth of this.
    fn default() -> Self {
        Self { objects: 500_000, read_bytes: 64 * 1024 * 1024, unpacked_bytes: 32 * 1024 * 1024 }
    }
}

impl WorkLeft {
    fn read(&mut self, bytes: usize) -> Result<(), NoPages> {
        self.read_bytes = self.read_bytes.checked_sub(bytes).ok_or(NoPages::TooMuch)?;
        Ok(())
    }

    fn copied(&mut self, object: &Object) -> Result<(), NoPages> {
        self.objects = self.objects.checked_sub(object.count()).ok_or(NoPages::TooMuch)?;
        Ok(())
    }

    fn unpacked(&mut self, bytes: usize) -> Result<(), NoPages> {
        self.unpacked_bytes = self.unpacked_bytes.checked_sub(bytes).ok_or(NoPages::TooMuch)?;
        Ok(())
    }
}

/// A document's pages.
pub struct Pages<'a> {
    document: Document<'a>,
    /// What each page says, with what it has from the tree above it.
    pages: Vec<Dictionary>,
}

/// What a page has from those above it in the tree (7.7.3.4).
const INHERITED: [&str; 4] = ["Resources", "MediaBox", "CropBox", "Rotate"];
/// What is kept of a page.
const KEPT: [&str; 7] =
    ["Resources", "MediaBox", "CropBox", "Rotate", "UserUnit", "Contents", "Group"];
/// What leads from what a page draws to more than that.
const LEFT_OUT: [&str; 5] = ["Parent", "StructParent", "StructParents", "Metadata", "PieceInfo"];

impl<'a> Pages<'a> {
    /// Finds the pages of a document; of more than [`PAGES_MAX`] so many.
    ///
    /// # Errors
    /// When it is no such document, or there is too much in it.
    pub fn of(bytes: &'a [u8]) -> Result<Self, NoPages> {
        let mut document = Document::open(bytes)?;
        let root = document.root()?;
        let tree = root.get("Pages").ok_or(NoPages::Damaged)?.clone();
        let mut pages = vec![];
        let mut seen = BTreeSet::new();
        walk(&mut document, &tree, &Dictionary::default(), (0, &mut seen), &mut pages)?;
        Ok(Self { document, pages })
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.pages.len()
    }

    /// A page as a document of its own.
    ///
    /// # Errors
    /// When there is none, it cannot be told what is of it alone, or there is too much in it.
    pub fn page(&mut self, number: usize) -> Result<Vec<u8>, NoPages> {
        let mut page = self.pages.get(number).cloned().ok_or(NoPages::Damaged)?;
        let drawn = self.drawn(&page)?;
        if let Some(resources) = self.document.dictionary(&page, "Resources")? {
            let kept = self.resources_of(&resources, drawn)?;
            page.0.retain(|(name, _)| name != b"Resources");
            page.0.push((b"Resources".to_vec(), Object::Dictionary(kept)));
        }
        page.0.retain(|(name, _)| KEPT.iter().any(|kept| name == kept.as_bytes()));
        page.0.push((b"Type".to_vec(), Object::Name(b"Page".to_vec())));
        Copy::of(&mut self.document).write(page)
    }

    /// What the page says that it draws, as programs of marks (7.8.2).
    fn drawn(&mut self, page: &Dictionary) -> Result<Vec<Vec<u8>>, NoPages> {
        let Some(contents) = page.get("Contents") else { return Ok(vec![]) };
        let parts = match self.document.resolve(contents)? {
            Some((Object::Array(parts), _)) => parts,
            _ => vec![contents.clone()],
        };
        let mut drawn = vec![];
        for part in parts {
            if let Some((Object::Dictionary(about), Some(data))) = self.document.resolve(&part)? {
                drawn.push(self.document.unpacked(&about, data)?);
            }
        }
        Ok(drawn)
    }

    /// The resources, with those pictures alone that are drawn; what a form draws that has no resources
    /// of its own counts, too.
    fn resources_of(
        &mut self,
        resources: &Dictionary,
        mut drawn: Vec<Vec<u8>>,
    ) -> Result<Dictionary, NoPages> {
        let Some(mut left) = self.document.dictionary(resources, "XObject")? else {
            return Ok(resources.clone());
        };
        let mut kept = Dictionary::default();
        while let Some(program) = drawn.pop() {
            let (used, rest) = left.0.into_iter().partition(|(name, _)| names(&program, name));
            left = Dictionary(rest);
            for (name, object) in Vec::from_iter::<Vec<_>>(used) {
                if let Some((Object::Dictionary(about), Some(data))) =
                    self.document.resolve(&object)?
                    && about.is("Subtype", "Form")
                    && about.get("Resources").is_none()
                {
                    drawn.push(self.document.unpacked(&about, data)?);
                }
                kept.0.push((name, object));
            }
        }
        let mut resources = resources.clone();
        for (name, object) in &mut resources.0 {
            if name == b"XObject" {
                *object = Object::Dictionary(std::mem::take(&mut kept));
            }
        }
        Ok(resources)
    }
}

/// Whether a program has this name in it.
fn names(program: &[u8], name: &[u8]) -> bool {
    let named = [b"/", name].concat();
    memmem::find_iter(program, &named).any(|at| {
        let after = program.get(at + named.len());
        after.is_none_or(|byte| is_space(*byte) || is_delimiter(*byte))
    })
}

fn walk(
    document: &mut Document<'_>,
    node: &Object,
    above: &Dictionary,
    (depth, seen): (usize, &mut BTreeSet<u32>),
    pages: &mut Vec<Dictionary>,
) -> Result<(), NoPages> {
    if depth > TREE_DEPTH_MAX {
        return Err(NoPages::TooMuch);
    }
    // A tree that leads back to itself would never end.
    if let Object::Reference(number) = node
        && !seen.insert(*number)
    {
        return Err(NoPages::Damaged);
    }
    let Some((Object::Dictionary(mut node), _)) = document.resolve(node)? else {
        return Err(NoPages::Damaged);
    };
    for name in INHERITED {
        if node.get(name).is_none()
            && let Some(inherited) = above.get(name)
        {
            document.left.copied(inherited)?;
            node.0.push((name.into(), inherited.clone()));
        }
    }
    let Some(kids) = node.get("Kids").cloned() else {
        pages.push(node);
        return Ok(());
    };
    let Some((Object::Array(kids), _)) = document.resolve(&kids)? else {
        return Err(NoPages::Damaged);
    };
    for kid in kids {
        if pages.len() >= PAGES_MAX {
            break;
        }
        walk(document, &kid, &node, (depth + 1, seen), pages)?;
    }
    Ok(())
}

/// A document that is written from another's objects.
struct Copy<'d, 'a> {
    document: &'d mut Document<'a>,
    /// Under which number each is.
    numbers: BTreeMap<u32, u32>,
    /// Those that are to be written, by their old numbers.
    waiting: VecDeque<u32>,
    bytes: Vec<u8>,
    /// Where each begins.
    places: Vec<usize>,
}

/// The catalog, the tree and the page.
const FIRST_COPIED: usize = 4;

impl<'d, 'a> Copy<'d, 'a> {
    fn of(document: &'d mut Document<'a>) -> Self {
        let bytes = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
        Self { document, numbers: BTreeMap::new(), waiting: VecDeque::new(), bytes, places: vec![] }
    }

    fn write(mut self, page: Dictionary) -> Result<Vec<u8>, NoPages> {
        let mut page = self.renumbered_within(page)?;
        page.0.push((b"Parent".to_vec(), Object::Reference(2)));
        self.begin();
        self.bytes.extend(b"<</Type/Catalog/Pages 2 0 R>>\nendobj\n");
        self.begin();
        self.bytes.extend(b"<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n");
        self.begin();
        Object::Dictionary(page).write(&mut self.bytes);
        self.bytes.extend(b"\nendobj\n");
        while let Some(number) = self.waiting.pop_front() {
            self.copy(number)?;
        }
        let (begin, size) = (self.bytes.len(), self.places.len() + 1);
        let mut table = format!("xref\n0 {size}\n0000000000 65535 f \n");
        table.extend(self.places.iter().map(|at| format!("{at:010} 00000 n \n")));
        table.push_str(&format!(
            "trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{begin}\n%%EOF\n"
        ));
        self.bytes.extend(table.bytes());
        self.is_small_enough()?;
        Ok(self.bytes)
    }

    fn is_small_enough(&self) -> Result<(), NoPages> {
        match self.bytes.len() <= FILE_BYTES_MAX as usize {
            true => Ok(()),
            false => Err(NoPages::TooMuch),
        }
    }

    fn begin(&mut self) {
        self.places.push(self.bytes.len());
        self.bytes.extend(format!("{} 0 obj\n", self.places.len()).bytes());
    }

    fn copy(&mut self, number: u32) -> Result<(), NoPages> {
        let found = self.document.load(number)?;
        self.begin();
        match found {
            Some((Object::Dictionary(about), Some(data))) => {
                let mut about = self.renumbered_within(about)?;
                about.0.retain(|(name, _)| name != b"Length");
                let length = i64::try_from(data.len()).map_err(|_| NoPages::TooMuch)?;
                about.0.push((b"Length".to_vec(), Object::Number(length)));
                Object::Dictionary(about).write(&mut self.bytes);
                self.bytes.extend(b"\nstream\n");
                self.bytes.extend(data);
                self.bytes.extend(b"\nendstream");
            }
            // Another page, or all of them.
            Some((Object::Dictionary(about), None))
                if ["Page", "Pages", "Catalog"].iter().any(|kind| about.is("Type", kind)) =>
            {
                self.bytes.extend(b"null");
            }
            Some((object, _)) => self.renumbered(object)?.write(&mut self.bytes),
            None => self.bytes.extend(b"null"),
        }
        self.bytes.extend(b"\nendobj\n");
        self.is_small_enough()
    }

    /// The same, with what it refers to under its new numbers.
    fn renumbered(&mut self, object: Object) -> Result<Object, NoPages> {
        Ok(match object {
            Object::Reference(number) => Object::Reference(self.number(number)?),
            Object::Array(array) => {
                let all = array.into_iter().map(|object| self.renumbered(object));
                Object::Array(all.collect::<Result<_, _>>()?)
            }
            Object::Dictionary(dictionary) => {
                Object::Dictionary(self.renumbered_within(dictionary)?)
            }
            other => other,
        })
    }

    fn renumbered_within(&mut self, dictionary: Dictionary) -> Result<Dictionary, NoPages> {
        let is_kept = |name: &[u8]| LEFT_OUT.iter().all(|out| name != out.as_bytes());
        let kept = dictionary.0.into_iter().filter(|(name, _)| is_kept(name));
        let renumbered = kept.map(|(name, object)| Ok((name, self.renumbered(object)?)));
        renumbered.collect::<Result<_, _>>().map(Dictionary)
    }

    fn number(&mut self, old: u32) -> Result<u32, NoPages> {
        if let Some(known) = self.numbers.get(&old) {
            return Ok(*known);
        }
        if self.numbers.len() >= OBJECTS_MAX {
            return Err(NoPages::TooMuch);
        }
        let new = u32::try_from(self.numbers.len() + FIRST_COPIED).map_err(|_| NoPages::TooMuch)?;
        self.numbers.insert(old, new);
        self.waiting.push_back(old);
        Ok(new)
    }
}

#[cfg(test)]
mod tests;
