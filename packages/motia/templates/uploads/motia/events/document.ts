// #if api|jobs
import { z } from 'zod';

// A file as a request leaves it on disk: plain data, which goes to any step as it is.
export const StoredFile = z.object({
  name: z.string(),
  type: z.string(),
  size: z.number(),
  path: z.string()
});

export const UploadedDocument = z.object({ id: z.string(), file: StoredFile });

export const Progress = z.object({ id: z.string(), percent: z.number().min(0).max(100) });
