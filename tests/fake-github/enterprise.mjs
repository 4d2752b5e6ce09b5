// Owns the enterprise of the size the inbox is made for: thousands of requests over dozens of organizations, the same for the same seed.

import { drawAge, drawContent, drawFate } from './believable.mjs';
import { Random } from './random.mjs';
import { addRequest, emptyWorld } from './world.mjs';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

// The API's month is 30 days; the oldest request stays in it for as long as any test runs.
const SPAN = 30 * DAY - 12 * HOUR;

const FIRST_ID = 100_000;

// Names as GitHub allows them, with those that look alike: a prefix of another, one letter, digits, the longest there is, words of paths.
const ODD_ORGANIZATIONS = ['octo-org-2', 'a', '42', 'an-organization-with-the-longest-name39', 'Octo-UPPER', 'orgs-and-enterprises'];
const TRADES = ['payments', 'mobile', 'platform', 'data', 'games', 'health', 'retail', 'research', 'security', 'robotics', 'maps', 'media'];
const HOUSES = ['octo', 'acme', 'globex', 'initech', 'umbrella', 'hooli', 'stark', 'wayne'];
const REPOSITORY_NAMES = ['website', 'api', 'infrastructure', 'mobile-app', 'billing', 'docs', 'data-pipeline', 'design-system', 'terraform', 'bots'];
// Those of the small world, for its addresses to lead somewhere.
const KNOWN_REPOSITORIES = { 'octo-org': ['smile', 'engine'], 'octo-labs': ['rocket'] };
const ODD_REPOSITORIES = ['.github', 'exemptions', 'a.b_c-d', '-', `a-repository-${'with-a-very-long-name-'.repeat(4).slice(0, 87)}`, 'Website.JS', 'security'];
const FIRST_NAMES = ['ada', 'grace', 'linus', 'margaret', 'alan', 'barbara', 'ken', 'radia', 'donald', 'frances', 'edsger', 'katherine', 'tim', 'hedy', 'john', 'mary'];
const LAST_NAMES = ['lovelace', 'hopper', 'chen', 'hamilton', 'okafor', 'liskov', 'garcia', 'perlman', 'ivanova', 'allen', 'tanaka', 'johnson', 'silva', 'schmidt', 'singh', 'nilsson'];
// The last ones have the suffix of managed users, or are an App.
const ODD_LOGINS = ['x', '0', 'a-contributor-with-a-rather-long-name42', 'monalisa-2', 'ada-lovelace_octo', 'dependabot[bot]', 'release-train[bot]'];

// `count` requests over `organizations` organizations of octo-enterprise, within the month before `now` (milliseconds); octo-org and
// octo-labs are always the first two. octocat and hubot review everywhere. In every fifth repository neighbours hold each other's number.
export function enterpriseWorld({ now = Date.now(), count = 10_000, organizations = 40, seed = 1, itemRoute = 'number' } = {}) {
  const random = new Random(`enterprise ${seed}`);
  const world = emptyWorld({ now, itemRoute });
  world.random = new Random(`changes ${seed}`);
  peopleOf(random).forEach((login, at) => world.users.push({ id: 1000 + at, login, name: login }));
  settle(world, random, organizations);

  // A few organizations and repositories have most of the requests.
  const busyness = world.repositories.map(() => random.skewed(1, 1.1));
  const total = busyness.reduce((sum, one) => sum + one, 0);
  const upTo = [];
  busyness.reduce((sum, one, at) => (upTo[at] = sum + one / total), 0);
  const repositoryAt = (share) => world.repositories[firstOver(upTo, share)];

  const ages = Array.from({ length: count }, () => drawAge(random, now, SPAN)).sort((left, right) => right - left);
  const pages = new Map();
  const commits = new Map();
  ages.forEach((age, at) => {
    const repository = repositoryAt(random.next());
    const owner = repository.full_name.split('/')[0];
    const page = (pages.get(repository) ?? 0) + 1;
    pages.set(repository, page);
    const { data, comment } = drawContent(random);
    const { status, answers } = drawFate(random, age, world.reviewers[owner]);
    const request = addRequest(world, now, {
      id: FIRST_ID + at,
      page,
      number: numberOf(repository, page),
      repository: repository.full_name,
      requester: random.pick(world.people[owner]),
      age,
      status,
      data,
      comment,
      answers,
    });
    // One commit with several findings makes several requests.
    if (commits.has(repository) && random.chance(0.05)) request.resource_identifier = commits.get(repository);
    commits.set(repository, request.resource_identifier);
  });
  // As GitHub lists them.
  world.requests.reverse();
  return world;
}

// In every fifth repository 1 and 2, 3 and 4 … are exchanged: a client that guesses which one the item route takes reads the other.
export const numberOf = ({ id }, page) => (id % 5 === 0 ? ((page - 1) ^ 1) + 1 : page);

function settle(world, random, organizations) {
  world.organizations = organizationNames(organizations).map((name, at) => ({ id: at + 1, name }));
  world.enterprises[0].organizations = world.organizations.map(({ name }) => name);
  world.reviewers = {};
  world.repositories = [];
  const logins = world.users.map(({ login }) => login).filter((login) => !['octocat', 'hubot'].includes(login));
  const humans = logins.filter((login) => !login.endsWith('[bot]'));
  for (const { id, name } of world.organizations) {
    world.reviewers[name] = ['octocat', 'hubot', ...distinct(random, humans, random.whole(1, 4))];
    world.people[name] = distinct(random, logins, random.whole(6, 30));
    const names = [...(KNOWN_REPOSITORIES[name] ?? []), ...distinct(random, REPOSITORY_NAMES, random.whole(2, 8)), ...(random.chance(0.3) ? [random.pick(ODD_REPOSITORIES)] : [])];
    names.forEach((repository, at) => world.repositories.push({ id: id * 100 + at + 1, name: repository, full_name: `${name}/${repository}` }));
  }
}

function organizationNames(count) {
  const made = HOUSES.flatMap((house) => TRADES.map((trade) => `${house}-${trade}`));
  const names = ['octo-org', 'octo-labs', ...ODD_ORGANIZATIONS, ...made];
  if (count > names.length) throw new RangeError(`there are names for ${names.length} organizations`);
  return names.slice(0, count);
}

function peopleOf(random) {
  const made = FIRST_NAMES.flatMap((first) => LAST_NAMES.map((last) => `${first}-${last}`));
  const known = ['a-contributor-with-a-rather-long-name42'];
  return [...ODD_LOGINS.filter((login) => !known.includes(login)), ...distinct(random, made, 200)];
}

function distinct(random, list, count) {
  const left = [...list];
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(random.whole(0, left.length - 1), 1)[0]);
}

// Where in the ascending list the first number over `share` stands.
function firstOver(ascending, share) {
  let [low, high] = [0, ascending.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] > share) high = middle;
    else low = middle + 1;
  }
  return low;
}
