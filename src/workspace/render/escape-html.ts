const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** Undoes Slack's three entities; everything is escaped again afterwards. */
export function decodeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Attributes with escaped values; null and false leave an attribute out, true gives it no value. */
export function attributes(values: Readonly<Record<string, string | number | boolean | null>>): string {
  return Object.entries(values)
    .map(([name, value]) => {
      if (value === null || value === false) {
        return '';
      }
      return value === true ? ` ${name}` : ` ${name}="${escapeHtml(String(value))}"`;
    })
    .join('');
}

/** The address when it may become a link (http, https, mailto), else null. */
export function safeUrl(url: string): string | null {
  return /^(https?:\/\/[^\s"'<>\\]+|mailto:[^\s"'<>\\]+)$/i.test(url) ? url : null;
}

/** A link to another page; refused addresses leave only the label, which is HTML already. */
export function linkHtml(url: string, labelHtml: string, extra = ''): string {
  const safe = safeUrl(url);
  return safe === null
    ? labelHtml
    : `<a href="${escapeHtml(safe)}" target="_blank" rel="noopener noreferrer"${extra}>${labelHtml}</a>`;
}
