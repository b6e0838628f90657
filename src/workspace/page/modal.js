// @ts-check
import { around, find, findAll, post, toast } from './dom.js';
import { fillDateTimes, stateOf } from './elements.js';

/** @returns {HTMLDialogElement | null} */
function dialogOf() {
  const dialog = find('#modal');
  return dialog instanceof HTMLDialogElement ? dialog : null;
}

/**
 * Shows the top modal, or closes the dialog. When the same view comes again, what was typed stays where its field
 * kept its block_id and action_id, as in Slack.
 * @param {string} html
 */
export function showModal(html) {
  const dialog = dialogOf();
  if (dialog === null) {
    return;
  }
  if (html === '') {
    dialog.close();
    dialog.replaceChildren();
    return;
  }
  const before = find('form', dialog);
  const typed = typedIn(before);
  const held = document.activeElement?.id ?? '';
  dialog.innerHTML = html;
  const form = find('form', dialog);
  if (form !== null && before?.dataset.view === form.dataset.view) {
    keepTyped(form, typed);
  }
  fillDateTimes();
  if (!dialog.open) {
    dialog.showModal();
  }
  focusFirst(dialog, held);
}

/**
 * @param {HTMLElement | null} form
 * @returns {Map<string, string>}
 */
function typedIn(form) {
  const fields = form === null ? [] : findAll('input.control[data-el], textarea.control[data-el]', form);
  return new Map(
    fields
      .filter((field) => field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)
      .filter((field) => field.value !== field.defaultValue)
      .map((field) => [field.id, field.value]),
  );
}

/**
 * @param {HTMLElement} form
 * @param {Map<string, string>} typed
 */
function keepTyped(form, typed) {
  for (const [id, value] of typed) {
    const field = document.getElementById(id);
    const fits = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;
    if (fits && form.contains(field)) {
      field.value = value;
    }
  }
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {string} held id of the element that had the focus
 */
function focusFirst(dialog, held) {
  const before = held === '' ? null : document.getElementById(held);
  const first =
    before !== null && dialog.contains(before)
      ? before
      : (find('[autofocus]', dialog) ?? find('.modal-body .control, .modal-body input, .modal-body .btn', dialog));
  (first ?? find('[data-modal-close]', dialog))?.focus();
}

/** @param {HTMLElement} form */
async function submit(form) {
  const button = find('button[type="submit"]', form);
  if (button === null || button.getAttribute('aria-busy') === 'true') {
    return;
  }
  for (const note of findAll('.error', form)) {
    note.hidden = true;
  }
  button.setAttribute('aria-busy', 'true');
  const answer = await post('submit', { viewId: form.dataset.view, state: stateOf(form) });
  button.removeAttribute('aria-busy');
  const errors = Object.entries(answer.errors ?? {});
  for (const [blockId, text] of errors) {
    showError(find(`[data-field="${CSS.escape(blockId)}"]`, form), text);
  }
  const [first] = findAll('.field.invalid .control, .field.invalid input', form);
  if (errors.length > 0) {
    first?.focus();
  } else if (!answer.ok) {
    showError(find('.modal-foot', form), answer.message ?? 'That did not work.');
  }
}

/**
 * @param {HTMLElement | null} field
 * @param {string} text
 */
function showError(field, text) {
  const note = field === null ? null : find('.error', field);
  if (field === null || note === null) {
    toast(text);
    return;
  }
  field.classList.add('invalid');
  note.textContent = text;
  note.hidden = false;
}

/** @param {boolean} all */
async function close(all) {
  const dialog = dialogOf();
  const form = dialog === null ? null : find('form', dialog);
  if (form !== null) {
    await post('close', { viewId: form.dataset.view, state: stateOf(form), all });
  }
}

export function startModal() {
  document.addEventListener('submit', (event) => {
    const form = around(event, '#modal form');
    if (form !== null) {
      event.preventDefault();
      void submit(form);
    }
  });
  document.addEventListener('click', (event) => {
    if (around(event, '[data-modal-close-all]') !== null) {
      void close(true);
    } else if (around(event, '[data-modal-close]') !== null) {
      void close(false);
    }
  });
  document.addEventListener('input', (event) => {
    const field = around(event, '.field.invalid');
    field?.classList.remove('invalid');
    const note = field === null ? null : find('.error', field);
    if (note !== null) {
      note.hidden = true;
    }
  });
  dialogOf()?.addEventListener('cancel', (event) => {
    event.preventDefault();
    void close(false);
  });
}
