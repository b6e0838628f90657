import type { Band, BandLabel } from './assessment.ts';
import { addDays, type Day } from './day.ts';
import { roundHalfUp } from './rational.ts';

/** Days after a mail in which a recovery is counted for it. */
export const OUTCOME_DAYS = 30;
/** With fewer finished mails a rate says nothing. */
const ENOUGH = 5;
const FROM_WORST: readonly BandLabel[] = ['CRITICAL', 'WARN', 'ok', 'healthy', 'champion'] satisfies readonly Band[];
const TROUBLED: readonly (BandLabel | null)[] = ['CRITICAL', 'WARN'];

/** A mail that was sent and what became of the account. Days are local days of the team. */
export interface SentMail {
  readonly templateId: string;
  readonly sentOn: Day;
  /** Alerts that were open when it was sent; offers are none. */
  readonly openAlerts: number;
  /** The day on which the last of them ended; null while one is open or when there was none. */
  readonly alertsEndedOn: Day | null;
  /** Band shown when it was sent. */
  readonly band: BandLabel | null;
  /** Bands shown on later days by the same rules, oldest first. */
  readonly later: readonly { readonly day: Day; readonly band: BandLabel }[];
}

/** `nothing_to_save`: no alert was open and the band was neither CRITICAL nor WARN. */
export type OutcomeState = 'recovered' | 'not_recovered' | 'pending' | 'nothing_to_save';

export interface Outcome {
  readonly state: OutcomeState;
  readonly recoveredOn: Day | null;
  /** The 30 days are over. */
  readonly complete: boolean;
}

/**
 * Whether the account recovered on one of the 30 days after the mail: all alerts that were open ended, or the band
 * rose. It says what followed, not what caused it.
 */
export function outreachOutcome(mail: SentMail, today: Day): Outcome {
  const last = addDays(mail.sentOn, OUTCOME_DAYS);
  const complete = today > last;
  if (mail.openAlerts === 0 && !TROUBLED.includes(mail.band)) {
    return { state: 'nothing_to_save', recoveredOn: null, complete };
  }
  const rank = mail.band === null ? -1 : FROM_WORST.indexOf(mail.band);
  const rise = rank < 0 ? undefined : mail.later.find(({ band }) => FROM_WORST.indexOf(band) > rank)?.day;
  const [recoveredOn = null] = [rise, mail.alertsEndedOn ?? undefined]
    .filter((day) => day !== undefined && day > mail.sentOn && day <= last && day <= today)
    .sort();
  if (recoveredOn !== null) return { state: 'recovered', recoveredOn, complete };
  return { state: complete ? 'not_recovered' : 'pending', recoveredOn: null, complete };
}

export interface SaveRate {
  readonly templateId: string;
  /** All mails with this wording. */
  readonly sent: number;
  /** Mails about something to save whose 30 days are over; the rate is of these. */
  readonly finished: number;
  readonly recovered: number;
  /** Tenths of a percent, half-up; null with fewer than five finished mails. */
  readonly rateTenths: number | null;
}

/**
 * Recovered mails of finished ones per template, most finished first, then by id. A mail counts only when its 30 days
 * are over: recoveries come early and failures are known late, so a running mail would flatter the rate.
 */
export function saveRates(mails: readonly { readonly templateId: string; readonly outcome: Outcome }[]): SaveRate[] {
  const templates = [...new Set(mails.map(({ templateId }) => templateId))];
  const rates = templates.map((templateId): SaveRate => {
    const own = mails.filter((mail) => mail.templateId === templateId);
    const done = own.filter(({ outcome }) => outcome.complete && outcome.state !== 'nothing_to_save');
    const recovered = done.filter(({ outcome }) => outcome.state === 'recovered').length;
    const finished = done.length;
    const rate = finished < ENOUGH ? null : Number(roundHalfUp(BigInt(recovered) * 1000n, BigInt(finished)));
    return { templateId, sent: own.length, finished, recovered, rateTenths: rate };
  });
  return rates.sort((a, b) => b.finished - a.finished || (a.templateId < b.templateId ? -1 : 1));
}
