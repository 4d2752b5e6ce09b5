//! The table of faults: what strikes, how each operation then ends.

use std::fmt::Write;

use serde_json::{Number, Value, json};

use gatehouse::github::endpoint::HttpReply;
use gatehouse::github::error::TransportError;

use crate::ends::{self, Call, Ends};

use Ends::{Again, AsUsual, LookedUp, Marked, NotSent, Refused, Told, TurnedAway, Waits};

/// What a fault makes of a good reply.
type Strikes = fn(HttpReply) -> Result<HttpReply, TransportError>;

/// One fault.
pub struct Fault {
    pub name: &'static str,
    pub strikes: Strikes,
    /// Whether GitHub may have recorded a write that it strikes: not where the write never left, or
    /// GitHub turns it away before it looks at what it asks for.
    pub may_be_recorded: bool,
    /// How far this computer's clock is ahead, in seconds.
    pub clock: i64,
    /// How long the reply takes, in seconds.
    pub takes: i64,
    /// The same of a field that is missing, where it strikes one that is null.
    missing: Option<Strikes>,
    /// How the calls end, in the order of [`ends::CALLS`].
    pub ends: [Ends; 6],
}

const fn fault(name: &'static str, ends: [Ends; 6], strikes: Strikes) -> Fault {
    Fault { name, strikes, may_be_recorded: true, clock: 0, takes: 0, missing: None, ends }
}

const fn unrecorded(name: &'static str, ends: [Ends; 6], strikes: Strikes) -> Fault {
    Fault { may_be_recorded: false, ..fault(name, ends, strikes) }
}

const TWO_DAYS: i64 = 2 * 86_400;

/// 2^53: as floating-point numbers this and the next are the same.
const BEYOND: u64 = 1 << 53;

/// A field that is null, or that isn't there.
macro_rules! absent {
    ($name:literal, $ends:expr) => {
        Fault {
            missing: Some(|reply| without(reply, $name)),
            ..fault(concat!("`", $name, "` null or missing"), $ends, |reply| {
                field(reply, $name, Value::Null)
            })
        }
    };
}

/// Every fault.
pub const FAULTS: &[Fault] = &[
    unrecorded("offline", [Again, Told, Told, NotSent, NotSent, NotSent], |_| {
        Err(TransportError::Offline)
    }),
    fault(
        "no reply (DNS, refusal, reset, CORS)",
        [Again, Again, Again, NotSent, LookedUp, LookedUp],
        |_| Err(TransportError::NoReply),
    ),
    fault("reply broken off", [Again, Again, Again, NotSent, LookedUp, LookedUp], |_| {
        Err(TransportError::Interrupted)
    }),
    Fault { takes: 29, ..fault("reply after 29 s", [AsUsual; 6], Ok) },
    fault("nothing within 30 s", [Again, Told, Told, NotSent, LookedUp, LookedUp], |_| {
        Err(TransportError::TimedOut)
    }),
    fault("body of more than 32 MB", [Told, Told, Told, NotSent, LookedUp, LookedUp], |_| {
        Err(TransportError::TooLarge)
    }),
    fault("redirect to another host", [Told, Told, Told, NotSent, LookedUp, LookedUp], |_| {
        Err(TransportError::Redirected)
    }),
    fault("304 that nobody asked for", [Told, Told, Told, NotSent, LookedUp, LookedUp], |_| {
        status(304, "", &[])
    }),
    unrecorded("401", [Told, Told, Told, NotSent, TurnedAway, TurnedAway], |_| {
        status(401, NO, &[])
    }),
    fault("403, permission", [Told, AsUsual, Told, NotSent, Refused, Refused], |_| {
        status(403, NO, &[])
    }),
    unrecorded("403, single sign-on", [Told, Told, Told, NotSent, TurnedAway, TurnedAway], |_| {
        status(403, NO, &[("x-github-sso", "required; url=https://github.com/orgs/octo-org/sso")])
    }),
    unrecorded(
        "403, secondary limit",
        [Waits, Waits, Told, NotSent, TurnedAway, TurnedAway],
        |_| status(403, r#"{"message":"You have exceeded a secondary rate limit."}"#, &[]),
    ),
    unrecorded(
        "403, hourly limit",
        [Waits, Waits, Told, NotSent, TurnedAway, TurnedAway],
        |reply| {
            let reset = reply.header("x-ratelimit-reset").unwrap_or_default();
            status(403, NO, &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", reset)])
        },
    ),
    fault("404", [Told, AsUsual, Told, NotSent, Refused, Refused], |_| status(404, NO, &[])),
    fault("409", [Told, Told, Told, NotSent, LookedUp, LookedUp], |_| status(409, NO, &[])),
    fault("410", [Told, Told, Told, NotSent, Refused, Refused], |_| status(410, NO, &[])),
    fault("422 with errors", [Told, Told, Told, NotSent, Refused, Refused], |_| {
        status(
            422,
            r#"{"message":"Validation Failed","errors":[{"code":"invalid","field":"message"}]}"#,
            &[],
        )
    }),
    unrecorded(
        "429 with Retry-After: 60",
        [Waits, Waits, Told, NotSent, TurnedAway, TurnedAway],
        |_| status(429, NO, &[("retry-after", "60")]),
    ),
    unrecorded(
        "429 without Retry-After",
        [Waits, Waits, Told, NotSent, TurnedAway, TurnedAway],
        |_| status(429, NO, &[]),
    ),
    fault("500", [Again, Again, Again, NotSent, LookedUp, LookedUp], |_| status(500, NO, &[])),
    fault("502 with HTML", [Again, Again, Again, NotSent, LookedUp, LookedUp], |_| {
        status(502, "<html>Unicorn!</html>", &[])
    }),
    fault("503", [Again, Again, Again, NotSent, LookedUp, LookedUp], |_| status(503, "", &[])),
    fault("200 with broken JSON", [Again, Told, Told, NotSent, LookedUp, LookedUp], |reply| {
        let half = reply.body.len() / 2;
        Ok(HttpReply { status: 200, body: reply.body[..half].to_vec(), ..reply })
    }),
    fault("200 with HTML", [Again, Told, Told, NotSent, LookedUp, LookedUp], |_| {
        status(200, "<html>", &[])
    }),
    fault("200 with nothing", [Again, Told, Told, NotSent, LookedUp, LookedUp], |_| {
        status(200, "", &[])
    }),
    fault("another content type", [AsUsual; 6], |reply| {
        let headers = vec![("content-type".to_owned(), "text/html".to_owned())];
        Ok(HttpReply { headers, ..reply })
    }),
    fault("Link malformed", [Marked, AsUsual, AsUsual, AsUsual, AsUsual, AsUsual], |reply| {
        link(reply, "<<>;rel=")
    }),
    fault(
        "Link to the same page again",
        [Marked, AsUsual, AsUsual, AsUsual, AsUsual, AsUsual],
        |reply| link(reply, r#"<https://api.github.com/x?page=1>; rel="next""#),
    ),
    fault(
        "Link to another origin",
        [Marked, AsUsual, AsUsual, AsUsual, AsUsual, AsUsual],
        |reply| link(reply, r#"<https://example.com/x?page=2>; rel="next""#),
    ),
    fault(
        "lists left incomplete by single sign-on",
        [Marked, AsUsual, AsUsual, AsUsual, AsUsual, AsUsual],
        |mut reply| {
            let value = "partial-results; organizations=21955855,20582480".to_owned();
            reply.headers.push(("x-github-sso".to_owned(), value));
            Ok(reply)
        },
    ),
    fault("a field too many", [AsUsual; 6], |reply| field(reply, "godot", json!({ "waits": [1] }))),
    fault("unknown status", [AsUsual, AsUsual, AsUsual, NotSent, AsUsual, AsUsual], |reply| {
        field(reply, "status", json!("godot"))
    }),
    fault(
        "unknown kind of request",
        [AsUsual, Told, AsUsual, NotSent, AsUsual, AsUsual],
        |reply| field(reply, "request_type", json!("godot")),
    ),
    absent!("id", [AsUsual, AsUsual, AsUsual, NotSent, AsUsual, AsUsual]),
    absent!("number", [AsUsual; 6]),
    absent!("repository", [AsUsual; 6]),
    absent!("organization", [AsUsual; 6]),
    absent!("requester", [AsUsual, AsUsual, AsUsual, NotSent, AsUsual, AsUsual]),
    absent!("request_type", [AsUsual, AsUsual, AsUsual, NotSent, AsUsual, AsUsual]),
    absent!("data", [AsUsual, AsUsual, AsUsual, NotSent, AsUsual, AsUsual]),
    absent!("resource_identifier", [AsUsual; 6]),
    absent!("status", [AsUsual, AsUsual, AsUsual, NotSent, AsUsual, AsUsual]),
    absent!("requester_comment", [AsUsual, AsUsual, AsUsual, NotSent, AsUsual, AsUsual]),
    absent!("expires_at", [AsUsual; 6]),
    absent!("created_at", [AsUsual; 6]),
    absent!("responses", [AsUsual; 6]),
    absent!("url", [AsUsual; 6]),
    absent!("html_url", [AsUsual, AsUsual, AsUsual, NotSent, AsUsual, AsUsual]),
    absent!("login", [AsUsual, AsUsual, Told, AsUsual, AsUsual, AsUsual]),
    absent!("bypass_review_id", [AsUsual; 6]),
    fault("every number as text", [AsUsual; 6], |reply| {
        numbers(reply, &|_, number| Value::String(number.to_string()))
    }),
    // The request's own id is beyond it in every row, and the page's number no id. Read again it is another requester's.
    fault(
        "every id beyond 2^53",
        [AsUsual, AsUsual, AsUsual, NotSent, AsUsual, AsUsual],
        |reply| {
            numbers(reply, &|name, number| match name {
                "number" => json!(number),
                _ => json!(number.as_u64().unwrap_or_default() | BEYOND),
            })
        },
    ),
    fault(
        "the id of another request, which is the same as a floating-point number",
        [AsUsual, AsUsual, AsUsual, NotSent, AsUsual, AsUsual],
        |reply| field(reply, "id", json!(BEYOND)),
    ),
    fault("dates far ahead", [AsUsual; 6], |reply| {
        let reply = field(reply, "expires_at", json!("9999-12-31T23:59:59Z"))?;
        field(reply, "created_at", json!("9999-12-31T23:59:58Z"))
    }),
    fault("dates long ago", [AsUsual, AsUsual, AsUsual, NotSent, AsUsual, AsUsual], |reply| {
        let reply = field(reply, "expires_at", json!("0001-01-01T00:00:00Z"))?;
        field(reply, "created_at", json!("-9999-01-01T00:00:00Z"))
    }),
    fault("dates that are none", [AsUsual; 6], |reply| {
        let reply = field(reply, "expires_at", json!("tomorrow"))?;
        field(reply, "created_at", json!("275760-09-13T00:00:01Z"))
    }),
    Fault { clock: TWO_DAYS, ..fault("this computer's clock two days ahead", [AsUsual; 6], Ok) },
    Fault { clock: -TWO_DAYS, ..fault("this computer's clock two days behind", [AsUsual; 6], Ok) },
];

/// The fault itself, and what else its row says.
pub fn each_way(fault: &Fault) -> Vec<Fault> {
    let strikes = [Some(fault.strikes), fault.missing];
    strikes.into_iter().flatten().map(|strikes| Fault { strikes, ..*fault }).collect()
}

/// The reply with `change` made to the request that it holds; any other reply as it is.
fn changed(
    reply: HttpReply,
    change: impl FnOnce(&mut serde_json::Map<String, Value>),
) -> Result<HttpReply, TransportError> {
    let Ok(mut body) = serde_json::from_slice::<Value>(&reply.body) else { return Ok(reply) };
    let request = if body.is_array() { body.get_mut(0) } else { Some(&mut body) };
    if let Some(request) = request.and_then(Value::as_object_mut) {
        change(request);
    }
    Ok(HttpReply { body: body.to_string().into_bytes(), ..reply })
}

fn field(reply: HttpReply, name: &str, value: Value) -> Result<HttpReply, TransportError> {
    changed(reply, |request| drop(request.insert(name.to_owned(), value)))
}

fn without(reply: HttpReply, name: &str) -> Result<HttpReply, TransportError> {
    changed(reply, |request| drop(request.remove(name)))
}

/// What a number becomes, by the name of its member.
type Becomes = dyn Fn(&str, &Number) -> Value;

/// The reply with every number in it as something else, at every depth.
fn numbers(reply: HttpReply, becomes: &Becomes) -> Result<HttpReply, TransportError> {
    fn walk(name: &str, value: &mut Value, becomes: &Becomes) {
        match value {
            Value::Number(number) => *value = becomes(name, number),
            Value::Array(values) => values.iter_mut().for_each(|it| walk(name, it, becomes)),
            Value::Object(members) => {
                members.iter_mut().for_each(|(name, it)| walk(name, it, becomes));
            }
            _ => {}
        }
    }
    let Ok(mut body) = serde_json::from_slice::<Value>(&reply.body) else { return Ok(reply) };
    walk("", &mut body, becomes);
    Ok(HttpReply { body: body.to_string().into_bytes(), ..reply })
}

const NO: &str = r#"{"message":"no"}"#;

fn status(status: u16, body: &str, headers: &[(&str, &str)]) -> Result<HttpReply, TransportError> {
    let headers =
        headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Ok(HttpReply { status, headers, body: body.as_bytes().to_vec() })
}

fn link(mut reply: HttpReply, value: &str) -> Result<HttpReply, TransportError> {
    reply.headers.push(("link".to_owned(), value.to_owned()));
    Ok(reply)
}

/// The table as the document has it.
pub fn in_markdown() -> String {
    let mut text = String::from(
        "| fault | list | request | sign-in | re-read before a write | review | dismissal | what is said |\n|---|---|---|---|---|---|---|---|\n",
    );
    for fault in FAULTS {
        let ends: Vec<&str> = fault.ends.iter().map(|ends| ends.in_words()).collect();
        let said = [Call::SignIn, Call::Get, Call::List]
            .iter()
            .find_map(|call| ends::of(fault, *call).1)
            .map_or_else(String::new, |said| {
                let step = said.next_step.unwrap_or_default();
                format!("{} {step}", said.title)
            });
        writeln!(text, "| {} | {} | {} |", fault.name, ends.join(" | "), said.trim())
            .expect("a string");
    }
    text
}
