import { describe, expect, it } from 'vitest';
import { contactPauses } from '../../src/domain/contact-pause.ts';
import { addDays } from '../../src/domain/day.ts';
import { type Outcome, outreachOutcome, type SentMail, saveRates } from '../../src/domain/outreach-outcome.ts';
import { fc } from '../support/fc.ts';

const TODAY = '2026-03-01';
const SENT = '2026-01-10';

describe('what speaks against writing', () => {
  const quiet = { today: TODAY, lastContactOn: null, urgentTicketsOpen: 0, optedOut: false };

  it.each([
    ['2026-03-01', true],
    ['2026-02-16', true],
    ['2026-02-15', false],
    ['2025-01-01', false],
  ])('after a contact on %s: %s', (lastContactOn, held) => {
    expect(contactPauses({ ...quiet, lastContactOn })).toEqual(held ? ['contacted_recently'] : []);
  });

  it('is nothing, or each thing by itself, or all at once', () => {
    expect(contactPauses(quiet)).toEqual([]);
    expect(contactPauses({ ...quiet, urgentTicketsOpen: 1 })).toEqual(['urgent_ticket_open']);
    expect(contactPauses({ ...quiet, optedOut: true })).toEqual(['opted_out']);
    expect(contactPauses({ today: TODAY, lastContactOn: TODAY, urgentTicketsOpen: 2, optedOut: true })).toEqual([
      'contacted_recently',
      'urgent_ticket_open',
      'opted_out',
    ]);
  });
});

describe('what followed a mail', () => {
  const mail: SentMail = {
    templateId: 'at_risk.admin.activity',
    sentOn: SENT,
    openAlerts: 1,
    alertsEndedOn: null,
    band: 'WARN',
    later: [],
  };
  const rose = (days: number) => [{ day: addDays(SENT, days), band: 'ok' as const }];

  it.each<[string, Partial<SentMail>, string, Outcome['state'], number | null]>([
    ['an alert that stays', {}, TODAY, 'not_recovered', null],
    ['an alert that stays so far', {}, addDays(SENT, 30), 'pending', null],
    ['the end of all alerts', { alertsEndedOn: addDays(SENT, 3) }, TODAY, 'recovered', 3],
    ['their end on the 30th day', { alertsEndedOn: addDays(SENT, 30) }, TODAY, 'recovered', 30],
    ['their end on the 31st day', { alertsEndedOn: addDays(SENT, 31) }, TODAY, 'not_recovered', null],
    ['a better band', { later: rose(9) }, TODAY, 'recovered', 9],
    ['a better band too late', { later: rose(31) }, TODAY, 'not_recovered', null],
    ['the same band', { later: [{ day: addDays(SENT, 2), band: 'WARN' }] }, TODAY, 'not_recovered', null],
    ['a worse band', { later: [{ day: addDays(SENT, 2), band: 'CRITICAL' }] }, TODAY, 'not_recovered', null],
    ['whichever came first', { later: rose(9), alertsEndedOn: addDays(SENT, 4) }, TODAY, 'recovered', 4],
    ['no score after it', { later: [{ day: addDays(SENT, 2), band: 'not scored' }] }, TODAY, 'not_recovered', null],
    ['nothing that was wrong', { openAlerts: 0, band: 'ok', later: rose(9) }, TODAY, 'nothing_to_save', null],
    ['a bad band without an alert', { openAlerts: 0, later: rose(9) }, TODAY, 'recovered', 9],
    ['a first score', { band: null, later: rose(9) }, TODAY, 'not_recovered', null],
  ])('%s', (_name, change, today, state, day) => {
    expect(outreachOutcome({ ...mail, ...change }, today)).toEqual({
      state,
      recoveredOn: day === null ? null : addDays(SENT, day),
      complete: today > addDays(SENT, 30),
    });
  });
});

describe('the save rate', () => {
  const outcome = (state: Outcome['state'], complete: boolean): Outcome => ({ state, recoveredOn: null, complete });
  const mails = (templateId: string, ...outcomes: Outcome[]) => outcomes.map((one) => ({ templateId, outcome: one }));

  it('counts finished mails that had something to save, and none that is still running', () => {
    const done = [outcome('recovered', true), outcome('recovered', true), outcome('not_recovered', true)];
    const rates = saveRates([
      ...mails('b', ...done, outcome('recovered', false), outcome('pending', false)),
      ...mails('a', ...done, ...done, outcome('nothing_to_save', true)),
    ]);
    expect(rates).toEqual([
      { templateId: 'a', sent: 7, finished: 6, recovered: 4, rateTenths: 667 },
      { templateId: 'b', sent: 5, finished: 3, recovered: 2, rateTenths: null },
    ]);
  });

  it('never counts more than there is, and gives no rate below five', () => {
    const state = fc.constantFrom<Outcome['state']>('recovered', 'not_recovered', 'pending', 'nothing_to_save');
    const mail = fc.record({ templateId: fc.constantFrom('a', 'b', 'c'), outcome: fc.tuple(state, fc.boolean()) });
    fc.assert(
      fc.property(fc.array(mail, { maxLength: 40 }), (all) => {
        const rates = saveRates(all.map((one) => ({ ...one, outcome: outcome(...one.outcome) })));
        expect(rates.reduce((sum, { sent }) => sum + sent, 0)).toBe(all.length);
        for (const { sent, finished, recovered, rateTenths } of rates) {
          expect(recovered).toBeLessThanOrEqual(finished);
          expect(finished).toBeLessThanOrEqual(sent);
          expect(rateTenths === null).toBe(finished < 5);
        }
      }),
    );
  });
});
