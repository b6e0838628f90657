/** A group of people by department; without a name it must not be shown. */
interface Group {
  readonly name: string | null;
  readonly people: number;
  readonly active: number;
}

type Shown = Group & { readonly name: string };

/**
 * The departments that may be shown, largest first: those of at least `min` people. What is left out, which a reader
 * can find by subtraction from the whole, has at least `min` people as well, or nobody: else the smallest group shown
 * is left out too.
 */
export function shownDepartments(groups: readonly Group[], min: number): readonly Shown[] {
  const shown = groups
    .filter((group): group is Shown => group.name !== null && group.people >= min)
    .sort((a, b) => b.people - a.people || (a.name < b.name ? -1 : 1));
  let hidden = total(groups) - total(shown);
  while (hidden > 0 && hidden < min) {
    const smallest = shown.pop();
    if (smallest === undefined) break;
    hidden += smallest.people;
  }
  return shown;
}

function total(groups: readonly Group[]): number {
  return groups.reduce((sum, { people }) => sum + people, 0);
}
