//! Pure: what is given out in a bounded number, and of it to one owner no more than a share, so that
//! nobody has it all.

use std::{collections::HashMap, hash::Hash, sync::Arc};

use parking_lot::Mutex;

/// What is given out: places, bytes. The owner is an account or an address.
#[derive(Clone)]
pub(super) struct Shares<K> {
    given: Arc<Mutex<Given<K>>>,
    all_max: usize,
    own_max: usize,
}

struct Given<K> {
    all: usize,
    own: HashMap<K, usize>,
}

/// What one owner has of it, as long as this is there.
pub(super) struct Share<K: Hash + Eq + Copy> {
    owner: K,
    count: usize,
    shares: Shares<K>,
}

/// Why there is none for an owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoShare {
    /// All of it is given out.
    All,
    /// They have as much as one may.
    Own,
}

impl<K: Hash + Eq + Copy> Shares<K> {
    /// So many in all, and so many for one owner.
    pub(super) fn new(all_max: usize, own_max: usize) -> Self {
        let given = Given { all: 0, own: HashMap::new() };
        Self { given: Arc::new(Mutex::new(given)), all_max, own_max }
    }

    /// Gives one.
    pub(super) fn take(&self, owner: K) -> Result<Share<K>, NoShare> {
        let mut share = self.begin(owner);
        share.grow(1).map(|()| share)
    }

    /// A share with nothing in it yet.
    pub(super) fn begin(&self, owner: K) -> Share<K> {
        Share { owner, count: 0, shares: self.clone() }
    }
}

impl<K: Hash + Eq + Copy> Share<K> {
    /// Gives so many more, or none.
    pub(super) fn grow(&mut self, more: usize) -> Result<(), NoShare> {
        let mut given = self.shares.given.lock();
        let own = given.own.get(&self.owner).copied().unwrap_or(0);
        if own.saturating_add(more) > self.shares.own_max {
            return Err(NoShare::Own);
        }
        if given.all.saturating_add(more) > self.shares.all_max {
            return Err(NoShare::All);
        }
        if more > 0 {
            given.all += more;
            given.own.insert(self.owner, own + more);
            self.count += more;
        }
        Ok(())
    }
}

impl<K: Hash + Eq + Copy> Drop for Share<K> {
    fn drop(&mut self) {
        if self.count == 0 {
            return;
        }
        let mut given = self.shares.given.lock();
        given.all -= self.count;
        if let Some(own) = given.own.get_mut(&self.owner) {
            *own -= self.count;
            if *own == 0 {
                given.own.remove(&self.owner);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_has_it_all() {
        let places = Shares::new(5, 2);
        let _anna = [places.take("anna"), places.take("anna")].map(Result::ok);
        assert_eq!(places.take("anna").err(), Some(NoShare::Own));
        let ben = [places.take("ben"), places.take("ben")].map(Result::ok);
        let _carl = places.take("carl").ok();
        assert_eq!(places.take("dora").err(), Some(NoShare::All));
        drop(ben);
        assert!(places.take("dora").is_ok(), "what was given back is there again");
        assert_eq!(places.given.lock().own.len(), 2, "who has nothing is forgotten");
    }

    #[test]
    fn a_share_grows_as_far_as_it_may() {
        let bytes = Shares::new(100, 60);
        let mut anna = bytes.begin("anna");
        assert_eq!(anna.grow(50), Ok(()));
        assert_eq!(anna.grow(11), Err(NoShare::Own));
        assert_eq!(bytes.begin("ben").grow(51), Err(NoShare::All));
        assert_eq!(anna.grow(10), Ok(()), "a refusal takes nothing");
        assert_eq!(anna.grow(usize::MAX), Err(NoShare::Own));
        drop(anna);
        assert_eq!(bytes.given.lock().all, 0);
    }
}
