import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '../../../src/config.ts';
import { deliverDue } from '../../../src/jobs/deliver-due.ts';
import { runDueJobs } from '../../../src/jobs/run-due-jobs.ts';
import { messageOf } from '../../../src/lib/errors.ts';
import { createLogger } from '../../../src/lib/log.ts';
import { readSettings } from '../../../src/settings.ts';
import { openPool } from '../../../src/store/db.ts';
import { contextOf } from '../../../src/wiring/context.ts';
import { teamJobs } from '../../../src/wiring/jobs-side.ts';
import { createBackground, createSending } from '../../../src/wiring/slack-side.ts';

// The jobs of HOURS hours in a row: the product's own, told the time of each minute instead of waiting for it.
const MINUTE_MS = 60_000;
const config = readConfig(process.env);
const settings = readSettings('none');
const log = createLogger('warn');
const { databaseUrl: url, slack } = config;
if (slack === null || url === null) throw new Error('the jobs need Slack and a database');
const pool = openPool({ url, name: 'jobs', max: 2, statementTimeoutMs: 120_000, onError: () => undefined });
const { publisher } = createSending(config, createBackground(slack, log), log);
const ctx = contextOf({ config, settings, log }, pool);
const { daily } = teamJobs({ config, settings }, publisher);
const first = Date.parse(process.env['FIRST'] ?? '');
const minutes = Number(process.env['HOURS']) * 60;
let done = 0;

createServer((_, response) => void response.end(String(done))).listen(Number(process.env['PORT']), '127.0.0.1');
while (done < minutes) {
  const now = new Date(first + done * MINUTE_MS);
  const then = { ...ctx, now: () => now };
  try {
    await runDueJobs({ ctx: then, jobs: { daily, eachTick: [] }, now, runner: 'week' });
    await deliverDue({ ctx: then, publisher });
    done += 1;
  } catch (error) {
    // As the scheduler does: a tick that fails is followed by another one.
    log.warn({ error: messageOf(error) }, 'a tick failed');
    await sleep(1000);
  }
}
