import { AppError } from '../../lib/errors.ts';
import { issueProblem } from '../events/incoming-event.ts';
import { isHmacSha256 } from '../hmac.ts';
import { parseRfc3339 } from '../rfc3339.ts';
import type { DeliveryHeaders, ParsedDelivery, ParsedItem, RawDelivery, Source } from '../source.ts';
import { organizationEvent, userEvent } from '../zendesk/profile.ts';
import { EVENT_TYPE, eventSchema, type ZendeskEvent } from '../zendesk/shapes.ts';
import { ticketEvent } from '../zendesk/ticket.ts';
import { triggerTicket } from '../zendesk/trigger.ts';

const SIGNATURE = 'x-zendesk-webhook-signature';
const SIGNED_AT = 'x-zendesk-webhook-signature-timestamp';
/** How far the time of a signature may be from ours, in either direction. */
const TOLERANCE_MS = 300_000;
const IGNORED: ParsedItem = { signals: [] };

const SUBJECTS: Readonly<Record<string, (event: ZendeskEvent, action: string) => ParsedItem>> = {
  ticket: ticketEvent,
  organization: organizationEvent,
  user: userEvent,
};

/** Zendesk's webhook: tickets, the names of organizations and people's addresses; other events are taken and ignored. */
export const zendesk = {
  name: 'zendesk',
  noAccount: 'in Zendesk, map e-mail domains to organizations, so that each ticket has one',
  verify: verifyZendesk,
  parse: ({ payload, headers, receivedAt }) => {
    if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
      throw new AppError('invalid', 'body: is neither an event of Zendesk nor the JSON object of a trigger');
    }
    if ('type' in payload && typeof payload.type === 'string' && payload.type.startsWith(EVENT_TYPE)) {
      return parseEvent(payload, payload.type.slice(EVENT_TYPE.length));
    }
    // Bodies of other triggers and of other routes out of Zendesk name a type of their own.
    if (!('ticket_id' in payload) && ('type' in payload || 'detail-type' in payload)) return { items: [IGNORED] };
    return { items: [triggerTicket(payload, signedAt(headers) ?? receivedAt)] };
  },
} satisfies Source;

/** Whether the signature covers exactly these bytes and its own time, under one of the secrets as they are written. */
export function isSignedByZendesk(raw: Uint8Array, headers: DeliveryHeaders, secrets: readonly string[]): boolean {
  const parts = [headers.get(SIGNED_AT) ?? '', raw];
  return isHmacSha256(headers.get(SIGNATURE), { secrets, parts, encoding: 'base64' });
}

async function verifyZendesk({ raw, headers, secrets, now }: RawDelivery): Promise<boolean> {
  const at = signedAt(headers);
  const isFresh = at !== null && Math.abs(at.getTime() - now.getTime()) <= TOLERANCE_MS;
  return isFresh && isSignedByZendesk(raw, headers, secrets);
}

function signedAt(headers: DeliveryHeaders): Date | null {
  return parseRfc3339(headers.get(SIGNED_AT) ?? '');
}

function parseEvent(payload: object, kind: string): ParsedDelivery {
  const [subject = '', action = ''] = kind.split('.', 2);
  const read = Object.hasOwn(SUBJECTS, subject) ? SUBJECTS[subject] : undefined;
  if (read === undefined) return { items: [IGNORED] };
  const event = eventSchema.safeParse(payload);
  if (!event.success) return { items: [issueProblem(event.error, '')] };
  return { delivery: { id: event.data.id }, items: [read(event.data, action)] };
}
