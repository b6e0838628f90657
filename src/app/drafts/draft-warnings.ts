import type { LintFinding } from '../../email/lint-draft.ts';

/** What a person is told about the words of a draft: each with what to do about it. */
export function draftWarnings(findings: readonly LintFinding[]): string[] {
  return findings.map(({ remedy, words }) => `“${words}”: ${remedy}`);
}
