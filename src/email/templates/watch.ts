import { atRisk } from './at-risk.ts';
import { renewal } from './renewal.ts';
import { steady } from './steady.ts';
import type { BucketTemplates } from './template.ts';

/** Something to keep an eye on: the check-in first, then the wording for a change; procurement hears of dates. */
export const watch = {
  admin: [steady.admin[0], atRisk.admin[0]],
  key_contact: [steady.key_contact[0], atRisk.key_contact[0]],
  exec: [atRisk.exec[0]],
  procurement: [renewal.procurement[0]],
} satisfies BucketTemplates;
