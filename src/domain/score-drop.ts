const DROP_TENTHS = 150;

/** More than 15.0 points lost between two scores in tenths: 88.0 to 72.9 is a drop, 88.0 to 73.0 is not. */
export function isScoreDrop(beforeTenths: number, afterTenths: number): boolean {
  return afterTenths - beforeTenths < -DROP_TENTHS;
}
