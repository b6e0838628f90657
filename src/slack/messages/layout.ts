import type { types } from '@slack/bolt';
import { count } from '../../words/numbers.ts';
import { type ActionName, actionId } from '../action-ids.ts';
import { plain } from '../mrkdwn.ts';
import type { SlackBlock, SlackMessage } from './message.ts';
import { textLength } from './text-length.ts';

const SECTION = 2900;
const TEXT = 3000;
const BUTTON = 70;
/** Slack takes 100, but the labels count towards the message's characters. */
const MENU = 25;
/** Slack refuses a message of more than about 13,000 characters, its text included. */
const MESSAGE = 12_000;
/** Of the text's characters, for what is said after the entries. */
const TAIL = 700;
/** Of the message's characters, for the lines of accounts; the text and what stands around them need the rest. */
const BODY = 7600;

export function mrkdwn(text: string): types.MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true };
}

/** `max` counts UTF-16 units, of which one character may need two. */
export function plainText(text: string, max: number): types.PlainTextElement {
  const characters = text.length <= max ? max : Math.floor(max / 2);
  return { type: 'plain_text', text: plain(text, { max: characters }), emoji: false };
}

export function section(text: string): types.SectionBlock {
  return { type: 'section', text: mrkdwn(clampLines(text, SECTION)), expand: true };
}

/** Lines packed into as few sections as Slack's limit of one text object allows. */
export function sections(lines: readonly string[]): types.SectionBlock[] {
  const texts: string[] = [];
  for (const line of lines) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + line.length + 1 <= SECTION) texts[texts.length - 1] = `${last}\n${line}`;
    else texts.push(line);
  }
  return texts.map(section);
}

export function context(text: string): types.ContextBlock {
  return { type: 'context', elements: [mrkdwn(clampLines(text, SECTION))] };
}

export function header(text: string): types.HeaderBlock {
  return { type: 'header', text: plainText(text, 150) };
}

export function divider(): types.DividerBlock {
  return { type: 'divider' };
}

export interface ButtonSpec {
  readonly action: ActionName;
  readonly label: string;
  /** What a screen reader says; the label where it is enough. */
  readonly spoken?: string;
  readonly value: string;
  readonly index?: number;
  readonly primary?: boolean;
}

export function button({ action, label, spoken, value, index, primary }: ButtonSpec): types.Button {
  return {
    type: 'button',
    action_id: actionId(action, index),
    text: plainText(label, BUTTON),
    value,
    ...(spoken === undefined ? {} : { accessibility_label: plain(spoken, { max: 36 }) }),
    ...(primary ? { style: 'primary' } : {}),
  };
}

export function actions(elements: readonly types.ActionsBlockElement[]): types.ActionsBlock {
  return { type: 'actions', elements: elements.slice(0, 25) };
}

export interface Choice {
  readonly label: string;
  readonly value: string;
}

/** A menu; choices whose value is longer than Slack takes are left out. Null when none is left. */
export function menu(
  action: ActionName,
  placeholder: string,
  choices: readonly Choice[],
  initial?: string,
): types.StaticSelect | null {
  const options: types.PlainTextOption[] = [];
  for (const choice of choices) {
    if (options.length >= MENU) break;
    options.push(...optionOf(choice));
  }
  if (options.length === 0) return null;
  const chosen = options.find(({ value }) => value === initial);
  return {
    type: 'static_select',
    action_id: actionId(action),
    placeholder: plainText(placeholder, 150),
    options,
    ...(chosen ? { initial_option: chosen } : {}),
  };
}

/** An option of a menu, or nothing when its value does not fit. */
export function optionOf({ label, value }: Choice): types.PlainTextOption[] {
  const fits = value.length >= 1 && value.length <= 75 && !/\p{Cs}/u.test(value);
  return fits ? [{ text: plainText(label, 75), value }] : [];
}

/** As many lines as fit the budget, and how many were left out. */
export function fitLines(lines: readonly string[], budget = BODY): { readonly kept: string[]; readonly left: number } {
  const kept: string[] = [];
  let used = 0;
  for (const line of lines) {
    used += line.length + 1;
    if (used > budget) break;
    kept.push(line);
  }
  return { kept, left: lines.length - kept.length };
}

/** What a message's text says: entries, of which the last ones may not fit, and what is said after them in any case. */
export interface TextParts {
  readonly lines: readonly string[];
  readonly tail: readonly string[];
}

/**
 * A message whose text says what the blocks show: whole entries up to 3,000 characters and how many are left. Text and
 * blocks together, or text and classic blocks, stay within what Slack takes.
 */
export function message(
  text: readonly string[] | TextParts,
  blocks: readonly SlackBlock[],
  classic: readonly SlackBlock[] | null = null,
): SlackMessage {
  const parts = 'tail' in text ? text : { lines: text.slice(0, -1), tail: text.slice(-1) };
  const shown = Math.max(textLength(blocks), textLength(classic));
  return { text: fitText(parts, Math.min(TEXT, MESSAGE - shown)), blocks, classic };
}

function fitText({ lines, tail }: TextParts, max: number): string {
  const whole = [...lines, ...tail].filter((line) => line !== '');
  if (whole.join('\n').length <= max) return whole.join('\n');
  const end = clampLines(tail.filter((line) => line !== '').join('\n'), TAIL);
  const entries = lines.filter((line) => line !== '');
  const { kept, left } = fitLines(entries, max - end.length - 20);
  if (kept.length === 0) return clampLines(whole.join('\n'), max);
  return [...kept, ...(left > 0 ? [`…and ${count(left)} more`] : []), end].filter((line) => line !== '').join('\n');
}

/** The same message under a small line, which is safe mrkdwn. */
export function withNote({ text, blocks, classic }: SlackMessage, note: string): SlackMessage {
  const line = context(note);
  return message([note, ...text.split('\n')], [line, ...blocks], classic === null ? null : [line, ...classic]);
}

/** Whole lines up to `max` characters; a first line that is longer is cut inside without splitting an escape. */
export function clampLines(text: string, max: number): string {
  if (text.length <= max) return text;
  const { kept } = fitLines(text.split('\n'), max - 2);
  if (kept.length > 0) return `${kept.join('\n')}\n…`;
  const cut = text.slice(0, max - 10);
  const open = Math.max(cut.lastIndexOf('&'), cut.lastIndexOf('<'));
  return `${cut.slice(0, open > max - 300 ? open : undefined).replace(/\p{Cs}/gu, '')}…`;
}
