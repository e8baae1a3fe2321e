/** Why a webhook is not accepted: HTTP status and the sentence that its sender gets. None of them tells anything about a secret. */
const REFUSALS = {
  content_type_invalid: [415, 'The content type has to be application/json.'],
  content_encoding_invalid: [
    415,
    'The body is compressed in a way that is not read here: send it as it is, or as gzip or deflate.',
  ],
  body_too_large: [413, 'The body is too large.'],
  body_invalid: [400, 'The body is not what is expected here.'],
  signature_missing: [401, 'The webhook is not signed.'],
  signature_invalid: [401, 'No signature in the header fits this body.'],
  timestamp_invalid: [400, 'The header webhook-timestamp is no time in seconds since 1970.'],
  timestamp_outside: [401, 'The webhook was signed more than 5 minutes away from now.'],
  token_missing: [401, 'The address lacks its token: it has to end with ?token= and the secret.'],
  token_invalid: [401, 'The token in the address is not the right one.'],
  job_unconfirmed: [409, 'The API does not confirm what the webhook says.'],
  confirmation_failed: [503, 'The API could not be asked whether this is so: send the webhook again later.'],
  not_set_up: [500, 'The receiver is not set up rightly; its owner finds the reason in the log of n8n.'],
} as const satisfies Record<string, readonly [number, string]>;

export type RefusalKind = keyof typeof REFUSALS;

/** A webhook that is not accepted. */
export class WebhookRefusal extends Error {
  override readonly name = 'WebhookRefusal';
  readonly kind: RefusalKind;
  readonly status: number;

  /** @param details for the sender, after the sentence of its kind @param cause for the owner's log alone */
  constructor(kind: RefusalKind, details = '', cause?: unknown) {
    const [status, sentence] = REFUSALS[kind];
    super(details === '' ? sentence : `${sentence} ${details}`, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.status = status;
  }

  /** The body of the answer. */
  toJSON(): { error: { kind: RefusalKind; message: string } } {
    return { error: { kind: this.kind, message: this.message } };
  }
}
