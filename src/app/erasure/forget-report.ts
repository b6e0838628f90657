/** What goes, or went, when somebody is forgotten. */
export interface ForgetReport {
  readonly of: 'account' | 'person';
  /** False: nothing was changed. */
  readonly erased: boolean;
  /** Whether the id was forgotten before. */
  readonly again: boolean;
  /** SHA-256 of the id with this installation's salt, hexadecimal: what is kept of it. */
  readonly hash: string;
  /** Rows by table that were removed or cleared, or would be; tables without any are left out. */
  readonly rows: Readonly<Record<string, number>>;
  /** Who is meant, in so many accounts, by these ids and addresses; empty for an account. */
  readonly known: readonly { readonly accountId: string; readonly key: string }[];
}

/** Tables with rows, by name. */
export function withRows(...counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const [table, rows] of counts.flatMap((one) => Object.entries(one))) {
    sums.set(table, (sums.get(table) ?? 0) + rows);
  }
  return Object.fromEntries([...sums].filter(([, rows]) => rows > 0).sort(([a], [b]) => (a < b ? -1 : 1)));
}
