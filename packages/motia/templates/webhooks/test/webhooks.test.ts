// #if typescript|javascript
// #if api|jobs
import assert from 'node:assert/strict';
// #if api
import { createHmac } from 'node:crypto';
// #endif
import { test } from 'node:test';
import { runStep } from 'motia/testing';
// #if api
import { githubSecret } from '../motia/secrets.ts';
import receiveGitHub from '../motia/steps/receive/receive-github.ts';
// #endif
// #if jobs
import bookPayment from '../motia/steps/handle/book-payment.ts';
// #endif
// #if api

/** A request as GitHub sends it. */
function toRequest(secret = '') {
  const body = { repository: { full_name: 'me/shop' }, sender: { login: 'me' } };
  const signature = createHmac('sha256', secret).update(JSON.stringify(body)).digest('hex');
  const headers = {
    'x-github-delivery': '1',
    'x-github-event': 'push',
    'x-hub-signature-256': `sha256=${signature}`
  };
  return { body, headers };
}

test('takes what GitHub has signed, once', async () => {
  const first = await runStep(receiveGitHub, toRequest(githubSecret));
  assert.equal(first.response?.status, 202);

  const again = await runStep(receiveGitHub, toRequest(githubSecret), { state: first.state });
  assert.deepEqual(again.result, { id: 'github-1', seen: true });
});

test('refuses what somebody else has signed', async () => {
  await assert.rejects(runStep(receiveGitHub, toRequest('a guess')), { status: 401 });
});
// #endif
// #if jobs

test('books what was paid', async () => {
  const { state } = await runStep(bookPayment, {
    id: 'stripe-1',
    sender: 'stripe',
    kind: 'invoice.paid',
    receivedAt: '2026-01-01T00:00:00Z',
    payload: { data: { object: { amount_paid: 4200 } } }
  }, { state: { accounts: { 'paid-cents': 800 } } });
  assert.equal(state.accounts?.['paid-cents'], 5000);
});
// #endif
