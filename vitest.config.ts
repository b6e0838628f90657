import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    env: { TZ: 'UTC', NODE_ENV: 'test' },
    // Tests wait for databases, processes and pages: one more than processors keeps those busy meanwhile.
    maxWorkers: availableParallelism() + 1,
    // Loading the same modules again for each file would take a fifth of the time. What a file changes outside of
    // itself it has to set back.
    isolate: false,
    // A machine that is held for seconds must not turn "late" into "never": what comes ends the wait at once.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    sequence: { shuffle: { files: true, tests: false }, sequencer: LongestFirst },
  },
});
