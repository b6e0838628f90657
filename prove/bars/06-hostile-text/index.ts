import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { defineBar, type Verdict } from '../../bar.ts';
import type { Stand } from '../../stand/stand.ts';
import type { ShareResult } from './try-cases.ts';

const SHARE = fileURLToPath(new URL('try-share.ts', import.meta.url));
const TSX = import.meta.resolve('tsx');
const MOST_OUTPUT = 16 * 1024 * 1024;
const run = promisify(execFile);

interface Size {
  /** For each renderer. */
  readonly cases: number;
}

export const hostileText = defineBar<Size>({
  number: '6',
  promise: 'What others wrote cannot ping, link, hide, break a message, address a mail or run in a spreadsheet',
  sizes: { quick: { cases: 30 }, full: { cases: 100_000 } },
  run: (stand, { cases }) => tryAll(stand, 'product', cases),
  controls: {
    'a message, a link and a CSV that take the text as it is': (stand, { cases }) =>
      tryAll(stand, 'careless', Math.min(cases, 500)),
  },
});

/** The cases of every renderer in as many processes as there are processors, each from a seed of its own. */
async function tryAll(stand: Stand, trials: string, cases: number): Promise<Verdict> {
  const random = stand.random('cases');
  const shares = availableParallelism();
  const each = Math.ceil(cases / shares);
  const results = await Promise.all(
    Array.from({ length: shares }, () => startShare(stand, [trials, String(each), String(random.below(2 ** 31))])),
  );
  return {
    tries: results.reduce((sum, result) => sum + result.cases, 0),
    unit: 'cases',
    failures: results.flatMap(({ failures }) => failures),
    measured: { 'cases of each renderer': each * shares },
  };
}

async function startShare(stand: Stand, args: readonly string[]): Promise<ShareResult> {
  const started = run(process.execPath, ['--import', TSX, SHARE, ...args], { maxBuffer: MOST_OUTPUT });
  stand.atEnd(() => started.child.kill());
  const { stdout } = await started;
  return JSON.parse(stdout);
}
