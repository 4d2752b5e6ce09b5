//! What is read back from a store: it may be damaged, or of another version.

use gatehouse::client::permit::Press;
use gatehouse::client::queue::{Account, Command, Next, Queue};
use gatehouse::github::host::Host;
use gatehouse::github::scope::Scopes;
use gatehouse::inbox::history::{Kept, Record};
use gatehouse::triage::guard::PageUser;
use gatehouse::triage::template::Templates;
use gatehouse::triage::views::SavedViews;
use gatehouse::ui::chord::Platform;
use gatehouse::ui::earlier_selection::EarlierSelection;
use gatehouse::ui::keymap::Keymap;
use gatehouse::ui::preferences::{MAX_UNDO_DELAY_IN, Preferences};
use gatehouse::vault::{record, safe};

use super::{NOW, survives};

/// The queue of reviews: nothing is sent before a person says so, and an order only once.
pub fn queue(text: &str) {
    // Numbers that no program counts up to would only show that numbers end.
    let beyond = |digits: &str| digits.len() > 15;
    if text.split(|c: char| !c.is_ascii_digit()).any(beyond) {
        return;
    }
    let kept = Queue::read(Some(text.to_owned()));
    if serde_json::from_str::<Queue>(text).is_err() {
        assert_eq!(kept.view(0).unreadable, [text], "what can't be read is kept");
    }
    survives(&kept);
    let now = NOW.unix() * 1_000;
    let account = Account { host: Host::GithubCom, login: "octocat".to_owned() };
    let mut adopting = Queue::default();
    adopting.adopt(kept.clone(), now);
    for mut queue in [kept.restored(now), adopting] {
        survives(&queue);
        assert_eq!(queue.next(now, Some(&account)), Next::Rest, "it is paused, or empty");
        assert_eq!(queue.view(0).ids.len(), queue.items().len());
        let press =
            Press { id: u64::MAX, at: now, is_trusted: true, is_active: true, is_covered: false };
        let page_user = PageUser::NoPage;
        let _ = queue.obey(now, Some(&account), &page_user, Some(&press), &Command::Continue);
        if let Next::Send(id) = queue.next(now, Some(&account)) {
            assert!(queue.item(id).is_some());
            assert_eq!(queue.next(now, Some(&account)), Next::Rest, "one at a time");
            queue.not_sent(now, id);
        }
        survives(&queue);
    }
}

/// The preferences: always some, and a change of them leaves what another version wrote.
pub fn preferences(text: &str) {
    let preferences = Preferences::read(Some(text));
    survives(&preferences);
    assert!(preferences.undo_delay_in <= MAX_UNDO_DELAY_IN);
    let merged = preferences.merged_into(Some(text), &Preferences::default());
    assert_eq!(Preferences::read(Some(&merged)), preferences);
    let keymap = Keymap::new(&preferences.keys, Platform::Other).without_characters();
    let _ = (keymap.conflicts(), preferences.columns.shown(true));
}

/// The message templates: what can't be read of them is kept.
pub fn templates(text: &str) {
    let Ok(templates) = Templates::read(Some(text)) else { return };
    let written = templates.to_text();
    let again = Templates::read(Some(&written)).expect("reads what it wrote");
    assert_eq!(again.saved(), templates.saved(), "{written}");
    keeps_what_is_unknown(text, &written);
}

/// The saved views: what can't be read of them is kept.
pub fn views(text: &str) {
    let Ok(views) = SavedViews::read(Some(text)) else { return };
    let written = views.to_text();
    let again = SavedViews::read(Some(&written)).expect("reads what it wrote");
    assert_eq!(again.views(), views.views(), "{written}");
    keeps_what_is_unknown(text, &written);
}

/// Checks that no member of a JSON object is missing after it was read and written.
fn keeps_what_is_unknown(text: &str, written: &str) {
    let members = |text| serde_json::from_str::<serde_json::Map<_, _>>(text).expect("an object");
    let (before, after) = (members(text), members(written));
    for name in before.keys() {
        assert!(after.contains_key(name), "{name} is lost: {written}");
    }
}

/// A remembered token, locked: there is one text for each record, and no cheap key.
pub fn vault(text: &str) {
    let kept = safe::Kept::read(Some(text));
    match record::Record::decode(text) {
        Ok(record) => {
            assert_eq!(record.encode(), text);
            assert!((record::ITERATIONS..=record::MAX_ITERATIONS).contains(&record.iterations));
            assert!(record.tokens.iter().all(|token| token.sealed.len() > record::TAG));
            assert!(!record.tokens.is_empty());
            for binding in record.bindings() {
                let left = record.without(&binding).map(|it| it.bindings()).unwrap_or_default();
                assert!(left.len() < record.tokens.len() && !left.contains(&binding));
            }
            assert_eq!(kept.text().as_deref(), Some(text));
        }
        Err(why) => assert_eq!(kept, safe::Kept::Unreadable(why)),
    }
}

/// The inbox's selection.
pub fn selection(text: &str) {
    let scopes: Scopes = "org:octo-org,repo:octo-org/smile".parse().expect("scopes");
    let selected = EarlierSelection::read(Some(text), NOW, &scopes);
    let kept = EarlierSelection::new(NOW, &scopes, selected.iter().copied());
    assert_eq!(EarlierSelection::read(Some(&kept.text()), NOW, &scopes), selected);
}

/// A list's history: its record, or one request.
pub fn history(text: &str) {
    if let Some(kept) = Kept::read(text) {
        assert_eq!(Kept::read(&kept.text()).as_ref(), Some(&kept));
        if let Some(mut record) =
            Record::read(r#"{"scope":"org:o","read_at":null,"coverage":[],"requests":0,"bytes":0}"#)
        {
            assert_eq!(record.keep(Some(text), &kept), None, "it is kept already");
        }
        let _ = kept.known();
    }
    if let Some(record) = Record::read(text) {
        survives(&record);
        let _ = (record.coverage.gaps(), record.coverage.reach());
    }
}
