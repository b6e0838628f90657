import { describe, expect, it } from 'vitest';
import { checkSignal } from '../../src/app/record/check-signal.ts';
import type { Source } from '../../src/ingest/source.ts';
import { hubspot } from '../../src/ingest/sources/hubspot.ts';
import { posthog } from '../../src/ingest/sources/posthog.ts';
import { segment } from '../../src/ingest/sources/segment.ts';
import { SOURCES_DEFAULTS } from '../../src/ingest/sources-schema.ts';
import { AppError } from '../../src/lib/errors.ts';
import { TEST_NOW } from '../support/context.ts';
import { fc } from '../support/fc.ts';
import { fixturesOf } from './fixtures.ts';

const hubspotSettings = {
  ...SOURCES_DEFAULTS.hubspot,
  excluded_stages: { churned: 'cancelled' as const },
  deals: { pipeline: 'renewals', renewal_date: 'closedate' },
};
const settings = { seatPrices: [], currency: 'USD', sources: { ...SOURCES_DEFAULTS, hubspot: hubspotSettings } };

/** The value with one of its parts, by depth-first number, in the place of another value. */
function withPart(value: unknown, number: number, part: unknown): unknown {
  let next = 0;
  const visit = (node: unknown): unknown => {
    if (next++ === number) return part;
    if (Array.isArray(node)) return node.map(visit);
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, visit(inner)]));
  };
  return visit(value);
}

const oddValues = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom('', ' ', '__proto__', 'a\u0000b', '\ud800', 'x'.repeat(300), 1e300, -1, 0.5, '0000', '9'.repeat(14)),
  fc.constantFrom('$identify', '$groupidentify', '$set', 'seat_count_set', 'group', 'identify', { toString: 1 }),
);

describe.each<Source>([hubspot, posthog, segment])('what $name is sent', (source) => {
  const payloads = fixturesOf(source.name).map(({ body }) => JSON.parse(body) as unknown);
  const anyPayload = fc.oneof(
    fc.jsonValue(),
    fc
      .tuple(fc.constantFrom(...payloads), fc.nat({ max: 120 }), oddValues)
      .map(([payload, number, part]) => withPart(payload, number, part)),
  );

  it('is read item by item or refused as a whole, whatever its shape', () => {
    let read = 0;
    fc.assert(
      fc.property(anyPayload, fc.boolean(), (payload, timed) => {
        const headers = new Headers(timed ? { 'x-hubspot-signature-v3': 'x' } : {});
        try {
          const { items } = source.parse({ payload, headers, receivedAt: TEST_NOW, settings });
          for (const item of items) {
            for (const signal of 'signals' in item ? item.signals : []) {
              checkSignal(signal, TEST_NOW);
              read++;
            }
            if ('code' in item) expect(item.message.length).toBeLessThan(1000);
          }
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== 'invalid') throw error;
        }
      }),
      { numRuns: 1000 },
    );
    expect(read).toBeGreaterThan(500);
  });
});
