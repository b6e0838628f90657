import { atLeast, figure } from '../figure.ts';
import type { Measured, PartOptions } from '../part.ts';
import { ratesOf, ratiosOf } from './goals.ts';
import { measureIngest } from './measure.ts';

const ROUNDS = 7;

/** How fast events come in, against what PostgreSQL and the HTTP server can do at all. */
export async function measureIngestRatios({ say }: PartOptions): Promise<Measured> {
  const rounds = await measureIngest(ROUNDS, say);
  const figures = ratiosOf(rounds).map(({ goal, name, ratio }) =>
    goal === null ? figure(name, ratio, 'x') : atLeast(goal, name, ratio),
  );
  return { figures, details: { eventsPerSecond: ratesOf(rounds), rounds } };
}
