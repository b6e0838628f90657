/** Loaded before a program: its clock starts at `PICTURES_AT`, so that the pictures of any two days are the same. */
const from = Date.parse(process.env['PICTURES_AT'] ?? '');
if (Number.isNaN(from)) throw new Error('PICTURES_AT is an instant, such as 2026-03-03T09:00:00Z');

const RealDate = Date;
const ahead = from - RealDate.now();
const now = (): number => RealDate.now() + ahead;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, values, made) => Reflect.construct(target, values.length === 0 ? [now()] : values, made),
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
});
