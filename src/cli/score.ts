import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parseDefinition } from '../app/definition/definition-schema.ts';
import { schemaIssues } from '../app/definition/schema-issues.ts';
import { assess } from '../domain/assess.ts';
import { classicScores } from '../domain/classic.ts';
import { BALANCED, UTILIZATION_DEFAULTS } from '../domain/definition.ts';
import type { AccountFacts } from '../domain/facts.ts';
import { fleetFactor } from '../domain/health/fleet-factor.ts';
import { toPublished, toPublishedClassic } from '../domain/published.ts';
import { AppError, messageOf } from '../lib/errors.ts';
import { factsFileSchema } from './facts-schema.ts';

export interface ScoreIo {
  readonly stdin: () => Promise<string>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

const OK = 0;
const USAGE = 2;
const SHOWN_ISSUES = 20;
const ROWS_PER_WRITE = 500;
const USAGE_TEXT = 'Usage: cs-pulse score --facts FILE.json   (- reads standard input)';

/** Facts in, scores out, as a JSON array in the same order; no database. Resolves to the exit code: 0, or 2 for refused input. */
export async function scoreCommand(argv: string[], io: ScoreIo): Promise<number> {
  try {
    const { definition, accounts } = parseFacts(await readFacts(argv, io));
    writeArray(scorer(definition, accounts), io.out);
    return OK;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    io.err(`${error.message}\n`);
    return USAGE;
  }
}

async function readFacts(argv: string[], io: ScoreIo): Promise<string> {
  const path = factsPath(argv);
  if (path === '-') return io.stdin();
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new AppError('invalid', `--facts: ${path} cannot be read (${messageOf(error)}). Check the path.`);
  }
}

function factsPath(argv: string[]): string {
  try {
    const options = { facts: { type: 'string' }, json: { type: 'boolean' } } as const;
    const { values } = parseArgs({ args: argv, options });
    if (values.facts !== undefined && values.facts !== '') return values.facts;
  } catch (error) {
    throw new AppError('invalid', `${messageOf(error)}\n${USAGE_TEXT}`);
  }
  throw new AppError('invalid', `--facts is missing: name the file with the facts.\n${USAGE_TEXT}`);
}

function parseFacts(text: string): { definition: string | Record<string, unknown>; accounts: AccountFacts[] } {
  const result = factsFileSchema.safeParse(parseJson(text));
  if (result.success) return result.data;
  const issues = schemaIssues(result.error);
  const lines = issues.slice(0, SHOWN_ISSUES).map(({ path, message }) => `${path || 'input'}: ${message}`);
  if (issues.length > SHOWN_ISSUES) lines.push(`and ${issues.length - SHOWN_ISSUES} more`);
  throw new AppError('invalid', lines.join('\n'));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new AppError('invalid', `input: not valid JSON (${messageOf(error)}). Give one JSON object with "accounts".`);
  }
}

function* scorer(definition: string | Record<string, unknown>, accounts: readonly AccountFacts[]): Generator<object> {
  if (definition === 'classic' || definition === 'classic_mrr50') {
    for (const assessment of classicScores(accounts, definition)) yield toPublishedClassic(assessment);
    return;
  }
  const health = typeof definition === 'string' ? BALANCED : parseDefinition(definition);
  const options = { health, utilization: UTILIZATION_DEFAULTS, fleetFactor: fleetFactor(accounts, health) };
  for (const facts of accounts) yield toPublished(assess(facts, options));
}

// Written in slices: one string of every row would double the memory of a large portfolio.
function writeArray(rows: Iterable<object>, out: (text: string) => void): void {
  let pending: string[] = [];
  let separator = '[\n';
  for (const row of rows) {
    pending.push(JSON.stringify(row));
    if (pending.length < ROWS_PER_WRITE) continue;
    out(separator + pending.join(',\n'));
    [pending, separator] = [[], ',\n'];
  }
  if (pending.length > 0) out(separator + pending.join(',\n'));
  else if (separator === '[\n') out('[');
  out(separator === '[\n' && pending.length === 0 ? ']\n' : '\n]\n');
}
