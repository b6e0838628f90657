import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { type Asked, readArguments, USAGE } from './arguments.ts';
import { bars } from './bars/index.ts';
import { runInLanes } from './lanes.ts';
import { commitOf, machineOf } from './machine.ts';
import { createProofs, type Proof } from './proof.ts';
import { recordProofs } from './record.ts';
import { closingOf, summaryOf } from './report.ts';
import { createStands } from './stands.ts';
import { runTrial, type Trial, titleOf, trialsOf } from './trial.ts';

/** Each lane starts databases and processes. */
const MOST_LANES = 4;
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
  const proofs = await proveAll(asked);
  say(closingOf(proofs, Math.round((performance.now() - started) / 1000)));
  const report = { at: new Date().toISOString(), ...about, proofs };
  if (asked.json !== null) write(resolve(asked.json), `${JSON.stringify(report, null, 2)}\n`);
  if (asked.write) recordProofs(report);
  return proofs.length === asked.bars.length && proofs.every(({ holds }) => holds) ? 0 : 1;
}

/** Small sizes side by side where no time is measured; all else one after the other. */
async function proveAll(asked: Asked): Promise<Proof[]> {
  const proofs = createProofs(asked.bars, (proof) => say(`\n${summaryOf(proof)}\n`));
  const [alone, beside] = sorted(asked);
  if (beside.length > 0) await runInLanes(beside, lanesOf(), asked, say, proofs.add);
  const stands = createStands(asked.seed, say);
  for (const trial of alone) {
    say(titleOf(trial));
    proofs.add(trial, await runTrial(trial, asked, stands.open));
  }
  return proofs.all();
}

/** Trials wait for as long as they work: one more than processors keeps these busy, two more would only share them. */
const lanesOf = (): number => Math.min(MOST_LANES, availableParallelism() + 1);

/** Those that need the machine for themselves, and those that do not. What breaks a promise may do so at any speed. */
function sorted(asked: Asked): readonly [alone: readonly Trial[], beside: readonly Trial[]] {
  const trials = asked.bars.flatMap(trialsOf);
  if (asked.size === 'full') return [trials, []];
  const isAlone = ({ bar, control }: Trial): boolean => bar.timed && control === null;
  return [trials.filter(isAlone), trials.filter((trial) => !isAlone(trial))];
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

// What a naive variant left behind may go on for half an hour.
process.exit(await main());
