import type { Arbitrary } from 'fast-check';
import { fc } from './fc.ts';

const words = fc.constantFrom(
  ...[
    'mine',
    'bottom',
    'why',
    'history',
    'define',
    'help',
    'today',
    'digest',
    'details',
    'acme',
    'megacorp',
    'quarter',
  ],
  ...['plan:Pro', 'owner:<@U0DANA|dana>', 'renews:&lt;90d', 'dropped:&gt;20', '__proto__', 'constructor', '"', '99'],
);

/** What somebody may type behind a command: words that mean something, and anything else. */
export const typedText: Arbitrary<string> = fc.oneof(
  fc.array(words, { maxLength: 4 }).map((parts) => parts.join(' ')),
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.tuple(words, fc.string({ unit: 'grapheme', maxLength: 60 })).map((parts) => parts.join(' ')),
);
