import type { Band } from '../../src/domain/assessment.ts';

/** From where an account is looked at: local midnight of a day, and what the installation knows besides the account. */
export interface Frame {
  /** YYYY-MM-DD */
  readonly day: string;
  readonly timeZone: string;
  readonly reportingCurrency: string;
  /** Units of the reporting currency for one unit, as decimals. */
  readonly rates: Readonly<Record<string, string>>;
  readonly errorsConnected: boolean;
  readonly ticketsConnected: boolean;
}

/** What the score of an account depends on besides its facts. */
export interface Surroundings {
  readonly fleetFactor: number;
  readonly previousBand: Band | null;
  readonly reportingCurrency: string;
}
