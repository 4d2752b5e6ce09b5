// Owns what a believable bypass request looks like: when it was made, what was found, what became of it, and the odd ones among them.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LIFETIME = 7 * DAY;

const SECRET_TYPES = {
  github_personal_access_token: 14, aws_access_key_id: 12, aws_secret_access_key: 9, google_api_key: 8, azure_storage_account_key: 7,
  stripe_api_key: 6, slack_api_token: 6, slack_incoming_webhook_url: 4, npm_access_token: 5, pypi_api_token: 4, openai_api_key: 5,
  postgres_connection_string: 4, mongodb_atlas_db_uri_with_credentials: 2, sendgrid_api_key: 2, twilio_api_key: 2, datadog_api_key: 2,
  adafruit_io_key: 2, hashicorp_vault_service_token: 2, cloudflare_api_token: 2, azure_active_directory_application_secret: 2,
  a_secret_type_from_next_year: 0.3,
};

const REASONS = { used_in_tests: 48, false_positive: 30, fix_later: 22 };

const FOLDERS = {
  used_in_tests: ['tests', 'test/fixtures', 'spec/support', 'src/__tests__', 'examples', 'testdata', 'e2e/mocks'],
  false_positive: ['docs', 'src', 'vendor/generated', 'assets', 'samples', 'schemas'],
  fix_later: ['config', 'deploy', 'src/billing', 'scripts', 'terraform/production', 'charts/api'],
};
const FILES = ['config.yml', 'settings.py', 'client_test.go', 'fixture.json', 'README.md', 'secrets.env', 'application.properties', 'main.tf', 'index.ts', 'values.yaml', 'setup.sh'];

// Names that break what is careless: too long, in other scripts, like markup, like a formula, with what separates fields.
const ODD_PATHS = [
  `packages/${'a-very-long-directory-name/'.repeat(7)}configuration.production.yaml`,
  'notebooks/模型/訓練.ipynb', 'مشروع/إعدادات.env', 'docs/ünïcödé ✨.md', '<img src=x onerror=alert(1)>.txt', '=HYPERLINK("https://example.test","x").csv',
  'a,b;c "quoted"\tand tabbed.txt', 'src/\u202egnp.exe', '-starts-with-a-minus', '@sum', 'no-line-or-column',
];
const BRANCHES = ['main', 'main', 'main', 'develop', 'release/2026.11', 'hotfix/charge', 'feature/new-login', 'dependabot/npm_and_yarn/left-pad-1.3.0'];
const ODD_BRANCHES = ['функция/модель', `users/a-contributor-with-a-rather-long-name42/${'and-a-branch-with-a-long-name-'.repeat(5)}`, 'fix/"quotes"&<brackets>'];

const COMMENTS = {
  used_in_tests: ['Test token, revoked long ago', 'Fixture for the fake server', 'Only used in unit tests', 'Dummy value from the documentation', 'Key of the sandbox account'],
  false_positive: ['Not a secret, this is a hash', 'A made-up token in the documentation', 'Placeholder', 'Example from the vendor’s site'],
  fix_later: ['Production is down, I will rotate it tonight', 'Will be rotated with the next release', 'Ticket SEC-1432 tracks the rotation', 'Needed for the demo tomorrow'],
};
const ODD_COMMENTS = [
  '', '<script>alert(document.domain)</script>', '=cmd|\' /C calc\'!A0', '+1-800-SECRET', 'Schlüssel für die Prüfung 🔑 — 試験用の鍵です。', 'Two lines,\nof "which" one; is quoted',
  '![x](https://example.test/pixel.png) [click](javascript:alert(1))', 'A long explanation that goes on. '.repeat(40), '\u202ereversed\u202c and back',
];

const ANSWERS = { approve: 'approved', reject: 'denied' };

// When people work: most on weekdays from 7 to 18 h UTC. Returns milliseconds before `now`, at most `span`.
export function drawAge(random, now, span) {
  for (;;) {
    const age = Math.floor(random.next() * span);
    const made = new Date(now - age);
    const weekday = [0, 6].includes(made.getUTCDay()) ? 0.12 : 1;
    const hour = made.getUTCHours() >= 7 && made.getUTCHours() <= 18 ? 1 : 0.18;
    if (random.chance(weekday * hour)) return age;
  }
}

// What the push contained: {data, comment}, either of which may be null.
export function drawContent(random) {
  const count = random.chance(0.88) ? 1 : random.chance(0.9) ? random.whole(2, 4) : 10;
  const reason = random.weighted(REASONS);
  const odd = random.chance(0.03);
  const branch = random.chance(0.96) ? { branch: `refs/heads/${random.pick(random.chance(0.03) ? ODD_BRANCHES : BRANCHES)}` } : {};
  const data = Array.from({ length: count }, () => {
    const path = odd ? random.pick(ODD_PATHS) : `${random.pick(FOLDERS[reason])}/${random.pick(FILES)}`;
    const at = path === 'no-line-or-column' ? '' : `:${random.whole(1, 400)}:${random.whole(0, 80)}`;
    return { secret_type: random.weighted(SECRET_TYPES), bypass_reason: reason, path: `${random.chance(0.05) ? '/' : ''}${path}${at}`, ...branch };
  });
  return {
    data: random.chance(0.003) ? null : data,
    comment: random.chance(0.02) ? null : random.pick(random.chance(0.04) ? ODD_COMMENTS : COMMENTS[reason]),
  };
}

// What became of a request in the `age` milliseconds since it was made: {status, answers: [[login, status, milliseconds ago]] or null}.
// Some that ran out still say pending, as GitHub's may until somebody looks.
export function drawFate(random, age, reviewers) {
  const fate = random.weighted({ approved: 58, denied: 18, cancelled: 7, unanswered: 17 });
  const delay = fate === 'unanswered' ? Infinity : Math.max(60_000, Math.floor(random.skewed(5 * HOUR, 1.4)));
  if (delay >= Math.min(age, LIFETIME)) return unanswered(random, age, reviewers);
  if (fate === 'cancelled') return { status: 'cancelled', answers: [] };
  const [first, second] = [random.pick(reviewers), random.pick(reviewers)];
  const answers = [[first, fate, age - delay]];
  // Somebody disagreed first, and that stands or was taken back.
  if (second !== first && random.chance(0.06)) {
    answers.unshift([second, random.chance(0.5) ? 'dismissed' : Object.values(ANSWERS).find((answer) => answer !== fate), age - Math.floor(delay / 2)]);
  }
  const isPushed = fate === 'approved' && random.chance(0.75) && age - delay > HOUR;
  return { status: isPushed ? 'completed' : fate, answers };
}

function unanswered(random, age, reviewers) {
  if (age >= LIFETIME) return { status: random.chance(0.1) ? 'pending' : 'expired', answers: random.chance(0.02) ? null : [] };
  const wasAnswered = age > HOUR && random.chance(0.04);
  return {
    status: random.chance(0.02) ? 'open' : 'pending',
    answers: wasAnswered ? [[random.pick(reviewers), 'dismissed', Math.floor(age / 2)]] : random.chance(0.02) ? null : [],
  };
}
