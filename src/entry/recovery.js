// What is shown when the program itself has stopped: plain, without it, and with a diagnosis that holds nothing a person typed.

const BUILD = /app-[0-9a-f]+/;

// What went wrong, in lines: only names of the program's own parts, of the browser, and of the view without its query.
function diagnose({ version, build, place }) {
  const route = location.pathname.split('/').at(-1) + location.hash.split('?')[0];
  return [
    `Gatehouse ${version ?? 'of an unknown version'}`,
    `Build: ${BUILD.exec(build ?? '')?.[0] ?? 'unknown'}`,
    `Browser: ${navigator.userAgent}`,
    `View: ${route}`,
    `Stopped: ${place}`,
  ].join('\n');
}

// Once, in place of everything else. `what` says what happened and what helps, `canReload` whether loading this document anew does.
export function recover({ what, canReload = true, ...facts }) {
  if (document.querySelector('.recovery')) return;
  // What may not have been kept: never what a password field holds.
  const typed = [...document.querySelectorAll('textarea')].map(({ value }) => value).filter((value) => value.trim());
  const diagnosis = diagnose(facts);
  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const buttons = element('div', '', { class: 'recovery-buttons' });
  if (canReload) {
    const reload = element('button', 'Reload', { type: 'button', class: 'button button-primary' });
    reload.addEventListener('click', () => location.reload());
    buttons.append(reload);
  }
  const copy = element('button', 'Copy diagnosis', { type: 'button', class: 'button' });
  const copied = element('span', '', { role: 'status', class: 'recovery-copied' });
  const shown = element('pre', diagnosis, { class: 'recovery-diagnosis', tabindex: '0', 'aria-label': 'Diagnosis', role: 'region' });
  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(diagnosis);
      copied.textContent = 'Copied.';
    } catch {
      // A frame may be denied the clipboard: then it is copied by hand.
      getSelection().selectAllChildren(shown);
      copied.textContent = 'The diagnosis is selected. Copy it by keyboard.';
    }
  });
  buttons.append(copy, copied);
  const alert = element('div', '', { role: 'alert' });
  alert.append(element('h1', 'Gatehouse stopped', { tabindex: '-1' }), element('p', what));
  alert.append(element('p', 'Your messages were kept as you typed them. Reviews that were being sent are looked up before anything is sent again.'));
  const main = element('main', '', { class: 'recovery' });
  main.append(alert, buttons);
  for (const text of typed) {
    const label = element('label', 'What you had typed', { class: 'field-label' });
    const field = element('textarea', text, { class: 'field', rows: '4', readonly: '' });
    label.append(field);
    main.append(label);
  }
  main.append(element('h2', 'Diagnosis'), element('p', 'It holds nothing that you typed, and no token.'), shown);
  document.body.replaceChildren(main);
  alert.firstChild.focus();
}
