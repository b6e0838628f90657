import { createHash, randomBytes } from 'node:crypto';
import { AppError } from '../../lib/errors.ts';
import { type ApiKeyKind, insertApiKey } from '../../store/api-keys.ts';
import { appendAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/db.ts';
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

/**
 * Makes a key that may send signals (`ingest`) or read numbers (`read`), with a line in the audit that holds no secret.
 * @throws AppError `invalid` for its name.
 */
export async function createApiKey({
  ctx,
  input,
}: {
  readonly ctx: Context;
  /** `actor`: who does it, such as `cli:dana`. */
  readonly input: { readonly kind: ApiKeyKind; readonly name: string; readonly actor: string };
}): Promise<NewKey> {
  const name = input.name.trim();
  if (name === '' || name.length > LONGEST_NAME) {
    throw new AppError('invalid', `The name of a key needs 1 to ${LONGEST_NAME} characters that say who uses it.`);
  }
  const secret = `csp_${randomBytes(SECRET_BYTES).toString('base64url')}`;
  const id = `key_${randomBytes(6).toString('hex')}`;
  const secretSha256 = createHash('sha256').update(secret).digest();
  const { actor, kind } = input;
  await inTransaction(ctx.db, async (tx) => {
    await insertApiKey(tx, { keyId: id, kind, name, secretSha256, at: ctx.now() });
    await appendAudit(tx, { actor, action: 'key_created', accountNo: null, detail: { key_id: id, kind, name } });
  });
  return { id, kind, name, secret };
}
