import type { HostedPlace } from '../backend';

/** The Swiftia API, which finds shorts in a long video and renders them. Its jobs are stored here, so that nothing is paid for twice. */
export const swiftia: HostedPlace = {
  name: 'swiftia',
  label: 'Swiftia',
  brief: 'Swiftia',
  described: {
    create: 'Through the Swiftia API, which costs money for each minute of the source',
    wait: 'Through the Swiftia API, created by a Create Shorts node of this n8n',
  },
  kinds: ['shorts'],
  // Its own orders, which are checked in createOrder.ts and renderOrder.ts.
  takes: { shorts: { options: ['name', 'predefinedShorts', 'render'], formats: ['mp4'] } },
  can: { cancel: false, list: false, readFiles: false },
  hosted: { credential: 'swiftiaApi', baseUrl: 'https://app.swiftia.io/api', env: null },
  webhooks: {
    described: 'Jobs of the Swiftia API',
    notice:
      'Swiftia does not sign: append <code>?token=</code> and the secret of the credential to the address, so that it ends like <code>…/media-jobs?token=SECRET</code>, and give that to Swiftia. Each webhook is confirmed by asking the API.',
    ownSecret: false,
    confirms: 'always',
    load: () => (require('./webhooks') as typeof import('./webhooks')).swiftiaWebhooks,
  },
  open: (opening) => (require('./openSwiftia') as typeof import('./openSwiftia')).openSwiftia(swiftia, opening),
};
