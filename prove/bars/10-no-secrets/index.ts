import { canaryFaults, plantLeaks, touchEverything } from '../../../test/support/canary-acts.ts';
import { type CanaryStand, startCanaryStand } from '../../../test/support/canary-stand.ts';
import { defineBar, type Verdict } from '../../bar.ts';
import { type OpenDatabase, openDatabases } from '../../stand/databases.ts';
import type { Stand } from '../../stand/stand.ts';

interface Size {
  /** Each with canaries of its own in every secret and personal field. */
  readonly rounds: number;
}

export const noSecrets = defineBar<Size>({
  number: '10',
  promise:
    'Secrets and personal data stay out of logs, output, errors, addresses and, the secrets, out of the database',
  sizes: { quick: { rounds: 1 }, full: { rounds: 10 } },
  run: (stand, { rounds }) => lookEverywhere(stand, rounds, () => undefined),
  controls: {
    'a line of log and an answer that say too much': (stand) => lookEverywhere(stand, 1, plantLeaks),
  },
});

async function lookEverywhere(stand: Stand, rounds: number, leak: (product: CanaryStand) => void): Promise<Verdict> {
  const open = await openDatabases(stand);
  const failures: string[] = [];
  let written = 0;
  let characters = 0;
  for (let round = 0; round < rounds; round += 1) {
    const found = await oneRound(stand, open, leak);
    failures.push(...found.faults);
    written += found.writings;
    characters += found.characters;
  }
  return {
    tries: written,
    unit: 'lines, answers and calls',
    failures,
    measured: { rounds, 'characters looked through': characters },
  };
}

async function oneRound(stand: Stand, open: OpenDatabase, leak: (product: CanaryStand) => void) {
  const product = await startCanaryStand(await open());
  let isOver = false;
  const stop = async (): Promise<void> => {
    if (!isOver) await product.stop();
    isOver = true;
  };
  stand.atEnd(stop);
  await touchEverything(product);
  leak(product);
  const faults = await canaryFaults(product);
  const writings = product.writings();
  await stop();
  return { faults, writings: writings.length, characters: writings.reduce((sum, { text }) => sum + text.length, 0) };
}
