// Owns the tests of the stylesheet's build: which Primer tokens end up in it, and what fails it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { neededTokens, tokenRules } from './build.mjs';

const files = [
  { name: 'size', theme: false, css: ':root { --size: 4px; /* { } */ --unused-size: 1px; }' },
  { name: 'light', theme: true, css: '[data-theme="light"] { --fg: var(--ink); --ink: #111; --bg: #fff; }' },
  {
    name: 'dark',
    theme: true,
    css: '[data-theme="dark"],\n[data-auto] { --fg: var(--snow); --snow: #eee; --bg: #000; --only-dark: red; }\n@media (prefers-color-scheme: dark) { [data-auto] { --fg: var(--snow); } }',
  },
];

test('a token comes with the tokens it is made of, under every selector, and nothing else comes', () => {
  const css = neededTokens('p { color: var(--bg); margin: var( --size ) }', files);
  assert.equal(css, ':root { --size: 4px; }\n[data-theme="light"] { --bg: #fff; }\n[data-theme="dark"], [data-auto] { --bg: #000; }\n');
});

test('a rule inside a media query stays inside it', () => {
  const rules = tokenRules(files[2].css);
  assert.deepEqual(rules[1].around, ['@media (prefers-color-scheme: dark)', '[data-auto]']);
});

test('a token that differs between themes in what it is made of brings each theme its own', () => {
  const only = files.map((file) => ({ ...file, theme: false }));
  const css = neededTokens('p { color: var(--fg) }', only);
  assert.match(css, /--ink: #111/);
  assert.match(css, /@media \(prefers-color-scheme: dark\) \{ \[data-auto\] \{ --fg: var\(--snow\); \}\}/);
});

test('an unknown token fails the build', () => {
  assert.throws(() => neededTokens('p { color: var(--fgColor-typo) }', files), /--fgColor-typo, used by our own CSS/);
});

test('a token of some themes only fails the build', () => {
  assert.throws(() => neededTokens('p { color: var(--only-dark) }', files), /--only-dark is missing in the themes light/);
});

test('our own properties are known by declaration and by @property, not by a mention in a comment', () => {
  assert.equal(neededTokens('p { --mine: 1px; margin: var(--mine) }', files), '');
  assert.equal(neededTokens('@property --wide { syntax: "*"; inherits: true } p { margin: var(--wide) }', files), '');
  assert.throws(() => neededTokens('/* { --no: 1 } */ p { margin: var(--no) }', files), /--no/);
});
