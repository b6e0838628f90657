import { open, rename, rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { exportAccount } from '../app/accounts/export-account.ts';
import type { Context } from '../app/context.ts';
import { exportPerson } from '../app/erasure/export-person.ts';
import { findMovements, type MovementKey } from '../app/seats/find-movements.ts';
import { parseRfc3339 } from '../ingest/rfc3339.ts';
import { AppError, messageOf } from '../lib/errors.ts';
import { type CliIo, EXIT } from './io.ts';

const USAGE = `Usage: cs-pulse export --account ID [--evidence] [--out FILE] [--json]
       cs-pulse export --user ID_OR_EMAIL [--account ID] [--out FILE] [--json]
       cs-pulse export --source-event ID | --key IDEMPOTENCY_KEY | --item ITEM --at 2026-03-01T00:00:00Z   [--json]`;
const ACTOR = 'cs-pulse export';

type ExportArguments = { readonly json: boolean } & (
  | { readonly accountId: string; readonly evidence: boolean; readonly out: string | null }
  | { readonly userId: string; readonly accountId: string | null; readonly out: string | null }
  | { readonly find: MovementKey }
);

/** @throws AppError `invalid` for arguments that no database is needed to refuse. */
export function readExportArguments(argv: string[]): ExportArguments {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values } = parseArgs({
    args: argv,
    options: {
      account: text,
      user: text,
      evidence: flag,
      out: text,
      'source-event': text,
      key: text,
      item: text,
      at: text,
      json: flag,
    },
  });
  const { account, at, evidence, item, key, out, 'source-event': event, user } = values;
  const json = values.json === true;
  const named = [user ?? account, event, key, item].filter((value) => value !== undefined);
  if (named.length !== 1 || named[0] === '') {
    throw new AppError('invalid', `export: name one account, user, event, key or item.\n${USAGE}`);
  }
  if ((item === undefined) !== (at === undefined)) {
    throw new AppError('invalid', `--item and --at: a line of an invoice is found by both.\n${USAGE}`);
  }
  if (user !== undefined && evidence === undefined) {
    return { userId: user, accountId: account ?? null, out: out ?? null, json };
  }
  if (account !== undefined && user === undefined)
    return { accountId: account, evidence: evidence === true, out: out ?? null, json };
  if (evidence !== undefined || out !== undefined) {
    throw new AppError('invalid', `--evidence and --out: are of an account, --out of a user too.\n${USAGE}`);
  }
  return { find: movementKey({ event, key, item, at }), json };
}

function movementKey(given: Readonly<Record<'event' | 'key' | 'item' | 'at', string | undefined>>): MovementKey {
  if (given.event !== undefined) return { sourceEventId: given.event };
  if (given.key !== undefined) return { idempotencyKey: given.key };
  const at = parseRfc3339(given.at ?? '');
  if (at === null) {
    throw new AppError('invalid', `--at: ${given.at} is no instant; write it like 2026-03-01T00:00:00Z.\n${USAGE}`);
  }
  return { item: given.item ?? '', at };
}

/**
 * Writes what is known of one account as canonical JSON, or finds the seat movements that an invoice line comes from.
 * @throws AppError `invalid` for wrong arguments or a file that cannot be written, `not_found` for an unknown id.
 */
export async function exportCommand(argv: string[], io: CliIo, ctx: Context): Promise<number> {
  const args = readExportArguments(argv);
  if ('find' in args) return printMovements(args.find, args.json, io, ctx);
  if ('userId' in args) return writePerson(args, io, ctx);
  const { accountId, evidence, json, out } = args;
  if (out === null) {
    await exportAccount({ ctx, input: { accountId, evidence, actor: ACTOR, write: io.out } });
    return EXIT.ok;
  }
  const report = await exportToFile(out, (write) =>
    exportAccount({ ctx, input: { accountId, evidence, actor: ACTOR, write } }),
  );
  if (json) io.out(`${JSON.stringify({ account_id: accountId, file: out, evidence, ...report })}\n`);
  else io.out(`${out}: ${report.rows} rows of ${accountId}, SHA-256 ${report.sha256}\n`);
  return EXIT.ok;
}

async function writePerson(
  { accountId, json, out, userId }: Extract<ExportArguments, { readonly userId: string }>,
  io: CliIo,
  ctx: Context,
): Promise<number> {
  const { text, ...report } = await exportPerson({ ctx, input: { userId, accountId, actor: ACTOR } });
  if (out === null) {
    io.out(text);
    return EXIT.ok;
  }
  await exportToFile(out, (write) => write(text));
  if (json) io.out(`${JSON.stringify({ user_id: userId, file: out, ...report })}\n`);
  else io.out(`${out}: ${report.rows} rows, SHA-256 ${report.sha256}\n`);
  return EXIT.ok;
}

/** The file is there when it is complete. It holds people's data: only its owner may read it. */
async function exportToFile<T>(path: string, work: (write: (text: string) => Promise<void>) => Promise<T>): Promise<T> {
  const partial = `${path}.partial`;
  const file = await open(partial, 'w', 0o600).catch((error: unknown) => {
    throw new AppError('invalid', `--out: ${path} cannot be written (${messageOf(error)}). Check the path.`);
  });
  try {
    const result = await work(async (text) => {
      await file.appendFile(text);
    });
    await file.close();
    await rename(partial, path).catch((error: unknown) => {
      throw new AppError('invalid', `--out: ${path} cannot be written (${messageOf(error)}). Name a file.`);
    });
    return result;
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(partial, { force: true });
    throw error;
  }
}

async function printMovements(key: MovementKey, json: boolean, io: CliIo, ctx: Context): Promise<number> {
  const found = await findMovements({ ctx, input: key });
  if (json) {
    io.out(`${JSON.stringify(found)}\n`);
    return EXIT.ok;
  }
  for (const row of found) {
    const delta = row.delta > 0 ? `+${row.delta}` : String(row.delta);
    const corrects = row.corrects === null ? '' : `, corrects ${row.corrects}`;
    const mark = row.matched ? '' : ' (linked)';
    const line =
      `${row.account_id}  ${row.item}  ${delta} ${row.kind}${mark}, effective ${row.effective_at.toISOString()}, ` +
      `recorded ${row.recorded_at.toISOString()}, ${row.source} ${row.source_event_id}, key ${row.idempotency_key}${corrects}`;
    // What a sender chose must not steer the terminal.
    io.out(`${line.replace(/\p{C}/gu, '?')}\n`);
  }
  return EXIT.ok;
}
