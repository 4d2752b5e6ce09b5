// Loads the background program and passes events on; a worker's listeners must be there before its
// first turn ends, so before the wasm is.
//
// Of a program that broke off in the middle of something nobody knows what still holds: it is halted, whoever waits for it
// hears that it is gone, and another one begins with what is kept. A worker can't import that one later.
import * as first from './background.js';
import * as second from './background.js?second';

const WASM = new URL('background_bg.wasm', import.meta.url);
const waiting = new Set();
const others = [second];
let program = first;
let ready = begin();

function begin() {
  return program.default({ module_or_path: WASM });
}

function report(error) {
  console.error('Gatehouse:', error);
}

addEventListener('error', ({ error }) => {
  report(error);
  const broken = program;
  program = others.pop();
  ready = program ? begin() : new Promise(() => {});
  for (const reply of waiting) reply(null);
  waiting.clear();
  broken?.halt();
});

chrome.runtime.onMessage.addListener((text, sender, reply) => {
  // Both were used up; the browser ends the worker when nobody asks it for a while.
  if (!program) return false;
  waiting.add(reply);
  const answer = (its) => waiting.delete(reply) && reply(its);
  ready.then(() => program.on_message(text, sender)).then(answer, (error) => {
    report(error);
    answer(null);
  });
  return true;
});
chrome.alarms.onAlarm.addListener(() => ready.then(() => program.on_alarm()).catch(report));
chrome.action.onClicked.addListener((tab) => ready.then(() => program.on_action(tab.id)).catch(report));
