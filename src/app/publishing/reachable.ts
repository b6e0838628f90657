import { AppError } from '../../lib/errors.ts';
import { isUnavailable } from '../../store/pg-errors.ts';

/**
 * The work's result.
 * @throws AppError `unavailable` when the database cannot be asked.
 */
export async function reachable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    throw new AppError('unavailable', 'The numbers cannot be read right now. Try again in a minute.', { cause: error });
  }
}
