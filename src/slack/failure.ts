import { randomBytes } from 'node:crypto';
import { AppError, messageOf } from '../lib/errors.ts';
import type { Logger } from '../lib/log.ts';
import { slackErrorOf } from './clients.ts';
import type { SlackMessage } from './messages/message.ts';
import { problem, unexpected } from './messages/notices.ts';

/** What the person is told: an expected failure in its own words, any other by a reference that the log has too. */
export function failureMessage(error: unknown, log: Logger, where: string): SlackMessage {
  if (error instanceof AppError) return problem(error.message);
  const reference = randomBytes(4).toString('hex');
  const stack = error instanceof Error ? error.stack : undefined;
  log.error({ reference, where, reason: messageOf(error), slack: slackErrorOf(error), stack }, 'a request failed');
  return unexpected(reference);
}

/** The work's result, or AppError `unavailable` when it takes longer than a person waits. */
export async function withinDeadline<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(
      () => fail(new AppError('unavailable', 'The answer took too long. Please try again in a minute.')),
      deadlineMs,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
