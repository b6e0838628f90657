import { z } from 'zod';
import { type Db, execute, oneRow, rows } from './db.ts';

export type ApiKeyKind = 'ingest' | 'read';

const apiKeyRow = z.object({
  key_id: z.string(),
  kind: z.enum(['ingest', 'read']),
  name: z.string(),
  created_at: z.date(),
  last_used_at: z.date().nullable(),
  revoked_at: z.date().nullable(),
});
/** An API key without its secret, of which only a hash is kept. */
export type ApiKeyRow = z.infer<typeof apiKeyRow>;

const COLUMNS = 'key_id, kind, name, created_at, last_used_at, revoked_at';

export interface NewApiKey {
  readonly keyId: string;
  readonly kind: ApiKeyKind;
  readonly name: string;
  readonly secretSha256: Uint8Array;
  readonly at: Date;
}

/** Stores a new key by the hash of its secret. */
export async function insertApiKey(db: Db, key: NewApiKey): Promise<void> {
  await execute(
    db,
    'insert into api_keys (key_id, kind, name, secret_sha256, created_at) values ($1, $2, $3, $4, $5)',
    [key.keyId, key.kind, key.name, key.secretSha256, key.at],
  );
}

/** All keys, oldest first. */
export async function listApiKeys(db: Db): Promise<ApiKeyRow[]> {
  return rows(db, apiKeyRow, `select ${COLUMNS} from api_keys order by created_at, key_id`);
}

/** Revokes a key by id or name; null when there is no such key that is still valid. */
export async function revokeApiKey(db: Db, idOrName: string, at: Date): Promise<ApiKeyRow | null> {
  const text = `update api_keys set revoked_at = $2 where key_id = (
      select key_id from api_keys where (key_id = $1 or name = $1) and revoked_at is null
      order by key_id <> $1, created_at limit 1
    ) returning ${COLUMNS}`;
  return oneRow(db, apiKeyRow, text, [idOrName, at]);
}

/** The valid key whose secret has this hash, or null. Its use is noted at most once a minute. */
export async function useApiKey(db: Db, secretSha256: Uint8Array, at: Date): Promise<ApiKeyRow | null> {
  const text = `select ${COLUMNS} from api_keys where secret_sha256 = $1 and revoked_at is null`;
  const key = await oneRow(db, apiKeyRow, text, [secretSha256]);
  if (key && (key.last_used_at === null || at.getTime() - key.last_used_at.getTime() >= 60_000)) {
    await execute(db, 'update api_keys set last_used_at = $2 where key_id = $1', [key.key_id, at]);
  }
  return key;
}
