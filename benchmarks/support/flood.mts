// Sends the worst requests all at once, in a thread of its own: what it costs to send them is not to count as the server's.
import { parentPort, workerData } from 'node:worker_threads';
import type { Address } from './jobServer.mts';
import { askAt } from './jobServer.mts';
import { worstRequests } from './worstRequests.mts';

const { address, count } = workerData as { address: Address; count: number };
const ask = askAt(address);
const requests = worstRequests(count);
parentPort?.postMessage('sending');
await Promise.allSettled(requests.map(({ path, init }) => ask(path, init)));
