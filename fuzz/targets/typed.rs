//! What a person types, pastes or follows: queries, addresses, hosts, scopes, tokens, keys, templates.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use gatehouse::github::exemption::{ExemptionRequest, RequestPage};
use gatehouse::github::host::Host;
use gatehouse::github::ids::RepoName;
use gatehouse::github::scope::{Scope, Scopes};
use gatehouse::page::meaning::{PageMeaning, meaning};
use gatehouse::triage::query::{
    Context, QueryError, Values, complete, facets, parse, toggled_text,
};
use gatehouse::triage::template::{TemplateProblem, escape, fill};
use gatehouse::triage::written::{WrittenProblem, messages};
use gatehouse::ui::chord::{Keys, Platform};
use gatehouse::ui::command::Command;
use gatehouse::ui::keymap::Keymap;
use gatehouse::ui::route::{Address, Route};
use gatehouse::vault::credential::Credential;
use gatehouse::vault::token::{Token, TokenKind};
use gatehouse::webext::links::Links;

use super::{NOW, survives};

const CONTEXT: Context<'_> = Context { now: NOW, viewer: Some("octocat"), offset_at: &|_| 3_600 };

/// GitHub's own example, and a request of which it says nothing.
fn requests() -> &'static [ExemptionRequest; 2] {
    static REQUESTS: OnceLock<[ExemptionRequest; 2]> = OnceLock::new();
    REQUESTS.get_or_init(|| {
        let example = include_str!("../../tests/fixtures/bypass_request.json");
        [serde_json::from_str(example).expect("the example"), ExemptionRequest::default()]
    })
}

/// A query: what is understood is printed so that it is understood as the same.
pub fn query(text: &str) {
    let values = Values::of(&CONTEXT, requests().iter());
    let cursors = (0..=text.len().min(16)).chain([text.len()]);
    for completion in cursors.flat_map(|cursor| complete(text, cursor, &values)) {
        assert!(text.get(completion.replace.clone()).is_some(), "{completion:?}");
        let is_key = completion.insert.ends_with(':');
        assert!(is_key || parse(&completion.insert).is_ok(), "{completion:?}");
    }
    let query = match parse(text) {
        Ok(query) => query,
        Err(errors) => return are_in_place(text, &errors),
    };
    let printed = query.to_string();
    assert_eq!(parse(&printed).as_ref(), Ok(&query), "{printed}");
    let compiled = query.compile(&CONTEXT);
    for request in requests() {
        assert_eq!(query.matches(&CONTEXT, request), compiled.matches(request));
    }
    let _ = facets(&CONTEXT, &query, requests().iter());
    for term in &query.terms {
        let clicked = toggled_text(text, &term.test, term.negated);
        assert_eq!(
            parse(&clicked),
            Ok(query.toggled(term.test.clone(), term.negated)),
            "{clicked}"
        );
    }
}

fn are_in_place(text: &str, errors: &[QueryError]) {
    assert!(!errors.is_empty());
    let mut end = 0;
    for QueryError { span, problem } in errors {
        assert!(text.get(span.clone()).is_some_and(|part| !part.is_empty()), "{span:?}");
        assert!(end <= span.start, "in order");
        assert!(!problem.in_words().is_empty());
        end = span.end;
    }
}

/// An address of a page.
pub fn page_url(url: &str) {
    let parsed = RequestPage::parse(url);
    if let Some(page) = &parsed {
        assert_eq!(RequestPage::parse(&page.url()).as_ref(), Some(page));
        is_repo(&page.repo);
    }
    let Some(meaning) = meaning(url) else { return };
    survives(&meaning);
    match meaning {
        PageMeaning::Request(page) => {
            assert_eq!(parsed.as_ref(), Some(&page));
            let mut links = Links::default();
            links.seen(vec![url.to_owned()]);
            assert_eq!(links.want(url), url.len() <= 256);
        }
        PageMeaning::List { scope, .. } => is_scope(&scope),
    }
}

/// A host: whatever is taken for one leads to that one and nowhere else.
pub fn host(text: &str) {
    let Ok(host) = text.parse::<Host>() else { return };
    assert_eq!(host.to_string().parse().as_ref(), Ok(&host));
    survives(&host);
    let base = host.api_base();
    let origin = host.api_origin();
    assert!(base.starts_with(&origin));
    let authority = origin.strip_prefix("https://").expect("over TLS");
    is_authority(authority);
    is_authority(&host.web_host());
}

/// Checks that it is a host's name with at most a port: no user, path, query or fragment.
fn is_authority(text: &str) {
    let (name, port) = text.split_once(':').unwrap_or((text, "443"));
    let of_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-');
    assert!(!name.is_empty() && name.chars().all(of_name), "{text}");
    assert!(port.bytes().all(|byte| byte.is_ascii_digit()), "{text}");
}

/// One scope, several, and a repository.
pub fn scope(text: &str) {
    if let Ok(scope) = text.parse::<Scope>() {
        is_scope(&scope);
    }
    if let Ok(scopes) = text.parse::<Scopes>() {
        survives(&scopes);
        scopes.iter().for_each(is_scope);
    }
    if let Some(repo) = RepoName::parse(text) {
        is_repo(&repo);
    }
}

fn is_scope(scope: &Scope) {
    survives(scope);
    assert_eq!(scope.to_string().parse().as_ref(), Ok(scope));
    if let Scope::Repository(repo) = scope {
        is_repo(repo);
    }
}

/// Checks that a repository's names are segments of a path that stay where they are put.
pub fn is_repo(repo: &RepoName) {
    for name in [&repo.owner, &repo.name] {
        assert!(!matches!(name.as_str(), "" | "." | ".."), "{repo:?}");
        assert!(!name.contains(['/', '\\', '?', '#', '%']), "{repo:?}");
    }
    assert_eq!(RepoName::parse(&repo.to_string()).as_ref(), Some(repo));
}

/// The part of our own address behind the `#`.
pub fn route(hash: &str) {
    let address = Address::from_location("", hash);
    let printed = address.route.to_string();
    assert_eq!(Address::from_location("", &printed), address, "{printed}");
    if let Route::Request { repo, .. } = &address.route {
        is_repo(repo);
    }
}

/// A token: what is taken for one can be put into a header, and makes no second one.
pub fn token(typed: &str) {
    let Ok(token) = Token::parse(typed) else { return };
    assert_eq!(TokenKind::of_typed(typed), Some(token.kind()));
    let (host, login, scopes) = (Host::GithubCom, "octocat".to_owned(), None);
    let credential = Credential { host, owner: None, token, login, scopes };
    let header = credential.authorization("https://api.github.com/user").expect("its host");
    let text = header.strip_prefix("Bearer ").expect("a bearer token");
    assert!(!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic()));
}

/// The keys of a command.
pub fn keys(text: &str) {
    let changed: BTreeMap<String, String> =
        [(Command::Approve.name().to_owned(), text.to_owned())].into();
    for platform in [Platform::Apple, Platform::Other] {
        let keymap = Keymap::new(&changed, platform);
        let _ = (keymap.conflicts(), keymap.words(Command::Approve));
    }
    let Ok(keys) = text.parse::<Keys>() else { return };
    assert_eq!(keys.to_string().parse().as_ref(), Ok(&keys));
    assert!(keys.begin_with(&keys));
    let _ = (keys.problem(), keys.are_characters());
}

/// A message with placeholders.
pub fn template(text: &str) {
    for request in requests() {
        assert_eq!(fill(&escape(text), request).as_deref(), Ok(text));
        if let Err(problems) = fill(text, request) {
            assert!(!problems.is_empty());
            for TemplateProblem { span, .. } in &problems {
                assert!(text.get(span.clone()).is_some_and(|part| part.starts_with('{')));
            }
        }
    }
    match messages(text, requests()) {
        Ok(messages) => {
            assert_eq!(messages.len(), requests().len());
            messages.iter().for_each(survives);
        }
        Err(WrittenProblem::Blank) => assert!(text.trim().is_empty()),
        Err(WrittenProblem::Placeholders(problems)) => assert!(!problems.is_empty()),
        Err(WrittenProblem::TooLong { requests, by }) => assert!(requests > 0 && by > 0),
    }
}
