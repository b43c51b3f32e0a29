//! What the documentation shows is what runs.

#[test]
fn the_test_that_the_harness_page_shows_is_the_one_that_runs() {
    let page = include_str!("../docs/testing.md");
    let (_, test) = include_str!("newcomer.rs").split_once("\n\n").unwrap();
    assert!(page.contains(&format!("```rust\n{test}```\n")), "docs/testing.md shows another test");
}
