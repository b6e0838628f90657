// @ts-check
import { around, find, findAll, post } from './dom.js';
import { act, containerOf, rawOf } from './elements.js';

const WAIT_MS = 180;
/** @type {WeakMap<HTMLElement, number>} */
const asked = new WeakMap();

/** @param {Event} event */
function onInput(event) {
  const combo = around(event, '.combo');
  if (combo === null || !(event.target instanceof HTMLInputElement)) {
    return;
  }
  if (combo.dataset.multi === undefined) {
    combo.dataset.value = '';
  }
  ask(combo, event.target.value);
}

/**
 * Asks the app for options once the typing rests; only the newest answer is shown.
 * @param {HTMLElement} combo
 * @param {string} query
 */
function ask(combo, query) {
  const turn = (asked.get(combo) ?? 0) + 1;
  asked.set(combo, turn);
  if ([...query].length < Number(combo.dataset.min ?? 3)) {
    hide(combo);
    return;
  }
  setTimeout(async () => {
    const container = containerOf(combo);
    if (asked.get(combo) !== turn || container === null) {
      return;
    }
    note(combo, 'Searching…');
    const { blockId = '', actionId = '' } = combo.dataset;
    const answer = await post('options', { container: container.name, blockId, actionId, query });
    if (asked.get(combo) === turn) {
      show(combo, answer);
    }
  }, WAIT_MS);
}

/**
 * @param {HTMLElement} combo
 * @param {import('./dom.js').Answer} answer
 */
function show(combo, answer) {
  const list = find('[role="listbox"]', combo);
  const groups = answer.groups ?? [];
  if (list === null || !answer.ok || groups.every((group) => group.options.length === 0)) {
    note(combo, answer.message ?? 'No results');
    return;
  }
  list.replaceChildren(...groups.flatMap((group, index) => groupItems(list.id, group, index)));
  list.hidden = false;
  find('input', combo)?.setAttribute('aria-expanded', 'true');
  mark(combo, 0);
}

/**
 * @param {string} listId
 * @param {{ label: string | null, options: import('./dom.js').Option[] }} group
 * @param {number} index
 */
function groupItems(listId, group, index) {
  const items = group.options.map((option, at) => {
    const item = document.createElement('li');
    item.setAttribute('role', 'option');
    item.id = `${listId}-${index}-${at}`;
    item.dataset.value = option.value;
    item.textContent = option.text.text;
    if (option.description) {
      const small = document.createElement('small');
      small.textContent = option.description.text;
      item.append(small);
    }
    item.dataset.label = option.text.text;
    return item;
  });
  if (group.label === null) {
    return items;
  }
  const label = document.createElement('li');
  label.className = 'group-label';
  label.setAttribute('role', 'presentation');
  label.textContent = group.label;
  return [label, ...items];
}

/**
 * @param {HTMLElement} combo
 * @param {string} text
 */
function note(combo, text) {
  const list = find('[role="listbox"]', combo);
  if (list !== null) {
    const item = document.createElement('li');
    item.className = 'dim note';
    item.textContent = text;
    list.replaceChildren(item);
    list.hidden = false;
  }
}

/** @param {HTMLElement} combo */
function hide(combo) {
  const list = find('[role="listbox"]', combo);
  if (list !== null) {
    list.hidden = true;
  }
  find('input', combo)?.setAttribute('aria-expanded', 'false');
}

/**
 * @param {HTMLElement} combo
 * @param {number} index
 */
function mark(combo, index) {
  const items = findAll('[role="option"]', combo);
  const at = items.length === 0 ? -1 : (index + items.length) % items.length;
  items.forEach((item, position) => {
    item.setAttribute('aria-selected', String(position === at));
  });
  const item = items[at];
  if (item) {
    find('input', combo)?.setAttribute('aria-activedescendant', item.id);
    item.scrollIntoView({ block: 'nearest' });
  }
}

/**
 * @param {HTMLElement} combo
 * @param {HTMLElement} item
 */
function choose(combo, item) {
  const input = find('input', combo);
  if (!(input instanceof HTMLInputElement)) {
    return;
  }
  if (combo.dataset.multi === undefined) {
    combo.dataset.value = item.dataset.value ?? '';
    input.value = item.dataset.label ?? '';
  } else {
    const chip = document.createElement('button');
    chip.type = 'button';
    chip.className = 'chip';
    chip.dataset.value = item.dataset.value ?? '';
    chip.textContent = `${item.dataset.label ?? ''} ×`;
    find('.chips', combo)?.append(chip);
    input.value = '';
  }
  hide(combo);
  tell(combo);
}

/** @param {HTMLElement} combo */
function tell(combo) {
  if (combo.dataset.quiet === undefined) {
    void act(combo, rawOf(combo));
  }
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const combo = around(event, '.combo');
  const list = combo === null ? null : find('[role="listbox"]', combo);
  if (combo === null || list === null || list.hidden) {
    return;
  }
  const items = findAll('[role="option"]', combo);
  const at = items.findIndex((item) => item.getAttribute('aria-selected') === 'true');
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const chosen = items[at];
  if (step !== undefined) {
    mark(combo, at + step);
  } else if (event.key === 'Enter' && chosen) {
    choose(combo, chosen);
  } else if (event.key === 'Escape') {
    hide(combo);
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

/** @param {Event} event */
function onPress(event) {
  const item = around(event, '.combo [role="option"]');
  const combo = around(event, '.combo');
  const chip = around(event, '.chip');
  if (combo !== null && item !== null) {
    event.preventDefault();
    choose(combo, item);
  } else if (combo !== null && chip !== null) {
    chip.remove();
    tell(combo);
  }
}

/** @param {FocusEvent} event */
function onFocus(event) {
  const combo = around(event, '.combo');
  if (combo !== null && combo.dataset.min === '0' && event.target instanceof HTMLInputElement) {
    ask(combo, combo.dataset.value ? '' : event.target.value);
  }
}

/** @param {FocusEvent} event */
function onBlur(event) {
  const combo = around(event, '.combo');
  if (combo !== null) {
    setTimeout(() => hide(combo), 150);
  }
}

export function startCombos() {
  document.addEventListener('input', onInput);
  document.addEventListener('keydown', onKey, true);
  document.addEventListener('mousedown', onPress);
  document.addEventListener('focusin', onFocus);
  document.addEventListener('focusout', onBlur);
}
