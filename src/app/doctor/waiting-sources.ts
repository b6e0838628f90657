import { addDays } from '../../domain/day.ts';
import { localDayOf } from '../../lib/local-time.ts';
import { loadWaiting } from '../../store/unattributed.ts';
import type { Context } from '../context.ts';
import {
  type Finding,
  note,
  problem,
  type SourceFreshness,
  type WaitingKey,
  type WaitingSource,
} from './doctor-report.ts';

/** Columns of the accounts file that take a system's own ids. */
const COLUMNS: Readonly<Record<string, string | undefined>> = {
  zendesk: 'zendesk_organization_id',
  hubspot: 'hubspot_company_id',
  stripe: 'stripe_customer_id',
};
const MAX_KEY = 80;

/** Per source what waits for its account, with the keys to map and how. */
export async function waitingSources(ctx: Pick<Context, 'db' | 'now' | 'timeZone'>): Promise<WaitingSource[]> {
  const from = addDays(localDayOf(ctx.now(), ctx.timeZone), -6);
  return (await loadWaiting(ctx.db, from)).map(({ keys, last_week: lastWeek, source, waiting }) => {
    return { source, lastWeek, waiting, keys, remedy: remedyFor(source, keys) };
  });
}

/** A note, or a problem when the source has reached no account at all: then it is the mapping that is missing. */
export function waitingFinding(row: WaitingSource, sources: readonly SourceFreshness[]): Finding {
  const count = `${row.waiting} signals from ${row.source} wait for their account, ${row.lastWeek} came in 7 days`;
  if (row.waiting === 0) return note('sources', count);
  const text = `${count}; most for ${row.keys.map(keyText).join(', ')}`;
  const reached = sources.some(({ source }) => source === row.source);
  return reached ? note('sources', text, row.remedy) : problem('sources', text, row.remedy);
}

function keyText({ accounts, key, signals }: WaitingKey): string {
  const claims = accounts.length > 1 ? `, claimed by ${accounts.map(shown).join(' and ')}` : '';
  return `"${shown(key)}" (${signals}${claims})`;
}

function remedyFor(source: string, [first]: readonly WaitingKey[]): string {
  if (first === undefined) return 'nothing waits any more';
  if (first.accounts.length > 1) return `leave "${shown(first.key)}" to one of the accounts that claim it`;
  const system = /^([a-z]+):/.exec(first.key)?.[1] ?? (first.key.startsWith('cus_') ? 'stripe' : source);
  const column = COLUMNS[system] ?? 'aliases';
  return `map "${shown(first.key)}" and the others: "cs-pulse import accounts FILE.csv" with the columns account_id and ${column}`;
}

function shown(text: string): string {
  return text.length > MAX_KEY ? `${text.slice(0, MAX_KEY - 1)}…` : text;
}
