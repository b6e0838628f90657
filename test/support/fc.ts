import fc from 'fast-check';

/**
 * The property checker of every test. Its seed is fixed, so that a run fails for what was changed and not by luck;
 * `FUZZ_SEED=random` (or a number) looks elsewhere, which is how new counterexamples are hunted.
 */
const given = process.env['FUZZ_SEED'];
fc.configureGlobal({ seed: given === 'random' ? Date.now() : Number(given ?? 20_260_301) });

export { fc };
