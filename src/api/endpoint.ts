import type { z } from 'zod';
import type { Context } from '../app/context.ts';
import { readQuery } from './read-query.ts';

/** What an endpoint found: both forms of it are made only when they are asked for. */
export type Found = ShortFound | LongFound;

/** An answer that is made whole before it is sent. */
export interface ShortFound {
  readonly kind: 'short';
  /** Fields may hold rows in parts. */
  readonly json: () => object;
  /** @param withAges false leaves out how old the data is, which changes by itself every minute */
  readonly csv: (withAges: boolean) => string;
  /** The cursor of the page that follows; absent or null: none does. */
  readonly next?: string | null | undefined;
}

/** An answer that is written while it is taken. */
export interface LongFound {
  readonly kind: 'long';
  /** Another one: the answer is another, its ages aside. Null: nobody knows. */
  readonly knownBy: string | null;
  /** Fields may hold rows in parts. */
  readonly json: () => Promise<object>;
  readonly csv: () => Promise<AsyncIterable<string>>;
}

interface Call {
  readonly ctx: Context;
  /** The vendor's own id in the address; '' where there is none. */
  readonly accountId: string;
}

interface EndpointParts<Shape extends z.ZodRawShape> {
  /** With `{id}` where an account's id stands. */
  readonly path: string;
  readonly summary: string;
  /** The parameters that it takes, by name. */
  readonly query: Shape;
  readonly response: z.ZodType;
  /** What an answer costs of the key's rate. */
  readonly cost: number;
  readonly find: (call: Call & { readonly query: z.output<z.ZodObject<Shape>> }) => Promise<Found>;
}

/** One address of the read API. */
export interface Endpoint extends Omit<EndpointParts<z.ZodRawShape>, 'find'> {
  /** @throws AppError for a query or an id that cannot be answered. */
  readonly find: (call: Call & { readonly search: URLSearchParams }) => Promise<Found>;
}

/** An address whose `find` is given its parameters checked. */
export function endpoint<Shape extends z.ZodRawShape>(parts: EndpointParts<Shape>): Endpoint {
  return { ...parts, find: ({ search, ...call }) => parts.find({ ...call, query: readQuery(search, parts.query) }) };
}
