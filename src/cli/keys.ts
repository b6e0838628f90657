import { parseArgs } from 'node:util';
import type { Context } from '../app/context.ts';
import { createApiKey } from '../app/keys/create-api-key.ts';
import { revokeApiKey } from '../app/keys/revoke-api-key.ts';
import { AppError } from '../lib/errors.ts';
import { type ApiKeyKind, listApiKeys } from '../store/api-keys.ts';
import { type CliIo, EXIT } from './io.ts';
import { osUser } from './os-user.ts';

const USAGE = `Usage: cs-pulse keys create --kind ingest|read --name NAME
       cs-pulse keys list
       cs-pulse keys revoke ID|NAME   [--json]`;

type KeysArguments = { readonly json: boolean } & (
  | { readonly action: 'create'; readonly kind: ApiKeyKind; readonly name: string }
  | { readonly action: 'list' }
  | { readonly action: 'revoke'; readonly target: string }
);

/** @throws AppError `invalid` for arguments that no database is needed to refuse. */
export function readKeysArguments(argv: string[]): KeysArguments {
  const { values, positionals } = parseArgs({
    args: argv,
    options: { kind: { type: 'string' }, name: { type: 'string' }, json: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [action, target, ...rest] = positionals;
  const json = values.json === true;
  if (rest.length > 0) throw new AppError('invalid', `keys: "${rest.join(' ')}" is not understood.\n${USAGE}`);
  if (action === 'create' && target === undefined) {
    const { kind, name } = values;
    if (!isKind(kind)) throw new AppError('invalid', `--kind: needs ingest or read.\n${USAGE}`);
    if (name === undefined) throw new AppError('invalid', `--name: says who uses the key.\n${USAGE}`);
    return { action, kind, name, json };
  }
  if (action === 'list' && target === undefined) return { action, json };
  if (action !== 'revoke') throw new AppError('invalid', USAGE);
  const named = target ?? values.name;
  if (!named) throw new AppError('invalid', `keys revoke: name the key by id or name.\n${USAGE}`);
  return { action, target: named, json };
}

/**
 * Creates, lists and revokes API keys, and notes in the audit who did. A secret is shown once, when its key is made; only its hash is stored.
 * Resolves to the exit code: 0, or 1 when there is no key to revoke.
 * @throws AppError `invalid` for wrong arguments.
 */
export async function keysCommand(argv: string[], io: CliIo, ctx: Context): Promise<number> {
  const args = readKeysArguments(argv);
  if (args.action === 'create') return createKey(args, io, ctx);
  return args.action === 'list' ? listKeys(args.json, io, ctx) : revokeKey(args.target, args.json, io, ctx);
}

async function createKey(
  { json, kind, name }: { readonly json: boolean; readonly kind: ApiKeyKind; readonly name: string },
  io: CliIo,
  ctx: Context,
): Promise<number> {
  const key = await createApiKey({ ctx, input: { kind, name, actor: osUser() } });
  if (json) io.out(`${JSON.stringify(key)}\n`);
  else {
    const note = 'This secret is not shown again. Keep it where the sender reads it.';
    io.out(`${key.id}  ${kind}  ${key.name}\n\n  ${key.secret}\n\n${note}\n`);
  }
  return EXIT.ok;
}

async function listKeys(json: boolean, io: CliIo, ctx: Context): Promise<number> {
  const keys = (await listApiKeys(ctx.db)).map((key) => ({
    id: key.key_id,
    kind: key.kind,
    name: key.name,
    created_at: key.created_at.toISOString(),
    last_used_at: key.last_used_at?.toISOString() ?? null,
    revoked_at: key.revoked_at?.toISOString() ?? null,
  }));
  if (json) io.out(`${JSON.stringify(keys)}\n`);
  else if (keys.length === 0) io.out('There are no keys yet: cs-pulse keys create --kind ingest --name NAME\n');
  for (const key of json ? [] : keys) {
    const used = key.last_used_at === null ? 'never used' : `last used ${key.last_used_at}`;
    const state = key.revoked_at === null ? used : `revoked ${key.revoked_at}`;
    io.out(`${key.id}  ${key.kind.padEnd(6)}  ${key.name}  (created ${key.created_at}, ${state})\n`);
  }
  return EXIT.ok;
}

async function revokeKey(target: string, json: boolean, io: CliIo, ctx: Context): Promise<number> {
  const key = await revokeApiKey({ ctx, input: { idOrName: target, actor: osUser() } });
  if (key === null) {
    io.err(`There is no valid key "${target}". "cs-pulse keys list" shows them all.\n`);
    return EXIT.problem;
  }
  if (json) io.out(`${JSON.stringify({ id: key.key_id, kind: key.kind, name: key.name, revoked: true })}\n`);
  else io.out(`${key.key_id} (${key.name}) is revoked; it is refused within 5 seconds.\n`);
  return EXIT.ok;
}

function isKind(kind: string | undefined): kind is ApiKeyKind {
  return kind === 'ingest' || kind === 'read';
}
