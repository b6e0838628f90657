import type { Row } from './record.ts';
import { count, percent } from './report.ts';

/** Characters of how a control failed. */
const MOST_SHOWN = 80;

/** docs/proof.md. */
export function proofPage(rows: readonly Row[]): string {
  const machines = [...new Set(rows.map(({ machine }) => machine))];
  const letter = (machine: string): string => String.fromCharCode('A'.charCodeAt(0) + machines.indexOf(machine));
  const lines = rows.map((row) =>
    [
      row.number,
      row.promise,
      `${count(row.verdict.tries)} ${row.verdict.unit}`,
      row.verdict.failures === 0 ? '0' : `**${row.verdict.failures}**`,
      percent(row.verdict.failures === 0 && row.verdict.tries > 0 ? 3 / row.verdict.tries : null),
      String(row.seconds),
      row.controls.map(controlCell).join('; ') || 'none',
      row.size,
      row.at.slice(0, 10),
      `${row.commit}, ${row.seed}`,
      letter(row.machine),
    ]
      .map(cell)
      .join(' | '),
  );
  const measured = rows.flatMap(({ number, verdict }) => {
    const list = Object.entries(verdict.measured).map(
      ([name, value]) => `${name} ${value === null ? '–' : count(value)}`,
    );
    return list.length === 0 ? [] : [`- ${number}: ${list.join(', ')}`];
  });
  const broken = rows.flatMap(({ number, verdict }) => verdict.lines.map((line) => `- ${number}: ${cell(line)}`));
  return `# Proof

Written by \`npm run prove -- --write\`; do not edit. Each row is the newest run of its bar. [How it is tried](../prove/README.md).

"0 of n" does not mean never: with no failure in n tries, a failure is rarer than 3 / n at 95 % (rule of three). Every control is a naive variant of the same thing, which has to fail under the same trial. \`npm run prove -- --only BAR --seed SEED\` at the commit repeats a row.

| bar | promise | tried | failures | rarer than | seconds | controls | size | day | commit, seed | machine |
|---|---|---|---|---|---|---|---|---|---|---|
${lines.map((line) => `| ${line} |`).join('\n')}

${machines.map((machine) => `Machine ${letter(machine)}: ${machine}.`).join('\n\n')}
${broken.length === 0 ? '' : `\n## What did not hold\n\n${broken.join('\n')}\n`}
## Counted on the way

${measured.join('\n')}
`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

function controlCell({ failed, name, verdict }: Row['controls'][number]): string {
  const shown = (verdict.lines[0] ?? '').slice(0, MOST_SHOWN);
  return `${name}: ${failed ? `fails (${shown})` : '**does not fail**'}`;
}
