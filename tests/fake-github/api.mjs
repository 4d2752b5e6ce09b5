// Owns what api.github.com does: who may call, what a list holds, and what a review or a dismissal changes.

import { hiddenOrganizations, refusal, refused } from './refusals.mjs';
import { isAwaitingReview, placesOf } from './world.mjs';

const MEMBERSHIP_SCOPES = ['read:org', 'write:org', 'admin:org', 'user'];

const HOUR = 3_600_000;
const PERIODS = { hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR, month: 30 * 24 * HOUR };
const MESSAGE_LIMIT = 2048;

// What each operation answers with. A handler gets {world, caller, params, query, body, now, documentationUrl}
// and returns {status, headers?, body?, list?}.
const HANDLERS = {
  'users/get-authenticated': getAuthenticatedUser,
  'orgs/list-for-authenticated-user': listOrganizations,
  'secret-scanning/list-enterprise-bypass-requests': listForEnterprise,
  'secret-scanning/list-org-bypass-requests': listForOrganization,
  'secret-scanning/list-repo-bypass-requests': listForRepository,
  'secret-scanning/get-bypass-request': getRequest,
  'secret-scanning/review-bypass-request': reviewRequest,
  'secret-scanning/dismiss-bypass-response': dismissResponse,
};

export function perform(operation, { ...context }) {
  context.documentationUrl = operation.documentationUrl;
  return refused(context) ?? HANDLERS[operation.id](context);
}

// GitHub's own links lead to paths with an id where a client would write a name. Returns the path with the name, or the path as it is.
export function namedPath(world, path) {
  const [, collection, id, rest] = /^\/(repositories|organizations|enterprises)\/(\d+)(\/.+)$/.exec(path) ?? [];
  const byId = (all) => all.find((one) => one.id === Number(id));
  if (collection === 'repositories' && byId(world.repositories)) return `/repos/${byId(world.repositories).full_name}${rest}`;
  if (collection === 'organizations' && byId(world.organizations)) return `/orgs/${byId(world.organizations).name}${rest}`;
  if (collection === 'enterprises' && byId(world.enterprises)) return `/enterprises/${byId(world.enterprises).slug}${rest}`;
  return path;
}

// The token's entry in the world, or undefined where GitHub would answer 401.
export function callerOf(world, authorization) {
  const [, token] = /^(?:bearer|token) (\S+)$/i.exec(authorization ?? '') ?? [];
  return world.tokens.find((entry) => entry.token === token);
}

const same = (left, right) => left?.toLowerCase() === right?.toLowerCase();

const notFound = ({ documentationUrl }) => refusal(404, 'Not Found', documentationUrl);

function forbidden({ caller, documentationUrl }) {
  const bearer = caller.kind === 'app' ? 'integration' : 'personal access token';
  return refusal(403, `Resource not accessible by ${bearer}`, documentationUrl);
}

const invalid = ({ documentationUrl }, error) => ({ status: 422, body: { message: 'Validation Failed', documentation_url: documentationUrl, errors: [error] } });

const has = (caller, permission) =>
  caller.permissions.includes(permission) || caller.permissions.includes(permission.replace(/:read$/, ':write'));

const hasScope = (caller) => caller.scopes.includes('security_events') || caller.scopes.includes('repo');

// `requirement(caller)` judges a fine-grained or app token; classic tokens have one scope for everything.
function mayCall(caller, requirement) {
  if (caller.kind === 'classic') return hasScope(caller);
  return has(caller, 'secret-scanning-alerts:read') && requirement(caller);
}

const mayReadOrganization = (caller) => has(caller, 'org-bypass-requests:read');
const mayReadRepository = (caller) => has(caller, 'org-bypass-requests:read') || has(caller, 'repo-bypass-requests:read');
const mayReview = (caller) => has(caller, 'org-bypass-requests:write') || has(caller, 'repo-bypass-requests:write');

const reviews = ({ world, caller }, organization) => (world.reviewers[organization] ?? []).includes(caller.login);

function getAuthenticatedUser({ world, caller }) {
  const { id, login, name } = world.users.find((user) => user.login === caller.login);
  const url = `https://api.github.com/users/${login}`;
  return {
    status: 200,
    body: {
      login,
      id,
      node_id: `U_${id}`,
      avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
      gravatar_id: '',
      url,
      html_url: `https://github.com/${login}`,
      followers_url: `${url}/followers`,
      following_url: `${url}/following{/other_user}`,
      gists_url: `${url}/gists{/gist_id}`,
      starred_url: `${url}/starred{/owner}{/repo}`,
      subscriptions_url: `${url}/subscriptions`,
      organizations_url: `${url}/orgs`,
      repos_url: `${url}/repos`,
      events_url: `${url}/events{/privacy}`,
      received_events_url: `${url}/received_events`,
      type: 'User',
      user_view_type: 'public',
      site_admin: false,
      name,
      company: null,
      blog: '',
      location: null,
      email: null,
      hireable: null,
      bio: null,
      twitter_username: null,
      public_repos: 2,
      public_gists: 0,
      followers: 20,
      following: 0,
      created_at: '2011-01-25T18:44:36Z',
      updated_at: '2026-01-25T18:44:36Z',
    },
  };
}

function listOrganizations(context) {
  const { world, caller, query, documentationUrl } = context;
  if (caller.kind === 'app') return forbidden(context);
  if (caller.kind === 'classic' && !caller.scopes.some((scope) => MEMBERSHIP_SCOPES.includes(scope))) {
    return refusal(403, 'You need at least read:org scope or user scope to list your organizations.', documentationUrl);
  }
  // The documentation's words: fine-grained tokens get an empty list.
  const mine = caller.kind === 'classic' ? world.organizations.filter(({ name }) => (world.members[name] ?? world.reviewers[name] ?? []).includes(caller.login)) : [];
  const { left, headers } = withoutHidden(context, mine);
  const { slice, ...paged } = pageOf(left, query, '/user/orgs');
  return { status: 200, headers, body: slice.map(simpleOrganization), ...paged };
}

function simpleOrganization({ id, name }) {
  const url = `https://api.github.com/orgs/${name}`;
  return {
    login: name,
    id,
    node_id: `O_${id}`,
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    description: null,
  };
}

// Of the organizations those that SSO lets the token see, and the header that names the others.
function withoutHidden(context, organizations) {
  const hidden = hiddenOrganizations(context, organizations);
  return {
    left: organizations.filter((one) => !hidden.includes(one)),
    headers: hidden.length === 0 ? {} : { 'x-github-sso': `partial-results; organizations=${hidden.map(({ id }) => id).join(',')}` },
  };
}

function listForEnterprise(context) {
  const { world, caller, params, query } = context;
  const enterprise = world.enterprises.find(({ slug }) => same(slug, params.enterprise));
  const organizations = (enterprise?.organizations ?? []).filter((name) => reviews(context, name));
  if (caller.kind !== 'classic' || !hasScope(caller) || organizations.length === 0) return notFound(context);
  const wanted = query.get('organization_name');
  const asked = world.organizations.filter(({ name }) => organizations.includes(name) && (wanted === null || same(name, wanted)));
  const { left, headers } = withoutHidden(context, asked);
  const names = new Set(left.map(({ name }) => name));
  return { ...list(context, `/enterprises/${enterprise.id}`, ({ owner }) => names.has(owner)), headers };
}

function listForOrganization(context) {
  const { world, caller, params, query } = context;
  const organization = world.organizations.find(({ name }) => same(name, params.org));
  if (!organization || !mayCall(caller, mayReadOrganization) || !reviews(context, organization.name)) return notFound(context);
  const wanted = query.get('repository_name');
  return list(context, `/organizations/${organization.id}`, ({ owner, repository }) =>
    owner === organization.name && (wanted === null || same(repository.split('/')[1], wanted)));
}

function listForRepository(context) {
  return inRepository(context, mayReadRepository, (repository) =>
    list(context, `/repositories/${repository.id}`, (place) => place.repository === repository.full_name));
}

function getRequest(context) {
  return inRepository(context, mayReadOrganization, (repository) => {
    const request = itemOf(context, repository);
    return request ? { status: 200, body: shown(request) } : notFound(context);
  });
}

function reviewRequest(context) {
  return inRepository(context, mayReview, (repository) => {
    const { world, caller, body, now } = context;
    const request = itemOf(context, repository);
    if (!request) return notFound(context);
    const error = reviewError(request, caller, body, now);
    if (error) return invalid(context, error);
    const response = {
      id: world.nextResponseId++,
      reviewer: { actor_id: world.users.find(({ login }) => login === caller.login).id, actor_name: caller.login },
      status: body.status === 'approve' ? 'approved' : 'denied',
      created_at: new Date(now).toISOString().replace(/\.\d+Z$/, 'Z'),
      message: body.message,
    };
    request.responses = [...(request.responses ?? []), response];
    request.status = response.status;
    return { status: 200, body: { bypass_review_id: response.id } };
  });
}

function reviewError(request, caller, { message }, now) {
  if (message === '') return { resource: 'ExemptionResponse', field: 'message', code: 'missing_field', message: 'Message is required' };
  if (message.trim() === '') return { resource: 'ExemptionResponse', field: 'message', code: 'invalid', message: "Message can't be blank" };
  if ([...message].length > MESSAGE_LIMIT) {
    return { resource: 'ExemptionResponse', field: 'message', code: 'invalid', message: `Message is too long (maximum is ${MESSAGE_LIMIT} characters)` };
  }
  if (!isAwaitingReview(request, now)) {
    return { resource: 'ExemptionRequest', field: 'status', code: 'invalid', message: 'The bypass request is not open for review' };
  }
  // An assumption: GitHub's pages don't offer it, its API documentation says nothing.
  if (request.requester?.actor_name === caller.login) {
    return { resource: 'ExemptionResponse', field: 'reviewer', code: 'invalid', message: 'Reviewer cannot be the requester' };
  }
}

function dismissResponse(context) {
  return inRepository(context, () => true, (repository) => {
    const found = responseOf(context, repository);
    if (!found) return notFound(context);
    const { request, response } = found;
    if (response.status === 'dismissed') {
      return invalid(context, { resource: 'ExemptionResponse', field: 'status', code: 'invalid', message: 'The response was already dismissed' });
    }
    response.status = 'dismissed';
    reopen(request, context.now);
    return { status: 204 };
  });
}

// What a request is after one of its responses no longer stands. A completed or cancelled one can't come back: the push has happened.
function reopen(request, now) {
  if (!['approved', 'denied'].includes(request.status)) return;
  const standing = request.responses.filter(({ status }) => status !== 'dismissed');
  const isPast = Date.parse(request.expires_at) <= now;
  request.status = standing.at(-1)?.status ?? (isPast ? 'expired' : 'pending');
}

function inRepository(context, requirement, answer) {
  const { caller } = context;
  const repository = repositoryAt(context);
  if (!repository || !reviews(context, repository.full_name.split('/')[0])) return notFound(context);
  return mayCall(caller, requirement) ? answer(repository) : forbidden(context);
}

const repositoryAt = ({ world, params }) => world.repositories.find(({ full_name }) => same(full_name, `${params.owner}/${params.repo}`));

// The request that a call names, by its own number or by one of its responses; undefined for lists and for what isn't there.
export function requestNamedBy(context) {
  const repository = repositoryAt(context);
  if (!repository) return undefined;
  return 'bypass_response_id' in context.params ? responseOf(context, repository)?.request : itemOf(context, repository);
}

function responseOf({ world, params }, repository) {
  for (const { request } of placesOf(world).filter((place) => place.repository === repository.full_name)) {
    const response = request.responses?.find(({ id }) => id === Number(params.bypass_response_id));
    if (response) return { request, response };
  }
}

function itemOf({ world, params }, repository) {
  const wanted = Number(params.bypass_request_number);
  const numberOf = world.itemRoute === 'url' ? ({ url }) => Number(url.split('/').at(-1)) : ({ number }) => number;
  return placesOf(world).find((place) => place.repository === repository.full_name && numberOf(place.request) === wanted)?.request;
}

function list({ world, query, now }, idPath, inScope) {
  const period = PERIODS[query.get('time_period') ?? 'day'];
  const status = query.get('request_status') ?? 'all';
  const reviewer = query.get('reviewer');
  const requester = query.get('requester');
  const found = placesOf(world)
    .filter((place) => inScope(place) && place.created >= now - period)
    .filter(({ request }) => status === 'all' || filteredStatus(request, now) === status)
    .filter(({ request }) => requester === null || same(request.requester?.actor_name, requester))
    .filter(({ request }) => reviewer === null || (request.responses ?? []).some((response) => same(response.reviewer?.actor_name, reviewer)))
    .sort((left, right) => right.created - left.created || right.request.id - left.request.id);
  const { slice, ...paged } = pageOf(found, query, `${idPath}/bypass-requests/secret-scanning`);
  return { status: 200, body: slice.map(({ request }) => shown(request)), ...paged };
}

// What one page holds, and what its links need.
function pageOf(found, query, path) {
  const perPage = Number(query.get('per_page') ?? 30);
  const page = Number(query.get('page') ?? 1);
  return { slice: found.slice((page - 1) * perPage, page * perPage), list: { path, page, last: Math.max(1, Math.ceil(found.length / perPage)) } };
}

// `open` is a filter's word and `pending` a request's; one that ran out counts as expired whatever its status still says.
function filteredStatus(request, now) {
  if (isAwaitingReview(request, now)) return 'open';
  return ['pending', 'open'].includes(request.status) ? 'expired' : request.status;
}

// Shares its parts with the world: who changes it copies it first.
const shown = (request) => ({ ...request, responses: request.responses?.map(({ message: _, ...response }) => response) ?? request.responses });
