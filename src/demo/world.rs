//! The demo's enterprise: four organizations, sixty repositories, three hundred requests.
//!
//! All of it is made from lists by a small generator with a fixed seed: the same for everyone at
//! the same time, and small in the program.

use crate::github::endpoint::Endpoint;
use crate::github::exemption::{
    Actor, BypassReason, ExemptionRequest, Finding, Organization, Repository, RequestPage,
    RequestStatus, RequestType, Response, ResponseStatus,
};
use crate::github::get_request::GetRequest;
use crate::github::host::Host;
use crate::github::ids::{ItemNumber, PageNumber, RepoName, RequestId, ResponseId};
use crate::github::shared::Shared;
use crate::github::time::Timestamp;

/// The enterprise's slug.
pub const ENTERPRISE: &str = "octo-demo";

/// Who reviews.
pub const LOGIN: &str = "octocat";

/// Every organization with its repositories.
pub const ORGANIZATIONS: [(&str, &str); 4] = [
    (
        "octo-payments",
        "checkout ledger-api card-vault payout-worker invoice-pdf fraud-rules refund-service \
         settlement-batch tax-engine webhooks-gateway merchant-portal pricing receipts \
         terminal-sdk sandbox-data",
    ),
    (
        "octo-platform",
        "infrastructure deploy-bot kubernetes-config terraform-modules observability \
         build-images secrets-rotation developer-portal service-mesh cost-report .github \
         on-call-runbooks feature-flags identity api-gateway",
    ),
    (
        "octo-mobile",
        "ios-app android-app design-tokens push-notifications react-native-kit crash-reports \
         app-store-release offline-sync map-tiles deep-links localization beta-feedback \
         wear-os-app widget-gallery device-lab",
    ),
    (
        "octo-research",
        "notebooks embedding-search model-registry data-pipeline labeling-tool gpu-scheduler \
         eval-harness paper-drafts prompt-library speech-demo vision-benchmarks feature-store \
         synthetic-data ranking experiments",
    ),
];

/// How many requests there are of each status.
const STATUSES: [(RequestStatus, i64); 7] = [
    (RequestStatus::Pending, 96),
    (RequestStatus::Open, 14),
    (RequestStatus::Approved, 45),
    (RequestStatus::Denied, 55),
    (RequestStatus::Cancelled, 20),
    (RequestStatus::Completed, 45),
    (RequestStatus::Expired, 25),
];

const REQUESTERS: &[&str] = &[
    "monalisa",
    "hubot",
    "aisha-k",
    "bjorn-dev",
    "carla-rossi",
    "deepak-n",
    "eun-ji",
    "fatou-s",
    "gustavo-lm",
    "hanna-w",
    "ikenna",
    "jola-p",
    "kenji-t",
    "lucia-dev",
    "noor-h",
    "release-bot",
    "tomasz-b",
    "yuki-ops",
];

const REVIEWERS: &[&str] = &[LOGIN, "mona-security", "sec-lead-ines", "appsec-raj"];

/// Identifiers from GitHub's list of supported secrets.
const SECRET_TYPES: &[&str] = &[
    "aws_access_key_id",
    "aws_secret_access_key",
    "github_personal_access_token",
    "stripe_api_key",
    "slack_incoming_webhook_url",
    "slack_api_token",
    "google_api_key",
    "azure_storage_account_key",
    "npm_access_token",
    "openai_api_key",
    "adafruit_io_key",
    "twilio_account_sid",
    "twilio_api_key",
    "sendgrid_api_key",
    "mailgun_api_key",
    "pypi_api_token",
    "docker_personal_access_token",
    "hashicorp_vault_service_token",
    "databricks_access_token",
    "digitalocean_personal_access_token",
    "discord_bot_token",
    "postman_api_key",
    "shopify_access_token",
    "telegram_bot_token",
];

const PATHS: &[&str] = &[
    "tests/fixtures/webhook.json",
    "/README.md",
    "src/config/defaults.ts",
    "docs/getting-started.md",
    "deploy/staging.env",
    "charts/api/values.yaml",
    "internal/auth/client_test.go",
    ".env.example",
    "app/src/main/res/values/keys.xml",
    "notebooks/baseline run.ipynb",
    "/spec/cassettes/charge.yml",
    "scripts/seed.py",
    ".github/workflows/release.yml",
    "Sources/App/Secrets.swift",
    "packages/sdk/examples/quickstart/src/main/java/com/octodemo/payments/terminal/QuickStart.java",
    "terraform/environments/production/terraform.tfvars",
];

const BRANCHES: &[&str] = &[
    "refs/heads/main",
    "refs/heads/develop",
    "refs/heads/release/4.2",
    "refs/heads/fix/retry-webhooks",
    "refs/heads/feature/checkout-v2",
    "refs/heads/monalisa/try-new-sdk",
    "refs/heads/dependabot/npm/vite-8",
    "refs/tags/v3.2.0-rc.1",
];

/// What requesters write. Empty: nothing.
const COMMENTS: &[&str] = &[
    "",
    "Test token used in the readme as an example",
    "Token is already revoked, I'll remove it later",
    "",
    "Fake key from the vendor's documentation, it has never worked.",
    "Recorded cassette. The account was deleted before the recording was committed.",
    "We rotate this tomorrow with the release; ticket OPS-4411.",
    "",
    "False positive: this is a hash of the fixture's file name.",
    "Blocked since this morning, the release is waiting for this push. Please have a look.",
    "Steps:\n1. push the fixture\n2. rotate the key in the vault\n3. delete the file in the next pull request\n\nThe key has read access to the sandbox only.",
    "テスト用のダミーキーです。本番環境では使用していません。",
    "هذا مفتاح تجريبي في بيئة الاختبار فقط، وسيُحذف بعد الإصدار.",
    "यह कुंजी केवल परीक्षण के लिए है 🙏",
    "Ключ уже отозван, коммит нужен для истории.",
    "This is the signing example from the partner's integration guide, which we vendor word for word so that \
     our end-to-end tests compare against the signatures printed in it. The key in it is public, it is in \
     their PDF and on their website, and they confirmed that it is not valid for any account. Changing a \
     single character of it changes every signature, so we can't replace it by a placeholder without \
     recomputing about two hundred expected values by hand. We have an open issue to generate them \
     (PAY-2093), which is planned for next quarter. Until then, the file is needed as it is.",
];

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// How long a request lives. Source: docs, "Delegated bypass": requests expire after 7 days.
const LIFE: i64 = 7 * DAY;

/// A xorshift generator: same seed, same numbers.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number from `from` up to, not including, `to`; `from` where there is none between.
    fn between(&mut self, from: i64, to: i64) -> i64 {
        let steps = (to - from).max(1).unsigned_abs();
        from.saturating_add_unsigned((self.roll() >> 11) % steps)
    }

    /// True once in `n`.
    fn one_in(&mut self, n: i64) -> bool {
        self.between(0, n) == 0
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        let position = self.between(0, i64::try_from(from.len()).unwrap_or(i64::MAX));
        from.get(usize::try_from(position).unwrap_or(0)).copied()
    }
}

/// All requests at `now`, newest first.
pub fn requests(now: Timestamp) -> Vec<ExemptionRequest> {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let repos: Vec<RepoName> = ORGANIZATIONS
        .iter()
        .flat_map(|(owner, names)| {
            names
                .split(' ')
                .map(|name| RepoName { owner: (*owner).to_owned(), name: name.to_owned() })
        })
        .collect();
    let mut requests: Vec<(ExemptionRequest, usize)> = Vec::new();
    for (status, count) in STATUSES {
        for turn in 0..count {
            // Every repository has some, and a few have many.
            let place = match requests.len() {
                place if place < repos.len() => place,
                _ => usize::try_from(dice.between(0, 60).min(dice.between(0, 60))).unwrap_or(0),
            };
            requests.push((request(&mut dice, now, &status, turn, count), place));
        }
    }
    requests.sort_by_key(|(request, _)| request.created_at);
    let mut pages = vec![0_u64; repos.len()];
    for (id, (request, place)) in (4_107_u64..).zip(&mut requests) {
        let (Some(repo), Some(page)) = (repos.get(*place), pages.get_mut(*place)) else { continue };
        *page += 1;
        locate(request, id, repo, *place, *page);
    }
    requests.into_iter().rev().map(|(request, _)| request).collect()
}

/// The `turn`th of `count` requests of a status, without its numbers and its repository.
fn request(
    dice: &mut Dice,
    now: Timestamp,
    status: &RequestStatus,
    turn: i64,
    count: i64,
) -> ExemptionRequest {
    let created_at = now.plus(-match status {
        // Expiries from minutes to seven days, denser towards the near end.
        RequestStatus::Pending | RequestStatus::Open => {
            let near = 4 * MINUTE + dice.between(0, MINUTE);
            LIFE - near - (LIFE - 10 * MINUTE) * turn * turn / (count * count)
        }
        RequestStatus::Approved => dice.between(HOUR, LIFE - HOUR),
        RequestStatus::Expired => dice.between(LIFE + HOUR, 29 * DAY),
        _ => dice.between(HOUR, 29 * DAY),
    });
    let requester = match turn {
        3 => Some(LOGIN),
        _ => dice.pick(REQUESTERS),
    };
    let findings = if dice.one_in(6) { dice.between(2, 4) } else { 1 };
    // Absent for pushes of several branches.
    let branch = if dice.one_in(15) { None } else { dice.pick(BRANCHES) };
    let sha = format!("{:016x}{:016x}{:08x}", dice.roll(), dice.roll(), dice.roll() >> 32);
    let mut request = ExemptionRequest {
        requester: requester.map(actor),
        request_type: Some(RequestType::SecretScanning),
        data: Some((0..findings).map(|_| finding(dice, branch)).collect()),
        resource_identifier: Some(sha.into()),
        status: Some(status.clone()),
        requester_comment: dice.pick(COMMENTS).filter(|text| !text.is_empty()).map(str::to_owned),
        expires_at: Some(created_at.plus(LIFE)),
        created_at: Some(created_at),
        responses: Some(responses(dice, now, status, created_at)),
        ..ExemptionRequest::default()
    };
    if *status == RequestStatus::Pending {
        // What GitHub's schemas allow, since none of them requires anything.
        match turn {
            7 => request.requester = None,
            11 => request.data = None,
            17 => request.expires_at = None,
            23 => request.resource_identifier = None,
            29 => request.data = Some(vec![Finding::default()]),
            31 => request.responses = None,
            _ => {}
        }
    }
    request
}

fn finding(dice: &mut Dice, branch: Option<&str>) -> Finding {
    let reasons = [BypassReason::KNOWN, &["used_in_tests"]].concat();
    let position = format!(":{}:{}", dice.between(1, 240), dice.between(0, 60));
    Finding {
        secret_type: dice.pick(SECRET_TYPES).map(Into::into),
        bypass_reason: dice.pick(&reasons).map(BypassReason::from),
        path: dice.pick(PATHS).map(|path| path.to_owned() + &position),
        branch: branch.map(Into::into),
    }
}

/// The responses that lead to a status; at times one that was taken back before.
fn responses(
    dice: &mut Dice,
    now: Timestamp,
    status: &RequestStatus,
    created_at: Timestamp,
) -> Vec<Response> {
    let ended = (now - created_at).min(3 * DAY);
    let mut responses = Vec::new();
    let mut respond = |dice: &mut Dice, status, from, to| {
        responses.push(Response {
            id: None,
            reviewer: dice.pick(REVIEWERS).map(actor),
            status: Some(status),
            created_at: Some(created_at.plus(dice.between(from, to))),
        });
    };
    if dice.one_in(9) {
        respond(dice, ResponseStatus::Dismissed, 5 * MINUTE, ended / 2);
    }
    match status {
        RequestStatus::Approved | RequestStatus::Completed => {
            respond(dice, ResponseStatus::Approved, ended / 2, ended);
        }
        RequestStatus::Denied => respond(dice, ResponseStatus::Denied, ended / 2, ended),
        _ => {}
    }
    responses
}

fn actor(login: &str) -> Shared<Actor> {
    // Any number does, as long as a login always has the same.
    let id = login.bytes().fold(583_u64, |id, byte| (id * 31 + u64::from(byte)) % 9_999_991);
    Actor { actor_id: Some(id), actor_name: Some(login.into()) }.into()
}

/// Gives `request` its numbers and its place: the `page`th request of the repository.
fn locate(request: &mut ExemptionRequest, id: u64, repo: &RepoName, place: usize, page: u64) {
    // In GitHub's own examples `number` is 42 where the addresses say 1: so it is in some
    // repositories here, where the other number is mostly another request's.
    let number = if place.is_multiple_of(7) { page + 1 } else { page };
    let place = u64::try_from(place).unwrap_or(0);
    let item = GetRequest { repo: repo.clone(), number: ItemNumber(page) };
    let web = RequestPage {
        web_host: Host::GithubCom.web_host(),
        repo: repo.clone(),
        number: PageNumber(page),
    };
    request.id = Some(RequestId(id));
    request.number = Some(number);
    request.repository = Some(
        Repository {
            id: Some(70_001 + place),
            name: Some(repo.name.as_str().into()),
            full_name: Some(repo.to_string().into()),
        }
        .into(),
    );
    // GitHub's schemas don't require it either.
    request.organization = (!id.is_multiple_of(97)).then(|| {
        let name = Some(repo.owner.as_str().into());
        Organization { id: Some(9_001 + place / 15), name }.into()
    });
    request.url = Some(item.to_request().url(&Host::GithubCom).into());
    request.html_url = Some(web.url().into());
    for (position, response) in (0..).zip(request.responses.iter_mut().flatten()) {
        response.id = Some(ResponseId(id * 10 + position));
    }
}
