import { readdirSync, readFileSync } from 'node:fs';

/** Names of exported functions in source text whose result is of one of the types, or a list of them. */
export function rendererNames(source: string, types: readonly string[]): string[] {
  return source.split(/^export /m).flatMap((exported) => {
    const name = /^function (\w+)/.exec(exported)?.[1];
    const result = /\): ([^{}\n]+) \{\n/.exec(exported)?.[1]?.replace(/^readonly |\[\]$/g, '');
    return name !== undefined && result !== undefined && types.includes(result) ? [name] : [];
  });
}

/** The same over all files of a folder, given from the root. */
export function renderersIn(folder: string, types: readonly string[]): string[] {
  const root = new URL(`../../${folder}/`, import.meta.url);
  const files = readdirSync(root).filter((name) => name.endsWith('.ts'));
  return files.flatMap((name) => rendererNames(readFileSync(new URL(name, root), 'utf8'), types)).sort();
}
