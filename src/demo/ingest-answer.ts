import { z } from 'zod';
import { AppError } from '../lib/errors.ts';
import type { PostAnswer } from './post.ts';

const answerSchema = z.object({
  accepted: z.number(),
  duplicates: z.number(),
  rejected: z.array(z.object({ index: z.number(), code: z.string(), message: z.string() })),
});

export type IngestAnswer = z.infer<typeof answerSchema>;

/**
 * What the server says became of the items of a request.
 * @throws AppError 'invalid' when it says something else; the answer is quoted.
 */
export function readIngestAnswer({ status, text }: PostAnswer, what: string): IngestAnswer {
  const parsed = answerSchema.safeParse(jsonOf(text));
  // 207 and 400 name the refused items in the same shape.
  if (parsed.success && (status === 200 || parsed.data.rejected.length > 0)) return parsed.data;
  throw new AppError('invalid', `the server answered ${status} to ${what}: ${text.slice(0, 300)}`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
