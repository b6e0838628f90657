import type { Context } from '../../src/app/context.ts';
import { updateEpisodes } from '../../src/app/episodes/update-episodes.ts';
import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { addDays } from '../../src/domain/day.ts';
import { GOLDEN, insertRecipePortfolio } from './portfolio.ts';

/** The five recipe accounts, scored on some days before the golden one and on it, with the alerts of those days. */
export async function scoredRecipes(ctx: Context, earlier: readonly number[] = [28, 21, 14, 7, 1]): Promise<void> {
  const { as_of: day } = GOLDEN;
  await insertRecipePortfolio(ctx.db, day);
  for (const ago of [...earlier, 0]) {
    const on = addDays(day, -ago);
    await snapshotScores({ ctx, input: { day: on } });
    await updateEpisodes({ ctx, input: { day: on } });
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

/** What a reader sees of markup, in one line. */
export function textOf(markup: string): string {
  return markup
    .replace(/<wbr>|<span class="unit">([^<]*)<\/span>/g, '$1')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/\s+/g, ' ')
    .trim();
}

/** The cells of a table's rows, by the id of its caption. */
export function bodyRows(page: string, caption: string): string[][] {
  const from = page.indexOf(`<caption id="${caption}"`);
  const body = page.slice(page.indexOf('<tbody>', from), page.indexOf('</tbody>', from));
  return body
    .split('<tr>')
    .slice(1)
    .map((row) => [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => textOf(cell)));
}

/** Rows of a CSV without quoted fields, by the names of its columns. */
export function csvRows(csv: string): Record<string, string>[] {
  const [header = '', ...lines] = csv.trimEnd().split('\r\n');
  const names = header.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, index) => [names[index] ?? '', value])));
}
