import { until } from '../../stand/clock.ts';
import type { ProveSlack } from '../../stand/slack.ts';
import type { Stand } from '../../stand/stand.ts';
import { startTap } from '../../stand/tap.ts';

/** The product itself with `--role web`: whatever is due beside it, it delivers nothing. */
export interface Web {
  /** Killed now, and started again. */
  die(): Promise<void>;
  /** Messages that it posted. */
  readonly posts: number;
  /** Ends that nobody asked for. */
  readonly surprises: number;
}

interface WebParts {
  readonly count: number;
  readonly slack: ProveSlack;
  readonly databaseUrl: string;
}

const POST = /^POST \S*\/chat\.(?:postMessage|update)/;

export function startWebs(stand: Stand, parts: WebParts): Promise<Web[]> {
  return Promise.all(Array.from({ length: parts.count }, () => startWeb(stand, parts)));
}

async function startWeb(stand: Stand, { databaseUrl, slack }: WebParts): Promise<Web> {
  let posts = 0;
  const toSlack = await startTap(Number(new URL(slack.apiUrl).port), () => ({
    up: (chunk) => {
      if (POST.test(chunk.toString('latin1'))) posts += 1;
      return chunk;
    },
    down: (chunk) => chunk,
  }));
  stand.atEnd(() => toSlack.close());
  const env = { ...slack.env, SLACK_API_URL: `http://127.0.0.1:${toSlack.port}/api/` };
  const service = await stand.app({ databaseUrl, env, role: 'web' });
  await service.start({ wait: false });
  await until('a web process is up', () => service.isReady(), { withinMs: 120_000 });
  return {
    die: async () => {
      await service.kill();
      await service.start({ wait: false });
    },
    get posts() {
      return posts;
    },
    get surprises() {
      return service.surprises.length;
    },
  };
}

/** What a web process did that it should not. */
export function failuresOf({ posts, surprises }: Web): string[] {
  return [
    ...(posts === 0 ? [] : [`a web process posted ${posts} messages`]),
    ...(surprises === 0 ? [] : [`a web process ended by itself ${surprises} times`]),
  ];
}
