// Owns the page around a baseline's loader: a button that begins, and how many requests came, in the words that Gatehouse has for it.

// `load` gives the requests. What is asked for stands in the address: `?token=…&enterprise=…`.
export function offer(load) {
  document.body.dataset.baseline = '';
  const button = document.createElement('button');
  button.textContent = 'Connect';
  const status = document.createElement('p');
  status.role = 'status';
  status.ariaLabel = 'Requests shown';
  document.body.append(button, status);
  button.addEventListener('click', async () => {
    const requests = await load(Object.fromEntries(new URLSearchParams(location.search)));
    globalThis.requests = requests;
    const count = new Set(requests.map(({ id }) => id)).size.toLocaleString('en');
    status.textContent = `${count} of ${count} requests`;
  });
}
