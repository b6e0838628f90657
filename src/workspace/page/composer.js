// @ts-check
import { around, find, findAll, post, report } from './dom.js';

/** @typedef {{ command: string, description: string, usageHint: string, completions: string[] }} Command */

/** @param {HTMLElement} form */
function partsOf(form) {
  const area = find('textarea', form);
  const list = find('.completions', form);
  return area instanceof HTMLTextAreaElement && list !== null ? { area, list } : null;
}

/**
 * The lines that fit what was typed: each command, then its whole lines.
 * @param {HTMLElement} form
 * @param {string} text
 * @returns {{ line: string, note: string }[]}
 */
function matching(form, text) {
  if (!text.startsWith('/') || text.includes('\n')) {
    return [];
  }
  /** @type {Command[]} */
  const commands = JSON.parse(form.dataset.commands ?? '[]');
  const typed = text.toLowerCase();
  const lines = commands.flatMap((one) => [
    { line: one.command, note: `${one.usageHint ? `${one.usageHint} · ` : ''}${one.description}` },
    ...one.completions.filter((line) => line !== one.command).map((line) => ({ line, note: '' })),
  ]);
  const isName = !text.includes(' ');
  return lines
    .filter(({ line }) => line.toLowerCase().startsWith(typed) && line !== text.trimEnd())
    .filter(({ line }) => !isName || !line.includes(' ') || commands.length === 1 || typed.length > 1)
    .slice(0, 12);
}

/** @param {HTMLElement} form */
function draw(form) {
  const parts = partsOf(form);
  if (parts === null) {
    return;
  }
  const { area, list } = parts;
  const send = find('.send', form);
  if (send instanceof HTMLButtonElement) {
    send.disabled = area.value.trim() === '';
  }
  area.rows = Math.min(Math.max(area.value.split('\n').length, 1), 8);
  const items = matching(form, area.value).map(({ line, note }, index) => {
    const item = document.createElement('li');
    item.id = `${list.id}-${index}`;
    item.setAttribute('role', 'option');
    item.dataset.line = line;
    const name = document.createElement('b');
    name.textContent = line;
    const small = document.createElement('small');
    small.textContent = note;
    item.append(name, small);
    return item;
  });
  list.replaceChildren(...items);
  list.hidden = items.length === 0;
  area.removeAttribute('aria-activedescendant');
}

/**
 * @param {HTMLElement} form
 * @param {number} step
 */
function move(form, step) {
  const items = findAll('.completions [role="option"]', form);
  const at = items.findIndex((item) => item.getAttribute('aria-selected') === 'true');
  const start = at < 0 && step < 0 ? 0 : at;
  const next = items[(start + step + items.length) % items.length];
  for (const item of items) {
    item.setAttribute('aria-selected', String(item === next));
  }
  if (next) {
    partsOf(form)?.area.setAttribute('aria-activedescendant', next.id);
    next.scrollIntoView({ block: 'nearest' });
  }
}

/**
 * @param {HTMLElement} form
 * @param {HTMLElement} item
 */
function take(form, item) {
  const parts = partsOf(form);
  if (parts !== null) {
    const line = item.dataset.line ?? '';
    parts.area.value = line.includes(' ') ? line : `${line} `;
    parts.area.focus();
    draw(form);
  }
}

/** @param {HTMLElement} form */
async function send(form) {
  const parts = partsOf(form);
  const text = parts?.area.value.trim() ?? '';
  const pending = find('.pending', form);
  if (parts === null || text === '') {
    return;
  }
  parts.area.value = '';
  draw(form);
  const isCommand = text.startsWith('/');
  if (pending !== null && isCommand) {
    pending.textContent = `${text} …`;
    pending.hidden = false;
  }
  const answer = await post('say', { channel: form.dataset.channel, thread: form.dataset.thread || null, text });
  if (pending !== null) {
    pending.hidden = true;
  }
  if (!answer.ok && parts.area.value === '') {
    parts.area.value = text;
    draw(form);
  }
  report(answer);
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const form = around(event, '.composer');
  const parts = form === null ? null : partsOf(form);
  if (form === null || parts === null || event.target !== parts.area || event.isComposing) {
    return;
  }
  const isOpen = !parts.list.hidden;
  const [first] = findAll('[role="option"]', parts.list);
  const chosen = find('[aria-selected="true"]', parts.list);
  if (isOpen && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    move(form, event.key === 'ArrowDown' ? 1 : -1);
  } else if (isOpen && event.key === 'Tab' && !event.shiftKey && first) {
    take(form, chosen ?? first);
  } else if (isOpen && event.key === 'Enter' && chosen !== null) {
    take(form, chosen);
  } else if (isOpen && event.key === 'Escape') {
    parts.list.hidden = true;
  } else if (event.key === 'Enter' && !event.shiftKey) {
    void send(form);
  } else {
    return;
  }
  event.preventDefault();
}

export function startComposer() {
  document.addEventListener('keydown', onKey);
  document.addEventListener('input', (event) => {
    const form = around(event, '.composer');
    if (form !== null) {
      draw(form);
    }
  });
  document.addEventListener('submit', (event) => {
    const form = around(event, '.composer');
    if (form !== null) {
      event.preventDefault();
      void send(form);
    }
  });
  document.addEventListener('mousedown', (event) => {
    const form = around(event, '.composer');
    const item = around(event, '.completions [role="option"]');
    if (form !== null && item !== null) {
      event.preventDefault();
      take(form, item);
    }
  });
  document.addEventListener('focusout', (event) => {
    const form = around(event, '.composer');
    const list = form === null ? null : find('.completions', form);
    if (list !== null) {
      list.hidden = true;
    }
  });
}
