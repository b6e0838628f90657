import type { Db } from '../../store/db.ts';
import { loadRules, type Rules } from '../../store/definitions.ts';
import { definitionHash } from './definition-hash.ts';

/** The rules behind a hash, or null when they were not kept or this version reads them in another way. */
export async function rulesOf(db: Db, hash: string): Promise<Rules | null> {
  const rules = await loadRules(db, hash);
  return rules !== null && definitionHash(rules) === hash ? rules : null;
}
