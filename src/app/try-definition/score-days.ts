import type { Assessment } from '../../domain/assessment.ts';
import type { Day } from '../../domain/day.ts';
import type { LevelRules } from '../../domain/episodes/level.ts';
import { groupBy } from '../../domain/group-by.ts';
import { fleetFactor } from '../../domain/health/fleet-factor.ts';
import { type FactsOn, type TriedHistory, triedHistory } from '../../domain/tried-history.ts';
import type { Db } from '../../store/db.ts';
import {
  loadHeldDays,
  loadSnapshotAccounts,
  loadSnapshotFacts,
  type SnapshotFacts,
} from '../../store/snapshot-facts.ts';
import { alertLoad } from './alert-load.ts';
import type { AlertLoad, Pair } from './report.ts';

/** Accounts whose days are in memory at once. */
const BATCH = 200;

export interface ComparedAccount extends Pair<Assessment> {
  readonly accountNo: number;
}

interface Scored {
  /** Accounts of the newest day. */
  readonly rows: readonly ComparedAccount[];
  readonly alerts: Pair<AlertLoad>;
}

interface Frame {
  readonly days: readonly Day[];
  readonly rules: Pair<LevelRules>;
  readonly reportingCurrency: string;
}

/**
 * Scores the stored facts of the days, oldest first, under both rules. The fleet is gone through day by day for its
 * factor, then account by account for the rest, so that memory holds a day or a batch of accounts and no more.
 */
export async function scoreDays(db: Db, frame: Frame): Promise<Scored> {
  const { days, rules, reportingCurrency } = frame;
  const factors = { now: new Map<Day, number>(), tried: new Map<Day, number>() };
  for (const day of days) {
    const facts = (await loadSnapshotFacts(db, { days: [day], accountNos: null })).map((row) => row.facts);
    factors.now.set(day, fleetFactor(facts, rules.now.health));
    factors.tried.set(day, fleetFactor(facts, rules.tried.health));
  }
  const held = await loadHeldDays(db, days);
  const [oldest = '', newest = ''] = [days[0], days.at(-1)];
  const counts = { now: new Map<string, number>(), tried: new Map<string, number>() };
  const rows: ComparedAccount[] = [];
  const historyOf = (side: 'now' | 'tried', own: readonly SnapshotFacts[]): TriedHistory => {
    const known = own.map((row): FactsOn => {
      const { day } = row;
      return { ...row, held: held.has(day), fleetFactor: factors[side].get(day) ?? 1000 };
    });
    const history = triedHistory(known, { ...rules[side], reportingCurrency, quietUntil: oldest });
    for (const signal of history.alerts) counts[side].set(signal, (counts[side].get(signal) ?? 0) + 1);
    return history;
  };
  const accountNos = await loadSnapshotAccounts(db, days);
  for (let done = 0; done < accountNos.length; done += BATCH) {
    const batch = await loadSnapshotFacts(db, { days, accountNos: accountNos.slice(done, done + BATCH) });
    for (const [accountNo, own] of groupBy(batch, (row) => row.account_no)) {
      const [now, tried] = [historyOf('now', own), historyOf('tried', own)];
      const isThere = own.at(-1)?.day === newest;
      if (isThere && now.newest && tried.newest) rows.push({ accountNo, now: now.newest, tried: tried.newest });
    }
  }
  const later = Math.max(days.length - 1, 0);
  return { rows, alerts: { now: alertLoad(counts.now, later), tried: alertLoad(counts.tried, later) } };
}
