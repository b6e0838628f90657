/** Which accounts somebody's own digest is about: all, those in a low band, those that renew within 90 days. */
export const DM_LINES = ['all', 'low_bands', 'renewals'] as const;
export type DmLines = (typeof DM_LINES)[number];
