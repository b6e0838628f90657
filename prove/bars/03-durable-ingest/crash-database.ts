import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../../src/demo/random.ts';
import { until } from '../../stand/clock.ts';
import type { LineUp } from '../../stand/line-up.ts';

/** Crashes the database while events are stored, and goes on as soon as some are stored again. */
export async function crashAgain({ ledger, postgres }: LineUp, crashes: number, random: Random): Promise<void> {
  for (let done = 0; done < crashes; done += 1) {
    await sleep(random.between(100, 600));
    await postgres.stop('immediate');
    await postgres.start();
    const before = ledger.acknowledged;
    await until('events are stored again after a crash of the database', () => ledger.acknowledged > before);
  }
}
