import type { HostedPlace } from '../backend';

const PICTURE = ['width', 'height', 'fit', 'position', 'background'];
const RANGE = ['start', 'end'];
/** Its guides have these beside them. */
const LOUDNESS = ['normalize', 'target_lufs'];

/** As its page on creating a job has them. */
const takes = {
  video: {
    options: ['format', 'codec', 'quality', ...PICTURE, 'fps', 'bitrate', ...RANGE],
    formats: ['mp4', 'webm', 'mov'],
  },
  audio: {
    options: ['format', 'quality', 'bitrate', ...RANGE, ...LOUDNESS],
    formats: ['mp3', 'aac', 'ogg', 'opus', 'wav', 'flac'],
  },
  image: { options: ['format', 'quality', ...PICTURE, 'start'], formats: ['jpeg', 'png', 'webp', 'avif'] },
  animation: { options: ['format', 'quality', ...PICTURE, ...RANGE, 'fps'], formats: ['gif', 'webp'] },
  adaptive_video: { options: ['format', 'quality', ...PICTURE, ...RANGE], formats: ['hls'] },
} as const satisfies HostedPlace['takes'];

/** The Ittybit API, or a server of this package that speaks as it does. */
export const ittybit: HostedPlace = {
  name: 'ittybit',
  label: 'Ittybit',
  brief: 'Ittybit',
  described: {
    create: 'Through the Ittybit API, or a server of this package that its credential points to',
    wait: 'Through the Ittybit API, or a server of this package that its credential points to',
  },
  kinds: ['video', 'audio', 'image', 'animation', 'adaptive_video'],
  takes,
  // Its servers that can cancel say so when they are asked to.
  can: { cancel: false, list: true, readFiles: false },
  hosted: {
    credential: 'ittybitApi',
    baseUrl: 'https://api.ittybit.com',
    env: { key: 'ITTYBIT_API_KEY', baseUrl: 'ITTYBIT_BASE_URL' },
  },
  webhooks: {
    described: 'Jobs of the Ittybit API',
    notice:
      'Give it to Ittybit as <code>webhook_url</code> of a job or in its dashboard, and the signing secret from there to the credential. With an Ittybit API credential each webhook is also confirmed by asking the API.',
    ownSecret: false,
    confirms: 'with a credential',
    load: () => (require('./webhooks') as typeof import('./webhooks')).ittybitWebhooks,
  },
  open: (opening) => (require('./openIttybit') as typeof import('./openIttybit')).openIttybit(ittybit, opening),
};
