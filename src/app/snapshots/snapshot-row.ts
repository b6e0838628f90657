import type { Day } from '../../domain/day.ts';
import { reportingExposure } from '../../domain/reporting-exposure.ts';
import { reportingMrr } from '../../domain/reporting-mrr.ts';
import type { SnapshotRow } from '../../store/snapshots-write.ts';
import type { Context } from '../context.ts';
import type { AssessedAccount } from './assess-accounts.ts';

export interface SnapshotFrame {
  readonly day: Day;
  readonly revision: number;
  readonly definitionHash: string;
  readonly fleetFactor: number;
  readonly inputHash: string;
}

/** The stored form of one assessment. */
export function snapshotRow(ctx: Context, account: AssessedAccount, frame: SnapshotFrame): SnapshotRow {
  const { facts, seats, health } = account.assessment;
  return {
    account_id: account.accountNo,
    day: frame.day,
    revision: frame.revision,
    score_tenths: health.scoreTenths,
    base_tenths: health.baseTenths,
    cap: health.cap,
    band_raw: health.bandRaw,
    band_state: health.band,
    coverage: health.coverage,
    confidence: health.confidence,
    top_risk_signal: health.topRiskSignal,
    bucket: seats.bucket,
    currency: facts.currency,
    mrr_minor: facts.mrr_minor,
    mrr_reporting_minor: reportingMrr(facts, ctx.reportingCurrency),
    exposure_minor: seats.exposureMinor,
    exposure_reporting_minor: reportingExposure(account.assessment, ctx.reportingCurrency),
    facts,
    seats,
    health,
    definition_id: ctx.health.id,
    definition_version: ctx.health.version,
    definition_hash: frame.definitionHash,
    fleet_factor: frame.fleetFactor,
    input_hash: frame.inputHash,
    computed_at: ctx.now(),
  };
}
