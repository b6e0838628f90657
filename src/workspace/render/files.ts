import type { StoredFile } from '../workspace-context.ts';
import { attributes, escapeHtml } from './escape-html.ts';

/** The files of a message, each to open as it is and to download. */
export function filesHtml(files: readonly StoredFile[]): string {
  const items = files.map(({ id, name, title, content }) => {
    const link = attributes({ class: 'file', href: `/files/${id}`, download: name });
    const size = `${Math.max(1, Math.round(Buffer.byteLength(content) / 1024))} kB`;
    return `<a${link}><b>${escapeHtml(title)}</b> <span class="dim">${escapeHtml(name)} · ${size}</span></a>`;
  });
  return items.length === 0 ? '' : `<div class="files">${items.join('')}</div>`;
}
