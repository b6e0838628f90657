import { describe, expect, test } from 'vitest';
import { parseDefinition } from '../../../src/app/definition/definition-schema.ts';
import { BALANCED } from '../../../src/domain/definition.ts';
import { AppError } from '../../../src/lib/errors.ts';

function refusal(change: object): string {
  try {
    parseDefinition({ ...BALANCED, ...change });
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return error.message;
    throw error;
  }
  return 'accepted';
}

const [utilization] = BALANCED.components;

describe('a health definition', () => {
  test('is accepted as shipped, unchanged', () => {
    expect(parseDefinition(BALANCED)).toEqual(BALANCED);
  });

  test('takes from the default what it leaves out', () => {
    const { id, version, components } = BALANCED;
    expect(parseDefinition({ id, version, components })).toEqual(BALANCED);
  });

  test('may list its caps, as a file would, with numbers', () => {
    const caps = [{ when: 'silent_14_days', max: 24.9 }];
    expect(parseDefinition({ ...BALANCED, caps }).caps).toEqual({ silent_14_days: '24.9' });
  });

  test.each([
    ['a weight of 0', { components: [{ ...utilization, weight: 0 }] }, 'components[0].weight'],
    ['half a weight', { components: [{ ...utilization, weight: 2.5 }] }, 'components[0].weight'],
    ['an unknown component', { components: [{ ...utilization, key: 'mood' }] }, 'components[0].key'],
    ['a component twice', { components: [utilization, utilization] }, 'components'],
    ['no component', { components: [] }, 'components'],
    [
      'anchors out of order',
      {
        components: [
          {
            ...utilization,
            anchors: [
              [50, 0],
              [10, 100],
            ],
          },
        ],
      },
      'components[0].anchors',
    ],
    [
      'an anchor twice',
      {
        components: [
          {
            ...utilization,
            anchors: [
              [5, 0],
              [5, 100],
            ],
          },
        ],
      },
      'components[0].anchors',
    ],
    [
      'anchors that turn',
      {
        components: [
          {
            ...utilization,
            anchors: [
              [0, 0],
              [5, 100],
              [9, 50],
            ],
          },
        ],
      },
      'components[0].anchors',
    ],
    [
      'an anchor above 100',
      {
        components: [
          {
            ...utilization,
            anchors: [
              [0, 0],
              [9, 101],
            ],
          },
        ],
      },
      'components[0].anchors[1][1]',
    ],
    [
      'bands that do not start at 0',
      {
        bands: [
          ['CRITICAL', 5],
          ['WARN', 25],
        ],
      },
      'bands',
    ],
    [
      'bands out of order',
      {
        bands: [
          ['CRITICAL', 0],
          ['ok', 25],
          ['WARN', 45],
        ],
      },
      'bands',
    ],
    [
      'bands that do not rise',
      {
        bands: [
          ['CRITICAL', 0],
          ['WARN', 25],
          ['ok', 25],
        ],
      },
      'bands',
    ],
    ['a cap above every band', { caps: { silent_14_days: '100.1' } }, 'caps'],
    ['an unknown cap', { caps: { bad_mood: '10.0' } }, 'caps'],
    ['a negative version', { version: -1 }, 'version'],
    ['an unknown field', { colour: 'red' }, 'colour'],
  ])('with %s is refused at %s', (_name, change, path) => {
    const message = refusal(change);
    expect(message).toContain(`${path}`);
    expect(message).toContain('not accepted');
  });
});
