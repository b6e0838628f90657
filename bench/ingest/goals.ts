import { median } from '../stats.ts';
import type { Round } from './measure.ts';

export interface RatioFigure {
  readonly name: string;
  /** Median of the ratios of every round. */
  readonly ratio: number;
  /** To be reached; null: only reported. */
  readonly goal: number | null;
}

/** The ratios of a run with their goals. */
export function ratiosOf(rounds: readonly Round[]): RatioFigure[] {
  const figure = (name: string, of: keyof Round, to: keyof Round, goal: number | null = null): RatioFigure => ({
    name,
    ratio: Math.round(median(rounds.map((round) => round[of] / round[to])) * 1000) / 1000,
    goal,
  });
  return [
    figure('ingest with rollup, 2 writers, to bare COPY', 'bulk', 'copy', 0.3),
    figure('… to COPY into the same unique index', 'bulk', 'copyUnique', 0.75),
    figure('one event per request to no database, 256 connections', 'httpOne256', 'httpEmpty256', 0.9),
    figure('… 64 connections', 'httpOne64', 'httpEmpty64'),
    figure('… to one INSERT per request, 256 connections', 'httpOne256', 'httpInsert256', 7),
    figure('100 events per request to ingest in process', 'httpHundred', 'bulk', 0.6),
  ];
}

/** Events per second, the median of all rounds. */
export function ratesOf(rounds: readonly Round[]): Readonly<Record<string, number>> {
  const [first] = rounds;
  const names = first === undefined ? [] : Object.keys(first);
  return Object.fromEntries(
    names.map((name) => [name, Math.round(median(rounds.map((round) => round[name as keyof Round])))]),
  );
}
