import { readConfig } from '../../src/config.ts';
import { createLogger } from '../../src/lib/log.ts';
import { startApp } from '../../src/main.ts';
import { readSettings } from '../../src/settings.ts';
import { percentile } from '../../test/support/percentile.ts';
import { atMost, figure } from '../figure.ts';
import type { Measured } from '../part.ts';
import { startSlackStandIn } from '../slack-stand-in.ts';
import { ask, type Question } from './ask.ts';

const ASKERS = 8;
const QUESTIONS = 1600;
const WARM_UP = 80;
const SECRET = 'bench-signing-secret';

/** The commands of a busy morning, through the real application with its own pools; needs the day's snapshot. */
export async function measureCommands(url: string, names: readonly string[]): Promise<Measured> {
  const slack = await startSlackStandIn();
  const config = readConfig({
    DATABASE_URL: url,
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: slack.apiUrl,
  });
  const app = await startApp({
    config,
    settings: readSettings('no-such-file.yaml'),
    databaseUrl: url,
    host: '127.0.0.1',
    port: 0,
    mayMigrate: false,
    role: 'web',
    log: createLogger('silent'),
  });
  try {
    await app.ready;
    const target = { url: `http://127.0.0.1:${app.port}`, secret: SECRET, slack };
    await ask(target, questions(names, WARM_UP), ASKERS);
    const { ackMs, textMs } = await ask(target, questions(names, QUESTIONS), ASKERS);
    return {
      figures: [
        figure('commands of a morning, 8 askers: ack p50', percentile(ackMs, 50), 'ms'),
        atMost(100, '… ack p99', percentile(ackMs, 99), 'ms'),
        figure('… first useful text p50', percentile(textMs, 50), 'ms'),
        atMost(1000, '… first useful text p99', percentile(textMs, 99), 'ms'),
      ],
    };
  } finally {
    await app.stop(2000);
    await slack.close();
  }
}

/** What people ask: mostly one account by its name, now and then a list or the seat report. */
function questions(names: readonly string[], count: number): Question[] {
  return Array.from({ length: count }, (_, index): Question => {
    const name = names[(index * 997) % names.length] ?? '';
    if (index % 10 === 9) return { command: '/utilization', text: '', expects: 'AT RISK' };
    if (index % 10 === 4) return { command: '/health', text: '', expects: 'ealth' };
    if (index % 10 === 7) return { command: '/utilization', text: name, expects: name };
    return { command: '/health', text: name, expects: name };
  });
}
