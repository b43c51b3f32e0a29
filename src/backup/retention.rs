//! Which backups stay, and what is needed by none.

use std::collections::{BTreeSet, HashSet};
use std::time::Duration;

use super::{
    BackupError, Manifest, Store,
    manifest::{BackupName, OBJECTS},
};
use crate::types::{Timestamp, ZoneName};

/// For how long each backup stays; of those before it one a day does.
const ALL_FOR: Duration = Duration::from_secs(2 * DAY);
const DAY: u64 = 24 * 3600;

/// Which of these stay: all of the last two days, the last of each day (by UTC) for as many days as
/// they are to be kept, and the newest in any case.
#[must_use]
pub fn kept(
    backups: &BTreeSet<BackupName>,
    now: Timestamp,
    keep_days: u32,
) -> BTreeSet<BackupName> {
    let keep_for = Duration::from_secs(DAY) * keep_days;
    let day = |name: &BackupName| name.made_at.format("%F", &ZoneName::utc());
    let mut days = HashSet::new();
    let newest = backups.last().copied();
    let stays = |name: &&BackupName| {
        let age = now.since(name.made_at);
        let is_days_last = days.insert(day(name));
        Some(**name) == newest || age < keep_for && (is_days_last || age < ALL_FOR)
    };
    backups.iter().rev().filter(stays).copied().collect()
}

/// Deletes the backups that do not stay, and then what no other needs; gives how many.
pub(super) async fn prune(
    store: &Store,
    now: Timestamp,
    keep_days: u32,
) -> Result<usize, BackupError> {
    store.tidy();
    let backups = store.backups().await?;
    let kept = kept(&backups, now, keep_days);
    let dropped: Vec<_> = backups.difference(&kept).copied().collect();
    for name in &dropped {
        store.delete(&name.object()).await?;
    }
    // What is there by now: where one of these cannot be read, nothing of it can be told from rubbish.
    let mut needed = HashSet::new();
    for name in store.backups().await? {
        needed.extend(Manifest::read(store, name).await?.objects());
    }
    for (object, _) in store.list(OBJECTS).await? {
        if !needed.contains(&object) {
            store.delete(&object).await?;
        }
    }
    Ok(dropped.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_795_348_800_000);

    fn before(hours: u64) -> BackupName {
        BackupName { made_at: NOW - Duration::from_secs(hours * 3600), entries: 1 }
    }

    #[test]
    fn hourly_backups_thin_out_to_one_a_day() {
        let backups: BTreeSet<_> = (0..24 * 60).map(before).collect();
        let kept = kept(&backups, NOW, 30);
        // 48 of two days, the last hour of the day that these begin in, and one for each day before.
        assert_eq!(kept.len(), 48 + 28);
        assert!((0..48).all(|hours| kept.contains(&before(hours))));
        assert!(kept.iter().all(|name| NOW.since(name.made_at) < Duration::from_secs(30 * DAY)));
    }

    proptest! {
        #[test]
        fn the_newest_stays_and_each_day_that_is_kept_has_its_last(
            hours in proptest::collection::btree_set(0u64..2000, 1..60),
            keep_days in 1u32..90,
        ) {
            let backups: BTreeSet<_> = hours.iter().map(|hours| before(*hours)).collect();
            let kept = kept(&backups, NOW, keep_days);
            prop_assert!(kept.is_subset(&backups));
            prop_assert!(kept.contains(backups.last().unwrap()));
            let day = |name: &BackupName| name.made_at.format("%F", &ZoneName::utc());
            for name in &backups {
                let is_young = NOW.since(name.made_at) < Duration::from_secs(DAY) * keep_days;
                let has_later = backups.iter().any(|b| b > name && day(b) == day(name));
                if is_young && !has_later {
                    prop_assert!(kept.contains(name));
                }
            }
            // What stays goes on to stay when it is looked at again.
            prop_assert_eq!(super::kept(&kept, NOW, keep_days), kept);
        }
    }
}
