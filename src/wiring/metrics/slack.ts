import { Counter, Histogram, type Registry } from 'prom-client';
import type { Metrics } from '../../lib/metrics.ts';

/** Slack waits 3 s for an acknowledgement, a person perhaps 10 s for an answer. */
const ACK_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3];
const ANSWER_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10];

/** How long people and Slack wait, and what Slack refuses. */
export function slackMetrics(
  registry: Registry,
): Pick<Metrics, 'slackAcknowledged' | 'slackAnswered' | 'slackRefused'> {
  const registers = [registry];
  const acknowledged = new Histogram({
    name: 'cs_pulse_slack_ack_seconds',
    help: 'From the arrival of what Slack sent until it was acknowledged, by kind and handler.',
    labelNames: ['kind', 'name'],
    buckets: ACK_BUCKETS,
    registers,
  });
  const answered = new Histogram({
    name: 'cs_pulse_slack_answer_seconds',
    help: 'From the arrival of what Slack sent until what was asked for was shown, by kind and handler.',
    labelNames: ['kind', 'name'],
    buckets: ANSWER_BUCKETS,
    registers,
  });
  const refused = new Counter({
    name: 'cs_pulse_slack_api_errors_total',
    help: 'Calls of the Web API that failed, by method and class of error.',
    labelNames: ['method', 'error'],
    registers,
  });
  return {
    slackAcknowledged: (kind, name, seconds) => acknowledged.observe({ kind, name }, seconds),
    slackAnswered: (kind, name, seconds) => answered.observe({ kind, name }, seconds),
    slackRefused: (method, error) => refused.inc({ method, error }),
  };
}
