//! Chance that can be had again.

/// SplitMix64 (Steele, Lea and Flood, 2014): small, and good enough for choosing steps.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to `n` - 1.
    pub fn below(&mut self, n: u64) -> u64 {
        self.roll() % n
    }

    pub fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    pub fn pick<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        match of.len() as u64 {
            0 => None,
            n => of.get(usize::try_from(self.below(n)).unwrap()).copied(),
        }
    }

    /// An id's bytes.
    pub fn bytes(&mut self) -> [u8; 16] {
        (u128::from(self.roll()) << 64 | u128::from(self.roll())).to_be_bytes()
    }
}

/// The seeds of a run, and how many steps each history has.
pub fn plan(steps_each: u64) -> (Vec<u64>, u64) {
    if let Ok(seed) = std::env::var("HOLDFAST_SEED") {
        return (vec![seed.parse().expect("HOLDFAST_SEED is a number")], steps_each);
    }
    let long = std::env::var("HOLDFAST_LONG").is_ok_and(|long| long == "1");
    let steps = if long { 1_000_000 } else { 10_000 };
    ((1..=steps / steps_each).collect(), steps_each)
}

/// Says on the way out of a panic how to see it again.
pub struct Seed {
    pub seed: u64,
    pub test: &'static str,
}

impl Drop for Seed {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!(
                "\nThis was seed {seed}. Again: HOLDFAST_SEED={seed} cargo test --test market \
                 {test}\n",
                seed = self.seed,
                test = self.test
            );
        }
    }
}
