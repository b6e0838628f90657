import pg from 'pg';
import {
  BATCH,
  batchProblems,
  ONE_IN,
  POISON,
  type Poison,
  type PoisonedBatch,
  poisonedBatch,
} from '../../../test/support/poison.ts';
import { defineBar, type Verdict } from '../../bar.ts';
import type { Postgres } from '../../stand/postgres.ts';
import { send } from '../../stand/request.ts';
import type { Stand } from '../../stand/stand.ts';

interface Size {
  readonly batches: number;
}

/** Takes a body of events, as `POST /v1/events` does. */
type Take = (body: string) => Promise<{ readonly status: number; readonly text: string }>;

/** Batches that are sent a second time, as a sender does that got no answer. */
const AGAIN_ONE_IN = 10;
const STORED = 'select count(*)::integer as stored from events';

export const poisonedBatches = defineBar<Size>({
  number: '9',
  promise: 'A bad event is named with its reason and keeps none of its batch from being stored',
  sizes: { quick: { batches: 30 }, full: { batches: 1000 } },
  run: async (stand, { batches }) => {
    const postgres = await stand.postgres();
    const app = await stand.app({ databaseUrl: postgres.url });
    await app.start();
    const headers = {
      authorization: `Bearer ${await stand.key(postgres.url, 'ingest')}`,
      'content-type': 'application/json',
    };
    const take: Take = async (body) => {
      const reply = await send({ url: `${app.url}/v1/events`, headers, body });
      return reply.kind === 'answer' ? reply : { status: 0, text: 'no answer' };
    };
    const verdict = await poison(stand, batches, take, () => storedIn(postgres));
    const ended = app.surprises.map(({ code, signal }) => `the app ended by itself with ${code ?? signal}`);
    return { ...verdict, failures: [...verdict.failures, ...ended] };
  },
  controls: {
    'one statement for the whole batch': async (stand, { batches }) => {
      const postgres = await stand.postgres();
      await postgres.query('create table events (message_id text primary key, at timestamptz, body jsonb)');
      const client = new pg.Client({ connectionString: postgres.url });
      await client.connect();
      stand.atEnd(() => client.end());
      return poison(stand, Math.min(batches, 20), atOnce(client), () => storedIn(postgres));
    },
  },
});

async function poison(stand: Stand, batches: number, take: Take, stored: () => Promise<number>): Promise<Verdict> {
  const random = stand.random('poison');
  const at = new Date(Date.now() - 86_400_000);
  const failures: string[] = [];
  let [good, again] = [0, 0];
  for (let done = 0; done < batches; done += 1) {
    // In turn, so that each kind is sent, each in company that nobody chose.
    const bad = new Map<number, Poison>();
    while (bad.size < BATCH / ONE_IN) {
      const kind = POISON[(done * (BATCH / ONE_IN) + bad.size) % POISON.length];
      const place = random.below(BATCH);
      if (kind !== undefined && !bad.has(place)) bad.set(place, kind);
    }
    const batch = poisonedBatch(`batch-${done}`, at, bad);
    failures.push(...(await problemsOf(batch, take, false)));
    good += batch.good.length;
    if (random.below(AGAIN_ONE_IN) > 0) continue;
    again += 1;
    failures.push(...(await problemsOf(batch, take, true)).map((line) => `sent again: ${line}`));
  }
  const count = await stored();
  return {
    tries: batches * (BATCH / ONE_IN),
    unit: 'bad events',
    failures: count === good ? failures : [...failures, `${count} events are stored instead of ${good}`],
    measured: { 'good events': good, 'stored events': count, batches, 'batches sent again': again },
  };
}

async function problemsOf(batch: PoisonedBatch, take: Take, already: boolean): Promise<string[]> {
  return batchProblems(batch, await take(`{"batch":[${batch.texts}]}`), already);
}

async function storedIn(postgres: Postgres): Promise<number> {
  return (await postgres.query<{ stored: number }>(STORED))[0]?.stored ?? Number.NaN;
}

/** What a receiver does that trusts its senders: all events of a request in one statement. */
function atOnce(client: pg.Client): Take {
  return async (body) => {
    try {
      const { batch } = JSON.parse(body);
      await client.query(
        `insert into events select e ->> 'message_id', (e ->> 'timestamp')::timestamptz, e
         from jsonb_array_elements($1::jsonb) e on conflict do nothing`,
        [JSON.stringify(batch)],
      );
      return { status: 200, text: JSON.stringify({ accepted: batch.length, duplicates: 0, rejected: [] }) };
    } catch (error) {
      return { status: 500, text: String(error) };
    }
  };
}
