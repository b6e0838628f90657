import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';

const deflate = promisify<string, { readonly level: number }, Buffer>(deflateRaw);
const inflate = promisify<Buffer, Buffer>(inflateRaw);

/** Plain JSON in about a tenth of its size; it is packed beside the event loop. */
export function packJson(value: unknown): Promise<Uint8Array> {
  return deflate(JSON.stringify(value), { level: 1 });
}

/** What was packed in this process: its shape is that of what was given. */
export async function unpackJson<T>(packed: Uint8Array): Promise<T> {
  return JSON.parse((await inflate(Buffer.from(packed))).toString());
}
