// Owns which names the browsers find the fake GitHub under; every other name leads nowhere.

// `*.` stands for any one label.
export const GITHUB_HOSTS = ['github.com', 'api.github.com', 'github.githubassets.com', '*.ghe.com', '*.example.test'];

export function leadsToFake(host) {
  return GITHUB_HOSTS.some((pattern) => (pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern));
}
