import type { JsonObject } from '../json.ts';

/** A Web API answer with `ok: false`; the code is Slack's. */
export class ApiFailure extends Error {
  readonly code: string;
  readonly extra: JsonObject;

  constructor(code: string, extra: JsonObject = {}) {
    super(code);
    this.name = 'ApiFailure';
    this.code = code;
    this.extra = extra;
  }
}

/** invalid_arguments or another refusal with the reasons where Slack puts them. */
export function failureWithReasons(code: string, messages: readonly string[]): ApiFailure {
  return new ApiFailure(code, { response_metadata: { messages } });
}
