import { type ApiKeyRow, revokeApiKey as revokeRow } from '../../store/api-keys.ts';
import { appendAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/db.ts';
import type { Context } from '../context.ts';

/** Revokes a key by id or name, with a line in the audit; null when there is no such key that is still valid. */
export async function revokeApiKey({
  ctx,
  input,
}: {
  readonly ctx: Context;
  /** `actor`: who does it, such as `cli:dana`. */
  readonly input: { readonly idOrName: string; readonly actor: string };
}): Promise<ApiKeyRow | null> {
  const { actor, idOrName } = input;
  return inTransaction(ctx.db, async (tx) => {
    const key = await revokeRow(tx, idOrName, ctx.now());
    if (key === null) return null;
    const detail = { key_id: key.key_id, kind: key.kind, name: key.name };
    await appendAudit(tx, { actor, action: 'key_revoked', accountNo: null, detail });
    return key;
  });
}
