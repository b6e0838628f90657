/** Every order in which a list can arrive. */
export function ordersOf<T>(list: readonly T[]): T[][] {
  if (list.length < 2) return [[...list]];
  return list.flatMap((first, place) =>
    ordersOf(list.filter((_, other) => other !== place)).map((rest) => [first, ...rest]),
  );
}
