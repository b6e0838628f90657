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

/** The same cases for the same seed: each is made once and given to every trial that has not fallen yet. */
export function tryCases(
  trials: Readonly<Record<string, Trial>>,
  { cases, seed }: { readonly cases: number; readonly seed: number },
): ShareResult {
  let tried = 0;
  const failures = new Map<string, string>();
  fc.assert(
    fc.property(hostileCase, ([all, text]) => {
      for (const [name, trial] of Object.entries(trials)) {
        if (failures.has(name)) continue;
        tried += 1;
        const faults = faultsOf(() => trial(all, text));
        if (faults.length > 0) failures.set(name, `${faults.slice(0, 3).join('; ')} with ${shownText(text)}`);
      }
    }),
    { numRuns: cases, seed },
  );
  return { cases: tried, failures: [...failures].map(([name, failure]) => `${name}: ${failure}`) };
}

/** What a trial throws is a fault too. */
function faultsOf(trial: () => string[]): string[] {
  try {
    return trial();
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

const shownText = (text: string): string => JSON.stringify(text).slice(0, MOST_SHOWN);
