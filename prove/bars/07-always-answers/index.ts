import { defineBar, type Verdict } from '../../bar.ts';
import { lineUp, through } from '../../stand/line-up.ts';
import { rounded } from '../../stand/quantile.ts';
import type { Service } from '../../stand/service.ts';
import type { ProveSlack } from '../../stand/slack.ts';
import type { Stand } from '../../stand/stand.ts';
import { bringAccounts } from './accounts.ts';
import { type Stood, standIn } from './cells.ts';
import { type DatabaseFault, databaseFaults } from './database-faults.ts';
import { openPost } from './mailbox.ts';
import { typeAnything } from './typed.ts';

interface Size {
  readonly texts: number;
  /** Faults of the database; each with all of Slack's. None: all. */
  readonly only?: readonly string[];
}

const UNIT = 'texts and questions';

export const alwaysAnswers = defineBar<Size>({
  number: '7',
  promise: 'Whatever is typed and whatever fails, the bot acknowledges in time and says something useful within 10 s',
  timed: true,
  sizes: {
    quick: { texts: 600, only: ['down', 'full'] },
    full: { texts: 100_000 },
  },
  run: async (stand, { only, texts }) => {
    const slack = await stand.slack({ people: ['U0DANA'] });
    const { app, faults } = await openBehindProxy(stand, slack.env);
    stand.note(`${texts} texts`);
    const fuzzed = await typeAnything({ slack, url: app.url }, texts, stand.random('texts').below(2 ** 30));
    const chosen = faults.filter(({ name }) => only?.includes(name) ?? true);
    const cells = await standInAll(stand, app.url, slack, chosen);
    const ended = app.surprises.map(() => 'the process ended');
    return {
      tries: texts + cells.tries,
      unit: UNIT,
      failures: [...fuzzed.failures, ...cells.failures, ...ended],
      measured: { ...fuzzed.measured, ...cells.measured },
    };
  },
  controls: {
    'an answer that waits for its database without a limit': async (stand) => {
      const slack = await stand.slack();
      const { faults, url } = await openHopeful(stand);
      return standInAll(
        stand,
        url,
        slack,
        faults.filter(({ name }) => name === 'black-holed'),
      );
    },
    'a handler that catches nothing': async (stand, { texts }) => {
      const slack = await stand.slack();
      const { bot, url } = await openHopeful(stand);
      const few = Math.min(texts, 500);
      const { failures, measured } = await typeAnything({ slack, url }, few, 1);
      const ended = bot.surprises.map(() => 'the process ended');
      return { tries: few, unit: UNIT, failures: [...ended, ...failures], measured };
    },
  },
});

/** The product with a few accounts, whose database may be hurt. */
async function openBehindProxy(stand: Stand, env: Readonly<Record<string, string>>) {
  const postgres = await stand.postgres();
  const proxy = await stand.proxy(postgres.port);
  const { apps } = await lineUp(stand, { postgres, databaseUrl: through(proxy.port, postgres.url), env });
  await bringAccounts(apps[0].url, await stand.key(postgres.url, 'ingest'));
  return { app: apps[0], postgres, proxy, faults: databaseFaults(postgres, proxy) };
}

async function openHopeful(
  stand: Stand,
): Promise<{ readonly bot: Service; readonly url: string; readonly faults: readonly DatabaseFault[] }> {
  const { faults, postgres, proxy } = await openBehindProxy(stand, {});
  const script = new URL('../../naive/hopeful-bot.ts', import.meta.url);
  const bot = await stand.script(script, { DATABASE_URL: through(proxy.port, postgres.url) }, '/');
  await bot.start();
  return { bot, url: bot.url, faults };
}

async function standInAll(
  stand: Stand,
  url: string,
  slack: ProveSlack,
  faults: readonly DatabaseFault[],
): Promise<Verdict> {
  const post = openPost(slack);
  const stood: Stood[] = [];
  for (const fault of faults) {
    stand.note(`a database that is ${fault.name}`);
    stood.push(await standIn(url, post, fault));
    slack.calls.length = 0;
  }
  return {
    tries: stood.reduce((sum, { cells }) => sum + cells, 0),
    unit: UNIT,
    failures: stood.flatMap(({ failures }) => failures),
    measured: {
      'ms to the last answer under a fault': rounded(Math.max(...stood.map(({ slowestMs }) => slowestMs))),
      'ms until well again': Math.max(...stood.map(({ recoveryMs }) => recoveryMs)),
    },
  };
}
