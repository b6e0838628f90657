import { needlesOf, type Redact, redactor, teller } from '../../domain/erasure/redact.ts';
import type { Db } from '../../store/db.ts';
import { type Scrub, scrubWords } from '../../store/erasure/scrub-words.ts';
import { TABLES_WITH_WORDS } from '../../store/erasure/tables.ts';

/** What names somebody, in which accounts. */
export interface Named {
  readonly names: readonly (string | null)[];
  readonly accountNos: readonly number[];
  /** Names that mean the same one in every account. */
  readonly everywhere: readonly string[];
  /** An account whose own rows go anyway. */
  readonly leaveOut?: number | null | undefined;
  /** Many people, who are looked for where words are of no account, and replaced where anything is found. */
  readonly besides?: readonly string[] | undefined;
}

/** How somebody is looked for in words. */
export function scrubOf({ accountNos, besides = [], everywhere, leaveOut = null, names }: Named): Scrub {
  const needles = needlesOf(names);
  const elsewhere = needlesOf(everywhere);
  const redact: Redact = redactor([...needles, ...needlesOf(besides)]);
  const first = redactor(needles);
  const isNamed = (words: unknown) => JSON.stringify(first(words)) !== JSON.stringify(words);
  const tells = besides.length === 0 ? null : teller(besides);
  return { needles, elsewhere, accountNos, leaveOut, isNamed, tells, redact, redactElsewhere: redactor(elsewhere) };
}

/** Replaces what names somebody in the words of every table; rows by table. */
export async function scrubAll(db: Db, named: Named): Promise<Record<string, number>> {
  const scrub = scrubOf(named);
  const counts: Record<string, number> = {};
  for (const table of TABLES_WITH_WORDS) counts[table.table] = await scrubWords(db, table, scrub);
  return counts;
}
