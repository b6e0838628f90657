import { insertTouch, loadTouches } from '../../store/touches.ts';
import { toAccountRef } from '../accounts/to-standing.ts';
import { audit } from '../audit/audit.ts';
import type { Context } from '../context.ts';
import { oneOf } from '../judgements/check-input.ts';
import { judge } from '../judgements/judge.ts';
import { TOUCH_KINDS, type TouchKind, type TouchOutcome } from './touch-report.ts';
import { touchText } from './touch-text.ts';

/** The same text again within this time is a second click. */
const AGAIN_MS = 10 * 60_000;

export interface LogTouchInput {
  /** The vendor's own id. */
  readonly accountId: string;
  /** Slack user id. */
  readonly actor: string;
  readonly kind: TouchKind;
  /** At most 2,000 characters, line breaks included. */
  readonly text: string;
}

/**
 * Keeps what a person did with a customer. The same kind and text of the same person within ten minutes is kept once.
 * @throws AppError `invalid` whose message begins with the input field, `not_found` for an unknown account.
 */
export async function logTouch({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: LogTouchInput;
}): Promise<TouchOutcome> {
  const { accountId, actor } = input;
  const kind = oneOf('kind', TOUCH_KINDS, input.kind);
  const text = touchText('note', input.text);
  return judge(ctx, accountId, async ({ ctx: inner, entry, moment: { at } }) => {
    const account = toAccountRef(entry);
    const last = await loadTouches(inner.db, entry.accountNo, { upTo: at, limit: 20 });
    const isAgain = last.some(
      (one) =>
        one.author === actor && one.kind === kind && one.text === text && at.getTime() - one.at.getTime() < AGAIN_MS,
    );
    if (isAgain) return { account, state: 'unchanged' };
    await insertTouch(inner.db, entry.accountNo, { kind, text, author: actor, at });
    await audit({ ctx: inner, input: { actor, action: 'touch_logged', accountId, detail: { kind } } });
    return { account, state: 'changed' };
  });
}
