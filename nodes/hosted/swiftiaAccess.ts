import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { SwiftiaAccess } from '../../src/backends/swiftia/access';
import { planOf } from '../../src/backends/swiftia/plans';

/** What gives credentials, with items or without. */
export interface HasCredentials {
  getCredentials<T extends object = ICredentialDataDecryptedObject>(type: string, itemIndex?: number): Promise<T>;
}

/** What the node's Swiftia credential says. */
export async function swiftiaAccess(context: HasCredentials, index?: number): Promise<SwiftiaAccess> {
  const { apiKey, baseUrl, plan } = await context.getCredentials<{ apiKey: string; baseUrl: string; plan?: string }>(
    'swiftiaApi',
    index,
  );
  return { name: 'Swiftia', apiKey, baseUrl, plan: planOf(plan) };
}
