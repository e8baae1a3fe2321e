import { packedWith } from '../unpacking';
import type { GuardedClient } from '../../net/guardedClient';
import { httpGet } from '../../net/httpGet';
import type { HttpReply } from '../../net/httpGet';
import type { InputHeaders } from '../../net/inputHeaders';
import { discard, marksOf, partHeaders, partOf } from './httpParts';
import { inputChanged } from './parts';
import type { RemoteVersion, Version } from './parts';

/**
 * The answer of a server that sends all of a file whatever it is asked for, as a part that is the whole. After a cut connection
 * the rest is asked for; where all of it comes again, what is there already is passed over.
 * @returns null where it does not say how much there is, or which version: what came before a cut and after it could not be told to be of one file
 */
export function httpWhole(
  client: GuardedClient,
  address: URL,
  reply: HttpReply,
  { login, shown }: { login?: InputHeaders | undefined; shown: string },
): RemoteVersion | null {
  const version = versionOf(reply);
  if (version === null) return null;
  return {
    version,
    first: { from: 0, to: version.size, body: reply.body },
    ask: async (from, to, signal) => {
      const again = await httpGet(client, address, { headers: partHeaders(from, to, version), login, signal });
      try {
        return {
          ...(again.status === 200 ? wholeOf(again, version, shown) : partOf(again, { from, version, shown })),
          body: again.body,
        };
      } catch (error) {
        discard(again);
        throw error;
      }
    },
    close: async () => client.destroy(),
  };
}

function versionOf(reply: HttpReply): Version | null {
  const size = Number(reply.header('content-length') ?? 0);
  const version = { size, ...marksOf(reply) };
  return reply.status === 200 &&
    packedWith(reply.header('content-encoding')) === null &&
    size > 0 &&
    (version.etag ?? version.lastModified) !== null
    ? version
    : null;
}

/** @throws input_changed */
function wholeOf(reply: HttpReply, version: Version, shown: string): { from: number; to: number } {
  const now = versionOf(reply);
  const same =
    now !== null && now.size === version.size && now.etag === version.etag && now.lastModified === version.lastModified;
  if (!same) throw inputChanged(shown, 'its server has another version of it now');
  return { from: 0, to: now.size };
}
