import { createApiKey } from '../../src/app/keys/create-api-key.ts';
import { readConfig } from '../../src/config.ts';
import { createLogger } from '../../src/lib/log.ts';
import { type RunningApp, startApp } from '../../src/main.ts';
import { readSettings } from '../../src/settings.ts';
import { type Canaries, captureOutput, plantCanaries, type Writing } from './canary.ts';
import type { TestDatabase } from './database.ts';
import { type FakeSlack, member, startFakeSlack } from './fake-slack.ts';

export const CANARY_CHANNEL = 'C0PULSE';

export interface CanaryStand {
  readonly app: RunningApp;
  readonly slack: FakeSlack;
  readonly database: TestDatabase;
  readonly canaries: Canaries;
  /** The ingest key that the product made. */
  readonly ingestKey: string;
  readonly at: (path: string) => string;
  /** Keeps an answer of the product among what it wrote. */
  readonly note: (where: string, text: string) => void;
  /** All that the product wrote: its log, the process's output, what was noted, and what Slack was told. */
  readonly writings: () => Writing[];
  readonly stop: () => Promise<void>;
}

/**
 * The product on real sockets with a canary in each of its secrets, and a log at level `debug` that is told none of
 * them: what it keeps out, it keeps out by their look.
 */
export async function startCanaryStand(database: TestDatabase): Promise<CanaryStand> {
  const canaries = plantCanaries();
  const slack = await startFakeSlack();
  slack.users.set('U0DANA', member('U0DANA', { profile: { email: canaries.personal.email } }));
  slack.channels.set(CANARY_CHANNEL, {
    id: CANARY_CHANNEL,
    is_channel: true,
    is_member: true,
    is_ext_shared: false,
    is_pending_ext_shared: false,
    is_shared: false,
    is_archived: false,
  });
  const output = captureOutput();
  const log: string[] = [];
  const noted: Writing[] = [];
  const { INGEST_KEY: _key, ...secrets } = canaries.secrets;
  const app = await startApp({
    config: readConfig({
      ...secrets,
      DATABASE_URL: database.url,
      SLACK_API_URL: slack.apiUrl,
      PULSE_CHANNEL: CANARY_CHANNEL,
      LOG_LEVEL: 'debug',
    }),
    settings: readSettings('no-such-file.yaml'),
    databaseUrl: database.url,
    host: '127.0.0.1',
    port: 0,
    mayMigrate: true,
    role: 'all',
    log: createLogger('debug', { write: (line: string) => void log.push(line) }),
  });
  await app.ready;
  const key = await createApiKey({ ctx: app.ctx, input: { kind: 'ingest', name: 'canary', actor: 'cli:test' } });
  return {
    app,
    slack,
    database,
    canaries,
    ingestKey: key.secret,
    at: (path) => `http://127.0.0.1:${app.port}${path}`,
    note: (where, text) => void noted.push({ where, text }),
    writings: () => [
      ...log.map((text) => ({ where: 'log', text })),
      { where: 'output', text: output.text() },
      ...noted,
      ...slack.calls.map(({ path }) => ({ where: 'address', text: path })),
      // A token belongs into the header of a call, which is not among its arguments.
      ...slack.calls.map(({ args, method }) => ({ where: `slack ${method}`, text: JSON.stringify(args) })),
    ],
    stop: async () => {
      await app.stop(2000);
      output.stop();
      await slack.close();
      await database.close();
    },
  };
}
