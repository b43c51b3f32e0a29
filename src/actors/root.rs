//! The root of the supervision tree.

use std::{marker::PhantomData, sync::Arc, time::Duration};

use ractor::{Actor, ActorCell, ActorId, ActorProcessingErr, ActorRef, SpawnErr, SupervisionEvent};

use super::{
    Entity, Market,
    alerts::AlertsActor,
    backups::BackupsActor,
    compactions::CompactionsActor,
    delivery::DeliveryActor,
    mailbox::Mailbox,
    reconciler::Reconciler,
    supervisor::{Supervisor, SupervisorMsg},
    webhooks::Follower,
};

/// The running tree.
pub(super) struct Root(ActorRef<NoMsg>);

/// The root is told nothing.
pub(super) enum NoMsg {}

impl Root {
    pub(super) async fn start(market: Arc<Market>) -> Result<Self, SpawnErr> {
        Ok(Self(RootActor::spawn(None, RootActor, market).await?.0))
    }

    /// Stops the leaves, then the branches, then the root; kills what has not stopped by the
    /// deadline, which is one for all of them.
    pub(super) async fn stop(self, deadline: Duration) {
        let root = self.0.get_cell();
        let in_order = async {
            for branch in root.get_children() {
                branch.stop_children_and_wait(None, None).await;
            }
            root.stop_children_and_wait(None, None).await;
            // An error means that it has stopped already.
            let _ = root.stop_and_wait(None, None).await;
        };
        if tokio::time::timeout(deadline, in_order).await.is_err() {
            tracing::warn!(
                ?deadline,
                "some actors did not stop in time and are killed; what they \
                were at is durable or never was acknowledged"
            );
            self.kill().await;
        }
    }

    /// Kills the whole tree, and returns when all of it is dead.
    pub(super) async fn kill(self) {
        let root = self.0.get_cell();
        let branches = root.get_children();
        let leaves = branches.iter().flat_map(ActorCell::get_children).collect::<Vec<_>>();
        // Children die with their parents, but at their own time.
        for actor in [&[root], &branches[..], &leaves[..]].concat() {
            actor.kill();
            // Without a limit it cannot time out.
            let _ = actor.wait(None).await;
        }
    }
}

struct RootActor;

struct Tree {
    market: Arc<Market>,
    branches: Vec<(ActorId, Branch)>,
}

/// A branch of the supervision tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Branch {
    /// The supervisor of tickets.
    Tickets,
    /// The supervisor of orders.
    Orders,
    /// The supervisor of payments.
    Payments,
    /// The supervisor of payouts that the provider makes.
    Payouts,
    /// The actor that takes up what is unfinished.
    Reconciler,
    /// The actor that has mails sent.
    Mails,
    /// The actor that has webhooks sent.
    Webhooks,
    /// The actor that follows the public events, and queues webhooks.
    Follower,
    /// The actor that has those told of new tickets who want to be.
    Alerts,
    /// The actor that has backups made.
    Backups,
    /// The actor that has the journal compacted.
    Compactions,
}

impl Actor for RootActor {
    type Msg = NoMsg;
    type State = Tree;
    type Arguments = Arc<Market>;

    async fn pre_start(
        &self,
        myself: ActorRef<NoMsg>,
        market: Arc<Market>,
    ) -> Result<Tree, ActorProcessingErr> {
        let mut tree = Tree { market, branches: vec![] };
        for branch in [
            Branch::Payments,
            Branch::Payouts,
            Branch::Orders,
            Branch::Tickets,
            Branch::Reconciler,
            Branch::Mails,
            Branch::Webhooks,
            Branch::Follower,
            Branch::Alerts,
            Branch::Backups,
            Branch::Compactions,
        ] {
            tree.grow(&myself, branch).await?;
        }
        Ok(tree)
    }

    /// Puts a new branch in the place of one that failed. The supervisors do nothing that can
    /// fail, so this is for faults; what their entities had going on is taken up by the reconciler,
    /// which is replaced as well, and begins with a round.
    async fn handle_supervisor_evt(
        &self,
        myself: ActorRef<NoMsg>,
        event: SupervisionEvent,
        tree: &mut Tree,
    ) -> Result<(), ActorProcessingErr> {
        let (id, error) = match event {
            SupervisionEvent::ActorFailed(actor, error) => (actor.get_id(), error.to_string()),
            SupervisionEvent::ActorTerminated(actor, _, reason) => {
                (actor.get_id(), reason.unwrap_or_else(|| "it was not asked to end".into()))
            }
            _ => return Ok(()),
        };
        if tree.market.is_stopping() {
            return Ok(());
        }
        let Some(at) = tree.branches.iter().position(|(known, _)| *known == id) else {
            return Ok(());
        };
        let (_, branch) = tree.branches.remove(at);
        tracing::error!(?branch, %error, "a branch of the supervision tree failed and is replaced");
        tree.grow(&myself, branch).await?;
        let has_entities =
            [Branch::Tickets, Branch::Orders, Branch::Payments, Branch::Payouts].contains(&branch);
        if has_entities {
            tree.grow(&myself, Branch::Reconciler).await?;
        }
        Ok(())
    }
}

impl Tree {
    async fn grow(&mut self, myself: &ActorRef<NoMsg>, branch: Branch) -> Result<(), SpawnErr> {
        let (root, market) = (myself.get_cell(), self.market.clone());
        let id = match branch {
            Branch::Tickets => supervise(&market.tickets, &market, root).await?,
            Branch::Payouts => supervise(&market.payouts, &market, root).await?,
            Branch::Orders => supervise(&market.orders, &market, root).await?,
            Branch::Payments => supervise(&market.payments, &market, root).await?,
            Branch::Reconciler => {
                for (id, _) in self.branches.extract_if(.., |b| matches!(b.1, Branch::Reconciler)) {
                    let children = root.get_children().into_iter();
                    children.filter(|child| child.get_id() == id).for_each(|it| it.stop(None));
                }
                grow(Reconciler, market.clone(), root, &market.reconciler).await?
            }
            Branch::Mails => {
                let mails = market.mails.clone();
                grow(DeliveryActor::new(), (market, mails.clone()), root, &mails.actor).await?
            }
            Branch::Webhooks => {
                let webhooks = market.webhooks.clone();
                let with = (market, webhooks.clone());
                grow(DeliveryActor::new(), with, root, &webhooks.actor).await?
            }
            Branch::Follower => grow(Follower, market.clone(), root, &market.follower).await?,
            Branch::Alerts => grow(AlertsActor, market.clone(), root, &market.alerts).await?,
            Branch::Backups => grow(BackupsActor, market.clone(), root, &market.backups).await?,
            Branch::Compactions => {
                grow(CompactionsActor, market.clone(), root, &market.compactions).await?
            }
        };
        self.branches.push((id, branch));
        Ok(())
    }
}

async fn supervise<E: Entity>(
    mailbox: &Mailbox<SupervisorMsg<E>>,
    market: &Arc<Market>,
    root: ActorCell,
) -> Result<ActorId, SpawnErr> {
    grow(Supervisor::<E>(PhantomData), market.clone(), root, mailbox).await
}

async fn grow<A: Actor>(
    actor: A,
    with: A::Arguments,
    root: ActorCell,
    mailbox: &Mailbox<A::Msg>,
) -> Result<ActorId, SpawnErr> {
    let (actor, _) = Actor::spawn_linked(None, actor, with, root).await?;
    let id = actor.get_id();
    mailbox.set(actor);
    Ok(id)
}
