import { failureMessage, withinDeadline } from './failure.ts';
import { answer, type Handling, modal, type Outcome } from './handling.ts';
import { notice, REFUSAL_TEXT, UNVERIFIED_TEXT } from './messages/notices.ts';
import type { Access, Permissions } from './permissions.ts';
import type { Registration } from './registration.ts';
import type { SlackRequest } from './slack-request.ts';
import { noticeModal } from './views/notice-view.ts';

/** A useful text comes within 10 s: bringing it to the person may take 4 of them when Slack stumbles. */
const WORK_MS = 5000;
/** Of them to learn who asks: what remains has to be enough to say that nobody knows. */
const CHECK_MS = 3500;

export type Work = (handling: Handling) => Promise<Outcome | null>;

export interface How {
  readonly work: Work;
  /** Who asks is looked up anew: it is done, not only shown, and the form may have been open for long. */
  readonly fresh: boolean;
  /** Milliseconds it may take where that is more than a look-up. */
  readonly deadlineMs?: number | undefined;
}

/** What somebody is shown: the work's outcome when they may ask, and what is said when it fails. Never throws. */
export async function outcomeOf(registration: Registration, request: SlackRequest, how: How): Promise<Outcome | null> {
  try {
    return await withinDeadline(permittedOutcome(registration, request, how), how.deadlineMs ?? WORK_MS);
  } catch (error) {
    const message = failureMessage(error, registration.log, request.target);
    return inModal(request) ? modal(noticeModal('CS pulse', message)) : answer(message);
  }
}

/** A text of ours, where the person is. */
export function said(request: SlackRequest, text: string): Outcome {
  return inModal(request) ? modal(noticeModal('CS pulse', notice(text))) : answer(notice(text));
}

/** @throws whatever the handler throws. */
async function permittedOutcome(
  { ctx, deps, client, permissions, pulseChannel, log }: Registration,
  request: SlackRequest,
  { work, fresh }: How,
): Promise<Outcome | null> {
  const access = await accessInTime(permissions, request.userId, fresh);
  if (!access.allowed) return said(request, access.why === 'refused' ? REFUSAL_TEXT : UNVERIFIED_TEXT);
  return work({ ctx, deps, client, asker: access.asker, request, pulseChannel, log });
}

/** Somebody of whom Slack says nothing in time is somebody of whom nothing is known. */
async function accessInTime(permissions: Permissions, userId: string, fresh: boolean): Promise<Access> {
  try {
    return await withinDeadline(permissions.check(userId, { fresh }), CHECK_MS);
  } catch {
    return { allowed: false, why: 'unverified' };
  }
}

function inModal({ view }: SlackRequest): boolean {
  return view !== null && !view.isHome;
}
