//! `holdfast health`: whether the site on this machine answers. A container has no other program to ask
//! it with.

use std::{
    io::{self, Read as _, Write as _},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream},
    process::ExitCode,
    time::Duration,
};

use crate::commands::cli::say;

/// How long the site may take to each step of its answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// More than the head of an answer need have.
const ANSWER_BYTES_MAX: u64 = 1024;

/// Asks the site that listens there; exits 1 if it does not answer that it is alive.
pub(crate) fn run(listen: SocketAddr) -> ExitCode {
    let address = reachable(listen);
    match ask(address) {
        Ok(answer) if answer.starts_with("HTTP/1.1 200 ") => {
            say(&format!("the site at {address} is alive"));
            ExitCode::SUCCESS
        }
        Ok(answer) => {
            let status = answer.lines().next().unwrap_or("nothing");
            eprintln!("holdfast: the site at {address} answers {status:?}");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("holdfast: no site answers at {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Where what listens on all addresses is reached from this machine.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}

fn ask(address: SocketAddr) -> io::Result<String> {
    let mut site = TcpStream::connect_timeout(&address, PATIENCE)?;
    site.set_read_timeout(Some(PATIENCE))?;
    site.set_write_timeout(Some(PATIENCE))?;
    write!(site, "GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = vec![];
    site.take(ANSWER_BYTES_MAX).read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
