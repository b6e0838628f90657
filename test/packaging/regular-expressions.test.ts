import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SPELLED_COUNT } from '../../src/email/spelled-number.ts';
import {
  builtExpressionsIn,
  expressionsIn,
  readSource,
  slowExpressions,
  sourcesBelow,
} from '../support/regular-expressions.ts';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));
const FILES = sourcesBelow(SRC);

/** Where expressions are built: of ids' letters, a date format's parts, our own words, addresses, marks and escaped texts. */
const BUILDERS = [
  'config.ts',
  'domain/erasure/redact.ts',
  'email/spelled-number.ts',
  'ingest/csv/date-format.ts',
  'lib/redact.ts',
  'lib/redact.ts',
  'workspace/render/placeholders.ts',
];

describe('the regular expressions of the product', { timeout: 180_000 }, () => {
  it('are slow for no input that the checker finds', async () => {
    const found = FILES.flatMap((file) => expressionsIn(file, readSource(SRC, file)));
    expect(found.length).toBeGreaterThan(100);
    expect(await slowExpressions(found)).toEqual([]);
  });

  it('would be named if one were cubic or exponential', async () => {
    const planted = String.raw`const command: RegExp = /^\s*(?:a|b)\s+(.+?)\s*$/; const bombs = [/^(a+)+$/u as RegExp];`;
    expect(await slowExpressions(expressionsIn('planted.ts', planted))).toEqual([
      String.raw`planted.ts: /^\s*(?:a|b)\s+(.+?)\s*$/ is vulnerable`,
      'planted.ts: /^(a+)+$/u is vulnerable',
    ]);
  });

  it('are built from text in known places only', async () => {
    const built = (file: string, source: string) => builtExpressionsIn(file, source).map((one) => one.split(':')[0]);
    expect(FILES.flatMap((file) => built(file, readSource(SRC, file)))).toEqual(BUILDERS);
    expect(built('planted.ts', 'new RegExp(`^${name}$`, "u")')).toEqual(['planted.ts']);
    const { source: pattern, flags } = SPELLED_COUNT;
    expect(await slowExpressions([{ file: 'spelled-number.ts', pattern, flags }])).toEqual([]);
  });
});
