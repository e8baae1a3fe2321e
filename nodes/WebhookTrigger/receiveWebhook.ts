import type { IncomingMessage, ServerResponse } from 'node:http';
import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IHookFunctions, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { errorText } from '../../src/pipeline/base/errorFacts';
import { isJson } from '../../src/webhooks/base/incoming';
import { receive } from '../../src/webhooks/receive';
import type { Received, WebhookEvent } from '../../src/webhooks/receive';
import { WebhookRefusal } from '../../src/webhooks/base/refusal';
import { namedResult } from '../output/namedResult';
import { isSince } from '../versions';
import { sharedEngine } from '../background/sharedEngine';
import { filterOf, refuseUnaddressed, sourceOf } from './settings';
import { MediaJobError } from '../../src/pipeline/errors/mediaError';

/** What n8n adds to a request: the body as it was sent, with a gzip for the way undone. */
type RawRequest = Pick<IncomingMessage, 'url' | 'headers'> & { rawBody?: Buffer; readRawBody?: () => Promise<void> };

/**
 * Answers a webhook, and starts the workflow when it is believed, wanted and new. Never throws: n8n would run the workflow on an empty item.
 * A webhook that starts something is answered by n8n, once the execution is there.
 */
export async function receiveWebhook(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  try {
    const received = await take(context);
    if (!received.starts) return { webhookResponse: { received: true, started: false, why: received.why } };
    takeBackUnlessStarted(context, received.takeBack);
    const { event, body, rawBody } = received;
    return {
      workflowData: [[{ json: { ...shown(context, event), body, rawBody } }]],
      webhookResponse: { received: true, started: true },
    };
  } catch (error) {
    return refuse(context, error instanceof WebhookRefusal ? error : new WebhookRefusal('not_set_up', '', error));
  }
}

/** What is told of a job: from version 2 on its output has one meaning, and is no path of the server that made it. */
function shown(context: IWebhookFunctions, event: WebhookEvent): IDataObject {
  const told = event as unknown as IDataObject;
  if (!isSince(context, 2)) return told;
  const { job, ...others } = namedResult(told, undefined);
  const output = typeof told['output'] === 'string' ? { output: (job as IDataObject)['output'] } : {};
  return { ...others, job, ...output };
}

/** @throws NodeOperationError when every webhook would be refused */
export async function checkSettings(context: IHookFunctions): Promise<void> {
  try {
    refuseUnaddressed(context);
    await sourceOf(context, process.env);
  } catch (error) {
    throw error instanceof MediaJobError
      ? new NodeOperationError(context.getNode(), error.message, { description: error.next })
      : error;
  }
}

async function take(context: IWebhookFunctions): Promise<Received> {
  const request = context.getRequestObject() as unknown as RawRequest;
  // What is no JSON is refused without it; of a form n8n has stored the files elsewhere.
  if (request.rawBody === undefined && isJson(request.headers)) await request.readRawBody?.();
  const isTest = context.getMode() === 'manual';
  return receive(
    { url: request.url ?? '/', headers: request.headers, rawBody: request.rawBody ?? Buffer.alloc(0) },
    {
      source: await sourceOf(context, process.env),
      scope: `${context.getWorkflow().id ?? ''}/${context.getNode().id}`,
      filter: filterOf(context),
      seen: isTest ? null : (await sharedEngine()).seen,
      now: Date.now(),
    },
  );
}

/** Where n8n could not start the execution it says so to the sender, who will send again: that one is not to be taken for a repetition. */
function takeBackUnlessStarted(context: IWebhookFunctions, takeBack: () => Promise<unknown>): void {
  const response = responseOf(context);
  response.once('finish', () => {
    if (response.statusCode < 500) return;
    takeBack().catch((error: unknown) =>
      context.logger.error(`The webhook could not be let in again: ${errorText(error)}`),
    );
  });
}

/** The status is the node's to choose only when it answers itself. */
function refuse(context: IWebhookFunctions, refusal: WebhookRefusal): IWebhookResponseData {
  const why = refusal.cause === undefined ? '' : ` ${ownerText(refusal.cause)}`;
  context.logger.warn(`A webhook was refused at "${context.getNode().name}": ${refusal.message}${why}`);
  responseOf(context)
    .writeHead(refusal.status, { 'content-type': 'application/json; charset=utf-8' })
    .end(JSON.stringify(refusal));
  return { noWebhookResponse: true };
}

const ownerText = (cause: unknown): string =>
  cause instanceof MediaJobError ? `${cause.message} ${cause.next}` : errorText(cause);

const responseOf = (context: IWebhookFunctions) => context.getResponseObject() as ServerResponse;
