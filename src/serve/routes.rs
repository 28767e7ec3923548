//! What is answered where.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::Value;

use super::answers;
use super::desk::Desk;
use super::guard::guard;
use crate::paint;

/// What the page itself may do: show and ask what is here, nothing else.
const OWN: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                   frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// What a book's chapter may do: look as it does.
const CHAPTER: &str = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; font-src 'self'; \
                       base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

type Book = State<Arc<Desk>>;

/// Every answer there is.
pub(super) fn all(desk: Arc<Desk>, port: u16) -> Router {
    Router::new()
        .route("/", get(|| page("text/html; charset=utf-8", include_str!("page/index.html"))))
        .route("/preview.css", get(|| page("text/css; charset=utf-8", include_str!("page/preview.css"))))
        .route("/preview.js", get(|| page("text/javascript; charset=utf-8", include_str!("page/preview.js"))))
        .route("/after/{version}", get(after))
        .route("/book", get(|desk: Book| book(desk, Path(String::new()))))
        .route("/book/{edition}", get(book))
        .route("/drawn/{edition}/{at}/{stamp}", get(drawn))
        .route("/words/{edition}/{at}", get(words))
        .route("/search/{edition}/{words}", get(search))
        .route("/where/{edition}/{line}/{*file}", get(page_of))
        .route("/epub/{edition}/{version}/{*file}", get(epub))
        .with_state(desk)
        .layer(map_response(closed))
        .layer(from_fn_with_state(port, guard))
}

/// Nothing is taken for what it is not, kept by others, or told to them.
async fn closed(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin"));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(OWN));
    response
}

async fn page(media: &'static str, text: &'static str) -> Response {
    ([(CONTENT_TYPE, media)], text).into_response()
}

fn told(value: &Value) -> Response {
    ([(CONTENT_TYPE, "application/json")], value.to_string()).into_response()
}

fn nothing() -> Response {
    (StatusCode::NOT_FOUND, "there is nothing here").into_response()
}

/// Work that takes longer than an answer may wait for, beside the one thread that answers.
async fn aside(work: impl FnOnce() -> Response + Send + 'static) -> Response {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| nothing())
}

/// Waits until the book is another than that version, and tells which it is then.
async fn after(State(desk): Book, Path(version): Path<u64>) -> Response {
    told(&desk.after(version).await.version.into())
}

async fn book(State(desk): Book, Path(edition): Path<String>) -> Response {
    aside(move || told(&answers::book(&desk, &desk.sight(), &edition))).await
}

async fn drawn(State(desk): Book, Path((edition, at, stamp)): Path<(String, usize, String)>) -> Response {
    aside(move || {
        let Some(book) = &desk.sight().book else { return nothing() };
        let Some((set, page)) = desk.set(book, &edition).and_then(|set| Some((set, set.pages.pages.get(at)?))) else {
            return nothing();
        };
        let svg = paint::svg(&page.frame, page.trim, &set.pages.fonts, &set.pages.images);
        // A page with that stamp looks so for ever; one that was asked for by an older stamp does not.
        let kept = if answers::stamp(set, at) == stamp { "private, max-age=86400, immutable" } else { "no-store" };
        ([(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, kept)], svg).into_response()
    })
    .await
}

async fn words(State(desk): Book, Path((edition, at)): Path<(String, usize)>) -> Response {
    aside(move || {
        let Some(book) = &desk.sight().book else { return nothing() };
        desk.set(book, &edition).map_or_else(nothing, |set| told(&answers::words(book, set, at)))
    })
    .await
}

async fn search(State(desk): Book, Path((edition, words)): Path<(String, String)>) -> Response {
    aside(move || {
        let Some(book) = &desk.sight().book else { return nothing() };
        desk.set(book, &edition).map_or_else(nothing, |set| told(&answers::search(set, &words)))
    })
    .await
}

async fn page_of(State(desk): Book, Path((edition, line, file)): Path<(String, usize, String)>) -> Response {
    aside(move || {
        let Some(book) = &desk.sight().book else { return nothing() };
        desk.set(book, &edition).map_or_else(nothing, |set| told(&answers::page_of(book, set, &file, line)))
    })
    .await
}

/// A file of an EPUB. The version in its address lets a browser see that a picture is another one.
async fn epub(State(desk): Book, Path((edition, _, file)): Path<(String, u64, String)>) -> Response {
    aside(move || {
        let Some(book) = &desk.sight().book else { return nothing() };
        let Some(bytes) = book.epub(&edition).and_then(|epub| epub.files.get(&file)) else { return nothing() };
        let ending = file.rsplit('.').next().unwrap_or("");
        let media = match ending {
            "xhtml" => "application/xhtml+xml",
            "css" => "text/css",
            "jpg" => "image/jpeg",
            "png" => "image/png",
            "gif" => "image/gif",
            "webp" => "image/webp",
            "svg" => "image/svg+xml",
            "ttf" => "font/ttf",
            "otf" => "font/otf",
            "woff2" => "font/woff2",
            _ => "application/octet-stream",
        };
        ([(CONTENT_TYPE, media), (CONTENT_SECURITY_POLICY, CHAPTER)], bytes.clone()).into_response()
    })
    .await
}
