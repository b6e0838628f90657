import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { bars } from './bars/index.ts';
import { proofPage } from './page.ts';
import type { Proof } from './proof.ts';
import type { Report } from './report.ts';

const RECORD = fileURLToPath(new URL('../docs/proof.json', import.meta.url));
const PAGE = fileURLToPath(new URL('../docs/proof.md', import.meta.url));
/** Of the failures of one trial. */
const MOST_LINES = 3;
const MOST_CHARACTERS = 160;

const verdict = z.strictObject({
  tries: z.number(),
  unit: z.string(),
  failures: z.number(),
  /** The first of them. */
  lines: z.array(z.string()),
  measured: z.record(z.string(), z.number().nullable()),
});
const row = z.strictObject({
  number: z.string(),
  promise: z.string(),
  holds: z.boolean(),
  verdict,
  seconds: z.number(),
  controls: z.array(z.strictObject({ name: z.string(), failed: z.boolean(), verdict, seconds: z.number() })),
  at: z.string(),
  machine: z.string(),
  commit: z.string(),
  size: z.string(),
  seed: z.string(),
});
/** What the newest run showed of a bar. */
export type Row = z.infer<typeof row>;
const record = z.strictObject({ bars: z.array(row) });

/** Puts what was found into docs/proof.json and docs/proof.md; what they say of other bars stays. */
export function recordProofs(report: Report): void {
  const before = existsSync(RECORD) ? record.parse(JSON.parse(readFileSync(RECORD, 'utf8'))).bars : [];
  const rows = mergedRows(
    before,
    report,
    bars.map(({ number }) => number),
  );
  writeFileSync(RECORD, `${JSON.stringify({ bars: rows }, null, 2)}\n`);
  writeFileSync(PAGE, proofPage(rows));
}

/** The rows with those of a run in place of older ones, in the order of these numbers; others are of bars long gone. */
export function mergedRows(before: readonly Row[], report: Report, numbers: readonly string[]): Row[] {
  const { proofs, ...about } = report;
  const found = proofs.map((proof): Row => rowOf(proof, about));
  return numbers.flatMap((number) => {
    const row = [...found, ...before].find((one) => one.number === number);
    return row === undefined ? [] : [row];
  });
}

function rowOf(proof: Proof, about: Omit<Report, 'proofs'>): Row {
  const { controls, holds, number, promise, seconds } = proof;
  return {
    number,
    promise,
    holds,
    verdict: told(proof),
    seconds,
    controls: controls.map((control) => ({
      name: control.name,
      failed: control.failed,
      verdict: told(control),
      seconds: control.seconds,
    })),
    ...about,
  };
}

function told({ verdict }: Pick<Proof, 'verdict'>): Row['verdict'] {
  const { failures, measured, tries, unit } = verdict;
  const lines = failures.slice(0, MOST_LINES).map((line) => (line.split('\n')[0] ?? '').slice(0, MOST_CHARACTERS));
  return { tries, unit, failures: failures.length, lines, measured };
}
