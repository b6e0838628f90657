import type { ActiveDefinition } from '../domain/active/definition.ts';
import type { HealthDefinition, UtilizationDefinition } from '../domain/definition.ts';
import type { Escalation } from '../domain/episodes/account-day.ts';
import type { Retention } from '../domain/retention.ts';
import type { Logger } from '../lib/log.ts';
import type { Db } from '../store/db.ts';

/** What every use case is given: the database, the clock, the zone and the definitions in force. */
export interface Context {
  readonly db: Db;
  /** Where the database is a replica: how many seconds it may be behind, at most. */
  readonly replica?: { readonly behindSeconds: number } | undefined;
  readonly now: () => Date;
  /** IANA zone of the team: all days are local to it. */
  readonly timeZone: string;
  /** ISO 4217. */
  readonly reportingCurrency: string;
  readonly health: HealthDefinition;
  readonly utilization: UtilizationDefinition;
  /** Who and what counts as activity. */
  readonly active: ActiveDefinition;
  /** What becomes of alerts that nobody takes; null: they stay with the owner. */
  readonly escalation: Escalation | null;
  /** How long what is kept. */
  readonly retention: Retention;
  readonly log: Logger;
}
