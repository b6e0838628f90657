import type { Intent } from '../../domain/ask/intent.ts';
import { understand } from '../../domain/ask/understand.ts';
import { AppError } from '../../lib/errors.ts';
import type { Context } from '../context.ts';
import { type AskPrompt, askPrompt } from './intent-prompt.ts';
import { chosenIntent } from './intent-schema.ts';

/** Asks a language model once. @throws AppError `unavailable` when no answer came. */
export type Choose = (prompt: AskPrompt) => Promise<string>;

/**
 * What a question means: by its words alone, or else by the choice of a language model where one is set up. Null when
 * it is not understood, which a model that fails, is late or says anything else is too.
 */
export async function understandQuestion({
  ctx,
  input: { choose, text },
}: {
  readonly ctx: Pick<Context, 'log'>;
  readonly input: { readonly text: string; readonly choose: Choose | null };
}): Promise<Intent | null> {
  const intent = understand(text);
  if (intent !== null || choose === null || text.trim() === '') return intent;
  try {
    return chosenIntent(await choose(askPrompt(text)), text);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    ctx.log.info({ code: error.code }, 'no language model said what a question means');
    return null;
  }
}
