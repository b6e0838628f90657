import { vocabularyOf } from '../../email/fact-vocabulary.ts';
import { lintTexts } from '../../email/lint-draft.ts';
import { draftWarnings } from '../drafts/draft-warnings.ts';
import { type OutlineKnown, outlineFacts } from './outline-facts.ts';
import { outlineText } from './outline-text.ts';
import type { QbrOutline } from './reports.ts';

/**
 * The customer-safe outline of what is known, with what the linter says about its final text.
 * @throws AppError `invalid` when `asOf` is not a day.
 */
export function outline(known: OutlineKnown): QbrOutline {
  const facts = outlineFacts(known);
  const text = outlineText(facts);
  return { text, warnings: draftWarnings(lintTexts([text], vocabularyOf(facts))) };
}
