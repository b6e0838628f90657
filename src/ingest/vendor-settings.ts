import { z } from 'zod';

const MOST_OWNERS = 2000;

const property = z
  .string('must be the internal name of a property')
  .trim()
  .min(1, 'is empty; name a property, or null for none')
  .max(100, 'must have at most 100 letters');
const optionalProperty = property.nullable();
const email = z.string().regex(/^[^\s@]{1,64}@[^\s@]{1,190}$/, 'must be an e-mail address');

const posthogSchema = z.strictObject({
  /** The group type of PostHog whose key is the account's id. */
  group_type: z.string().trim().min(1, 'is empty; name a group type').max(100).default('company'),
});

const hubspotSchema = z.strictObject({
  /** Internal names of company properties; null: not read. */
  properties: z
    .strictObject({
      account_id: optionalProperty.default('account_id'),
      renewal_date: optionalProperty.default('renewal_date'),
      owner: optionalProperty.default('hubspot_owner_id'),
      lifecycle: optionalProperty.default('lifecyclestage'),
    })
    .prefault({}),
  /** Deals whose dates speak for their company; without a pipeline none do. */
  deals: z
    .strictObject({ pipeline: property.nullable().default(null), renewal_date: property.default('closedate') })
    .prefault({}),
  /** E-mail addresses by HubSpot's owner ids. */
  owners: z
    .record(z.string().regex(/^\d{1,20}$/, 'must be an owner id of HubSpot in quotes'), email)
    .refine((owners) => Object.keys(owners).length <= MOST_OWNERS, `must have at most ${MOST_OWNERS} entries`)
    .default({}),
  /** Why accounts of a lifecycle stage are left out, by its internal name. */
  excluded_stages: z
    .record(property, z.enum(['usage_based_plan', 'trial', 'internal', 'cancelled', 'free']))
    .default({}),
});

const sentrySchema = z.strictObject({
  /** The tag whose value is the account's id. */
  account_tag: z
    .string()
    .regex(/^[\w.:-]{1,200}$/, 'must be the key of a tag: letters, digits and . : _ -')
    .default('account_id'),
});

/** How accounts are found in what vendors send. */
export const vendorSchema = z.strictObject({
  posthog: posthogSchema.prefault({}),
  sentry: sentrySchema.prefault({}),
  hubspot: hubspotSchema.prefault({}),
});

export type VendorSettings = z.infer<typeof vendorSchema>;
export type HubspotSettings = VendorSettings['hubspot'];

/** What holds where the settings file is silent. */
export const VENDOR_DEFAULTS: VendorSettings = vendorSchema.parse({});
