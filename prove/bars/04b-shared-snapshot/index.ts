import { defineBar, type Verdict } from '../../bar.ts';
import type { Service } from '../../stand/service.ts';
import type { Stand } from '../../stand/stand.ts';
import { type Night, type NightEnd, openNight, spend } from './night.ts';

interface Size {
  readonly accounts: number;
  /** Nights, in each of which the process that works is killed. */
  readonly kills: number;
}

const NAIVE = new URL('../../naive/marking-scorer.ts', import.meta.url);
const NAIVE_ACCOUNTS = 3000;
/** A night that is over before its process could be killed is spent again, so many times altogether. */
const MISSES = 10;

export const sharedSnapshot = defineBar<Size>({
  number: '4b',
  promise:
    'A nightly snapshot whose process is killed is finished by another one, to the byte, and never seen half done',
  sizes: { quick: { accounts: 6000, kills: 1 }, full: { accounts: 10_000, kills: 25 } },
  run: async (stand, size) => {
    const night = await openNight(stand, size.accounts);
    const { databaseUrl, env } = night;
    const app = (role: 'web' | 'jobs') => stand.app({ databaseUrl, env, role });
    const webs = [await app('web'), await app('web')];
    for (const web of webs) await web.start();
    const workers = [await app('jobs'), await app('jobs')];
    const verdict = await nights(stand, night, { ...size, workers });
    const ended = [...webs, ...workers].flatMap(({ surprises }) => surprises).length;
    const surprises = ended === 0 ? [] : [`${ended} processes ended by themselves`];
    return { ...verdict, failures: [...verdict.failures, ...surprises] };
  },
  controls: {
    'a range marked as done before its rows are written': async (stand) => {
      const accounts = NAIVE_ACCOUNTS;
      const night = await openNight(stand, accounts);
      const env = { ...night.env, DATABASE_URL: night.databaseUrl };
      const workers = [await stand.script(NAIVE, env, '/'), await stand.script(NAIVE, env, '/')];
      return nights(stand, night, { accounts, kills: 1, workers });
    },
  },
});

async function nights(
  stand: Stand,
  night: Night,
  { accounts, kills, workers }: Size & { readonly workers: readonly Service[] },
): Promise<Verdict> {
  const random = stand.random('nights');
  const ends: NightEnd[] = [];
  const struck = () => ends.filter((end) => end.struck).length;
  while (struck() < kills && ends.length < kills + MISSES) {
    ends.push(await spend(night, workers, accounts, random));
    stand.note(`${struck()} of ${kills} nights`);
  }
  const missed = kills - struck();
  return {
    tries: struck(),
    unit: 'kills',
    failures: [
      ...ends.flatMap(({ failures }, at) => failures.map((failure) => `night ${at + 1}: ${failure}`)),
      ...(missed === 0 ? [] : [`${missed} nights were over before anybody was killed`]),
    ],
    measured: {
      'nights that two processes had shared before the kill': ends.filter(({ runners }) => runners > 1).length,
      'MB of memory of a process at most': Math.max(...ends.map(({ memory }) => memory)),
      'ms of the longest night': Math.max(...ends.map(({ ms }) => ms)),
    },
  };
}
