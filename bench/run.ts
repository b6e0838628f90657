import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isMet, lineOf } from './figure.ts';
import type { Measured, Part } from './part.ts';
import { PARTS } from './parts.ts';

/**
 * Measures the parts one after another, prints every figure and stores them in results/; 1 when a goal is missed.
 * Databases live in a throwaway folder, or in BENCH_DATA_DIR, where the next run of the same day finds them filled.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { only: { type: 'string', multiple: true }, scale: { type: 'boolean' }, list: { type: 'boolean' } },
  });
  if (values.list) {
    for (const { about, name } of PARTS) console.log(`${name.padEnd(10)} ${about}`);
    return 0;
  }
  const chosen = chosenParts([...(values.only ?? []), ...(values.scale ? ['scale'] : [])]);
  const kept = process.env['BENCH_DATA_DIR'];
  const dataDir = kept ?? mkdtempSync(join(tmpdir(), 'cs-pulse-bench-'));
  let missed = 0;
  try {
    for (const part of chosen) missed += await runPart(part, dataDir);
  } finally {
    if (kept === undefined) rmSync(dataDir, { recursive: true, force: true });
  }
  console.log(missed === 0 ? 'Every goal is met.' : `MISSED: ${missed} ${missed === 1 ? 'goal' : 'goals'}.`);
  return missed === 0 ? 0 : 1;
}

function chosenParts(names: readonly string[]): readonly Part[] {
  if (names.length === 0) return PARTS.filter(({ onlyWhenAsked }) => !onlyWhenAsked);
  return names.map((name) => {
    const part = PARTS.find((other) => other.name === name);
    if (part === undefined) throw new Error(`There is no part ${name}; --list names them.`);
    return part;
  });
}

/** How many goals the part missed. */
async function runPart({ measure, name }: Part, dataDir: string): Promise<number> {
  console.log(`== ${name}`);
  const loadBefore = loadavg()[0] ?? 0;
  const measured = await measure({ dataDir, say: (line) => console.log(`  ${line}`) });
  for (const figure of measured.figures) console.log(lineOf(figure));
  for (const note of measured.notes ?? []) console.log(`  ${note}`);
  store(name, loadBefore, measured);
  return measured.figures.filter((figure) => !isMet(figure)).length;
}

function store(name: string, loadBefore: number, measured: Measured): void {
  const folder = new URL('results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const figures = measured.figures.map((figure) => ({ ...figure, met: isMet(figure) }));
  const result = { machine: machine(loadBefore), ...measured, figures };
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(result, null, 2)}\n`);
}

function machine(loadBefore: number) {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGib: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    loadBefore,
    loadAfter: loadavg()[0] ?? 0,
  };
}

process.exitCode = await main();
