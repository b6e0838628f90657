import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Config, readConfig } from '../config.ts';
import { freePort } from '../lib/free-port.ts';
import { localDayOf } from '../lib/local-time.ts';
import { createFileLogger } from '../lib/log.ts';
import { redactedStack } from '../lib/redact.ts';
import { type RunningApp, startApp } from '../main.ts';
import { readSettings } from '../settings.ts';
import { openEmbedded } from '../store/embedded/open-embedded.ts';
import type { Workspace } from '../workspace/start-workspace.ts';
import { fillDemo } from './demo/fill.ts';
import { openLocalWorkspace } from './demo/local-workspace.ts';
import { isLoaded, markLoaded, unmark } from './demo/marker.ts';
import { postDigest } from './demo/post-digest.ts';
import { createProgress } from './demo/progress.ts';
import { type DemoSecrets, demoConfig, demoSecrets, demoSettings, refuseRealSlack } from './demo/settings.ts';
import { type CliIo, EXIT } from './io.ts';
import { untilSignal } from './until-signal.ts';

const LOOPBACK = '127.0.0.1';
const STOP_DEADLINE_MS = 3000;

/** Everything on this machine: embedded database, demo portfolio, the app, and a workspace in the browser. */
export async function demoCommand(
  argv: string[],
  io: CliIo,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const { values } = parseArgs({ args: argv, options: { reset: { type: 'boolean' }, json: { type: 'boolean' } } });
  const config = readConfig(env);
  refuseRealSlack(config);
  mkdirSync(config.dataDir, { recursive: true });
  const today = localDayOf(new Date(), config.timeZone);
  const fresh = values.reset === true || !isLoaded(config.dataDir, today, config.timeZone);
  const progress = createProgress(io.out, process.stdout.isTTY === true);
  const secrets = demoSecrets();
  const appPort = await freePort();
  if (fresh) {
    unmark(config.dataDir);
    rmSync(join(config.dataDir, 'workspace.json'), { force: true });
  }
  const workspace = await openLocalWorkspace({
    ...secrets,
    port: config.port,
    fallback: env['PORT'] === undefined,
    appUrl: `http://${LOOPBACK}:${appPort}`,
    dataDir: config.dataDir,
    timeZone: config.timeZone,
  });
  const told = untilSignal((error) => io.err(`${redactedStack(error)}\n`));
  const embedded = await progress.step('embedded PostgreSQL', () =>
    openEmbedded({ dataDir: join(config.dataDir, 'pg18'), binaries: env['PG_BIN'], fresh }),
  );
  const starting = startDemoApp({ config, secrets, workspace, appPort, databaseUrl: embedded.url });
  const serve = async (): Promise<void> => {
    const app = await progress.step('cs-pulse', async () => {
      const started = await starting;
      await started.ready;
      return started;
    });
    if (fresh) {
      const appUrl = `http://${LOOPBACK}:${appPort}`;
      await fillDemo({ ctx: app.ctx, today, appUrl, stripeSecret: secrets.stripeSecret, progress });
    }
    await progress.step("today's scores and digest", () => postDigest(app, config, today));
    markLoaded(config.dataDir, today, config.timeZone);
    io.out(`\n  cs-pulse demo: ${workspace.url}\n\n`);
  };
  const serving = serve();
  // Told to stop while it loads: what the loading then says is of no interest.
  serving.catch(() => undefined);
  try {
    await Promise.race([told, serving]);
    return (await told) === 'error' ? EXIT.problem : EXIT.ok;
  } finally {
    await workspace.stop();
    await starting.then((app) => app.stop(STOP_DEADLINE_MS)).catch(() => undefined);
    await embedded.stop();
  }
}

function startDemoApp(input: {
  readonly config: Config;
  readonly secrets: DemoSecrets;
  readonly workspace: Workspace;
  readonly appPort: number;
  readonly databaseUrl: string;
}): Promise<RunningApp> {
  const { config, databaseUrl } = input;
  const log = createFileLogger(config.logLevel, join(config.dataDir, 'demo.log'));
  return startApp({
    config: demoConfig(config, input.secrets, input.workspace.apiUrl),
    settings: demoSettings(readSettings(config.settingsFile, { required: config.settingsRequired })),
    log,
    databaseUrl,
    host: LOOPBACK,
    port: input.appPort,
    mayMigrate: true,
    // Nothing runs by itself: the digest is posted below, whatever the hour.
    role: 'web',
    // On loopback nothing leaves this machine, so that pages need no https.
    place: { origin: `http://${LOOPBACK}:${input.appPort}` },
  });
}
