// #if typescript|javascript
// #if api|jobs
import assert from 'node:assert/strict';
// #if !api
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// #endif
import { test } from 'node:test';
// #if api
import { createTestApp } from 'motia/testing';
// #endif
// #if !api
import { runStep } from 'motia/testing';
// #endif
// #if jobs
import countWords from '../motia/steps/background/count-words.ts';
// #endif
// #if api
import readDocument from '../motia/steps/documents/read-document.ts';
import receiveDocument from '../motia/steps/documents/receive-document.ts';
// #if jobs
import takeInDocument from '../motia/workflows/take-in-document.ts';
// #endif
// #endif
// #if api
// #if jobs

test('counts the words of a document', async () => {
  const app = await createTestApp({ steps: [receiveDocument, readDocument, takeInDocument, countWords] });
  // #endif
  // #if !jobs

test('takes a document', async () => {
  const app = await createTestApp({ steps: [receiveDocument, readDocument] });
  // #endif
  const body = new FormData();
  body.append('document', new Blob(['one two\nthree']), 'words.txt');
  const received = await app.request('POST', '/documents', { body });
  assert.equal(received.status, 202);
  // #if jobs

  await app.settle();
  const { body: document } = await app.request('GET', received.body.status);
  assert.deepEqual([document.status, document.words], ['done', 3]);
  // #endif
  // #if !jobs
  assert.equal((await app.request('GET', received.body.status)).body.name, 'words.txt');
  // #endif
  await app.close();
});
// #endif
// #if !api

test('counts the words of a document', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'words-'));
  const path = join(folder, 'words.txt');
  await writeFile(path, 'one two\nthree');
  const file = { name: 'words.txt', type: 'text/plain', size: 13, path };
  const { result } = await runStep(countWords, { id: 'd1', file });
  assert.equal(result.words, 3);
  await rm(folder, { recursive: true });
});
// #endif
