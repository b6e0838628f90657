/** One account's MRR at the start and the end of a month, in minor units of one currency at one rate. */
export interface MonthOfAccount {
  /** Null: not known, which is not zero. */
  readonly before: number | null;
  readonly after: number | null;
  /** It paid at some time before the month began. */
  readonly paidEarlier: boolean;
}

export const MOVEMENT_KINDS = ['new', 'expansion', 'contraction', 'churn', 'reactivation', 'unstated'] as const;
/**
 * `unstated`: what enters or leaves the sum because billing began or ceased to tell an account's MRR; nobody bought or
 * cancelled anything by it.
 */
export type MovementKind = (typeof MOVEMENT_KINDS)[number];

export interface Movement {
  /** Signed; contraction and churn are not above 0. */
  readonly minor: number;
  readonly accounts: number;
}
export type Movements = Readonly<Record<MovementKind, Movement>>;

/** What moved the known MRR in a month. The kinds add up to its change exactly, whatever the history. */
export function movementsOf(accounts: readonly MonthOfAccount[]): Movements {
  const sums = MOVEMENT_KINDS.map((kind) => [kind, { minor: 0, accounts: 0 }] as const);
  const found = new Map<MovementKind, { minor: number; accounts: number }>(sums);
  for (const account of accounts) {
    const kind = kindOf(account);
    const sum = kind && found.get(kind);
    if (!sum) continue;
    sum.minor += (account.after ?? 0) - (account.before ?? 0);
    sum.accounts += 1;
  }
  const of = (kind: MovementKind): Movement => found.get(kind) ?? { minor: 0, accounts: 0 };
  return {
    new: of('new'),
    expansion: of('expansion'),
    contraction: of('contraction'),
    churn: of('churn'),
    reactivation: of('reactivation'),
    unstated: of('unstated'),
  };
}

/** Sum of all kinds. */
export function movedMinor(movements: Movements): number {
  return MOVEMENT_KINDS.reduce((sum, kind) => sum + movements[kind].minor, 0);
}

function kindOf({ after, before, paidEarlier }: MonthOfAccount): MovementKind | null {
  if (before === null || after === null) return before === after ? null : 'unstated';
  if (before === after) return null;
  if (before === 0) return paidEarlier ? 'reactivation' : 'new';
  if (after === 0) return 'churn';
  return after > before ? 'expansion' : 'contraction';
}
