import type { Random } from '../../../src/demo/random.ts';
import {
  askAsMembers,
  askAsOutsiders,
  askToShare,
  askUnknown,
  type Choose,
} from '../../../test/support/access/asked.ts';
import { startCarelessTable } from '../../../test/support/access/careless.ts';
import { type Cell, createAsker } from '../../../test/support/access/cells.ts';
import { withoutRow } from '../../../test/support/access/coverage.ts';
import { productSources, SENDERS, sendersIn } from '../../../test/support/access/posts.ts';
import { ROWS, SILENT_EVENTS } from '../../../test/support/access/rows.ts';
import { type Sending, startSending } from '../../../test/support/access/sending.ts';
import { sendAfterWaiting, sendToChannels, sendToPeople, type Tried } from '../../../test/support/access/sent.ts';
import { REGISTERED, startTable } from '../../../test/support/access/table.ts';
import { ANYBODY } from '../../../test/support/person-guard.ts';
import type { Harness } from '../../../test/support/slack-harness.ts';
import { defineBar, type Verdict } from '../../bar.ts';
import type { Stand } from '../../stand/stand.ts';

interface Size {
  /** Of a hundred pairs of a handler and a kind of person. */
  readonly percent: number;
  /** Of the kinds of conversation that a pair is tried from. What posts is always tried from all. */
  readonly places: number;
}

export const noLeak = defineBar<Size>({
  number: '1',
  promise: 'No customer data reaches a customer, a guest, another workspace or an unknown channel',
  sizes: { quick: { percent: 8, places: 1 }, full: { percent: 100, places: Number.POSITIVE_INFINITY } },
  run: async (stand, size) => {
    const choose = someOf(size, stand.random('cells'));
    const members = await table(stand, startTable);
    // One after the other: a process that has too much to do at once only finds out how patient the app is.
    const sent = await sendEverything(await sending(stand));
    const tried = [
      await askAsMembers(createAsker(members), choose),
      await askOutside(stand, choose),
      await askNobodyKnown(stand),
      await askToShare(createAsker(members)),
    ];
    return verdictOf([...sent, ...tried, coverage()], {
      handlers: ROWS.length,
      'messages that were sent or held back': total(sent),
      'commands, clicks and forms': total(tried),
    });
  },
  controls: {
    'an app that does not look who asks, nor where it posts': async (stand, size) => {
      const careless = await table(stand, startCarelessTable);
      const some = someOf(size, stand.random('cells'));
      const choose: Choose = (cells) => some(cells.filter(({ who }) => who === 'stranger'));
      return verdictOf([await askAsOutsiders(careless, createAsker(careless), choose)], {});
    },
    'a publisher that trusts the rights of the moment at which a message was written': async (stand) =>
      verdictOf([await sendAfterWaiting(await sending(stand, { people: ANYBODY }))], {}),
    'a publisher that trusts the channel it was given': async (stand) => {
      const guard = { check: async () => ({ allowed: true }) as const, forget: () => undefined };
      return verdictOf([await sendToChannels(await sending(stand, { guard }))], {});
    },
  },
});

async function sendEverything(all: Sending): Promise<Tried[]> {
  return [await sendToChannels(all), await sendToPeople(all), await sendAfterWaiting(all)];
}

async function askOutside(stand: Stand, choose: Choose): Promise<Tried> {
  const outside = await table(stand, startTable);
  return askAsOutsiders(outside, createAsker(outside), choose);
}

async function askNobodyKnown(stand: Stand): Promise<Tried> {
  const unknown = await table(stand, startTable);
  return askUnknown(unknown, createAsker(unknown));
}

/** A handler or a sender without a row is one that nobody has tried. */
function coverage(): Tried {
  const names = [...ROWS, ...SILENT_EVENTS].map(({ name }) => name);
  const senders = sendersIn(productSources()).filter((file) => !(file in SENDERS));
  const missing = [...withoutRow(REGISTERED, names), ...senders];
  return { cells: 0, faults: missing.map((name) => `${name} is not in the table`) };
}

async function table(stand: Stand, start: () => Promise<Harness>): Promise<Harness> {
  const harness = await start();
  stand.atEnd(() => harness.close());
  return harness;
}

async function sending(stand: Stand, guards: Parameters<typeof startSending>[0] = {}): Promise<Sending> {
  const started = await startSending(guards);
  stand.atEnd(() => started.slack.close());
  return started;
}

/** A choice of the table's cells: by pairs of a handler and a kind of person, and by conversations. */
function someOf({ percent, places }: Size, random: Random): Choose {
  return (cells) => {
    const pairs = new Map<string, Cell[]>();
    for (const cell of cells) {
      const key = `${cell.row.name} ${cell.who}`;
      pairs.set(key, [...(pairs.get(key) ?? []), cell]);
    }
    return [...pairs.values()].flatMap((pair) => {
      if (pair[0]?.row.posts) return pair;
      if (random.below(100) >= percent) return [];
      return Array.from({ length: Math.min(places, pair.length) }, () =>
        pair.splice(random.below(pair.length), 1),
      ).flat();
    });
  };
}

function total(tried: readonly Tried[]): number {
  return tried.reduce((sum, { cells }) => sum + cells, 0);
}

function verdictOf(tried: readonly Tried[], measured: Verdict['measured']): Verdict {
  return { tries: total(tried), unit: 'cells', failures: tried.flatMap(({ faults }) => faults), measured };
}
