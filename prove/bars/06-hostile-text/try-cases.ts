import { fc } from '../../../test/support/fc.ts';
import { hostileCase, type Trial } from '../../../test/support/hostile-cases.ts';
import { csvFaults, linkFaults, messageFaults } from '../../../test/support/hostile-faults.ts';

const MOST_SHOWN = 200;

/** Renderers as they are written at first: what others wrote goes through as it is. */
export const CARELESS: Readonly<Record<string, Trial>> = {
  'a careless message': (_, text) =>
    messageFaults({ text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }], classic: null }),
  'a careless link': (_, text) => {
    const url = `mailto:?subject=${text}&body=x`;
    return URL.canParse(url) ? linkFaults({ url, bodyOmitted: false }, null) : ['no address'];
  },
  'a careless CSV': (_, text) => csvFaults(`h\r\n"${text.replaceAll('"', '""')}"\r\n`, [text]),
};

/** How many cases of each trial were tried, and the first that each fell over. */
export interface ShareResult {
  readonly cases: number;
  readonly failures: readonly string[];
}

/** The same cases for the same seed. */
export function tryCases(
  trials: Readonly<Record<string, Trial>>,
  { cases, seed }: { readonly cases: number; readonly seed: number },
): ShareResult {
  let tried = 0;
  const failures = Object.entries(trials).flatMap(([name, trial]) => {
    const property = fc.property(hostileCase, ([all, text]) => {
      tried += 1;
      const faults = trial(all, text);
      if (faults.length > 0) throw new Error(faults.slice(0, 3).join('; '));
    });
    const { counterexample, errorInstance, failed } = fc.check(property, { numRuns: cases, seed, endOnFailure: true });
    if (!failed) return [];
    const text = JSON.stringify(counterexample?.[0]?.[1] ?? '').slice(0, MOST_SHOWN);
    return [`${name}: ${errorInstance instanceof Error ? errorInstance.message : 'failed'} with ${text}`];
  });
  return { cases: tried, failures };
}
