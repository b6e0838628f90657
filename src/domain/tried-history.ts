import { assess } from './assess.ts';
import type { Assessment, Band } from './assessment.ts';
import type { Day } from './day.ts';
import { foldEpisodes, type LevelOn } from './episodes/fold.ts';
import { type LevelRules, levelOf } from './episodes/level.ts';
import type { AccountFacts } from './facts.ts';
import type { ScoreOverride } from './override.ts';

/** What an account's assessment of a day is made from. */
export interface FactsOn {
  readonly day: Day;
  readonly facts: AccountFacts;
  readonly override: ScoreOverride | null;
  /** Of that day's accounts under the same rules, per mille. */
  readonly fleetFactor: number;
  /** A source looked broken that day. */
  readonly held: boolean;
}

export interface TriedHistory {
  /** Of the last day given; null without a day. */
  readonly newest: Assessment | null;
  /** Signals that would have been alerts, once for each alert. */
  readonly alerts: readonly string[];
}

/**
 * An account's days, oldest first, under one set of rules from the first day on: bands with their hysteresis, and the
 * alerts after `quietUntil`. That is the first day of all: everything would be new on it.
 */
export function triedHistory(
  days: readonly FactsOn[],
  rules: LevelRules & { readonly reportingCurrency: string; readonly quietUntil: Day },
): TriedHistory {
  const { health, utilization, reportingCurrency } = rules;
  let previousBand: Band | null = null;
  let newest: Assessment | null = null;
  const levels: LevelOn[] = [];
  for (const { day, facts, override, fleetFactor, held } of days) {
    newest = assess(facts, { health, utilization, reportingCurrency, override, fleetFactor, previousBand });
    // A label that is no band leaves hysteresis where it was.
    const { band } = newest.health;
    previousBand = rules.health.bands.find(([name]) => name === band)?.[0] ?? previousBand;
    levels.push({ day, level: levelOf(newest, rules), held });
  }
  const told = foldEpisodes(levels).days.filter(({ day }) => day > rules.quietUntil);
  const changes = told.flatMap((day) => day.changes);
  const alerts = changes.filter(({ kind, news }) => news && (kind === 'opened' || kind === 'repeated'));
  return { newest, alerts: alerts.map(({ episode }) => episode.signal) };
}
