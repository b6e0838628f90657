/** When each field was last stated, in milliseconds since 1970. */
export type SaidAt = Readonly<Record<string, number>>;

/** One statement about a thing: takes its fields where nothing newer was said, whatever arrived first. */
export interface Statement {
  /** The value that holds: `given` unless it says nothing, or the known value was stated later. */
  readonly pick: <T>(field: string, given: T | null | undefined, known: T | null) => T | null;
  /** The times that hold after all picks. */
  readonly saidAt: () => SaidAt;
}

/**
 * A statement made at `at` against what is known. A known value whose time was not kept counts as stated at `otherwise`,
 * or gives way to any statement.
 */
export function statement(at: Date, known: SaidAt, otherwise = new Date(0)): Statement {
  const said: Record<string, number> = {};
  return {
    pick: (field, given, before) => {
      if (given == null) return before;
      const last = known[field] ?? (before === null ? Number.NEGATIVE_INFINITY : otherwise.getTime());
      if (at.getTime() < last) return before;
      said[field] = at.getTime();
      return given;
    },
    saidAt: () => ({ ...known, ...said }),
  };
}

/** Whether two versions of a row say the same, apart from when it was said. */
export function saysTheSame<T extends { readonly said_at: SaidAt }>(a: T, b: T): boolean {
  return JSON.stringify({ ...a, said_at: null }) === JSON.stringify({ ...b, said_at: null });
}
