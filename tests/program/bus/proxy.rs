//! A slow way to NATS.

use std::net::Ipv4Addr;

use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::{mpsc, watch},
};

/// What stands between the site and NATS.
pub struct Proxy {
    pub port: u16,
    held: [watch::Sender<bool>; 2],
}

/// Where bytes go.
#[derive(Debug, Clone, Copy)]
pub enum Way {
    ToNats,
    FromNats,
}

impl Proxy {
    pub async fn start(nats: u16) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let held = [(); 2].map(|()| watch::channel(false).0);
        let gates = [0, 1].map(|way: usize| held[way].subscribe());
        tokio::spawn(async move {
            while let Ok((site, _)) = listener.accept().await {
                let nats = TcpStream::connect((Ipv4Addr::LOCALHOST, nats)).await;
                let (from_site, to_site) = site.into_split();
                let (from_nats, to_nats) = nats.unwrap().into_split();
                let [to, from] = gates.clone();
                tokio::spawn(pump(from_site, to_nats, to));
                tokio::spawn(pump(from_nats, to_site, from));
            }
        });
        Self { port, held }
    }

    /// Holds back what goes this way, on new connections, too; or lets go of all of it.
    pub fn hold(&self, way: Way, is_held: bool) {
        self.held[way as usize].send_replace(is_held);
    }
}

/// What is held is taken in all the same, as by a network: its sender may be gone when it arrives.
async fn pump(
    mut from: impl AsyncRead + Unpin + Send + 'static,
    mut to: impl AsyncWrite + Unpin,
    mut held: watch::Receiver<bool>,
) {
    let (taken, mut waiting) = mpsc::unbounded_channel::<Vec<u8>>();
    tokio::spawn(async move {
        let mut bytes = vec![0; 16 << 10];
        while let Ok(count @ 1..) = from.read(&mut bytes).await {
            taken.send(bytes[..count].to_vec()).ok();
        }
    });
    while let Some(bytes) = waiting.recv().await {
        if held.wait_for(|is_held| !is_held).await.is_err() || to.write_all(&bytes).await.is_err() {
            return;
        }
    }
}
