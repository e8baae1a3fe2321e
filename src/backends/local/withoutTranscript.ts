/** A job without the text of its transcript: it may be long, and each short's item holds the job. */
export function withoutTranscript<J extends { options: Record<string, unknown> }>(job: J): J {
  const { transcript, ...options } = job.options;
  return typeof transcript === 'string'
    ? { ...job, options: { ...options, transcript: `(${transcript.length.toLocaleString('en-US')} characters)` } }
    : job;
}
