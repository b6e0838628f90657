import { accountQuestion } from './account-questions.ts';
import { type Token, tokensOf } from './ask-tokens.ts';
import type { Intent } from './intent.ts';
import { listQuestion } from './list-question.ts';
import { saidIn } from './said.ts';

const MOST_TOKENS = 60;

/** What comes before a question and says nothing; longer ones first. */
const OPENINGS = [
  'i would like to',
  'would you mind',
  'do you know',
  'good morning',
  'good afternoon',
  'i want to',
  'i need to',
  'can you',
  'could you',
  'would you',
  'will you',
  'can i',
  'could i',
  'may i',
  'let me',
  'help me',
  'pull up',
  'look up',
  'give me',
  'show me',
  'tell me',
  'get me',
  'give us',
  'show us',
  'tell us',
  'hey',
  'hi',
  'hello',
  'yo',
  'ok',
  'okay',
  'so',
  'and',
  'well',
  'also',
  'please',
  'pls',
  'plz',
  'kindly',
  'quickly',
  'know',
  'see',
  'show',
  'display',
  'list',
  'give',
  'tell',
  'find',
  'get',
  'check',
  'fetch',
].map((one) => one.split(' '));

const CLOSINGS = [
  'thanks a lot',
  'thank you',
  'right now',
  'at the moment',
  'for me',
  'for us',
  'please',
  'pls',
  'plz',
  'thanks',
  'thx',
  'cheers',
  'today',
  'now',
  'currently',
  'atm',
  'again',
  'then',
].map((one) => one.split(' '));

/**
 * What a question in English means, from its words alone; null when it has none of the known forms. Any text is taken,
 * and what cannot be answered as it was asked is not understood rather than answered otherwise.
 */
export function understand(text: string): Intent | null {
  const tokens = tokensOf(text);
  if (tokens.length === 0 || tokens.length > MOST_TOKENS) return null;
  const asked = withoutOpenings(tokens);
  // What comes last may be the question itself: `what is new today`.
  for (let core: readonly Token[] | null = asked; core !== null; core = withoutClosing(core)) {
    const intent = listIntent(core);
    if (intent !== null) return intent;
  }
  const core = withoutClosings(asked);
  return core.length === 0 ? { kind: 'help' } : aboutAccount(core);
}

function listIntent(tokens: readonly Token[]): Intent | null {
  const said = tokens.length === 0 ? null : saidIn(tokens);
  return said === null ? null : listQuestion(said);
}

function aboutAccount(tokens: readonly Token[]): Intent | null {
  const at = tokens.findIndex(
    ({ quoted, word }, index) => !quoted && word === 'by' && groupOf(tokens[index + 1]) !== null,
  );
  if (at === -1) return accountQuestion(tokens, null);
  const rest = [...tokens.slice(0, at), ...tokens.slice(at + 2)];
  return accountQuestion(withoutClosings(rest), groupOf(tokens[at + 1]));
}

function groupOf(token: Token | undefined): 'role' | 'department' | null {
  if (token?.word === 'role' || token?.word === 'roles') return 'role';
  return token?.word === 'department' || token?.word === 'departments' ? 'department' : null;
}

function withoutOpenings(tokens: readonly Token[]): readonly Token[] {
  let rest = tokens;
  for (;;) {
    const opening = OPENINGS.find((words) => startsWith(rest, words));
    if (opening === undefined) return rest;
    rest = rest.slice(opening.length);
  }
}

function withoutClosings(tokens: readonly Token[]): readonly Token[] {
  const shorter = withoutClosing(tokens);
  return shorter === null ? tokens : withoutClosings(shorter);
}

/** Without one of the last words that say nothing; null where there is none. */
function withoutClosing(tokens: readonly Token[]): readonly Token[] | null {
  const closing = CLOSINGS.find((words) => startsWith(tokens.slice(-words.length), words));
  return closing === undefined ? null : tokens.slice(0, -closing.length);
}

function startsWith(tokens: readonly Token[], words: readonly string[]): boolean {
  return words.every((word, index) => tokens[index]?.word === word && !tokens[index].quoted);
}
