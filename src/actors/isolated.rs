use tokio::task::JoinSet;

/// Does something in a task of its own, so that a panic in it is an answer, too: none. The task is
/// in a set, so that it ends with whoever waits for it.
pub(super) async fn isolated<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> Option<T> {
    let mut set = JoinSet::new();
    set.spawn(work);
    set.join_next().await?.ok()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[tokio::test]
    async fn a_panic_is_an_answer_and_the_work_ends_with_who_waits_for_it() {
        assert_eq!(isolated(async { 3 }).await, Some(3));
        assert_eq!(isolated(async { panic!("the test says so") }).await, None::<()>);
        let held = Arc::new(());
        let of_work = held.clone();
        let work = isolated(async move {
            let _held = of_work;
            std::future::pending::<()>().await;
        });
        let waits = tokio::spawn(work);
        tokio::task::yield_now().await;
        waits.abort();
        while Arc::strong_count(&held) > 1 {
            tokio::task::yield_now().await;
        }
    }
}
