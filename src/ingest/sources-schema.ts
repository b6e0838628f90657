import { z } from 'zod';
import { sqlSourcesSchema } from './sql/sql-schema.ts';
import { vendorSchema } from './vendor-settings.ts';

/** `sources` of the settings file: how accounts are found in what vendors send, and databases that are read. */
export const sourcesSchema = z.strictObject({ ...vendorSchema.shape, sql: sqlSourcesSchema });

export type SourcesSettings = z.infer<typeof sourcesSchema>;

/** What holds where the settings file is silent. */
export const SOURCES_DEFAULTS: SourcesSettings = sourcesSchema.parse({});
