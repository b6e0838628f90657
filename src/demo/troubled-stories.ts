import type { StoryMaker } from './calm-stories.ts';
import type { Random } from './random.ts';
import type { Story } from './story.ts';
import { baseStory, habitsOf, seatState } from './story-base.ts';

/** Errors, urgent tickets and poor answers, although people still come. */
export const troubled: StoryMaker = (random, index) => ({
  ...baseStory(random, { seats: 14 + 4 * index, usedPercent: [60, 60] }),
  errors30d: 20 + 4 * index,
  tickets30d: 7 + index,
  urgentOpen: 2,
  scores: [2, 4],
  keyContact: index % 2 === 0 ? 0 : null,
});

/** Loses people month by month; the first ones are already below half of their seats. */
export const declining: StoryMaker = (random, index) => {
  const seats = 20 + 5 * index;
  const [from, to] = index < 5 ? [78 - 2 * index, 32 + 2 * index] : [96, 56];
  const story = baseStory(random, { seats, usedPercent: [from, to] });
  const [many, few] = [Math.round((seats * from) / 100), Math.round((seats * to) / 100)];
  const curve = [
    [150, many],
    [1, few],
  ] as const;
  // Gone for some weeks: the people who joined last are the first to leave.
  const keyContact = few + Math.floor((many - few) / 5);
  return {
    ...story,
    habits: habitsOf(curve, random, { dataDays: story.customerDaysAgo, period: 4 }),
    keyContact,
    tickets30d: 2,
    scores: [6, 7],
  };
};

/** Lost half of its people within the last days. */
export const sudden: StoryMaker = (random, index) => {
  const seats = 24 + 16 * index;
  const story = baseStory(random, { seats, usedPercent: [85, 88] });
  const many = Math.round((seats * 88) / 100);
  const curve = [
    [182, many - 1],
    [11, many],
    [8, Math.round(many / 5)],
  ] as const;
  return { ...story, habits: habitsOf(curve, random, { dataDays: story.customerDaysAgo, period: 3 }) };
};

/** Nobody has come for two weeks or more; for the first of them that is true since today. */
export const silent: StoryMaker = (random, index) => {
  const days = [14, 17, 25][index % 3] ?? 14;
  return closedSince(baseStory(random, { usedPercent: [70, 72] }), days);
};

/** Was silent until yesterday. */
export const returned: StoryMaker = (random) => {
  const story = baseStory(random, { seats: 30, usedPercent: [70, 72] });
  if (story.habits === null) return story;
  return { ...story, habits: { ...story.habits, week: 'all', period: 3, closed: [[2, 17]] } };
};

/** Bought, never taken up: few people, always the same. */
export const dormant: StoryMaker = (random, index) => {
  const seats = [8, 9, 20, 30, 50, 80][index % 6] ?? 20;
  const story = baseStory(random, { seats, usedPercent: [30, 32] });
  return { ...story, assigned: Math.ceil(seats / 2), interval: 'month', scores: index % 2 === 0 ? [8] : [] };
};

/** Contracts that end within 90 days while four seats in ten are empty; the first crossed the line today. */
export const renewalAtRisk: StoryMaker = (random, index) => ({
  ...baseStory(random, { seats: 20 + 20 * index, usedPercent: [56, 56] }),
  renewsInDays: [90, 45, 21, 74][index % 4] ?? 45,
});

/** Told us that they leave at the end of the period, yesterday or some time ago. */
export const cancelling: StoryMaker = (random, index) => {
  const story = baseStory(random, { seats: 30 + 15 * index, usedPercent: [80, 82] });
  const told = seatState(index === 0 ? 1 : 12, 30 + 15 * index, { cancelAtPeriodEnd: true });
  return { ...story, via: 'stripe', renewsInDays: index === 0 ? 20 : 48, billing: [...story.billing, told] };
};

/** The last invoice is unpaid for two weeks or longer. */
export const pastDue: StoryMaker = (random, index) => {
  const story = baseStory(random, { seats: 12 + 10 * index, usedPercent: [82, 86] });
  const unpaid = seatState(index === 0 ? 15 : 22, 12 + 10 * index, { status: 'past_due' });
  return { ...story, via: 'stripe', billing: [...story.billing, unpaid] };
};

/** Paid yesterday what was due for four weeks. */
export const paidAgain: StoryMaker = (random) => {
  const story = baseStory(random, { seats: 35, usedPercent: [82, 86] });
  const unpaid = seatState(28, 35, { status: 'past_due' });
  return { ...story, via: 'stripe', currency: 'USD', billing: [...story.billing, unpaid, seatState(1, 35)] };
};

/** Pays, but nothing was ever received: most likely the mapping of its events. */
export const noSignal: StoryMaker = (random, index) => ({
  ...baseStory(random, { seats: 15 + 15 * index, usedPercent: [60, 60] }),
  habits: null,
  errors30d: 0,
  tickets30d: 0,
  scores: [],
});

/** Billing names a plan and no seats. */
export const noSeats: StoryMaker = (random) => {
  const story = baseStory(random, { seats: 10, usedPercent: [60, 60] });
  return { ...story, via: 'events', billing: [seatState(story.customerDaysAgo, null)] };
};

export const usageBased: StoryMaker = (random) => {
  const story = baseStory(random, { seats: 30, usedPercent: [80, 84] });
  const billing = [seatState(story.customerDaysAgo, null, { usageBased: true })];
  return { ...story, plan: 'Usage', via: 'stripe', interval: 'month', billing };
};

export const trial: StoryMaker = (random, index) => {
  const days = [5, 9, 13][index % 3] ?? 9;
  return {
    ...newcomer(random, days),
    via: 'stripe',
    renewsInDays: null,
    billing: [seatState(days, 10, { status: 'trialing' })],
  };
};

/** Left three weeks ago. */
export const cancelled: StoryMaker = (random) => {
  const story = closedSince(baseStory(random, { seats: 16, usedPercent: [40, 30] }), 22);
  const gone = seatState(21, 0, { status: 'canceled' });
  return { ...story, via: 'stripe', renewsInDays: null, billing: [...story.billing, gone] };
};

/** Not a paying customer: a free plan, or ourselves. */
export const notPaying: StoryMaker = (random, index) => ({
  ...baseStory(random, { seats: 6, usedPercent: [80, 84] }),
  plan: 'Free',
  via: 'events',
  interval: 'month',
  renewsInDays: null,
  excludedReason: index === 0 ? 'free' : 'internal',
});

function closedSince(story: Story, days: number): Story {
  return story.habits === null ? story : { ...story, habits: { ...story.habits, closed: [[0, days]] } };
}

function newcomer(random: Random, days: number): Story {
  const story = baseStory(random, { seats: 10, usedPercent: [40, 60] });
  const curve = [
    [days, 2],
    [1, 6],
  ] as const;
  return {
    ...story,
    customerDaysAgo: days,
    habits: habitsOf(curve, random, { dataDays: days, period: 3 }),
    scores: [],
  };
}
