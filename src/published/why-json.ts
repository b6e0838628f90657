import type { ChangePoint, ChangeReport } from '../app/changes/change-report.ts';
import { formatTenths } from '../domain/decimal.ts';
import { noChangeReason, termText } from '../words/change-terms.ts';
import { plain } from '../words/plain.ts';

/** Why a score moved, as other programs read it. Names are its interface: additions go to the end. */
export function whyJson(report: ChangeReport) {
  const { account, from, to, changeTenths, terms } = report;
  const reason = noChangeReason(report);
  return {
    account_id: account.accountId,
    from: from && pointJson(from),
    to: pointJson(to),
    change: tenthsOrNull(changeTenths),
    terms: terms.map((term) => ({
      key: term.key,
      kind: term.kind,
      points: formatTenths(term.pointsTenths),
      text: termText(term, report, plain),
    })),
    ...(reason === null ? {} : { reason }),
  };
}

function pointJson(point: ChangePoint) {
  const { day, scoreTenths, band, definition, definitionHash, segment } = point;
  const rules = { definition, definition_hash: definitionHash, ...(segment === null ? {} : { segment }) };
  return { date: day, score: tenthsOrNull(scoreTenths), band, ...rules };
}

function tenthsOrNull(tenths: number | null): string | null {
  return tenths === null ? null : formatTenths(tenths);
}
