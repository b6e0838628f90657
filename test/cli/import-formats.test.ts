import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exportCommand } from '../../src/cli/export.ts';
import { importCommand } from '../../src/cli/import.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { recordingIo } from '../support/recording-io.ts';

const folder = mkdtempSync(join(tmpdir(), 'cs-pulse-formats-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Cell = string | { readonly day: string } | { readonly amount: string };
const day = (text: string) => ({ day: text });
const amount = (text: string) => ({ amount: text });

/** One history of every kind of file: fields, then rows. */
const HISTORY: Readonly<Record<string, readonly (readonly Cell[])[]>> = {
  accounts: [
    ['account_id', 'name', 'domain', 'owner_email', 'customer_since', 'renews_on'],
    ['acme', 'Acme, Söhne "&" Co; Ltd', 'acme.example', 'dana@vendor.example', day('2024-02-01'), day('2027-02-01')],
    ['globex', 'Globex', 'globex.example', '', day('2025-11-30'), ''],
  ],
  users: [
    ['account_id', 'user_id', 'name', 'email', 'role', 'seat_assigned'],
    ['acme', 'u1', 'Ada\nLovelace', 'ada@acme.example', 'admin', 'true'],
    ['acme', 'u2', 'Bo', '', 'ic', 'true'],
    ['globex', 'u1', 'Cy', 'cy@globex.example', '', 'false'],
  ],
  contacts: [
    ['account_id', 'contact_id', 'name', 'email', 'persona', 'opted_out'],
    ['acme', 'c1', 'Priya', 'priya@acme.example', 'exec', 'false'],
    ['acme', 'c2', 'Ada', 'ada@acme.example', 'key_contact', 'true'],
  ],
  subscriptions: [
    ['account_id', 'effective_at', 'subscription_id', 'seats', 'mrr', 'currency', 'renews_at'],
    ['acme', day('2025-01-01'), 's1', '20', amount('1250.50'), 'EUR', day('2026-01-01')],
    ['acme', day('2026-01-01'), 's1', '25', amount('1562.5'), 'EUR', day('2027-01-01')],
    ['globex', day('2025-12-01'), 's2', '5', amount('300'), 'USD', ''],
  ],
  seats: [
    ['account_id', 'effective_at', 'seats', 'subscription_id'],
    ['globex', day('2026-01-15'), '8', 's2'],
    ['globex', day('2026-02-11'), '6', 's2'],
  ],
  events: [
    ['account_id', 'event', 'timestamp', 'user_id', 'message_id'],
    ['acme', 'login', '2026-02-10T09:00:00Z', 'u1', 'm1'],
    ['acme', 'report', '2026-02-10T10:00:00Z', 'u2', 'm1'],
    ['acme', 'login', day('2026-02-11'), 'u1', ''],
    ['globex', 'login', day('2026-02-12'), 'u1', 'm3'],
  ],
  tickets: [
    ['account_id', 'ticket_id', 'opened_at', 'closed_at', 'priority', 'subject'],
    ['acme', '1', day('2026-02-01'), day('2026-02-03'), 'urgent', 'It says "no"'],
    ['acme', '2', day('2026-02-12'), '', '', 'Slow; very slow'],
  ],
  nps: [
    ['account_id', 'user_id', 'answered_at', 'score'],
    ['acme', 'u1', day('2026-01-31'), '9'],
    ['acme', 'u2', day('2026-02-28'), '0'],
  ],
  churn: [
    ['account_id', 'date', 'churned', 'lost_mrr', 'currency', 'reason'],
    ['acme', day('2025-06-30'), 'false', amount('99.95'), 'EUR', 'fewer seats'],
    ['globex', day('2026-02-25'), 'true', amount('300'), 'USD', 'price; "too high"'],
  ],
};

interface Spelling {
  readonly options: readonly string[];
  /** The order of rows. */
  readonly order: <T>(rows: readonly T[]) => T[];
  readonly day: (text: string) => string;
  readonly amount: (text: string) => string;
  readonly column: (field: string) => string;
  readonly file: (rows: readonly (readonly string[])[]) => string | Uint8Array;
}

function quoted(rows: readonly (readonly string[])[], delimiter: string, lineEnd: string): string {
  const cell = (text: string) => (/["\n,;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => row.map(cell).join(delimiter) + lineEnd).join('');
}

const PLAIN: Spelling = {
  options: [],
  order: (rows) => [...rows],
  day: (text) => text,
  amount: (text) => text,
  column: (field) => field,
  file: (rows) => quoted(rows, ',', '\n'),
};
const EUROPEAN: Spelling = {
  options: ['--date-format', 'DD-MM-YYYY'],
  order: (rows) => [...rows].reverse(),
  day: (text) => text.split('-').reverse().join('-'),
  amount: (text) => text.replace('.', ','),
  column: (field) => field.replaceAll('_', ' ').toUpperCase(),
  file: (rows) => `\ufeff${quoted(rows, ';', '\r\n')}`,
};
const CRM_NAMES: Readonly<Record<string, string>> = {
  account_id: 'AccountId',
  currency: 'CurrencyIsoCode',
  opened_at: 'Date/Time Opened',
  closed_at: 'Date/Time Closed',
  ticket_id: 'Case Number',
  renews_at: 'Contract End Date',
};
const AMERICAN: Spelling = {
  options: ['--date-format', 'M/D/YYYY'],
  order: (rows) => [...rows.slice(1), ...rows.slice(0, 1)],
  day: (text) => {
    const [year, month, dayOfMonth] = text.split('-');
    return `${Number(month)}/${Number(dayOfMonth)}/${year}`;
  },
  amount: (text) => text,
  column: (field) => CRM_NAMES[field] ?? field,
  file: (rows) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(quoted(rows, '\t', '\r\n'), 'utf16le')]),
};

async function command(
  run: typeof importCommand,
  argv: string[],
  database: TestDatabase,
): Promise<{ code: number; out: string }> {
  const { io, said } = recordingIo();
  const code = await run(argv, io, testContext(database.pool, { timeZone: 'Europe/Berlin' }));
  return { code, out: said().out };
}

/** Imports the history in a spelling, every file twice; gives what is exported of both accounts. */
async function imported(spelling: Spelling, history = HISTORY): Promise<string> {
  const database = await cloneDatabase();
  for (const [kind, [fields = [], ...rows]] of Object.entries(history)) {
    const cells = spelling
      .order(rows)
      .map((row) =>
        row.map((cell) =>
          typeof cell === 'string' ? cell : 'day' in cell ? spelling.day(cell.day) : spelling.amount(cell.amount),
        ),
      );
    const path = join(folder, `${kind}.csv`);
    writeFileSync(path, spelling.file([fields.map((field) => spelling.column(String(field))), ...cells]));
    const argv = [kind, path, ...spelling.options, '--json'];
    const first = await command(importCommand, argv, database);
    expect(JSON.parse(first.out), kind).toMatchObject({ rows: rows.length, accepted: rows.length, rejected: [] });
    const second = await command(importCommand, argv, database);
    expect(JSON.parse(second.out), kind).toMatchObject({ accepted: 0, duplicates: rows.length, newAccounts: 0 });
  }
  const exported = [];
  for (const account of ['acme', 'globex']) {
    exported.push((await command(exportCommand, ['--account', account], database)).out);
  }
  await database.close();
  return exported.join('');
}

describe('one history in three spellings', () => {
  it('exports to the same bytes, and to others when a cell is another', async () => {
    const plain = await imported(PLAIN);
    expect(JSON.parse(plain.split('\n')[0] ?? '')).toMatchObject({
      account: { name: 'Acme, Söhne "&" Co; Ltd', renews_on: '2027-02-01' },
      losses: [{ lost_on: '2025-06-30', lost_mrr_minor: 9995, currency: 'EUR' }],
      events: [{ event: 'login' }, { event: 'report' }, { day: '2026-02-11' }],
    });
    expect(await imported(EUROPEAN)).toBe(plain);
    expect(await imported(AMERICAN)).toBe(plain);
    const other = { ...HISTORY, nps: [HISTORY['nps']?.[0] ?? [], ['acme', 'u1', day('2026-01-31'), '8']] };
    expect(await imported(EUROPEAN, other)).not.toBe(plain);
  });
});
