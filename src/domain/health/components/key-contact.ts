import type { Component } from '../component.ts';

/** Days since the named key contact was last active. */
export const keyContact = {
  key: 'key_contact',
  label: 'Key contact',
  metric: ({ facts }) => {
    if (facts.key_contact_days == null) return null;
    return {
      num: BigInt(facts.key_contact_days),
      den: 1n,
      evidence: { key: 'key_contact', days: facts.key_contact_days },
    };
  },
} as const satisfies Component;
