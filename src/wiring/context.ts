import type { Context } from '../app/context.ts';
import type { Config } from '../config.ts';
import type { Logger } from '../lib/log.ts';
import type { Settings } from '../settings.ts';
import type { Db } from '../store/db.ts';

export interface ContextParts {
  readonly config: Config;
  readonly settings: Settings;
  readonly log: Logger;
}

/** What the use cases are given, on connections of one kind. */
export function contextOf({ config, settings, log }: ContextParts, db: Db): Context {
  return {
    db,
    now: () => new Date(),
    timeZone: config.timeZone,
    reportingCurrency: config.reportingCurrency,
    health: settings.health,
    utilization: settings.utilization,
    active: settings.active,
    escalation: escalationOf(settings),
    retention: settings.retention,
    log,
  };
}

function escalationOf({ episodes, fallbackOwner: to }: Settings): Context['escalation'] {
  const { escalateAfterDays: afterDays } = episodes;
  return afterDays === null || to === null ? null : { afterDays, to };
}
