// #if api|jobs
import assert from 'node:assert/strict';
import { test } from 'node:test';
// #if !jobs
import { runStep } from 'motia/testing';
// #endif
// #if jobs
// #if api
import { createTestApp, runStep } from 'motia/testing';
// #endif
// #if !api
import { createTestApp } from 'motia/testing';
// #endif
import countGreeting from '../motia/steps/greetings/count-greeting.ts';
import greetEveryMorning from '../motia/steps/greetings/greet-every-morning.ts';
import sendGreeting from '../motia/steps/greetings/send-greeting.ts';
// #endif
// #if api
import hello from '../motia/steps/hello.ts';
// #endif
// #if api

test('says hello to whoever asks', async () => {
  const { result } = await runStep(hello, { query: { name: 'Ada' } });
  assert.deepEqual(result, { message: 'Hello, Ada!' });
});
// #endif
// #if jobs

test('counts a greeting once it is sent, in whichever attempt', async () => {
  const app = await createTestApp({ steps: [greetEveryMorning, sendGreeting, countGreeting] });
  app.fails(sendGreeting);
  await app.call(greetEveryMorning);
  await app.settle();
  assert.equal(await app.state.get('greetings', 'world'), 1);
  await app.close();
});
// #endif
