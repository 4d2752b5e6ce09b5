//! What holds whatever order faults, stops and commands come in: no decision leaves twice unless a person
//! said so, what is told is true, and nothing that was put in or typed gets lost.

use std::collections::{BTreeMap, VecDeque};
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};

use super::*;
use crate::client::operation::Review;
use crate::client::queue::{Order, State};
use crate::client::script::{LOGIN, NOW, answered, request, seen};
use crate::github::endpoint::{HttpReply, HttpRequest, Method};
use crate::github::error::TransportError;
use crate::github::exemption::{ExemptionRequest, RequestStatus, Response, ResponseStatus};
use crate::github::host::Host;
use crate::github::review_request::Decision;
use crate::github::time::Timestamp;

/// How many requests there are.
const REQUESTS: u64 = 3;

/// What becomes of one call.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Good,
    /// It never arrives.
    Lost,
    /// It arrives, and its reply is lost.
    ReplyLost,
    /// It arrives, and an error comes back.
    ServerErrorAfter,
    ServerErrorBefore,
    /// It is turned away for so many seconds.
    Limited(u8),
    /// It arrives twice, as browsers repeat requests: the repetition is refused.
    Repeated,
    /// Someone else answers the request just before.
    Overtaken,
}

#[derive(Debug, Clone)]
enum Step {
    Add {
        request: u64,
        approve: bool,
        delay_in: u8,
    },
    TakeBack,
    SendNow,
    Pause,
    Continue,
    Retry,
    /// What was asked for last comes again, with the same press.
    Again,
    /// It comes again without a person's press.
    Forged,
    /// A draft is typed, and left.
    Type(u64),
    /// The view looks how the queue stands.
    Look,
    /// The view is made anew.
    Reload,
    /// So many pieces of work.
    Work(u8),
    /// The browser stops it.
    Stop,
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        8 => Just(Fate::Good),
        1 => Just(Fate::Lost),
        1 => Just(Fate::ReplyLost),
        1 => Just(Fate::ServerErrorAfter),
        1 => Just(Fate::ServerErrorBefore),
        1 => (0..90_u8).prop_map(Fate::Limited),
        1 => Just(Fate::Repeated),
        1 => Just(Fate::Overtaken),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => (1..=REQUESTS, any::<bool>(), 0..4_u8)
            .prop_map(|(request, approve, delay_in)| Step::Add { request, approve, delay_in }),
        1 => Just(Step::TakeBack),
        1 => Just(Step::SendNow),
        1 => Just(Step::Pause),
        4 => Just(Step::Continue),
        2 => Just(Step::Retry),
        1 => Just(Step::Again),
        1 => Just(Step::Forged),
        1 => (1..=REQUESTS).prop_map(Step::Type),
        4 => Just(Step::Look),
        1 => Just(Step::Reload),
        8 => (1..60_u8).prop_map(Step::Work),
        3 => Just(Step::Stop),
    ]
}

/// A GitHub whose calls meet their fates in turn. It takes every review it gets, so that a second one
/// shows.
struct Github {
    requests: RefCell<BTreeMap<u64, ExemptionRequest>>,
    fates: RefCell<VecDeque<Fate>>,
    /// The messages of the writes that arrived, and of those that left.
    arrived: RefCell<Vec<String>>,
    left: RefCell<Vec<String>>,
    now: Cell<Millis>,
}

impl Github {
    fn review(&self, number: u64, body: &Value) {
        let message = body["message"].as_str().unwrap_or_default().to_owned();
        self.arrived.borrow_mut().push(message);
        let (status, given) = match body["status"].as_str() {
            Some("approve") => (RequestStatus::Approved, ResponseStatus::Approved),
            _ => (RequestStatus::Denied, ResponseStatus::Denied),
        };
        self.answer(number, LOGIN, status, given);
    }

    fn answer(&self, number: u64, by: &str, status: RequestStatus, given: ResponseStatus) {
        let mut requests = self.requests.borrow_mut();
        if let Some(it) = requests.remove(&number) {
            let id = 100 + it.responses().len() as u64;
            requests.insert(number, answered(it, id, by, status, given));
        }
    }

    /// Whether it shows this decision as ours.
    fn shows(&self, number: u64, decision: Decision) -> bool {
        let given = match decision {
            Decision::Approve => ResponseStatus::Approved,
            Decision::Deny => ResponseStatus::Denied,
        };
        let requests = self.requests.borrow();
        let mut ours = requests[&number].responses().iter().filter(is_ours);
        ours.any(|response| response.status == Some(given.clone()))
    }

    fn reply(&self, request: &HttpRequest, fate: Fate) -> Result<HttpReply, TransportError> {
        let status = |status, body: &Value| {
            let body = body.to_string().into_bytes();
            Ok(HttpReply { status, headers: Vec::new(), body })
        };
        let number = request.path.rsplit('/').next().and_then(|it| it.parse().ok()).unwrap_or(0);
        let is_write = request.method == Method::Patch;
        let body: Value =
            request.body.as_deref().map_or(Value::Null, |body| serde_json::from_str(body).unwrap());
        if let Fate::Overtaken = fate {
            self.answer(number, "hubot", RequestStatus::Denied, ResponseStatus::Denied);
        }
        let is_answered = self.requests.borrow()[&number].status != Some(RequestStatus::Pending);
        let refused = || status(422, &json!({ "message": "Validation Failed" }));
        match fate {
            Fate::Lost => return Err(TransportError::NoReply),
            Fate::ServerErrorBefore => return status(502, &json!({})),
            Fate::Limited(wait) => {
                let headers = vec![("retry-after".to_owned(), wait.to_string())];
                return Ok(HttpReply { status: 429, headers, body: Vec::new() });
            }
            _ => {}
        }
        if is_write {
            // What someone else answered GitHub takes no second answer to; one of our own it would show.
            let by_other =
                self.requests.borrow()[&number].responses().iter().any(|it| !is_ours(&it));
            if is_answered && by_other {
                return refused();
            }
            self.review(number, &body);
        }
        match fate {
            Fate::ReplyLost => Err(TransportError::Interrupted),
            Fate::ServerErrorAfter => status(500, &json!({})),
            Fate::Repeated if is_write => refused(),
            _ if is_write => status(200, &json!({ "bypass_review_id": 1 })),
            _ => status(200, &serde_json::to_value(&self.requests.borrow()[&number]).unwrap()),
        }
    }
}

#[derive(Clone)]
struct Line(Rc<Github>);

/// Lets whoever polls do something else first.
async fn pause() {
    let mut is_over = false;
    poll_fn(|_| {
        let poll = if is_over { Poll::Ready(()) } else { Poll::Pending };
        is_over = true;
        poll
    })
    .await;
}

impl Transport for Line {
    fn host(&self) -> Host {
        Host::GithubCom
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_unix(self.0.now.get() / 1_000)
    }

    async fn wait(&self, milliseconds: i64) {
        pause().await;
        self.0.now.set(self.0.now.get() + milliseconds);
    }

    fn chance(&self) -> f64 {
        0.0
    }

    async fn send(&self, request: &HttpRequest) -> Result<HttpReply, TransportError> {
        if request.method == Method::Patch {
            let body: Value =
                serde_json::from_str(request.body.as_deref().unwrap_or_default()).unwrap();
            self.0.left.borrow_mut().push(body["message"].as_str().unwrap().to_owned());
        }
        // Stopped here it has left, and GitHub never saw it.
        pause().await;
        let fate = self.0.fates.borrow_mut().pop_front().unwrap_or(Fate::Good);
        let reply = self.0.reply(request, fate);
        // Stopped here GitHub has it, and nobody knows.
        pause().await;
        reply
    }
}

/// A machine: what is kept outlives the program.
struct Machine {
    github: Rc<Github>,
    kept: RefCell<Queue>,
    under_way: UnderWay,
    presses: Cell<u64>,
}

impl Ground for Machine {
    type Transport = Line;

    fn now(&self) -> Millis {
        self.github.now.get()
    }

    async fn sleep(&self, milliseconds: Millis) {
        pause().await;
        self.github.now.set(self.github.now.get() + milliseconds);
    }

    async fn keep(&self, queue: &Queue) -> Result<(), NotKept> {
        *self.kept.borrow_mut() = queue.clone();
        pause().await;
        Ok(())
    }

    fn account(&self, _: &Host) -> Option<(Line, Account)> {
        let account = Account { host: Host::GithubCom, login: LOGIN.to_owned() };
        Some((Line(Rc::clone(&self.github)), account))
    }

    fn under_way(&self) -> &UnderWay {
        &self.under_way
    }
}

type Work = Pin<Box<dyn Future<Output = ()>>>;

/// The program as it runs, which a stop ends.
struct Program {
    machine: Rc<Machine>,
    runner: Rc<Runner>,
    work: Vec<Work>,
    /// What the person pressed for last.
    last: Option<(Press, Command)>,
}

impl Program {
    fn started(machine: &Rc<Machine>) -> Self {
        let kept = machine.kept.borrow().clone();
        // What was under way ended with the program that it was under way in.
        let machine = Rc::new(Machine {
            github: Rc::clone(&machine.github),
            kept: RefCell::new(kept.clone()),
            under_way: UnderWay::default(),
            presses: Cell::clone(&machine.presses),
        });
        let runner = Rc::new(Runner::restored(kept, machine.now()));
        Self { machine, runner, work: Vec::new(), last: None }
    }

    /// Does what a person presses for.
    fn obey(&mut self, command: Command) {
        let id = self.machine.presses.replace(self.machine.presses.get() + 1);
        let press = Press {
            id,
            at: self.machine.now(),
            is_trusted: true,
            is_active: true,
            is_covered: false,
        };
        self.last = Some((press, command.clone()));
        self.ask(Some(press), command);
    }

    fn ask(&mut self, press: Option<Press>, command: Command) {
        let (runner, machine) = (Rc::clone(&self.runner), Rc::clone(&self.machine));
        self.work.push(Box::pin(async move {
            let account = machine.account(&Host::GithubCom).map(|(_, account)| account);
            let who = (account, &PageUser::NoPage);
            let _ = runner.obey(&*machine, who, press, &command, 0).await;
            runner.run(&*machine).await;
        }));
        // What a person asks for is kept before anything else happens.
        for _ in 0..3 {
            self.step();
        }
    }

    /// One piece of work; whether there was any.
    fn step(&mut self) -> bool {
        let mut context = Context::from_waker(Waker::noop());
        self.work.retain_mut(|work| work.as_mut().poll(&mut context).is_pending());
        !self.work.is_empty()
    }

    fn items(&self) -> Vec<Item> {
        self.runner.queue.borrow().items().to_vec()
    }
}

/// What a person types for each request, and a view that clears the drafts as the views do. The drafts are
/// in a store that outlives view and program.
#[derive(Default)]
struct Desk {
    drafts: BTreeMap<u64, String>,
    /// What was typed last, which nobody discards, and what was ordered with it.
    typed: BTreeMap<u64, (String, Option<Decision>)>,
    known: View,
}

impl Desk {
    fn type_in(&mut self, request: u64, text: &str, ordered: Option<Decision>) {
        self.drafts.insert(request, text.to_owned());
        self.typed.insert(request, (text.to_owned(), ordered));
    }

    /// What was over before anyone looked is no news.
    fn look(&mut self, program: &Program) {
        let mut view = program.runner.queue.borrow().view(self.known.version);
        let known = std::mem::take(&mut self.known).changed;
        let mut items = Vec::new();
        for id in &view.ids {
            let is_it = |item: &&Item| item.id == *id;
            let before = known.iter().find(is_it);
            let item = view.changed.iter().find(is_it).or(before).expect("an item");
            let is_news = before.is_some() || item.state.is_open();
            let draft = self.drafts.get(&number_of(item));
            if is_news && before != Some(item) && draft.is_some_and(|it| item.settles(it)) {
                self.drafts.remove(&number_of(item));
            }
            items.push(item.clone());
        }
        view.changed = items;
        self.known = view;
    }

    /// What was typed last stands in the draft, or GitHub shows the decision that was ordered with it. Which of
    /// two messages it has, if both came with the same decision, it doesn't show.
    fn lost_nothing(&self, github: &Github) -> Result<(), TestCaseError> {
        for (request, (text, ordered)) in &self.typed {
            let is_there = self.drafts.get(request) == Some(text);
            let has_it = ordered.is_some_and(|decision| github.shows(*request, decision));
            prop_assert!(is_there || has_it, "lost: {text}");
        }
        Ok(())
    }
}

fn number_of(item: &Item) -> u64 {
    item.review.seen.request.number.expect("a number")
}

/// What was ordered, by its message, and how often it may leave.
#[derive(Default)]
struct Ordered(BTreeMap<String, usize>);

fn is_ours(response: &&Response) -> bool {
    let by = response.reviewer.as_ref().and_then(|it| it.actor_name.as_deref());
    by == Some(LOGIN)
}

/// What is told of each item is so. GitHub's responses carry no message: told as recorded is the decision.
fn told_truly(program: &Program) -> Result<(), TestCaseError> {
    let github = &program.machine.github;
    let arrived = github.arrived.borrow();
    for item in program.items() {
        let message = item.review.message.as_str().to_owned();
        if item.state.is_recorded() {
            let is_so = github.shows(number_of(&item), item.review.decision);
            prop_assert!(is_so, "told as recorded: {message}");
        }
        if item.state.can_be_retried() || item.state == State::TakenBack {
            prop_assert!(!arrived.contains(&message), "told as not recorded: {message}");
        }
    }
    Ok(())
}

fn play(steps: &[Step], fates: Vec<Fate>) -> Result<(), TestCaseError> {
    let requests = (1..=REQUESTS).map(|number| {
        let it = ExemptionRequest {
            expires_at: Some(NOW.plus(7 * 86_400)),
            ..request(20 + number, number, number)
        };
        (number, it)
    });
    let first: BTreeMap<u64, ExemptionRequest> = requests.collect();
    let github = Github {
        requests: RefCell::new(first.clone()),
        fates: RefCell::new(fates.into()),
        arrived: RefCell::default(),
        left: RefCell::default(),
        now: Cell::new(NOW.unix() * 1_000),
    };
    let machine = Machine {
        github: Rc::new(github),
        kept: RefCell::default(),
        under_way: UnderWay::default(),
        presses: Cell::default(),
    };
    let mut program = Program::started(&Rc::new(machine));
    let mut ordered = Ordered::default();
    let mut desk = Desk::default();
    let steps = steps.iter().cloned().zip(0..).chain([(Step::Stop, usize::MAX)]);
    for (step, number) in steps {
        match step {
            Step::Add { request, approve, delay_in } => {
                let message = format!("message {number}");
                let decision = if approve { Decision::Approve } else { Decision::Deny };
                let seen = seen(first[&request].clone(), request);
                let review = Review {
                    decision,
                    message: message.clone().try_into().expect("a message"),
                    seen,
                };
                let written = approve.then(|| format!("template {number}"));
                desk.type_in(request, written.as_ref().unwrap_or(&message), Some(decision));
                let orders = vec![Order { review, written, in_bulk: false }];
                program.obey(Command::Add { orders, delay_in });
                desk.look(&program);
                // One that is refused, since another waits, is the view's to keep.
                if program.items().iter().any(|it| it.review.message.as_str() == message) {
                    ordered.0.insert(message, 1);
                }
            }
            Step::TakeBack => {
                let all = program.items().iter().map(|item| item.id).collect();
                program.obey(Command::TakeBack(all));
            }
            Step::SendNow => {
                let all = program.items().iter().map(|item| item.id).collect();
                program.obey(Command::SendNow(all));
            }
            Step::Pause => program.obey(Command::Pause),
            Step::Continue => program.obey(Command::Continue),
            Step::Retry => {
                let again = program.items().into_iter().filter(|item| item.state.can_be_retried());
                let again: Vec<Item> = again.collect();
                for item in &again {
                    *ordered.0.entry(item.review.message.as_str().to_owned()).or_default() += 1;
                }
                program.obey(Command::Retry(again.iter().map(|item| item.id).collect()));
            }
            Step::Type(request) => desk.type_in(request, &format!("typed {number}"), None),
            Step::Look => desk.look(&program),
            Step::Reload => desk.known = View::default(),
            Step::Work(count) => {
                for _ in 0..count {
                    program.step();
                }
            }
            Step::Again => {
                if let Some((press, command)) = program.last.clone() {
                    program.ask(Some(press), command);
                }
            }
            Step::Forged => {
                if let Some((press, command)) = program.last.clone() {
                    let forged = Press { id: !press.id, is_trusted: false, ..press };
                    program.ask(Some(forged), command.clone());
                    program.ask(None, command);
                }
            }
            Step::Stop => {
                let last = program.last.take();
                program = Program { last, ..Program::started(&program.machine) };
            }
        }
        told_truly(&program)?;
        desk.lost_nothing(&program.machine.github)?;
        for item in program.items() {
            let message = item.review.message.as_str();
            prop_assert!(ordered.0.contains_key(message), "nobody ordered {message}");
        }
    }
    // Then all is well, and the person goes on until nothing waits.
    program.machine.github.fates.borrow_mut().clear();
    desk.look(&program);
    let open = program.items().into_iter().filter(|item| item.state.is_open());
    let watched: Vec<ItemId> = open.map(|item| item.id).collect();
    for _ in 0..20 {
        program.obey(Command::Continue);
        let mut steps = 0;
        while program.step() {
            steps += 1;
            prop_assert!(steps < 200_000, "it comes to an end");
        }
    }
    told_truly(&program)?;
    desk.look(&program);
    desk.lost_nothing(&program.machine.github)?;
    for item in program.items().iter().filter(|item| watched.contains(&item.id)) {
        let stays = desk.drafts.get(&number_of(item)).is_some_and(|it| it == item.written());
        prop_assert!(!(stays && item.state.is_recorded()), "a draft of what is recorded: {item:?}");
    }
    let items = program.items();
    prop_assert!(items.iter().all(|item| !item.state.is_open()), "{items:?}");

    let github = &program.machine.github;
    let count = |of: &RefCell<Vec<String>>, message: &str| {
        of.borrow().iter().filter(|it| *it == message).count()
    };
    for (message, may_leave) in &ordered.0 {
        // GitHub's rate limit is the one refusal after which it is sent again unasked.
        let left = count(&github.left, message);
        let arrived = count(&github.arrived, message);
        prop_assert!(arrived <= 1, "{message} arrived {arrived} times");
        prop_assert!(left <= may_leave + LIMITS, "{message} left {left} times");
    }
    for it in github.requests.borrow().values() {
        let ours = it.responses().iter().filter(is_ours);
        prop_assert!(ours.count() <= 1, "reviewed twice: {it:?}");
    }
    Ok(())
}

/// How often GitHub turns a write away for its rate limit at the most, in these tests.
const LIMITS: usize = 8;

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 512,
        rng_seed: RngSeed::Fixed(4),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_happens_a_decision_is_recorded_once_at_most_told_truly_and_no_draft_is_lost(
        steps in vec(step(), 1..40),
        fates in vec(fate(), 0..60),
    ) {
        play(&steps, fates)?;
    }
}
