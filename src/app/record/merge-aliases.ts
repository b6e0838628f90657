import type { Statement } from './statement.ts';

/** Other systems' ids are aliases with the system's name in front, such as `zendesk:4711`. */
const SYSTEM = /^([a-z][a-z0-9_]*):/;

/**
 * The aliases of an account after a statement. The plain ones and those of each system are stated apart, so that a file
 * of organizations does not take away what people wrote by hand. An empty list clears the plain ones, a system's name
 * without an id (`zendesk:`) clears that system's.
 */
export function mergeAliases(
  known: readonly string[],
  given: readonly string[] | undefined,
  pick: Statement['pick'],
): string[] {
  if (given === undefined) return [...known];
  const before = bySystem(known);
  const stated = given.length === 0 ? new Map([['', []]]) : bySystem(given);
  const systems = [...new Set([...before.keys(), ...stated.keys()])].sort();
  return systems.flatMap((system) => {
    const field = system === '' ? 'aliases' : `aliases:${system}`;
    return pick(field, stated.get(system), before.get(system) ?? null) ?? [];
  });
}

/** Each group without its empty ids; a group that was only named is there and empty. */
function bySystem(aliases: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const alias of aliases) {
    const system = SYSTEM.exec(alias)?.[1] ?? '';
    const group = groups.get(system) ?? [];
    if (alias !== `${system}:`) group.push(alias);
    groups.set(system, group);
  }
  return groups;
}
