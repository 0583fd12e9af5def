// #if multi
// #if api
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runStep } from 'motia/testing';
import takeNote from '../motia/steps/take-note.ts';

test('takes a note, and has its mood read', async () => {
  const note = { author: 'Ada', text: 'What a lovely day!' };
  const { response, triggers } = await runStep(takeNote, { body: note });
  assert.equal(response?.status, 202);
  assert.deepEqual(triggers, [{ target: 'read-mood', payload: note, from: 'take-note' }]);
});

test('takes no note without words', async () => {
  await assert.rejects(runStep(takeNote, { body: { author: 'Ada', text: '' } }), /text/);
});
