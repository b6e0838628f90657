const FIRST =
  'Amber Birch Cobalt Delta Ember Fjord Granite Harbor Indigo Juniper Kestrel Lumen Maple Nimbus Onyx Prairie Quartz Raven Summit Tidal Umbra Velvet Willow Xenon Yarrow Zenith Atlas Beacon Cedar Drift Echo Falcon Glacier Horizon Iris Jade Krypton Lotus Meridian Nova Orchid Pioneer Quill Ridge Solstice Talon Unity Vertex Wander Zephyr'.split(
    ' ',
  );
const SECOND =
  'Analytics Bakery Capital Dental Energy Freight Gardens Health Insurance Joinery Kitchens Logistics Media Networks Optics Paper Quarries Robotics Systems Travel'.split(
    ' ',
  );
const LAST = ['Group', 'Labs', 'Partners', 'Works', 'Holdings'];

/** Distinct company names with neighbours that differ: what a search has to tell apart. From 5,000 on numbered. */
export function accountNames(count: number): string[] {
  const all = LAST.flatMap((last) => SECOND.flatMap((second) => FIRST.map((first) => `${first} ${second} ${last}`)));
  return Array.from({ length: count }, (_, index) => {
    const name = all[index % all.length] ?? '';
    return index < all.length ? name : `${name} ${1 + Math.floor(index / all.length)}`;
  });
}
