import { z } from 'zod';
import { balances, type MovementKind } from '../../domain/seat-ledger.ts';
import { AppError } from '../../lib/errors.ts';
import { findAccountById } from '../../store/accounts.ts';
import { lockAccounts } from '../../store/accounts-write.ts';
import { appendAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/db.ts';
import { insertMovements, type MovementRow, readMovements } from '../../store/seat-ledger.ts';
import type { Context } from '../context.ts';
import { isCleanText } from '../record/check-signal.ts';

const MAX_SEATS = 2_147_483_647;
const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'is empty; say it')
    .max(max, `is longer than ${max} characters; shorten it`)
    .refine(isCleanText, 'contains NUL or half a character; send well-formed Unicode');

const inputSchema = z.strictObject({
  accountId: text(200),
  item: text(200),
  kind: z.enum(['initial', 'add', 'remove', 'reactivate', 'correction']),
  delta: z
    .int('needs a whole number')
    .min(-MAX_SEATS, 'is below what can be kept')
    .max(MAX_SEATS, 'is above what can be kept')
    .refine((delta) => delta !== 0, 'is 0; a movement must move something'),
  effectiveAt: z.date().min(new Date('1970-01-01'), 'is before 1970').max(new Date('9999-01-01'), 'is after 9999'),
  source: z.enum(['manual', 'crm', 'api']).default('manual'),
  actor: text(100),
  note: text(500),
  correctsKey: text(500).optional(),
  idempotencyKey: text(150),
});

export interface SeatMovementInput {
  /** The vendor's own id. */
  readonly accountId: string;
  readonly item: string;
  readonly kind: MovementKind;
  readonly delta: number;
  readonly effectiveAt: Date;
  readonly source?: 'manual' | 'crm' | 'api' | undefined;
  /** Who says so. */
  readonly actor: string;
  readonly note: string;
  /** Idempotency key of the movement that is corrected, as the ledger shows it. */
  readonly correctsKey?: string | undefined;
  /** Of the sender's own; the ledger keeps it behind the name of the source. */
  readonly idempotencyKey: string;
}

type Checked = z.infer<typeof inputSchema>;

/**
 * Appends a movement that a person or a tool states, with a line in the audit. The same key again does nothing.
 * It stands until billing, later than now, says something about the item.
 * @throws AppError `invalid` for a field that cannot be used, `not_found` for an unknown account or original,
 * `conflict` when the key was used for something else, or the balance would fall below 0 at any time.
 */
export async function recordSeatMovement({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: SeatMovementInput;
}): Promise<{ readonly status: 'recorded' | 'duplicate'; readonly idempotencyKey: string }> {
  const movement = checked(input);
  const accountNo = (await findAccountById(ctx.db, movement.accountId))?.accountNo;
  if (accountNo === undefined) {
    throw new AppError('not_found', `accountId: there is no account with the id ${movement.accountId}.`);
  }
  const idempotencyKey = `${movement.source}:${movement.idempotencyKey}`;
  return inTransaction(ctx.db, async (tx) => {
    await lockAccounts(tx, [accountNo]);
    const ledger = await readMovements(tx, [accountNo]);
    const known = ledger.find((row) => row.idempotency_key === idempotencyKey);
    const original = originalOf(movement, ledger);
    if (known) {
      requireSame(known, movement, original);
      return { status: 'duplicate', idempotencyKey };
    }
    requireBalance(movement, ledger);
    const { actor, delta, effectiveAt, item, kind, note, source } = movement;
    const unpriced = { billing_anchor: null, billing_interval: null, interval_count: null, unit_amount: null };
    await insertMovements(tx, [
      {
        ...unpriced,
        account_id: accountNo,
        subscription_item: item,
        kind,
        delta,
        effective_at: effectiveAt,
        recorded_at: ctx.now(),
        source,
        source_event_id: movement.idempotencyKey,
        idempotency_key: idempotencyKey,
        corrects_id: original?.movement_id ?? null,
        currency: null,
        actor,
        note,
      },
    ]);
    const detail = {
      item,
      kind,
      delta,
      effective_at: effectiveAt.toISOString(),
      idempotency_key: idempotencyKey,
      note,
    };
    await appendAudit(tx, { actor, action: 'seat_movement', accountNo, detail });
    return { status: 'recorded', idempotencyKey };
  });
}

function checked(input: SeatMovementInput): Checked {
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new AppError('invalid', `${issue?.path.join('.') ?? 'input'}: ${issue?.message ?? 'cannot be used'}.`);
  }
  const { correctsKey, delta, kind } = parsed.data;
  if ((kind === 'correction') !== (correctsKey !== undefined)) {
    throw new AppError('invalid', 'correctsKey: a correction names the movement it corrects, and nothing else does.');
  }
  if (kind !== 'correction' && (kind === 'remove') !== delta < 0) {
    throw new AppError('invalid', `delta: ${delta} does not fit "${kind}"; only removals are below 0.`);
  }
  return parsed.data;
}

function originalOf({ correctsKey, effectiveAt, item }: Checked, ledger: readonly MovementRow[]): MovementRow | null {
  if (correctsKey === undefined) return null;
  const original = ledger.find((row) => row.idempotency_key === correctsKey);
  if (original === undefined) {
    throw new AppError('not_found', `correctsKey: the account has no movement with the key ${correctsKey}.`);
  }
  if (original.corrects_id !== null) {
    throw new AppError('invalid', 'correctsKey: names a correction; correct the movement that it corrects.');
  }
  if (original.subscription_item !== item) {
    throw new AppError('invalid', `item: the movement corrected is of ${original.subscription_item}; name that item.`);
  }
  if (original.effective_at.getTime() !== effectiveAt.getTime()) {
    const at = original.effective_at.toISOString();
    throw new AppError('invalid', `effectiveAt: a correction takes effect with its original, at ${at}.`);
  }
  return original;
}

function requireSame(known: MovementRow, movement: Checked, original: MovementRow | null): void {
  const same =
    known.subscription_item === movement.item &&
    known.kind === movement.kind &&
    known.delta === movement.delta &&
    known.effective_at.getTime() === movement.effectiveAt.getTime() &&
    known.corrects_id === (original?.movement_id ?? null);
  if (same) return;
  throw new AppError('conflict', 'idempotencyKey: was used for another movement; give this one a key of its own.');
}

function requireBalance({ delta, effectiveAt, item }: Checked, ledger: readonly MovementRow[]): void {
  const rows = ledger
    .filter((row) => row.subscription_item === item)
    .map((row) => ({ delta: row.delta, effectiveAt: row.effective_at }));
  const lowest = Math.min(...balances([...rows, { delta, effectiveAt }]));
  if (lowest >= 0) return;
  throw new AppError('conflict', `delta: ${item} would have ${lowest} seats at some time; it never has fewer than 0.`);
}
