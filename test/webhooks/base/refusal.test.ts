import { WebhookRefusal } from '../../../src/webhooks/base/refusal';
import type { RefusalKind } from '../../../src/webhooks/base/refusal';

test.each<[RefusalKind, number, RegExp]>([
  ['content_type_invalid', 415, /content type has to be application\/json/],
  ['content_encoding_invalid', 415, /send it as it is, or as gzip or deflate/],
  ['body_too_large', 413, /too large/],
  ['body_invalid', 400, /body is not what is expected/],
  ['signature_missing', 401, /not signed/],
  ['signature_invalid', 401, /No signature in the header fits/],
  ['timestamp_invalid', 400, /webhook-timestamp is no time in seconds since 1970/],
  ['timestamp_outside', 401, /more than 5 minutes away/],
  ['token_missing', 401, /\?token=/],
  ['token_invalid', 401, /token in the address is not the right one/],
  ['job_unconfirmed', 409, /does not confirm/],
  ['confirmation_failed', 503, /send the webhook again later/],
  ['not_set_up', 500, /log of n8n/],
])('%s is answered with %d and why', (kind, status, words) => {
  const refusal = new WebhookRefusal(kind);
  expect(refusal.status).toBe(status);
  expect(refusal.toJSON()).toEqual({ error: { kind, message: expect.stringMatching(words) } });
  expect(refusal.message).toMatch(/^\S.*\.$/);
});

test('details stand behind the sentence, for the sender; the cause is the owner’s alone', () => {
  const cause = new Error('canary');
  const refusal = new WebhookRefusal('body_invalid', 'It is no JSON object.', cause);
  expect(refusal.message).toMatch(/expected here\. It is no JSON object\.$/);
  expect(refusal.cause).toBe(cause);
  expect(JSON.stringify(refusal)).not.toContain('canary');
  expect(refusal.name).toBe('WebhookRefusal');
  expect('cause' in new WebhookRefusal('body_invalid', 'It is no JSON object.')).toBe(false);
});
