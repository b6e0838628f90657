import type { z } from 'zod';
import type { Signal } from '../../domain/signal.ts';
import type { ParsedItem, SourceSettings } from '../source.ts';
import { type IncomingEvent, issueProblem } from './incoming-event.ts';

/** A well-known event that is a fact rather than activity. */
export interface FactEvent {
  readonly read: (event: IncomingEvent, settings: SourceSettings) => ParsedItem;
}

/** A fact event: the properties it needs, and the signals it stands for. */
export function factEvent<T>(
  schema: z.ZodType<T>,
  toSignals: (fields: T, event: IncomingEvent, settings: SourceSettings) => readonly Signal[],
): FactEvent {
  return {
    read: (event, settings) => {
      const parsed = schema.safeParse(event.properties);
      if (!parsed.success) return issueProblem(parsed.error, 'properties');
      return { signals: toSignals(parsed.data, event, settings) };
    },
  };
}
