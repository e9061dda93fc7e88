//! A real S3 server process on loopback, and a proxy before it that breaks requests.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

pub const BUCKET: &str = "robots";
/// Looked for in everything that the program prints.
pub const SECRET: &str = "never-to-be-printed-5e6f";

/// The server, and the port of the proxy.
pub struct Server {
    process: Child,
    port: u16,
    proxy: u16,
    /// Requests that the proxy broke.
    pub broken: Arc<AtomicU64>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Starts the program that `RESTAGE_S3_SERVER` names (`moto_server` of the Python package `moto[server]`), or says
/// loudly that it is absent. `RESTAGE_REQUIRE_S3=1` makes absence a failure.
pub fn server() -> Option<Server> {
    let Some(program) = std::env::var_os("RESTAGE_S3_SERVER") else {
        let required = std::env::var_os("RESTAGE_REQUIRE_S3").is_some_and(|value| value == "1");
        assert!(!required, "an S3 server is required, but RESTAGE_S3_SERVER names none");
        eprintln!(
            "SKIPPED: no S3 server; install the Python package moto[server], set RESTAGE_S3_SERVER=.../moto_server"
        );
        return None;
    };
    let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port").port();
    let process = Command::new(program)
        .args(["-H", "127.0.0.1", "-p", &port.to_string()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the S3 server starts");
    let broken = Arc::new(AtomicU64::new(0));
    let proxy = flaky_proxy(port, Arc::clone(&broken));
    let server = Server { process, port, proxy, broken };
    let start = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(start.elapsed() < Duration::from_secs(60), "the S3 server does not answer");
        thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(server.request("PUT", &format!("/{BUCKET}")).0, 200);
    Some(server)
}

impl Server {
    /// The settings with which the program speaks to the server through the proxy.
    pub fn environment(&self) -> [(&'static str, String); 5] {
        [
            ("AWS_ENDPOINT", format!("http://127.0.0.1:{}", self.proxy)),
            ("AWS_ALLOW_HTTP", "true".into()),
            ("AWS_REGION", "us-east-1".into()),
            ("AWS_ACCESS_KEY_ID", "tester".into()),
            ("AWS_SECRET_ACCESS_KEY", SECRET.into()),
        ]
    }

    /// Sends a request past the proxy. Gives status and body.
    pub fn request(&self, method: &str, path: &str) -> (u16, Vec<u8>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the server answers");
        // The server asks for a signature on what is not public, and does not look at it.
        let signature = "AWS4-HMAC-SHA256 Credential=tester/20260101/us-east-1/s3/aws4_request, \
                         SignedHeaders=host, Signature=0";
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {signature}\r\nContent-Length: 0\r\n\
             Connection: close\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).expect("sent");
        let mut reader = BufReader::new(stream);
        let (head, length) = read_head(&mut reader).expect("an answer");
        let mut body = Vec::new();
        reader.read_to_end(&mut body).expect("a body");
        body.truncate(length.unwrap_or(body.len()));
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
        (status, body)
    }

    /// Names of all objects below a folder of the bucket, in order.
    pub fn names(&self, folder: &str) -> Vec<String> {
        let (status, body) = self.request("GET", &format!("/{BUCKET}?list-type=2&prefix={folder}/"));
        assert_eq!(status, 200);
        let text = String::from_utf8(body).expect("XML");
        assert!(text.contains("<IsTruncated>false"), "more than one page: {text}");
        text.split("<Key>").skip(1).filter_map(|rest| Some(rest.split_once("</Key>")?.0.to_owned())).collect()
    }
}

/// The head of a message up to the empty line, and the length of its body.
fn read_head(reader: &mut impl BufRead) -> Option<(String, Option<usize>)> {
    let (mut head, mut length) = (String::new(), None);
    loop {
        let start = head.len();
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
        let line = head[start..].trim().to_ascii_lowercase();
        if line.is_empty() {
            return Some((head, length));
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().ok();
        }
    }
}

/// Passes requests on to `server`, one per connection, and breaks every fourth or so: 500 and 503, connections that
/// are dropped before or after the server has done its work, answers that are slow or cut off.
fn flaky_proxy(server: u16, broken: Arc<AtomicU64>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let requests = Arc::new(AtomicU64::new(0));
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let (requests, broken) = (Arc::clone(&requests), Arc::clone(&broken));
            thread::spawn(move || {
                let number = requests.fetch_add(1, Ordering::Relaxed);
                if pass_on(client, server, number).is_some_and(|harmed| harmed) {
                    broken.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    port
}

/// One request and its answer. True when it was broken.
fn pass_on(client: TcpStream, server: u16, number: u64) -> Option<bool> {
    let mut reader = BufReader::new(client.try_clone().ok()?);
    let mut client = client;
    let (head, length) = read_head(&mut reader)?;
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    let refuse = |client: &mut TcpStream, status: &str| {
        let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        client.write_all(answer.as_bytes()).ok()
    };
    match number % 17 {
        3 => refuse(&mut client, "500 Internal Server Error").map(|()| true),
        7 => refuse(&mut client, "503 Slow Down").map(|()| true),
        11 => client.shutdown(Shutdown::Both).ok().map(|()| true),
        fate => {
            let mut upstream = TcpStream::connect(("127.0.0.1", server)).ok()?;
            let lines =
                head.trim_end().lines().filter(|line| !line.to_ascii_lowercase().starts_with("connection:"));
            let head: String = lines.map(|line| format!("{line}\r\n")).collect();
            upstream.write_all(format!("{head}Connection: close\r\n\r\n").as_bytes()).ok()?;
            upstream.write_all(&body).ok()?;
            let mut answer = Vec::new();
            upstream.read_to_end(&mut answer).ok()?;
            match fate {
                5 => thread::sleep(Duration::from_millis(300)),
                // The server has done it, and nobody hears of it.
                13 => return client.shutdown(Shutdown::Both).ok().map(|()| true),
                15 => answer.truncate(answer.len() * 3 / 4),
                _ => {}
            }
            client.write_all(&answer).ok()?;
            client.shutdown(Shutdown::Both).ok().map(|()| matches!(fate, 5 | 15))
        }
    }
}
