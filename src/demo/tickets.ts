import type { DemoTicket } from './demo-account.ts';

const SUBJECTS = [
  'Export takes several minutes',
  'Cannot invite a colleague',
  'Report shows yesterday only',
  'Sign-in link expires too early',
  'Question about permissions',
  'Import stops at row 500',
  'Notification arrives twice',
  'Filter forgets its setting',
  'How do we rename a workspace?',
] as const;
const DAYS_TO_CLOSE = 3;

export interface TicketsInput {
  readonly accountId: string;
  /** Opened in the last 30 days. */
  readonly recent: number;
  /** Of these, still open and urgent. */
  readonly urgentOpen: number;
  /** Opened between 31 and 390 days ago; all closed. */
  readonly earlier: number;
}

/** Tickets spread evenly over their period; the newest ones are the urgent ones that are still open. */
export function makeTickets({ accountId, recent, urgentOpen, earlier }: TicketsInput): DemoTicket[] {
  const total = recent + earlier;
  return Array.from({ length: total }, (_, index) => {
    const openedDaysAgo =
      index < recent
        ? 2 + Math.floor((index * 27) / Math.max(recent, 1))
        : 34 + Math.floor(((index - recent) * 350) / Math.max(earlier, 1));
    const urgent = index < urgentOpen;
    const subject = SUBJECTS[(index + accountId.length) % SUBJECTS.length] ?? SUBJECTS[0];
    return {
      ticketId: `${accountId}-${1000 + total - index}`,
      subject,
      priority: urgent ? 'urgent' : index % 3 === 2 ? 'high' : 'normal',
      openedDaysAgo,
      closedDaysAgo: urgent || openedDaysAgo <= DAYS_TO_CLOSE ? null : openedDaysAgo - DAYS_TO_CLOSE,
    };
  });
}
