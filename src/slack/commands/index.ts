import type { Command } from './command.ts';
import { health } from './health.ts';
import { pulse } from './pulse.ts';
import { utilization } from './utilization.ts';

/** Every slash command. The manifest's commands are generated from this list. */
export const COMMANDS = [health, utilization, pulse] as const satisfies readonly Command[];
