import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isCleanText } from '../../src/app/record/check-signal.ts';
import { canonicalJson, uuidOf } from '../../src/ingest/event-id.ts';
import { eventSchema, plainFields, plainSize } from '../../src/ingest/events/event-fields.ts';
import { parseRfc3339 } from '../../src/ingest/rfc3339.ts';
import { fc } from '../support/fc.ts';

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ minLength: 60, maxLength: 75, unit: 'binary' }));
const value = fc.oneof(text, fc.integer(), fc.double(), fc.constantFrom(null, undefined, true, '', []), fc.object());
const item = fc.record(
  {
    event: fc.oneof(text, value),
    timestamp: fc.oneof(text, value),
    account_id: value,
    user_id: value,
    distinct_id: value,
    message_id: value,
    uuid: value,
    actor_type: fc.oneof(fc.constantFrom('human', 'service', 'robot'), value),
    properties: fc.oneof(fc.object(), fc.constant(JSON.parse('{"__proto__":{"a":1},"b":2}')), value),
    other: value,
  },
  { requiredKeys: ['event'] },
);

describe('the short way to read an event', () => {
  it('says what the schema says, or nothing', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(item, fc.record({ event: text, account_id: text }), value), (one) => {
        const plain = plainFields(one);
        if (plain === null) return;
        taken++;
        const { success, data } = eventSchema.safeParse(one);
        expect(success).toBe(true);
        expect(canonicalJson(plain)).toBe(canonicalJson(data));
      }),
      { numRuns: 2000 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  it('never takes a value for smaller than its JSON, nor an unclean text for a clean one', () => {
    const odd = fc.oneof(
      value,
      fc.string({ unit: fc.constantFrom('\u0001', '\u2028', '"', '\ud800', '\udc00', '\u0000', 'é', '😀') }),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(odd, fc.array(odd), fc.dictionary(fc.string(), odd))), (one) => {
        const json = JSON.stringify(one);
        const size = plainSize(one);
        expect(size).toBeGreaterThanOrEqual(Buffer.byteLength(json));
        if (!isCleanText(json) || json.includes('\\u0000') || /\\ud[89a-f]/.test(json)) expect(size).toBe(Infinity);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('times in UTC', () => {
  it('are read to the millisecond, the usual and the unusual ones', () => {
    const bounds = { min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z') };
    fc.assert(
      fc.property(fc.date({ ...bounds, noInvalidDate: true }), (at) => {
        expect(parseRfc3339(at.toISOString())?.getTime()).toBe(at.getTime());
        expect(parseRfc3339(at.toISOString().replace(/\.\d+Z$/, '+00:00'))?.getTime()).toBe(
          Math.floor(at.getTime() / 1000) * 1000,
        );
      }),
    );
  });

  it.each([
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00.000Z',
    '2026-01-00T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:60Z',
    '2026-04-31T00:00:00.000Z',
  ])('refuses %s', (wrong) => {
    expect(parseRfc3339(wrong)).toBeNull();
  });
});

describe('ids of events', () => {
  it('are UUIDs of version 8 out of the first 16 bytes of the hash', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (parts) => {
        const id = uuidOf(...parts);
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        const bytes = createHash('sha256').update(parts.join('\u0000')).digest().subarray(0, 16);
        bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
        bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
        expect(id.replaceAll('-', '')).toBe(bytes.toString('hex'));
      }),
    );
  });
});
