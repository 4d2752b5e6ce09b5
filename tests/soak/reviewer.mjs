// Owns the person in a soak: reviews in the panel, in the inbox one by one and in bulk, reacts to what goes wrong as the program says, and remembers what they pressed for and were told.

import { Hands } from '../e2e/hands.mjs';
import { eventually } from '../e2e/view.mjs';

// How long a person goes on with one thing before they call it broken, in this computer's milliseconds.
const PATIENCE = 120_000;

const RECORDED = /GitHub (recorded it|took the review)/;
const DECISIONS = { approved: { button: 'Approve', selected: 'Approve selected', confirm: 'Confirm approvals', word: 'Approved' }, denied: { button: 'Deny', selected: 'Deny selected', confirm: 'Confirm denials', word: 'Denied' } };

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// These run in the inbox: what opens the rows that are made, from the top; all or the selected ones.
const rowsInView = () =>
  [...document.querySelectorAll('[role=grid] [role=row][aria-rowindex]')]
    .filter((row) => row.querySelector('a'))
    .sort((one, other) => one.ariaRowIndex - other.ariaRowIndex)
    .map((row) => row.querySelector('a').textContent.replace(/\s+/g, ' ').trim());

const rowsSelected = () =>
  [...document.querySelectorAll('[role=grid] [role=row][aria-selected=true]')]
    .sort((one, other) => one.ariaRowIndex - other.ariaRowIndex)
    .map((row) => row.querySelector('a').textContent.replace(/\s+/g, ' ').trim());

export class Reviewer {
  // All by the request's id, as brokenPromises() takes them.
  orders = new Map();
  told = new Map();
  // How often they pressed what, once something had gone wrong.
  reactions = {};
  // What a person found lost before the end.
  lost = [];
  // Where other rows were selected than they meant, [{wanted, are}].
  misselected = [];
  #requests;

  // `requests` are GitHub's, by which a row's name is found.
  constructor(requests) {
    this.#requests = new Map(requests.map((request) => [request.html_url.replace(/^https:\/\/github\.com\/(.*)\/exemptions\/(\d+)$/, '#$2 in $1'), request]));
  }

  // The request that a row, a mark or a line about it names; `text` may say more.
  requestIn(text) {
    const [name] = /#\d+ in [\w-]+\/[\w-]+/.exec(text) ?? [];
    return this.#requests.get(name);
  }

  // Presses for a decision about the request that `view` shows, until it says that GitHub has it. `write` says whether the message is still to be written.
  async decide(view, { id, status, message }) {
    const { button, word } = DECISIONS[status];
    let isTyped = false;
    await this.#until(`request ${id} ${status}`, async () => {
      const [shown] = await view.texts('status', 'Request status');
      if (shown === word) return true;
      if (await this.#goOn(view)) return false;
      if (shown !== 'Pending') return void (await this.#tryAgain(view));
      if ((await view.count('textbox', 'Review message')) === 0) return false;
      const before = this.#ordersOf(id);
      // GitHub took it, and couldn't be asked to show it.
      if (before.length > 0 && RECORDED.test((await view.texts('article')).join(' '))) return void (await this.#readAgain(view));
      const typed = await view.text('textbox', 'Review message');
      if (isTyped && typed === '' && (await this.#isLost(view))) this.lost.push({ what: `the message for request ${id}`, typed: message, found: typed });
      if (typed !== message) await view.fill('textbox', 'Review message', message);
      isTyped = true;
      // While one is under way it can't be pressed.
      if (!(await view.isEnabled('button', button))) return void (await this.#readAgain(view));
      before.push({ status, message });
      if (before.length > 1) this.#react(button);
      await view.click('button', button);
      return false;
    });
    this.told.set(id, { status });
  }

  // Types for a request that `view` shows, and sends nothing.
  async draft(view, message) {
    await this.#until('the form', async () => {
      if ((await view.count('textbox', 'Review message')) === 1) return true;
      await this.#tryAgain(view);
      return false;
    });
    await view.fill('textbox', 'Review message', message);
  }

  // What stands in the field for a request that `view` shows, once it is there.
  async drafted(view) {
    await this.#until('the form', async () => {
      if ((await view.count('textbox', 'Review message')) === 1) return true;
      await this.#tryAgain(view);
      return false;
    });
    return view.text('textbox', 'Review message');
  }

  // The rows in view of the inbox, from the top, as the links that open them are named.
  rows(view) {
    return view.evaluate(rowsInView);
  }

  // Decides for the first `count` of the rows in view, in one go. `messageFor` makes of a request what is to be recorded when `written` is typed.
  // Returns the requests about which nothing is known for certain, to be looked at one by one.
  async decideTogether(view, { count, status, written, messageFor }) {
    const { selected, confirm } = DECISIONS[status];
    const names = await this.#select(view, count);
    const requests = names.map((name) => this.requestIn(name));
    await view.click('button', selected);
    await view.waitFor('dialog', 'Bulk review');
    await view.fill('textbox', 'Review message', written);
    if (status === 'approved') await view.click('checkbox', /their secrets can then be pushed$/);
    for (const request of requests) this.#ordersOf(request.id).push({ status, message: messageFor(request) });
    await this.#until('the dialog to close', async () => {
      if ((await view.count('dialog', 'Bulk review')) === 0) return true;
      if ((await view.count('button', confirm)) === 1 && (await view.isEnabled('button', confirm))) await view.click('button', confirm);
      return false;
    });
    const lines = await this.#settle(view);
    for (const line of lines) {
      const request = this.requestIn(line);
      if (request && RECORDED.test(line)) this.told.set(request.id, { status: line.startsWith('Approve') ? 'approved' : 'denied' });
    }
    return requests.filter(({ id }) => !this.told.has(id));
  }

  // Selects the first `count` rows in view by keys, and looks whether they are.
  async #select(view, count) {
    const hands = new Hands(view);
    return this.#until(`${count} rows selected`, async () => {
      if ((await view.count('button', 'Clear selection')) === 1) await view.click('button', 'Clear selection');
      const names = (await this.rows(view)).slice(0, count);
      await view.focus('link', names[0]);
      await hands.press('x', ...Array(names.length - 1).fill('j'), ...(names.length > 1 ? ['Shift+X'] : []));
      await view.waitForWords(`${names.length} selected`);
      const are = await view.evaluate(rowsSelected);
      if (String(are) === String(names)) return names;
      this.#react('Clear selection');
      this.misselected.push({ wanted: names, are });
      return undefined;
    });
  }

  // Waits until nothing is to be sent any more; gives the lines of "Each review", or the words of the bar.
  async #settle(view) {
    let isRetried = false;
    return this.#until('the reviews to come to an end', async () => {
      if (await this.#goOn(view)) return false;
      const [sent] = await view.texts('status', 'Reviews sent');
      if (sent === undefined || (await view.count('status', 'Review to be sent')) > 0) return false;
      if (!isRetried && (await view.count('button', 'Retry the failed ones')) === 1) {
        isRetried = true;
        this.#react('Retry the failed ones');
        await view.click('button', 'Retry the failed ones');
        return false;
      }
      if ((await view.count('button', 'Each review')) === 1) {
        if ((await view.count('list', 'Each review')) === 0) await view.click('button', 'Each review');
        await view.waitFor('list', 'Each review');
      }
      const lines = (await view.texts('list', 'Each review')).flatMap((list) => list.split('\n'));
      await view.click('button', 'Clear');
      return lines;
    });
  }

  // Where the queue is paused: goes on. Whether that was needed.
  async #goOn(view) {
    if ((await view.count('button', 'Continue')) === 0) return false;
    this.#react('Continue');
    await view.click('button', 'Continue');
    return true;
  }

  async #tryAgain(view) {
    if ((await view.count('button', 'Try again')) === 0) return;
    this.#react('Try again');
    await view.click('button', 'Try again');
  }

  async #readAgain(view) {
    if ((await view.count('button', 'Read again')) === 0 || !(await view.isEnabled('button', 'Read again'))) return;
    this.#react('Read again');
    await view.click('button', 'Read again');
  }

  // Whether a message is gone although nothing came of it: one look at all of it, since what is recorded is gone, too.
  async #isLost(view) {
    await pause(300);
    const [status, [field], [article]] = [await view.texts('status', 'Request status'), [await view.text('textbox', 'Review message')], await view.texts('article')];
    return status[0] === 'Pending' && field === '' && !RECORDED.test(article);
  }

  #react(what) {
    this.reactions[what] = (this.reactions[what] ?? 0) + 1;
  }

  #ordersOf(id) {
    if (!this.orders.has(id)) this.orders.set(id, []);
    return this.orders.get(id);
  }

  // Does `step` until it gives something true. What can't be done at one moment, since the document changes, is tried at the next.
  async #until(what, step) {
    return eventually(what, async () => {
      const done = await step();
      if (!done) await pause(20);
      return done;
    }, PATIENCE);
  }
}
