export interface PreparedRequests {
  /** The bytes of the next request. They hold until as many others were taken as there are prepared ones. */
  next(): Buffer;
}

const SESSION = 8;
const DIGITS = 9;
const ZERO = 0x30;
const PLACE = '0'.repeat(DIGITS);

interface Prepared {
  readonly bytes: Buffer;
  /** Where the numbers of its events are. */
  readonly places: readonly number[];
}

/**
 * Requests made before the clock starts, so many that every account is there. Only the number in the id of each event
 * is written anew when a request is taken, so that no two events are the same.
 */
export function prepareRequests(order: {
  readonly run: string;
  readonly eventsPerRequest: number;
  readonly accounts: number;
}): PreparedRequests {
  const { accounts, eventsPerRequest, run } = order;
  const at = new Date().toISOString();
  const count = Math.ceil((SESSION * accounts) / eventsPerRequest);
  const ring = Array.from({ length: count }, (_, index) =>
    prepared(
      Array.from({ length: eventsPerRequest }, (_, n) =>
        eventText(index * eventsPerRequest + n, { run, accounts, at }),
      ),
    ),
  );
  let taken = 0;
  let number = 0;
  return {
    next() {
      const request = ring[taken % count];
      if (request === undefined) throw new Error('there is no request');
      taken += 1;
      for (const place of request.places) writeNumber(request.bytes, place, number++);
      return request.bytes;
    },
  };
}

/** One event of somebody, eight in a row: everybody is number 0 or 1 of an account, which every account has. */
function eventText(number: number, of: { readonly run: string; readonly accounts: number; readonly at: string }) {
  const session = Math.floor(number / SESSION);
  const account = 1 + ((session * 997) % of.accounts);
  return (
    `{"account_id":"acct_${account}","user_id":"user_${session & 1}","event":"event_${1 + (number % 40)}",` +
    `"timestamp":"${of.at}","message_id":"${of.run}-${PLACE}"}`
  );
}

function prepared(events: readonly string[]): Prepared {
  const body = events.length === 1 ? events.join('') : `{"batch":[${events.join(',')}]}`;
  const bytes = Buffer.from(
    'POST /v1/events HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer csp_bench\r\n' +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  const places: number[] = [];
  const mark = `-${PLACE}"`;
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) places.push(at + 1);
  return { bytes, places };
}

function writeNumber(bytes: Buffer, place: number, number: number): void {
  let rest = number;
  for (let at = place + DIGITS - 1; at >= place; at -= 1) {
    bytes[at] = ZERO + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}
