import type { Choose } from '../app/ask/understand-question.ts';
import type { Rewrite } from '../app/drafts/polish-draft.ts';
import { type AnthropicSettings, askModel } from './ask-model.ts';

/** Of another wording: somebody waits before an open window. */
const REWRITE_MS = 20_000;
/** Of what a question means: the answer itself has to come within the same few seconds. */
const CHOICE_MS = 2500;
/** A draft has 2,000 characters at most. */
const REWRITE_TOKENS = 1500;
const CHOICE_TOKENS = 200;

/**
 * Another wording of a draft: one try, 20 s.
 * @throws AppError `unavailable` when no usable answer came.
 */
export function anthropicRewrite({ timeoutMs = REWRITE_MS, ...settings }: AnthropicSettings): Rewrite {
  const without = {
    log: 'no other wording for a draft',
    message: 'No other wording came: the template stays. Close this window and go on with it.',
  };
  return (prompt) => askModel({ settings: { ...settings, timeoutMs }, prompt, maxTokens: REWRITE_TOKENS, without });
}

/**
 * What a question means: one try, 2.5 s.
 * @throws AppError `unavailable` when no usable answer came.
 */
export function anthropicChoice({ timeoutMs = CHOICE_MS, ...settings }: AnthropicSettings): Choose {
  const without = {
    log: 'no choice of what a question means',
    message: 'Nobody said what the question means. Ask with a command such as /health.',
  };
  return (prompt) => askModel({ settings: { ...settings, timeoutMs }, prompt, maxTokens: CHOICE_TOKENS, without });
}
