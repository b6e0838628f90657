import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../../src/demo/random.ts';
import type { Service } from '../../stand/service.ts';

/** Kills processes that work, one of them or all at once, and starts them again: at least `kills` ends in all. */
export async function killAgain(services: readonly Service[], kills: number, random: Random): Promise<number> {
  let done = 0;
  while (done < kills) {
    await sleep(random.between(50, 400));
    const all = random.below(3) === 0;
    const victims = all ? services : services.slice(random.below(services.length)).slice(0, 1);
    await Promise.all(victims.map((victim) => victim.kill()));
    await Promise.all(victims.map((victim) => victim.start()));
    done += victims.length;
  }
  return done;
}
