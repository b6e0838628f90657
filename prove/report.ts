import type { Proof } from './proof.ts';

const MOST_LINES = 10;

export interface Report {
  readonly at: string;
  readonly machine: string;
  readonly commit: string;
  readonly size: string;
  readonly seed: string;
  readonly proofs: readonly Proof[];
}

/** A proof in lines for people. */
export function summaryOf(proof: Proof): string {
  const { controls, holds, number, seconds, verdict } = proof;
  const lines = [
    `  ${number} ${holds ? 'holds' : 'DOES NOT HOLD'}: ${countsOf(proof)} in ${seconds} s`,
    ...measuredOf(verdict.measured),
    ...shown(verdict.failures),
    ...controls.flatMap((control) => [
      `  control "${control.name}" ${control.failed ? 'fails, as it must' : 'DOES NOT FAIL'} in ${control.seconds} s`,
      ...shown(control.verdict.failures),
    ]),
  ];
  return lines.join('\n');
}

/** The last line of a run. */
export function closingOf(proofs: readonly Proof[], seconds: number): string {
  const broken = proofs.filter(({ holds }) => !holds).map(({ number }) => number);
  const held = `${proofs.length - broken.length} of ${proofs.length} promises hold`;
  const time = `${Math.floor(seconds / 60)} min ${seconds % 60} s in all`;
  return `\n${held}${broken.length === 0 ? '' : `, not ${broken.join(', ')}`}; ${time}`;
}

function countsOf({ bound, verdict }: Proof): string {
  const { failures, tries, unit } = verdict;
  const rare = bound === null ? '' : `, so rarer than ${percent(bound)}`;
  return `${failures.length} failures in ${tries} ${unit}${rare}`;
}

/** How rare a failure is at most. */
export function percent(bound: number | null): string {
  if (bound === null) return '–';
  return bound >= 1 ? 'nothing said' : `${Number((100 * bound).toPrecision(2))} %`;
}

function measuredOf(measured: Readonly<Record<string, number>>): string[] {
  return Object.entries(measured).map(([name, value]) => `    ${name}: ${count(value)}`);
}

/** For people. */
export function count(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 1 });
}

function shown(failures: readonly string[]): string[] {
  const lines = failures.slice(0, MOST_LINES).map((line) => `    - ${line}`);
  return failures.length > MOST_LINES ? [...lines, `    and ${failures.length - MOST_LINES} more`] : lines;
}
