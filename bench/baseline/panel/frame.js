// Owns the least panel's frame: asks the background for the request, says how it stands, and lets the button be pressed.
const [, owner, repository, , number] = decodeURIComponent(location.search.slice(1)).split('/');
chrome.runtime.sendMessage(JSON.stringify({ get: { owner, repository, number } })).then((text) => {
  const request = JSON.parse(text);
  document.querySelector('[role=status]').textContent = request.status === 'pending' ? 'Pending' : request.status;
  document.querySelector('button').disabled = false;
});
