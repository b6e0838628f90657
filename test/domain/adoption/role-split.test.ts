import { describe, expect, it } from 'vitest';
import { roleSplit } from '../../../src/domain/adoption/role-split.ts';
import { seatDecomposition } from '../../../src/domain/adoption/seat-decomposition.ts';
import { utilizationTenths } from '../../../src/domain/utilization.ts';
import { fc } from '../../support/fc.ts';

const of = (name: string | null, active: number, people: number) => ({ name, active, people });

describe('admins against the others', () => {
  it('is 75.0 against 23.9 % at megacorp, and flagged', () => {
    const { admins, ics, isFlagged } = roleSplit([of('admin', 3, 4), of('ic', 11, 46)]);
    const rate = ({ active, people }: typeof admins) => utilizationTenths({ active, paid: people });
    expect([rate(admins), rate(ics), isFlagged]).toEqual([750, 239, true]);
  });

  it.each<[string, Parameters<typeof roleSplit>[0], boolean]>([
    ['half of the admins', [of('admin', 2, 4), of('ic', 0, 5)], true],
    ['fewer than half of the admins', [of('admin', 1, 3), of('ic', 0, 5)], false],
    ['30 % of the others', [of('admin', 1, 1), of('ic', 3, 10)], false],
    ['29 % of the others', [of('owner', 1, 1), of('analyst', 2, 4), of('viewer', 27, 96)], true],
    ['only four others', [of('admin', 1, 1), of('ic', 0, 4)], false],
    ['no admin', [of('ic', 0, 40)], false],
    ['people without a role', [of('admin', 1, 1), of(null, 0, 40)], false],
  ])('with %s', (_why, groups, flagged) => {
    expect(roleSplit(groups).isFlagged).toBe(flagged);
  });
});

describe('utilization taken apart', () => {
  it('tells seats without an invitation from people who stopped', () => {
    expect(seatDecomposition({ paid: 50, assigned: 40, active: 14, stopped: 18 })).toEqual({
      paid: 50,
      assigned: 40,
      active: 14,
      stopped: 18,
      assignmentTenths: 800,
      engagementTenths: 350,
      neverInvited: 10,
    });
    const nothing = seatDecomposition({ paid: 0, assigned: 0, active: 0, stopped: 0 });
    expect([nothing.assignmentTenths, nothing.engagementTenths]).toEqual([null, null]);
  });

  it('multiplies to the utilization, but for the rounding of both', () => {
    const seats = fc.record({
      paid: fc.integer({ min: 1, max: 200 }),
      assigned: fc.integer({ min: 1, max: 250 }),
      active: fc.nat(250),
      stopped: fc.nat(9),
    });
    fc.assert(
      fc.property(seats, (given) => {
        const { assignmentTenths, engagementTenths } = seatDecomposition(given);
        const product = ((assignmentTenths ?? 0) * (engagementTenths ?? 0)) / 1000;
        const slack = 0.5 * (1 + (assignmentTenths ?? 0) / 1000 + (engagementTenths ?? 0) / 1000) + 0.01;
        expect(Math.abs(product - (1000 * given.active) / given.paid)).toBeLessThanOrEqual(slack);
      }),
    );
  });
});
