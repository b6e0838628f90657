import type { AlertLoad } from './report.ts';

/** Alerts by signal over so many days, most frequent first. */
export function alertLoad(counts: ReadonlyMap<string, number>, days: number): AlertLoad {
  const bySignal = [...counts].map(([signal, alerts]) => ({ signal, alerts }));
  bySignal.sort((a, b) => b.alerts - a.alerts || (a.signal < b.signal ? -1 : 1));
  const alerts = bySignal.reduce((sum, one) => sum + one.alerts, 0);
  return { alerts, perDayTenths: days === 0 ? 0 : Math.floor((20 * alerts + days) / (2 * days)), bySignal };
}
