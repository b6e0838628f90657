import { createHash } from 'node:crypto';
import { Agent } from 'node:http';
import type { Link } from './links.ts';
import { show } from './visit.ts';

const AT_ONCE = 32;

/** Shows so many wrong secrets for a link, each from another network; a line for each that was not refused. */
export async function guess(urls: readonly string[], { id }: Link, guesses: number, seed: string): Promise<string[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const failures: string[] = [];
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < guesses) {
      const number = next++;
      const token = `csp_${createHash('sha256').update(`${seed} ${number}`).digest('base64url')}`;
      const { status } = await show(urls[number % urls.length] ?? '', { id, token }, { agent });
      if (status !== 404) failures.push(`guess ${number} is answered with ${status}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, one));
  } finally {
    agent.destroy();
  }
  return failures;
}
