/** What one row of the error table says about a kind of error. */
export interface ErrorRow {
  /** HTTP status that the job API answers with. */
  status: number;
  /** Whether the same request can succeed when it is tried again unchanged. */
  retryable: boolean;
  /** The sentence for the user. `{name}` stands for a detail given where the error is made. */
  sentence: string;
  /** What the user can do next. */
  next: string;
}

/** Every kind of error there is. docs/errors.md is generated from this table. */
export const ERRORS = {
  // Kinds of the job API's reference.
  input_required: {
    status: 400,
    retryable: false,
    sentence: 'The job has no input.',
    next: 'Name a file, a URL or a binary field.',
  },
  invalid_input: {
    status: 400,
    retryable: false,
    sentence: 'The input {input} cannot be read: {why}.',
    next: 'Give the path of a file, or an address that starts with http:// or https://.',
  },
  invalid_format: {
    status: 400,
    retryable: false,
    sentence: '{problems}',
    next: 'Choose one of the formats of this kind.',
  },
  invalid_codec: {
    status: 400,
    retryable: false,
    sentence: '{problems}',
    next: 'Choose a codec that the format can hold, or leave the codec out.',
  },
  token_missing: {
    status: 401,
    retryable: false,
    sentence: 'The request has no API key.',
    next: 'Send the header "Authorization: Bearer KEY".',
  },
  token_invalid: { status: 401, retryable: false, sentence: 'The API key is not known here.', next: 'Check the key.' },
  request_invalid: { status: 400, retryable: false, sentence: '{problems}', next: 'Correct the options named.' },

  // What is wrong with the media.
  input_not_found: {
    status: 404,
    retryable: false,
    sentence: 'There is no file {input}.',
    next: 'Check the path or address.',
  },
  input_empty: {
    status: 422,
    retryable: false,
    sentence: 'The input {input} is empty (0 bytes).',
    next: 'Check the step that wrote the file.',
  },
  input_unsupported: {
    status: 422,
    retryable: false,
    sentence: 'The input {input} cannot be used: {why}.',
    next: 'Give a video, audio or image file.',
  },
  input_damaged: {
    status: 422,
    retryable: false,
    sentence: 'The input {input} is damaged: {why}.',
    next: 'Play it from beginning to end. If it was cut off on its way, get it anew from where it came; else have it made anew.',
  },
  input_too_large: {
    status: 422,
    retryable: false,
    sentence: 'The input {input} is too large: {why}.',
    next: 'Make the input smaller, or raise the limit where the message names one.',
  },
  no_video_stream: {
    status: 422,
    retryable: false,
    sentence: 'The input {input} has no video.',
    next: 'Give a file with a picture, or use the kind "audio".',
  },
  no_audio_stream: {
    status: 422,
    retryable: false,
    sentence: 'The input {input} has no audio.',
    next: 'Give a file with sound.',
  },
  audio_track_missing: {
    status: 422,
    retryable: false,
    sentence: 'The input {input} has no sound track {asked}. Its sound tracks: {tracks}.',
    next: 'Set audio_track to one of these, by its number or its language, or leave it out.',
  },
  range_invalid: {
    status: 422,
    retryable: false,
    sentence: '{why}',
    next: 'Choose start and end within the duration of the input.',
  },
  size_invalid: { status: 422, retryable: false, sentence: '{why}', next: 'Choose a smaller width or height.' },
  max_bytes_too_small: {
    status: 422,
    retryable: false,
    sentence: '{why}.',
    next: 'Allow more bytes (max_bytes), or take a shorter part of the input (start, end).',
  },
  no_short_found: {
    status: 422,
    retryable: false,
    sentence: 'No short was found: {why}.',
    next: 'Allow shorter or longer ones (min_duration, max_duration), or name the parts yourself (predefined_shorts).',
  },

  // What is wrong with the machine.
  ffmpeg_missing: {
    status: 500,
    retryable: false,
    sentence: 'No ffmpeg that works was found: {why}.',
    next: 'Run "media-jobs doctor --install", or set FFMPEG_PATH and FFPROBE_PATH.',
  },
  sandbox_missing: {
    status: 500,
    retryable: false,
    sentence: 'ffmpeg cannot be run in a sandbox here: {why}.',
    next: 'Install bubblewrap, and run "media-jobs doctor"; or, where nothing but trusted files come in, set MEDIA_JOBS_SANDBOX=auto.',
  },
  encoder_missing: {
    status: 500,
    retryable: false,
    sentence: '{binary} cannot write {codec}: {why}.',
    next: 'Run "media-jobs doctor --install" for a newer ffmpeg, set FFMPEG_PATH to one that can, or choose another codec or format.',
  },
  captions_unreadable: {
    status: 422,
    retryable: false,
    sentence: 'The captions cannot be used: {why}.',
    next: 'Give SRT, WebVTT, TSV, or the JSON of a transcription, of at most 4,000,000 characters.',
  },
  captions_impossible: {
    status: 500,
    retryable: false,
    sentence: 'Captions cannot be drawn: {why}.',
    next: 'Install an ffmpeg with libass, or have the captions beside the picture (sidecar).',
  },
  encode_failed: {
    status: 500,
    retryable: false,
    sentence: 'The conversion failed: {why}.',
    next: 'See the details; if the input plays elsewhere, report it with the output of "--debug".',
  },
  encode_killed: {
    status: 500,
    retryable: true,
    sentence: 'The converter was ended from outside ({signal}).',
    next: 'Often the machine ran out of memory: give it more, or convert to a smaller size.',
  },
  output_incomplete: {
    status: 500,
    retryable: false,
    sentence: 'The result is not what was planned and was thrown away: {why}.',
    next: 'Check that the input plays to its end, and get it anew if it was cut off on its way. If it plays, report it with the output of "--debug".',
  },
  disk_full: {
    status: 507,
    retryable: true,
    sentence: 'The disk is full{where}.',
    next: 'Free some space and run the job again.',
  },

  // What is wrong with the destination or the network.
  output_exists: {
    status: 409,
    retryable: false,
    sentence: '{output} exists already.',
    next: 'Choose another name, or allow overwriting (--overwrite).',
  },
  output_unwritable: {
    status: 422,
    retryable: false,
    sentence: '{output} cannot be written: {why}.',
    next: 'Check that the folder exists and may be written to.',
  },
  address_refused: {
    status: 403,
    retryable: false,
    sentence: 'The address {address} is refused: {why}.',
    next: 'Use a public address. An administrator can allow this one: MEDIA_JOBS_ALLOW_HOSTS={host}',
  },
  redirect_refused: {
    status: 422,
    retryable: false,
    sentence: 'The address {address} is not followed: {why}.',
    next: 'Give the address that it leads to, if you trust it.',
  },
  input_changed: {
    status: 409,
    retryable: true,
    sentence: 'The input {input} changed while it was read: {why}.',
    next: 'Run the job again when nobody writes to it any more.',
  },
  download_failed: {
    status: 502,
    retryable: true,
    sentence: 'The input {input} could not be fetched: {why}.',
    next: 'Check that the address opens in a browser, then run the job again.',
  },

  // What concerns requests to the server.
  route_not_found: {
    status: 404,
    retryable: false,
    sentence: 'There is nothing at {path}.',
    next: 'GET /openapi.json says what there is.',
  },
  method_not_allowed: {
    status: 405,
    retryable: false,
    sentence: '{path} does not take {method}.',
    next: 'It takes: {allowed}.',
  },
  request_malformed: {
    status: 400,
    retryable: false,
    sentence: 'The request cannot be read: {why}.',
    next: 'Check what was sent.',
  },
  request_too_large: {
    status: 413,
    retryable: false,
    sentence: 'The request is too large: {why}.',
    next: 'Send less; a file is sent by PUT /files/{name}.',
  },
  upload_quota_full: {
    status: 507,
    retryable: true,
    sentence: 'The uploads of this key may have {quota} together, and this one would be more.',
    next: 'Wait until older ones are removed; an administrator can allow more: MEDIA_JOBS_UPLOAD_QUOTA_BYTES.',
  },
  headers_too_large: {
    status: 431,
    retryable: false,
    sentence: 'The head of the request is too large.',
    next: 'Send shorter headers and a shorter address.',
  },
  request_timeout: {
    status: 408,
    retryable: true,
    sentence: 'The request took too long: {why}.',
    next: 'Send it again.',
  },
  link_invalid: {
    status: 403,
    retryable: false,
    sentence: 'The link {why}.',
    next: 'GET /jobs/{id} gives a fresh one.',
  },

  // What concerns jobs that go on in the background.
  job_not_found: {
    status: 404,
    retryable: false,
    sentence: 'There is no job {id}.',
    next: 'Check the id; ended jobs are kept for {kept}.',
  },
  job_not_ended: {
    status: 409,
    retryable: false,
    sentence: 'The job {id} is {status}.',
    next: 'Wait until it has ended, or cancel it.',
  },
  job_ended: {
    status: 409,
    retryable: false,
    sentence: 'The job {id} has ended already ({status}).',
    next: 'Look at its result, or create a new one.',
  },
  input_gone: {
    status: 410,
    retryable: false,
    sentence: 'The input of the job {id} is no longer kept.',
    next: 'Create the job anew.',
  },
  output_gone: {
    status: 410,
    retryable: false,
    sentence: 'The result of the job {id} is no longer kept.',
    next: 'Create the job anew, and collect its result sooner; an administrator can have results kept for longer: MEDIA_JOBS_KEEP_FILES_HOURS.',
  },
  wait_limit_exceeded: {
    status: 422,
    retryable: false,
    sentence: 'The job {id} has not ended within {limit}: {what}.',
    next: 'Raise the time limit of the wait, or convert a shorter part.',
  },
  idempotency_conflict: {
    status: 409,
    retryable: false,
    sentence: 'The idempotency key "{key}" belongs to another request: the job {id}.',
    next: 'Use a new key for a new request.',
  },
  time_limit_exceeded: {
    status: 422,
    retryable: false,
    sentence: 'The job took longer than its time limit of {seconds} s.',
    next: 'Raise the limit, or convert a shorter part.',
  },
  limit_exceeded: {
    status: 422,
    retryable: false,
    sentence: 'The job needs more than it may: {why}.',
    next: 'Make the result shorter or smaller, or raise the limit where the message names one.',
  },
  worker_lost: {
    status: 500,
    retryable: true,
    sentence: 'The process that ran the job ended unexpectedly, {times} times.',
    next: 'Look for a lack of memory, then run the job again.',
  },
  background_refused: {
    status: 422,
    retryable: false,
    sentence: 'Jobs in the background are not possible here: {why}.',
    next: '{way}.',
  },
  secrets_unreadable: {
    status: 500,
    retryable: false,
    sentence: 'Addresses or keys that the job needs cannot be read: {why}.',
    next: 'Give this process the N8N_ENCRYPTION_KEY (or, without n8n, the file seal-key in the jobs folder) of the one that made the job, and retry the job; or create it anew.',
  },
  secret_unusable: {
    status: 500,
    retryable: false,
    sentence: 'The file {file} cannot be used as a key: {why}.',
    next: 'Put it back from a backup. Without one, remove it: the next start makes a new one, and {lost}.',
  },
  job_unreadable: {
    status: 500,
    retryable: false,
    sentence: 'What is stored of the job {id} cannot be read: {why}.',
    next: 'Create the job anew; if it happens again, check the disk.',
  },
  store_unusable: {
    status: 500,
    retryable: true,
    sentence: 'The job store {store} cannot be used: {why}.',
    next: '{way}.',
  },

  // What concerns hosted APIs, and webhooks that come in.
  backend_unreachable: {
    status: 502,
    retryable: true,
    sentence: '{backend} could not be asked: {why}.',
    next: 'Try again later; if it stays so, check the base URL in the credential.',
  },
  backend_error: {
    status: 502,
    retryable: false,
    sentence: '{backend} answers "{kind}": {why}',
    next: 'Look the kind up in its documentation.',
  },
  project_required: {
    status: 403,
    retryable: false,
    sentence: 'The API key belongs to no project.',
    next: 'Make a project in the dashboard of the API, and use a key of it.',
  },
  payment_required: {
    status: 402,
    retryable: false,
    sentence: 'The account does not cover the job.',
    next: 'Look at its plan and payment method in the dashboard of the API.',
  },
  format_unsupported: {
    status: 400,
    retryable: false,
    sentence: 'The API does not make this format of that input.',
    next: 'Choose another format.',
  },
  outcome_unknown: {
    status: 502,
    retryable: false,
    sentence: '{backend} may have taken the request to {what}, but nobody knows: {why}.',
    next: '{way}. It is not sent again by itself, so that nothing is paid for twice.',
  },
  storage_full: {
    status: 403,
    retryable: false,
    sentence: '{backend} has no room for the job: {used} of {total} are used, {available} are left.',
    next: 'Delete files there, or take a larger plan.',
  },
  phone_unverified: {
    status: 403,
    retryable: false,
    sentence: '{backend} makes jobs only for accounts whose phone number is verified.',
    next: 'Verify the number in the settings of the account.',
  },
  credit_insufficient: {
    status: 403,
    retryable: false,
    sentence: 'The credit at {backend} does not cover the job.',
    next: 'Add credit there, or choose a shorter source.',
  },
  spending_refused: { status: 422, retryable: false, sentence: 'The job was not created: {why}.', next: '{way}.' },
  staging_required: {
    status: 422,
    retryable: false,
    sentence: 'The input {input} is a file, and {backend} fetches its inputs from addresses.',
    next: '{way}.',
  },
  staging_failed: {
    status: 502,
    retryable: true,
    sentence: 'The input {input} could not be put into {bucket}: {why}.',
    next: 'Check the name of the bucket, and the keys and rights of the S3 credential.',
  },
  hosted_time_limit: {
    status: 422,
    retryable: false,
    sentence: 'The job {id} has not ended within its time limit of {seconds} s: {what}.',
    next: 'Raise the limit, or convert a shorter part.',
  },
  cancel_unsupported: {
    status: 422,
    retryable: false,
    sentence: 'The job {id} goes on: {backend} documents no way to cancel a job.',
    next: 'Wait for its end. A server of this package (media-jobs serve) can cancel its jobs.',
  },
  result_unreachable: {
    status: 502,
    retryable: true,
    sentence: 'The job {id} succeeded, but its result could not be fetched: {why}',
    next: 'Run it again soon: the same job answers, and its result is fetched anew.',
  },
  backend_refused: {
    status: 502,
    retryable: false,
    sentence: '{backend} does not give what was asked for: {why}.',
    next: 'Check the base URL and the API key in the credential.',
  },
  webhook_unaddressed: {
    status: 422,
    retryable: false,
    sentence:
      'n8n cannot be called at the address of "{name}": the node has no webhook ID, as after "n8n import:workflow".',
    next: 'Open the workflow in the editor, change and save it once, so that the node gets one, and publish it again.',
  },
  tool_without_files: {
    status: 422,
    retryable: false,
    sentence: 'An agent’s tool cannot {what}: agents pass on text, and no files.',
    next: '{way}.',
  },
  webhook_secret_invalid: {
    status: 500,
    retryable: false,
    sentence: '{secret} cannot be used: {why}.',
    next: 'Correct it: a secret of Standard Webhooks is whsec_ and 24 to 64 random bytes in base64; others are any text that cannot be guessed.',
  },
  cancelled: {
    status: 409,
    retryable: false,
    sentence: 'The job was cancelled.',
    next: 'Nothing is left behind; run it again when you like.',
  },
  internal_error: {
    status: 500,
    retryable: false,
    sentence: 'Something went wrong that should not: {why}.',
    next: 'Please report it with the output of "--debug".',
  },
} as const satisfies Record<string, ErrorRow>;

export type ErrorKind = keyof typeof ERRORS;

type Details<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Details<Rest> : never;
export type ErrorDetails<K extends ErrorKind> = Record<
  Details<(typeof ERRORS)[K]['sentence']> | Details<(typeof ERRORS)[K]['next']>,
  string
>;
