import type { Bar } from '../bar.ts';
import { noLeak } from './01-no-leak/index.ts';
import { rightNumbers } from './02-right-numbers/index.ts';
import { durableIngest } from './03-durable-ingest/index.ts';
import { databaseAway } from './03b-database-away/index.ts';
import { digestOnce } from './04-digest-once/index.ts';
import { sharedSnapshot } from './04b-shared-snapshot/index.ts';
import { forged } from './05-forged/index.ts';
import { hostileText } from './06-hostile-text/index.ts';
import { alwaysAnswers } from './07-always-answers/index.ts';
import { rawSockets } from './08-raw-sockets/index.ts';
import { poisonedBatches } from './09-poison/index.ts';
import { noSecrets } from './10-no-secrets/index.ts';
import { published } from './11-published/index.ts';
import { noInjection } from './12-no-injection/index.ts';
import { alertFatigue } from './13-alert-fatigue/index.ts';
import { localDays } from './14-local-days/index.ts';
import { slackErrors } from './15-slack-errors/index.ts';
import { forgotten } from './16-forgotten/index.ts';
import { upgrade } from './17-upgrade/index.ts';
import { soak } from './18-soak/index.ts';
import { supplyChain } from './19-supply-chain/index.ts';
import { gracefulStop } from './20-graceful-stop/index.ts';

/** Every promise that is tried, in their order. */
export const bars: readonly Bar[] = [
  noLeak,
  rightNumbers,
  durableIngest,
  databaseAway,
  digestOnce,
  sharedSnapshot,
  forged,
  hostileText,
  alwaysAnswers,
  rawSockets,
  poisonedBatches,
  noSecrets,
  published,
  noInjection,
  alertFatigue,
  localDays,
  slackErrors,
  forgotten,
  upgrade,
  soak,
  supplyChain,
  gracefulStop,
];
