// @ts-check
import { startCombos } from './combo.js';
import { startComposer } from './composer.js';
import { startDataTables } from './data-table.js';
import { around, find, findAll, parse, post, report, toast } from './dom.js';
import { startElements } from './elements.js';
import { showModal, startModal } from './modal.js';
import { count, load, openChannel, refreshSidebar, settle, tellOpened } from './navigation.js';

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
  // What only the reader sees answers them, wherever they have scrolled to.
  if (atEnd || node.classList.contains('ephemeral')) {
    follow(list, node);
  }
}

/** @param {HTMLElement} list */
function isAtEnd(list) {
  const box = list.parentElement;
  return box === null || box.scrollHeight - box.scrollTop - box.clientHeight < 160;
}

/**
 * Keeps the newest message in sight: its end, or its beginning when it is taller than the window.
 * @param {HTMLElement} list
 * @param {HTMLElement} node
 */
function follow(list, node) {
  const room = list.parentElement?.clientHeight ?? 0;
  if (node.offsetHeight > room) {
    node.scrollIntoView({ block: 'start' });
  } else {
    scrollToEnd(list);
  }
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
      void refreshSidebar();
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
