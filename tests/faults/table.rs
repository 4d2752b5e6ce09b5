//! The table of faults: what strikes, how each operation then ends.

use serde_json::{Number, Value, json};

use gatehouse::github::endpoint::HttpReply;
use gatehouse::github::error::TransportError;

use crate::ends::{Call, Ends, Write};

use Ends::{
    Again, AsUsual, LookedUp, Marked, NotReadBack, NotSent, NotShown, Refused, Told, TurnedAway,
    Untouched, Waits,
};

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
    /// How reads end, in the order of [`crate::ends::READS`].
    reads: [Ends; 3],
    /// How a review ends, in the order of [`crate::ends::STEPS`].
    review: [Ends; 3],
    dismissal: [Ends; 3],
}

impl Fault {
    /// How `call` ends.
    pub fn ends(&self, call: Call) -> Ends {
        match call {
            Call::List => self.reads[0],
            Call::Get => self.reads[1],
            Call::SignIn => self.reads[2],
            Call::Of(Write::Review, step) => self.review[step as usize],
            Call::Of(Write::Dismissal, step) => self.dismissal[step as usize],
        }
    }
}

const fn fault(name: &'static str, reads: [Ends; 3], writes: [Ends; 3], strikes: Strikes) -> Fault {
    Fault {
        name,
        strikes,
        may_be_recorded: true,
        clock: 0,
        takes: 0,
        missing: None,
        reads,
        review: writes,
        dismissal: writes,
    }
}

const fn unrecorded(
    name: &'static str,
    reads: [Ends; 3],
    writes: [Ends; 3],
    strikes: Strikes,
) -> Fault {
    Fault { may_be_recorded: false, ..fault(name, reads, writes, strikes) }
}

const TWO_DAYS: i64 = 2 * 86_400;

/// 2^53: as floating-point numbers this and the next are the same.
const BEYOND: u64 = 1 << 53;

/// What only requests have: no other reply is touched.
const OF_REQUESTS: [Ends; 3] = [AsUsual, AsUsual, Untouched];
const HARMLESS: [Ends; 3] = [AsUsual, Untouched, AsUsual];
const NOT_IN_WRITES: [Ends; 3] = [Untouched; 3];

/// What the reviewer looked at isn't what is there now, so it isn't sent; a dismissal is of a response.
const EDITED: [Ends; 3] = [NotSent, Untouched, AsUsual];
/// Neither before nor after the write it is certain that it is the same request.
const ANOTHER: [Ends; 3] = [NotSent, Untouched, NotShown];

/// What is read back doesn't show it.
const UNSHOWN: [Ends; 3] = [AsUsual, Untouched, NotShown];

const LOST: [Ends; 3] = [NotSent, LookedUp, NotReadBack];
const TURNED_AWAY: [Ends; 3] = [NotSent, TurnedAway, NotReadBack];
const REFUSED: [Ends; 3] = [NotSent, Refused, NotReadBack];
const LIMITED: [Ends; 3] = [Waits, Waits, Told];

/// A member that is null, or that isn't there; `$at` leads to it as a JSON pointer does.
macro_rules! absent {
    ($at:literal, $reads:expr, $writes:expr) => {
        absent!($at, $reads, $writes, $writes)
    };
    ($at:literal, $reads:expr, $review:expr, $dismissal:expr) => {
        Fault {
            missing: Some(|reply| without(reply, concat!("/", $at))),
            dismissal: $dismissal,
            ..fault(concat!("`", $at, "` null or missing"), $reads, $review, |reply| {
                member(reply, concat!("/", $at), Value::Null)
            })
        }
    };
}

/// Every fault.
pub const FAULTS: &[Fault] = &[
    unrecorded("offline", [Again, Told, Told], [NotSent, NotSent, NotReadBack], |_| {
        Err(TransportError::Offline)
    }),
    fault("no reply (DNS, refusal, reset, CORS)", [Again; 3], LOST, |_| {
        Err(TransportError::NoReply)
    }),
    fault("reply broken off", [Again; 3], LOST, |_| Err(TransportError::Interrupted)),
    Fault { takes: 29, ..fault("reply after 29 s", [AsUsual; 3], [AsUsual; 3], Ok) },
    fault("nothing within 30 s", [Again, Told, Told], LOST, |_| Err(TransportError::TimedOut)),
    fault("body of more than 32 MB", [Told; 3], LOST, |_| Err(TransportError::TooLarge)),
    fault("redirect to another host", [Told; 3], LOST, |_| Err(TransportError::Redirected)),
    fault("304 that nobody asked for", [Told; 3], LOST, |_| status(304, "", &[])),
    unrecorded("401", [Told; 3], TURNED_AWAY, |_| status(401, NO, &[])),
    fault("403, permission", [Told, AsUsual, Told], REFUSED, |_| status(403, NO, &[])),
    unrecorded("403, single sign-on", [Told; 3], TURNED_AWAY, |_| {
        status(403, NO, &[("x-github-sso", "required; url=https://github.com/orgs/octo-org/sso")])
    }),
    unrecorded("403, secondary limit", LIMITED, TURNED_AWAY, |_| {
        status(403, r#"{"message":"You have exceeded a secondary rate limit."}"#, &[])
    }),
    unrecorded("403, hourly limit", LIMITED, TURNED_AWAY, |reply| {
        let reset = reply.header("x-ratelimit-reset").unwrap_or_default();
        status(403, NO, &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", reset)])
    }),
    fault("404", [Told, AsUsual, Told], REFUSED, |_| status(404, NO, &[])),
    fault("409", [Told; 3], LOST, |_| status(409, NO, &[])),
    fault("410", [Told; 3], REFUSED, |_| status(410, NO, &[])),
    fault("422 with errors", [Told; 3], REFUSED, |_| {
        status(
            422,
            r#"{"message":"Validation Failed","errors":[{"code":"invalid","field":"message"}]}"#,
            &[],
        )
    }),
    unrecorded("429 with Retry-After: 60", LIMITED, TURNED_AWAY, |_| {
        status(429, NO, &[("retry-after", "60")])
    }),
    unrecorded("429 without Retry-After", LIMITED, TURNED_AWAY, |_| status(429, NO, &[])),
    fault("500", [Again; 3], LOST, |_| status(500, NO, &[])),
    fault("502 with HTML", [Again; 3], LOST, |_| status(502, "<html>Unicorn!</html>", &[])),
    fault("503", [Again; 3], LOST, |_| status(503, "", &[])),
    fault("200 with broken JSON", [Again, Told, Told], LOST, |reply| {
        let half = reply.body.len() / 2;
        Ok(HttpReply { status: 200, body: reply.body[..half].to_vec(), ..reply })
    }),
    fault("200 with HTML", [Again, Told, Told], LOST, |_| status(200, "<html>", &[])),
    fault("200 with nothing", [Again, Told, Told], LOST, |_| status(200, "", &[])),
    fault("another content type", [AsUsual; 3], [AsUsual; 3], |reply| {
        let headers = vec![("content-type".to_owned(), "text/html".to_owned())];
        Ok(HttpReply { headers, ..reply })
    }),
    fault("Link malformed", [Marked, AsUsual, AsUsual], [AsUsual; 3], |reply| {
        link(reply, "<<>;rel=")
    }),
    fault("Link to the same page again", [Marked, AsUsual, AsUsual], [AsUsual; 3], |reply| {
        link(reply, r#"<https://api.github.com/x?page=1>; rel="next""#)
    }),
    fault("Link to another origin", [Marked, AsUsual, AsUsual], [AsUsual; 3], |reply| {
        link(reply, r#"<https://example.com/x?page=2>; rel="next""#)
    }),
    fault(
        "lists left incomplete by single sign-on",
        [Marked, AsUsual, AsUsual],
        [AsUsual; 3],
        |mut reply| {
            let value = "partial-results; organizations=21955855,20582480".to_owned();
            reply.headers.push(("x-github-sso".to_owned(), value));
            Ok(reply)
        },
    ),
    // GitHub replies to a dismissal without a body.
    Fault {
        dismissal: HARMLESS,
        ..fault("a field too many", [AsUsual; 3], [AsUsual; 3], |reply| {
            changed(reply, |body| {
                if let Some(members) = body.as_object_mut() {
                    members.insert("godot".to_owned(), json!({ "waits": [1] }));
                }
            })
        })
    },
    Fault {
        dismissal: HARMLESS,
        ..fault("unknown status", OF_REQUESTS, EDITED, |reply| {
            member(reply, "/status", json!("godot"))
        })
    },
    Fault {
        dismissal: HARMLESS,
        ..fault("unknown kind of request", [AsUsual, Told, Untouched], EDITED, |reply| {
            member(reply, "/request_type", json!("godot"))
        })
    },
    Fault {
        dismissal: HARMLESS,
        ..fault("unknown reason for the bypass", OF_REQUESTS, EDITED, |reply| {
            member(reply, "/data/0/bypass_reason", json!("godot"))
        })
    },
    Fault {
        dismissal: ANOTHER,
        ..fault("unknown status of a response", OF_REQUESTS, UNSHOWN, |reply| {
            member(reply, "/responses/0/status", json!("godot"))
        })
    },
    absent!("id", OF_REQUESTS, ANOTHER),
    absent!("number", OF_REQUESTS, HARMLESS),
    absent!("repository", OF_REQUESTS, HARMLESS),
    absent!("repository/full_name", OF_REQUESTS, HARMLESS),
    absent!("organization", OF_REQUESTS, HARMLESS),
    // Both might be the reviewer's own.
    absent!("requester", OF_REQUESTS, EDITED),
    absent!("requester/actor_name", OF_REQUESTS, EDITED),
    absent!("request_type", OF_REQUESTS, EDITED, HARMLESS),
    absent!("data", OF_REQUESTS, EDITED, HARMLESS),
    absent!("data/0/path", OF_REQUESTS, EDITED, HARMLESS),
    absent!("data/0/secret_type", OF_REQUESTS, EDITED, HARMLESS),
    absent!("data/0/bypass_reason", OF_REQUESTS, EDITED, HARMLESS),
    absent!("data/0/branch", OF_REQUESTS, EDITED, HARMLESS),
    absent!("resource_identifier", OF_REQUESTS, EDITED, HARMLESS),
    absent!("status", OF_REQUESTS, EDITED, HARMLESS),
    absent!("requester_comment", OF_REQUESTS, EDITED, HARMLESS),
    absent!("expires_at", OF_REQUESTS, HARMLESS),
    absent!("created_at", OF_REQUESTS, HARMLESS),
    // Without any the response that is to be dismissed no longer stands.
    absent!("responses", OF_REQUESTS, UNSHOWN, EDITED),
    absent!("responses/0/id", OF_REQUESTS, HARMLESS, ANOTHER),
    absent!("responses/0/status", OF_REQUESTS, UNSHOWN, ANOTHER),
    absent!("responses/0/reviewer", OF_REQUESTS, UNSHOWN, HARMLESS),
    absent!("responses/0/reviewer/actor_name", OF_REQUESTS, UNSHOWN, HARMLESS),
    absent!("url", OF_REQUESTS, HARMLESS),
    absent!("html_url", OF_REQUESTS, ANOTHER),
    absent!("login", [Untouched, Untouched, Told], NOT_IN_WRITES),
    absent!("bypass_review_id", [Untouched; 3], [Untouched, AsUsual, Untouched], NOT_IN_WRITES),
    Fault {
        dismissal: HARMLESS,
        ..fault("every number as text", OF_REQUESTS, [AsUsual; 3], |reply| {
            numbers(reply, &|_, number| Value::String(number.to_string()))
        })
    },
    // The request's own id is beyond it in every row, and the page's number no id. Read again it is another
    // requester's, and its responses are others.
    Fault {
        dismissal: EDITED,
        ..fault("every id beyond 2^53", OF_REQUESTS, [NotSent, AsUsual, AsUsual], |reply| {
            numbers(reply, &|name, number| match name {
                "number" => json!(number),
                _ => json!(number.as_u64().unwrap_or_default() | BEYOND),
            })
        })
    },
    fault(
        "the id of another request, which is the same as a floating-point number",
        OF_REQUESTS,
        ANOTHER,
        |reply| member(reply, "/id", json!(BEYOND)),
    ),
    fault("dates far ahead", OF_REQUESTS, HARMLESS, |reply| {
        let reply = member(reply, "/expires_at", json!("9999-12-31T23:59:59Z"))?;
        member(reply, "/created_at", json!("9999-12-31T23:59:58Z"))
    }),
    Fault {
        dismissal: HARMLESS,
        ..fault("dates long ago", OF_REQUESTS, EDITED, |reply| {
            let reply = member(reply, "/expires_at", json!("0001-01-01T00:00:00Z"))?;
            member(reply, "/created_at", json!("-9999-01-01T00:00:00Z"))
        })
    },
    fault("dates that are none", OF_REQUESTS, HARMLESS, |reply| {
        let reply = member(reply, "/expires_at", json!("tomorrow"))?;
        member(reply, "/created_at", json!("275760-09-13T00:00:01Z"))
    }),
    Fault {
        clock: TWO_DAYS,
        ..fault("this computer's clock two days ahead", [AsUsual; 3], [AsUsual; 3], Ok)
    },
    Fault {
        clock: -TWO_DAYS,
        ..fault("this computer's clock two days behind", [AsUsual; 3], [AsUsual; 3], Ok)
    },
];

/// The fault itself, and what else its row says.
pub fn each_way(fault: &Fault) -> Vec<Fault> {
    let strikes = [Some(fault.strikes), fault.missing];
    strikes.into_iter().flatten().map(|strikes| Fault { strikes, ..*fault }).collect()
}

/// The reply with `change` made to the request that it holds, or to what else it is.
fn changed(reply: HttpReply, change: impl FnOnce(&mut Value)) -> Result<HttpReply, TransportError> {
    let Ok(mut body) = serde_json::from_slice::<Value>(&reply.body) else { return Ok(reply) };
    let request = if body.is_array() { body.get_mut(0) } else { Some(&mut body) };
    if let Some(request) = request {
        change(request);
    }
    Ok(HttpReply { body: body.to_string().into_bytes(), ..reply })
}

/// The reply with another value of the member that the JSON pointer `at` leads to; as it is without one.
fn member(reply: HttpReply, at: &str, value: Value) -> Result<HttpReply, TransportError> {
    changed(reply, |request| {
        if let Some(member) = request.pointer_mut(at) {
            *member = value;
        }
    })
}

/// The reply without the member that the JSON pointer `at` leads to.
fn without(reply: HttpReply, at: &str) -> Result<HttpReply, TransportError> {
    let (parent, name) = at.rsplit_once('/').expect("a JSON pointer");
    changed(reply, |request| {
        if let Some(members) = request.pointer_mut(parent).and_then(Value::as_object_mut) {
            members.remove(name);
        }
    })
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
