import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expressionsIn, readSource, slowExpressions, sourcesBelow } from '../../../test/support/regular-expressions.ts';
import { ROOT, replayImage } from '../../../test/support/replay-image.ts';
import { defineBar, type Verdict } from '../../bar.ts';
import type { Stand } from '../../stand/stand.ts';

interface Size {
  /** Whether packages are installed anew, which needs a registry. */
  readonly registry: boolean;
  /** So many expressions, chosen by chance; the tests look at all. */
  readonly expressions: number;
}

const SRC = join(ROOT, 'src');
const run = promisify(execFile);

export const supplyChain = defineBar<Size>({
  number: '19',
  promise: 'The product is installed without any script, runs without development packages, and no expression is slow',
  sizes: {
    quick: { registry: false, expressions: 40 },
    full: { registry: true, expressions: Number.POSITIVE_INFINITY },
  },
  run: async (stand, { expressions, registry }) => {
    const all = sourcesBelow(SRC).flatMap((file) => expressionsIn(file, readSource(SRC, file)));
    const random = stand.random('expressions');
    const found = Array.from({ length: Math.min(expressions, all.length) }, () =>
      all.splice(random.below(all.length), 1),
    ).flat();
    const slow = await slowExpressions(found);
    const bill = JSON.parse((await run('npm', ['run', '--silent', 'sbom'], { cwd: ROOT, maxBuffer: 2 ** 26 })).stdout);
    return {
      tries: found.length + 1,
      unit: 'expressions and installs',
      failures: [...slow, ...(await installs(stand, registry))],
      measured: { expressions: found.length, 'packages shipped': bill.components.length },
    };
  },
  controls: { 'a cubic expression': cubic },
});

/** Builds what the Dockerfile builds, and lets it migrate a database. */
async function installs(stand: Stand, registry: boolean): Promise<string[]> {
  const postgres = await stand.postgres();
  const app = join(replayImage(join(stand.folder, 'image'), { registry }), 'app');
  const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: postgres.url };
  try {
    const { stdout } = await run(process.execPath, ['dist/cli.js', 'migrate', '--json'], { cwd: app, env });
    return JSON.parse(stdout).applied.length > 0 ? [] : ['nothing was migrated'];
  } catch (error) {
    return [`the installed product does not run: ${String(error)}`];
  }
}

async function cubic(): Promise<Verdict> {
  const planted = String.raw`const command = /^\s*(?:a|b)\s+(.+?)\s*$/;`;
  const failures = await slowExpressions(expressionsIn('planted.ts', planted));
  return { tries: 1, unit: 'expressions and installs', failures, measured: {} };
}
