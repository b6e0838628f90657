import { emojiHtml } from './emoji-html.ts';
import { escapeHtml, linkHtml } from './escape-html.ts';
import { createPlaceholders, withoutMarks, wrapRuns } from './placeholders.ts';

/** The standard Markdown of a `markdown` block: headings, lists, quotes, tables, code, emphasis, links. */
export function markdownHtml(text: string): string {
  const lines = withoutMarks(text).replaceAll('\r\n', '\n').split('\n');
  const html: string[] = [];
  let at = 0;
  while (at < lines.length) {
    const taken = takeBlock(lines, at);
    html.push(taken.html);
    at = Math.max(taken.next, at + 1);
  }
  return html.join('');
}

interface Taken {
  html: string;
  next: number;
}

function takeBlock(lines: readonly string[], at: number): Taken {
  const line = lines[at] ?? '';
  const heading = /^(#{1,6})\s(.*)$/.exec(line);
  if (line.trim() === '') {
    return { html: '', next: at + 1 };
  }
  if (/^\s*```/.test(line)) {
    return takeFence(lines, at);
  }
  if (heading !== null) {
    const level = Math.min((heading[1] ?? '#').length + 2, 6);
    return { html: `<h${level}>${inlineHtml(headingText(heading[2] ?? ''))}</h${level}>`, next: at + 1 };
  }
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) {
    return { html: '<hr>', next: at + 1 };
  }
  if (isTableStart(lines, at)) {
    return takeTable(lines, at);
  }
  if (/^\s*>/.test(line)) {
    return takeWhile(lines, at, /^\s*> ?(.*)$/, (inner) => `<blockquote>${markdownHtml(inner)}</blockquote>`);
  }
  if (LIST_ITEM.test(line)) {
    return takeList(lines, at);
  }
  return takeParagraph(lines, at);
}

/** Marks that close a heading are no part of it. */
function headingText(rest: string): string {
  return rest
    .trim()
    .replace(/(?<!#)#+$/, '')
    .trimEnd();
}

const LIST_ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s(.*)$/;

function takeFence(lines: readonly string[], at: number): Taken {
  const end = lines.findIndex((line, index) => index > at && /^\s*```\s*$/.test(line));
  const last = end < 0 ? lines.length : end;
  return { html: `<pre>${escapeHtml(lines.slice(at + 1, last).join('\n'))}</pre>`, next: last + 1 };
}

function takeWhile(lines: readonly string[], at: number, pattern: RegExp, wrap: (inner: string) => string): Taken {
  const inner: string[] = [];
  let next = at;
  for (let match = pattern.exec(lines[next] ?? ''); match !== null && next < lines.length; ) {
    inner.push(match[1] ?? '');
    next += 1;
    match = pattern.exec(lines[next] ?? '');
  }
  return { html: wrap(inner.join('\n')), next };
}

function takeList(lines: readonly string[], at: number): Taken {
  const first = LIST_ITEM.exec(lines[at] ?? '');
  const tag = /\d/.test(first?.[2] ?? '') ? 'ol' : 'ul';
  let html = '';
  let next = at;
  for (let match = first; match !== null; match = LIST_ITEM.exec(lines[next] ?? '')) {
    if (/\d/.test(match[2] ?? '') !== (tag === 'ol')) {
      break;
    }
    const indent = Math.min(Math.floor((match[1] ?? '').length / 2), 5);
    html += `<li class="indent-${indent}">${taskHtml((match[3] ?? '').trimStart())}</li>`;
    next += 1;
  }
  return { html: `<${tag} class="rich">${html}</${tag}>`, next };
}

function taskHtml(text: string): string {
  const task = /^\[([ xX])\]\s(.*)$/.exec(text);
  return task === null ? inlineHtml(text) : `${task[1] === ' ' ? '☐' : '☑'} ${inlineHtml((task[2] ?? '').trimStart())}`;
}

function isTableStart(lines: readonly string[], at: number): boolean {
  const ruler = lines[at + 1] ?? '';
  return (lines[at] ?? '').includes('|') && ruler.includes('-') && /^[\s|:-]+$/.test(ruler);
}

function takeTable(lines: readonly string[], at: number): Taken {
  let next = at + 2;
  const rows: string[][] = [];
  while (next < lines.length && (lines[next] ?? '').includes('|')) {
    rows.push(cellsOf(lines[next] ?? ''));
    next += 1;
  }
  const head = cellsOf(lines[at] ?? '')
    .map((cell) => `<th scope="col">${inlineHtml(cell)}</th>`)
    .join('');
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${inlineHtml(cell)}</td>`).join('')}</tr>`).join('');
  return {
    html: `<div class="table-scroll"><table class="table"><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`,
    next,
  };
}

function cellsOf(line: string): string[] {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());
}

function takeParagraph(lines: readonly string[], at: number): Taken {
  let next = at + 1;
  while (next < lines.length && !startsBlock(lines, next)) {
    next += 1;
  }
  const html = lines.slice(at, next).map(inlineHtml).join('<br>');
  return { html: `<p>${html}</p>`, next };
}

function startsBlock(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  return line.trim() === '' || /^\s*(```|>|#{1,6}\s)/.test(line) || LIST_ITEM.test(line) || isTableStart(lines, at);
}

const INLINE =
  /`([^`\n]+)`|!?\[([^[\]\n]*)\]\(([^()\s]+)\)|:([a-z0-9_+-]{1,60}):|(https?:\/\/[^\s<>|`"]+[^\s<>|`".,;:!?)\]*_~])/g;

function inlineHtml(text: string): string {
  const kept = createPlaceholders();
  const marked = text.replace(INLINE, (whole, code, label, target, emoji, url) => {
    if (typeof code === 'string') {
      return kept.hide(`<code>${escapeHtml(code)}</code>`);
    }
    if (typeof target === 'string') {
      return kept.hide(linkHtml(target, inlineHtml(String(label))));
    }
    if (typeof emoji === 'string') {
      const html = emojiHtml(emoji);
      return html.startsWith('<') ? kept.hide(html) : whole;
    }
    return kept.hide(linkHtml(String(url), escapeHtml(String(url))));
  });
  let html = escapeHtml(marked);
  html = wrapRuns(html, '**', 'strong');
  html = wrapRuns(html, '*', 'em');
  html = wrapRuns(html, '_', 'em');
  html = wrapRuns(html, '~~', 's');
  return kept.restore(html);
}
