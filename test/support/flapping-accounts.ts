import { addDays } from '../../src/domain/day.ts';
import { FIRST, type Flapping, type Month, type Said } from './flapping.ts';

/** Seats that flap by one around a threshold, and every line that 31 digests may say of each. */
export const FLAPPING: Readonly<Record<string, Flapping & { readonly said: readonly string[] }>> = {
  // Low from the first look on, and CRITICAL once.
  'band-25': { people: 25, before: 97, seats: [101, 100], said: ['0 band_down +dormant', '1 band_down'] },
  'band-45': { people: 45, before: 97, seats: [101, 100], said: ['0 dormant', '1 band_down'] },
  'band-70': { people: 70, before: 97, seats: [101, 100], said: ['1 band_down'] },
  'band-90': { people: 90, before: 97, seats: [101, 100], said: ['1 band_down'] },
  // 86.0, then 71.1 and 70.5: 14.9 points and 15.5.
  drop: { people: 86, before: 100, seats: [121, 122], from: 8, said: ['10 drop_7d'] },
  'seats-50': { people: 50, before: 97, seats: [101, 100], said: ['1 dormant'] },
  'seats-60': { people: 60, before: 97, seats: [101, 100], renewsOn: addDays(FIRST, 91), said: ['1 renewal_red_flag'] },
  // Nobody is reminded of what somebody muted.
  muted: {
    people: 60,
    before: 97,
    seats: [101, 100],
    renewsOn: addDays(FIRST, 91),
    mutedOn: 2,
    said: ['1 renewal_red_flag'],
  },
  // Ten days low, ten days well, and low again, which is another alert.
  returns: {
    people: 50,
    before: 97,
    seats: [...Array<number>(10).fill(120), ...Array<number>(10).fill(70), ...Array<number>(11).fill(120)],
    said: ['1 band_down', '11 recovered', '21 drop_24h +band_down'],
  },
};

/** A line of a digest, such as `0 band_down +dormant`. */
export function lineOf({ day, signal, tags }: Said): string {
  return [`${day} ${signal}`, ...tags.map((tag) => `+${tag}`)].join(' ');
}

/** A condition is told once while it lasts, and again only after it was said to be over; what is muted stays quiet. */
export function fatigueFaults(
  { changedByRestart, reminded, told }: Month,
  accounts: Readonly<Record<string, Flapping>>,
): string[] {
  const repeated = [...told].flatMap(([accountId, said]) =>
    repeatsIn(said).map((line) => `${accountId}: ${line} again`),
  );
  const muted = Object.entries(accounts).flatMap(([accountId, { mutedOn }]) =>
    mutedOn === undefined
      ? []
      : (reminded.get(accountId) ?? [])
          .filter((day) => day > mutedOn)
          .map((day) => `${accountId}: reminded on day ${day}`),
  );
  return [...repeated, ...muted, ...changedByRestart.map((day) => `${day}: another digest after a restart`)];
}

function repeatsIn(said: readonly Said[]): string[] {
  const open = new Set<string>();
  return said.flatMap((one) => {
    if (one.signal === 'recovered') open.clear();
    // To fall deeper is another thing than to fall.
    const condition = one.signal === 'band_down' ? `${one.signal} ${one.band}` : one.signal;
    const isRepeat = one.signal !== 'recovered' && open.has(condition);
    open.add(condition);
    return isRepeat ? [lineOf(one)] : [];
  });
}
