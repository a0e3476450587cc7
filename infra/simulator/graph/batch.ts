import { type GraphReply, type GraphRequest, badRequest, objectBody, segmentsOf } from './wire.ts';

interface BatchItem {
  id: string;
  method: string;
  url: string;
  headers: Record<string, string>;
  body: unknown;
  dependsOn: string[];
}

interface BatchAnswer {
  id: string;
  status: number;
  headers: Record<string, string>;
  body?: unknown;
}

/** Calls in one batch. https://learn.microsoft.com/graph/json-batching */
const MOST_ITEMS = 20;
const METHODS = new Set(['GET', 'POST', 'PATCH', 'PUT', 'DELETE']);

/**
 * `$batch`: the whole is refused where its form is wrong; otherwise 200, and each item has its own status and headers,
 * 429 included. Items that depend on a failed one answer 424. Answers come in another order than the questions, as the
 * real service promises none.
 */
export async function batch(
  request: GraphRequest,
  answer: (item: GraphRequest) => Promise<GraphReply>,
): Promise<GraphReply> {
  const items = itemsOf(request.body);
  const answers = new Map<string, BatchAnswer>();
  for (const item of items) answers.set(item.id, await answerItem(item, request, answers, answer));
  const responses = items.map(({ id }) => answers.get(id)).reverse();
  return { status: 200, body: { responses } };
}

async function answerItem(
  item: BatchItem,
  outer: GraphRequest,
  answers: Map<string, BatchAnswer>,
  answer: (item: GraphRequest) => Promise<GraphReply>,
): Promise<BatchAnswer> {
  const failed = item.dependsOn.find((id) => (answers.get(id)?.status ?? 0) >= 400);
  if (failed !== undefined) {
    const message = `The request failed because the request '${failed}' on which it depends failed.`;
    return { id: item.id, status: 424, headers: JSON_HEADERS, body: { error: { code: 'FailedDependency', message } } };
  }
  const url = new URL(item.url.startsWith('/') ? item.url : `/${item.url}`, 'https://graph.microsoft.com');
  const headers = { authorization: outer.headers['authorization'], ...item.headers };
  const reply = await answer({
    method: item.method,
    segments: segmentsOf(url.pathname),
    query: url.searchParams,
    headers,
    body: item.body,
  });
  const shown = reply.body === undefined ? {} : { body: reply.body };
  return {
    id: item.id,
    status: reply.status,
    headers: { ...(reply.body === undefined ? {} : JSON_HEADERS), ...reply.headers },
    ...shown,
  };
}

const JSON_HEADERS = { 'Content-Type': 'application/json' };

function itemsOf(body: unknown): BatchItem[] {
  const requests = objectBody(body)['requests'];
  if (!Array.isArray(requests)) throw badRequest("Invalid batch payload: 'requests' is missing.", 'BadRequest');
  if (requests.length > MOST_ITEMS) {
    throw badRequest(`Number of batch request steps exceeds the maximum value of ${MOST_ITEMS}.`, 'BadRequest');
  }
  const items = requests.map(itemOf);
  const ids = new Set(items.map(({ id }) => id));
  if (ids.size < items.length) throw badRequest('Request Id has to be unique in a batch.', 'BadRequest');
  const earlier = new Set<string>();
  for (const { id, dependsOn } of items) {
    const unknown = dependsOn.find((each) => !earlier.has(each));
    if (unknown !== undefined) {
      throw badRequest(`Request '${id}' depends on '${unknown}', which is no earlier request.`, 'BadRequest');
    }
    earlier.add(id);
  }
  return items;
}

function itemOf(value: unknown): BatchItem {
  const { id, method, url, headers, body, dependsOn } = objectBody(value);
  if (typeof id !== 'string' || id === '') throw badRequest('Request Id is missing or not a text.', 'BadRequest');
  const verb = String(method).toUpperCase();
  if (!METHODS.has(verb)) throw badRequest(`Invalid method of request '${id}'.`, 'BadRequest');
  if (typeof url !== 'string' || /^https?:/i.test(url))
    throw badRequest(`Request '${id}' needs a relative url.`, 'BadRequest');
  const lower = Object.fromEntries(
    Object.entries((headers ?? {}) as Record<string, unknown>).map(([name, text]) => [
      name.toLowerCase(),
      String(text),
    ]),
  );
  if (body !== undefined && lower['content-type'] === undefined) {
    throw badRequest(`Write request id : ${id} does not contain Content-Type header or body.`, 'BadRequest');
  }
  return {
    id,
    method: verb,
    url,
    headers: lower,
    body,
    dependsOn: Array.isArray(dependsOn) ? dependsOn.map(String) : [],
  };
}
