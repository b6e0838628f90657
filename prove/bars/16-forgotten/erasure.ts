import type { Context } from '../../../src/app/context.ts';
import { exportPerson } from '../../../src/app/erasure/export-person.ts';
import { forgetAccount } from '../../../src/app/erasure/forget-account.ts';
import { forgetUser } from '../../../src/app/erasure/forget-user.ts';
import { recordSignals } from '../../../src/app/record/record-signals.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { execute } from '../../../src/store/db.ts';
import { ERASURE, TABLES_OF_ACCOUNTS, TABLES_WITH_WORDS } from '../../../src/store/erasure/tables.ts';
import {
  ACCOUNT,
  dumpHits,
  ingestPerson,
  PERSON,
  plantAccount,
  plantWords,
} from '../../../test/app/erasure/canaries.ts';
import { activity, eventId } from '../../../test/app/signals.ts';
import { TEST_NOW } from '../../../test/support/context.ts';
import { timed } from '../../stand/clock.ts';

/** What names the account and nobody else. */
const ACCOUNT_WORDS = /Holdings|canary-(account|alias|holdings)|cus_canary/i;
const ACTOR = 'prove';
const LONGEST_MS = 60_000;

/** Who forgets: the product, or something naive in its place. */
export interface Forgets {
  person(ctx: Context): Promise<unknown>;
  account(ctx: Context): Promise<unknown>;
}

export const PRODUCT: Forgets = {
  person: (ctx) => forgetUser({ ctx, input: { userId: PERSON.id, accountId: null, erase: true, actor: ACTOR } }),
  account: (ctx) => forgetAccount({ ctx, input: { accountId: ACCOUNT.id, erase: true, actor: ACTOR } }),
};

/** Deletes the row that is the person or the account, and thinks of nothing else. */
export const NAIVE: Forgets = {
  person: (ctx) => execute(ctx.db, 'delete from account_users where external_id = $1', [PERSON.id]),
  account: (ctx) => execute(ctx.db, 'delete from accounts where external_id = $1', [ACCOUNT.id]),
};

export interface Erased {
  /** Rows that named the person or the account before, and tables that they stood in. */
  readonly rows: number;
  readonly tables: number;
  readonly ms: number;
  readonly failures: readonly string[];
}

/** A person in every table, among many others, is given what is stored of them, forgotten, searched for and sent again. */
export async function forgetPerson(ctx: Context, others: number, forgets: Forgets): Promise<Erased> {
  await insertOthers(ctx, others);
  await plantWords(ctx.db, await ingestPerson(ctx, 'acme'));
  await snapshotScores({ ctx, input: {} });
  const planted = await dumpHits(ctx.db);
  const tables = new Set(planted.map(tableOf));
  const failures = [...notPlanted(tables), ...(await missingInExport(ctx))];
  const ms = await timed(() => forgets.person(ctx));
  const left = (await dumpHits(ctx.db)).map((line) => `still names the person: ${line.slice(0, 160)}`);
  const again = await takenAgain(ctx, [
    ['acme', PERSON.id],
    ['acme', PERSON.email],
    ['acme', PERSON.formerly],
  ]);
  return { rows: planted.length, tables: tables.size, ms, failures: [...failures, ...left, ...again, ...tooLong(ms)] };
}

/** The same with an account and everybody in it. */
export async function forgetCustomer(ctx: Context, others: number, forgets: Forgets): Promise<Erased> {
  await insertOthers(ctx, others);
  const accountNo = await plantAccount(ctx);
  const planted = await dumpHits(ctx.db);
  const ms = await timed(() => forgets.account(ctx));
  const left = (await dumpHits(ctx.db, ACCOUNT_WORDS)).map((line) => `still names the account: ${line.slice(0, 160)}`);
  for (const table of TABLES_OF_ACCOUNTS) {
    const rows = await execute(ctx.db, `select from ${table} where account_id = $1`, [accountNo]);
    if (rows > 0) left.push(`${rows} rows of the account are left in ${table}`);
  }
  const again = await takenAgain(ctx, [
    [ACCOUNT.id, 'u1'],
    [ACCOUNT.customer, 'u1'],
    [ACCOUNT.alias, 'u1'],
  ]);
  const tables = new Set(planted.map(tableOf)).size;
  return { rows: planted.length, tables, ms, failures: [...left, ...again, ...tooLong(ms)] };
}

function tooLong(ms: number): string[] {
  return ms > LONGEST_MS ? [`forgetting took ${ms} ms`] : [];
}

function tableOf(line: string): string {
  return line.slice(0, line.indexOf(':'));
}

function notPlanted(tables: ReadonlySet<string>): string[] {
  const wanted = [
    ...TABLES_WITH_WORDS.map(({ table }) => table),
    ...Object.entries(ERASURE).flatMap(([table, rule]) => ('person' in rule ? [table] : [])),
  ];
  return wanted.filter((table) => !tables.has(table)).map((table) => `nobody was planted in ${table}`);
}

/** What names the person and does not stand in what they are given. */
async function missingInExport(ctx: Context): Promise<string[]> {
  const { text } = await exportPerson({ ctx, input: { userId: PERSON.id, accountId: null, actor: ACTOR } });
  const words = Object.values(PERSON).filter((word) => !text.includes(word));
  const { mentions } = JSON.parse(text);
  const mentioned = new Set(mentions.map(({ table }: { readonly table: string }) => table));
  const silent = TABLES_WITH_WORDS.filter(({ table }) => !mentioned.has(table)).map(({ table }) => table);
  return [...words, ...silent].map((what) => `${what} is not in the export of the person`);
}

async function takenAgain(ctx: Context, sent: readonly (readonly [accountKey: string, userKey: string])[]) {
  const occurredAt = new Date(TEST_NOW.getTime() - 60_000);
  const signals = sent.map(([accountKey, userKey]) =>
    activity({ accountKey, userKey, occurredAt, id: eventId(`again ${accountKey} ${userKey}`) }),
  );
  const outcomes = await recordSignals({ ctx, input: { source: 'test', signals } });
  return outcomes.flatMap((outcome, place) =>
    outcome.status === 'rejected' && outcome.code === 'erased' ? [] : [`is taken again: ${sent[place]?.join(', ')}`],
  );
}

/** People, touches and messages of others, so that the few are searched for among many. */
async function insertOthers({ db }: Context, count: number): Promise<void> {
  await execute(db, `insert into account_keys (external_id) values ('other')`);
  await execute(
    db,
    `insert into accounts (account_id, external_id, name, customer_since, next_user_no)
     select account_id, external_id, 'Other', '2025-01-01', $1 from account_keys where external_id = 'other'`,
    [count],
  );
  await execute(
    db,
    `insert into account_users (account_id, user_no, external_id, email, first_seen_at)
     select account_id, n, 'other-' || n, 'other-' || n || '@mail.example', now()
     from accounts, generate_series(0, $1 - 1) n where external_id = 'other'`,
    [count],
  );
  await execute(
    db,
    `insert into touches (account_id, kind, text, author, at)
     select account_id, 'call', 'Spoke with other-' || n || '@mail.example of the renewal', 'U1', now() - n * interval '1 second'
     from accounts, generate_series(0, $1 - 1) n where external_id = 'other'`,
    [count],
  );
}
