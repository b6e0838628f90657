// @ts-check
import { around, find, findAll, post, report } from './dom.js';

/**
 * @typedef {string | string[] | null} Raw
 * @typedef {Record<string, Record<string, Raw>>} State
 * @typedef {{ viewId: string } | { channel: string, ts: string }} Container
 */

const PRESSED = new Set(['button', 'workflow_button', 'icon_button', 'feedback_buttons', 'overflow']);
const TYPED = new Set([
  'plain_text_input',
  'rich_text_input',
  'email_text_input',
  'url_text_input',
  'number_input',
  'external_select',
  'multi_external_select',
]);

/**
 * The message or view around an element.
 * @param {HTMLElement} element
 * @returns {{ name: Container, root: HTMLElement } | null}
 */
export function containerOf(element) {
  const root = element.closest('[data-view], .message');
  if (!(root instanceof HTMLElement)) {
    return null;
  }
  const { view, channel = '', ts = '' } = root.dataset;
  return { root, name: view === undefined ? { channel, ts } : { viewId: view } };
}

/**
 * What a control holds now.
 * @param {HTMLElement} element
 * @returns {Raw}
 */
export function rawOf(element) {
  const kind = element.dataset.el ?? '';
  if (kind === 'external_select') {
    return element.dataset.value || null;
  }
  if (kind === 'multi_external_select') {
    return findAll('.chip', element).map((chip) => chip.dataset.value ?? '');
  }
  const chosen = /** @type {HTMLInputElement[]} */ (findAll('input:checked', element)).map((input) => input.value);
  if (kind === 'radio_buttons') {
    return chosen[0] ?? null;
  }
  if (kind === 'checkboxes' || kind.startsWith('multi_')) {
    return chosen;
  }
  if (kind === 'datetimepicker' && element instanceof HTMLInputElement) {
    return element.value === '' ? null : String(Math.floor(new Date(element.value).getTime() / 1000));
  }
  return 'value' in element && typeof element.value === 'string' ? element.value : null;
}

/**
 * All values of a message or view.
 * @param {HTMLElement} root
 * @returns {State}
 */
export function stateOf(root) {
  /** @type {State} */
  const state = {};
  for (const element of findAll('[data-el]', root)) {
    const { el = '', blockId = '', actionId = '' } = element.dataset;
    if (!PRESSED.has(el)) {
      state[blockId] = { ...state[blockId], [actionId]: rawOf(element) };
    }
  }
  return state;
}

/**
 * Tells the app that an element was used.
 * @param {HTMLElement} element
 * @param {Raw} raw
 */
export async function act(element, raw) {
  const container = containerOf(element);
  if (container === null || element.getAttribute('aria-busy') === 'true') {
    return;
  }
  if (element.dataset.confirm !== undefined && !(await confirmed(element.dataset.confirm))) {
    return;
  }
  element.setAttribute('aria-busy', 'true');
  const { blockId = '', actionId = '' } = element.dataset;
  const request = { container: container.name, blockId, actionId, raw, state: stateOf(container.root) };
  report(await post('act', request));
  element.removeAttribute('aria-busy');
}

/**
 * Shows the confirmation that an element asks for.
 * @param {string} data
 * @returns {Promise<boolean>}
 */
function confirmed(data) {
  /** @type {{ title: string, html: string, confirm: string, deny: string, danger: boolean }} */
  const words = JSON.parse(data);
  const dialog = find('#confirm');
  if (!(dialog instanceof HTMLDialogElement)) {
    return Promise.resolve(true);
  }
  dialog.innerHTML = `<form method="dialog" class="modal-form"><header class="modal-head"><h2 id="confirm-title"></h2></header><div class="modal-body">${words.html}</div><footer class="modal-foot"><button value="no" class="btn"></button><button value="yes" class="btn ${words.danger ? 'danger' : 'primary'}"></button></footer></form>`;
  const [deny, confirm] = findAll('.modal-foot .btn', dialog);
  /** @type {[HTMLElement | null | undefined, string][]} */
  const texts = [
    [find('#confirm-title', dialog), words.title],
    [deny, words.deny],
    [confirm, words.confirm],
  ];
  for (const [node, text] of texts) {
    if (node) {
      node.textContent = text;
    }
  }
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}

/** @param {Event} event */
function onClick(event) {
  const element = around(event, '[data-el]');
  if (element !== null && PRESSED.has(element.dataset.el ?? '')) {
    element.closest('details.popup')?.removeAttribute('open');
    void act(element, element.dataset.raw ?? null);
  }
  for (const popup of document.querySelectorAll('details.popup[open]')) {
    if (!(event.target instanceof Node && popup.contains(event.target))) {
      popup.removeAttribute('open');
    }
  }
}

/**
 * A panel that would end below the visible messages opens upwards.
 * @param {Event} event
 */
function onToggle(event) {
  const popup = event.target;
  if (!(popup instanceof HTMLDetailsElement) || !popup.open) {
    return;
  }
  const [scroll, panel] = [popup.closest('.scroll'), find('.panel', popup)];
  if (scroll === null || panel === null) {
    return;
  }
  popup.classList.remove('up');
  const room = scroll.getBoundingClientRect();
  const box = popup.getBoundingClientRect();
  const isBelow = panel.getBoundingClientRect().bottom > room.bottom;
  popup.classList.toggle('up', isBelow && box.top - room.top > panel.offsetHeight);
}

/** @param {Event} event */
function onChange(event) {
  const element = around(event, '[data-el]');
  const kind = element?.dataset.el ?? '';
  if (element === null || PRESSED.has(kind)) {
    return;
  }
  showChosen(element);
  if (element.dataset.quiet === undefined && !TYPED.has(kind)) {
    void act(element, rawOf(element));
  }
}

/** @param {HTMLElement} element */
function showChosen(element) {
  const summary = element.matches('.checklist') ? find('summary', element) : null;
  if (summary !== null) {
    const names = findAll('label:has(input:checked)', element).map((label) => label.textContent?.trim() ?? '');
    summary.textContent = names.join(', ') || (summary.dataset.placeholder ?? '');
  }
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const element = around(event, '[data-el]');
  if (event.key === 'Escape') {
    const popup = document.querySelector('details.popup[open]');
    if (popup !== null) {
      popup.removeAttribute('open');
      find('summary', popup)?.focus();
      event.preventDefault();
    }
  }
  const isLine = element instanceof HTMLInputElement && TYPED.has(element.dataset.el ?? '');
  if (event.key === 'Enter' && isLine && element.dataset.quiet === undefined) {
    event.preventDefault();
    void act(element, rawOf(element));
  }
}

/** Date and time boxes show the reader's own zone. */
export function fillDateTimes() {
  for (const input of findAll('input[data-unix]')) {
    const unix = Number(input.dataset.unix);
    if (input instanceof HTMLInputElement && input.value === '' && unix > 0) {
      const at = new Date(unix * 1000);
      input.value = new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
    }
  }
}

export function startElements() {
  document.addEventListener('click', onClick);
  // A toggle does not bubble.
  document.addEventListener('toggle', onToggle, true);
  document.addEventListener('change', onChange);
  document.addEventListener('keydown', onKey);
}
