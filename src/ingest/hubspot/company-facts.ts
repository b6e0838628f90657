import type { AccountSignal } from '../../domain/signal.ts';
import { parseRfc3339 } from '../rfc3339.ts';
import type { ParsedItem } from '../source.ts';
import type { HubspotSettings } from '../vendor-settings.ts';

/** The value of a property, and since when it holds. */
export interface PropertyValue {
  readonly name: string;
  readonly value: string;
  readonly at: Date;
}

/** The account that a company is: by HubSpot's number, which only a mapping leads to, or by the account's own id. */
export type CompanyKey = Pick<AccountSignal, 'accountKey' | 'knownOnly'>;

/** The key of a company by its number in HubSpot. */
export function companyKey(companyId: string): CompanyKey {
  return { accountKey: `hubspot:${companyId}`, knownOnly: true };
}

/** What one property of a company says about its account; nothing when it is not one that is read, or is empty. */
export function companyFact(
  { name, value, at }: PropertyValue,
  company: { readonly companyId: string; readonly key: CompanyKey },
  settings: HubspotSettings,
): ParsedItem {
  const text = value.trim();
  if (text === '') return { signals: [] };
  const about = (fields: Partial<AccountSignal>, key = company.key): ParsedItem => ({
    signals: [{ ...fields, ...key, kind: 'account', occurredAt: at }],
  });
  const { account_id, lifecycle, owner, renewal_date } = settings.properties;
  switch (name) {
    case account_id:
      return about({ aliases: [`hubspot:${company.companyId}`] }, { accountKey: text });
    case renewal_date: {
      const renewsOn = dayOf(text);
      return renewsOn === null
        ? unreadable(name, 'is not a day such as 2026-03-01, nor milliseconds')
        : about({ renewsOn });
    }
    case owner: {
      const email = ownerEmail(text, settings);
      return email === null ? unreadable(name, OWNER_REMEDY) : about({ owner: { email } });
    }
    case lifecycle: {
      const { excluded_stages: stages } = settings;
      // Only a file that names stages lets HubSpot decide who is left out.
      if (Object.keys(stages).length === 0) return { signals: [] };
      return about({ excludedReason: Object.hasOwn(stages, text) ? (stages[text] ?? null) : null });
    }
    case 'name':
    case 'domain':
    case 'industry':
      return about({ [name]: text });
    default:
      return { signals: [] };
  }
}

const OWNER_REMEDY = 'is an owner without an address here; add it to sources.hubspot.owners in the settings file';

function unreadable(name: string, problem: string): ParsedItem {
  return { code: 'invalid', message: `${name}: ${problem}` };
}

/** HubSpot's dates are midnight in UTC, as milliseconds or as text; a time counts by its day in UTC. */
export function dayOf(text: string): string | null {
  const at = /^\d{12,14}$/.test(text)
    ? new Date(Number(text))
    : parseRfc3339(text.length === 10 ? `${text}T00:00:00Z` : text);
  const day = at === null || Number.isNaN(at.getTime()) ? '' : at.toISOString().slice(0, 10);
  return /^\d{4}-/.test(day) ? day : null;
}

/** A property may hold the address itself, or HubSpot's number of the owner. */
function ownerEmail(text: string, { owners }: HubspotSettings): string | null {
  if (/^[^\s@]{1,64}@[^\s@]{1,190}$/.test(text)) return text;
  return Object.hasOwn(owners, text) ? (owners[text] ?? null) : null;
}
