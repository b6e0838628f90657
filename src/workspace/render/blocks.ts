import { elementsOf } from '../blocks/elements-of.ts';
import { isObject, type JsonObject, objectOf, objectsOf, stringOf, textOf } from '../json.ts';
import { chartHtml } from './chart.ts';
import { elementHtml, unsupportedHtml } from './element.ts';
import { controlId, type ElementPlace } from './element-place.ts';
import { attributes, escapeHtml, linkHtml, safeUrl } from './escape-html.ts';
import { markdownHtml } from './markdown.ts';
import { mrkdwnHtml, plainTextHtml } from './mrkdwn.ts';
import type { RenderContext } from './render-context.ts';
import { richTextHtml } from './rich-text.ts';
import { dataTableHtml, tableHtml } from './table.ts';

export interface BlocksPlace {
  context: RenderContext;
  values: JsonObject;
  scope: string;
}

/** Blocks as HTML, one after the other; a kind that is not known shows as a box that says so. */
export function blocksHtml(blocks: readonly JsonObject[], place: BlocksPlace): string {
  return blocks.map((block) => blockHtml(block, place)).join('');
}

function blockHtml(block: JsonObject, place: BlocksPlace): string {
  const { context } = place;
  switch (block['type']) {
    case 'header':
      return headerHtml(block);
    case 'section':
      return sectionHtml(block, place);
    case 'context':
      return `<div class="context">${objectsOf(block['elements'])
        .map((element) => (element['type'] === 'image' ? imageHtml(element, 'tiny') : textHtml(element, context)))
        .map((html) => `<span>${html}</span>`)
        .join('')}</div>`;
    case 'divider':
      return '<hr>';
    case 'actions':
    case 'context_actions':
      return `<div class="actions">${elementsHtml(block, place)}</div>`;
    case 'image':
      return `<figure class="image">${captionHtml(block)}${imageHtml(block, 'large')}</figure>`;
    case 'input':
      return inputHtml(block, place);
    case 'rich_text':
      return `<div class="rich-text">${richTextHtml(block, context)}</div>`;
    case 'markdown':
      return `<div class="markdown">${markdownHtml(stringOf(block['text']))}</div>`;
    case 'table':
      return tableHtml(block, context);
    case 'data_table':
      return dataTableHtml(block, context);
    case 'data_visualization':
      return chartHtml(block);
    case 'card':
      return cardHtml(block, place);
    case 'carousel':
      return `<div class="carousel" tabindex="0" role="region" aria-label="Cards">${blocksHtml(objectsOf(block['elements']), place)}</div>`;
    case 'alert':
      return alertHtml(block, context);
    case 'container':
      return containerHtml(block, place);
    case 'video':
      return '';
    default:
      return unsupportedHtml(stringOf(block['type']), 'block');
  }
}

/** A text object of either kind. */
export function textHtml(value: unknown, context: RenderContext): string {
  const text = objectOf(value);
  return text['type'] === 'mrkdwn' ? mrkdwnHtml(textOf(text), context) : plainTextHtml(textOf(text));
}

function headerHtml(block: JsonObject): string {
  const level = typeof block['level'] === 'number' ? Math.min(Math.max(Math.trunc(block['level']), 1), 4) : 1;
  return `<h${level + 2} class="header level-${level}">${plainTextHtml(textOf(block['text']))}</h${level + 2}>`;
}

function sectionHtml(block: JsonObject, place: BlocksPlace): string {
  const text = block['text'] === undefined ? '' : `<div class="text">${textHtml(block['text'], place.context)}</div>`;
  const fields = objectsOf(block['fields']).map((field) => `<div>${textHtml(field, place.context)}</div>`);
  const body = `<div class="body">${text}${fields.length === 0 ? '' : `<div class="fields">${fields.join('')}</div>`}</div>`;
  const accessory = objectOf(block['accessory']);
  const side = accessory['type'] === 'image' ? imageHtml(accessory, 'thumb') : elementsHtml(block, place);
  return `<div class="section">${body}${side === '' ? '' : `<div class="accessory">${side}</div>`}</div>`;
}

function elementsHtml(block: JsonObject, place: BlocksPlace): string {
  return elementsOf(block)
    .map((element) => elementHtml(element, elementPlace(block, place)))
    .join('');
}

function elementPlace(block: JsonObject, place: BlocksPlace): ElementPlace {
  return { ...place, blockId: stringOf(block['block_id']), quiet: false, label: '' };
}

const GROUPS = new Set(['checkboxes', 'radio_buttons']);

function inputHtml(block: JsonObject, place: BlocksPlace): string {
  const element = objectOf(block['element']);
  const label = textOf(block['label']);
  const isGroup = GROUPS.has(stringOf(element['type']));
  const inner: ElementPlace = {
    ...elementPlace(block, place),
    quiet: block['dispatch_action'] !== true,
    label: isGroup ? label : '',
  };
  const optional = block['optional'] === true ? ' <span class="dim">(optional)</span>' : '';
  const hint = block['hint'] === undefined ? '' : `<p class="hint">${plainTextHtml(textOf(block['hint']))}</p>`;
  const name = isGroup
    ? `<div class="label" aria-hidden="true">${escapeHtml(label)}${optional}</div>`
    : `<label class="label" for="${escapeHtml(controlId(element, inner))}">${escapeHtml(label)}${optional}</label>`;
  return `<div class="field"${attributes({ 'data-field': inner.blockId })}>${name}${elementHtml(element, inner)}<p class="error" role="alert" hidden></p>${hint}</div>`;
}

function captionHtml(block: JsonObject): string {
  return block['title'] === undefined ? '' : `<figcaption>${plainTextHtml(textOf(block['title']))}</figcaption>`;
}

/** Pictures of other hosts are not loaded here: the alt text and a link stand for them. */
function imageHtml(image: JsonObject, size: 'tiny' | 'thumb' | 'large'): string {
  const alt = escapeHtml(stringOf(image['alt_text']));
  const url = safeUrl(stringOf(image['image_url']));
  const box = `<span class="picture ${size}" role="img" aria-label="${alt}" title="${alt}">${size === 'large' ? `🖼 ${alt}` : '🖼'}</span>`;
  return url === null || size === 'tiny' ? box : linkHtml(url, box);
}

function cardHtml(block: JsonObject, place: BlocksPlace): string {
  const part = (name: string, tag: string, wrap: string) =>
    block[name] === undefined ? '' : `<${tag} class="${wrap}">${textHtml(block[name], place.context)}</${tag}>`;
  const icon = isObject(block['icon']) ? imageHtml(block['icon'], 'tiny') : '';
  const hero = isObject(block['hero_image']) ? imageHtml(block['hero_image'], 'large') : '';
  const buttons = elementsHtml(block, place);
  return `<div class="card">${hero}<div class="card-head">${icon}<div>${part('title', 'div', 'card-title')}${part('subtitle', 'div', 'dim')}</div></div>${part('body', 'div', 'card-body')}${buttons === '' ? '' : `<div class="actions">${buttons}</div>`}</div>`;
}

const ALERT_ICONS: Readonly<Record<string, string>> = { info: 'ℹ️', warning: '⚠️', error: '⛔', success: '✅' };

function alertHtml(block: JsonObject, context: RenderContext): string {
  const level = stringOf(block['level']);
  const icon = Object.hasOwn(ALERT_ICONS, level) ? ALERT_ICONS[level] : undefined;
  return `<div class="alert ${icon === undefined ? 'default' : level}" role="note">${icon === undefined ? '' : `<span aria-hidden="true">${icon}</span>`}<div>${textHtml(block['text'], context)}</div></div>`;
}

function containerHtml(block: JsonObject, place: BlocksPlace): string {
  const title = isObject(block['rich_text_title'])
    ? richTextHtml(block['rich_text_title'], place.context)
    : plainTextHtml(textOf(block['title']));
  const subtitle =
    block['subtitle'] === undefined ? '' : `<div class="dim">${textHtml(block['subtitle'], place.context)}</div>`;
  const head = `<div class="container-title">${title}</div>${subtitle}`;
  const body = `<div class="container-body">${blocksHtml(objectsOf(block['child_blocks']), place)}</div>`;
  return block['is_collapsible'] === true
    ? `<details class="container"${attributes({ open: block['default_collapsed'] !== true })}><summary>${head}</summary>${body}</details>`
    : `<section class="container">${head}${body}</section>`;
}
