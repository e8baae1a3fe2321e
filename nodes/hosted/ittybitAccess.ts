import type { ApiAccess } from '../../src/backends/apiAccess';
import type { HasCredentials } from './swiftiaAccess';

/** What the node's Ittybit credential says. */
export async function ittybitAccess(context: HasCredentials, index?: number): Promise<ApiAccess> {
  const { apiKey, baseUrl } = await context.getCredentials<{ apiKey: string; baseUrl: string }>('ittybitApi', index);
  return { name: 'Ittybit', apiKey, baseUrl };
}
