import { click, type Harness } from '../slack-harness.ts';

/** One delivery from Slack: who asks, about which account, where, and the mark that everything it causes bears. */
export interface Ask {
  readonly harness: Harness;
  readonly user: string;
  readonly account: string;
  readonly channel: string;
  readonly mark: string;
}

export interface Row {
  readonly name: string;
  readonly send: (ask: Ask) => Promise<Response>;
  /** What Slack says of it names a conversation, so it is asked in every kind; a modal or App Home is in none. */
  readonly placed: boolean;
  /** What it does goes to the conversation, for all who are in it. */
  readonly posts?: true;
  /** Tells a member nothing about a customer. */
  readonly quiet?: true;
  /** Only for admins of the workspace. */
  readonly adminOnly?: true;
  /** Refuses by telling nothing at all: there is no text in an empty list. */
  readonly mute?: true;
  /** Nothing that Slack is sent can bear a mark of ours: each cell is asked by a person of its own. */
  readonly ownPerson?: true;
}

export type Rows = readonly Row[];
type More = Pick<Row, 'quiet' | 'adminOnly' | 'posts'>;
type Fields = Readonly<Record<string, unknown>>;

/** Of the account that the modals and commands of the table are about. */
export const ACCOUNT = 'canary-id';

/** `/health why ACCOUNT`; ACCOUNT stands for the account that is asked about. */
export function command(line: string, more: More = {}): Row {
  const [name = '', ...words] = line.split(' ');
  return {
    name: `command:${line}`,
    placed: true,
    send: ({ harness, user, account, channel, mark }) =>
      harness.command(name, words.join(' ').replace('ACCOUNT', account), {
        ...addressed({ harness, mark }),
        user_id: user,
        channel_id: channel,
      }),
    ...more,
  };
}

/** A button or menu on a message that everybody in the channel sees. */
export function pressed(name: string, more: More & { readonly value?: string; readonly as?: string } = {}): Row {
  const { value, as = name, ...flags } = more;
  return {
    name: `action:${as}`,
    placed: true,
    send: (ask) => ask.harness.interact(pressOf(ask, `v1:${name}`, value?.replace('ACCOUNT', ask.account))),
    ...flags,
  };
}

/** One of the further actions in an account's menu. */
export function fromMenu(name: string): Row {
  return {
    name: `action:${name} from the menu`,
    placed: true,
    send: (ask) => {
      const option = { selected_option: { value: `v1:${name}` } };
      const menu = { action_id: 'v1:account_menu', block_id: `account:${ask.account}`, type: 'overflow', ...option };
      return ask.harness.interact({ ...pressOf(ask, ''), actions: [menu] });
    },
  };
}

/** A control inside a modal, whose state names the account. */
export function inModal(
  name: string,
  modal: string,
  state: Fields,
  more: More & { readonly value?: string | undefined } = {},
): Row {
  const { value = 'ACCOUNT', ...flags } = more;
  return {
    name: `action:${name}`,
    placed: false,
    send: (ask) =>
      ask.harness.interact({
        ...addressed(ask),
        type: 'block_actions',
        user: { id: ask.user },
        view: viewOf(ask, modal, state),
        actions: [{ action_id: `v1:${name}`, value: value.replace('ACCOUNT', ask.account) }],
      }),
    ...flags,
  };
}

/** A button in App Home. */
export function inHome(name: string, more: More & { readonly value?: string | undefined } = {}): Row {
  const { value = 'ACCOUNT', ...flags } = more;
  return {
    name: `action:${name} in App Home`,
    placed: false,
    send: (ask) =>
      ask.harness.interact({
        ...addressed(ask),
        type: 'block_actions',
        user: { id: ask.user },
        view: { id: `VIEW-${ask.mark}`, type: 'home', callback_id: '', private_metadata: '', hash: 'h' },
        actions: [{ action_id: `v1:${name}`, value: value.replace('ACCOUNT', ask.account) }],
      }),
    ...flags,
  };
}

/** A modal that is submitted; PLACE in a value stands for the conversation. */
export function submitted(
  name: string,
  state: Fields,
  values: Fields = {},
  more: More & { readonly as?: string } = {},
): Row {
  const { as = name, ...flags } = more;
  return {
    name: `view:${as}`,
    placed: flags.posts === true,
    send: (ask) => {
      const filled: unknown = JSON.parse(
        JSON.stringify(values).replaceAll('PLACE', ask.channel).replaceAll('ACCOUNT', ask.account),
      );
      return ask.harness.interact({
        ...addressed(ask),
        type: 'view_submission',
        user: { id: ask.user },
        view: { ...viewOf(ask, name, state), state: { values: filled } },
      });
    },
    ...flags,
  };
}

/** Any other payload; `placed` when it names a conversation. */
export function interaction(
  name: string,
  placed: boolean,
  payload: (ask: Ask) => Fields,
  more: Partial<Row> = {},
): Row {
  return {
    name,
    placed,
    send: (ask) => ask.harness.interact({ ...addressed(ask), user: { id: ask.user }, ...payload(ask) }),
    ...more,
  };
}

export function happened(type: string, event: (user: string) => Fields, more: Partial<Row> = {}): Row {
  return {
    name: `event:${type}`,
    placed: false,
    send: ({ harness, user, mark }) => harness.event({ type, user, ...event(user) }, `Ev${mark}`),
    ...more,
  };
}

/** A message to the app: a mention in a channel, or without a place one in the asker's direct messages. */
export function asked(
  type: 'app_mention' | 'message.im',
  words: string,
  more: More & { readonly as?: string } = {},
): Row {
  const { as = '', ...flags } = more;
  const isMention = type === 'app_mention';
  return {
    name: `event:${type}${as === '' ? '' : ` ${as}`}`,
    placed: isMention,
    ownPerson: true,
    send: ({ harness, user, account, channel, mark }) => {
      const text = words.replace('ACCOUNT', account);
      const where = isMention
        ? { type, channel, text: `<@U0BOT> ${text}` }
        : { type: 'message', channel_type: 'im', channel: `D${user.slice(1)}`, text };
      return harness.event({ ...where, user, ts: `1772323200.${mark.slice(-6)}` }, `Ev${mark}`);
    },
    ...flags,
  };
}

function pressOf(ask: Ask, actionId: string, value = ask.account): Fields {
  return {
    ...click(ask.harness.slack, actionId, value),
    ...addressed(ask),
    container: { type: 'message', is_ephemeral: false },
    channel: { id: ask.channel },
    user: { id: ask.user },
  };
}

function addressed({ harness, mark }: Pick<Ask, 'harness' | 'mark'>) {
  return { response_url: new URL(`/response/${mark}`, harness.slack.apiUrl).href, trigger_id: mark };
}

function viewOf(ask: Ask, name: string, state: Fields): Fields {
  const metadata = 'accountId' in state ? { ...state, accountId: ask.account } : state;
  return {
    id: `VIEW-${ask.mark}`,
    type: 'modal',
    callback_id: `v1:${name}`,
    private_metadata: JSON.stringify(metadata),
    hash: 'h',
  };
}
