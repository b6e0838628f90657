export interface Figure {
  readonly name: string;
  readonly value: number;
  /** `x` = so many times as good as what the name compares with; `ms`, `s`, `B` per event, `MB`. */
  readonly unit: string;
  /** What must be reached or not be passed; null: only reported. */
  readonly goal: { readonly atLeast: number } | { readonly atMost: number } | null;
}

/** A figure that is only reported. */
export function figure(name: string, value: number, unit: string): Figure {
  return { name, value, unit, goal: null };
}

/** A figure that must reach `atLeast`. */
export function atLeast(goal: number, name: string, value: number, unit = 'x'): Figure {
  return { name, value, unit, goal: { atLeast: goal } };
}

/** A figure that must not pass `atMost`. */
export function atMost(goal: number, name: string, value: number, unit: string): Figure {
  return { name, value, unit, goal: { atMost: goal } };
}

/** True when the figure keeps its goal or has none. What could not be measured (NaN) keeps none. */
export function isMet({ goal, value }: Figure): boolean {
  if (goal === null) return true;
  return 'atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost;
}

/** One line of the table. */
export function lineOf(shown: Figure): string {
  const { goal, name, unit, value } = shown;
  const digits = Math.abs(value) < 100 ? 2 : 0;
  const wanted = goal === null ? '' : 'atLeast' in goal ? `>= ${goal.atLeast}` : `<= ${goal.atMost}`;
  const verdict = goal === null ? '' : isMet(shown) ? 'met' : 'MISSED';
  return `${name.padEnd(72)} ${value.toFixed(digits).padStart(9)} ${unit.padEnd(3)} ${wanted.padEnd(9)} ${verdict}`.trimEnd();
}
