import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { cloneDatabase } from '../support/database.ts';
import { productCli } from '../support/product.ts';

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command line as a process of its own, with nothing of our environment but the path. */
async function run(args: string[], env: Record<string, string> = {}, input = ''): Promise<Outcome> {
  const cli = await productCli();
  return new Promise((done) => {
    const child = spawn(process.execPath, [cli, ...args], {
      env: { PATH: process.env['PATH'], ...env },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => {
      out += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      err += String(chunk);
    });
    child.on('close', (code) => done({ code, out, err }));
    child.stdin.end(input);
  });
}

const FACTS = JSON.stringify({
  definition: 'balanced',
  accounts: [
    {
      account_id: 'a',
      currency: 'USD',
      age_days: 400,
      data_days: 400,
      paid_seats: 10,
      active_users_30d: 5,
      active_user_windows: [5, 5, 5, 5],
      mrr_minor: 80_000,
      events_30d: 2000,
      event_blocks_14d: [950, 1000, 1000, 1000, 1000, 1000, 1000],
      user_day_blocks_14d: [10, 10, 10, 10, 10, 10, 10],
      active_weeks: 13,
      errors_30d: 0,
      tickets_30d: 0,
      urgent_tickets_open: 0,
    },
  ],
});

describe('the command line', () => {
  it('lists its commands, and refuses one that it does not have', async () => {
    const help = await run(['help']);
    expect(help.code).toBe(0);
    expect(help.out).toMatch(/start[\s\S]*demo[\s\S]*score/);
    const wrong = await run(['scores']);
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('there is no command "scores"');
  });

  it('scores facts from standard input and refuses a fact that it does not know by its path', async () => {
    const scored = await run(['score', '--facts', '-'], {}, FACTS);
    expect(scored.code).toBe(0);
    expect(JSON.parse(scored.out)).toMatchObject([{ account_id: 'a', utilization: '50.0', score: '83.3' }]);
    const refused = await run(['score', '--facts', '-'], {}, FACTS.replace('"paid_seats"', '"paid_seat"'));
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('accounts[0].paid_seat');
  });

  it('says in one screen what is missing when nothing is configured', async () => {
    const nothing = await run(['start']);
    expect(nothing.code).toBe(2);
    expect(nothing.err).toMatch(/npm run demo[\s\S]*SLACK_BOT_TOKEN[\s\S]*DATABASE_URL/);
  });

  it('names a variable that it cannot use', async () => {
    const wrong = await run(['start'], { PORT: 'eighty', DATABASE_URL: 'postgres://127.0.0.1:1/x' });
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('PORT: needs a port number');
  });

  it('does not run the demo beside real Slack tokens', async () => {
    const refused = await run(['demo'], { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'x' });
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('does not run beside real Slack tokens');
  });

  it('exits with 3 when the database is not there, and with 2 for an option that it does not have', async () => {
    const away = await run(['snapshot'], { DATABASE_URL: 'postgres://x:y@127.0.0.1:1/x' });
    expect(away.code).toBe(3);
    expect(away.err).toContain('not reachable');
    expect((await run(['migrate', '--wrong'], { DATABASE_URL: 'postgres://x:y@127.0.0.1:1/x' })).code).toBe(2);
  });

  it('says whether migrations are pending', async () => {
    const database = await cloneDatabase();
    const checked = await run(['migrate', '--check', '--json'], { DATABASE_URL: database.url });
    await database.close();
    expect(checked.code).toBe(0);
    expect(JSON.parse(checked.out)).toMatchObject({ pending: [] });
  });
});
