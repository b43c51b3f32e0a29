//! What the documentation shows is what runs, and what it names is there.

use std::path::Path;

/// The places in this project that a page leads to: its links, seen from its own folder, and the
/// files and folders that it names in code, from the project's.
fn places(page: &str) -> Vec<String> {
    let folder = Path::new(page).parent().unwrap();
    let text = std::fs::read_to_string(page).unwrap();
    let links = text.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    let links = links.map(|(link, _)| link.split('#').next().unwrap_or(link));
    let links = links.filter(|link| !link.is_empty() && !link.contains("://"));
    let links = links.map(|link| folder.join(link).display().to_string());
    // Every other piece between backticks is code.
    let named = text.split('`').skip(1).step_by(2).filter(|code| {
        let folders = ["src/", "tests/", "benches/", "docs/"];
        folders.iter().any(|folder| code.starts_with(folder)) && !code.contains(['*', ' ', '\n'])
    });
    links.chain(named.map(str::to_owned)).collect()
}

#[test]
fn what_the_pages_name_is_there() {
    let mut named = vec![];
    let pages = [
        "README.md",
        "ARCHITECTURE.md",
        "docs/api.md",
        "docs/backup.md",
        "docs/books.md",
        "docs/bounds.md",
        "docs/data.md",
        "docs/installing.md",
        "docs/languages.md",
        "docs/mail.md",
        "docs/openid.md",
        "docs/operating.md",
        "docs/payments.md",
        "docs/payouts.md",
        "docs/performance.md",
        "docs/proxy.md",
        "docs/releasing.md",
        "docs/security.md",
        "docs/testing.md",
        "docs/webhooks.md",
    ];
    for page in pages {
        for place in places(page) {
            assert!(Path::new(&place).exists(), "{page} names {place}, which is not there");
            named.push(place);
        }
    }
    for known in ["ARCHITECTURE.md", "docs/images/purchase.png", "tests/market/newcomer.rs"] {
        assert!(named.iter().any(|place| place == known), "links and code are read: {named:?}");
    }
}

#[test]
fn the_test_that_the_harness_page_shows_is_the_one_that_runs() {
    let page = include_str!("../../docs/testing.md");
    let (_, test) = include_str!("../market/newcomer.rs").split_once("\n\n").unwrap();
    assert!(page.contains(&format!("```rust\n{test}```\n")), "docs/testing.md shows another test");
}
