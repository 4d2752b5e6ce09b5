//! What a person typed, selected and ordered is there after every fault.

use std::collections::BTreeSet;

use futures::executor::block_on;

use gatehouse::client::direct::{UnderWay, perform_review};
use gatehouse::client::operation::Review;
use gatehouse::client::queue::{Account, Command, Item, Next, Order, Queue, State};
use gatehouse::github::host::Host;
use gatehouse::github::ids::RequestId;
use gatehouse::github::review_request::Decision;
use gatehouse::inbox::fallback::Fallback;
use gatehouse::inbox::load::Load;
use gatehouse::inbox::rows::RowKey;
use gatehouse::transport::Transport;
use gatehouse::triage::guard::PageUser;
use gatehouse::ui::selection::Selection;

use crate::ends::{self, Call, Step, Write};
use crate::every_way;
use crate::github::{Github, LOGIN};

/// What was typed for both requests.
const TYPED: &str = "A test key.";

fn account() -> Account {
    Account { host: Host::GithubCom, login: LOGIN.to_owned() }
}

/// Two approvals ordered together, the first of the request that GitHub has.
fn ordered(github: &Github) -> Queue {
    let order = |id: Option<RequestId>| {
        let mut seen = ends::seen(github);
        seen.request.id = id.or(seen.request.id);
        let message = TYPED.to_owned().try_into().expect("a message");
        let review = Review { seen, decision: Decision::Approve, message };
        Order { review, written: None, in_bulk: true }
    };
    let mut queue = Queue::default();
    let orders = vec![order(None), order(Some(RequestId(2)))];
    let press = ends::press(github);
    let add = Command::Add { orders, delay_in: 0 };
    let put_in = queue.obey(press.at, Some(&account()), &PageUser::NoPage, Some(&press), &add);
    assert_eq!(put_in, Ok(true));
    queue
}

fn kept(queue: &Queue) -> Queue {
    let text = serde_json::to_string(queue).expect("text");
    serde_json::from_str(&text).expect("a queue")
}

fn message(item: &Item) -> &str {
    item.review.message.as_str()
}

#[test]
fn a_draft_goes_with_what_github_recorded_alone_and_the_queue_keeps_the_rest() {
    for fault in &every_way() {
        for (step, records) in
            [(Step::Reread, false), (Step::Sent, false), (Step::Sent, true), (Step::ReadBack, true)]
        {
            let call = Call::Of(Write::Review, step);
            // What GitHub says it recorded it did.
            if ends::of(fault, call).0.is_as_usual() && step == Step::Sent && !records {
                continue;
            }
            let sound = Github::sound().by_clock_of(fault);
            let mut queue = ordered(&sound);
            let github = sound.struck(fault, call).recording(records);
            let now = github.own_now().unix() * 1_000;
            let Next::Send(first) = queue.next(now, Some(&account())) else {
                panic!("{}: {queue:?}", fault.name)
            };
            // Were the program stopped now, it would know.
            assert_eq!(kept(&queue), queue);
            let review = queue.item(first).expect("the item").review.clone();
            let under_way = UnderWay::default();
            let sent = perform_review(&github, &under_way, LOGIN, &PageUser::NoPage, &review);
            queue.sent(now, first, block_on(sent));

            let place = format!("{} × {call:?}, recorded: {records}", fault.name);
            let [item, other] = queue.items() else { panic!("{place}: {queue:?}") };
            assert_eq!((message(item), message(other)), (TYPED, TYPED), "{place}");
            assert_eq!(other.state, State::Waiting, "{place}");
            assert!(!item.settles(TYPED) || github.has_recorded(), "{place}: {item:?}");
            for typed_since in ["", "A test key. Then", "Fine."] {
                assert!(!item.settles(typed_since), "{place}");
            }
            assert!(!other.settles(TYPED), "{place}");
            assert_eq!(kept(&queue), queue, "{place}");
        }
    }
}

fn keys(load: &Load) -> Vec<RowKey> {
    load.rows().map(|row| row.key).collect()
}

#[test]
fn what_was_selected_is_selected_after_every_fault_of_a_list_that_passes() {
    for fault in &every_way() {
        let scopes = "repo:octo-org/smile".parse().expect("a scope");
        let sound = Github::sound();
        let mut load = Load::begin(scopes, Fallback::default(), sound.now());
        let mut selection = Selection::default();
        ends::read_to_the_end(&mut load, &sound, |_| {});
        selection.set_all(keys(&load).into_iter(), true);
        let selected: BTreeSet<RowKey> = selection.iter().collect();
        assert_eq!(selected.len(), 1);

        // As the inbox does whenever it looks at what came.
        let mut look = |load: &Load| {
            selection.keep_known(keys(load).into_iter());
        };
        let struck = Github::sound().struck(fault, Call::List);
        load.begin_again(struck.now());
        ends::read_to_the_end(&mut load, &struck, &mut look);
        look(&load);
        let again = Github::sound();
        load.begin_again(again.now());
        ends::read_to_the_end(&mut load, &again, &mut look);
        look(&load);
        assert!(!load.is_partial(), "{}", fault.name);
        assert_eq!(selection.iter().collect::<BTreeSet<_>>(), selected, "{}", fault.name);
    }
}
