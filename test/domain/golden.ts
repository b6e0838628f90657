import { readFileSync } from 'node:fs';
import { assess } from '../../src/domain/assess.ts';
import type { Assessment, Band, ComponentKey } from '../../src/domain/assessment.ts';
import { BALANCED, UTILIZATION_DEFAULTS } from '../../src/domain/definition.ts';
import type { AccountFacts } from '../../src/domain/facts.ts';
import type { PublishedAssessment, PublishedClassic } from '../../src/domain/published.ts';

interface Golden {
  readonly fx: { readonly reporting: string; readonly JPY: string; readonly EUR: string };
  readonly definition: object;
  readonly accounts: readonly AccountFacts[];
  readonly expected: readonly PublishedAssessment[];
  readonly classic: readonly PublishedClassic[];
  readonly edges: {
    readonly bands_tenths: readonly (readonly [number, Band])[];
    readonly hysteresis_tenths: readonly (readonly [Band, number, Band])[];
    readonly weeks_available: readonly (readonly [number, number])[];
    readonly regularity_sub_hundredths: readonly (readonly [number, number, number | null])[];
    readonly anchors_sub_hundredths: readonly (readonly [ComponentKey, number, number, number])[];
    readonly trend_events_userdays_allowance_sub: readonly (readonly [
      number[],
      number[],
      readonly [number, number] | null,
      number | null,
    ])[];
    readonly drop_24h_tenths: readonly (readonly [number, number, boolean])[];
  };
  readonly explain: {
    readonly from: string;
    readonly to: string;
    readonly behaviour: readonly (readonly [ComponentKey, number])[];
    readonly nps_expired: { readonly to: string; readonly coverage: readonly (readonly [ComponentKey, number])[] };
    readonly fleet_620: string;
    readonly noise_allowance: readonly [number, number];
  };
}

const file = new URL('../fixtures/golden/golden.json', import.meta.url);
export const golden: Golden = JSON.parse(readFileSync(file, 'utf8'));

/** The five accounts that the public recipes print. */
export const recipeAccounts = golden.accounts.slice(0, 5);

export function account(id: string): AccountFacts {
  const found = golden.accounts.find(({ account_id }) => account_id === id);
  if (found === undefined) throw new Error(`no golden account ${id}`);
  return found;
}

export function assessed(facts: AccountFacts, fleetFactor?: number): Assessment {
  return assess(facts, { health: BALANCED, utilization: UTILIZATION_DEFAULTS, fleetFactor });
}
