import { objectsOf, textOf } from '../json.ts';
import type { View } from '../workspace-context.ts';
import { blocksHtml } from './blocks.ts';
import { attributes, escapeHtml } from './escape-html.ts';
import type { RenderContext } from './render-context.ts';

/** The content of the modal dialog: the top view of the stack. */
export function modalHtml(view: View, context: RenderContext, depth: number): string {
  const title = escapeHtml(textOf(view.source['title']));
  const close = escapeHtml(textOf(view.source['close']) || 'Cancel');
  const submit = textOf(view.source['submit']);
  const back =
    depth > 1
      ? '<button type="button" class="icon-button" data-modal-close aria-label="Back"><span aria-hidden="true">‹</span></button>'
      : '';
  const body = blocksHtml(objectsOf(view.source['blocks']), { context, values: view.values, scope: view.id });
  const send = `<button type="submit" class="btn primary"${attributes({ disabled: view.source['submit_disabled'] === true })}>${escapeHtml(submit)}</button>`;
  return `<form class="modal-form" data-view="${escapeHtml(view.id)}" data-hash="${escapeHtml(view.hash)}" novalidate><header class="modal-head">${back}<h2 id="modal-title">${title}</h2><button type="button" class="icon-button" data-modal-close-all aria-label="Close"><span aria-hidden="true">✕</span></button></header><div class="modal-body blocks">${body}</div><footer class="modal-foot"><p class="error" role="alert" hidden></p><button type="button" class="btn" data-modal-close>${close}</button>${submit === '' ? '' : send}</footer></form>`;
}

/** The App Home of a person, or what stands there before the app has published one. */
export function homeHtml(view: View | null, context: RenderContext, appName: string): string {
  if (view === null) {
    return `<div class="empty"><p>Waiting for <b>${escapeHtml(appName)}</b> to publish its Home…</p><p class="dim">It is sent when the app answers “app_home_opened”.</p></div>`;
  }
  const body = blocksHtml(objectsOf(view.source['blocks']), { context, values: view.values, scope: view.id });
  return `<div class="home blocks" data-view="${escapeHtml(view.id)}">${body}</div>`;
}
