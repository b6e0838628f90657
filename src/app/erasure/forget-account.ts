import { accountCalledKey, accountIdKey, accountNameKey, type ErasedKey } from '../../domain/erasure/erased-key.ts';
import { AppError } from '../../lib/errors.ts';
import { findAccountById } from '../../store/accounts.ts';
import { lockAccounts } from '../../store/accounts-write.ts';
import { appendAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/db.ts';
import {
  type AccountNames,
  countAccountRows,
  eraseAccountRows,
  eraseAuditDetail,
  eraseWaitingFor,
  hideAccount,
  readAccountNames,
  readPeopleNames,
} from '../../store/erasure/erase-account.ts';
import type { Removed } from '../../store/erasure/erase-person.ts';
import { awaitOlderTransactions } from '../../store/erasure/older-transactions.ts';
import { erasedAccounts, hashOfKey, rememberErased } from '../../store/erasure/tombstones.ts';
import { inRehearsal } from '../../store/rehearsal.ts';
import { lockNames } from '../../store/waiting-signals.ts';
import type { Context } from '../context.ts';
import { type ForgetReport, withRows } from './forget-report.ts';
import { notQuiet } from './forget-user.ts';
import { type Named, scrubAll } from './scrub-all.ts';

export interface ForgetAccount {
  /** The vendor's own id. */
  readonly accountId: string;
  /** False: says what would go, and changes nothing. */
  readonly erase: boolean;
  /** For the audit. */
  readonly actor: string;
}

const PATIENCE_MS = 30_000;
const DAY_MS = 86_400_000;

/**
 * Forgets an account with everybody in it: removes its rows from every table, takes its name out of words elsewhere, and
 * lets nothing in any more under its ids and names. First nobody can find it, then its rows go in short transactions:
 * what breaks off goes on when it is run again, or by the job of retention.
 * @throws AppError `not_found` for an unknown account, `unavailable` when others would not let go of the database; then
 * it is to be run again.
 */
export async function forgetAccount({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: ForgetAccount;
}): Promise<ForgetReport> {
  const { accountId, actor, erase } = input;
  const { account_no: before, erased: again, hash } = await hashOfKey(ctx.db, accountIdKey(accountId));
  const accountNo = (await findAccountById(ctx.db, accountId))?.accountNo ?? before;
  if (accountNo === null) {
    const message = `There is no account with the id ${accountId}. Check the id, it is case-sensitive.`;
    throw new AppError('not_found', message);
  }
  const said = { of: 'account', again, hash, known: [] } as const;
  const names = await readAccountNames(ctx.db, accountNo);
  const named = await namedOf(ctx, accountNo, again ? null : names, accountId);
  if (!erase) {
    const counts = await countAccountRows(ctx.db, accountNo);
    const words = await inRehearsal(ctx.db, (tx) => scrubAll(tx, named));
    return { ...said, erased: false, rows: withRows(counts, words) };
  }
  const words = await scrubAll(ctx.db, named);
  const late = again || names === null ? [] : await hide(ctx, accountNo, names);
  const everywhere = [...named.everywhere, ...late];
  const quiet = await awaitOlderTransactions(ctx.db, PATIENCE_MS);
  const rows = withRows(
    words,
    await eraseHidden(ctx, accountNo),
    {
      waiting_signals: await eraseWaitingFor(ctx.db, everywhere),
    },
    await scrubAll(ctx.db, { ...named, names: [...named.names, ...late], everywhere }),
  );
  await appendAudit(ctx.db, { actor, action: 'account_forgotten', accountNo: null, detail: { hash, rows } });
  if (!quiet) throw notQuiet();
  return { ...said, erased: true, rows };
}

/**
 * Goes on with what broke off, and removes what a report that had begun before has written since: rows of accounts that
 * were forgotten in the last days. Rows by table.
 */
export async function finishForgetting({ ctx }: { readonly ctx: Context }): Promise<Removed> {
  const removed: Removed[] = [];
  for (const accountNo of await erasedAccounts(ctx.db, new Date(ctx.now().getTime() - 7 * DAY_MS))) {
    removed.push(await eraseHidden(ctx, accountNo));
  }
  return withRows(...removed);
}

async function eraseHidden({ db }: Context, accountNo: number): Promise<Removed> {
  return withRows(await eraseAccountRows(db, accountNo), { audit_log: await eraseAuditDetail(db, accountNo) });
}

/**
 * The names are locked, as by a batch that states them, so that no signal begins to wait for one meanwhile.
 * @returns names that the account was given since they were read.
 */
async function hide(ctx: Context, accountNo: number, names: AccountNames): Promise<string[]> {
  return inTransaction(ctx.db, async (tx) => {
    await lockNames(tx, { stated: [], awaited: namesOf(names) });
    await lockAccounts(tx, [accountNo]);
    const now = (await readAccountNames(tx, accountNo)) ?? names;
    const keys = [...new Set([...keysOf(names), ...keysOf(now)])];
    await rememberErased(tx, { of: 'account', keys, accountNo, at: ctx.now() });
    const late = namesOf(now).filter((name) => !namesOf(names).includes(name));
    await eraseWaitingFor(tx, [...namesOf(names), ...late]);
    await hideAccount(tx, accountNo);
    return late;
  });
}

async function namedOf(
  ctx: Context,
  accountNo: number,
  names: AccountNames | null,
  accountId: string,
): Promise<Named & { readonly everywhere: readonly string[] }> {
  const everywhere = names === null ? [accountId] : namesOf(names);
  const besides = await readPeopleNames(ctx.db, accountNo);
  return { names: [...everywhere, names?.name ?? null], accountNos: [], everywhere, leaveOut: accountNo, besides };
}

/** By which signals find the account. */
function namesOf({ aliases, domain, external_id: id, stripe_customer_id: customer }: AccountNames): string[] {
  return [...new Set([id, ...aliases, ...(domain === null ? [] : [domain]), ...(customer === null ? [] : [customer])])];
}

function keysOf({ aliases, domain, external_id: id, stripe_customer_id: customer }: AccountNames): ErasedKey[] {
  const ids = customer === null ? [id] : [id, customer];
  const spelled = domain === null ? aliases : [...aliases, domain];
  return [...ids.map(accountIdKey), ...spelled.map(accountNameKey), ...[...ids, ...aliases].map(accountCalledKey)];
}
