import { open, realpath, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { OnRejected } from '../ingest/csv/import-report.ts';
import { REJECTED_COLUMNS } from '../ingest/csv/rejected-columns.ts';
import { csvText } from '../lib/csv-text.ts';
import { AppError, messageOf } from '../lib/errors.ts';

const PIECE = 65_536;

/**
 * Writes rejected rows as CSV with the cells as they were read: line, column, reason, then the columns of the file, so
 * that it can be imported when it is mended. The file is there when it is complete, and only its owner may read it;
 * without rejected rows it is empty.
 * @throws AppError `invalid` when it cannot be written, or is the file that is read.
 */
export async function withRejectedFile<T>(
  { input, path }: { readonly path: string; readonly input: string },
  work: (onRejected: OnRejected) => Promise<T>,
): Promise<T> {
  if (await isSameFile(path, input)) {
    throw new AppError('invalid', `--rejected: ${path} is the file that is read. Name another one.`);
  }
  const partial = `${path}.partial`;
  const file = await open(partial, 'w', 0o600).catch((error: unknown) => {
    throw new AppError('invalid', `--rejected: ${path} cannot be written (${messageOf(error)}). Check the path.`);
  });
  let pending = '';
  let begun = false;
  const flush = async () => {
    await file.appendFile(pending);
    pending = '';
  };
  try {
    const result = await work(async ({ column, line, reason }, cells, header) => {
      if (!begun) pending += csvText([...REJECTED_COLUMNS, ...header], []);
      begun = true;
      pending += csvText([String(line), column ?? '', reason, ...cells], []);
      if (pending.length >= PIECE) await flush();
    });
    await flush();
    await file.close();
    await rename(partial, path).catch((error: unknown) => {
      throw new AppError('invalid', `--rejected: ${path} cannot be written (${messageOf(error)}). Name a file.`);
    });
    return result;
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(partial, { force: true });
    throw error;
  }
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((path) => realpath(path).catch(() => resolve(path))));
  return a === b;
}
