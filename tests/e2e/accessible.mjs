// Owns how a test finds things in a document, by the role and name that assistive technology gets, and what in it can't be used: what axe-core says inside the document, and what a pointer wouldn't meet.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// Runs in a document that has axe. `name` is the whole accessible name, `pattern` a regular expression on it; without either every name will do.
export function matching({ role, name, pattern }) {
  const { aria, dom, text } = axe.commons;
  const wanted = pattern && new RegExp(pattern.source, pattern.flags);
  const words = (element) => text.accessibleText(element).replace(/\s+/g, ' ').trim();
  const elements = document.querySelectorAll(SELECTORS[role] ?? '*');
  const dialog = document.querySelector('dialog:modal');
  axe.setup(document.documentElement);
  try {
    return [...elements].filter((element) =>
      aria.getRole(element) === role && dom.isVisibleToScreenReaders(element) && (!dialog || dialog.contains(element)) &&
      (name === undefined || words(element) === name) && (!wanted || wanted.test(words(element))));
  } finally {
    axe.teardown();
  }
}

// What has a role for a reason that can be seen in its tag; an explicit role always counts.
export const SELECTORS = Object.fromEntries(
  Object.entries({
    alert: '', article: 'article', button: 'button, summary, input[type=button], input[type=submit]', cell: 'td', columnheader: 'th', dialog: 'dialog',
    grid: '', heading: 'h1, h2, h3, h4, h5, h6', link: 'a', listitem: 'li', progressbar: 'progress', row: 'tr', searchbox: 'input', separator: 'hr', status: 'output', table: 'table',
    textbox: 'input, textarea', timer: '',
  }).map(([role, tags]) => [role, [tags, `[role~="${role}"]`].filter(Boolean).join(', ')]),
);

// Runs in a document that has axe: what is wrong by WCAG and by axe's best practices, a line each, without the rules in `except` or by those in `only`.
export async function violations({ except = [], only }) {
  const rules = Object.fromEntries(except.map((rule) => [rule, { enabled: false }]));
  const chosen = only ? { runOnly: { type: 'rule', values: only } } : { rules };
  const { violations: found } = await axe.run(document, { ...chosen, resultTypes: ['violations'] });
  return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary.replace(/\s+/g, ' ')}`));
}

// Runs in a document: the controls in what matches `within` (by default the open dialog, else all) that a pointer wouldn't meet where they stand, each scrolled into
// view first, and those whose words are cut off; a line each. Of the links of one drawing, which may lie over one another, any will do.
export function obstructed(within) {
  const CONTROLS = 'a[href], button, input, select, textarea, summary, [role=button], [role=switch], [role=option], [role=separator][tabindex]';
  const around = document.querySelector(within ?? 'dialog:modal') ?? document;
  const told = (element) => `${element.localName}.${element.getAttribute('class') ?? ''} "${(element.getAttribute('aria-label') ?? element.innerText ?? '').trim().slice(0, 60)}"`;
  const isHidden = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return width <= 1 || height <= 1 || element.closest('[aria-hidden=true]') || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  };
  return [...around.querySelectorAll(CONTROLS)].filter((element) => !isHidden(element)).flatMap((element) => {
    element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
    const line = element.getClientRects()[0];
    const [x, y] = [line.x + line.width / 2, line.y + line.height / 2];
    const met = document.elementFromPoint(x, y);
    const isMet = met && (element.contains(met) || [...(element.labels ?? [])].some((label) => label.contains(met)) || (element.ownerSVGElement ?? 0) === met.ownerSVGElement);
    if (!isMet) return [`${told(element)} at ${Math.round(x)}, ${Math.round(y)} is covered by ${met ? told(met) : 'nothing: it is out of view'}`];
    if (line.left < -1 || line.right > innerWidth + 1) return [`${told(element)} reaches from ${Math.round(line.left)} to ${Math.round(line.right)} in a window of ${innerWidth}`];
    const cutsOff = element.matches('button, a') && element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX !== 'visible';
    return cutsOff ? [`${told(element)} is cut off`] : [];
  });
}
