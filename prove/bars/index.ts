import type { Bar } from '../bar.ts';
import { durableIngest } from './03-durable-ingest/index.ts';

/** Every promise that is tried, in their order. */
export const bars: readonly Bar[] = [durableIngest];
