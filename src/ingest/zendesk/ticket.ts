import { z } from 'zod';
import type { TicketSignal } from '../../domain/signal.ts';
import { issueProblem } from '../events/incoming-event.ts';
import type { ParsedItem } from '../source.ts';
import { id, instant, optionalId, optionalText, organizationKey, type ZendeskEvent } from './shapes.ts';

type State = TicketSignal['state'];

const OPEN: ReadonlySet<string> = new Set(['new', 'open', 'pending', 'hold', 'onhold']);
const CLOSED: ReadonlySet<string> = new Set(['solved', 'closed', 'deleted', 'archived', 'scrubbed']);
/** Events after which nobody waits for an answer, whatever status they still show. */
const ENDS: ReadonlySet<string> = new Set(['merged', 'soft_deleted', 'permanently_deleted', 'marked_as_spam']);
const BEGINS: ReadonlySet<string> = new Set(['created', 'undeleted']);

/** Open or closed by any spelling of a status: `SOLVED`, `solved`, `On-hold`. */
export const status = z.string('is missing').transform((text, check): 'opened' | 'closed' => {
  const name = text.toLowerCase().replaceAll(/[\s_-]/g, '');
  if (OPEN.has(name)) return 'opened';
  if (CLOSED.has(name)) return 'closed';
  check.addIssue({ code: 'custom', message: `${text.slice(0, 40)} is not a status known here` });
  return z.NEVER;
});

/** Low, normal, high or urgent, in lower case. */
export const priority = optionalText.transform((text) => text?.toLowerCase() ?? null);

const detailSchema = z.object({
  id,
  status,
  priority,
  subject: optionalText,
  organization_id: optionalId,
  created_at: instant.nullish(),
});
const changeSchema = z.object({ current: z.unknown().optional(), previous: z.unknown().optional() });

export interface ZendeskTicket {
  readonly ticketId: string;
  readonly accountKey: string;
  readonly createdAt: Date | null;
  readonly at: Date;
  readonly state: State;
  readonly priority: string | null;
  readonly subject: string | null;
}

/**
 * What an event says of a ticket. Each event shows the whole ticket, but only those about its status say when it was
 * opened or closed: a tag that changes on a solved ticket must not solve it again.
 */
export function ticketEvent(event: ZendeskEvent, action: string): ParsedItem {
  const change = changeSchema.parse(event.event ?? {});
  const field = action === 'organization_changed' ? 'organization_id' : action.replace(/_changed$/, '');
  const stated = change.current !== undefined && Object.hasOwn(detailSchema.shape, field) && action !== field;
  const parsed = detailSchema.safeParse(stated ? { ...event.detail, [field]: change.current } : event.detail);
  if (!parsed.success) return issueProblem(parsed.error, 'detail');
  const { organization_id, created_at, status: shown, ...detail } = parsed.data;
  const state = stateOf(action, shown, change.previous);
  if (state === null) return { signals: [] };
  const ticket: ZendeskTicket = {
    ...detail,
    ticketId: detail.id,
    accountKey: organizationKey(organization_id),
    createdAt: created_at ?? null,
    at: event.time,
    state,
  };
  const left = action === 'organization_changed' ? optionalId.safeParse(change.previous).data : null;
  const before = left ? ticketSignals({ ...ticket, accountKey: organizationKey(left), state: 'closed' }) : [];
  return { signals: [...before, ...ticketSignals(ticket)] };
}

/** A ticket as signals: that it was opened when it was created, and what holds since `at`; of nobody's ticket only that. */
export function ticketSignals({ ticketId, accountKey, createdAt, at, state, ...said }: ZendeskTicket): TicketSignal[] {
  const ticket = { kind: 'ticket', accountKey, knownOnly: true, ticketId } as const;
  const { priority, subject } = said;
  const now: TicketSignal = { ...ticket, occurredAt: at, state, priority, subject };
  if (accountKey === '' || createdAt === null || createdAt >= at) return [now];
  return [{ ...ticket, occurredAt: createdAt, state: 'opened', priority: null, subject: null }, now];
}

/** What becomes of the ticket; null when the event says nothing about an open one. */
function stateOf(action: string, shown: 'opened' | 'closed', previous: unknown): State | null {
  if (ENDS.has(action)) return 'closed';
  if (BEGINS.has(action) || action === 'organization_changed') return shown;
  if (action !== 'status_changed') return shown === 'opened' ? 'unchanged' : null;
  // Solved tickets are closed days later: they ended when they were solved.
  const before = status.safeParse(previous);
  return shown === 'closed' && before.success && before.data === 'closed' ? null : shown;
}
