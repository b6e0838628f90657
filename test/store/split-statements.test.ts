import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { splitStatements } from '../../src/store/split-statements.ts';

const FOLDER = new URL('../../sql/migrations/', import.meta.url);

describe('statements of a file', () => {
  it.each([
    ['one', 'select 1', ['select 1']],
    [
      'two, with a comment before each',
      '-- a;\nselect 1;\n/* b; */ select 2;\n-- end',
      ['-- a;\nselect 1', '/* b; */ select 2'],
    ],
    [
      'semicolons in strings',
      `select ';', 'it''s;', e'\\';' ; select 2`,
      [`select ';', 'it''s;', e'\\';'`, 'select 2'],
    ],
    ['semicolons in names', 'select ";" ; select 2', ['select ";"', 'select 2']],
    [
      'semicolons in bodies',
      'do $$ begin; end $$; do $x$ $$; $x$; select $1; select $2',
      ['do $$ begin; end $$', 'do $x$ $$; $x$', 'select $1', 'select $2'],
    ],
    ['what nobody closes', `select 1; select e'a`, ['select 1', `select e'a`]],
    ['nothing', ' ;;-- only words;\n; ', []],
  ])('%s', (_, text, statements) => {
    expect(splitStatements(text)).toEqual(statements);
  });

  it('keeps every letter of every migration that is not a semicolon or space between statements', () => {
    const bare = (text: string) => text.replace(/[;\s]/g, '');
    for (const file of readdirSync(FOLDER)) {
      const text = readFileSync(new URL(file, FOLDER), 'utf8');
      const parts = splitStatements(text);
      expect(bare(parts.join('')), file).toBe(bare(text));
      for (const part of parts)
        expect(part, file).toMatch(
          /^(--[^\n]*\n\s*)*(create|alter|drop|insert|update|delete|do|with|select|comment)\b/i,
        );
    }
  });
});
