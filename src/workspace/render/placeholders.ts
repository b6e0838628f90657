/**
 * Keeps finished HTML out of the way while the text around it is escaped and formatted: a piece is put aside under a
 * private-use mark and put back at the end. The marks are removed from the input first, so text cannot forge one.
 */
export interface Placeholders {
  hide: (html: string) => string;
  restore: (text: string) => string;
}

const OPEN = '\u{E000}';
const CLOSE = '\u{E001}';
const MARK = /\u{E000}(\d+)\u{E001}/gu;

export function createPlaceholders(): Placeholders {
  const pieces: string[] = [];
  const restore = (text: string): string =>
    text.replace(MARK, (_mark, index: string) => restore(pieces[Number(index)] ?? ''));
  return {
    hide: (html) => `${OPEN}${pieces.push(html) - 1}${CLOSE}`,
    restore,
  };
}

export function withoutMarks(text: string): string {
  return text.replace(/[\u{E000}\u{E001}]/gu, '');
}

const RUNS = {
  '*': runPattern('*'),
  _: runPattern('_'),
  '~': runPattern('~'),
  '**': runPattern('**'),
  '~~': runPattern('~~'),
};

/** Wraps `mark…mark` runs that stand on word borders; a run that would cut a tag in two is left as typed. */
export function wrapRuns(text: string, mark: keyof typeof RUNS, tag: string): string {
  if (!text.includes(mark)) {
    return text;
  }
  return text.replace(RUNS[mark], (whole, inner: string) =>
    inner === '' || !balanced(inner) ? whole : `<${tag}>${inner}</${tag}>`,
  );
}

function runPattern(mark: string): RegExp {
  const whole = mark.replace(/\*/g, '\\$&');
  const single = mark.slice(0, 1).replace('*', '\\*');
  const inner = `(?![\\s${single}])([^\\n]{0,3000}?)(?<![\\s${single}])`;
  return new RegExp(`(?<![\\p{L}\\p{N}${single}])${whole}${inner}${whole}(?![\\p{L}\\p{N}${single}])`, 'gu');
}

function balanced(html: string): boolean {
  const open: string[] = [];
  for (const [, slash, name] of html.matchAll(/<(\/?)([a-z]+)>/g)) {
    if (slash === '') {
      open.push(name ?? '');
    } else if (open.pop() !== name) {
      return false;
    }
  }
  return open.length === 0;
}
