import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Raised when the portfolio changes, so that an older one in the data folder is replaced. */
const PORTFOLIO_VERSION = 3;

const markerSchema = z.object({ version: z.number(), day: z.string(), timeZone: z.string() });

const fileOf = (dataDir: string): string => join(dataDir, 'demo.json');

/** Whether the data folder holds this day's portfolio, whole: the file is written last. */
export function isLoaded(dataDir: string, day: string, timeZone: string): boolean {
  try {
    const marker = markerSchema.parse(JSON.parse(readFileSync(fileOf(dataDir), 'utf8')));
    return marker.version === PORTFOLIO_VERSION && marker.day === day && marker.timeZone === timeZone;
  } catch {
    return false;
  }
}

export function markLoaded(dataDir: string, day: string, timeZone: string): void {
  writeFileSync(fileOf(dataDir), `${JSON.stringify({ version: PORTFOLIO_VERSION, day, timeZone })}\n`);
}

export function unmark(dataDir: string): void {
  rmSync(fileOf(dataDir), { force: true });
}
