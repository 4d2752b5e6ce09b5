// Owns what a person without a mouse can do in one document of Gatehouse: keys, to whatever has the focus.

import { eventually } from './view.mjs';

// More than there are stops in any document.
const STOPS = 120;

// How often a key that is held repeats, at least.
const REPEATS = 5;

const is = (focused, role, name) => focused.role === role && (name instanceof RegExp ? name.test(focused.name) : focused.name === name);

export class Hands {
  #view;

  constructor(view) {
    this.#view = view;
  }

  // Keys by the names that KeyboardEvent.key has, one after another.
  async press(...keys) {
    for (const key of keys) await this.#view.tab.press(key);
  }

  type(text) {
    return this.#view.tab.type(text);
  }

  // Holds a key down, which repeats a few times in this document and on until `happens` gives true.
  async hold(key, what, happens) {
    const { tab } = this.#view;
    await this.#view.evaluate(() => {
      if (globalThis.repeats === undefined) addEventListener('keydown', ({ repeat }) => { globalThis.repeats += Number(repeat); }, true);
      globalThis.repeats = 0;
    });
    await eventually(what, async () => {
      await tab.keyDown(key);
      return (await this.#view.evaluate(() => globalThis.repeats)) >= REPEATS && (await happens());
    });
    await tab.keyUp(key);
  }

  // Waits until this has the focus.
  async on(role, name) {
    let focused;
    await eventually(`the focus on ${role} ${name}`, async () => {
      focused = await this.#view.focused();
      return is(focused, role, name);
    }).catch((error) => {
      throw new Error(`${error.message}\nit is on ${JSON.stringify(focused)}`);
    });
  }

  // Goes on with the Tab key until this has the focus.
  async tabTo(role, name, key = 'Tab') {
    const met = [];
    for (let stop = 0; stop < STOPS; stop++) {
      await this.press(key);
      const focused = await this.#view.focused();
      if (is(focused, role, name)) return;
      met.push(`${focused.role} ${focused.name}`);
    }
    throw new Error(`Tab does not lead to ${role} ${name}, but to:\n${met.join('\n')}`);
  }

  // Runs a command by its words.
  async command(words) {
    await this.press('Control+k');
    await this.on('combobox', 'Find a command');
    await this.type(words);
    await this.press('Enter');
  }
}
