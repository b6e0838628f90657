// @ts-check
import { find, findAll, post, report, toast } from './dom.js';
import { fillDateTimes } from './elements.js';

/** @type {Map<string, number>} */
const unread = new Map();

export function openChannel() {
  return find('#pane')?.dataset.channel ?? '';
}

/** @param {string} channel */
export function count(channel) {
  unread.set(channel, (unread.get(channel) ?? 0) + 1);
  drawUnread();
}

function drawUnread() {
  const here = find('#pane')?.dataset.home === undefined ? openChannel() : '';
  unread.delete(here);
  for (const link of findAll('#sidebar a[data-channel]')) {
    const number = unread.get(link.dataset.channel ?? '') ?? 0;
    const badge = find('.unread', link);
    link.classList.toggle('has-unread', number > 0);
    if (badge !== null) {
      badge.hidden = number === 0;
      badge.textContent = String(number);
    }
  }
}

/**
 * Shows another channel, thread or Home.
 * @param {string} search
 * @param {boolean} isNavigation
 */
export async function load(search, isNavigation) {
  try {
    const response = await fetch(`/page/pane${search}`);
    /** @type {{ pane: string, sidebar: string }} */
    const { pane, sidebar } = await response.json();
    const top = find('#pane .scroll')?.scrollTop ?? 0;
    const channel = openChannel();
    const draft = draftOf();
    find('#pane')?.remove();
    find('#side')?.remove();
    find('.app')?.insertAdjacentHTML('beforeend', pane);
    const nav = find('#sidebar');
    if (nav !== null) {
      nav.innerHTML = sidebar;
    }
    settle(channel === openChannel() ? top : null, draft);
    if (isNavigation) {
      document.body.classList.remove('drawer');
      find(find('#side:not([hidden])') === null ? '#composer textarea' : '#side textarea')?.focus({
        preventScroll: true,
      });
    }
  } catch {
    toast('The local workspace is not running. Start it again with “npm run demo”.');
  }
}

/** Lists conversations again; what is being typed stays as it is. */
export async function refreshSidebar() {
  const response = await fetch(`/page/pane${location.search}`);
  /** @type {{ sidebar: string }} */
  const { sidebar } = await response.json();
  const nav = find('#sidebar');
  if (nav !== null) {
    nav.innerHTML = sidebar;
    drawUnread();
  }
}

function draftOf() {
  const area = find('#composer textarea');
  return area instanceof HTMLTextAreaElement ? { channel: openChannel(), text: area.value } : null;
}

/**
 * Where a list shows its newest message: at its end, or at the message's beginning when it is taller than the window.
 * @param {HTMLElement} box
 */
function newestTop(box) {
  const newest = findAll('.message', box).at(-1);
  if (newest === undefined || newest.offsetHeight <= box.clientHeight) {
    return box.scrollHeight;
  }
  return box.scrollTop + newest.getBoundingClientRect().top - box.getBoundingClientRect().top;
}

/**
 * @param {number | null} top where the list was; null = go to the newest message
 * @param {{ channel: string, text: string } | null} draft
 */
export function settle(top, draft) {
  const box = find('#pane .scroll');
  const side = find('#side .scroll');
  const isHome = find('#pane')?.dataset.home !== undefined;
  if (box !== null) {
    box.scrollTop = top ?? (isHome ? 0 : newestTop(box));
  }
  if (side !== null) {
    side.scrollTop = newestTop(side);
  }
  const area = find('#composer textarea');
  if (draft !== null && draft.channel === openChannel() && area instanceof HTMLTextAreaElement) {
    area.value = draft.text;
  }
  fillDateTimes();
  drawUnread();
}

/** Tells the app that its Home or Messages tab was opened. */
export async function tellOpened() {
  const pane = find('#pane');
  const isHome = pane?.dataset.home !== undefined;
  if (isHome || find('#pane .tabs') !== null) {
    report(await post('home', { tab: isHome ? 'home' : 'messages' }));
  }
}
