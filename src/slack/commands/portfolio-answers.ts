import { COHORT_DIMENSIONS } from '../../domain/revenue/cohorts.ts';
import type { Handling } from '../handling.ts';
import { adoptionSection } from '../messages/adoption.ts';
import { cohortsMessage } from '../messages/cohorts.ts';
import type { SlackMessage } from '../messages/message.ts';
import { unknownWord } from '../messages/notices.ts';
import { portfolioMetricsMessage } from '../messages/portfolio-metrics.ts';
import { nearestWord } from './nearest-word.ts';

/** `/pulse portfolio`: revenue and how seats are used, over the whole portfolio. */
export async function portfolioAnswer({ ctx, deps, asker }: Handling): Promise<SlackMessage> {
  const { adoption, revenue } = await deps.portfolioMetrics({ ctx, input: {} });
  return portfolioMetricsMessage(revenue, { money: asker.money, more: adoptionSection(adoption) });
}

/** `/pulse cohorts [month|industry|size|plan]`: what became of groups of accounts. */
export async function cohortsAnswer({ ctx, deps, asker }: Handling, text: string): Promise<SlackMessage> {
  const word = text.trim().toLowerCase().replace(/^by /, '');
  const by = word === '' ? 'month' : COHORT_DIMENSIONS.find((known) => known === word);
  if (by === undefined) {
    const meant = nearestWord(word, COHORT_DIMENSIONS);
    const command = `/pulse cohorts ${meant}`;
    return unknownWord(
      word,
      COHORT_DIMENSIONS.map((known) => `/pulse cohorts ${known}`),
      meant === null ? null : { label: command, command },
    );
  }
  return cohortsMessage(await deps.revenueCohorts({ ctx, input: { by } }), { money: asker.money });
}
