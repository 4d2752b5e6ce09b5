// Owns who is refused what besides their rights: an enterprise or an organization that a token may not reach, and what SSO leaves out of a list.

// `world.refusals` has entries {enterprise: SLUG or organization: NAME, as, token?, kind?, repositories?}.
// `as` is 'not-found' (404), 'forbidden' (403 for a missing permission) or 'sso' (403 until the token is authorized; lists over several
// organizations leave this one's rows out). `token` or `kind` ('classic', 'fine-grained', 'app') say for whom, else it is for everybody.
// `repositories: false` refuses an organization's list alone and lets its repositories be.

export const refusal = (status, message, documentation_url) => ({ status, body: { message, documentation_url, status: String(status) } });

// The reply to a call that is refused, or undefined.
export function refused(context) {
  const { params, documentationUrl, caller } = context;
  const entry = find(context, (one) =>
    same(one.enterprise, params.enterprise) || same(one.organization, params.org) || (one.repositories !== false && same(one.organization, params.owner)));
  if (!entry) return undefined;
  if (entry.as === 'not-found') return refusal(404, 'Not Found', documentationUrl);
  if (entry.as === 'sso') {
    return {
      ...refusal(403, 'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.', documentationUrl),
      headers: { 'x-github-sso': `required; url=${authorizationPage(entry)}` },
    };
  }
  if (entry.as !== 'forbidden') throw new TypeError(`refusals: \`as\` can't be ${entry.as}`);
  return {
    ...refusal(403, `Resource not accessible by ${caller.kind === 'app' ? 'integration' : 'personal access token'}`, documentationUrl),
    headers: caller.kind === 'classic'
      ? { 'x-accepted-oauth-scopes': entry.enterprise ? 'admin:enterprise' : 'admin:org' }
      : { 'x-accepted-github-permissions': 'organization_bypass_requests_for_secret_scanning=read' },
  };
}

// Of the organizations ({id, name}) those whose rows a list over several leaves out.
export const hiddenOrganizations = (context, organizations) =>
  organizations.filter(({ name }) => find(context, (one) => one.as === 'sso' && same(one.organization, name)));

const authorizationPage = ({ enterprise, organization }) =>
  `https://github.com/${enterprise ? `enterprises/${enterprise}` : `orgs/${organization}`}/sso?authorization_request=AAAAFAKE`;

const find = ({ world, caller }, suits) =>
  world.refusals.find((one) => (one.token ?? caller.token) === caller.token && (one.kind ?? caller.kind) === caller.kind && suits(one));

// What a call or an entry doesn't name is the same as nothing.
const same = (left, right) => left !== undefined && right !== undefined && left.toLowerCase() === right.toLowerCase();
