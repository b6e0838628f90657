import type { Columns } from './growth.ts';
import { WORLDS, worldTitle } from './matrix.ts';
import type { Measures } from './measures.ts';

const ROWS: readonly (readonly [string, (of: Measures) => string])[] = [
  ['accounts', ({ accounts }) => count(accounts)],
  ['people', ({ people }) => count(people)],
  ['events', ({ events }) => `${(events / 1e6).toFixed(1)} M`],
  ['rows that answer', ({ rollupRows }) => count(rollupRows)],
  ['stored per event', ({ bytesPerEvent }) => `${bytesPerEvent.toFixed(2)} B`],
  ['/health NAME p50', ({ healthP50Ms }) => ms(healthP50Ms)],
  ['/health NAME p99', ({ healthP99Ms }) => ms(healthP99Ms)],
  ['/utilization p50', ({ utilizationP50Ms }) => ms(utilizationP50Ms)],
  ['/utilization p99', ({ utilizationP99Ms }) => ms(utilizationP99Ms)],
  ['digest', ({ digestMs }) => ms(digestMs)],
  ['… /pulse, once', ({ pulseMs }) => (Number.isFinite(pulseMs) ? ms(pulseMs) : 'no answer')],
  ['snapshot of a day', ({ snapshotSeconds }) => `${snapshotSeconds.toFixed(2)} s`],
  ['… its process, with alerts', ({ nightSeconds }) => `${nightSeconds.toFixed(2)} s`],
  ['memory: commands', ({ commandsMb }) => mb(commandsMb)],
  ['memory: digest', ({ digestMb }) => mb(digestMb)],
  ['memory: snapshot', ({ snapshotMb }) => mb(snapshotMb)],
];

const FIRST = 28;
const WIDTH = 16;

/** The figures of every size, one column each. */
export function scaleTable(columns: Columns): string[] {
  const line = (title: string, cells: readonly string[]): string =>
    `${title.padEnd(FIRST)}${cells.map((cell) => cell.padStart(WIDTH)).join('')}`;
  return [
    line('', WORLDS.map(worldTitle)),
    ...ROWS.map(([title, cell]) =>
      line(
        title,
        WORLDS.map((name) => cell(columns[name])),
      ),
    ),
  ];
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function ms(value: number): string {
  return `${value.toFixed(value < 100 ? 1 : 0)} ms`;
}

function mb(value: number): string {
  return `${value.toFixed(0)} MB`;
}
