import { z } from 'zod';
import { AppError } from '../../lib/errors.ts';
import { recordSchema } from '../events/event-fields.ts';
import { issueProblem } from '../events/incoming-event.ts';
import type { ParsedItem } from '../source.ts';
import type { HubspotSettings } from '../vendor-settings.ts';
import { companyFact, companyKey, dayOf, type PropertyValue } from './company-facts.ts';

const id = z
  .union([z.int().min(0), z.string().regex(/^\d{1,20}$/, 'needs a number')], 'needs a number')
  .transform(String);
const milliseconds = z.int('needs milliseconds').min(0);

const changeSchema = z.object({
  subscriptionType: z.string('is missing'),
  objectTypeId: z.string().nullish(),
  objectId: id,
  occurredAt: milliseconds,
  propertyName: z.string().nullish(),
  propertyValue: z.union([z.string(), z.number(), z.boolean()]).nullish(),
});

const valueSchema = z.object({
  value: z.union([z.string(), z.number(), z.boolean()]).nullish(),
  timestamp: milliseconds.nullish(),
});
const objectSchema = z.object({
  companyId: id.nullish(),
  dealId: id.nullish(),
  objectId: id.nullish(),
  objectType: z.string().nullish(),
  objectTypeId: z.string().nullish(),
  associations: z.object({ associatedCompanyIds: z.array(id).nullish() }).nullish(),
  properties: recordSchema,
});
type CrmObject = z.infer<typeof objectSchema>;

const COMPANY = { type: 'COMPANY', typeId: '0-2' } as const;
const DEAL = { type: 'DEAL', typeId: '0-3' } as const;

export interface HubspotReading {
  readonly settings: HubspotSettings;
  /** The time of values that bring none; null when the signature covers no time either. */
  readonly otherwise: Date | null;
}

/**
 * The items of a delivery: an app's list of changes, or the company or deal that a workflow sends.
 * @throws AppError `invalid` for any other shape.
 */
export function readDelivery(payload: unknown, reading: HubspotReading): readonly ParsedItem[] {
  if (Array.isArray(payload)) return payload.map((change) => readChange(change, reading.settings));
  if (typeof payload === 'object' && payload !== null && 'subscriptionType' in payload) {
    return [readChange(payload, reading.settings)];
  }
  const object = objectSchema.safeParse(payload);
  if (object.success) return readObject(object.data, reading);
  throw new AppError('invalid', 'body: needs a list of changes, or a company or deal with its properties');
}

/** A change of one property. Deals do not say here whose they are, so only companies are read. */
function readChange(item: unknown, settings: HubspotSettings): ParsedItem {
  const parsed = changeSchema.safeParse(item);
  if (!parsed.success) return issueProblem(parsed.error, '');
  const { subscriptionType, objectTypeId, objectId: companyId, propertyName, propertyValue, occurredAt } = parsed.data;
  const isCompany =
    subscriptionType === 'company.propertyChange' ||
    (subscriptionType === 'object.propertyChange' && objectTypeId === COMPANY.typeId);
  if (!isCompany || !propertyName) return { signals: [] };
  const property = { name: propertyName, value: String(propertyValue ?? ''), at: new Date(occurredAt) };
  return companyFact(property, { companyId, key: companyKey(companyId) }, settings);
}

function readObject(object: CrmObject, reading: HubspotReading): ParsedItem[] {
  const companyId = numberOf(object, object.companyId, COMPANY);
  if (companyId !== null) return readCompany(companyId, object.properties, reading);
  return numberOf(object, object.dealId, DEAL) === null ? [{ signals: [] }] : [readDeal(object, reading)];
}

function numberOf(
  { objectId, objectType, objectTypeId }: CrmObject,
  own: string | null | undefined,
  kind: { readonly type: string; readonly typeId: string },
): string | null {
  if (own) return own;
  return objectType === kind.type || objectTypeId === kind.typeId ? (objectId ?? null) : null;
}

type Properties = CrmObject['properties'];

function readCompany(companyId: string, properties: Properties, { settings, otherwise }: HubspotReading): ParsedItem[] {
  const { account_id } = settings.properties;
  const named = account_id === null ? '' : textOf(properties, account_id).trim();
  // Its own id is the better key: it needs no mapping that is stated only beside it.
  const key = named === '' ? companyKey(companyId) : { accountKey: named };
  return Object.keys(properties).map((name) => {
    const at = timeOf(properties, name, otherwise);
    const dated: PropertyValue = { name, value: textOf(properties, name), at: at ?? new Date(0) };
    const fact = companyFact(dated, { companyId, key }, settings);
    return at === null && 'signals' in fact && fact.signals.length > 0 ? undated(name) : fact;
  });
}

/** The close of an open renewal deal is when its company renews. */
function readDeal({ associations, properties }: CrmObject, { settings, otherwise }: HubspotReading): ParsedItem {
  const { pipeline, renewal_date: name } = settings.deals;
  if (pipeline === null || textOf(properties, 'pipeline') !== pipeline) return { signals: [] };
  const closed =
    textOf(properties, 'hs_is_closed') === 'true' || /^closed(won|lost)$/.test(textOf(properties, 'dealstage'));
  const text = textOf(properties, name).trim();
  if (closed || text === '') return { signals: [] };
  const companies = [...new Set(associations?.associatedCompanyIds ?? [])];
  const [companyId] = companies;
  if (companyId === undefined) return { code: 'no_account', message: 'associations.associatedCompanyIds: is empty' };
  if (companies.length > 1) {
    return {
      code: 'invalid',
      message: 'associations.associatedCompanyIds: names several companies; leave the one that renews',
    };
  }
  const renewsOn = dayOf(text);
  if (renewsOn === null)
    return { code: 'invalid', message: `${name}: is not a day such as 2026-03-01, nor milliseconds` };
  const at = timeOf(properties, name, otherwise);
  if (at === null) return undated(name);
  return { signals: [{ kind: 'account', ...companyKey(companyId), occurredAt: at, renewsOn }] };
}

function undated(name: string): ParsedItem {
  const message = `${name}: says no time, and its signature covers none; let HubSpot sign with version 3`;
  return { code: 'undated', message };
}

function propertyOf(properties: Properties, name: string): z.infer<typeof valueSchema> {
  const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
  const parsed = valueSchema.safeParse(typeof property === 'object' ? property : { value: property });
  return parsed.success ? parsed.data : {};
}

function textOf(properties: Properties, name: string): string {
  return String(propertyOf(properties, name).value ?? '');
}

function timeOf(properties: Properties, name: string, otherwise: Date | null): Date | null {
  const { timestamp } = propertyOf(properties, name);
  return timestamp == null ? otherwise : new Date(timestamp);
}
