//! A poster in dots, for those to whom pages are shared: they show no drawings.

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg,
};

use super::poster;
use crate::types::Category;

/// As networks show what is shared.
const WIDTH: u16 = 1200;
const HEIGHT: u16 = 630;
/// A poster's own units.
const UNITS: (u16, u16) = (360, 200);

/// Draws an event's poster as a PNG of 1200 by 630, in its colours for light. Its words are left out:
/// there is no font here, and whoever shows it says them beside it. It takes some 20 ms; none if it
/// cannot be drawn.
#[must_use]
pub fn poster_png(name: &str, category: Category, city: &str) -> Option<Vec<u8>> {
    let drawing = poster(name, category, city);
    let drawing = usvg::Tree::from_str(&drawing, &usvg::Options::default()).ok()?;
    let mut dots = Pixmap::new(WIDTH.into(), HEIGHT.into())?;
    let [width, height, units_wide, units_high] = [WIDTH, HEIGHT, UNITS.0, UNITS.1].map(f32::from);
    let scale = width / units_wide;
    let above = (height - units_high * scale) / 2.0;
    let placed = Transform::from_row(scale, 0.0, 0.0, scale, 0.0, above);
    resvg::render(&drawing, placed, &mut dots.as_mut());
    dots.encode_png().ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_category_is_drawn_and_differs() {
        let drawn = Category::ALL.map(|category| {
            let png = poster_png("Night <of> Lanterns", category, "Köln").unwrap();
            let dots = Pixmap::decode_png(&png).unwrap();
            assert_eq!((dots.width(), dots.height()), (1200, 630), "{category:?}");
            let colours: BTreeSet<_> =
                dots.pixels().iter().map(|dot| (dot.red(), dot.green(), dot.blue())).collect();
            assert!(colours.len() > 3, "{category:?} is not only its ground");
            assert!(dots.pixels().iter().all(|dot| dot.alpha() == 255), "{category:?}");
            png
        });
        assert_eq!(drawn.iter().collect::<BTreeSet<_>>().len(), Category::ALL.len());
    }
}
