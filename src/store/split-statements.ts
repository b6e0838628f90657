/** What begins something in which a semicolon may stand that ends nothing, and such an end. */
const MARK = /--|\/\*|\be'|'|"|\$(?:[a-z_]\w{0,62})?\$|;/gi;
/** The rest of a string in which a backslash escapes. */
const ESCAPED = /(?:[^'\\]|\\[\s\S]|'')*/y;

/** The statements of a file of SQL in their order, each with the comments before it; comments alone are none. */
export function splitStatements(text: string): string[] {
  const statements: string[] = [];
  let [start, at, hasCode] = [0, 0, false];
  while (at <= text.length) {
    const mark = markFrom(text, at);
    hasCode ||= text.slice(at, mark.at).trim() !== '';
    if (mark.token === ';') {
      if (hasCode) statements.push(text.slice(start, mark.at).trim());
      [start, at, hasCode] = [mark.at + 1, mark.at + 1, false];
    } else {
      hasCode ||= mark.token !== '--' && mark.token !== '/*';
      at = endOf(text, mark);
    }
  }
  return statements;
}

interface Mark {
  readonly token: string;
  readonly at: number;
}

/** The next mark; the end of the text ends a statement as a semicolon does. */
function markFrom(text: string, at: number): Mark {
  MARK.lastIndex = at;
  const found = MARK.exec(text);
  return found === null ? { token: ';', at: text.length } : { token: found[0].toLowerCase(), at: found.index };
}

/** Where what a mark begins is over: the end of the text where nothing closes it. */
function endOf(text: string, { at, token }: Mark): number {
  const from = at + token.length;
  if (token === "e'") {
    ESCAPED.lastIndex = from;
    return Math.min(text.length, from + (ESCAPED.exec(text)?.[0].length ?? 0) + 1);
  }
  const closing = token === '--' ? '\n' : token === '/*' ? '*/' : text.slice(at, from);
  const closed = text.indexOf(closing, from);
  return closed < 0 ? text.length : closed + closing.length;
}
