// @ts-check
import { startCombos } from './combo.js';
import { startComposer } from './composer.js';
import { startDataTables } from './data-table.js';
import { around, find, findAll, parse, post, report, toast } from './dom.js';
import { fillDateTimes, startElements } from './elements.js';
import { showModal, startModal } from './modal.js';

/**
 * What the live stream says.
 * @typedef {object} News
 * @property {string} kind
 * @property {string} [start]
 * @property {string} [modal]
 * @property {string} [channel]
 * @property {string} [ts]
 * @property {string | null} [threadTs]
 * @property {boolean} [isNew]
 * @property {boolean} [isOwn]
 * @property {string} [html]
 * @property {string} [threadHtml]
 * @property {string} [dayHtml]
 * @property {string} [parentHtml]
 * @property {string} [countHtml]
 */

/** @type {Map<string, number>} */
const unread = new Map();

function openChannel() {
  return find('#pane')?.dataset.channel ?? '';
}

/**
 * Replaces a message by its ts, or adds it at the end.
 * @param {HTMLElement | null} list
 * @param {string} ts
 * @param {{ html: string, dayHtml: string, add: boolean }} news
 */
function place(list, ts, news) {
  const node = parse(news.html);
  if (list === null || node === null) {
    return;
  }
  const old = find(`[data-ts="${CSS.escape(ts)}"]`, list);
  if (old !== null) {
    old.replaceWith(node);
    return;
  }
  if (!news.add) {
    return;
  }
  find('.empty', list)?.remove();
  const atEnd = isAtEnd(list);
  const lastDay = findAll('.message', list).at(-1)?.dataset.day;
  const divider = news.dayHtml !== '' && lastDay !== node.dataset.day ? parse(news.dayHtml) : null;
  if (divider !== null) {
    list.append(divider);
  }
  list.append(node);
  node.classList.add('fresh');
  if (atEnd) {
    scrollToEnd(list);
  }
}

/** @param {HTMLElement} list */
function isAtEnd(list) {
  const box = list.parentElement;
  return box === null || box.scrollHeight - box.scrollTop - box.clientHeight < 160;
}

/** @param {HTMLElement} list */
function scrollToEnd(list) {
  const box = list.parentElement;
  if (box !== null) {
    box.scrollTop = box.scrollHeight;
  }
}

/** @param {News} news */
function onMessage(news) {
  const { channel = '', ts = '', threadTs = null } = news;
  const isHere = channel === openChannel() && find('#pane')?.dataset.home === undefined;
  const add = news.isNew === true;
  if (isHere && threadTs === null) {
    place(find('#messages'), ts, { html: news.html ?? '', dayHtml: news.dayHtml ?? '', add });
    if (news.isOwn && add) {
      const list = find('#messages');
      if (list !== null) {
        scrollToEnd(list);
      }
    }
  }
  const thread = find('#side')?.dataset.thread;
  if (isHere && thread !== undefined && (thread === threadTs || thread === ts)) {
    place(find('#thread-messages'), ts, { html: news.threadHtml ?? '', dayHtml: '', add: add && thread === threadTs });
  }
  onParent(news, isHere);
  if (!isHere && add && !news.isOwn) {
    count(channel);
  }
}

/**
 * The first message of a thread shows how many replies there are.
 * @param {News} news
 * @param {boolean} isHere
 */
function onParent(news, isHere) {
  const parent = isHere && news.parentHtml ? parse(news.parentHtml) : null;
  if (parent === null) {
    return;
  }
  place(find('#messages'), parent.dataset.ts ?? '', { html: news.parentHtml ?? '', dayHtml: '', add: false });
  if (find('#side')?.dataset.thread === news.threadTs) {
    const line = parse(news.countHtml ?? '');
    if (line !== null) {
      find('#thread-count')?.replaceWith(line);
    }
  }
}

/** @param {string} channel */
function count(channel) {
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

/** @param {News} news */
function onNews(news) {
  switch (news.kind) {
    case 'hello':
      onHello(news);
      break;
    case 'message':
      onMessage(news);
      break;
    case 'removed':
      for (const node of findAll(`.message[data-ts="${CSS.escape(news.ts ?? '')}"]`)) {
        node.remove();
      }
      onParent(news, news.channel === openChannel());
      break;
    case 'modal':
      showModal(news.html ?? '');
      break;
    case 'home':
      if (find('#pane')?.dataset.home !== undefined) {
        void load(location.search, false);
      }
      break;
    case 'channels':
      void load(location.search, false);
      break;
  }
}

let started = '';

/** @param {News} news */
function onHello(news) {
  if (started !== '' && started !== news.start) {
    location.reload();
    return;
  }
  if (started !== '') {
    void load(location.search, false);
    showModal(news.modal ?? '');
  } else if (news.modal) {
    // As in Slack, a reload leaves dialogs behind.
    const viewId = parse(news.modal)?.dataset.view;
    void post('close', { viewId, state: {}, all: true });
  }
  started = news.start ?? '';
}

/**
 * Shows another channel, thread or Home.
 * @param {string} search
 * @param {boolean} isNavigation
 */
async function load(search, isNavigation) {
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

function draftOf() {
  const area = find('#composer textarea');
  return area instanceof HTMLTextAreaElement ? { channel: openChannel(), text: area.value } : null;
}

/**
 * @param {number | null} top where the list was; null = go to its end
 * @param {{ channel: string, text: string } | null} draft
 */
function settle(top, draft) {
  const box = find('#pane .scroll');
  const side = find('#side .scroll');
  const isHome = find('#pane')?.dataset.home !== undefined;
  if (box !== null) {
    box.scrollTop = top ?? (isHome ? 0 : box.scrollHeight);
  }
  if (side !== null) {
    side.scrollTop = side.scrollHeight;
  }
  const area = find('#composer textarea');
  if (draft !== null && draft.channel === openChannel() && area instanceof HTMLTextAreaElement) {
    area.value = draft.text;
  }
  fillDateTimes();
  drawUnread();
}

/** Tells the app that its Home or Messages tab was opened. */
async function tellOpened() {
  const pane = find('#pane');
  const isHome = pane?.dataset.home !== undefined;
  if (isHome || find('#pane .tabs') !== null) {
    report(await post('home', { tab: isHome ? 'home' : 'messages' }));
  }
}

/** @param {MouseEvent} event */
function onClick(event) {
  const link = around(event, 'a[data-go]');
  const isPlain = !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0;
  if (link instanceof HTMLAnchorElement && isPlain) {
    event.preventDefault();
    history.pushState(null, '', link.href);
    void load(link.search, true).then(tellOpened);
    return;
  }
  if (around(event, '[data-drawer]') !== null) {
    document.body.classList.add('drawer');
    find('#sidebar a')?.focus();
  } else if (around(event, '[data-drawer-close]') !== null) {
    document.body.classList.remove('drawer');
  }
  const message = around(event, '.message');
  if (around(event, '[data-copy]') !== null) {
    void copy(message);
  }
  const { channel = '', ts = '' } = message?.dataset ?? {};
  if (around(event, '[data-dismiss]') !== null) {
    void post('dismiss', { channel, ts }).then(report);
  }
  const shortcut = around(event, '[data-shortcut]');
  if (shortcut !== null) {
    shortcut.closest('details')?.removeAttribute('open');
    const target = message === null ? null : { channel, ts };
    void post('shortcut', { callbackId: shortcut.dataset.shortcut, message: target }).then(report);
  }
}

/** @param {HTMLElement | null} message */
async function copy(message) {
  const text = message === null ? '' : (find('.blocks', message)?.innerText ?? '');
  try {
    await navigator.clipboard.writeText(text);
    toast('Copied.');
  } catch {
    toast('The browser did not allow copying.');
  }
}

function start() {
  startElements();
  startCombos();
  startComposer();
  startModal();
  startDataTables();
  document.addEventListener('click', onClick);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      document.body.classList.remove('drawer');
    }
  });
  addEventListener('popstate', () => void load(location.search, true));
  const stream = new EventSource('/page/events');
  stream.addEventListener('message', (event) => onNews(JSON.parse(event.data)));
  stream.addEventListener('error', () => document.body.classList.add('offline'));
  stream.addEventListener('open', () => document.body.classList.remove('offline'));
  if (location.hash === '') {
    settle(null, null);
  } else {
    find(location.hash.replace(/\./g, '\\.'))?.scrollIntoView();
  }
  void tellOpened();
}

start();
