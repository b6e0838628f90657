import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readArguments, USAGE } from './arguments.ts';
import { bars } from './bars/index.ts';
import { machineOf } from './machine.ts';
import { proveBar } from './prove-bar.ts';
import { proofPage, summaryOf } from './report.ts';
import { createStand, type Stand } from './stand/stand.ts';

const PAGE = fileURLToPath(new URL('../docs/proof.md', import.meta.url));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Tries the promises that were asked for. 0 when all held and every control failed, 1 otherwise, 2 for arguments. */
async function main(): Promise<number> {
  const asked = readArguments(process.argv.slice(2), bars);
  if (typeof asked === 'string') {
    process.stderr.write(`prove: ${asked}\n\n${USAGE}\n`);
    return 2;
  }
  if (asked.list) {
    for (const bar of asked.bars) say(`${bar.number.padEnd(4)} ${bar.promise}${bar.soak ? ' (soak)' : ''}`);
    return 0;
  }
  const machine = await machineOf();
  say(`${machine}\nsize ${asked.size}, seed ${asked.seed}`);
  const proofs = [];
  for (const bar of asked.bars) {
    say(`\n${bar.number}: ${bar.promise}`);
    const proof = await proveBar(bar, asked, (purpose) => open(`${asked.seed} ${purpose}`), say);
    proofs.push(proof);
    say(summaryOf(proof));
  }
  const report = { at: new Date().toISOString(), machine, size: asked.size, seed: asked.seed, proofs };
  if (asked.json !== null) write(resolve(asked.json), `${JSON.stringify(report, null, 2)}\n`);
  if (asked.write) write(PAGE, proofPage(report));
  return proofs.every(({ holds }) => holds) ? 0 : 1;
}

const stands = new Set<Stand>();

/** A stand that is taken down even when somebody presses Ctrl-C. */
function open(seed: string): Stand {
  const stand = createStand(seed, (line) => say(`  ${line}`));
  stands.add(stand);
  stand.atEnd(() => stands.delete(stand));
  return stand;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void Promise.allSettled([...stands].map((stand) => stand.close())).then(() => process.exit(130));
  });
}
process.exitCode = await main();
