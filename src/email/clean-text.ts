/** The longest subject of a draft, in code points. */
export const MAX_SUBJECT = 200;
/** The longest body of a draft, in UTF-16 units; what is beyond does not leave. */
export const MAX_BODY = 2_000;

/** Code points that show nothing or reorder what is shown: controls, bidi, zero-width, tags, half surrogates. */
function isHidden(code: number): boolean {
  return (
    code < 0x20 ||
    (code >= 0x7f && code <= 0x9f) ||
    code === 0xad ||
    code === 0x34f ||
    code === 0x61c ||
    code === 0x180e ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x206f) ||
    (code >= 0xd800 && code <= 0xdfff) ||
    code === 0xfeff ||
    (code >= 0xfff9 && code <= 0xfffb) ||
    (code >= 0xe0000 && code <= 0xe0fff)
  );
}

/** Line breaks, tabs and letters that are drawn as a blank. */
function isBlank(code: number): boolean {
  return (
    (code >= 0x09 && code <= 0x0d) ||
    [0x20, 0x85, 0xa0, 0x115f, 0x1160, 0x2028, 0x2029, 0x202f, 0x205f, 0x2800, 0x3000, 0x3164, 0xffa0].includes(code) ||
    (code >= 0x2000 && code <= 0x200a)
  );
}

/** One visible line: hidden characters out, blanks joined; reads no more than `max` code points of it. */
function oneLine(text: string, max: number): string {
  const out: string[] = [];
  let blank = false;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (isBlank(code)) {
      blank = out.length > 0;
      continue;
    }
    if (isHidden(code)) continue;
    if (out.length + (blank ? 1 : 0) >= max) {
      return `${out
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`;
    }
    if (blank) out.push(' ');
    blank = false;
    out.push(character);
  }
  return out.join('');
}

/**
 * A name or a subject that somebody else wrote, fit to stand in a sentence: one line, at most `max` code points.
 * Angle brackets and URL schemes go, so that no mail or chat program makes a link or a mention of it.
 * Empty when nothing visible is left.
 */
export function cleanName(text: string, max = 60): string {
  return oneLine(text, max).replaceAll('<', '‹').replaceAll('>', '›').replaceAll('://', ' ');
}

/** Subject and body as they may leave: subject one line of at most 200 code points, body 2,000 UTF-16 units. */
export function cleanDraft({ subject, body }: { readonly subject: string; readonly body: string }): {
  readonly subject: string;
  readonly body: string;
} {
  const lines: string[] = [];
  let left = MAX_BODY;
  for (const line of body.slice(0, 4 * MAX_BODY).split(/\r\n|[\n\r\u2028\u2029]/)) {
    if (left <= 0) break;
    const clean = clipUnits(oneLine(line, MAX_BODY), left);
    lines.push(clean);
    left -= clean.length + 1;
  }
  return { subject: oneLine(subject, MAX_SUBJECT), body: lines.join('\n').trim() };
}

/** The longest start of a text that fits `max` UTF-16 units without half a character. */
function clipUnits(text: string, max: number): string {
  if (text.length <= max) return text;
  const code = text.charCodeAt(max - 1);
  return text.slice(0, code >= 0xd800 && code <= 0xdbff ? max - 1 : max);
}

/**
 * A text as a reader takes it in, for comparing and judging, not for sending: nothing hidden, one spelling per
 * character, one thousands separator.
 */
export function readableText(text: string): string {
  let visible = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (isBlank(code) || !isHidden(code)) visible += character;
  }
  return visible.replace(/(\d)[\u00a0\u2009\u202f'’](?=\d{3}(?!\d))/g, '$1,').normalize('NFKC');
}
