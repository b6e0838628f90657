import { AppError } from '../../lib/errors.ts';

/** Where dashboards are shown, or why none is. */
export type PublishingPlace =
  /** Scheme, host and port, as browsers call it. */
  | { readonly origin: string }
  /** What to set so that they are. */
  | { readonly off: string };

/**
 * Where published dashboards are to be reached: only where the settings say so, at an https address of its own.
 * @param publicUrl the outside address of the installation, null when it is not set
 */
export function publishingPlace(enabled: boolean, publicUrl: string | null): PublishingPlace {
  const missing = [
    ...(enabled ? [] : ['`publishing: { enabled: true }` in cs-pulse.config.yaml']),
    ...(isWholeHttps(publicUrl) ? [] : ['PUBLIC_URL to the https address of this app, without a path']),
  ];
  if (missing.length > 0 || publicUrl === null) {
    return { off: `Publishing is off. Whoever runs the app sets ${missing.join(' and ')}, and starts it again.` };
  }
  return { origin: new URL(publicUrl).origin };
}

/** @throws AppError `invalid` that says what to set where dashboards are not shown. */
export function originOf(place: PublishingPlace): string {
  if ('off' in place) throw new AppError('invalid', place.off);
  return place.origin;
}

function isWholeHttps(publicUrl: string | null): boolean {
  if (publicUrl === null) return false;
  const { pathname, protocol, search, username } = new URL(publicUrl);
  return protocol === 'https:' && pathname === '/' && search === '' && username === '';
}
