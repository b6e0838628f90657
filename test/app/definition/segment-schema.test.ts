import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseDefinition } from '../../../src/app/definition/definition-schema.ts';
import { utilizationSchema } from '../../../src/app/definition/utilization-schema.ts';
import { BALANCED, UTILIZATION_DEFAULTS } from '../../../src/domain/definition.ts';
import { AppError } from '../../../src/lib/errors.ts';

/** As the formulas are published, list of caps and all. */
const PUBLISHED = `
definition: { id: balanced, version: 1, bands: [[CRITICAL,0],[WARN,25],[ok,45],[healthy,70],[champion,90]], hysteresis: 3.0, min_coverage: 40, min_days: 28, trend: { noise: 100 },
  components: [ { key: utilization, weight: 20, anchors: [[0,0],[50,25],[60,50],[80,100]] }, { key: regularity, weight: 25, anchors: [[0,0],[90,100]] },
    { key: trend, weight: 25, anchors: [[-50,0],[-20,50],[-5,100]] }, { key: reliability, weight: 10, anchors: [[1,100],[20,0]] },
    { key: support, weight: 10, anchors: [[1,100],[5,0]] }, { key: key_contact, weight: 5, anchors: [[7,100],[30,0]] }, { key: nps, weight: 5, anchors: [[3,0],[6,50],[9,100]] } ],
  caps: [{ when: cancellation_notice, max: 24.9 }, { when: low_and_dropping, max: 44.9 }, { when: dormant_seats, max: 69.9 }],
  segments: [{ match: { tenure_months: [2,6] }, anchors: { utilization: [[0,0],[10,25],[50,75],[75,100]] } }] }
utilization: { low: 50, red: 60, strong: 80, ceiling: 90, min_seats: 5, renewal_days: 90, quarter_drop: 20, onboarding_days: 60,
  trend: { pct: 5, min_people: 2 }, expansion: { target: 80, pack: 5 }, low_touch_mrr: 500 }`;

const own = { id: 'ours', version: 3 };

function refusal(definition: object): string {
  try {
    parseDefinition({ ...own, ...definition });
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return error.message;
    throw error;
  }
  return 'accepted';
}

describe('segments of a definition', () => {
  test('are accepted as they are published', () => {
    const file = parse(PUBLISHED);
    const utilization = [
      [0, 0],
      [10, 25],
      [50, 75],
      [75, 100],
    ];
    expect(parseDefinition(file.definition)).toEqual({
      ...BALANCED,
      caps: { cancellation_notice: '24.9', low_and_dropping: '44.9', dormant_seats: '69.9' },
      segments: [{ match: { tenure_months: [2, 6] }, anchors: { utilization } }],
    });
    expect(utilizationSchema.parse(file.utilization)).toEqual(UTILIZATION_DEFAULTS);
  });

  test('are read in any of their forms', () => {
    const match = { plan: ' Pro', industry: ['Retail', 'LOGISTICS'], size: [10, null], tenure_months: [0, 0] };
    const more = { weights: { nps: 9 }, caps: [{ when: 'silent_14_days', max: '30' }], trend: { noise: 200 } };
    const { segments } = parseDefinition({ ...own, segments: [{ name: 'Big ones', match, ...more, silent_days: 35 }] });
    expect(segments).toEqual([
      {
        name: 'Big ones',
        match: { plan: ['pro'], industry: ['retail', 'logistics'], size: [10, null], tenure_months: [0, 0] },
        ...more,
        caps: { silent_14_days: '30.0' },
        silent_days: 35,
      },
    ]);
  });

  const match = { size: [0, 5] };
  test.each<[string, object, string]>([
    ['no match', {}, 'segments[0].match'],
    ['an empty match', { match: {} }, 'segments[0].match: must name at least one of plan, industry'],
    ['an unknown condition', { match: { mood: 'bad' } }, 'segments[0].match.mood'],
    ['no plan', { match: { plan: [] } }, 'segments[0].match.plan: must hold at least one name'],
    ['a plan that is a number', { match: { plan: 7 } }, 'segments[0].match.plan: must be a name'],
    ['a plan that cannot be stored', { match: { plan: 'a\u0000b' } }, 'segments[0].match.plan[0]: holds a character'],
    ['a range that falls', { match: { size: [9, 2] } }, 'segments[0].match.size: must not fall'],
    ['half a range', { match: { tenure_months: [2] } }, 'segments[0].match.tenure_months'],
    ['half a month', { match: { tenure_months: [2, 2.5] } }, 'segments[0].match.tenure_months[1]: must be a whole'],
    ['a negative size', { match: { size: [-1, 2] } }, 'segments[0].match.size[0]: must be 0 or more'],
    ['an unknown override', { match, bands: [] }, 'segments[0].bands'],
    ['a weight of 0', { match, weights: { nps: 0 } }, 'segments[0].weights.nps: must be a weight of 1'],
    [
      'an unknown weight',
      { match, weights: { mood: 1 } },
      'segments[0].weights.mood: is not known here; use utilization',
    ],
    [
      'anchors that turn',
      {
        match,
        anchors: {
          nps: [
            [0, 0],
            [5, 9],
            [6, 1],
          ],
        },
      },
      'segments[0].anchors.nps: must only',
    ],
    ['a cap too high', { match, caps: { dormant_seats: '100.1' } }, 'segments[0].caps.dormant_seats: must be at most'],
    ['a listed cap too high', { match, caps: [{ when: 'dormant_seats', max: 101 }] }, 'segments[0].caps[0].max'],
    [
      'an unknown cap',
      { match, caps: { mood: '1.0' } },
      'segments[0].caps.mood: is not known here; use cancellation_notice',
    ],
    ['silence beyond what is counted', { match, silent_days: 121 }, 'segments[0].silent_days: must be at most 120'],
    ['no noise at all', { match, trend: { noise: 0 } }, 'segments[0].trend.noise'],
    ['markup in its name', { match, name: '<!channel>' }, 'segments[0].name: must be 1 to 40 letters'],
  ])('with %s are refused at %s', (_name, segment, where) => {
    expect(refusal({ segments: [segment] })).toContain(where);
  });

  test('with one name twice, or for a component that is not scored, are refused', () => {
    const twice = [
      { name: 'a', match },
      { name: 'a', match },
    ];
    expect(refusal({ segments: twice })).toContain('segments: must have different names');
    const components = BALANCED.components.filter(({ key }) => key !== 'nps');
    expect(refusal({ components, segments: [{ match, weights: { nps: 1 } }] })).toContain(
      'segments[0].weights.nps: is not scored by this definition',
    );
    expect(refusal({ segments: { match } })).toContain('segments: must be a list');
  });
});

describe('thresholds', () => {
  test('have the published values where a file is silent', () => {
    expect(parseDefinition(own)).toEqual({ ...BALANCED, ...own });
  });

  test.each([
    ['silent_days', 0],
    ['silent_days', 121],
    ['past_due_days', 0.5],
    ['past_due_days', -1],
    ['champion_coverage', 101],
    ['champion_coverage', 80.5],
    ['drop_points', 0],
    ['drop_points', -1],
    ['drop_points', 101],
  ])('refuse %s: %s', (field, value) => {
    expect(refusal({ [field]: value })).toContain(`${field}: must be`);
  });

  test('refuse caps that are named twice or not at all', () => {
    const cap = { when: 'dormant_seats', max: 50 };
    expect(refusal({ caps: [cap, cap] })).toContain('caps: must name each cap once');
    expect(refusal({ caps: [{ when: 'mood', max: 50 }] })).toContain('caps[0].when: must be one of');
    expect(refusal({ caps: [{ ...cap, why: 'x' }] })).toContain('caps[0]');
  });

  test('refuse a growth of seats that is no percentage', () => {
    expect(utilizationSchema.safeParse({ seat_growth: 2.5 }).success).toBe(false);
    expect(utilizationSchema.parse({ seat_growth: 30 }).seat_growth).toBe(30);
  });
});
