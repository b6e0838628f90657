import { personKey } from '../../domain/erasure/erased-key.ts';
import { AppError } from '../../lib/errors.ts';
import { findAccountById } from '../../store/accounts.ts';
import { lockAccounts } from '../../store/accounts-write.ts';
import { appendAudit } from '../../store/audit.ts';
import { type Db, inTransaction } from '../../store/db.ts';
import { erasePerson } from '../../store/erasure/erase-person.ts';
import { awaitOlderTransactions } from '../../store/erasure/older-transactions.ts';
import { hashOfKey, rememberErased } from '../../store/erasure/tombstones.ts';
import { inRehearsal } from '../../store/rehearsal.ts';
import type { Context } from '../context.ts';
import { type ForgetReport, withRows } from './forget-report.ts';
import { scrubAll } from './scrub-all.ts';
import { asked, type WholePerson, wholePerson } from './whole-person.ts';

export interface ForgetUser {
  /** Id or e-mail address of somebody who uses the product, or a contact. */
  readonly userId: string;
  /** The vendor's own id of the only account in which they are meant; null: in every account. */
  readonly accountId: string | null;
  /** False: says what would go, and changes nothing. */
  readonly erase: boolean;
  /** For the audit. */
  readonly actor: string;
}

/** Ingest holds its transactions for milliseconds; a report may read for longer. */
const PATIENCE_MS = 30_000;

/**
 * Forgets a person: removes who they are from every table, and lets nothing in any more under their ids and addresses.
 * What they did stays counted, under a number that leads to nobody. Can be repeated, also when it broke off.
 * @throws AppError `not_found` when nobody is known by the id, `unavailable` when others would not let go of the
 * database; then it is to be run again.
 */
export async function forgetUser({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: ForgetUser;
}): Promise<ForgetReport> {
  const { accountId, actor, erase, userId } = input;
  const accountNo = await accountNoOf(ctx, accountId);
  const person = await wholePerson(ctx.db, [asked(userId)], accountNo);
  const { erased: again, hash } = await hashOfKey(ctx.db, personKey(userId, accountNo));
  const said = { of: 'person', again, hash, known: knownAs(person) } as const;
  if (!erase) {
    const rows = await inRehearsal(ctx.db, (tx) => erasePass(tx, ctx, person, accountNo));
    requireFound(userId, rows, again);
    return { ...said, erased: false, rows };
  }
  const first = await erasePass(ctx.db, ctx, person, accountNo);
  requireFound(userId, first, again);
  // Whoever read the person before may have written them after: once more, when nobody is left who could.
  const quiet = await awaitOlderTransactions(ctx.db, PATIENCE_MS);
  const rows = withRows(first, await erasePass(ctx.db, ctx, person, accountNo));
  await appendAudit(ctx.db, { actor, action: 'user_forgotten', accountNo: null, detail: { hash, rows } });
  if (!quiet) throw notQuiet();
  return { ...said, erased: true, rows };
}

/** Words first: what names the person is needed to find them, and is gone after. */
async function erasePass(
  db: Db,
  ctx: Context,
  person: WholePerson,
  accountNo: number | null,
): Promise<Record<string, number>> {
  const { keys, names } = person;
  const accountNos = accountNo === null ? person.accountNos : [accountNo];
  const addresses = accountNo === null ? keys.filter((key) => key.includes('@')) : [];
  const inWords = await scrubAll(db, { names: [...keys, ...names], accountNos, everywhere: addresses });
  const rows = await inTransaction(db, async (tx) => {
    await lockAccounts(tx, accountNos);
    // Somebody may have learnt more of them while the words were looked through.
    const now = await wholePerson(tx, person.owned, accountNo);
    const removed = await erasePerson(tx, { ...now, accountNo });
    const found = withRows(larger(inWords, removed));
    if (Object.keys(found).length === 0) return found;
    const hashed = now.owned.map((own) => personKey(own.key, accountNo ?? own.accountNo));
    await rememberErased(tx, { of: 'person', keys: hashed, accountNo: null, at: ctx.now() });
    return found;
  });
  return rows;
}

/** The same row may be found by its words and by whose it is. */
function larger(
  inWords: Readonly<Record<string, number>>,
  removed: Readonly<Record<string, number>>,
): Record<string, number> {
  const tables = new Set([...Object.keys(inWords), ...Object.keys(removed)]);
  return Object.fromEntries([...tables].map((table) => [table, Math.max(inWords[table] ?? 0, removed[table] ?? 0)]));
}

async function accountNoOf(ctx: Context, accountId: string | null): Promise<number | null> {
  if (accountId === null) return null;
  const account = await findAccountById(ctx.db, accountId);
  if (account === null) throw new AppError('not_found', `--account: there is no account with the id ${accountId}.`);
  return account.accountNo;
}

function requireFound(userId: string, rows: Readonly<Record<string, number>>, again: boolean): void {
  if (again || Object.keys(rows).length > 0) return;
  throw new AppError(
    'not_found',
    `Nobody is known by ${userId}, and no words name them. Give the id or the e-mail address; ids are case-sensitive.`,
  );
}

/** Each account and id by which the person is known. */
function knownAs({ contacts, users }: WholePerson): ForgetReport['known'] {
  return [
    ...users.map((row) => ({ accountId: row.account_id, key: row.email ?? row.external_id })),
    ...contacts.map((row) => ({ accountId: row.account_id, key: row.email ?? row.contact_id })),
  ];
}

/** What is said when somebody kept a transaction open for too long. */
export function notQuiet(): AppError {
  return new AppError(
    'unavailable',
    'A transaction of another program stayed open, which may still write. What was there is erased; run it again.',
  );
}
