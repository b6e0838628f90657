import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { localDayOf } from '../../../src/lib/local-time.ts';
import { testContext } from '../../../test/support/context.ts';
import { insertRecipePortfolio } from '../../../test/support/portfolio.ts';
import { defineBar, type Verdict } from '../../bar.ts';
import { poolOf } from '../../stand/databases.ts';
import { lineUp } from '../../stand/line-up.ts';
import type { Stand } from '../../stand/stand.ts';
import { guess } from './guesses.ts';
import { type Links, naiveLinks, productLinks } from './links.ts';
import { revokeOpen, sameForAll, slowsGuessing, strictEverywhere, tellsPreviews } from './trials.ts';
import { get, show } from './visit.ts';

interface Size {
  readonly revocations: number;
  readonly guesses: number;
}

const CUSTOMER = /megacorp/i;
const AT_ONCE = 5;
const SECRET = /csp_[\w-]{43}/;

export const published = defineBar<Size>({
  number: '11',
  promise: 'A published link shows nothing to whoever lacks its secret, and nothing any more once it is revoked',
  sizes: { quick: { revocations: 15, guesses: 2000 }, full: { revocations: 1000, guesses: 1_000_000 } },
  run: tryProduct,
  controls: {
    'a page that remembers whom it let in': async (stand, { revocations }, seed) => {
      const naive = await stand.script(new URL('../../naive/remembering-page.ts', import.meta.url), {}, '/');
      await naive.start();
      const urls = [naive.url, naive.url];
      return tryLinks(urls, naiveLinks(naive.url), { revocations: Math.min(revocations, 20), guesses: 100 }, seed);
    },
  },
});

async function tryProduct(stand: Stand, size: Size, seed: string): Promise<Verdict> {
  const settings = join(stand.folder, 'published.yaml');
  writeFileSync(settings, 'publishing: { enabled: true, proxies: 1 }\n');
  const env = { PUBLIC_URL: 'https://pulse.example.com', CS_PULSE_CONFIG: settings, LOG_LEVEL: 'debug' };
  const { apps, postgres } = await lineUp(stand, { replicas: 1, env });
  await scoreCustomers(stand, postgres.url);
  const urls = apps.map(({ url }) => url);
  const verdict = await tryLinks(urls, productLinks(stand, postgres.url), size, seed);
  const logged = apps.filter((app) => SECRET.test(app.output())).map(({ name }) => `${name} logged a secret`);
  const off = await tryOff(stand, postgres.url);
  return { ...verdict, failures: [...verdict.failures, ...logged, ...off] };
}

async function tryLinks(urls: readonly string[], links: Links, size: Size, seed: string): Promise<Verdict> {
  const { guesses, revocations } = size;
  const [url = ''] = urls;
  const shown: string[] = [];
  for (let done = 0; done < revocations; done += AT_ONCE) {
    const several = Array.from({ length: Math.min(AT_ONCE, revocations - done) }, () => revokeOpen(urls, links));
    shown.push(...(await Promise.all(several)).flat());
  }
  const failures = [
    ...shown,
    ...(await sameForAll(urls, links)),
    ...(await strictEverywhere(url, links)),
    ...(await tellsPreviews(url, links, CUSTOMER)),
    ...(await slowsGuessing(url, links)),
    ...(await guess(urls, await links.publish(), guesses, seed)),
  ];
  return {
    tries: revocations + guesses,
    unit: 'revocations and guesses',
    failures,
    measured: { revocations, guesses },
  };
}

/** Without a word in the settings there is nothing at these addresses. */
async function tryOff(stand: Stand, databaseUrl: string): Promise<string[]> {
  const app = await stand.app({ databaseUrl, env: { PUBLIC_URL: 'https://pulse.example.com' } });
  await app.start();
  const link = await productLinks(stand, databaseUrl).publish();
  const answers = [await get(`${app.url}/p/${link.id}`), await show(app.url, link)];
  return answers.filter(({ status }) => status !== 404).map(({ status }) => `published while off: ${status}`);
}

async function scoreCustomers(stand: Stand, url: string): Promise<void> {
  const pool = poolOf(stand, url);
  const day = localDayOf(new Date(), 'UTC');
  await insertRecipePortfolio(pool, day);
  await snapshotScores({ ctx: testContext(pool, { now: () => new Date() }), input: { day } });
}
