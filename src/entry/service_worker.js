// Loads the background program and passes events on; a worker's listeners must be there before its
// first turn ends, so before the wasm is.
import init, { on_action, on_alarm, on_message } from './background.js';

const ready = init({ module_or_path: new URL('background_bg.wasm', import.meta.url) });

chrome.runtime.onMessage.addListener((text, sender, reply) => {
  ready.then(() => on_message(text, sender)).then(reply, (error) => {
    console.error('Gatehouse:', error);
    reply(null);
  });
  return true;
});
chrome.alarms.onAlarm.addListener(() => ready.then(on_alarm));
chrome.action.onClicked.addListener((tab) => ready.then(() => on_action(tab.id)));
