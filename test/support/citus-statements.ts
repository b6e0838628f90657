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
    says: 'changes what is not distributed by what is',
    isBroken: ({ names, text }) =>
      [...text.matchAll(/(?:^|\( )\s*(?:update|delete from) (\w+)/g)].some(([, table = '']) => !names.has(table)),
  },
  {
    // Citus passes such rows on, and cannot say of what type they are.
    says: 'takes no column of what is not distributed',
    isBroken: ({ names, text }) =>
      [...text.matchAll(/\bselect from (\w+)(?! ?\()\b/g)].some(([, table = '']) => !names.has(table)),
  },
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

// A row of a distributed table is looked up beside by its worker; one of a given list, or of a list that is cut off, has
// no worker.
function looksUpEach({ names, text }: Statement): boolean {
  if (OF_ONE_ACCOUNT.test(text)) return false;
  const spread = new Set([...names, ...spreadNames(text, names)]);
  return lateralsIn(text).some((body) => {
    const own = new Set([...body.matchAll(TABLE)].flatMap(([, table = '', alias]) => [table, alias ?? table]));
    if (![...own].some((table) => names.has(table))) return false;
    const others = [...body.matchAll(/\b([a-z_]\w*)\.\w/g)].flatMap(([, name = '']) => (own.has(name) ? [] : [name]));
    return others.length === 0 || others.some((name) => !spread.has(name));
  });
}

/** Names and aliases of parts of a statement that are made of rows of distributed tables, wherever these are. */
function spreadNames(text: string, names: ReadonlySet<string>): string[] {
  const parts = [...text.matchAll(/\b(\w+) as (?:not materialized |materialized )?\(/g)].flatMap(
    ({ 0: opening, 1: name = '', index }) => {
      const body = bracketed(text, index + opening.length);
      const isSpread = [...body.matchAll(TABLE)].some(([, table = '']) => names.has(table)) && !/\blimit\b/.test(body);
      return isSpread ? [name] : [];
    },
  );
  return [...text.matchAll(TABLE)].flatMap(([, table = '', alias]) =>
    parts.includes(table) ? [table, alias ?? table] : [],
  );
}

/** What stands between the brackets of each lateral subquery. */
function lateralsIn(text: string): string[] {
  return [...text.matchAll(/\blateral \(/g)].map(({ 0: opening, index }) => bracketed(text, index + opening.length));
}

/** What stands from a place behind a bracket to the one that closes it. */
function bracketed(text: string, start: number): string {
  let depth = 1;
  let end = start;
  for (; end < text.length && depth > 0; end += 1) depth += text[end] === '(' ? 1 : text[end] === ')' ? -1 : 0;
  return text.slice(start, end);
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
