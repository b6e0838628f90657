import type { Context } from '../src/app/context.ts';
import type { Db } from '../src/store/db.ts';
import { testContext } from '../test/support/context.ts';

/** The default rules with the real clock: what a team that configures nothing has. */
export function benchContext(db: Db): Context {
  return testContext(db, { now: () => new Date() });
}
