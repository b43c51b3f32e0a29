//! Figures as plain tables.

use std::time::Duration;

/// A table, printed when it is dropped.
pub struct Table {
    title: String,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these column heads.
    pub fn new(title: &str, heads: &[&str]) -> Self {
        Self { title: title.to_owned(), rows: vec![heads.iter().map(|&h| h.to_owned()).collect()] }
    }

    /// One more row.
    pub fn row(&mut self, cells: &[String]) {
        self.rows.push(cells.to_vec());
    }
}

impl Drop for Table {
    fn drop(&mut self) {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns)
            .map(|c| self.rows.iter().filter_map(|r| r.get(c)).map(|s| s.chars().count()).max())
            .map(|width| width.unwrap_or(0))
            .collect();
        println!("\n{}", self.title);
        for (n, row) in self.rows.iter().enumerate() {
            let cells: Vec<String> = row
                .iter()
                .zip(&widths)
                .enumerate()
                .map(|(c, (cell, width))| match c {
                    0 => format!("{cell:<width$}"),
                    _ => format!("{cell:>width$}"),
                })
                .collect();
            println!("  {}", cells.join("  "));
            if n == 0 {
                println!("  {}", "-".repeat(widths.iter().map(|w| w + 2).sum::<usize>() - 2));
            }
        }
    }
}

/// Durations, and what is asked of them.
#[derive(Default)]
pub struct Latencies(Vec<Duration>);

impl Latencies {
    /// One more.
    pub fn add(&mut self, one: Duration) {
        self.0.push(one);
    }

    /// Those of others too.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Below which a share of them lies.
    pub fn quantile(&mut self, share: f64) -> Duration {
        self.0.sort_unstable();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index")]
        let at = ((self.0.len() as f64 * share).ceil() as usize).saturating_sub(1);
        self.0.get(at.min(self.0.len().saturating_sub(1))).copied().unwrap_or_default()
    }

    /// Cells of a table: p50, p99 and the longest.
    pub fn cells(&mut self) -> [String; 3] {
        [0.5, 0.99, 1.0].map(|share| millis(self.quantile(share)))
    }
}

/// So many a second.
pub fn rate(count: usize, took: Duration) -> String {
    thousands((count as f64 / took.as_secs_f64()).round())
}

/// In milliseconds.
pub fn millis(duration: Duration) -> String {
    format!("{:.2} ms", duration.as_secs_f64() * 1000.0)
}

/// A whole number with commas.
pub fn thousands(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
