import { type JsonObject, objectOf, stringOf, textOf } from '../json.ts';
import { initialState } from '../outgoing/state-values.ts';
import { attributes } from './escape-html.ts';
import { mrkdwnHtml, plainTextHtml } from './mrkdwn.ts';
import type { RenderContext } from './render-context.ts';

export interface ElementPlace {
  context: RenderContext;
  blockId: string;
  /** `state.values` of the view or message the element is in. */
  values: JsonObject;
  /** Makes ids unique on the page. */
  scope: string;
  /** In an input block: says nothing to the app before submit (unless dispatch_action). */
  quiet: boolean;
  /** Label for assistive technology when no visible label points here. */
  label: string;
}

/** What the script needs to report the element. */
export function elementAttributes(element: JsonObject, place: ElementPlace): string {
  return attributes({
    'data-el': stringOf(element['type']),
    'data-block-id': place.blockId,
    'data-action-id': stringOf(element['action_id']),
    'data-quiet': place.quiet,
    'data-confirm': element['confirm'] === undefined ? null : confirmData(objectOf(element['confirm']), place.context),
  });
}

export function controlId(element: JsonObject, place: ElementPlace): string {
  return `c-${place.scope}-${place.blockId}-${stringOf(element['action_id'])}`.replace(/[^\w.-]/g, '_');
}

/** The state value an element shows now: what the browser reported last, else where it starts. */
export function shownState(element: JsonObject, place: ElementPlace): JsonObject {
  const reported = objectOf(place.values[place.blockId])[stringOf(element['action_id'])];
  return reported === undefined ? initialState(element) : objectOf(reported);
}

function confirmData(confirm: JsonObject, context: RenderContext): string {
  const text = objectOf(confirm['text']);
  return JSON.stringify({
    title: textOf(confirm['title']) || 'Are you sure?',
    html: text['type'] === 'mrkdwn' ? mrkdwnHtml(textOf(text), context) : plainTextHtml(textOf(text)),
    confirm: textOf(confirm['confirm']) || 'Yes',
    deny: textOf(confirm['deny']) || 'Cancel',
    danger: confirm['style'] === 'danger',
  });
}
