import { assess } from '../../domain/assess.ts';
import type { Assessment, Band } from '../../domain/assessment.ts';
import { addDays, type Day } from '../../domain/day.ts';
import type { Episode } from '../../domain/episodes/episode.ts';
import { applyChanges, evaluateDay } from '../../domain/episodes/evaluate-day.ts';
import { earlierDays, type LevelOn } from '../../domain/episodes/fold.ts';
import { type LevelRules, levelOf } from '../../domain/episodes/level.ts';
import { fleetFactor } from '../../domain/health/fleet-factor.ts';
import type { SnapshotFacts } from '../../store/snapshot-facts.ts';
import type { AlertLoad } from './report.ts';

/** Levels that the rules of episodes look back at: 28 days, and the days that may stand for a missing one. */
const LOOK_BACK_DAYS = 34;

export interface TriedDay {
  readonly day: Day;
  readonly rows: readonly SnapshotFacts[];
  /** A source looked broken when the day was scored. */
  readonly held: boolean;
}

interface Past {
  readonly band: Band | null;
  readonly levels: readonly LevelOn[];
  readonly episodes: readonly Episode[];
}

/** One set of rules on its way through the days, oldest first. */
export interface Side {
  /** The day's assessments in the order of its rows. */
  readonly assessDay: (day: TriedDay) => Assessment[];
  readonly alerts: () => AlertLoad;
}

const NOTHING: Past = { band: null, levels: [], episodes: [] };

/** Starts with no past: what is told on the first day is not counted, because everything would be new. */
export function createSide(rules: LevelRules, reportingCurrency: string): Side {
  const pasts = new Map<number, Past>();
  const counts = new Map<string, number>();
  let days = 0;

  function assessRow({ account_no: no, facts, override }: SnapshotFacts, { day, held }: TriedDay, factor: number) {
    const past = pasts.get(no) ?? NOTHING;
    const assessment = assess(facts, {
      health: rules.health,
      utilization: rules.utilization,
      fleetFactor: factor,
      previousBand: past.band,
      override,
      reportingCurrency,
    });
    const level = levelOf(assessment, rules);
    const levels = [...past.levels.filter((old) => old.day >= addDays(day, -LOOK_BACK_DAYS)), { day, level }];
    const changes = evaluateDay({
      ...earlierDays(levels, levels.length - 1),
      day,
      now: level,
      held,
      episodes: past.episodes,
    });
    for (const { kind, news, episode } of changes) {
      if (days === 0 || !news || (kind !== 'opened' && kind !== 'repeated')) continue;
      counts.set(episode.signal, (counts.get(episode.signal) ?? 0) + 1);
    }
    pasts.set(no, {
      band: shownBand(assessment, rules) ?? past.band,
      levels,
      episodes: applyChanges(past.episodes, changes),
    });
    return assessment;
  }

  return {
    assessDay: (day) => {
      const factor = fleetFactor(
        day.rows.map(({ facts }) => facts),
        rules.health,
      );
      const assessments = day.rows.map((row) => assessRow(row, day, factor));
      days += 1;
      return assessments;
    },
    alerts: () => loadOf(counts, Math.max(days - 1, 0)),
  };
}

/** Null for a label that is no band: hysteresis then goes on from the last one. */
function shownBand({ health }: Assessment, { health: { bands } }: LevelRules): Band | null {
  return bands.find(([name]) => name === health.band)?.[0] ?? null;
}

function loadOf(counts: ReadonlyMap<string, number>, days: number): AlertLoad {
  const bySignal = [...counts].map(([signal, alerts]) => ({ signal, alerts }));
  bySignal.sort((a, b) => b.alerts - a.alerts || (a.signal < b.signal ? -1 : 1));
  const alerts = bySignal.reduce((sum, one) => sum + one.alerts, 0);
  return { alerts, perDayTenths: days === 0 ? 0 : Math.floor((20 * alerts + days) / (2 * days)), bySignal };
}
