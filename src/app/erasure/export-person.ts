import { createHash } from 'node:crypto';
import { personKey } from '../../domain/erasure/erased-key.ts';
import { AppError } from '../../lib/errors.ts';
import { beginReading } from '../../store/account-export.ts';
import { findAccountById } from '../../store/accounts.ts';
import { appendAudit } from '../../store/audit.ts';
import { type Db, inTransaction } from '../../store/db.ts';
import { readPersonData } from '../../store/erasure/person-data.ts';
import { changedWords, findWords } from '../../store/erasure/scrub-words.ts';
import { TABLES_WITH_WORDS } from '../../store/erasure/tables.ts';
import { hashOfKey } from '../../store/erasure/tombstones.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { Context } from '../context.ts';
import { scrubOf } from './scrub-all.ts';
import { asked, type WholePerson, wholePerson } from './whole-person.ts';

export interface ExportPerson {
  /** Id or e-mail address. */
  readonly userId: string;
  /** The vendor's own id of the only account in which they are meant; null: in every account. */
  readonly accountId: string | null;
  /** For the audit. */
  readonly actor: string;
}

export interface PersonExport {
  /** One line of canonical JSON. */
  readonly text: string;
  readonly rows: number;
  /** Of the text without its line end, hexadecimal. */
  readonly sha256: string;
}

/**
 * Everything that is stored of one person: who they are, what they did, what was written to them, and where words name
 * them. Instants in UTC; `time_zone` is that of the days.
 * @throws AppError `not_found` when nobody is known by the id.
 */
export async function exportPerson({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: ExportPerson;
}): Promise<PersonExport> {
  const { accountId, actor, userId } = input;
  const accountNo = accountId === null ? null : ((await findAccountById(ctx.db, accountId))?.accountNo ?? 0);
  const { data, person } = await inTransaction(ctx.db, async (tx) => {
    await beginReading(tx);
    const found = await wholePerson(tx, [asked(userId)], accountNo);
    const stored = await readPersonData(tx, { ...found, accountNo });
    return { person: found, data: { ...stored, mentions: await mentions(tx, found, accountNo) } };
  });
  const rows = Object.values(data).reduce((sum, list) => sum + list.length, 0);
  if (rows === 0) {
    throw new AppError('not_found', `Nobody is known by ${userId}. Give the id or the e-mail address.`);
  }
  const document = { ...data, format: 'cs-pulse person@1', keys: [...person.keys].sort(), time_zone: ctx.timeZone };
  const text = canonicalJson(JSON.parse(JSON.stringify(document)));
  const sha256 = createHash('sha256').update(text).digest('hex');
  const { hash } = await hashOfKey(ctx.db, personKey(userId, accountNo));
  await appendAudit(ctx.db, { actor, action: 'user_exported', accountNo: null, detail: { hash, rows, sha256 } });
  return { text: `${text}\n`, rows, sha256 };
}

/** Rows in whose words the person is named, each with those words. */
async function mentions(tx: Db, person: WholePerson, accountNo: number | null) {
  const accountNos = accountNo === null ? person.accountNos : [accountNo];
  const everywhere = accountNo === null ? person.keys.filter((key) => key.includes('@')) : [];
  const scrub = scrubOf({ names: [...person.keys, ...person.names], accountNos, everywhere });
  const found = [];
  for (const table of TABLES_WITH_WORDS) {
    for (const row of await findWords(tx, table, scrub)) {
      if (changedWords(row, scrub).length > 0) found.push({ table: table.table, words: row.words });
    }
  }
  return found;
}
