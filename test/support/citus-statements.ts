import type { Layout } from './citus-rules.ts';

const KEY = 'account_id';
/** What only the running program knows may be any table. */
const UNKNOWN = '$0';
const NOISE = /--[^\n]*|\/\*[\s\S]*?\*\/|'[^']*'/g;
/** What stands where an alias might. */
const NO_ALIAS = '(?!(?:join|left|right|full|cross|inner|on|using|where|set|order|group|limit|for|union)\\b)';
const TABLE = new RegExp(
  `(?<!distinct )\\b(?:from|join|into|update|using|copy|analyze)\\s+(\\w+|\\$0)(?:\\s+(?:as\\s+)?${NO_ALIAS}(\\w+))?`,
  'g',
);

const UNSTABLE =
  /\b(?:now|clock_timestamp|transaction_timestamp|statement_timestamp|random|gen_random_uuid)\s*\(|\bcurrent_/;
const VOLATILE = /\b(?:clock_timestamp|random|gen_random_uuid|nextval)\s*\(/;

/** Goes to one worker, where everything is allowed. */
const OF_ONE_ACCOUNT = /\baccount_id = \$\d/;

interface Statement {
  readonly text: string;
  /** Names and aliases of distributed tables, and of tables that may be. */
  readonly names: ReadonlySet<string>;
}

interface Rule {
  readonly says: string;
  readonly isBroken: (statement: Statement) => boolean;
}

const RULES: readonly Rule[] = [
  { says: 'holds more than one statement', isBroken: ({ text }) => /;\s*\S/.test(text) },
  { says: 'locks rows for change in several shards', isBroken: locksRows },
  {
    says: 'calls a function that is not immutable in "do update set"',
    isBroken: ({ text }) => UNSTABLE.test(text.match(/\bdo update set\b([\s\S]*?)(?:\breturning\b|$)/)?.[1] ?? ''),
  },
  {
    says: 'calls a volatile function in a change',
    isBroken: ({ text }) => /\b(?:update \w+|delete from)\b/.test(text) && VOLATILE.test(text),
  },
  {
    says: `changes ${KEY}`,
    isBroken: ({ text }) => new RegExp(`\\bset\\s(?:[^;]*,)?\\s*${KEY}\\s*=`).test(setsOf(text)),
  },
  {
    says: 'is of a kind that Citus has not got',
    isBroken: ({ text }) =>
      /\bmerge into\b|\bgrouping sets\b|\b(?:rollup|cube)\s*\(|\btablesample\b|\bwith recursive\b/.test(text),
  },
  { says: 'looks up each by itself', isBroken: looksUpEach },
  {
    says: 'finds rows of several shards by their place',
    isBroken: ({ text }) => /\bwhere\s+(?:\w+\.)?ctid\b/.test(text) && !/\bctid = \$1::tid and\b/.test(text),
  },
];

function setsOf(text: string): string {
  return [...text.matchAll(/\bset\s[\s\S]*?(?=\bfrom\b|\bwhere\b|\breturning\b|$)/g)].map(([set]) => set).join('\n');
}

function locksRows({ names, text }: Statement): boolean {
  if (OF_ONE_ACCOUNT.test(text)) return false;
  return [...text.matchAll(/\bfor (?:no key update|update|key share|share)\b(?: of (\w+))?/g)].some(([, of]) =>
    of === undefined ? names.size > 0 : names.has(of),
  );
}

// What the driver of a lateral join is made of decides: rows of a distributed table take theirs along to each worker.
function looksUpEach({ names, text }: Statement): boolean {
  if (OF_ONE_ACCOUNT.test(text) || !/\bfrom unnest\(|^\s*with\b/.test(text)) return false;
  return lateralsIn(text).some((body) => [...body.matchAll(TABLE)].some(([, table = '']) => names.has(table)));
}

/** What stands between the brackets of each lateral subquery. */
function lateralsIn(text: string): string[] {
  return [...text.matchAll(/\blateral \(/g)].map(({ 0: opening, index }) => {
    const start = index + opening.length;
    let depth = 1;
    let end = start;
    for (; end < text.length && depth > 0; end += 1) depth += text[end] === '(' ? 1 : text[end] === ')' ? -1 : 0;
    return text.slice(start, end);
  });
}

/** What Citus would refuse, or do wrongly, of one statement; nothing where no distributed table is in it. */
export function statementProblems(text: string, { places }: Layout): string[] {
  const plain = text.replace(NOISE, ' ').toLowerCase().replace(/\s+/g, ' ');
  const named = [...plain.matchAll(TABLE)].filter(
    ([, table = '']) => table === UNKNOWN || places.get(table) === 'distributed',
  );
  if (named.length === 0) return [];
  const statement = { text: plain, names: new Set(named.flatMap(([, table = '', alias]) => [table, alias ?? table])) };
  return RULES.filter((rule) => rule.isBroken(statement)).map((rule) => rule.says);
}
