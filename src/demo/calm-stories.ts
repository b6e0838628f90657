import type { Random } from './random.ts';
import type { Story } from './story.ts';
import { baseStory, habitsOf, seatState } from './story-base.ts';

/** Makes the `index`-th account of its kind. */
export type StoryMaker = (random: Random, index: number) => Story;

/** In regular use, a little more of it than half a year ago. */
export const steady: StoryMaker = (random) => {
  const used = random.between(57, 86);
  const story = baseStory(random, { usedPercent: [used - random.between(2, 5), used] });
  return {
    ...story,
    // Contracts of half-empty accounts that end soon are a story of their own.
    renewsInDays: used < 66 ? story.renewsInDays : random.between(10, 364),
    errors30d: random.below(9),
    tickets30d: random.below(4),
    scores: [random.between(5, 10), random.between(6, 9), random.between(6, 10)].slice(0, random.below(4)),
  };
};

/** A few large customers, so that the portfolio is not all of one size. */
export const large: StoryMaker = (random, index) => {
  const used = random.between(64, 80);
  return baseStory(random, { seats: [120, 180, 260, 400][index % 4], usedPercent: [used - 3, used] });
};

/** Nearly every seat is in use; one of them even has more people than seats. */
export const atCeiling: StoryMaker = (random, index) => {
  const story = baseStory(random, { usedPercent: [84, index === 0 ? 112 : random.between(93, 100)] });
  return { ...story, tickets30d: 1, scores: [9] };
};

/**
 * Shops and clinics, busiest on weekends. They keep the weekends of the whole portfolio from looking like a broken
 * feed: the recipe accounts come in bursts that know no weekdays.
 */
export const everyDay: StoryMaker = (random, index) => {
  const story = baseStory(random, { seats: [24, 30, 40, 45, 60][index % 5], usedPercent: [66, 72] });
  if (story.habits === null) return story;
  return { ...story, habits: { ...story.habits, week: 'all', period: 3, weekendEvents: 20 } };
};

/** Closed for nine days some weeks ago: a holiday, not a loss. */
export const holiday: StoryMaker = (random, index) => {
  const story = baseStory(random, { usedPercent: [66, 74] });
  const from = 31 + 7 * index;
  return story.habits === null ? story : { ...story, habits: { ...story.habits, closed: [[from, from + 8]] } };
};

/** Meets on one day of every other week: fine by its own habit, but rarely seen. */
export const fortnightly: StoryMaker = (random) => {
  const story = baseStory(random, { usedPercent: [70, 72] });
  return story.habits === null ? story : { ...story, habits: { ...story.habits, fortnightly: true } };
};

/** More seats bought last month than people have joined yet. */
export const ramping: StoryMaker = (random, index) => {
  const before = [12, 20, 25, 30, 60][index % 5] ?? 20;
  const story = baseStory(random, { seats: before, usedPercent: [82, 92] });
  const seats = before * 2 + 5 * (index + 1);
  const billing = [...story.billing, seatState(random.between(20, 50), seats)];
  return { ...story, billing, users: seats, assigned: Math.ceil((seats * 7) / 10) };
};

/** Fewer seats than are worth ranking. */
export const small: StoryMaker = (random) => ({
  ...baseStory(random, { seats: random.between(3, 4), usedPercent: [75, 75] }),
  renewsInDays: null,
  keyContact: null,
});

/** A customer for a few weeks: under 28 days without a number, under 60 without a bucket. */
export const onboarding: StoryMaker = (random, index) => {
  const days = [6, 14, 26, 34, 45, 58][index % 6] ?? 26;
  const seats = [12, 20, 10, 15, 30, 8][index % 6] ?? 12;
  const story = baseStory(random, { seats, usedPercent: [20, 70] });
  const people = Math.round((seats * 7) / 10);
  return {
    ...story,
    customerDaysAgo: days,
    renewsInDays: 365 - days,
    billing: [seatState(days, seats)],
    habits: habitsOf(
      [
        [days, 2],
        [Math.ceil(days / 3), people],
      ],
      random,
      { dataDays: days, period: 3 },
    ),
    scores: [],
  };
};
