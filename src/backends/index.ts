import type { KindName } from '../pipeline/kinds';
import type { Backend, HostedPlace } from './backend';
import { ittybit } from './ittybit/backend';
import { local } from './local/backend';
import { swiftia } from './swiftia/backend';

/** The places where jobs can run. The first one is meant where none is named. */
export const BACKENDS = { local, ittybit, swiftia } satisfies Record<string, Backend>;

export type BackendName = keyof typeof BACKENDS;

/** Without the types of their own. */
export const ALL_BACKENDS: readonly Backend[] = Object.values(BACKENDS);

export const DEFAULT_BACKEND: BackendName = 'local';

/** The backend of a name; null where there is none. */
export const backendNamed = (name: unknown): Backend | null => ALL_BACKENDS.find((each) => each.name === name) ?? null;

/** The one that a form names; this machine where it names none. */
export const chosenBackend = (name: unknown): Backend => backendNamed(name) ?? BACKENDS[DEFAULT_BACKEND];

/** The backends that run one of these kinds at least. */
export const backendsFor = (kinds: readonly KindName[]): Backend[] =>
  ALL_BACKENDS.filter((backend) => kinds.some((kind) => backend.kinds.includes(kind)));

/** Those of other machines. */
export const HOSTED_BACKENDS: readonly HostedPlace[] = ALL_BACKENDS.filter(isHosted);

export function isHosted(backend: Backend): backend is HostedPlace {
  return backend.hosted !== null;
}
