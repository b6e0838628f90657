import { fc } from '../../../test/support/fc.ts';
import { hostile } from '../../../test/support/hostile-text.ts';

/** What breaks out of a statement that was put together from text. */
const INJECTIONS = fc.constantFrom(
  `' or 1=1 --`,
  `' or '1'='1`,
  `" or "1"="1`,
  `') or true --`,
  `'; drop table accounts; --`,
  `'; delete from events where '1'='1`,
  `'; update accounts set name = 'x'; --`,
  `' union select external_id, name from accounts --`,
  `'; select pg_sleep(1); --`,
  `\\'; drop table accounts; --`,
  `\\`,
  `'`,
  `''`,
  `"`,
  '`',
  '$1',
  '$$; drop table accounts; $$',
  '%',
  '_',
  '%%%',
  `%' escape '`,
  '/*',
  '*/ or true /*',
  '--',
  ';',
  `E'\\x27'`,
  `U&'\\0027 or true'`,
  '\u02bc or 1=1 --',
  '\uff07 or 1=1 --',
  '{a,"b}',
  '{"a": "b"}',
  '(1,2)',
  'null',
  'default',
  ':name',
  '::text',
  'current_user',
  'now()',
  '1e400',
  '-1',
  '\u0000',
  '\n; drop table accounts;\n',
);

/** What is longer loses its end on the way, so its mark comes first. */
const LONG = 100;

/** So many words that hold `mark`, which nothing in the database does. */
export function hostileWords(seed: number, count: number, mark: string): string[] {
  const place = fc.constantFrom('before', 'after', 'around');
  const piece = fc.oneof({ arbitrary: INJECTIONS, weight: 3 }, { arbitrary: hostile, weight: 1 });
  return fc.sample(fc.tuple(piece, place), { seed, numRuns: count }).map(([text, where], index) => {
    const own = `${mark}${index}`;
    if (where === 'before' || text.length > LONG) return `${own}${text}`;
    return where === 'after' ? `${text}${own}` : `${own}${text}${own}`;
  });
}

/** As many words in which nothing is special; some are addresses. */
export function plainWords(count: number, mark: string): string[] {
  return Array.from({ length: count }, (_, index) => `${mark}${index}${index % 3 === 0 ? '@mail.example' : ''}`);
}
