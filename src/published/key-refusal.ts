import type { Admission } from '../app/keys/admit-reader.ts';

/** Why a program is not answered, in the words and headers of every interface that takes read keys. */
export interface KeyRefusal {
  readonly kind: 'unauthorized' | 'forbidden' | 'too_many';
  readonly status: 401 | 403 | 429;
  /** What is wrong with which field, and what to do. */
  readonly detail: string;
  readonly headers: Readonly<Record<string, string>>;
}

const MAKE_ONE = '`cs-pulse keys create --kind read` makes one.';

/** What a program is told whose key does not let it in. */
export function keyRefusal(admission: Exclude<Admission, { kind: 'admitted' }>): KeyRefusal {
  switch (admission.kind) {
    case 'unknown': {
      const detail = `Authorization: send a valid read key, Authorization: Bearer csp_…; ${MAKE_ONE}`;
      return { kind: 'unauthorized', status: 401, detail, headers: { 'www-authenticate': 'Bearer' } };
    }
    case 'sends_only': {
      const detail = `Authorization: this key may send and not read; ${MAKE_ONE}`;
      return { kind: 'forbidden', status: 403, detail, headers: {} };
    }
    case 'too_many': {
      const wait = String(admission.retryAfterSeconds);
      const detail = `Authorization: too many requests with this key; try again in ${wait} s.`;
      return { kind: 'too_many', status: 429, detail, headers: { 'retry-after': wait } };
    }
  }
}
