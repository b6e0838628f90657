import { createHash } from 'node:crypto';
import { formatTenths } from '../../domain/decimal.ts';
import { prorationPreview } from '../../domain/proration.ts';
import { AppError } from '../../lib/errors.ts';
import {
  beginReading,
  type ExportSection,
  exportEvents,
  exportSeats,
  type PlainRow,
  type SeatEvidence,
  seatEvidence,
  sectionRows,
} from '../../store/account-export.ts';
import { findAccountById } from '../../store/accounts.ts';
import { type Db, inTransaction } from '../../store/db.ts';
import { audit } from '../audit/audit.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { Context } from '../context.ts';

export interface ExportAccount {
  /** The vendor's own id. */
  readonly accountId: string;
  /** The packet for a billing dispute instead of what the sources stated. */
  readonly evidence: boolean;
  /** For the audit. */
  readonly actor: string;
  /** Takes the document in pieces, in order. */
  readonly write: (text: string) => void | Promise<void>;
}

export interface ExportReport {
  readonly rows: number;
  /** Of the canonical JSON of the account's data, hexadecimal. */
  readonly sha256: string;
}

const ESTIMATE = 'estimate before discounts and tax; the invoice decides';
/** Characters that are written at once. */
const PIECE = 65_536;
type Part = AsyncIterable<unknown> | PlainRow | string;

/**
 * Writes everything that is known of one account, as one line of canonical JSON: sorted, without numbers or times of
 * our own, so that the same history exports to the same bytes however it came in. With `evidence`, what a dispute about
 * a bill needs: every movement as it was recorded, in an envelope with its SHA-256. Nothing is held in memory.
 * @throws AppError `not_found` for an unknown account.
 */
export async function exportAccount({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: ExportAccount;
}): Promise<ExportReport> {
  const { accountId, actor, evidence, write } = input;
  const accountNo = (await findAccountById(ctx.db, accountId))?.accountNo;
  if (accountNo === undefined) {
    throw new AppError(
      'not_found',
      `There is no account with the id ${accountId}. Check the id, it is case-sensitive.`,
    );
  }
  const report = await inTransaction(ctx.db, async (tx) => {
    await beginReading(tx);
    if (!evidence) {
      const stated = await writeObject(await statedParts(tx, ctx, accountNo), write);
      await write('\n');
      return stated;
    }
    await write('{"evidence":');
    const body = await writeObject(await evidenceParts(tx, ctx, accountNo), write);
    await write(`,"sha256":"${body.sha256}"}\n`);
    return body;
  });
  await audit({ ctx, input: { actor, action: 'account_exported', accountId, detail: { evidence, ...report } } });
  return report;
}

async function statedParts(tx: Db, ctx: Context, accountNo: number): Promise<Record<string, Part>> {
  const section = (name: ExportSection) => sectionRows(tx, name, accountNo);
  return {
    account: await onlyRow(section('account')),
    contacts: section('contacts'),
    events: exportEvents(tx, accountNo, ctx.timeZone),
    format: 'cs-pulse account@1',
    losses: section('losses'),
    nps: section('nps'),
    seats: exportSeats(tx, accountNo),
    subscription_states: section('subscription_states'),
    tickets: section('tickets'),
    time_zone: ctx.timeZone,
    users: section('users'),
  };
}

async function evidenceParts(tx: Db, ctx: Context, accountNo: number): Promise<Record<string, Part>> {
  const section = (name: ExportSection) => sectionRows(tx, name, accountNo);
  return {
    account: await onlyRow(section('account')),
    as_of: ctx.now().toISOString(),
    audit: section('audit'),
    format: 'cs-pulse evidence@1',
    movements: mapped(seatEvidence(tx, accountNo), withEstimate),
    outreach: section('outreach'),
    snapshots: mapped(section('snapshots'), withScore),
    subscription_states: section('states_as_received'),
    time_zone: ctx.timeZone,
  };
}

function withEstimate({ movement_id, period_end, period_start, ...movement }: SeatEvidence): PlainRow {
  const { currency, delta, effective_at: at, unit_amount: unitAmountDecimal } = movement;
  const known = currency !== null && unitAmountDecimal !== null && period_start !== null && period_end !== null;
  const preview = known
    ? prorationPreview({
        delta,
        unitAmountDecimal,
        at,
        periodStart: period_start,
        periodEnd: period_end,
        policy: 'immediate',
      })
    : null;
  const estimate = preview && {
    amount: { minor: preview.amountMinor, currency },
    label: ESTIMATE,
    period: { start: period_start, end: period_end },
    policy: 'immediate',
  };
  return { ...movement, proration_estimate: estimate };
}

function withScore({ score_tenths: tenths, ...snapshot }: PlainRow): PlainRow {
  return { ...snapshot, score: typeof tenths === 'number' ? formatTenths(tenths) : null };
}

async function* mapped<T>(list: AsyncIterable<T>, change: (row: T) => PlainRow): AsyncGenerator<PlainRow> {
  for await (const row of list) yield change(row);
}

async function onlyRow(list: AsyncIterable<PlainRow>): Promise<PlainRow> {
  let only: PlainRow = {};
  for await (const row of list) only = row;
  return only;
}

/** Writes an object whose parts are read one after the other, by key. */
async function writeObject(parts: Record<string, Part>, write: ExportAccount['write']): Promise<ExportReport> {
  const hash = createHash('sha256');
  let rows = 0;
  let pending = '';
  const put = async (text: string) => {
    pending += text;
    if (pending.length >= PIECE) await flush();
  };
  const flush = async () => {
    hash.update(pending);
    await write(pending);
    pending = '';
  };
  let start = '{';
  for (const key of Object.keys(parts).sort()) {
    const part = parts[key];
    await put(`${start}${JSON.stringify(key)}:`);
    start = ',';
    if (!isStream(part)) {
      await put(canonicalJson(plain(part)));
      continue;
    }
    let before = '[';
    for await (const row of part) {
      await put(`${before}${canonicalJson(plain(row))}`);
      before = ',';
      rows += 1;
    }
    await put(before === '[' ? '[]' : ']');
  }
  await put('}');
  await flush();
  return { rows, sha256: hash.digest('hex') };
}

function isStream(part: Part | undefined): part is AsyncIterable<unknown> {
  return typeof part === 'object' && Symbol.asyncIterator in part;
}

/** Instants as ISO texts in UTC, at any depth. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
