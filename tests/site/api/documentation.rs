//! The examples of docs/api.md are what runs.

use std::process::Command;

use serde_json::Value;

use crate::common::Site;

/// The examples, in order.
fn examples() -> Vec<&'static str> {
    let page = include_str!("../../../docs/api.md");
    page.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

#[tokio::test]
async fn the_examples_do_what_the_page_says() {
    if Command::new("curl").arg("--version").output().is_err() {
        eprintln!("skipped: curl is not here");
        assert!(std::env::var_os("CI").is_none(), "curl is not here");
        return;
    }
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let mut known = vec![
        ("SITE", format!("http://{}", site.address)),
        ("SELLER", anna.token("a program", &["read", "sell"]).await),
        ("BUYER", ben.token("a program", &["read", "buy"]).await),
    ];
    let mut said = vec![];
    for example in examples() {
        let mut command = Command::new("bash");
        command.args(["-eu", "-c", example]).envs(known.clone());
        let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{example}\n{text}");
        let json: Value =
            serde_json::from_str(&text).unwrap_or_else(|_| panic!("{example}\n{text}"));
        assert!(json["code"].is_null(), "{example}\n{text}");
        if let (true, Some(id)) = (example.contains("-X POST"), json["items"][0]["id"].as_str()) {
            known.push(("TICKET", id.to_owned()));
        }
        if let Some(id) = json["ticketId"].as_str().and(json["id"].as_str()) {
            known.push(("ORDER", id.to_owned()));
        }
        said.push(json);
    }
    assert_eq!(said[1]["email"], "anna@example.org");
    assert_eq!(said[3]["notes"], "Meet me at the door");
    assert_eq!(said[5]["order"]["status"], "completed");
    assert_eq!(said[6]["buyer"], "ben@example.org");
    assert!(said[7]["next"].is_string() && !said[7]["items"].as_array().unwrap().is_empty());
    assert_eq!(said.len(), 8);
}
