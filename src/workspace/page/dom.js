// @ts-check

/**
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {HTMLElement | null}
 */
export function find(selector, root = document) {
  return root.querySelector(selector);
}

/**
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {HTMLElement[]}
 */
export function findAll(selector, root = document) {
  return [...root.querySelectorAll(selector)].filter((node) => node instanceof HTMLElement);
}

/**
 * The nearest element around an event's target.
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function around(event, selector) {
  const node = event.target instanceof Element ? event.target.closest(selector) : null;
  return node instanceof HTMLElement ? node : null;
}

/**
 * The element that a piece of HTML from the server describes.
 * @param {string} html
 * @returns {HTMLElement | null}
 */
export function parse(html) {
  const template = document.createElement('template');
  template.innerHTML = html.trim();
  const node = template.content.firstElementChild;
  return node instanceof HTMLElement ? node : null;
}

/** @param {string} text */
export function toast(text) {
  const note = document.createElement('div');
  note.className = 'toast';
  note.textContent = text;
  find('#toasts')?.append(note);
  setTimeout(() => note.remove(), 7000);
}

const token = document.querySelector('meta[name="workspace-token"]')?.getAttribute('content') ?? '';

/**
 * @typedef {{ ok: boolean, message?: string, errors?: Record<string, string>, reload?: boolean, groups?: { label: string | null, options: Option[] }[] }} Answer
 * @typedef {{ value: string, text: { text: string }, description?: { text: string } }} Option
 */

/**
 * Sends a request of this page; failures come back as an answer with a message.
 * @param {string} name
 * @param {object} body
 * @returns {Promise<Answer>}
 */
export async function post(name, body) {
  try {
    const response = await fetch(`/page/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-workspace-token': token },
      body: JSON.stringify(body),
    });
    /** @type {Answer} */
    const answer = await response.json();
    if (answer.reload) {
      location.reload();
    }
    return answer;
  } catch {
    return { ok: false, message: 'The local workspace is not running. Start it again with “npm run demo”.' };
  }
}

/** @param {Answer} answer */
export function report(answer) {
  if (!answer.ok && answer.message) {
    toast(answer.message);
  }
}
