import { readConfig } from '../../src/config.ts';
import { type RunningApp, startApp } from '../../src/main.ts';
import { readSettings } from '../../src/settings.ts';
import type { Role } from '../../src/wiring/role.ts';
import { cloneDatabase, type TestDatabase } from './database.ts';
import { type FakeSlack, member, signedHeaders, startFakeSlack } from './fake-slack.ts';
import { suiteLog } from './suite-log.ts';

const SIGNING_SECRET = 'test-signing-secret';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const NOT_SHARED = { is_ext_shared: false, is_pending_ext_shared: false, is_shared: false, is_archived: false };

export const CHANNEL = 'C0PULSE';

/** Processes of several roles, in this one, on one database and with one Slack. */
export interface RolesStand {
  readonly database: TestDatabase;
  readonly slack: FakeSlack;
  /** @param env more of its environment */
  start(role: Role, env?: Readonly<Record<string, string>>): Promise<RunningApp>;
  at(app: RunningApp, path: string, init?: RequestInit): Promise<Response>;
  /** The same form, as Slack signs it, to one process. */
  send(app: RunningApp, form: Readonly<Record<string, string>>): Promise<Response>;
  close(): Promise<void>;
}

export async function openRolesStand(): Promise<RolesStand> {
  const database = await cloneDatabase();
  const slack = await startFakeSlack();
  slack.users.set('U0DANA', member('U0DANA'));
  slack.channels.set(CHANNEL, { id: CHANNEL, is_channel: true, is_member: true, ...NOT_SHARED });
  const running: RunningApp[] = [];
  const at: RolesStand['at'] = (app, path, init) => fetch(`http://127.0.0.1:${app.port}${path}`, init);
  return {
    database,
    slack,
    at,
    start: async (role, env = {}) => {
      const config = readConfig({
        DATABASE_URL: database.url,
        SLACK_BOT_TOKEN: 'xoxb-test',
        SLACK_SIGNING_SECRET: SIGNING_SECRET,
        SLACK_API_URL: slack.apiUrl,
        ...env,
      });
      const app = await startApp({
        config,
        settings: readSettings('no-such-file.yaml'),
        databaseUrl: database.url,
        host: '127.0.0.1',
        port: 0,
        mayMigrate: true,
        role,
        place: { origin: 'http://127.0.0.1' },
        log: suiteLog(),
      });
      running.push(app);
      await app.ready;
      return app;
    },
    send: (app, form) => {
      const body = new URLSearchParams(form).toString();
      const headers = { ...signedHeaders(SIGNING_SECRET, body), ...FORM };
      return at(app, '/slack/events', { method: 'POST', body, headers });
    },
    close: async () => {
      await Promise.all(running.map((app) => app.stop(1000)));
      await slack.close();
      await database.close();
    },
  };
}
