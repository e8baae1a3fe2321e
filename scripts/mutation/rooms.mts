/** A source file below src/, and the test files below test/ that are to notice each mutant of it. They load it themselves: what starts dist sees no mutant. */
export type Pair = readonly [source: string, ...tests: string[]];

/** Mutated file by file, since each mutant costs the loading of all the tests that are named beside it. */
export const ROOMS: Readonly<Record<string, readonly Pair[]>> = {
  redact: [['pipeline/redact', 'pipeline/redact']],
  guard: [
    ['pipeline/media/guard', 'pipeline/media/guard'],
    ['pipeline/media/judgedTarget', 'pipeline/media/judgedTarget'],
    ['pipeline/media/guardedAgent', 'pipeline/media/agentConnections'],
    ['pipeline/media/guardedClient', 'pipeline/media/guardedClient'],
  ],
  seal: [
    ['jobs/seal', 'jobs/seal'],
    ['jobs/sealKeys', 'jobs/seal'],
  ],
  leases: [
    ['jobs/leaseWatch', 'jobs/leaseWatch'],
    ['jobs/releaseLost', 'jobs/releaseLost'],
  ],
  'webhooks in': [
    ['webhooks/confirm', 'webhooks/confirm'],
    ['webhooks/filter', 'webhooks/filter'],
    ['webhooks/incoming', 'webhooks/incoming'],
    ['webhooks/ittybitWebhook', 'webhooks/ittybitWebhook'],
    ['webhooks/normalise', 'webhooks/normalise'],
    ['webhooks/receive', 'webhooks/receive'],
    ['webhooks/refusal', 'webhooks/refusal'],
    ['webhooks/sameSecret', 'webhooks/sameSecret'],
    ['webhooks/secrets', 'webhooks/secrets'],
    ['webhooks/standardWebhook', 'webhooks/standardWebhook'],
    ['webhooks/swiftiaWebhook', 'webhooks/swiftiaWebhook'],
  ],
  'webhooks out': [
    ['jobs/webhooks/deliver', 'jobs/webhooks/deliver'],
    ['jobs/webhooks/hostShares', 'jobs/webhooks/hostShares'],
    ['jobs/webhooks/ownWebhook', 'jobs/webhooks/ownWebhook'],
    ['jobs/webhooks/schedule', 'jobs/webhooks/schedule'],
    ['jobs/webhooks/secrets', 'jobs/webhooks/secrets'],
    ['jobs/webhooks/send', 'jobs/webhooks/send'],
  ],
  verify: [
    ['pipeline/tasks/asPlanned', 'pipeline/tasks/asPlanned'],
    ['pipeline/tasks/verify', 'pipeline/tasks/verify'],
  ],
  damage: [
    ['pipeline/ffmpeg/damage', 'pipeline/ffmpeg/damage'],
    ['pipeline/ffmpeg/damageWarning', 'pipeline/ffmpeg/damageWarning'],
    ['pipeline/ffmpeg/looks', 'pipeline/ffmpeg/looks'],
    ['pipeline/ffmpeg/partsToLookAt', 'pipeline/ffmpeg/partsToLookAt'],
  ],
  swiftia: [
    ['backends/swiftia/steps', 'backends/swiftia/steps'],
    ['backends/swiftia/cost', 'backends/swiftia/cost'],
    ['backends/swiftia/spending', 'backends/swiftia/cost'],
  ],
  store: [
    ['jobs/store/children', 'jobs/store/tables'],
    ['jobs/store/database', 'jobs/store/database', 'jobs/store/tables'],
    ['jobs/store/deliveries', 'jobs/store/tables'],
    ['jobs/store/drivenJobs', 'jobs/store/drivenJobs'],
    ['jobs/store/events', 'jobs/store/tables'],
    ['jobs/store/jobs', 'jobs/store/jobs'],
    ['jobs/store/processes', 'jobs/store/tables'],
    ['jobs/store/schema', 'jobs/store/tables'],
    ['jobs/store/seen', 'jobs/store/tables'],
    ['jobs/store/store', 'jobs/store/tables'],
    ['jobs/store/storedJob', 'jobs/store/jobs'],
    ['jobs/store/upgrade', 'jobs/store/upgrade'],
    ['jobs/store/watches', 'jobs/store/tables'],
    ['jobs/store/whole', 'jobs/store/whole'],
  ],
};
