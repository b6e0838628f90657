import type { Random } from '../../../src/demo/random.ts';
import type { Direction, TcpProxy } from '../../stand/proxy.ts';

const DIRECTIONS: readonly [Direction, ...Direction[]] = ['up', 'down', 'any'];
/** Of a request with its answer, or of a transaction, are this many bytes at most. */
const MOST_BYTES = 12_000;

/** Cuts connections in the middle of requests, answers and transactions. */
export async function cutAgain(
  proxies: readonly [TcpProxy, ...TcpProxy[]],
  cuts: number,
  random: Random,
): Promise<void> {
  for (let done = 0; done < cuts; done += 1) {
    await random.pick(proxies).cutAfter(random.below(MOST_BYTES), random.pick(DIRECTIONS));
  }
}
