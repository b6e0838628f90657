import { createHash } from 'node:crypto';

/** A style sheet or script that published pages load. It holds nothing of any customer. */
export interface Asset {
  /** From the root of the host; it names the content, so that another version is another address. */
  readonly path: string;
  readonly type: string;
  readonly body: string;
}

const TYPES = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8' } as const;

/** An asset under an address that follows from its content. */
export function asset(name: string, extension: keyof typeof TYPES, body: string): Asset {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 16);
  return { path: `/p/assets/${name}-${hash}.${extension}`, type: TYPES[extension], body };
}
