//! A mail server in memory that does as tests tell it.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use parking_lot::Mutex;

use super::{Letter, MailSender};
use crate::delivery::Undelivered;

/// The server. Cheap to clone; all clones are the same one.
#[derive(Clone, Default)]
pub struct ScriptedPost {
    inner: Arc<Mutex<PostState>>,
}

#[derive(Default)]
struct PostState {
    taken: Vec<Letter>,
    asked: usize,
    plan: Option<Plan>,
}

type Plan = Box<dyn FnMut(&Letter) -> PostAnswer + Send>;

/// What the server does with a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PostAnswer {
    /// It takes it.
    Take,
    /// It takes it, after a while.
    TakeAfter(Duration),
    /// It takes it, and never says so.
    TakeThenHang,
    /// It does not take it, and says why.
    Fail(Undelivered),
    /// It does not answer.
    Hang,
    /// What asks it panics.
    Panic,
}

impl ScriptedPost {
    /// Asks the plan about every mail from now on.
    pub fn plan(&self, plan: impl FnMut(&Letter) -> PostAnswer + Send + 'static) {
        self.inner.lock().plan = Some(Box::new(plan));
    }

    /// All that it has taken, in order.
    #[must_use]
    pub fn taken(&self) -> Vec<Letter> {
        self.inner.lock().taken.clone()
    }

    /// How often it was asked to take one.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.inner.lock().asked
    }
}

#[async_trait]
impl MailSender for ScriptedPost {
    #[expect(clippy::panic, reason = "the test asks for it")]
    async fn send(&self, letter: &Letter) -> Result<(), Undelivered> {
        let answer = {
            let mut inner = self.inner.lock();
            inner.asked += 1;
            inner.plan.as_mut().map_or(PostAnswer::Take, |plan| plan(letter))
        };
        match answer {
            PostAnswer::Take => {}
            PostAnswer::TakeAfter(time) => tokio::time::sleep(time).await,
            PostAnswer::TakeThenHang => {
                self.inner.lock().taken.push(letter.clone());
                return std::future::pending().await;
            }
            PostAnswer::Fail(error) => return Err(error),
            PostAnswer::Hang => return std::future::pending().await,
            PostAnswer::Panic => panic!("the test says so"),
        }
        self.inner.lock().taken.push(letter.clone());
        Ok(())
    }
}
