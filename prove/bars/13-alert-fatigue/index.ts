import type { Random } from '../../../src/demo/random.ts';
import { digestMessage } from '../../../src/slack/messages/digest.ts';
import { messageProblems } from '../../../test/support/block-limits.ts';
import { DAYS, type Flapping, liveFlapping, type Month, type Said } from '../../../test/support/flapping.ts';
import { FLAPPING, fatigueFaults, lineOf } from '../../../test/support/flapping-accounts.ts';
import { hostileDigest } from '../../../test/support/hostile-reports.ts';
import { goldenStanding, RECIPE_ACCOUNTS } from '../../../test/support/slack-reports.ts';
import { defineBar, type Verdict } from '../../bar.ts';
import { openDatabases } from '../../stand/databases.ts';

interface Size {
  /** That wander by chance around a threshold, beside those that flap in turn. */
  readonly wanderers: number;
  /** Days on which everything is done again, of a hundred. */
  readonly restarts: number;
}

/** Limits of the bands, and those of seats in use, in per cent. */
const THRESHOLDS = [25, 45, 50, 60, 70, 90] as const;
const MOST_ENTRIES = 50;
const CROWD = 500;

export const alertFatigue = defineBar<Size>({
  number: '13',
  promise:
    'One condition is one alert: numbers that flap for 30 days and restarts bring no other, and mutes are obeyed',
  sizes: { quick: { wanderers: 3, restarts: 30 }, full: { wanderers: 150, restarts: 100 } },
  run: async (stand, { restarts, wanderers }) => {
    const random = stand.random('months');
    const accounts: Record<string, Flapping> = { ...FLAPPING };
    for (let index = 0; index < wanderers; index += 1) accounts[`wanderer-${index}`] = wanderer(random);
    const open = await openDatabases(stand);
    let restarted = 0;
    const month = await liveFlapping(await open(), accounts, () => {
      const isRestart = random.below(100) < restarts;
      restarted += Number(isRestart);
      return isRestart;
    });
    return {
      tries: Object.keys(accounts).length * DAYS,
      unit: 'days of an account',
      failures: [...fatigueFaults(month, accounts), ...unexpectedIn(month), ...crowdFaults()],
      measured: { accounts: Object.keys(accounts).length, restarts: restarted, alerts: alertsIn(month) },
    };
  },
  controls: {
    'an alert for every number that is beyond its threshold and was not the day before': async () => {
      const told = new Map(Object.entries(FLAPPING).map(([accountId, account]) => [accountId, crossingsOf(account)]));
      return verdictOf({ told, reminded: new Map(), changedByRestart: [] });
    },
  },
});

/** One seat more or less, or none, each day. */
function wanderer(random: Random): Flapping {
  const threshold = random.pick(THRESHOLDS);
  const limit = random.between(60, 240);
  const seats = Array.from({ length: DAYS }, () => limit + random.between(-1, 1));
  return { people: Math.round((limit * threshold) / 100), before: limit - 4, seats };
}

/** What was said of those that flap in turn is known to the letter. */
function unexpectedIn({ told }: Month): string[] {
  return Object.entries(FLAPPING).flatMap(([accountId, { said }]) => {
    const lines = (told.get(accountId) ?? []).map(lineOf).join(', ');
    return lines === said.join(', ') ? [] : [`${accountId}: ${lines}`];
  });
}

/** Hundreds of alerts on one morning: a message of some, and how many more. */
function crowdFaults(): string[] {
  const some = RECIPE_ACCOUNTS.map(goldenStanding);
  const crowd = Array.from({ length: CROWD }, (_, index) => some[index % some.length] ?? goldenStanding('acme'));
  const message = digestMessage(hostileDigest(crowd, 'a note'), { money: true, mentions: false });
  const problems = messageProblems(message);
  if (message.blocks.length > MOST_ENTRIES) problems.push(`${message.blocks.length} blocks for ${CROWD} alerts`);
  return /\+\d[\d,]* more/.test(message.text) ? problems : [...problems, 'a digest that does not say how many more'];
}

function alertsIn({ told }: Month): number {
  return [...told.values()].flat().filter(({ signal }) => signal !== 'recovered').length;
}

/** What is said by looking at the number of each day alone. */
function crossingsOf({ before, people, seats }: Flapping): Said[] {
  const days = [before, ...Array.from({ length: DAYS }, (_, day) => seats[day % seats.length] ?? before)];
  const below = (count: number, limit: number): boolean => 100 * people < limit * count;
  return THRESHOLDS.flatMap((limit) =>
    days.flatMap((count, day) => {
      const isCrossed = day > 0 && below(count, limit) && !below(days[day - 1] ?? count, limit);
      return isCrossed ? [{ day, signal: `below ${limit}`, band: null, tags: [] }] : [];
    }),
  );
}

function verdictOf(month: Month): Verdict {
  const faults = fatigueFaults(month, FLAPPING);
  return { tries: Object.keys(FLAPPING).length * DAYS, unit: 'days of an account', failures: faults, measured: {} };
}
