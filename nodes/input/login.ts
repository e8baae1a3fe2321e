import * as workflow from 'n8n-workflow';
import type { IExecuteFunctions, INode } from 'n8n-workflow';
import { inputHeaders } from '../../src/pipeline/net/inputHeaders';
import type { InputHeaders } from '../../src/pipeline/net/inputHeaders';
import { INPUT } from '../names';

/** Older versions of n8n have no such rule. */
type Rule = ((use: { node: INode; credentialData: Record<string, unknown>; url: string }) => unknown) | undefined;

/**
 * Request headers for the server of an item's URL, from the credential that the node is set to use.
 * @throws request_invalid; n8n's own error where the credential may not be used for that address
 */
export async function inputLogin(
  context: IExecuteFunctions,
  index: number,
  url: string,
): Promise<InputHeaders | undefined> {
  const kind: unknown = context.getNodeParameter(INPUT.authentication, index, 'none');
  if (kind !== 'httpBasicAuth' && kind !== 'httpHeaderAuth') return undefined;
  const credential = await context.getCredentials<Record<string, string>>(kind, index);
  // Whoever keeps the credential may have bound it to hosts, so that nobody who may use it can send it elsewhere.
  (workflow as { assertCredentialAllowsUrl?: Rule }).assertCredentialAllowsUrl?.({
    node: context.getNode(),
    credentialData: credential,
    url,
  });
  const { user = '', password = '', name = '', value = '' } = credential;
  return inputHeaders([
    kind === 'httpBasicAuth'
      ? ['authorization', `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`]
      : [name.trim(), value.trim()],
  ]);
}
