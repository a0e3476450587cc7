import express, { type ErrorRequestHandler, type Request, type Response, Router } from 'express';
import type { TenantPerson } from '../seam.ts';
import { type Chat, conversationIdOf, mriOf } from './chats.ts';
import type { ConnectorState } from './connector-state.ts';

/** A refusal in the Connector's words. */
class ConnectorFault extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Largest activity, counted in UTF-16 as Teams counts. bots/how-to/format-your-bot-messages.md */
const LARGEST_BYTES = 100 * 1024;

type Body = Record<string, unknown>;

/** The simulated Bot Connector, `/v3/...` below where it is mounted. One chat with the bot per person; no groups. */
export function connectorRouter(state: ConnectorState): Router {
  const router = Router();
  router.use(express.json({ limit: '8mb' }));
  const conversation = '/v3/conversations/:conversationId';

  router.post('/v3/conversations', (request, response) => {
    const chat = chatToCreate(state, bodyOf(request));
    const first = bodyOf(request)['activity'];
    const activityId = isBody(first) ? state.receive(chat, sized(first)) : undefined;
    const id = conversationIdOf(chat.personId);
    response.status(201).json({ id, serviceUrl: state.setup.serviceUrl(), ...(activityId ? { activityId } : {}) });
  });

  const post = (request: Request, response: Response) => {
    const chat = openChat(state, request);
    response.status(201).json({ id: state.receive(chat, sized(bodyOf(request))) });
  };
  router.post(`${conversation}/activities`, post);
  router.post(`${conversation}/activities/:activityId`, post);

  router.put(`${conversation}/activities/:activityId`, (request, response) => {
    const chat = openChat(state, request);
    const id = param(request, 'activityId');
    if (!state.replace(chat, id, sized(bodyOf(request)))) throw activityNotFound();
    response.status(200).json({ id });
  });

  router.delete(`${conversation}/activities/:activityId`, (request, response) => {
    if (!state.remove(openChat(state, request), param(request, 'activityId'))) throw activityNotFound();
    response.status(200).end();
  });

  router.get(`${conversation}/members`, (request, response) => {
    response.json([memberOf(state, openChat(state, request))]);
  });
  router.get(`${conversation}/pagedmembers`, (request, response) => {
    response.json({ members: [memberOf(state, openChat(state, request))] });
  });
  router.get(`${conversation}/members/:memberId`, (request, response) => {
    const chat = openChat(state, request);
    if (state.chats.personOfMember(param(request, 'memberId'))?.id !== chat.personId) {
      throw new ConnectorFault(404, 'MemberNotFoundInConversation', 'The member was not found in this conversation.');
    }
    response.json(memberOf(state, chat));
  });

  router.use((request) => {
    throw new ConnectorFault(404, 'ServiceError', `No such operation: ${request.method} ${request.path}`);
  });
  const refused: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
    const fault = error instanceof ConnectorFault ? error : unreadable(error);
    response.status(fault.status).json({ error: { code: fault.code, message: fault.message } });
  };
  router.use(refused);
  return router;
}

/**
 * Who a new conversation is with. The bot may only write to people of its tenant who have its app; who has it not, or
 * has blocked it, is refused as CV "Status codes from bot conversational APIs" says.
 */
function chatToCreate(state: ConnectorState, body: Body): Chat {
  const members = Array.isArray(body['members']) ? (body['members'] as { id?: unknown }[]) : [];
  const id = members[0]?.id;
  if (typeof id !== 'string' || members.length !== 1 || body['isGroup'] === true) {
    throw new ConnectorFault(400, 'BadSyntax', 'Incorrect conversation creation parameters: one member is expected.');
  }
  const channelData = body['channelData'] as { tenant?: { id?: unknown } } | undefined;
  const tenantId = body['tenantId'] ?? channelData?.tenant?.id;
  if (typeof tenantId !== 'string') {
    throw new ConnectorFault(400, 'BadSyntax', 'Incorrect conversation creation parameters: tenantId is missing.');
  }
  if (tenantId.toLowerCase() !== state.setup.organisation.tenantId.toLowerCase()) {
    throw new ConnectorFault(403, 'ForbiddenOperationException', 'The bot is not installed in this tenant.');
  }
  const person = state.chats.personOfMember(id);
  if (!person) throw new ConnectorFault(404, 'NotFound', 'The user was not found in the tenant.');
  const chat = state.chats.of(person.id);
  if (!chat.installed) {
    const message = "The bot is not installed in the user's personal scope.";
    throw new ConnectorFault(403, 'ForbiddenOperationException', message);
  }
  return unblocked(chat);
}

function openChat(state: ConnectorState, request: Request): Chat {
  const chat = state.chats.ofConversation(param(request, 'conversationId'));
  if (!chat) throw new ConnectorFault(404, 'ConversationNotFound', 'Conversation not found.');
  if (!chat.installed) {
    throw new ConnectorFault(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
  }
  return unblocked(chat);
}

function unblocked(chat: Chat): Chat {
  if (!chat.blocked) return chat;
  throw new ConnectorFault(403, 'ConversationBlockedByUser', 'User blocked the conversation with the bot.');
}

function memberOf(state: ConnectorState, chat: Chat): Body {
  const { id, upn, displayName, givenName, surname } = state.chats.person(chat.personId) as TenantPerson;
  const tenantId = state.setup.organisation.tenantId;
  const names = { name: displayName, givenName, surname, email: upn, userPrincipalName: upn };
  return { id: mriOf(id), aadObjectId: id, objectId: id, ...names, tenantId, userRole: 'user' };
}

function bodyOf(request: Request): Body {
  if (isBody(request.body)) return request.body;
  throw new ConnectorFault(400, 'BadSyntax', 'The request body is missing or not an activity.');
}

function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sized(activity: Body): Body {
  if (typeof activity['type'] !== 'string') {
    throw new ConnectorFault(400, 'BadSyntax', "The activity's type is missing.");
  }
  if (JSON.stringify(activity).length * 2 <= LARGEST_BYTES) return activity;
  throw new ConnectorFault(413, 'MessageSizeTooBig', 'Message size too large.');
}

function param(request: Request, name: string): string {
  const value = request.params[name];
  return typeof value === 'string' ? value : '';
}

function activityNotFound(): ConnectorFault {
  return new ConnectorFault(404, 'ActivityNotFoundInConversation', 'The activity was not found in the conversation.');
}

function unreadable(error: unknown): ConnectorFault {
  const status = (error as { status?: unknown }).status;
  if (status === 413) return new ConnectorFault(413, 'MessageSizeTooBig', 'Message size too large.');
  if (typeof status === 'number' && status < 500)
    return new ConnectorFault(400, 'BadSyntax', 'The request body is not JSON.');
  console.error('simulated connector: unexpected error', error);
  return new ConnectorFault(500, 'ServiceError', 'An unexpected error.');
}
