import type { DigestReport } from '../../app/digest/digest-report.ts';
import type { DataNotice } from '../../app/freshness/freshness-report.ts';
import { localDayOf } from '../../lib/local-time.ts';
import { moment } from '../../words/data-state.ts';
import { count, shortDay } from '../../words/numbers.ts';
import { untrusted } from '../mrkdwn.ts';

const SHOWN = 5;

/** What the digest says once about each source that broke or is well again. */
export function noticeLines({ notices, stand }: DigestReport): string[] {
  const lines = notices.slice(0, SHOWN).map((notice) => noticeLine(notice, stand.timeZone));
  const more = notices.length - lines.length;
  return more > 0 ? [...lines, `…and ${count(more)} more: \`/pulse doctor\``] : lines;
}

function noticeLine(notice: DataNotice, timeZone: string): string {
  const since = moment(notice.since, timeZone);
  const feed = feedText(notice);
  if (notice.state === 'recovered') {
    const until = notice.until === null ? '' : `, seen ${moment(notice.until, timeZone)}`;
    return `✅ *Data is back*: ${feed}, broken since ${since}${until}.`;
  }
  if (notice.state === 'retired') {
    return `☑ *No longer expected*: ${feed}, silent since ${since}. Drops count again without it.`;
  }
  const what =
    notice.what === 'silent'
      ? `nothing since ${since}, although these hours usually bring some`
      : `${count(notice.lastDay)} signals on ${shortDay(localDayOf(notice.since, timeZone))}, usually about ${count(notice.usual)}`;
  return `⚠ *Data problem*: ${feed}, ${what}. ${effect(notice)} See \`/pulse doctor\`.`;
}

/** Only missing usage makes scores fall. */
function effect({ source }: DataNotice): string {
  return source === 'usage' ? 'Drops are held, scores may be too low.' : 'Scores may leave it out.';
}

function feedText({ feed, source }: DataNotice): string {
  const kind = untrusted(source, { max: 20 });
  return feed === null ? `${kind} of all sources` : `${kind} from ${untrusted(feed, { max: 40 })}`;
}
