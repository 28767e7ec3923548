//! Who may ask: a browser on this machine that shows this preview, and nobody else.

use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Lets a request through or refuses it. A site elsewhere could lead its name to this machine (DNS rebinding) or have its page ask
/// from here: the first is told by `Host`, the second by `Origin` and `Sec-Fetch-Site`.
pub(super) async fn guard(State(port): State<u16>, request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (StatusCode::METHOD_NOT_ALLOWED, "only looking is possible here").into_response();
    }
    if !is_own(request.headers(), port) {
        return (StatusCode::FORBIDDEN, "this preview answers the browser on its own machine").into_response();
    }
    next.run(request).await
}

fn is_own(headers: &HeaderMap, port: u16) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let own = |host: &str| ["127.0.0.1", "localhost"].iter().any(|name| host == format!("{name}:{port}"));
    let host = text(HOST.as_str()).is_some_and(own);
    let origin = text(ORIGIN.as_str()).is_none_or(|origin| origin.strip_prefix("http://").is_some_and(own));
    let site = text("sec-fetch-site").is_none_or(|site| matches!(site, "same-origin" | "none"));
    host && origin && site
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_browser_that_shows_the_preview_is_let_in() {
        let asked = |headers: &[(&'static str, &str)]| {
            let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
            is_own(&headers.collect(), 4747)
        };
        assert!(asked(&[("host", "127.0.0.1:4747")]));
        assert!(asked(&[
            ("host", "localhost:4747"),
            ("origin", "http://localhost:4747"),
            ("sec-fetch-site", "same-origin")
        ]));
        assert!(!asked(&[]));
        assert!(!asked(&[("host", "evil.example:4747")]));
        assert!(!asked(&[("host", "127.0.0.1:80")]));
        assert!(!asked(&[("host", "127.0.0.1:4747"), ("origin", "http://evil.example")]));
        assert!(!asked(&[("host", "127.0.0.1:4747"), ("origin", "null")]));
        assert!(!asked(&[("host", "127.0.0.1:4747"), ("sec-fetch-site", "cross-site")]));
    }
}
