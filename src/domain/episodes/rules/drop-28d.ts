import { fallRule, fallSince } from './fall.ts';

/** A fall within four weeks that no shorter drop has said. */
export const drop28d = fallRule({ id: 'drop_28d', coolDownDays: 28, fires: (day) => fallSince(day, day.monthAgo, 28) });
