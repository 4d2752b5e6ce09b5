// Owns strings that ask a program for what it must not do, and what shows that a document of ours did nothing of it.

import assert from 'node:assert/strict';

const HACK = 'globalThis.hacked=1';
export const MARKUP = `<script>${HACK}</script><img src="https://evil.example/x" onerror="${HACK}"><svg onload="${HACK}">`;
export const TEMPLATE = '{{constructor.constructor("' + HACK + '")()}} ${7*7} <%= 7*7 %>';
export const LINKS = `javascript:${HACK} https://evil.example/steal [click](https://evil.example/) //evil.example`;
// Those that order, that take no room, that take room and draw nothing, and that choose a look; of the last, one may stay.
export const UNSEEN = 'a\u202egnp.exe\u202c b\u200bc \u2066d\u2069 e\u0007f \ufeffg \u00adh\u034f \u061ci j\u115fk\u1160 l\u3164m\uffa0 n\u2800o p\ufe0f \u2764\ufe0f\ufe0f \u{e0100}q\u{e01ef}';
export const UNSEEN_SHOWN = 'a\\u{202E}gnp.exe\\u{202C} b\\u{200B}c \\u{2066}d\\u{2069} e\\u{0007}f \\u{FEFF}g \\u{00AD}h\\u{034F} \\u{061C}i j\\u{115F}k\\u{1160} l\\u{3164}m\\u{FFA0} n\\u{2800}o p\\u{FE0F} \u2764\ufe0f\\u{FE0F} \\u{E0100}q\\u{E01EF}';
export const FORMULA = '=HYPERLINK("https://evil.example","x")';
export const HOMOGLYPH = 'octocаt';
export const LONG = 'https://evil.example/'.padEnd(1_000_000, 'x');

// All of them that may stand in one line, and how that is shown.
export const ALL = [FORMULA, MARKUP, TEMPLATE, LINKS, HOMOGLYPH, UNSEEN].join(' ');
export const ALL_SHOWN = ALL.replace(UNSEEN, UNSEEN_SHOWN);

// A host of which the fake GitHub would hear, and complain.
export const ELSEWHERE = 'elsewhere.example.test';

// In the document: what would show that something was executed, asked for or linked, that the layout broke, or that something acts unseen.
const harm = () => ({
  hacked: globalThis.hacked,
  asked: performance.getEntriesByType('resource').map(({ name }) => new URL(name).host).filter((host) => /evil|elsewhere/.test(host)),
  linked: [...document.querySelectorAll('[href], [src], [action], [formaction]')]
    .map((it) => it.href?.baseVal ?? it.href ?? it.src ?? '').filter((address) => /evil\.example|elsewhere\.|^javascript:|^data:text/i.test(address) && !address.includes('#/inbox')),
  made: document.querySelectorAll('script:not([src]), iframe, object, embed, img[onerror]').length,
  wider: Math.max(...[document.scrollingElement, ...document.querySelectorAll('dialog[open]')].map((it) => it.scrollWidth - it.clientWidth), 0),
  // Of addresses it is the encoded form that acts; and what a person types into is theirs.
  unseen: [document.title, document.body.textContent, ...[...document.querySelectorAll('*')].flatMap((it) => it.getAttributeNames().filter((name) => name !== 'value').map((name) => it.getAttribute(name)))]
    .flatMap((text) => text.match(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\u{e0000}-\u{e0fff}]|(?<!\u2764)[\ufe00-\ufe0f]/gu) ?? []),
});
const HARMLESS = { hacked: undefined, asked: [], linked: [], made: 0, wider: 0, unseen: [] };

// What the width changes is laid out, by a measure of ours and one of the browser's.
const laidOut = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 50))));

// That a document did nothing of what the strings in it ask for, in a wide window and a narrow one.
export async function assertHarmless(view) {
  for (const [width, height] of [[1280, 900], [400, 800]]) {
    await view.tab.resize(width, height);
    await view.evaluate(laidOut);
    assert.deepEqual(await view.evaluate(harm), HARMLESS, `at ${width}`);
  }
  await view.tab.resize(1280, 900);
}

// Every string of a request is `text`, as far as GitHub's description leaves it free and the fake finds the request all the same.
export function poison(request, text) {
  request.requester_comment = text;
  request.resource_identifier = text;
  request.requester.actor_name = text;
  Object.assign(request.repository, { name: text, full_name: text });
  request.organization.name = text;
  request.data = [{ ...request.data[0], secret_type: text, path: `${text}:1:0`, branch: `refs/heads/${text}` }];
  request.responses = [{ id: 9_999, reviewer: { actor_id: 7, actor_name: text }, status: 'dismissed', created_at: request.created_at }];
}
