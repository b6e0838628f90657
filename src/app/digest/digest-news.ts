import type { DigestReport } from './digest-report.ts';

/** Whether a digest says anything that was not said before: without it one line is enough, or none. */
export function hasNews({ fresh, notices, open, recovered }: DigestReport): boolean {
  return fresh.length + recovered.length + notices.length > 0 || open.some(({ reminder }) => reminder);
}
