import { TRIALS } from '../../../test/support/hostile-cases.ts';
import { CARELESS, tryCases } from './try-cases.ts';

/** A share of the cases, in a process of its own: the work is the processor's, and there are several. */
const [trials = '', cases = '', seed = ''] = process.argv.slice(2);
const result = tryCases(trials === 'careless' ? CARELESS : TRIALS, { cases: Number(cases), seed: Number(seed) });
process.stdout.write(`${JSON.stringify(result)}\n`);
