import { type Token, unowned } from './ask-tokens.ts';
import { type AccountView, type Intent, LONGEST_NAME } from './intent.ts';
import { matchPhrase, phrase } from './phrase.ts';

type About = AccountView | 'define';

const FELL =
  'drop|dropped|dropping|fall|fell|fallen|falling|decline|declined|declining|decrease|decreased|change|changed|changing|move|moved|rise|rose|risen|grow|grew|improve|improved|worsen|worsened|sink|crash|crashed';
const BAD = 'red|low|down|critical|unhealthy|warn|warning|bad|risky|dropping|falling|declining|high|healthy|up';
const SEATS = 'seats|seat|utilization|utilisation|usage|licenses|licences|use';
const SCORE = 'health|score|status|card|state|overview';

/** The forms in which one account is asked about, the more particular ones first. */
const FORMS: readonly (readonly [About, readonly string[]])[] = [
  [
    'define',
    [
      'define {name}',
      'explain term {name}',
      'what does {name} mean',
      'what is meant by {name}',
      'meaning|definition of {name}',
      'what is definition|meaning of {name}',
      'how is|are {name} calculated|computed|defined|measured',
      'how do|does you|we calculate|compute|define|measure {name}',
    ],
  ],
  [
    'why',
    [
      `why did|has|is|was|does {name} [score|health] [go|gone|going] ${FELL}|down|up [much|far|low] [recently|lately] [in] [last|this|past] [week]`,
      `why is|are|was {name} [health] [score] ${BAD}`,
      'why is|was {name} at risk',
      'why is|was {name} in trouble',
      'why {name}',
      'what happened to|with|at {name} [recently|lately] [last|this] [week]',
      'what has|did changed|change|happened for|at|with|to|in {name} [recently|lately] [last|this] [week]',
      'what changed for|at|with|in {name} [recently|lately] [last|this] [week]',
      'what is wrong with|at {name}',
      'explain {name} [score]',
      'reasons|reason for {name} [score]',
      'what costs|cost {name} points',
    ],
  ],
  [
    'history',
    [
      'history|trend|timeline|chart of|for {name}',
      '{name} history|trend|timeline|chart',
      `${SCORE} history|trend of|for {name}`,
      `{name} ${SCORE} history|trend`,
      'how has|did {name} [been] [doing|developed|changed|evolved|develop|change|evolve] over time',
      'how has|did {name} developed|evolved|develop|evolve',
      'history {name}',
    ],
  ],
  [
    'seats',
    [
      `[how] [is|are] ${SEATS} of|for|at|in {name}`,
      `what is ${SEATS} of|for|at|in {name}`,
      `{name} ${SEATS}`,
      'how many seats|licenses|people|users does|do|are|has {name} use|have|pay|need|using|active [for]',
      'how many seats|people|users use|uses|in|at {name}',
      'is|are {name} using [its|their] [all] seats|licenses',
      'how well|much does|do {name} use [its|their] seats|licenses|us|product',
      `${SEATS} {name}`,
    ],
  ],
  [
    'renewal',
    [
      'when does|do|will|is {name} renew|renewing|expire',
      'when is {name} [up] [for] renewal',
      '[when] [is] renewal of|for|at {name}',
      '[prepare] renewal talk|brief|conversation for|of|with|at {name}',
      '{name} renewal [brief|date|talk]',
      'prepare renewal of|for {name}',
    ],
  ],
  [
    'qbr',
    [
      '[prepare|make|create|build|write] qbr [pack|brief] for|of|on|with {name}',
      '[prepare|make|create|build] brief|review|pack for|of|on {name}',
      '[prepare] business|quarterly [business] review for|of|with {name}',
      '{name} qbr [pack|brief]',
      'qbr {name}',
    ],
  ],
  [
    'health',
    [
      'who owns|manages|handles {name}',
      'who looks after {name}',
      'who is owner|csm|responsible|am of|for {name}',
      'whose [account|customer] is {name}',
      'owner|csm of|for {name}',
      '{name} owner|csm',
      'how is|are {name} [health|score] [doing|going|looking|feeling]',
      'how {name} is|are [doing|going|looking]',
      'how does|do {name} look|do',
      'how healthy is|are {name}',
      'is|are {name} healthy|ok|okay|fine|risky|unhealthy|red|good|well',
      'is|are {name} at risk',
      'is|are {name} in trouble',
      'is|are {name} doing well|ok|okay|fine|badly',
      `[what] [is] ${SCORE}|summary|details|numbers of|for|on|about {name}`,
      `[what] [is] {name} ${SCORE} [score|status]`,
      `${SCORE} {name}`,
      'what is up|new|happening with|at {name}',
      'what is going on with|at {name}',
      'what|how about {name}',
      'about {name}',
      'what do we|you know about {name}',
      'anything on|about {name}',
    ],
  ],
];

const COMPILED = FORMS.map(([about, forms]) => ({ about, phrases: forms.map(phrase) }));

const BEFORE_NAMES = ['the', 'our', 'account', 'customer', 'client', 'company'];
const AFTER_NAMES = ['account', 'customer', 'client'];
/** Nobody is called that: a question about them is another one. */
const NO_NAMES = new Set(
  (
    'it|you|i|we|he|she|they|them|that|this|those|these|things|thing|everything|everybody|everyone|anything|nothing|life|' +
    'day|today|yesterday|tomorrow|week|month|quarter|year|weather|work|business|sky|world|time|news|team|people|person|' +
    'accounts|customers|clients|portfolio|seats|utilization|usage|health|score|scores|renewals|hello|hi|hey|thanks|yes|' +
    'no|ok|okay|test|please|president|ceo|joke|story|not|me|us|there|here|good|bad|and|or|but|so|what|who|why|how|when|where'
  ).split('|'),
);
/** With these first, several accounts are meant, or one of which we do not know. */
const NOT_FIRST = new Set('my|your|his|her|their|its|any|all|every|each|some|no|not|to|and|or|of|for|in'.split('|'));

/** They belong to a question: a name that has one of them has to stand in quotes. */
const NOT_INSIDE = new Set(
  (
    'how|what|who|why|when|where|which|whose|did|does|do|is|are|was|were|has|have|had|by|without|except|my|your|' +
    'last|next|week|month|quarter|year|accounts|previous|all|ignore|points|more|less|below|above'
  ).split('|'),
);

/** A question about one account, or about the meaning of a term; null: it has none of the known forms. */
export function accountQuestion(tokens: readonly Token[], by: 'role' | 'department' | null): Intent | null {
  if (by !== null) return seatsBy(tokens, by);
  for (const { about, phrases } of COMPILED) {
    for (const one of phrases) {
      const name = nameOf(matchPhrase(one, tokens) ?? [], about === 'define');
      if (name === null) continue;
      return about === 'define' ? { kind: 'define', term: name } : { kind: 'account', view: about, name };
    }
  }
  return bareName(tokens);
}

/** `seats for acme`, of which `by role` was taken out. */
function seatsBy(tokens: readonly Token[], by: 'role' | 'department'): Intent | null {
  const forms = COMPILED.find(({ about }) => about === 'seats')?.phrases ?? [];
  const named = [...forms, phrase('[show] [people|users|activity] [for|of|at|in] {name} [people|users|activity]')];
  for (const one of named) {
    const name = nameOf(matchPhrase(one, tokens) ?? [], false);
    if (name !== null) return { kind: 'account', view: by === 'role' ? 'seats_by_role' : 'seats_by_department', name };
  }
  return null;
}

/** One word, or words in quotes, and nothing else. */
function bareName(tokens: readonly Token[]): Intent | null {
  const name = tokens.length === 1 ? nameOf(tokens, false) : null;
  return name === null ? null : { kind: 'account', view: 'health', name };
}

function nameOf(found: readonly Token[], isTerm: boolean): string | null {
  const words = [...found];
  while (words.length > 1 && isOneOf(words[0], BEFORE_NAMES)) words.shift();
  while (words.length > 1 && isOneOf(words.at(-1), AFTER_NAMES)) words.pop();
  const [first] = words;
  if (first === undefined) return null;
  const known = !first.quoted && !isTerm;
  if (known && (NOT_FIRST.has(first.word) || words.every(({ word }) => NO_NAMES.has(unowned(word))))) return null;
  if (words.some(({ quoted, word }) => !quoted && (word.startsWith('<') || NOT_INSIDE.has(word)))) return null;
  const raw = words.map((one) => one.raw).join(' ');
  const name = (first.quoted ? raw : unowned(raw)).replaceAll('"', '').trim();
  return name === '' || name.length > LONGEST_NAME ? null : name;
}

function isOneOf(token: Token | undefined, words: readonly string[]): boolean {
  return token !== undefined && !token.quoted && words.includes(token.word);
}
