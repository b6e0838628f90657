import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const SECURITY = read('SECURITY.md');
const SCOPES = read('docs/scopes.md');
const { oauth_config: oauth, settings } = parse(read('manifest.yml'));

/** Files that a paper links to and that are not there, and headings likewise. */
function deadLinks(paper: string, text: string): string[] {
  return [...text.matchAll(/\]\(([^)#\s]+)(?:#([^)\s]+))?\)/g)].flatMap(([, path = '', anchor]) => {
    const file = join(dirname(paper), path);
    if (/^https?:/.test(path)) return [];
    if (!existsSync(join(ROOT, file))) return [file];
    const headings = [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, words = '']) => words.toLowerCase());
    return anchor === undefined || headings.some((words) => words.replaceAll(' ', '-') === anchor) ? [] : [anchor];
  });
}

/** First column of each table's rows, by table. */
function firstColumns(text: string): string[][] {
  const tables = text.split(/\n(?!\|)/).filter((part) => part.startsWith('|') || part.includes('\n|'));
  return tables.map((table) => [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name = '']) => name));
}

describe('SECURITY.md', () => {
  const rows = [...SECURITY.matchAll(/^\| (T\d+) \|(.*)\|$/gm)];

  it('has a line for each threat, with a test that is there', () => {
    expect(rows.map(([, name]) => name)).toEqual(Array.from({ length: 16 }, (_, index) => `T${index + 1}`));
    for (const [, , line = ''] of rows) expect(line).toMatch(/\]\(test\/[\w/-]+\.test\.ts\)/);
    expect(deadLinks('SECURITY.md', SECURITY)).toEqual([]);
  });

  it('would be refused with a test or a heading that is not there', () => {
    expect(deadLinks('SECURITY.md', '[x](test/none.test.ts) [y](docs/operations.md#no-such-heading)')).toEqual([
      'test/none.test.ts',
      'no-such-heading',
    ]);
  });
});

describe('docs/scopes.md', () => {
  const named = firstColumns(SCOPES).flat();

  it('explains exactly the scopes of the manifest, the optional ones apart', () => {
    const optional: readonly string[] = oauth.scopes.bot_optional;
    const [needed, refusable] = SCOPES.split('May be refused');
    expect(named).toEqual(oauth.scopes.bot);
    expect(firstColumns(refusable ?? '').flat()).toEqual(optional);
    expect(firstColumns(needed ?? '').flat()).toEqual(
      oauth.scopes.bot.filter((one: string) => !optional.includes(one)),
    );
    expect(oauth.scopes.user).toBeUndefined();
  });

  it('names exactly the events of the manifest', () => {
    const [, events = ''] = SCOPES.split('Events: ');
    const listed = [...events.matchAll(/`([a-z_.]+)`/g)].map(([, name]) => name);
    expect(listed.sort()).toEqual([...settings.event_subscriptions.bot_events].sort());
  });

  it('would be noticed without a line', () => {
    const cut = SCOPES.replace(/^\| `files:write`.*\n/m, '');
    expect(firstColumns(cut).flat()).not.toEqual(oauth.scopes.bot);
    expect(deadLinks('docs/scopes.md', '[m](../manifest.yaml)')).toEqual(['manifest.yaml']);
    expect(deadLinks('docs/scopes.md', SCOPES)).toEqual([]);
  });
});
