import type { Publisher } from '../../../src/app/delivery/publisher.ts';
import { defineBar, type Verdict } from '../../bar.ts';
import { openDatabases } from '../../stand/databases.ts';
import type { Stand } from '../../stand/stand.ts';
import { BOSS, type Cell, deliverCells, PLACES } from './digests.ts';
import { FATES } from './error-codes.ts';
import { clickWhileLimited, openWithOneClient } from './rate-limit.ts';

interface Size {
  /** Of the messages of a digest: each error at one of them, or at all. */
  readonly everyPlace: boolean;
  readonly clicks: number;
}

const UNIT = 'refused messages and clicks';

export const slackErrors = defineBar<Size>({
  number: '15',
  promise: 'An error of Slack is tried again where that helps, told once where it does not, and holds up nobody',
  timed: true,
  sizes: { quick: { everyPlace: false, clicks: 20 }, full: { everyPlace: true, clicks: 400 } },
  run: async (stand, { clicks, everyPlace }) => {
    const cells = cellsOf(stand, everyPlace);
    const refused = await tryCells(stand, cells);
    const limited = await clickWhileLimited(stand, clicks);
    return {
      tries: cells.length + limited.tries,
      unit: UNIT,
      failures: [...refused, ...limited.failures],
      measured: { errors: FATES.length, 'refused messages': cells.length, ...limited.measured },
    };
  },
  controls: {
    'a publisher that tries everything again': async (stand): Promise<Verdict> => {
      const cells = cellsOf(stand, false)
        .filter(({ fate }) => fate === 'permanent')
        .slice(0, 2);
      return { tries: cells.length, unit: UNIT, failures: await tryCells(stand, cells, stubborn), measured: {} };
    },
    'one client for posts and for people': async (stand) => ({ ...(await openWithOneClient(stand)), unit: UNIT }),
  },
});

function cellsOf(stand: Stand, everyPlace: boolean): Cell[] {
  const random = stand.random('places');
  const placed = FATES.flatMap(([code, fate]) =>
    (everyPlace ? PLACES : [random.pick(PLACES)]).map((place) => ({ code, fate, place })),
  );
  return placed.map((cell, index) => ({ ...cell, channel: `C0CELL${String(index).padStart(4, '0')}` }));
}

async function tryCells(
  stand: Stand,
  cells: readonly Cell[],
  change?: (publisher: Publisher) => Publisher,
): Promise<string[]> {
  const open = await openDatabases(stand);
  const slack = await stand.slack({ channels: cells.map(({ channel }) => channel), people: [BOSS] });
  return deliverCells(await open(), slack, cells, change);
}

function stubborn(publisher: Publisher): Publisher {
  return {
    ...publisher,
    async post(input) {
      const outcome = await publisher.post(input);
      return outcome.kind === 'permanent' ? { kind: 'later', error: outcome.error, retryAfterMs: 0 } : outcome;
    },
  };
}
