import { z } from 'zod';
import { issueProblem } from '../events/incoming-event.ts';
import type { ParsedItem } from '../source.ts';
import { id, instant, optionalId, optionalText, organizationKey } from './shapes.ts';
import { priority, status, ticketSignals } from './ticket.ts';

const triggerSchema = z.object({
  ticket_id: id,
  status,
  priority,
  subject: optionalText,
  organization_id: optionalId,
  created_at: instant.nullish(),
});

/** The body of a trigger, whose fields are those of docs/sources/zendesk.md; it holds as of `at`. */
export function triggerTicket(body: unknown, at: Date): ParsedItem {
  const parsed = triggerSchema.safeParse(body);
  if (!parsed.success) return issueProblem(parsed.error, '');
  const { ticket_id: ticketId, status: state, organization_id, created_at, ...said } = parsed.data;
  const accountKey = organizationKey(organization_id);
  return { signals: ticketSignals({ ...said, ticketId, accountKey, createdAt: created_at ?? null, at, state }) };
}
