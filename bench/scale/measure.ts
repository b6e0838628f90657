import type { Measured, PartOptions } from '../part.ts';
import { buildProduct } from '../process/product.ts';
import { type SeededDatabase, withSeeded } from '../seeded.ts';
import { startSlackStandIn } from '../slack-stand-in.ts';
import { type Columns, scaleFigures } from './growth.ts';
import { WORLDS, type WorldName } from './matrix.ts';
import { measureMorning } from './morning.ts';
import { scaleTable } from './table.ts';
import { startWorld, type World } from './world.ts';

const ROUNDS = 7;

type Databases = ReadonlyMap<WorldName, SeededDatabase>;

/** The same questions and the same nightly work at every size, each size by turns in every round. */
export async function measureScale(options: PartOptions): Promise<Measured> {
  buildProduct();
  return withWorlds(options, WORLDS, new Map(), (databases) => measureWorlds(options, databases));
}

function withWorlds<T>(
  options: PartOptions,
  [name, ...left]: readonly WorldName[],
  open: Databases,
  work: (databases: Databases) => Promise<T>,
): Promise<T> {
  if (name === undefined) return work(open);
  return withSeeded(options, name, (database) => withWorlds(options, left, new Map([...open, [name, database]]), work));
}

async function measureWorlds({ say }: PartOptions, databases: Databases): Promise<Measured> {
  const slack = await startSlackStandIn();
  const worlds = new Map<WorldName, World>();
  try {
    for (const [name, database] of databases) worlds.set(name, await startWorld(database, slack, say));
    // The newest day is left for the morning.
    for (let daysBack = ROUNDS; daysBack > 0; daysBack -= 1) {
      for (const world of worlds.values()) await world.round(daysBack, daysBack === 1);
      say(`round ${ROUNDS + 1 - daysBack} of ${ROUNDS}`);
    }
    const columns = Object.fromEntries([...worlds].map(([name, world]) => [name, world.measures()])) as Columns;
    for (const line of scaleTable(columns)) say(line);
    for (const world of worlds.values()) await world.stop();
    worlds.clear();
    const wide = databases.get('wide');
    const morning = wide === undefined ? [] : await measureMorning(wide, slack);
    return {
      figures: [...scaleFigures(columns), ...morning],
      notes: [
        `One asker; medians of ${ROUNDS} rounds in which every size takes its turn; memory is the most of all rounds.`,
        'Only the 10 M events exist as raw rows too: no read that is measured touches them.',
      ],
      details: { worlds: columns },
    };
  } finally {
    for (const world of worlds.values()) await world.stop();
    await slack.close();
  }
}
