//! Tests of matching: which requests a term leaves.

use super::super::parse::parse;
use super::super::sample::{CONTEXT, HOUR, NOW, actor, bare, denied, request};
use super::*;
use crate::github::exemption::{Repository, RequestStatus};

fn leaves(text: &str, request: &ExemptionRequest) -> bool {
    parse(text).expect(text).matches(&CONTEXT, request)
}

#[track_caller]
fn all_hold(texts: &[&str], request: &ExemptionRequest) {
    for text in texts {
        assert!(leaves(text, request), "{text}");
    }
}

#[track_caller]
fn none_hold(texts: &[&str], request: &ExemptionRequest) {
    for text in texts {
        assert!(!leaves(text, request), "{text}");
    }
}

#[test]
fn the_empty_query_leaves_every_request() {
    assert!(leaves("", &request()) && leaves(" ", &bare()));
}

#[test]
fn names_compare_whole_and_in_any_case() {
    all_hold(
        &[
            "org:Octo-Org",
            "repo:OCTO-org/smile",
            "repo:Smile",
            "type:npm_access_token",
            "type:Adafruit_IO_key",
            "reason:fix_later",
            "reason:used_in_tests",
            "requester:MonaLisa",
        ],
        &request(),
    );
    none_hold(
        &["org:octo", "repo:org/smile", "repo:smil", "type:npm", "reason:fix", "requester:mona"],
        &request(),
    );
}

#[test]
fn a_word_of_the_api_that_nobody_knows_is_matched_by_itself() {
    let mut odd = request();
    odd.data = Some(vec![super::super::sample::finding("new_type", "on_a_whim", "x")]);
    all_hold(&["reason:on_a_whim", "type:new_type"], &odd);
    odd.status = Some(RequestStatus::from("waiting_for_godot"));
    all_hold(&["is:unknown", "godot"], &odd);
}

#[test]
fn a_standing_is_the_verdict_at_the_present() {
    all_hold(&["is:open", "-is:answered", "-is:expired"], &request());
    all_hold(&["is:denied", "is:answered", "-is:open"], &denied());
    all_hold(&["is:unknown"], &bare());
    let mut late = request();
    late.expires_at = Some(NOW);
    all_hold(&["is:expired", "-is:open"], &late);
}

#[test]
fn a_reviewer_is_whoever_responded_even_if_it_was_dismissed() {
    all_hold(&["reviewer:hubot", "reviewer:octocat", "reviewer:@me"], &denied());
    none_hold(&["reviewer:hubot", "reviewer:@me"], &request());
    none_hold(&["reviewer:monalisa", "requester:@me"], &denied());
}

#[test]
fn nobody_is_me_when_the_viewer_is_not_known() {
    let nobody = Context { viewer: None, ..CONTEXT };
    let leaves = |text: &str| parse(text).expect(text).matches(&nobody, &denied());
    assert!(!leaves("reviewer:@me") && leaves("-reviewer:@me"));
}

#[test]
fn values_of_one_key_are_alternatives_and_keys_hold_together() {
    all_hold(
        &["org:other org:octo-org", "is:denied is:open", "requester:x is:open requester:monalisa"],
        &request(),
    );
    none_hold(
        &["org:octo-org repo:other", "org:other org:another", "is:open monalisa nowhere"],
        &request(),
    );
}

#[test]
fn what_is_turned_around_must_not_hold_whatever_else_does() {
    none_hold(&["org:octo-org -org:octo-org", "-type:npm_access_token", "-smile"], &request());
    all_hold(
        &["-org:other -org:another", "-type:other -nowhere", "org:octo-org -is:denied"],
        &request(),
    );
}

#[test]
fn what_a_request_lacks_holds_only_turned_around() {
    for text in [
        "org:x",
        "repo:x",
        "type:x",
        "reason:x",
        "requester:x",
        "reviewer:x",
        "branch:*",
        "path:*",
        "expires:<9w",
        "expires:>0m",
        "created:<9w",
        "created:>0m",
        "created:2026-11-20",
        "x",
    ] {
        assert!(!leaves(text, &bare()), "{text}");
        assert!(leaves(&format!("-{text}"), &bare()), "-{text}");
    }
}

#[test]
fn the_bounds_of_an_instant_hold_together() {
    all_hold(
        &["created:>1d created:<3d", "expires:>4d expires:<1w", "created:<49h -created:<47h"],
        &request(),
    );
    none_hold(
        &["created:>3d", "created:<1d", "created:>1d created:<2d", "expires:<24h"],
        &request(),
    );
}

#[test]
fn bounds_are_left_out_of_both_sides() {
    let mut made = request();
    made.created_at = Some(NOW.plus(-HOUR));
    none_hold(&["created:<1h", "created:>1h", "created:<60m"], &made);
    made.created_at = Some(NOW.plus(-HOUR + 1));
    all_hold(&["created:<1h"], &made);
    made.created_at = Some(NOW.plus(-HOUR - 1));
    all_hold(&["created:>1h"], &made);
    none_hold(&["created:>4294967295w"], &made);
    made.created_at = Some(NOW.plus(5));
    all_hold(&["created:<1h"], &made);
}

#[test]
fn a_day_lasts_from_midnight_to_midnight_on_the_local_clock() {
    let on = |text: &str, offset: i32| {
        let made =
            ExemptionRequest { created_at: Some(Timestamp::parse(text).expect(text)), ..request() };
        let query = parse("created:2026-11-01").expect("valid");
        query.matches(&Context { offset_at: &|_| offset, ..CONTEXT }, &made)
    };
    assert!(on("2026-11-01T00:00:00Z", 0) && on("2026-11-01T23:59:59Z", 0));
    assert!(!on("2026-10-31T23:59:59Z", 0) && !on("2026-11-02T00:00:00Z", 0));
    assert!(on("2026-10-31T23:00:00Z", 3_600) && !on("2026-11-01T23:00:00Z", 3_600));
}

#[test]
fn an_hour_of_the_week_is_the_local_clock_s() {
    let on = |text: &str, offset: i32| {
        let made =
            ExemptionRequest { created_at: Some(Timestamp::parse(text).expect(text)), ..request() };
        let query = parse("created:mon-00").expect("valid");
        query.matches(&Context { offset_at: &|_| offset, ..CONTEXT }, &made)
    };
    assert!(on("2026-11-23T00:59:59Z", 0) && on("2026-11-22T23:00:00Z", 3_600));
    assert!(!on("2026-11-23T01:00:00Z", 0) && !on("2026-11-24T00:00:00Z", 0));
}

#[test]
fn no_asks_for_what_github_says_nothing_of() {
    none_hold(&["no:org", "no:type", "no:requester", "no:expires", "-no:reviewer"], &request());
    all_hold(&["no:org", "no:type", "no:reviewer", "no:created", "no:org no:path"], &bare());
    let mut unnamed = request();
    unnamed.requester = actor("");
    all_hold(&["no:requester", "-no:type"], &unnamed);
    none_hold(&["no:requester no:type"], &unnamed);
}

#[test]
fn what_is_over_expires_neither_soon_nor_late() {
    let mut late = request();
    late.expires_at = Some(NOW.plus(-HOUR));
    none_hold(&["expires:<24h", "expires:>0m"], &late);
    late.expires_at = Some(NOW);
    none_hold(&["expires:<24h"], &late);
    let day = LocalDay::of(NOW, CONTEXT.offset_at);
    all_hold(&[&format!("expires:{day}")], &late);
    late.expires_at = Some(NOW.plus(1));
    all_hold(&["expires:<24h"], &late);
}

#[test]
fn branches_and_paths_are_parts_with_stars() {
    all_hold(
        &[
            "branch:login",
            "branch:feat*in",
            "branch:refs/heads/feature",
            "path:readme",
            "path:tests/*.md",
            "path:/tests/",
            "path:/src/",
            "path:*/src/main",
            "path:.rs:3",
        ],
        &request(),
    );
    none_hold(
        &["branch:heads", "branch:refs/tags", "path:tests/*.rs", "path:/EADME", "path:*.md*tests"],
        &request(),
    );
}

#[test]
fn free_text_is_looked_for_in_all_that_a_row_has() {
    all_hold(
        &[
            "octo-org/smile",
            "MONALISA",
            "\"old key\"",
            "STRAßE",
            "pending",
            "827efc6",
            "#17",
            "17",
            "adafruit",
            "fix_later",
            "readme.md:16",
            "refs/heads",
            "mona smile",
        ],
        &request(),
    );
    none_hold(&["#18", "monalisa.", "\"monalisa octo\"", "mona nowhere", "exemptions"], &request());
    all_hold(&["hubot"], &denied());
}

#[test]
fn a_request_without_a_repository_has_the_one_of_its_page() {
    let mut nameless = request();
    nameless.repository = None;
    nameless.organization = None;
    all_hold(&["org:octo-org", "repo:octo-org/smile", "repo:smile", "octo-org/smile"], &nameless);
    nameless.html_url = None;
    none_hold(&["org:octo-org", "repo:smile", "smile"], &nameless);
    nameless.repository =
        Some(Repository { full_name: Some("no name".into()), ..Repository::default() }.into());
    all_hold(&["\"no name\"", "-org:octo-org"], &nameless);
}
