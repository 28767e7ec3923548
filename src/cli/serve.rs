//! `recto serve`.

use std::net::{Ipv4Addr, TcpListener};

use super::run::{self, stop};
use super::{Common, FILES};
use crate::serve::{self, Desk};

/// Where the preview is shown if nothing is said.
const PORT: u16 = 4747;

pub(super) fn serve(common: &Common, port: Option<u16>) -> u8 {
    run::ruled(common, |rules| {
        let place = run::the_place(common)?;
        let clock = run::time()?;
        let listener = listen(port).map_err(|words| stop(FILES, &words))?;
        let address = listener.local_addr().map_err(|error| stop(FILES, &error.to_string()))?;
        let weights = rules.weights().clone();
        let desk = Desk::new(
            place.folder,
            place.name,
            clock,
            Box::new(move |lints, findings| weights.settle(lints, findings.iter())),
        );
        let line = format!("the book is shown at http://{address}/ until you press Ctrl-C\n");
        rules.give(&line);
        serve::serve(desk, listener).map_err(|error| stop(FILES, &format!("the preview stopped: {error}")))
    })
}

/// A socket that listens on this machine's own address and on no other.
fn listen(port: Option<u16>) -> Result<TcpListener, String> {
    let on = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    let listener = match port {
        Some(port) => on(port),
        None => on(PORT).or_else(|_| on(0)),
    };
    listener.map_err(|error| {
        let which = port.map_or("no port is free".to_string(), |port| format!("port {port} cannot be used"));
        format!("{which}: {error}; name another with --port, or leave it out")
    })
}
