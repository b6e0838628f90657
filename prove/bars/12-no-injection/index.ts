import { createHash } from 'node:crypto';
import type { Context } from '../../../src/app/context.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { hashOf } from '../../../src/demo/random.ts';
import type { Db } from '../../../src/store/db.ts';
import { dumpHits } from '../../../test/app/erasure/canaries.ts';
import { openIngest } from '../../../test/ingest/harness.ts';
import { testContext } from '../../../test/support/context.ts';
import type { TestDatabase } from '../../../test/support/database.ts';
import { describeSchema } from '../../../test/support/describe-schema.ts';
import { insertRecipePortfolio } from '../../../test/support/portfolio.ts';
import { defineBar, type Verdict } from '../../bar.ts';
import { openDatabases } from '../../stand/databases.ts';
import type { Stand } from '../../stand/stand.ts';
import { askFromElsewhere } from './elsewhere.ts';
import { READERS, type Reader, rowsFor } from './readers.ts';
import { listenToStatements } from './statements.ts';
import { hostileWords, plainWords } from './words.ts';
import { sendWords } from './writers.ts';

interface Size {
  /** Words, half of them read by and half of them sent. */
  readonly inputs: number;
  /** Commands from another team. */
  readonly elsewhere: number;
}

const DAY = '2026-03-01';
const UNIT = 'hostile inputs';
/** So many plain words show every statement that there is. */
const PLAIN = 400;
const LANES = 6;

export const noInjection = defineBar<Size>({
  number: '12',
  promise:
    'No input changes the text of a statement, what it finds or what is stored of others, and another team is given nothing',
  sizes: { quick: { inputs: 1000, elsewhere: 20 }, full: { inputs: 50_000, elsewhere: 1000 } },
  run: async (stand, { elsewhere, inputs }, seed) => {
    const databases = await portfolios(stand);
    const tried = await inject(databases, READERS, inputs, seed);
    const other = await askFromElsewhere(databases.tried, elsewhere);
    return {
      tries: inputs + elsewhere,
      unit: `${UNIT} and commands from elsewhere`,
      failures: [...tried.failures, ...other],
      measured: { 'known statements': tried.known, 'commands from another team': elsewhere },
    };
  },
  controls: {
    'a name inside the statement': async (stand, _, seed) => {
      const { failures } = await inject(await portfolios(stand), [NAIVE], 200, seed);
      return { tries: 200, unit: UNIT, failures, measured: {} } satisfies Verdict;
    },
  },
});

/** What everybody wrote before there were parameters. What the database refuses finds nothing. */
const NAIVE: Reader = {
  name: 'an account by its name',
  share: 100,
  read: async ({ db }, word) => {
    const text = `select external_id from accounts where name = '${word}'`;
    const [result] = [await db.query(text).catch(() => null)].flat();
    return result?.rows.length ?? 0;
  },
};

interface Portfolios {
  readonly tried: TestDatabase;
  /** For plain words, so that what they leave behind resembles none of the others. */
  readonly plain: TestDatabase;
}

async function portfolios(stand: Stand): Promise<Portfolios> {
  const open = await openDatabases(stand);
  const databases = { tried: await open(), plain: await open() };
  for (const { pool } of Object.values(databases)) {
    await insertRecipePortfolio(pool, DAY);
    await snapshotScores({ ctx: testContext(pool), input: { day: DAY } });
  }
  return databases;
}

/** A connection hears how a transaction ends once, which may be before anybody listens. */
const ENDS = ['commit', 'rollback'];

interface Injected {
  readonly known: number;
  readonly failures: readonly string[];
}

async function inject(
  { plain, tried }: Portfolios,
  readers: readonly Reader[],
  inputs: number,
  seed: string,
): Promise<Injected> {
  const { pool } = tried;
  const ctx = testContext(pool);
  const [app, plainApp] = [await openIngest(tried), await openIngest(plain)];
  const mark = `mark${createHash('sha256').update(seed).digest('hex').slice(0, 12)}x`;
  const half = Math.floor(inputs / 2);
  const statements = listenToStatements();
  const { unheard } = statements;
  try {
    await readAll(testContext(plain.pool), readers, plainWords(PLAIN, 'plain'));
    await sendWords(plainApp, plainWords(PLAIN, 'sent'), 'plain');
    await sendWords(plainApp, plainWords(PLAIN, 'sent'), 'again');
    const known = new Set([...statements.texts, ...ENDS]);
    const words = hostileWords(hashOf(seed), inputs, mark);
    const stored = await unheard(() => everything(pool));
    const found = await readAll(ctx, readers, words.slice(0, half));
    const [changed, before] = await unheard(async () => [(await everything(pool)) !== stored, await othersOf(pool)]);
    const sent = await sendWords(app, words.slice(half), mark);
    const touched = (await unheard(() => othersOf(pool))) !== before;
    const unknown = [...statements.texts].filter((text) => !known.has(text) || text.includes(mark));
    const texts = unknown.map((text) => `a statement that nobody wrote: ${text.slice(0, 200)}`);
    return {
      known: known.size,
      failures: [
        ...found,
        ...(changed ? ['reading changed what is stored'] : []),
        ...sent,
        ...(touched ? ['the schema or what is stored of others was changed'] : []),
        ...texts,
      ],
    };
  } finally {
    statements.stop();
  }
}

/** Words that found something, although nothing holds them. */
async function readAll(ctx: Context, readers: readonly Reader[], words: readonly string[]): Promise<string[]> {
  const turns = readers.flatMap((reader) => Array.from({ length: reader.share }, () => reader));
  const waiting = [...words.entries()];
  const found: string[] = [];
  const lane = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [index, word] = next;
      const reader = turns[index % turns.length];
      if (reader === undefined) continue;
      const rows = await rowsFor(reader, ctx, word);
      if (rows > 0) found.push(`${reader.name}: ${JSON.stringify(word.slice(0, 80))} found ${rows}`);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return found;
}

async function everything(db: Db): Promise<string> {
  return digestOf(await dumpHits(db, /^/));
}

/** The schema, and what is stored of the accounts that were there before. */
async function othersOf(db: Db): Promise<string> {
  const { rows: tables } = await db.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname = 'account_id' order by 1`,
  );
  const lines: string[] = [await describeSchema(db)];
  for (const { name } of tables) {
    const text = `select t::text as line from ${name} t where account_id <= (
      select max(account_id) from accounts where owner_email = 'dana@example.com')`;
    lines.push(...(await db.query<{ line: string }>(text)).rows.map(({ line }) => `${name}: ${line}`));
  }
  return digestOf(lines);
}

function digestOf(lines: readonly string[]): string {
  return createHash('sha256')
    .update([...lines].sort().join('\n'))
    .digest('hex');
}
