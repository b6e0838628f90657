import { escapeHtml } from './escape-html.ts';

const COLORS = ['#3867d6', '#0b8a6f', '#b8456b', '#8a5a00', '#6b4fbb', '#a83f1c', '#24748a', '#4f6f1f'];

/** A person's picture: initials on a colour, as SVG so that no style attribute is needed. */
export function avatarHtml(person: { name: string; color: string | null; isBot: boolean }): string {
  const color = person.color !== null && /^#[0-9a-f]{6}$/i.test(person.color) ? person.color : colorOf(person.name);
  const mark = person.isBot
    ? '<path d="M6 19h6l3-8 5 15 4-11 2 4h4" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/>'
    : `<text x="18" y="23" text-anchor="middle" fill="#fff" font-size="15" font-weight="700">${escapeHtml(initials(person.name))}</text>`;
  return `<svg class="avatar" viewBox="0 0 36 36" aria-hidden="true"><rect width="36" height="36" rx="8" fill="${color}"/>${mark}</svg>`;
}

function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter((word) => word !== '');
  const letters = words.slice(0, 2).map((word) => [...word][0] ?? '');
  return letters.join('').toUpperCase() || '?';
}

function colorOf(name: string): string {
  const sum = [...name].reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0);
  return COLORS[sum % COLORS.length] ?? '#3867d6';
}
