import { AppError } from '../lib/errors.ts';
import type { Logger } from '../lib/log.ts';
import { isUnavailable } from '../store/pg-errors.ts';

type Verb<Call, Result> = (call: Call) => Promise<Result>;

/**
 * Use cases for people: a database that is away becomes AppError `unavailable` with words that they can act on,
 * and is logged with its reason. Other errors pass as they are.
 */
export function explainUnavailable(log: Logger): <Call, Result>(verb: Verb<Call, Result>) => Verb<Call, Result> {
  return (verb) => async (call) => {
    try {
      return await verb(call);
    } catch (error) {
      if (error instanceof AppError || !isUnavailable(error)) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      log.warn({ reason, verb: verb.name }, 'the database could not be asked');
      throw new AppError(
        'unavailable',
        'The data store cannot be reached right now, so there are no figures to show. Nothing was changed. Please try again in a minute.',
        { cause: error },
      );
    }
  };
}
