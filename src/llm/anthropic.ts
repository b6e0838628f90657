import type { Rewrite } from '../app/drafts/polish-draft.ts';
import { AppError } from '../lib/errors.ts';
import type { Logger } from '../lib/log.ts';

const MODEL = 'claude-haiku-5-5';
const TIMEOUT_MS = 20_000;
/** A draft has 2,000 characters at most; an answer that needs more is no draft. */
const MAX_TOKENS = 1_500;

export interface AnthropicSettings {
  readonly apiKey: string;
  readonly log: Logger;
  readonly timeoutMs?: number;
}

/**
 * Asks Anthropic's API for another wording: one try, 20 s, no tools. The package is loaded with the first request, so
 * that nobody pays for it who does not use it. Neither the key nor the texts reach the log.
 * @throws AppError `unavailable` when no usable answer came.
 */
export function anthropicRewrite({ apiKey, log, timeoutMs = TIMEOUT_MS }: AnthropicSettings): Rewrite {
  return async ({ system, user }) => {
    const started = performance.now();
    try {
      const { default: Anthropic } = await import('@anthropic-ai/sdk');
      // Everything that the package would otherwise take from the environment is said here.
      const client = new Anthropic({
        apiKey,
        authToken: null,
        baseURL: 'https://api.anthropic.com',
        maxRetries: 0,
        timeout: timeoutMs,
        logLevel: 'off',
      });
      const answer = await client.messages.create(
        { model: MODEL, max_tokens: MAX_TOKENS, system, messages: [{ role: 'user', content: user }] },
        { signal: AbortSignal.timeout(timeoutMs) },
      );
      if (answer.stop_reason !== 'end_turn') throw new Error(`the answer ended with ${answer.stop_reason}`);
      return answer.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
    } catch (error) {
      const waitedMs = Math.round(performance.now() - started);
      log.warn({ ...reasonOf(error), waitedMs }, 'no other wording for a draft');
      throw new AppError(
        'unavailable',
        'No other wording came: the template stays. Close this window and go on with it.',
      );
    }
  };
}

/** What may be logged of a failure: its kind and status, never a header or a text. */
function reasonOf(error: unknown): { readonly reason: string; readonly status: number | null } {
  const status = error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : null;
  return { reason: error instanceof Error ? error.constructor.name : 'unknown', status };
}
