//! The operator's logo: a drawing (SVG) or a picture (PNG), looked through when the site starts. Browsers
//! show it as an image, in which nothing runs and nothing is loaded; what would, is refused all the same.

use std::{
    fs::{self, File},
    io::{self, Cursor, Read as _},
    path::{Path, PathBuf},
};

use image::{ImageFormat, ImageReader, Limits};
use resvg::usvg;

/// How large a logo may be: it is loaded by everybody.
const LOGO_BYTES_MAX: u64 = 200 * 1024;

/// The longest side of a picture, in dots.
const SIDE_MAX: u32 = 4096;

/// What a drawing is not to have: what runs, what shows other documents, and what changes by itself.
const NOT_DRAWN: [&str; 7] =
    ["script", "foreignObject", "iframe", "animate", "animateMotion", "animateTransform", "set"];

/// A logo.
#[derive(Debug, Clone, PartialEq)]
pub struct Logo {
    /// Where it is served: the path names the content.
    pub path: String,
    /// Its media type.
    pub content_type: &'static str,
    /// Its bytes.
    pub content: Vec<u8>,
    /// How wide and how high it is.
    pub size: (u32, u32),
}

/// A logo cannot be shown.
#[derive(Debug, thiserror::Error)]
#[error("{key}: {}: {what}", .path.display())]
pub struct LogoError {
    key: &'static str,
    path: PathBuf,
    what: String,
}

impl Logo {
    /// Reads the file that this key names; none if it names none.
    ///
    /// # Errors
    /// When it is none that can be shown.
    pub(super) fn read(key: &'static str, path: &Path) -> Result<Option<Self>, LogoError> {
        if path.as_os_str().is_empty() {
            return Ok(None);
        }
        let logo = bytes_of(path).and_then(Self::of);
        logo.map(Some).map_err(|what| LogoError { key, path: path.to_owned(), what })
    }

    fn of(content: Vec<u8>) -> Result<Self, String> {
        let (content_type, extension, size) = match content.starts_with(b"\x89PNG\r\n\x1a\n") {
            true => ("image/png", "png", picture(&content)?),
            false => ("image/svg+xml", "svg", drawing(&content)?),
        };
        let hash = crc32c::crc32c(&content);
        let path = format!("/assets/logo-{hash:08x}.{extension}");
        Ok(Self { path, content_type, content, size })
    }
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, String> {
    let unread = |error: io::Error| format!("it cannot be read: {error}");
    if !fs::metadata(path).map_err(unread)?.is_file() {
        return Err("it is no file".into());
    }
    let mut bytes = vec![];
    let file = File::open(path).map_err(unread)?;
    file.take(LOGO_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(unread)?;
    match bytes.len() as u64 > LOGO_BYTES_MAX {
        true => Err(format!("it has more than {LOGO_BYTES_MAX} bytes")),
        false => Ok(bytes),
    }
}

fn picture(content: &[u8]) -> Result<(u32, u32), String> {
    let mut reader = ImageReader::with_format(Cursor::new(content), ImageFormat::Png);
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(SIDE_MAX), Some(SIDE_MAX));
    reader.limits(limits);
    let picture = reader.decode().map_err(|error| format!("it is no whole PNG: {error}"))?;
    Ok((picture.width(), picture.height()))
}

fn drawing(content: &[u8]) -> Result<(u32, u32), String> {
    let text = std::str::from_utf8(content).map_err(|_| "it is neither a PNG nor an SVG")?;
    // It refuses what declares a document type, and with that all entities.
    let document = roxmltree::Document::parse(text)
        .map_err(|error| format!("it is neither a PNG nor an SVG: {error}"))?;
    if document.root_element().tag_name().name() != "svg" {
        return Err("it is no SVG".into());
    }
    for node in document.descendants() {
        let line = document.text_pos_at(node.range().start).row;
        let name = node.tag_name().name();
        if node.is_pi() || NOT_DRAWN.iter().any(|it| it.eq_ignore_ascii_case(name)) {
            return Err(format!("line {line}: it has <{name}>, which a logo may not have"));
        }
        if name == "style" && node.text().is_some_and(leads_elsewhere) {
            return Err(format!("line {line}: its style loads something"));
        }
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value().trim());
            let is_link = name.eq_ignore_ascii_case("href") && !is_within(value);
            if is_link || name.to_ascii_lowercase().starts_with("on") || leads_elsewhere(value) {
                return Err(format!("line {line}: {name}={value:?} runs or loads something"));
            }
        }
    }
    let tree = usvg::Tree::from_str(text, &usvg::Options::default())
        .map_err(|error| format!("it cannot be drawn: {error}"))?;
    let side = |side: f32| {
        // It is no more than what keeps a place for it.
        (1..=SIDE_MAX).rev().find(|whole| f64::from(*whole) <= f64::from(side.ceil())).unwrap_or(1)
    };
    Ok((side(tree.size().width()), side(tree.size().height())))
}

/// Whether a link stays in the document, or is a picture that stands in it.
fn is_within(link: &str) -> bool {
    let lower = link.to_ascii_lowercase();
    let known = ["#", "data:image/png", "data:image/jpeg"];
    known.iter().any(|known| lower.starts_with(known))
}

/// Whether a style, or an attribute, names something outside of the document.
fn leads_elsewhere(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    // An escape could spell any of these.
    lower.contains("@import")
        || lower.contains("javascript:")
        || lower.contains('\\')
        || lower.split("url(").skip(1).any(|rest| {
            let target = rest.trim_start().trim_start_matches(['"', '\'']);
            !target.starts_with('#')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVG: &str =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 30\">INSIDE</svg>";

    fn of(inside: &str) -> Result<Logo, String> {
        Logo::of(SVG.replace("INSIDE", inside).into_bytes())
    }

    #[test]
    fn a_drawing_that_only_draws() {
        for inside in [
            "<path d=\"M0 0h9v9z\" fill=\"#0b5f59\"/>",
            "<style>path{fill:url(#a)}</style><path d=\"M0 0h9v9z\"/>",
            "<defs><linearGradient id=\"a\"/></defs><rect width=\"9\" height=\"9\" fill=\"url(#a)\"/>",
            "<text>Encore</text>",
        ] {
            let logo = of(inside).unwrap();
            assert_eq!((logo.content_type, logo.size), ("image/svg+xml", (120, 30)), "{inside}");
            assert!(logo.path.starts_with("/assets/logo-") && logo.path.ends_with(".svg"));
        }
    }

    #[test]
    fn what_runs_or_loads_is_refused() {
        for inside in [
            "<script>alert(1)</script>",
            "<SCRIPT>alert(1)</SCRIPT>",
            "<foreignObject><p xmlns=\"http://www.w3.org/1999/xhtml\">x</p></foreignObject>",
            "<path onload=\"alert(1)\" d=\"M0 0h9v9z\"/>",
            "<a href=\"javascript:alert(1)\"><path d=\"M0 0h9v9z\"/></a>",
            "<image href=\"https://evil.example/x.png\"/>",
            "<image xmlns:xlink=\"http://www.w3.org/1999/xlink\" xlink:href=\"//evil.example/x\"/>",
            "<use href=\"https://evil.example/x.svg#a\"/>",
            "<image href=\"data:image/svg+xml,x\"/>",
            "<style>@import 'https://evil.example/x.css';</style>",
            "<style>path{fill:url( 'https://evil.example/x')}</style>",
            "<style>path{fill:\\75rl(https://evil.example/x)}</style>",
            "<rect style=\"fill:url(https://evil.example/x)\"/>",
            "<set attributeName=\"href\" to=\"javascript:alert(1)\"/>",
            "<animate attributeName=\"href\" values=\"javascript:alert(1)\"/>",
            "<?xml-stylesheet href=\"https://evil.example/x.css\"?>",
        ] {
            let why = of(inside).expect_err(inside);
            assert!(why.starts_with("line 1: "), "{inside}: {why}");
        }
        let entity = "<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>".to_owned() + SVG;
        for other in
            ["GIF89a", "<html/>", "", &entity, "<svg xmlns=\"http://www.w3.org/2000/svg\">"]
        {
            assert!(Logo::of(other.into()).is_err(), "{other}");
        }
    }

    #[test]
    fn a_picture_is_whole() {
        let png = include_bytes!("../views/icons/icon-192.png").to_vec();
        let logo = Logo::of(png.clone()).unwrap();
        assert_eq!((logo.content_type, logo.size), ("image/png", (192, 192)));
        assert!(logo.path.ends_with(".png"));
        assert!(Logo::of(png[..png.len() / 2].to_vec()).is_err());
    }

    #[test]
    fn a_file_that_is_none_is_named() {
        assert_eq!(Logo::read("site.logo", Path::new("")).unwrap(), None);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("logo.svg");
        let error = Logo::read("site.logo", &path).unwrap_err().to_string();
        assert!(
            error.starts_with("site.logo: ") && error.contains("logo.svg: it cannot"),
            "{error}"
        );
        fs::write(&path, "x".repeat(200 * 1024 + 1)).unwrap();
        let error = Logo::read("site.logo", &path).unwrap_err().to_string();
        assert!(error.contains("more than 204800 bytes"), "{error}");
        let error = Logo::read("site.logo_dark", folder.path()).unwrap_err().to_string();
        assert!(error.contains("it is no file"), "{error}");
    }
}
