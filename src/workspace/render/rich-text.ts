import { type JsonObject, objectOf, objectsOf, stringOf } from '../json.ts';
import { emojiHtml } from './emoji-html.ts';
import { escapeHtml, linkHtml } from './escape-html.ts';
import { channelHtml, dateText, personHtml } from './mrkdwn.ts';
import type { RenderContext } from './render-context.ts';

const STYLE_TAGS: readonly (readonly [string, string])[] = [
  ['code', 'code'],
  ['strike', 's'],
  ['italic', 'em'],
  ['bold', 'strong'],
  ['underline', 'u'],
];

/** A `rich_text` block (or cell): its containers, one after the other. */
export function richTextHtml(block: JsonObject, context: RenderContext): string {
  let html = '';
  let open = '';
  for (const element of objectsOf(block['elements'])) {
    const kind = element['type'] === 'rich_text_list' ? listTag(element) : '';
    if (kind !== open || kind === '') {
      html += open === '' ? '' : `</${open}>`;
      html += kind === '' ? '' : `<${kind} class="rich">`;
      open = kind;
    }
    html += kind === '' ? containerHtml(element, context) : itemsHtml(element, context);
  }
  return html + (open === '' ? '' : `</${open}>`);
}

function containerHtml(element: JsonObject, context: RenderContext): string {
  const inner = leavesHtml(element, context);
  switch (element['type']) {
    case 'rich_text_section':
      return `<div class="rich">${inner}</div>`;
    case 'rich_text_quote':
      return `<blockquote>${inner}</blockquote>`;
    case 'rich_text_preformatted':
      return `<pre>${objectsOf(element['elements'])
        .map((leaf) => escapeHtml(stringOf(leaf['text']) || stringOf(leaf['url'])))
        .join('')}</pre>`;
    default:
      return '';
  }
}

function listTag(list: JsonObject): string {
  return list['style'] === 'ordered' ? 'ol' : 'ul';
}

function itemsHtml(list: JsonObject, context: RenderContext): string {
  const indent = typeof list['indent'] === 'number' ? Math.min(Math.max(Math.trunc(list['indent']), 0), 5) : 0;
  return objectsOf(list['elements'])
    .map((item) => `<li class="indent-${indent}">${leavesHtml(item, context)}</li>`)
    .join('');
}

function leavesHtml(element: JsonObject, context: RenderContext): string {
  return objectsOf(element['elements'])
    .map((leaf) => styled(leafHtml(leaf, context), objectOf(leaf['style'])))
    .join('');
}

function leafHtml(leaf: JsonObject, context: RenderContext): string {
  switch (leaf['type']) {
    case 'text':
      return escapeHtml(stringOf(leaf['text'])).replaceAll('\n', '<br>');
    case 'link': {
      const url = stringOf(leaf['url']);
      return linkHtml(url, escapeHtml(stringOf(leaf['text']) || url));
    }
    case 'emoji':
      return emojiHtml(stringOf(leaf['name']));
    case 'user':
      return personHtml(stringOf(leaf['user_id']), null, context);
    case 'channel':
      return channelHtml(stringOf(leaf['channel_id']), null, context);
    case 'usergroup': {
      const id = stringOf(leaf['usergroup_id']);
      return `<span class="mention">@${escapeHtml(context.nameOfUsergroup(id) ?? id)}</span>`;
    }
    case 'broadcast':
      return `<span class="mention">@${escapeHtml(stringOf(leaf['range']))}</span>`;
    case 'color':
      return `<code>${escapeHtml(stringOf(leaf['value']))}</code>`;
    case 'date':
      return `<time>${escapeHtml(
        dateText(String(leaf['timestamp'] ?? ''), stringOf(leaf['format']), stringOf(leaf['fallback']), context),
      )}</time>`;
    default:
      return '';
  }
}

function styled(html: string, style: JsonObject): string {
  return STYLE_TAGS.reduce((inner, [name, tag]) => (style[name] === true ? `<${tag}>${inner}</${tag}>` : inner), html);
}
