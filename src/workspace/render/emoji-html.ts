import { emojiOf } from './emoji.ts';
import { escapeHtml } from './escape-html.ts';

/** An emoji by its short name; an unknown one stays as typed. */
export function emojiHtml(name: string): string {
  const character = emojiOf(name);
  const label = escapeHtml(name.replaceAll('_', ' '));
  return character === null
    ? escapeHtml(`:${name}:`)
    : `<span class="emoji" role="img" aria-label="${label}">${character}</span>`;
}
