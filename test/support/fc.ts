import fc from 'fast-check';

/**
 * The property checker of every test, and the seed of all else that is drawn by chance. It is fixed, so that a run
 * fails for what was changed and not by luck; `FUZZ_SEED=random` (or a number) looks elsewhere, which is how new
 * counterexamples are hunted.
 */
const given = process.env['FUZZ_SEED'];
export const FUZZ_SEED = given === 'random' ? Date.now() : Number(given ?? 20_260_301);
fc.configureGlobal({ seed: FUZZ_SEED });

export { fc };
