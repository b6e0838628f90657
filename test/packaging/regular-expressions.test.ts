import { fileURLToPath } from 'node:url';
import { check } from 'recheck';
import { describe, expect, it } from 'vitest';
import { SPELLED_COUNT } from '../../src/email/spelled-number.ts';
import {
  builtExpressionsIn,
  expressionsIn,
  type FoundExpression,
  readSource,
  sourcesBelow,
} from '../support/regular-expressions.ts';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));
const FILES = sourcesBelow(SRC);

/** A slow machine must not turn "no slow input found" into "not known". */
const PATIENCE_MS = 120_000;
const AT_ONCE = 4;

/** Those that some input makes slow, or of which it is not known. */
async function doubtful(expressions: readonly FoundExpression[]): Promise<string[]> {
  const distinct = [...new Map(expressions.map((one) => [`/${one.pattern}/${one.flags}`, one]))];
  const problems: string[] = [];
  for (let at = 0; at < distinct.length; at += AT_ONCE) {
    const verdicts = distinct.slice(at, at + AT_ONCE).map(async ([text, { file, flags, pattern }]) => {
      const { status } = await check(pattern, flags, { timeout: PATIENCE_MS });
      return status === 'safe' ? [] : [`${file}: ${text} is ${status}`];
    });
    problems.push(...(await Promise.all(verdicts)).flat());
  }
  return problems;
}

/** Where expressions are built: of ids' letters, a date format's parts, our own words, marks and escaped texts. */
const BUILDERS = [
  'config.ts',
  'domain/erasure/redact.ts',
  'email/spelled-number.ts',
  'ingest/csv/date-format.ts',
  'workspace/render/placeholders.ts',
];

describe('the regular expressions of the product', { timeout: 180_000 }, () => {
  it('are slow for no input that the checker finds', async () => {
    const found = FILES.flatMap((file) => expressionsIn(file, readSource(SRC, file)));
    expect(found.length).toBeGreaterThan(100);
    expect(await doubtful(found)).toEqual([]);
  });

  it('would be named if one were cubic or exponential', async () => {
    const planted = String.raw`const command: RegExp = /^\s*(?:a|b)\s+(.+?)\s*$/; const bombs = [/^(a+)+$/u as RegExp];`;
    expect(await doubtful(expressionsIn('planted.ts', planted))).toEqual([
      String.raw`planted.ts: /^\s*(?:a|b)\s+(.+?)\s*$/ is vulnerable`,
      'planted.ts: /^(a+)+$/u is vulnerable',
    ]);
  });

  it('are built from text in known places only', async () => {
    const built = (file: string, source: string) => builtExpressionsIn(file, source).map((one) => one.split(':')[0]);
    expect(FILES.flatMap((file) => built(file, readSource(SRC, file)))).toEqual(BUILDERS);
    expect(built('planted.ts', 'new RegExp(`^${name}$`, "u")')).toEqual(['planted.ts']);
    const { source: pattern, flags } = SPELLED_COUNT;
    expect(await doubtful([{ file: 'spelled-number.ts', pattern, flags }])).toEqual([]);
  });
});
