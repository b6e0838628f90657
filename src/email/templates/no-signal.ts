import type { BucketTemplates, Refusal } from './template.ts';

const unseen: Refusal = {
  refused: 'No event of this account has ever arrived: check the mapping of its events before writing about its use.',
};

/** Nothing is known of their work, and most often the fault is ours. */
export const noSignal = {
  admin: unseen,
  key_contact: unseen,
  exec: unseen,
  procurement: unseen,
} satisfies BucketTemplates;
