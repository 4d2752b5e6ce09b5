//! Entering a token, the first one or beside others, and the list of them.

use gatehouse::client::sign_in::SignInError;
use gatehouse::github::host::Host;
use gatehouse::triage::guard::PageUser;
use gatehouse::ui::connect_form::ConnectForm;
use gatehouse::ui::settings::token_settings::TokenSettings;
use gatehouse::vault::binding::Binding;
use gatehouse::vault::command::VaultError;
use gatehouse::vault::status::{TokenStatus, VaultStatus};
use gatehouse::vault::token::TokenKind;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

use super::stage::*;

fn field(stage: &Stage, id: &str) -> Option<HtmlInputElement> {
    stage.find(&format!("#{id}")).map(JsCast::unchecked_into)
}

/// Types as a person does, so that the form hears of it.
async fn type_in(stage: &Stage, id: &str, text: &str) {
    let field = field(stage, id).expect("the field");
    field.set_value(text);
    field.dispatch_event(&web_sys::Event::new("input").unwrap()).unwrap();
    settle().await;
}

async fn connect_form() -> Stage {
    let mut stage = Stage::with_vault(PageUser::NoPage, VaultStatus::Empty);
    stage
        .show(|session| {
            let on_connected = Callback::new(|_| ());
            let on_demo = Callback::new(|()| ());
            view! { <ConnectForm session scope="" on_connected on_demo /> }.into_any()
        })
        .await;
    stage
}

#[wasm_bindgen_test]
async fn the_connect_form_empties_the_token_field_and_ties_errors_to_their_fields() {
    let stage = connect_form().await;
    let host = field(&stage, "host").unwrap();
    assert_eq!(host.value(), "api.github.com");
    stage.click("Connect").await;
    let scope = field(&stage, "scope").unwrap();
    assert_eq!(scope.get_attribute("aria-invalid").as_deref(), Some("true"));
    let described = scope.get_attribute("aria-describedby").unwrap();
    assert!(described.split(' ').all(|id| stage.find(&format!("#{id}")).is_some()));
    assert!(stage.text().contains("Enter a token."));
    type_in(&stage, "scope", "org:octo-org").await;
    let token = field(&stage, "token").unwrap();
    token.set_value("ghp_canary");
    stage.click("Connect").await;
    assert_eq!(token.value(), "");
    assert!(!stage.root.outer_html().contains("canary"));
    assert!(stage.alerts().contains("may not reach api.github.com"));
}

#[wasm_bindgen_test]
async fn connecting_with_errors_goes_to_the_first_of_them() {
    let stage = connect_form().await;
    let focused = || document().active_element().map(|element| element.id());
    stage.click("Connect").await;
    assert_eq!(focused().as_deref(), Some("token"));
    let token = field(&stage, "token").unwrap();
    token.set_value("ghp_canary");
    stage.click("Connect").await;
    assert_eq!(focused().as_deref(), Some("scope"));
}

#[wasm_bindgen_test]
async fn the_owner_of_a_fine_grained_token_is_asked_for_and_taken_from_the_scope() {
    let stage = connect_form().await;
    type_in(&stage, "token", "ghp_classic").await;
    assert!(field(&stage, "owner").is_none());
    type_in(&stage, "token", "github_pat_x").await;
    assert_eq!(field(&stage, "owner").expect("the field").value(), "");
    stage.click("Connect").await;
    assert!(stage.text().contains("Enter the resource owner"));
    assert!(stage.client.entered.borrow().is_empty());
    type_in(&stage, "scope", "enterprise:octo,repo:octo-org/smile").await;
    assert_eq!(field(&stage, "owner").expect("the field").value(), "octo-org");
    type_in(&stage, "owner", "octo-labs").await;
    type_in(&stage, "scope", "org:octo-org").await;
    assert_eq!(field(&stage, "owner").expect("the field").value(), "octo-labs", "as typed");
    stage.client.signs_in.set(true);
    stage.click("Connect").await;
    let entered = stage.client.entered.borrow();
    assert_eq!(entered.len(), 1);
    assert!(entered[0].owner == "octo-labs".parse().ok());
}

#[wasm_bindgen_test]
async fn a_token_that_only_another_user_s_keep_out_stays_typed() {
    let stage = connect_form().await;
    let (host, login) = (Host::GithubCom, "hubot".to_owned());
    let refused = SignInError::NotKept(VaultError::OtherUser { host, login });
    *stage.client.refuses.borrow_mut() = Some(refused);
    type_in(&stage, "token", "ghp_mine").await;
    type_in(&stage, "scope", "org:octo-org").await;
    stage.click("Connect").await;
    assert!(stage.alerts().contains("tokens of hubot for api.github.com"));
    assert!(stage.text().contains("forget the others"));
    assert_eq!(field(&stage, "token").expect("the field").value(), "ghp_mine");
}

#[wasm_bindgen_test]
async fn each_token_of_the_list_is_forgotten_by_a_button_of_its_own() {
    let of = |login: &str| TokenStatus {
        owner: login.parse().ok(),
        kind: TokenKind::FineGrained,
        scopes: None,
        ..token()
    };
    let mut stage = Stage::new(PageUser::NoPage);
    stage
        .show(move |session| {
            let held = held(vec![token(), of("octo-org"), of("octo-labs")]);
            let on_changed = Some(Callback::new(|_| ()));
            view! { <TokenSettings session held on_changed /> }.into_any()
        })
        .await;
    let text = stage.text();
    assert_eq!(text.matches("Resource owner").count(), 2, "{text}");
    assert_eq!(text.matches("Until the browser is closed").count(), 3, "{text}");
    stage.click("Forget token of octo-labs").await;
    let owner = "octo-labs".parse().ok();
    let forgotten = stage.client.forgotten.borrow();
    assert_eq!(*forgotten, [Binding { host: Host::GithubCom, owner }]);
}
