// Owns a review over HTTP/1.1, where browsers make a request again by themselves when its connection breaks.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { TOKENS } from '../fake-github/world.mjs';
import { inEveryBrowser } from './stage.mjs';

inEveryBrowser('A review over HTTP/1.1', (stage) => {
  it('whose connection breaks once GitHub has it is recorded once and found so, though the browser may send it again', async () => {
    await stage.connect({ token: TOKENS.octocat });
    const panel = await stage.panel();
    await panel.waitForText('status', 'Request status', 'Pending');
    stage.fake.fail({ method: 'PATCH', path: /bypass-requests/, how: 'drop', applied: true });
    await panel.fill('textbox', 'Review message', 'Said once');
    await panel.click('button', 'Approve');
    await panel.waitForText('status', 'Request status', 'Approved');
    await panel.waitForWords('Its reply got lost, but read back, the request shows the review.');

    const { responses } = stage.fake.request('octo-org/smile', 1);
    assert.deepEqual(responses.map(({ reviewer, status, message }) => [reviewer.actor_name, status, message]), [['octocat', 'approved', 'Said once']]);
    const [first, ...again] = stage.fake.writes();
    assert.equal(first.status, 'drop');
    for (const { requestId, status, body } of again) assert.deepEqual([requestId, status, body], [2101, 422, first.body]);
    assert.deepEqual([...new Set(stage.fake.requests.map(({ protocol }) => protocol))], ['HTTP/1.1']);
  });
}, { http2: false });
