import { z } from 'zod';
import { parseRfc3339 } from '../rfc3339.ts';

/** The prefix that every kind of event has. */
export const EVENT_TYPE = 'zen:event-type:';
/** Zendesk's own names of accounts begin so, apart from other sources' numbers. */
const ORGANIZATION = 'zendesk:';

/** An id: a text, or a number where older senders write one. */
export const id = z
  .union([z.string(), z.int()], 'needs an id')
  .transform((value) => String(value).trim())
  .pipe(z.string().min(1, 'is empty'));

/** An id that may be absent: null, "" and "0" say that there is none. */
export const optionalId = z
  .union([z.string(), z.int()])
  .nullish()
  .transform((value) => {
    const text = String(value ?? '').trim();
    return text === '' || text === '0' ? null : text;
  });

/** A text that may be absent; triggers write "-" for nothing. */
export const optionalText = z
  .string()
  .nullish()
  .transform((value) => {
    const text = (value ?? '').trim();
    return text === '' || text === '-' ? null : text;
  });

/** An instant with an offset and up to nine digits of a second, or to the minute as placeholders write it. */
export const instant = z.string('is missing').transform((text, check) => {
  const at = parseRfc3339(text.replace(/^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(Z|[+-]\d{2}:\d{2})$/, '$1:00$2'));
  if (at !== null) return at;
  check.addIssue({ code: 'custom', message: 'is not an RFC 3339 time with an offset' });
  return z.NEVER;
});

export const eventSchema = z.object({
  type: z.string().startsWith(EVENT_TYPE),
  id: z.string().min(1).max(255),
  time: instant,
  detail: z.record(z.string(), z.unknown(), 'needs an object'),
  event: z.record(z.string(), z.unknown()).nullish().catch(null),
});
export type ZendeskEvent = z.infer<typeof eventSchema>;

/** How an organization is called here until an account takes the name; '' for none. */
export function organizationKey(organization: string | null): string {
  return organization === null ? '' : `${ORGANIZATION}${organization}`;
}
