import { AppError } from '../../lib/errors.ts';
import type { Handling } from '../handling.ts';
import { auditMessage, NO_ADMIN_TEXT } from '../messages/audit.ts';
import type { SlackMessage } from '../messages/message.ts';
import { notice } from '../messages/notices.ts';

const PAGE = 20;
const BEFORE = /^before:(\d{1,15})$/;
const PERSON = /^<@([UW][A-Z0-9]{2,20})(?:\|[^>]*)?>$/;
const DAY = /^since:(\d{4}-\d{2}-\d{2})$/;

/** `/pulse audit [@person] [account:ID] [since:2026-03-01] [before:N]`, for admins and owners of the workspace. */
export async function auditAnswer({ ctx, deps, asker }: Handling, text: string): Promise<SlackMessage> {
  if (!asker.admin) return notice(NO_ADMIN_TEXT);
  const words = text.split(' ').filter((word) => word !== '');
  const filters = words.map(filterOf);
  const input = Object.assign({ limit: PAGE }, ...filters);
  const call = ['/pulse audit', ...words.filter((word) => !BEFORE.test(word))].join(' ');
  return auditMessage(await deps.readAudit({ ctx, input }), call);
}

function filterOf(word: string): { before?: number; actor?: string; since?: string; accountId?: string } {
  const [, before] = BEFORE.exec(word) ?? [];
  if (before !== undefined) return { before: Number(before) };
  const [, actor] = PERSON.exec(word) ?? [];
  if (actor !== undefined) return { actor };
  const [, since] = DAY.exec(word) ?? [];
  if (since !== undefined && !Number.isNaN(Date.parse(since))) return { since };
  const accountId = word.startsWith('account:') ? word.slice('account:'.length) : '';
  if (accountId !== '') return { accountId };
  throw new AppError('invalid', `audit: “${word}” is not understood. Write @person, account:ID or since:2026-03-01.`);
}
