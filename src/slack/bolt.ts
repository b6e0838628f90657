import type { RequestListener } from 'node:http';
import { App, HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import type { Context } from '../app/context.ts';
import type { Logger } from '../lib/log.ts';
import { type Metrics, NO_METRICS } from '../lib/metrics.ts';
import { type AuthStatus, createAuthWatch } from './auth-watch.ts';
import { type BoltLogger, wrapLogger } from './bolt-logger.ts';
import { createClients, type SlackClient } from './clients.ts';
import { createDeliveries } from './deliveries.ts';
import { createReplier } from './delivery.ts';
import type { SlackDeps } from './deps.ts';
import { createHome } from './home.ts';
import { createInFlight } from './in-flight.ts';
import { createPermissions } from './permissions.ts';
import { registerListeners } from './register.ts';
import { createRequestGate, receivedAt } from './request-gate.ts';
import { createSocketWatch, keepConnected, type SocketStatus } from './socket-connection.ts';
import { createSurfaces } from './surfaces.ts';

const IDLE_MS = 10_000;

/** The part of the configuration that Slack needs. */
export interface SlackSettings {
  readonly botToken: string;
  /** Present in HTTP mode. */
  readonly signingSecret: string | null;
  /** Present in Socket Mode. */
  readonly appToken: string | null;
  readonly apiUrl: string | null;
  readonly allowedUsergroups: readonly string[];
  readonly moneyUsergroups: readonly string[];
  readonly pulseChannel: string | null;
}

export interface SlackAppOptions {
  readonly config: SlackSettings;
  readonly ctx: Context;
  readonly deps: SlackDeps;
  readonly log: Logger;
  readonly metrics?: Metrics | undefined;
}

export interface SlackApp {
  /** Takes `POST /slack/events`; null in Socket Mode. */
  readonly requestListener: RequestListener | null;
  /** Checks the token once and keeps checking; connects in Socket Mode. Never throws because Slack is away. */
  start(): Promise<void>;
  /** Waits for running answers until the deadline. */
  stop(deadlineMs: number): Promise<void>;
  /** Waits until nothing is being answered, for at most 10 s. */
  idle(): Promise<void>;
  readonly client: SlackClient;
  authStatus(): AuthStatus;
  /** null in HTTP mode. `at`: ms since 1970, now by default. */
  socketStatus(at?: number): SocketStatus | null;
}

/** The Bolt app: who is asked, what is answered, and how Slack's failures are kept from ending the process. */
export async function createSlackApp({
  config,
  ctx,
  deps,
  log,
  metrics = NO_METRICS,
}: SlackAppOptions): Promise<SlackApp> {
  const logger = wrapLogger(log);
  const { read, write } = createClients({ token: config.botToken, apiUrl: config.apiUrl, logger, metrics });
  const auth = createAuthWatch(read, log);
  const inFlight = createInFlight();
  const receiver = config.appToken === null ? httpReceiver(config, logger) : socketReceiver(config, logger);
  // Own `authorize`: Bolt's own check of the token would end the process when Slack is away at the start.
  const app = new App({
    receiver,
    authorize: async () => {
      const { botId, botUserId } = auth.status();
      return { ...(botId === null ? {} : { botId }), ...(botUserId === null ? {} : { botUserId }) };
    },
    deferInitialization: true,
    convoStore: false,
    clientOptions: webApiOptions(config),
    logger,
  });
  await app.init();
  app.error(async (error) => log.warn({ reason: error.message, code: error.code }, 'Bolt could not process a request'));
  const permissions = createPermissions({
    client: read,
    homeTeam: () => auth.status().teamId,
    allowedUsergroups: config.allowedUsergroups,
    moneyUsergroups: config.moneyUsergroups,
    log,
  });
  registerListeners(app, {
    ctx,
    deps,
    client: write,
    permissions,
    home: createHome({ ctx, deps, client: write, permissions, log }),
    surfaces: createSurfaces({
      client: write,
      replier: createReplier({ client: write, apiUrl: config.apiUrl, log }),
      log,
    }),
    deliveries: createDeliveries({ seen: deps.seen, log }),
    inFlight,
    pulseChannel: config.pulseChannel,
    botUserId: () => auth.status().botUserId,
    onTokenRevoked: auth.revoked,
    log,
    metrics,
  });
  const socket = receiver instanceof SocketModeReceiver ? receiver : null;
  const socketWatch = createSocketWatch();
  let stopped = false;
  return {
    requestListener:
      receiver instanceof HTTPReceiver
        ? createRequestGate({ signingSecret: config.signingSecret ?? '', next: receiver.requestListener })
        : null,
    async start() {
      await auth.start();
      if (socket !== null) void keepConnected(socket, () => stopped, socketWatch, log);
    },
    async stop(deadlineMs) {
      stopped = true;
      auth.stop();
      if (socket !== null) await socket.stop().catch(() => undefined);
      const left = await inFlight.drain(deadlineMs);
      if (left > 0) log.warn({ left }, 'stopped with answers still running');
    },
    idle: async () => {
      await inFlight.drain(IDLE_MS);
    },
    client: write,
    authStatus: auth.status,
    socketStatus: (at) => (socket === null ? null : socketWatch.status(at)),
  };
}

function httpReceiver(config: SlackSettings, logger: BoltLogger): HTTPReceiver {
  return new HTTPReceiver({
    signingSecret: config.signingSecret ?? '',
    endpoints: ['/slack/events'],
    logger,
    customPropertiesExtractor: (request) => ({ receivedAt: receivedAt(request) }),
    dispatchErrorHandler: ({ response }) => {
      if (!response.headersSent) response.writeHead(404);
      response.end();
    },
    processEventErrorHandler: async ({ error, response }) => {
      logger.warn(`a request could not be processed: ${error.message}`);
      if (!response.headersSent) response.writeHead(400);
      response.end();
      return false;
    },
  });
}

function socketReceiver(config: SlackSettings, logger: BoltLogger): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken: config.appToken ?? '',
    logger,
    customPropertiesExtractor: () => ({ receivedAt: performance.now() }),
    // The client's own reconnection waits 5 s each time and ends the process when Slack refuses it.
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: webApiOptions(config) },
  });
}

function webApiOptions({ apiUrl }: SlackSettings) {
  return { ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }), retryConfig: { retries: 0 }, timeout: 8000 };
}
