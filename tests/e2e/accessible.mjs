// Owns how a test finds things in a document: by the role and name that assistive technology gets, computed by axe-core inside the document.

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

// Runs in a document that has axe: what is wrong by WCAG and by axe's best practices, a line each, without the rules in `except`.
export async function violations(except) {
  const rules = Object.fromEntries(except.map((rule) => [rule, { enabled: false }]));
  const { violations: found } = await axe.run(document, { rules, resultTypes: ['violations'] });
  return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary.replace(/\s+/g, ' ')}`));
}
