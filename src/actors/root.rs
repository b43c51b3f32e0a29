//! The root of the supervision tree.

use std::{sync::Arc, time::Duration};

use ractor::{Actor, ActorId, ActorProcessingErr, ActorRef, SpawnErr, SupervisionEvent};

use super::{
    Market, accounts::Accounts, order::OrderActor, payment::PaymentActor, reconciler::Reconciler,
    supervisor::Supervisor, ticket::TicketActor,
};

/// The running tree.
pub(super) struct Root(ActorRef<NoMsg>);

/// The root is told nothing.
pub(super) enum NoMsg {}

impl Root {
    pub(super) async fn start(market: Arc<Market>) -> Result<Self, SpawnErr> {
        Ok(Self(RootActor::spawn(None, RootActor, market).await?.0))
    }

    /// Stops the children, the reconciler first, then the root.
    pub(super) async fn stop(self, deadline: Duration) {
        for supervisor in self.0.get_cell().get_children() {
            supervisor.stop_children_and_wait(None, Some(deadline)).await;
        }
        self.0.get_cell().stop_children_and_wait(None, Some(deadline)).await;
        // What has not stopped in time ends with the process; it is durable.
        let _ = self.0.get_cell().stop_and_wait(None, Some(deadline)).await;
    }
}

impl Root {
    /// Kills the whole tree: children die with their parents.
    pub(super) fn kill(self) {
        self.0.get_cell().kill();
    }
}

struct RootActor;

struct Tree {
    market: Arc<Market>,
    branches: Vec<(ActorId, Branch)>,
}

#[derive(Debug, Clone, Copy)]
enum Branch {
    Accounts,
    Tickets,
    Orders,
    Payments,
    Reconciler,
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
            Branch::Accounts,
            Branch::Payments,
            Branch::Orders,
            Branch::Tickets,
            Branch::Reconciler,
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
        let SupervisionEvent::ActorFailed(actor, error) = event else { return Ok(()) };
        let id = actor.get_id();
        let Some(at) = tree.branches.iter().position(|(known, _)| *known == id) else {
            return Ok(());
        };
        let (_, branch) = tree.branches.remove(at);
        tracing::error!(?branch, %error, "a branch of the supervision tree failed and is replaced");
        tree.grow(&myself, branch).await?;
        if !matches!(branch, Branch::Reconciler | Branch::Accounts) {
            tree.grow(&myself, Branch::Reconciler).await?;
        }
        Ok(())
    }
}

impl Tree {
    async fn grow(&mut self, myself: &ActorRef<NoMsg>, branch: Branch) -> Result<(), SpawnErr> {
        let (root, market) = (myself.get_cell(), self.market.clone());
        let id = match branch {
            Branch::Accounts => {
                let (actor, _) = Accounts::spawn_linked(None, Accounts, market, root).await?;
                self.market.accounts.set(actor.clone());
                actor.get_id()
            }
            Branch::Tickets => {
                let supervisor = Supervisor::<TicketActor>::new();
                let (actor, _) = Actor::spawn_linked(None, supervisor, market, root).await?;
                self.market.tickets.set(actor.clone());
                actor.get_id()
            }
            Branch::Orders => {
                let supervisor = Supervisor::<OrderActor>::new();
                let (actor, _) = Actor::spawn_linked(None, supervisor, market, root).await?;
                self.market.orders.set(actor.clone());
                actor.get_id()
            }
            Branch::Payments => {
                let supervisor = Supervisor::<PaymentActor>::new();
                let (actor, _) = Actor::spawn_linked(None, supervisor, market, root).await?;
                self.market.payments.set(actor.clone());
                actor.get_id()
            }
            Branch::Reconciler => {
                for (id, _) in self.branches.extract_if(.., |b| matches!(b.1, Branch::Reconciler)) {
                    for child in myself.get_cell().get_children() {
                        if child.get_id() == id {
                            child.stop(None);
                        }
                    }
                }
                let (actor, _) = Reconciler::spawn_linked(None, Reconciler, market, root).await?;
                actor.get_id()
            }
        };
        self.branches.push((id, branch));
        Ok(())
    }
}
