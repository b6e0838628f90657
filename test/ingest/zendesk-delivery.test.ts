import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isSignedByZendesk, zendesk } from '../../src/ingest/sources/zendesk.ts';
import { AppError } from '../../src/lib/errors.ts';
import { TEST_NOW } from '../support/context.ts';
import { fc } from '../support/fc.ts';
import { SENDERS } from './senders.ts';

/** The example of Zendesk's documentation: its bytes, the public secret, the time and the signature. */
const PUBLISHED = {
  secret: 'dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==',
  signature: '10IqYzYTLHRftNsNE+im0DeOM6/JactIRuy0XCHJ9B8=',
  body: `{
	"type": "zen:event-type:user.group_membership_created",
	"account_id": 12514403,
	"id": "6b9bbadf-5725-4e92-bebe-7b71011bf5f1",
	"subject": "zen:user:6596848315901",
	"time": "2099-07-04T05:33:18Z",
	"zendesk_event_version": "2022-06-20",
	"detail": {
		"created_at": "2099-07-04T05:27:58Z",
		"default_group_id": "0",
		"email": "user.name@example.com",
		"external_id": "",
		"id": "6596848315901",
		"organization_id": "0",
		"role": "end-user",
		"updated_at": "2099-07-04T05:33:18Z"
	},
	"event": { "group": { "id": "1" } }
}
`,
};

const bytes = (text: string) => new TextEncoder().encode(text);
const headersOf = (signature: string, timestamp: string) =>
  new Headers({ 'x-zendesk-webhook-signature': signature, 'x-zendesk-webhook-signature-timestamp': timestamp });

describe('the signature of Zendesk', () => {
  it('is that of the published example', () => {
    const raw = bytes(PUBLISHED.body);
    expect(raw).toHaveLength(534);
    const headers = headersOf(PUBLISHED.signature, '1234');
    expect(isSignedByZendesk(raw, headers, ['other', PUBLISHED.secret])).toBe(true);
    const decoded = Buffer.from(PUBLISHED.secret, 'base64').toString();
    for (const secrets of [[], ['other'], [decoded], [PUBLISHED.secret.toLowerCase()]]) {
      expect(isSignedByZendesk(raw, headers, secrets)).toBe(false);
    }
    expect(isSignedByZendesk(raw, headersOf(PUBLISHED.signature, '1235'), [PUBLISHED.secret])).toBe(false);
    expect(isSignedByZendesk(raw, headersOf(PUBLISHED.signature.slice(0, -1), '1234'), [PUBLISHED.secret])).toBe(false);
    expect(isSignedByZendesk(raw, new Headers(), [PUBLISHED.secret])).toBe(false);
  });

  it('is refused beyond five minutes from now, in both directions', async () => {
    const { sign, secrets, path } = SENDERS.zendesk;
    const body = '{"ticket_id":"1"}';
    const verify = (ms: number) => {
      const headers = new Headers(sign(body, new Date(TEST_NOW.getTime() + ms), secrets[1]));
      return zendesk.verify({ raw: bytes(body), headers, method: 'POST', url: path, secrets, now: TEST_NOW });
    };
    for (const ms of [-300_000, -1, 0, 300_000]) expect(await verify(ms), `${ms} ms`).toBe(true);
    for (const ms of [-300_001, 300_001, -86_400_000, 86_400_000]) expect(await verify(ms), `${ms} ms`).toBe(false);
  });

  it('covers its time: without one, or with another, nothing passes', async () => {
    const { sign, secrets, path } = SENDERS.zendesk;
    const body = '{}';
    const signature = sign(body, TEST_NOW, secrets[0])['x-zendesk-webhook-signature'] ?? '';
    const times = ['', '1234', '2026-03-01T06:00:01.000Z', '2026-03-01 06:00:00', '2026-03-01T06:00:00.000'];
    for (const time of times) {
      const headers = headersOf(signature, time);
      const delivery = { raw: bytes(body), headers, method: 'POST', url: path, secrets, now: TEST_NOW };
      expect(await zendesk.verify(delivery), time).toBe(false);
    }
  });
});

describe('the guide', () => {
  it('shows a body of a trigger that is read, field by field', () => {
    const guide = readFileSync(new URL('../../docs/sources/zendesk.md', import.meta.url), 'utf8');
    const values: Readonly<Record<string, string>> = {
      'ticket.id': '35436',
      'ticket.status': 'Pending',
      'ticket.priority': 'Urgent',
      'ticket.title': 'Export stops',
      'ticket.organization.id': '6607619104125',
      'ticket.created_at_with_timestamp': '2026-02-28T05:35Z',
    };
    const [, template = ''] = /```json\n([\s\S]*?)```/.exec(guide) ?? [];
    const body = template.replaceAll(/\{\{(.*?)\}\}/g, (_all, placeholder: string) => values[placeholder] ?? 'unknown');
    const settings = { seatPrices: [], currency: 'USD' };
    const payload: unknown = JSON.parse(body);
    const { items } = zendesk.parse({ payload, headers: new Headers(), receivedAt: TEST_NOW, settings });
    const ticket = { kind: 'ticket', accountKey: 'zendesk:6607619104125', knownOnly: true, ticketId: '35436' };
    const opened = { occurredAt: new Date('2026-02-28T05:35:00Z'), priority: null, subject: null };
    const now = { occurredAt: TEST_NOW, priority: 'urgent', subject: 'Export stops' };
    const signals = [opened, now].map((said) => ({ ...ticket, ...said, state: 'opened' }));
    expect(items).toEqual([{ signals }]);
  });
});

describe('whatever Zendesk sends', () => {
  it('is read, or refused by name: nothing else happens', () => {
    const kinds = ['ticket.created', 'ticket.status_changed', 'ticket.organization_changed', 'user.created'];
    const field = fc.constantFrom(
      'id',
      'status',
      'priority',
      'subject',
      'organization_id',
      'created_at',
      'external_id',
    );
    const event = fc.record({
      type: fc.constantFrom(...kinds, 'organization.created', 'ticket.', '').map((kind) => `zen:event-type:${kind}`),
      id: fc.oneof(fc.string(), fc.jsonValue()),
      time: fc.oneof(fc.constant('2026-02-01T00:00:00.123456789Z'), fc.jsonValue()),
      detail: fc.oneof(fc.dictionary(field, fc.jsonValue()), fc.jsonValue()),
      event: fc.oneof(fc.record({ current: fc.jsonValue(), previous: fc.jsonValue() }), fc.jsonValue()),
    });
    const payload = fc.oneof(event, fc.jsonValue());
    let refused = 0;
    fc.assert(
      fc.property(payload, (given) => {
        const settings = { seatPrices: [], currency: 'USD' };
        try {
          const { items } = zendesk.parse({ payload: given, headers: new Headers(), receivedAt: TEST_NOW, settings });
          for (const item of items) expect('signals' in item || item.message.length > 0).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
          refused++;
        }
      }),
      { numRuns: 2000 },
    );
    expect(refused).toBeGreaterThan(0);
  });
});
