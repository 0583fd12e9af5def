// #if typescript|javascript
// #if api|jobs
import { z } from 'zod';

// A file as a request leaves it on disk: plain data, which goes to any step as it is.
export const StoredFile = z.object({
  name: z.string(),
  type: z.string(),
  size: z.number(),
  path: z.string()
});
// #if jobs

export const UploadedDocument = z.object({ id: z.string(), file: StoredFile });

export const Progress = z.object({ id: z.string(), percent: z.number().min(0).max(100) });

// What is kept in the state, as far as the steps read it.
export const KnownDocument = z.looseObject({ status: z.string(), percent: z.number() });
// #endif
