import { AppError } from '../lib/errors.ts';
import type { Logger } from '../lib/log.ts';

const MODEL = 'claude-haiku-5-5';

export interface AnthropicSettings {
  readonly apiKey: string;
  readonly log: Logger;
  readonly timeoutMs?: number;
}

export interface ModelCall {
  readonly settings: AnthropicSettings & { readonly timeoutMs: number };
  readonly prompt: { readonly system: string; readonly user: string };
  /** An answer that needs more is none. */
  readonly maxTokens: number;
  /** What is not there without an answer, for the log and for the person. */
  readonly without: { readonly log: string; readonly message: string };
}

/**
 * Asks Anthropic's API: one try, no tools. The package is loaded with the first request, so that nobody pays for it who
 * does not use it. Neither the key nor the texts reach the log.
 * @throws AppError `unavailable` when no usable answer came.
 */
export async function askModel({ settings, prompt, maxTokens, without }: ModelCall): Promise<string> {
  const { apiKey, log, timeoutMs } = settings;
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
    const { system, user } = prompt;
    const answer = await client.messages.create(
      { model: MODEL, max_tokens: maxTokens, system, messages: [{ role: 'user', content: user }] },
      { signal: AbortSignal.timeout(timeoutMs) },
    );
    if (answer.stop_reason !== 'end_turn') throw new Error(`the answer ended with ${answer.stop_reason}`);
    return answer.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  } catch (error) {
    const waitedMs = Math.round(performance.now() - started);
    log.warn({ ...reasonOf(error), waitedMs }, without.log);
    throw new AppError('unavailable', without.message);
  }
}

/** What may be logged of a failure: its kind and status, never a header or a text. */
function reasonOf(error: unknown): { readonly reason: string; readonly status: number | null } {
  const status = error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : null;
  return { reason: error instanceof Error ? error.constructor.name : 'unknown', status };
}
