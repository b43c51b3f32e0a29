//! The document, and the page about it.

use super::Robot;
use crate::common::Site;

#[tokio::test]
async fn every_operation_says_what_it_takes_and_what_it_answers() {
    let site = Site::start().await;
    let document = Robot::nobody(&site).get("/openapi.json").await.is(200);
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1."));
    let (mut operations, mut names) = (0, std::collections::HashSet::new());
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let what = format!("{method} {path}");
            let id = operation["operationId"].as_str().unwrap().to_owned();
            assert!(names.insert(id.clone()), "{what}: {id} is another's name");
            assert!(operation["summary"].is_string(), "{what} says nothing of itself");
            assert!(!operation["security"].as_array().unwrap().is_empty(), "{what}");
            let answers = operation["responses"].as_object().unwrap();
            assert!(answers.keys().any(|status| status.starts_with('2')), "{what}");
            for status in ["400", "401", "403", "421", "500", "503"] {
                assert!(answers.contains_key(status), "{what} {status}");
            }
            operations += 1;
        }
    }
    assert!(operations > 35, "{operations}");
    // Nothing is named that is not there.
    let text = document.to_string();
    for name in text.split("\"#/components/schemas/").skip(1) {
        let name = name.split('"').next().unwrap();
        assert!(document["components"]["schemas"][name].is_object(), "{name}");
    }
}

#[tokio::test]
async fn a_page_tells_people_of_all_of_it() {
    let site = Site::start().await;
    let mut visitor = site.visitor();
    let page = visitor.get("/api").await;
    let document = Robot::nobody(&site).get("/openapi.json").await.is(200);
    for path in document["paths"].as_object().unwrap().keys() {
        page.is(200, path);
    }
    page.is(200, "id=\"idempotency_key_reused\"").is(200, "id=\"ticket_held\"");
    visitor.language = Some("de".into());
    visitor.get("/api").await.is(200, "Ohne Token");
}
