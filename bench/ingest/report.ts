import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { isReached, ratesOf, ratiosOf } from './goals.ts';
import { measureIngest } from './measure.ts';

const ROUNDS = 7;

/** Measures how fast events come in against what PostgreSQL and the HTTP server can do at all; 1 when a goal is missed. */
export async function benchIngest(): Promise<number> {
  const loadBefore = loadavg()[0] ?? 0;
  const rounds = await measureIngest(ROUNDS, (line) => console.log(`  ${line}`));
  const figures = ratiosOf(rounds);
  for (const figure of figures) {
    const goal = figure.goal === null ? '' : `goal >= ${figure.goal}  ${isReached(figure) ? 'met' : 'MISSED'}`;
    console.log(`${figure.name.padEnd(56)} ${figure.ratio.toFixed(3).padStart(8)}  ${goal}`);
  }
  const loadAfter = loadavg()[0] ?? 0;
  const cpu = cpus()[0]?.model ?? 'unknown';
  const machine = { cpu, cores: availableParallelism(), node: process.version, loadBefore, loadAfter };
  const folder = new URL('../results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const result = { machine, figures, eventsPerSecond: ratesOf(rounds), rounds };
  writeFileSync(new URL('ingest.json', folder), `${JSON.stringify(result, null, 2)}\n`);
  return figures.every(isReached) ? 0 : 1;
}
