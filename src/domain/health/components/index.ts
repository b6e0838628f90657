import type { ComponentKey } from '../../assessment.ts';
import type { Component } from '../component.ts';
import { keyContact } from './key-contact.ts';
import { nps } from './nps.ts';
import { regularity } from './regularity.ts';
import { reliability } from './reliability.ts';
import { support } from './support.ts';
import { trend } from './trend.ts';
import { utilization } from './utilization.ts';

/** Every component by its key. A new one is a file in this folder and a line here. */
export const COMPONENTS = {
  utilization,
  regularity,
  trend,
  reliability,
  support,
  key_contact: keyContact,
  nps,
} as const satisfies { readonly [Key in ComponentKey]: Component & { readonly key: Key } };

/** The same keys in the order of the registry. */
export const COMPONENT_KEYS: readonly ComponentKey[] = Object.values(COMPONENTS).map(({ key }) => key);
