import { parseArgs } from 'node:util';
import type { Context } from '../app/context.ts';
import { forgetAccount } from '../app/erasure/forget-account.ts';
import type { ForgetReport } from '../app/erasure/forget-report.ts';
import { forgetUser } from '../app/erasure/forget-user.ts';
import { AppError } from '../lib/errors.ts';
import { cleanText } from '../slack/mrkdwn.ts';
import { type CliIo, EXIT } from './io.ts';
import { osUser } from './os-user.ts';

const USAGE = `Usage: cs-pulse forget --user ID_OR_EMAIL [--account ID] [--yes] [--json]
       cs-pulse forget --account ID [--yes] [--json]
       Without --yes it says what would go, and asks; with --json, or where nobody can be asked, it only says.`;

interface ForgetArguments {
  /** Null: the account as a whole. */
  readonly userId: string | null;
  readonly accountId: string | null;
  readonly yes: boolean;
  readonly json: boolean;
}

/** @throws AppError `invalid` for arguments that no database is needed to refuse. */
export function readForgetArguments(argv: string[]): ForgetArguments {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values } = parseArgs({ args: argv, options: { user: text, account: text, yes: flag, json: flag } });
  const { account, user } = values;
  if ((account === undefined && user === undefined) || account?.trim() === '' || user?.trim() === '') {
    throw new AppError('invalid', `forget: name a user or an account.\n${USAGE}`);
  }
  return { userId: user ?? null, accountId: account ?? null, yes: values.yes === true, json: values.json === true };
}

/**
 * Forgets a person or an account: 0 when it was done, 1 when it was not confirmed.
 * @throws AppError `invalid` for wrong arguments, `not_found` for an unknown id, `unavailable` when it has to be run
 * again.
 */
export async function forgetCommand(argv: string[], io: CliIo, ctx: Context): Promise<number> {
  const args = readForgetArguments(argv);
  const { json, yes } = args;
  if (!yes) {
    const planned = await forget(ctx, args, false);
    io.out(json ? `${JSON.stringify(forgetJson(planned))}\n` : forgetText(planned));
    if (!(await isConfirmed(io, args))) {
      io.err('Nothing was changed. Say --yes to forget without being asked.\n');
      return EXIT.problem;
    }
  }
  const done = await forget(ctx, args, true);
  io.out(json ? `${JSON.stringify(forgetJson(done))}\n` : forgetText(done));
  return EXIT.ok;
}

function forget(ctx: Context, { accountId, userId }: ForgetArguments, erase: boolean): Promise<ForgetReport> {
  const actor = osUser();
  if (userId !== null) return forgetUser({ ctx, input: { userId, accountId, erase, actor } });
  return forgetAccount({ ctx, input: { accountId: accountId ?? '', erase, actor } });
}

/** At a terminal the id has to be written once more; without one nobody is there to ask. */
async function isConfirmed(io: CliIo, { accountId, json, userId }: ForgetArguments): Promise<boolean> {
  if (io.ask === undefined || json) return false;
  const id = userId ?? accountId;
  return (await io.ask('This cannot be taken back. Write the id once more to go on: ')).trim() === id;
}

function forgetText({ again, erased, known, of, rows }: ForgetReport): string {
  const counts = Object.entries(rows).map(([table, count]) => `  ${table.padEnd(22)}${count}`);
  const people = known.map(({ accountId, key }) => `  ${cleanText(key)} in ${cleanText(accountId)}`);
  const lines = [
    ...(again ? [`This ${of === 'person' ? 'person' : 'account'} was forgotten before.`] : []),
    ...(people.length > 0 ? ['Known as:', ...people] : []),
    counts.length === 0
      ? 'Nothing is left of them.'
      : erased
        ? 'Removed or cleared, rows by table:'
        : 'Would go, rows by table:',
    ...counts,
    ...(erased ? ['Forgotten. What is sent under these ids from now on is refused (code "erased").'] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** Names are its interface: additions go to the end. */
function forgetJson({ again, erased, hash, known, of, rows }: ForgetReport): Record<string, unknown> {
  return {
    of: of === 'person' ? 'user' : 'account',
    erased,
    again,
    hash,
    rows,
    known: known.map(({ accountId, key }) => ({ account_id: accountId, key })),
  };
}
