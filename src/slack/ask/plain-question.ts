import { decodeSlackText } from '../mrkdwn.ts';

/**
 * What a person typed, out of what Slack makes of it: addresses without their links, channels by name, other people
 * still as mentions, and neither the app's own mention nor a call to everybody.
 */
export function plainQuestion(text: string, botUserId: string | null): string {
  const parts = text.split('<');
  const [start = ''] = parts;
  const plain = parts.slice(1).map((part, index) => {
    const end = part.indexOf('>');
    if (end === -1) return `<${part}`;
    const isFirst = index === 0 && start.trim() === '';
    return `${meant(part.slice(0, end), botUserId, isFirst)}${part.slice(end + 1)}`;
  });
  return decodeSlackText([start, ...plain].join('')).trim();
}

function meant(inside: string, botUserId: string | null, isFirst: boolean): string {
  const bar = inside.indexOf('|');
  const target = bar === -1 ? inside : inside.slice(0, bar);
  const label = bar === -1 ? '' : inside.slice(bar + 1);
  switch (inside.charAt(0)) {
    case '@':
      // Who is mentioned first is the app, where it is not known yet who it is.
      return target.slice(1) === botUserId || (botUserId === null && isFirst) ? ' ' : `<${target}>`;
    case '#':
      return label;
    case '!':
      return ' ';
    default:
      return label === '' ? withoutScheme(target) : label;
  }
}

function withoutScheme(address: string): string {
  const scheme = ['mailto:', 'https://', 'http://', 'tel:'].find((one) => address.startsWith(one));
  return scheme === undefined ? address : address.slice(scheme.length);
}
