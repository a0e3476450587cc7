import express, { type Express, type Request, type Response } from 'express';
import type { Logger } from 'pino';
import type { Deps } from '../flows/deps.ts';
import { takeNotifications, type MailboxNotification } from '../flows/calendar/take-notifications.ts';

/** Graph's tokens are some hundred characters. */
const LONGEST_TOKEN = 4_096;
/** A notification is some 1 KB; Graph sends several in one call where many come at once. */
const LARGEST_BODY = '1mb';
const MOST_NOTIFICATIONS = 1_000;
/** Graph's own limit for clientState. */
const LONGEST_STATE = 128;
const LIFECYCLE = ['reauthorizationRequired', 'subscriptionRemoved', 'missed'] as const;

/** How many notifications came since the start, by what became of them. */
export interface NotificationCounts {
  taken: number;
  unknown: number;
  refused: number;
  unreadable: number;
}

/**
 * `POST /api/graph/notifications`: Microsoft Graph's change and lifecycle notifications. The handshake gives the token
 * back as plain text and nothing else. A notification only makes its mailbox due, which is in the database before the
 * 202; what is not ours is counted and answered the same, so that nobody learns which subscriptions there are. Anything
 * that cannot be kept is answered 503: Graph sends it again for four hours.
 */
export function graphNotificationRoutes(app: Express, deps: Deps, log: Logger): NotificationCounts {
  const counts: NotificationCounts = { taken: 0, unknown: 0, refused: 0, unreadable: 0 };
  const parsed = express.json({ limit: LARGEST_BODY, type: () => true });
  app.post(
    '/api/graph/notifications',
    (request, response, next) => {
      response.set({ 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' });
      if (request.query['validationToken'] === undefined) return next();
      shakeHands(request, response);
    },
    parsed,
    async (request, response) => {
      const value = (request.body as { value?: unknown } | null | undefined)?.value;
      if (!Array.isArray(value) || value.length > MOST_NOTIFICATIONS) {
        counts.unreadable += 1;
        response.status(400).json({ error: `value: expected a list of at most ${MOST_NOTIFICATIONS} notifications` });
        return;
      }
      const read = value.map(notificationOf).filter((one) => one !== null);
      counts.unreadable += value.length - read.length;
      try {
        const { taken, unknown, refused } = await takeNotifications(deps, read);
        counts.taken += taken;
        counts.unknown += unknown;
        counts.refused += refused;
      } catch (error) {
        log.warn({ err: error }, 'notifications could not be kept; Graph sends them again');
        response.status(503).json({ error: 'not kept; send it again' });
        return;
      }
      response.status(202).end();
    },
  );
  return counts;
}

/** https://learn.microsoft.com/graph/change-notifications-delivery-webhooks: the token decoded, as text, within ten seconds. */
function shakeHands({ query }: Request, response: Response): void {
  const token = query['validationToken'];
  if (typeof token !== 'string' || token === '' || token.length > LONGEST_TOKEN) {
    response.status(400).json({ error: 'validationToken: expected one text' });
    return;
  }
  response.status(200).set({ 'Content-Security-Policy': "default-src 'none'; sandbox" }).type('text/plain').send(token);
}

/** Null for what is no notification. */
function notificationOf(value: unknown): MailboxNotification | null {
  const { subscriptionId, clientState, tenantId, lifecycleEvent } = (value ?? {}) as Record<string, unknown>;
  if (typeof subscriptionId !== 'string' || subscriptionId.length > 100) return null;
  const lifecycle = LIFECYCLE.find((one) => one === lifecycleEvent) ?? null;
  if (lifecycleEvent !== undefined && lifecycleEvent !== null && lifecycle === null) return null;
  const state = typeof clientState === 'string' && clientState.length <= LONGEST_STATE ? clientState : '';
  return { subscriptionId, clientState: state, tenantId: typeof tenantId === 'string' ? tenantId : null, lifecycle };
}
