//! SIGTERM and ctrl-C end the program in good order, whatever is going on.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use super::common::{
    GOOD_CARD, Visitor,
    program::{Program, verify},
};
use rustix::process::Signal;

/// How long anything may take; what is given up is given up after half a second to five.
const PATIENCE: Duration = Duration::from_secs(30);

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

#[tokio::test]
async fn what_is_under_way_is_finished_and_idle_connections_are_closed() {
    for signal in [Signal::TERM, Signal::INT] {
        let folder = tempfile::tempdir().unwrap();
        let (program, address) = Program::serve(folder.path(), &[]);
        let (mut anna, mut ben) = (Visitor::at(address), Visitor::at(address));
        anna.sign_up("anna").await;
        ben.sign_up("ben").await;
        let ticket = anna.list("Row 5", "10").await;
        let order = ben.buy(&ticket, "10").await.sent_to();

        let silent = connect(address);
        let mut idle = connect(address);
        idle.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
        idle.read_exact(&mut [0; 12]).unwrap();
        // A request that has begun, and ends after the signal.
        let mut begun = connect(address);
        let head = "POST /signup HTTP/1.1\r\nhost: x\r\ncontent-length: 46\r\n\
                    content-type: application/x-www-form-urlencoded\r\n\
                    expect: 100-continue\r\n\r\n";
        begun.write_all(head.as_bytes()).unwrap();
        begun.read_exact(&mut [0; 25]).unwrap();

        let started = Instant::now();
        program.signal(signal);
        // It takes no one new, and says goodbye to those who ask nothing.
        let mut rest = vec![];
        let _ = idle.read_to_end(&mut rest);
        assert!(started.elapsed() < PATIENCE, "the idle connection was closed");
        begun.write_all(b"email=cleo%40example.org&password=correcthorse").unwrap();
        let mut said = String::new();
        begun.read_to_string(&mut said).unwrap();
        assert!(said.starts_with("HTTP/1.1 303"), "{said}");
        let (code, said) = program.finish(PATIENCE);
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains("stopped in good order"), "{said}");
        drop(silent);
        let (code, said) = verify(folder.path());
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains("3 users") && !said.contains("note"), "{said}");

        let (_program, address) = Program::serve(folder.path(), &[]);
        (anna.address, ben.address) = (address, address);
        let held = ben.get(&order).await;
        assert_eq!(held.attr_of(&order, "data-order-status"), Some("created"), "still signed in");
        assert_eq!(ben.pay(&order, GOOD_CARD).await.sent_to(), order);
    }
}

#[tokio::test]
async fn clients_that_never_finish_do_not_keep_it() {
    let folder = tempfile::tempdir().unwrap();
    let (program, address) = Program::serve(folder.path(), &[]);
    let mut stalled: Vec<_> = (0..20).map(|_| connect(address)).collect();
    for (at, stream) in stalled.iter_mut().enumerate() {
        let sent: &[u8] = match at % 2 {
            0 => b"GET / HTTP/1.1\r\nhost: x\r\nx-slow:",
            _ => b"POST /signin HTTP/1.1\r\nhost: x\r\ncontent-length: 50\r\n\r\nemail=",
        };
        stream.write_all(sent).unwrap();
    }
    Visitor::at(address).get("/healthz").await.is(200, "alive");
    program.signal(Signal::TERM);
    let (code, said) = program.finish(PATIENCE);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(verify(folder.path()).0, Some(0));
}
