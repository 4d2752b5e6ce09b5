// Owns running tests that were compiled to wasm, as cargo's runner: they run in Chromium, and what they print is printed here.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { chromiumProgram } from './chromium.mjs';

const TIME_LIMIT = 300_000;

const runner = process.env.WASM_BINDGEN_TEST_RUNNER;
if (!runner) fail('WASM_BINDGEN_TEST_RUNNER must name the program wasm-bindgen-test-runner');

// It serves the tests to any browser; its own way of starting one needs a WebDriver.
const server = spawn(runner, process.argv.slice(2), {
  env: { ...process.env, NO_HEADLESS: '1', WASM_BINDGEN_TEST_ADDRESS: '127.0.0.1:0' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
process.on('exit', () => server.kill());

const deadline = setTimeout(() => fail(`the tests took longer than ${TIME_LIMIT / 1000} s`), TIME_LIMIT);
const url = await addressOf(server);
const { passed, failed, errors } = await run(url);
clearTimeout(deadline);
// What panics in a callback, between tests or within one, fails none of them.
if (errors > 0) fail(`${errors} uncaught`);
if (failed > 0) fail(`${failed} failed`);
if (passed === 0) fail('no test was run');
process.exit(0);

// The runner ends by itself when there is nothing to serve.
async function addressOf(process) {
  const said = [];
  for await (const line of createInterface({ input: process.stdout })) {
    said.push(line);
    const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    if (address) return address;
  }
  return fail(`the runner served no tests: ${said.join('\n')}`);
}

async function run(url) {
  const browser = await chromium.launch({ executablePath: chromiumProgram(), chromiumSandbox: process.getuid?.() !== 0 });
  const page = await browser.newPage();
  page.on('crash', () => fail('the page crashed'));
  let errors = 0;
  page.on('pageerror', (error) => {
    errors++;
    console.error(error.stack ?? error);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico')) console.error(message.text());
  });
  await page.goto(url);
  const output = page.locator('#output');
  await output.filter({ hasText: /test result: .*;/ }).waitFor({ state: 'attached', timeout: TIME_LIMIT });
  const text = await output.innerText();
  console.log(text);
  await browser.close();
  const [, passed, failed] = /test result: \S+ (\d+) passed; (\d+) failed/.exec(text) ?? fail('the result of the tests can\'t be read');
  return { passed: Number(passed), failed: Number(failed), errors };
}

function fail(why) {
  console.error(`wasm tests: ${why}`);
  process.exit(1);
}
