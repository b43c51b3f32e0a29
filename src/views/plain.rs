//! Texts that stand on every page, or on those that many look at.

use maud::Render;

/// One of the [texts](crate::texts), on a page as it is: none has anything to escape, which is
/// checked when they are compiled. Maud looks at every byte of what it escapes.
pub(super) struct Plain(pub &'static str);

impl Render for Plain {
    fn render_to(&self, page: &mut String) {
        page.push_str(self.0);
    }
}
