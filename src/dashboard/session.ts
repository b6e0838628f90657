import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { OpenedDashboard } from '../app/publishing/open-published.ts';
import type { PublishedProof } from '../app/publishing/see-published.ts';

/** With this prefix a browser takes the cookie from this host alone, over https alone, for the whole host. */
const PREFIX = '__Host-';
const NAME = 'cs-pulse-';
const BEARER = /^Bearer (\S{1,100})$/;

/** One cookie for each link, so that several stay open side by side. */
function cookieName(linkId: string, https: boolean): string {
  return `${https ? PREFIX : ''}${NAME}${linkId}`;
}

/**
 * Gives a browser the session that it was let in with. Without https no browser would take the prefix. It is kept for
 * so many seconds instead of until a moment: the clock of the browser may be another.
 */
export function keepSession(
  c: Context,
  linkId: string,
  opened: OpenedDashboard,
  { at, https }: { readonly at: Date; readonly https: boolean },
): void {
  setCookie(c, cookieName(linkId, https), opened.session, {
    path: '/',
    secure: https,
    httpOnly: true,
    sameSite: 'Strict',
    maxAge: Math.max(0, Math.floor((opened.expiresAt.getTime() - at.getTime()) / 1000)),
  });
}

/** What a request shows for a link: a program the secret in a header, a browser its session; null: nothing. */
export function proofOf(c: Context, linkId: string, https: boolean): PublishedProof | null {
  const [, token] = BEARER.exec(c.req.header('authorization') ?? '') ?? [];
  if (token !== undefined) return { token };
  const session = getCookie(c, cookieName(linkId, https));
  return session === undefined ? null : { session };
}
