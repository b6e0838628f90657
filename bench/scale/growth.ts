import { atMost, type Figure, figure } from '../figure.ts';
import type { WorldName } from './matrix.ts';
import type { Measures } from './measures.ts';

export type Columns = Readonly<Record<WorldName, Measures>>;

/** How many times `from` it has become; NaN, which keeps no goal, where either was not measured or `from` is nothing. */
export function growthFactor(from: number, to: number): number {
  return from > 0 && to > 0 ? to / from : Number.NaN;
}

/** Goals of the matrix: what may grow with what, and limits of storage, the night and memory. */
export function scaleFigures(columns: Columns): Figure[] {
  return [...growthFigures(columns), ...limitFigures(columns)];
}

function growthFigures({ fifty, one, ten, wide }: Columns): Figure[] {
  const events = (key: keyof Measures): number => growthFactor(ten[key], fifty[key]);
  const accounts = (key: keyof Measures): number => growthFactor(ten[key], wide[key]);
  const rows = growthFactor(ten.rollupRows, fifty.rollupRows);
  return [
    figure('5 times the events, 5,000 accounts: rows that answer', rows, 'x'),
    atMost(1.5, '… /health NAME p50', events('healthP50Ms'), 'x'),
    atMost(2, '… /utilization p50', events('utilizationP50Ms'), 'x'),
    atMost(2, '… digest', events('digestMs'), 'x'),
    atMost(2, '… snapshot of a day', events('snapshotSeconds'), 'x'),
    figure('50 times the events: /health NAME p50', growthFactor(one.healthP50Ms, fifty.healthP50Ms), 'x'),
    figure('… snapshot of a day', growthFactor(one.snapshotSeconds, fifty.snapshotSeconds), 'x'),
    atMost(1.5, '10 times the accounts: /health NAME p50', accounts('healthP50Ms'), 'x'),
    atMost(20, '… /utilization p50', accounts('utilizationP50Ms'), 'x'),
    atMost(20, '… digest', accounts('digestMs'), 'x'),
    atMost(20, '… snapshot of a day', accounts('snapshotSeconds'), 'x'),
  ];
}

function limitFigures({ fifty, ten, wide }: Columns): Figure[] {
  return [
    atMost(6, 'stored per event at 10 M, in the history that answers', ten.bytesPerEvent, 'B'),
    atMost(2, 'stored per event at 50 M', fifty.bytesPerEvent, 'B'),
    atMost(2, 'snapshot of 5,000 accounts, 10 M events', ten.snapshotSeconds, 's'),
    atMost(2, 'snapshot of 5,000 accounts, 50 M events', fifty.snapshotSeconds, 's'),
    atMost(30, 'snapshot of 50,000 accounts', wide.snapshotSeconds, 's'),
    atMost(250, 'memory at most, 5,000 accounts: commands', Math.max(ten.commandsMb, fifty.commandsMb), 'MB'),
    atMost(250, '… digest', Math.max(ten.digestMb, fifty.digestMb), 'MB'),
    atMost(250, '… snapshot, a process of its own', Math.max(ten.snapshotMb, fifty.snapshotMb), 'MB'),
    atMost(300, 'memory at most, 50,000 accounts: commands', wide.commandsMb, 'MB'),
    atMost(300, '… digest', wide.digestMb, 'MB'),
    atMost(300, '… snapshot, a process of its own', wide.snapshotMb, 'MB'),
  ];
}
