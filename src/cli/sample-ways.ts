import { type Config, SECRET_VARIABLES } from '../config.ts';
import { samples } from '../ingest/samples/index.ts';
import type { Sample } from '../ingest/samples/sample.ts';
import type { Source } from '../ingest/source.ts';
import { sources } from '../ingest/sources/index.ts';
import { AppError } from '../lib/errors.ts';
import type { Settings } from '../settings.ts';
import type { Environment } from './database.ts';

export type SourceName = keyof typeof sources;

/** Holds a key for tests of addresses that take one: only its hash is known to the server. */
export const KEY_VARIABLE = 'CS_PULSE_INGEST_KEY';
/** Addresses at which a server listens everywhere, and nobody can be called. */
const EVERYWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::', '[::]']);

/** One way in which a source's deliveries come, and what proves their sender. */
export interface SampleWay {
  /** `secret 1 of 2`, `ingest key`. */
  readonly proof: string;
  /** The variable that holds the proof. */
  readonly variable: string;
  readonly url: string;
  readonly body: (now: Date) => string;
  readonly headers: (body: string, now: Date) => Readonly<Record<string, string>>;
}

/** @throws AppError `invalid` for a source that there is not, naming those that there are. */
export function sourceNamed(name: string): SourceName {
  const known = Object.keys(sources) as SourceName[];
  const found = known.find((each) => each === name);
  if (found !== undefined) return found;
  const others = 'A database of your own is tried with "cs-pulse source run NAME --dry-run"';
  throw new AppError('invalid', `source test: "${name}" is none of ${known.join(', ')}. ${others}.`);
}

/** Every way of the source for which this environment has a secret or a key; none when it has neither. */
export function sampleWays(
  name: SourceName,
  at: { readonly config: Config; readonly settings: Settings; readonly env: Environment; readonly url: string | null },
): SampleWay[] {
  const { config, settings } = at;
  const { api }: Source = sources[name];
  const { body: bodyOf, sign }: Sample = samples[name];
  const base = (at.url ?? config.publicUrl ?? localUrl(config)).replace(/(?<!\/)\/+$/, '');
  const body = (now: Date): string => bodyOf({ now, settings: settings.sources });
  const isSigned = (key: string): key is keyof Config['webhookSecrets'] => Object.hasOwn(config.webhookSecrets, key);
  const secrets = isSigned(name) ? config.webhookSecrets[name] : [];
  const path = `/webhooks/${name}`;
  // Behind a proxy the server holds a signature against its outside address, whichever was called.
  const outside = `${(config.publicUrl ?? base).replace(/(?<!\/)\/+$/, '')}${path}`;
  const signed = secrets.map(
    (secret, index): SampleWay => ({
      proof: secrets.length === 1 ? 'secret' : `secret ${index + 1} of ${secrets.length}`,
      variable: isSigned(name) ? SECRET_VARIABLES[name] : '',
      url: `${base}${path}`,
      body,
      headers: (text, now) => sign?.({ body: text, at: now, secret, method: 'POST', url: outside }) ?? {},
    }),
  );
  const key = at.env[KEY_VARIABLE]?.trim() ?? '';
  const [keyed] = api?.paths ?? [];
  if (api === undefined || keyed === undefined || key === '') return signed;
  const authorization =
    api.scheme === 'Bearer' ? `Bearer ${key}` : `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
  const withKey: SampleWay = {
    proof: 'ingest key',
    variable: KEY_VARIABLE,
    url: `${base}${keyed}`,
    body,
    headers: () => ({ authorization }),
  };
  return [...signed, withKey];
}

/** What to set so that the source can be tested at all. */
export function missingProof(name: SourceName): string {
  const { api, verify }: Source = sources[name];
  const secret = verify === null ? null : SECRET_VARIABLES[name as keyof Config['webhookSecrets']];
  const key = api && `${KEY_VARIABLE} to a key of "cs-pulse keys create --kind ingest --name test"`;
  return `set ${[secret, key].filter(Boolean).join(', or ')}, as the server has it`;
}

function localUrl({ host, port }: Config): string {
  const called = host === null || EVERYWHERE.has(host) ? '127.0.0.1' : host;
  return `http://${called.includes(':') && !called.startsWith('[') ? `[${called}]` : called}:${port}`;
}
