import { createTextStreams } from '../../src/lib/text-streams.ts';

/** What writes long answers, as the product has it. */
export const streams = createTextStreams({ most: 2, longestMs: 20_000 });

/** A text that comes in pieces, as a whole. */
export async function joined(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

/** A text in one piece. */
export async function* piecesOf(...pieces: string[]): AsyncGenerator<string> {
  yield* pieces;
}
