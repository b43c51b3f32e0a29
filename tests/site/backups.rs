//! What a site says of its backups.

use std::time::Duration;

use holdfast::config::Config;

use super::common::{
    Site,
    time::{clock, pass},
};

#[tokio::test]
async fn a_late_backup_is_said_where_one_looks() {
    let no_folder = tempfile::NamedTempFile::new().unwrap();
    let place = no_folder.path().join("backups");
    let set = |config: &mut Config| {
        config.site.admins = vec!["root@example.org".into()];
        config.backup.to = place.to_str().unwrap().into();
    };
    let site = Site::start_by(clock(), set).await;
    let mut root = site.user("root").await;
    root.until("/metrics", |page| page.body.contains("\nholdfast_backup_failures_total 1\n")).await;
    root.get("/metrics").await.is(200, "\nholdfast_backup_late 0\n");
    let page = root.get("/admin").await;
    page.is(200, "Not a directory");
    assert!(!page.body.contains("data-backup=\"late\""), "it is not late yet");

    pass(Duration::from_secs(4 * 3600)).await;
    root.until("/metrics", |page| page.body.contains("\nholdfast_backup_late 1\n")).await;
    root.get("/admin").await.is(200, "data-backup=\"late\"");
    root.get("/admin/mail").await.is(200, "Backup late");
}
