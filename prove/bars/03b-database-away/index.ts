import { setTimeout as sleep } from 'node:timers/promises';
import { defineBar, type Verdict } from '../../bar.ts';
import { startRelay } from '../../naive/start-relay.ts';
import { timed, until } from '../../stand/clock.ts';
import { conclude, type LineUp, lineUp } from '../../stand/line-up.ts';
import type { Load } from '../../stand/load.ts';
import { type Reply, send } from '../../stand/request.ts';
import { startDigestDue } from './digest-due.ts';

interface Size {
  readonly awayMs: number;
  /** Whether a digest becomes due meanwhile, which takes two minutes more. */
  readonly withDigest: boolean;
}

const RECOVERY_MS = 5000;
/** Events that are stored before the database goes. */
const STORED_BEFORE = 2000;
/** Longest time in which somebody who sends is left without an answer. */
const ANSWER_MS = 10_000;

export const databaseAway = defineBar<Size>({
  number: '3b',
  promise: 'A database that is away costs no acknowledged event, no process and no digest',
  sizes: {
    quick: { awayMs: 4000, withDigest: false },
    full: { awayMs: 60_000, withDigest: true },
  },
  run: async (stand, { awayMs, withDigest }) => {
    const digest = withDigest ? await startDigestDue(stand) : null;
    const party = await lineUp(stand, { env: digest?.env });
    const seen = watchReplies();
    await digest?.untilJustBefore();
    const load = party.load([party.apps[0].url], seen.onReply);
    const during = await away(party, awayMs, seen);
    await load.finish();
    const late = (await digest?.failures()) ?? [];
    return verdict(party, load, seen, [...during.failures, ...late], { 'ms until stored again': during.recoveryMs });
  },
  controls: {
    'acknowledged from a buffer in memory': async (stand, { awayMs }) => {
      const party = await lineUp(stand);
      const relay = await startRelay(stand, party.apps[0].url);
      const seen = watchReplies();
      const load = party.load([relay.url], seen.onReply);
      await sleep(500);
      await party.postgres.stop('fast');
      await sleep(Math.min(awayMs, 3000));
      await party.postgres.start();
      return verdict(party, load, seen, [], {});
    },
  },
});

interface SeenReplies {
  readonly onReply: (reply: Reply) => void;
  /** Forgets what was seen before. */
  restart(): void;
  readonly counts: Readonly<Record<'stored' | 'later' | 'silent' | 'unhelpful', number>>;
}

/** Sorts what senders are told: stored, to come again, nothing at all, or to come again without saying when. */
function watchReplies(): SeenReplies {
  const counts = { stored: 0, later: 0, silent: 0, unhelpful: 0 };
  return {
    counts,
    restart: () => void Object.assign(counts, { stored: 0, later: 0, silent: 0, unhelpful: 0 }),
    onReply: (reply) => {
      if (reply.kind !== 'answer') counts.silent += 1;
      else if (reply.status === 200) counts.stored += 1;
      else if (reply.status === 503 && reply.headers['retry-after'] !== undefined) counts.later += 1;
      else counts.unhelpful += 1;
    },
  };
}

/** Stops the database for a while. What the app says meanwhile, and how soon it stores again. */
async function away({ apps, ledger, postgres }: LineUp, awayMs: number, seen: SeenReplies) {
  const failures: string[] = [];
  await until('events are stored', () => ledger.acknowledged > STORED_BEFORE);
  await postgres.stop('fast');
  seen.restart();
  const before = ledger.acknowledged;
  const end = Date.now() + awayMs;
  await sleep(Math.min(2000, awayMs / 2));
  while (Date.now() < end) {
    failures.push(...(await complaints(apps[0].url)));
    await sleep(500);
  }
  if (ledger.acknowledged > before) failures.push(`${ledger.acknowledged - before} events were acknowledged meanwhile`);
  if (seen.counts.later === 0) failures.push('nobody was told to come again');
  await postgres.start();
  const recoveryMs = await timed(() => until('events are stored again', () => ledger.acknowledged > before));
  if (recoveryMs > RECOVERY_MS) failures.push(`events were stored again only after ${recoveryMs} ms`);
  return { failures, recoveryMs };
}

/** What is wrong with what the app says of itself without its database. */
async function complaints(url: string): Promise<string[]> {
  const [live, ready] = await Promise.all(
    ['/livez', '/readyz'].map((path) => send({ url: `${url}${path}`, method: 'GET', timeoutMs: ANSWER_MS })),
  );
  return [
    ...(live?.kind === 'answer' && live.status === 200 ? [] : [`/livez: ${said(live)}`]),
    ...(ready?.kind === 'answer' && ready.status === 503 ? [] : [`/readyz: ${said(ready)}`]),
  ];
}

function said(reply: Reply | undefined): string {
  return reply?.kind === 'answer' ? `answered ${reply.status}` : 'gave no answer';
}

async function verdict(
  party: LineUp,
  load: Load,
  { counts }: SeenReplies,
  failures: readonly string[],
  measured: Readonly<Record<string, number>>,
): Promise<Verdict> {
  const conclusion = await conclude(party, load);
  const rude = counts.unhelpful + counts.silent;
  return {
    tries: counts.later + counts.stored + rude,
    unit: 'requests',
    failures: [
      ...failures,
      ...(rude > 0 ? [`${rude} requests were left without an answer that says when to come again`] : []),
      ...conclusion.failures,
    ],
    measured: { ...conclusion.measured, 'told to come again': counts.later, ...measured },
  };
}
