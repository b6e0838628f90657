import { AppError } from '../../lib/errors.ts';
import type { SlackDeps } from '../deps.ts';

export interface MailLink {
  readonly url: string;
  /** The text is longer than a link may be: it has to be copied. */
  readonly bodyOmitted: boolean;
}

/** The link for a draft; without a recipient when the stored address is not a plain one. */
export function linkOf(
  { mailtoUrl }: Pick<SlackDeps, 'mailtoUrl'>,
  { to, subject, body }: { readonly to: string | null; readonly subject: string; readonly body: string },
): MailLink {
  try {
    return mailtoUrl({ to, subject, body });
  } catch (error) {
    if (error instanceof AppError && to !== null) return mailtoUrl({ to: null, subject, body });
    throw error;
  }
}
