import type { Db } from '../../src/store/db.ts';
import { saveFxRates } from '../../src/store/fx-rates.ts';
import { fc } from '../support/fc.ts';
import { type History, histories, PLACES } from './histories.ts';
import { type Changed, type Group, type Outcome, RATES, runGroup } from './run-histories.ts';

export interface OracleDatabases {
  readonly connected: Db;
  /** Nothing ever sent an error or a ticket here. */
  readonly bare: Db;
}

export interface PlacedGroup {
  readonly group: Group;
  /** Place of its first history in the sequence. */
  readonly first: number;
  readonly placeIndex: number;
}

/** The rates of exchange that every history is told in. */
export async function prepareRates(db: Db): Promise<void> {
  const rates = Object.entries(RATES).map(([currency, rate]) => ({ currency, rate, from: '2020-01-01' }));
  await saveFxRates(db, 'USD', rates);
}

/** The group that the histories of a place make; the last place has no source of errors and tickets. */
export function groupOf(placeIndex: number, name: string, list: readonly History[]): Group {
  const place = PLACES[placeIndex];
  if (place === undefined) throw new Error(`no place ${placeIndex}`);
  const isConnected = placeIndex < PLACES.length - 1;
  const known = isConnected ? list : list.map(withoutSources);
  return { name, place, histories: known, connected: isConnected };
}

function withoutSources({ drafts }: History): History {
  return { drafts: drafts.filter(({ kind }) => kind !== 'error' && kind !== 'ticket') };
}

/** So many generated histories, each place with its share of them. */
export function groupsOf(seed: number, count: number): PlacedGroup[] {
  const all = fc.sample(histories, { seed, numRuns: count });
  const perPlace = count / PLACES.length;
  return PLACES.map((_, placeIndex) => {
    const first = placeIndex * perPlace;
    const list = all.slice(first, first + perPlace);
    return { group: groupOf(placeIndex, `place${placeIndex}`, list), first, placeIndex };
  });
}

/** Runs every group and tells of each. One works in this process while the other's statements run in the database. */
export async function runGroups(
  { bare, connected }: OracleDatabases,
  groups: readonly PlacedGroup[],
  tell: (placed: PlacedGroup, outcome: Outcome) => Promise<void> | void,
  changed: Changed = {},
): Promise<void> {
  const waiting = [...groups];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await tell(next, await runGroup(next.group.connected ? connected : bare, next.group, changed));
    }
  };
  await Promise.all([work(), work()]);
}
