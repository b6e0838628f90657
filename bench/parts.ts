import { snapshotScores } from '../src/app/snapshots/snapshot-scores.ts';
import { measureCommands } from './commands/measure.ts';
import { benchContext } from './context.ts';
import { measureIngestRatios } from './ingest/report.ts';
import { accountNames } from './names.ts';
import { measurePage } from './page/measure.ts';
import type { Measured, Part, PartOptions } from './part.ts';
import { measureProcess } from './process/measure.ts';
import { measureReads } from './reads/measure.ts';
import { measureScale } from './scale/measure.ts';
import { type SeededDatabase, withEmpty, withSeeded } from './seeded.ts';
import { measureSlash } from './slash/measure.ts';

/** Everything that `npm run bench` measures, in this order. */
export const PARTS: readonly Part[] = [
  {
    name: 'reads',
    about: 'facts, snapshots, episodes, storage and growth; the same answers from ClickHouse',
    measure: measureReads,
  },
  {
    name: 'commands',
    about: 'a mix of slash commands from eight askers',
    measure: onPortfolio(({ url }, names) => measureCommands(url, names)),
  },
  {
    name: 'slash',
    about: '/health NAME against a bare server, and while ingest runs',
    measure: onPortfolio(measureSlash),
  },
  { name: 'ingest', about: 'events in process and over HTTP against bare COPY', measure: measureIngestRatios },
  {
    name: 'process',
    about: 'memory under load and seconds to ready',
    measure: (options) => withEmpty(options, measureProcess),
  },
  {
    name: 'page',
    about: 'published dashboards of 5,000 accounts and /pulse portfolio, until they are there',
    measure: measurePage,
  },
  {
    name: 'scale',
    about: 'the same questions and nights from 500 to 50,000 accounts; only when it is asked for',
    onlyWhenAsked: true,
    measure: measureScale,
  },
];

/** Measures on the portfolio of 5,000 with the snapshot of the day. */
function onPortfolio(measure: (database: SeededDatabase, names: readonly string[]) => Promise<Measured>) {
  return (options: PartOptions): Promise<Measured> =>
    withSeeded(options, 'ten', async (database) => {
      await snapshotScores({ ctx: benchContext(database.pool), input: { day: database.day } });
      return measure(database, accountNames(database.seeded.accounts));
    });
}
