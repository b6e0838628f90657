import { type ActionName, parseActionId } from './action-ids.ts';
import type { Handling } from './handling.ts';

const LONGEST = 200;

/** Buttons after which somebody has seen more of an account than its card says by itself. */
const RECORDED: Readonly<Partial<Record<ActionName, string>>> = {
  draft_email: 'draft_opened',
  pick_draft: 'draft_opened',
};

/** Keeps that somebody looked at an account; without it there is no answer. */
export async function recordView({ ctx, deps, asker }: Handling, accountId: string, view: string): Promise<void> {
  await deps.audit({ ctx, input: { actor: asker.userId, action: 'account_viewed', accountId, detail: { view } } });
}

/** Keeps what somebody asked with a command. */
export async function recordCommand({ ctx, deps, asker, request }: Handling, text: string): Promise<void> {
  const detail = { command: request.target, text: text.slice(0, LONGEST) };
  await deps.audit({ ctx, input: { actor: asker.userId, action: 'asked', detail } });
}

/** Keeps what somebody asked in words, and the command that answers it. */
export async function recordQuestion(
  { ctx, deps, asker, request }: Handling,
  text: string,
  readAs: string | null,
): Promise<void> {
  const read = readAs === null ? {} : { read_as: readAs.slice(0, LONGEST) };
  const detail = { command: request.target, text: text.slice(0, LONGEST), ...read };
  await deps.audit({ ctx, input: { actor: asker.userId, action: 'asked', detail } });
}

/** Keeps what somebody did with a button, where that is of interest later. */
export async function recordAction({ ctx, deps, asker, request }: Handling): Promise<void> {
  const name = parseActionId(request.target);
  const action = name === null ? undefined : RECORDED[name];
  if (action === undefined) return;
  await deps.audit({ ctx, input: { actor: asker.userId, action, accountId: request.value, detail: {} } });
}
