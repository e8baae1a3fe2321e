/** A source file below src/, and the test files below test/ that are to notice each mutant of it. They load it themselves: what starts dist sees no mutant. */
export type Pair = readonly [source: string, ...tests: string[]];

/** Mutated file by file, since each mutant costs the loading of all the tests that are named beside it. */
export const ROOMS: Readonly<Record<string, readonly Pair[]>> = {
  redact: [['pipeline/base/redact', 'pipeline/base/redact']],
  guard: [
    ['pipeline/net/guard', 'pipeline/net/guard'],
    ['pipeline/net/judgedTarget', 'pipeline/net/judgedTarget'],
    ['pipeline/net/guardedAgent', 'pipeline/net/guardedAgent', 'pipeline/storage/agentConnections'],
    ['pipeline/net/guardedClient', 'pipeline/net/guardedClient'],
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
    ['backends/ittybit/confirm', 'backends/ittybit/confirm'],
    ['backends/ittybit/notice', 'backends/ittybit/notice'],
    ['backends/ittybit/verifyWebhook', 'backends/ittybit/verifyWebhook'],
    ['backends/standardSource', 'backends/standardSource'],
    ['backends/swiftia/confirm', 'backends/swiftia/confirm'],
    ['backends/swiftia/verifyWebhook', 'backends/swiftia/verifyWebhook'],
    ['webhooks/filter', 'webhooks/filter'],
    ['webhooks/base/incoming', 'webhooks/base/incoming', 'backends/ittybit/verifyWebhook'],
    ['webhooks/receive', 'webhooks/receive'],
    ['webhooks/base/refusal', 'webhooks/base/refusal'],
    ['webhooks/base/sameSecret', 'webhooks/base/sameSecret'],
    ['webhooks/base/secrets', 'webhooks/base/secrets'],
    ['webhooks/base/standardWebhook', 'webhooks/base/standardWebhook'],
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
    ['pipeline/inspect/asPlanned', 'pipeline/inspect/asPlanned'],
    ['pipeline/inspect/verify', 'pipeline/inspect/verify'],
  ],
  damage: [
    ['pipeline/inspect/damage', 'pipeline/inspect/damageFound'],
    ['pipeline/ffmpeg/damageWarning', 'pipeline/ffmpeg/damageWarning'],
    ['pipeline/inspect/looks', 'pipeline/inspect/looks'],
    ['pipeline/inspect/probeWindows', 'pipeline/inspect/probeWindows'],
  ],
  limits: [
    ['pipeline/job/limits', 'pipeline/job/limits'],
    ['pipeline/plan/cost', 'pipeline/plan/cost'],
    ['pipeline/ffmpeg/resourceLimits', 'pipeline/ffmpeg/resourceLimits'],
  ],
  swiftia: [
    ['backends/swiftia/steps', 'backends/swiftia/steps'],
    ['backends/swiftia/cost', 'backends/swiftia/cost'],
    ['backends/swiftia/spending', 'backends/swiftia/cost'],
  ],
  store: [
    ['jobs/store/sqlite/children', 'jobs/store/sqlite/conformance'],
    [
      'jobs/store/sqlite/database',
      'jobs/store/sqlite/database',
      'jobs/store/sqlite/ownTables',
      'jobs/store/sqlite/conformance',
    ],
    ['jobs/store/sqlite/deliveries', 'jobs/store/sqlite/deliveries', 'jobs/store/sqlite/conformance'],
    ['jobs/store/sqlite/drivenJobs', 'jobs/store/sqlite/conformance'],
    ['jobs/store/sqlite/events', 'jobs/store/sqlite/events', 'jobs/store/sqlite/conformance'],
    ['jobs/store/sqlite/jobRow', 'jobs/store/sqlite/jobRow', 'jobs/store/sqlite/conformance'],
    ['jobs/store/sqlite/ownTables', 'jobs/store/sqlite/ownTables'],
    ['jobs/store/sqlite/processes', 'jobs/store/sqlite/conformance'],
    ['jobs/store/sqlite/queue', 'jobs/store/sqlite/conformance'],
    ['jobs/store/sqlite/quietly', 'jobs/store/sqlite/quietly'],
    ['jobs/store/sqlite/reader', 'jobs/store/sqlite/conformance'],
    ['jobs/store/sqlite/schema', 'jobs/store/sqlite/conformance'],
    ['jobs/store/sqlite/seen', 'jobs/store/sqlite/conformance'],
    ['jobs/store/sqlite/sqliteStore', 'jobs/store/sqlite/conformance'],
    ['jobs/store/sqlite/storeErrors', 'jobs/store/sqlite/storeErrors'],
    ['jobs/store/sqlite/upgrade', 'jobs/store/sqlite/upgrade'],
    ['jobs/store/sqlite/watches', 'jobs/store/sqlite/conformance'],
    ['jobs/store/whole', 'jobs/store/whole'],
  ],
};
