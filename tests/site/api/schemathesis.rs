//! [schemathesis](https://schemathesis.readthedocs.io) tries whatever the document lets it think of.

use std::{path::Path, process::Command, time::Duration};

use crate::common::{Site, nats::named, program::Program};

/// How long it tries.
const SECONDS: &str = "75";
/// Until when it has ended, on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(300);

/// What it looks at: no fault of the site, no answer that the document does not have, nothing let in
/// without a token, nothing used after its deletion.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
    response_headers_conformance,response_schema_conformance,use_after_free,\
    ensure_resource_availability,ignored_auth";

#[tokio::test]
async fn whatever_is_sent_is_answered_as_the_document_says() {
    let Some(python) = named("HOLDFAST_PYTHON") else { return };
    let site =
        Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await;
    let (mut anna, mut root) = (site.user("anna").await, site.user("root").await);
    for row in 0..5 {
        anna.list(&format!("Row {row}"), "10").await;
    }
    let token = root.token("schemathesis", &["read", "sell", "buy", "admin"]).await;
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(Path::new(&python).with_file_name("schemathesis"));
    let url = format!("http://{}", site.address);
    command.args(["run", &format!("{url}/api/v1/openapi.json"), "--url", &url]);
    command.args(["-H", &format!("Authorization: Bearer {token}"), "--checks", CHECKS]);
    command.args(["--max-time", SECONDS, "--max-examples", "15", "--seed", "7"]);
    command.args(["--continue-on-failure", "--no-color", "--warnings", "off"]);
    let program = Program::spawn_command(command, folder.path(), &[]);
    let ended = tokio::task::spawn_blocking(move || program.finish(PATIENCE)).await;
    let (code, said) = ended.unwrap();
    assert_eq!(code, Some(0), "{said}");
    // It has tried them all.
    let there = said.split("Selected: ").nth(1).and_then(|rest| rest.split('/').next()).unwrap();
    assert!(
        said.contains(&format!("Tested: {there}")) && there.parse::<u32>().unwrap() > 35,
        "{said}"
    );
    assert_eq!(root.get("/account").await.status, 200, "the site goes on");
}
