import { readdirSync, readFileSync } from 'node:fs';
import { compileQuery } from '../../src/store/query-file.ts';

export interface FoundStatement {
  /** Below the folder of the repository. */
  readonly file: string;
  /** What only the running program knows, a table or a condition, is `$0`. */
  readonly text: string;
}

const ROOT = new URL('../../', import.meta.url);
const BEGINS =
  /^\s*(?:select|insert into|update|delete from|with|merge|copy|create|alter|drop|analyze|truncate|declare)\b/i;

/** Every statement that is written out in the TypeScript below a folder, and every read model of sql/queries. */
export function statementsInSource(folder = 'src'): FoundStatement[] {
  const sources = filesBelow(folder, '.ts').flatMap((file) =>
    literalsIn(readFileSync(new URL(file, ROOT), 'utf8'))
      .filter((text) => BEGINS.test(text))
      .map((text) => ({ file, text })),
  );
  const models = filesBelow('sql/queries', '.sql').map((file) => ({
    file,
    text: compileQuery(readFileSync(new URL(file, ROOT), 'utf8')).text,
  }));
  return [...sources, ...models];
}

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => `${folder}/${file}`)
    .sort();
}

/** The texts between quotes of a program, those within the gaps of others included. */
export function literalsIn(source: string): string[] {
  const found: string[] = [];
  readCode(source, 0, found, false);
  return found;
}

const SKIPPED = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|[`{}]/g;

/** Reads up to the end, or to the brace that closes a gap; the place behind it. */
function readCode(source: string, start: number, found: string[], inGap: boolean): number {
  let depth = 0;
  let at = start;
  for (;;) {
    SKIPPED.lastIndex = at;
    const token = SKIPPED.exec(source);
    if (token === null) return source.length;
    at = SKIPPED.lastIndex;
    if (token[0] === '`') at = readTemplate(source, at, found);
    else if (token[0] === '{') depth += 1;
    else if (token[0] === '}' && inGap && depth === 0) return at;
    else if (token[0] === '}') depth -= 1;
    else if (token[0].startsWith("'")) found.push(token[0].slice(1, -1));
  }
}

const PIECE = /\\[\s\S]|`|\$\{/g;

function readTemplate(source: string, start: number, found: string[]): number {
  let text = '';
  let at = start;
  for (;;) {
    PIECE.lastIndex = at;
    const piece = PIECE.exec(source);
    if (piece === null) return source.length;
    text += source.slice(at, piece.index);
    at = PIECE.lastIndex;
    if (piece[0] === '`') {
      found.push(text);
      return at;
    }
    if (piece[0] === '${') {
      text += '$0';
      at = readCode(source, at, found, true);
    } else text += piece[0];
  }
}
