import { emojiHtml } from './emoji-html.ts';
import { decodeEntities, escapeHtml, linkHtml } from './escape-html.ts';
import { formatDate } from './format-date.ts';
import { createPlaceholders, type Placeholders, withoutMarks, wrapRuns } from './placeholders.ts';
import type { RenderContext } from './render-context.ts';

/** Slack's mrkdwn as HTML. Everything that is not markup is escaped; only http, https and mailto become links. */
export function mrkdwnHtml(text: string, context: RenderContext): string {
  const parts = withoutMarks(text).split(/```([\s\S]*?)```/g);
  return parts
    .map((part, index) => {
      if (index % 2 === 1) {
        return `<pre>${escapeHtml(decodeEntities(part.replace(/^\n|\n$/g, '')))}</pre>`;
      }
      const beforePre = index < parts.length - 1 ? part.replace(/\n$/, '') : part;
      return proseHtml(index > 0 ? beforePre.replace(/^\n/, '') : beforePre, context);
    })
    .join('');
}

/** plain_text: no markup besides emoji. */
export function plainTextHtml(text: string): string {
  return text
    .split(/:([a-z0-9_+-]{1,60}):/g)
    .map((part, index) => (index % 2 === 1 ? emojiHtml(part) : escapeHtml(part).replaceAll('\n', '<br>')))
    .join('');
}

function proseHtml(text: string, context: RenderContext): string {
  let html = '';
  let quote: string[] = [];
  let brNext = false;
  const flush = () => {
    if (quote.length > 0) {
      html += `<blockquote>${quote.join('<br>')}</blockquote>`;
      quote = [];
      brNext = false;
    }
  };
  for (const line of text === '' ? [] : text.split('\n')) {
    const quoted = /^(?:&gt;|>)(?!&gt;|>) ?(.*)$/.exec(line);
    if (quoted !== null) {
      quote.push(lineHtml(quoted[1] ?? '', context));
      continue;
    }
    flush();
    const item = /^(\s*)([•◦▪]|-|\d{1,3}\.) (.*)$/.exec(line);
    if (item === null) {
      html += (brNext ? '<br>' : '') + lineHtml(line, context);
      brNext = true;
    } else {
      const bullet = item[2] === '-' ? '•' : (item[2] ?? '•');
      const depth = (item[1] ?? '').length > 1 ? ' deep' : '';
      html += `<span class="item${depth}"><span class="bullet">${bullet}</span>${lineHtml((item[3] ?? '').trimStart(), context)}</span>`;
      brNext = false;
    }
  }
  flush();
  return html;
}

const TOKEN =
  /`([^`\n]+)`|<([^<>\n]+)>|:([a-z0-9_+-]{1,60}):|(https?:\/\/[^\s<>|`".,;:!?)\]*_~]+(?:[.,;:!?)\]*_~]+[^\s<>|`".,;:!?)\]*_~]+)*)/g;
/** A chart in characters. */
const BARS = /[▁-█]{2,}/g;

function lineHtml(line: string, context: RenderContext): string {
  const kept = createPlaceholders();
  const marked = line.replace(TOKEN, (whole, code, angle, emoji, url) => {
    if (typeof code === 'string') {
      return kept.hide(`<code>${escapeHtml(decodeEntities(code))}</code>`);
    }
    if (typeof angle === 'string') {
      return kept.hide(angleHtml(angle, context));
    }
    if (typeof emoji === 'string') {
      const html = emojiHtml(emoji);
      return html.startsWith('<') ? kept.hide(html) : whole;
    }
    return kept.hide(linkHtml(decodeEntities(String(url)), escapeHtml(decodeEntities(String(url)))));
  });
  return formatRuns(marked, kept);
}

function formatRuns(marked: string, kept: Placeholders): string {
  let html = escapeHtml(decodeEntities(marked));
  html = wrapRuns(html, '*', 'strong');
  html = wrapRuns(html, '_', 'em');
  html = wrapRuns(html, '~', 's');
  return kept.restore(html.replace(BARS, '<span class="bars">$&</span>'));
}

function angleHtml(token: string, context: RenderContext): string {
  const bar = token.indexOf('|');
  const target = bar < 0 ? token : token.slice(0, bar);
  const label = bar < 0 ? null : decodeEntities(token.slice(bar + 1));
  if (target.startsWith('@')) {
    return personHtml(target.slice(1), label, context);
  }
  if (target.startsWith('#')) {
    return channelHtml(target.slice(1), label, context);
  }
  if (target.startsWith('!')) {
    return specialHtml(target.slice(1), label, context);
  }
  const url = decodeEntities(target);
  return linkHtml(url, label === null ? escapeHtml(url.replace(/^mailto:/, '')) : plainTextHtml(label));
}

export function personHtml(id: string, label: string | null, context: RenderContext): string {
  return `<span class="mention">@${escapeHtml(context.nameOfPerson(id) ?? label ?? id)}</span>`;
}

export function channelHtml(id: string, label: string | null, context: RenderContext): string {
  const name = escapeHtml(context.nameOfChannel(id) ?? label ?? id);
  return `<a class="mention" href="/?channel=${encodeURIComponent(id)}" data-go>#${name}</a>`;
}

function specialHtml(token: string, label: string | null, context: RenderContext): string {
  const [name = '', argument = '', format = '', link = ''] = token.split('^');
  if (name === 'date') {
    const html = escapeHtml(dateText(argument, format, label, context));
    return link === '' ? `<time>${html}</time>` : linkHtml(decodeEntities(link), html);
  }
  if (name === 'subteam') {
    return `<span class="mention">@${escapeHtml(context.nameOfUsergroup(argument) ?? label ?? argument)}</span>`;
  }
  return `<span class="mention">@${escapeHtml(label ?? name)}</span>`;
}

export function dateText(seconds: string, format: string, fallback: string | null, context: RenderContext): string {
  const at = new Date(Number(seconds) * 1000);
  return seconds === '' || Number.isNaN(at.getTime()) ? (fallback ?? '') : formatDate(format, at, context);
}
