// Owns what a person, or an assistive technology, can do in one document of Gatehouse: roles and names only, no markup.

import assert from 'node:assert/strict';
import { AXE, SELECTORS, matching, obstructed, violations } from './accessible.mjs';

const PATIENCE = 20_000;
const PAUSE = 25;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// Asks until `holds` gives something true, and gives that. While a document is replaced it can't be asked: that counts as "not yet".
export async function eventually(what, holds, patience = PATIENCE) {
  const until = Date.now() + patience;
  let problem;
  for (;;) {
    try {
      const held = await holds();
      if (held) return held;
      problem = undefined;
    } catch (error) {
      problem = error;
    }
    if (Date.now() > until) throw new Error(`waited ${patience / 1000} s in vain: ${what}${problem ? `\n${problem.message}` : ''}`);
    await pause(PAUSE);
  }
}

const described = (role, name) => `${role}${name === undefined ? '' : ` ${name instanceof RegExp ? name : `"${name}"`}`}`;
const asPattern = (name) => (name instanceof RegExp ? { pattern: { source: name.source, flags: name.flags } } : { name });

export class View {
  #frame;

  // `frame` gives the document's frame as it is now: it may be replaced at any time. It gives nothing while there is none.
  constructor(tab, frame) {
    this.tab = tab;
    this.#frame = frame;
  }

  async frame() {
    const frame = await this.#frame();
    if (!frame) throw new Error('there is no such document');
    return frame;
  }

  async #withAxe() {
    const frame = await this.frame();
    if (!(await frame.evaluate(() => typeof axe === 'object'))) await frame.evaluate(AXE);
    return frame;
  }

  // Evaluates in the document itself.
  async evaluate(does, argument) {
    return (await this.frame()).evaluate(does, argument);
  }

  // How many there are now, without waiting.
  async count(role, name) {
    const frame = await this.#withAxe();
    return frame.evaluate(`(${counting})(${JSON.stringify({ role, ...asPattern(name) })})`);
  }

  // Waits until exactly one is there.
  async #one(role, name) {
    let count;
    const handle = await eventually(`one ${described(role, name)}`, async () => {
      const frame = await this.#withAxe();
      const found = await frame.evaluateHandle(`(${finding})(${JSON.stringify({ role, ...asPattern(name) })})`);
      const element = found.asElement();
      if (!element) count = await found.jsonValue();
      return element;
    }).catch(async (error) => {
      throw new Error(`${error.message}\nfound ${count}; the document says:\n${await this.words().catch(String)}`);
    });
    return handle;
  }

  async waitFor(role, name) {
    await (await this.#one(role, name)).dispose();
  }

  // Waits until there is none.
  async waitForNone(role, name) {
    await eventually(`no ${described(role, name)}`, async () => (await this.count(role, name)) === 0);
  }

  async #with(role, name, act) {
    const element = await this.#one(role, name);
    try {
      return await act(element);
    } finally {
      await element.dispose();
    }
  }

  // Clicks as a person does, once it can be clicked.
  async click(role, name) {
    await this.waitUntilEnabled(role, name);
    await this.#with(role, name, async (element) => element.click(await inFirstLine(element)));
  }

  // Two clicks as fast as a browser makes them.
  async doubleClick(role, name) {
    await this.waitUntilEnabled(role, name);
    await this.#with(role, name, async (element) => {
      const where = await inFirstLine(element);
      return element.dblclick ? element.dblclick(where) : element.click({ ...where, count: 2 });
    });
  }

  // Where it is, in the frame's own pixels.
  box(role, name) {
    return this.#with(role, name, (element) => element.evaluate((it) => {
      const { top, right, bottom, left } = it.getBoundingClientRect();
      return { top, right, bottom, left };
    }));
  }

  focus(role, name) {
    return this.#with(role, name, (element) => element.focus());
  }

  // Chooses an option by its value.
  choose(role, name, value) {
    return this.#with(role, name, (element) => element.evaluate((it, chosen) => {
      it.value = chosen;
      it.dispatchEvent(new Event('change', { bubbles: true }));
    }, value));
  }

  // Types key by key.
  type(role, name, text) {
    return this.#with(role, name, (element) => element.type(text));
  }

  // Presses a key on it.
  press(role, name, key) {
    return this.#with(role, name, (element) => element.press(key));
  }

  // Replaces a field's text at once, as pasting does.
  fill(role, name, text) {
    return this.#with(role, name, async (element) => {
      await element.focus();
      await element.evaluate((field, value) => {
        field.select();
        document.execCommand(value === '' ? 'delete' : 'insertText', false, value);
      }, text);
    });
  }

  // What it says; of a field, what was typed.
  text(role, name) {
    return this.#with(role, name, (element) => element.evaluate((it) => ('value' in it && it.matches('input, textarea') ? it.value : it.innerText.trim())));
  }

  attribute(role, name, attribute) {
    return this.#with(role, name, (element) => element.evaluate((it, key) => it.getAttribute(key), attribute));
  }

  async isEnabled(role, name) {
    return this.#with(role, name, (element) => element.evaluate((it) => !it.disabled && it.getAttribute('aria-disabled') !== 'true'));
  }

  waitUntilEnabled(role, name) {
    return eventually(`${described(role, name)} to be enabled`, () => this.isEnabled(role, name));
  }

  // The text of all that there are, in their order.
  async texts(role, name) {
    const frame = await this.#withAxe();
    return frame.evaluate(`(${telling})(${JSON.stringify({ role, ...asPattern(name) })})`);
  }

  // Waits until it says `text`, a string or a regular expression.
  async waitForText(role, name, text) {
    let said;
    await eventually(`${described(role, name)} to say ${text}`, async () => {
      [said] = await this.texts(role, name);
      return said !== undefined && (text instanceof RegExp ? text.test(said) : said === text);
    }).catch((error) => {
      throw new Error(`${error.message}\nit says ${JSON.stringify(said)}`);
    });
  }

  // What has the focus: {role, name}.
  async focused() {
    const frame = await this.#withAxe();
    return frame.evaluate(() => {
      const it = document.activeElement;
      const { aria, text } = axe.commons;
      axe.setup(document.documentElement);
      try {
        return { role: aria.getRole(it), name: text.accessibleText(it).replace(/\s+/g, ' ').trim() };
      } finally {
        axe.teardown();
      }
    });
  }

  // Everything a person can read.
  async words() {
    return (await this.evaluate(() => document.body.innerText)).replace(/\s+/g, ' ').trim();
  }

  // Waits until the document says this somewhere.
  async waitForWords(words) {
    let said;
    await eventually(`the words ${words}`, async () => {
      said = await this.words();
      return words instanceof RegExp ? words.test(said) : said.includes(words);
    }).catch((error) => {
      throw new Error(`${error.message}\nit says: ${said}`);
    });
  }

  // Fails when axe finds anything in this document; `except` names rules to leave out.
  async assertAccessible(except = []) {
    assert.deepEqual(await this.accessibilityViolations(except), []);
  }

  // `only` names the rules to go by, where it isn't all.
  async accessibilityViolations(except = [], only = undefined) {
    const frame = await this.#withAxe();
    // On its way from one colour to another a control may be hard to read. What a closed `details` holds begins in Firefox, and never goes on.
    await eventually('the colours', () => frame.evaluate(() => document.getAnimations().every((it) => !(it instanceof CSSTransition) || !it.effect.target.checkVisibility())));
    return frame.evaluate(violations, only ? { only } : { except });
  }

  // The controls that a pointer wouldn't meet, or whose words are cut off, a line each; of those in what matches `within`, where it isn't all.
  obstructedControls(within) {
    return this.evaluate(obstructed, within);
  }
}

// The middle of its first line, from its upper left corner, as Playwright and Puppeteer each call it: by itself Playwright takes
// words hidden from sight for a part that can be clicked.
async function inFirstLine(element) {
  const point = await element.evaluate((it) => {
    it.scrollIntoView({ block: 'center' });
    const [whole, line] = [it.getBoundingClientRect(), it.getClientRects()[0]];
    return { x: line.x - whole.x + line.width / 2, y: line.y - whole.y + line.height / 2 };
  });
  return { position: point, offset: point };
}

// These run in the document, which knows nothing of this module.
const inDocument = (body) => `(wanted) => { const SELECTORS = ${JSON.stringify(SELECTORS)}; const matching = ${matching}; const found = matching(wanted); return ${body}; }`;
const counting = inDocument('found.length');
const finding = inDocument('found.length === 1 ? found[0] : found.length');
const telling = inDocument('found.map((element) => element.innerText.trim())');
