import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../src/lib/free-port.ts';

const START_MS = 180_000;
const CLOCK = new URL('./fixed-clock.ts', import.meta.url).href;

export interface Demo {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** The demo, as its command starts it but at a given instant, on a data folder that is thrown away. */
export async function startDemo(at: string): Promise<Demo> {
  const dataDir = mkdtempSync(join(tmpdir(), 'cs-pulse-pictures-'));
  const env = {
    ...process.env,
    PICTURES_AT: at,
    CS_PULSE_DATA_DIR: dataDir,
    PORT: String(await freePort()),
    TZ: 'UTC',
  };
  const child = spawn(process.execPath, ['--import', 'tsx', '--import', CLOCK, 'src/cli.ts', 'demo'], {
    env,
    stdio: 'pipe',
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const stop = async (): Promise<void> => {
    child.kill('SIGINT');
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  };
  const url = await new Promise<string>((done, fail) => {
    let output = '';
    const timer = setTimeout(() => fail(new Error(`The demo did not start:\n${output}`)), START_MS);
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const found = /cs-pulse demo: (\S+)/.exec(output)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      done(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then(() => fail(new Error(`The demo ended:\n${output}`)));
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url, stop };
}
