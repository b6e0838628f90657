import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../../src/demo/random.ts';
import { until } from '../../stand/clock.ts';
import type { LineUp } from './line-up.ts';

/** Crashes the database while events are stored, and goes on as soon as some are stored again. @returns failures */
export async function crashAgain(
  { apps, ledger, postgres }: LineUp,
  crashes: number,
  random: Random,
): Promise<string[]> {
  for (let done = 0; done < crashes; done += 1) {
    await sleep(random.between(100, 600));
    await postgres.stop('immediate');
    await postgres.start();
    const before = ledger.acknowledged;
    await until('events are stored again after a crash of the database', () => ledger.acknowledged > before);
  }
  return apps.flatMap(({ surprises }) =>
    surprises.map(({ code }) => `the database went, and the app with it (${code})`),
  );
}
