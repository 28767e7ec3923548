//! A live preview in the browser: spreads as in print, the EPUB's chapters, findings; anew whenever a file of the book is saved.
//!
//! In: a book's folder, and a socket that listens on this machine alone. Out: answers over HTTP, made of what is in memory.
//! Never here: an answer to another site's page, a file's bytes sent out, a rule about books.

mod answers;
mod desk;
mod guard;
mod routes;
mod watch;

use std::io;
use std::net::TcpListener;
use std::sync::Arc;

pub use desk::{Desk, Settle};

/// Answers on `listener`, which is bound to this machine's own address, until the process ends.
///
/// # Errors
/// Where the socket or the folder's watch fails.
pub fn serve(desk: Desk, listener: TcpListener) -> io::Result<()> {
    let desk = Arc::new(desk);
    // What is saved while it is read the first time is seen, too.
    watch::start(Arc::clone(&desk))?;
    desk.read();
    let port = listener.local_addr()?.port();
    listener.set_nonblocking(true)?;
    tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        axum::serve(listener, routes::all(desk, port)).await
    })
}
