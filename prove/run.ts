import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { type Asked, readArguments, USAGE } from './arguments.ts';
import { bars } from './bars/index.ts';
import { proveInLanes } from './lanes.ts';
import { commitOf, machineOf } from './machine.ts';
import { type Proof, proveBar } from './prove-bar.ts';
import { recordProofs } from './record.ts';
import { closingOf, summaryOf } from './report.ts';
import { createStands } from './stands.ts';

/** Bars wait for as long as they work: one more than processors keeps these busy, a fourth would only share them. */
const MOST_LANES = 3;
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
  const started = performance.now();
  const about = { machine: await machineOf(), commit: await commitOf(), size: asked.size, seed: asked.seed };
  say(`${about.machine}\ncommit ${about.commit}, size ${about.size}, seed ${about.seed}`);
  const proofs = inOrder(await proveAll(asked));
  say(closingOf(proofs, Math.round((performance.now() - started) / 1000)));
  const report = { at: new Date().toISOString(), ...about, proofs };
  if (asked.json !== null) write(resolve(asked.json), `${JSON.stringify(report, null, 2)}\n`);
  if (asked.write) recordProofs(report);
  return proofs.every(({ holds }) => holds) ? 0 : 1;
}

/** Small sizes side by side where no time is measured; all else one after the other. */
async function proveAll(asked: Asked): Promise<Proof[]> {
  const lanes = asked.size === 'quick' ? Math.min(MOST_LANES, availableParallelism() + 1) : 1;
  const beside = lanes > 1 ? asked.bars.filter(({ timed }) => !timed) : [];
  const found = (proof: Proof): void => say(`\n${summaryOf(proof)}\n`);
  const proofs = beside.length > 1 ? await proveInLanes(beside, lanes, asked, say, found) : [];
  const stands = createStands(asked.seed, say);
  for (const bar of asked.bars) {
    if (proofs.some(({ number }) => number === bar.number)) continue;
    say(`\n${bar.number}: ${bar.promise}`);
    const proof = await proveBar(bar, asked, stands.open, say);
    proofs.push(proof);
    say(summaryOf(proof));
  }
  return proofs;
}

function inOrder(proofs: readonly Proof[]): Proof[] {
  return bars.flatMap((bar) => proofs.filter(({ number }) => number === bar.number));
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

// What a naive variant left behind may go on for half an hour.
process.exit(await main());
