const FIRST =
  'Amber Birch Cobalt Delta Ember Fjord Granite Harbor Indigo Juniper Kestrel Lumen Maple Nimbus Onyx Prairie Quartz Raven Summit Tidal Umbra Velvet Willow Xenon Yarrow Zenith Atlas Beacon Cedar Drift Echo Falcon Glacier Horizon Iris Jade Krypton Lotus Meridian Nova Orchid Pioneer Quill Ridge Solstice Talon Unity Vertex Wander Zephyr'.split(
    ' ',
  );
const SECOND =
  'Analytics Bakery Capital Dental Energy Freight Gardens Health Insurance Joinery Kitchens Logistics Media Networks Optics Paper Quarries Robotics Systems Travel'.split(
    ' ',
  );
const LAST = ['Group', 'Labs', 'Partners', 'Works', 'Holdings'];

/** Distinct company names, at most 5,000, with neighbours that differ: what a search has to tell apart. */
export function accountNames(count: number): string[] {
  const all = LAST.flatMap((last) => SECOND.flatMap((second) => FIRST.map((first) => `${first} ${second} ${last}`)));
  if (count > all.length) throw new RangeError(`There are ${all.length} names; ${count} were asked for.`);
  return all.slice(0, count);
}
