// #if typescript|javascript
// #if jobs
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { event } from '@motia/core';
import { UploadedDocument } from '../../events/document.ts';

export default event({
  id: 'count-words',
  description: 'Reads a document in pieces, and tells how far it is',
  schema: UploadedDocument,
  concurrency: 2, // however many come at once
  retry: { attempts: 3 }
}, async ({ id, file }, { signal, state }) => {
  const hash = createHash('sha256');
  let words = 0;
  let bytes = 0;
  let isWithin = false; // a word may go on in the next piece
  let told = 0;

  for await (const piece of createReadStream(file.path, { signal })) {
    hash.update(piece);
    for (const byte of piece) {
      const isSpace = byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
      if (!isSpace && !isWithin) words++;
      isWithin = !isSpace;
    }
    bytes += piece.length;

    const percent = Math.floor((100 * bytes) / file.size);
    if (percent >= told + 10 && percent < 100) {
      told = percent;
      // What this step writes itself shows only when it has ended; what goes `now` shows at once.
      await motia.trigger('note-progress', { id, percent }, { now: true });
    }
  }

  const found = { words, sha256: hash.digest('hex') };
  await state.patch('documents', id, { status: 'done', percent: 100, ...found });
  return found;
});
