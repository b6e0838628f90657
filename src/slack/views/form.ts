import type { types } from '@slack/bolt';
import { addDays, type Day, daysBetween } from '../../domain/day.ts';
import { AppError } from '../../lib/errors.ts';
import { callbackId, type InputName, type ViewName } from '../action-ids.ts';
import { plainText } from '../messages/layout.ts';
import { cleanText } from '../mrkdwn.ts';
import type { OpenView } from '../slack-request.ts';
import { writeAccountState } from './account-state.ts';
import { fieldOf } from './fields.ts';
import type { FieldErrors } from './view.ts';

/** What a form's fields amount to, or what is wrong with them. */
export type Form<T> = { readonly value: T } | { readonly errors: FieldErrors };

/** One field: its value, or what is wrong with it and what to do. */
export type FieldResult<T> = { readonly value: T } | { readonly error: string };

/** A modal about one account that asks for something. */
export function accountForm(options: {
  readonly view: ViewName;
  readonly title: string;
  readonly submit: string;
  readonly accountId: string;
  readonly blocks: readonly types.KnownBlock[];
}): types.ModalView {
  return {
    type: 'modal',
    callback_id: callbackId(options.view),
    private_metadata: writeAccountState(options.accountId),
    title: plainText(options.title, 24),
    submit: plainText(options.submit, 24),
    close: plainText('Cancel', 24),
    blocks: [...options.blocks],
  };
}

/** A local day from tomorrow up to `most` days ahead. */
export function dayAhead(view: OpenView, name: InputName, today: Day, most: number): FieldResult<Day> {
  const day = fieldOf(view, name);
  const latest = addDays(today, most);
  if (!isDay(day)) return { error: `Choose a day, at the latest ${latest}.` };
  if (day <= today) return { error: `This day is not ahead. Choose one from ${addDays(today, 1)} to ${latest}.` };
  if (daysBetween(today, day) > most) return { error: `At most ${most} days ahead: choose ${latest} or earlier.` };
  return { value: day };
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text;
}

/** One line of text in somebody's own words, at most `most` characters. */
export function wordsOf(view: OpenView, name: InputName, most: number): string {
  return cleanText(fieldOf(view, name))
    .slice(0, most)
    .replace(/\p{Cs}$/u, '')
    .trim();
}

/** The same where it must say something. */
export function requiredWords(view: OpenView, name: InputName, most: number): FieldResult<string> {
  const value = wordsOf(view, name, most);
  return value === '' ? { error: 'Say why in a few words: the others will read it.' } : { value };
}

/** The complaints of a form's fields by the ids of their blocks. */
export function complaints(fields: Readonly<Partial<Record<InputName, FieldResult<unknown>>>>): FieldErrors {
  const wrong = Object.entries(fields).flatMap(([name, field]) => ('error' in field ? [[name, field.error]] : []));
  return Object.fromEntries(wrong);
}

/** Reads a form whose complaints keep its modal open; whoever comes past them gets them as one error. */
export function formOf<T>(read: (view: OpenView, today: Day) => Form<T>): {
  readonly check: (view: OpenView, today: Day) => FieldErrors;
  readonly valueOf: (view: OpenView | null, today: Day) => T;
} {
  return {
    check: (view, today) => {
      const form = read(view, today);
      return 'errors' in form ? form.errors : {};
    },
    valueOf: (view, today) => {
      if (view === null) throw new AppError('invalid', 'The form came without its fields. Please try again.');
      const form = read(view, today);
      if ('errors' in form) throw new AppError('invalid', Object.values(form.errors).join(' '));
      return form.value;
    },
  };
}
