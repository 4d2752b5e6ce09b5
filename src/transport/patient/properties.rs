//! What holds whatever comes of each call: how often a read is made, how long it is waited, and that a write is
//! made once.

use std::cell::{Cell, RefCell};

use futures::executor::block_on;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;
use crate::github::endpoint::Method;

const START: Timestamp = Timestamp::from_unix(1_720_000_000);

/// What comes of one call.
#[derive(Debug, Clone)]
enum Comes {
    No(TransportError),
    Status(u16),
    /// A status, and `Retry-After` in seconds.
    After(u16, u16),
    /// A status, and a limit that is over so many seconds after [`START`].
    Until(u16, i64),
}

impl Comes {
    fn result(&self) -> Result<HttpReply, TransportError> {
        let until = |seconds: i64| START.plus(seconds).unix().to_string();
        let (status, headers) = match self {
            Self::No(error) => return Err(error.clone()),
            Self::Status(status) => (status, vec![]),
            Self::After(status, seconds) => (status, vec![("retry-after", seconds.to_string())]),
            Self::Until(status, seconds) => {
                let none_left = ("x-ratelimit-remaining", "0".to_owned());
                (status, vec![none_left, ("x-ratelimit-reset", until(*seconds))])
            }
        };
        let headers = headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Ok(HttpReply { status: *status, headers, body: Vec::new() })
    }

    /// How long GitHub asks to wait at `now`, in seconds, where another try may help; `None` where it won't, or
    /// nobody waits as long without being told.
    fn asks_to_wait(&self, now: Timestamp) -> Option<i64> {
        let asked = match self {
            Self::No(TransportError::NoReply | TransportError::Interrupted)
            | Self::Status(500..=599)
            | Self::After(500..=599, _)
            | Self::Until(500..=599, _) => 0,
            Self::After(403 | 429, seconds) => i64::from(*seconds).max(1),
            Self::Until(403 | 429, seconds) if START.plus(*seconds) > now => {
                START.plus(*seconds) - now
            }
            _ => return None,
        };
        (asked <= 5).then_some(asked)
    }
}

fn comes() -> impl Strategy<Value = Comes> {
    let error = prop_oneof![
        3 => Just(TransportError::NoReply),
        3 => Just(TransportError::Interrupted),
        1 => Just(TransportError::Offline),
        1 => Just(TransportError::TimedOut),
        1 => Just(TransportError::TooLarge),
        1 => Just(TransportError::Redirected),
        1 => Just(TransportError::NoToken),
        1 => Just(TransportError::Locked),
    ];
    let status = || {
        let statuses = vec![200, 204, 304, 401, 403, 404, 409, 410, 422, 429, 500, 502, 503, 599];
        proptest::sample::select(statuses)
    };
    prop_oneof![
        2 => error.prop_map(Comes::No),
        3 => status().prop_map(Comes::Status),
        2 => (status(), 0..9_u16).prop_map(|(status, wait)| Comes::After(status, wait)),
        2 => (status(), -9..15_i64).prop_map(|(status, until)| Comes::Until(status, until)),
    ]
}

/// A way to a GitHub from which these come in turn, again and again. Each call and wait takes its time.
struct Line<'a> {
    comes: &'a [Comes],
    chances: &'a [f64],
    takes: i64,
    now: Cell<i64>,
    /// What was made, with the time at its end.
    made: RefCell<Vec<(Comes, Timestamp)>>,
    waits: RefCell<Vec<i64>>,
}

impl Transport for Line<'_> {
    fn host(&self) -> Host {
        Host::GithubCom
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_unix(self.now.get().div_euclid(1_000))
    }

    fn clock_difference(&self) -> i64 {
        7
    }

    async fn wait(&self, milliseconds: i64) {
        self.waits.borrow_mut().push(milliseconds);
        self.now.set(self.now.get() + milliseconds);
    }

    fn chance(&self) -> f64 {
        self.chances[self.waits.borrow().len() % self.chances.len()]
    }

    async fn send(&self, _: &HttpRequest) -> Result<HttpReply, TransportError> {
        assert!(self.made.borrow().len() < 9, "made again and again");
        let came = self.comes[self.made.borrow().len() % self.comes.len()].clone();
        self.now.set(self.now.get() + self.takes);
        self.made.borrow_mut().push((came.clone(), self.now()));
        came.result()
    }
}

impl<'a> Line<'a> {
    fn new(comes: &'a [Comes], chances: &'a [f64], takes: i64) -> Self {
        let now = Cell::new(START.unix() * 1_000);
        Self { comes, chances, takes, now, made: RefCell::default(), waits: RefCell::default() }
    }
}

#[test]
fn what_it_doesn_t_decide_is_passed_on() {
    let line = Line::new(&[], &[0.25], 0);
    let patient = Patient::new(&line);
    assert_eq!((patient.host(), patient.now()), (Host::GithubCom, START));
    assert_eq!(patient.clock_difference(), 7);
    assert_eq!(patient.chance().to_bits(), 0.25_f64.to_bits());
    block_on(patient.wait(9));
    assert_eq!(*line.waits.borrow(), [9]);
}

fn play(method: Method, line: &Line) -> Result<(), TestCaseError> {
    let request = HttpRequest {
        method,
        path: "/x".to_owned(),
        query: Vec::new(),
        body: None,
        if_none_match: None,
    };
    let result = block_on(Patient::new(line).send(&request));
    let (made, waits) = (line.made.borrow(), line.waits.borrow());
    let (last, last_at) = made.last().expect("a call");
    prop_assert_eq!(result, last.result(), "what came last is told");
    prop_assert_eq!(waits.len(), made.len() - 1, "one wait between two calls");
    if method != Method::Get {
        prop_assert_eq!(made.len(), 1, "a write leaves once");
        return Ok(());
    }
    prop_assert!(made.len() <= 3, "made {} times", made.len());
    let is_given_up = last.asks_to_wait(*last_at).is_none();
    prop_assert!(made.len() == 3 || is_given_up, "given up too early");
    for (number, ((came, at), wait)) in made.iter().zip(waits.iter()).enumerate() {
        let Some(asked) = came.asks_to_wait(*at) else {
            return Err(TestCaseError::fail(format!("made again after {came:?}")));
        };
        let (shortest, longest) = [(500, 750), (2_000, 3_000)][number];
        prop_assert!(*wait >= shortest, "waited {wait} ms");
        prop_assert!(*wait >= asked * 1_000, "waited {wait} ms of {asked} s");
        prop_assert!(*wait < longest || *wait == asked * 1_000, "waited {wait} ms");
        // By chance, and by that alone.
        #[allow(clippy::cast_precision_loss, reason = "some thousand at most")]
        let by_chance = shortest as f64 * (1.0 + line.chances[number % line.chances.len()] / 2.0);
        #[allow(clippy::cast_possible_truncation, reason = "some thousand at most")]
        let by_chance = by_chance as i64;
        prop_assert!((*wait - by_chance.max(asked * 1_000)).abs() <= 1, "waited {wait} ms");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 4_096,
        rng_seed: RngSeed::Fixed(4),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_comes_a_read_is_made_thrice_at_most_after_growing_waits_and_a_write_once(
        method in proptest::sample::select(vec![Method::Get, Method::Get, Method::Patch, Method::Delete]),
        comes in vec(comes(), 1..5),
        chances in vec(0.0..1.0_f64, 1..4),
        takes in 0..3_000_i64,
    ) {
        play(method, &Line::new(&comes, &chances, takes))?;
    }
}
