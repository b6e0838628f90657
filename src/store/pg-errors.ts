/** SQLSTATEs of values that PostgreSQL cannot store: class 22 and 23, and two limits that a single value can break. */
const DATA = /^(22...|23...|54000|54001)$/;
/** The same transaction may succeed when it is run again. */
const RETRYABLE = /^(40001|40P01|25006)$/;
/** The server is away, full, starting, stopping, or too busy. */
const UNAVAILABLE = /^(08...|53...|57...|58...|55P03|25006|40001|40P01|XX...)$/;
const NETWORK = /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)/;
const CLIENT =
  /connection (terminated|timeout|ended)|timeout (exceeded|expired)|read timeout|not queryable|pool after calling end/i;

/** The error's SQLSTATE or system code; '' when it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Whether a value in the statement was at fault, so that other rows may still be stored. */
export function isDataError(error: unknown): boolean {
  return DATA.test(codeOf(error));
}

/** Whether running the whole transaction again may succeed (deadlock, serialization, failover). */
export function isRetryable(error: unknown): boolean {
  return RETRYABLE.test(codeOf(error));
}

/** Whether the database could not be reached or could not work: nothing was stored, the caller may try later. */
export function isUnavailable(error: unknown): boolean {
  const code = codeOf(error);
  if (code !== '') return UNAVAILABLE.test(code) || NETWORK.test(code);
  return error instanceof Error && CLIENT.test(error.message);
}
