import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { labelMessage } from '../../../src/app/delivery/label-message.ts';
import type { OutgoingMessage } from '../../../src/app/delivery/publisher.ts';
import type { HandoverReport } from '../../../src/app/owners/handover-report.ts';
import { withDelay } from '../../../src/jobs/jobs/late.ts';
import { undeliverableMessage } from '../../../src/slack/messages/deliveries.ts';
import { digestMessage } from '../../../src/slack/messages/digest.ts';
import { heartbeatMessage } from '../../../src/slack/messages/digest-heartbeat.ts';
import { digestThread } from '../../../src/slack/messages/digest-owners.ts';
import { handoverMessage, leaverMessage } from '../../../src/slack/messages/handover.ts';
import { rollupMessage } from '../../../src/slack/messages/rollup.ts';
import { episodesReport } from '../slack-episodes.ts';
import { rollupReport } from '../slack-pulse.ts';
import { digestReport, healthReport } from '../slack-reports.ts';
import { canaryPortfolio } from './canaries.ts';

type Render = (viewer: { readonly money: boolean }) => readonly OutgoingMessage[];

const standings = canaryPortfolio();
const report = digestReport(standings);
const { filter: _filter, ...own } = report;

const UNDELIVERABLE = {
  kind: 'digest',
  channel: 'C0PULSE',
  localDate: '2026-03-01',
  error: 'is_archived',
  remedy: 'Unarchive the channel or name another.',
};

const LEAVER = { name: 'CanaryCorp owner', email: 'canary@example.com', accounts: 2 };

const HANDOVER: HandoverReport = {
  owner: 'CanaryCorp owner',
  standIn: false,
  packets: standings.map((standing) => ({
    health: healthReport(standing),
    from: null,
    open: episodesReport(standing).open,
    touches: [],
  })),
  more: standings.map(({ account }) => account),
};

/** What goes to a channel without anybody having asked. */
export const CHANNEL_POSTS: Readonly<Record<string, Render>> = {
  digest: ({ money }) => [digestMessage(report, { money, mentions: false })],
  'late digest': ({ money }) => [withDelay(digestMessage(report, { money, mentions: false }), 90)],
  'repeated digest': ({ money }) => [labelMessage(digestMessage(report, { money, mentions: false }), '(repeat)')],
  heartbeat: ({ money }) => [heartbeatMessage(report, { money, mentions: false })],
  'thread per owner': ({ money }) => digestThread(report, { money, fallbackOwner: null, away: new Set() }),
  rollup: ({ money }) => [rollupMessage(rollupReport(standings), { money })],
};

/** What goes to one person without their having asked. */
export const PERSON_POSTS: Readonly<Record<string, Render>> = {
  'own digest': ({ money }) => [{ ...digestMessage(own, { money, mentions: false }), amounts: money }],
  'hand-over': (viewer) => [{ ...handoverMessage(HANDOVER, viewer), amounts: viewer.money }],
  'notice of what is not delivered': () => [{ ...undeliverableMessage(UNDELIVERABLE), amounts: false }],
  'leaver notice': () => [{ ...leaverMessage(LEAVER), amounts: false }],
};

/** Each file that sends or queues something, and the rows that cover what it sends. */
export const SENDERS: Readonly<Record<string, string>> = {
  'app/delivery/queue-message.ts': 'what the others queue',
  'app/digest/queue-digest.ts': 'digest, thread per owner',
  'app/delivery/tell-undeliverable.ts': 'notice of what is not delivered',
  'app/owners/check-owners.ts': 'leaver notice',
  'app/owners/hand-over.ts': 'hand-over',
  'cli/digest.ts': 'digest, thread per owner',
  'jobs/deliver-message.ts': 'everything that was queued, behind the publisher',
  'jobs/jobs/digest.ts': 'digest, late digest, heartbeat, thread per owner',
  'jobs/jobs/owner-digests.ts': 'own digest',
  'jobs/jobs/rollup.ts': 'rollup',
  'slack/delivery.ts': 'the answers of the handlers; view:share',
  'slack/home.ts': 'event:app_home_opened and the rows in App Home',
  'slack/measured-fetch.ts': 'what the Web API clients of the others send, as it is',
  'slack/publisher.ts': 'posts to channels and people',
  'slack/send-files.ts': 'the QBR pack: command:/health qbr, action:qbr_pack, action:pick_qbr',
  'slack/surfaces.ts': 'the modals of the handlers',
};

const SENDS =
  /\bchat\.\w+\(|\bfiles\.(?:upload|complete|get)|\b(?:pins|bookmarks|canvases|assistant)\.\w+\(|filesUpload|\bviews\.(?:open|push|update|publish)\(|\bapiCall\(|\bpublisher\.(?:post|update)\(|\b(?:queueMessage|queueDigest|postToChannel|sendFiles)\(\{|fetch\(url/;

/** The files below `src` that send something out, whatever they call it with. */
export function sendersIn(sources: ReadonlyMap<string, string>): string[] {
  return [...sources].flatMap(([file, source]) => (SENDS.test(source) ? [file] : [])).sort();
}

/** The product's sources by their path; the local workspace and the demo stand in for Slack and for customers. */
export function productSources(): ReadonlyMap<string, string> {
  const root = fileURLToPath(new URL('../../../src/', import.meta.url));
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const ours = files.filter((file) => file.endsWith('.ts') && !/^(?:workspace|demo)\//.test(file));
  return new Map(ours.map((file) => [file, readFileSync(root + file, 'utf8')]));
}
