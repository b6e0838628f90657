import type { ControlProof, Proof } from './prove-bar.ts';

const MOST_LINES = 10;

export interface Report {
  readonly at: string;
  readonly machine: string;
  readonly size: string;
  readonly seed: string;
  readonly proofs: readonly Proof[];
}

/** A proof in lines for people. */
export function summaryOf(proof: Proof): string {
  const { controls, holds, seconds, verdict } = proof;
  const lines = [
    `  ${holds ? 'holds' : 'DOES NOT HOLD'}: ${countsOf(proof)} in ${seconds} s`,
    ...measuredOf(verdict.measured),
    ...shown(verdict.failures),
    ...controls.flatMap((control) => [
      `  control "${control.name}" ${control.failed ? 'fails, as it must' : 'DOES NOT FAIL'} in ${control.seconds} s`,
      ...shown(control.verdict.failures),
    ]),
  ];
  return lines.join('\n');
}

/** docs/proof.md. */
export function proofPage({ at, machine, proofs, seed, size }: Report): string {
  const rows = proofs.map(
    (proof) =>
      `| ${proof.number} | ${proof.promise} | ${proof.verdict.tries} ${proof.verdict.unit} | ` +
      `${proof.verdict.failures.length} | ${percent(proof.bound)} | ${proof.seconds} | ${proof.controls.map(controlCell).join('; ') || 'none'} |`,
  );
  const measured = proofs.flatMap(({ number, verdict }) => {
    const line = Object.entries(verdict.measured).map(([name, value]) => `${name} ${count(value)}`);
    return line.length === 0 ? [] : [`- ${number}: ${line.join(', ')}`];
  });
  return `# Proof

Written by \`npm run prove -- ${size === 'quick' ? '--quick ' : ''}--seed ${seed} --write\` on ${at.slice(0, 10)}; do not edit. [How it is tried](../prove/README.md).

${machine}

"0 of n" does not mean never: with no failure in n tries, a failure is rarer than 3 / n at 95 % (rule of three). Every control is a naive variant of the same thing, which has to fail under the same trial.

| bar | promise | tried | failures | rarer than | seconds | controls |
|---|---|---|---|---|---|---|
${rows.join('\n')}

Counted on the way:

${measured.join('\n')}
`;
}

function countsOf({ bound, verdict }: Proof): string {
  const { failures, tries, unit } = verdict;
  const rare = bound === null ? '' : `, so rarer than ${percent(bound)}`;
  return `${failures.length} failures in ${tries} ${unit}${rare}`;
}

function percent(bound: number | null): string {
  if (bound === null) return '–';
  return bound >= 1 ? 'nothing said' : `${Number((100 * bound).toPrecision(2))} %`;
}

function measuredOf(measured: Readonly<Record<string, number>>): string[] {
  return Object.entries(measured).map(([name, value]) => `    ${name}: ${count(value)}`);
}

function count(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 1 });
}

function shown(failures: readonly string[]): string[] {
  const lines = failures.slice(0, MOST_LINES).map((line) => `    - ${line}`);
  return failures.length > MOST_LINES ? [...lines, `    and ${failures.length - MOST_LINES} more`] : lines;
}

function controlCell({ failed, name, verdict }: ControlProof): string {
  return `${name}: ${failed ? 'fails' : '**does not fail**'}${failed && verdict.failures[0] ? ` (${verdict.failures[0]})` : ''}`;
}
