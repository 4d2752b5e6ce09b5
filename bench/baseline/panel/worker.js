// Owns the least background: holds the token for the session, and makes the one call that its frame needs.
//
// Fair, because it does what every background must, read its session's storage and answer a message, and nothing else: no checks of who asks.
const answers = {
  async get({ owner, repository, number }) {
    const { token } = await chrome.storage.session.get('token');
    const response = await fetch(`https://api.github.com/repos/${owner}/${repository}/bypass-requests/secret-scanning/${number}`, {
      headers: { Accept: 'application/vnd.github+json', Authorization: `Bearer ${token}` },
      cache: 'no-store',
    });
    return response.json();
  },
  async status() {
    const { token } = await chrome.storage.session.get('token');
    return { isConnected: token !== undefined };
  },
};

chrome.runtime.onMessage.addListener((text, _sender, reply) => {
  const [[what, argument]] = Object.entries(JSON.parse(text));
  answers[what](argument).then((answer) => reply(JSON.stringify(answer)));
  return true;
});
