//! `cargo xtask serve`: the built static site on this machine, opening on its demo.

use std::fs;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, anyhow};

use crate::setup::{Setup, say};
use crate::{build, system};

/// The port without `--port`.
pub const DEFAULT_PORT: u16 = 8080;

/// The most bytes of a request's head that are read.
const LONGEST_HEAD: u64 = 64 * 1024;

/// Builds the site and serves it until stopped.
///
/// # Errors
/// When the port is taken, or set-up or build fails.
pub fn serve(port: u16) -> Result<()> {
    // Taken first: a port in use should be said now, not after minutes.
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => anyhow!("port {port} is in use: stop what uses it, or choose another with `cargo xtask serve --port {}`", port.saturating_add(1)),
        _ => anyhow!("port {port} can't be used: {error}"),
    })?;
    let setup = Setup::ensure()?;
    let dist = build::build(&setup)?;
    build::print_folders(&dist);
    print_loading(&dist);

    let url = format!("http://127.0.0.1:{port}/?demo");
    say(&format!("Serving {url} (stop with Ctrl+C)"));
    if system::has_display()
        && std::env::var_os("GATEHOUSE_NO_OPEN").is_none()
        && !system::open(&url)
    {
        println!("No browser could be started: open the address yourself.");
    }
    let site = Arc::new(dist.join("site"));
    for connection in listener.incoming() {
        let site = Arc::clone(&site);
        // A browser that hangs up is its own business: nothing here depends on it.
        std::thread::spawn(move || connection.and_then(|stream| answer(stream, &site)));
    }
    Ok(())
}

fn print_loading(dist: &Path) {
    println!(
        "\nTo load the extension:
  Chrome:  open chrome://extensions, switch on Developer mode, choose Load unpacked: {chrome}
  Edge:    open edge://extensions, switch on Developer mode, choose Load unpacked: {chrome}
  Firefox: open about:debugging#/runtime/this-firefox, choose Load Temporary Add-on: {firefox}
           (gone when Firefox closes)",
        chrome = dist.join("chrome").display(),
        firefox = dist.join("firefox").join("manifest.json").display()
    );
}

/// What a request asks for, as far as it matters here.
#[derive(Debug, PartialEq)]
struct Request {
    method: String,
    /// Path and query, as sent.
    target: String,
    /// Whether a page of this site asks: its `Sec-Fetch-Site`.
    same_origin: bool,
}

fn answer(mut stream: TcpStream, site: &Path) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let Some(request) = read_request(BufReader::new(&stream).take(LONGEST_HEAD))? else {
        return stream.write_all(&response(
            "400 Bad Request",
            "text/plain; charset=utf-8",
            b"Bad request\n",
            "",
            true,
        ));
    };
    stream.write_all(&respond(&request, site))
}

/// The request's head; none when it is not one.
fn read_request(mut reader: impl BufRead) -> std::io::Result<Option<Request>> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut words = line.split_whitespace();
    let (Some(method), Some(target), Some(_)) = (words.next(), words.next(), words.next()) else {
        return Ok(None);
    };
    let mut request =
        Request { method: method.to_owned(), target: target.to_owned(), same_origin: false };
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let Some((name, value)) = line.split_once(':') else {
            return Ok(line.trim().is_empty().then_some(request));
        };
        if name.eq_ignore_ascii_case("sec-fetch-site") {
            request.same_origin = value.trim() == "same-origin";
        }
    }
}

fn respond(request: &Request, site: &Path) -> Vec<u8> {
    const TEXT: &str = "text/plain; charset=utf-8";
    let body = match request.method.as_str() {
        "GET" => true,
        "HEAD" => false,
        _ => {
            return response(
                "405 Method Not Allowed",
                TEXT,
                b"Method not allowed\n",
                "Allow: GET, HEAD\r\n",
                true,
            );
        }
    };
    // Typed or opened, the address shows the demo; a link of the site itself to its start leaves it.
    if request.target == "/" && !request.same_origin {
        return response("302 Found", TEXT, b"", "Location: /?demo\r\n", body);
    }
    let Some(file) = file_for(&request.target, site) else {
        return response("404 Not Found", TEXT, b"Not found\n", "", body);
    };
    match fs::read(&file) {
        Ok(content) => response("200 OK", content_type(&file), &content, "", body),
        Err(_) => response("404 Not Found", TEXT, b"Not found\n", "", body),
    }
}

fn response(
    status: &str,
    content_type: &str,
    content: &[u8],
    headers: &str,
    body: bool,
) -> Vec<u8> {
    let mut bytes = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n{headers}Cache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        content.len()
    )
    .into_bytes();
    if body {
        bytes.extend_from_slice(content);
    }
    bytes
}

/// The file a target means; none when it means nothing below `site`.
fn file_for(target: &str, site: &Path) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
    let mut file = site.to_path_buf();
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        let segment = decoded(segment)?;
        if segment == "." || segment == ".." || segment.contains(['/', '\\', ':', '\0']) {
            return None;
        }
        file.push(segment);
    }
    Some(if path.is_empty() || path.ends_with('/') { file.join("index.html") } else { file })
}

/// A path segment without its percent-encoding; none when that is broken.
fn decoded(segment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let high = char::from(rest.next()?).to_digit(16)?;
                let low = char::from(rest.next()?).to_digit(16)?;
                u8::try_from(high * 16 + low).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json" | "map") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("txt") => "text/plain; charset=utf-8",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(target: &str) -> Request {
        Request { method: "GET".to_owned(), target: target.to_owned(), same_origin: false }
    }

    fn answered(request: &Request) -> String {
        String::from_utf8_lossy(&respond(request, Path::new(env!("CARGO_MANIFEST_DIR"))))
            .into_owned()
    }

    #[test]
    fn a_target_never_leaves_the_site() {
        let site = Path::new("/site");
        for target in [
            "/../x",
            "/a/../../x",
            "/%2e%2e/x",
            "/..%2fx",
            "/%2e%2e%2fx",
            "/a\\..\\x",
            "/c:/x",
            "/%00",
            "x",
            "/%zz",
            "/%2",
        ] {
            assert_eq!(file_for(target, site), None, "{target}");
        }
        assert_eq!(file_for("//etc/passwd", site), Some("/site/etc/passwd".into()));
    }

    #[test]
    fn targets_are_files() {
        let site = Path::new("/site");
        assert_eq!(file_for("/?demo", site), Some("/site/index.html".into()));
        assert_eq!(file_for("/app.js?x=/..", site), Some("/site/app.js".into()));
        assert_eq!(file_for("/a%20b/", site), Some("/site/a b/index.html".into()));
    }

    #[test]
    fn files_come_with_their_type_and_head_without_content() {
        let reply = answered(&get("/Cargo.toml"));
        assert!(reply.starts_with("HTTP/1.1 200 OK\r\n"), "{reply}");
        assert!(reply.contains("\r\n\r\n[package]"));
        let head = answered(&Request { method: "HEAD".to_owned(), ..get("/Cargo.toml") });
        assert!(head.contains("200 OK") && head.ends_with("\r\n\r\n"), "{head}");
        assert_eq!(content_type(Path::new("app_bg.wasm")), "application/wasm");
    }

    #[test]
    fn what_is_not_there_or_not_a_read_is_refused() {
        assert!(answered(&get("/nothing")).starts_with("HTTP/1.1 404 "));
        assert!(answered(&get("/src")).starts_with("HTTP/1.1 404 "));
        assert!(
            answered(&Request { method: "POST".to_owned(), ..get("/") })
                .starts_with("HTTP/1.1 405 ")
        );
    }

    #[test]
    fn the_start_opens_on_the_demo_unless_a_page_of_the_site_links_there() {
        assert!(answered(&get("/")).contains("Location: /?demo\r\n"));
        assert!(!answered(&Request { same_origin: true, ..get("/") }).contains("Location"));
    }

    #[test]
    fn a_head_is_read_to_its_end() -> std::io::Result<()> {
        let read = |text: &str| read_request(std::io::Cursor::new(text.to_owned()));
        let request = read("GET /a HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n\r\n")?;
        assert_eq!(request, Some(Request { same_origin: true, ..get("/a") }));
        assert_eq!(read("GET /a HTTP/1.1\r\nHost: x\r\n")?, None);
        assert_eq!(read("nonsense\r\n\r\n")?, None);
        Ok(())
    }
}
