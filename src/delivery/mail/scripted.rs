//! A mail server in memory that does as tests tell it.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use parking_lot::Mutex;

use super::{Letter, MailSender};
use crate::delivery::Undelivered;

/// The server. Cheap to clone; all clones are the same one.
#[derive(Clone, Default)]
pub struct ScriptedPost {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Default)]
struct Inner {
    taken: Vec<Letter>,
    asked: usize,
    plan: Option<Plan>,
}

type Plan = Box<dyn FnMut(&Letter) -> Answer + Send>;

/// What the server does with a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
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
    pub fn plan(&self, plan: impl FnMut(&Letter) -> Answer + Send + 'static) {
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
            inner.plan.as_mut().map_or(Answer::Take, |plan| plan(letter))
        };
        match answer {
            Answer::Take => {}
            Answer::TakeAfter(time) => tokio::time::sleep(time).await,
            Answer::TakeThenHang => {
                self.inner.lock().taken.push(letter.clone());
                return std::future::pending().await;
            }
            Answer::Fail(error) => return Err(error),
            Answer::Hang => return std::future::pending().await,
            Answer::Panic => panic!("the test says so"),
        }
        self.inner.lock().taken.push(letter.clone());
        Ok(())
    }
}
