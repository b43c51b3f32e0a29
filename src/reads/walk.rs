//! Lists that are shown a page at a time: each is walked along its index, from where its reader is and
//! as far as the page needs. Whatever the list has, a page costs no more than its own length, or,
//! where something is looked for, than what is looked at for one page.

use std::{fmt, ops::Bound, str::FromStr};

use uuid::Uuid;

use crate::types::Timestamp;

/// From where an index is walked, and which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Walk<K> {
    /// From behind this, whether or not it is still there; none is from the index's end.
    pub from: Option<K>,
    /// Which way.
    pub way: Way,
}

/// Which way an index is walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// To greater keys.
    Up,
    /// To smaller ones: where the keys are by time, to what is older.
    Down,
}

impl Way {
    /// The other one.
    #[must_use]
    pub fn back(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Down => Self::Up,
        }
    }
}

impl<K> Walk<K> {
    /// To what is older than this.
    #[must_use]
    pub fn down(from: Option<K>) -> Self {
        Self { from, way: Way::Down }
    }

    /// To what is greater than this.
    #[must_use]
    pub fn up(from: Option<K>) -> Self {
        Self { from, way: Way::Up }
    }

    /// The same by other keys, which are in the same order.
    #[must_use]
    pub fn by<L>(self, key: impl FnOnce(K) -> L) -> Walk<L> {
        Walk { from: self.from.map(key), way: self.way }
    }

    /// Which keys are on it of those from one up to another that is none.
    #[must_use]
    pub fn range_within(self, first: K, end: K) -> (Bound<K>, Bound<K>) {
        match (self.way, self.from) {
            (_, None) => (Bound::Included(first), Bound::Excluded(end)),
            (Way::Up, Some(from)) => (Bound::Excluded(from), Bound::Excluded(end)),
            (Way::Down, Some(from)) => (Bound::Included(first), Bound::Excluded(from)),
        }
    }
}

impl<K: Ord + Copy> Walk<K> {
    /// Which keys are on it.
    #[must_use]
    pub fn range(self) -> (Bound<K>, Bound<K>) {
        let from = self.from.map_or(Bound::Unbounded, Bound::Excluded);
        match self.way {
            Way::Up => (from, Bound::Unbounded),
            Way::Down => (Bound::Unbounded, from),
        }
    }

    /// What an index has in [`Self::range`], in the order in which it is walked.
    pub fn along<I: DoubleEndedIterator>(self, range: I) -> impl Iterator<Item = I::Item> {
        let (up, down) = match self.way {
            Way::Up => (Some(range), None),
            Way::Down => (None, Some(range.rev())),
        };
        let found = up.into_iter().flatten().chain(down.into_iter().flatten());
        found.inspect(|_| count::looked_at(1))
    }

    /// The keys of a sorted slice.
    pub fn along_slice(self, keys: &[K]) -> impl Iterator<Item = K> {
        let part = match (self.way, self.from) {
            (_, None) => keys,
            (Way::Up, Some(from)) => &keys[keys.partition_point(|key| *key <= from)..],
            (Way::Down, Some(from)) => &keys[..keys.partition_point(|key| *key < from)],
        };
        self.along(part.iter().copied())
    }

    /// The first of what several indexes have on this walk, of which each gave so many at least, each
    /// key once.
    pub fn merged(self, mut keys: Vec<K>, limit: usize) -> Vec<K> {
        keys.sort_unstable();
        if self.way == Way::Down {
            keys.reverse();
        }
        keys.dedup();
        keys.truncate(limit);
        keys
    }
}

/// A part of a list, in the order in which it was walked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch<K, T = K> {
    /// What is wanted of it, each with where it stands.
    pub found: Vec<(K, T)>,
    /// What was looked at last, if the list goes on behind it.
    pub more: Option<K>,
}

impl<K: Copy, T> Stretch<K, T> {
    /// What is wanted of these, until so many are found or were looked at.
    ///
    /// # Errors
    /// The first of what is looked at.
    pub fn of<V, E>(
        list: impl IntoIterator<Item = (K, V)>,
        limit: usize,
        looked_at_max: usize,
        mut wanted: impl FnMut(V) -> Result<Option<T>, E>,
    ) -> Result<Self, E> {
        let mut list = list.into_iter().peekable();
        let (mut found, mut last) = (vec![], None);
        for left in (0..looked_at_max).rev() {
            let Some((key, value)) = list.next() else { return Ok(Self { found, more: None }) };
            last = Some(key);
            found.extend(wanted(value)?.map(|it| (key, it)));
            if found.len() == limit || left == 0 {
                break;
            }
        }
        let more = last.filter(|_| list.peek().is_some());
        Ok(Self { found, more })
    }
}

impl<K, T> Stretch<K, T> {
    /// The same by other keys, which are in the same order.
    pub fn by<L>(self, key: impl Fn(K) -> L) -> Stretch<L, T> {
        let found = self.found.into_iter().map(|(at, it)| (key(at), it)).collect();
        Stretch { found, more: self.more.map(key) }
    }

    /// The same of other things.
    pub fn of_those<U>(self, those: impl Fn(T) -> U) -> Stretch<K, U> {
        let found = self.found.into_iter().map(|(at, it)| (at, those(it))).collect();
        Stretch { found, more: self.more }
    }
}

/// Where something stands in a list: by time, and by its id among what is of one time. As a link has
/// it: `time.id`, in milliseconds, or the id alone where a list goes by that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListPlace {
    /// None in a list that goes by ids, which have their time in them.
    pub at: Option<Timestamp>,
    /// Its id.
    pub id: Uuid,
}

impl ListPlace {
    /// In a list that goes by ids.
    #[must_use]
    pub fn of_id(id: [u8; 16]) -> Self {
        Self { at: None, id: Uuid::from_bytes(id) }
    }

    /// In a list that goes by time.
    #[must_use]
    pub fn at(at: Timestamp, id: [u8; 16]) -> Self {
        Self { at: Some(at), id: Uuid::from_bytes(id) }
    }

    /// Its time, before all others if it has none, and its id.
    #[must_use]
    pub fn parts(self) -> (Timestamp, [u8; 16]) {
        (self.at.unwrap_or(Timestamp::from_millis(i64::MIN)), *self.id.as_bytes())
    }

    /// The key of a list that goes by time: that, and an id of these bytes.
    pub fn key<Id>(self, id: impl FnOnce([u8; 16]) -> Id) -> (Timestamp, Id) {
        let (at, bytes) = self.parts();
        (at, id(bytes))
    }
}

impl fmt::Display for ListPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at {
            Some(at) => write!(f, "{}.{}", at.as_millis(), self.id),
            None => self.id.fmt(f),
        }
    }
}

/// A text is no place in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no place in a list")]
pub struct ListPlaceError;

impl FromStr for ListPlace {
    type Err = ListPlaceError;

    fn from_str(text: &str) -> Result<Self, ListPlaceError> {
        let (at, id) = match text.split_once('.') {
            Some((at, id)) => (Some(at.parse().map_err(|_| ListPlaceError)?), id),
            None => (None, text),
        };
        let id = id.parse().map_err(|_| ListPlaceError)?;
        Ok(Self { at: at.map(Timestamp::from_millis), id })
    }
}

/// How much is looked at, for tests of what a page costs: on each thread for itself.
pub mod count {
    #[cfg(feature = "harness")]
    thread_local! {
        static LOOKED_AT: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
    }

    /// Notes that so many more keys or records were.
    pub(crate) fn looked_at(more: usize) {
        #[cfg(feature = "harness")]
        LOOKED_AT.with(|count| count.set(count.get() + more as u64));
        #[cfg(not(feature = "harness"))]
        let _ = more;
    }

    /// How many keys of lists and records this thread has looked at.
    #[cfg(feature = "harness")]
    #[must_use]
    pub fn so_far() -> u64 {
        LOOKED_AT.with(std::cell::Cell::get)
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, convert::Infallible};

    use super::*;

    #[test]
    fn a_walk_goes_from_behind_what_is_gone() {
        let keys = [1, 3, 5, 7, 9];
        let set = BTreeSet::from(keys);
        for (walk, expect) in [
            (Walk::up(None), vec![1, 3, 5, 7, 9]),
            (Walk::up(Some(3)), vec![5, 7, 9]),
            (Walk::up(Some(4)), vec![5, 7, 9]),
            (Walk::up(Some(9)), vec![]),
            (Walk::down(None), vec![9, 7, 5, 3, 1]),
            (Walk::down(Some(5)), vec![3, 1]),
            (Walk::down(Some(6)), vec![5, 3, 1]),
            (Walk::down(Some(0)), vec![]),
        ] {
            let found: Vec<_> = walk.along(set.range(walk.range())).copied().collect();
            assert_eq!(found, expect, "{walk:?}");
            assert_eq!(walk.along_slice(&keys).collect::<Vec<_>>(), expect, "{walk:?}");
        }
    }

    #[test]
    fn a_stretch_ends_where_enough_is_found_or_looked_at() {
        let even = |key: u32| Ok::<_, Infallible>(key.is_multiple_of(2).then_some(key));
        let stretch = |keys: std::ops::Range<u32>, limit, looked_at_max| {
            let before = count::so_far();
            let keys = Walk::up(None::<u32>).along(keys);
            let Ok(found) = Stretch::of(keys.map(|key| (key, key)), limit, looked_at_max, even);
            (found.found.len(), found.more, count::so_far() - before)
        };
        assert_eq!(stretch(0..1_000_000, 3, 100), (3, Some(4), 6));
        assert_eq!(stretch(0..1_000_000, 100, 7), (4, Some(6), 8));
        assert_eq!(stretch(0..5, 3, 100), (3, None, 5), "nothing is behind the last");
        assert_eq!(stretch(0..5, 4, 100), (3, None, 5));
        assert_eq!(stretch(0..5, 4, 5), (3, None, 5));
        assert_eq!(stretch(0..0, 4, 5), (0, None, 0));
    }

    #[test]
    fn a_place_is_read_as_it_is_written() {
        let id = [7; 16];
        for place in [ListPlace::of_id(id), ListPlace::at(Timestamp::from_millis(-5), id)] {
            assert_eq!(place.to_string().parse(), Ok(place));
        }
        for odd in ["", ".", "x", "1.x", "x.07070707-0707-0707-0707-070707070707", "1.2.3"] {
            assert_eq!(odd.parse::<ListPlace>(), Err(ListPlaceError), "{odd}");
        }
    }
}
