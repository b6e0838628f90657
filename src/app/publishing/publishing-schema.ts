import { z } from 'zod';

const MOST_ORIGINS = 20;
const MOST_PROXIES = 5;

/** Dashboards for people without Slack: off unless somebody turns them on. */
export interface PublishingSettings {
  readonly enabled: boolean;
  /** Origins whose pages may read the JSON with a link's secret. */
  readonly corsOrigins: readonly string[];
  /** How many proxies stand in front, each of which adds the address it was called from. */
  readonly proxies: number;
}

const origin = z.string().refine((text) => URL.canParse(text) && new URL(text).origin === text && isHttps(text), {
  message: 'must be an origin such as https://wiki.example.com, without a path',
});

/** The part of the settings file about published dashboards. */
export const publishingSchema = z
  .strictObject({
    enabled: z.boolean('must be true or false').default(false),
    cors_origins: z.array(origin).max(MOST_ORIGINS, `must be at most ${MOST_ORIGINS} origins`).default([]),
    proxies: z
      .int('must be a whole number')
      .min(0, 'must be at least 0')
      .max(MOST_PROXIES, `must be at most ${MOST_PROXIES}`)
      .default(0),
  })
  .transform(
    (given): PublishingSettings => ({
      enabled: given.enabled,
      corsOrigins: given.cors_origins,
      proxies: given.proxies,
    }),
  );

function isHttps(text: string): boolean {
  return new URL(text).protocol === 'https:';
}
