import { type ContactPause, contactPauses, PAUSE_DAYS } from '../../domain/contact-pause.ts';
import { addDays } from '../../domain/day.ts';
import { dayLabel } from '../../email/day.ts';
import { countUrgentOpen } from '../../store/outreach.ts';
import type { Context } from '../context.ts';
import { todayOf } from '../judgements/judge.ts';
import { lastContactOf } from './last-contact.ts';
import type { LastContact } from './outreach-report.ts';

/** Why an account is to be left alone, and the sentence for a person who wants to write. */
export interface PauseRef {
  readonly reason: ContactPause;
  readonly text: string;
}

const DID: Readonly<Record<LastContact['kind'], string>> = {
  draft: 'wrote to them',
  email: 'wrote to them',
  call: 'called them',
  meeting: 'met them',
};

/** What speaks now against writing to this contact of an account; a null contact is somebody who is not known. */
export async function contactPausesOf(
  ctx: Context,
  accountNo: number,
  contact: { readonly name: string; readonly optedOut: boolean } | null,
): Promise<PauseRef[]> {
  const last = await lastContactOf(ctx, accountNo);
  const urgent = await countUrgentOpen(ctx.db, accountNo);
  const today = todayOf(ctx);
  const optedOut = contact?.optedOut ?? false;
  const found = contactPauses({ today, lastContactOn: last?.on ?? null, urgentTicketsOpen: urgent, optedOut });
  const texts: Readonly<Record<ContactPause, () => string>> = {
    contacted_recently: () => (last === null ? '' : recentText(last, today)),
    urgent_ticket_open: () =>
      `${urgent === 1 ? '1 urgent ticket is' : `${urgent} urgent tickets are`} open: help first, write afterwards.`,
    opted_out: () => `${contact?.name ?? 'The recipient'} has opted out of e-mail: do not write to them.`,
  };
  return found.map((reason) => ({ reason, text: texts[reason]() }));
}

function recentText({ by, on, kind }: LastContact, today: string): string {
  const until = dayLabel(addDays(on, PAUSE_DAYS), today);
  return `${by.name ?? by.id} ${DID[kind]} on ${dayLabel(on, today)}: leave them alone until ${until}.`;
}
