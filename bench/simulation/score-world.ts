import { assess } from '../../src/domain/assess.ts';
import { classicScores } from '../../src/domain/classic.ts';
import { BALANCED, UTILIZATION_DEFAULTS } from '../../src/domain/definition.ts';
import { fleetFactor } from '../../src/domain/health/fleet-factor.ts';
import { factsOnDay } from './facts-on-day.ts';
import { type History, simulateAccount } from './simulate-account.ts';
import { COURSES, SCORED_DAYS, WARM_UP_DAYS, type World } from './world.ts';

/** An account with its score of each scored day, in tenths. */
export interface ScoredAccount {
  readonly history: History;
  /** Before caps: a change that comes only from a cap raises the cap's own signal. */
  readonly balanced: readonly number[];
  readonly classic: readonly number[];
}

/** Every account of a world with its scores of every day. */
export function scoreWorld(world: World, seed: number, courses = COURSES): ScoredAccount[] {
  const all = courses.flatMap(([course, count]) => new Array<typeof course>(count).fill(course));
  const accounts = all.map((course, number) => ({
    history: simulateAccount(world, seed, number, course),
    balanced: [] as number[],
    classic: [] as number[],
  }));
  for (let day = WARM_UP_DAYS; day < WARM_UP_DAYS + SCORED_DAYS; day++) {
    const facts = accounts.map(({ history }) => factsOnDay(history, day));
    const options = {
      health: BALANCED,
      utilization: UTILIZATION_DEFAULTS,
      fleetFactor: fleetFactor(facts, BALANCED),
    };
    const classic = classicScores(facts, 'classic');
    for (const [place, account] of accounts.entries()) {
      const known = facts[place];
      if (known !== undefined) account.balanced.push(assess(known, options).health.baseTenths ?? 0);
      account.classic.push(classic[place]?.scoreTenths ?? 0);
    }
  }
  return accounts;
}
