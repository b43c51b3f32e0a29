//! Whether every history comes to an end, and to a good one. The checker's own `eventually` is only
//! sound where no state is reached twice; this needs no such thing.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use stateright::Model;

use super::world::{Market, PURCHASES, World};

/// Walks every path, depth first: fails where one comes back to where it was (so that it could go
/// round for ever), and where one ends before everything is settled. What is left is that every
/// history settles, by itself, as long as its actors go on. Returns how many states and ends it saw.
pub fn every_history_settles(market: &Market) -> (usize, usize) {
    // Of each state: whether the walk is still below it.
    let mut seen = HashMap::<u64, bool>::new();
    let mut ends = 0;
    let mut path =
        market.init_states().into_iter().map(|world| enter(market, world)).collect::<Vec<_>>();
    for (world, _) in &path {
        seen.insert(key(world), true);
    }
    while let Some((world, after)) = path.last_mut() {
        let Some(next) = after.pop() else {
            seen.insert(key(world), false);
            path.pop();
            continue;
        };
        match seen.get(&key(&next)) {
            Some(true) => panic!("this could go round for ever: {next:#?}"),
            Some(false) => {}
            None => {
                seen.insert(key(&next), true);
                let (world, after) = enter(market, next);
                if after.is_empty() {
                    ends += 1;
                    let settled = (0..PURCHASES).all(|p| market.is_settled(&world, p));
                    assert!(settled, "nothing more happens, and it is not settled: {world:#?}");
                }
                path.push((world, after));
            }
        }
    }
    (seen.len(), ends)
}

fn enter(market: &Market, world: World) -> (World, Vec<World>) {
    let after = market.next_states(&world);
    (world, after)
}

fn key(world: &World) -> u64 {
    let mut hasher = DefaultHasher::new();
    world.hash(&mut hasher);
    hasher.finish()
}
