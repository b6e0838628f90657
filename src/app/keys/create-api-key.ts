import { createHash, randomBytes } from 'node:crypto';
import { AppError } from '../../lib/errors.ts';
import { type ApiKeyKind, insertApiKey } from '../../store/api-keys.ts';
import type { Context } from '../context.ts';

const SECRET_BYTES = 32;
const LONGEST_NAME = 100;

export interface NewKey {
  readonly id: string;
  readonly kind: ApiKeyKind;
  readonly name: string;
  /** Shown once: only its hash is stored. */
  readonly secret: string;
}

/** Makes a key that may send signals (`ingest`) or read numbers (`read`). Throws AppError `invalid` for its name. */
export async function createApiKey({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly kind: ApiKeyKind; readonly name: string };
}): Promise<NewKey> {
  const name = input.name.trim();
  if (name === '' || name.length > LONGEST_NAME) {
    throw new AppError('invalid', `The name of a key needs 1 to ${LONGEST_NAME} characters that say who uses it.`);
  }
  const secret = `csp_${randomBytes(SECRET_BYTES).toString('base64url')}`;
  const id = `key_${randomBytes(6).toString('hex')}`;
  const secretSha256 = createHash('sha256').update(secret).digest();
  await insertApiKey(ctx.db, { keyId: id, kind: input.kind, name, secretSha256, at: ctx.now() });
  return { id, kind: input.kind, name, secret };
}
