/** What may hold a semicolon that ends nothing: strings, quoted names, comments, and bodies between dollar signs. */
const TOKEN =
  /\be'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)|'[^']*(?:'|$)|"[^"]*(?:"|$)|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|(\$(?:[a-z_]\w*)?\$)[\s\S]*?(?:\1|$)|;/gi;
const COMMENT = /--[^\n]*|\/\*[\s\S]*?\*\//g;

/** The statements of a file of SQL in their order, each with the comments before it; comments alone are none. */
export function splitStatements(text: string): string[] {
  const ends = [...text.matchAll(TOKEN)].flatMap((token) => (token[0] === ';' ? [token.index] : []));
  const starts = [0, ...ends.map((end) => end + 1)];
  return starts
    .map((start, place) => text.slice(start, ends[place]).trim())
    .filter((statement) => statement.replace(COMMENT, '').trim() !== '');
}
