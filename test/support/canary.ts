import { randomBytes } from 'node:crypto';

/** Where something was written, and what. */
export interface Writing {
  readonly where: string;
  readonly text: string;
}

export interface Hit {
  readonly where: string;
  readonly canary: string;
}

export interface Canaries {
  /** By the environment variable that holds them; and an ingest key. */
  readonly secrets: Readonly<Record<SecretName, string>>;
  /** What is said of customers and their people. */
  readonly personal: Readonly<Record<PersonalName, string>>;
}

const SECRETS = {
  SLACK_BOT_TOKEN: 'xoxb-',
  SLACK_SIGNING_SECRET: '',
  STRIPE_WEBHOOK_SECRET: 'whsec_',
  SENTRY_CLIENT_SECRET: '',
  ZENDESK_WEBHOOK_SECRET: '',
  SEGMENT_SHARED_SECRET: '',
  POSTHOG_WEBHOOK_SECRET: '',
  HUBSPOT_CLIENT_SECRET: '',
  ANTHROPIC_API_KEY: 'sk-ant-',
  INGEST_KEY: 'csp_',
} as const;
type SecretName = keyof typeof SECRETS;

const PERSONAL = ['accountName', 'accountId', 'userId', 'email', 'subject', 'comment', 'eventName'] as const;
type PersonalName = (typeof PERSONAL)[number];

/** Values that occur nowhere else: a different set each time, so that nothing can know them beforehand. */
export function plantCanaries(): Canaries {
  const mark = (name: string) => `canary${name.replaceAll('_', '').toLowerCase()}${randomBytes(6).toString('hex')}`;
  const personal = Object.fromEntries(PERSONAL.map((name) => [name, mark(name)])) as Record<PersonalName, string>;
  return {
    secrets: Object.fromEntries(
      Object.entries(SECRETS).map(([name, prefix]) => [name, `${prefix}${mark(name)}`]),
    ) as Record<SecretName, string>,
    personal: { ...personal, email: `${personal.email}@canary.example` },
  };
}

/** Every canary that a writing holds, also inside JSON and addresses. Prefixes of secrets are no secret. */
export function findCanaries(writings: readonly Writing[], canaries: readonly string[]): Hit[] {
  return writings.flatMap(({ text, where }) =>
    canaries.filter((canary) => text.includes(coreOf(canary))).map((canary) => ({ where, canary })),
  );
}

function coreOf(canary: string): string {
  return /canary[a-z]+[0-9a-f]{12}/.exec(canary)?.[0] ?? canary;
}

/** Keeps what this process writes to its output from now on, besides writing it, until it is stopped. */
export function captureOutput(): { readonly text: () => string; readonly stop: () => void } {
  const chunks: string[] = [];
  const streams = [process.stdout, process.stderr].map((stream) => ({ stream, write: stream.write }));
  for (const { stream, write } of streams) {
    stream.write = (chunk: string | Uint8Array, ...rest: never[]) => {
      chunks.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
      return write.call(stream, chunk, ...rest);
    };
  }
  return {
    text: () => chunks.join(''),
    stop: () => {
      for (const { stream, write } of streams) stream.write = write;
    },
  };
}
