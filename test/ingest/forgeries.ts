import type { Arbitrary } from 'fast-check';
import { TEST_NOW } from '../support/context.ts';
import { fc } from '../support/fc.ts';
import { SENDER_SECRETS, type Sender } from './senders.ts';

/** A request that nobody who knows the secret has made. */
export interface Forgery {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads nothing but UTF-8, and leaves nothing out. */
export const TEXT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text));

/**
 * Requests that differ from a real one in its bytes, its proof, its time or its secret.
 * @param at when they are received
 * @param lateS so many seconds may pass until they are
 */
export function forgeriesOf(
  sender: Sender,
  body: string,
  { at = TEST_NOW, lateS = 0 }: { readonly at?: Date; readonly lateS?: number } = {},
): Arbitrary<Forgery> {
  const real: Forgery = { body: bytesOf(body), headers: sender.sign(body, at, sender.secrets[0]) };
  const proofs = Object.keys(real.headers).filter((name) => !sender.free?.includes(name));
  const kinds = [
    otherBytes(real),
    otherHeader(real, proofs),
    lessHeaders(real, proofs),
    otherSecret(sender, real, (secret) => sender.sign(body, at, secret)),
    ...(sender.timed ? [otherTime(real, lateS, (away) => signedAt(sender, body, at, away))] : []),
  ];
  const isForged = ({ body: sent, headers }: Forgery): boolean =>
    proofs.some((name) => plainly(name, headers) !== plainly(name, real.headers)) || !provesSame(sender, sent, body);
  const both = fc
    .tuple(otherBytes(real), otherHeader(real, proofs))
    .map(([one, two]) => ({ ...one, headers: two.headers }));
  return fc
    .tuple(fc.oneof(...kinds, both).filter(isForged), fc.constantFrom('as it is', 'upper', 'title'))
    .map(([{ body: sent, headers }, letters]) => ({
      body: sent,
      headers: inLetters(headers, letters),
      [fc.toStringMethod]: () => `${JSON.stringify(headers)} ${new TextDecoder('latin1').decode(sent)}`,
    }));
}

/** A header as it is meant: without spaces around it, and a credential without the ways in which it may be written. */
function plainly(name: string, headers: Forgery['headers']): string | undefined {
  const value = headers[name]?.trim();
  if (name !== 'authorization' || value === undefined) return value;
  const [, scheme = '', credential = ''] = /^(\w+) +(.*)$/s.exec(value) ?? [];
  if (scheme.toLowerCase() === 'basic') return `basic ${Buffer.from(credential, 'base64').toString('latin1')}`;
  return value.replace(/^\w+ +/, `${scheme.toLowerCase()} `);
}

function otherBytes(real: Forgery): Arbitrary<Forgery> {
  const how = fc.constantFrom('flip', 'insert', 'delete', 'cut', 'append', 'twice', 'mark');
  return fc.tuple(fc.nat(), fc.nat(255), how).map(([place, byte, change]) => {
    const at = place % real.body.length;
    const [before, after] = [real.body.subarray(0, at), real.body.subarray(at)];
    const parts: Record<typeof change, readonly (Uint8Array | readonly number[])[]> = {
      flip: [before, [(after[0] ?? 0) ^ (byte || 1)], after.subarray(1)],
      insert: [before, [byte], after],
      delete: [before, after.subarray(1)],
      cut: [before],
      append: [real.body, [byte]],
      twice: [real.body, real.body],
      mark: [[0xef, 0xbb, 0xbf], real.body],
    };
    return { ...real, body: new Uint8Array(parts[change].flatMap((part) => [...part])) };
  });
}

function otherHeader(real: Forgery, proofs: readonly string[]): Arbitrary<Forgery> {
  return fc.constantFrom(...proofs).chain((name) => {
    const value = real.headers[name] ?? '';
    return fc.oneof(otherText(value), fc.constantFrom(...spellings(value))).map((other) => ({
      ...real,
      headers: { ...real.headers, [name]: other },
    }));
  });
}

function lessHeaders(real: Forgery, proofs: readonly string[]): Arbitrary<Forgery> {
  return fc.subarray([...proofs], { minLength: 1 }).map((gone) => ({
    ...real,
    headers: Object.fromEntries(Object.entries(real.headers).filter(([name]) => !gone.includes(name))),
  }));
}

function otherSecret(
  { secrets }: Sender,
  real: Forgery,
  signed: (secret: string) => Forgery['headers'],
): Arbitrary<Forgery> {
  const others = Object.values(SENDER_SECRETS).flat();
  const given = fc.oneof(fc.constantFrom('', ...others), fc.string({ maxLength: 64 }), otherText(secrets[0]));
  return given
    .filter((secret) => !secrets.includes(secret.trim()))
    .map((secret) => ({ ...real, headers: signed(secret) }));
}

function otherTime(
  real: Forgery,
  lateS: number,
  signed: (awaySeconds: number) => Forgery['headers'],
): Arbitrary<Forgery> {
  const ahead = fc.integer({ min: 301 + lateS, max: 40_000_000 });
  const seconds = fc.oneof(ahead, fc.integer({ min: -40_000_000, max: -301 }));
  return seconds.map((away) => ({ ...real, headers: signed(away) }));
}

function signedAt({ secrets, sign }: Sender, body: string, at: Date, awaySeconds: number): Forgery['headers'] {
  return sign(body, new Date(at.getTime() + awaySeconds * 1000), secrets[0]);
}

/** A text with one character changed, added or taken away, or only the start of it. */
function otherText(text: string): Arbitrary<string> {
  const letter = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 });
  return fc
    .tuple(fc.nat({ max: text.length }), letter, fc.constantFrom('set', 'insert', 'delete', 'cut'))
    .map(([at, char, how]) => {
      if (how === 'cut') return text.slice(0, at);
      return text.slice(0, at) + (how === 'delete' ? '' : char) + text.slice(how === 'insert' ? at : at + 1);
    });
}

/** Other ways to write a proof, all of them wrong. */
function spellings(value: string): string[] {
  return [
    '',
    value.toUpperCase(),
    value.toLowerCase(),
    [...value].reverse().join(''),
    `${value}, ${value}`,
    `${value},${value}`,
    `, ${value}`,
    `"${value}"`,
    `v1=${value}`,
    `sha256=${value}`,
    value.replace(/v1=/, 'v0='),
    value.replace(/v1=/, 'v1:'),
    value.replace(/v1=/, 'v2='),
    value.replace(/(\d{6,})/, '0$1'),
    value.replace(/(\d{6,})/, '+$1'),
    value.replace(/(\d{6,})/, '$1.0'),
    value.replace(/=+$/, ''),
    encodeURIComponent(value),
    Buffer.from(value).toString('base64'),
    Buffer.from(value).toString('hex'),
    '0'.repeat(64),
    'null',
  ];
}

/** Names of headers mean the same in any letters, so this makes no forgery of its own. */
function inLetters(headers: Forgery['headers'], letters: string): Forgery['headers'] {
  if (letters === 'as it is') return headers;
  const change = (name: string) =>
    letters === 'upper' ? name.toUpperCase() : name.replace(/\b[a-z]/g, (first) => first.toUpperCase());
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [change(name), value]));
}

function provesSame({ covers }: Sender, sent: Uint8Array, body: string): boolean {
  if (covers === undefined) return Buffer.compare(sent, bytesOf(body)) === 0;
  try {
    return covers(new TextDecoder('utf-8', { ignoreBOM: true }).decode(sent)) === covers(body);
  } catch {
    return false;
  }
}
