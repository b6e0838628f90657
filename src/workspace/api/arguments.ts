import { isObject, type JsonObject } from '../json.ts';
import { failureWithReasons } from './api-failure.ts';

/** Arguments arrive as JSON or as a form in which objects are JSON strings; these readers accept both. */
export function stringArgument(args: JsonObject, name: string): string | null {
  const value = args[name];
  if (typeof value === 'number') {
    return String(value);
  }
  return typeof value === 'string' && value !== '' ? value : null;
}

/** @throws ApiFailure invalid_arguments */
export function requiredArgument(args: JsonObject, name: string): string {
  const value = stringArgument(args, name);
  if (value === null) {
    throw failureWithReasons('invalid_arguments', [`[ERROR] missing required field: ${name}`]);
  }
  return value;
}

export function booleanArgument(args: JsonObject, name: string, fallback = false): boolean {
  const value = args[name];
  return value === undefined ? fallback : value === true || value === 'true' || value === '1' || value === 1;
}

export function integerArgument(args: JsonObject, name: string, fallback: number): number {
  const value = stringArgument(args, name);
  if (value === null) {
    return fallback;
  }
  if (!/^\d{1,9}$/.test(value)) {
    throw failureWithReasons('invalid_arguments', [`[ERROR] must be an integer [json-pointer:/${name}]`]);
  }
  return Number(value);
}

/** A list of objects; null when absent. @throws ApiFailure with the given code when it is not such a list */
export function listArgument(args: JsonObject, name: string, code: string): JsonObject[] | null {
  const value = jsonOf(args[name], code);
  if (value === null) {
    return null;
  }
  if (!Array.isArray(value) || !value.every(isObject)) {
    throw failureWithReasons(code, [`[ERROR] must be an array of objects [json-pointer:/${name}]`]);
  }
  return value;
}

/** An object; null when absent. @throws ApiFailure with the given code when it is something else */
export function objectArgument(args: JsonObject, name: string, code: string): JsonObject | null {
  const value = jsonOf(args[name], code);
  if (value === null) {
    return null;
  }
  if (!isObject(value)) {
    throw failureWithReasons(code, [`[ERROR] must be an object [json-pointer:/${name}]`]);
  }
  return value;
}

function jsonOf(value: unknown, code: string): unknown {
  if (value === undefined || value === null || value === '') {
    return null;
  }
  if (typeof value !== 'string') {
    return value;
  }
  try {
    return JSON.parse(value);
  } catch {
    throw failureWithReasons(code, ['[ERROR] is not JSON']);
  }
}

/** One page of a list by Slack's cursors (the cursor is the offset, base64). */
export function pageOf<T>(
  args: JsonObject,
  items: readonly T[],
  largest: number,
): { page: T[]; response_metadata: { next_cursor: string } } {
  const limit = Math.min(Math.max(integerArgument(args, 'limit', 100), 1), largest);
  const cursor = stringArgument(args, 'cursor');
  const offset = cursor === null ? 0 : Number(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!Number.isInteger(offset) || offset < 0) {
    throw failureWithReasons('invalid_cursor', ['[ERROR] not a cursor of this list']);
  }
  const end = offset + limit;
  const next = end < items.length ? Buffer.from(String(end)).toString('base64url') : '';
  return { page: items.slice(offset, end), response_metadata: { next_cursor: next } };
}
