import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { CsvContent } from '../ingest/csv/read-table.ts';
import { AppError, messageOf } from '../lib/errors.ts';
import type { CliIo } from './io.ts';

const PIECE = 262_144;

/**
 * The bytes of a file, from its beginning each time. What can be read only once (`-`, a pipe) is kept in memory.
 * @throws AppError `invalid` when there is no such file.
 */
export async function importContent(file: string, io: CliIo): Promise<CsvContent> {
  if (file === '-') return io.stdinBytes === undefined ? io.stdin() : kept(io.stdinBytes());
  try {
    const about = await stat(file);
    if (about.isDirectory()) throw new AppError('invalid', `${file} is a folder. Name a file.`);
    const open = () => createReadStream(file, { highWaterMark: PIECE });
    return about.isFile() ? open : await kept(open());
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('invalid', `${file} cannot be read (${messageOf(error)}). Check the path.`);
  }
}

async function kept(bytes: AsyncIterable<Uint8Array>): Promise<CsvContent> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return async function* again() {
    yield* pieces;
  };
}
