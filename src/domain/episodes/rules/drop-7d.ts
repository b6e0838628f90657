import { fallRule, fallSince } from './fall.ts';

/** A fall within a week that no shorter drop has said. */
export const drop7d = fallRule({ id: 'drop_7d', coolDownDays: 14, fires: (day) => fallSince(day, day.weekAgo, 7) });
