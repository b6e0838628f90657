import { describe, expect, it } from 'vitest';
import { ACTIVE_DEFAULTS, type ActiveDefinition, thresholdOf } from '../../../src/domain/active/definition.ts';
import { isActivity, isLeftOut } from '../../../src/domain/active/eligibility.ts';

const person = { external_id: 'u1', email: null, role: null };
const excluding = (given: Partial<ActiveDefinition['exclude']>): ActiveDefinition => ({
  ...ACTIVE_DEFAULTS,
  exclude: { ...ACTIVE_DEFAULTS.exclude, ...given },
});
const COUNT = { ...ACTIVE_DEFAULTS, roles: { kind: 'count', names: ['admin', 'member'] } } as const;
const IGNORE = { ...ACTIVE_DEFAULTS, roles: { kind: 'ignore', names: ['viewer'] } } as const;
const OURS = excluding({ domains: ['ours.example'] });
const NAMED = excluding({ users: ['u1', 'qa@client.example'] });

describe('a person', () => {
  it.each([
    ['without any setting', person, ACTIVE_DEFAULTS, false],
    ['of our domain', { ...person, email: 'a@ours.example' }, OURS, true],
    ['of our domain in other letters', { ...person, email: 'A@Ours.Example' }, OURS, true],
    ['of a subdomain of ours', { ...person, email: 'a@eu.ours.example' }, OURS, true],
    ['of a domain that only ends alike', { ...person, email: 'a@notours.example' }, OURS, false],
    ['whose name holds our domain', { ...person, email: 'a@ours.example@client.example' }, OURS, false],
    ['known by an address of ours alone', { ...person, external_id: 'a@ours.example' }, OURS, true],
    ['without an address', person, OURS, false],
    ['named by id', person, NAMED, true],
    ['whose id differs in case', { ...person, external_id: 'U1' }, NAMED, false],
    ['named by address in other letters', { ...person, external_id: 'u2', email: 'QA@Client.example' }, NAMED, true],
    ['with a role that needs a seat', { ...person, role: ' Admin ' }, COUNT, false],
    ['with a role that is not on the list', { ...person, role: 'guest' }, COUNT, true],
    ['with no role', person, COUNT, false],
    ['with an empty role', { ...person, role: ' ' }, COUNT, false],
    ['with a role that needs none', { ...person, role: 'VIEWER' }, IGNORE, true],
    ['with any other role', { ...person, role: 'guest' }, IGNORE, false],
  ])('%s is left out: %#', (_, who, active, expected) => {
    expect(isLeftOut(who, active)).toBe(expected);
  });
});

describe('an event', () => {
  const web: ActiveDefinition = { ...excluding({ events: ['ping'] }), surfaces: ['web'] };
  it.each([
    ['report', null, true],
    ['report', 'web', true],
    ['report', 'ios', false],
    ['ping', 'web', false],
    ['Ping', 'web', true],
  ])('%s on %s counts: %s', (name, surface, expected) => {
    expect(isActivity({ name, surface }, web)).toBe(expected);
  });
});

describe('the threshold of a rule', () => {
  it('is none for any event, and says how often, on how many days and how many of the events', () => {
    const events = ['a', 'b'];
    expect(thresholdOf({ kind: 'any_event' })).toBeNull();
    expect(thresholdOf({ kind: 'login', events })).toEqual({ events, minCount: 1, minDays: 1, minEvents: 1 });
    expect(thresholdOf({ kind: 'feature_threshold', events, min_count: 3 })).toMatchObject({
      minCount: 3,
      minEvents: 1,
    });
    const workflow = { kind: 'core_workflow', events, min_days: 2 } as const;
    expect(thresholdOf({ ...workflow, match: 'any' })).toMatchObject({ minDays: 2, minEvents: 1 });
    expect(thresholdOf({ ...workflow, match: 'all' })).toMatchObject({ minDays: 2, minEvents: 2 });
  });
});
