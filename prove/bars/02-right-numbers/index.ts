import { hashOf } from '../../../src/demo/random.ts';
import { DELIVERIES, WITHOUT_IDS } from '../../../test/oracle/deliveries.ts';
import { groupsOf, type OracleDatabases, prepareRates, runGroups } from '../../../test/oracle/groups.ts';
import { type Changed, DAYS_BACK } from '../../../test/oracle/run-histories.ts';
import { ANSWERS, askAnswer, missingIn, startAnswers } from '../../../test/support/answer-age.ts';
import { testContext } from '../../../test/support/context.ts';
import { defineBar, type Verdict } from '../../bar.ts';
import { type OpenDatabase, openDatabases } from '../../stand/databases.ts';
import { anyOutage, forgetFeeds, liveThrough, longOutage, type Outage } from './silent-feed.ts';

interface Size {
  /** A multiple of the places of the oracle, eight. */
  readonly histories: number;
  readonly outages: number;
}

/** For a control; a multiple of eight. */
const FEW = 16;
const UNIT = 'histories in an order of delivery';

export const rightNumbers = defineBar<Size>({
  number: '2',
  promise:
    'Numbers are those of a slow recomputation in every order of delivery, carry their age, and no feed that is silent looks like a customer who leaves',
  sizes: { quick: { histories: 32, outages: 1 }, full: { histories: 2000, outages: 40 } },
  run: async (stand, { histories, outages }, seed) => {
    const open = await openDatabases(stand);
    const random = stand.random('outages');
    const numbers = await againstOracle(open, histories, seed);
    const answers = await agesOfAnswers(open);
    const feeds = await silentFeeds(
      open,
      // A short one may be over before anybody has to be warned.
      Array.from({ length: outages }, (_, turn) => (turn === 0 ? longOutage(random) : anyOutage(random))),
    );
    const unwarned = feeds.warned === 0 ? ['no digest said that usage looks broken'] : [];
    return {
      tries: numbers.compared / DAYS_BACK.length,
      unit: UNIT,
      failures: [...numbers.failures, ...answers, ...feeds.told, ...unwarned],
      measured: {
        'assessments compared': numbers.compared,
        'with a score': numbers.scored,
        'answers that were asked for their age': ANSWERS.length,
        'outages of a feed': outages,
        'mornings of them': feeds.mornings,
        'with a warning': feeds.warned,
      },
    };
  },
  controls: {
    'senders whose events have no id': async (stand, { histories }, seed) => {
      const open = await openDatabases(stand);
      const few = Math.min(histories, FEW);
      const { compared, failures } = await againstOracle(open, few, seed, { deliveries: WITHOUT_IDS });
      return { tries: compared / DAYS_BACK.length, unit: UNIT, failures, measured: {} };
    },
    'a digest that does not look at its feeds': async (stand): Promise<Verdict> => {
      const outage = longOutage(stand.random('outage'));
      const { told } = await silentFeeds(await openDatabases(stand), [outage], forgetFeeds);
      return { tries: 1, unit: 'outages of a feed', failures: told, measured: {} };
    },
  },
});

interface Numbers {
  readonly compared: number;
  readonly scored: number;
  readonly failures: readonly string[];
}

async function againstOracle(
  open: OpenDatabase,
  histories: number,
  seed: string,
  changed: Changed = {},
): Promise<Numbers> {
  const databases: OracleDatabases = { connected: (await open()).pool, bare: (await open()).pool };
  for (const db of Object.values(databases)) await prepareRates(db);
  const failures: string[] = [];
  let [compared, scored] = [0, 0];
  const tell: Parameters<typeof runGroups>[2] = ({ first, group }, outcome) => {
    compared += outcome.compared;
    scored += outcome.scored;
    for (const { day, delivery, field, history, oracle, product } of outcome.differences) {
      const where = `history ${first + history}, ${delivery}, ${group.place.timeZone} ${day}`;
      failures.push(`${where}: ${field} is ${JSON.stringify(product)} and not ${JSON.stringify(oracle)}`);
    }
  };
  await runGroups(databases, groupsOf(hashOf(seed), histories), tell, changed);
  const whole = histories * (changed.deliveries ?? DELIVERIES).length * DAYS_BACK.length;
  if (compared !== whole) failures.push(`${compared} of ${whole} assessments were compared`);
  return { compared, scored, failures };
}

/** Answers without the moment of their numbers, the age of their data, or the warning that usage looks broken. */
async function agesOfAnswers(open: OpenDatabase): Promise<string[]> {
  const harness = await startAnswers(testContext((await open()).pool));
  const failures: string[] = [];
  try {
    for (const [command, words] of ANSWERS) {
      const { shown, text } = await askAnswer(harness, command, words);
      const missing = [...missingIn(text), ...missingIn(shown)];
      if (missing.length > 0) failures.push(`${command} ${words}: without ${[...new Set(missing)].join(', ')}`);
    }
  } finally {
    await harness.close();
  }
  return failures;
}

async function silentFeeds(
  open: OpenDatabase,
  outages: readonly Outage[],
  before?: Parameters<typeof liveThrough>[2],
): Promise<{ readonly mornings: number; readonly warned: number; readonly told: readonly string[] }> {
  const told: string[] = [];
  let [mornings, warned] = [0, 0];
  for (const outage of outages) {
    const database = await open();
    const lived = await liveThrough(database.pool, outage, before);
    await database.close();
    mornings += lived.mornings;
    warned += lived.warned;
    told.push(...lived.told.map((line) => `${line}, in ${JSON.stringify(outage)}`));
  }
  return { mornings, warned, told };
}
